/* Articles that go on from region to region: the search for plans against an oracle. */
#include "strips_oracle.h"

enum {
    ROUNDS = 3000,
    BLOCKS_MOST = ARTICLES_MOST + 4 * REGIONS_MOST
};

/* What strips of an instance hold and cost. */
struct strip_rule {
    uint32_t rows, head, lost; /* of a line of a column; of the head; of a strip */
    uint32_t less[REGIONS_MOST];
    uint32_t shapes; /* costs of shapes stay below that */
};

struct instance {
    struct bm_plan_task task;
    struct bm_plan_region regions[REGIONS_MOST];
    struct bm_plan_article list[ARTICLES_MOST];
    struct bench_prices prices;
    struct strip_rule rule;
    uint64_t random;
};

static uint32_t capacity(void *context, uint32_t article, uint32_t region,
                         const struct bm_plan_rect *strip, bool first, int32_t *cost)
{
    const struct instance *in = context;
    const struct strip_rule *rule = &in->rule;
    const uint32_t rows = strip->columns / in->list[article].step * strip->lines * rule->rows;
    const uint32_t lost = (first ? rule->head : 0) + rule->lost + rule->less[region];
    *cost = (int32_t)((strip->columns * 7 + strip->lines * 13 + region * 5 + first * 3u) %
                      rule->shapes);
    return rows > lost ? rows - lost : 0;
}

/* Dearer the further from what the article likes. */
static int32_t filled(void *context, uint32_t article, uint32_t rows)
{
    const struct instance *in = context;
    const int32_t off = (int32_t)rows - (int32_t)in->list[article].rows;
    return off > 0 ? off * off / 8 : -off;
}

static bool settle(void *context, uint32_t article, const struct bm_plan_rect *r, int32_t budget)
{
    struct instance *in = context;
    return bench_settle(&in->task, &in->prices, article, r, budget);
}

static uint32_t pick(struct instance *in, uint32_t most)
{
    return bench_pick(&in->random, most);
}

static void draw_regions(struct instance *in)
{
    struct bm_plan_task *t = &in->task;
    for (uint32_t r = 0; r < t->grid.region_count; r++) {
        const bool same = r && !pick(in, 5);
        struct bm_plan_region *region = &in->regions[r];
        region->page = r ? in->regions[r - 1].page + !same : 1;
        region->empty = (int32_t)pick(in, 300);
        region->rect = (struct bm_plan_rect){0, t->grid.columns, pick(in, 3), t->grid.lines};
        if (!pick(in, 4))
            region->rect.lines -= 1 + pick(in, 2);
        if (!pick(in, 8)) {
            region->rect.columns = 1 + pick(in, t->grid.columns);
            region->rect.column = pick(in, t->grid.columns - region->rect.columns + 1);
        }
    }
}

/* Makes the article long: it goes on, and has a price in one piece only now and then. */
static void draw_long(struct instance *in, uint32_t article, int32_t *prices)
{
    struct bm_plan_article *a = &in->list[article];
    const uint32_t each = (uint32_t)bm_plan_index(&in->task, 1, 0, 1, 1);
    a->step = 1 + pick(in, 2);
    if (pick(in, 5)) {
        a->page = 0;
        a->foot = false;
    }
    const uint32_t columns = in->task.grid.columns / a->step ? in->task.grid.columns / a->step : 1;
    const uint32_t page = columns * in->task.grid.lines * in->rule.rows;
    a->rows = 16 + pick(in, page + page / 2);
    a->fewer = pick(in, 3) ? 0 : pick(in, a->rows / 3);
    const uint32_t dear = pick(in, 8);
    for (uint32_t k = 0; k < each && dear; k++)
        prices[article * each + k] = dear == 1 ? BM_PLAN_NEVER : 1000 + (int32_t)pick(in, 1000);
}

