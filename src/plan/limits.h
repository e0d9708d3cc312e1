/* All limits of the search. Those that may lose the best plan grow with the task's limits_scale,
 * and bm_plan_limits_hit() says which were hit; those of pace change nothing that is found. */
#pragma once

#include "base/limits.h"
#include "plan/search.h"

enum {
    /* May lose the best plan. */
    GROUP_MOST = 10,  /* articles of one rank that change places; more are cut into stretches of
                         so many, one more for each fourfold scale: BM_LIMIT_GROUP */
    LOTS_MOST = 6000, /* lots of a pool; where there are more, stretches become shorter:
                         BM_LIMIT_LOTS */
    SPLITS_MOST = 1000000, /* of the lots of a pool: the same */
    ALLOTTED_MOST = 1100,  /* that may be allotted before a region: the same */
    JUDGED_MOST = 100000,  /* a guard: divisions of a region that are judged; those after them are
                              left out, and bound what is found: BM_LIMIT_DIVISIONS */

    /* In percent of the budget. */
    BOUNDS_MOST = 60, /* for the bounds of all parts; of articles of one rank fewer change places
                         then: BM_LIMIT_GROUP */
    HASTE_MORE = 20,  /* that haste may use beyond it */

    HASTE_DIVISIONS = 1000, /* of a region, drawn up in haste */

    /* Of a step (budget.h), in thousandths. */
    PART_LOT = 3,     /* a lot of articles, or a split of one */
    PART_PLACES = 16, /* so many places of bounds: 1 */
    PART_ALLOT = 1,   /* an allotment looked at */
    PART_OPEN = 20,   /* a part opened */
    PART_TURN =
        2, /* a division taken up, or put among others: and as much for each doubling of them */
    PART_JUDGE = 200, /* a division judged */

    /* Pace only. */
    REGION_STEP = 1600, /* of cost: so much dearer divisions of a region are drawn up at once … */
    OPEN_STEP = 400,    /* … and of any other part */
    FURTHER = 100,  /* of cost: so much further than the next best division is a division settled at
                       once */
    PAIRS_BITS = 13 /* of the number of pairs of blocks whose least is kept, for pinwheels */
};

static inline uint64_t scaled(const struct bm_plan_search *s, uint64_t limit)
{
    return bm_limit_scaled(limit, s->task->limits_scale);
}
