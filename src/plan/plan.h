/* Plans: ranked articles and regions of pages in, a rectangle for each article out, the cheapest
 * plan first, then the next one, as often as asked.
 *
 * Searched are all divisions that keep the order of ranks (left before right, upper before lower;
 * articles of one rank in any order): of a region by straight cuts one inside the other (guillotine
 * divisions) and at its top level into five blocks that no straight cut divides (pinwheels); and
 * all divisions to allot the articles out to the regions in order. Blocks fill each region; one may
 * stay empty only if there are fewer articles than regions that need some.
 *
 * Long articles may go on from one region to the next, in strips. One begins after all others of
 * its region: in all of it, in a strip across its foot or down its right, or in such a strip of
 * what is left when one or two parts were cut off, each at the top or the left. Regions on its way
 * it has for itself. It ends before all others of a region: in all of it; in a strip across the top
 * or down the left; in an L, down the left and on across the top of what is beside; or in the upper
 * left corner, across the top of a left part or down the left of an upper one (no article begins
 * there then). Strips in which it ends are no larger than they need be. Articles that must stand on
 * a page stand between one that ends there and one that begins there, whatever their ranks. Regions
 * with strips are divided by straight cuts only.
 *
 * Call bm_plan_open() with a task, then bm_plan_next() until it gives no more. Between the calls
 * bm_plan_bound() says what no plan to come costs less than. The search asks the task's oracle for
 * what it needs; it owns nothing and says nothing.
 *
 * bm_plan_open() solves all parts with what prices are at least (dynamic programming over lots of
 * articles, column, columns, lines); bm_plan_next() goes down the cheapest division, has the prices
 * that it needs settled, raises the bounds above them, and stops when what is cheapest is settled
 * to the bottom. What holds all the time:
 * - a bound is never more than the price, and only rises: when a price below is settled, or the
 *   judge finds a fault;
 * - what is settled is exact: a division is when all its parts are, a cell when its price is;
 * - prices that cannot matter are never settled;
 * - the first plan costs as little as any in the space above: no bound of another is lower. That
 *   holds for what was looked into: all of it if the plan costs no more than
 *   bm_plan_unseen_bound() and bm_plan_limits_hit() is 0.
 *
 * A task may have a budget. When it is spent (BM_LIMIT_BUDGET is hit) there are no more plans; the
 * bound stays a true one. Is it spent before the first plan came out, the search ends in
 * haste, if the task says so: of each part it takes the division that looks cheapest and settles
 * it, whatever it then costs. That plan may be no cheap one.
 *
 * A region of 2 columns and 4 lines, articles A and B, 断版 5, 碰题 6; an article costs nothing in
 * 4 cells, 10 for each more or less. A over B, cut in the middle, costs 0 + 0 + 5 as far as is
 * known, A beside B 0 + 0 + 6. Going down the first, the search has A in 2 columns and 2 lines
 * settled: it costs 4. That division now costs 9, so the other is settled, comes out for 6, and
 * then the first for 9. (test_plan.c does just this.)
 *
 * Files, from below: geometry.c, lots.c (what a part may hold), bounds.c (what each part costs at
 * least), heap.c, pinwheels.c, parts.c (each part once), cuts.c; allotted.c, fill.c, strips.c,
 * begins.c, allot.c, ends.c, regions.c (articles to regions), ahead.c; blocks.c, same_shape.c,
 * divisions.c (the cheapest division), plan.c. What one search holds is in search.h. */
#pragma once

#include "base/arena.h"
#include "base/budget.h"

#include <stdbool.h>
#include <stdint.h>

/* Costs of plans stay below this; what costs so much cannot be. */
#define BM_PLAN_NEVER     100000000
#define BM_PLAN_SPAN_MOST 30 /* articles in one region */
/* Rows of a long article in each of its strips, and in each column of the first. */
#define BM_PLAN_ROWS_LEAST 8
#define BM_PLAN_LEG_LEAST  4

/* The lesser of two costs. */
static inline int64_t bm_plan_lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Base columns and grid lines from 0. */
struct bm_plan_rect {
    uint32_t column, columns, line, lines;
};

/* Where articles may stand, in the order of reading. */
struct bm_plan_region {
    struct bm_plan_rect rect;
    uint32_t page; /* from 1, ascending */
    int32_t empty; /* what it costs if nothing stands in it */
};

