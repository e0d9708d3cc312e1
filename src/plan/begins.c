/* A long article begins in a region: in all of it, or in a strip beside its other articles. */
#include "plan/strips.h"

/* The article that follows a allotted, if it may go on in further regions. */
static uint32_t follower(const struct bm_plan_search *s, const struct allotted *d)
{
    const struct pool *pool = s->chain;
    if (d->mask || d->first >= pool->n)
        return UINT32_MAX;
    if (d->first + 1 < pool->n && pool->groups[d->first + 1] == pool->groups[d->first])
        return UINT32_MAX;
    return s->task->articles.list[pool->members[d->first]].rows ? pool->members[d->first]
                                                                : UINT32_MAX;
}

/* The article begins in the strip that was taken, and goes on in the next region. */
static void begin_in_strip(struct allotting *d, uint32_t article)
{
    const struct bm_plan_article *a = &d->s->task->articles.list[article];
    const uint32_t held =
        bm_plan_capacity(d, article, &d->allotment.begun, true, &d->allotment.strip_cost);
    const uint32_t columns = d->allotment.begun.columns / a->step;
    if (!bm_plan_parts_well(held, a->rows) || held < columns * BM_PLAN_LEG_LEAST)
        return;
    d->allotment.strip_cost += d->s->task->weights.jump;
    d->allotment.beginning = article;
    d->allotment.rest = a->rows - held;
    bm_plan_fill(d);
}

static bool has_room(const struct allotting *d, uint32_t lot, const struct bm_plan_rect *r)
{
    const struct pool *pool = d->s->of[d->onward->region];
    return least_at(bounds_at(d->s, pool, lot, r->column, r->columns), r->lines) < NEVER;
}

/* In a strip across the foot of what is left, or down its right, beside the lot. */
static void begin_at_edge(struct allotting *d, uint32_t lot, uint32_t article, bool below,
                          uint32_t n)
{
    struct allotting with = *d;
    bm_plan_take_strip(&with, &with.left, &with.allotment.begun, below, false, n);
    with.meets[d->allotment.part_count] = !below;
    if (!has_room(&with, lot, &with.left))
        return;
    bm_plan_add_part(&with, lot, &with.left);
    begin_in_strip(&with, article);
}

static void begin_beside(struct allotting *d, uint32_t lot, uint32_t article);

/* In a part of what is left: the split's earlier lot has the other one, `at` lines or columns. */
static void begin_in_part(struct allotting *d, const struct split *split, uint32_t article,
                          bool below, uint32_t at)
{
    struct allotting with = *d;
    struct bm_plan_rect first;
    bm_plan_take_strip(&with, &with.left, &first, below, true, at);
    if (!has_room(&with, split->earlier, &first))
        return;
    with.meets[d->allotment.part_count] = !below;
    bm_plan_add_part(&with, split->earlier, &first);
    begin_beside(&with, split->later, article);
}

/* Beside the lot in what is left. */
static void begin_beside(struct allotting *d, uint32_t lot, uint32_t article)
{
    const uint32_t step = d->s->task->articles.list[article].step;
    const struct pool *pool = d->s->of[d->onward->region];
    const struct split *splits = pool->splits + pool->lots[lot].split;
    for (uint32_t n = 1; n < d->left.lines && !allots_no_more(d); n++)
        begin_at_edge(d, lot, article, true, n);
    for (uint32_t n = step; n < d->left.columns && !allots_no_more(d); n += step)
        begin_at_edge(d, lot, article, false, n);
    if (d->allotment.part_count + 1 == ALLOTTED_PARTS)
        return;
    for (uint32_t k = 0; k < pool->lots[lot].splits && !allots_no_more(d); k++) {
        for (uint32_t at = 1; at < d->left.lines && !allots_no_more(d); at++)
            begin_in_part(d, &splits[k], article, true, at);
        for (uint32_t at = 1; at < d->left.columns && !allots_no_more(d); at++)
            begin_in_part(d, &splits[k], article, false, at);
    }
}

void bm_plan_begin_article(struct allotting *d, uint32_t lot, const struct allotted *next)
{
    const uint32_t article = follower(d->s, next);
    if (article == UINT32_MAX || !d->left.lines || !d->left.columns)
        return;
    if (lot != UINT32_MAX) {
        begin_beside(d, lot, article);
        return;
    }
    struct allotting with = *d;
    bm_plan_take_strip(&with, &with.left, &with.allotment.begun, true, false, with.left.lines);
    begin_in_strip(&with, article);
}
