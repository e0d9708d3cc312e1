/* Long articles in strips. strips.c: what a strip holds; begins.c, ends.c: where one may begin, and
 * end. */
#pragma once

#include "plan/allot.h"

/* strips.c */

/* Takes a strip of n columns or lines off an edge of a rectangle. */
void bm_plan_take_strip(struct allotting *d, struct bm_plan_rect *from, struct bm_plan_rect *strip,
                        bool below, bool first, uint32_t n);
/* Rows of the article that a strip of the region holds; what its shape costs is added to *own. */
uint32_t bm_plan_capacity(const struct allotting *d, uint32_t article, const struct bm_plan_rect *r,
                          bool first, int64_t *own);
/* Whether a strip that holds so many of an article's rows has enough of them, and leaves enough. */
bool bm_plan_parts_well(uint32_t held, uint32_t rows);

/* begins.c */

/* A long article begins beside or below the lot and goes on in the next region. */
void bm_plan_begin_article(struct allotting *d, uint32_t lot, const struct allotted *next);

/* ends.c */

/* The article that came from the region before ends here, or goes through. */
void bm_plan_end_article(struct allotting *d);
