/* Which plan: the cheapest in everything. */
#include "compose/choose.h"

#include "compose/deal.h"
#include "compose/exchange.h"
#include "compose/jumps.h"
#include "compose/limits.h"
#include "compose/pages.h"
#include "compose/prices.h"
#include "compose/refine.h"
#include "compose/rough.h"

/* Not all orders of articles were searched. */
#define ORDERS_CUT (BM_LIMIT_BIT(GROUP) | BM_LIMIT_BIT(LOTS))

/* Goes through plans, the cheapest by the search first, until none to come can be cheaper than the
 * best so far in everything; none below the limit: its cost is BM_PLAN_NEVER, and it has no
 * blocks. */
static void judge_plans(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct bm_plan_search *search = bm_plan_open(arena, &p->task);
    struct bm_plan plan;
    int64_t bound = BM_PLAN_NEVER;
    *best = (struct judged){.cost = BM_PLAN_NEVER};
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
    bound = bm_plan_bound(search);
    p->states += p->states_now = bm_plan_states(search);
    p->limits |= bm_plan_limits_hit(search);
    if (bm_plan_is_too_large(search))
        p->limits |= BM_LIMIT_BIT(BUDGET);
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

/* Articles by the room that they need, and small parts made better: in several manners, the best
 * plan first; their number. */
static uint32_t divide_roughly(struct planner *p, struct bm_arena *arena,
                               struct judged plans[ROUGH_MANNERS])
{
    uint32_t n = 0;
    for (; n < ROUGH_MANNERS && !(n && bm_budget_is_spent(p->budget, 0)); n++) {
        struct bm_plan plan;
        struct judged tried;
        uint32_t at = n;
        bm_compose_rough(p->work, &p->task, n, &plan);
        bm_compose_judge_anew(p, &plan, &tried);
        tried.bound = 0;
        bm_compose_refine(p, arena, WINDOW_SMALL, &tried);
        for (; at && plans[at - 1].cost > tried.cost; at--)
            plans[at] = plans[at - 1];
        bm_compose_keep_judged(p, &tried, &plans[at]);
    }
    return n;
}

static void keep_better(const struct planner *p, const struct judged *plan, struct judged *best)
{
    const int64_t bound = best->bound;
    if (!plan->plan.blocks || (best->plan.blocks && plan->cost >= best->cost))
        return;
    bm_compose_keep_judged(p, plan, best);
    best->bound = bound;
}

/* Makes plans better in larger parts, the best one first, as long as the budget lasts. */
static void refine_all(struct planner *p, struct bm_arena *arena, struct judged *plans, uint32_t n,
                       struct judged *best)
{
    for (uint32_t k = 0; k < n && !(k && bm_budget_is_spent(p->budget, 0)); k++) {
        bm_compose_refine(p, arena, WINDOW_MOST, &plans[k]);
        keep_better(p, &plans[k], best);
    }
}

/* Looks at regions that cost more and more, from so much on, until none that was not looked into
 * can be in a plan as cheap as the best. Where a wider search is cut what narrower ones found
 * stands. */
static void search_from(struct planner *p, struct bm_arena *arena, int32_t margin,
                        struct judged *best)
{
    *best = (struct judged){.cost = BM_PLAN_NEVER};
    p->task.margin = margin;
    for (;;) {
        struct judged found;
        const uint32_t before = p->limits;
        bm_arena_clear(arena);
        judge_plans(p, arena, &found);
        if (found.cost < best->cost)
            *best = found;
        best->bound = found.bound;
        best->unseen_bound = found.unseen_bound;
        const bool any = best->cost < BM_PLAN_NEVER;
        if (p->limits & BM_LIMIT_BIT(BUDGET))
            break;
        if (best->unseen_bound >= best->cost || (any && p->limits & BM_LIMIT_BIT(DIVISIONS)))
            break;
        if (any && p->task.margin > margin && p->limits & ~before & ORDERS_CUT)
            break;
        if (any && p->states_now > scaled(p, STATES_MOST)) {
            p->limits |= BM_LIMIT_BIT(STATES);
            break;
        }
        const int64_t wider =
            any ? p->task.margin + best->cost - best->unseen_bound : 2ll * p->task.margin;
        if (p->task.margin >= p->task.limit)
            break;
        p->task.margin = (int32_t)bm_plan_lesser(wider, BM_PLAN_NEVER);
    }
}

static void search_wider(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    search_from(p, arena, MARGIN_FIRST, best);
}

/* Whether text of some article in one piece is left over. */
static bool leaves_over(const struct planner *p, const struct judged *best)
{
    for (uint32_t a = 0; a < p->task.articles.n && best->cost < BM_PLAN_NEVER; a++) {
        const struct bm_plan_rect *r = &best->plan.blocks[a];
        if (!bm_plan_goes_on(&best->plan, a) &&
            p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)] >=
                BM_PRICE_OVERSET)
            return true;
    }
    return best->cost >= BM_PLAN_NEVER;
}

