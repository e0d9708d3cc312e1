/* The order of work: regions and candidates, the plan, its ledger, its frames. */
#include "compose/compose.h"

#include "compose/alternatives.h"
#include "compose/choose.h"
#include "compose/frames.h"
#include "compose/jump_fits.h"
#include "compose/ledger.h"
#include "compose/limits.h"
#include "compose/needs.h"
#include "compose/rough.h"

static uint32_t find_regions(const struct bm_template *t, struct bm_plan_region *regions,
                             uint32_t *lines)
{
    uint32_t n = 0;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            if (!f->automatic)
                continue;
            if (regions)
                regions[n] = (struct bm_plan_region){
                    {f->column, f->columns, f->line, f->lines}, (uint32_t)p + 1, 0};
            *lines = f->lines > *lines ? f->lines : *lines;
            n++;
        }
    return n;
}

static bool no_such_plan(const struct bm_compose_input *in, size_t count)
{
    struct bm_diags *diags = in->maker.diags;
    return bm_diag(diags, BM_MSG_NO_SUCH_PLAN, bm_span_none(), bm_diag_number(diags, in->plan),
                   bm_diag_number(diags, (int64_t)count));
}

/* Limits that may have lost a better plan. Where the bound is reached none did but those of fits,
 * by which all plans are judged. */
static uint32_t limits_of(const struct planner *p, const struct judged *best)
{
    uint32_t limits = best->bound < best->cost || p->bounds_broken ? p->limits : 0;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        limits |= p->candidates[a].limits;
    return limits;
}

/* The ledger of each plan, with its frames; that of the one that is made first, so that what is
 * done for the others is neither in its figures nor missing for advice. */
static void note_plans(struct planner *p, const struct judged *first, size_t chosen,
                       uint32_t limits, uint32_t measured)
{
    const size_t n = p->other_count + 1;
    struct bm_plan_ledger *plans = bm_arena_array(p->ledger, n, sizeof *plans);
    uint64_t parts = 0;
    p->out->plans = BM_NEW_N(p->work, n, const struct bm_template *);
    for (size_t i = 0; i < n; i++) {
        const size_t k = !i ? chosen : i - (i <= chosen);
        struct judged plan = k ? p->others[k - 1] : *first;
        plan.bound = first->bound;
        bm_compose_report(p, &plan, limits, measured, &plans[k]);
        plans[k].plans = plans;
        plans[k].plan_count = n;
        parts = i ? parts : p->budget->parts;
        p->out->plans[k] = bm_compose_fill_template(p, &plan.plan, &plans[k]);
    }
    p->budget->parts = parts;
    p->out->ledger = &plans[chosen];
    p->out->template_ = p->out->plans[chosen];
}

/* Plans, judges, reports. */
static bool plan_articles(struct planner *p, struct judged *best)
{
    const struct bm_compose_input *in = p->in;
    uint32_t measured = 0;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        measured += !p->candidates[a].kept;
    bm_compose_kept_needs_add(p);
    const struct bm_budget all = *p->budget;
    *p->budget = bm_budget_share(p->budget, PLAN_SHARE, 100);
    p->reserve = all.parts_most - p->budget->parts_most;
    if (!bm_compose_choose_plan(p, best))
        return false;
    p->budget->parts_most = all.parts_most;
    const int64_t bound = best->bound;
    const uint32_t limits = limits_of(p, best);
    const size_t chosen = in->plan > 1 ? in->plan - 1 : 0;
    bm_compose_choose_others(p, best, in->alternatives > chosen ? in->alternatives : chosen);
    if (chosen > p->other_count)
        return no_such_plan(in, p->other_count + 1);
    note_plans(p, best, chosen, limits, measured);
    if (chosen)
        *best = p->others[chosen - 1];
    best->bound = bound;
    bm_compose_kept_jumps_add(p);
    return true;
}

/* Regions that cannot hold so many articles. */
static bool too_many(const struct planner *p)
{
    struct bm_diags *diags = p->maker.diags;
    uint64_t most = 0;
    if (bm_compose_has_room(&p->task))
        return false;
    for (uint32_t r = 0; r < p->task.grid.region_count; r++) {
        const struct bm_plan_rect *g = &p->task.grid.regions[r].rect;
        most += (uint64_t)g->columns * g->lines;
    }
    bm_diag(diags, BM_MSG_TOO_MANY_ARTICLES, bm_span_none(),
            bm_diag_number(diags, p->task.articles.n),
            bm_diag_number(diags, p->task.grid.region_count), bm_diag_number(diags, (int64_t)most));
    return true;
}

