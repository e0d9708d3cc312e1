/* The search for plans against an oracle that draws up every plan. */
#include "plan_bench.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST = 8
};

/* Every division of a rectangle, as its cost and the article at its top right. */
struct ways {
    struct way {
        int64_t cost;
        uint32_t corner;
        uint32_t through;
    } * v;
    size_t n, cap;
};

static uint64_t random_state;

static uint32_t pick(uint32_t most)
{
    return bench_pick(&random_state, most);
}

static void add_way(struct ways *w, int64_t cost, uint32_t corner)
{
    if (w->n == w->cap) {
        w->cap = w->cap ? 2 * w->cap : 64;
        w->v = realloc(w->v, w->cap * sizeof *w->v);
        assert_non_null(w->v);
    }
    w->v[w->n++] = (struct way){cost, corner, 0};
}

static int64_t side_by_side(const struct bm_plan_task *t, uint32_t corner, uint32_t right)
{
    return t->articles.list[corner].boxed || t->articles.list[right].boxed ? t->weights.butting / 2
                                                                           : t->weights.butting;
}

/* All pairs of ways of two parts; beside: the second begins with article `right`. */
static void join(const struct bm_plan_task *t, struct ways *out, struct ways *a, struct ways *b,
                 bool beside, uint32_t right, int64_t more)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++)
            add_way(out,
                    a->v[i].cost + b->v[k].cost + more +
                        (beside ? side_by_side(t, a->v[i].corner, right) : 0),
                    beside ? b->v[k].corner : a->v[i].corner);
    free(a->v);
    free(b->v);
}

/* The articles order[i] to order[j]. */
static struct ways all_ways(const struct bm_plan_task *t, const uint32_t *order, uint32_t i,
                            uint32_t j, uint32_t x, uint32_t w, uint32_t h)
{
    const int64_t across = w == t->grid.columns ? t->weights.through : 0;
    const bool spine = t->weights.spine_free && w == t->grid.columns;
    const int64_t down = h == t->grid.full_lines && !spine ? t->weights.through : 0;
    struct ways out = {0};
    if (i == j)
        add_way(&out, t->articles.prices[bm_plan_index(t, order[i], x, w, h)], order[i]);
    for (uint32_t k = i; k < j; k++) {
        for (uint32_t a = 1; a < h; a++) {
            struct ways upper = all_ways(t, order, i, k, x, w, a);
            struct ways lower = all_ways(t, order, k + 1, j, x, w, h - a);
            join(t, &out, &upper, &lower, false, 0, across);
        }
        for (uint32_t v = 1; v < w; v++) {
            struct ways left = all_ways(t, order, i, k, x, v, h);
            struct ways right = all_ways(t, order, k + 1, j, x + v, w - v, h);
            join(t, &out, &left, &right, true, order[k + 1], down);
        }
    }
    return out;
}

static int64_t cheapest(struct ways w)
{
    int64_t c = INT64_MAX;
    for (size_t i = 0; i < w.n; i++)
        c = w.v[i].cost < c ? w.v[i].cost : c;
    free(w.v);
    return c;
}

/* The best pinwheel of five articles. */
static int64_t best_pinwheel(const struct bm_plan_task *t, const uint32_t *order, uint32_t w,
                             uint32_t h)
{
    int64_t best = INT64_MAX;
    for (uint32_t a = 1; a + 1 < w; a++)
        for (uint32_t b = a + 1; b < w; b++)
            for (uint32_t p = 1; p + 1 < h; p++)
                for (uint32_t q = p + 1; q < h; q++) {
                    const uint32_t forms[2][5][3] = {{{0, b, p},
                                                      {b, w - b, q},
                                                      {0, a, h - p},
                                                      {a, b - a, q - p},
                                                      {a, w - a, h - q}},
                                                     {{0, a, q},
                                                      {a, w - a, p},
                                                      {a, b - a, q - p},
                                                      {b, w - b, h - p},
                                                      {0, b, h - q}}};
                    for (int f = 0; f < 2; f++) {
                        int64_t c = side_by_side(t, order[0], order[1]) +
                                    side_by_side(t, order[2], order[3]);
                        for (uint32_t k = 0; k < 5; k++)
                            c += t->articles.prices[bm_plan_index(t, order[k], forms[f][k][0],
                                                                  forms[f][k][1], forms[f][k][2])];
                        best = c < best ? c : best;
                    }
                }
    return best;
}

