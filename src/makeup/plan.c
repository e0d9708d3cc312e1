#include "makeup/plan.h"

#include <stdlib.h>
#include <string.h>

#define NEVER BM_PLAN_NEVER

/* Costs of the articles [i, j] in columns [x, x + w), by lines (from 1), for each way that the head
 * at the top right may be: [0] unboxed, [1] boxed. */
struct table {
    int32_t *best[2];
    uint32_t from, end; /* lines less one: elsewhere none is below the limit */
};

/* How a region is divided at its top level. */
enum form {
    SINGLE,
    BELOW, /* one part below the other */
    BESIDE,
    PINWHEEL, /* the first block wide, at the top left */
    MIRRORED  /* the first block high, at the left */
};
struct cut {
    enum form form;
    /* the articles of each part of the region end before these; unused ones 0 */
    uint32_t ends[5];
    uint32_t columns[2], lines[2]; /* from the region's left and top; of straight cuts the first */
};

/* A way to divide a region at its top level. */
struct choice {
    struct cut cut;
    int64_t cost;
    bool through;
};

struct search {
    struct bm_arena *arena;
    const struct bm_plan_task *task;
    uint32_t spans; /* stretches of columns */
    struct table *tables;
    int32_t limit;
    uint32_t band; /* articles of one region, at most */
    int32_t *scratch;
    uint64_t states;
    struct choice *kept; /* the best choice of each class, for one region */
    size_t kept_count, kept_cap;
};

static uint32_t span_index(uint32_t columns, uint32_t x, uint32_t w)
{
    return x * columns - x * (x - 1) / 2 + w - 1;
}

size_t bm_plan_index(const struct bm_plan_task *t, uint32_t article, uint32_t x, uint32_t w,
                     uint32_t h)
{
    size_t spans = (size_t)t->columns * (t->columns + 1) / 2;
    return ((size_t)article * spans + span_index(t->columns, x, w)) * t->lines + h - 1;
}

static struct table *table_of(const struct search *s, uint32_t i, uint32_t j, uint32_t x,
                              uint32_t w)
{
    return &s->tables[((size_t)i * s->band + (j - i)) * s->spans +
                      span_index(s->task->columns, x, w)];
}

static int32_t butting(const struct search *s, bool left_boxed, uint32_t right)
{
    return left_boxed || s->task->boxed[right] ? s->task->butting / 2 : s->task->butting;
}