/* An article in its rectangle. */
struct bm_plan_block {
    uint32_t article;
    struct bm_plan_rect rect;
};

struct bm_plan_article {
    uint32_t rank;   /* of those in one region that follow one another: alike, or not */
    uint32_t page;   /* on which it must stand; 0: on any */
    uint32_t region; /* of that page in which it must stand, from 1 of all; 0: the page's first */
    bool foot;       /* a strip across the foot of that region */
    bool boxed;
    bool headless; /* nothing butts against it */
    /* Rows of its body if it may go on in further regions, in strips of a multiple of `step` base
     * columns, or as wide as a region; 0: it stands in one piece. So does one that has a page.
     * Of articles of one rank it keeps its place. */
    uint32_t rows, step;
    uint32_t fewer; /* rows that it can do without: it may end in any strips that hold the others */
};

/* The base grid and its regions, in the order of reading. */
struct bm_plan_grid {
    uint32_t columns; /* of the page */
    uint32_t lines;   /* of the highest region */
    /* Of the type area: a straight cut down so many lines, like one across all columns, is a 断版.
     * 0: no region is so high. */
    uint32_t full_lines;
    const struct bm_plan_region *regions;
    uint32_t region_count;
};

struct bm_plan_articles {
    const struct bm_plan_article *list;
    uint32_t n;
    /* Price of article i in columns [x, x + w) and h lines: at bm_plan_index(); at least what it
     * costs, 0 to BM_PLAN_NEVER. Not const: settle may raise them while the search reads them. */
    int32_t *prices;
};

struct bm_plan_weights {
    int32_t butting; /* 碰题: two heads side by side at one height; a box about one halves it */
    int32_t through; /* 断版 */
    bool spine_free; /* but for the first line down a region as wide as the page */
    int32_t jump;    /* an article goes on in another region */
    int32_t slack;   /* a line left over in all columns of the strip in which one ends, squared */
};

/* What the search asks for. */
struct bm_plan_oracle {
    /* Makes one price what it costs (true), or raises it to the budget or more (false); it never
     * falls. NULL: they all are what it costs. */
    bool (*settle)(void *context, uint32_t article, const struct bm_plan_rect *rect,
                   int32_t budget);
    /* Rows of a long article's body that a strip holds, a larger one no fewer; first: with its
     * head. *cost: what the shape of the strip costs. */
    uint32_t (*capacity)(void *context, uint32_t article, uint32_t region,
                         const struct bm_plan_rect *strip, bool first, int32_t *cost);
    /* What blocks that fill a part of a region cost together, beside their prices: 碰题, 断版 and
     * whatever else; at least what 碰题 and 断版 at the cuts between them cost. Lines from 0.
     * NULL: just that, as it always is where an article begins or ends that goes on. */
    int32_t (*judge)(void *context, const struct bm_plan_rect *part,
                     const struct bm_plan_block *blocks, uint32_t count);
    /* What it costs at least when the strips of a long article hold so many rows in all; NULL: what
     * `slack` says. */
    int32_t (*filled)(void *context, uint32_t article, uint32_t rows);
    void *context;
};

struct bm_plan_task {
    struct bm_plan_grid grid;
    struct bm_plan_articles articles;
    struct bm_plan_weights weights;
    struct bm_plan_oracle oracle;
    struct bm_budget *budget; /* what the search takes its steps from; NULL: it has no end */
    bool whole;     /* all orders of articles of one rank are searched, or it is too large */
    uint32_t group; /* articles of one rank that change places, in stretches of so many; 0: ten */
    bool straight; /* regions are divided by straight cuts alone: what that finds is no bound of all
                    */
    bool hasty;    /* some plan is wanted when the budget is spent */
    int32_t limit; /* no plan that costs so much is found; low ones make the search quick */
    /* Regions whose articles cost so much more together than each at its best are not looked into:
     * see bm_plan_unseen_bound(). 0: all are. */
    int32_t margin;
    uint32_t limits_scale; /* limits that may lose the best plan are so many times wider; 0: 1 */
    bool varied; /* each plan divides a region in another way than those before it: shape, lots of
                    articles, columns; where articles go on, no two are of one shape */
};

