/* The ledger's marks: what gaps, seams and queries are about, found again among the cells that
 * were painted. */
#include "paint/marks.h"

#include "page/ledger.h"

#include <stdlib.h>

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

static void add_rect(struct bm_painter *painter, struct bm_mark *m, size_t *cap,
                     const struct bm_cell *cell)
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
    m->rects = bm_arena_grow(painter->arena, m->rects, m->rect_count, cap, sizeof *m->rects);
    m->rects[m->rect_count++] = cell->rect;
    m->page = cell->page;
}

/* The cells of all parts, part by part, each part's as they were painted. */
struct cells {
    const struct bm_cell **v;
    size_t n;
};

static int by_part(const void *pa, const void *pb)
{
    const struct bm_cell *a = *(const struct bm_cell *const *)pa;
    const struct bm_cell *b = *(const struct bm_cell *const *)pb;
    if (a->article != b->article)
        return a->article < b->article ? -1 : 1;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void sort_cells(struct bm_painter *painter, struct cells *all)
{
    all->n = painter->cell_count;
    all->v = bm_arena_array(painter->work, all->n, sizeof *all->v);
    for (size_t i = 0; i < all->n; i++)
        all->v[i] = &painter->cells[i];
    if (all->n)
        qsort(all->v, all->n, sizeof *all->v, by_part);
}

/* The cells of one part, and of each the least source offset from it on, and the most up to it. */
struct part_cells {
    const struct bm_cell **v;
    uint32_t *least, *most;
    size_t n;
};

static void open_part(struct bm_painter *painter, const struct cells *all, uint32_t article,
                      uint32_t part, struct part_cells *out)
{
    const struct bm_cell wanted = {.article = article, .part = part};
    size_t low = 0, high = all->n, end;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const struct bm_cell *c = all->v[middle];
        if (c->article < wanted.article || (c->article == wanted.article && c->part < part))
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < all->n && all->v[end]->article == article && all->v[end]->part == part;)
        end++;
    *out = (struct part_cells){.v = all->v + low, .n = end - low};
    out->least = BM_NEW_N(painter->work, out->n, uint32_t);
    out->most = BM_NEW_N(painter->work, out->n, uint32_t);
    for (size_t i = out->n; i-- > 0;) {
        const uint32_t after = i + 1 < out->n ? out->least[i + 1] : UINT32_MAX;
        out->least[i] = out->v[i]->source < after ? out->v[i]->source : after;
    }
    for (size_t i = 0; i < out->n; i++) {
        const uint32_t before = i ? out->most[i - 1] : 0;
        out->most[i] = out->v[i]->source > before ? out->v[i]->source : before;
    }
}

/* How many of n offsets, none less than the one before it, are less than the offset. */
static size_t below(const uint32_t *offsets, size_t n, uint32_t offset)
{
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (offsets[middle] < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The last cell of the part whose source lies before offset, or NULL. */
static const struct bm_cell *cell_before(const struct part_cells *part, uint32_t offset)
{
    const size_t n = below(part->least, part->n, offset);
    return n ? part->v[n - 1] : NULL;
}

static const struct bm_cell *cell_after(const struct part_cells *part, uint32_t offset)
{
    const size_t n = below(part->most, part->n, offset);
    return n < part->n ? part->v[n] : NULL;
}

static struct bm_mark *mark_piece(struct bm_painter *painter, uint32_t article,
                                  const struct part_cells *part, const struct bm_piece *piece)
{
    static const enum bm_mark_kind kinds[] = {[BM_PIECE_GAP] = BM_MARK_GAP,
                                              [BM_PIECE_JOIN] = BM_MARK_JOIN,
                                              [BM_PIECE_QUERY] = BM_MARK_QUERY};
    struct bm_mark *m = add_mark(painter, kinds[piece->kind], article, piece->span, piece->note);
    const struct bm_cell *c = cell_before(part, piece->span.offset);
    size_t cap = 0;
    if (piece->kind == BM_PIECE_GAP) {
        const struct bm_cell *sign = cell_after(part, piece->span.offset);
        if (sign)
            add_rect(painter, m, &cap, sign);
        return m;
    }
    if (!c && !(c = cell_after(part, piece->span.offset)))
        return m; /* overset: it stands nowhere */
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
        add_rect(painter, m, &cap, &edge);
        return m;
    }
    uint32_t left = piece->count;
    for (const struct bm_cell *at = c; at >= painter->cells && left; at--) {
        if (at->article != c->article || at->part != c->part)
            break;
        if (!at->characters)
            continue;
        add_rect(painter, m, &cap, at);
        left -= at->characters < left ? at->characters : left;
    }
    return m;
}

/* The characters that a query is about: the last `count` before piece i, white space aside. */
static struct bm_str about(struct bm_painter *painter, const struct bm_text *text, size_t i)
{
    uint32_t left = text->v[i].count;
    size_t k = i, from = 0, n = 0;
    while (left && k > 0) {
        const struct bm_str s = text->v[--k].text;
        for (from = s.n; left && from;) {
            do
                from--;
            while (from && ((unsigned char)s.p[from] & 0xC0) == 0x80);
            size_t at = from;
            left -= bm_class_is_ink(bm_utf8_next(s.p, s.n, &at));
        }
        n += s.n - from;
    }
    char *out = bm_arena_alloc(painter->arena, n + 1), *end = out;
    for (; k < i; k++, from = 0) {
        const struct bm_str s = text->v[k].text;
        if (s.n > from)
            memcpy(end, s.p + from, s.n - from);
        end += s.n - from;
    }
    return (struct bm_str){n ? out : NULL, n};
}

static bool is_mark(const struct bm_piece *piece)
{
    return piece->kind == BM_PIECE_GAP || piece->kind == BM_PIECE_JOIN ||
           piece->kind == BM_PIECE_QUERY;
}

static void mark_part(struct bm_painter *painter, struct cells *all, uint32_t article,
                      const struct bm_text *text, uint32_t part)
{
    struct part_cells cells = {0};
    bool open = false;
    for (size_t i = 0; i < text->n; i++) {
        const struct bm_piece *piece = &text->v[i];
        if (!is_mark(piece))
            continue;
        if (!all->v)
            sort_cells(painter, all);
        if (!open)
            open_part(painter, all, article, part, &cells);
        open = true;
        struct bm_mark *m = mark_piece(painter, article, &cells, piece);
        if (piece->kind == BM_PIECE_QUERY)
            m->about = about(painter, text, i);
    }
}

bool bm_paint_has_marks(const struct bm_galley *galley)
{
    for (uint32_t p = 0; p < galley->part_count; p++)
        for (size_t i = 0; i < galley->parts[p].text->n; i++)
            if (is_mark(&galley->parts[p].text->v[i]))
                return true;
    return false;
}

void bm_paint_marks(struct bm_painter *painter)
{
    struct cells all = {0};
    for (size_t j = 0; j < painter->article_count; j++) {
        const struct bm_painting *article = &painter->articles[j];
        const struct bm_galley *galley = article->fitted.galley;
        for (uint32_t p = 0; p < galley->part_count; p++)
            mark_part(painter, &all, article->ledger, galley->parts[p].text, p);
    }
}
