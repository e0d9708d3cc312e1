/* Pages that nothing joins: where every article has its page each page is a search of its own, and
 * one that is hard takes nothing from the others. */
#pragma once

#include "compose/faults.h"

/* Whether there are several pages, every article has one, and none goes on. */
bool bm_compose_pages_stand_alone(const struct planner *p);

/* Chooses the plan of each page by itself, with an equal share of the budget that is left, and puts
 * them together; the arena is for searches. What no plan costs less than is the sum of the pages'.
 * Of a page for which no plan is found: the cost is BM_PLAN_NEVER, and there are no blocks. */
void bm_compose_choose_pages(struct planner *p, struct bm_arena *arena,
                             void (*choose)(struct planner *, struct bm_arena *, struct judged *),
                             struct judged *best);
