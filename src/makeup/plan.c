#include "makeup/plan_steps.h"

#include <string.h>

size_t bm_plan_index(const struct bm_plan_task *t, uint32_t article, uint32_t x, uint32_t w,
                     uint32_t h)
{
    size_t spans = (size_t)t->columns * (t->columns + 1) / 2;
    return ((size_t)article * spans + span_index(t->columns, x, w)) * t->lines + h - 1;
}

static bool first_of_page(const struct bm_plan_task *t, uint32_t region)
{
    return !region || t->regions[region - 1].page != t->regions[region].page;
}

#define GROUP_MOST 10

/* The chain, and those of the page; page 0: the chain alone. */
static struct universe *universe_of(struct bm_plan_search *s, uint32_t page, uint32_t longest)
{
    const struct bm_plan_task *t = s->task;
    struct universe *u = BM_NEW(s->arena, struct universe);
    u->members = BM_NEW_N(s->arena, t->articles + 1, uint32_t);
    for (uint32_t a = 0; a < t->articles; a++)
        if (!t->list[a].foot && (!t->list[a].page || t->list[a].page == page))
            u->members[u->n++] = a;
    s->exhaustive &= bm_plan_make_groups(s->arena, t, u, longest);
    return u;
}

/* A universe of one article. */
static struct universe *alone(struct bm_plan_search *s, uint32_t article)
{
    struct universe *u = BM_NEW(s->arena, struct universe);
    u->members = BM_NEW(s->arena, uint32_t);
    u->members[0] = article;
    u->n = 1;
    bm_plan_make_groups(s->arena, s->task, u, 1);
    bm_plan_add_set(s->arena, u, 0, 1);
    bm_plan_close_sets(s->arena, u);
    return u;
}

/* Which articles may stand in which regions. False when there are too many sets of them. */
static bool make_universes(struct bm_plan_search *s, uint32_t longest)
{
    const struct bm_plan_task *t = s->task;
    s->exhaustive = true;
    s->chain = universe_of(s, 0, longest);
    for (uint32_t r = 0; r < t->region_count; r++) {
        const uint32_t page = t->regions[r].page;
        bool own = false;
        s->of[r] = s->chain;
        s->foot_of[r] = NULL;
        for (uint32_t a = 0; a < t->articles && first_of_page(t, r); a++) {
            const struct bm_plan_article *article = &t->list[a];
            own = own || (article->page == page && !article->foot);
            if (article->page == page && article->foot && !s->foot_of[r])
                s->foot_of[r] = alone(s, a);
        }
        if (own)
            s->of[r] = universe_of(s, page, longest);
    }
    return bm_plan_make_sets(s);
}

/* What each article costs at its best; one that goes on is not priced in one piece. */
static void find_spare(struct bm_plan_search *s)
{
    const struct bm_plan_task *t = s->task;
    const size_t each = (size_t)s->spans * t->lines;
    s->least = BM_NEW_N(s->arena, t->articles + 1, int32_t);
    for (uint32_t a = 0; a < t->articles; a++) {
        const int32_t *prices = t->prices + a * each;
        int32_t least = NEVER;
        for (size_t k = 0; k < each; k++)
            least = prices[k] < least ? prices[k] : least;
        s->least[a] = t->list[a].rows ? 0 : least;
        s->least_sum += s->least[a];
    }
    const int64_t most = s->least_sum < t->limit ? t->limit - s->least_sum : 0;
    s->spare = t->spare && t->spare < most ? t->spare : (int32_t)most;
}

struct bm_plan_search *bm_plan_open(struct bm_arena *arena, const struct bm_plan_task *task)
{
    struct bm_plan_search *s = BM_NEW(arena, struct bm_plan_search);
    *s = (struct bm_plan_search){
        .arena = arena, .task = task, .spans = task->columns * (task->columns + 1) / 2};
    s->of = bm_arena_array(arena, task->region_count, sizeof *s->of);
    s->foot_of = bm_arena_array(arena, task->region_count, sizeof *s->foot_of);
    s->judged_rects = BM_NEW_N(arena, task->articles + 1, struct bm_plan_rect);
    s->pairs[0] = BM_NEW_N(arena, task->lines + 1, int32_t);
    s->pairs[1] = BM_NEW_N(arena, task->lines + 1, int32_t);
    s->judged_regions = BM_NEW_N(arena, task->articles + 1, uint32_t);
    s->judged_blocks = BM_NEW_N(arena, task->articles + 1, struct bm_plan_block);
    for (uint32_t a = 0; a < task->articles; a++)
        s->flows = s->flows || task->list[a].rows;
    find_spare(s);
    for (uint32_t longest = GROUP_MOST; !make_universes(s, longest) && longest > 1;)
        longest = longest > 4 ? longest - 2 : longest - 1;
    for (uint32_t r = 0; r < task->region_count; r++) {
        if (s->of[r]->set_count && !s->of[r]->sets[0].tables)
            bm_plan_make_tables(s, s->of[r]);
        if (s->foot_of[r])
            bm_plan_make_tables(s, s->foot_of[r]);
    }
    bm_plan_make_bounds(s);
    s->top = bm_plan_deal(s, 0, 0, 0);
    return s;
}