static void draw_articles(struct instance *in, int32_t *prices)
{
    struct bm_plan_task *t = &in->task;
    uint32_t rank = 1, feet = 0;
    const uint32_t pages = in->regions[t->grid.region_count - 1].page;
    const uint32_t ties = pick(in, 4) ? 1 : 2, pins = pick(in, 3);
    for (uint32_t a = 0; a < t->articles.n; a++) {
        rank += a && (ties == 1 || pick(in, 2));
        in->list[a] = (struct bm_plan_article){.rank = rank, .boxed = !pick(in, 3)};
        if (!pins && !pick(in, 3))
            in->list[a].page = 1 + pick(in, pages);
        if (in->list[a].page && !pick(in, 2) && !(feet >> in->list[a].page & 1)) {
            in->list[a].foot = true;
            feet |= 1u << in->list[a].page;
        }
    }
    const uint32_t longs = 1 + pick(in, 3);
    for (uint32_t k = 0; k < longs; k++)
        draw_long(in, pick(in, t->articles.n), prices);
}

static void draw(struct bm_arena *arena, struct instance *in, uint64_t seed)
{
    *in = (struct instance){.random = seed};
    in->task =
        (struct bm_plan_task){.articles = {.list = in->list, .n = 2 + pick(in, 3)},
                              .grid = {.columns = 2 + pick(in, 2),
                                       .lines = 3 + pick(in, 3),
                                       .regions = in->regions,
                                       .region_count = 2 + pick(in, 2)},
                              .oracle = {.capacity = capacity, .settle = settle, .context = in},
                              .limit = BM_PLAN_NEVER,
                              .weights = {.butting = 2 * (int32_t)pick(in, 20),
                                          .through = pick(in, 12) ? (int32_t)pick(in, 30) : 100000,
                                          .spine_free = pick(in, 2),
                                          .jump = (int32_t)pick(in, 40),
                                          .slack = (int32_t)pick(in, 4)}};
    in->task.articles.n += !pick(in, 4);
    in->task.oracle.filled = pick(in, 3) ? NULL : filled;
    in->task.grid.full_lines = pick(in, 2) ? in->task.grid.lines : 0;
    in->rule = (struct strip_rule){.rows = 3 + pick(in, 8),
                                   .head = pick(in, 20),
                                   .lost = pick(in, 5),
                                   .shapes = 1 + pick(in, 30)};
    for (uint32_t r = 0; r < REGIONS_MOST; r++)
        in->rule.less[r] = pick(in, 3);
    draw_regions(in);
    int32_t *prices = bench_draw_prices(arena, &in->random, &in->task);
    draw_articles(in, prices);
    in->task.articles.prices = prices;
}

/* An article in one piece, or a strip. */
struct block {
    uint32_t article, region;
    struct bm_plan_rect rect;
    bool head, strip;
};

static bool goes_on_in(const struct bm_plan *p, uint32_t article)
{
    for (size_t i = 0; i < p->strip_count; i++)
        if (p->strips[i].article == article)
            return true;
    return false;
}

static uint32_t blocks_of(const struct bm_plan_task *t, const struct bm_plan *p,
                          struct block out[BLOCKS_MOST])
{
    uint32_t n = 0, begun = 0;
    for (uint32_t a = 0; a < t->articles.n; a++)
        if (!goes_on_in(p, a))
            out[n++] = (struct block){a, p->regions[a], p->blocks[a], true, false};
    assert_true(n + p->strip_count <= BLOCKS_MOST);
    for (size_t i = 0; i < p->strip_count; i++) {
        const struct bm_plan_strip *s = &p->strips[i];
        out[n++] = (struct block){s->article, s->region, s->rect, !(begun >> s->article & 1), true};
        begun |= 1u << s->article;
    }
    return n;
}

static bool holds(const struct bm_plan_rect *r, uint32_t x, uint32_t y)
{
    return x >= r->column && x < r->column + r->columns && y >= r->line && y < r->line + r->lines;
}

static bool is_bare(const struct bm_plan_task *t, const struct block *b, uint32_t n,
                    uint32_t region)
{
    bool bare = true;
    for (uint32_t i = 0; i < n; i++)
        bare = bare && (b[i].region != region || t->articles.list[b[i].article].foot);
    return bare;
}

/* Whether a strip of the article stands before the region and another after it, and what its foot
 * leaves of the region holds too few rows. */
