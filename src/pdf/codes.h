/* Codes of the characters that the pages show: which glyph, with which advance, and which text each
 * stands for. For pdf/ alone.
 *
 * A reader takes a gap between two glyphs for a blank, and so finds 2026 年 where 2026年 was typed,
 * or a head letter by letter. So the gaps of a line belong to the glyphs before them: a code may
 * show a copy of the glyph whose advance is wider, or narrower, by steps. Of a face that is not
 * copied (font/font.h) gaps stay gaps. */
#pragma once

#include "base/index.h"
#include "font/font.h"

#define BM_PDF_CODES    65535 /* two bytes, without 0 */
#define BM_PDF_VARIANTS 256   /* texts of a glyph that are told apart by CID */
#define BM_PDF_COPIES   32768 /* codes of copies of a face: as many are left for what it shows */
#define BM_PDF_STEP     20    /* thousandths of the em; a copy's advance differs by steps */
#define BM_PDF_GAP      60    /* from here on; readers take a tenth of the em for a blank */

/* What a code in a string means: the glyph shown and the characters extracted. */
struct bm_pdf_code {
    uint32_t gid;
    int32_t more; /* units of the face that its advance is more than the glyph's own */
    struct bm_str text;
    uint32_t variant; /* how many texts the glyph had before, below BM_PDF_VARIANTS */
};

/* A face as the document uses it. Codes count from 1: code c is codes[c - 1]. */
struct bm_pdf_font {
    const struct bm_face *face;
    struct bm_pdf_code *codes;
    size_t n, cap, copies;
    struct bm_index index;    /* of codes, by all that they stand for … */
    struct bm_index variants; /* … and by glyph and advance */
    bool uncopied;            /* gaps stay gaps … */
    const char *declined;     /* … because of this: a reason */
    /* By enum bm_mode and variant. Some readers (MuPDF) look text up by CID, not by code; a glyph's
     * second text therefore goes through a second Type0 font on the same descendant. */
    bool used[2][BM_PDF_VARIANTS];

    /* made by bm_pdf_font_make() */
    struct bm_arena *arena;
    bool made;
    const struct bm_subset_glyph *glyphs; /* of the codes, as bm_face_subset() takes them */
    const uint32_t *cids;                 /* of them */
    size_t glyph_count;
    size_t program_size;
    uint64_t hash; /* of the program and of the texts */
    char tag[8];   /* ABCDEF, of the subset */
    struct bm_str program, to_gid, to_unicode[BM_PDF_VARIANTS], cmap[2]; /* compressed streams */
};

struct bm_pdf_fonts {
    struct bm_arena *arena;
    struct bm_pdf_font *v;
    size_t n, cap;
    bool full;                       /* a face has more than BM_PDF_CODES pairs */
    const struct bm_face **uncopied; /* faces known not to be copied, … */
    const char **declined;           /* … and why */
    size_t uncopied_count, uncopied_cap, declined_cap;
};

/* The font of a face, added when new. Index into fonts->v. */
size_t bm_pdf_font(struct bm_pdf_fonts *fonts, const struct bm_face *face);
/* Notes that a face is not copied; for fonts that are added afterwards. */
void bm_pdf_uncopied(struct bm_pdf_fonts *fonts, const struct bm_face *face, const char *reason);
/* How much of a gap behind the glyph, in thousandths of the em, its advance shall take in, in units
 * of the face; 0: none. */
int32_t bm_pdf_more(struct bm_pdf_font *font, uint32_t gid, int64_t gap);
/* The code of the glyph with the advance and the text, given out in the order of first use. The
 * text is copied. */
uint32_t bm_pdf_code(struct bm_pdf_fonts *fonts, size_t font, uint32_t gid, int32_t more,
                     struct bm_str text);
/* Units of the face in thousandths of the em. */
int32_t bm_pdf_per_mille(const struct bm_face *face, int64_t value);
/* Advances in thousandths of the em, as /W and /W2 say them; `more` as of a code. */
int32_t bm_pdf_width(const struct bm_face *face, uint32_t gid, int32_t more);
int32_t bm_pdf_height(const struct bm_face *face, int32_t more);
/* CMap from code to CID, and from code to text. */
void bm_pdf_cmap(struct bm_buf *out, const struct bm_pdf_font *font, enum bm_mode mode,
                 const char *name);
void bm_pdf_to_unicode(struct bm_buf *out, const struct bm_pdf_font *font, uint32_t variant);
/* Name of the font's CMap. */
void bm_pdf_cmap_name(const struct bm_pdf_font *font, enum bm_mode mode, char name[32]);
