#include "paint/shapes.h"

#define KAPPA 5523 /* of a quarter circle, in 1/10000 of its radius */

void bm_paint_add_point(struct drawing *d, bm_len x, bm_len y)
{
    d->path.points = bm_arena_grow(d->painter->items, d->path.points, d->path.point_count,
                                   &d->point_cap, sizeof *d->path.points);
    d->path.points[d->path.point_count].x = x;
    d->path.points[d->path.point_count++].y = y;
}

void bm_paint_add_op(struct drawing *d, enum bm_op op)
{
    d->path.ops = bm_arena_grow(d->painter->items, d->path.ops, d->path.op_count, &d->op_cap, 1);
    d->path.ops[d->path.op_count++] = (uint8_t)op;
}

void bm_paint_add_rect(struct drawing *d, bm_len left, bm_len top, bm_len right, bm_len foot)
{
    for (int k = 0; k < 4; k++) {
        bm_paint_add_op(d, k ? BM_OP_LINE : BM_OP_MOVE);
        bm_paint_add_point(d, k == 1 || k == 2 ? right : left, k >= 2 ? foot : top);
    }
    bm_paint_add_op(d, BM_OP_CLOSE);
}

void bm_paint_add_circle(struct drawing *d, bm_len x, bm_len y, bm_len r)
{
    static const int8_t quarter[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    bm_len k = bm_len_ratio(r, KAPPA, 10000);
    bm_paint_add_op(d, BM_OP_MOVE);
    bm_paint_add_point(d, x + r, y);
    for (int i = 0; i < 4; i++) {
        const int8_t *from = quarter[i], *to = quarter[(i + 1) % 4];
        bm_paint_add_op(d, BM_OP_CURVE);
        bm_paint_add_point(d, x + from[0] * r + to[0] * k, y + from[1] * r + to[1] * k);
        bm_paint_add_point(d, x + to[0] * r + from[0] * k, y + to[1] * r + from[1] * k);
        bm_paint_add_point(d, x + to[0] * r, y + to[1] * r);
    }
    bm_paint_add_op(d, BM_OP_CLOSE);
}

void bm_paint_add_wave(struct drawing *d, bm_len x, bm_len y, bm_len length, uint32_t halves,
                       bm_len high, bool down)
{
    bm_paint_add_op(d, BM_OP_MOVE);
    bm_paint_add_point(d, x, y);
    for (uint32_t i = 0; i < halves; i++) {
        bm_len from = bm_len_ratio(length, i, halves),
               to = bm_len_ratio(length, (int64_t)i + 1, halves);
        bm_len third = bm_len_ratio(to - from, 3642, 10000), crest = i % 2 ? high : -high;
        const bm_len along[3] = {from + third, to - third, to}, across[3] = {crest, crest, 0};
        bm_paint_add_op(d, BM_OP_CURVE);
        for (int k = 0; k < 3; k++)
            bm_paint_add_point(d, x + (down ? across[k] : along[k]),
                               y + (down ? along[k] : across[k]));
    }
}

struct bm_item *bm_paint_drawing(const struct drawing *d, enum bm_item_kind kind, uint32_t node,
                                 struct bm_rect bounds, bm_len weight, struct bm_ink ink)
{
    struct bm_item *item = bm_paint_item(d->painter, kind, node, bounds, ink);
    item->weight = weight;
    item->path = d->path;
    return item;
}
