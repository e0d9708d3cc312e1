/* First each cluster's advance and ink, then where neighbours part. */
#include "record/cells.h"

#include "record/ink.h"

/* A cell with its extents along the line. */
struct extent {
    bm_len from, to, ink_from, ink_to;
};

struct cells {
    const struct bm_record *record;
    const struct bm_record_block *block;
    struct bm_record_cell *v;
    struct extent *extents;
    size_t n;
};

/* How much of the line a glyph takes. */
static bm_len advance(const struct bm_run *run, const struct bm_glyph *glyph)
{
    if (run->mode == BM_VERTICAL)
        return run->size;
    return bm_len_ratio(bm_face_advance(run->face, glyph->gid), run->size, run->face->upem);
}

/* The cell of the cluster that begins with glyph `at`, of the piece up to `end`; the glyph behind
 * it. */
static uint32_t add_cluster(struct cells *c, const struct bm_item *item, uint32_t piece,
                            uint32_t at, uint32_t end)
{
    const struct bm_run *run = &item->run;
    const bool down = c->block->vertical;
    const struct bm_glyph *lead = &run->glyphs[at];
    struct bm_record_cell *cell = &c->v[c->n];
    struct extent *extent = &c->extents[c->n++];
    struct bm_rect ink = {0}, all = {0};
    bm_len to = 0;
    *cell =
        (struct bm_record_cell){{run->text.p + lead->text, lead->text_length}, piece, item->rect};
    uint32_t next = at;
    do {
        const struct bm_glyph *g = &run->glyphs[next];
        if (bm_glyph_ink(c->record->inks, run, g, &ink))
            all = bm_rects_joined(all, ink);
        const bm_len stop = (down ? g->y : g->x) + advance(run, g);
        to = next == at || stop > to ? stop : to;
    } while (++next < end && !run->glyphs[next].text_length);
    const bm_len from = down ? lead->y : lead->x;
    if (to <= from)
        to = from + 1;
    *extent = (struct extent){from, to, from, to};
    if (all.w && all.h) {
        cell->rect = bm_rects_joined(item->rect, all);
        extent->ink_from = down ? all.y : all.x;
        extent->ink_to = extent->ink_from + (down ? all.h : all.w);
    }
    return next;
}

/* A run that stands across a vertical line (纵中横) is one cell. */
static void add_across(struct cells *c, const struct bm_item *item, uint32_t piece, uint32_t first,
                       uint32_t n)
{
    const struct bm_run *run = &item->run;
    const struct bm_glyph *g = &run->glyphs[first], *last = g + n - 1;
    struct bm_rect rect = item->rect, ink;
    for (uint32_t i = 0; i < n; i++)
        if (bm_glyph_ink(c->record->inks, run, &g[i], &ink))
            rect = bm_rects_joined(rect, ink);
    c->v[c->n] = (struct bm_record_cell){
        {run->text.p + g->text, last->text + last->text_length - g->text}, piece, rect};
    c->extents[c->n++] = (struct extent){rect.y, rect.y + rect.h, rect.y, rect.y + rect.h};
}

/* Neighbours that overlap are parted, and nothing stands outside the line. */
static void part(struct cells *c, const struct bm_record_line *line)
{
    const bool down = c->block->vertical;
    const bm_len start = down ? line->rect.y : line->rect.x;
    const bm_len end = start + (down ? line->rect.h : line->rect.w);
    for (size_t i = 0; i < c->n; i++) {
        struct extent *a = &c->extents[i];
        a->from = a->from < start ? start : a->from > end ? end : a->from;
        a->to = a->to > end ? end : a->to < a->from ? a->from : a->to;
        if (i + 1 == c->n || a->to <= c->extents[i + 1].from)
            continue;
        struct extent *b = a + 1;
        bm_len at = a->ink_to / 2 + b->ink_from / 2;
        at = at > a->from ? at : a->from + 1;
        a->to = b->from = at;
        if (b->to <= at)
            b->to = at + 1;
    }
    for (size_t i = 0; i < c->n; i++) {
        struct bm_rect *r = &c->v[i].rect;
        *(down ? &r->y : &r->x) = c->extents[i].from;
        *(down ? &r->h : &r->w) = c->extents[i].to - c->extents[i].from;
    }
}

struct bm_record_cell *bm_line_cells(struct bm_arena *arena, const struct bm_record *record,
                                     const struct bm_record_block *block,
                                     const struct bm_record_line *line, size_t *n)
{
    const struct bm_page *page = &record->reading->pages->pages[block->page];
    size_t most = 0;
    for (uint32_t i = 0; i < line->piece_count; i++)
        most += record->pieces[line->piece + i].n;
    struct cells c = {.record = record,
                      .block = block,
                      .v = BM_NEW_N(arena, most, struct bm_record_cell),
                      .extents = BM_NEW_N(arena, most, struct extent)};
    for (uint32_t i = line->piece; i < line->piece + line->piece_count; i++) {
        const struct bm_record_piece *p = &record->pieces[i];
        const struct bm_item *item = &page->items[p->item];
        if (block->vertical && item->run.mode == BM_HORIZONTAL) {
            add_across(&c, item, i, p->first, p->n);
            continue;
        }
        for (uint32_t k = p->first; k < p->first + p->n;)
            k = add_cluster(&c, item, i, k, p->first + p->n);
    }
    part(&c, line);
    *n = c.n;
    return c.v;
}