/* Where a way's blocks stand. */
struct trace {
    struct bm_plan_search *s;
    struct bm_plan *plan;
    size_t strip_cap;
    uint32_t region;
};

static void place(struct trace *t, struct node *node, uint32_t rank, uint32_t line);

static void place_strip(struct trace *t, uint32_t article, const struct bm_plan_rect *rect)
{
    struct bm_plan *p = t->plan;
    if (!rect->columns)
        return;
    bool first = true;
    for (size_t i = 0; i < p->strip_count; i++)
        first = first && p->strips[i].article != article;
    if (first) {
        p->blocks[article] = *rect;
        p->regions[article] = t->region;
    }
    p->strips =
        bm_arena_grow(t->s->arena, p->strips, p->strip_count, &t->strip_cap, sizeof *p->strips);
    p->strips[p->strip_count++] = (struct bm_plan_strip){article, t->region, *rect};
}

static void place_deal(struct trace *t, struct node *node, const struct way *way)
{
    const struct deal *d = &node->deals[way->which];
    struct node *next = bm_plan_part(t->s, node, way, PART_NEXT);
    struct node *foot = bm_plan_part(t->s, node, way, PART_FOOT);
    t->region = node->region;
    t->plan->through += d->through;
    t->plan->butting += d->butting;
    t->plan->strip_cost += way->own - (int64_t)d->through * t->s->task->through -
                           (int64_t)d->butting * (t->s->task->butting / 2);
    place_strip(t, d->ending, &d->ended[0]);
    place_strip(t, d->ending, &d->ended[1]);
    for (uint32_t k = 0; k < d->part_count; k++)
        place(t, bm_plan_part(t->s, node, way, k), way->ranks[k], d->parts[k].rect.line);
    if (foot)
        place(t, foot, way->ranks[PART_FOOT], d->foot.line);
    place_strip(t, d->beginning, &d->begun);
    if (next)
        place(t, next, way->ranks[PART_NEXT], 0);
}

static void count_butting(struct trace *t, uint32_t left, uint32_t right)
{
    t->plan->butting += (left & 2) || (right & 1) ? 1 : 2;
}

static void place_way(struct trace *t, struct node *node, const struct way *way, uint32_t line)
{
    if (way->kind == WAY_DEAL) {
        place_deal(t, node, way);
        return;
    }
    if (way->kind == WAY_SINGLE && node->kind == NODE_CELL) {
        const uint32_t article = node->u->members[node->u->sets[node->set].first];
        t->plan->blocks[article] = (struct bm_plan_rect){node->x, node->w, line, node->h};
        t->plan->regions[article] = t->region;
        return;
    }
    uint32_t lines[WAY_PARTS] = {line, line, line, line, line};
    t->plan->together += way->together;
    if (way->kind == WAY_BELOW) {
        lines[1] += way->a;
        t->plan->through += is_through_across(t->s, node->w);
    } else if (way->kind == WAY_BESIDE) {
        count_butting(t, way->tops[0], way->tops[1]);
        t->plan->through += is_through_down(t->s, node->h);
    } else if (way->kind == WAY_PINWHEEL) {
        struct bm_plan_rect b[5];
        bm_plan_blocks(&node->wheels[way->which],
                       &(struct bm_plan_rect){node->x, node->w, line, node->h}, way->a, way->b, b);
        for (uint32_t k = 0; k < 5; k++)
            lines[k] = b[k].line;
        count_butting(t, way->tops[0], way->tops[1]);
        count_butting(t, way->tops[2], way->tops[3]);
    }
    for (uint32_t k = 0; k < WAY_PARTS; k++) {
        struct node *part = bm_plan_part(t->s, node, way, k);
        if (part)
            place(t, part, way->ranks[k], lines[k]);
    }
}

