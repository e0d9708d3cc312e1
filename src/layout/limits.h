/* Every limit of layouts and of an edition's frames; what goes beyond one is refused. Wide enough
 * for any newspaper, narrow enough that no sum overflows and no page takes more memory than the
 * limits of its room say. */
#pragma once

#include "base/len.h"

/* Lengths: LENGTH_RANGE. */
#define BM_SIZE_LEAST   BM_PT
#define BM_SIZE_MOST    (2000 * BM_PT)
#define BM_SHEET_MOST   (8000 * BM_PT)
#define BM_WEIGHT_MOST  (100 * BM_PT)
#define BM_PADDING_MOST (200 * BM_PT) /* of a box, and the room between its lines */

#define BM_LINES_MOST 10000 /* of a page, and base columns in a range: BAD_RANGE, BAD_NUMBER */

/* Of a region that locked frames stand in (held.c): rectangles that it becomes at most, and the
 * least lines of one; what is left then stays empty. */
#define REST_MOST  16
#define REST_LINES 4

#define GIVE_MOST 20 /* lines that a picture gives or takes: BAD_NUMBER */

/* TOO_MANY. */
enum {
    ENTRIES_MOST = 1000, /* of a list or map of a layout, and of a page: styles, frames … */
    TEXT_MOST = 1000,    /* characters of a value: a folio's text, a name … */
    BASES_MOST = 32,     /* styles that a style begins from, one after the other */
    TIERS_MOST = 20,     /* of a head, and smaller styles of each */
    ROUNDUP_MOST = 8,    /* items of a round-up of a kind that does not say how many */
    COLUMNS_MOST = 999,  /* base columns that a cell of a ladder names: BAD_NUMBER */
    SPACES_MOST = 300,   /* ways in which copyfitting gives lines: each is tried for each article */
    PAGES_MOST = 256,    /* of an edition */
    CHARACTERS_MOST = 60000 /* of the body's size that the grid of a page holds */
};
