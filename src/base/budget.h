/* A budget: what a search may use, in steps and bytes, never by the clock, so that machine and
 * number of threads change nothing that is found. Whoever hands out work makes one; searches take
 * what they use, and end when it is spent with the best that they have. The weights of the steps
 * stand in limits.h of the rooms that take them: a step is about what one article fitted costs. */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Steps are counted in parts. */
#define BM_STEP 1000u
/* Of dividing the regions of an edition: about 2 s of a machine of 2023, and this much memory. */
#define BM_STEPS_DEFAULT 80000
#define BM_STEPS_MOST    1000000000
#define BM_BYTES_DEFAULT ((size_t)224 << 20)

/* How far a run is, for a person who waits: written by the one thread that works, read by any;
 * stop is written by any. */
struct bm_progress {
    atomic_uint stage;        /* the caller's own number */
    atomic_uint_least64_t at; /* of … */
    atomic_uint_least64_t of; /* … so many; 0: not known */
    atomic_bool shown;        /* a line that tells it stands on the terminal */
    atomic_bool stop;         /* nobody waits any more: what is found is not wanted */
};

static inline bool bm_progress_is_stopped(const struct bm_progress *p)
{
    return p && atomic_load_explicit(&p->stop, memory_order_relaxed);
}

struct bm_budget {
    uint64_t parts, parts_most;   /* used; that may be used */
    size_t bytes_most;            /* of the arena of a search */
    struct bm_progress *progress; /* or NULL */
};

static inline void bm_budget_take(struct bm_budget *b, uint64_t parts)
{
    if (!b)
        return;
    b->parts += parts;
    if (b->progress)
        atomic_store_explicit(&b->progress->at, b->parts / BM_STEP, memory_order_relaxed);
}

static inline bool bm_budget_is_spent(const struct bm_budget *b, size_t bytes)
{
    return b && (b->parts >= b->parts_most || bytes >= b->bytes_most ||
                 bm_progress_is_stopped(b->progress));
}

/* Whether work of so many parts ends within it. */
static inline bool bm_budget_affords(const struct bm_budget *b, uint64_t parts)
{
    return b->parts < b->parts_most && parts <= b->parts_most - b->parts &&
           !bm_progress_is_stopped(b->progress);
}

/* A share of what is left, for a part of the work: it ends when that is used. */
static inline struct bm_budget bm_budget_share(const struct bm_budget *b, uint64_t of, uint64_t in)
{
    const uint64_t left = b->parts < b->parts_most ? b->parts_most - b->parts : 0;
    struct bm_budget share = *b;
    share.parts_most = b->parts + left / in * of;
    return share;
}
