/* Plans beside the best one, for an editor to choose. */
#include "compose/alternatives.h"

#include "compose/choose.h"
#include "compose/jumps.h"
#include "compose/prices.h"
#include "fit/cost.h"

#include <string.h>

#define POOL        24    /* plans that are judged */
#define OTHERS_MORE 20000 /* than twice the best plan's cost: alternatives are not dearer */

/* Where articles go on. */
#define FORMS_MOST    16  /* that are looked at with rows reckoned in one way */
#define FORMS_KEPT    12  /* whose lines are traded */
#define ROWS_APART    8   /* more or less, that the rows of an article are reckoned */
#define SEARCHES_MOST 289 /* with rows reckoned in different ways */

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static bool same_blocks(const struct planner *p, const struct bm_plan *a, const struct bm_plan *b)
{
    return memcmp(a->blocks, b->blocks, p->task.articles.n * sizeof *a->blocks) == 0 &&
           memcmp(a->regions, b->regions, p->task.articles.n * sizeof *a->regions) == 0;
}

/* Plans found, the cheapest first. */
struct pool {
    struct judged *v;
    size_t n;
};

static void add(struct planner *p, struct pool *pool, const struct judged *judged)
{
    size_t at = pool->n++;
    for (; at && pool->v[at - 1].cost > judged->cost; at--)
        pool->v[at] = pool->v[at - 1];
    bm_keep_judged(p, judged, &pool->v[at]);
}

static void choose_in_order(struct planner *p, struct bm_plan_search *search,
                            const struct judged *best, size_t wanted, struct pool *pool)
{
    const size_t most = wanted > POOL ? wanted : POOL;
    struct bm_plan plan;
    bool in_order = true;
    while (pool->n < (in_order ? wanted : most) && bm_plan_next(search, &plan)) {
        struct judged judged;
        bool known = same_blocks(p, &plan, &best->plan);
        for (size_t i = 0; i < pool->n; i++)
            known = known || same_blocks(p, &plan, &pool->v[i].plan);
        if (known)
            continue;
        bm_judge_plan(p, &plan, NULL, &judged);
        in_order = in_order && judged.cost == plan.cost;
        /* A tie of the search that cost more when it was judged is not worse. */
        if (judged.cost >= best->cost)
            add(p, pool, &judged);
    }
}

/* Plans of forms of their own, where articles go on. Which form a page can have depends on a few
 * rows, which copyfitting gives or takes: the search is done for many numbers of rows. */
struct forms {
    struct planner *p;
    const struct bm_plan_task *task;
    const struct judged *best;
    struct pool pool;
    uint32_t *rows; /* of the best plan, by article */
    uint32_t searches;
};

/* The rows that the plan's strips hold, by article: with so many it is one of those found. */
static uint32_t *rows_held(struct planner *p, const struct bm_plan *plan)
{
    uint32_t *rows = BM_NEW_N(p->work, p->task.articles.n + 1, uint32_t);
    for (size_t i = 0; i < plan->strip_count; i++) {
        const struct bm_plan_strip *s = &plan->strips[i];
        int32_t cost = 0;
        rows[s->article] +=
            bm_strip_rows(p, s->article, s->region, &s->rect, !rows[s->article], &cost);
    }
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        rows[a] = rows[a] ? rows[a] : p->list[a].rows;
    return rows;
}

/* The plan of the same form in the pool; its end: there is none. */
static size_t find_form(const struct forms *f, const struct bm_plan *plan)
{
    size_t i = 0;
    while (i < f->pool.n && !bm_plan_same_shape(f->task, &f->pool.v[i].plan, plan))
        i++;
    return i;
}

/* Fits and judges a plan, which is kept if none of its form is cheaper. */
static void keep_form(struct forms *f, const struct bm_plan *plan)
{
    struct pool *pool = &f->pool;
    struct judged judged;
    int64_t threads[BM_PENALTIES];
    const size_t same = find_form(f, plan);
    if (bm_plan_same_shape(f->task, &f->best->plan, plan) ||
        (same < pool->n && pool->v[same].cost <= plan->cost))
        return;
    bm_fit_threads(f->p, plan, threads);
    bm_judge_plan(f->p, plan, threads, &judged);
    if (same < pool->n && pool->v[same].cost <= judged.cost)
        return;
    if (same < pool->n)
        memmove(&pool->v[same], &pool->v[same + 1], (--pool->n - same) * sizeof *pool->v);
    if (pool->n == POOL && pool->v[POOL - 1].cost <= judged.cost)
        return;
    pool->n -= pool->n == POOL;
    add(f->p, pool, &judged);
}

