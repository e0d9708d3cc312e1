/* makeup/plan.c against an oracle that draws up every plan. */
#include "unit.h"

#include "makeup/plan.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST = 6
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
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % most;
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
    return t->boxed[corner] || t->boxed[right] ? t->butting / 2 : t->butting;
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

static struct ways all_ways(const struct bm_plan_task *t, uint32_t i, uint32_t j, uint32_t x,
                            uint32_t w, uint32_t h, bool across, bool down)
{
    struct ways out = {0};
    if (i == j)
        add_way(&out, t->prices[bm_plan_index(t, i, x, w, h)], i);
    for (uint32_t k = i; k < j; k++) {
        for (uint32_t a = 1; a < h; a++) {
            struct ways upper = all_ways(t, i, k, x, w, a, false, false);
            struct ways lower = all_ways(t, k + 1, j, x, w, h - a, false, false);
            join(t, &out, &upper, &lower, false, 0, across ? t->through : 0);
        }
        for (uint32_t v = 1; v < w; v++) {
            struct ways left = all_ways(t, i, k, x, v, h, false, false);
            struct ways right = all_ways(t, k + 1, j, x + v, w - v, h, false, false);
            join(t, &out, &left, &right, true, k + 1, down ? t->through : 0);
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
static int64_t best_pinwheel(const struct bm_plan_task *t, uint32_t w, uint32_t h)
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
                        int64_t c = side_by_side(t, 0, 1) + side_by_side(t, 2, 3);
                        for (uint32_t k = 0; k < 5; k++)
                            c += t->prices[bm_plan_index(t, k, forms[f][k][0], forms[f][k][1],
                                                         forms[f][k][2])];
                        best = c < best ? c : best;
                    }
                }
    return best;
}

