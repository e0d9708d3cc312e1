/* Paths that grow: circles. */
#include "paint/shapes.h"

#define KAPPA 5523 /* of a quarter circle, in 1/10000 of its radius */

void bm_add_point(struct drawing *d, bm_len x, bm_len y)
{
    d->path.points = bm_arena_grow(d->painter->arena, d->path.points, d->path.point_count,
                                   &d->point_cap, sizeof *d->path.points);
    d->path.points[d->path.point_count].x = x;
    d->path.points[d->path.point_count++].y = y;
}

void bm_add_op(struct drawing *d, enum bm_op op)
{
    d->path.ops = bm_arena_grow(d->painter->arena, d->path.ops, d->path.op_count, &d->op_cap, 1);
    d->path.ops[d->path.op_count++] = (uint8_t)op;
}

void bm_add_circle(struct drawing *d, bm_len x, bm_len y, bm_len r)
{
    static const int8_t quarter[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    bm_len k = bm_len_ratio(r, KAPPA, 10000);
    bm_add_op(d, BM_OP_MOVE);
    bm_add_point(d, x + r, y);
    for (int i = 0; i < 4; i++) {
        const int8_t *from = quarter[i], *to = quarter[(i + 1) % 4];
        bm_add_op(d, BM_OP_CURVE);
        bm_add_point(d, x + from[0] * r + to[0] * k, y + from[1] * r + to[1] * k);
        bm_add_point(d, x + to[0] * r + from[0] * k, y + to[1] * r + from[1] * k);
        bm_add_point(d, x + to[0] * r, y + to[1] * r);
    }
    bm_add_op(d, BM_OP_CLOSE);
}

uint32_t bm_tiles_in(bm_len length, bm_len pitch)
{
    bm_len n = (length + pitch / 2) / pitch;
    return n > 0 ? (uint32_t)n : 1;
}

/* Half waves along a side whose band is s deep; down: the side is vertical. */
void bm_add_wave(struct drawing *d, bm_len x, bm_len y, bm_len length, bm_len s, bool down)
{
    uint32_t n = 2 * bm_tiles_in(length, s);
    bm_len middle = s / 2, high = bm_len_ratio(s, 4, 9);
    bm_add_op(d, BM_OP_MOVE);
    bm_add_point(d, down ? x + middle : x, down ? y : y + middle);
    for (uint32_t i = 0; i < n; i++) {
        bm_len from = bm_len_ratio(length, i, n), to = bm_len_ratio(length, (int64_t)i + 1, n);
        bm_len third = bm_len_ratio(to - from, 3642, 10000), off = middle + (i % 2 ? high : -high);
        const bm_len along[3] = {from + third, to - third, to}, across[3] = {off, off, middle};
        bm_add_op(d, BM_OP_CURVE);
        for (int k = 0; k < 3; k++)
            bm_add_point(d, down ? x + across[k] : x + along[k],
                         down ? y + along[k] : y + across[k]);
    }
}
