/* Lines between blocks one below the other. The rows that an article takes over several pages are
 * only reckoned when strips are cut; fitted in earnest, a line may do more good in the next block.
 */
#include "compose/choose.h"

#include "compose/jumps.h"
#include "compose/limits.h"

/* The rectangles that stand in a region: its blocks, and its strips. */
static size_t rects_in(const struct planner *p, const struct bm_plan *plan, uint32_t region,
                       struct bm_plan_rect **out)
{
    size_t n = 0;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        if (plan->regions[a] == region && !bm_plan_goes_on(plan, a))
            out[n++] = &plan->blocks[a];
    for (size_t i = 0; i < plan->strip_count; i++)
        if (plan->strips[i].region == region)
            out[n++] = &plan->strips[i].rect;
    return n;
}

static bool same_columns(const struct bm_plan_rect *a, const struct bm_plan_rect *b)
{
    return a->column == b->column && a->columns == b->columns;
}

/* One line from a rectangle to another of the same columns, which may stand further up or down:
 * those between move. False: they are not one stack, or there is no line to give. */
static bool move_line(struct bm_plan_rect *const *in, size_t n, size_t from, size_t to)
{
    struct bm_plan_rect *a = in[from], *b = in[to];
    if (a == b || a->lines < 2 || !same_columns(a, b))
        return false;
    const bool down = b->line > a->line;
    const struct bm_plan_rect *upper = down ? a : b, *lower = down ? b : a;
    uint32_t between = 0;
    for (size_t k = 0; k < n; k++)
        if (same_columns(in[k], a) && in[k]->line > upper->line && in[k]->line < lower->line)
            between += in[k]->lines;
    if (upper->line + upper->lines + between != lower->line)
        return false;
    for (size_t k = 0; k < n; k++)
        if (same_columns(in[k], a) && in[k]->line > upper->line && in[k]->line < lower->line)
            in[k]->line += down ? UINT32_MAX : 1;
    a->lines--;
    b->lines++;
    if (down)
        b->line--;
    else
        a->line++;
    return true;
}

/* The best of all trades of one line in the region, into *best; false: none is cheaper. */
static bool trade_in(struct planner *p, uint32_t region, const struct judged *before,
                     struct judged *best)
{
    const size_t most = p->task.articles.n + before->plan.strip_count;
    struct bm_plan_rect **in = bm_arena_array(p->work, most, sizeof *in);
    const size_t n = rects_in(p, &before->plan, region, in);
    struct judged tried, kept;
    bool better = false;
    for (size_t from = 0; from < n; from++)
        for (size_t to = 0; to < n; to++) {
            bm_compose_keep_judged(p, before, &kept);
            rects_in(p, &kept.plan, region, in);
            if (bm_budget_is_spent(p->budget, 0) || !move_line(in, n, from, to))
                continue;
            bm_compose_judge_anew(p, &kept.plan, &tried);
            if (tried.cost >= best->cost)
                continue;
            tried.bound = before->bound;
            tried.unseen_bound = before->unseen_bound;
            *best = tried;
            better = true;
        }
    return better;
}

static bool trade_once(struct planner *p, struct judged *best)
{
    const struct judged before = *best;
    bool better = false;
    for (uint32_t region = 0; region < p->task.grid.region_count; region++)
        better |= trade_in(p, region, &before, best);
    return better;
}

void bm_compose_trade_lines(struct planner *p, struct judged *best)
{
    for (uint64_t round = 0; best->plan.strip_count && trade_once(p, best); round++)
        if (round + 1 == scaled(p, TRADED_MOST)) {
            p->limits |= BM_LIMIT_BIT(TRADES);
            break;
        }
}
