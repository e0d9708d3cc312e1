/* Long articles that begin in one region and end in another, in strips: across a region or down it,
 * or in a corner of it; and, on the way to its end, down the left and on beside that (an L). */
#include "makeup/plan_steps.h"

int32_t bm_plan_take_strip(struct dealing *d, struct bm_plan_rect *from, struct bm_plan_rect *strip,
                           bool below, bool first, uint32_t n)
{
    bool through = false;
    *strip = *from;
    if (below) {
        through = n < from->lines && is_through_across(d->s, from->columns);
        strip->lines = n;
        strip->line += first ? 0 : from->lines - n;
        from->line += first ? n : 0;
        from->lines -= n;
    } else {
        through = n < from->columns && is_through_down(d->s, from->lines);
        strip->columns = n;
        strip->column += first ? 0 : from->columns - n;
        from->column += first ? n : 0;
        from->columns -= n;
    }
    d->deal.through += through;
    return through_cost(d->s, through);
}

/* The article that follows a downset, if it may go on in further regions. */
static uint32_t follower(const struct bm_plan_search *s, const struct downset *d)
{
    const struct universe *u = s->chain;
    if (d->mask || d->first >= u->n)
        return UINT32_MAX;
    if (d->first + 1 < u->n && u->groups[d->first + 1] == u->groups[d->first])
        return UINT32_MAX;
    return s->task->list[u->members[d->first]].rows ? u->members[d->first] : UINT32_MAX;
}

static uint32_t capacity(const struct dealing *d, uint32_t article, const struct bm_plan_rect *r,
                         bool first, int64_t *own)
{
    int32_t cost = 0;
    const uint32_t step = d->s->task->list[article].step;
    const bool whole = r->columns == d->s->task->regions[d->node->region].rect.columns;
    if (r->columns < step || (r->columns % step && !whole))
        return 0;
    const uint32_t rows =
        d->s->task->capacity(d->s->task->context, article, d->node->region, r, first, &cost);
    *own += cost;
    return rows;
}

/* Whether a strip that holds so many of an article's rows has enough of them, and leaves enough. */
static bool parts_well(uint32_t held, uint32_t rows)
{
    return held >= BM_PLAN_ROWS_LEAST && held + BM_PLAN_ROWS_LEAST <= rows;
}

/* The article begins in the strip that was taken, and goes on in the next region. */
static void begin_in_strip(struct dealing *d, uint32_t article)
{
    const struct bm_plan_article *a = &d->s->task->list[article];
    const uint32_t held = capacity(d, article, &d->deal.begun, true, &d->own);
    const uint32_t columns = d->deal.begun.columns / a->step;
    if (!parts_well(held, a->rows) || held < columns * BM_PLAN_LEG_LEAST)
        return;
    d->own += d->s->task->jump;
    d->deal.beginning = article;
    d->deal.rest = a->rows - held;
    bm_plan_fill(d);
}

static bool has_room(const struct dealing *d, uint32_t set, const struct bm_plan_rect *r)
{
    const struct universe *u = d->s->of[d->node->region];
    return least_at(table_of(d->s, u, set, r->column, r->columns), r->lines) < NEVER;
}

/* In a strip across the foot of what is left, or down its right, beside the set. */
static void begin_at_edge(const struct dealing *d, uint32_t set, uint32_t article, bool below,
                          uint32_t n)
{
    struct dealing with = *d;
    with.own += bm_plan_take_strip(&with, &with.left, &with.deal.begun, below, false, n);
    with.meets[d->deal.part_count] = !below;
    if (!has_room(&with, set, &with.left))
        return;
    bm_plan_add_part(&with, set, &with.left);
    begin_in_strip(&with, article);
}

static void begin_beside(const struct dealing *d, uint32_t set, uint32_t article);

/* In a part of what is left: the split's earlier set has the other one, `at` lines or columns. */
static void begin_in_part(const struct dealing *d, const struct split *split, uint32_t article,
                          bool below, uint32_t at)
{
    struct dealing with = *d;
    struct bm_plan_rect first;
    with.own += bm_plan_take_strip(&with, &with.left, &first, below, true, at);
    if (!has_room(&with, split->earlier, &first))
        return;
    with.meets[d->deal.part_count] = !below;
    bm_plan_add_part(&with, split->earlier, &first);
    begin_beside(&with, split->later, article);
}

/* Beside the set in what is left. */
static void begin_beside(const struct dealing *d, uint32_t set, uint32_t article)
{
    const uint32_t step = d->s->task->list[article].step;
    const struct universe *u = d->s->of[d->node->region];
    const struct split *splits = u->splits + u->sets[set].split;
    for (uint32_t n = 1; n < d->left.lines; n++)
        begin_at_edge(d, set, article, true, n);
    for (uint32_t n = step; n < d->left.columns; n += step)
        begin_at_edge(d, set, article, false, n);
    if (d->deal.part_count + 1 == DEAL_PARTS)
        return;
    for (uint32_t k = 0; k < u->sets[set].splits; k++) {
        for (uint32_t at = 1; at < d->left.lines; at++)
            begin_in_part(d, &splits[k], article, true, at);
        for (uint32_t at = 1; at < d->left.columns; at++)
            begin_in_part(d, &splits[k], article, false, at);
    }
}

void bm_plan_begin_article(struct dealing *d, uint32_t set, const struct downset *next)
{
    const uint32_t article = follower(d->s, next);
    if (article == UINT32_MAX || !d->left.lines || !d->left.columns)
        return;
    if (set != UINT32_MAX) {
        begin_beside(d, set, article);
        return;
    }
    struct dealing with = *d;
    with.own +=
        bm_plan_take_strip(&with, &with.left, &with.deal.begun, true, false, with.left.lines);
    begin_in_strip(&with, article);
}

