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

/* One set below the other, cut at every line. */
static void ways_below(struct bm_plan_search *s, struct node *node, uint32_t k)
{
    const struct split *split = &node->u->splits[node->u->sets[node->set].split + k];
    const struct table *upper = table_of(s, node->u, split->earlier, node->x, node->w);
    const struct table *lower = table_of(s, node->u, split->later, node->x, node->w);
    const int32_t own = through_cost(s, is_through_across(s, node->w));
    if (bm_plan_pass_over(node, upper->least + lower->least + own))
        return;
    for (uint32_t f = 0; f < TOPS * TOPS; f++) {
        if (!upper->v[f / TOPS] || !lower->v[f % TOPS])
            continue;
        for (uint32_t a = upper->from + 1; a <= upper->end && a < node->h; a++)
            bm_plan_add_way(s, node,
                            (struct way){.cost = cost_at(upper, f / TOPS, a) +
                                                 cost_at(lower, f % TOPS, node->h - a) + own,
                                         .own = own,
                                         .order = way_order(WAY_BELOW, k, a, f),
                                         .kind = WAY_BELOW,
                                         .which = (uint32_t)(split - node->u->splits),
                                         .a = (uint16_t)a,
                                         .tops = {(uint8_t)(f / TOPS), (uint8_t)(f % TOPS)}});
    }
}

/* One set beside the other, cut after v columns. */
static void ways_beside(struct bm_plan_search *s, struct node *node, uint32_t k, uint32_t v)
{
    const struct split *split = &node->u->splits[node->u->sets[node->set].split + k];
    const struct table *left = table_of(s, node->u, split->earlier, node->x, v);
    const struct table *right = table_of(s, node->u, split->later, node->x + v, node->w - v);
    const int32_t through = through_cost(s, is_through_down(s, node->h));
    for (uint32_t f = 0; f < TOPS * TOPS; f++) {
        const int32_t own = through + butting_of(s, f / TOPS, f % TOPS);
        if (left->v[f / TOPS] && right->v[f % TOPS])
            bm_plan_add_way(s, node,
                            (struct way){.cost = cost_at(left, f / TOPS, node->h) +
                                                 cost_at(right, f % TOPS, node->h) + own,
                                         .own = own,
                                         .order = way_order(WAY_BESIDE, k, v, f),
                                         .kind = WAY_BESIDE,
                                         .which = (uint32_t)(split - node->u->splits),
                                         .a = (uint16_t)v,
                                         .tops = {(uint8_t)(f / TOPS), (uint8_t)(f % TOPS)}});
    }
}

static void straight_ways(struct bm_plan_search *s, struct node *node)
{
    const struct set *set = &node->u->sets[node->set];
    const struct table *whole = table_of(s, node->u, node->set, node->x, node->w);
    for (uint32_t f = 0; f < TOPS && set->count == 1; f++)
        bm_plan_add_way(s, node,
                        (struct way){.cost = cost_at(whole, f, node->h),
                                     .order = way_order(WAY_SINGLE, 0, 0, f),
                                     .kind = WAY_SINGLE,
                                     .tops = {(uint8_t)f}});
    for (uint32_t k = 0; k < set->splits; k++)
        ways_below(s, node, k);
    for (uint32_t k = 0; k < set->splits; k++)
        for (uint32_t v = 1; v < node->w; v++)
            ways_beside(s, node, k, v);
}

void bm_plan_open_root(struct bm_plan_search *s, struct node *node)
{
    straight_ways(s, node);
    bm_plan_add_wheels(s, node);
}
