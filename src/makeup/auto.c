/* `auto` regions: the articles without a frame get theirs here.
 *
 * Prices begin as bounds from below, reckoned from the rows that an article takes in each measure;
 * the articles of the cheapest plan are then fitted in earnest where they stand and priced by that,
 * and the search is repeated until the cheapest plan has no price that is only a bound. No other
 * plan can then be cheaper. */
#include "makeup/price.h"

#define ROUNDS_MOST 200
#define OTHERS_MORE 20000 /* than twice the best plan's cost: alternatives are not dearer */
#define LIMIT_FIRST 1000  /* what an article costs in a plan that is worth a look, at first */

static bool measure_plan(struct planner *p, const struct bm_plan *plan)
{
    bool any = false;
    for (uint32_t a = 0; a < p->task.articles; a++) {
        int32_t *price = &p->prices[bm_plan_index(&p->task, a, plan->blocks[a].column,
                                                  plan->blocks[a].columns, plan->blocks[a].lines)];
        int32_t before = *price;
        while (bm_measure_block(p, a, &plan->blocks[a]))
            any |= *price != before;
    }
    return any;
}

static int64_t true_cost(const struct planner *p, const struct bm_plan *plan)
{
    int64_t cost =
        (int64_t)plan->through * p->task.through + (int64_t)plan->butting * (p->task.butting / 2);
    for (uint32_t a = 0; a < p->task.articles; a++)
        cost += p->prices[bm_plan_index(&p->task, a, plan->blocks[a].column,
                                        plan->blocks[a].columns, plan->blocks[a].lines)];
    return cost;
}

static void keep_plan(const struct planner *p, const struct bm_plan *plan, struct bm_plan *out)
{
    struct bm_arena *work = p->m->emit.work;
    const size_t n = p->task.articles;
    *out = *plan;
    out->cost = true_cost(p, plan);
    out->blocks = BM_NEW_N(work, n, struct bm_plan_rect);
    out->regions = BM_NEW_N(work, n, uint32_t);
    memcpy(out->blocks, plan->blocks, n * sizeof *plan->blocks);
    memcpy(out->regions, plan->regions, n * sizeof *plan->regions);
}

/* Other plans than the best one, all of their articles fitted in earnest. */
static void find_others(struct planner *p, const struct bm_plan *best, size_t wanted)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_plan_found found = {0};
    bool changed = wanted > 0;
    p->task.limit = 2 * best->cost + OTHERS_MORE;
    for (uint32_t round = 0; changed && round < ROUNDS_MOST; round++) {
        bm_arena_clear(arena);
        bm_plan_search(arena, &p->task, wanted, &found);
        changed = false;
        for (size_t k = 0; k < found.other_count; k++)
            changed |= measure_plan(p, &found.others[k]);
    }
    p->others = BM_NEW_N(p->m->emit.work, found.other_count + 1, struct bm_plan);
    for (size_t k = 0; k < found.other_count; k++)
        if (memcmp(found.others[k].blocks, best->blocks, p->task.articles * sizeof *best->blocks) !=
            0)
            keep_plan(p, &found.others[k], &p->others[p->other_count++]);
    bm_arena_drop(arena);
}

/* What is too long for the best plan: whether all would be set without one of the articles, the
 * least important first. */
static void advise(struct planner *p, const struct bm_plan *best)
{
    const uint32_t n = p->task.articles;
    const size_t each = bm_plan_index(&p->task, 1, 0, 1, 1);
    bool over = false;
    for (uint32_t a = 0; a < n; a++) {
        const struct bm_plan_rect *r = &best->blocks[a];
        over |= p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)] >=
                BM_PRICE_OVERSET;
    }
    struct bm_arena *arena = bm_arena_new();
    for (uint32_t a = n; over && n > 1 && a-- > 0;) {
        struct bm_plan_task task = p->task;
        bm_arena_clear(arena);
        int32_t *prices = bm_arena_array(arena, each * (n - 1), sizeof *prices);
        bool *boxed = BM_NEW_N(arena, n, bool);
        for (uint32_t k = 0, to = 0; k < n; k++) {
            if (k == a)
                continue;
            memcpy(prices + each * to, p->prices + each * k, each * sizeof *prices);
            boxed[to++] = p->task.boxed[k];
        }
        task.articles = n - 1;
        task.prices = prices;
        task.boxed = boxed;
        task.limit = BM_PRICE_OVERSET;
        struct bm_plan_found found;
        bm_plan_search(arena, &task, 0, &found);
        if (found.best.cost < BM_PRICE_OVERSET) {
            const struct bm_galley *g = p->candidates[a].job->galley;
            bm_diag(p->m->diags, BM_MSG_HOLD_ARTICLE, ((struct bm_span){g->file, 0, 0}), g->name);
            break;
        }
    }
    bm_arena_drop(arena);
}

