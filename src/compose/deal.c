#include "compose/deal.h"

#include "compose/jumps.h"
#include "compose/needs.h"

/* The region in which an article that goes on begins. */
static uint32_t first_strip(const struct bm_plan *plan, uint32_t article)
{
    size_t i = 0;
    while (plan->strips[i].article != article)
        i++;
    return plan->strips[i].region;
}

bool bm_compose_deal_matters(const struct planner *p)
{
    const struct bm_planning *w = &p->in->layout->planning;
    const struct bm_plan_grid *grid = &p->task.grid;
    bool pages = false, free = false;
    for (uint32_t r = 1; r < grid->region_count; r++)
        pages = pages || grid->regions[r].page != grid->regions[0].page;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        free = free || !p->list[a].page;
    return pages && free && (w->lead_share || w->wider || p->in->layout->ladder_count);
}

/* Galleys and bounds of an article that stands otherwise now. What there is to say of its text was
 * said when they were made first. */
static bool make_anew(struct planner *p, uint32_t article, const struct stand *before)
{
    struct candidate *c = &p->candidates[article];
    struct bm_diags unheard = {.arena = c->arena};
    struct bm_galley_maker maker = p->maker;
    if (bm_compose_same_stand(&c->stand, before))
        return true;
    maker.arena = c->arena;
    maker.diags = &unheard;
    if (c->subject->ladder && c->stand.standing != before->standing) {
        const struct bm_article *from = c->subject->galley->article;
        *c->subject = (struct bm_subject){0};
        if (!bm_compose_make_candidate(p, article, from, &maker))
            return false;
    }
    c->choices = NULL;
    c->n = c->cap = 0;
    c->kept = bm_compose_kept_needs_find(p, article);
    bm_compose_bound(p, article);
    bm_compose_kept_needs_keep(p, article);
    if (p->list[article].rows)
        bm_compose_reckon_jump(p, article);
    return true;
}

/* The page on which the article stands in the plan. */
static uint32_t page_of(const struct planner *p, const struct bm_plan *plan, uint32_t article)
{
    const uint32_t region =
        bm_plan_goes_on(plan, article) ? first_strip(plan, article) : plan->regions[article];
    return p->task.grid.regions[region].page;
}

/* All articles, each page's lead before the first of that page: which comes at which place. */
static void find_order(struct planner *p, const struct bm_plan *plan, uint32_t *order)
{
    const uint32_t n = p->task.articles.n;
    uint32_t *pages = BM_NEW_N(p->work, n + 1, uint32_t), count = 0;
    bool *taken = BM_NEW_N(p->work, n + 1, bool);
    for (uint32_t a = 0; a < n; a++) {
        pages[a] = p->candidates[a].page;
        p->candidates[a].page = page_of(p, plan, a);
    }
    for (uint32_t a = 0; a < n; a++) {
        const uint32_t lead = bm_compose_lead_of(p, a);
        if (lead < n && !taken[lead])
            order[count++] = lead;
        if (lead < n)
            taken[lead] = true;
        if (!taken[a])
            order[count++] = a;
        taken[a] = true;
    }
    for (uint32_t a = 0; a < n; a++)
        p->candidates[a].page = pages[a];
}

void bm_compose_put_leads_first(struct planner *p, struct judged *judged)
{
    const uint32_t n = p->task.articles.n;
    const size_t each = bm_plan_index(&p->task, 1, 0, 1, 1);
    struct bm_plan *plan = &judged->plan;
    struct judged was;
    uint32_t *order = BM_NEW_N(p->work, n + 1, uint32_t),
             *place = BM_NEW_N(p->work, n + 1, uint32_t);
    struct candidate *candidates = BM_NEW_N(p->work, n + 1, struct candidate);
    struct bm_plan_article *list = BM_NEW_N(p->work, n + 1, struct bm_plan_article);
    int32_t *prices = BM_NEW_N(p->work, n * each + 1, int32_t);
    if (!p->in->layout->planning.order_free)
        return;
    find_order(p, plan, order);
    bm_compose_forget_jumps(p);
    bm_compose_keep_judged(p, judged, &was);
    memcpy(candidates, p->candidates, n * sizeof *candidates);
    memcpy(list, p->list, n * sizeof *list);
    memcpy(prices, p->prices, n * each * sizeof *prices);
    for (uint32_t a = 0; a < n; a++) {
        const uint32_t from = order[a];
        place[from] = a;
        p->candidates[a] = candidates[from];
        p->list[a] = list[from];
        memcpy(p->prices + a * each, prices + from * each, each * sizeof *prices);
        plan->blocks[a] = was.plan.blocks[from];
        plan->regions[a] = was.plan.regions[from];
    }
    for (size_t i = 0; i < plan->strip_count; i++)
        plan->strips[i].article = place[plan->strips[i].article];
}