/* Less of the budget for a while: so many percent of what is left, and of the memory. */
static struct bm_budget narrow(struct planner *p, unsigned percent)
{
    const struct bm_budget all = *p->budget;
    *p->budget = bm_budget_share(p->budget, percent, 100);
    p->budget->bytes_most = all.bytes_most / 100 * percent;
    return all;
}

static void widen(struct planner *p, const struct bm_budget *all)
{
    p->budget->parts_most = all->parts_most;
    p->budget->bytes_most = all->bytes_most;
}

/* Searches for what is cheaper than the best plan, if all orders can be searched; a search that
 * ends proves that nothing is. */
static void search_below(struct planner *p, struct bm_arena *arena, int32_t margin,
                         struct judged *best)
{
    struct judged other;
    const int32_t limit = p->task.limit;
    p->limits &= ~(BM_LIMIT_BIT(BUDGET) | ORDERS_CUT);
    p->task.limit = (int32_t)bm_plan_lesser(best->cost, limit);
    p->task.whole = true;
    search_from(p, arena, margin, &other);
    p->task.whole = false;
    p->task.limit = limit;
    const int64_t bound = other.bound > best->bound ? other.bound : best->bound;
    if (other.plan.blocks && other.cost < best->cost)
        bm_compose_keep_judged(p, &other, best);
    best->bound = bound;
}

/* Whether the last search left out orders or divisions, or had no end. */
static bool was_cut(const struct planner *p)
{
    return p->limits & (BM_LIMIT_BIT(BUDGET) | BM_LIMIT_BIT(DIVISIONS) | ORDERS_CUT);
}

/* In the order of the list but that in stretches of so many articles change places: what is cheaper
 * than the best so far; whether there is any. What that proves is not of all orders. */
static bool search_near(struct planner *p, struct bm_arena *arena, uint32_t group,
                        struct judged *best)
{
    struct judged found;
    const int32_t limit = p->task.limit;
    const uint32_t limits = p->limits | BM_LIMIT_BIT(GROUP);
    struct bm_budget all = narrow(p, NEAR_SHARE);
    p->task.straight = true;
    p->limits = 0;
    p->task.limit = (int32_t)bm_plan_lesser(best->cost, limit);
    p->task.group = group;
    search_wider(p, arena, &found);
    p->task.group = 0;
    p->task.straight = false;
    p->task.limit = limit;
    p->limits |= limits;
    widen(p, &all);
    const bool better = found.cost < best->cost;
    keep_better(p, &found, best);
    return better;
}

/* No advice is wanted. */
static void use_reserve(struct planner *p)
{
    p->budget->parts_most += p->reserve;
    p->reserve = 0;
}

/* Divided by straight cuts alone, which is quick. */
static void search_straight(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct bm_budget all = narrow(p, FREE_SHARE);
    p->task.straight = p->task.hasty = true;
    search_wider(p, arena, best);
    p->task.straight = p->task.hasty = false;
    widen(p, &all);
}

/* Pinwheels that are cheaper than the best plan; without any of them it is the best. */
static void search_turned(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct bm_budget all = narrow(p, TURNED_SHARE);
    best->bound = 0;
    search_below(p, arena, (int32_t)best->cost, best);
    widen(p, &all);
}

/* Articles change places. Where their orders are too many to be searched the plan is the best of
 * rough ones and of those in nearly the list's order, made better in parts. */
static void search_orders(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct judged plans[ROUGH_MANNERS];
    search_straight(p, arena, best);
    if (!was_cut(p) && !leaves_over(p, best)) {
        search_turned(p, arena, best);
        return;
    }
    search_near(p, arena, 1, best);
    struct bm_budget all = narrow(p, REFINE_SHARE);
    const uint32_t n = divide_roughly(p, arena, plans);
    bm_compose_refine(p, arena, WINDOW_MOST, plans);
    widen(p, &all);
    const bool other = best->cost < plans->cost;
    keep_better(p, plans, best);
    if (search_near(p, arena, GROUP_NEAR, best) || other)
        bm_compose_refine(p, arena, WINDOW_MOST, best);
    if (!leaves_over(p, best))
        return;
    refine_all(p, arena, plans, n, best);
    if (!leaves_over(p, best))
        use_reserve(p);
    search_below(p, arena, MARGIN_FIRST, best);
}

/* No article goes on. What is quick to search is proved at once. Else a rough plan is made better
 * first, then what is cheaper is looked for, and what is found made better again. */
