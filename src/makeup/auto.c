/* `auto` regions: the articles without a frame get theirs here, by the cheapest plan. */
#include "makeup/judge.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define PLANS_MOST     80    /* that are judged before the gap to the bound is left as it is */
#define SPARE_FIRST    12000 /* that a region costs more than its articles at their best, at first */
#define STATES_MOST    20000000 /* of a search after which the gap is left as it is */
#define OTHERS_POOL    24       /* plans that are judged for alternatives */
#define OTHERS_MORE    20000    /* than twice the best plan's cost: alternatives are not dearer */
#define ROUNDS_MOST    8        /* of reckoning how many rows an article takes that goes on */
#define THREADS_JUDGED 12       /* plans with articles that go on */
#define GRAVE          5000 /* more than that costs a column broken against a rule, a row left over */
#define FLOW_PERCENT   60   /* of a region that an article must fill to be one that goes on */
#define THREADS_MOST   32

static void settle(void *context, uint32_t article, const struct bm_plan_rect *rect)
{
    bm_price_settle(context, article, rect);
}

static int32_t judge(void *context, const struct bm_plan_rect *part,
                     const struct bm_plan_block *blocks, uint32_t count)
{
    uint32_t through = 0;
    return bm_judge_part(context, part, blocks, count, &through);
}

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Slots that a strip of an article has; one is taken by each 转版 line. */
static uint32_t capacity(void *context, uint32_t article, uint32_t region,
                         const struct bm_plan_rect *rect, bool first)
{
    struct planner *p = context;
    struct bm_arena *arena = bm_arena_new();
    const struct bm_plan_strip strip = {article, region, *rect};
    const struct bm_frame frame = bm_strip_frame(p, &strip);
    const struct bm_frame *frames[] = {&frame};
    uint32_t page = p->task.regions[region].page;
    struct job job = *p->candidates[article].job;
    job.frames = frames;
    job.pages = &page;
    job.frame_count = 1;
    struct makeup trial = p->trial;
    trial.emit.work = arena;
    const size_t slots = bm_count_slots(&trial, &job, first, p->small);
    bm_arena_drop(arena);
    return slots ? (uint32_t)slots - 1 : 0;
}

bool bm_fit_threads(struct planner *p, const struct bm_plan *plan, int64_t costs[BM_PENALTIES])
{
    bool right = true;
    memset(costs, 0, BM_PENALTIES * sizeof *costs);
    for (uint32_t a = 0; a < p->task.articles; a++) {
        struct job job = *p->candidates[a].job;
        struct bm_frame *all = BM_NEW_N(p->m->emit.work, plan->strip_count, struct bm_frame);
        job.frames = bm_arena_array(p->m->emit.work, plan->strip_count, sizeof *job.frames);
        job.pages = BM_NEW_N(p->m->emit.work, plan->strip_count + 1, uint32_t);
        job.frame_count = 0;
        for (size_t i = 0; i < plan->strip_count; i++) {
            if (plan->strips[i].article != a)
                continue;
            all[job.frame_count] = bm_strip_frame(p, &plan->strips[i]);
            job.frames[job.frame_count] = &all[job.frame_count];
            job.pages[job.frame_count++] = p->task.regions[plan->strips[i].region].page;
        }
        if (!job.frame_count)
            continue;
        bm_choose_fit(&p->trial, &job);
        p->fits++;
        bm_fit_price(p, &job, costs);
        const struct bm_fitted *f = &job.fitted;
        const size_t rows = f->setting.row_count;
        const uint32_t spare = (uint32_t)(f->slot_count > rows ? f->slot_count - rows : 0) +
                               f->short_lines * f->columns;
        if (f->overset_rows) {
            p->list[a].rows += f->overset_rows;
            right = false;
        } else if (spare > f->columns && p->list[a].rows > spare - f->columns / 2) {
            p->list[a].rows -= spare - f->columns / 2;
            right = false;
        }
    }
    costs[BM_PENALTY_JUMP] += plan->strip_cost;
    return right;
}

void bm_keep_judged(const struct planner *p, const struct judged *from, struct judged *to)
{
    struct bm_arena *work = p->m->emit.work;
    const size_t n = p->task.articles;
    const struct bm_plan *plan = &from->plan;
    *to = *from;
    to->plan.blocks = BM_NEW_N(work, n, struct bm_plan_rect);
    to->plan.regions = BM_NEW_N(work, n, uint32_t);
    to->plan.strips = BM_NEW_N(work, plan->strip_count + 1, struct bm_plan_strip);
    memcpy(to->plan.blocks, plan->blocks, n * sizeof *plan->blocks);
    memcpy(to->plan.regions, plan->regions, n * sizeof *plan->regions);
    if (plan->strip_count)
        memcpy(to->plan.strips, plan->strips, plan->strip_count * sizeof *plan->strips);
}

