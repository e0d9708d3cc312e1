/* Divisions of a cell or a region by a straight cut, which may be 断版; in a region, pinwheels as
 * well. */
#include "plan/divide.h"

#include "plan/pinwheels.h"

/* Whether a division with these heads at its top left and top right is one of the part: a region
 * may have any. */
static bool has_top_boxes(const struct cell *cell, uint32_t left, uint32_t right)
{
    return cell->part.kind == PART_REGION || ((left & 1) | (right & 2)) == cell->top_boxes;
}

/* One lot below the other, cut at every line. */
static void cuts_across(struct bm_plan_search *s, struct cell *cell, uint32_t k)
{
    const struct split *split = &cell->pool->splits[cell->pool->lots[cell->lot].split + k];
    const struct bounds *upper = bounds_at(s, cell->pool, split->earlier, cell->x, cell->w);
    const struct bounds *lower = bounds_at(s, cell->pool, split->later, cell->x, cell->w);
    const int32_t own = seam_price(s, 0, is_through_across(s, cell->w));
    if (bm_plan_pass_over(&cell->part, upper->least + lower->least + own))
        return;
    for (uint32_t f = 0; f < TOP_BOXES * TOP_BOXES; f++) {
        const uint32_t top = f / TOP_BOXES, under = f % TOP_BOXES;
        if (!upper->v[top] || !lower->v[under] || !has_top_boxes(cell, top, top))
            continue;
        for (uint32_t a = upper->from + 1; a <= upper->end && a < cell->h; a++)
            bm_plan_add_division(s, &cell->part,
                                 (struct division){.cost = cost_at(upper, top, a) +
                                                           cost_at(lower, under, cell->h - a) + own,
                                                   .own = own,
                                                   .order = division_order(DIVISION_BELOW, k, a, f),
                                                   .kind = DIVISION_BELOW,
                                                   .which = (uint32_t)(split - cell->pool->splits),
                                                   .a = (uint16_t)a,
                                                   .top_boxes = {(uint8_t)top, (uint8_t)under}});
    }
}

/* One lot beside the other, cut after v columns. */
static void cuts_down(struct bm_plan_search *s, struct cell *cell, uint32_t k, uint32_t v)
{
    const struct split *split = &cell->pool->splits[cell->pool->lots[cell->lot].split + k];
    const struct bounds *left = bounds_at(s, cell->pool, split->earlier, cell->x, v);
    const struct bounds *right = bounds_at(s, cell->pool, split->later, cell->x + v, cell->w - v);
    for (uint32_t f = 0; f < TOP_BOXES * TOP_BOXES; f++) {
        const uint32_t l = f / TOP_BOXES, r = f % TOP_BOXES;
        const int32_t own = seam_price(s, halves_of(s, l, r), is_through_down(s, cell->w, cell->h));
        if (left->v[l] && right->v[r] && has_top_boxes(cell, l, r))
            bm_plan_add_division(
                s, &cell->part,
                (struct division){.cost =
                                      cost_at(left, l, cell->h) + cost_at(right, r, cell->h) + own,
                                  .own = own,
                                  .order = division_order(DIVISION_BESIDE, k, v, f),
                                  .kind = DIVISION_BESIDE,
                                  .which = (uint32_t)(split - cell->pool->splits),
                                  .a = (uint16_t)v,
                                  .top_boxes = {(uint8_t)l, (uint8_t)r}});
    }
}

static void add_cuts(struct bm_plan_search *s, struct cell *cell)
{
    const uint32_t splits = cell->pool->lots[cell->lot].splits;
    for (uint32_t k = 0; k < splits; k++)
        cuts_across(s, cell, k);
    for (uint32_t k = 0; k < splits; k++)
        for (uint32_t v = 1; v < cell->w; v++)
            cuts_down(s, cell, k, v);
}

void bm_plan_open_cell(struct bm_plan_search *s, struct cell *cell)
{
    const struct pool *pool = cell->pool;
    const struct lot *lot = &pool->lots[cell->lot];
    const uint32_t x = cell->x, w = cell->w, h = cell->h;
    if (lot->count == 1) {
        const size_t price = bm_plan_index(s->task, pool->members[lot->first], x, w, h);
        bm_plan_add_division(s, &cell->part,
                             (struct division){.cost = s->task->articles.prices[price],
                                               .kind = DIVISION_SINGLE,
                                               .settled = true});
        return;
    }
    add_cuts(s, cell);
}

static void whole_divisions(struct bm_plan_search *s, struct cell *cell)
{
    const struct bounds *whole = bounds_at(s, cell->pool, cell->lot, cell->x, cell->w);
    for (uint32_t f = 0; f < TOP_BOXES && cell->pool->lots[cell->lot].count == 1; f++)
        bm_plan_add_division(s, &cell->part,
                             (struct division){.cost = cost_at(whole, f, cell->h),
                                               .order = division_order(DIVISION_SINGLE, 0, 0, f),
                                               .kind = DIVISION_SINGLE,
                                               .top_boxes = {(uint8_t)f}});
}

void bm_plan_open_region(struct bm_plan_search *s, struct region *region)
{
    whole_divisions(s, &region->cell);
    add_cuts(s, &region->cell);
    bm_plan_add_pinwheels(s, region);
}
