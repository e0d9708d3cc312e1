/* Which articles a region gets: regions.c opens one, strips end, lots are given, strips begin, and
 * each way that fills it becomes an allotment of the onward part. allotted.c: what is given out
 * before it, and the lots of what may be given next; allot.c: the lots of a region; fill.c: its
 * divisions. */
#pragma once

#include "plan/limits.h"
#include "plan/parts.h"

/* The articles allotted before a region. */
struct allotted {
    uint32_t first; /* the members before this one … */
    uint64_t mask;  /* … and these of those from there on */
    uint32_t count;
};

#define ALLOTTED_PARTS 3 /* lots in a region, each in a part of its own, beside strips */

/* A lot in a part of a region. */
struct allotted_part {
    uint32_t lot;
    bool straight; /* divided by straight cuts only: it is not the whole region */
    struct bm_plan_rect rect;
};

/* What a region gets. */
struct allotment {
    const struct pool *pool;
    struct allotted_part parts[ALLOTTED_PARTS]; /* in the order of reading */
    uint32_t part_count;
    struct bm_plan_rect ended[2];    /* strips in which an article ends that began before */
    struct bm_plan_rect begun, foot; /* strips; columns 0: none */
    uint32_t ending, beginning;      /* the articles of strips */
    uint32_t allotted, rest;         /* what is left for the next regions */
    struct bm_plan_seam seams;       /* beside its parts and strips */
    int64_t strip_cost;              /* of its strips, jumps and all */
    int64_t empty_cost;              /* if it gets nothing */
};

/* A region being allotted its articles: what of it is taken already. */
struct allotting {
    struct bm_plan_search *s;
    struct onward *onward;
    struct allotment allotment;
    struct bm_plan_rect left;   /* what is free yet */
    struct bm_plan_rect other;  /* the second part of it; columns 0: it is in one part */
    bool ended;                 /* a strip stands in it */
    bool meets[ALLOTTED_PARTS]; /* the part's head stands beside the next one's, or the strip's */
};

/* Whether no more ways to fill a region are looked for: the search has to end, or has enough of
 * them in haste. */
static inline bool allots_no_more(struct allotting *d)
{
    return (tick(d->s) && is_spent(d->s)) ||
           (d->s->haste.on && d->onward->part.heap_n >= HASTE_DIVISIONS);
}

/* allotted.c */

/* All lots that regions may get, into their pools; false: too many. */
bool bm_plan_make_lots(struct bm_plan_search *s);
/* Whether articles must stand there. */
bool bm_plan_has_own(const struct bm_plan_search *s, uint32_t region);
/* Regions from one on that get nothing unless it is allotted to them. */
uint32_t bm_plan_bare_regions(const struct bm_plan_search *s, uint32_t from);
/* The articles that the later allotted has and the earlier has not, as bits from that one's
 * `first`; false: it does not hold the other, or they are too far apart. */
bool bm_plan_difference(const struct allotted *less, const struct allotted *more, uint64_t *mask);
/* The lot of a region: what the chain gives, and the articles that must stand on its page. */
uint32_t bm_plan_lot_of(const struct bm_plan_search *s, uint32_t region,
                        const struct allotted *less, uint64_t mask);

/* allot.c */

/* The lots that may fill what is left of a region, from that allotted on. */
void bm_plan_allot(struct allotting *d, uint32_t from);

/* fill.c */

/* Adds another part of the region. */
void bm_plan_add_part(struct allotting *d, uint32_t lot, const struct bm_plan_rect *rect);
/* Adds the divisions of the part in which the region has these parts and strips. */
void bm_plan_fill(struct allotting *d);
/* Adds one of them, with the tops of its parts. */
void bm_plan_add_allotment(struct allotting *d, const uint8_t top_boxes[DIVISION_PARTS],
                           int64_t lots_cost);
