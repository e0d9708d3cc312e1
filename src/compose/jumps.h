/* Articles that go on from one region to the next (转版): what their strips hold, and their fits.
 *
 * How many rows such an article takes is known only once it is set in its strips: the search goes
 * by a number of rows (planner.list[].rows), bm_compose_fit_jumps() fits what it found, and
 * bm_compose_jump_rows() says what the number should have been. Nothing here changes what a search
 * reads. Fits and strips are found again when they are asked for again. File: jumps.c. */
#pragma once

#include "compose/faults.h"
#include "page/ledger.h"

/* Rows that a strip holds, and what it costs: struct bm_plan_oracle.capacity; context: planner. */
uint32_t bm_compose_strip_rows(void *context, uint32_t article, uint32_t region,
                               const struct bm_plan_rect *rect, bool first, int32_t *cost);
/* What was found is found no more, since articles stand otherwise from now on; where runs are kept
 * it is there for the next: kept_jumps.c. */
void bm_compose_forget_jumps(struct planner *p);
/* Slots that copyfitting can add to those that an article's first strip is reckoned to hold, and
 * take from them: a smaller head, lower and higher pictures. Of all strips of full height the most.
 */
void bm_compose_strip_leeway(struct planner *p, uint32_t article, uint32_t *more, uint32_t *fewer);
/* The jumps of a plan, fitted in earnest: what they cost, by penalty. */
void bm_compose_fit_jumps(struct planner *p, const struct bm_plan *plan,
                          int64_t costs[BM_PENALTIES]);
/* The rows that its articles should be reckoned with (all others as they are), by how they were
 * set; true: they were right. */
bool bm_compose_jump_rows(struct planner *p, const struct bm_plan *plan, uint32_t *rows);
/* Whether the strips of the plan hold all rows of their articles, and no line across the last one
 * is empty. */
bool bm_compose_jumps_are_full(struct planner *p, const struct bm_plan *plan);
/* What an article that goes on costs in the plan, by penalty; returns the sum. */
int64_t bm_compose_jump_price(struct planner *p, const struct bm_plan *plan, uint32_t article,
                              int64_t costs[BM_PENALTIES]);
/* Prices a plan's blocks in earnest, fits its strips, and judges it. */
void bm_compose_judge_anew(struct planner *p, const struct bm_plan *plan, struct judged *out);
