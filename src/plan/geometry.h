/* Seams between blocks, and the blocks of a pinwheel; geometry.c. */
#pragma once

#include "plan/search.h"

struct pinwheel {
    uint32_t lots[5];
    uint16_t a, b; /* columns from the left */
    bool mirrored; /* the first block high, at the left; else wide, at the top */
};

/* 碰题 between the top right of one part and the top left of the other, in half ones; what is boxed
 * and what has no head are not told apart: of a task with one of those it is the least. */
static inline uint32_t halves_of(const struct bm_plan_search *s, uint32_t left, uint32_t right)
{
    return (left & 2) || (right & 1) ? s->soft_halves : 2;
}

/* The tops of an article alone (bounds.h). */
static inline uint32_t tops_of(const struct bm_plan_search *s, uint32_t article)
{
    const struct bm_plan_article *a = &s->task->articles.list[article];
    return a->boxed || a->headless ? 3 : 0;
}

/* 断版 by a cut across w columns, or down h lines of w columns. */
static inline bool is_through_across(const struct bm_plan_search *s, uint32_t w)
{
    return w == s->task->grid.columns;
}

/* A part as wide as the page is one that no line down has cut yet. */
static inline bool is_through_down(const struct bm_plan_search *s, uint32_t w, uint32_t h)
{
    return h == s->task->grid.full_lines &&
           !(s->task->weights.spine_free && w == s->task->grid.columns);
}

static inline int32_t seam_price(const struct bm_plan_search *s, uint32_t halves, uint32_t through)
{
    return (int32_t)bm_plan_seam_price(&s->task->weights, (struct bm_plan_seam){halves, through});
}

/* The five blocks of a pinwheel, in order, cut at p and q lines. */
void bm_plan_pinwheel_blocks(const struct pinwheel *pinwheel, const struct bm_plan_rect *r,
                             uint32_t p, uint32_t q, struct bm_plan_rect out[5]);
