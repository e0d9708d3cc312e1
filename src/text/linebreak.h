/* What line breaking counts, and its ways: bm_para_break() of text.h takes the one that is wanted.
 * Breaks are indices into the stops of stops.h, from breaks[0] = 0 to the paragraph's end. */
#pragma once

#include "text/stops.h"

#define BM_COST_HYPHENS 80 /* two lines in a row that end in a hyphen */
#define BM_COST_FORCED  ((int64_t)1 << 30)

/* Cost of the breaks breaks[0 … n] (indices into stops, breaks[0] = 0): what bm_para_break() makes
 * least. */
int64_t bm_breaks_cost(const struct bm_para *para, const struct bm_breaking *how,
                       const struct bm_stops *stops, const uint32_t *breaks, size_t n);

/* The breaks of BM_METHOD_FIRST; returns their number. breaks has room for stops->n. */
size_t bm_first_breaks(const struct bm_para *para, const struct bm_breaking *how,
                       const struct bm_stops *stops, uint32_t *breaks);
