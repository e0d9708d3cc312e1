/* What an article needs in every rectangle: prices as bounds from below, reckoned from the rows
 * that it takes in that measure, without a fit. prices.h puts the price of a fit in their place.
 *
 * bm_compose_bound() comes first, once an article, and may run in threads; the rest are the parts
 * of which bounds and prices are made, each said once. A bound is never above the price it bounds:
 * what copyfitting may add or take is reckoned at its cheapest (fill.h). Costs are
 * those of the layout's `make-up`, in its points; lengths in bm_len, heights in grid lines from 1.
 * Files: needs.c, kept_needs.c. */
#pragma once

#include "compose/fill.h"
#include "page/ledger.h"

/* Makes the choices of legs of a candidate (whose subject and arena are given) and their bounds,
 * for all stretches of columns and all heights, and its prices in p->prices. Candidates may be
 * priced in threads. */
void bm_compose_bound(struct planner *p, uint32_t article);
/* Fills p->prices from the choices: of each rectangle the least. */
void bm_compose_price_rects(struct planner *p, uint32_t article);
/* The choice in which the article is cheapest there, by what is known. */
struct leg_choice *bm_compose_cheapest_legs(struct planner *p, uint32_t article,
                                            const struct bm_plan_rect *r);

/* Prices from an earlier run, if nothing that they depend on has changed: kept_needs.c. May be
 * called in threads. */
bool bm_compose_kept_needs_find(struct planner *p, uint32_t article);
/* Keeps those of one article, as it stands; those of all. */
void bm_compose_kept_needs_keep(struct planner *p, uint32_t article);
void bm_compose_kept_needs_add(struct planner *p);

/* Parts of prices that bounds and fits share. */
/* Legs of so many rows: too short, or too long. */
int32_t bm_compose_leg_price(const struct planner *p, uint32_t rows);
/* What the block alone costs: its shape, and the lead's width. */
int64_t bm_compose_block_price(const struct planner *p, uint32_t article, uint32_t w, uint32_t h,
                               int64_t costs[BM_PENALTIES]);
