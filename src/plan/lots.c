/* Lots of articles that a part of a region may hold, and how each is split in two: all articles of
 * a lower rank in the earlier part, all of a higher one in the later, of one rank any but those
 * that may go on. Where the
 * articles of one rank are so many that there would be too many lots, the rank is cut into shorter
 * groups, in the order of the list. */
#include "plan/lots.h"

static bool may_go_on(const struct bm_plan_article *a)
{
    return a->rows && !a->page;
}

bool bm_plan_make_groups(struct bm_arena *arena, const struct bm_plan_task *task, struct pool *pool,
                         uint32_t longest)
{
    uint32_t run = 0, group = 0;
    bool whole = true;
    pool->groups = BM_NEW_N(arena, pool->n + 1, uint32_t);
    for (uint32_t i = 0; i < pool->n; i++) {
        const struct bm_plan_article *list = task->articles.list, *a = &list[pool->members[i]];
        const struct bm_plan_article *b = i ? &list[pool->members[i - 1]] : NULL;
        const bool same = b && a->rank == b->rank && !may_go_on(a) && !may_go_on(b);
        whole = whole && !(same && run == longest);
        if (i && (!same || run == longest)) {
            group++;
            run = 0;
        }
        run++;
        pool->groups[i] = group;
    }
    return whole;
}

static uint32_t bits(uint64_t mask)
{
    return (uint32_t)__builtin_popcountll(mask);
}

static uint64_t lot_hash(uint32_t first, uint64_t mask)
{
    uint64_t h = (mask ^ ((uint64_t)first << 57)) * 0x9e3779b97f4a7c15u + first;
    return h ^ (h >> 29);
}

/* Where the lot is or would be. */
static uint32_t *slot_of(const struct pool *pool, uint32_t first, uint64_t mask)
{
    for (uint64_t h = lot_hash(first, mask);; h++) {
        uint32_t *slot = &pool->slots[h % pool->slot_count];
        if (!*slot || (pool->lots[*slot - 1].first == first && pool->lots[*slot - 1].mask == mask))
            return slot;
    }
}

uint32_t bm_plan_find_lot(const struct pool *pool, uint32_t first, uint64_t mask)
{
    const uint32_t shift = mask ? (uint32_t)__builtin_ctzll(mask) : 0;
    if (!mask || !pool->slot_count)
        return UINT32_MAX;
    const uint32_t slot = *slot_of(pool, first + shift, mask >> shift);
    return slot ? slot - 1 : UINT32_MAX;
}

/* Slots for the lots there are, and as many again. */
static void make_slots(struct bm_arena *arena, struct pool *pool)
{
    pool->slot_count = 4 * pool->lot_count + 64;
    pool->slots = BM_NEW_N(arena, pool->slot_count, uint32_t);
    for (uint32_t i = 0; i < pool->lot_count; i++)
        *slot_of(pool, pool->lots[i].first, pool->lots[i].mask) = i + 1;
}

void bm_plan_add_lot(struct bm_arena *arena, struct pool *pool, uint32_t first, uint64_t mask)
{
    const uint32_t shift = mask ? (uint32_t)__builtin_ctzll(mask) : 0;
    if (!mask || bits(mask) > BM_PLAN_SPAN_MOST)
        return;
    if (pool->slot_count < 2 * pool->lot_count + 2)
        make_slots(arena, pool);
    uint32_t *slot = slot_of(pool, first + shift, mask >> shift);
    if (*slot)
        return;
    pool->lots =
        bm_arena_grow(arena, pool->lots, pool->lot_count, &pool->lot_cap, sizeof *pool->lots);
    pool->lots[pool->lot_count] =
        (struct lot){.mask = mask >> shift, .first = first + shift, .count = bits(mask)};
    *slot = ++pool->lot_count;
}

/* Calls split for every earlier part of the lot, fewer articles first. */
static void each_split(struct bm_arena *arena, struct pool *pool, uint32_t lot,
                       void (*split)(struct bm_arena *, struct pool *, uint32_t, uint64_t))
{
    const uint64_t mask = pool->lots[lot].mask;
    const uint32_t first = pool->lots[lot].first;
    uint64_t before = 0;
    for (uint32_t i = 0; before != mask;) {
        const uint32_t from = pool->groups[first + i];
        uint64_t group = 0;
        for (; i < 64 && first + i < pool->n && pool->groups[first + i] == from; i++)
            group |= mask & UINT64_C(1) << i;
        for (uint32_t count = 1; count <= bits(group); count++)
            /* All parts of the group, as numbers ascend. */
            for (uint64_t part = group & (~group + 1); part; part = (part - group) & group)
                if (bits(part) == count && (before | part) != mask)
                    split(arena, pool, lot, before | part);
        before |= group;
    }
}

static void add_parts(struct bm_arena *arena, struct pool *pool, uint32_t lot, uint64_t earlier)
{
    const uint32_t first = pool->lots[lot].first;
    const uint64_t later = pool->lots[lot].mask & ~earlier;
    pool->work++;
    bm_plan_add_lot(arena, pool, first, earlier);
    bm_plan_add_lot(arena, pool, first, later);
}

static void keep_split(struct bm_arena *arena, struct pool *pool, uint32_t lot, uint64_t earlier)
{
    struct lot *s = &pool->lots[lot];
    const struct split split = {bm_plan_find_lot(pool, s->first, earlier),
                                bm_plan_find_lot(pool, s->first, s->mask & ~earlier)};
    const uint32_t at = s->split + s->splits++;
    pool->splits = bm_arena_grow(arena, pool->splits, at, &pool->split_cap, sizeof *pool->splits);
    pool->splits[at] = split;
}

bool bm_plan_close_lots(struct bm_arena *arena, struct pool *pool, uint64_t most,
                        uint64_t splits_most)
{
    for (uint32_t i = 0; i < pool->lot_count; i++) {
        each_split(arena, pool, i, add_parts);
        if (pool->lot_count > most || pool->work > splits_most)
            return false;
    }
    struct lot *sorted = BM_NEW_N(arena, pool->lot_count + 1, struct lot);
    uint32_t n = 0, splits = 0;
    for (uint32_t count = 1; count <= BM_PLAN_SPAN_MOST; count++)
        for (uint32_t i = 0; i < pool->lot_count; i++)
            if (pool->lots[i].count == count)
                sorted[n++] = pool->lots[i];
    pool->lots = sorted;
    pool->lot_cap = n;
    make_slots(arena, pool);
    for (uint32_t i = 0; i < n; i++) {
        pool->lots[i].split = splits;
        each_split(arena, pool, i, keep_split);
        splits += pool->lots[i].splits;
    }
    return true;
}
