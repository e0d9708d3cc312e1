/* What one search holds (see plan.h for what it does). Owned by its arena; only the files of plan/
 * look inside. */
#pragma once

#include "plan/plan.h"

#define NEVER BM_PLAN_NEVER

/* Parts by their keys. */
struct part_table {
    struct part **v;
    uint32_t n, slots;
};

struct bm_plan_search {
    struct bm_arena *arena;
    const struct bm_plan_task *task;
    uint32_t spans;            /* stretches of columns */
    struct pool *chain;        /* the articles without a page of their own */
    struct pool **of;          /* of each region: the chain and those that must stand there */
    struct pool **foot_of;     /* of each region: its strip at the foot, or NULL */
    struct allotted *allotted; /* of the chain, smaller ones first */
    uint32_t allotted_count;
    struct part_table region_parts, onward_parts;
    int32_t *onward_bounds; /* by region and what was allotted before it; NULL: not known */
    int32_t *least;         /* of each article, at its best */
    int64_t least_sum;
    int32_t margin; /* above that */
    int64_t unseen_bound;
    int64_t left_out; /* divisions that were left out unjudged cost no less */
    struct {
        struct pinwheel_bounds *bounds;
        struct pair_least *pairs;
        int32_t *drawn[2]; /* of one being drawn up: of blocks that meet at a line */
    } pinwheels;           /* caches of pinwheels.c */
    struct bm_plan judged; /* of the division being judged: where its blocks stand … */
    struct bm_plan_block *judged_blocks; /* … and those in a row */
    bool jumps;                          /* an article may go on in another region */
    bool few;                            /* articles, so that regions may stay empty */
    uint32_t soft_halves;                /* 碰题 with a box, or with what has no head, at least */
    uint32_t limits_hit;                 /* bits of enum bm_limit */
    uint64_t states;
    uint32_t ticks; /* of small work, not yet taken from the budget */
    bool too_large; /* bounds were not all found: there is no plan */
    bool ended;     /* the budget is spent … */
    int64_t bound;  /* … and so far the search had come */
    struct {
        bool on;        /* what looks cheapest is taken */
        uint64_t parts; /* of the budget, at which it ends */
        size_t bytes;   /* of the arena, the same */
    } haste;
    struct onward *top;
    uint32_t taken; /* plans given out */
};

static inline void spend(const struct bm_plan_search *s, uint64_t parts)
{
    bm_budget_take(s->task->budget, parts);
}

#define TICKS_A_PART 4

/* Small work: so many ticks are a part of a step. True: the search may have to end. */
static inline bool tick(struct bm_plan_search *s)
{
    if (++s->ticks < TICKS_A_PART)
        return false;
    s->ticks = 0;
    spend(s, 1);
    return true;
}

/* Whether the search must end now: its budget is spent, or the little more that haste may use. */
static inline bool is_spent(const struct bm_plan_search *s)
{
    const struct bm_budget *b = s->task->budget;
    const size_t bytes = bm_arena_used(s->arena);
    if (!s->haste.on)
        return bm_budget_is_spent(b, bytes);
    return b->parts >= s->haste.parts || bytes >= s->haste.bytes;
}
