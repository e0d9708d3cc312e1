/* Boxes of ink. */
#include "preflight/boxes.h"

#include "preflight/limits.h"

/* A panel or a path as large as this both ways is no line. */
#define LINE_MOST (4 * BM_PT)

static void add(struct bm_ink_boxes *out, struct bm_arena *arena, struct bm_ink_box box)
{
    out->v = bm_arena_grow(arena, out->v, out->n, &out->cap, sizeof *out->v);
    out->v[out->n++] = box;
}

struct bm_rect bm_rect_both(struct bm_rect a, struct bm_rect b)
{
    const bm_len left = a.x > b.x ? a.x : b.x, top = a.y > b.y ? a.y : b.y;
    const bm_len right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    const bm_len foot = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct bm_rect){left, top, right > left ? right - left : 0,
                            foot > top ? foot - top : 0};
}

static void reach(struct bm_rect *r, bm_len x, bm_len y)
{
    const bm_len right = x > r->x + r->w ? x : r->x + r->w;
    const bm_len foot = y > r->y + r->h ? y : r->y + r->h;
    r->x = x < r->x ? x : r->x;
    r->y = y < r->y ? y : r->y;
    r->w = right - r->x;
    r->h = foot - r->y;
}

/* A stretch of a line of that weight. */
static struct bm_rect thick(struct bm_rect r, bm_len weight)
{
    return (struct bm_rect){r.x - weight / 2, r.y - weight / 2, r.w + weight, r.h + weight};
}

static bm_len on_curve(const bm_len p[4], int t)
{
    const int64_t u = CURVE_PARTS - t, all = (int64_t)CURVE_PARTS * CURVE_PARTS * CURVE_PARTS;
    return (bm_len)((u * u * u * p[0] + 3 * u * u * t * p[1] + 3 * u * t * t * p[2] +
                     (int64_t)t * t * t * p[3]) /
                    all);
}

/* A stroke: a box for each line, and for each part of a curve. */
static void add_stroke(struct bm_ink_boxes *out, struct bm_arena *arena, struct bm_ink_box box)
{
    const struct bm_path *path = &box.item->path;
    bm_len x = 0, y = 0, x0 = 0, y0 = 0;
    size_t at = 0;
    for (size_t i = 0; i < path->op_count; i++) {
        const bool curve = path->ops[i] == BM_OP_CURVE, close = path->ops[i] == BM_OP_CLOSE;
        const size_t n = curve ? 3 : close ? 0 : 1;
        bm_len xs[4] = {x, x0, x0, x0}, ys[4] = {y, y0, y0, y0};
        if (at + n > path->point_count)
            return;
        for (size_t k = 0; k < n; k++) {
            xs[k + 1] = path->points[at + k].x;
            ys[k + 1] = path->points[at + k].y;
        }
        at += n;
        const int parts = curve ? CURVE_PARTS : 1;
        for (int t = 1; t <= parts && path->ops[i] != BM_OP_MOVE; t++) {
            const bm_len x2 = curve ? on_curve(xs, t) : xs[1];
            const bm_len y2 = curve ? on_curve(ys, t) : ys[1];
            struct bm_rect r = {x, y, 0, 0};
            reach(&r, x2, y2);
            box.rect = thick(r, box.item->weight);
            add(out, arena, box);
            x = x2;
            y = y2;
        }
        x = xs[n ? n : 1];
        y = ys[n ? n : 1];
        if (path->ops[i] == BM_OP_MOVE) {
            x0 = x;
            y0 = y;
        }
    }
}

/* A filled path: a box for each of its shapes. */
static void add_shapes(struct bm_ink_boxes *out, struct bm_arena *arena, struct bm_ink_box box)
{
    const struct bm_path *path = &box.item->path;
    const enum bm_box_kind kind = box.kind;
    bool open = false;
    size_t at = 0;
    for (size_t i = 0; i <= path->op_count; i++) {
        const bool end = i == path->op_count;
        if (open && (end || path->ops[i] == BM_OP_MOVE)) {
            const bool large = box.rect.w > LINE_MOST && box.rect.h > LINE_MOST;
            box.kind = kind == BM_BOX_LINE && large ? BM_BOX_PANEL : kind;
            add(out, arena, box);
            open = false;
        }
        size_t n = end || path->ops[i] == BM_OP_CLOSE ? 0 : path->ops[i] == BM_OP_CURVE ? 3 : 1;
        for (; n && at < path->point_count; n--, at++) {
            if (!open)
                box.rect = (struct bm_rect){path->points[at].x, path->points[at].y, 0, 0};
            open = true;
            reach(&box.rect, path->points[at].x, path->points[at].y);
        }
    }
}