static void place(struct trace *t, struct node *node, uint32_t rank, uint32_t line)
{
    place_way(t, node, &node->found[rank], line);
}

int32_t bm_plan_judge(struct bm_plan_search *s, struct node *root, const struct way *way)
{
    const struct bm_plan_task *task = s->task;
    const struct set *set = &root->u->sets[root->set];
    const struct bm_plan_rect part = {root->x, root->w, 0, root->h};
    struct bm_plan plan = {.blocks = s->judged_rects, .regions = s->judged_regions};
    struct trace t = {.s = s, .plan = &plan};
    uint32_t n = 0;
    place_way(&t, root, way, 0);
    for (uint32_t k = 0; k < 64; k++)
        if (set->mask >> k & 1) {
            const uint32_t article = root->u->members[set->first + k];
            s->judged_blocks[n++] = (struct bm_plan_block){article, plan.blocks[article]};
        }
    const int64_t counted =
        (int64_t)plan.butting * (task->butting / 2) + (int64_t)plan.through * task->through;
    const int64_t more = task->judge(task->context, &part, s->judged_blocks, n) - counted;
    return more < 0 ? 0 : more < NEVER ? (int32_t)more : NEVER;
}

void bm_plan_trace(struct bm_plan_search *s, struct node *deal, const struct way *way,
                   struct bm_plan *plan)
{
    const uint32_t n = s->task->articles;
    struct trace t = {.s = s, .plan = plan};
    *plan = (struct bm_plan){.blocks = BM_NEW_N(s->arena, n, struct bm_plan_rect),
                             .regions = BM_NEW_N(s->arena, n, uint32_t)};
    memset(plan->regions, 0xff, n * sizeof *plan->regions);
    place_way(&t, deal, way, 0);
}

bool bm_plan_next(struct bm_plan_search *s, struct bm_plan *plan)
{
    int32_t cost = bm_plan_settle(s, s->top, s->taken, s->task->limit);
    if (cost >= s->task->limit)
        return false;
    struct trace t = {.s = s, .plan = plan};
    *plan = (struct bm_plan){.cost = cost,
                             .blocks = BM_NEW_N(s->arena, s->task->articles, struct bm_plan_rect),
                             .regions = BM_NEW_N(s->arena, s->task->articles, uint32_t)};
    place(&t, s->top, s->taken++, 0);
    return true;
}

int64_t bm_plan_bound(const struct bm_plan_search *s)
{
    if (s->top->n > s->taken)
        return s->top->found[s->taken].cost;
    if (s->top->opened)
        return s->top->heap_n ? s->top->heap[0].cost : NEVER;
    return s->top->bound;
}

bool bm_plan_is_exhaustive(const struct bm_plan_search *s)
{
    return s->exhaustive;
}

uint64_t bm_plan_states(const struct bm_plan_search *s)
{
    return s->states;
}

void bm_plan_stack(struct bm_arena *arena, const struct bm_plan_task *t, struct bm_plan *plan)
{
    const uint32_t n = t->articles, m = t->region_count;
    *plan = (struct bm_plan){.cost = NEVER,
                             .blocks = BM_NEW_N(arena, n, struct bm_plan_rect),
                             .regions = BM_NEW_N(arena, n, uint32_t)};
    for (uint32_t r = 0; r < m; r++) {
        const uint32_t from = n * r / m, end = n * (r + 1) / m, count = end - from;
        const struct bm_plan_rect *g = &t->regions[r].rect;
        const uint32_t legs = count > g->lines ? (count + g->lines - 1) / g->lines : 1;
        const uint32_t each = count ? (count + legs - 1) / legs : 0;
        for (uint32_t k = 0; k < count; k++) {
            const uint32_t leg = k / each, i = k % each;
            const uint32_t deep = leg + 1 < legs ? each : count - leg * each;
            const uint32_t x = g->columns * leg / legs, right = g->columns * (leg + 1) / legs;
            const uint32_t y = g->lines * i / deep, foot = g->lines * (i + 1) / deep;
            plan->blocks[from + k] =
                (struct bm_plan_rect){g->column + x, right - x, g->line + y, foot - y};
            plan->regions[from + k] = r;
        }
    }
}
