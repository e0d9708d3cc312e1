/* Random tasks for the search for plans: a seeded generator, and prices that are known from below
 * only, until they are asked for. */
#pragma once

#include "unit.h"

#include "plan/plan.h"

static inline uint32_t bench_pick(uint64_t *random, uint32_t most)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*random >> 33) % most;
}

struct bench_prices {
    const int32_t *truth; /* what prices are once they are settled */
    int32_t *known;
};

static inline size_t bench_price_count(const struct bm_plan_task *t)
{
    return bm_plan_index(t, t->articles.n, 0, 1, 1);
}

static inline int32_t *bench_draw_prices(struct bm_arena *arena, uint64_t *random,
                                         const struct bm_plan_task *t)
{
    const size_t size = bench_price_count(t);
    int32_t *prices = BM_NEW_N(arena, size, int32_t);
    for (size_t i = 0; i < size; i++)
        prices[i] = (int32_t)bench_pick(random, bench_pick(random, 3) ? 60 : 3000);
    return prices;
}

static inline void bench_hide_prices(struct bm_arena *arena, uint64_t *random,
                                     struct bm_plan_task *t, struct bench_prices *out)
{
    const size_t size = bench_price_count(t);
    out->truth = t->articles.prices;
    out->known = BM_NEW_N(arena, size, int32_t);
    for (size_t i = 0; i < size; i++) {
        const uint32_t above = (uint32_t)out->truth[i] + 1;
        out->known[i] =
            out->truth[i] - (int32_t)(bench_pick(random, 2) ? 0 : bench_pick(random, above));
    }
    t->articles.prices = out->known;
}

/* Of a price that reaches the budget no more than that is said, now and then. */
static inline bool bench_settle(const struct bm_plan_task *t, struct bench_prices *prices,
                                uint32_t article, const struct bm_plan_rect *r, int32_t budget)
{
    const size_t at = bm_plan_index(t, article, r->column, r->columns, r->lines);
    if (prices->truth[at] > budget && prices->known[at] <= budget && (at ^ (size_t)budget) % 3) {
        prices->known[at] = budget;
        return false;
    }
    prices->known[at] = prices->truth[at];
    return true;
}
