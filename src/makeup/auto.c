/* `auto` regions: the articles without a frame get theirs here, by the cheapest plan. */
#include "makeup/judge.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define FLOW_PERCENT 60 /* of a region that an article must fill to be one that goes on */
#define THREADS_MOST 32

static uint32_t rank_of(const struct bm_article *a, uint32_t place)
{
    return a->place.rank ? a->place.rank : BM_RANK_NONE + place;
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

static void report_plan(struct planner *p, const struct judged *plan, uint32_t measured)
{
    struct bm_pages *pages = p->m->emit.pages;
    struct bm_plan_ledger *l = BM_NEW(pages->arena, struct bm_plan_ledger);
    const uint32_t n = p->task.articles;
    *l = (struct bm_plan_ledger){.cost = plan->cost,
                                 .bound = plan->bound,
                                 .optimal = plan->bound == plan->cost && !p->missed,
                                 .butting = plan->butting,
                                 .through = plan->through,
                                 .doubled = plan->doubled,
                                 .boxes = plan->boxes,
                                 .without_through = bm_without_through(p, plan),
                                 .fits = p->fits,
                                 .bounds_missed = p->missed,
                                 .measured = measured,
                                 .article_count = n};
    l->states = p->states;
    l->others = BM_NEW_N(pages->arena, p->other_count, int64_t);
    l->other_count = p->other_count;
    for (size_t k = 0; k < p->other_count; k++)
        l->others[k] = p->others[k].cost;
    l->articles = bm_arena_array(pages->arena, n, sizeof *l->articles);
    memcpy(l->costs, plan->costs, sizeof l->costs);
    for (uint32_t a = 0; a < n; a++) {
        const struct bm_str name = p->candidates[a].job->galley->name;
        struct bm_plan_price *price = &l->articles[a];
        price->name = (struct bm_str){bm_arena_copy(pages->arena, name.p, name.n), name.n};
        price->cost = bm_plan_goes_on(&plan->plan, a)
                          ? bm_thread_parts(p, &plan->plan, a, price->costs)
                          : bm_price_parts(p, a, &plan->plan.blocks[a], price->costs);
        /* What articles that go on cost is among the pages' costs already. */
        for (int k = 0; k < BM_PENALTIES && !bm_plan_goes_on(&plan->plan, a); k++)
            l->costs[k] += price->costs[k];
    }
    pages->plan = l;
}

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

void bm_find_flow(struct planner *p, uint32_t article)
{
    struct candidate *c = &p->candidates[article];
    const struct bm_layout *layout = p->m->in->layout;
    uint32_t cells = 0;
    int64_t best = INT64_MAX;
    for (uint32_t r = 0; r < p->task.region_count; r++) {
        const struct bm_plan_rect *g = &p->task.regions[r].rect;
        cells = g->columns * g->lines > cells ? g->columns * g->lines : cells;
    }
    if (!layout->jump.style || p->task.region_count < 2)
        return;
    for (uint32_t step = 1; step <= 3; step++) {
        const struct bm_frame f = bm_block_frame(p, c, 0, step, 0, p->task.lines, 1);
        struct bm_field_area a;
        bm_frame_area(layout, &f, NULL, c->job->galley, &a);
        if (a.measure < layout->planning.measure_least ||
            a.measure > layout->planning.measure_most || p->task.columns % step)
            continue;
        const struct body s = *bm_price_body(c, &c->bodies[0], a.measure);
        const uint64_t area = (uint64_t)s.rows * step * (uint64_t)a.leading;
        if (s.cost >= best || area * 100 < (uint64_t)cells * FLOW_PERCENT * (uint64_t)a.grid)
            continue;
        best = c->flow_cost = s.cost;
        p->list[article].rows = c->flow_rows = (uint32_t)s.rows;
        p->list[article].step = step;
    }
}

/* Pages that articles must stand on have a region, and one foot. */
static bool check_pins(const struct planner *p, const uint32_t *order)
{
    struct makeup *m = p->m;
    bool good = true;
    for (uint32_t a = 0; a < p->task.articles; a++) {
        const struct bm_article *article = m->in->articles[order[a]];
        bool there = !p->list[a].page, taken = false;
        for (uint32_t r = 0; r < p->task.region_count; r++)
            there = there || p->task.regions[r].page == p->list[a].page;
        for (uint32_t b = 0; b < a; b++)
            taken =
                taken || (p->list[a].foot && p->list[b].foot && p->list[a].page == p->list[b].page);
        if (!there || taken)
            bm_diag(m->diags, there ? BM_MSG_PIN_TWICE : BM_MSG_NO_REGION, article->place.span,
                    article->name, bm_diag_number(m->diags, p->list[a].page));
        good = good && there && !taken;
    }
    return good;
}

/* Its styles are the lead's. */
static const struct bm_frame *first_region(const struct makeup *m)
{
    const struct bm_template *t = m->in->template_;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++)
            if (t->pages[p].frames[i].automatic)
                return &t->pages[p].frames[i];
    return NULL;
}

