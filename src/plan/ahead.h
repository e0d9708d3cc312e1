/* What the regions that are yet to be allotted cost at least, whatever was allotted before;
 * ahead.c. */
#ifndef BM_PLAN_AHEAD_H
#define BM_PLAN_AHEAD_H

#include "plan/search.h"

/* Fills in what onward parts start from, and what no plan with an unseen region costs less than. */
void bm_plan_look_ahead(struct bm_plan_search *s);

#endif
