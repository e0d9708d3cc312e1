/* The articles that may stand in a region, and the lots of them that its parts may hold; lots.c.
 * bm_plan_make_groups() comes first, then bm_plan_add_lot() for what whole regions may get, then
 * bm_plan_close_lots(), which adds what their parts may hold: each lot is then split in every way
 * that keeps ranks in order. */
#pragma once

#include "plan/search.h"

/* What a part of a region may hold: members of the pool from `first` on, by the bits of mask (bit 0
 * is set). */
struct lot {
    uint64_t mask;
    uint32_t first, count;
    int32_t least;          /* each article at its best */
    int32_t limit;          /* parts that cost so much are not looked into */
    uint32_t split, splits; /* into an earlier and a later part */
    struct bounds *bounds;  /* by stretch of columns */
};

struct split {
    uint32_t earlier, later; /* lots */
};

/* The articles that may stand in the regions of one page: all without a page of their own, and
 * those that must stand there. */
struct pool {
    uint32_t *members; /* articles, by rank */
    uint32_t *groups;  /* of each member: its group; members of one may change places */
    uint32_t n;
    struct lot *lots; /* smaller ones first */
    uint32_t lot_count;
    size_t lot_cap;
    struct split *splits;
    size_t split_cap;
    uint32_t *slots; /* hash of lots, index + 1 */
    uint32_t slot_count;
    uint64_t work; /* lots and splits looked at */
};

/* Groups of members of one rank, of at most `longest`; false when one had to be cut. */
bool bm_plan_make_groups(struct bm_arena *arena, const struct bm_plan_task *task, struct pool *pool,
                         uint32_t longest);
/* Adds a lot of members from `first` on; one of more than BM_PLAN_SPAN_MOST is passed over. */
void bm_plan_add_lot(struct bm_arena *arena, struct pool *pool, uint32_t first, uint64_t mask);
/* Adds all parts of the lots there are, sorts them and finds their splits; false: there are more
 * than `most`, or more splits. */
bool bm_plan_close_lots(struct bm_arena *arena, struct pool *pool, uint64_t most,
                        uint64_t splits_most);
/* Index of the lot of these members; UINT32_MAX when it is none of the pool's. */
uint32_t bm_plan_find_lot(const struct pool *pool, uint32_t first, uint64_t mask);
