/* Ways to divide a whole region: straight cuts, which may be 断版 there, and pinwheels (wheels.c).
 */
#include "makeup/plan_steps.h"

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
    bm_plan_grow_table(s, &s->roots, root_hash_of);
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

int32_t bm_plan_least(struct bm_plan_search *s, const struct universe *u, uint32_t set, uint32_t x,
                      uint32_t w)
{
    const int32_t straight = table_of(s, u, set, x, w)->least;
    const int32_t turned = bm_plan_least_wheel(s, u, set, x, w, s->task->lines);
    return straight < turned ? straight : turned;
}

static void whole_ways(struct bm_plan_search *s, struct node *node)
{
    const struct table *whole = table_of(s, node->u, node->set, node->x, node->w);
    for (uint32_t f = 0; f < TOPS && node->u->sets[node->set].count == 1; f++)
        bm_plan_add_way(s, node,
                        (struct way){.cost = cost_at(whole, f, node->h),
                                     .order = way_order(WAY_SINGLE, 0, 0, f),
                                     .kind = WAY_SINGLE,
                                     .tops = {(uint8_t)f}});
}

void bm_plan_open_root(struct bm_plan_search *s, struct node *node)
{
    whole_ways(s, node);
    bm_plan_add_cuts(s, node);
    bm_plan_add_wheels(s, node);
}
