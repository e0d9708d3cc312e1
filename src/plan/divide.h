/* Draws up the ways of a node. cuts.c: of cells and regions; regions.c: of a region with the
 * articles that come after it. */
#ifndef BM_PLAN_DIVIDE_H
#define BM_PLAN_DIVIDE_H

#include "plan/nodes.h"

/* cuts.c */

void bm_plan_open_cell(struct bm_plan_search *s, struct cell *cell);
void bm_plan_open_root(struct bm_plan_search *s, struct region *region);

/* regions.c */

void bm_plan_open_deal(struct bm_plan_search *s, struct onward *onward);

#endif
