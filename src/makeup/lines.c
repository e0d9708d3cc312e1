/* Lines of boxes that are more than a rule: dots and ornaments (花边), as vectors, a whole number
 * of tiles a side, with a tile in each corner. */
#include "makeup/emit.h"

#define KAPPA 5523 /* of a quarter circle, in 1/10000 of its radius */

/* A path that grows. */
struct drawing {
    struct bm_emit *e;
    struct bm_path path;
    size_t op_cap, point_cap;
};

static void add_point(struct drawing *d, bm_len x, bm_len y)
{
    d->path.points = bm_arena_grow(d->e->arena, d->path.points, d->path.point_count, &d->point_cap,
                                   sizeof *d->path.points);
    d->path.points[d->path.point_count].x = x;
    d->path.points[d->path.point_count++].y = y;
}

static void add_op(struct drawing *d, enum bm_op op)
{
    d->path.ops = bm_arena_grow(d->e->arena, d->path.ops, d->path.op_count, &d->op_cap, 1);
    d->path.ops[d->path.op_count++] = (uint8_t)op;
}

static void add_circle(struct drawing *d, bm_len x, bm_len y, bm_len r)
{
    static const int8_t quarter[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    bm_len k = bm_len_ratio(r, KAPPA, 10000);
    add_op(d, BM_OP_MOVE);
    add_point(d, x + r, y);
    for (int i = 0; i < 4; i++) {
        const int8_t *from = quarter[i], *to = quarter[(i + 1) % 4];
        add_op(d, BM_OP_CURVE);
        add_point(d, x + from[0] * r + to[0] * k, y + from[1] * r + to[1] * k);
        add_point(d, x + to[0] * r + from[0] * k, y + to[1] * r + from[1] * k);
        add_point(d, x + to[0] * r, y + to[1] * r);
    }
    add_op(d, BM_OP_CLOSE);
}

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
        add_op(d, i ? BM_OP_LINE : BM_OP_MOVE);
        add_point(d, x + bm_len_ratio(s, points[i][0], 10), y + bm_len_ratio(s, points[i][1], 10));
    }
    if (kind == BM_LINE_DIAMOND)
        add_op(d, BM_OP_CLOSE);
}

static uint32_t tiles_in(bm_len length, bm_len pitch)
{
    bm_len n = (length + pitch / 2) / pitch;
    return n > 0 ? (uint32_t)n : 1;
}

/* Half waves along a side whose band is s deep; down: the side is vertical. */
static void add_wave(struct drawing *d, bm_len x, bm_len y, bm_len length, bm_len s, bool down)
{
    uint32_t n = 2 * tiles_in(length, s);
    bm_len middle = s / 2, high = bm_len_ratio(s, 4, 9);
    add_op(d, BM_OP_MOVE);
    add_point(d, down ? x + middle : x, down ? y : y + middle);
    for (uint32_t i = 0; i < n; i++) {
        bm_len from = bm_len_ratio(length, i, n), to = bm_len_ratio(length, (int64_t)i + 1, n);
        bm_len third = bm_len_ratio(to - from, 3642, 10000), off = middle + (i % 2 ? high : -high);
        const bm_len along[3] = {from + third, to - third, to}, across[3] = {off, off, middle};
        add_op(d, BM_OP_CURVE);
        for (int k = 0; k < 3; k++)
            add_point(d, down ? x + across[k] : x + along[k], down ? y + along[k] : y + across[k]);
    }
}

static void add_dots(struct drawing *d, bm_len x, bm_len y, bm_len length, bool down,
                     const struct bm_line_style *line, bool first, bool last)
{
    uint32_t n = tiles_in(length, line->pitch);
    for (uint32_t i = first ? 0 : 1; i < n + (last ? 1 : 0); i++) {
        bm_len at = bm_len_ratio(length, i, n);
        add_circle(d, down ? x : x + at, down ? y + at : y, line->weight / 2);
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
        add_wave(d, x, y, to - from, s, down);
    else
        add_tiles(d, kind, x, y, to - from, s, down);
}

void bm_emit_ornament(struct bm_emit *e, struct bm_builder *b, uint32_t node, struct bm_rect rect,
                      const struct bm_box_style *box)
{
    const struct bm_line_style *line = box->line;
    const bool sides[4] = {box->top, box->right, box->bottom, box->left};
    struct drawing d = {.e = e};
    for (int i = 0; i < 4; i++) {
        if (!sides[i])
            continue;
        /* The horizontal sides have the corners; a vertical one has those that no other side has.
         */
        bool first = i % 2 == 0 || !box->top, last = i % 2 == 0 || !box->bottom;
        add_side(&d, line, &rect, i, first, last);
    }
    struct bm_item *item = bm_emit_item(e, b);
    bool filled = line->kind == BM_LINE_DOTTED || line->kind == BM_LINE_DIAMOND;
    item->kind = filled ? BM_ITEM_PATH : BM_ITEM_STROKE;
    item->node = node;
    item->rect = rect;
    item->weight = filled ? 0 : line->weight;
    item->ink = bm_ink_of(&box->colour);
    item->path = d.path;
}

void bm_emit_round(struct bm_emit *e, struct bm_builder *b, uint32_t node, struct bm_rect r,
                   bm_len radius, bm_len weight, struct bm_ink ink)
{
    bm_len most = (r.w < r.h ? r.w : r.h) / 2;
    radius = radius < most ? radius : most;
    bm_len k = radius - bm_len_ratio(radius, KAPPA, 10000), right = r.x + r.w, foot = r.y + r.h;
    struct drawing d = {.e = e};
    const struct {
        bm_len fx, fy, ax, ay, bx, by, tx, ty; /* end of a side, the corner's curve */
    } corners[4] = {{right - radius, r.y, right - k, r.y, right, r.y + k, right, r.y + radius},
                    {right, foot - radius, right, foot - k, right - k, foot, right - radius, foot},
                    {r.x + radius, foot, r.x + k, foot, r.x, foot - k, r.x, foot - radius},
                    {r.x, r.y + radius, r.x, r.y + k, r.x + k, r.y, r.x + radius, r.y}};
    add_op(&d, BM_OP_MOVE);
    add_point(&d, r.x + radius, r.y);
    for (int i = 0; i < 4; i++) {
        add_op(&d, BM_OP_LINE);
        add_point(&d, corners[i].fx, corners[i].fy);
        add_op(&d, BM_OP_CURVE);
        add_point(&d, corners[i].ax, corners[i].ay);
        add_point(&d, corners[i].bx, corners[i].by);
        add_point(&d, corners[i].tx, corners[i].ty);
    }
    add_op(&d, BM_OP_CLOSE);
    struct bm_item *item = bm_emit_item(e, b);
    item->kind = weight ? BM_ITEM_STROKE : BM_ITEM_PATH;
    item->node = node;
    item->rect = r;
    item->weight = weight;
    item->ink = ink;
    item->path = d.path;
}