static bool is_passed_by(const struct bm_plan_task *t, const struct block *b, uint32_t n,
                         uint32_t region, uint32_t article)
{
    const struct bm_plan_article *a = &t->articles.list[article];
    struct bm_plan_rect rest = t->grid.regions[region].rect;
    bool before = false, after = false;
    int32_t shape = 0;
    for (uint32_t i = 0; i < n; i++) {
        before = before || (b[i].strip && b[i].article == article && b[i].region < region);
        after = after || (b[i].strip && b[i].article == article && b[i].region > region);
        rest.lines -= b[i].region == region ? b[i].rect.lines : 0;
    }
    return before && after &&
           (rest.columns < a->step || t->oracle.capacity(t->oracle.context, article, region, &rest,
                                                         false, &shape) < BM_PLAN_ROWS_LEAST);
}

/* Blocks fill regions and do not overlap; only where articles are few, or a strip would be too
 * small, is a region empty, but for its foot. */
static void assert_tiles(const struct bm_plan_task *t, const struct block *b, uint32_t n, bool few)
{
    uint32_t cells = 0;
    for (uint32_t r = 0; r < t->grid.region_count; r++) {
        const struct bm_plan_rect *g = &t->grid.regions[r].rect;
        const bool bare = is_bare(t, b, n, r);
        bool empty = bare && few;
        for (uint32_t a = 0; a < t->articles.n && bare; a++)
            empty = empty || is_passed_by(t, b, n, r, a);
        for (uint32_t x = g->column; x < g->column + g->columns; x++)
            for (uint32_t y = g->line; y < g->line + g->lines; y++) {
                uint32_t covered = 0;
                for (uint32_t i = 0; i < n; i++)
                    covered += b[i].region == r && holds(&b[i].rect, x, y);
                assert_true(covered == 1 || (empty && !covered));
                cells += covered;
            }
    }
    for (uint32_t i = 0; i < n; i++)
        cells -= b[i].rect.columns * b[i].rect.lines;
    assert_int_equal(cells, 0);
}

static bool above(const struct block *a, const struct block *b)
{
    return a->rect.line + a->rect.lines <= b->rect.line &&
           a->rect.column < b->rect.column + b->rect.columns &&
           b->rect.column < a->rect.column + a->rect.columns;
}

static bool left_of(const struct block *a, const struct block *b)
{
    return a->rect.column + a->rect.columns <= b->rect.column &&
           a->rect.line < b->rect.line + b->rect.lines &&
           b->rect.line < a->rect.line + a->rect.lines;
}

/* Whether b may be read after a: only the same article stands before one that came from another
 * region, and only a foot after one that begins here and goes on. */
static bool may_follow(const struct bm_plan_task *t, const struct block *a, const struct block *b)
{
    if (b->strip && !b->head)
        return a->article == b->article;
    if (a->strip && a->head)
        return t->articles.list[b->article].foot;
    return a->strip || b->strip || t->articles.list[b->article].foot ||
           t->articles.list[a->article].rank <= t->articles.list[b->article].rank;
}

static void assert_order(const struct bm_plan_task *t, const struct block *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++) {
            const struct bm_plan_article *first = &t->articles.list[b[i].article],
                                         *second = &t->articles.list[b[k].article];
            if (b[i].region == b[k].region && (above(&b[i], &b[k]) || left_of(&b[i], &b[k])))
                assert_true(may_follow(t, &b[i], &b[k]));
            if (!first->page && !second->page && first->rank < second->rank)
                assert_true(b[i].region <= b[k].region);
            if (first->page)
                assert_int_equal(t->grid.regions[b[i].region].page, first->page);
        }
}

