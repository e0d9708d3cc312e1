/* One run of planning: what all files of it read and fill in. */
#ifndef BM_COMPOSE_PLANNER_H
#define BM_COMPOSE_PLANNER_H

#include "compose/candidate.h"

struct judged;

struct planner {
    const struct bm_compose_input *in;
    struct bm_composed *out;
    struct bm_galley_maker maker; /* of galleys in this thread */
    struct bm_arena *work;        /* of plans, and of all that is found on the way */
    struct bm_arena *ledger;      /* of the ledger alone */
    struct bm_fitter fitter;      /* its arena is cleared before each fit */
    struct candidate *candidates;
    struct bm_plan_article *list;
    struct bm_plan_task task;
    int32_t *prices;
    uint64_t fits, missed;       /* missed: fits cheaper than the bound, which must not be */
    uint64_t states, states_now; /* of all searches, of the last one */
    bool small; /* pictures of articles that go on are reckoned as small as they may be */
    struct strip_table *strips;     /* what strips of articles that go on hold: jumps.c */
    struct thread_fit *thread_fits; /* fits of such articles, so far: jumps.c */
    struct judged *others;          /* plans beside the best, by cost */
    size_t other_count;
};

#endif
