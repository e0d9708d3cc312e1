/* Codes of the characters that the pages show: which glyph and which text each stands for. For pdf/
 * alone. */
#pragma once

#include "base/index.h"
#include "font/font.h"

#define BM_PDF_CODES    65535 /* two bytes, without 0 */
#define BM_PDF_VARIANTS 4

/* What a code in a string means: the glyph shown and the characters extracted. */
struct bm_pdf_code {
    uint32_t gid;
    struct bm_str text;
    uint32_t variant; /* how many texts the glyph had before, below BM_PDF_VARIANTS */
};

/* A face as the document uses it. Codes count from 1: code c is codes[c - 1]. */
struct bm_pdf_font {
    const struct bm_face *face;
    struct bm_pdf_code *codes;
    size_t n, cap;
    struct bm_index index; /* of codes */
    /* By enum bm_mode and variant. Some readers (MuPDF) look text up by CID, not by code; a glyph's
     * second text therefore goes through a second Type0 font on the same descendant. */
    bool used[2][BM_PDF_VARIANTS];

    /* made by bm_pdf_font_make() */
    struct bm_arena *arena;
    bool made;
    const uint32_t *gids; /* distinct, ascending, from 0 */
    const uint32_t *cids; /* of them */
    size_t gid_count;
    size_t program_size;
    char tag[8];                                                         /* ABCDEF, of the subset */
    struct bm_str program, to_gid, to_unicode[BM_PDF_VARIANTS], cmap[2]; /* compressed streams */
};

struct bm_pdf_fonts {
    struct bm_arena *arena;
    struct bm_pdf_font *v;
    size_t n, cap;
    bool full; /* a face has more than BM_PDF_CODES pairs */
};

/* The font of a face, added when new. Index into fonts->v. */
size_t bm_pdf_font(struct bm_pdf_fonts *fonts, const struct bm_face *face);
/* The code of the pair, given out in the order of first use. The text is copied. */
uint32_t bm_pdf_code(struct bm_pdf_fonts *fonts, size_t font, uint32_t gid, struct bm_str text);
/* Advance of a glyph in thousandths of the em, as /W says it. */
int32_t bm_pdf_width(const struct bm_face *face, uint32_t gid);
/* CMap from code to CID, and from code to text. */
void bm_pdf_cmap(struct bm_buf *out, const struct bm_pdf_font *font, enum bm_mode mode,
                 const char *name);
void bm_pdf_to_unicode(struct bm_buf *out, const struct bm_pdf_font *font, uint32_t variant);
/* Name of the font's CMap. */
void bm_pdf_cmap_name(const struct bm_pdf_font *font, enum bm_mode mode, char name[32]);
