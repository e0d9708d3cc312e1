/* What the regions that are yet to be allotted cost at least. */
#include "plan/ahead.h"

#include "plan/allot.h"
#include "plan/pinwheels.h"

/* What the lot costs at least in all of those columns, however high. */
static int32_t least_of(struct bm_plan_search *s, const struct pool *pool, uint32_t lot, uint32_t x,
                        uint32_t w)
{
    const int32_t straight = bounds_at(s, pool, lot, x, w)->least;
    const int32_t turned = bm_plan_least_pinwheel(s, pool, lot, x, w, s->task->grid.lines);
    return straight < turned ? straight : turned;
}

/* What a region costs at least with the articles between two allotted; at_limit: what it costs then
 * if it is not looked into. False: it cannot have them. */
static bool region_least(struct bm_plan_search *s, uint32_t region, const struct allotted *less,
                         const struct allotted *more, int64_t *least, int64_t *at_limit)
{
    const struct bm_plan_rect *r = &s->task->grid.regions[region].rect;
    const struct pool *foot = s->foot_of[region];
    uint64_t mask = 0;
    *least = foot ? bounds_at(s, foot, 0, r->column, r->columns)->least : 0;
    *at_limit = NEVER;
    if (!bm_plan_difference(less, more, &mask))
        return false;
    if (!mask && !bm_plan_has_own(s, region))
        return true;
    const uint32_t lot = bm_plan_lot_of(s, region, less, mask);
    if (lot == UINT32_MAX)
        return false;
    *at_limit = *least + s->of[region]->lots[lot].limit;
    *least += foot ? least_of(s, s->of[region], lot, r->column, r->columns)
                   : known_least(&bm_plan_region_part(s, s->of[region], lot, r)->cell.part);
    return true;
}

/* What the regions from each one on cost at least, whatever was allotted before; and what all of
 * them cost at least when one is not looked into. False: the budget is spent. */
static bool find_bounds(struct bm_plan_search *s, int32_t *bounds)
{
    const uint32_t n = s->allotted_count, m = s->task->grid.region_count;
    int64_t *seen = BM_NEW_N(s->arena, (size_t)(m + 1) * n, int64_t);
    int64_t *unseen = BM_NEW_N(s->arena, (size_t)(m + 1) * n, int64_t);
    for (uint32_t i = 0; i < n; i++) {
        seen[m * n + i] = i + 1 < n ? NEVER : 0;
        unseen[m * n + i] = NEVER;
    }
    for (uint32_t r = m; r-- > 0;)
        for (uint32_t i = 0; i < n; i++) {
            int64_t best = NEVER, worst = NEVER;
            if (bounds && is_spent(s))
                return false;
            for (uint32_t k = i; k < n; k++) {
                tick(s);
                const int64_t next = seen[(r + 1) * n + k], dark = unseen[(r + 1) * n + k];
                int64_t least, at_limit;
                if ((next >= NEVER && dark >= NEVER) ||
                    !region_least(s, r, &s->allotted[i], &s->allotted[k], &least, &at_limit))
                    continue;
                best = bm_plan_lesser(best, least + next);
                worst = bm_plan_lesser(worst, bm_plan_lesser(least, at_limit) + dark);
                worst = bm_plan_lesser(worst, at_limit + next);
            }
            seen[r * n + i] = best;
            unseen[r * n + i] = worst;
            if (bounds)
                bounds[r * n + i] = (int32_t)best;
        }
    s->unseen_bound = unseen[0];
    return true;
}

/* The same where articles go on: all that are not allotted yet at their best. */
static void find_jump_bounds(const struct bm_plan_search *s, int32_t *bounds)
{
    const struct pool *pool = s->chain;
    for (uint32_t i = 0; i < s->allotted_count; i++) {
        const struct allotted *d = &s->allotted[i];
        int64_t sum = 0;
        for (uint32_t k = d->first; k < pool->n; k++)
            if (k - d->first >= 64 || !(d->mask >> (k - d->first) & 1))
                sum += s->least[pool->members[k]];
        for (uint32_t r = 0; r < s->task->grid.region_count; r++)
            bounds[r * s->allotted_count + i] = (int32_t)bm_plan_lesser(sum, NEVER);
    }
}

bool bm_plan_look_ahead(struct bm_plan_search *s)
{
    s->unseen_bound = bm_plan_lesser(NEVER, s->least_sum + s->margin);
    if (s->task->grid.region_count < 2)
        return true;
    int32_t *bounds =
        BM_NEW_N(s->arena, (size_t)s->task->grid.region_count * s->allotted_count, int32_t);
    if (s->jumps)
        find_jump_bounds(s, bounds);
    else if (!find_bounds(s, bounds))
        return false;
    s->onward_bounds = bounds;
    return true;
}

int64_t bm_plan_unseen_bound(struct bm_plan_search *s)
{
    if (s->too_large)
        return 0;
    if (s->ended)
        return s->unseen_bound;
    /* The regions that were settled cost more than was known before. */
    if (s->onward_bounds && !s->jumps)
        find_bounds(s, NULL);
    return bm_plan_lesser(s->unseen_bound, s->left_out);
}
