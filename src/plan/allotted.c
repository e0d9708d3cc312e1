/* What may be allotted before a region, and the lots that a region may get then. */
#include "plan/allot.h"

#include "plan/limits.h"

static uint64_t low_bits(uint32_t n)
{
    return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

/* All that may be allotted before a region: whole groups, and a part of the next one. False: they
 * are too many. */
static bool make_allotted(struct bm_plan_search *s)
{
    const struct pool *pool = s->chain;
    size_t cap = 0;
    for (uint32_t first = 0; first <= pool->n;) {
        uint32_t end = first;
        while (end < pool->n && pool->groups[end] == pool->groups[first])
            end++;
        for (uint32_t count = 0; count < (end > first ? end - first : 1); count++)
            for (uint64_t mask = 0; mask <= low_bits(end - first); mask++) {
                if ((uint32_t)__builtin_popcountll(mask) != count)
                    continue;
                if (s->allotted_count >= scaled(s, ALLOTTED_MOST))
                    return false;
                s->allotted = bm_arena_grow(s->arena, s->allotted, s->allotted_count, &cap,
                                            sizeof *s->allotted);
                s->allotted[s->allotted_count++] = (struct allotted){first, mask, first + count};
            }
        first = end > first ? end : first + 1;
    }
    return true;
}

/* The articles of one allotted that are not in the other, as bits from that one's `first`; false:
 * it does not hold the other, or they are too far apart. */
bool bm_plan_difference(const struct allotted *less, const struct allotted *more, uint64_t *mask)
{
    const uint32_t apart = more->first - less->first;
    if (more->first < less->first || more->count < less->count || apart > 48 ||
        more->count - less->count > BM_PLAN_SPAN_MOST)
        return false;
    const uint64_t all = low_bits(apart) | more->mask << apart;
    *mask = all & ~less->mask;
    return (less->mask & ~all) == 0;
}

/* Members of the region's pool that a stretch of the chain is: those of its page as well. */
static uint64_t members_of(const struct bm_plan_search *s, uint32_t region,
                           const struct allotted *less, uint64_t mask, uint32_t *first)
{
    const struct pool *pool = s->of[region];
    uint32_t next = 0;
    uint64_t found = 0;
    *first = less->first;
    if (pool == s->chain)
        return mask;
    *first = UINT32_MAX;
    for (uint32_t i = 0; i < pool->n; i++) {
        bool in = true;
        if (!s->task->articles.list[pool->members[i]].page) {
            in = next >= less->first && next - less->first < 64 &&
                 (mask >> (next - less->first) & 1);
            next++;
        }
        *first = in && *first == UINT32_MAX ? i : *first;
        if (in && i - *first >= 64)
            return 0;
        found |= in ? UINT64_C(1) << (i - *first) : 0;
    }
    return found;
}

/* The lot of a region: what the chain gives, and the articles that must stand on its page. */
uint32_t bm_plan_lot_of(const struct bm_plan_search *s, uint32_t region,
                        const struct allotted *less, uint64_t mask)
{
    uint32_t first = 0;
    mask = members_of(s, region, less, mask, &first);
    return bm_plan_find_lot(s->of[region], first, mask);
}

bool bm_plan_has_own(const struct bm_plan_search *s, uint32_t region)
{
    return s->of[region]->n > s->chain->n;
}

/* Regions from one on that get nothing unless it is allotted to them. */
uint32_t bm_plan_bare_regions(const struct bm_plan_search *s, uint32_t from)
{
    uint32_t n = 0;
    for (uint32_t r = from; r < s->task->grid.region_count; r++)
        n += !bm_plan_has_own(s, r);
    return n;
}

static bool close_lots(const struct bm_plan_search *s, struct pool *pool)
{
    const bool fine =
        bm_plan_close_lots(s->arena, pool, scaled(s, LOTS_MOST), scaled(s, SPLITS_MOST));
    spend(s, pool->work * PART_LOT);
    return fine;
}

bool bm_plan_make_lots(struct bm_plan_search *s)
{
    const uint32_t m = s->task->grid.region_count;
    bool fine = true;
    s->few = s->chain->n < bm_plan_bare_regions(s, 0);
    s->allotted = NULL;
    s->allotted_count = 0;
    if (!make_allotted(s))
        return false;
    spend(s, (uint64_t)s->allotted_count * s->allotted_count * PART_LOT);
    for (uint32_t i = 0; i < s->allotted_count; i++)
        for (uint32_t k = i; k < s->allotted_count; k++) {
            uint64_t mask = 0;
            if ((m == 1 && (i || k + 1 < s->allotted_count)) ||
                !bm_plan_difference(&s->allotted[i], &s->allotted[k], &mask))
                continue;
            for (uint32_t r = 0; r < m; r++) {
                uint32_t first = 0;
                if (r && s->of[r] == s->of[r - 1])
                    continue;
                mask = members_of(s, r, &s->allotted[i], mask, &first);
                bm_plan_add_lot(s->arena, s->of[r], first, mask);
                bm_plan_difference(&s->allotted[i], &s->allotted[k], &mask);
            }
        }
    for (uint32_t r = 0; r < m; r++)
        if (!s->of[r]->splits && fine)
            fine = close_lots(s, s->of[r]);
    if (s->chain->lot_count && !s->chain->splits && fine)
        fine = close_lots(s, s->chain);
    return fine;
}
