/* Pinwheels: five blocks of a region that no straight cut divides. Two of its cuts go down, at
 * columns a and b, two across, at lines p and q. */
#include "plan/pinwheels.h"

#include "plan/limits.h"

#define BLOCKS 5

/* The columns of the five blocks. */
static void spans_of(const struct pinwheel *pinwheel, uint32_t x, uint32_t w,
                     struct bm_plan_rect out[BLOCKS])
{
    bm_plan_pinwheel_blocks(pinwheel, &(struct bm_plan_rect){x, w, 0, 3}, 1, 2, out);
}

/* What the last blocks of pinwheels in a stretch of columns cost at least, each at its best height,
 * by lot, number of the first block, and shape. */
struct pinwheel_bounds {
    const struct pool *pool;
    uint32_t x, w, shapes;
    struct shape {
        struct pinwheel cuts; /* without lots */
        struct bm_plan_rect r[BLOCKS];
    } * shape;
    int32_t *v; /* plus 1; 0: not known */
    struct pinwheel_bounds *next;
};

static struct pinwheel_bounds *bounds_of(struct bm_plan_search *s, const struct pool *pool,
                                         uint32_t x, uint32_t w)
{
    for (struct pinwheel_bounds *b = s->pinwheels.bounds; b; b = b->next)
        if (b->pool == pool && b->x == x && b->w == w)
            return b;
    struct pinwheel_bounds *b = BM_NEW(s->arena, struct pinwheel_bounds);
    *b = (struct pinwheel_bounds){.pool = pool, .x = x, .w = w, .next = s->pinwheels.bounds};
    b->shape = BM_NEW_N(s->arena, (size_t)w * w + 1, struct shape);
    for (int mirrored = 0; mirrored < 2; mirrored++)
        for (uint32_t i = 1; i + 1 < w; i++)
            for (uint32_t k = i + 1; k < w; k++) {
                struct shape *shape = &b->shape[b->shapes++];
                shape->cuts = (struct pinwheel){
                    .a = (uint16_t)i, .b = (uint16_t)k, .mirrored = mirrored == 1};
                spans_of(&shape->cuts, x, w, shape->r);
            }
    b->v = bm_arena_array(s->arena, (size_t)pool->lot_count * BLOCKS * b->shapes + 1, sizeof *b->v);
    return s->pinwheels.bounds = b;
}

/* What the seams of a pinwheel cost at least: two heads side by side, twice. */
static int32_t least_seams(const struct bm_plan_search *s)
{
    return seam_price(s, 2, 0);
}

static int32_t least_block(const struct bm_plan_search *s, const struct pinwheel_bounds *b,
                           uint32_t shape, uint32_t block, uint32_t lot)
{
    const struct bm_plan_rect *r = &b->shape[shape].r[block];
    return bounds_at(s, b->pool, lot, r->column, r->columns)->least;
}

/* The blocks from this one on, which hold the lot. */
static int32_t least_from(struct bm_plan_search *s, struct pinwheel_bounds *b, uint32_t shape,
                          uint32_t block, uint32_t lot)
{
    const struct pool *pool = b->pool;
    const struct lot *all = &pool->lots[lot];
    if (block + 1 == BLOCKS)
        return least_block(s, b, shape, block, lot);
    int32_t *known = &b->v[((size_t)lot * BLOCKS + block) * b->shapes + shape];
    if (*known)
        return *known - 1;
    int32_t best = all->limit;
    for (uint32_t k = all->split; k < all->split + all->splits; k++) {
        const uint32_t later = pool->splits[k].later;
        tick(s);
        const int32_t first = least_block(s, b, shape, block, pool->splits[k].earlier);
        if (pool->lots[later].count + block + 1 < BLOCKS || first + pool->lots[later].least >= best)
            continue;
        const int32_t cost = first + least_from(s, b, shape, block + 1, later);
        best = cost < best ? cost : best;
    }
    best = best < all->limit ? best : NEVER;
    *known = best + 1;
    return best;
}