static void add_item(const struct bm_pages *pages, struct bm_ink_boxes *out, struct bm_arena *arena,
                     const struct bm_item *item, size_t order)
{
    const struct bm_node *node =
        item->node < pages->node_count ? &pages->nodes[item->node] : &pages->nodes[0];
    struct bm_ink_box box = {.rect = bm_item_bounds(item),
                             .item = item,
                             .article = node->article,
                             .whole = bm_node_whole(pages, item->node),
                             .kind = BM_BOX_LINE,
                             .order = order};
    const bool figure = node->role == BM_ROLE_FIGURE;
    if (node->role != BM_ROLE_ARTEFACT)
        box.kind = figure ? BM_BOX_PICTURE : BM_BOX_MARK;
    switch (item->kind) {
    case BM_ITEM_RUN:
        box.kind = BM_BOX_TEXT;
        if (item->run.n && item->run.size > 0)
            add(out, arena, box);
        break;
    case BM_ITEM_PICTURE:
        box.kind = BM_BOX_PICTURE;
        add(out, arena, box);
        break;
    case BM_ITEM_RULE:
        add(out, arena, box);
        break;
    case BM_ITEM_FILL:
        if (box.kind == BM_BOX_LINE && box.rect.w > LINE_MOST && box.rect.h > LINE_MOST)
            box.kind = BM_BOX_PANEL;
        add(out, arena, box);
        break;
    case BM_ITEM_STROKE:
        add_stroke(out, arena, box);
        break;
    case BM_ITEM_PATH:
        if (figure)
            add(out, arena, box);
        else
            add_shapes(out, arena, box);
        break;
    }
}

void bm_ink_boxes_of(const struct bm_pages *pages, const struct bm_page *page,
                     struct bm_arena *arena, struct bm_ink_boxes *out)
{
    *out = (struct bm_ink_boxes){0};
    for (size_t i = 0; i < page->n && pages->node_count; i++)
        add_item(pages, out, arena, &page->items[i], i);
}

static bm_len scaled(int64_t units, bm_len size, uint32_t upem)
{
    return bm_len_ratio(size, units, upem);
}

const struct bm_rect *bm_ink_of_glyphs(struct bm_ink_box *box, struct bm_inks *inks,
                                       struct bm_arena *arena)
{
    const struct bm_run *run = &box->item->run;
    const struct bm_face *face = run->face;
    const int32_t condense = run->condense ? run->condense : 10000;
    if (box->glyphs)
        return box->glyphs;
    box->glyphs = BM_NEW_N(arena, run->n, struct bm_rect);
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        hb_glyph_extents_t e;
        if (!bm_inks_of(inks, face, g->gid, &e))
            continue;
        const bm_len right = scaled(e.x_bearing, run->size, face->upem);
        const bm_len up = scaled(e.y_bearing, run->size, face->upem);
        const bm_len w = scaled(e.width, run->size, face->upem);
        const bm_len h = scaled(-(int64_t)e.height, run->size, face->upem);
        struct bm_rect *r = &box->glyphs[i];
        switch (run->mode) {
        case BM_HORIZONTAL:
            *r = (struct bm_rect){g->x + bm_len_ratio(right, condense, 10000), g->y - up,
                                  bm_len_ratio(w, condense, 10000), h};
            break;
        case BM_VERTICAL:
            *r = (struct bm_rect){
                g->x - scaled(bm_face_advance(face, g->gid), run->size, face->upem) / 2 + right,
                g->y + scaled(face->ascender, run->size, face->upem) - up, w, h};
            break;
        case BM_SIDEWAYS:
            *r = (struct bm_rect){g->x + up - h, g->y + right, h, w};
            break;
        }
    }
    return box->glyphs;
}
