/* The nodes of the search, each made once, and which of them are the parts of a way. */
#include "plan/allot.h"
#include "plan/geometry.h"
#include "plan/pinwheels.h"

/* Makes room for one more node; the slots are open, found by the hash of a node's key. */
static void grow_table(struct bm_plan_search *s, struct node_table *t,
                       uint32_t (*hash)(const struct node *))
{
    if (t->slots && t->n * 2 < t->slots)
        return;
    struct node **old = t->v;
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

struct cell *bm_plan_cell(struct bm_plan_search *s, const struct pool *pool, uint32_t lot,
                          uint32_t top, uint32_t x, uint32_t w, uint32_t h)
{
    struct bounds *t = &pool->lots[lot].bounds[span_index(s->task->grid.columns, x, w)];
    const uint32_t heights = t->end - t->from;
    if (!t->cells)
        t->cells = bm_arena_array(s->arena, (size_t)TOP_BOXES * heights, sizeof *t->cells);
    struct cell **at = &t->cells[top * heights + h - 1 - t->from];
    if (!*at) {
        *at = BM_NEW(s->arena, struct cell);
        **at = (struct cell){.node = {.kind = NODE_CELL, .bound = cost_at(t, top, h)},
                             .pool = pool,
                             .lot = lot,
                             .top_boxes = (uint8_t)top,
                             .x = x,
                             .w = w,
                             .h = h};
    }
    return *at;
}

static struct node *part_of_deal(struct bm_plan_search *s, const struct onward *onward,
                                 const struct way *way, uint32_t part)
{
    const struct deal *d = &onward->deals[way->which];
    const struct deal_part *p = part < d->part_count ? &d->parts[part] : NULL;
    if (p && p->straight)
        return &bm_plan_cell(s, d->pool, p->lot, way->top_boxes[part], p->rect.column,
                             p->rect.columns, p->rect.lines)
                    ->node;
    if (p)
        return &bm_plan_root(s, d->pool, p->lot, &p->rect)->cell.node;
    if (part == PART_FOOT && d->foot.columns)
        return &bm_plan_cell(s, s->foot_of[onward->region], 0, way->top_boxes[part], d->foot.column,
                             d->foot.columns, d->foot.lines)
                    ->node;
    if (part == PART_NEXT && onward->region + 1 < s->task->grid.region_count)
        return &bm_plan_deal(s, onward->region + 1, d->downset, d->rest)->node;
    return NULL;
}

static struct cell *part_of_cell(struct bm_plan_search *s, const struct cell *cell,
                                 const struct way *way, uint32_t part)
{
    const struct pool *pool = cell->pool;
    const uint32_t x = cell->x, w = cell->w, h = cell->h, top = way->top_boxes[part];
    if (way->kind == WAY_PINWHEEL) {
        const struct pinwheel *pinwheel = &((const struct region *)cell)->pinwheels[way->which];
        struct bm_plan_rect b[5];
        bm_plan_pinwheel_blocks(pinwheel, &(struct bm_plan_rect){x, w, 0, h}, way->a, way->b, b);
        return bm_plan_cell(s, pool, pinwheel->lots[part], top, b[part].column, b[part].columns,
                            b[part].lines);
    }
    if (part > 1 || (way->kind == WAY_SINGLE && (part || cell->node.kind != NODE_ROOT)))
        return NULL;
    if (way->kind == WAY_SINGLE)
        return bm_plan_cell(s, pool, cell->lot, top, x, w, h);
    const uint32_t lot = part ? pool->splits[way->which].later : pool->splits[way->which].earlier;
    if (way->kind == WAY_BELOW)
        return bm_plan_cell(s, pool, lot, top, x, w, part ? h - way->a : way->a);
    return bm_plan_cell(s, pool, lot, top, part ? x + way->a : x, part ? w - way->a : way->a, h);
}

struct node *bm_plan_part(struct bm_plan_search *s, const struct node *node, const struct way *way,
                          uint32_t part)
{
    if (node->kind == NODE_DEAL)
        return part_of_deal(s, (const struct onward *)node, way, part);
    struct cell *cell = part_of_cell(s, (const struct cell *)node, way, part);
    return cell ? &cell->node : NULL;
}

static uint32_t root_hash(const struct pool *pool, uint32_t lot, const struct bm_plan_rect *r)
{
    return (lot * 31 + r->column) * 31 + r->columns * 7 + r->lines * 2654435761u +
           (uint32_t)pool->n * 97;
}

static uint32_t root_hash_of(const struct node *node)
{
    const struct cell *n = (const struct cell *)node;
    return root_hash(n->pool, n->lot, &(struct bm_plan_rect){n->x, n->w, 0, n->h});
}

struct region *bm_plan_root(struct bm_plan_search *s, const struct pool *pool, uint32_t lot,
                            const struct bm_plan_rect *rect)
{
    grow_table(s, &s->roots, root_hash_of);
    uint32_t h = root_hash(pool, lot, rect);
    for (; s->roots.v[h % s->roots.slots]; h++) {
        struct region *found = (struct region *)s->roots.v[h % s->roots.slots];
        const struct cell *n = &found->cell;
        if (n->pool == pool && n->lot == lot && n->x == rect->column && n->w == rect->columns &&
            n->h == rect->lines)
            return found;
    }
    struct region *region = BM_NEW(s->arena, struct region);
    *region = (struct region){.cell = {.node = {.kind = NODE_ROOT},
                                       .pool = pool,
                                       .lot = lot,
                                       .x = rect->column,
                                       .w = rect->columns,
                                       .h = rect->lines}};
    const struct cell *cell = &region->cell;
    const int32_t straight = least_at(bounds_at(s, pool, lot, cell->x, cell->w), cell->h);
    const int32_t turned = bm_plan_least_pinwheel(s, pool, lot, cell->x, cell->w, cell->h);
    region->cell.node.bound = straight < turned ? straight : turned;
    s->roots.v[h % s->roots.slots] = &region->cell.node;
    s->roots.n++;
    return region;
}

static uint32_t deal_hash(uint32_t region, uint32_t downset, uint32_t rest)
{
    const uint64_t h = (((uint64_t)region << 40) + ((uint64_t)downset << 20) + rest) *
                       UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h >> 32);
}

static uint32_t deal_hash_of(const struct node *node)
{
    const struct onward *n = (const struct onward *)node;
    return deal_hash(n->region, n->downset, n->rest);
}

struct onward *bm_plan_deal(struct bm_plan_search *s, uint32_t region, uint32_t downset,
                            uint32_t rest)
{
    grow_table(s, &s->deals, deal_hash_of);
    uint32_t h = deal_hash(region, downset, rest);
    for (; s->deals.v[h % s->deals.slots]; h++) {
        struct onward *n = (struct onward *)s->deals.v[h % s->deals.slots];
        if (n->region == region && n->downset == downset && n->rest == rest)
            return n;
    }
    struct onward *onward = BM_NEW(s->arena, struct onward);
    *onward = (struct onward){
        .region = region,
        .downset = downset,
        .rest = rest,
        .node = {.kind = NODE_DEAL,
                 .bound =
                     s->deal_bounds ? s->deal_bounds[region * s->downset_count + downset] : 0}};
    s->deals.v[h % s->deals.slots] = &onward->node;
    s->deals.n++;
    return onward;
}
