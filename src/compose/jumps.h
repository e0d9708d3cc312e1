/* Articles that go on from one region to the next: what their strips hold, and their fits. */
#ifndef BM_COMPOSE_JUMPS_H
#define BM_COMPOSE_JUMPS_H

#include "compose/faults.h"
#include "page/ledger.h"

/* Rows that a strip holds, and what it costs: struct bm_plan_oracle.capacity; context: planner. */
uint32_t bm_strip_rows(void *context, uint32_t article, uint32_t region,
                       const struct bm_plan_rect *rect, bool first, int32_t *cost);
/* Slots that copyfitting can add to those that an article's first strip is reckoned to hold, and
 * take from them: a smaller head, lower and higher pictures. Of all strips of full height the most.
 */
void bm_strip_leeway(struct planner *p, uint32_t article, uint32_t *more, uint32_t *fewer);
/* The threads of a plan, fitted in earnest: what they cost, by penalty. */
void bm_fit_threads(struct planner *p, const struct bm_plan *plan, int64_t costs[BM_PENALTIES]);
/* The rows that its articles should be reckoned with (all others as they are), by how they were
 * set; true: they were right. */
bool bm_thread_rows(struct planner *p, const struct bm_plan *plan, uint32_t *rows);
/* Whether the strips of the plan hold all rows of their articles, and no line across the last one
 * is empty. */
bool bm_threads_are_full(struct planner *p, const struct bm_plan *plan);
/* What an article that goes on costs in the plan, by penalty; returns the sum. */
int64_t bm_thread_parts(struct planner *p, const struct bm_plan *plan, uint32_t article,
                        int64_t costs[BM_PENALTIES]);
/* Prices a plan's blocks in earnest, fits its strips, and judges it. */
void bm_judge_anew(struct planner *p, const struct bm_plan *plan, struct judged *out);

#endif
