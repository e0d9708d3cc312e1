/* Articles that go on: what strips hold, and the fit of an article in its strips. */
#include "compose/jumps.h"

#include "compose/frames.h"
#include "compose/jump_fits.h"
#include "compose/limits.h"
#include "compose/needs.h"
#include "compose/prices.h"

static struct strip_rows strip_key(uint32_t article, uint32_t region, const struct bm_plan_rect *r,
                                   bool first, bool small)
{
    return (struct strip_rows){.whose = UINT64_C(1) << 63 | (uint64_t)article << 32 |
                                        (uint64_t)region << 2 | first * 2u | small,
                               .where = (uint64_t)r->column << 48 | (uint64_t)r->columns << 32 |
                                        (uint64_t)r->line << 16 | r->lines};
}

/* Slots that the strip has for a galley of its article, pictures as in bm_fit_slots(); one is
 * taken by each 转版 line. */
static uint32_t count_rows(struct planner *p, const struct bm_plan_strip *s, bool first,
                           const struct bm_galley *galley, int pictures)
{
    const struct bm_frame frame = bm_compose_strip_frame(p, s);
    struct bm_slot_count count;
    bm_arena_clear(p->fitter.arena);
    bm_fit_slots(&p->fitter, p->candidates[s->article].subject, galley, &frame, first, pictures,
                 &count);
    return count.slots ? (uint32_t)count.slots - 1 : 0;
}

/* Legs too short; of an article that goes on none is too long. */
static int32_t leg_price(const struct planner *p, uint32_t rows, uint32_t columns)
{
    const uint32_t leg = rows / (columns ? columns : 1);
    return leg < p->in->layout->planning.leg_least ? bm_compose_leg_price(p, leg ? leg : 1) : 0;
}

uint32_t bm_compose_strip_rows(void *context, uint32_t article, uint32_t region,
                               const struct bm_plan_rect *rect, bool first, int32_t *cost)
{
    struct planner *p = context;
    const struct strip_rows key = strip_key(article, region, rect, first, p->small);
    bm_compose_kept_jumps_find(p, article);
    struct strip_rows *at = bm_compose_strip_place(p, &key);
    if (!at->asked)
        bm_budget_take(p->budget, PART_PRICE);
    if (!at->known) {
        at->known = true;
        at->rows = count_rows(p, &(struct bm_plan_strip){article, region, *rect}, first,
                              p->candidates[article].subject->galley, p->small ? -1 : 0);
        at->cost = leg_price(p, at->rows, rect->columns / p->list[article].step);
    }
    at->asked = true;
    *cost = at->cost;
    return at->rows;
}

void bm_compose_strip_leeway(struct planner *p, uint32_t article, uint32_t *more, uint32_t *fewer)
{
    const struct bm_subject *subject = p->candidates[article].subject;
    const struct bm_galley *smallest =
        subject->smaller_count ? subject->smaller[subject->smaller_count - 1] : subject->galley;
    const uint32_t step = p->list[article].step;
    *more = *fewer = 0;
    for (uint32_t r = 0; r < p->task.grid.region_count; r++)
        for (uint32_t w = step; w <= p->task.grid.regions[r].rect.columns; w += step) {
            struct bm_plan_strip s = {article, r, p->task.grid.regions[r].rect};
            s.rect.columns = w;
            const uint32_t plain = count_rows(p, &s, true, subject->galley, p->small ? -1 : 0);
            const uint32_t most = count_rows(p, &s, true, smallest, -1);
            const uint32_t least = count_rows(p, &s, true, subject->galley, 1);
            *more = most > plain + *more ? most - plain : *more;
            *fewer = plain > least + *fewer ? plain - least : *fewer;
        }
}

/* Legs of a strip that are short. */
static int64_t legs_price(const struct planner *p, const struct bm_fit_cost *fit, size_t strips)
{
    int64_t sum = 0;
    for (size_t i = 0; i < strips; i++)
        sum += leg_price(p, (uint32_t)fit->frames[i].slots, fit->frames[i].legs);
    return sum;
}

