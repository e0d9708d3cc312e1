/* Prices of articles in rectangles, for plans: what auto.c and price.c share.
 *
 * A price begins as a bound from below, reckoned from the rows that the article takes in that
 * measure; bm_measure_block() puts the price of a fit in earnest in its place. */
#ifndef BM_MAKEUP_PRICE_H
#define BM_MAKEUP_PRICE_H

#include "makeup/jobs.h"
#include "makeup/plan.h"

#define BM_PRICE_OVERSET 20000 /* a row left over */

/* A number of text columns that an article may be set in, in a stretch of base columns. */
struct form {
    uint32_t set;
    int32_t *prices; /* by lines, from 1 */
    bool *measured;
};

struct candidate {
    struct job *job;
    uint32_t paragraphs;
    struct form *forms; /* of all stretches */
    size_t *first;      /* of each stretch, and the end */
    size_t n, cap;
};

struct planner {
    struct makeup *m;
    struct makeup trial; /* the same with messages of its own */
    struct bm_diags said;
    struct candidate *candidates;
    struct bm_plan_task task;
    int32_t *prices;
    uint64_t fits, missed;  /* missed: fits cheaper than the bound, which must not be */
    struct bm_plan *others; /* the best that differ from it */
    size_t other_count;
};

/* Makes the forms of a candidate (whose job is given) and their bounds, for all stretches of
 * columns and all heights, and its prices in p->prices. */
void bm_price_candidate(struct planner *p, uint32_t article);

/* The form in which the article is cheapest there, by what is known. */
struct form *bm_cheapest_form(struct planner *p, uint32_t article, const struct bm_plan_rect *r);

/* Fits the article there in its cheapest form; false when that was done before. Its price may make
 * another form the cheapest. */
bool bm_measure_block(struct planner *p, uint32_t article, const struct bm_plan_rect *r);

/* The frame of a block: columns and lines from 0; set: its text columns. */
struct bm_frame bm_block_frame(const struct candidate *c, uint32_t x, uint32_t w, uint32_t line,
                               uint32_t lines, uint32_t set);

#endif