/* Strips come region by region, hold all rows, none too few; what they cost. */
static int64_t price_strips(const struct bm_plan_task *t, const struct bm_plan *p, uint32_t article)
{
    const struct bm_plan_strip *before = NULL;
    const struct bm_plan_article *a = &t->articles.list[article];
    int64_t sum = 0, left = a->rows;
    const int64_t fewer = a->fewer;
    int64_t columns = 1;
    for (size_t i = 0; i < p->strip_count; i++) {
        const struct bm_plan_strip *s = &p->strips[i];
        int32_t shape = 0;
        if (s->article != article)
            continue;
        if (before) {
            assert_true(left >= BM_PLAN_ROWS_LEAST);
            assert_true(s->region >= before->region);
            sum += s->region > before->region ? t->weights.jump : 0;
        } else {
            assert_memory_equal(&p->blocks[article], &s->rect, sizeof s->rect);
            assert_int_equal(p->regions[article], s->region);
        }
        const uint32_t rows =
            t->oracle.capacity(t->oracle.context, article, s->region, &s->rect, !before, &shape);
        left -= rows;
        columns = s->rect.columns / a->step;
        sum += shape;
        before = s;
    }
    assert_true(!before || before->region > p->regions[article]);
    assert_true(!before || left <= fewer);
    if (before && t->oracle.filled)
        return sum + t->oracle.filled(t->oracle.context, article, (uint32_t)(a->rows - left));
    left = left > 0 ? 0 : left;
    return before ? sum + t->weights.slack * (-left / columns) * (-left / columns) : 0;
}

static void assert_cost(const struct instance *in, const struct bm_plan *p)
{
    const struct bm_plan_task *t = &in->task;
    struct block b[BLOCKS_MOST];
    const uint32_t n = blocks_of(t, p, b);
    int64_t strips = 0;
    int64_t sum = (int64_t)p->seams.through * t->weights.through +
                  (int64_t)p->seams.halves * (t->weights.butting / 2);
    for (uint32_t a = 0; a < t->articles.n; a++) {
        const struct bm_plan_rect *r = &p->blocks[a];
        if (goes_on_in(p, a))
            strips += price_strips(t, p, a);
        else
            sum += in->prices.truth[bm_plan_index(t, a, r->column, r->columns, r->lines)];
    }
    for (uint32_t r = 0; r < t->grid.region_count; r++)
        sum += is_bare(t, b, n, r) ? t->grid.regions[r].empty : 0;
    assert_int_equal(p->strip_cost, strips);
    assert_int_equal(p->cost, sum + strips);
}

/* Straight lines from edge to edge at a line, or a column, of the region. */
static bool is_through(const struct block *b, uint32_t n, uint32_t region, bool across, uint32_t at)
{
    bool edge = false;
    for (uint32_t i = 0; i < n; i++) {
        const struct bm_plan_rect *r = &b[i].rect;
        const uint32_t first = across ? r->line : r->column;
        if (b[i].region != region)
            continue;
        if (first < at && at < first + (across ? r->lines : r->columns))
            return false;
        edge = edge || first == at;
        for (uint32_t k = 0; k < i; k++)
            if (b[k].region == region && b[k].article == b[i].article && first == at)
                return false;
    }
    return edge;
}

static uint32_t count_through(const struct bm_plan_task *t, const struct block *b, uint32_t n)
{
    uint32_t found = 0;
    for (uint32_t r = 0; r < t->grid.region_count; r++) {
        const struct bm_plan_rect *g = &t->grid.regions[r].rect;
        for (uint32_t y = 1; y < g->lines && g->columns == t->grid.columns; y++)
            found += is_through(b, n, r, true, g->line + y);
        uint32_t down = 0;
        for (uint32_t x = 1; x < g->columns && g->lines == t->grid.full_lines; x++)
            down += is_through(b, n, r, false, g->column + x);
        found += down - (down && t->weights.spine_free && g->columns == t->grid.columns);
    }
    return found;
}

static uint32_t count_butting(const struct bm_plan_task *t, const struct block *b, uint32_t n)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++)
            if (b[i].region == b[k].region && b[i].head && b[k].head &&
                b[i].rect.line == b[k].rect.line &&
                b[i].rect.column + b[i].rect.columns == b[k].rect.column)
                found +=
                    t->articles.list[b[i].article].boxed || t->articles.list[b[k].article].boxed
                        ? 1
                        : 2;
    return found;
}