/* The forms that are cheapest with the rows as they are reckoned now. */
static void find_forms(struct forms *f)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_plan_search *search = bm_plan_open(arena, f->task);
    const struct pool *pool = &f->pool;
    struct bm_plan plan;
    for (uint32_t k = 0; k < FORMS_MOST && bm_plan_next(search, &plan); k++) {
        if (pool->n >= FORMS_KEPT && plan.cost >= pool->v[FORMS_KEPT - 1].cost)
            break;
        keep_form(f, &plan);
    }
    bm_arena_drop(arena);
}

/* All reckonings that are `apart` rows from the best plan's in all, from article `from` on. */
static void vary_rows(struct forms *f, uint32_t from, uint32_t apart)
{
    struct planner *p = f->p;
    while (from < p->task.articles.n && !f->rows[from])
        from++;
    if (from < p->task.articles.n) {
        for (uint32_t d = apart < ROWS_APART ? apart : ROWS_APART; d; d--) {
            p->list[from].rows = f->rows[from] + d;
            vary_rows(f, from + 1, apart - d);
            if (f->rows[from] <= d)
                continue;
            p->list[from].rows = f->rows[from] - d;
            vary_rows(f, from + 1, apart - d);
        }
        p->list[from].rows = f->rows[from];
        vary_rows(f, from + 1, apart);
    } else if (!apart && f->searches++ < SEARCHES_MOST) {
        find_forms(f);
    }
}

/* Whether all is set, no column is broken against 孤行, and none is two lines short. */
static bool is_sound(struct planner *p, const struct bm_plan *plan)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        int64_t costs[BM_PENALTIES] = {0};
        if (bm_plan_goes_on(plan, a))
            bm_thread_parts(p, plan, a, costs);
        else
            bm_price_parts(p, a, &plan->blocks[a], costs);
        if (costs[BM_PENALTY_OVERSET] ||
            costs[BM_PENALTY_COPYFIT] >= bm_fit_tally_cost(&(struct bm_tally){.widows = 1}) ||
            costs[BM_PENALTY_SLACK] >= 4ll * p->in->layout->planning.slack)
            return false;
    }
    return bm_threads_are_full(p, plan);
}

static void choose_forms(struct planner *p, const struct bm_plan_task *task,
                         const struct judged *best, struct pool *pool)
{
    struct forms f = {.p = p, .task = task, .best = best, .rows = rows_held(p, &best->plan)};
    f.pool.v = BM_NEW_N(p->work, POOL + 1, struct judged);
    bm_set_rows(p, f.rows);
    for (uint32_t apart = 0; apart <= 2 * ROWS_APART; apart++)
        vary_rows(&f, 0, apart);
    for (size_t i = 0; i < f.pool.n && i < FORMS_KEPT; i++) {
        struct judged judged = f.pool.v[i];
        bm_trade_lines(p, &judged);
        if (judged.cost >= best->cost && judged.cost < task->limit && is_sound(p, &judged.plan))
            add(p, pool, &judged);
    }
    bm_set_rows(p, f.rows);
}

void bm_choose_others(struct planner *p, const struct judged *best, size_t wanted)
{
    struct bm_plan_task task = p->task;
    struct bm_arena *arena = bm_arena_new();
    struct pool pool = {BM_NEW_N(p->work, (wanted > POOL ? wanted : POOL) + 1, struct judged), 0};
    task.limit = (int32_t)lesser(2 * best->cost + OTHERS_MORE, BM_PLAN_NEVER);
    task.margin = 0;
    task.varied = true;
    if (wanted && best->plan.strip_count)
        choose_forms(p, &task, best, &pool);
    else if (wanted)
        choose_in_order(p, bm_plan_open(arena, &task), best, wanted, &pool);
    p->others = pool.v;
    p->other_count = pool.n < wanted ? pool.n : wanted;
    bm_arena_drop(arena);
}
