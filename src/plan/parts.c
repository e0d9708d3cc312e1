/* The parts of the search, each made once, and which of them are the parts of a division. */
#include "plan/allot.h"
#include "plan/pinwheels.h"

/* Makes room for one more part; the slots are open, found by the hash of a part's key. */
static void grow_table(struct bm_plan_search *s, struct part_table *t,
                       uint32_t (*hash)(const struct part *))
{
    if (t->slots && t->n * 2 < t->slots)
        return;
    struct part **old = t->v;
    const uint32_t slots = t->slots;
    t->slots = slots ? 2 * slots : 64;
    t->v = bm_arena_array(s->arena, t->slots, sizeof *t->v);
    for (uint32_t i = 0; i < slots; i++) {
        if (!old[i])
            continue;
        uint32_t h = hash(old[i]);
        while (t->v[h % t->slots])
            h++;
        t->v[h % t->slots] = old[i];
    }
}

static struct cell *cell_of(struct bm_plan_search *s, const struct pool *pool, uint32_t lot,
                            uint32_t top, uint32_t x, uint32_t w, uint32_t h)
{
    struct bounds *t = &pool->lots[lot].bounds[bm_plan_span(s->task->grid.columns, x, w)];
    const uint32_t heights = t->end - t->from;
    if (!t->cells)
        t->cells = bm_arena_array(s->arena, (size_t)TOP_BOXES * heights, sizeof *t->cells);
    struct cell **at = &t->cells[top * heights + h - 1 - t->from];
    if (!*at) {
        *at = BM_NEW(s->arena, struct cell);
        **at = (struct cell){.part = {.kind = PART_CELL, .bound = cost_at(t, top, h)},
                             .pool = pool,
                             .lot = lot,
                             .top_boxes = (uint8_t)top,
                             .x = x,
                             .w = w,
                             .h = h};
    }
    return *at;
}

static struct part *part_of_onward(struct bm_plan_search *s, const struct onward *onward,
                                   const struct division *division, uint32_t number)
{
    const struct allotment *d = &onward->allotments[division->which];
    const struct allotted_part *p = number < d->part_count ? &d->parts[number] : NULL;
    if (p && p->straight)
        return &cell_of(s, d->pool, p->lot, division->top_boxes[number], p->rect.column,
                        p->rect.columns, p->rect.lines)
                    ->part;
    if (p)
        return &bm_plan_region_part(s, d->pool, p->lot, &p->rect)->cell.part;
    if (number == FOOT_PART && d->foot.columns)
        return &cell_of(s, s->foot_of[onward->region], 0, division->top_boxes[number],
                        d->foot.column, d->foot.columns, d->foot.lines)
                    ->part;
    if (number == NEXT_PART && onward->region + 1 < s->task->grid.region_count)
        return &bm_plan_onward(s, onward->region + 1, d->allotted, d->rest)->part;
    return NULL;
}

static struct cell *part_of_cell(struct bm_plan_search *s, const struct cell *cell,
                                 const struct division *division, uint32_t number)
{
    const struct pool *pool = cell->pool;
    const uint32_t x = cell->x, w = cell->w, h = cell->h, top = division->top_boxes[number];
    if (division->kind == DIVISION_PINWHEEL) {
        const struct pinwheel *pinwheel =
            &((const struct region *)cell)->pinwheels[division->which];
        struct bm_plan_rect b[5];
        bm_plan_pinwheel_blocks(pinwheel, &(struct bm_plan_rect){x, w, 0, h}, division->a,
                                division->b, b);
        return cell_of(s, pool, pinwheel->lots[number], top, b[number].column, b[number].columns,
                       b[number].lines);
    }
    if (number > 1 ||
        (division->kind == DIVISION_SINGLE && (number || cell->part.kind != PART_REGION)))
        return NULL;
    if (division->kind == DIVISION_SINGLE)
        return cell_of(s, pool, cell->lot, top, x, w, h);
    const uint32_t lot =
        number ? pool->splits[division->which].later : pool->splits[division->which].earlier;
    if (division->kind == DIVISION_BELOW)
        return cell_of(s, pool, lot, top, x, w, number ? h - division->a : division->a);
    return cell_of(s, pool, lot, top, number ? x + division->a : x,
                   number ? w - division->a : division->a, h);
}

