/* Charstrings of Type 2 (Adobe Technical Note 5177), made plain. Private to this room. */
#pragma once

#include "font/cff.h"
#include "font/limits.h"

/* A charstring made plain. */
struct bm_charstring {
    size_t n;
    char bytes[CHARSTRING_MOST + 5 * OPERANDS_MOST]; /* it is measured behind its operands */
};

/* The charstring with what its subroutines hold in their place, without hints and without its
 * width, so that a width may stand before it. NULL; or why not: a reason (base/reasons.def). It
 * takes what the specification allows: operators with as many operands as they take, at most 48
 * at a time, subroutines at most ten deep; no arithmetic and no glyphs made of others, which no
 * face made for Chinese has. */
const char *bm_charstring_plain(struct bm_str charstring, const struct bm_cff_index *locals,
                                const struct bm_cff_index *globals, struct bm_charstring *plain);

/* The box of a plain charstring's points, those of its curves' handles too, as HarfBuzz has it: y
 * up, in the units of its numbers. False when nothing is drawn. */
bool bm_charstring_box(const struct bm_charstring *plain, hb_glyph_extents_t *box);
