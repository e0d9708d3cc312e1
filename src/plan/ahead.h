/* What the regions that are yet to be allotted cost at least, whatever was allotted before;
 * ahead.c. */
#ifndef BM_PLAN_AHEAD_H
#define BM_PLAN_AHEAD_H

#include "plan/search.h"

struct pool;

/* Fills in what onward parts start from, and what no plan with an unseen region costs less than. */
void bm_plan_look_ahead(struct bm_plan_search *s);
/* What the lot costs at least in all of those columns, however high. */
int32_t bm_plan_least(struct bm_plan_search *s, const struct pool *pool, uint32_t lot, uint32_t x,
                      uint32_t w);

#endif
