/* Where the blocks of a division stand. blocks.c; same_shape.c: plans of one shape. */
#pragma once

#include "plan/parts.h"

/* blocks.c */

/* What the blocks of a region's division cost together above 碰题 and 断版 at its cuts. */
int32_t bm_plan_judge(struct bm_plan_search *s, struct region *region,
                      const struct division *division);
/* Where the blocks of an onward part's division stand, and those of the regions after it; articles
 * that stand elsewhere have no region (UINT32_MAX). */
void bm_plan_trace(struct bm_plan_search *s, struct onward *onward, const struct division *division,
                   struct bm_plan *plan);

/* same_shape.c */

/* Whether the onward part's division is of another shape than those found, and is kept as the next
 * of them. */
bool bm_plan_is_new_shape(struct bm_plan_search *s, struct onward *onward,
                          const struct division *division);
