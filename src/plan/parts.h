/* The parts of the search: cells and regions hold a lot in a rectangle, an onward part the regions
 * from one on. Each has its divisions: found ones, settled and in order, and a heap of others by
 * what they cost at least. heap.c: the heap; parts.c: each
 * part once; divisions.c: the cheapest division. */
#pragma once

#include "plan/bounds.h"
#include "plan/limits.h"

enum part_kind {
    PART_CELL,   /* struct cell */
    PART_REGION, /* struct region */
    PART_ONWARD  /* struct onward */
};

enum division_kind {
    DIVISION_SINGLE,
    DIVISION_BELOW,
    DIVISION_BESIDE,
    DIVISION_PINWHEELS, /* the heights of one pinwheel that are not yet drawn up; b: steps so far */
    DIVISION_PINWHEEL,
    DIVISION_ALLOTMENT
};

#define DIVISION_PARTS 5
/* Parts of an allotment: its lots from 0 on, then these. */
#define FOOT_PART 3
#define NEXT_PART 4

/* Which of divisions that cost the same stands first: one below the other, side by side, pinwheels;
 * fewer articles in the earlier part (the number of the split), then the earlier part lower, or
 * narrower. */
static inline uint32_t division_order(enum division_kind kind, uint32_t split, uint32_t at,
                                      uint32_t top_boxes)
{
    const uint32_t first = kind == DIVISION_PINWHEEL ? 2 : kind == DIVISION_BESIDE;
    return (first << 30) + (split * 128 + at) * TOP_BOXES * TOP_BOXES + top_boxes;
}

/* A division of a part. What it costs is reckoned from below until all its parts are settled. */
struct division {
    int32_t cost;
    int32_t own;    /* of that the cut itself */
    uint32_t order; /* of divisions that cost the same */
    uint32_t which; /* split; pinwheel of the part; allotment of the part */
    uint16_t a, b;  /* lines, or columns, of the earlier part; p and q of a pinwheel */
    uint8_t kind;
    bool settled;
    bool judged;      /* cost and own hold `together` */
    int32_t together; /* what its blocks cost together, above 碰题 and 断版 at cuts */
    uint8_t turned;   /* parts before this one do not advance any more */
    uint8_t top_boxes[DIVISION_PARTS]; /* of each part */
    uint16_t ranks[DIVISION_PARTS];    /* which of each part's divisions, 0: the cheapest */
};

/* What all parts have: their divisions so far. */
struct part {
    enum part_kind kind;
    bool opened;
    int32_t opened_from,
        opened_to;          /* cheaper divisions are there; while they are added: from … to */
    int32_t next_dearer;    /* the cheapest division dearer than that */
    int32_t first;          /* bound when it was opened */
    int32_t bound;          /* the next division costs at least so much */
    struct division *found; /* settled, cheapest first */
    size_t n, cap;
    struct division *heap;
    size_t heap_n, heap_cap;
};

/* A lot in a rectangle. */
struct cell {
    struct part part;
    const struct pool *pool;
    uint32_t lot, x, w, h;
    uint8_t top_boxes; /* not of a region, which may have any */
};

/* A lot in a whole region. */
struct region {
    struct cell cell;
    uint64_t judged; /* divisions so far */
    uint32_t turned; /* divisions of pinwheels */
    struct pinwheel *pinwheels;
    size_t pinwheel_count, pinwheel_cap;
};

/* A region and the next ones, with what was not allotted before them. */
struct onward {
    struct part part;
    uint32_t region, allotted, rest; /* rest: rows left of the article that is next */
    struct bm_plan *shapes;          /* of the divisions found, when they are varied */
    size_t shape_cap;
    struct allotment *allotments;
    size_t allotment_count, allotment_cap;
};

/* Parts of a step that a division of the part takes to be taken up, or put among the others. */
static inline uint64_t turn(const struct part *part)
{
    return (uint64_t)PART_TURN * (65 - (uint64_t)__builtin_clzll(part->heap_n | 1));
}

/* heap.c */

/* Adds a division that is yet to be settled, when what it costs is in the range being opened. */
void bm_plan_add_division(struct bm_plan_search *s, struct part *part, struct division division);
/* Whether divisions that cost so much are too dear for what is being opened; the least is kept. */
static inline bool bm_plan_pass_over(struct part *part, int32_t cost)
{
    if (cost < part->opened_to)
        return false;
    part->next_dearer = cost < part->next_dearer ? cost : part->next_dearer;
    return true;
}

void bm_plan_push(struct bm_plan_search *s, struct part *part, const struct division *division);
struct division bm_plan_pop(struct part *part);
/* The division at that place of the heap has become dearer. */
void bm_plan_sift_down(struct part *part, size_t i);
/* Divisions that cost so much are none. */
int32_t bm_plan_limit_of(const struct bm_plan_search *s, const struct part *part);

/* What the part costs at least, or costs once it is settled. */
static inline int32_t known_least(const struct part *part)
{
    return part->n ? part->found[0].cost : part->bound;
}

/* parts.c */

/* The part of a lot in a region. Its bound holds before it is opened. */
struct region *bm_plan_region_part(struct bm_plan_search *s, const struct pool *pool, uint32_t lot,
                                   const struct bm_plan_rect *rect);
struct onward *bm_plan_onward(struct bm_plan_search *s, uint32_t region, uint32_t allotted,
                              uint32_t rest);
/* A part of a division; NULL where it has none of that number. */
struct part *bm_plan_part(struct bm_plan_search *s, const struct part *part,
                          const struct division *division, uint32_t number);

/* divisions.c */

/* Cost of the part's division of that rank, once it is settled; or, when that is not below budget,
 * at least so much does it cost. */
int32_t bm_plan_settle(struct bm_plan_search *s, struct part *part, uint32_t rank, int32_t budget);

/* No plan that is not given out yet costs less. */
static inline int64_t bound_of_rest(const struct bm_plan_search *s)
{
    const struct part *top = &s->top->part;
    if (top->n > s->taken)
        return top->found[s->taken].cost;
    if (top->opened)
        return top->heap_n ? top->heap[0].cost : NEVER;
    return top->bound;
}
