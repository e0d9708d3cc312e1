/* `auto` regions: the articles without a frame get theirs here, by the cheapest plan. */
#include "makeup/advise.h"
#include "makeup/alternatives.h"
#include "makeup/choose.h"
#include "makeup/frames.h"
#include "makeup/needs.h"

static uint32_t find_regions(struct makeup *m, struct bm_plan_region *regions, uint32_t *lines)
{
    const struct bm_template *t = m->in->template_;
    uint32_t n = 0;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            if (!f->automatic)
                continue;
            if (regions)
                regions[n] = (struct bm_plan_region){{f->column, f->columns, f->line, f->lines},
                                                     (uint32_t)p + 1};
            *lines = f->lines > *lines ? f->lines : *lines;
            n++;
        }
    return n;
}

static bool no_such_plan(struct makeup *m, size_t count)
{
    bm_diag(m->diags, BM_MSG_NO_SUCH_PLAN, bm_span_none(), bm_diag_number(m->diags, m->in->plan),
            bm_diag_number(m->diags, (int64_t)count));
    return false;
}

/* Plans, judges, reports. */
static bool plan_articles(struct planner *p, struct judged *best)
{
    const struct bm_makeup_input *in = p->m->in;
    uint32_t measured = 0;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        measured += !p->candidates[a].kept;
    bm_choose_plan(p, best);
    const int64_t bound = best->bound;
    const size_t chosen = in->plan > 1 ? in->plan - 1 : 0;
    bm_choose_others(p, best, in->alternatives > chosen ? in->alternatives : chosen);
    if (chosen > p->other_count)
        return no_such_plan(p->m, p->other_count + 1);
    if (chosen)
        *best = p->others[chosen - 1];
    best->bound = bound;
    bm_report_plan(p, best, measured);
    bm_advise(p);
    bm_kept_needs_add(p);
    return true;
}

/* Regions that cannot hold so many articles. */
static bool too_many(struct makeup *m, const struct planner *p)
{
    uint32_t most = 0;
    for (uint32_t r = 0; r < p->task.grid.region_count; r++) {
        const struct bm_plan_rect *g = &p->task.grid.regions[r].rect;
        uint32_t cells = g->columns * g->lines;
        most += cells < BM_PLAN_SPAN_MOST ? cells : BM_PLAN_SPAN_MOST;
    }
    if (p->task.articles.n <= most)
        return false;
    bm_diag(m->diags, BM_MSG_TOO_MANY_ARTICLES, bm_span_none(),
            bm_diag_number(m->diags, p->task.articles.n),
            bm_diag_number(m->diags, p->task.grid.region_count), bm_diag_number(m->diags, most));
    return true;
}

bool bm_plan_pages(struct makeup *m, struct bm_makeup_input *planned)
{
    struct bm_arena *work = m->work;
    const struct bm_planning *weights = &m->in->layout->planning;
    uint32_t lines = 0, region_count = find_regions(m, NULL, &lines);
    if (!region_count && m->in->plan > 1)
        return no_such_plan(m, 1);
    if (!region_count)
        return true;
    struct bm_plan_region *regions = BM_NEW_N(work, region_count, struct bm_plan_region);
    find_regions(m, regions, &lines);
    uint32_t *order = BM_NEW_N(work, m->in->article_count + 1, uint32_t);
    struct planner p = {.m = m, .fitter = m->fitter};
    const uint32_t n = bm_find_candidates(m, order);
    const struct bm_layout *layout = m->in->layout;
    /* A line may be left free under the folio. */
    const bool is_full = lines + layout->folio.last_line + 1 >= layout->lines;
    m->arenas = bm_arena_array(work, n + 3, sizeof *m->arenas);
    p.fitter.arena = m->arenas[m->arena_count++] = bm_arena_new();
    p.fitter.trying = m->arenas[m->arena_count++] = bm_arena_new();
    p.list = BM_NEW_N(work, n + 1, struct bm_plan_article);
    p.task.grid = (struct bm_plan_grid){.columns = m->in->layout->columns,
                                        .lines = lines,
                                        .full_lines = is_full ? lines : 0,
                                        .regions = regions,
                                        .region_count = region_count};
    p.task.articles = (struct bm_plan_articles){.list = p.list, .n = n};
    p.task.weights = (struct bm_plan_weights){(int32_t)weights->butting, (int32_t)weights->through,
                                              (int32_t)weights->jump, (int32_t)weights->slack};
    p.task.limit = BM_PLAN_NEVER;
    bm_choose_by(&p);
    if (too_many(m, &p))
        return false;
    if (!n && m->in->plan > 1)
        return no_such_plan(m, 1);
    p.candidates = BM_NEW_N(work, n + 1, struct candidate);
    p.prices = BM_NEW_N(work, bm_plan_index(&p.task, n, 0, 1, 1), int32_t);
    p.task.articles.prices = p.prices;
    struct judged best = {0};
    const bool fine = bm_make_candidates(&p, order) && (!n || plan_articles(&p, &best));
    if (fine) {
        *planned = *m->in;
        planned->template_ = bm_fill_template(&p, &best.plan);
        m->in = planned;
    }
    return fine;
}
