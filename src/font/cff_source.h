/* The outlines of a CFF face, one after the other: what they need of the face is read when the
 * first glyph asks for it, and once. Private to this room. */
#pragma once

#include "font/charstring.h"

#define BM_CFF_FONT_DICTS 256 /* FDSelect has a byte */

/* A Font DICT of the face. */
struct bm_cff_font_dict {
    bool read;
    struct bm_cff_index subroutines;
    struct bm_str matrix;
};

struct bm_cff_source {
    struct bm_str table;
    struct bm_cff top;
    struct bm_cff_index outlines, globals, dicts;
    struct bm_cff_font_dict read[BM_CFF_FONT_DICTS];
    struct bm_str matrix; /* of the Font DICTs that glyphs use */
    bool used;
};

/* Opens the CFF table of a face with so many glyphs into *source, which is zeroed and lives no
 * longer than the table. NULL; or why not: a reason (base/reasons.def). */
const char *bm_cff_source_open(struct bm_cff_source *source, struct bm_str table, uint32_t glyphs);

/* The charstring of a glyph, made plain (font/charstring.h). NULL; or why not. Glyphs whose Font
 * DICTs have other matrices than those asked for before are declined. */
const char *bm_cff_source_plain(struct bm_cff_source *source, uint32_t gid,
                                struct bm_charstring *plain);