static bool is_corner(const struct bm_plan_rect *r, uint32_t x, uint32_t y)
{
    return (x == r->column || x == r->column + r->columns) &&
           (y == r->line || y == r->line + r->lines);
}

/* Whether four blocks meet in a point: lines that meet there by chance are not at one cut. */
static bool has_crossing(const struct bm_plan_task *t, const struct block *b, uint32_t n)
{
    for (uint32_t x = 1; x < t->grid.columns; x++)
        for (uint32_t y = 1; y < t->grid.lines + 3; y++)
            for (uint32_t r = 0; r < t->grid.region_count; r++) {
                uint32_t corners = 0;
                for (uint32_t i = 0; i < n; i++)
                    corners += b[i].region == r && is_corner(&b[i].rect, x, y);
                if (corners == 4)
                    return true;
            }
    return false;
}

static bool assert_plan(const struct instance *in, const struct bm_plan *p, bool few)
{
    struct block b[BLOCKS_MOST];
    const uint32_t n = blocks_of(&in->task, p, b);
    const bool crossing = has_crossing(&in->task, b, n);
    assert_tiles(&in->task, b, n, few);
    assert_order(&in->task, b, n);
    assert_cost(in, p);
    if (crossing) {
        assert_true(p->seams.through <= count_through(&in->task, b, n));
        assert_true(p->seams.halves <= count_butting(&in->task, b, n));
    } else {
        assert_int_equal(p->seams.through, count_through(&in->task, b, n));
        assert_int_equal(p->seams.halves, count_butting(&in->task, b, n));
    }
    return crossing;
}

/* Forms of strips, to see that all of them win now and then. */
enum form {
    NONE,
    BEGUN_WHOLE,
    BEGUN_FOOT,
    BEGUN_RIGHT,
    BEGUN_NESTED,
    THROUGH,
    ENDED_WHOLE,
    ENDED_TOP,
    ENDED_LEFT,
    ENDED_CORNER,
    ENDED_L,
    BOTH,      /* one article ends and one begins in a region */
    WITH_FOOT, /* in a region with a strip across its foot */
    FORMS
};

struct seen {
    uint32_t forms[FORMS]; /* in the cheapest plans */
    uint32_t none, plans, crossings, proved, missed;
};

static enum form form_of(const struct bm_plan_task *t, const struct bm_plan *p, size_t i)
{
    const struct bm_plan_strip *s = &p->strips[i];
    struct bm_plan_rect g = t->grid.regions[s->region].rect;
    bool first = true, last = true, twice = false;
    for (size_t k = 0; k < p->strip_count; k++) {
        const bool same = p->strips[k].article == s->article;
        first = first && !(same && k < i);
        last = last && !(same && p->strips[k].region > s->region);
        twice = twice || (same && k != i && p->strips[k].region == s->region);
    }
    for (uint32_t a = 0; a < t->articles.n; a++)
        if (t->articles.list[a].foot && p->regions[a] == s->region)
            g.lines -= p->blocks[a].lines;
    const bool wide = s->rect.columns == g.columns, high = s->rect.lines == g.lines;
    if (first)
        return wide && high ? BEGUN_WHOLE : wide ? BEGUN_FOOT : high ? BEGUN_RIGHT : BEGUN_NESTED;
    if (!last)
        return THROUGH;
    return twice          ? ENDED_L
           : wide && high ? ENDED_WHOLE
           : wide         ? ENDED_TOP
           : high         ? ENDED_LEFT
                          : ENDED_CORNER;
}

static void count_forms(const struct bm_plan_task *t, const struct bm_plan *p,
                        uint32_t count[FORMS])
{
    bool found[FORMS] = {false};
    found[NONE] = !p->strip_count;
    for (size_t i = 0; i < p->strip_count; i++) {
        found[form_of(t, p, i)] = true;
        for (size_t k = 0; k < i; k++) {
            const bool other = p->strips[i].article != p->strips[k].article;
            found[BOTH] |= other && p->strips[i].region == p->strips[k].region;
        }
        for (uint32_t a = 0; a < t->articles.n; a++)
            found[WITH_FOOT] |= t->articles.list[a].foot && p->regions[a] == p->strips[i].region;
    }
    for (int f = 0; f < FORMS; f++)
        count[f] += found[f];
}

