/* The document about the content. For pdf/ alone. */
#pragma once

#include "page/reading.h"
#include "pdf/fonts.h"
#include "pdf/metadata.h"
#include "pdf/pictures.h"

/* A page ready to be put into the file. */
struct bm_pdf_page {
    const struct bm_page *page;
    bm_len margin;
    struct bm_buf raw;
    struct bm_str stream; /* compressed */
    uint64_t hash;        /* of raw */
    struct bm_arena *arena;
    uint32_t *owners; /* of the marks of a tagged page: their passages */
    size_t owner_count;
};

/* All that goes into the file. */
struct bm_pdf_parts {
    struct bm_arena *arena; /* lives until the document is saved */
    const struct bm_pages *pages;
    const struct bm_reading *reading; /* of a tagged file, else NULL */
    const struct bm_pdf_options *options;
    const struct bm_pdf_fonts *fonts;
    const struct bm_pdf_pictures *pictures;
    const struct bm_pdf_page *sheets;
    size_t sheet_count;
    const struct bm_pdf_profile_stream *profile;
    struct bm_buf *spots; /* entries of colour spaces; empty: none */
};
/* Fills the document: fonts, pages, metadata, outline, labels, trailer. */
void bm_pdf_document(HPDF_Doc doc, const struct bm_pdf_parts *parts);
