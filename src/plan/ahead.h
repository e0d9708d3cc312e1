/* What is yet to be allotted costs at least; ahead.c. */
#ifndef BM_PLAN_AHEAD_H
#define BM_PLAN_AHEAD_H

#include "plan/search.h"

struct pool;

void bm_plan_look_ahead(struct bm_plan_search *s);
/* What the lot costs at least in all of those columns, however high. */
int32_t bm_plan_least(struct bm_plan_search *s, const struct pool *pool, uint32_t lot, uint32_t x,
                      uint32_t w);

#endif