/* Goes through plans, the cheapest by the search first, until none to come can be cheaper than the
 * best so far in everything; none below the limit: its cost is BM_PLAN_NEVER. */
static void judge_plans(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    struct bm_plan_search *search = bm_plan_open(arena, &p->task);
    struct bm_plan plan;
    int64_t bound = BM_PLAN_NEVER;
    best->cost = BM_PLAN_NEVER;
    for (uint32_t k = 0; k < PLANS_MOST; k++) {
        bound = bm_plan_bound(search);
        if (bound >= best->cost || !bm_plan_next(search, &plan))
            break;
        struct judged judged;
        int64_t threads[BM_PENALTIES];
        bm_fit_threads(p, &plan, threads);
        bm_judge_plan(p, &plan, threads, &judged);
        if (judged.cost < best->cost)
            bm_keep_judged(p, &judged, best);
        bound = bm_plan_bound(search);
        /* Fits of articles that go on are dear: the first plan without a grave fault is taken. */
        if (plan.strip_count && (k + 1 >= THREADS_JUDGED || judged.cost < plan.cost + GRAVE))
            break;
    }
    p->states += p->states_now = bm_plan_states(search);
    best->blind = bm_plan_blind(search);
    best->bound = bm_plan_is_exhaustive(search) ? lesser(bound, best->blind) : 0;
}

/* What any plan costs at least, whatever its order: each article in its best rectangle. */
static int64_t least_of_all(const struct planner *p)
{
    const size_t each = bm_plan_index(&p->task, 1, 0, 1, 1);
    int64_t sum = 0;
    for (uint32_t a = 0; a < p->task.articles; a++) {
        int32_t least = BM_PRICE_MOST;
        for (size_t k = 0; k < each; k++)
            least = p->prices[a * each + k] < least ? p->prices[a * each + k] : least;
        sum += least;
    }
    return sum;
}

/* Rows of articles that go on are reckoned anew from how they were set, until all are right. */
static void mend_threads(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    for (uint32_t round = 0; round < ROUNDS_MOST && best->plan.strip_count; round++) {
        struct judged other;
        int64_t threads[BM_PENALTIES];
        if (bm_fit_threads(p, &best->plan, threads))
            break;
        bm_arena_clear(arena);
        judge_plans(p, arena, &other);
        if (other.cost >= BM_PLAN_NEVER)
            break;
        if (other.cost < best->cost)
            bm_keep_judged(p, &other, best);
    }
}

/* The articles one below the other. */
static void stack_articles(struct planner *p, struct judged *best)
{
    struct bm_plan plan;
    bm_plan_stack(p->m->emit.work, &p->task, &plan);
    plan.cost = 0;
    for (uint32_t a = 0; a < p->task.articles; a++) {
        const struct bm_plan_rect *r = &plan.blocks[a];
        bm_price_settle(p, a, r);
        plan.cost += p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)];
    }
    bm_judge_plan(p, &plan, NULL, best);
}

/* Looks at regions that cost more and more, until none that was not looked into can be in a plan as
 * cheap as the best. */
static void search_wider(struct planner *p, struct bm_arena *arena, struct judged *best)
{
    p->task.limit = BM_PLAN_NEVER;
    p->task.spare = SPARE_FIRST;
    for (;;) {
        bm_arena_clear(arena);
        judge_plans(p, arena, best);
        const bool found = best->cost < BM_PLAN_NEVER;
        if (best->blind >= best->cost || (found && p->states_now > STATES_MOST))
            break;
        const int64_t wider =
            found ? p->task.spare + best->cost - best->blind : 4ll * p->task.spare;
        if (p->task.spare >= BM_PLAN_NEVER)
            break;
        p->task.spare = (int32_t)lesser(wider, BM_PLAN_NEVER);
    }
}

/* The best plan, and what no plan costs less than. */
static void find_plan(struct planner *p, struct judged *best)
{
    struct bm_arena *arena = bm_arena_new();
    search_wider(p, arena, best);
    mend_threads(p, arena, best);
    if (best->plan.strip_count && best->cost >= BM_PRICE_OVERSET) {
        struct judged other;
        p->small = true;
        bm_arena_clear(arena);
        judge_plans(p, arena, &other);
        if (other.cost < BM_PLAN_NEVER)
            mend_threads(p, arena, &other);
        if (other.cost < best->cost)
            bm_keep_judged(p, &other, best);
    }
    if (best->cost < BM_PLAN_NEVER)
        bm_trade_lines(p, best);
    if (best->cost >= BM_PLAN_NEVER)
        stack_articles(p, best);
    const int64_t least = least_of_all(p);
    best->bound = lesser(best->bound > least ? best->bound : least, best->cost);
    bm_arena_drop(arena);
}

