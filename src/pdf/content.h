/* Content: the items of a page as operators. For pdf/ alone. */
#pragma once

#include "page/reading.h"
#include "pdf/fonts.h"
#include "pdf/pictures.h"

/* A content stream being written, with the graphics state it has reached. */
struct bm_pdf_content {
    struct bm_buf out;
    struct bm_pdf_fonts *fonts;
    struct bm_pdf_pictures *pictures;
    const struct bm_page *page;
    bm_len margin; /* from the trim to the edge of the MediaBox */
    bool fill_set, stroke_set, overprint_set, font_set;
    struct bm_ink fill, stroke;
    uint32_t spots; /* mask of those used */
    bool overprint;
    bm_len weight; /* -1: not set */
    size_t font;
    enum bm_mode mode;
    uint32_t variant;
    bm_len size;
    /* Marked content (ISO 32000-1, 14.7.4): what is read of the page, passage by passage, all else
     * as an artefact. */
    const struct bm_reading *reading; /* NULL: nothing is marked */
    struct bm_arena *arena;           /* of owners */
    uint32_t index;                   /* of the page */
    uint32_t *owners;                 /* the passage of each mark, by MCID */
    size_t owner_count, owner_cap;
    const char *open; /* the artefact that is open, or a tag; NULL: nothing is */
};
void bm_pdf_items(struct bm_pdf_content *content, const struct bm_item *items, size_t n);
/* Ends what is marked. */
void bm_pdf_end_mark(struct bm_pdf_content *content);
/* Between these two nothing is painted outside the bleed. */
void bm_pdf_clip(struct bm_pdf_content *content);
void bm_pdf_unclip(struct bm_pdf_content *content);