/* Whether the article must stand in that region. */
static inline bool bm_plan_is_own(const struct bm_plan_task *t, uint32_t article, uint32_t region)
{
    const struct bm_plan_article *a = &t->articles.list[article];
    const struct bm_plan_region *regions = t->grid.regions;
    if (!a->page || a->page != regions[region].page)
        return false;
    return a->region ? a->region == region + 1
                     : !region || regions[region - 1].page != regions[region].page;
}

/* Of the stretches of columns: that of w columns from x on. */
static inline uint32_t bm_plan_span(uint32_t columns, uint32_t x, uint32_t w)
{
    return x * columns - x * (x - 1) / 2 + w - 1;
}

/* Where the price of an article in w columns from x on and h lines stands. */
static inline size_t bm_plan_index(const struct bm_plan_task *t, uint32_t article, uint32_t x,
                                   uint32_t w, uint32_t h)
{
    const uint32_t columns = t->grid.columns;
    const size_t spans = (size_t)columns * (columns + 1) / 2;
    return (article * spans + bm_plan_span(columns, x, w)) * t->grid.lines + h - 1;
}

/* A part of a long article, in the order of reading. */
struct bm_plan_strip {
    uint32_t article, region;
    struct bm_plan_rect rect;
};

/* Where blocks meet: 碰题 in half ones (two heads side by side at one height: 2, with a box: 1),
 * and 断版. */
struct bm_plan_seam {
    uint32_t halves, through;
};

static inline int64_t bm_plan_seam_price(const struct bm_plan_weights *w, struct bm_plan_seam seam)
{
    return (int64_t)seam.halves * (w->butting / 2) + (int64_t)seam.through * w->through;
}

/* A plan and what it costs: the sum of what its articles in one piece, its strips and its seams
 * cost, and of what the judge said above the seams. */
struct bm_plan {
    int64_t cost;
    struct bm_plan_rect *blocks;  /* of each article; of one that goes on, its first strip */
    uint32_t *regions;            /* of each article */
    struct bm_plan_strip *strips; /* of those that go on */
    size_t strip_count;
    int64_t article_cost;
    int64_t strip_cost;        /* jumps, shapes of strips, and rows left over in them */
    struct bm_plan_seam seams; /* at cuts, and beside strips, but not inside an L */
    int64_t together;
};

struct bm_plan_search;

/* Everything of the search and its plans belongs to the arena; the task must live as long. */
struct bm_plan_search *bm_plan_open(struct bm_arena *arena, const struct bm_plan_task *task);

/* The next cheapest plan, each a division of its own. Of plans of one cost the first stands: fewer
 * articles in the earlier region, straight cuts before pinwheels, one below the other before side
 * by side, fewer articles in the earlier part, then the earlier part lower, or narrower. False:
 * there is none below the limit; *plan is then left as it was. */
bool bm_plan_next(struct bm_plan_search *search, struct bm_plan *plan);

/* No plan that is still to come costs less. */
int64_t bm_plan_bound(const struct bm_plan_search *search);

/* No plan with a region that was not looked into costs less, nor one with a division of a region
 * that was left out because too many were judged. */
int64_t bm_plan_unseen_bound(struct bm_plan_search *search);

/* Whether all orders of articles of one rank are searched: where they are many, only those inside
 * shorter stretches of the list are. */
bool bm_plan_is_exhaustive(const struct bm_plan_search *search);

/* Limits that were hit so far and may have lost the best plan, in bits (base/limits.h). */
uint32_t bm_plan_limits_hit(const struct bm_plan_search *search);

/* Whether the search has no plans because it is too large for the budget: no bound was found. */
bool bm_plan_is_too_large(const struct bm_plan_search *search);

/* Sub-problems solved so far. */
uint64_t bm_plan_states(const struct bm_plan_search *search);

/* Whether two plans of a task divide the regions alike: each article and strip stands in the same
 * region and columns, over and under the same ones; lines may differ. */
bool bm_plan_same_shape(const struct bm_plan_task *task, const struct bm_plan *a,
                        const struct bm_plan *b);

/* Whether the article goes on from one region to the next in the plan. */
bool bm_plan_goes_on(const struct bm_plan *plan, uint32_t article);