static bool same_blocks(const struct planner *p, const struct bm_plan *a, const struct bm_plan *b)
{
    return memcmp(a->blocks, b->blocks, p->task.articles * sizeof *a->blocks) == 0 &&
           memcmp(a->regions, b->regions, p->task.articles * sizeof *a->regions) == 0;
}

/* Other plans, each divided in another way at the top of a region, by what they cost when judged.
 * Always so many are looked at, so that a plan's number does not depend on how many are asked for.
 */
static void find_others(struct planner *p, const struct judged *best, size_t wanted)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_plan_task task = p->task;
    const size_t pool = wanted > OTHERS_POOL ? wanted : OTHERS_POOL;
    struct judged *found = BM_NEW_N(p->m->emit.work, pool + 1, struct judged);
    task.limit = (int32_t)lesser(2 * best->cost + OTHERS_MORE, BM_PLAN_NEVER);
    task.spare = 0;
    task.varied = true;
    struct bm_plan_search *search = wanted ? bm_plan_open(arena, &task) : NULL;
    size_t n = 0;
    struct bm_plan plan;
    while (wanted && n < pool && bm_plan_next(search, &plan)) {
        struct judged judged;
        int64_t threads[BM_PENALTIES];
        bm_fit_threads(p, &plan, threads);
        bool known = same_blocks(p, &plan, &best->plan);
        for (size_t i = 0; i < n; i++)
            known = known || same_blocks(p, &plan, &found[i].plan);
        if (known)
            continue;
        bm_judge_plan(p, &plan, threads, &judged);
        if (judged.cost < best->cost)
            continue; /* a tie of the search that cost more when it was judged is not worse */
        size_t at = n++;
        for (; at && found[at - 1].cost > judged.cost; at--)
            found[at] = found[at - 1];
        bm_keep_judged(p, &judged, &found[at]);
    }
    p->others = found;
    p->other_count = n < wanted ? n : wanted;
    bm_arena_drop(arena);
}

static int32_t judge_strictly(void *context, const struct bm_plan_rect *part,
                              const struct bm_plan_block *blocks, uint32_t count)
{
    uint32_t through = 0;
    const int32_t cost = bm_judge_part(context, part, blocks, count, &through);
    return through ? BM_PLAN_NEVER : cost;
}

/* What a plan without 断版 costs at least. */
static int64_t without_through(struct planner *p, const struct judged *best)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_plan_task task = p->task;
    int64_t cost = BM_PLAN_IMPOSSIBLE;
    task.limit = (int32_t)lesser(4 * best->cost + OTHERS_MORE, BM_PLAN_NEVER);
    task.spare = (int32_t)lesser(2ll * task.spare, BM_PLAN_NEVER);
    task.judge = judge_strictly;
    task.no_through = true;
    struct bm_plan_search *search = best->through ? bm_plan_open(arena, &task) : NULL;
    struct bm_plan plan;
    for (uint32_t k = 0;
         search && k < PLANS_MOST && bm_plan_bound(search) < cost && bm_plan_next(search, &plan);
         k++) {
        struct judged judged;
        bm_judge_plan(p, &plan, NULL, &judged);
        if (!judged.through && judged.cost < cost)
            cost = judged.cost;
    }
    bm_arena_drop(arena);
    return best->through ? cost : best->cost;
}

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
                                 .optimal = plan->bound == plan->cost && !p->missed &&
                                            !plan->plan.strip_count,
                                 .butting = plan->butting,
                                 .through = plan->through,
                                 .doubled = plan->doubled,
                                 .boxes = plan->boxes,
                                 .without_through = without_through(p, plan),
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
        if (!bm_plan_goes_on(&plan->plan, a))
            price->cost = bm_price_parts(p, a, &plan->plan.blocks[a], price->costs);
        for (int k = 0; k < BM_PENALTIES; k++)
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

/* Articles priced by several threads, each article by one. */
struct pricing {
    struct planner *p;
    atomic_uint next;
};

static void *price_on(void *context)
{
    struct pricing *work = context;
    uint32_t a;
    while ((a = atomic_fetch_add(&work->next, 1)) < work->p->task.articles)
        bm_price_candidate(work->p, a);
    return NULL;
}

static void price_all(struct planner *p, unsigned jobs)
{
    struct pricing work = {.p = p};
    pthread_t threads[THREADS_MOST];
    unsigned started = 0;
    /* This thread is one of the jobs; a thread that cannot be had is done without. */
    while (started + 1 < jobs && started < THREADS_MOST &&
           pthread_create(&threads[started], NULL, price_on, &work) == 0)
        started++;
    price_on(&work);
    while (started)
        pthread_join(threads[--started], NULL);
}

