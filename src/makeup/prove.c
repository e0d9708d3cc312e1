/* Proof for plans with articles that go on. How many rows such an article takes is known only once
 * it is set: the search goes by one number, and finds plans, not the best one. Here it goes by all
 * numbers that copyfitting can make of them and by what that costs at least, and every plan that
 * might be cheaper than the best is set in earnest. */
#include "makeup/judge.h"

#include <string.h>

#define PROVED_MOST    400 /* plans set in earnest before the gap is left as it is */
#define PROVED_OVERSET 8   /* where text is left over */
#define ROWS_MORE      8 /* in each column, and a sixteenth, that an article may be given too many */

/* A strip as the search reckons it; the article's lines cost at least what they cost when they are
 * broken as they like. */
static uint32_t hold_strip(void *context, uint32_t article, uint32_t region,
                           const struct bm_plan_rect *rect, bool first, int32_t *cost)
{
    const struct planner *p = context;
    const uint32_t rows = bm_strip_rows(context, article, region, rect, first, cost);
    *cost = first ? bm_price_limited(p->candidates[article].flow_cost) : 0;
    return rows;
}

/* What copyfitting costs at least, so that the article fills so many rows. */
static int32_t fill_strips(void *context, uint32_t article, uint32_t rows)
{
    const struct planner *p = context;
    const struct candidate *c = &p->candidates[article];
    const uint32_t columns = p->task.columns / p->list[article].step;
    const int64_t empty = BM_EMPTY_MOST * ((int64_t)p->task.region_count - 1);
    int64_t rest = (int64_t)rows - c->flow_rows;
    if (rest < 0)
        rest = rest + c->flow_gain < 0 ? rest + c->flow_gain : 0;
    else
        rest = rest > empty ? rest - empty : 0;
    return bm_price_limited(bm_price_fill(p, c, 1, columns, 0, rest, bm_price_loose(p, c)));
}

/* The articles, with all numbers of rows that those which may go on can take. */
static struct bm_plan_article *with_all_rows(struct planner *p, struct bm_arena *arena)
{
    const struct bm_plan_task *task = &p->task;
    struct bm_plan_article *list = BM_NEW_N(arena, task->articles + 1, struct bm_plan_article);
    memcpy(list, p->list, task->articles * sizeof *list);
    for (uint32_t a = 0; a < task->articles; a++) {
        struct candidate *c = &p->candidates[a];
        if (!list[a].rows)
            continue;
        c->flow_gain = bm_strip_gain(p, &(struct bm_plan_strip){a, 0, task->regions[0].rect});
        const uint32_t less = bm_price_loose(p, c) + c->flow_gain;
        const uint32_t least = c->flow_rows > less ? c->flow_rows - less : 1;
        const uint32_t columns = task->columns / list[a].step;
        const uint32_t most = c->flow_rows + c->flow_rows / 16 + ROWS_MORE * columns;
        list[a].rows = list[a].rows > most ? list[a].rows : most;
        list[a].fewer = list[a].rows - least;
    }
    return list;
}

void bm_prove_threads(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct bm_plan_task task = p->task;
    struct bm_plan_article *rows = BM_NEW_N(arena, task.articles + 1, struct bm_plan_article);
    memcpy(rows, p->list, task.articles * sizeof *rows);
    task.list = with_all_rows(p, arena);
    task.capacity = hold_strip;
    task.filled = fill_strips;
    task.spare = 0;
    task.limit = bm_price_limited(best->cost);
    struct bm_plan_search *search = bm_plan_open(arena, &task);
    struct bm_plan plan;
    const uint32_t most = best->cost < BM_PRICE_OVERSET ? PROVED_MOST : PROVED_OVERSET;
    for (uint32_t k = 0; k < most; k++) {
        struct judged judged;
        if (!bm_plan_next(search, &plan) || plan.cost >= best->cost)
            break;
        bm_judge_anew(p, &plan, &judged);
        memcpy(p->list, rows, task.articles * sizeof *rows);
        p->missed += judged.cost < plan.cost;
        if (judged.cost < best->cost)
            bm_keep_judged(p, &judged, best);
    }
    p->states += bm_plan_states(search);
    const int64_t bound = bm_plan_bound(search);
    best->bound = !bm_plan_is_exhaustive(search) ? 0 : bound < task.limit ? bound : task.limit;
}
