/* 孤行 mended, when copyfitting has found no better: widows.c. */
#pragma once

#include "fit/slots.h"

/* Choices of looseness that break no leg against 孤行, if such can be had. Slots: those at full
 * depth. NULL: there are parts in the way that know their neighbours (quotes), or tables. */
struct bm_mending;
struct bm_mending *bm_fit_mending_new(struct bm_arena *arena, const struct bm_flow *flow,
                                      const struct bm_slots *slots, const struct bm_variant *spaces,
                                      uint32_t changes_most, struct bm_galley_lines *cache);
/* Rows with every paragraph as it likes. */
size_t bm_fit_mending_rows(const struct bm_mending *mending);
/* The cheapest choice that takes so many rows of the slots, and the cost of its lines, changes and
 * legs; false: there is none. */
bool bm_fit_mending_find(struct bm_mending *mending, const struct bm_slots *slots, size_t rows,
                         int8_t *looseness, uint32_t *changes, int64_t *cost);
