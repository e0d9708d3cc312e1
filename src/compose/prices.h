/* Prices in earnest: an article is fitted where it would stand, and its price there is exact from
 * then on. The search asks for this rectangle by rectangle, where a bound decides. File: prices.c.
 */
#pragma once

#include "compose/planner.h"
#include "page/ledger.h"

/* Fits the article there in its cheapest choice until no other choice can be cheaper (true: its
 * price there is then exact), or its price there is known to reach the budget. */
bool bm_compose_price_exactly(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                              int32_t budget);
/* What the article costs there, by penalty; returns the sum. */
int64_t bm_compose_price_penalties(struct planner *p, uint32_t article,
                                   const struct bm_plan_rect *r, int64_t costs[BM_PENALTIES]);
/* What it costs when it is fitted to frames, by penalty, into costs; returns the sum. What the fit
 * has to say is there until the next such. */
int64_t bm_compose_frames_price(struct planner *p, const struct bm_subject *subject,
                                const struct bm_frames *frames, int64_t costs[BM_PENALTIES],
                                struct bm_fit_cost *fit);