bool bm_make_candidate(struct planner *p, uint32_t candidate, const struct bm_article *article,
                       const struct bm_galley_maker *maker)
{
    struct candidate *c = &p->candidates[candidate];
    struct job *job = c->job;
    const struct bm_frame *region = candidate == 0 ? first_region(p->m) : NULL;
    if (!bm_make_galleys(maker, article, region ? region->overrides : NULL,
                         region ? region->override_count : 0, job))
        return false;
    job->tried = BM_NEW(c->arena, struct tried_lines);
    job->tried->arena = c->arena;
    p->list[candidate].boxed = job->kind_box != NULL;
    return true;
}

void bm_rank_candidates(struct planner *p)
{
    const struct bm_plan_article *list = p->list;
    for (uint32_t a = 0; a < p->task.articles; a++) {
        /* The first two show their ranks by their widths, if no other has the same rank. */
        const bool shared = (a && list[a - 1].rank == list[a].rank) ||
                            (a + 1 < p->task.articles && list[a + 1].rank == list[a].rank);
        p->candidates[a].lead = a == 0 && !shared;
        p->candidates[a].second = a == 1 && !shared && list[a].rank < BM_RANK_NONE;
    }
}

/* What of the candidates needs no galley. */
static void list_candidates(struct planner *p, const uint32_t *order)
{
    struct makeup *m = p->m;
    const uint32_t n = p->task.articles;
    for (uint32_t a = 0; a < n; a++) {
        const struct bm_article *article = m->in->articles[order[a]];
        struct candidate *c = &p->candidates[a];
        c->arena = m->arenas[m->arena_count++] = bm_arena_new();
        c->said.arena = c->arena;
        c->job = &m->ready[order[a]];
        p->list[a] = (struct bm_plan_article){.rank = rank_of(article, order[a]),
                                              .page = article->place.page,
                                              .foot = article->place.foot};
        if (p->list[a].foot && !p->list[a].page)
            p->list[a].page = p->task.regions[p->task.region_count - 1].page;
    }
    bm_rank_candidates(p);
}

/* Galleys and prices of an article. False when a font is missing. */
static bool make_candidate(struct planner *p, uint32_t article, const struct bm_article *from,
                           struct bm_shaper *shaper, struct bm_arena *work)
{
    struct candidate *c = &p->candidates[article];
    struct bm_galley_maker maker = bm_maker(p->m);
    c->work = work;
    maker.arena = c->arena;
    maker.shaper = shaper;
    maker.diags = &c->said;
    if (!bm_make_candidate(p, article, from, &maker))
        return false;
    c->known = bm_known_load(p, article);
    bm_price_candidate(p, article);
    bm_find_flow(p, article);
    return true;
}

/* Articles made and priced by several threads, each article by one. */
struct making {
    struct planner *p;
    const uint32_t *order;
    atomic_uint next, failed; /* failed: the first that could not be made, or the number of all */
};

static void make_on(struct making *work, struct bm_shaper *shaper, struct bm_arena *arena)
{
    const struct planner *p = work->p;
    uint32_t a;
    while ((a = atomic_fetch_add(&work->next, 1)) < atomic_load(&work->failed))
        if (!make_candidate(work->p, a, p->m->in->articles[work->order[a]], shaper, arena)) {
            uint32_t first = atomic_load(&work->failed);
            while (a < first && !atomic_compare_exchange_weak(&work->failed, &first, a))
                ;
        }
}

static void *make_beside(void *context)
{
    struct making *work = context;
    bm_sense_load(); /* while the first thread opens the fonts */
    struct bm_arena *arena = bm_arena_new(), *forms = bm_arena_new();
    struct bm_shaper *shaper = bm_shaper_new(arena, work->p->m->in->fonts);
    make_on(work, shaper, forms);
    bm_shaper_free(shaper);
    bm_arena_drop(forms);
    bm_arena_drop(arena);
    return NULL;
}

