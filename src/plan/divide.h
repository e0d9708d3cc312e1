/* Draws up the divisions of a part. cuts.c: of cells and regions; regions.c: of a region with the
 * articles that come after it. */
#pragma once

#include "plan/parts.h"

/* cuts.c */

void bm_plan_open_cell(struct bm_plan_search *s, struct cell *cell);
void bm_plan_open_region(struct bm_plan_search *s, struct region *region);

/* regions.c */

void bm_plan_open_onward(struct bm_plan_search *s, struct onward *onward);
