/* Lots of articles that a part of a region may hold, and how each is split in two: all articles of
 * a lower rank in the earlier part, all of a higher one in the later, of one rank any. Where the
 * articles of one rank are so many that there would be too many lots, the rank is cut into shorter
 * groups, in the order of the list. */
#include "plan/lots.h"

#include <string.h>

bool bm_plan_make_groups(struct bm_arena *arena, const struct bm_plan_task *task,
                         struct universe *u, uint32_t longest)
{
    uint32_t run = 0, group = 0;
    bool whole = true;
    u->groups = BM_NEW_N(arena, u->n + 1, uint32_t);
    for (uint32_t i = 0; i < u->n; i++) {
        const bool same = i && task->articles.list[u->members[i]].rank ==
                                   task->articles.list[u->members[i - 1]].rank;
        whole = whole && !(same && run == longest);
        if (i && (!same || run == longest)) {
            group++;
            run = 0;
        }
        run++;
        u->groups[i] = group;
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
static uint32_t *slot_of(const struct universe *u, uint32_t first, uint64_t mask)
{
    for (uint64_t h = lot_hash(first, mask);; h++) {
        uint32_t *slot = &u->slots[h % u->slot_count];
        if (!*slot || (u->lots[*slot - 1].first == first && u->lots[*slot - 1].mask == mask))
            return slot;
    }
}

uint32_t bm_plan_find_lot(const struct universe *u, uint32_t first, uint64_t mask)
{
    const uint32_t shift = mask ? (uint32_t)__builtin_ctzll(mask) : 0;
    if (!mask || !u->slot_count)
        return UINT32_MAX;
    const uint32_t slot = *slot_of(u, first + shift, mask >> shift);
    return slot ? slot - 1 : UINT32_MAX;
}

/* Slots for the lots there are, and as many again. */
static void make_slots(struct bm_arena *arena, struct universe *u)
{
    u->slot_count = 4 * u->lot_count + 64;
    u->slots = BM_NEW_N(arena, u->slot_count, uint32_t);
    for (uint32_t i = 0; i < u->lot_count; i++)
        *slot_of(u, u->lots[i].first, u->lots[i].mask) = i + 1;
}

void bm_plan_add_lot(struct bm_arena *arena, struct universe *u, uint32_t first, uint64_t mask)
{
    const uint32_t shift = mask ? (uint32_t)__builtin_ctzll(mask) : 0;
    if (!mask || bits(mask) > BM_PLAN_SPAN_MOST)
        return;
    if (u->slot_count < 2 * u->lot_count + 2)
        make_slots(arena, u);
    uint32_t *slot = slot_of(u, first + shift, mask >> shift);
    if (*slot)
        return;
    u->lots = bm_arena_grow(arena, u->lots, u->lot_count, &u->lot_cap, sizeof *u->lots);
    u->lots[u->lot_count] =
        (struct lot){.mask = mask >> shift, .first = first + shift, .count = bits(mask)};
    *slot = ++u->lot_count;
}

/* Calls split for every earlier part of the lot, fewer articles first. */
static void each_split(struct bm_arena *arena, struct universe *u, uint32_t lot,
                       void (*split)(struct bm_arena *, struct universe *, uint32_t, uint64_t))
{
    const uint64_t mask = u->lots[lot].mask;
    const uint32_t first = u->lots[lot].first;
    uint64_t before = 0;
    for (uint32_t i = 0; before != mask;) {
        const uint32_t from = u->groups[first + i];
        uint64_t group = 0;
        for (; i < 64 && first + i < u->n && u->groups[first + i] == from; i++)
            group |= mask & UINT64_C(1) << i;
        for (uint32_t count = 1; count <= bits(group); count++)
            /* All parts of the group, as numbers ascend. */
            for (uint64_t part = group & (~group + 1); part; part = (part - group) & group)
                if (bits(part) == count && (before | part) != mask)
                    split(arena, u, lot, before | part);
        before |= group;
    }
}

static void add_parts(struct bm_arena *arena, struct universe *u, uint32_t lot, uint64_t earlier)
{
    const uint32_t first = u->lots[lot].first;
    const uint64_t later = u->lots[lot].mask & ~earlier;
    bm_plan_add_lot(arena, u, first, earlier);
    bm_plan_add_lot(arena, u, first, later);
}

static void keep_split(struct bm_arena *arena, struct universe *u, uint32_t lot, uint64_t earlier)
{
    struct lot *s = &u->lots[lot];
    const struct split split = {bm_plan_find_lot(u, s->first, earlier),
                                bm_plan_find_lot(u, s->first, s->mask & ~earlier)};
    const uint32_t at = s->split + s->splits++;
    u->splits = bm_arena_grow(arena, u->splits, at, &u->split_cap, sizeof *u->splits);
    u->splits[at] = split;
}

bool bm_plan_close_lots(struct bm_arena *arena, struct universe *u, uint64_t most)
{
    for (uint32_t i = 0; i < u->lot_count; i++) {
        each_split(arena, u, i, add_parts);
        if (u->lot_count > most)
            return false;
    }
    struct lot *sorted = BM_NEW_N(arena, u->lot_count + 1, struct lot);
    uint32_t n = 0, splits = 0;
    for (uint32_t count = 1; count <= BM_PLAN_SPAN_MOST; count++)
        for (uint32_t i = 0; i < u->lot_count; i++)
            if (u->lots[i].count == count)
                sorted[n++] = u->lots[i];
    u->lots = sorted;
    u->lot_cap = n;
    make_slots(arena, u);
    for (uint32_t i = 0; i < n; i++) {
        u->lots[i].split = splits;
        each_split(arena, u, i, keep_split);
        splits += u->lots[i].splits;
    }
    return true;
}
