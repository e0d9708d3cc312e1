/* Which plan: the cheapest in everything. */
#include "compose/choose.h"

#include "compose/jumps.h"
#include "compose/limits.h"
#include "compose/prices.h"

static bool settle(void *context, uint32_t article, const struct bm_plan_rect *rect, int32_t budget)
{
    return bm_compose_price_exactly(context, article, rect, budget);
}

/* Goes through plans, the cheapest by the search first, until none to come can be cheaper than the
 * best so far in everything; none below the limit: its cost is BM_PLAN_NEVER. */
static void judge_plans(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct bm_plan_search *search = bm_plan_open(arena, &p->task);
    struct bm_plan plan;
    int64_t bound = BM_PLAN_NEVER;
    best->cost = BM_PLAN_NEVER;
    for (uint64_t k = 0;; k++) {
        bound = bm_plan_bound(search);
        if (bound < best->cost && k == scaled(p, PLANS_MOST))
            p->limits |= BM_LIMIT_BIT(PLANS);
        if (bound >= best->cost || k == scaled(p, PLANS_MOST) || !bm_plan_next(search, &plan))
            break;
        struct judged judged;
        int64_t jumps[BM_PENALTIES];
        bm_compose_fit_jumps(p, &plan, jumps);
        bm_compose_judge_plan(p, &plan, jumps, &judged);
        if (judged.cost < best->cost)
            bm_compose_keep_judged(p, &judged, best);
        bound = bm_plan_bound(search);
        /* Fits of articles that go on are dear: the first plan without a grave fault is taken. */
        if (!plan.strip_count)
            continue;
        if (judged.cost < plan.cost + GRAVE)
            break;
        if (k + 1 >= scaled(p, JUMPS_JUDGED)) {
            p->limits |= BM_LIMIT_BIT(JUMPS);
            break;
        }
    }
    p->states += p->states_now = bm_plan_states(search);
    p->limits |= bm_plan_limits_hit(search);
    best->unseen_bound = bm_plan_unseen_bound(search);
    best->bound = bm_plan_is_exhaustive(search) ? bm_plan_lesser(bound, best->unseen_bound) : 0;
}

/* What any plan costs at least, whatever its order: each article in its best rectangle. */
static int64_t least_of_all(const struct planner *p)
{
    const size_t each = bm_plan_index(&p->task, 1, 0, 1, 1);
    int64_t sum = 0;
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        int64_t least = BM_PRICE_MOST;
        for (size_t k = 0; k < each; k++)
            least = p->prices[a * each + k] < least ? p->prices[a * each + k] : least;
        /* One that goes on has no price in one piece. */
        sum += p->list[a].rows ? bm_plan_lesser(least, p->candidates[a].jump_cost) : least;
    }
    return sum;
}

/* Rows of articles that go on are reckoned anew from how they were set, until all are right. */
static void mend_jumps(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    uint32_t *rows = BM_NEW_N(p->work, p->task.articles.n + 1, uint32_t);
    for (uint64_t round = 0; best->plan.strip_count; round++) {
        struct judged other;
        if (bm_compose_jump_rows(p, &best->plan, rows))
            break;
        if (round == scaled(p, RECKONED_MOST)) {
            p->limits |= BM_LIMIT_BIT(RECKONED);
            break;
        }
        bm_compose_set_rows(p, rows);
        bm_arena_clear(arena);
        judge_plans(p, arena, &other);
        if (other.cost >= BM_PLAN_NEVER)
            break;
        if (other.cost < best->cost)
            bm_compose_keep_judged(p, &other, best);
    }
}

/* The articles one below the other. */
static void stack_articles(struct planner *p, struct judged *best)
{
    struct bm_plan plan;
    bm_plan_stack(p->work, &p->task, &plan);
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const struct bm_plan_rect *r = &plan.blocks[a];
        bm_compose_price_exactly(p, a, r, BM_PLAN_NEVER);
        plan.article_cost += p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)];
    }
    bm_compose_judge_plan(p, &plan, NULL, best);
}

/* Looks at regions that cost more and more, until none that was not looked into can be in a plan as
 * cheap as the best. */
static void search_wider(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    p->task.margin = MARGIN_FIRST;
    for (;;) {
        bm_arena_clear(arena);
        judge_plans(p, arena, best);
        const bool found = best->cost < BM_PLAN_NEVER;
        if (best->unseen_bound >= best->cost || (found && p->limits & BM_LIMIT_BIT(DIVISIONS)))
            break;
        if (found && p->states_now > scaled(p, STATES_MOST)) {
            p->limits |= BM_LIMIT_BIT(STATES);
            break;
        }
        const int64_t wider =
            found ? p->task.margin + best->cost - best->unseen_bound : 4ll * p->task.margin;
        if (p->task.margin >= p->task.limit)
            break;
        p->task.margin = (int32_t)bm_plan_lesser(wider, BM_PLAN_NEVER);
    }
}

void bm_compose_choose_plan(struct planner *p, struct judged *best)
{
    struct bm_arena *arena = bm_arena_new();
    search_wider(p, arena, best);
    mend_jumps(p, arena, best);
    if (best->plan.strip_count && best->cost >= BM_PRICE_OVERSET) {
        struct judged other;
        p->small = true;
        bm_arena_clear(arena);
        judge_plans(p, arena, &other);
        if (other.cost < BM_PLAN_NEVER)
            mend_jumps(p, arena, &other);
        if (other.cost < best->cost)
            bm_compose_keep_judged(p, &other, best);
    }
    if (best->cost < BM_PLAN_NEVER)
        bm_compose_trade_lines(p, best);
    if (best->cost >= BM_PLAN_NEVER)
        stack_articles(p, best);
    const int64_t least = least_of_all(p);
    if (bm_compose_may_go_on(p)) {
        best->bound = 0;
        bm_arena_clear(arena);
        if (p->states >= scaled(p, STATES_MOST))
            p->limits |= BM_LIMIT_BIT(STATES);
        else if (best->cost < BM_PLAN_NEVER)
            bm_compose_prove_jumps(p, arena, best);
    }
    best->bound = bm_plan_lesser(best->bound > least ? best->bound : least, best->cost);
    bm_arena_drop(arena);
}

void bm_compose_choose_by(struct planner *p)
{
    p->task.oracle.settle = settle;
    p->task.oracle.capacity = bm_compose_strip_rows;
    p->task.oracle.judge = bm_compose_judge_part;
    p->task.oracle.context = p;
}
