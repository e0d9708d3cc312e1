/* A long article ends in a region, or goes through it. */
#include "plan/strips.h"

/* An article that ends in a region. */
struct ending {
    uint32_t article, step, after; /* after: the allotted that follows it */
    uint32_t rest, least;          /* rows that it takes yet, and may do with */
};

/* The least n for which strips of the rectangle hold so many rows; 0: none does. Lines, when it is
 * a strip across, else columns. */
static uint32_t least_strip(const struct allotting *d, const struct ending *e,
                            const struct bm_plan_rect *of, bool below, uint32_t rows)
{
    const uint32_t step = below ? 1 : e->step;
    uint32_t low = 1, high = (below ? of->lines : of->columns) / step;
    const uint32_t most = high;
    int64_t unused = 0;
    while (low <= high && high) {
        const uint32_t middle = (low + high) / 2;
        struct bm_plan_rect r = *of;
        *(below ? &r.lines : &r.columns) = middle * step;
        if (bm_plan_capacity(d, e->article, &r, false, &unused) >= rows)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return low <= most ? low * step : 0;
}

/* Lines or columns of strips that leave something of a rectangle: [from, end), by steps. */
struct sizes {
    uint32_t from, end, step;
};

/* Those in which so many rows may end: no larger than need be for some number of rows. */
static struct sizes sizes_of(const struct allotting *d, const struct ending *e,
                             const struct bm_plan_rect *of, bool below)
{
    const uint32_t all = below ? of->lines : of->columns, step = below ? 1 : e->step;
    const uint32_t from = least_strip(d, e, of, below, e->least);
    const uint32_t last =
        e->least == e->rest || !from ? from : least_strip(d, e, of, below, e->rest);
    const uint32_t end = from && !last ? all : last + 1;
    return (struct sizes){from ? from : all, end < all ? end : all, step};
}

/* The rows that a last strip has and the article does not need. */
static void price_strip(struct allotting *d, const struct ending *e,
                        const struct bm_plan_rect *strip)
{
    const uint32_t held = bm_plan_capacity(d, e->article, strip, false, &d->allotment.strip_cost);
    const int64_t rows_left = held > e->rest ? (held - e->rest) / (strip->columns / e->step) : 0;
    const struct bm_plan_task *task = d->s->task;
    d->ended = true;
    if (task->oracle.filled)
        d->allotment.strip_cost +=
            task->oracle.filled(task->oracle.context, e->article,
                                task->articles.list[e->article].rows - e->rest + held);
    else
        d->allotment.strip_cost += task->weights.slack * rows_left * rows_left;
}

/* What is left of an article after so many rows, of which it has enough. */
static struct ending after_rows(const struct ending *e, uint32_t held)
{
    struct ending left = *e;
    left.rest -= held;
    left.least = e->least > held + BM_PLAN_ROWS_LEAST ? e->least - held : BM_PLAN_ROWS_LEAST;
    return left;
}

/* The region is too small for it: nothing stands in it. */
static void pass_by(struct allotting *d, const struct ending *e)
{
    struct allotting with = *d;
    with.allotment.empty_cost = d->s->task->grid.regions[d->onward->region].empty;
    with.allotment.allotted = d->onward->allotted;
    with.allotment.rest = e->rest;
    bm_plan_fill(&with);
}

/* It has all of the region, and goes on. */
static void go_through(struct allotting *d, const struct ending *e)
{
    struct allotting with = *d;
    if (bm_plan_has_own(d->s, d->onward->region))
        return;
    bm_plan_take_strip(&with, &with.left, &with.allotment.ended[0], true, true, with.left.lines);
    const uint32_t held = bm_plan_capacity(d, e->article, &with.allotment.ended[0], false,
                                           &with.allotment.strip_cost);
    if (held < BM_PLAN_ROWS_LEAST)
        pass_by(d, e);
    if (!bm_plan_parts_well(held, e->rest))
        return;
    with.allotment.strip_cost += d->s->task->weights.jump;
    with.allotment.allotted = d->onward->allotted;
    with.allotment.rest = e->rest - held;
    bm_plan_fill(&with);
}

/* It has all of the region, and more than it needs. */
static void end_in_all(const struct allotting *d, const struct ending *e)
{
    struct allotting with = *d;
    int64_t unused = 0;
    if (bm_plan_capacity(d, e->article, &d->left, false, &unused) < e->least)
        return;
    bm_plan_take_strip(&with, &with.left, &with.allotment.ended[0], true, true, with.left.lines);
    price_strip(&with, e, &with.allotment.ended[0]);
    bm_plan_allot(&with, e->after);
}

/* In strips of what is left, across its top or down its left. */
static void end_in_strips(struct allotting *d, const struct ending *e, uint32_t strip, bool below)
{
    const struct sizes sizes = sizes_of(d, e, &d->left, below);
    for (uint32_t n = sizes.from; n < sizes.end && !allots_no_more(d); n += sizes.step) {
        struct allotting with = *d;
        struct bm_plan_rect *taken = &with.allotment.ended[strip];
        bm_plan_take_strip(&with, &with.left, taken, below, true, n);
        price_strip(&with, e, taken);
        bm_plan_allot(&with, e->after);
    }
}

/* In the upper left corner: in `at` columns, what is under it a part of its own (beside), or in the
 * first `at` lines, what is at its right. */
static void end_in_corner(const struct allotting *d, const struct ending *e, bool beside,
                          uint32_t at)
{
    struct allotting with = *d;
    struct bm_plan_rect first;
    bm_plan_take_strip(&with, &with.left, &first, !beside, true, at);
    with.other = with.left;
    with.left = first;
    end_in_strips(&with, e, 0, beside);
}

/* Down the left in `at` columns, and on across the top of the columns beside: no line goes through
 * between what is one article. */
static void end_in_l(const struct allotting *d, const struct ending *e, uint32_t at)
{
    struct allotting with = *d;
    bm_plan_take_strip(&with, &with.left, &with.allotment.ended[0], false, true, at);
    with.allotment.seams = d->allotment.seams;
    const uint32_t held = bm_plan_capacity(d, e->article, &with.allotment.ended[0], false,
                                           &with.allotment.strip_cost);
    if (!bm_plan_parts_well(held, e->rest))
        return;
    const struct ending left = after_rows(e, held);
    end_in_strips(&with, &left, 1, true);
}

void bm_plan_end_article(struct allotting *d)
{
    const struct bm_plan_search *s = d->s;
    const uint32_t allotted = d->onward->allotted;
    struct ending e = {.article = s->chain->members[s->allotted[allotted].first],
                       .rest = d->onward->rest,
                       .after = allotted + 1};
    const struct bm_plan_article *a = &s->task->articles.list[e.article];
    e.step = a->step;
    e.least = e.rest > a->fewer + BM_PLAN_ROWS_LEAST ? e.rest - a->fewer : BM_PLAN_ROWS_LEAST;
    while (s->allotted[e.after].first != s->allotted[allotted].first + 1 ||
           s->allotted[e.after].mask)
        e.after++;
    d->allotment.ending = e.article;
    if (d->onward->region + 1 < s->task->grid.region_count)
        go_through(d, &e);
    end_in_all(d, &e);
    end_in_strips(d, &e, 0, true);
    end_in_strips(d, &e, 0, false);
    for (uint32_t at = e.step; at < d->left.columns && !allots_no_more(d); at += e.step)
        end_in_l(d, &e, at);
    for (uint32_t at = e.step; at < d->left.columns && !allots_no_more(d); at += e.step)
        end_in_corner(d, &e, true, at);
    for (uint32_t at = 1; at < d->left.lines && !allots_no_more(d); at++)
        end_in_corner(d, &e, false, at);
}
