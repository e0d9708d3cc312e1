/* Ways to divide a whole region: straight cuts, which may be 断版 there, and pinwheels. */
#include "makeup/plan_steps.h"

void bm_plan_blocks(const struct pinwheel *wheel, const struct bm_plan_rect *r, uint32_t p,
                    uint32_t q, struct bm_plan_rect out[5])
{
    const uint32_t x = r->column, y = r->line, w = r->columns, h = r->lines;
    const uint32_t a = wheel->a, b = wheel->b;
    const struct bm_plan_rect turned[2][5] = {{{x, b, y, p},
                                               {x + b, w - b, y, q},
                                               {x, a, y + p, h - p},
                                               {x + a, b - a, y + p, q - p},
                                               {x + a, w - a, y + q, h - q}},
                                              {{x, a, y, q},
                                               {x + a, w - a, y, p},
                                               {x + a, b - a, y + p, q - p},
                                               {x + b, w - b, y + p, h - p},
                                               {x, b, y + q, h - q}}};
    for (uint32_t k = 0; k < 5; k++)
        out[k] = turned[wheel->mirrored][k];
}

/* The columns of the five blocks. */
static void spans_of(const struct pinwheel *wheel, const struct node *node,
                     struct bm_plan_rect out[5])
{
    bm_plan_blocks(wheel, &(struct bm_plan_rect){node->x, node->w, 0, 3}, 1, 2, out);
}

/* Least cost of two heads side by side; the same for all parts where all are boxed or none is. */
static int32_t least_butting(const struct bm_plan_search *s)
{
    return s->task->butting / 2;
}

/* Goes through the pinwheels of columns a and b whose blocks, each at its best height, cost less
 * than the limit; returns the least of that. keep: adds them to the node. */
static int32_t each_pinwheel(struct bm_plan_search *s, struct node *node, struct pinwheel *wheel,
                             bool keep)
{
    const struct universe *u = node->u;
    const struct set *all = &u->sets[node->set];
    const int32_t limit = all->limit, butting = 2 * least_butting(s);
    struct bm_plan_rect r[5];
    int32_t best = NEVER;
    spans_of(wheel, node, r);
#define LEAST(k, set) table_of(s, u, (set), r[k].column, r[k].columns)->least
#define EACH(i, of)                                                                                \
    uint32_t i = u->sets[of].split;                                                                \
    i < u->sets[of].split + u->sets[of].splits;                                                    \
    i++
    if (all->count < 5)
        return NEVER;
    for (EACH(i, node->set)) {
        const int32_t one = butting + LEAST(0, u->splits[i].earlier);
        const uint32_t after_one = u->splits[i].later;
        if (u->sets[after_one].count < 4 || one + u->sets[after_one].least >= limit)
            continue;
        for (EACH(k, after_one)) {
            const int32_t two = one + LEAST(1, u->splits[k].earlier);
            const uint32_t after_two = u->splits[k].later;
            if (u->sets[after_two].count < 3 || two + u->sets[after_two].least >= limit)
                continue;
            for (EACH(l, after_two)) {
                const int32_t three = two + LEAST(2, u->splits[l].earlier);
                const uint32_t after_three = u->splits[l].later;
                if (u->sets[after_three].count < 2 || three + u->sets[after_three].least >= limit)
                    continue;
                for (EACH(m, after_three)) {
                    const int32_t cost =
                        three + LEAST(3, u->splits[m].earlier) + LEAST(4, u->splits[m].later);
                    best = cost < best ? cost : best;
                    if (!keep || cost >= limit)
                        continue;
                    const uint32_t sets[5] = {u->splits[i].earlier, u->splits[k].earlier,
                                              u->splits[l].earlier, u->splits[m].earlier,
                                              u->splits[m].later};
                    node->wheels = bm_arena_grow(s->arena, node->wheels, node->wheel_count,
                                                 &node->wheel_cap, sizeof *node->wheels);
                    for (uint32_t j = 0; j < 5; j++)
                        wheel->sets[j] = sets[j];
                    node->wheels[node->wheel_count] = *wheel;
                    bm_plan_add_way(s, node,
                                    (struct way){.cost = cost,
                                                 .kind = WAY_PINWHEELS,
                                                 .which = (uint32_t)node->wheel_count++});
                }
            }
        }
    }
#undef EACH
#undef LEAST
    return best;
}