/* Whether an article that stands on a page of its own shares its rank: then the oracle goes through
 * some plans more than once. */
static bool is_manifold(const struct bm_plan_task *t)
{
    for (uint32_t a = 0; a < t->articles.n; a++)
        for (uint32_t b = 0; b < t->articles.n; b++)
            if (a != b && t->articles.list[a].page &&
                t->articles.list[a].rank == t->articles.list[b].rank)
                return true;
    return false;
}

/* Not more articles than regions that none must stand in. */
static bool are_few(const struct bm_plan_task *t)
{
    uint32_t chain = 0, bare = t->grid.region_count;
    for (uint32_t a = 0; a < t->articles.n; a++)
        chain += !t->articles.list[a].page;
    for (uint32_t r = 0; r < t->grid.region_count; r++) {
        bool own = false;
        for (uint32_t a = 0; a < t->articles.n; a++)
            own = own || (t->articles.list[a].page == t->grid.regions[r].page &&
                          !t->articles.list[a].foot);
        bare -= own && (!r || t->grid.regions[r - 1].page != t->grid.regions[r].page);
    }
    return chain < bare;
}

/* Every plan has what it must have, none comes before a cheaper one, and the costs are those of the
 * oracle. */
static void compare_plans(const struct instance *in, struct bm_plan_search *s,
                          const struct costs *want, struct seen *seen)
{
    const uint32_t most = is_manifold(&in->task) ? 1 : KEPT;
    const bool few = are_few(&in->task);
    int64_t before = 0;
    for (uint32_t k = 0; k < KEPT; k++) {
        struct bm_plan plan;
        const int64_t bound = bm_plan_bound(s);
        const bool found = bm_plan_next(s, &plan);
        assert_true(found == (k < want->n) || k >= most);
        if (!found)
            return;
        if (k < most)
            assert_int_equal(plan.cost, want->v[k]);
        assert_true(bound <= plan.cost && before <= plan.cost);
        before = plan.cost;
        seen->plans++;
        seen->crossings += assert_plan(in, &plan, few);
        if (!k)
            count_forms(&in->task, &plan, seen->forms);
    }
}

/* What is found with a spare is the best, or what was not looked into may be as cheap. */
static void compare_spare(struct bm_arena *arena, struct instance *in, const struct costs *want,
                          struct seen *seen)
{
    struct bm_plan plan;
    in->task.margin = 1 + (int32_t)pick(in, 600);
    struct bm_plan_search *s = bm_plan_open(arena, &in->task);
    const bool found = bm_plan_next(s, &plan);
    if (found && plan.cost <= bm_plan_unseen_bound(s)) {
        assert_int_equal(plan.cost, want->v[0]);
        seen->proved++;
    } else if (want->n) {
        assert_true(bm_plan_unseen_bound(s) <= want->v[0]);
        seen->missed += !found || plan.cost > want->v[0];
    }
}

static void the_cheapest_plans_are_those_of_the_oracle(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct bm_arena *arena = bm_arena_new(), *kept = bm_arena_new();
    struct oracle *oracle = oracle_new(kept);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct instance in;
        struct costs want = {0};
        bm_arena_clear(arena);
        draw(arena, &in, round * UINT64_C(0x9e3779b97f4a7c15));
        oracle_find(oracle, &in.task, &want);
        bench_hide_prices(arena, &in.random, &in.task, &in.prices);
        compare_plans(&in, bm_plan_open(arena, &in.task), &want, &seen);
        compare_spare(arena, &in, &want, &seen);
        seen.none += !want.n;
    }
    bm_arena_drop(arena);
    bm_arena_drop(kept);
    for (int f = 0; f < FORMS; f++)
        assert_true(seen.forms[f] >= 15);
    assert_true(seen.crossings > 50 && seen.none < ROUNDS / 4);
    assert_true(seen.proved > 100 && seen.missed > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cheapest_plans_are_those_of_the_oracle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
