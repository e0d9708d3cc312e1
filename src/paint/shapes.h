/* Paths drawn by their shapes, and what is made of them. */
#ifndef BM_PAINT_SHAPES_H
#define BM_PAINT_SHAPES_H

#include "paint/items.h"

/* A path that grows. */
struct drawing {
    struct bm_painter *painter;
    struct bm_path path;
    size_t op_cap, point_cap;
};

void bm_add_op(struct drawing *d, enum bm_op op);
void bm_add_point(struct drawing *d, bm_len x, bm_len y);
/* Four quarters of a circle, each a curve. */
void bm_add_circle(struct drawing *d, bm_len x, bm_len y, bm_len r);
/* Half waves along a side whose band is s deep; down: the side is vertical. */
void bm_add_wave(struct drawing *d, bm_len x, bm_len y, bm_len length, bm_len s, bool down);
/* Whole tiles in a length, at least one. */
uint32_t bm_tiles_in(bm_len length, bm_len pitch);

/* The sides of a box in dots or an ornament. */
void bm_emit_ornament(struct bm_painter *painter, uint32_t node, struct bm_rect rect,
                      const struct bm_box_style *box);
/* A rectangle with round corners: its outline, or filled when weight is 0. */
void bm_emit_round(struct bm_painter *painter, uint32_t node, struct bm_rect rect, bm_len radius,
                   bm_len weight, struct bm_ink ink);

#endif