int32_t bm_plan_least_pinwheel(struct bm_plan_search *s, const struct pool *pool, uint32_t lot,
                               uint32_t x, uint32_t w, uint32_t h)
{
    int32_t best = NEVER;
    if (s->task->straight || w < 3 || h < 3 || pool->lots[lot].count < BLOCKS)
        return NEVER;
    struct pinwheel_bounds *b = bounds_of(s, pool, x, w);
    for (uint32_t k = 0; k < b->shapes; k++) {
        const int32_t cost = least_from(s, b, k, 0, lot);
        best = cost < best ? cost : best;
    }
    return best < NEVER ? best + least_seams(s) : NEVER;
}

/* Lines from the top at which a cut leaves the block above it, and the one below it, some division:
 * [from, end). */
static void cut_range(const struct bounds *above, const struct bounds *below, uint32_t h,
                      uint32_t *from, uint32_t *end)
{
    const uint32_t least = h > below->end ? h - below->end : 1;
    const uint32_t most = h > below->from ? h - below->from : 0;
    *from = above->from + 1 > least ? above->from + 1 : least;
    *end = above->end + 1 < most ? above->end + 1 : most;
}

/* What two blocks one below the other cost by the line between them, into costs, which may be NULL;
 * returns the least. */
static int32_t least_pair(const struct bounds *above, const struct bounds *below, uint32_t h,
                          int32_t *costs)
{
    uint32_t from, end;
    int32_t best = NEVER;
    cut_range(above, below, h, &from, &end);
    for (uint32_t at = from; at < end; at++) {
        const int32_t sum = least_at(above, at) + least_at(below, h - at);
        const int32_t cost = sum < NEVER ? sum : NEVER;
        best = cost < best ? cost : best;
        if (costs)
            costs[at] = cost;
    }
    return best;
}

/* The same least, kept: many pinwheels have a pair in common. */
struct pair_least {
    const struct bounds *above, *below;
    uint32_t h;
    int32_t least;
};

static int32_t kept_pair(struct bm_plan_search *s, const struct bounds *above,
                         const struct bounds *below, uint32_t h)
{
    const uint64_t key = ((uintptr_t)above * 31 + (uintptr_t)below) / sizeof *above + h;
    if (!s->pinwheels.pairs)
        s->pinwheels.pairs =
            bm_arena_array(s->arena, (size_t)1 << PAIRS_BITS, sizeof *s->pinwheels.pairs);
    struct pair_least *kept =
        &s->pinwheels.pairs[key * UINT64_C(0x9e3779b97f4a7c15) >> (64 - PAIRS_BITS)];
    /* Addresses differ from run to run, steps must not: those that are kept cost as much. */
    spend(s, 1);
    if (kept->above != above || kept->below != below || kept->h != h)
        *kept = (struct pair_least){above, below, h, least_pair(above, below, h, NULL)};
    return kept->least;
}

/* The lots of a pinwheel's first blocks are chosen. */
struct choice {
    struct pinwheel_bounds *bounds;
    struct region *region;
    uint32_t shape;
    struct pinwheel pinwheel;
    const struct bounds *t[BLOCKS];
};

/* Above and below the line p, and q: heights depend on one another in these pairs. */
static const struct {
    uint32_t outer[2], inner[2], middle;
} pairs_of[2] = {{{0, 2}, {1, 4}, 3}, {{1, 3}, {0, 4}, 2}};

/* What the blocks up to this one cost, those before it `cost`: with it comes what it adds to its
 * pair. */
static int32_t cost_with(struct bm_plan_search *s, const struct choice *c, uint32_t block,
                         int32_t cost)
{
    const uint32_t *outer = pairs_of[c->pinwheel.mirrored].outer;
    const uint32_t *inner = pairs_of[c->pinwheel.mirrored].inner;
    const uint32_t *pair = block == outer[1] ? outer : block == inner[1] ? inner : NULL;
    if (!pair)
        return cost + c->t[block]->least;
    cost += kept_pair(s, c->t[pair[0]], c->t[block], c->region->cell.h) - c->t[pair[0]]->least;
    return cost < NEVER ? cost : NEVER;
}

