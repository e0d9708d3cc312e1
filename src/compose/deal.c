#include "compose/deal.h"

#include "compose/jumps.h"
#include "compose/needs.h"

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
    return true;
}

void bm_compose_pin_deal(struct planner *p, const struct judged *plan)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        p->list[a].page = p->task.grid.regions[plan->plan.regions[a]].page;
}

void bm_compose_loosen_deal(struct planner *p)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const struct candidate *c = &p->candidates[a];
        const struct bm_edition_place *place = &c->subject->galley->article->place;
        if (c->stand.standing == BM_STANDING_MIDDLE && !p->list[a].foot && !place->section.n)
            p->list[a].page = place->page;
    }
}

bool bm_compose_settle_deal(struct planner *p, struct judged *plan)
{
    const uint32_t n = p->task.articles.n;
    struct stand *before = BM_NEW_N(p->work, n + 1, struct stand);
    for (uint32_t a = 0; a < n; a++)
        before[a] = p->candidates[a].stand;
    bm_compose_pin_deal(p, plan);
    bm_compose_rank_candidates(p);
    for (uint32_t a = 0; a < n; a++)
        if (!make_anew(p, a, &before[a]))
            return false;
    struct judged dealt;
    bm_compose_judge_anew(p, &plan->plan, &dealt);
    bm_compose_keep_judged(p, &dealt, plan);
    plan->bound = 0;
    return true;
}
