/* Lines of boxes that are more than a rule: dots and ornaments (花边), as vectors, a whole number
 * of tiles a side, with a tile in each corner. */
#include "paint/shapes.h"

#define KAPPA 5523 /* of a quarter circle, in 1/10000 of its radius */

/* One tile in the square of side s at (x, y). */
static void add_tile(struct drawing *d, enum bm_line_kind kind, bm_len x, bm_len y, bm_len s)
{
    /* 回纹: a square spiral, in tenths of the tile. */
    static const uint8_t fret[][2] = {{1, 9}, {1, 1}, {9, 1}, {9, 9},
                                      {3, 9}, {3, 4}, {6, 4}, {6, 7}};
    static const uint8_t diamond[][2] = {{5, 1}, {9, 5}, {5, 9}, {1, 5}};
    size_t n = kind == BM_LINE_FRET ? 8 : 4;
    const uint8_t(*points)[2] = kind == BM_LINE_FRET ? fret : diamond;
    for (size_t i = 0; i < n; i++) {
        bm_paint_add_op(d, i ? BM_OP_LINE : BM_OP_MOVE);
        bm_paint_add_point(d, x + bm_len_ratio(s, points[i][0], 10),
                           y + bm_len_ratio(s, points[i][1], 10));
    }
    if (kind == BM_LINE_DIAMOND)
        bm_paint_add_op(d, BM_OP_CLOSE);
}

static uint32_t tiles_in(bm_len length, bm_len pitch)
{
    bm_len n = (length + pitch / 2) / pitch;
    return n > 0 ? (uint32_t)n : 1;
}

static void add_dots(struct drawing *d, bm_len x, bm_len y, bm_len length, bool down,
                     const struct bm_line_style *line, bool first, bool last)
{
    uint32_t n = tiles_in(length, line->pitch);
    for (uint32_t i = first ? 0 : 1; i < n + (last ? 1 : 0); i++) {
        bm_len at = bm_len_ratio(length, i, n);
        bm_paint_add_circle(d, down ? x : x + at, down ? y + at : y, line->weight / 2);
    }
}

/* A side of tiles between the corners' tiles. */
static void add_tiles(struct drawing *d, enum bm_line_kind kind, bm_len x, bm_len y, bm_len length,
                      bm_len s, bool down)
{
    uint32_t n = tiles_in(length, s);
    for (uint32_t i = 0; i < n; i++) {
        bm_len at = bm_len_ratio(length, i, n) + (length / (bm_len)n - s) / 2;
        add_tile(d, kind, down ? x : x + at, down ? y + at : y, s);
    }
}

static void add_side(struct drawing *d, const struct bm_line_style *line, const struct bm_rect *r,
                     int side, bool first, bool last)
{
    /* 0 top, 1 right, 2 bottom, 3 left; ornaments stand inside the rectangle. */
    bool down = side % 2;
    enum bm_line_kind kind = (enum bm_line_kind)line->kind;
    bm_len s = kind == BM_LINE_DOTTED ? 0 : line->pitch;
    bm_len x = side == 1 ? r->x + r->w - s : r->x, y = side == 2 ? r->y + r->h - s : r->y;
    bm_len length = down ? r->h : r->w;
    if (kind == BM_LINE_DOTTED) {
        add_dots(d, x, y, length, down, line, first, last);
        return;
    }
    bm_len from = first ? 0 : s, to = last ? length : length - s;
    if (to - from <= 0)
        return;
    x += down ? 0 : from;
    y += down ? from : 0;
    if (kind == BM_LINE_WAVE)
        bm_paint_add_wave(d, down ? x + s / 2 : x, down ? y : y + s / 2, to - from,
                          2 * tiles_in(to - from, s), bm_len_ratio(s, 4, 9), down);
    else
        add_tiles(d, kind, x, y, to - from, s, down);
}

void bm_paint_ornament(struct bm_painter *painter, uint32_t node, struct bm_rect rect,
                       const struct bm_box_style *box)
{
    const struct bm_line_style *line = box->line;
    const bool sides[4] = {box->top, box->right, box->bottom, box->left};
    struct drawing d = {.painter = painter};
    for (int i = 0; i < 4; i++) {
        if (!sides[i])
            continue;
        /* The horizontal sides have the corners; a vertical one has those that no other side has.
         */
        bool first = i % 2 == 0 || !box->top, last = i % 2 == 0 || !box->bottom;
        add_side(&d, line, &rect, i, first, last);
    }
    const bool filled = line->kind == BM_LINE_DOTTED || line->kind == BM_LINE_DIAMOND;
    bm_paint_drawing(&d, filled ? BM_ITEM_PATH : BM_ITEM_STROKE, node, rect,
                     filled ? 0 : line->weight, bm_paint_ink_of(&box->colour));
}

void bm_paint_round(struct bm_painter *painter, uint32_t node, struct bm_rect r, bm_len radius,
                    bm_len weight, struct bm_ink ink)
{
    bm_len most = (r.w < r.h ? r.w : r.h) / 2;
    radius = radius < most ? radius : most;
    bm_len k = radius - bm_len_ratio(radius, KAPPA, 10000), right = r.x + r.w, foot = r.y + r.h;
    struct drawing d = {.painter = painter};
    const struct {
        bm_len fx, fy, ax, ay, bx, by, tx, ty; /* end of a side, the corner's curve */
    } corners[4] = {{right - radius, r.y, right - k, r.y, right, r.y + k, right, r.y + radius},
                    {right, foot - radius, right, foot - k, right - k, foot, right - radius, foot},
                    {r.x + radius, foot, r.x + k, foot, r.x, foot - k, r.x, foot - radius},
                    {r.x, r.y + radius, r.x, r.y + k, r.x + k, r.y, r.x + radius, r.y}};
    bm_paint_add_op(&d, BM_OP_MOVE);
    bm_paint_add_point(&d, r.x + radius, r.y);
    for (int i = 0; i < 4; i++) {
        bm_paint_add_op(&d, BM_OP_LINE);
        bm_paint_add_point(&d, corners[i].fx, corners[i].fy);
        bm_paint_add_op(&d, BM_OP_CURVE);
        bm_paint_add_point(&d, corners[i].ax, corners[i].ay);
        bm_paint_add_point(&d, corners[i].bx, corners[i].by);
        bm_paint_add_point(&d, corners[i].tx, corners[i].ty);
    }
    bm_paint_add_op(&d, BM_OP_CLOSE);
    bm_paint_drawing(&d, weight ? BM_ITEM_STROKE : BM_ITEM_PATH, node, r, weight, ink);
}
