/* What the regions that are yet to be allotted cost at least, whatever was allotted before;
 * ahead.c. */
#pragma once

#include "plan/search.h"

/* Fills in what onward parts start from, and what no plan with an unseen region costs less than. */
bool bm_plan_look_ahead(struct bm_plan_search *s);
