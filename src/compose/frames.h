/* Rectangles of plans as frames of templates: for a fit, and in the end for good. Files: frames.c,
 * template.c. */
#pragma once

#include "compose/planner.h"

struct bm_plan_ledger;

/* Where the article is priced. A body on the page's second grid has other rows at each line of the
 * grid: it is the lead's, as a rule, and the lead stands at the top of its region. */
uint32_t bm_compose_price_line(const struct planner *p, uint32_t article, uint32_t line);
/* The frame of a block: columns and lines from 0. */
struct bm_frame bm_compose_block_frame(const struct planner *p, const struct candidate *c,
                                       uint32_t x, uint32_t w, uint32_t line, uint32_t lines,
                                       struct arrangement how);
/* The frame of a strip. */
struct bm_frame bm_compose_strip_frame(const struct planner *p, const struct bm_plan_strip *strip);
/* The template with its regions replaced by the frames of a plan, which are noted in its ledger,
 * if it has one: template.c. */
const struct bm_template *bm_compose_fill_template(struct planner *p, const struct bm_plan *plan,
                                                   struct bm_plan_ledger *ledger);