/* Blocks fill the region and do not overlap; in order where one is left of or above the other. */
static void assert_tiles(const struct bm_plan_task *t, const struct bm_plan *p)
{
    for (uint32_t r = 0; r < t->grid.region_count; r++) {
        const struct bm_plan_rect *g = &t->grid.regions[r].rect;
        for (uint32_t x = g->column; x < g->column + g->columns; x++)
            for (uint32_t y = g->line; y < g->line + g->lines; y++) {
                uint32_t covered = 0;
                for (uint32_t i = 0; i < t->articles.n; i++) {
                    const struct bm_plan_rect *b = &p->blocks[i];
                    covered += p->regions[i] == r && x >= b->column && x < b->column + b->columns &&
                               y >= b->line && y < b->line + b->lines;
                }
                assert_int_equal(covered, 1);
            }
    }
}

static int64_t price_of(const struct bm_plan_task *t, const struct bm_plan *p)
{
    int64_t c = (int64_t)p->seams.through * t->weights.through +
                (int64_t)p->seams.halves * (t->weights.butting / 2);
    for (uint32_t i = 0; i < t->articles.n; i++)
        c += t->articles.prices[bm_plan_index(t, i, p->blocks[i].column, p->blocks[i].columns,
                                              p->blocks[i].lines)];
    return c;
}

struct instance {
    struct bm_plan_task task;
    struct bm_plan_region regions[2];
    struct bm_plan_article list[MOST];
    uint32_t order[MOST];
    struct bench_prices prices;
    uint32_t judged; /* how often */
};

static void draw(struct bm_arena *arena, struct instance *in, uint32_t n, uint32_t columns,
                 uint32_t lines)
{
    *in = (struct instance){0};
    in->task = (struct bm_plan_task){
        .grid = {.columns = columns, .lines = lines, .regions = in->regions, .region_count = 1},
        .articles = {.list = in->list, .n = n},
        .weights = {.butting = 2 * (int32_t)pick(20),
                    .through = (int32_t)pick(30),
                    .spine_free = pick(2)},
        .limit = BM_PLAN_NEVER};
    in->task.grid.full_lines = pick(2) ? lines : 0;
    in->regions[0] = (struct bm_plan_region){{0, columns, 0, lines}, 1, 0};
    in->task.articles.prices = bench_draw_prices(arena, &random_state, &in->task);
    for (uint32_t i = 0; i < n; i++) {
        in->list[i] = (struct bm_plan_article){.rank = i + 1, .boxed = pick(2) == 1};
        in->order[i] = i;
    }
}

/* Makes the blocks of one pinwheel cheap: at random it is the best one too seldom to be a test. */
static void favour_pinwheel(struct bm_arena *arena, struct bm_plan_task *t)
{
    const uint32_t blocks[5][3] = {
        {0, 2, 1}, {2, 1, 2}, {0, 1, t->grid.lines - 1}, {1, 1, 1}, {1, 2, t->grid.lines - 2}};
    const size_t size = (size_t)t->articles.n * 6 * t->grid.lines;
    int32_t *prices = BM_NEW_N(arena, size, int32_t);
    memcpy(prices, t->articles.prices, size * sizeof *prices);
    for (uint32_t k = 0; k < 5; k++)
        prices[bm_plan_index(t, k, blocks[k][0], blocks[k][1], blocks[k][2])] = (int32_t)pick(9);
    t->articles.prices = prices;
}

static void hide_prices(struct bm_arena *arena, struct instance *in)
{
    bench_hide_prices(arena, &random_state, &in->task, &in->prices);
}

static bool settle(void *context, uint32_t article, const struct bm_plan_rect *r, int32_t budget)
{
    struct instance *in = context;
    return bench_settle(&in->task, &in->prices, article, r, budget);
}

