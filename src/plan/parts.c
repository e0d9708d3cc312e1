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

struct node *bm_plan_cell(struct bm_plan_search *s, const struct universe *u, uint32_t set,
                          uint32_t top, uint32_t x, uint32_t w, uint32_t h)
{
    struct table *t = &u->sets[set].tables[span_index(s->task->grid.columns, x, w)];
    const uint32_t heights = t->end - t->from;
    if (!t->nodes)
        t->nodes = bm_arena_array(s->arena, (size_t)TOPS * heights, sizeof *t->nodes);
    struct node **at = &t->nodes[top * heights + h - 1 - t->from];
    if (!*at) {
        *at = BM_NEW(s->arena, struct node);
        **at = (struct node){.kind = NODE_CELL,
                             .u = u,
                             .set = set,
                             .top = (uint8_t)top,
                             .x = x,
                             .w = w,
                             .h = h,
                             .bound = cost_at(t, top, h)};
    }
    return *at;
}

struct node *bm_plan_part(struct bm_plan_search *s, const struct node *node, const struct way *way,
                          uint32_t part)
{
    const struct universe *u = node->u;
    const uint32_t x = node->x, w = node->w, h = node->h;
    if (way->kind == WAY_DEAL) {
        const struct deal *d = &node->deals[way->which];
        const struct deal_part *p = part < d->part_count ? &d->parts[part] : NULL;
        if (p && p->straight)
            return bm_plan_cell(s, d->u, p->set, way->tops[part], p->rect.column, p->rect.columns,
                                p->rect.lines);
        if (p)
            return bm_plan_root(s, d->u, p->set, &p->rect);
        if (part == PART_FOOT && d->foot.columns)
            return bm_plan_cell(s, s->foot_of[node->region], 0, way->tops[part], d->foot.column,
                                d->foot.columns, d->foot.lines);
        if (part == PART_NEXT && node->region + 1 < s->task->grid.region_count)
            return bm_plan_deal(s, node->region + 1, d->downset, d->rest);
        return NULL;
    }
    if (way->kind == WAY_PINWHEEL) {
        const struct pinwheel *wheel = &node->wheels[way->which];
        struct bm_plan_rect b[5];
        bm_plan_blocks(wheel, &(struct bm_plan_rect){x, w, 0, h}, way->a, way->b, b);
        return bm_plan_cell(s, u, wheel->sets[part], way->tops[part], b[part].column,
                            b[part].columns, b[part].lines);
    }
    if (way->kind == WAY_SINGLE)
        return node->kind == NODE_ROOT && part == 0
                   ? bm_plan_cell(s, u, node->set, way->tops[0], x, w, h)
                   : NULL;
    if (part > 1)
        return NULL;
    const struct split *split = &u->splits[way->which];
    if (way->kind == WAY_BELOW)
        return part ? bm_plan_cell(s, u, split->later, way->tops[1], x, w, h - way->a)
                    : bm_plan_cell(s, u, split->earlier, way->tops[0], x, w, way->a);
    return part ? bm_plan_cell(s, u, split->later, way->tops[1], x + way->a, w - way->a, h)
                : bm_plan_cell(s, u, split->earlier, way->tops[0], x, way->a, h);
}

static uint32_t root_hash(const struct universe *u, uint32_t set, const struct bm_plan_rect *r)
{
    return (set * 31 + r->column) * 31 + r->columns * 7 + r->lines * 2654435761u +
           (uint32_t)u->n * 97;
}

static uint32_t root_hash_of(const struct node *n)
{
    return root_hash(n->u, n->set, &(struct bm_plan_rect){n->x, n->w, 0, n->h});
}

struct node *bm_plan_root(struct bm_plan_search *s, const struct universe *u, uint32_t set,
                          const struct bm_plan_rect *rect)
{
    grow_table(s, &s->roots, root_hash_of);
    uint32_t h = root_hash(u, set, rect);
    for (; s->roots.v[h % s->roots.slots]; h++) {
        struct node *n = s->roots.v[h % s->roots.slots];
        if (n->u == u && n->set == set && n->x == rect->column && n->w == rect->columns &&
            n->h == rect->lines)
            return n;
    }
    struct node *node = BM_NEW(s->arena, struct node);
    *node = (struct node){.kind = NODE_ROOT,
                          .u = u,
                          .set = set,
                          .x = rect->column,
                          .w = rect->columns,
                          .h = rect->lines};
    const int32_t straight = least_at(table_of(s, u, set, node->x, node->w), node->h);
    const int32_t turned = bm_plan_least_wheel(s, u, set, node->x, node->w, node->h);
    node->bound = straight < turned ? straight : turned;
    s->roots.v[h % s->roots.slots] = node;
    s->roots.n++;
    return node;
}

static uint32_t deal_hash(uint32_t region, uint32_t downset, uint32_t rest)
{
    const uint64_t h = (((uint64_t)region << 40) + ((uint64_t)downset << 20) + rest) *
                       UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h >> 32);
}

static uint32_t deal_hash_of(const struct node *n)
{
    return deal_hash(n->region, n->downset, n->rest);
}

struct node *bm_plan_deal(struct bm_plan_search *s, uint32_t region, uint32_t downset,
                          uint32_t rest)
{
    grow_table(s, &s->deals, deal_hash_of);
    uint32_t h = deal_hash(region, downset, rest);
    for (; s->deals.v[h % s->deals.slots]; h++) {
        struct node *n = s->deals.v[h % s->deals.slots];
        if (n->region == region && n->downset == downset && n->rest == rest)
            return n;
    }
    struct node *node = BM_NEW(s->arena, struct node);
    *node = (struct node){
        .kind = NODE_DEAL,
        .u = s->chain,
        .region = region,
        .downset = downset,
        .rest = rest,
        .bound = s->deal_bounds ? s->deal_bounds[region * s->downset_count + downset] : 0};
    s->deals.v[h % s->deals.slots] = node;
    s->deals.n++;
    return node;
}
