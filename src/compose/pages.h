/* Pages that nothing joins: where every article has its page each page is a search of its own, and
 * one that is hard takes nothing from the others. */
#pragma once

#include "compose/faults.h"

/* Whether there are several pages, every article has one, and none goes on. */
bool bm_compose_pages_stand_alone(const struct planner *p);

/* Chooses a plan for what its planner has: choose.c. */
typedef void bm_compose_chooser(struct planner *, struct bm_arena *, struct judged *);

/* A page with its regions, its articles (of all) and the plan that was found for it: its cost is
 * BM_PLAN_NEVER where none was. */
struct page_choice {
    uint32_t region, regions, n;
    uint32_t *members;
    struct judged own;
};
/* Divides the page that begins with that region by itself, for less than the limit. The arena is
 * for searches. */
void bm_compose_divide_page(struct planner *p, struct bm_arena *arena, uint32_t region,
                            int64_t limit, bm_compose_chooser *choose, struct page_choice *out);
/* All pages, each with an equal share of the budget that is left; their number. */
size_t bm_compose_divide_pages(struct planner *p, struct bm_arena *arena,
                               bm_compose_chooser *choose, struct page_choice **pages);
/* Puts them together: what no plan costs less than is the sum of the pages'. Of a page for which no
 * plan was found: the cost is BM_PLAN_NEVER, and there are no blocks. */
void bm_compose_join_pages(struct planner *p, const struct page_choice *pages, size_t count,
                           struct judged *best);
