/* Proof for plans with articles that go on. How many rows such an article takes is known only once
 * it is set: the search goes by one number, and finds plans, not the best one. Here it goes by all
 * numbers that copyfitting can make of them and by what that costs at least, and every plan that
 * might be cheaper than the best is set in earnest. */
#include "compose/choose.h"

#include "compose/fill.h"
#include "compose/jumps.h"
#include "compose/limits.h"

/* A strip as the search reckons it; the article's lines cost at least what they cost when they are
 * broken as they like. */
static uint32_t hold_strip(void *context, uint32_t article, uint32_t region,
                           const struct bm_plan_rect *rect, bool first, int32_t *cost)
{
    const struct planner *p = context;
    const uint32_t rows = bm_compose_strip_rows(context, article, region, rect, first, cost);
    *cost = first ? bm_compose_limited(p->candidates[article].jump_cost) : 0;
    return rows;
}

/* What copyfitting costs at least, so that the article fills so many rows. */
static int32_t fill_strips(void *context, uint32_t article, uint32_t rows)
{
    const struct planner *p = context;
    const struct candidate *c = &p->candidates[article];
    const uint32_t columns = p->task.grid.columns / p->list[article].step;
    int64_t rest = (int64_t)rows - c->jump_rows;
    if (rest < 0)
        rest = rest + c->jump_more < 0 ? rest + c->jump_more : 0;
    else
        rest = rest > c->jump_fewer ? rest - c->jump_fewer : 0;
    return bm_compose_limited(
        bm_compose_fill_price(p, c, 1, columns, 0, rest, bm_compose_reach(p, c)));
}

/* By how much what its strips hold may differ from what is reckoned. */
static void find_leeway(struct planner *p, uint32_t article)
{
    struct candidate *c = &p->candidates[article];
    const uint32_t jumps = p->task.grid.region_count - 1;
    bm_compose_strip_leeway(p, article, &c->jump_more, &c->jump_fewer);
    /* The second strip of an L, and regions of one page, have no 转版 lines; a paragraph that is
     * parted at a page's end may save a line. */
    c->jump_more += 1 + jumps;
    for (uint32_t r = 1; r < p->task.grid.region_count; r++)
        c->jump_more += p->task.grid.regions[r].page == p->task.grid.regions[r - 1].page ? 2 : 0;
    c->jump_fewer += BM_EMPTY_MOST * jumps;
    c->jump_fewer += bm_galley_has(c->subject->galley, BM_PART_FIGURE) ? NARROW_STRIPS : 0;
}

/* The articles, with all numbers of rows that those which may go on can take in a plan that costs
 * less than the limit. */
static struct bm_plan_article *with_all_rows(struct planner *p, struct bm_arena *arena,
                                             int32_t limit)
{
    const struct bm_plan_task *task = &p->task;
    struct bm_plan_article *list = BM_NEW_N(arena, task->articles.n + 1, struct bm_plan_article);
    memcpy(list, p->list, task->articles.n * sizeof *list);
    for (uint32_t a = 0; a < task->articles.n; a++) {
        const struct candidate *c = &p->candidates[a];
        if (!list[a].rows)
            continue;
        find_leeway(p, a);
        const uint32_t less = bm_compose_reach(p, c).less + c->jump_more;
        const uint32_t least = c->jump_rows > less ? c->jump_rows - less : 1;
        const uint32_t columns = task->grid.columns / list[a].step;
        uint32_t most = c->jump_rows + columns;
        uint64_t k = 0;
        for (; k < scaled(p, ROWS_MORE) && fill_strips(p, a, most) < limit; k++)
            most += columns;
        p->limits |= k < scaled(p, ROWS_MORE) ? 0 : BM_LIMIT_BIT(ROWS);
        list[a].rows = list[a].rows > most ? list[a].rows : most;
        list[a].fewer = list[a].rows - least;
    }
    return list;
}

/* Whether all strips of articles that may go on have the measure that their rows were reckoned in.
 */
static bool is_reckoned(const struct planner *p)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        for (uint32_t r = 0; r < p->task.grid.region_count && p->list[a].rows; r++)
            if (p->candidates[a].subject->box ||
                p->task.grid.regions[r].rect.columns % p->list[a].step)
                return false;
    return true;
}

void bm_compose_prove_jumps(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct bm_plan_task task = p->task;
    const bool overset = best->cost >= BM_PRICE_OVERSET;
    const uint64_t most = scaled(p, overset ? PROVED_OVERSET : PROVED_MOST);
    task.limit = bm_compose_limited(best->cost);
    task.articles.list = with_all_rows(p, arena, task.limit);
    task.oracle.capacity = hold_strip;
    task.oracle.filled = fill_strips;
    task.margin = overset ? task.margin : 0;
    struct bm_plan_search *search = bm_plan_open(arena, &task);
    struct bm_plan plan;
    for (uint64_t k = 0;; k++) {
        struct judged judged;
        if (k == most && bm_plan_bound(search) < best->cost)
            p->limits |= BM_LIMIT_BIT(PROVED);
        if (k == most || !bm_plan_next(search, &plan) || plan.cost >= best->cost)
            break;
        bm_compose_judge_anew(p, &plan, &judged);
        p->bounds_broken += !overset && judged.cost < plan.cost;
        if (judged.cost < best->cost)
            bm_compose_keep_judged(p, &judged, best);
    }
    p->states += bm_plan_states(search);
    if (overset && best->cost < BM_PRICE_OVERSET) {
        /* All can be set: what is to be proved of such plans, and by what limits, is another
         * question. */
        p->limits &= ~(BM_LIMIT_BIT(PROVED) | BM_LIMIT_BIT(ROWS));
        bm_arena_clear(arena);
        bm_compose_prove_jumps(p, arena, best);
        return;
    }
    const bool known = !overset && is_reckoned(p) && bm_plan_is_exhaustive(search) &&
                       !(p->limits & BM_LIMIT_BIT(ROWS));
    p->limits |= bm_plan_limits_hit(search);
    const int64_t bound = bm_plan_lesser(bm_plan_bound(search), bm_plan_unseen_bound(search));
    best->bound = known ? bm_plan_lesser(bound, task.limit) : 0;
}