/* Searches until no price in the best plan is only a bound. */
static void find_plan(struct planner *p, struct bm_plan *best, int64_t *bound,
                      struct bm_plan_found *found)
{
    struct bm_arena *arena = bm_arena_new();
    int64_t least = INT64_MAX;
    p->task.limit = (int64_t)p->task.articles * LIMIT_FIRST;
    for (uint32_t round = 0; round < ROUNDS_MOST; round++) {
        bm_arena_clear(arena);
        bm_plan_search(arena, &p->task, 0, found);
        if (found->best.cost >= p->task.limit && p->task.limit < BM_PLAN_NEVER) {
            p->task.limit *= 8;
            continue;
        }
        *bound = found->best.cost;
        bool changed = found->best.cost < least && measure_plan(p, &found->best);
        int64_t cost = true_cost(p, &found->best);
        if (cost < least) {
            least = cost;
            /* The search goes on for what is cheaper, and must find this one at least. */
            p->task.limit = cost + 1;
            keep_plan(p, &found->best, best);
        }
        if (!changed)
            break;
    }
    bm_arena_drop(arena);
}

static uint32_t rank_of(const struct bm_article *a, uint32_t place)
{
    return a->rank ? a->rank : 1000 + place;
}

/* The articles that no frame names, the most important first. */
static uint32_t find_candidates(struct makeup *m, uint32_t *order)
{
    const struct bm_template *t = m->in->template_;
    uint32_t n = 0;
    for (uint32_t a = 0; a < m->in->article_count; a++) {
        bool placed = !bm_layout_kind(m->in->layout, m->in->articles[a]->kind);
        for (size_t p = 0; p < t->n; p++)
            for (size_t i = 0; i < t->pages[p].n; i++)
                placed |= bm_str_eq(t->pages[p].frames[i].article, m->in->articles[a]->name);
        if (placed)
            continue;
        uint32_t k = n++;
        for (; k && rank_of(m->in->articles[order[k - 1]], order[k - 1]) >
                        rank_of(m->in->articles[a], a);
             k--)
            order[k] = order[k - 1];
        order[k] = a;
    }
    return n;
}

/* The template with the regions replaced by the frames found. */
static const struct bm_template *fill_template(struct planner *p, const struct bm_plan *plan)
{
    const struct bm_template *t = p->m->in->template_;
    struct bm_arena *work = p->m->emit.work;
    struct bm_template *out = BM_NEW(work, struct bm_template);
    uint32_t region = 0;
    *out = *t;
    out->pages = BM_NEW_N(work, t->n, struct bm_page_template);
    for (size_t k = 0; k < t->n; k++) {
        struct bm_page_template *page = &out->pages[k];
        *page = t->pages[k];
        page->frames = BM_NEW_N(work, t->pages[k].n + p->task.articles, struct bm_frame);
        page->n = 0;
        for (size_t i = 0; i < t->pages[k].n; i++) {
            const struct bm_frame *f = &t->pages[k].frames[i];
            if (!f->automatic) {
                page->frames[page->n++] = *f;
                continue;
            }
            for (uint32_t a = 0; a < p->task.articles; a++) {
                const struct bm_plan_rect *r = &plan->blocks[a];
                if (plan->regions[a] != region)
                    continue;
                struct bm_frame *frame = &page->frames[page->n++];
                *frame = bm_block_frame(&p->candidates[a], r->column, r->columns, r->line, r->lines,
                                        bm_cheapest_form(p, a, r)->set);
                frame->span = frame->article_span = f->span;
            }
            region++;
        }
    }
    return out;
}

/* What a plan without 断版 costs at least. */
static int64_t without_through(struct planner *p, const struct bm_plan *plan)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_plan_found found = {0};
    int64_t cost = plan->cost;
    if (plan->through) {
        p->task.limit = 4 * plan->cost + OTHERS_MORE;
        bm_plan_search(arena, &p->task, 0, &found);
        cost = found.without_through;
        if (cost >= p->task.limit)
            cost = BM_PLAN_IMPOSSIBLE;
    }
    bm_arena_drop(arena);
    return cost;
}

