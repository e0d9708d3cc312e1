#include "advice/advise.h"

#include "advice/limits.h"
#include "compose/choose.h"
#include "compose/prices.h"

/* The articles that are left, some of them shorter. */
struct trial {
    struct planner p;
    struct bm_diags said;
    struct bm_arena *arena; /* of everything made for the trial */
};

/* How articles are cut. */
struct manner {
    enum bm_cut cut;
    int32_t more; /* characters beyond those said */
};

static bool is_in(const struct bm_trial_scope *scope, uint32_t article)
{
    return !scope->plan || scope->plan->regions[article] == scope->region;
}

/* What is overset costs what it does, all else little: it only leads the way. */
static int32_t price_of_fit(int32_t price)
{
    return price >= BM_PRICE_OVERSET ? price : price / CHEAPER;
}

/* A task that asks only for what is overset. */
struct fitting {
    struct planner *p;
    struct bm_plan_task task;
    int32_t *prices;
};

static bool settle(void *context, uint32_t article, const struct bm_plan_rect *r, int32_t budget)
{
    struct fitting *f = context;
    const size_t at = bm_plan_index(&f->task, article, r->column, r->columns, r->lines);
    (void)budget; /* prices are others here */
    bm_compose_price_exactly(f->p, article, r, BM_PLAN_NEVER);
    f->prices[at] = price_of_fit(f->p->prices[at]);
    return true;
}

static const struct bm_plan_article *in_one_piece(struct trial *t)
{
    struct bm_plan_article *list = BM_NEW_N(t->arena, t->p.task.articles.n, struct bm_plan_article);
    for (uint32_t a = 0; a < t->p.task.articles.n; a++) {
        list[a] = t->p.list[a];
        list[a].rows = 0;
    }
    return list;
}

/* No article goes on. *known: the answer is no for want of budget. */
static bool some_plan_fits(struct trial *t, bool *known)
{
    struct planner *p = &t->p;
    struct fitting f = {.p = p, .task = p->task};
    const size_t n = bm_plan_index(&p->task, p->task.articles.n, 0, 1, 1);
    f.prices = bm_arena_array(t->arena, n, sizeof *f.prices);
    f.task.articles.list = in_one_piece(t);
    for (size_t k = 0; k < n; k++)
        f.prices[k] = price_of_fit(p->prices[k]);
    f.task.articles.prices = f.prices;
    f.task.margin = f.task.limit = BM_PRICE_OVERSET;
    f.task.weights.butting = f.task.weights.through = 0;
    f.task.oracle.settle = settle;
    f.task.oracle.judge = NULL;
    f.task.oracle.context = &f;
    struct bm_plan plan;
    const struct bm_budget all = *p->budget;
    *p->budget = bm_budget_share(p->budget, EASY_SHARE, 100);
    struct bm_plan_search *search = bm_plan_open(t->arena, &f.task);
    const bool fits = bm_plan_next(search, &plan);
    *known = !bm_plan_is_too_large(search) && !bm_plan_limits_hit(search);
    p->budget->parts_most = all.parts_most;
    return fits;
}

static bool leaves_nothing_over(struct planner *p, const struct judged *best)
{
    int64_t over = best->costs[BM_PENALTY_OVERSET];
    for (uint32_t a = 0; a < p->task.articles.n && best->cost >= BM_PRICE_OVERSET; a++) {
        int64_t costs[BM_PENALTIES] = {0};
        if (!bm_plan_goes_on(&best->plan, a))
            bm_compose_price_penalties(p, a, &best->plan.blocks[a], costs);
        over += costs[BM_PENALTY_OVERSET];
    }
    return over == 0;
}

static bool chosen_plan_fits(struct trial *t, int32_t limit)
{
    struct judged best = {0};
    t->p.task.limit = limit;
    bm_compose_choose_plan(&t->p, &best);
    return leaves_nothing_over(&t->p, &best);
}

/* Quick, where articles change places so freely that no search ends. earnest: no plan that leaves a
 * row over is cheaper, so that make-up takes none. */
static bool rough_plan_fits(struct trial *t, bool earnest)
{
    struct judged best = {0};
    bm_compose_choose_roughly(&t->p, &best);
    return leaves_nothing_over(&t->p, &best) && (!earnest || best.cost < BM_PRICE_OVERSET);
}

/* Candidates that stay as they are keep what is known of their prices. */
static bool make_candidate(struct trial *t, const struct planner *from, uint32_t was, uint32_t now,
                           uint32_t less, const struct manner *manner)
{
    const struct candidate *c = &from->candidates[was], *ranked = &t->p.candidates[now];
    const struct bm_article *article = c->subject->galley->article;
    bm_budget_take(t->p.budget, less ? PART_CUT : PART_KEPT);
    const struct stand stand = ranked->stand;
    t->p.candidates[now] = *c;
    if (less || !bm_compose_same_stand(&stand, &c->stand)) {
        struct bm_subject *subject = BM_NEW(t->arena, struct bm_subject);
        if (less >= BM_HELD_PART)
            article = bm_article_without(t->arena, article, BM_HELD_FROM(less), BM_HELD_N(less));
        else if (less)
            article = bm_article_cut(t->arena, article, (uint32_t)((int32_t)less + manner->more),
                                     manner->cut);
        t->p.candidates[now] =
            (struct candidate){.subject = subject,
                               .arena = t->arena,
                               .work = c->work,
                               .stand = stand,
                               .page = c->page,
                               .rank = c->rank,
                               .kind = bm_layout_kind(t->p.in->layout, article->kind),
                               .length = c->length};
        if (!bm_compose_make_candidate(&t->p, now, article, &t->p.maker))
            return false;
        bm_compose_bound(&t->p, now);
    } else {
        bm_compose_price_rects(&t->p, now);
    }
    bm_compose_reckon_jump(&t->p, now);
    return true;
}

