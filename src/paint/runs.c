/* Lines into runs: the display list of a page being painted. */
#include "paint/runs.h"

#include "paint/shapes.h"

/* The em box of a cell `along` the line from its start and `width` long. */
static struct bm_rect cell_rect(const struct bm_placed_line *l, bm_len along, bm_len width)
{
    bm_len em = l->para->style.size;
    if (l->para->style.mode == BM_VERTICAL)
        return (struct bm_rect){l->x - em / 2, l->y + along, em, width};
    return (struct bm_rect){l->x + along, l->y - l->para->above, width, em};
}

/* The sign of a gap, drawn so that no text is added: a hollow square, or dots. */
static void paint_sign(struct bm_painter *painter, const struct bm_placed_line *l,
                       const struct bm_placed *placed)
{
    bm_len side = bm_len_ratio(l->para->style.size, 72, 100);
    struct bm_rect cell = cell_rect(l, placed->x, placed->width);
    bm_len left = cell.x + (cell.w - side) / 2, top = cell.y + (cell.h - side) / 2;
    const bool dots = painter->layout->gap_sign == BM_SIGN_DOTS;
    struct drawing d = {.painter = painter};
    for (int i = 0; dots && i < 3; i++) { /* three short dashes at mid height */
        bm_len at = left + side * i / 3;
        bm_paint_add_op(&d, BM_OP_MOVE);
        bm_paint_add_point(&d, at, top + side / 2);
        bm_paint_add_op(&d, BM_OP_LINE);
        bm_paint_add_point(&d, at + side / 6, top + side / 2);
    }
    if (!dots)
        bm_paint_add_rect(&d, left, top, left + side, top + side);
    bm_paint_drawing(&d, BM_ITEM_STROKE, l->node, (struct bm_rect){left, top, side, side},
                     painter->layout->gap_rule, bm_paint_black())
        ->span = l->sign;
}

static void remember(struct bm_painter *painter, const struct bm_placed_line *l,
                     const struct bm_placed *p)
{
    const struct bm_cluster *c = &l->para->clusters[p->cluster];
    painter->cells = bm_arena_grow(painter->work, painter->cells, painter->cell_count,
                                   &painter->cell_cap, sizeof *painter->cells);
    struct bm_cell *cell = &painter->cells[painter->cell_count++];
    uint32_t n = c[1].character - c->character;
    bool sign = c->cls == BM_CLASS_SIGN;
    *cell =
        (struct bm_cell){.article = l->article,
                         .part = l->part,
                         .sign = sign,
                         .vertical = l->para->style.mode == BM_VERTICAL,
                         .source = n ? l->para->characters[c->character].source : l->sign.offset,
                         .characters = c->cls == BM_CLASS_SPACE ? 0 : n,
                         .page = painter->page->number,
                         .rect = cell_rect(l, p->x, p->width)};
}

/* Where the pen begins for a cluster's glyphs, and where it has come to. */
struct pen {
    bm_len x, y;
    bm_len condense; /* in 1/10000 */
};

/* Width of a cluster that stands across a vertical line. */
static bm_len width_across(const struct bm_para *p, const struct bm_cluster *c)
{
    int64_t width = 0;
    for (uint32_t k = c->glyph; k < c[1].glyph; k++)
        width += p->glyphs[k].advance;
    return bm_len_ratio(width, c->condense, 10000);
}

static struct pen pen_of(const struct bm_placed_line *l, const struct bm_placed *placed)
{
    const struct bm_para *p = l->para;
    const struct bm_cluster *c = &p->clusters[placed->cluster];
    struct pen pen = {l->x + placed->origin, l->y, 10000};
    if (p->style.mode != BM_VERTICAL)
        return pen;
    pen = (struct pen){l->x, l->y + placed->origin, 10000};
    if (c->mode == BM_SIDEWAYS) {
        pen.x -= p->above - p->style.size / 2;
    } else if (c->mode == BM_HORIZONTAL) {
        pen.condense = c->condense;
        pen.x -= width_across(p, c) / 2;
        pen.y += p->above;
    }
    return pen;
}

/* The glyph's origin; moves the pen on. */
static void put_glyph(struct pen *pen, enum bm_mode mode, const struct bm_para_glyph *s,
                      struct bm_glyph *out)
{
    switch (mode) {
    case BM_HORIZONTAL:
        out->x = pen->x + bm_len_ratio(s->x, pen->condense, 10000);
        out->y = pen->y - s->y;
        pen->x += bm_len_ratio(s->advance, pen->condense, 10000);
        break;
    case BM_VERTICAL:
        out->x = pen->x + s->x;
        out->y = pen->y - s->y;
        pen->y += s->advance;
        break;
    case BM_SIDEWAYS:
        out->x = pen->x + s->y;
        out->y = pen->y + s->x;
        pen->y += s->advance;
        break;
    }
}