static int64_t best_of(const struct instance *in)
{
    const struct bm_plan_task *t = &in->task;
    int64_t best =
        cheapest(all_ways(t, in->order, 0, t->articles.n - 1, 0, t->grid.columns, t->grid.lines));
    if (t->articles.n == 5) {
        int64_t wheel = best_pinwheel(t, in->order, t->grid.columns, t->grid.lines);
        best = wheel < best ? wheel : best;
    }
    return best;
}

static bool same_plan(const struct bm_plan_task *t, const struct bm_plan *a,
                      const struct bm_plan *b)
{
    return memcmp(a->blocks, b->blocks, t->articles.n * sizeof *a->blocks) == 0 &&
           memcmp(a->regions, b->regions, t->articles.n * sizeof *a->regions) == 0;
}

static void no_plan_is_cheaper(void **state)
{
    (void)state;
    uint32_t pinwheels = 0;
    random_state = 6;
    for (int round = 0; round < 3000; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        uint32_t n = round % 3 ? 1 + pick(4) : 5, five = n == 5;
        uint32_t columns = five ? 3 : 1 + pick(4), lines = five ? 3 + pick(2) : n + pick(4);
        draw(arena, &in, n, columns, lines);
        if (five && pick(2))
            favour_pinwheel(arena, &in.task);
        const int64_t want = best_of(&in);
        const int64_t straight =
            cheapest(all_ways(&in.task, in.order, 0, n - 1, 0, columns, lines));
        pinwheels += five && want < straight;
        if (pick(2)) {
            hide_prices(arena, &in);
            in.task.oracle.settle = settle;
            in.task.oracle.context = &in;
        }
        struct bm_plan_search *s = bm_plan_open(arena, &in.task);
        struct bm_plan plan = {0};
        assert_true(bm_plan_bound(s) <= want);
        assert_true(bm_plan_next(s, &plan));
        assert_int_equal(plan.cost, want);
        assert_tiles(&in.task, &plan);
        assert_int_equal(price_of(&in.task, &plan), want);
        assert_true(bm_plan_is_exhaustive(s));
        in.task.straight = true;
        s = bm_plan_open(arena, &in.task);
        assert_true(bm_plan_next(s, &plan));
        assert_int_equal(plan.cost, straight);
        bm_arena_drop(arena);
    }
    assert_true(pinwheels > 100);
}

/* Every plan comes, each once, none before a cheaper one. */
static void all_plans_come_in_order(void **state)
{
    (void)state;
    random_state = 61;
    for (int round = 0; round < 300; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        uint32_t n = 1 + pick(4), columns = 1 + pick(3), lines = 2 + pick(3);
        draw(arena, &in, n, columns, lines);
        struct ways all = all_ways(&in.task, in.order, 0, n - 1, 0, columns, lines);
        hide_prices(arena, &in);
        in.task.oracle.settle = settle;
        in.task.oracle.context = &in;
        int64_t *costs = BM_NEW_N(arena, all.n + 1, int64_t);
        for (size_t i = 0; i < all.n; i++) {
            size_t k = i;
            for (; k && costs[k - 1] > all.v[i].cost; k--)
                costs[k] = costs[k - 1];
            costs[k] = all.v[i].cost;
        }
        struct bm_plan_search *s = bm_plan_open(arena, &in.task);
        struct bm_plan plan = {0};
        size_t seen = 0;
        for (int64_t bound = bm_plan_bound(s); bm_plan_next(s, &plan); bound = bm_plan_bound(s)) {
            assert_true(seen < all.n);
            assert_int_equal(plan.cost, costs[seen++]);
            assert_true(bound <= plan.cost);
            assert_tiles(&in.task, &plan);
            assert_int_equal(price_of(&in.task, &plan), plan.cost);
        }
        assert_int_equal(seen, all.n);
        free(all.v);
        bm_arena_drop(arena);
    }
}