static void fit_jump(struct planner *p, struct jump_fit *t)
{
    struct bm_arena *work = p->work;
    struct bm_frame *all = BM_NEW_N(work, t->n, struct bm_frame);
    const struct bm_frame **v = bm_arena_array(work, t->n, sizeof *v);
    uint32_t *pages = BM_NEW_N(work, t->n, uint32_t);
    for (size_t i = 0; i < t->n; i++) {
        all[i] = bm_compose_strip_frame(p, &t->strips[i]);
        v[i] = &all[i];
        pages[i] = p->task.grid.regions[t->strips[i].region].page;
    }
    struct bm_fit_cost fit;
    const struct bm_frames frames = {v, pages, t->n};
    const uint64_t before = p->budget->parts;
    bm_budget_take(p->budget, PART_JUMP);
    bm_compose_frames_price(p, p->candidates[t->article].subject, &frames, t->costs, &fit);
    p->fits++;
    t->parts = p->budget->parts - before;
    t->limits = fit.limits;
    t->costs[BM_PENALTY_LEGS] += legs_price(p, &fit, t->n);
    for (size_t i = 1; i < t->n; i++)
        if (t->strips[i].region != t->strips[i - 1].region)
            t->costs[BM_PENALTY_JUMP] += p->task.weights.jump;
    t->over = fit.overset_rows;
    t->rows_left = fit.left;
    t->legs = fit.legs;
}

/* What a fit of an earlier run took is taken again: a search ends where it would without. */
static const struct jump_fit *ask(struct planner *p, struct jump_fit *t)
{
    if (!t->asked)
        bm_budget_take(p->budget, t->parts);
    t->asked = true;
    p->candidates[t->article].limits |= t->limits;
    return t;
}

static const struct jump_fit *jump_fit_of(struct planner *p, const struct bm_plan *plan,
                                          uint32_t article)
{
    struct jump_fit find = {.article = article, .small = p->small};
    find.strips = BM_NEW_N(p->work, plan->strip_count, struct bm_plan_strip);
    for (size_t i = 0; i < plan->strip_count; i++)
        if (plan->strips[i].article == article)
            find.strips[find.n++] = plan->strips[i];
    if (!find.n)
        return NULL;
    bm_compose_kept_jumps_find(p, article);
    for (struct jump_fit *t = p->jump_fits; t; t = t->next)
        if (t->article == article && t->small == find.small && t->n == find.n &&
            memcmp(t->strips, find.strips, find.n * sizeof *find.strips) == 0)
            return ask(p, t);
    struct jump_fit *t = BM_NEW(p->work, struct jump_fit);
    *t = find;
    fit_jump(p, t);
    t->asked = true;
    t->next = p->jump_fits;
    p->jump_fits = t;
    return ask(p, t);
}

int64_t bm_compose_jump_price(struct planner *p, const struct bm_plan *plan, uint32_t article,
                              int64_t costs[BM_PENALTIES])
{
    const struct jump_fit *t = jump_fit_of(p, plan, article);
    int64_t sum = 0;
    for (int k = 0; k < BM_PENALTIES; k++) {
        costs[k] += t->costs[k];
        sum += t->costs[k];
    }
    return sum;
}

void bm_compose_fit_jumps(struct planner *p, const struct bm_plan *plan,
                          int64_t costs[BM_PENALTIES])
{
    memset(costs, 0, BM_PENALTIES * sizeof *costs);
    for (uint32_t a = 0; plan->strip_count && a < p->task.articles.n; a++)
        if (bm_plan_goes_on(plan, a))
            bm_compose_jump_price(p, plan, a, costs);
}

bool bm_compose_jump_rows(struct planner *p, const struct bm_plan *plan, uint32_t *rows)
{
    bool right = true;
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const struct jump_fit *t = jump_fit_of(p, plan, a);
        const uint32_t reckoned = p->list[a].rows;
        rows[a] = reckoned;
        if (t && t->over)
            rows[a] += t->over;
        else if (t && t->rows_left > t->legs && reckoned > t->rows_left - t->legs / 2)
            rows[a] -= t->rows_left - t->legs / 2;
        right = right && rows[a] == reckoned;
    }
    return right;
}

bool bm_compose_jumps_are_full(struct planner *p, const struct bm_plan *plan)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const struct jump_fit *t = jump_fit_of(p, plan, a);
        if (t && (t->over || t->rows_left > t->legs))
            return false;
    }
    return true;
}

/* Prices the plan's blocks in earnest, fits its strips, and judges it. */
void bm_compose_judge_anew(struct planner *p, const struct bm_plan *plan, struct judged *out)
{
    struct bm_plan priced = *plan;
    int64_t jumps[BM_PENALTIES];
    priced.article_cost = 0;
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const struct bm_plan_rect *r = &plan->blocks[a];
        if (bm_plan_goes_on(plan, a))
            continue;
        bm_compose_price_exactly(p, a, r, BM_PLAN_NEVER);
        priced.article_cost +=
            p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)];
    }
    bm_compose_fit_jumps(p, &priced, jumps);
    bm_compose_judge_plan(p, &priced, jumps, out);
}
