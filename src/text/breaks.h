/* Where lines may end, by the rules of marks, numbers and words: bm_set_breaks(), a step of shaping
 * (shaping.h), fills break_after and penalty of a paragraph's clusters once they have their widths.
 * Words of Western text are parted by western.c, which asks words/hyphen.h. */
#pragma once

#include "text/shaping.h"

/* Where lines may end (rules 2, 3 and 7) and what breaking there costs. */
void bm_set_breaks(struct bm_arena *arena, struct bm_shaper *shaper, struct bm_para *para,
                   struct bm_diags *diags);

/* Breaks inside the Western clusters [from, to): UAX #14 with the tailorings of rule 7. */
void bm_western_breaks(struct bm_arena *arena, struct bm_shaper *shaper, struct bm_para *para,
                       uint32_t from, uint32_t to, struct bm_diags *diags);

/* Penalties of soft breaks (rule 3.4), on the scale of adjust.c. */
#define BM_BREAK_COST_UNIT      60 /* number | 年, 第 | number, inside a range */
#define BM_BREAK_COST_COMPOUND  20 /* after the - of a hyphenated word */
#define BM_BREAK_COST_URL       30
#define BM_BREAK_COST_HYPHENATE 60 /* a word parted by a hyphen that was not typed */
