/* Prices of articles in rectangles, for plans.
 *
 * A price begins as a bound from below, reckoned from the rows that the article takes in that
 * measure; bm_price_settle() puts the price of a fit in earnest in its place. Files: price.c
 * (bounds), settle.c (fits), known.c (prices kept from one run to the next). */
#ifndef BM_MAKEUP_PRICE_H
#define BM_MAKEUP_PRICE_H

#include "makeup/jobs.h"
#include "makeup/plan.h"

#define BM_PRICE_OVERSET 50000                /* a row left over */
#define BM_PRICE_MOST    (BM_PLAN_NEVER / 64) /* of an article */

/* A number of text columns that an article may be set in, in a stretch of base columns. */
struct form {
    uint32_t set;
    int32_t *prices; /* by lines, from 1 */
    bool *counted;   /* also from the slots that it has around pictures and a vertical head */
    bool *measured;
};

/* What the body takes in a measure; kept, for many stretches have the same. */
struct body {
    bm_len measure;
    int64_t rows, cost;
};

/* A galley of the article: as it is, or with a smaller head. */
struct bodies {
    const struct bm_galley *galley;
    struct body *v;
    size_t n, cap;
};

struct candidate {
    struct job *job;
    struct bm_arena *arena; /* of everything below; one article's work touches no other's */
    bool lead, second;      /* the most important article of all, the one after it */
    struct bm_arena *work;  /* of a form being bounded, then cleared; many have the same */
    struct bm_diags said;   /* while its galleys were made */
    bool known;             /* its bounds were known from an earlier run */
    uint32_t paragraphs, lists;
    bool tail;
    int64_t flow_cost;              /* of its lines, if it may go on in further regions */
    uint32_t flow_rows;             /* that it takes then, as it likes */
    uint32_t flow_more, flow_fewer; /* than reckoned that its strips may hold */
    struct bodies *bodies;
    size_t body_count;
    struct form *forms; /* of all stretches */
    size_t *first;      /* of each stretch, and the end */
    size_t n, cap;
    uint64_t key; /* of all that its prices depend on */
};

struct judged;

struct planner {
    struct makeup *m;
    struct makeup trial; /* the same with messages of its own */
    struct bm_diags said;
    struct bm_arena *fitting; /* of the fit being made, then cleared */
    struct candidate *candidates;
    struct bm_plan_article *list;
    struct bm_plan_task task;
    int32_t *prices;
    uint64_t fits, missed;       /* missed: fits cheaper than the bound, which must not be */
    int32_t spare_found;         /* the spare with which a plan was found at first */
    uint64_t states, states_now; /* of all searches, of the last one */
    bool small; /* pictures of articles that go on are reckoned as small as they may be */
    struct strip_table *strips;     /* what strips of articles that go on hold: threads.c */
    struct thread_fit *thread_fits; /* fits of such articles, so far: threads.c */
    struct judged *others;          /* plans beside the best, by cost */
    size_t other_count;
};

/* Makes the forms of a candidate (whose job and arena are given) and their bounds, for all
 * stretches of columns and all heights, and its prices in p->prices. Candidates may be priced in
 * threads. */
void bm_price_candidate(struct planner *p, uint32_t article);
/* Fills p->prices from the forms. */
void bm_price_forms(struct planner *p, uint32_t article);

/* The form in which the article is cheapest there, by what is known. */
struct form *bm_cheapest_form(struct planner *p, uint32_t article, const struct bm_plan_rect *r);

/* Fits the article there in its cheapest form until no other form can be cheaper (true: its price
 * there is then exact), or its price there is known to reach the budget. */
bool bm_price_settle(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                     int32_t budget);
/* A bound of the article's price there in so many text columns, from the slots that it has; 0 where
 * nothing but text stands in them. */
int32_t bm_price_counted(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                         uint32_t set);
/* What the article costs there, by penalty; returns the sum. */
int64_t bm_price_parts(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                       int64_t costs[BM_PENALTIES]);
/* Fits an article to frames to see what it costs: what is fitted is there until the next such. */
void bm_choose_for_price(struct planner *p, struct job *job);
/* What it costs in them, by penalty, into costs; returns the sum. */
int64_t bm_fit_price(const struct planner *p, const struct job *job, int64_t costs[BM_PENALTIES]);

/* Parts of prices that bounds and fits share. */
int32_t bm_price_limited(int64_t price);
int64_t bm_price_slack(const struct planner *p, int64_t rows, uint32_t columns);
/* The room about a head (bm_setting.head_room) in a block so many base columns wide: squared in
 * lines, for it is height that makes a band, and by its width. */
int64_t bm_price_space(const struct planner *p, bm_len room, uint32_t columns);
/* At least so much does it cost to fill `rest` rows that are left, or to tighten -rest rows that
 * are too many, in a block of so many base columns and text columns under a head with so much room
 * of its own; `loose` paragraphs may change by a line. */
int64_t bm_price_fill(const struct planner *p, const struct candidate *c, uint32_t base,
                      uint32_t columns, bm_len room, int64_t rest, uint32_t loose);
/* Paragraphs that copyfitting changes. */
uint32_t bm_price_loose(const struct planner *p, const struct candidate *c);
/* The body in one column of that measure, with nothing in its way. */
const struct body *bm_price_body(const struct candidate *c, struct bodies *bodies, bm_len measure);
int32_t bm_price_leg(const struct planner *p, uint32_t rows);
/* What the block alone costs: its shape, and the lead's width. */
int64_t bm_price_block(const struct planner *p, uint32_t article, uint32_t w, uint32_t h,
                       int64_t costs[BM_PENALTIES]);
int64_t bm_price_head(const struct planner *p, const struct bm_galley *g,
                      const struct bm_setting *s, bm_len measure, int64_t costs[BM_PENALTIES]);

/* Where the article is priced. A body of a leading of its own has other rows at each line of the
 * grid: it is the lead's, as a rule, and the lead stands at the top of its region. */
uint32_t bm_price_line(const struct planner *p, uint32_t article, uint32_t line);

/* The frame of a block: columns and lines from 0; set: its text columns. */
struct bm_frame bm_block_frame(const struct planner *p, const struct candidate *c, uint32_t x,
                               uint32_t w, uint32_t line, uint32_t lines, uint32_t set);

/* Prices from an earlier run, if nothing that they depend on has changed. */
bool bm_known_load(struct planner *p, uint32_t article);
/* Keeps those of this run. */
void bm_known_keep(struct planner *p);

#endif