/* The clusters of a line in their places, and behind them the blanks at which it ends. */
struct cells {
    struct bm_placed *placed;
    size_t n, all; /* all: with the blanks */
};

/* A line's end takes its blanks away; they were typed, and stay in the text. */
static void place_line(struct bm_painter *painter, const struct bm_placed_line *l,
                       struct cells *cells)
{
    const struct bm_para *p = l->para;
    const uint32_t end = l->line->end;
    cells->placed = BM_NEW_N(painter->work, (size_t)(end - l->line->first) + 1, struct bm_placed);
    cells->n = cells->all = bm_line_place(p, l->line, cells->placed);
    if (!cells->n)
        return;
    const struct bm_placed *last = &cells->placed[cells->n - 1];
    bm_len x = last->x + last->width;
    for (uint32_t i = last->cluster + 1; i < end && p->clusters[i].cls == BM_CLASS_SPACE; i++) {
        const bm_len width = p->clusters[i].advance;
        cells->placed[cells->all++] = (struct bm_placed){i, x, width, x + p->clusters[i].shift};
        x += width;
    }
}

/* Whether glyphs that run along the line stand behind those before `to`, before any that stand
 * across it. */
static bool goes_on(const struct bm_para *p, const struct cells *cells, size_t to)
{
    const struct bm_cluster *c = NULL;
    for (; to < cells->all && (!c || c[1].glyph == c->glyph); to++)
        c = &p->clusters[cells->placed[to].cluster];
    return c && c[1].glyph != c->glyph && !c->condense;
}

/* Appends the glyphs of a cluster, and its text to the run's. Where there are as many glyphs as
 * characters or fewer (……), each stands for its own; further glyphs stand for none. */
static void put_cluster(struct bm_run *r, char *text, const struct bm_placed_line *l,
                        const struct bm_placed *placed)
{
    const struct bm_para *p = l->para;
    const struct bm_cluster *c = &p->clusters[placed->cluster];
    const uint32_t glyphs = c[1].glyph - c->glyph, n = c[1].character - c->character;
    struct pen pen = pen_of(l, placed);
    for (uint32_t i = 0; i < glyphs; i++) {
        struct bm_glyph *out = &r->glyphs[r->n++];
        const uint32_t last = i + 1 < glyphs && i < n ? i + 1 : n;
        *out = (struct bm_glyph){.gid = p->glyphs[c->glyph + i].gid,
                                 .text = (uint32_t)r->text.n,
                                 .source = n ? p->characters[c->character].source : 0};
        for (uint32_t k = i; k < last; k++) {
            const struct bm_character *ch = &p->characters[c->character + k];
            if (k == i)
                out->source = ch->source;
            memcpy(text + r->text.n, p->text.p + ch->text, ch->bytes);
            r->text.n += ch->bytes;
            out->text_length = (uint16_t)(out->text_length + ch->bytes);
            out->source_length = (uint16_t)(out->source_length + ch->source_bytes);
        }
        put_glyph(&pen, (enum bm_mode)c->mode, &p->glyphs[c->glyph + i], out);
    }
}

/* Of each glyph of the clusters how its characters are marked out; NULL: none of them is. */
static const uint8_t *emphasis_of(struct bm_painter *painter, const struct bm_para *p,
                                  const struct bm_placed *placed, size_t n, size_t glyphs)
{
    uint8_t *out = NULL;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        const struct bm_cluster *c = &p->clusters[placed[i].cluster];
        for (uint32_t k = 0; k < c[1].glyph - c->glyph; k++, at++) {
            const bool own = c->character + k < c[1].character;
            const uint8_t flags = own ? p->characters[c->character + k].emphasis : 0;
            if (flags && !out)
                out = bm_arena_array(painter->items, glyphs, 1);
            if (flags)
                out[at] = flags;
        }
    }
    return out;
}

static bool is_broken(const struct bm_placed_line *l)
{
    const uint32_t end = l->line->end;
    return end > l->line->first && l->para->clusters[end - 1].cls == BM_CLASS_BREAK;
}