/* Adds a division of pinwheels; it stands after straight divisions that cost the same. */
static void add_turned(struct bm_plan_search *s, struct region *region, struct division division)
{
    division.order = division_order(DIVISION_PINWHEEL, 0, 0, 0) + region->turned++;
    bm_plan_push(s, &region->cell.part, &division);
}

/* Adds the divisions of the region's range that have these first blocks. */
static void choose_block(struct bm_plan_search *s, struct choice *c, uint32_t block, uint32_t lot,
                         int32_t cost)
{
    struct region *region = c->region;
    const struct pool *pool = region->cell.pool;
    const struct lot *all = &pool->lots[lot];
    const struct bm_plan_rect *r = &c->bounds->shape[c->shape].r[block];
    if (block + 1 == BLOCKS) {
        c->t[block] = bounds_at(s, pool, lot, r->column, r->columns);
        cost = cost_with(s, c, block, cost);
        if (bm_plan_pass_over(&region->cell.part, cost) || cost < region->cell.part.opened_from)
            return;
        c->pinwheel.lots[block] = lot;
        region->pinwheels = bm_arena_grow(s->arena, region->pinwheels, region->pinwheel_count,
                                          &region->pinwheel_cap, sizeof *region->pinwheels);
        region->pinwheels[region->pinwheel_count] = c->pinwheel;
        add_turned(s, region,
                   (struct division){.cost = cost,
                                     .kind = DIVISION_PINWHEELS,
                                     .which = (uint32_t)region->pinwheel_count++});
        return;
    }
    for (uint32_t k = all->split; k < all->split + all->splits; k++) {
        const uint32_t later = pool->splits[k].later;
        if (tick(s) && is_spent(s))
            return;
        if (pool->lots[later].count + block + 1 < BLOCKS)
            continue;
        c->t[block] = bounds_at(s, pool, pool->splits[k].earlier, r->column, r->columns);
        int32_t least = cost + c->t[block]->least;
        if (least < region->cell.part.opened_to)
            least += least_from(s, c->bounds, c->shape, block + 1, later);
        if (bm_plan_pass_over(&region->cell.part, least))
            continue;
        const int32_t with = cost_with(s, c, block, cost);
        if (bm_plan_pass_over(&region->cell.part, least - c->t[block]->least - cost + with))
            continue;
        c->pinwheel.lots[block] = pool->splits[k].earlier;
        choose_block(s, c, block + 1, later, with);
    }
}

void bm_plan_add_pinwheels(struct bm_plan_search *s, struct region *region)
{
    if (s->task->straight || region->cell.w < 3 || region->cell.h < 3 ||
        region->cell.pool->lots[region->cell.lot].count < BLOCKS)
        return;
    struct choice c = {.bounds = bounds_of(s, region->cell.pool, region->cell.x, region->cell.w),
                       .region = region};
    for (c.shape = 0; c.shape < c.bounds->shapes; c.shape++) {
        const int32_t seams = least_seams(s);
        c.pinwheel = c.bounds->shape[c.shape].cuts;
        if (!bm_plan_pass_over(&region->cell.part,
                               seams + least_from(s, c.bounds, c.shape, 0, region->cell.lot)))
            choose_block(s, &c, 0, region->cell.lot, seams);
    }
}

/* A pinwheel whose divisions are drawn up: those that cost from .. to. */
struct drawing {
    const struct pinwheel *pinwheel;
    const struct division *division;
    const struct bounds *t[BLOCKS];
    int32_t from, to;
};

static struct drawing draw_pinwheel(struct bm_plan_search *s, struct region *region,
                                    const struct division *division)
{
    const struct pinwheel *pinwheel = &region->pinwheels[division->which];
    struct drawing d = {.pinwheel = pinwheel, .division = division};
    struct bm_plan_rect r[BLOCKS];
    spans_of(pinwheel, region->cell.x, region->cell.w, r);
    for (uint32_t k = 0; k < BLOCKS; k++)
        d.t[k] = bounds_at(s, region->cell.pool, pinwheel->lots[k], r[k].column, r[k].columns);
    return d;
}

