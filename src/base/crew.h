/* A list worked through by several threads. Each piece of work writes to its own place only and
 * reads nothing that another writes, so that what comes out does not depend on how many threads
 * there are, nor on who takes which piece.
 *
 * What a thread needs for itself (a shaper, an arena to work in) lies in the caller's context, one
 * for each hand: made by the hand that first needs it, ended by the caller after bm_crew_run(). */
#pragma once

#include <stddef.h>

#define BM_CREW_MOST 64 /* hands */

/* Does piece i, 0 <= i < n. hand: which thread this is, below BM_CREW_MOST; 0 is the one that
 * called bm_crew_run(). Of one hand, i rises. */
typedef void bm_crew_work(void *context, unsigned hand, size_t i);

/* Does all n pieces with at most `jobs` threads, the caller's among them, and returns when they are
 * done. The pieces are begun in their order. A thread that cannot be had is done without; 0 jobs
 * count as 1. */
void bm_crew_run(unsigned jobs, size_t n, bm_crew_work *work, void *context);