struct part *bm_plan_part(struct bm_plan_search *s, const struct part *part,
                          const struct division *division, uint32_t number)
{
    if (part->kind == PART_ONWARD)
        return part_of_onward(s, (const struct onward *)part, division, number);
    struct cell *cell = part_of_cell(s, (const struct cell *)part, division, number);
    return cell ? &cell->part : NULL;
}

static uint32_t region_hash(const struct pool *pool, uint32_t lot, const struct bm_plan_rect *r)
{
    return (lot * 31 + r->column) * 31 + r->columns * 7 + r->lines * 2654435761u +
           (uint32_t)pool->n * 97;
}

static uint32_t region_hash_of(const struct part *part)
{
    const struct cell *n = (const struct cell *)part;
    return region_hash(n->pool, n->lot, &(struct bm_plan_rect){n->x, n->w, 0, n->h});
}

struct region *bm_plan_region_part(struct bm_plan_search *s, const struct pool *pool, uint32_t lot,
                                   const struct bm_plan_rect *rect)
{
    grow_table(s, &s->region_parts, region_hash_of);
    uint32_t h = region_hash(pool, lot, rect);
    for (; s->region_parts.v[h % s->region_parts.slots]; h++) {
        struct region *found = (struct region *)s->region_parts.v[h % s->region_parts.slots];
        const struct cell *n = &found->cell;
        if (n->pool == pool && n->lot == lot && n->x == rect->column && n->w == rect->columns &&
            n->h == rect->lines)
            return found;
    }
    struct region *region = BM_NEW(s->arena, struct region);
    *region = (struct region){.cell = {.part = {.kind = PART_REGION},
                                       .pool = pool,
                                       .lot = lot,
                                       .x = rect->column,
                                       .w = rect->columns,
                                       .h = rect->lines}};
    const struct cell *cell = &region->cell;
    const int32_t straight = least_at(bounds_at(s, pool, lot, cell->x, cell->w), cell->h);
    const int32_t turned = bm_plan_least_pinwheel(s, pool, lot, cell->x, cell->w, cell->h);
    region->cell.part.bound = straight < turned ? straight : turned;
    s->region_parts.v[h % s->region_parts.slots] = &region->cell.part;
    s->region_parts.n++;
    return region;
}

static uint32_t onward_hash(uint32_t region, uint32_t allotted, uint32_t rest)
{
    const uint64_t h = (((uint64_t)region << 40) + ((uint64_t)allotted << 20) + rest) *
                       UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h >> 32);
}

static uint32_t onward_hash_of(const struct part *part)
{
    const struct onward *n = (const struct onward *)part;
    return onward_hash(n->region, n->allotted, n->rest);
}

struct onward *bm_plan_onward(struct bm_plan_search *s, uint32_t region, uint32_t allotted,
                              uint32_t rest)
{
    grow_table(s, &s->onward_parts, onward_hash_of);
    uint32_t h = onward_hash(region, allotted, rest);
    for (; s->onward_parts.v[h % s->onward_parts.slots]; h++) {
        struct onward *n = (struct onward *)s->onward_parts.v[h % s->onward_parts.slots];
        if (n->region == region && n->allotted == allotted && n->rest == rest)
            return n;
    }
    struct onward *onward = BM_NEW(s->arena, struct onward);
    *onward = (struct onward){
        .region = region,
        .allotted = allotted,
        .rest = rest,
        .part = {.kind = PART_ONWARD,
                 .bound = s->onward_bounds ? s->onward_bounds[region * s->allotted_count + allotted]
                                           : 0}};
    s->onward_parts.v[h % s->onward_parts.slots] = &onward->part;
    s->onward_parts.n++;
    return onward;
}
