/* Which plan: the cheapest in everything, others beside it, the cheapest without 断版. */
#include "makeup/judge.h"

#include <string.h>

#define PLANS_MOST     80    /* that are judged before the gap to the bound is left as it is */
#define SPARE_FIRST    32000 /* that a region costs more than its articles at their best, at first */
#define STRICT_ROUNDS  3     /* of looking for a plan without 断版 */
#define STRICT_STATES  30000    /* of one, after which there is no other */
#define STATES_MOST    20000000 /* of a search after which the gap is left as it is */
#define OTHERS_POOL    24       /* plans that are judged for alternatives */
#define OTHERS_MORE    20000    /* than twice the best plan's cost: alternatives are not dearer */
#define ROUNDS_MOST    8        /* of reckoning how many rows an article takes that goes on */
#define THREADS_JUDGED 12       /* plans with articles that go on */
#define GRAVE          5000 /* more than that costs a column broken against a rule, a row left over */

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

/* The fit of an article in its strips, kept: plans often have them in common. */
struct thread_fit {
    uint32_t article;
    bool small;
    struct bm_plan_strip *strips;
    size_t n;
    int64_t costs[BM_PENALTIES];
    uint32_t over, spare, columns;
    struct thread_fit *next;
};

static void fit_thread(struct planner *p, struct thread_fit *t)
{
    struct bm_arena *work = p->m->emit.work;
    struct job job = *p->candidates[t->article].job;
    struct bm_frame *all = BM_NEW_N(work, t->n, struct bm_frame);
    job.frames = bm_arena_array(work, t->n, sizeof *job.frames);
    job.pages = BM_NEW_N(work, t->n, uint32_t);
    job.frame_count = t->n;
    for (size_t i = 0; i < t->n; i++) {
        all[i] = bm_strip_frame(p, &t->strips[i]);
        job.frames[i] = &all[i];
        job.pages[i] = p->task.regions[t->strips[i].region].page;
    }
    bm_choose_fit(&p->trial, &job);
    p->fits++;
    bm_fit_price(p, &job, t->costs);
    const struct bm_fitted *f = &job.fitted;
    const size_t rows = f->setting.row_count;
    t->over = f->overset_rows;
    t->spare =
        (uint32_t)(f->slot_count > rows ? f->slot_count - rows : 0) + f->short_lines * f->columns;
    t->columns = f->columns;
}

static const struct thread_fit *thread_fit_of(struct planner *p, const struct bm_plan *plan,
                                              uint32_t article)
{
    struct thread_fit find = {.article = article, .small = p->small};
    find.strips = BM_NEW_N(p->m->emit.work, plan->strip_count, struct bm_plan_strip);
    for (size_t i = 0; i < plan->strip_count; i++)
        if (plan->strips[i].article == article)
            find.strips[find.n++] = plan->strips[i];
    if (!find.n)
        return NULL;
    for (const struct thread_fit *t = p->thread_fits; t; t = t->next)
        if (t->article == article && t->small == find.small && t->n == find.n &&
            memcmp(t->strips, find.strips, find.n * sizeof *find.strips) == 0)
            return t;
    struct thread_fit *t = BM_NEW(p->m->emit.work, struct thread_fit);
    *t = find;
    fit_thread(p, t);
    t->next = p->thread_fits;
    return p->thread_fits = t;
}

bool bm_fit_threads(struct planner *p, const struct bm_plan *plan, int64_t costs[BM_PENALTIES])
{
    bool right = true;
    memset(costs, 0, BM_PENALTIES * sizeof *costs);
    for (uint32_t a = 0; plan->strip_count && a < p->task.articles; a++) {
        const struct thread_fit *t = thread_fit_of(p, plan, a);
        if (!t)
            continue;
        for (int k = 0; k < BM_PENALTIES; k++)
            costs[k] += t->costs[k];
        if (t->over) {
            p->list[a].rows += t->over;
            right = false;
        } else if (t->spare > t->columns && p->list[a].rows > t->spare - t->columns / 2) {
            p->list[a].rows -= t->spare - t->columns / 2;
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
        if (found && !p->spare_found)
            p->spare_found = p->task.spare;
        if (best->blind >= best->cost || (found && p->states_now > STATES_MOST))
            break;
        const int64_t wider =
            found ? p->task.spare + best->cost - best->blind : 4ll * p->task.spare;
        if (p->task.spare >= BM_PLAN_NEVER)
            break;
        p->task.spare = (int32_t)lesser(wider, BM_PLAN_NEVER);
    }
}

void bm_choose_plan(struct planner *p, struct judged *best)
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
    /* Articles that go on are judged in a few plans only: nothing is proved of them. */
    if (best->plan.strip_count)
        best->bound = 0;
    best->bound = lesser(best->bound > least ? best->bound : least, best->cost);
    bm_arena_drop(arena);
}

static bool same_blocks(const struct planner *p, const struct bm_plan *a, const struct bm_plan *b)
{
    return memcmp(a->blocks, b->blocks, p->task.articles * sizeof *a->blocks) == 0 &&
           memcmp(a->regions, b->regions, p->task.articles * sizeof *a->regions) == 0;
}

void bm_choose_others(struct planner *p, const struct judged *best, size_t wanted)
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
    bool in_order = true;
    while (wanted && n < (in_order ? wanted : pool) && bm_plan_next(search, &plan)) {
        struct judged judged;
        int64_t threads[BM_PENALTIES];
        bm_fit_threads(p, &plan, threads);
        bool known = same_blocks(p, &plan, &best->plan);
        for (size_t i = 0; i < n; i++)
            known = known || same_blocks(p, &plan, &found[i].plan);
        if (known)
            continue;
        bm_judge_plan(p, &plan, threads, &judged);
        in_order = in_order && judged.cost == plan.cost;
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

/* The cheapest plan without 断版 of a task. */
static int64_t cheapest_strict(struct planner *p, struct bm_arena *arena,
                               const struct bm_plan_task *task)
{
    struct bm_plan_search *search = bm_plan_open(arena, task);
    struct bm_plan plan;
    int64_t cost = BM_PLAN_IMPOSSIBLE;
    for (uint32_t k = 0;
         k < PLANS_MOST && bm_plan_bound(search) < cost && bm_plan_next(search, &plan); k++) {
        struct judged judged;
        bm_judge_plan(p, &plan, NULL, &judged);
        if (!judged.through && judged.cost < cost)
            cost = judged.cost;
    }
    p->states_now = bm_plan_states(search);
    return cost;
}

int64_t bm_without_through(struct planner *p, const struct judged *best)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_plan_task task = p->task;
    int64_t cost = best->through ? BM_PLAN_IMPOSSIBLE : best->cost;
    task.limit = (int32_t)lesser(4 * best->cost + OTHERS_MORE, BM_PLAN_NEVER);
    task.spare = p->spare_found;
    task.judge = judge_strictly;
    task.no_through = true;
    for (uint32_t round = 0; cost >= BM_PLAN_IMPOSSIBLE && round < STRICT_ROUNDS; round++) {
        bm_arena_clear(arena);
        cost = cheapest_strict(p, arena, &task);
        if (p->states_now > STRICT_STATES || task.spare >= task.limit)
            break;
        task.spare = (int32_t)lesser(4ll * task.spare, BM_PLAN_NEVER);
    }
    bm_arena_drop(arena);
    return cost;
}

void bm_choose_by(struct planner *p)
{
    p->task.settle = settle;
    p->task.capacity = capacity;
    p->task.judge = judge;
    p->task.context = p;
}