static void choose_in_one_piece(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    if (bm_compose_pages_stand_alone(p)) {
        struct page_choice *pages;
        const size_t n = bm_compose_divide_pages(p, arena, choose_in_one_piece, &pages);
        bm_compose_join_pages(p, pages, n, best);
        if (best->cost < BM_PLAN_NEVER)
            return;
    }
    if (bm_compose_is_order_free(p)) {
        search_orders(p, arena, best);
        return;
    }
    const bool many = p->task.articles.n > QUICK_MOST;
    struct bm_budget all = narrow(p, many ? QUICK_SHARE / 4 : QUICK_SHARE);
    search_wider(p, arena, best);
    widen(p, &all);
    if (!was_cut(p) && !leaves_over(p, best))
        return;
    struct judged plans[ROUGH_MANNERS];
    uint32_t n = 1;
    all = narrow(p, REFINE_SHARE);
    if (best->cost < BM_PLAN_NEVER)
        bm_compose_keep_judged(p, best, plans);
    else
        n = divide_roughly(p, arena, plans);
    bm_compose_refine(p, arena, WINDOW_MOST, plans);
    keep_better(p, plans, best);
    widen(p, &all);
    if (!leaves_over(p, best))
        use_reserve(p);
    all = narrow(p, many ? QUICK_SHARE / 4 : 100);
    search_below(p, arena, MARGIN_FIRST, best);
    widen(p, &all);
    if (was_cut(p))
        refine_all(p, arena, plans, n, best);
}

static void choose_roughly(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct judged plans[ROUGH_MANNERS];
    const uint32_t n = divide_roughly(p, arena, plans);
    *best = (struct judged){.cost = BM_PLAN_NEVER};
    refine_all(p, arena, plans, n, best);
}

void bm_compose_choose_roughly(struct planner *p, struct judged *best)
{
    struct bm_arena *arena = bm_arena_new();
    choose_roughly(p, arena, best);
    bm_arena_drop(arena);
}

static void choose_with_jumps(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    p->task.hasty = true;
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
    else
        choose_roughly(p, arena, best);
    p->task.hasty = false;
    best->bound = 0;
    bm_arena_clear(arena);
    if (p->states >= scaled(p, STATES_MOST))
        p->limits |= BM_LIMIT_BIT(STATES);
    else if (best->cost < BM_PLAN_NEVER)
        bm_compose_prove_jumps(p, arena, best);
}

static bool loses_text(const struct planner *p, const struct judged *best)
{
    return best->costs[BM_PENALTY_OVERSET] || leaves_over(p, best);
}

static void choose_freely(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    if (bm_compose_may_go_on(p))
        choose_with_jumps(p, arena, best);
    else
        choose_in_one_piece(p, arena, best);
}

/* Each page with its lead. Articles that go on stay out of windows. */
static void divide_anew(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct judged found;
    bm_arena_clear(arena);
    p->limits = 0;
    if (bm_compose_may_go_on(p)) {
        choose_with_jumps(p, arena, &found);
        keep_better(p, &found, best);
        return;
    }
    struct page_choice *pages;
    const size_t n = bm_compose_divide_pages(p, arena, choose_in_one_piece, &pages);
    bm_compose_exchange(p, arena, choose_in_one_piece, search_straight, pages, n);
    bm_compose_join_pages(p, pages, n, &found);
    keep_better(p, &found, best);
    if (!leaves_over(p, best))
        return;
    bm_compose_loosen_deal(p);
    bm_compose_refine(p, arena, WINDOW_MOST, best);
}

/* The deal first, then each page with its lead. What another deal would cost is not known then:
 * the limit says so, and nothing is proved but what all articles cost at their best. */
static bool choose_by_deal(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct bm_budget all = narrow(p, bm_compose_may_go_on(p) ? 100 : DEAL_SHARE);
    choose_freely(p, arena, best);
    widen(p, &all);
    if (best->cost >= BM_PLAN_NEVER)
        return true;
    bm_compose_put_leads_first(p, best);
    const struct deal *deal = bm_compose_keep_deal(p);
    const bool over = loses_text(p, best);
    struct judged free;
    bm_compose_keep_judged(p, best, &free);
    if (!bm_compose_settle_deal(p, best))
        return false;
    divide_anew(p, arena, best);
    if (!over && loses_text(p, best)) {
        /* Larger heads are not worth a line of text. */
        if (!bm_compose_undo_deal(p, deal, &free, best))
            return false;
    } else {
        bm_compose_pin_deal(p, best);
    }
    best->bound = 0;
    p->limits |= BM_LIMIT_BIT(DEAL);
    return true;
}

bool bm_compose_choose_plan(struct planner *p, struct judged *best)
{
    struct bm_arena *arena = bm_arena_new();
    bool good = true;
    if (bm_compose_deal_matters(p))
        good = choose_by_deal(p, arena, best);
    else
        choose_freely(p, arena, best);
    const int64_t least = least_of_all(p);
    best->bound = bm_plan_lesser(best->bound > least ? best->bound : least, best->cost);
    bm_arena_drop(arena);
    return good;
}