/* All orders of `order` in which ranks do not descend. */
static void best_order(struct instance *in, uint32_t at, int64_t *best)
{
    const uint32_t n = in->task.articles.n;
    if (at == n) {
        int64_t cost = best_of(in);
        *best = cost < *best ? cost : *best;
        return;
    }
    for (uint32_t k = at; k < n && k < MOST; k++) {
        uint32_t *o = in->order, swap = o[at];
        if (in->list[o[k]].rank != in->list[at].rank)
            continue;
        o[at] = o[k];
        o[k] = swap;
        best_order(in, at + 1, best);
        o[k] = o[at];
        o[at] = swap;
    }
}

/* Articles of one rank may change places: every order of them is tried. */
static void articles_of_one_rank_change_places(void **state)
{
    (void)state;
    uint32_t changed = 0;
    random_state = 62;
    for (int round = 0; round < 400; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        uint32_t n = 2 + pick(4), rank = 1;
        draw(arena, &in, n, n == 5 ? 3 : 1 + pick(3), n + pick(2));
        for (uint32_t i = 0; i < n; i++)
            in.list[i].rank = rank += pick(2);
        int64_t as_listed = best_of(&in), want = INT64_MAX;
        best_order(&in, 0, &want);
        hide_prices(arena, &in);
        in.task.oracle.settle = settle;
        in.task.oracle.context = &in;
        struct bm_plan_search *s = bm_plan_open(arena, &in.task);
        struct bm_plan plan = {0};
        assert_true(bm_plan_next(s, &plan));
        assert_int_equal(plan.cost, want);
        assert_tiles(&in.task, &plan);
        assert_true(bm_plan_is_exhaustive(s));
        changed += want < as_listed;
        bm_arena_drop(arena);
    }
    assert_true(changed > 100);
}

/* A limit changes nothing but what is found at or above it. */
static void a_limit_hides_dearer_plans_only(void **state)
{
    (void)state;
    random_state = 8;
    for (int round = 0; round < 200; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        struct bm_plan all, some;
        draw(arena, &in, 5, 3, 4);
        assert_true(bm_plan_next(bm_plan_open(arena, &in.task), &all));
        in.task.limit = (int32_t)all.cost + 1;
        assert_true(bm_plan_next(bm_plan_open(arena, &in.task), &some));
        assert_int_equal(some.cost, all.cost);
        assert_true(same_plan(&in.task, &some, &all));
        in.task.limit = (int32_t)all.cost;
        assert_false(bm_plan_next(bm_plan_open(arena, &in.task), &some));
        bm_arena_drop(arena);
    }
}

/* What blocks cost together, drawn up from where they stand. */
static int32_t judge(void *context, const struct bm_plan_rect *part,
                     const struct bm_plan_block *blocks, uint32_t count)
{
    struct instance *in = context;
    uint64_t h = part->columns + 17 * part->lines;
    for (uint32_t i = 0; i < count; i++)
        h = (h ^ (blocks[i].article + 31 * blocks[i].rect.column + 57 * blocks[i].rect.columns +
                  131 * blocks[i].rect.line + 253 * blocks[i].rect.lines)) *
            0x9e3779b97f4a7c15u;
    in->judged++;
    return (h >> 40) % 3 ? (int32_t)((h >> 32) % 90) : 0;
}

