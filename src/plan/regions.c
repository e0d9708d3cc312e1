/* The divisions of a region: its foot, then what ends in it, what it gets, what begins. */
#include "plan/divide.h"

#include "plan/strips.h"

static void allot_region(struct allotting *d)
{
    if (d->onward->rest)
        bm_plan_end_article(d);
    else
        bm_plan_allot(d, d->onward->allotted);
}

void bm_plan_open_onward(struct bm_plan_search *s, struct onward *onward)
{
    const struct bm_plan_region *region = &s->task->grid.regions[onward->region];
    const struct pool *foot = s->foot_of[onward->region];
    struct allotting d = {.s = s, .onward = onward, .left = region->rect};
    if (!foot) {
        allot_region(&d);
        return;
    }
    const struct bounds *t = bounds_at(s, foot, 0, region->rect.column, region->rect.columns);
    for (uint32_t n = t->from + 1; n <= t->end && n < region->rect.lines; n++) {
        struct allotting with = d;
        bm_plan_take_strip(&with, &with.left, &with.allotment.foot, true, false, n);
        allot_region(&with);
    }
}