/* One height of a pinwheel, with all tops that its blocks may have. */
static void add_heights(struct bm_plan_search *s, struct region *region, const struct drawing *d,
                        uint32_t p, uint32_t q)
{
    struct bm_plan_rect b[BLOCKS];
    const struct bm_plan_rect r = {region->cell.x, region->cell.w, 0, region->cell.h};
    bm_plan_pinwheel_blocks(d->pinwheel, &r, p, q, b);
    for (uint32_t f = 0; f < TOP_BOXES * TOP_BOXES * TOP_BOXES * TOP_BOXES * TOP_BOXES; f++) {
        const uint32_t top_boxes[BLOCKS] = {f / 256, f / 64 % 4, f / 16 % 4, f / 4 % 4, f % 4};
        const int32_t own = seam_price(
            s, halves_of(s, top_boxes[0], top_boxes[1]) + halves_of(s, top_boxes[2], top_boxes[3]),
            0);
        int32_t cost = least_seams(s);
        uint32_t k = 0;
        if (tick(s) && is_spent(s))
            return;
        for (; k < BLOCKS && cost < d->to; k++)
            cost += cost_at(d->t[k], top_boxes[k], b[k].lines);
        if (cost >= d->to) {
            /* The tops of blocks after the one that costs too much change nothing. */
            for (uint32_t skip = k; skip < BLOCKS; skip++)
                f |= 3u << 2 * (BLOCKS - 1 - skip);
            continue;
        }
        cost += own - least_seams(s);
        if (cost < d->from || cost >= d->to)
            continue;
        struct division division = {.cost = cost,
                                    .own = own,
                                    .kind = DIVISION_PINWHEEL,
                                    .which = d->division->which,
                                    .a = (uint16_t)p,
                                    .b = (uint16_t)q};
        for (k = 0; k < BLOCKS; k++)
            division.top_boxes[k] = (uint8_t)top_boxes[k];
        add_turned(s, region, division);
    }
}

/* Adds the divisions of the drawing's range. */
static void add_range(struct bm_plan_search *s, struct region *region, const struct drawing *d)
{
    uint32_t p_from, p_end, q_from, q_end;
    const uint32_t *above = pairs_of[d->pinwheel->mirrored].outer;
    const uint32_t *below = pairs_of[d->pinwheel->mirrored].inner;
    cut_range(d->t[above[0]], d->t[above[1]], region->cell.h, &p_from, &p_end);
    cut_range(d->t[below[0]], d->t[below[1]], region->cell.h, &q_from, &q_end);
    const struct bounds *middle = d->t[pairs_of[d->pinwheel->mirrored].middle];
    const int32_t seams = least_seams(s);
    const int32_t *outer = s->pinwheels.drawn[0], *inner = s->pinwheels.drawn[1];
    least_pair(d->t[above[0]], d->t[above[1]], region->cell.h, s->pinwheels.drawn[0]);
    const int32_t rest =
        seams + middle->least +
        least_pair(d->t[below[0]], d->t[below[1]], region->cell.h, s->pinwheels.drawn[1]);
    for (uint32_t p = p_from; p < p_end; p++) {
        if (outer[p] + rest >= d->to)
            continue;
        const uint32_t from = p + middle->from + 1, end = p + middle->end + 1;
        for (uint32_t q = from > q_from ? from : q_from; q < q_end && q < end; q++)
            if (outer[p] + inner[q] + seams + middle->any[q - p - 1 - middle->from] < d->to)
                add_heights(s, region, d, p, q);
    }
}

void bm_plan_expand_pinwheel(struct bm_plan_search *s, struct region *region,
                             const struct division *division)
{
    const int32_t limit = region->cell.pool->lots[region->cell.lot].limit;
    struct drawing d = draw_pinwheel(s, region, division);
    struct division rest = *division;
    const int32_t step = OPEN_STEP << division->b;
    d.from = division->cost;
    d.to = division->cost + step < limit ? division->cost + step : limit;
    rest.b = division->b < 12 ? (uint16_t)(division->b + 1) : 12;
    add_range(s, region, &d);
    rest.cost = d.to;
    if (rest.cost < limit)
        add_turned(s, region, rest);
}