static int by_cost(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* With a judge of whole regions plans come in the order of what they cost with its word. */
static void plans_come_in_the_order_of_the_judge(void **state)
{
    (void)state;
    random_state = 81;
    uint32_t changed = 0;
    for (int round = 0; round < 200; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        struct bm_plan plan = {0};
        uint32_t n = 2 + pick(3);
        draw(arena, &in, n, 1 + pick(3), 3 + pick(2));
        in.task.weights.butting = in.task.weights.through = 0;
        int64_t *costs = NULL;
        size_t cap = 0, all = 0, seen = 0;
        struct bm_plan_search *s = bm_plan_open(arena, &in.task);
        while (bm_plan_next(s, &plan) && all < 300) {
            struct bm_plan_block blocks[MOST];
            for (uint32_t i = 0; i < n; i++)
                blocks[i] = (struct bm_plan_block){i, plan.blocks[i]};
            const int32_t more = judge(&in, &in.regions[0].rect, blocks, n);
            costs = bm_arena_grow(arena, costs, all, &cap, sizeof *costs);
            costs[all++] = plan.cost + more;
            changed += all == 1 && more > 0;
        }
        if (all)
            qsort(costs, all, sizeof *costs, by_cost);
        hide_prices(arena, &in);
        in.task.oracle.settle = settle;
        in.task.oracle.judge = judge;
        in.task.oracle.context = &in;
        s = bm_plan_open(arena, &in.task);
        for (int64_t bound = bm_plan_bound(s); all < 300 && bm_plan_next(s, &plan);
             bound = bm_plan_bound(s)) {
            assert_true(seen < all);
            assert_int_equal(plan.cost, costs[seen++]);
            assert_true(bound <= plan.cost);
            assert_int_equal(price_of(&in.task, &plan) + plan.together, plan.cost);
        }
        assert_int_equal(seen, all < 300 ? all : 0);
        bm_arena_drop(arena);
    }
    assert_true(changed > 50);
}

/* Every way but one has a fault. */
struct faults {
    const struct bm_plan_rect *blocks; /* of the one that has none */
    uint32_t judged;                   /* how often */
};

static int32_t find_fault(void *context, const struct bm_plan_rect *part,
                          const struct bm_plan_block *blocks, uint32_t count)
{
    struct faults *f = context;
    bool same = true;
    (void)part;
    for (uint32_t i = 0; i < count; i++)
        same =
            same && !memcmp(&f->blocks[blocks[i].article], &blocks[i].rect, sizeof blocks[i].rect);
    f->judged++;
    return same ? 0 : 1000;
}

/* Of thousands of ways that cost the same only the last is without a fault: it is found. */
static void a_way_without_fault_is_found_after_thousands(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct instance in;
    random_state = 83;
    draw(arena, &in, 4, 5, 12);
    in.task.weights.butting = in.task.weights.through = 0;
    int32_t *prices = BM_NEW_N(arena, bench_price_count(&in.task), int32_t);
    for (size_t i = 0; i < bench_price_count(&in.task); i++)
        prices[i] = 10;
    in.task.articles.prices = prices;
    struct ways all = all_ways(&in.task, in.order, 0, 3, 0, 5, 12);
    struct bm_plan last, plan;
    struct bm_plan_search *s = bm_plan_open(arena, &in.task);
    size_t seen = 0;
    while (bm_plan_next(s, &last))
        seen++;
    assert_int_equal(seen, all.n);
    assert_true(seen > 4000);
    struct faults faults = {.blocks = last.blocks};
    in.task.oracle.judge = find_fault;
    in.task.oracle.context = &faults;
    assert_true(bm_plan_next(bm_plan_open(arena, &in.task), &plan));
    assert_true(same_plan(&in.task, &plan, &last));
    assert_int_equal(plan.cost, cheapest(all));
    assert_int_equal(plan.together, 0);
    assert_true(faults.judged > 3000);
    bm_arena_drop(arena);
}

static bool settle_first(void *context, uint32_t article, const struct bm_plan_rect *r,
                         int32_t budget)
{
    struct bm_plan_task *t = context;
    (void)budget;
    if (article == 0 && r->columns == 2 && r->lines == 2)
        t->articles.prices[bm_plan_index(t, 0, 0, 2, 2)] = 4;
    return true;
}

/* The example of plan.h. */
static void a_bound_rises_to_the_price(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct instance in;
    struct bm_plan plan;
    draw(arena, &in, 2, 2, 4);
    in.list[0].boxed = in.list[1].boxed = false;
    in.task.grid.full_lines = 0;
    in.task.weights = (struct bm_plan_weights){.butting = 6, .through = 5};
    for (uint32_t a = 0; a < 2; a++)
        for (uint32_t x = 0; x < 2; x++)
            for (uint32_t w = 1; x + w <= 2; w++)
                for (uint32_t h = 1; h <= 4; h++)
                    in.task.articles.prices[bm_plan_index(&in.task, a, x, w, h)] =
                        10 * abs((int)(w * h) - 4);
    in.task.oracle.settle = settle_first;
    in.task.oracle.context = &in.task;
    struct bm_plan_search *s = bm_plan_open(arena, &in.task);
    assert_true(bm_plan_bound(s) <= 5);
    assert_true(bm_plan_next(s, &plan));
    assert_int_equal(plan.cost, 6);
    assert_int_equal(plan.seams.halves, 2);
    assert_true(bm_plan_next(s, &plan));
    assert_int_equal(plan.cost, 9);
    assert_int_equal(plan.article_cost, 4);
    assert_int_equal(plan.seams.through, 1);
    assert_int_equal(bm_plan_limits_hit(s), 0);
    bm_arena_drop(arena);
}

/* Nothing butts against what has no head. */
static void what_has_no_head_butts_against_nothing(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct instance in;
    struct bm_plan plan;
    draw(arena, &in, 2, 2, 4);
    in.list[0].boxed = in.list[1].boxed = false;
    in.list[1].headless = true;
    in.task.grid.full_lines = 0;
    in.task.weights = (struct bm_plan_weights){.butting = 60, .through = 5};
    for (uint32_t a = 0; a < 2; a++)
        for (uint32_t x = 0; x < 2; x++)
            for (uint32_t w = 1; x + w <= 2; w++)
                for (uint32_t h = 1; h <= 4; h++)
                    in.task.articles.prices[bm_plan_index(&in.task, a, x, w, h)] =
                        h == 4 && w == 1 ? 0 : 10;
    struct bm_plan_search *s = bm_plan_open(arena, &in.task);
    assert_true(bm_plan_next(s, &plan));
    assert_int_equal(plan.cost, 0);
    in.list[1].headless = false;
    s = bm_plan_open(arena, &in.task);
    assert_true(bm_plan_next(s, &plan));
    assert_int_equal(plan.cost, 25);
    bm_arena_drop(arena);
}

/* Of many articles of one rank not all change places: it is said; a wider search does without. */
static void a_limit_that_is_hit_is_said(void **state)
{
    (void)state;
    random_state = 84;
    for (uint32_t scale = 1; scale <= 4; scale += 3) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_plan_article list[11] = {{.rank = 1}};
        struct instance in;
        draw(arena, &in, 2, 1, 11);
        for (uint32_t i = 0; i < 11; i++)
            list[i].rank = 1;
        in.task.articles.list = list;
        in.task.articles.n = 11;
        in.task.articles.prices = bench_draw_prices(arena, &random_state, &in.task);
        in.task.limits_scale = scale;
        struct bm_plan_search *s = bm_plan_open(arena, &in.task);
        assert_int_equal(bm_plan_limits_hit(s), scale < 4 ? BM_LIMIT_BIT(GROUP) : 0);
        assert_int_equal(bm_plan_is_exhaustive(s), scale >= 4);
        bm_arena_drop(arena);
    }
}

