/* The divisions of a region that has its articles, in its parts, and strips. */
#include "plan/allot.h"

#include "plan/geometry.h"

#include <string.h>

void bm_plan_add_deal(struct dealing *d, const uint8_t top_boxes[DIVISION_PARTS], int64_t lots_cost)
{
    struct bm_plan_search *s = d->s;
    struct onward *onward = d->onward;
    const bool last = onward->region + 1 == s->task->grid.region_count;
    const int64_t own = d->deal.strip_cost + bm_plan_seam_price(&s->task->weights, d->deal.seams);
    int64_t cost = own + lots_cost;
    if (cost >= s->task->limit ||
        (last && (d->deal.rest || d->deal.downset + 1 != s->downset_count)))
        return;
    onward->deals = bm_arena_grow(s->arena, onward->deals, onward->deal_count, &onward->deal_cap,
                                  sizeof d->deal);
    onward->deals[onward->deal_count] = d->deal;
    struct division division = {
        .own = (int32_t)own, .kind = DIVISION_DEAL, .which = (uint32_t)onward->deal_count++};
    memcpy(division.top_boxes, top_boxes, sizeof division.top_boxes);
    division.order = division.which;
    if (d->deal.foot.columns) {
        const struct pool *pool = s->foot_of[onward->region];
        const struct bm_plan_rect *f = &d->deal.foot;
        division.top_boxes[FOOT_PART] =
            s->task->articles.list[pool->members[0]].boxed ? TOP_BOXES - 1 : 0;
        cost += cost_at(bounds_at(s, pool, 0, f->column, f->columns), division.top_boxes[FOOT_PART],
                        f->lines);
    }
    if (!last)
        cost += known_least(
            &bm_plan_onward(s, onward->region + 1, d->deal.downset, d->deal.rest)->part);
    division.cost = cost < NEVER ? (int32_t)cost : NEVER;
    bm_plan_add_division(s, &onward->part, division);
}

/* 碰题 between the heads at the tops of the parts, and at that of the beginning strip; in half
 * ones. */
static uint32_t count_butting(const struct dealing *d, const uint8_t top_boxes[DIVISION_PARTS])
{
    const uint32_t begun = d->s->task->articles.list[d->deal.beginning].boxed ? TOP_BOXES - 1 : 0;
    uint32_t found = 0;
    for (uint32_t k = 0; k < d->deal.part_count; k++) {
        const uint32_t next = k + 1 < d->deal.part_count ? top_boxes[k + 1] : begun;
        if (d->meets[k])
            found += halves_of(top_boxes[k], next);
    }
    return found;
}

/* With all tops that the parts from `part` on may have. */
static void add_top_boxes(struct dealing *d, uint32_t part, uint8_t top_boxes[DIVISION_PARTS],
                          int64_t cost)
{
    if (part == d->deal.part_count) {
        d->deal.seams.halves = count_butting(d, top_boxes);
        bm_plan_add_deal(d, top_boxes, cost);
        return;
    }
    const struct allotted_part *p = &d->deal.parts[part];
    const struct bounds *t = bounds_at(d->s, d->deal.pool, p->lot, p->rect.column, p->rect.columns);
    for (uint32_t f = 0; f < TOP_BOXES; f++) {
        top_boxes[part] = (uint8_t)f;
        if (cost_at(t, f, p->rect.lines) < NEVER)
            add_top_boxes(d, part + 1, top_boxes, cost + cost_at(t, f, p->rect.lines));
    }
    top_boxes[part] = 0;
}

void bm_plan_add_part(struct dealing *d, uint32_t lot, const struct bm_plan_rect *rect)
{
    d->deal.pool = d->s->of[d->onward->region];
    d->deal.parts[d->deal.part_count++] = (struct allotted_part){lot, true, *rect};
}

void bm_plan_fill(struct dealing *d)
{
    uint8_t top_boxes[DIVISION_PARTS] = {0};
    d->deal.seams.halves = 0;
    add_top_boxes(d, 0, top_boxes, 0);
}