/* Appends one face's clusters [from, to) of the line as a run. */
static void paint_run(struct bm_painter *painter, const struct bm_placed_line *l,
                      const struct cells *cells, size_t from, size_t to)
{
    const struct bm_placed *placed = cells->placed;
    const struct bm_para *p = l->para;
    const struct bm_cluster *lead = &p->clusters[placed[from].cluster];
    size_t glyphs = 0, bytes = 0;
    for (size_t i = from; i < to; i++) {
        const struct bm_cluster *c = &p->clusters[placed[i].cluster];
        glyphs += c[1].glyph - c->glyph;
        for (uint32_t k = c->character; k < c[1].character; k++)
            bytes += p->characters[k].bytes;
    }
    if (!glyphs)
        return;
    const size_t last = (to < cells->n ? to : cells->n) - 1;
    const bm_len end = placed[last].x + placed[last].width;
    const bm_len start = from < cells->n ? placed[from].x : end;
    struct bm_run *r = &bm_paint_item(painter, BM_ITEM_RUN, l->node,
                                      cell_rect(l, start, end - start), (struct bm_ink){0})
                            ->run;
    char *text = bm_arena_alloc(painter->items, bytes + 1);
    *r = (struct bm_run){.face = p->glyphs[lead->glyph].face,
                         .size = lead->scale ? bm_len_ratio(p->style.size, lead->scale, 10000)
                                             : p->style.size,
                         .around = lead->scale ? p->style.size : 0,
                         .mode = (enum bm_mode)lead->mode,
                         .condense = lead->condense < 10000 ? lead->condense : 0,
                         .ink = l->ink,
                         .file = l->article == UINT32_MAX ? BM_NO_FILE : p->file,
                         .text = {text, bytes},
                         .n = glyphs,
                         .glyphs = BM_NEW_N(painter->items, glyphs, struct bm_glyph),
                         .emphasis = emphasis_of(painter, p, placed + from, to - from, glyphs),
                         .stretch = (uint16_t)l->line->step,
                         .broken = to == cells->all && is_broken(l),
                         .goes_on = !lead->condense && goes_on(p, cells, to)};
    r->text.n = 0;
    r->n = 0;
    for (size_t i = from; i < to; i++)
        put_cluster(r, text, l, &placed[i]);
    if (p->style.mode != BM_VERTICAL)
        r->width = l->x + end - r->glyphs[0].x;
    else if (r->mode == BM_HORIZONTAL)
        r->width = width_across(p, lead);
    else
        r->width = l->y + end - r->glyphs[0].y;
}

/* The hyphen of a line that ends inside a word: its ink as a shape, so that no text is added. */
static void paint_hyphen(struct bm_painter *painter, const struct bm_placed_line *l, bm_len along)
{
    const struct bm_hyphen *h = &l->para->hyphen;
    const bm_len x = along + h->left;
    struct bm_rect rect = {l->x + x, l->y - h->bottom - h->height, h->width, h->height};
    if (l->para->style.mode == BM_VERTICAL) {
        bm_len baseline = l->x - (l->para->above - l->para->style.size / 2);
        rect = (struct bm_rect){baseline + h->bottom, l->y + x, h->height, h->width};
    }
    bm_paint_item(painter, BM_ITEM_FILL, l->node, rect, l->ink);
}

static bool joins(const struct bm_para *p, const struct bm_cluster *a, const struct bm_cluster *b)
{
    return b[1].glyph != b->glyph && p->glyphs[b->glyph].face == p->glyphs[a->glyph].face &&
           b->mode == a->mode && b->scale == a->scale && !a->condense && !b->condense;
}

void bm_paint_line(struct bm_painter *painter, const struct bm_placed_line *l)
{
    struct cells cells;
    place_line(painter, l, &cells);
    const struct bm_placed *placed = cells.placed;
    const struct bm_para *p = l->para;
    const size_t n = cells.n;
    const bool marked = l->article != UINT32_MAX && painter->articles[l->article].marked;
    for (size_t i = 0; i < n && marked; i++)
        remember(painter, l, &placed[i]);
    for (size_t i = 0, to; i < cells.all; i = to) {
        const struct bm_cluster *c = &p->clusters[placed[i].cluster];
        to = i + 1;
        if (c[1].glyph == c->glyph) {
            if (c->cls == BM_CLASS_SIGN && placed[i].width)
                paint_sign(painter, l, &placed[i]);
            continue;
        }
        while (to < cells.all && joins(p, c, &p->clusters[placed[to].cluster]))
            to++;
        paint_run(painter, l, &cells, i, to);
    }
    bm_paint_decorations(painter, l, placed, n);
    if (l->line->hyphen && n)
        paint_hyphen(painter, l, placed[n - 1].x + placed[n - 1].width);
}