/* Regions that cost too much over their articles' best are not looked into: what is found is then
 * the best, or what was not looked into is said to cost as little as the best or less. */
static void a_margin_hides_dear_regions_and_says_so(void **state)
{
    (void)state;
    uint32_t proved = 0, missed = 0;
    random_state = 82;
    for (int round = 0; round < 400; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        struct bm_plan best, plan;
        draw(arena, &in, 5, 3, 4);
        in.task.grid.region_count = 1 + pick(2);
        in.regions[1] = (struct bm_plan_region){{0, 3, 0, 4}, 2, 0};
        const bool there = bm_plan_next(bm_plan_open(arena, &in.task), &best);
        assert_true(there);
        in.task.margin = 1 + (int32_t)pick(200);
        struct bm_plan_search *s = bm_plan_open(arena, &in.task);
        const bool found = bm_plan_next(s, &plan);
        if (found && plan.cost <= bm_plan_unseen_bound(s)) {
            assert_int_equal(plan.cost, best.cost);
            proved++;
        } else {
            assert_true(bm_plan_unseen_bound(s) <= best.cost);
            missed += !found || plan.cost > best.cost;
        }
        bm_arena_drop(arena);
    }
    assert_true(proved > 50);
    assert_true(missed > 50);
}

/* Over two pages: every way to deal the articles out, each page at its best. */
static void articles_are_dealt_out_to_pages(void **state)
{
    (void)state;
    random_state = 7;
    for (int round = 0; round < 150; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        draw(arena, &in, 4, 3, 4);
        in.task.grid.region_count = 2;
        in.regions[0] = (struct bm_plan_region){{0, 3, 0, 4}, 1, 0};
        in.regions[1] = (struct bm_plan_region){{1, 2, 1, 3}, 2, 0};
        int64_t want = INT64_MAX;
        for (uint32_t k = 0; k < 3; k++) {
            struct ways a = all_ways(&in.task, in.order, 0, k, 0, 3, 4);
            struct ways b = all_ways(&in.task, in.order, k + 1, 3, 1, 2, 3);
            if (!a.n || !b.n) {
                free(a.v);
                free(b.v);
                continue;
            }
            int64_t c = cheapest(a) + cheapest(b);
            want = c < want ? c : want;
        }
        struct bm_plan plan;
        hide_prices(arena, &in);
        in.task.oracle.settle = settle;
        in.task.oracle.context = &in;
        assert_true(bm_plan_next(bm_plan_open(arena, &in.task), &plan));
        assert_int_equal(plan.cost, want);
        assert_tiles(&in.task, &plan);
        bm_arena_drop(arena);
    }
}

