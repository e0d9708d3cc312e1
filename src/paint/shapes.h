/* Paths drawn by their shapes, and what is made of them. */
#pragma once

#include "paint/items.h"

/* A path that grows. */
struct drawing {
    struct bm_painter *painter;
    struct bm_path path;
    size_t op_cap, point_cap;
};

void bm_paint_add_op(struct drawing *d, enum bm_op op);
void bm_paint_add_point(struct drawing *d, bm_len x, bm_len y);
void bm_paint_add_rect(struct drawing *d, bm_len left, bm_len top, bm_len right, bm_len foot);
/* Four quarters of a circle, each a curve. */
void bm_paint_add_circle(struct drawing *d, bm_len x, bm_len y, bm_len r);
/* Half waves from (x, y) on, which are `high` at their crests, before the axis first; down: the
 * axis is vertical. A curve whose inner points stand 4/3 as high as the crest is near to a sine. */
void bm_paint_add_wave(struct drawing *d, bm_len x, bm_len y, bm_len length, uint32_t halves,
                       bm_len high, bool down);
/* Makes an item of it: stroked with a weight, or filled. */
struct bm_item *bm_paint_drawing(const struct drawing *d, enum bm_item_kind kind, uint32_t node,
                                 struct bm_rect bounds, bm_len weight, struct bm_ink ink);

/* The sides of a box in dots or an ornament. */
void bm_paint_ornament(struct bm_painter *painter, uint32_t node, struct bm_rect rect,
                       const struct bm_box_style *box);
/* A rectangle with round corners: its outline, or filled when weight is 0. */
void bm_paint_round(struct bm_painter *painter, uint32_t node, struct bm_rect rect, bm_len radius,
                    bm_len weight, struct bm_ink ink);