/* The rows of an article too long for a region, in the measure that suits it best. */
static void find_flow(struct planner *p, uint32_t article)
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
        const struct bm_slots slots = {.n = 1};
        struct bm_slots one = slots;
        struct bm_field_area a;
        struct bm_setting s = {0};
        static const struct bm_variant plain;
        bm_frame_area(layout, &f, NULL, c->job->galley, &a);
        if (a.measure < layout->planning.measure_least ||
            a.measure > layout->planning.measure_most || p->task.columns % step)
            continue;
        one.widths = &a.measure;
        bm_galley_set_body(c->arena, c->job->galley, &one, &plain, NULL, &s);
        const uint64_t area = (uint64_t)s.row_count * step * (uint64_t)a.leading;
        if (s.cost >= best || area * 100 < (uint64_t)cells * FLOW_PERCENT * (uint64_t)a.grid)
            continue;
        best = s.cost;
        p->list[article].rows = (uint32_t)s.row_count;
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

static bool make_candidates(struct planner *p, const uint32_t *order)
{
    struct makeup *m = p->m;
    const uint32_t n = p->task.articles;
    for (uint32_t a = 0; a < n; a++) {
        struct job *job = &m->ready[order[a]];
        const struct bm_article *article = m->in->articles[order[a]];
        struct candidate *c = &p->candidates[a];
        const struct bm_frame *region = a == 0 ? first_region(m) : NULL;
        if (!bm_make_galleys(m, article, region ? region->overrides : NULL,
                             region ? region->override_count : 0, job))
            return false;
        c->arena = m->arenas[m->arena_count++] = bm_arena_new();
        job->tried = BM_NEW(c->arena, struct tried_lines);
        job->tried->arena = c->arena;
        c->job = job;
        p->list[a] = (struct bm_plan_article){.rank = rank_of(article, order[a]),
                                              .page = article->place.page,
                                              .foot = article->place.foot,
                                              .boxed = job->kind_box != NULL};
        if (p->list[a].foot && !p->list[a].page)
            p->list[a].page = p->task.regions[p->task.region_count - 1].page;
    }
    if (!check_pins(p, order))
        return false;
    for (uint32_t a = 0; a < n; a++) {
        /* The first two show their ranks by their widths, if no other has the same rank. */
        const bool shared = (a && p->list[a - 1].rank == p->list[a].rank) ||
                            (a + 1 < n && p->list[a + 1].rank == p->list[a].rank);
        p->candidates[a].lead = a == 0 && !shared;
        p->candidates[a].second = a == 1 && !shared && p->list[a].rank < BM_RANK_NONE;
        p->candidates[a].known = bm_known_load(p, a);
    }
    return true;
}

/* Plans, judges, reports. */
static bool plan_articles(struct planner *p, struct judged *best)
{
    const struct bm_makeup_input *in = p->m->in;
    uint32_t measured = 0;
    price_all(p, in->jobs);
    for (uint32_t a = 0; a < p->task.articles; a++) {
        measured += !p->candidates[a].known;
        find_flow(p, a);
    }
    find_plan(p, best);
    const int64_t bound = best->bound;
    const size_t chosen = in->plan > 1 ? in->plan - 1 : 0;
    find_others(p, best, in->alternatives > chosen ? in->alternatives : chosen);
    if (chosen > p->other_count)
        return no_such_plan(p->m, p->other_count + 1);
    if (chosen)
        *best = p->others[chosen - 1];
    best->bound = bound;
    report_plan(p, best, measured);
    bm_advise(p, best);
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
    p.list = BM_NEW_N(work, n + 1, struct bm_plan_article);
    p.task = (struct bm_plan_task){.list = p.list,
                                   .articles = n,
                                   .columns = m->in->layout->columns,
                                   .lines = lines,
                                   .full_lines = is_full ? lines : 0,
                                   .regions = regions,
                                   .region_count = region_count,
                                   .settle = settle,
                                   .capacity = capacity,
                                   .judge = judge,
                                   .context = &p,
                                   .butting = (int32_t)weights->butting,
                                   .through = (int32_t)weights->through,
                                   .jump = (int32_t)weights->jump,
                                   .slack = (int32_t)weights->slack};
    if (too_many(m, &p))
        return false;
    if (!n && m->in->plan > 1)
        return no_such_plan(m, 1);
    p.candidates = BM_NEW_N(work, n + 1, struct candidate);
    m->arenas = bm_arena_array(work, n + 1, sizeof *m->arenas);
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
