/* Pinwheels: five blocks of a region that no straight cut divides; pinwheels.c. */
#pragma once

#include "plan/parts.h"

/* What pinwheels of the lot cost at least there. */
int32_t bm_plan_least_pinwheel(struct bm_plan_search *s, const struct pool *pool, uint32_t lot,
                               uint32_t x, uint32_t w, uint32_t h);
/* Adds the region's pinwheels that cost as much as is being opened. */
void bm_plan_add_pinwheels(struct bm_plan_search *s, struct region *region);
/* Draws up the divisions of one pinwheel, the cheapest first. */
void bm_plan_expand_pinwheel(struct bm_plan_search *s, struct region *region,
                             const struct division *division);
