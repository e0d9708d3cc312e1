/* One run of planning: what all files of it read and fill in. */
#ifndef BM_MAKEUP_PLANNER_H
#define BM_MAKEUP_PLANNER_H

#include "makeup/candidate.h"

struct judged;

struct planner {
    struct makeup *m;
    struct bm_fitter fitter; /* its arena is cleared before each fit */
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
