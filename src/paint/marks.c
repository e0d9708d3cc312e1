/* The ledger's marks: what gaps, seams and queries are about, found again among the cells that
 * were painted. */
#include "paint/marks.h"

#include "page/ledger.h"

static struct bm_mark *add_mark(struct bm_painter *painter, enum bm_mark_kind kind,
                                uint32_t article, struct bm_span span, struct bm_str note)
{
    struct bm_pages *p = painter->pages;
    p->marks = bm_arena_grow(painter->arena, p->marks, p->mark_count, &painter->mark_cap,
                             sizeof *p->marks);
    struct bm_mark *m = &p->marks[p->mark_count++];
    *m = (struct bm_mark){
        .kind = kind, .article = article, .span = span, .note = bm_str_copy(painter->arena, note)};
    return m;
}

static void add_rect(struct bm_painter *painter, struct bm_mark *m, const struct bm_cell *cell)
{
    struct bm_rect *last = m->rect_count ? &m->rects[m->rect_count - 1] : NULL;
    /* Cells come from the line's end to its start: one rectangle a line. */
    if (last && !cell->vertical && last->y == cell->rect.y && cell->rect.x < last->x) {
        last->w += last->x - cell->rect.x;
        last->x = cell->rect.x;
        return;
    }
    if (last && cell->vertical && last->x == cell->rect.x && cell->rect.y < last->y) {
        last->h += last->y - cell->rect.y;
        last->y = cell->rect.y;
        return;
    }
    struct bm_rect *rects = BM_NEW_N(painter->arena, m->rect_count + 1, struct bm_rect);
    if (m->rect_count)
        memcpy(rects, m->rects, m->rect_count * sizeof *rects);
    rects[m->rect_count++] = cell->rect;
    m->rects = rects;
    m->page = cell->page;
}

/* The last cell of the part whose source lies before offset, or NULL. */
static const struct bm_cell *cell_before(const struct bm_painter *painter, uint32_t article,
                                         uint32_t part, uint32_t offset)
{
    for (size_t i = painter->cell_count; i-- > 0;) {
        const struct bm_cell *c = &painter->cells[i];
        if (c->article == article && c->part == part && c->source < offset)
            return c;
    }
    return NULL;
}

static const struct bm_cell *cell_after(const struct bm_painter *painter, uint32_t article,
                                        uint32_t part, uint32_t offset)
{
    for (size_t i = 0; i < painter->cell_count; i++) {
        const struct bm_cell *c = &painter->cells[i];
        if (c->article == article && c->part == part && c->source >= offset)
            return c;
    }
    return NULL;
}

static void mark_piece(struct bm_painter *painter, uint32_t article, uint32_t part,
                       const struct bm_piece *piece)
{
    static const enum bm_mark_kind kinds[] = {[BM_PIECE_GAP] = BM_MARK_GAP,
                                              [BM_PIECE_JOIN] = BM_MARK_JOIN,
                                              [BM_PIECE_QUERY] = BM_MARK_QUERY};
    struct bm_mark *m = add_mark(painter, kinds[piece->kind], article, piece->span, piece->note);
    const struct bm_cell *c = cell_before(painter, article, part, piece->span.offset);
    if (piece->kind == BM_PIECE_GAP) {
        const struct bm_cell *sign = cell_after(painter, article, part, piece->span.offset);
        if (sign)
            add_rect(painter, m, sign);
        return;
    }
    if (!c && !(c = cell_after(painter, article, part, piece->span.offset)))
        return; /* overset: it stands nowhere */
    if (piece->kind == BM_PIECE_JOIN || piece->count == 0) {
        struct bm_cell edge = *c;
        bool after = edge.source < piece->span.offset;
        if (edge.vertical) {
            edge.rect.y += after ? edge.rect.h : 0;
            edge.rect.h = 0;
        } else {
            edge.rect.x += after ? edge.rect.w : 0;
            edge.rect.w = 0;
        }
        add_rect(painter, m, &edge);
        return;
    }
    uint32_t left = piece->count;
    for (const struct bm_cell *at = c; at >= painter->cells && left; at--) {
        if (at->article != article || at->part != part)
            break;
        if (!at->characters)
            continue;
        add_rect(painter, m, at);
        left -= at->characters < left ? at->characters : left;
    }
}

/* The characters that a query is about: the last `count` before piece i, white space aside. */
static struct bm_str about(struct bm_painter *painter, const struct bm_text *text, size_t i)
{
    struct bm_buf all = {0};
    for (size_t k = 0; k < i; k++)
        bm_buf_str(&all, text->v[k].text);
    size_t from = all.n;
    for (uint32_t left = text->v[i].count; left && from;) {
        do
            from--;
        while (from && ((unsigned char)all.p[from] & 0xC0) == 0x80);
        size_t at = from;
        left -= bm_class_is_ink(bm_utf8_next(all.p, all.n, &at));
    }
    struct bm_str s = {NULL, 0};
    if (from < all.n)
        s = bm_str_copy(painter->arena, (struct bm_str){all.p + from, all.n - from});
    bm_buf_free(&all);
    return s;
}

void bm_paint_marks(struct bm_painter *painter, const struct bm_galley *galley, uint32_t article)
{
    for (uint32_t p = 0; p < galley->part_count; p++)
        for (size_t i = 0; i < galley->parts[p].text->n; i++) {
            const struct bm_piece *piece = &galley->parts[p].text->v[i];
            if (piece->kind == BM_PIECE_GAP || piece->kind == BM_PIECE_JOIN ||
                piece->kind == BM_PIECE_QUERY) {
                mark_piece(painter, article, p, piece);
                if (piece->kind == BM_PIECE_QUERY)
                    painter->pages->marks[painter->pages->mark_count - 1].about =
                        about(painter, galley->parts[p].text, i);
            }
        }
}