static int32_t pinwheels(struct bm_plan_search *s, struct node *node, bool keep)
{
    int32_t best = NEVER;
    if (node->w < 3 || node->h < 3)
        return NEVER;
    for (int mirrored = 0; mirrored < 2; mirrored++)
        for (uint32_t a = 1; a + 1 < node->w; a++)
            for (uint32_t b = a + 1; b < node->w; b++) {
                struct pinwheel wheel = {
                    .a = (uint16_t)a, .b = (uint16_t)b, .mirrored = mirrored == 1};
                int32_t cost = each_pinwheel(s, node, &wheel, keep);
                best = cost < best ? cost : best;
            }
    return best;
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
    const int32_t turned = pinwheels(s, node, false);
    node->bound = straight < turned ? straight : turned;
    s->roots.v[h % s->roots.slots] = node;
    s->roots.n++;
    return node;
}

int32_t bm_plan_least(struct bm_plan_search *s, const struct universe *u, uint32_t set, uint32_t x,
                      uint32_t w)
{
    struct node node = {.kind = NODE_ROOT, .u = u, .set = set, .x = x, .w = w, .h = s->task->lines};
    const int32_t straight = table_of(s, u, set, x, w)->least, turned = pinwheels(s, &node, false);
    return straight < turned ? straight : turned;
}

static void straight_ways(struct bm_plan_search *s, struct node *node)
{
    const struct universe *u = node->u;
    const struct set *set = &u->sets[node->set];
    const uint32_t x = node->x, w = node->w, h = node->h;
    const int32_t across = through_cost(s, is_through_across(s, w));
    const int32_t through = through_cost(s, is_through_down(s, h));
    for (uint32_t f = 0; f < TOPS && set->count == 1; f++)
        bm_plan_add_way(s, node,
                        (struct way){.cost = cost_at(table_of(s, u, node->set, x, w), f, h),
                                     .kind = WAY_SINGLE,
                                     .tops = {(uint8_t)f}});
    for (uint32_t k = set->split; k < set->split + set->splits; k++) {
        const struct table *upper = table_of(s, u, u->splits[k].earlier, x, w);
        const struct table *lower = table_of(s, u, u->splits[k].later, x, w);
        for (uint32_t a = upper->from + 1; a <= upper->end && a < h; a++)
            for (uint32_t f = 0; f < TOPS * TOPS; f++)
                bm_plan_add_way(s, node,
                                (struct way){.cost = cost_at(upper, f / TOPS, a) +
                                                     cost_at(lower, f % TOPS, h - a) + across,
                                             .own = across,
                                             .kind = WAY_BELOW,
                                             .which = k,
                                             .a = (uint16_t)a,
                                             .tops = {(uint8_t)(f / TOPS), (uint8_t)(f % TOPS)}});
    }
    for (uint32_t k = set->split; k < set->split + set->splits; k++)
        for (uint32_t v = 1; v < w; v++) {
            const struct table *left = table_of(s, u, u->splits[k].earlier, x, v);
            const struct table *right = table_of(s, u, u->splits[k].later, x + v, w - v);
            for (uint32_t f = 0; f < TOPS * TOPS; f++) {
                const int32_t own = through + butting_of(s, f / TOPS, f % TOPS);
                bm_plan_add_way(s, node,
                                (struct way){.cost = cost_at(left, f / TOPS, h) +
                                                     cost_at(right, f % TOPS, h) + own,
                                             .own = own,
                                             .kind = WAY_BESIDE,
                                             .which = k,
                                             .a = (uint16_t)v,
                                             .tops = {(uint8_t)(f / TOPS), (uint8_t)(f % TOPS)}});
            }
        }
}