/* One article must stand on the second page, one as a strip at the foot of the first. */
static void articles_stand_where_they_must(void **state)
{
    (void)state;
    random_state = 70;
    for (int round = 0; round < 150; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        draw(arena, &in, 5, 3, 4);
        const struct bm_plan_task *t = &in.task;
        in.task.grid.region_count = 2;
        in.regions[0] = (struct bm_plan_region){{0, 3, 0, 4}, 1, 0};
        in.regions[1] = (struct bm_plan_region){{0, 2, 0, 3}, 2, 0};
        in.list[0].page = 2;
        in.list[4].page = 1;
        in.list[4].foot = true;
        int64_t want = INT64_MAX;
        for (uint32_t k = 1; k < 4; k++)
            for (uint32_t strip = 1; strip < 4; strip++) {
                /* 1 … k on the first page, 0 and the rest on the second */
                const uint32_t first[] = {1, 2, 3}, second[][3] = {{0, 2, 3}, {0, 3}, {0}};
                struct ways a = all_ways(t, first, 0, k - 1, 0, 3, 4 - strip);
                struct ways b = all_ways(t, second[k - 1], 0, 3 - k, 0, 2, 3);
                int64_t c = a.n && b.n ? cheapest(a) + cheapest(b) : INT64_MAX;
                if (c == INT64_MAX) {
                    free(a.n ? NULL : a.v);
                    continue;
                }
                c += t->articles.prices[bm_plan_index(t, 4, 0, 3, strip)] + t->weights.through;
                want = c < want ? c : want;
            }
        struct bm_plan plan;
        assert_true(bm_plan_next(bm_plan_open(arena, t), &plan));
        assert_int_equal(plan.cost, want);
        assert_tiles(t, &plan);
        assert_int_equal(plan.regions[0], 1);
        assert_int_equal(plan.regions[4], 0);
        assert_int_equal(plan.blocks[4].columns, 3);
        assert_int_equal(plan.blocks[4].line + plan.blocks[4].lines, 4);
        bm_arena_drop(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_plan_is_cheaper),
        cmocka_unit_test(all_plans_come_in_order),
        cmocka_unit_test(articles_of_one_rank_change_places),
        cmocka_unit_test(a_limit_hides_dearer_plans_only),
        cmocka_unit_test(plans_come_in_the_order_of_the_judge),
        cmocka_unit_test(a_way_without_fault_is_found_after_thousands),
        cmocka_unit_test(a_bound_rises_to_the_price),
        cmocka_unit_test(what_has_no_head_butts_against_nothing),
        cmocka_unit_test(a_limit_that_is_hit_is_said),
        cmocka_unit_test(a_margin_hides_dear_regions_and_says_so),
        cmocka_unit_test(articles_are_dealt_out_to_pages),
        cmocka_unit_test(articles_stand_where_they_must),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
