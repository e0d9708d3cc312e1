/* Plans: an ordered list of articles and regions of pages in, a rectangle for each article out.
 *
 * All divisions are searched that keep the order (left before right, upper before lower): of a
 * region by straight cuts (guillotine divisions), and at its top level into five blocks that no
 * straight cut divides (pinwheels). The articles are dealt out to the regions in order, each region
 * gets at least one while there are enough; how many, by straight cuts alone, so that of several
 * regions the plan is not proved to be the best. Of one the search is exhaustive: dynamic
 * programming over (first article, last, column, columns, lines). A prior step prices each article
 * in each rectangle. */
#ifndef BM_MAKEUP_PLAN_H
#define BM_MAKEUP_PLAN_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Costs of articles stay below this; so much is not to be had. */
#define BM_PLAN_NEVER     100000000
#define BM_PLAN_SPAN_MOST 30 /* articles in one region */

/* Base columns and grid lines from 0. */
struct bm_plan_rect {
    uint32_t column, columns, line, lines;
};

/* Where articles may stand. */
struct bm_plan_region {
    struct bm_plan_rect rect;
    bool across, down; /* as wide, as high as the type area: a straight cut through it is a 断版 */
};

struct bm_plan_task {
    uint32_t articles, columns; /* columns: of the page */
    uint32_t lines;             /* of the highest region */
    const struct bm_plan_region *regions;
    uint32_t region_count;
    /* price of article i in columns [x, x + w) and h lines: at bm_plan_index(). 0 to BM_PLAN_NEVER
     */
    const int32_t *prices;
    const bool *boxed; /* of each article */
    /* Plans that cost as much or more are not looked for, 0: BM_PLAN_NEVER. Low ones make the
     * search quick: most parts of most divisions cost more. */
    int64_t limit;
    int32_t butting; /* 碰题: two heads side by side at one height; a box about one halves it */
    int32_t through; /* 断版 */
};

size_t bm_plan_index(const struct bm_plan_task *task, uint32_t article, uint32_t x, uint32_t w,
                     uint32_t h);

struct bm_plan {
    int64_t cost;
    struct bm_plan_rect *blocks; /* of each article */
    uint32_t *regions;           /* of each article */
    uint32_t butting;            /* 碰题 in half ones: 2 unboxed, 1 boxed */
    uint32_t through;            /* 断版 */
};

/* What a search found. Of plans of one cost the first stands: fewer articles in the earlier region,
 * straight cuts before pinwheels, one below the other before side by side, fewer articles in the
 * earlier part, then the earlier part lower, or narrower. */
struct bm_plan_found {
    struct bm_plan best;
    /* others that differ from the best and from each other in how one region is divided (form, the
     * articles of each part, columns), dearer ones later */
    struct bm_plan *others;
    size_t other_count;
    int64_t without_through; /* cost of the best plan without 断版; NEVER or more: there is none */
    uint64_t states;         /* sub-problems solved */
};

/* best.cost is BM_PLAN_NEVER or more when no plan is below the limit; it is some plan then.
 * others_most: how many others are wanted. Everything in found belongs to the arena. */
void bm_plan_search(struct bm_arena *arena, const struct bm_plan_task *task, size_t others_most,
                    struct bm_plan_found *found);

#endif
