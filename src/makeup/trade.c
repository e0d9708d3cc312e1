/* Lines between blocks one below the other. The rows that an article takes over several pages are
 * only reckoned when strips are cut; fitted in earnest, a line may do more good in the next block.
 */
#include "makeup/judge.h"

#include <string.h>

#define ROUNDS_MOST 12

/* The rectangle of an article in a region: its block, or its strip there. */
static struct bm_plan_rect *rect_of(const struct bm_plan *plan, uint32_t article, uint32_t region)
{
    for (size_t i = 0; i < plan->strip_count; i++)
        if (plan->strips[i].article == article && plan->strips[i].region == region)
            return &plan->strips[i].rect;
    const bool here = !bm_plan_goes_on(plan, article) && plan->regions[article] == region;
    return here ? &plan->blocks[article] : NULL;
}

static bool same_columns(const struct bm_plan_rect *a, const struct bm_plan_rect *b)
{
    return a->column == b->column && a->columns == b->columns;
}

/* One line from a block to another of the same columns in the region, which may stand further up
 * or down: those between move. False: they are not one stack, or the block has no line to give. */
static bool move_line(const struct planner *p, const struct bm_plan *plan, uint32_t region,
                      uint32_t from, uint32_t to)
{
    struct bm_plan_rect *a = rect_of(plan, from, region), *b = rect_of(plan, to, region);
    if (!a || !b || a == b || a->lines < 2 || !same_columns(a, b))
        return false;
    const bool down = b->line > a->line;
    const struct bm_plan_rect *upper = down ? a : b, *lower = down ? b : a;
    uint32_t between = 0;
    for (uint32_t k = 0; k < p->task.articles; k++) {
        const struct bm_plan_rect *r = rect_of(plan, k, region);
        if (r && r != a && r != b && same_columns(r, a) && r->line > upper->line &&
            r->line < lower->line)
            between += r->lines;
    }
    if (upper->line + upper->lines + between != lower->line)
        return false;
    for (uint32_t k = 0; k < p->task.articles; k++) {
        struct bm_plan_rect *r = rect_of(plan, k, region);
        if (r && r != a && r != b && same_columns(r, a) && r->line > upper->line &&
            r->line < lower->line)
            r->line += down ? UINT32_MAX : 1;
    }
    a->lines--;
    b->lines++;
    if (down)
        b->line--;
    else
        a->line++;
    return true;
}

/* Prices the plan's blocks in earnest, fits its strips, and judges it. */
static void judge_anew(struct planner *p, const struct bm_plan *plan, struct judged *out)
{
    struct bm_plan priced = *plan;
    int64_t threads[BM_PENALTIES];
    priced.butting = priced.through = 0;
    priced.together = 0;
    priced.strip_cost = 0;
    for (uint32_t a = 0; a < p->task.articles; a++) {
        uint32_t strips = 0;
        for (size_t i = 0; i < plan->strip_count; i++)
            strips += plan->strips[i].article == a;
        priced.strip_cost += strips ? (int64_t)(strips - 1) * p->task.jump : 0;
    }
    priced.cost = priced.strip_cost;
    for (uint32_t a = 0; a < p->task.articles; a++) {
        const struct bm_plan_rect *r = &plan->blocks[a];
        if (bm_plan_goes_on(plan, a))
            continue;
        bm_price_settle(p, a, r);
        priced.cost += p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)];
    }
    bm_fit_threads(p, &priced, threads);
    bm_judge_plan(p, &priced, threads, out);
}

/* The best of all trades of one line; false: none is cheaper. */
static bool trade_once(struct planner *p, struct judged *best)
{
    const struct judged before = *best;
    struct judged tried, kept;
    bool better = false;
    for (uint32_t region = 0; region < p->task.region_count; region++)
        for (uint32_t from = 0; from < p->task.articles; from++)
            for (uint32_t to = 0; to < p->task.articles; to++) {
                bm_keep_judged(p, &before, &kept);
                if (!move_line(p, &kept.plan, region, from, to))
                    continue;
                judge_anew(p, &kept.plan, &tried);
                if (tried.cost >= best->cost)
                    continue;
                tried.bound = before.bound;
                tried.blind = before.blind;
                *best = tried;
                better = true;
            }
    return better;
}

void bm_trade_lines(struct planner *p, struct judged *best)
{
    for (uint32_t round = 0; round < ROUNDS_MOST && best->plan.strip_count; round++)
        if (!trade_once(p, best))
            break;
}
