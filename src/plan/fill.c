/* The divisions of a region that has its articles, in its parts, and strips. */
#include "plan/allot.h"

#include <string.h>

void bm_plan_add_allotment(struct allotting *d, const uint8_t top_boxes[DIVISION_PARTS],
                           int64_t lots_cost)
{
    struct bm_plan_search *s = d->s;
    struct onward *onward = d->onward;
    const bool last = onward->region + 1 == s->task->grid.region_count;
    const int64_t own = d->allotment.empty_cost + d->allotment.strip_cost +
                        bm_plan_seam_price(&s->task->weights, d->allotment.seams);
    int64_t cost = own + lots_cost;
    spend(s, PART_ALLOT);
    if (is_spent(s) || cost >= s->task->limit ||
        (last && (d->allotment.rest || d->allotment.allotted + 1 != s->allotted_count)))
        return;
    onward->allotments = bm_arena_grow(s->arena, onward->allotments, onward->allotment_count,
                                       &onward->allotment_cap, sizeof d->allotment);
    onward->allotments[onward->allotment_count] = d->allotment;
    struct division division = {.own = (int32_t)own,
                                .kind = DIVISION_ALLOTMENT,
                                .which = (uint32_t)onward->allotment_count++};
    memcpy(division.top_boxes, top_boxes, sizeof division.top_boxes);
    division.order = division.which;
    if (d->allotment.foot.columns) {
        const struct pool *pool = s->foot_of[onward->region];
        const struct bm_plan_rect *f = &d->allotment.foot;
        division.top_boxes[FOOT_PART] = (uint8_t)tops_of(s, pool->members[0]);
        cost += cost_at(bounds_at(s, pool, 0, f->column, f->columns), division.top_boxes[FOOT_PART],
                        f->lines);
    }
    if (!last)
        cost += known_least(
            &bm_plan_onward(s, onward->region + 1, d->allotment.allotted, d->allotment.rest)->part);
    division.cost = cost < NEVER ? (int32_t)cost : NEVER;
    bm_plan_add_division(s, &onward->part, division);
}

/* 碰题 between the heads at the tops of the parts, and at that of the beginning strip; in half
 * ones. */
static uint32_t count_butting(const struct allotting *d, const uint8_t top_boxes[DIVISION_PARTS])
{
    const uint32_t begun = tops_of(d->s, d->allotment.beginning);
    uint32_t found = 0;
    for (uint32_t k = 0; k < d->allotment.part_count; k++) {
        const uint32_t next = k + 1 < d->allotment.part_count ? top_boxes[k + 1] : begun;
        if (d->meets[k])
            found += halves_of(d->s, top_boxes[k], next);
    }
    return found;
}

/* With all tops that the parts from `part` on may have. */
static void add_top_boxes(struct allotting *d, uint32_t part, uint8_t top_boxes[DIVISION_PARTS],
                          int64_t cost)
{
    if (part == d->allotment.part_count) {
        d->allotment.seams.halves = count_butting(d, top_boxes);
        bm_plan_add_allotment(d, top_boxes, cost);
        return;
    }
    const struct allotted_part *p = &d->allotment.parts[part];
    const struct bounds *t =
        bounds_at(d->s, d->allotment.pool, p->lot, p->rect.column, p->rect.columns);
    for (uint32_t f = 0; f < TOP_BOXES; f++) {
        top_boxes[part] = (uint8_t)f;
        if (cost_at(t, f, p->rect.lines) < NEVER)
            add_top_boxes(d, part + 1, top_boxes, cost + cost_at(t, f, p->rect.lines));
    }
    top_boxes[part] = 0;
}

void bm_plan_add_part(struct allotting *d, uint32_t lot, const struct bm_plan_rect *rect)
{
    d->allotment.pool = d->s->of[d->onward->region];
    d->allotment.parts[d->allotment.part_count++] = (struct allotted_part){lot, true, *rect};
}

void bm_plan_fill(struct allotting *d)
{
    uint8_t top_boxes[DIVISION_PARTS] = {0};
    d->allotment.seams.halves = 0;
    add_top_boxes(d, 0, top_boxes, 0);
}