static int32_t lesser(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Cost of a stretch in any form. */
static int32_t least(const struct search *s, uint32_t i, uint32_t j, uint32_t x, uint32_t w,
                     uint32_t h)
{
    const struct table *t = table_of(s, i, j, x, w);
    return lesser(t->best[0][h - 1], t->best[1][h - 1]);
}

/* Cost of a stretch left of one that begins with article `right` at the same height. */
static int32_t least_left(const struct search *s, uint32_t i, uint32_t j, uint32_t x, uint32_t w,
                          uint32_t h, uint32_t right)
{
    const struct table *t = table_of(s, i, j, x, w);
    return lesser(t->best[0][h - 1] + butting(s, false, right),
                  t->best[1][h - 1] + butting(s, true, right));
}

/* One part below the other: heights add. */
static void divide_below(struct search *s, struct table *t, uint32_t i, uint32_t j, uint32_t x,
                         uint32_t w)
{
    const uint32_t lines = s->task->lines;
    for (uint32_t k = i; k < j; k++) {
        const struct table *upper = table_of(s, i, k, x, w), *lower = table_of(s, k + 1, j, x, w);
        int32_t *any = s->scratch;
        for (uint32_t h = lower->from; h < lower->end; h++)
            any[h] = lesser(lower->best[0][h], lower->best[1][h]);
        for (int f = 0; f < 2; f++)
            for (uint32_t h = upper->from; h < upper->end && h + 1 < lines; h++) {
                const int32_t c = upper->best[f][h];
                const uint32_t end = lower->end < lines - h - 1 ? lower->end : lines - h - 1;
                int32_t *out = t->best[f] + h + 1;
                if (c >= NEVER)
                    continue;
                for (uint32_t rest = lower->from; rest < end; rest++)
                    out[rest] = lesser(out[rest], c + any[rest]);
            }
    }
}

/* Side by side: widths add, heights are equal. */
static void divide_beside(struct search *s, struct table *t, uint32_t i, uint32_t j, uint32_t x,
                          uint32_t w)
{
    for (uint32_t k = i; k < j; k++)
        for (uint32_t v = 1; v < w; v++) {
            const struct table *left = table_of(s, i, k, x, v);
            const struct table *right = table_of(s, k + 1, j, x + v, w - v);
            const int32_t open = butting(s, false, k + 1), boxed = butting(s, true, k + 1);
            const uint32_t from = left->from > right->from ? left->from : right->from;
            const uint32_t end = left->end < right->end ? left->end : right->end;
            for (uint32_t h = from; h < end; h++) {
                int32_t c = lesser(left->best[0][h] + open, left->best[1][h] + boxed);
                for (int f = 0; f < 2; f++)
                    t->best[f][h] = lesser(t->best[f][h], c + right->best[f][h]);
            }
        }
}

static void solve(struct search *s, uint32_t i, uint32_t j, uint32_t x, uint32_t w)
{
    const struct bm_plan_task *task = s->task;
    struct table *t = table_of(s, i, j, x, w);
    for (int f = 0; f < 2; f++) {
        t->best[f] = bm_arena_array(s->arena, task->lines, sizeof *t->best[f]);
        for (uint32_t h = 0; h < task->lines; h++)
            t->best[f][h] = NEVER;
    }
    s->states += 2ull * task->lines;
    if (i == j) {
        memcpy(t->best[task->boxed[i]], task->prices + bm_plan_index(task, i, x, w, 1),
               task->lines * sizeof *task->prices);
    } else {
        divide_below(s, t, i, j, x, w);
        divide_beside(s, t, i, j, x, w);
    }
    t->from = task->lines;
    for (int f = 0; f < 2; f++)
        for (uint32_t h = 0; h < task->lines; h++) {
            if (t->best[f][h] >= s->limit) {
                t->best[f][h] = NEVER;
                continue;
            }
            t->from = h < t->from ? h : t->from;
            t->end = h + 1 > t->end ? h + 1 : t->end;
        }
}

static bool same_class(const struct cut *a, const struct cut *b)
{
    return a->form == b->form && memcmp(a->ends, b->ends, sizeof a->ends) == 0 &&
           (a->form == BELOW || memcmp(a->columns, b->columns, sizeof a->columns) == 0);
}

/* Keeps the best choice of each class. */
static void offer(struct search *s, const struct choice *c)
{
    /* The classes of one form and split are offered one after another: look at the last first. */
    for (size_t k = s->kept_count; k-- > 0;)
        if (same_class(&s->kept[k].cut, &c->cut)) {
            if (c->cost < s->kept[k].cost)
                s->kept[k] = *c;
            return;
        }
    s->kept = bm_arena_grow(s->arena, s->kept, s->kept_count, &s->kept_cap, sizeof *s->kept);
    s->kept[s->kept_count++] = *c;
}

static void straight_choices(struct search *s, const struct bm_plan_region *r, uint32_t i,
                             uint32_t j)
{
    const uint32_t x = r->rect.column, w = r->rect.columns, h = r->rect.lines;
    if (i == j)
        offer(s, &(struct choice){.cut = {.form = SINGLE, .ends = {i + 1}},
                                  .cost = least(s, i, i, x, w, h)});
    for (uint32_t k = i; k < j; k++)
        for (uint32_t a = 1; a < h; a++)
            offer(s, &(struct choice){.cut = {BELOW, {k + 1, j + 1}, {0}, {a}},
                                      .cost = (int64_t)least(s, i, k, x, w, a) +
                                              least(s, k + 1, j, x, w, h - a) +
                                              (r->across ? s->task->through : 0),
                                      .through = r->across});
    for (uint32_t k = i; k < j; k++)
        for (uint32_t v = 1; v < w; v++)
            offer(s, &(struct choice){.cut = {BESIDE, {k + 1, j + 1}, {v}, {0}},
                                      .cost = (int64_t)least_left(s, i, k, x, v, h, k + 1) +
                                              least(s, k + 1, j, x + v, w - v, h) +
                                              (r->down ? s->task->through : 0),
                                      .through = r->down});
}

/* The five blocks of a pinwheel, in order: columns from, number, lines from, number. */
static void blocks_of(const struct cut *c, const struct bm_plan_rect *r, struct bm_plan_rect out[5])
{
    const uint32_t x = r->column, y = r->line, w = r->columns, h = r->lines;
    const uint32_t a = c->columns[0], b = c->columns[1], p = c->lines[0], q = c->lines[1];
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
    memcpy(out, turned[c->form == MIRRORED], sizeof turned[0]);
}

/* Lines from the region's top at which a cut leaves the block above it, and the one below it, some
 * plan: [from, end). */
static void cut_range(const struct table *above, const struct table *below, uint32_t h,
                      uint32_t *from, uint32_t *end)
{
    const uint32_t least = h > below->end ? h - below->end : 1;
    const uint32_t most = h > below->from ? h - below->from : 0;
    *from = above->from + 1 > least ? above->from + 1 : least;
    *end = above->end + 1 < most ? above->end + 1 : most;
}

/* The columns and the articles of a pinwheel's parts are given; tries all heights. */
static void try_heights(struct search *s, const struct bm_plan_rect *r, struct cut *c, uint32_t i)
{
    struct choice best = {.cost = s->limit};
    const bool mirrored = c->form == MIRRORED;
    const uint32_t *e = c->ends, h = r->lines;
    struct bm_plan_rect b[5];
    const struct table *t[5];
    uint32_t p_from, p_end, q_from, q_end;
    c->lines[0] = 1;
    c->lines[1] = 2;
    blocks_of(c, r, b);
    for (uint32_t k = 0; k < 5; k++) {
        t[k] = table_of(s, k ? e[k - 1] : i, e[k] - 1, b[k].column, b[k].columns);
        if (t[k]->from >= t[k]->end)
            return;
    }
    cut_range(t[mirrored], t[mirrored ? 3 : 2], h, &p_from, &p_end);
    cut_range(t[!mirrored], t[4], h, &q_from, &q_end);
    for (uint32_t p = p_from; p < p_end; p++)
        for (uint32_t q = p + 1 > q_from ? p + 1 : q_from; q < q_end; q++) {
            c->lines[0] = p;
            c->lines[1] = q;
            blocks_of(c, r, b);
            int64_t cost = least_left(s, i, e[0] - 1, b[0].column, b[0].columns, b[0].lines, e[0]);
            if (cost >= best.cost && !mirrored)
                break; /* the first block depends on p alone */
            cost += least(s, e[0], e[1] - 1, b[1].column, b[1].columns, b[1].lines);
            if (cost >= best.cost)
                continue;
            cost += least_left(s, e[1], e[2] - 1, b[2].column, b[2].columns, b[2].lines, e[2]);
            if (cost >= best.cost)
                continue;
            cost += least(s, e[2], e[3] - 1, b[3].column, b[3].columns, b[3].lines);
            cost += least(s, e[3], e[4] - 1, b[4].column, b[4].columns, b[4].lines);
            if (cost < best.cost)
                best = (struct choice){.cut = *c, .cost = cost};
        }
    if (best.cost < s->limit)
        offer(s, &best);
}

static void pinwheel_choices(struct search *s, const struct bm_plan_region *r, uint32_t i,
                             uint32_t j)
{
    if (j < i + 4 || r->rect.columns < 3 || r->rect.lines < 3)
        return;
    for (int mirrored = 0; mirrored < 2; mirrored++)
        for (uint32_t a = i + 1; a + 3 <= j; a++)
            for (uint32_t b = a + 1; b + 2 <= j; b++)
                for (uint32_t c = b + 1; c + 1 <= j; c++)
                    for (uint32_t d = c + 1; d <= j; d++)
                        for (uint32_t v = 1; v + 1 < r->rect.columns; v++)
                            for (uint32_t w = v + 1; w < r->rect.columns; w++) {
                                struct cut cut = {mirrored ? MIRRORED : PINWHEEL,
                                                  {a, b, c, d, j + 1},
                                                  {v, w},
                                                  {0}};
                                try_heights(s, &r->rect, &cut, i);
                            }
}

static int by_cost(const void *a, const void *b)
{
    const struct choice *x = a, *y = b;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    if (x->cut.form != y->cut.form)
        return x->cut.form < y->cut.form ? -1 : 1;
    int d = memcmp(x->cut.ends, y->cut.ends, sizeof x->cut.ends);
    for (int k = 0; !d && k < 2; k++)
        d = (x->cut.columns[k] > y->cut.columns[k]) - (x->cut.columns[k] < y->cut.columns[k]);
    return d;
}

/* What a plan is traced into. */
struct trace {
    struct bm_plan *plan;
    uint32_t region;
};

static void place(struct search *s, struct trace *t, uint32_t i, uint32_t j, struct bm_plan_rect r,
                  int32_t want, bool boxed);

/* As `least` says. */
static void place_least(struct search *s, struct trace *t, uint32_t i, uint32_t j,
                        struct bm_plan_rect r)
{
    const struct table *b = table_of(s, i, j, r.column, r.columns);
    int32_t open = b->best[0][r.lines - 1], boxed = b->best[1][r.lines - 1];
    place(s, t, i, j, r, lesser(open, boxed), boxed < open);
}

/* As `least_left` says. */
static void place_left(struct search *s, struct trace *t, uint32_t i, uint32_t j,
                       struct bm_plan_rect r, uint32_t right)
{
    const struct table *b = table_of(s, i, j, r.column, r.columns);
    int32_t open = b->best[0][r.lines - 1], boxed = b->best[1][r.lines - 1];
    bool take = boxed + butting(s, true, right) < open + butting(s, false, right);
    t->plan->butting += take || s->task->boxed[right] ? 1 : 2;
    place(s, t, i, j, r, take ? boxed : open, take);
}

/* Finds the first division that costs what the table says; without one (it is not to be had) the
 * articles stand one below the other in equal parts. */
static void place(struct search *s, struct trace *t, uint32_t i, uint32_t j, struct bm_plan_rect r,
                  int32_t want, bool boxed)
{
    const uint32_t x = r.column, w = r.columns, h = r.lines;
    if (i == j) {
        t->plan->blocks[i] = r;
        t->plan->regions[i] = t->region;
        return;
    }
    for (uint32_t k = i; k < j; k++)
        for (uint32_t a = 1; a < h && want < NEVER; a++) {
            int32_t upper = table_of(s, i, k, x, w)->best[boxed][a - 1];
            if (upper + least(s, k + 1, j, x, w, h - a) != want)
                continue;
            place(s, t, i, k, (struct bm_plan_rect){x, w, r.line, a}, upper, boxed);
            place_least(s, t, k + 1, j, (struct bm_plan_rect){x, w, r.line + a, h - a});
            return;
        }
    for (uint32_t k = i; k < j; k++)
        for (uint32_t v = 1; v < w && want < NEVER; v++) {
            int32_t right = table_of(s, k + 1, j, x + v, w - v)->best[boxed][h - 1];
            if (least_left(s, i, k, x, v, h, k + 1) + right != want)
                continue;
            place_left(s, t, i, k, (struct bm_plan_rect){x, v, r.line, h}, k + 1);
            place(s, t, k + 1, j, (struct bm_plan_rect){x + v, w - v, r.line, h}, right, boxed);
            return;
        }
    for (uint32_t k = i, n = j - i + 1; k <= j; k++) {
        uint32_t from = h * (k - i) / n, to = h * (k - i + 1) / n;
        t->plan->blocks[k] = (struct bm_plan_rect){x, w, r.line + from, to - from};
        t->plan->regions[k] = t->region;
    }
}

static void place_choice(struct search *s, struct trace *t, const struct choice *c, uint32_t i)
{
    const struct bm_plan_rect r = s->task->regions[t->region].rect;
    const struct cut *cut = &c->cut;
    const uint32_t *e = cut->ends;
    t->plan->through += c->through;
    switch (cut->form) {
    case SINGLE:
        place_least(s, t, i, i, r);
        return;
    case BELOW:
        place_least(s, t, i, e[0] - 1,
                    (struct bm_plan_rect){r.column, r.columns, r.line, cut->lines[0]});
        place_least(s, t, e[0], e[1] - 1,
                    (struct bm_plan_rect){r.column, r.columns, r.line + cut->lines[0],
                                          r.lines - cut->lines[0]});
        return;
    case BESIDE:
        place_left(s, t, i, e[0] - 1,
                   (struct bm_plan_rect){r.column, cut->columns[0], r.line, r.lines}, e[0]);
        place_least(s, t, e[0], e[1] - 1,
                    (struct bm_plan_rect){r.column + cut->columns[0], r.columns - cut->columns[0],
                                          r.line, r.lines});
        return;
    default: {
        struct bm_plan_rect b[5];
        blocks_of(cut, &r, b);
        place_left(s, t, i, e[0] - 1, b[0], e[0]);
        place_least(s, t, e[0], e[1] - 1, b[1]);
        place_left(s, t, e[1], e[2] - 1, b[2], e[2]);
        place_least(s, t, e[2], e[3] - 1, b[3]);
        place_least(s, t, e[3], e[4] - 1, b[4]);
    }
    }
}

/* The choices for a region and a stretch of articles, the best first. */
static struct choice *choices_of(struct search *s, uint32_t region, uint32_t i, uint32_t j,
                                 size_t *n)
{
    s->kept = NULL;
    s->kept_count = s->kept_cap = 0;
    straight_choices(s, &s->task->regions[region], i, j);
    pinwheel_choices(s, &s->task->regions[region], i, j);
    qsort(s->kept, s->kept_count, sizeof *s->kept, by_cost);
    *n = s->kept_count;
    return s->kept;
}

static void deal_table(struct search *s)
{
    const uint32_t n = s->task->articles;
    for (uint32_t length = 0; length < s->band; length++)
        for (uint32_t i = 0; i + length < n; i++)
            for (uint32_t w = 1; w <= s->task->columns; w++)
                for (uint32_t x = 0; x + w <= s->task->columns; x++)
                    solve(s, i, i + length, x, w);
}

/* Deals the articles out: ends[r] is the first article after those of region r. Where there are
 * fewer articles than regions the last ones stay empty. */
static void deal_out(struct search *s, uint32_t *ends)
{
    const uint32_t n = s->task->articles, m = s->task->region_count;
    int64_t *cost = BM_NEW_N(s->arena, (size_t)(m + 1) * (n + 1), int64_t);
    uint32_t *from = BM_NEW_N(s->arena, (size_t)(m + 1) * (n + 1), uint32_t);
    for (size_t k = 0; k < (size_t)(m + 1) * (n + 1); k++)
        cost[k] = INT64_MAX;
    cost[0] = 0;
    for (uint32_t r = 0; r < m; r++)
        for (uint32_t i = 0; i <= n; i++) {
            const int64_t before = cost[(size_t)r * (n + 1) + i];
            if (before == INT64_MAX)
                continue;
            bool few = n - i < m - r;
            uint32_t most = few ? i + (n > i) : n - (m - r - 1);
            for (uint32_t j = i + !few; j <= most && j <= i + s->band; j++) {
                int64_t own = 0;
                const struct bm_plan_rect *rect = &s->task->regions[r].rect;
                if (j > i)
                    own = least(s, i, j - 1, rect->column, rect->columns, rect->lines);
                size_t at = (size_t)(r + 1) * (n + 1) + j;
                if (before + own < cost[at]) {
                    cost[at] = before + own;
                    from[at] = i;
                }
            }
        }
    for (uint32_t r = m, end = n; r-- > 0;) {
        ends[r] = end;
        end = from[(size_t)(r + 1) * (n + 1) + end];
    }
}

static void make_plan(struct search *s, const uint32_t *ends, struct choice *const *choices,
                      uint32_t changed, size_t which, struct bm_plan *plan)
{
    const struct bm_plan_task *t = s->task;
    *plan = (struct bm_plan){.blocks = BM_NEW_N(s->arena, t->articles, struct bm_plan_rect),
                             .regions = BM_NEW_N(s->arena, t->articles, uint32_t)};
    for (uint32_t r = 0, i = 0; r < t->region_count; i = ends[r++]) {
        struct trace trace = {plan, r};
        if (ends[r] == i)
            continue;
        const struct choice *c = &choices[r][r == changed ? which : 0];
        plan->cost += c->cost;
        place_choice(s, &trace, c, i);
    }
}

/* Divisions of different forms may give the same blocks: three, one below the other. */
static bool same_blocks(const struct search *s, const struct bm_plan *a, const struct bm_plan *b)
{
    return memcmp(a->blocks, b->blocks, s->task->articles * sizeof *a->blocks) == 0 &&
           memcmp(a->regions, b->regions, s->task->articles * sizeof *a->regions) == 0;
}

/* The cheapest choices that are not the best one of their region. */
static void find_others(struct search *s, const uint32_t *ends, struct choice *const *choices,
                        const size_t *counts, size_t most, struct bm_plan_found *found)
{
    const uint32_t m = s->task->region_count;
    size_t *next = BM_NEW_N(s->arena, m, size_t);
    found->others = BM_NEW_N(s->arena, most, struct bm_plan);
    for (uint32_t r = 0; r < m; r++)
        next[r] = 1;
    while (found->other_count < most) {
        uint32_t best = m;
        int64_t least_more = INT64_MAX;
        for (uint32_t r = 0; r < m; r++) {
            if (next[r] >= counts[r])
                continue;
            int64_t more = choices[r][next[r]].cost - choices[r][0].cost;
            if (more < least_more) {
                least_more = more;
                best = r;
            }
        }
        if (best == m)
            return;
        struct bm_plan *plan = &found->others[found->other_count];
        make_plan(s, ends, choices, best, next[best]++, plan);
        bool known = same_blocks(s, plan, &found->best);
        for (size_t k = 0; k < found->other_count && !known; k++)
            known = same_blocks(s, plan, &found->others[k]);
        found->other_count += !known;
    }
}

void bm_plan_search(struct bm_arena *arena, const struct bm_plan_task *task, size_t others_most,
                    struct bm_plan_found *found)
{
    const uint32_t n = task->articles, m = task->region_count;
    struct search s = {.arena = arena,
                       .task = task,
                       .spans = task->columns * (task->columns + 1) / 2,
                       .limit = task->limit && task->limit < NEVER ? (int32_t)task->limit : NEVER,
                       .band = n < BM_PLAN_SPAN_MOST ? n : BM_PLAN_SPAN_MOST};
    s.tables = BM_NEW_N(arena, (size_t)n * s.band * s.spans, struct table);
    s.scratch = BM_NEW_N(arena, task->lines, int32_t);
    deal_table(&s);
    uint32_t *ends = BM_NEW_N(arena, m, uint32_t);
    struct choice **choices = bm_arena_array(arena, m, sizeof *choices);
    size_t *counts = BM_NEW_N(arena, m, size_t);
    deal_out(&s, ends);
    *found = (struct bm_plan_found){0};
    for (uint32_t r = 0, i = 0; r < m; i = ends[r++]) {
        if (ends[r] == i)
            continue;
        choices[r] = choices_of(&s, r, i, ends[r] - 1, &counts[r]);
        int64_t without = 2 * (int64_t)NEVER;
        for (size_t k = 0; k < counts[r]; k++)
            if (!choices[r][k].through && choices[r][k].cost < without)
                without = choices[r][k].cost;
        found->without_through += without;
    }
    make_plan(&s, ends, choices, m, 0, &found->best);
    find_others(&s, ends, choices, counts, others_most, found);
    found->states = s.states;
}
