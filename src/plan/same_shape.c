/* Plans of one shape: the same columns, and the same order one below the other. */
#include "plan/blocks.h"

/* What stands in a plan: blocks, then strips. Two plans of one shape have as many, in one order. */
struct standing {
    uint32_t article, region;
    struct bm_plan_rect rect;
};

static struct standing standing_at(const struct bm_plan_task *t, const struct bm_plan *p, size_t i)
{
    bool whole = i < t->articles.n;
    for (size_t k = 0; k < p->strip_count && whole; k++)
        whole = p->strips[k].article != i;
    if (whole)
        return (struct standing){(uint32_t)i, p->regions[i], p->blocks[i]};
    if (i < t->articles.n)
        return (struct standing){.article = (uint32_t)i, .region = UINT32_MAX};
    const struct bm_plan_strip *s = &p->strips[i - t->articles.n];
    return (struct standing){s->article, s->region, s->rect};
}

static bool same_place(const struct standing *a, const struct standing *b)
{
    return a->article == b->article && a->region == b->region &&
           (a->region == UINT32_MAX ||
            (a->rect.column == b->rect.column && a->rect.columns == b->rect.columns));
}

static bool over(const struct standing *a, const struct standing *b)
{
    return a->region == b->region && a->rect.column < b->rect.column + b->rect.columns &&
           b->rect.column < a->rect.column + a->rect.columns && a->rect.line < b->rect.line;
}

bool bm_plan_same_shape(const struct bm_plan_task *t, const struct bm_plan *a,
                        const struct bm_plan *b)
{
    const size_t n = t->articles.n + a->strip_count;
    if (a->strip_count != b->strip_count)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct standing x = standing_at(t, a, i), y = standing_at(t, b, i);
        if (!same_place(&x, &y))
            return false;
        for (size_t k = 0; k < n; k++) {
            const struct standing u = standing_at(t, a, k), v = standing_at(t, b, k);
            if (over(&x, &u) != over(&y, &v))
                return false;
        }
    }
    return true;
}

bool bm_plan_is_new_shape(struct bm_plan_search *s, struct onward *onward,
                          const struct division *division)
{
    struct bm_plan plan;
    bm_plan_trace(s, onward, division, &plan);
    for (size_t i = 0; i < onward->part.n; i++)
        if (bm_plan_same_shape(s->task, &onward->shapes[i], &plan))
            return false;
    onward->shapes = bm_arena_grow(s->arena, onward->shapes, onward->part.n, &onward->shape_cap,
                                   sizeof *onward->shapes);
    onward->shapes[onward->part.n] = plan;
    return true;
}

bool bm_plan_goes_on(const struct bm_plan *plan, uint32_t article)
{
    for (size_t i = 0; i < plan->strip_count; i++)
        if (plan->strips[i].article == article)
            return true;
    return false;
}
