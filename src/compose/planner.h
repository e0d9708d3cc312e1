/* One run of planning, as all files of the room see it: what is given, what is planned, what was
 * done and found so far. compose.c makes it; a trial (trials.c) makes one of its own. */
#pragma once

#include "compose/candidate.h"

struct judged;

struct planner {
    const struct bm_compose_input *in;
    struct bm_composed *out;
    struct bm_galley_maker maker; /* of galleys in this thread */
    struct bm_arena *work;        /* of plans, and of all that is found on the way */
    struct bm_arena *ledger;      /* of the ledger alone */
    struct bm_fitter fitter;      /* its arena is cleared before each fit */
    /* What is planned: by rank, the most important first. */
    struct candidate *candidates;
    struct bm_plan_article *list; /* rows: changed between searches only (jumps.h) */
    int32_t *prices;              /* of plan/'s rectangles; raised while it searches */
    struct bm_plan_task task;
    struct bm_budget *budget; /* of all searches and fits; a trial has a share of its own */
    uint64_t reserve;         /* parts of the budget kept back for advice */
    bool small; /* pictures of articles that go on are reckoned as small as they may be */
    /* What was done. */
    uint64_t fits, bounds_broken; /* the latter: fits cheaper than their bound, which must not be */
    uint64_t states, states_now;  /* of all searches, of the last one */
    uint32_t limits; /* that were hit: bits of enum bm_limit; of fits: in the candidates */
    /* What was found, and would be found again. */
    struct bm_kept
        *kept; /* from run to run; NULL: nothing is, or in a trial, which changes texts */
    struct strip_table *strips; /* what strips of articles that go on hold: jumps.c */
    struct jump_fit *jump_fits; /* fits of such articles: jumps.c */
    struct judged *others;      /* plans beside the best, by cost */
    size_t other_count;
};