/* Messages come in the order of the articles, up to the first that cannot be made. */
static bool make_candidates(struct planner *p, const uint32_t *order)
{
    const uint32_t n = p->task.articles;
    const unsigned jobs = p->m->in->jobs < n ? p->m->in->jobs : n;
    struct making work = {.p = p, .order = order, .failed = n};
    pthread_t threads[THREADS_MOST];
    unsigned started = 0;
    list_candidates(p, order);
    /* This thread is one of the jobs; a thread that cannot be had is done without. */
    while (started + 1 < jobs && started < THREADS_MOST &&
           pthread_create(&threads[started], NULL, make_beside, &work) == 0)
        started++;
    struct bm_arena *own = p->m->arenas[p->m->arena_count++] = bm_arena_new();
    make_on(&work, p->m->shaper, own);
    while (started)
        pthread_join(threads[--started], NULL);
    const uint32_t failed = work.failed;
    for (uint32_t a = 0; a < n && a <= failed; a++)
        bm_diags_append(p->m->diags, &p->candidates[a].said);
    for (uint32_t a = 0; a < n; a++)
        p->candidates[a].work = own;
    return failed == n && check_pins(p, order);
}

/* Plans, judges, reports. */
static bool plan_articles(struct planner *p, struct judged *best)
{
    const struct bm_makeup_input *in = p->m->in;
    uint32_t measured = 0;
    for (uint32_t a = 0; a < p->task.articles; a++)
        measured += !p->candidates[a].known;
    bm_choose_plan(p, best);
    const int64_t bound = best->bound;
    const size_t chosen = in->plan > 1 ? in->plan - 1 : 0;
    bm_choose_others(p, best, in->alternatives > chosen ? in->alternatives : chosen);
    if (chosen > p->other_count)
        return no_such_plan(p->m, p->other_count + 1);
    if (chosen)
        *best = p->others[chosen - 1];
    best->bound = bound;
    report_plan(p, best, measured);
    bm_advise(p);
    bm_known_keep(p);
    return true;
}

/* Regions that cannot hold so many articles. */
static bool too_many(struct makeup *m, const struct planner *p)
{
    uint32_t most = 0;
    for (uint32_t r = 0; r < p->task.region_count; r++) {
        const struct bm_plan_rect *g = &p->task.regions[r].rect;
        uint32_t cells = g->columns * g->lines;
        most += cells < BM_PLAN_SPAN_MOST ? cells : BM_PLAN_SPAN_MOST;
    }
    if (p->task.articles <= most)
        return false;
    bm_diag(m->diags, BM_MSG_TOO_MANY_ARTICLES, bm_span_none(),
            bm_diag_number(m->diags, p->task.articles),
            bm_diag_number(m->diags, p->task.region_count), bm_diag_number(m->diags, most));
    return true;
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
    const uint32_t n = find_candidates(m, order);
    const struct bm_layout *layout = m->in->layout;
    /* A line may be left free under the folio. */
    const bool is_full = lines + layout->folio.last_line + 1 >= layout->lines;
    p.trial.diags = &p.said;
    m->arenas = bm_arena_array(work, n + 3, sizeof *m->arenas);
    p.fitting = m->arenas[m->arena_count++] = bm_arena_new();
    p.trial.trying = m->arenas[m->arena_count++] = bm_arena_new();
    p.list = BM_NEW_N(work, n + 1, struct bm_plan_article);
    p.task = (struct bm_plan_task){.list = p.list,
                                   .articles = n,
                                   .columns = m->in->layout->columns,
                                   .lines = lines,
                                   .full_lines = is_full ? lines : 0,
                                   .regions = regions,
                                   .region_count = region_count,
                                   .limit = BM_PLAN_NEVER,
                                   .butting = (int32_t)weights->butting,
                                   .through = (int32_t)weights->through,
                                   .jump = (int32_t)weights->jump,
                                   .slack = (int32_t)weights->slack};
    bm_choose_by(&p);
    if (too_many(m, &p))
        return false;
    if (!n && m->in->plan > 1)
        return no_such_plan(m, 1);
    p.candidates = BM_NEW_N(work, n + 1, struct candidate);
    p.prices = BM_NEW_N(work, bm_plan_index(&p.task, n, 0, 1, 1), int32_t);
    p.task.prices = p.prices;
    struct judged best = {0};
    const bool fine = make_candidates(&p, order) && (!n || plan_articles(&p, &best));
    if (fine) {
        *planned = *m->in;
        planned->template_ = bm_fill_template(&p, &best.plan);
        m->in = planned;
    }
    return fine;
}