/* An article that ends in a region. */
struct ending {
    uint32_t article, step, after; /* after: the downset that follows it */
    uint32_t rest, least;          /* rows that it takes yet, and may do with */
};

/* The least n for which strips of the rectangle hold so many rows; 0: none does. Lines, when it is
 * a strip across, else columns. */
static uint32_t least_strip(const struct dealing *d, const struct ending *e,
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
        if (capacity(d, e->article, &r, false, &unused) >= rows)
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
static struct sizes sizes_of(const struct dealing *d, const struct ending *e,
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
static void price_strip(struct dealing *d, const struct ending *e, const struct bm_plan_rect *strip)
{
    const uint32_t held = capacity(d, e->article, strip, false, &d->own);
    const int64_t spare = held > e->rest ? (held - e->rest) / (strip->columns / e->step) : 0;
    const struct bm_plan_task *task = d->s->task;
    d->ended = true;
    if (task->filled)
        d->own +=
            task->filled(task->context, e->article, task->list[e->article].rows - e->rest + held);
    else
        d->own += task->slack * spare * spare;
}

/* What is left of an article after so many rows, of which it has enough. */
static struct ending after_rows(const struct ending *e, uint32_t held)
{
    struct ending left = *e;
    left.rest -= held;
    left.least = e->least > held + BM_PLAN_ROWS_LEAST ? e->least - held : BM_PLAN_ROWS_LEAST;
    return left;
}

/* It has all of the region, and goes on. */
static void go_through(struct dealing *d, const struct ending *e)
{
    struct dealing with = *d;
    with.own +=
        bm_plan_take_strip(&with, &with.left, &with.deal.ended[0], true, true, with.left.lines);
    const uint32_t held = capacity(d, e->article, &with.deal.ended[0], false, &with.own);
    if (!parts_well(held, e->rest) || bm_plan_has_own(d->s, d->node->region))
        return;
    with.own += d->s->task->jump;
    with.deal.downset = d->node->downset;
    with.deal.rest = e->rest - held;
    bm_plan_fill(&with);
}

/* It has all of the region, and more than it needs. */
static void end_in_all(const struct dealing *d, const struct ending *e)
{
    struct dealing with = *d;
    int64_t unused = 0;
    if (capacity(d, e->article, &d->left, false, &unused) < e->least)
        return;
    with.own +=
        bm_plan_take_strip(&with, &with.left, &with.deal.ended[0], true, true, with.left.lines);
    price_strip(&with, e, &with.deal.ended[0]);
    bm_plan_deal_sets(&with, e->after);
}

/* In strips of what is left, across its top or down its left. */
static void end_in_strips(const struct dealing *d, const struct ending *e, uint32_t strip,
                          bool below)
{
    const struct sizes sizes = sizes_of(d, e, &d->left, below);
    for (uint32_t n = sizes.from; n < sizes.end; n += sizes.step) {
        struct dealing with = *d;
        struct bm_plan_rect *taken = &with.deal.ended[strip];
        with.own += bm_plan_take_strip(&with, &with.left, taken, below, true, n);
        price_strip(&with, e, taken);
        bm_plan_deal_sets(&with, e->after);
    }
}

/* In the upper left corner: in `at` columns, what is under it a part of its own (beside), or in the
 * first `at` lines, what is at its right. */
static void end_in_corner(const struct dealing *d, const struct ending *e, bool beside, uint32_t at)
{
    struct dealing with = *d;
    struct bm_plan_rect first;
    with.own += bm_plan_take_strip(&with, &with.left, &first, !beside, true, at);
    with.other = with.left;
    with.left = first;
    end_in_strips(&with, e, 0, beside);
}

/* Down the left in `at` columns, and on across the top of the columns beside: no line goes through
 * between what is one article. */
static void end_in_l(const struct dealing *d, const struct ending *e, uint32_t at)
{
    struct dealing with = *d;
    const uint32_t through = d->deal.through;
    bm_plan_take_strip(&with, &with.left, &with.deal.ended[0], false, true, at);
    with.deal.through = through;
    const uint32_t held = capacity(d, e->article, &with.deal.ended[0], false, &with.own);
    if (!parts_well(held, e->rest))
        return;
    const struct ending left = after_rows(e, held);
    end_in_strips(&with, &left, 1, true);
}

void bm_plan_end_article(struct dealing *d)
{
    const struct bm_plan_search *s = d->s;
    const uint32_t downset = d->node->downset;
    struct ending e = {.article = s->chain->members[s->downsets[downset].first],
                       .rest = d->node->rest,
                       .after = downset + 1};
    const struct bm_plan_article *a = &s->task->list[e.article];
    e.step = a->step;
    e.least = e.rest > a->fewer + BM_PLAN_ROWS_LEAST ? e.rest - a->fewer : BM_PLAN_ROWS_LEAST;
    while (s->downsets[e.after].first != s->downsets[downset].first + 1 ||
           s->downsets[e.after].mask)
        e.after++;
    d->deal.ending = e.article;
    if (d->node->region + 1 < s->task->region_count)
        go_through(d, &e);
    end_in_all(d, &e);
    end_in_strips(d, &e, 0, true);
    end_in_strips(d, &e, 0, false);
    for (uint32_t at = e.step; at < d->left.columns; at += e.step)
        end_in_l(d, &e, at);
    for (uint32_t at = e.step; at < d->left.columns; at += e.step)
        end_in_corner(d, &e, true, at);
    for (uint32_t at = 1; at < d->left.lines; at++)
        end_in_corner(d, &e, false, at);
}