void bm_compose_pin_deal(struct planner *p, const struct judged *plan)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        p->candidates[a].page = page_of(p, &plan->plan, a);
        if (bm_plan_goes_on(&plan->plan, a))
            continue; /* it goes on where it will */
        p->list[a].page = p->candidates[a].page;
        p->list[a].region = plan->plan.regions[a] + 1;
    }
}

void bm_compose_loosen_deal(struct planner *p)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const struct candidate *c = &p->candidates[a];
        const struct bm_edition_place *place = &c->subject->galley->article->place;
        if (c->stand.standing == BM_STANDING_MIDDLE && !place->foot && !place->section.n &&
            !place->page)
            p->list[a].page = p->list[a].region = 0;
    }
}

struct deal {
    struct bm_plan_article *list;
    struct stand *stands;
    uint32_t *pages;
};

struct deal *bm_compose_keep_deal(struct planner *p)
{
    const uint32_t n = p->task.articles.n;
    struct deal *deal = BM_NEW(p->work, struct deal);
    *deal =
        (struct deal){BM_NEW_N(p->work, n + 1, struct bm_plan_article),
                      BM_NEW_N(p->work, n + 1, struct stand), BM_NEW_N(p->work, n + 1, uint32_t)};
    for (uint32_t a = 0; a < n; a++) {
        deal->list[a] = p->list[a];
        deal->stands[a] = p->candidates[a].stand;
        deal->pages[a] = p->candidates[a].page;
    }
    return deal;
}

/* All that hangs on heads, and what the plan costs with them. */
static bool judge_with_heads(struct planner *p, const struct stand *before, struct judged *plan)
{
    struct judged anew;
    /* Strips and fits of those that go on are others with another head. */
    bm_compose_forget_jumps(p);
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        if (!make_anew(p, a, &before[a]))
            return false;
    bm_compose_judge_anew(p, &plan->plan, &anew);
    bm_compose_keep_judged(p, &anew, plan);
    plan->bound = 0;
    return true;
}

/* Whether nobody keeps a standing on a region's page: text is left over there that was not before,
 * or an article goes on there, in either plan. */
static bool is_undone(const struct planner *p, const struct bm_plan *before,
                      const struct bm_plan *plan, uint32_t region)
{
    const struct bm_plan_region *regions = p->task.grid.regions;
    const uint32_t page = regions[region].page;
    for (size_t i = 0; i < before->strip_count; i++)
        if (regions[before->strips[i].region].page == page)
            return true;
    for (size_t i = 0; i < plan->strip_count; i++)
        if (regions[plan->strips[i].region].page == page)
            return true;
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const struct bm_plan_rect *r = &plan->blocks[a];
        const bool here = regions[plan->regions[a]].page == page;
        if (here != (regions[before->regions[a]].page == page))
            return true;
        if (here && !bm_plan_goes_on(plan, a) &&
            p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)] >=
                BM_PRICE_OVERSET)
            return true;
    }
    return false;
}

bool bm_compose_undo_deal(struct planner *p, const struct deal *deal, const struct judged *before,
                          struct judged *plan)
{
    const struct deal *now = bm_compose_keep_deal(p);
    struct judged mixed;
    bool *undone = BM_NEW_N(p->work, p->task.grid.region_count, bool);
    bm_compose_keep_judged(p, before, &mixed);
    for (uint32_t r = 0; r < p->task.grid.region_count; r++)
        undone[r] = is_undone(p, &before->plan, &plan->plan, r);
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        if (undone[before->plan.regions[a]]) {
            p->candidates[a].stand = deal->stands[a];
            p->candidates[a].page = deal->pages[a];
            continue;
        }
        mixed.plan.blocks[a] = plan->plan.blocks[a];
        mixed.plan.regions[a] = plan->plan.regions[a];
    }
    *plan = mixed;
    if (!judge_with_heads(p, now->stands, plan))
        return false;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        if (undone[before->plan.regions[a]])
            p->list[a] = deal->list[a];
    return true;
}

bool bm_compose_settle_deal(struct planner *p, struct judged *plan)
{
    const struct deal *before = bm_compose_keep_deal(p);
    bm_compose_pin_deal(p, plan);
    bm_compose_rank_candidates(p);
    return judge_with_heads(p, before->stands, plan);
}