void bm_plan_open_root(struct bm_plan_search *s, struct node *node)
{
    straight_ways(s, node);
    pinwheels(s, node, true);
}

/* Lines from the top at which a cut leaves the block above it, and the one below it, some way:
 * [from, end). */
static void cut_range(const struct table *above, const struct table *below, uint32_t h,
                      uint32_t *from, uint32_t *end)
{
    const uint32_t least = h > below->end ? h - below->end : 1;
    const uint32_t most = h > below->from ? h - below->from : 0;
    *from = above->from + 1 > least ? above->from + 1 : least;
    *end = above->end + 1 < most ? above->end + 1 : most;
}

/* One height of a pinwheel, with all tops that its blocks may have. */
static void add_pinwheel(struct bm_plan_search *s, struct node *node, const struct way *wheels,
                         const struct table *const *t, uint32_t p, uint32_t q)
{
    struct bm_plan_rect b[5];
    const struct bm_plan_rect r = {node->x, node->w, 0, node->h};
    bm_plan_blocks(&node->wheels[wheels->which], &r, p, q, b);
    const int32_t last = least_at(t[4], b[4].lines);
    for (uint32_t f = 0; f < TOPS * TOPS * TOPS * TOPS; f++) {
        const uint32_t tops[4] = {f / 64, f / 16 % 4, f / 4 % 4, f % 4};
        const int32_t own = butting_of(s, tops[0], tops[1]) + butting_of(s, tops[2], tops[3]);
        int64_t cost = (int64_t)own + last;
        for (uint32_t k = 0; k < 4; k++) {
            if (!t[k]->v[tops[k]])
                cost = NEVER;
            cost += cost_at(t[k], tops[k], b[k].lines);
        }
        for (uint32_t e = 0; e < TOPS && cost < node->u->sets[node->set].limit; e++)
            bm_plan_add_way(
                s, node,
                (struct way){.cost = (int32_t)(cost - last) + cost_at(t[4], e, b[4].lines),
                             .own = own,
                             .kind = WAY_PINWHEEL,
                             .which = wheels->which,
                             .a = (uint16_t)p,
                             .b = (uint16_t)q,
                             .tops = {(uint8_t)tops[0], (uint8_t)tops[1], (uint8_t)tops[2],
                                      (uint8_t)tops[3], (uint8_t)e}});
    }
}

void bm_plan_expand(struct bm_plan_search *s, struct node *node, const struct way *way)
{
    const struct pinwheel *wheel = &node->wheels[way->which];
    const struct table *t[5];
    struct bm_plan_rect r[5];
    uint32_t p_from, p_end, q_from, q_end;
    spans_of(wheel, node, r);
    for (uint32_t k = 0; k < 5; k++)
        t[k] = table_of(s, node->u, wheel->sets[k], r[k].column, r[k].columns);
    cut_range(t[wheel->mirrored], t[wheel->mirrored ? 3 : 2], node->h, &p_from, &p_end);
    cut_range(t[!wheel->mirrored], t[4], node->h, &q_from, &q_end);
    for (uint32_t p = p_from; p < p_end; p++)
        for (uint32_t q = p + 1 > q_from ? p + 1 : q_from; q < q_end; q++) {
            struct bm_plan_rect b[5];
            const struct bm_plan_rect whole = {node->x, node->w, 0, node->h};
            int64_t cost = 0;
            bm_plan_blocks(wheel, &whole, p, q, b);
            for (uint32_t k = 0; k < 5; k++)
                cost += least_at(t[k], b[k].lines);
            if (cost + 2 * least_butting(s) < node->u->sets[node->set].limit)
                add_pinwheel(s, node, way, t, p, q);
        }
}
