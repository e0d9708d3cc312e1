/* What every part costs at least, by lot, columns and lines, with the prices that were known when
 * the search was opened; bounds.c. Parts made later start from here and rise. */
#pragma once

#include "plan/geometry.h"
#include "plan/lots.h"

/* What is known of the heads at a part's top left and top right, which meet their neighbours':
 * bit 0: the left one is boxed, or there is none; bit 1: the right one. */
enum {
    TOP_BOXES = 4
};

/* Least costs of the divisions of a lot in a stretch of columns, by lines. */
struct bounds {
    int32_t *v[TOP_BOXES]; /* by lines less one less from; NULL: no such division below the limit */
    int32_t *any;          /* the least of them */
    uint32_t from, end;    /* lines less one: elsewhere none is below the limit */
    int32_t least;         /* of all heights */
    struct cell **cells;   /* of v, one top after the other; made when first asked for */
};

static inline const struct bounds *bounds_at(const struct bm_plan_search *s,
                                             const struct pool *pool, uint32_t lot, uint32_t x,
                                             uint32_t w)
{
    return &pool->lots[lot].bounds[bm_plan_span(s->task->grid.columns, x, w)];
}

/* Least cost in h lines with the tops given. */
static inline int32_t cost_at(const struct bounds *t, uint32_t top, uint32_t h)
{
    return t->v[top] && h > t->from && h <= t->end ? t->v[top][h - 1 - t->from] : NEVER;
}

static inline int32_t least_at(const struct bounds *t, uint32_t h)
{
    return h > t->from && h <= t->end ? t->any[h - 1 - t->from] : NEVER;
}

/* False: they take more of the budget than that. */
bool bm_plan_find_bounds(struct bm_plan_search *s, struct pool *pool, const struct bm_budget *most);
