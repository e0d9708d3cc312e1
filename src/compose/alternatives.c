/* Plans beside the best one, for an editor to choose. */
#include "compose/alternatives.h"

#include "compose/choose.h"
#include "compose/jumps.h"
#include "compose/limits.h"
#include "compose/prices.h"
#include "fit/cost.h"

static bool same_blocks(const struct planner *p, const struct bm_plan *a, const struct bm_plan *b)
{
    return memcmp(a->blocks, b->blocks, p->task.articles.n * sizeof *a->blocks) == 0 &&
           memcmp(a->regions, b->regions, p->task.articles.n * sizeof *a->regions) == 0;
}

/* Plans found, the cheapest first. */
struct found {
    struct judged *v;
    size_t n;
};

static void add(struct planner *p, struct found *found, const struct judged *judged)
{
    size_t at = found->n++;
    for (; at && found->v[at - 1].cost > judged->cost; at--)
        found->v[at] = found->v[at - 1];
    bm_compose_keep_judged(p, judged, &found->v[at]);
}

static void choose_in_order(struct planner *p, struct bm_plan_search *search,
                            const struct judged *best, size_t wanted, struct found *found)
{
    const size_t most = wanted > FOUND_MOST ? wanted : FOUND_MOST;
    struct bm_plan plan;
    bool in_order = true;
    while (found->n < (in_order ? wanted : most) && bm_plan_next(search, &plan)) {
        struct judged judged;
        bool known = same_blocks(p, &plan, &best->plan);
        for (size_t i = 0; i < found->n; i++)
            known = known || same_blocks(p, &plan, &found->v[i].plan);
        if (known)
            continue;
        bm_compose_judge_plan(p, &plan, NULL, &judged);
        in_order = in_order && judged.cost == plan.cost;
        /* A tie of the search that cost more when it was judged is not worse. */
        if (judged.cost >= best->cost)
            add(p, found, &judged);
    }
}

/* Plans of shapes of their own, where articles go on. Which shape a page can have depends on a few
 * rows, which copyfitting gives or takes: the search is done for many numbers of rows. */
struct shapes {
    struct planner *p;
    const struct bm_plan_task *task;
    const struct judged *best;
    struct found found;
    struct bm_arena *arena; /* of one search */
    uint32_t *rows;         /* of the best plan, by article */
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
            bm_compose_strip_rows(p, s->article, s->region, &s->rect, !rows[s->article], &cost);
    }
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        rows[a] = rows[a] ? rows[a] : p->list[a].rows;
    return rows;
}

/* Which of those found has the same shape; their number: none has. */
static size_t find_shape(const struct shapes *f, const struct bm_plan *plan)
{
    size_t i = 0;
    while (i < f->found.n && !bm_plan_same_shape(f->task, &f->found.v[i].plan, plan))
        i++;
    return i;
}

/* Fits and judges a plan, which is kept if none of its shape is cheaper. */
static void keep_shape(struct shapes *f, const struct bm_plan *plan)
{
    struct found *found = &f->found;
    struct judged judged;
    int64_t jumps[BM_PENALTIES];
    const size_t same = find_shape(f, plan);
    if (bm_plan_same_shape(f->task, &f->best->plan, plan) ||
        (same < found->n && found->v[same].cost <= plan->cost))
        return;
    bm_compose_fit_jumps(f->p, plan, jumps);
    bm_compose_judge_plan(f->p, plan, jumps, &judged);
    if (same < found->n && found->v[same].cost <= judged.cost)
        return;
    if (same < found->n)
        memmove(&found->v[same], &found->v[same + 1], (--found->n - same) * sizeof *found->v);
    if (found->n == FOUND_MOST && found->v[FOUND_MOST - 1].cost <= judged.cost)
        return;
    found->n -= found->n == FOUND_MOST;
    add(f->p, found, &judged);
}

/* The shapes that are cheapest with the rows as they are reckoned now. */
static void find_shapes(struct shapes *f)
{
    const struct found *found = &f->found;
    struct bm_plan_task task = *f->task;
    struct bm_plan plan;
    if (found->n >= SHAPES_KEPT)
        task.limit = (int32_t)bm_plan_lesser(found->v[SHAPES_KEPT - 1].cost, task.limit);
    bm_arena_clear(f->arena);
    struct bm_plan_search *search = bm_plan_open(f->arena, &task);
    for (uint32_t k = 0; k < SHAPES_MOST && bm_plan_next(search, &plan); k++) {
        if (found->n >= SHAPES_KEPT && plan.cost >= found->v[SHAPES_KEPT - 1].cost)
            break;
        keep_shape(f, &plan);
    }
}

/* All reckonings that are `apart` rows from the best plan's in all, from article `from` on. */
static void vary_rows(struct shapes *f, uint32_t from, uint32_t apart)
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
        find_shapes(f);
    }
}

/* Whether all is set, no column is broken against 孤行, and none is two lines short. */
static bool is_sound(struct planner *p, const struct bm_plan *plan)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        int64_t costs[BM_PENALTIES] = {0};
        if (bm_plan_goes_on(plan, a))
            bm_compose_jump_price(p, plan, a, costs);
        else
            bm_compose_price_penalties(p, a, &plan->blocks[a], costs);
        if (costs[BM_PENALTY_OVERSET] ||
            costs[BM_PENALTY_COPYFIT] >= bm_fit_tally_cost(&(struct bm_tally){.widows = 1}) ||
            costs[BM_PENALTY_SLACK] >= 4ll * p->in->layout->planning.slack)
            return false;
    }
    return bm_compose_jumps_are_full(p, plan);
}

static void choose_shapes(struct planner *p, const struct bm_plan_task *task,
                          const struct judged *best, struct found *found)
{
    struct shapes f = {.p = p,
                       .task = task,
                       .best = best,
                       .arena = bm_arena_new(),
                       .rows = rows_held(p, &best->plan)};
    f.found.v = BM_NEW_N(p->work, FOUND_MOST + 1, struct judged);
    bm_compose_set_rows(p, f.rows);
    for (uint32_t apart = 0; apart <= 2 * ROWS_APART; apart++)
        vary_rows(&f, 0, apart);
    bm_arena_drop(f.arena);
    for (size_t i = 0; i < f.found.n && i < SHAPES_KEPT; i++) {
        struct judged judged = f.found.v[i];
        bm_compose_trade_lines(p, &judged);
        if (judged.cost >= best->cost && judged.cost < task->limit && is_sound(p, &judged.plan))
            add(p, found, &judged);
    }
    bm_compose_set_rows(p, f.rows);
}

void bm_compose_choose_others(struct planner *p, const struct judged *best, size_t wanted)
{
    struct bm_plan_task task = p->task;
    struct bm_arena *arena = bm_arena_new();
    struct found found = {
        BM_NEW_N(p->work, (wanted > FOUND_MOST ? wanted : FOUND_MOST) + 1, struct judged), 0};
    task.limit = (int32_t)bm_plan_lesser(2 * best->cost + OTHERS_MORE, BM_PLAN_NEVER);
    task.margin = 0;
    task.varied = true;
    if (wanted && best->plan.strip_count)
        choose_shapes(p, &task, best, &found);
    else if (wanted)
        choose_in_order(p, bm_plan_open(arena, &task), best, wanted, &found);
    p->others = found.v;
    p->other_count = found.n < wanted ? found.n : wanted;
    bm_arena_drop(arena);
}
