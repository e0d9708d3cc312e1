/* What the pages want on paper, atom by atom. */
#include "verify/parts.h"

bool bm_page_is_asked(const struct bm_verify_input *input, const struct bm_page *page)
{
    return (!input->first || page->number >= input->first) &&
           (!input->last || page->number <= input->last);
}

static struct bm_paint paint_of(const struct bm_pages *pages, struct bm_ink ink)
{
    struct bm_paint p = {.overprint = ink.overprint};
    if (ink.spot && ink.spot <= pages->spot_count) {
        p.spot = pages->spots[ink.spot - 1].name;
        p.v[0] = ink.tint;
        return p;
    }
    p.v[0] = ink.c;
    p.v[1] = ink.m;
    p.v[2] = ink.y;
    p.v[3] = ink.k;
    return p;
}

static struct bm_atom *add(struct bm_atoms *atoms, enum bm_atom_kind kind, uint32_t page,
                           uint32_t item, struct bm_paint paint)
{
    atoms->v = bm_arena_grow(atoms->arena, atoms->v, atoms->n, &atoms->cap, sizeof *atoms->v);
    struct bm_atom *a = &atoms->v[atoms->n++];
    *a = (struct bm_atom){
        .kind = (uint8_t)kind, .page = page, .item = item, .paint = paint, .mark = -1};
    return a;
}

/* Where the outline of a vertical run's glyph begins: half its advance to the left of the line, the
 * face's ascender below. */
static void place(struct bm_atom *a, const struct bm_run *run, const struct bm_glyph *g)
{
    const struct bm_face *face = run->face;
    const bm_len wide = run->condense ? bm_len_ratio(run->size, run->condense, 10000) : run->size;
    a->x = g->x;
    a->y = g->y;
    if (run->mode == BM_SIDEWAYS) {
        a->matrix[1] = -run->size;
        a->matrix[2] = run->size;
        return;
    }
    a->matrix[0] = wide;
    a->matrix[3] = run->size;
    if (run->mode != BM_VERTICAL)
        return;
    a->vertical = true;
    a->x -= bm_len_ratio(bm_face_advance(face, g->gid), wide, 2 * (int64_t)face->upem);
    a->y += bm_len_ratio(face->ascender, run->size, face->upem);
}

static void want_run(struct bm_atoms *atoms, const struct bm_pages *pages, uint32_t page,
                     uint32_t item)
{
    const struct bm_run *run = &pages->pages[page].items[item].run;
    const struct bm_paint paint = paint_of(pages, run->ink);
    for (size_t i = 0; i < run->n && run->size > 0; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        struct bm_atom *a = add(atoms, BM_ATOM_GLYPH, page, item, paint);
        a->glyph = (uint32_t)i;
        a->face = run->face;
        a->gid = g->gid;
        /* A further glyph of a cluster reads as a blank: readers want a text for every code. */
        a->text =
            g->text_length ? (struct bm_str){run->text.p + g->text, g->text_length} : BM_STR(" ");
        place(a, run, g);
    }
}

/* A shape of lines through points; with a close at its end. */
static const struct bm_shape *lines(struct bm_arena *arena, const struct bm_spot_point *points,
                                    size_t n, bool closed, bm_len weight)
{
    struct bm_shape *s = BM_NEW(arena, struct bm_shape);
    uint8_t *ops = (uint8_t *)bm_arena_alloc(arena, n + 1);
    ops[0] = BM_OP_MOVE;
    for (size_t i = 1; i < n; i++)
        ops[i] = BM_OP_LINE;
    ops[n] = BM_OP_CLOSE;
    s->ops = ops;
    s->op_count = n + closed;
    s->points = (const void *)bm_arena_copy(arena, points, n * sizeof *points);
    s->point_count = n;
    s->weight = weight;
    return s;
}

static const struct bm_shape *path(struct bm_arena *arena, const struct bm_item *item)
{
    struct bm_shape *s = BM_NEW(arena, struct bm_shape);
    struct bm_spot_point *points = BM_NEW_N(arena, item->path.point_count, struct bm_spot_point);
    for (size_t i = 0; i < item->path.point_count; i++)
        points[i] = (struct bm_spot_point){item->path.points[i].x, item->path.points[i].y};
    *s = (struct bm_shape){item->path.ops, item->path.op_count, points, item->path.point_count,
                           item->kind == BM_ITEM_STROKE ? item->weight : 0};
    return s;
}

static void want_item(struct bm_atoms *atoms, const struct bm_pages *pages, uint32_t page,
                      uint32_t i)
{
    struct bm_arena *arena = atoms->arena;
    const struct bm_item *item = &pages->pages[page].items[i];
    const struct bm_rect *r = &item->rect;
    const struct bm_spot_point corners[4] = {
        {r->x, r->y + r->h}, {r->x + r->w, r->y + r->h}, {r->x + r->w, r->y}, {r->x, r->y}};
    const bool stroked = item->kind == BM_ITEM_RULE || item->kind == BM_ITEM_STROKE;
    if (item->kind == BM_ITEM_RUN) {
        want_run(atoms, pages, page, i);
        return;
    }
    struct bm_atom *a =
        add(atoms, stroked ? BM_ATOM_STROKE : BM_ATOM_FILL, page, i, paint_of(pages, item->ink));
    a->x = r->x;
    a->y = r->y;
    if (item->kind == BM_ITEM_PICTURE) {
        const struct bm_rect *w = &item->picture.whole;
        const struct bm_spot_point points[4] = {
            {r->x, r->y}, {r->x + r->w, r->y + r->h}, {w->x, w->y}, {w->x + w->w, w->y + w->h}};
        a->kind = BM_ATOM_PICTURE;
        a->shape = lines(arena, points, 4, false, 0);
    } else if (item->kind == BM_ITEM_RULE) {
        a->shape = lines(arena, (const struct bm_spot_point[]){corners[3], corners[1]}, 2, false,
                         item->weight);
    } else if (item->kind == BM_ITEM_FILL) {
        a->shape = lines(arena, corners, 4, true, 0);
    } else {
        a->shape = path(arena, item);
    }
}

void bm_want(struct bm_atoms *atoms, const struct bm_verify_input *input)
{
    const struct bm_pages *pages = input->pages;
    for (uint32_t p = 0; p < pages->page_count; p++)
        for (uint32_t i = 0; i < pages->pages[p].n && bm_page_is_asked(input, &pages->pages[p]);
             i++)
            want_item(atoms, pages, p, i);
}
