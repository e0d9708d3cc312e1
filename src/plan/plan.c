/* A search opened, its plans one after the other; and a plan where there is none. */
#include "plan/ahead.h"
#include "plan/allot.h"
#include "plan/blocks.h"
#include "plan/limits.h"

/* The chain, and those of the region; region_count: the chain alone. */
static struct pool *pool_of(struct bm_plan_search *s, uint32_t region, uint32_t longest)
{
    const struct bm_plan_task *t = s->task;
    struct pool *pool = BM_NEW(s->arena, struct pool);
    pool->members = BM_NEW_N(s->arena, t->articles.n + 1, uint32_t);
    for (uint32_t a = 0; a < t->articles.n; a++)
        if (!t->articles.list[a].foot &&
            (!t->articles.list[a].page ||
             (region < t->grid.region_count && bm_plan_is_own(t, a, region))))
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
    bm_plan_close_lots(s->arena, pool, LOTS_MOST, SPLITS_MOST);
    return pool;
}

/* Which articles may stand in which regions. False when there are too many lots of them. */
static bool make_pools(struct bm_plan_search *s, uint32_t longest)
{
    const struct bm_plan_task *t = s->task;
    s->limits_hit &= ~BM_LIMIT_BIT(GROUP);
    s->chain = pool_of(s, t->grid.region_count, longest);
    for (uint32_t r = 0; r < t->grid.region_count; r++) {
        bool own = false;
        s->of[r] = s->chain;
        s->foot_of[r] = NULL;
        for (uint32_t a = 0; a < t->articles.n; a++) {
            if (!bm_plan_is_own(t, a, r))
                continue;
            own = own || !t->articles.list[a].foot;
            if (t->articles.list[a].foot && !s->foot_of[r])
                s->foot_of[r] = alone(s, a);
        }
        if (own)
            s->of[r] = pool_of(s, r, longest);
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

/* The most articles that have one rank. */
static uint32_t longest_run(const struct bm_plan_task *t)
{
    uint32_t longest = 1, run = 0;
    for (uint32_t a = 0; a < t->articles.n; a++) {
        run = a && t->articles.list[a].rank == t->articles.list[a - 1].rank ? run + 1 : 1;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* About so many lots and splits there are when articles of one rank change places in groups of at
 * most so many: counted before any is made. */
static uint64_t count_lots(const struct bm_plan_task *t, uint32_t longest)
{
    uint64_t inside = 0, sets = 0;
    for (uint32_t a = 0, end; a < t->articles.n; a = end) {
        uint64_t two = 1, three = 1;
        for (end = a; end < t->articles.n && end - a < longest &&
                      t->articles.list[end].rank == t->articles.list[a].rank;
             end++) {
            two *= 2;
            three *= 3;
        }
        inside += three;
        sets += two;
    }
    return inside + sets * sets;
}

static bool find_all_bounds(struct bm_plan_search *s, const struct bm_budget *most)
{
    for (uint32_t r = 0; r < s->task->grid.region_count; r++) {
        if (s->of[r]->lot_count && !s->of[r]->lots[0].bounds &&
            !bm_plan_find_bounds(s, s->of[r], most))
            return false;
        if (s->foot_of[r] && !bm_plan_find_bounds(s, s->foot_of[r], most))
            return false;
    }
    return true;
}

/* The lots of all regions and their bounds: of articles of one rank as many change places as the
 * budget has room for. False: they are too many in any case. */
static bool find_pools(struct bm_plan_search *s)
{
    uint32_t longest = s->task->group ? s->task->group : GROUP_MOST;
    for (uint64_t scale = scaled(s, 1); scale >= 4; scale /= 4)
        longest++;
    const uint32_t run = longest_run(s->task);
    longest = run < longest ? run : longest;
    for (;;) {
        const struct bm_budget *b = s->task->budget;
        struct bm_budget most = {0};
        bool fine = true;
        if (b) {
            most = bm_budget_share(b, BOUNDS_MOST, 100);
            most.bytes_most = bm_arena_used(s->arena) + most.bytes_most / 100 * BOUNDS_MOST;
            fine = longest == 1 ||
                   b->parts + count_lots(s->task, longest) * PART_LOT < most.parts_most;
        }
        fine = fine && !(s->task->whole && longest < run);
        if (fine && make_pools(s, longest) && find_all_bounds(s, &most))
            return true;
        if (longest == 1 || is_spent(s) || s->task->whole)
            return false;
        s->limits_hit |= BM_LIMIT_BIT(LOTS);
        longest = longest > 4 ? longest - 2 : longest - 1;
    }
}

struct bm_plan_search *bm_plan_open(struct bm_arena *arena, const struct bm_plan_task *task)
{
    struct bm_plan_search *s = BM_NEW(arena, struct bm_plan_search);
    *s = (struct bm_plan_search){.arena = arena,
                                 .task = task,
                                 .left_out = NEVER,
                                 .soft_halves = 1,
                                 .spans = task->grid.columns * (task->grid.columns + 1) / 2};
    s->of = bm_arena_array(arena, task->grid.region_count, sizeof *s->of);
    s->foot_of = bm_arena_array(arena, task->grid.region_count, sizeof *s->foot_of);
    s->judged.blocks = BM_NEW_N(arena, task->articles.n + 1, struct bm_plan_rect);
    s->pinwheels.drawn[0] = BM_NEW_N(arena, task->grid.lines + 1, int32_t);
    s->pinwheels.drawn[1] = BM_NEW_N(arena, task->grid.lines + 1, int32_t);
    s->judged.regions = BM_NEW_N(arena, task->articles.n + 1, uint32_t);
    s->judged_blocks = BM_NEW_N(arena, task->articles.n + 1, struct bm_plan_block);
    for (uint32_t a = 0; a < task->articles.n; a++) {
        s->jumps = s->jumps || task->articles.list[a].rows;
        s->soft_halves = task->articles.list[a].headless ? 0 : s->soft_halves;
    }
    find_margin(s);
    s->too_large = !find_pools(s);
    if (s->too_large)
        return s;
    s->too_large = !bm_plan_look_ahead(s);
    if (s->too_large)
        return s;
    s->top = bm_plan_onward(s, 0, 0, 0);
    return s;
}

/* What is known stays as it is; what is left may be taken in haste. */
static void end_search(struct bm_plan_search *s)
{
    const struct bm_budget *b = s->task->budget;
    s->unseen_bound = bm_plan_unseen_bound(s);
    s->bound = s->top->part.bound;
    s->ended = true;
    s->haste.on = s->task->hasty && !s->taken;
    s->haste.parts = b->parts + b->parts_most / 100 * HASTE_MORE;
    s->haste.bytes = bm_arena_used(s->arena) + b->bytes_most / 100 * HASTE_MORE;
}

bool bm_plan_next(struct bm_plan_search *s, struct bm_plan *plan)
{
    if (s->too_large || s->ended)
        return false;
    int32_t cost = bm_plan_settle(s, &s->top->part, s->taken, s->task->limit);
    if (is_spent(s) && s->top->part.n <= s->taken) {
        s->limits_hit |= BM_LIMIT_BIT(BUDGET);
        end_search(s);
        if (!s->haste.on)
            return false;
        cost = bm_plan_settle(s, &s->top->part, 0, s->task->limit);
    }
    if (s->top->part.n <= s->taken || cost >= s->task->limit)
        return false;
    bm_plan_trace(s, s->top, &s->top->part.found[s->taken++], plan);
    plan->cost = cost;
    return true;
}

int64_t bm_plan_bound(const struct bm_plan_search *s)
{
    if (s->too_large)
        return 0;
    return s->ended ? s->bound : bound_of_rest(s);
}

bool bm_plan_is_too_large(const struct bm_plan_search *s)
{
    return s->too_large;
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