static void report_plan(struct planner *p, const struct bm_plan *plan, int64_t bound,
                        const struct bm_plan_found *found)
{
    struct bm_pages *pages = p->m->emit.pages;
    struct bm_plan_ledger *l = BM_NEW(pages->arena, struct bm_plan_ledger);
    const uint32_t n = p->task.articles;
    *l = (struct bm_plan_ledger){.cost = plan->cost,
                                 .bound = p->task.region_count > 1 ? -1
                                          : bound < plan->cost     ? bound
                                                                   : plan->cost,
                                 .without_through = without_through(p, plan),
                                 .butting = plan->butting,
                                 .butting_cost = (int64_t)plan->butting * (p->task.butting / 2),
                                 .through = plan->through,
                                 .through_cost = (int64_t)plan->through * p->task.through,
                                 .states = found->states,
                                 .fits = p->fits,
                                 .bounds_missed = p->missed,
                                 .articles = n};
    l->others = BM_NEW_N(pages->arena, p->other_count, int64_t);
    l->other_count = p->other_count;
    for (size_t k = 0; k < p->other_count; k++)
        l->others[k] = p->others[k].cost;
    l->names = bm_arena_array(pages->arena, n, sizeof *l->names);
    l->prices = BM_NEW_N(pages->arena, n, int64_t);
    for (uint32_t a = 0; a < n; a++) {
        const struct bm_str name = p->candidates[a].job->galley->name;
        const struct bm_plan_rect *r = &plan->blocks[a];
        l->names[a] = (struct bm_str){bm_arena_copy(pages->arena, name.p, name.n), name.n};
        l->prices[a] = p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)];
    }
    pages->plan = l;
}

static uint32_t find_regions(struct makeup *m, struct bm_plan_region *regions, uint32_t *lines)
{
    const struct bm_layout *layout = m->in->layout;
    const struct bm_template *t = m->in->template_;
    uint32_t n = 0;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            if (!f->automatic)
                continue;
            if (regions)
                regions[n] =
                    (struct bm_plan_region){{f->column, f->columns, f->line, f->lines},
                                            f->columns == layout->columns,
                                            f->lines + layout->folio.last_line >= layout->lines};
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

bool bm_plan_pages(struct makeup *m, struct bm_makeup_input *planned)
{
    struct bm_arena *work = m->emit.work;
    const struct bm_planning *weights = &m->in->layout->planning;
    uint32_t lines = 0, region_count = find_regions(m, NULL, &lines);
    if (!region_count && m->in->plan > 1)
        return no_such_plan(m, 1);
    if (!region_count)
        return true;
    struct bm_plan_region *regions = BM_NEW_N(work, region_count, struct bm_plan_region);
    find_regions(m, regions, &lines);
    uint32_t *order = BM_NEW_N(work, m->in->article_count + 1, uint32_t);
    struct planner p = {.m = m, .trial = *m, .said = {.arena = work}};
    p.trial.diags = &p.said;
    p.task = (struct bm_plan_task){.articles = find_candidates(m, order),
                                   .columns = m->in->layout->columns,
                                   .lines = lines,
                                   .regions = regions,
                                   .region_count = region_count,
                                   .butting = (int32_t)weights->butting,
                                   .through = (int32_t)weights->through};
    const uint32_t n = p.task.articles;
    uint32_t most = 0;
    for (uint32_t r = 0; r < region_count; r++) {
        uint32_t cells = regions[r].rect.columns * regions[r].rect.lines;
        most += cells < BM_PLAN_SPAN_MOST ? cells : BM_PLAN_SPAN_MOST;
    }
    if (n > most) {
        bm_diag(m->diags, BM_MSG_TOO_MANY_ARTICLES, bm_span_none(), bm_diag_number(m->diags, n),
                bm_diag_number(m->diags, region_count), bm_diag_number(m->diags, most));
        return false;
    }
    bool *boxed = BM_NEW_N(work, n, bool);
    p.candidates = BM_NEW_N(work, n, struct candidate);
    p.prices =
        BM_NEW_N(work, (size_t)n * p.task.columns * (p.task.columns + 1) / 2 * lines, int32_t);
    p.task.prices = p.prices;
    p.task.boxed = boxed;
    for (uint32_t a = 0; a < n; a++) {
        struct job *job = &m->ready[order[a]];
        if (!bm_make_galleys(m, m->in->articles[order[a]], NULL, 0, job))
            return false;
        job->tried = BM_NEW(work, struct tried_lines);
        p.candidates[a].job = job;
        boxed[a] = job->kind_box != NULL;
        bm_price_candidate(&p, a);
    }
    struct bm_plan best = {0};
    struct bm_plan_found found = {0};
    int64_t bound = 0;
    if (n) {
        find_plan(&p, &best, &bound, &found);
        advise(&p, &best);
        const size_t chosen = m->in->plan > 1 ? m->in->plan - 1 : 0;
        find_others(&p, &best, m->in->alternatives > chosen ? m->in->alternatives : chosen);
        if (chosen > p.other_count)
            return no_such_plan(m, p.other_count + 1);
        if (chosen)
            best = p.others[chosen - 1];
        report_plan(&p, &best, bound, &found);
    } else if (m->in->plan > 1) {
        return no_such_plan(m, 1);
    }
    *planned = *m->in;
    planned->template_ = fill_template(&p, &best);
    m->in = planned;
    return true;
}
