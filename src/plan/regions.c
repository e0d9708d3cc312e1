/* The divisions of a region: its foot, then what ends in it, what it gets, what begins. */
#include "plan/divide.h"

#include "plan/allot.h"
#include "plan/strips.h"

static void deal_region(struct dealing *d)
{
    if (d->onward->rest)
        bm_plan_end_article(d);
    else
        bm_plan_deal_lots(d, d->onward->downset);
}

void bm_plan_open_onward(struct bm_plan_search *s, struct onward *onward)
{
    const struct bm_plan_region *region = &s->task->grid.regions[onward->region];
    const struct pool *foot = s->foot_of[onward->region];
    struct dealing d = {.s = s, .onward = onward, .left = region->rect};
    if (!foot) {
        deal_region(&d);
        return;
    }
    const struct bounds *t = bounds_at(s, foot, 0, region->rect.column, region->rect.columns);
    for (uint32_t n = t->from + 1; n <= t->end && n < region->rect.lines; n++) {
        struct dealing with = d;
        bm_plan_take_strip(&with, &with.left, &with.deal.foot, true, false, n);
        deal_region(&with);
    }
}
