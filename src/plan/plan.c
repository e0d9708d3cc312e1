/* A search opened, its plans one after the other; and a plan where there is none. */
#include "plan/ahead.h"
#include "plan/allot.h"
#include "plan/blocks.h"
#include "plan/limits.h"

static bool first_of_page(const struct bm_plan_task *t, uint32_t region)
{
    return !region || t->grid.regions[region - 1].page != t->grid.regions[region].page;
}

/* The chain, and those of the page; page 0: the chain alone. */
static struct pool *pool_of(struct bm_plan_search *s, uint32_t page, uint32_t longest)
{
    const struct bm_plan_task *t = s->task;
    struct pool *pool = BM_NEW(s->arena, struct pool);
    pool->members = BM_NEW_N(s->arena, t->articles.n + 1, uint32_t);
    for (uint32_t a = 0; a < t->articles.n; a++)
        if (!t->articles.list[a].foot &&
            (!t->articles.list[a].page || t->articles.list[a].page == page))
            pool->members[pool->n++] = a;
    if (!bm_plan_make_groups(s->arena, t, pool, longest))
        s->limits_hit |= BM_LIMIT_BIT(GROUP);
    return pool;
}

/* A pool of one article. */
static struct pool *alone(struct bm_plan_search *s, uint32_t article)
{
    struct pool *pool = BM_NEW(s->arena, struct pool);
    pool->members = BM_NEW(s->arena, uint32_t);
    pool->members[0] = article;
    pool->n = 1;
    bm_plan_make_groups(s->arena, s->task, pool, 1);
    bm_plan_add_lot(s->arena, pool, 0, 1);
    bm_plan_close_lots(s->arena, pool, LOTS_MOST);
    return pool;
}

/* Which articles may stand in which regions. False when there are too many lots of them. */
static bool make_pools(struct bm_plan_search *s, uint32_t longest)
{
    const struct bm_plan_task *t = s->task;
    s->limits_hit &= ~BM_LIMIT_BIT(GROUP);
    s->chain = pool_of(s, 0, longest);
    for (uint32_t r = 0; r < t->grid.region_count; r++) {
        const uint32_t page = t->grid.regions[r].page;
        bool own = false;
        s->of[r] = s->chain;
        s->foot_of[r] = NULL;
        for (uint32_t a = 0; a < t->articles.n && first_of_page(t, r); a++) {
            const struct bm_plan_article *article = &t->articles.list[a];
            own = own || (article->page == page && !article->foot);
            if (article->page == page && article->foot && !s->foot_of[r])
                s->foot_of[r] = alone(s, a);
        }
        if (own)
            s->of[r] = pool_of(s, page, longest);
    }
    return bm_plan_make_lots(s);
}

/* What each article costs at its best; one that goes on is not priced in one piece. */
static void find_margin(struct bm_plan_search *s)
{
    const struct bm_plan_task *t = s->task;
    const size_t each = (size_t)s->spans * t->grid.lines;
    s->least = BM_NEW_N(s->arena, t->articles.n + 1, int32_t);
    for (uint32_t a = 0; a < t->articles.n; a++) {
        const int32_t *prices = t->articles.prices + a * each;
        int32_t least = NEVER;
        for (size_t k = 0; k < each; k++)
            least = prices[k] < least ? prices[k] : least;
        s->least[a] = t->articles.list[a].rows ? 0 : least;
        s->least_sum += s->least[a];
    }
    const int64_t most = s->least_sum < t->limit ? t->limit - s->least_sum : 0;
    s->margin = t->margin && t->margin < most ? t->margin : (int32_t)most;
}

struct bm_plan_search *bm_plan_open(struct bm_arena *arena, const struct bm_plan_task *task)
{
    struct bm_plan_search *s = BM_NEW(arena, struct bm_plan_search);
    *s = (struct bm_plan_search){.arena = arena,
                                 .task = task,
                                 .left_out = NEVER,
                                 .spans = task->grid.columns * (task->grid.columns + 1) / 2};
    s->of = bm_arena_array(arena, task->grid.region_count, sizeof *s->of);
    s->foot_of = bm_arena_array(arena, task->grid.region_count, sizeof *s->foot_of);
    s->judged.blocks = BM_NEW_N(arena, task->articles.n + 1, struct bm_plan_rect);
    s->pinwheels.drawn[0] = BM_NEW_N(arena, task->grid.lines + 1, int32_t);
    s->pinwheels.drawn[1] = BM_NEW_N(arena, task->grid.lines + 1, int32_t);
    s->judged.regions = BM_NEW_N(arena, task->articles.n + 1, uint32_t);
    s->judged_blocks = BM_NEW_N(arena, task->articles.n + 1, struct bm_plan_block);
    for (uint32_t a = 0; a < task->articles.n; a++)
        s->jumps = s->jumps || task->articles.list[a].rows;
    find_margin(s);
    uint32_t longest = GROUP_MOST;
    for (uint64_t scale = scaled(s, 1); scale >= 4; scale /= 4)
        longest++;
    for (; !make_pools(s, longest) && longest > 1; s->limits_hit |= BM_LIMIT_BIT(LOTS))
        longest = longest > 4 ? longest - 2 : longest - 1;
    for (uint32_t r = 0; r < task->grid.region_count; r++) {
        if (s->of[r]->lot_count && !s->of[r]->lots[0].bounds)
            bm_plan_find_bounds(s, s->of[r]);
        if (s->foot_of[r])
            bm_plan_find_bounds(s, s->foot_of[r]);
    }
    bm_plan_look_ahead(s);
    s->top = bm_plan_onward(s, 0, 0, 0);
    return s;
}

bool bm_plan_next(struct bm_plan_search *s, struct bm_plan *plan)
{
    int32_t cost = bm_plan_settle(s, &s->top->part, s->taken, s->task->limit);
    if (cost >= s->task->limit)
        return false;
    bm_plan_trace(s, s->top, &s->top->part.found[s->taken++], plan);
    plan->cost = cost;
    return true;
}

int64_t bm_plan_bound(const struct bm_plan_search *s)
{
    return bound_of_rest(s);
}

bool bm_plan_is_exhaustive(const struct bm_plan_search *s)
{
    return !(s->limits_hit & BM_LIMIT_BIT(GROUP));
}

uint32_t bm_plan_limits_hit(const struct bm_plan_search *s)
{
    return s->limits_hit;
}

uint64_t bm_plan_states(const struct bm_plan_search *s)
{
    return s->states;
}

void bm_plan_stack(struct bm_arena *arena, const struct bm_plan_task *t, struct bm_plan *plan)
{
    const uint32_t n = t->articles.n, m = t->grid.region_count;
    *plan = (struct bm_plan){.cost = NEVER,
                             .blocks = BM_NEW_N(arena, n, struct bm_plan_rect),
                             .regions = BM_NEW_N(arena, n, uint32_t)};
    for (uint32_t r = 0; r < m; r++) {
        const uint32_t from = n * r / m, end = n * (r + 1) / m, count = end - from;
        const struct bm_plan_rect *g = &t->grid.regions[r].rect;
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