/* Which of those left are the lead, the second and the first: of one region they stay what they
 * are.
 */
static void rank_trial(struct trial *t, const struct planner *from,
                       const struct bm_trial_scope *scope, const uint32_t *was, uint32_t left)
{
    for (uint32_t a = 0; a < left; a++)
        t->p.candidates[a].length = from->candidates[was[a]].length;
    for (uint32_t a = 0; a < left; a++)
        t->p.candidates[a].page = from->candidates[was[a]].page;
    for (uint32_t a = 0; a < left; a++)
        t->p.candidates[a].rank = from->candidates[was[a]].rank;
    for (uint32_t a = 0; a < left; a++)
        t->p.candidates[a].kind = from->candidates[was[a]].kind;
    if (!scope->plan) {
        bm_compose_rank_candidates(&t->p);
        t->p.candidates[0].stand.opens = true;
        return;
    }
    t->p.task.grid.regions += scope->region;
    t->p.task.grid.region_count = 1;
    for (uint32_t a = 0; a < left; a++) {
        const struct candidate *c = &from->candidates[was[a]];
        t->p.candidates[a].stand = c->stand;
    }
}

/* False: nothing is left, or it cannot be set. */
static bool open_trial(struct trial *t, struct planner *from, const struct bm_trial_scope *scope,
                       const uint32_t *less, const struct manner *manner)
{
    const uint32_t n = from->task.articles.n;
    struct bm_arena *arena = bm_arena_new();
    uint32_t *was = BM_NEW_N(arena, n, uint32_t), left = 0;
    *t = (struct trial){.p = {.in = from->in,
                              .maker = from->maker,
                              .work = arena,
                              .fitter = from->fitter,
                              .candidates = BM_NEW_N(arena, n, struct candidate),
                              .list = BM_NEW_N(arena, n, struct bm_plan_article),
                              .task = from->task,
                              .budget = from->budget},
                        .arena = arena,
                        .said = {.arena = arena}};
    t->p.maker.arena = arena;
    t->p.maker.diags = &t->said;
    for (uint32_t a = 0; a < n; a++) {
        if (less[a] == BM_HELD || !is_in(scope, a))
            continue;
        t->p.list[left] = from->list[a];
        t->p.list[left].rows = t->p.list[left].step = 0;
        if (scope->plan) /* it is the only region then */
            t->p.list[left].region = 0;
        was[left++] = a;
    }
    t->p.prices = BM_NEW_N(arena, bm_plan_index(&from->task, left, 0, 1, 1), int32_t);
    t->p.task.articles.list = t->p.list;
    t->p.task.articles.n = left;
    t->p.task.articles.prices = t->p.prices;
    bm_compose_choose_by(&t->p);
    rank_trial(t, from, scope, was, left);
    for (uint32_t a = 0; a < left; a++)
        if (!make_candidate(t, from, was[a], a, less[was[a]], manner))
            return false;
    return left > 0;
}

static bool try_one(struct planner *p, const struct bm_trial_scope *scope, const uint32_t *less,
                    const struct manner *manner, bool earnest)
{
    struct trial t;
    if (bm_budget_is_spent(p->budget, 0))
        return false;
    const struct bm_budget all = *p->budget;
    *p->budget = bm_budget_share(
        p->budget, scope->known && p->task.grid.region_count > 1 ? WHOLE_SHARE : TRIAL_SHARE, 100);
    bool fits = open_trial(&t, p, scope, less, manner);
    if (fits) {
        bool known = true;
        const bool easy = scope->known || some_plan_fits(&t, &known);
        fits = easy || !known || bm_compose_may_go_on(&t.p);
        if (!easy && !known && rough_plan_fits(&t, earnest))
            ;
        else if (fits && (earnest || !easy))
            fits = chosen_plan_fits(&t, easy || !known ? BM_PLAN_NEVER : COST_MOST);
    }
    bm_arena_drop(t.arena);
    p->budget->parts_most = all.parts_most;
    return fits;
}

bool bm_advice_may_be_set(struct planner *p, const struct bm_trial_scope *scope,
                          const uint32_t *less)
{
    static const struct manner plain = {BM_CUT_STARTS, 0};
    return try_one(p, scope, less, &plain, false);
}

bool bm_advice_is_set(struct planner *p, const struct bm_trial_scope *scope, const uint32_t *less)
{
    /* About so many: nobody counts them exactly. */
    static const struct manner manners[] = {
        {BM_CUT_STARTS, -4}, {BM_CUT_ENDS, 0}, {BM_CUT_STARTS, 10}, {BM_CUT_ENDS, 25}};
    bool cut = false, fits = true;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        cut = cut || (less[a] && less[a] < BM_HELD_PART);
    for (size_t k = 0; fits && k < (cut ? BM_COUNT(manners) : 1); k++)
        fits = try_one(p, scope, less, &manners[k], true);
    return fits;
}
