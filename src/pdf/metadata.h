/* What the document says of itself. For pdf/ alone. */
#pragma once

#include "haru/objects.h"
#include "pdf/profiles.h"

/* The output's profile, compressed, and a hash of that. */
struct bm_pdf_profile_stream {
    const struct bm_output_condition *output; /* NULL: none is wanted */
    struct bm_arena *arena;
    struct bm_str stream;
    uint64_t hash;
};

/* The title in this form: without one, the edition's name. Whether a date is YYYY-MM-DD. */
struct bm_str bm_pdf_title(const struct bm_pages *pages, const struct bm_pdf_form *form);
bool bm_pdf_day(struct bm_str date);
void bm_pdf_info(HPDF_Doc doc, const struct bm_pages *pages, const struct bm_pdf_options *options);
void bm_pdf_xmp(struct bm_arena *arena, HPDF_Doc doc, const struct bm_pages *pages,
                const struct bm_pdf_options *options, const unsigned char id[16]);
void bm_pdf_intent(HPDF_Doc doc, const struct bm_pdf_profile_stream *profile,
                   const struct bm_pdf_form *form);
