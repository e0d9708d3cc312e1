#include "compose/standing.h"

#include "compose/deal.h"
#include "compose/jumps.h"
#include "compose/prices.h"

/* The region in which a frame of the page stands; their number: in none. */
static uint32_t region_of(const struct planner *p, uint32_t page, const struct bm_frame *f)
{
    const struct bm_plan_grid *grid = &p->task.grid;
    uint32_t r = 0;
    for (; r < grid->region_count; r++) {
        const struct bm_plan_rect *g = &grid->regions[r].rect;
        if (grid->regions[r].page == page && f->column >= g->column && f->line >= g->line &&
            f->column + f->columns <= g->column + g->columns &&
            f->line + f->lines <= g->line + g->lines)
            break;
    }
    return r;
}

/* Puts the frames of an article into the plan. */
static bool put_article(const struct planner *p, uint32_t a, const struct bm_template *held,
                        struct bm_plan *plan)
{
    const struct bm_str name = p->candidates[a].subject->galley->name;
    const size_t from = plan->strip_count;
    for (size_t k = 0; k < held->n; k++)
        for (size_t i = 0; i < held->pages[k].n; i++) {
            const struct bm_frame *f = &held->pages[k].frames[i];
            const uint32_t region = region_of(p, (uint32_t)k + 1, f);
            if (!bm_str_eq(f->article, name))
                continue;
            if (region == p->task.grid.region_count)
                return false;
            plan->strips[plan->strip_count++] =
                (struct bm_plan_strip){a, region, {f->column, f->columns, f->line, f->lines}};
        }
    const size_t n = plan->strip_count - from;
    if (!n || (n > 1 && !p->list[a].rows))
        return false;
    plan->blocks[a] = plan->strips[from].rect;
    plan->regions[a] = plan->strips[from].region;
    if (n == 1)
        plan->strip_count = from;
    return true;
}

static size_t count_frames(const struct bm_template *t)
{
    size_t n = 0;
    for (size_t k = 0; k < t->n; k++)
        n += t->pages[k].n;
    return n;
}

/* What the pages and all articles cost, as in the ledger of a plan that was found. */
static void sum_up(struct planner *p, const struct judged *judged, struct bm_standing_cost *out)
{
    out->cost = judged->cost;
    memcpy(out->costs, judged->costs, sizeof out->costs);
    memcpy(out->counts, judged->counts, sizeof out->counts);
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        int64_t costs[BM_PENALTIES] = {0};
        if (bm_plan_goes_on(&judged->plan, a))
            continue; /* among those of the pages already */
        bm_compose_price_penalties(p, a, &judged->plan.blocks[a], costs);
        for (int k = 0; k < BM_PENALTIES; k++)
            out->costs[k] += costs[k];
    }
}

bool bm_compose_price_standing(struct bm_composed *composed, const struct bm_template *held,
                               struct bm_standing_cost *out)
{
    struct planner *p = composed->planner;
    const uint32_t n = p->task.articles.n;
    const bool dealt = p->limits & BM_LIMIT_BIT(DEAL);
    struct judged judged = {
        .plan = {.blocks = BM_NEW_N(p->work, n + 1, struct bm_plan_rect),
                 .regions = BM_NEW_N(p->work, n + 1, uint32_t),
                 .strips = BM_NEW_N(p->work, count_frames(held) + 1, struct bm_plan_strip)}};
    for (uint32_t a = 0; a < n; a++)
        if (!put_article(p, a, held, &judged.plan))
            return false;
    if (dealt) {
        bm_compose_put_leads_first(p, &judged);
        if (!bm_compose_settle_deal(p, &judged))
            return false;
    } else {
        const struct bm_plan plan = judged.plan;
        bm_compose_judge_anew(p, &plan, &judged);
    }
    sum_up(p, &judged, out);
    return true;
}
