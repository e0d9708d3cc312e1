/* Sets of articles that a part of a region may hold, and how each is split in two: all articles of
 * a lower rank in the earlier part, all of a higher one in the later, of one rank any. Where the
 * articles of one rank are so many that there would be too many sets, the rank is cut into shorter
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

static uint64_t set_hash(uint32_t first, uint64_t mask)
{
    uint64_t h = (mask ^ ((uint64_t)first << 57)) * 0x9e3779b97f4a7c15u + first;
    return h ^ (h >> 29);
}

/* Where the set is or would be. */
static uint32_t *slot_of(const struct universe *u, uint32_t first, uint64_t mask)
{
    for (uint64_t h = set_hash(first, mask);; h++) {
        uint32_t *slot = &u->slots[h % u->slot_count];
        if (!*slot || (u->sets[*slot - 1].first == first && u->sets[*slot - 1].mask == mask))
            return slot;
    }
}

uint32_t bm_plan_find_set(const struct universe *u, uint32_t first, uint64_t mask)
{
    const uint32_t shift = mask ? (uint32_t)__builtin_ctzll(mask) : 0;
    if (!mask || !u->slot_count)
        return UINT32_MAX;
    const uint32_t slot = *slot_of(u, first + shift, mask >> shift);
    return slot ? slot - 1 : UINT32_MAX;
}

/* Slots for the sets there are, and as many again. */
static void make_slots(struct bm_arena *arena, struct universe *u)
{
    u->slot_count = 4 * u->set_count + 64;
    u->slots = BM_NEW_N(arena, u->slot_count, uint32_t);
    for (uint32_t i = 0; i < u->set_count; i++)
        *slot_of(u, u->sets[i].first, u->sets[i].mask) = i + 1;
}

void bm_plan_add_set(struct bm_arena *arena, struct universe *u, uint32_t first, uint64_t mask)
{
    const uint32_t shift = mask ? (uint32_t)__builtin_ctzll(mask) : 0;
    if (!mask || bits(mask) > BM_PLAN_SPAN_MOST)
        return;
    if (u->slot_count < 2 * u->set_count + 2)
        make_slots(arena, u);
    uint32_t *slot = slot_of(u, first + shift, mask >> shift);
    if (*slot)
        return;
    u->sets = bm_arena_grow(arena, u->sets, u->set_count, &u->set_cap, sizeof *u->sets);
    u->sets[u->set_count] =
        (struct set){.mask = mask >> shift, .first = first + shift, .count = bits(mask)};
    *slot = ++u->set_count;
}

/* Calls split for every earlier part of the set, fewer articles first. */
static void each_split(struct bm_arena *arena, struct universe *u, uint32_t set,
                       void (*split)(struct bm_arena *, struct universe *, uint32_t, uint64_t))
{
    const uint64_t mask = u->sets[set].mask;
    const uint32_t first = u->sets[set].first;
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
                    split(arena, u, set, before | part);
        before |= group;
    }
}

static void add_parts(struct bm_arena *arena, struct universe *u, uint32_t set, uint64_t earlier)
{
    const uint32_t first = u->sets[set].first;
    const uint64_t later = u->sets[set].mask & ~earlier;
    bm_plan_add_set(arena, u, first, earlier);
    bm_plan_add_set(arena, u, first, later);
}

static void keep_split(struct bm_arena *arena, struct universe *u, uint32_t set, uint64_t earlier)
{
    struct set *s = &u->sets[set];
    const struct split split = {bm_plan_find_set(u, s->first, earlier),
                                bm_plan_find_set(u, s->first, s->mask & ~earlier)};
    const uint32_t at = s->split + s->splits++;
    u->splits = bm_arena_grow(arena, u->splits, at, &u->split_cap, sizeof *u->splits);
    u->splits[at] = split;
}

bool bm_plan_close_sets(struct bm_arena *arena, struct universe *u, uint64_t most)
{
    for (uint32_t i = 0; i < u->set_count; i++) {
        each_split(arena, u, i, add_parts);
        if (u->set_count > most)
            return false;
    }
    struct set *sorted = BM_NEW_N(arena, u->set_count + 1, struct set);
    uint32_t n = 0, splits = 0;
    for (uint32_t count = 1; count <= BM_PLAN_SPAN_MOST; count++)
        for (uint32_t i = 0; i < u->set_count; i++)
            if (u->sets[i].count == count)
                sorted[n++] = u->sets[i];
    u->sets = sorted;
    u->set_cap = n;
    make_slots(arena, u);
    for (uint32_t i = 0; i < n; i++) {
        u->sets[i].split = splits;
        each_split(arena, u, i, keep_split);
        splits += u->sets[i].splits;
    }
    return true;
}