/* Blocks fill the region and do not overlap; in order where one is left of or above the other. */
static void assert_tiles(const struct bm_plan_task *t, const struct bm_plan *p)
{
    for (uint32_t r = 0; r < t->region_count; r++) {
        const struct bm_plan_rect *g = &t->regions[r].rect;
        for (uint32_t x = g->column; x < g->column + g->columns; x++)
            for (uint32_t y = g->line; y < g->line + g->lines; y++) {
                uint32_t covered = 0;
                for (uint32_t i = 0; i < t->articles; i++) {
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
    int64_t c = (int64_t)p->through * t->through + (int64_t)p->butting * (t->butting / 2);
    for (uint32_t i = 0; i < t->articles; i++)
        c += t->prices[bm_plan_index(t, i, p->blocks[i].column, p->blocks[i].columns,
                                     p->blocks[i].lines)];
    return c;
}

struct instance {
    struct bm_plan_task task;
    struct bm_plan_region regions[2];
    bool boxed[MOST];
};

static void draw(struct bm_arena *arena, struct instance *in, uint32_t n, uint32_t columns,
                 uint32_t lines)
{
    in->task = (struct bm_plan_task){.articles = n,
                                     .columns = columns,
                                     .lines = lines,
                                     .regions = in->regions,
                                     .region_count = 1,
                                     .boxed = in->boxed,
                                     .butting = 2 * (int32_t)pick(20),
                                     .through = (int32_t)pick(30)};
    in->regions[0] = (struct bm_plan_region){{0, columns, 0, lines}, pick(2) == 1, pick(2) == 1};
    size_t size = (size_t)n * columns * (columns + 1) / 2 * lines;
    int32_t *prices = BM_NEW_N(arena, size, int32_t);
    for (size_t i = 0; i < size; i++)
        prices[i] = pick(3) ? (int32_t)pick(60) : (int32_t)pick(3000);
    for (uint32_t i = 0; i < n; i++)
        in->boxed[i] = pick(2) == 1;
    in->task.prices = prices;
}

/* Makes the blocks of one pinwheel cheap: at random it is the best one too seldom to be a test. */
static void favour_pinwheel(struct bm_arena *arena, struct bm_plan_task *t)
{
    const uint32_t blocks[5][3] = {
        {0, 2, 1}, {2, 1, 2}, {0, 1, t->lines - 1}, {1, 1, 1}, {1, 2, t->lines - 2}};
    const size_t size = (size_t)t->articles * 6 * t->lines;
    int32_t *prices = BM_NEW_N(arena, size, int32_t);
    memcpy(prices, t->prices, size * sizeof *prices);
    for (uint32_t k = 0; k < 5; k++)
        prices[bm_plan_index(t, k, blocks[k][0], blocks[k][1], blocks[k][2])] = (int32_t)pick(9);
    t->prices = prices;
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
        const struct bm_plan_task *t = &in.task;
        if (five && pick(2))
            favour_pinwheel(arena, &in.task);
        struct bm_plan_found found;
        bm_plan_search(arena, t, 5, &found);
        int64_t want = cheapest(
            all_ways(t, 0, n - 1, 0, columns, lines, in.regions[0].across, in.regions[0].down));
        if (five) {
            int64_t wheel = best_pinwheel(t, columns, lines);
            pinwheels += wheel < want;
            want = wheel < want ? wheel : want;
        }
        assert_int_equal(found.best.cost, want);
        assert_tiles(t, &found.best);
        assert_int_equal(price_of(t, &found.best), want);
        for (size_t k = 0; k < found.other_count; k++) {
            const struct bm_plan *o = &found.others[k];
            assert_true(o->cost >= want);
            assert_true(!k || o->cost >= o[-1].cost);
            assert_tiles(t, o);
            assert_int_equal(price_of(t, o), o->cost);
            assert_true(memcmp(o->blocks, found.best.blocks, n * sizeof *o->blocks) != 0);
        }
        bm_arena_drop(arena);
    }
    assert_true(pinwheels > 100);
}

/* A limit changes nothing but what is found at or above it. */
static void a_limit_hides_dearer_plans_only(void **state)
{
    (void)state;
    random_state = 8;
    for (int round = 0; round < 200; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        draw(arena, &in, 5, 3, 4);
        struct bm_plan_found all, some, none;
        bm_plan_search(arena, &in.task, 0, &all);
        in.task.limit = all.best.cost + 1;
        bm_plan_search(arena, &in.task, 0, &some);
        assert_int_equal(some.best.cost, all.best.cost);
        assert_memory_equal(some.best.blocks, all.best.blocks, 5 * sizeof *all.best.blocks);
        in.task.limit = all.best.cost;
        bm_plan_search(arena, &in.task, 0, &none);
        assert_true(none.best.cost >= in.task.limit);
        bm_arena_drop(arena);
    }
}

/* Without a straight cut from edge to edge: the cost of the best such plan is known. */
static void the_best_plan_without_a_cut_through_is_known(void **state)
{
    (void)state;
    random_state = 66;
    for (int round = 0; round < 100; round++) {
        struct bm_arena *arena = bm_arena_new();
        struct instance in;
        draw(arena, &in, 4, 3, 5);
        in.regions[0].across = true;
        in.regions[0].down = false;
        struct bm_plan_found found;
        bm_plan_search(arena, &in.task, 0, &found);
        struct bm_plan_task dear = in.task;
        dear.through = 1000000;
        struct bm_plan_found without;
        bm_plan_search(arena, &dear, 0, &without);
        assert_int_equal(without.best.through, 0);
        assert_int_equal(found.without_through, without.best.cost);
        bm_arena_drop(arena);
    }
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
        in.task.region_count = 2;
        in.regions[0] = (struct bm_plan_region){{0, 3, 0, 4}, false, false};
        in.regions[1] = (struct bm_plan_region){{1, 2, 1, 3}, false, false};
        struct bm_plan_found found;
        bm_plan_search(arena, &in.task, 0, &found);
        int64_t want = INT64_MAX;
        for (uint32_t k = 0; k < 3; k++) {
            struct ways a = all_ways(&in.task, 0, k, 0, 3, 4, false, false);
            struct ways b = all_ways(&in.task, k + 1, 3, 1, 2, 3, false, false);
            if (!a.n || !b.n) {
                free(a.v);
                free(b.v);
                continue;
            }
            int64_t c = cheapest(a) + cheapest(b);
            want = c < want ? c : want;
        }
        assert_int_equal(found.best.cost, want);
        assert_tiles(&in.task, &found.best);
        bm_arena_drop(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_plan_is_cheaper),
        cmocka_unit_test(a_limit_hides_dearer_plans_only),
        cmocka_unit_test(the_best_plan_without_a_cut_through_is_known),
        cmocka_unit_test(articles_are_dealt_out_to_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