/* What regions cost in which nothing stands: their share of a page of slack. An earlier one looks
 * emptier, also where it is somewhat smaller: page 1 has a nameplate. */
static void price_empty(const struct bm_layout *layout, struct bm_plan_region *regions, uint32_t n,
                        uint32_t lines)
{
    uint64_t later = 0; /* cells of the largest region from here on */
    for (uint32_t r = n; r-- > 0;) {
        const uint64_t own = (uint64_t)regions[r].rect.lines * regions[r].rect.columns;
        const uint64_t cells = 2 * own > later && own < later ? later : own;
        const int64_t price = (int64_t)(lines * cells * layout->planning.slack / layout->columns);
        later = own > later ? own : later;
        regions[r].empty = (int32_t)bm_plan_lesser(price + (int64_t)EMPTY_EARLIER * (n - r) / n,
                                                   BM_PRICE_MOST / n);
    }
}

bool bm_compose(const struct bm_compose_input *in, const struct bm_fitter *fitter,
                struct bm_arena *ledger, struct bm_composed *out)
{
    struct bm_arena *work = in->maker.arena;
    const struct bm_layout *layout = in->layout;
    const struct bm_planning *weights = &layout->planning;
    uint32_t lines = 0;
    const uint32_t region_count = find_regions(in->template_, NULL, &lines);
    *out = (struct bm_composed){
        .template_ = in->template_,
        .subjects = BM_NEW_N(work, in->article_count + 1, struct bm_subject),
        .arenas = bm_arena_array(work, in->article_count + 3, sizeof *out->arenas)};
    if (!region_count)
        return in->plan <= 1 || no_such_plan(in, 1);
    struct bm_plan_region *regions = BM_NEW_N(work, region_count, struct bm_plan_region);
    find_regions(in->template_, regions, &lines);
    price_empty(layout, regions, region_count, lines);
    uint32_t *order = BM_NEW_N(work, in->article_count + 1, uint32_t);
    const uint32_t n = bm_compose_find_candidates(in, work, order);
    struct planner *p = BM_NEW(work, struct planner);
    *p = (struct planner){.in = in,
                          .out = out,
                          .maker = in->maker,
                          .work = work,
                          .ledger = ledger,
                          .kept = in->kept,
                          .fitter = *fitter,
                          .candidates = BM_NEW_N(work, n + 1, struct candidate),
                          .list = BM_NEW_N(work, n + 1, struct bm_plan_article)};
    /* A line may be left free under the folio. */
    const bool is_full = lines + layout->folio.last_line + 1 >= layout->lines;
    p->fitter.arena = out->arenas[out->arena_count++] = bm_arena_new();
    p->fitter.trying = out->arenas[out->arena_count++] = bm_arena_new();
    p->task.grid = (struct bm_plan_grid){.columns = layout->columns,
                                         .lines = lines,
                                         .full_lines = is_full ? lines : 0,
                                         .regions = regions,
                                         .region_count = region_count};
    p->task.articles = (struct bm_plan_articles){.list = p->list, .n = n};
    p->task.weights = (struct bm_plan_weights){.butting = (int32_t)weights->butting,
                                               .through = (int32_t)weights->through,
                                               .spine_free = weights->spine_free,
                                               .jump = (int32_t)weights->jump,
                                               .slack = (int32_t)weights->slack};
    p->task.limit = BM_PLAN_NEVER;
    p->task.limits_scale = in->limits_scale;
    struct bm_budget *budget = BM_NEW(work, struct bm_budget);
    *budget = (struct bm_budget){
        .parts_most = bm_limit_scaled(
            (uint64_t)(in->budget ? in->budget : weights->budget) * BM_STEP, in->limits_scale),
        .bytes_most = BM_BYTES_DEFAULT,
        .progress = in->progress};
    p->budget = p->task.budget = budget;
    if (in->progress)
        atomic_store(&in->progress->of, budget->parts_most / BM_STEP);
    bm_compose_choose_by(p);
    if (!n && in->plan > 1)
        return no_such_plan(in, 1);
    p->prices = BM_NEW_N(work, bm_plan_index(&p->task, n, 0, 1, 1), int32_t);
    p->task.articles.prices = p->prices;
    struct judged *best = BM_NEW(work, struct judged);
    out->planner = p;
    out->best = best;
    if (!bm_compose_make_candidates(p, order) || too_many(p) || (n && !plan_articles(p, best)))
        return false;
    if (!n)
        out->template_ = bm_compose_fill_template(p, &best->plan, NULL);
    return true;
}

void bm_compose_close(struct bm_composed *composed)
{
    while (composed->arena_count)
        bm_arena_drop(composed->arenas[--composed->arena_count]);
}
