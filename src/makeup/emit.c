#include "makeup/emit.h"

uint32_t bm_emit_node(struct bm_emit *e, struct bm_node node)
{
    struct bm_pages *p = e->pages;
    p->nodes = bm_arena_grow(e->arena, p->nodes, p->node_count, &e->node_cap, sizeof *p->nodes);
    p->nodes[p->node_count] = node;
    return (uint32_t)p->node_count++;
}

struct bm_item *bm_emit_item(struct bm_emit *e, struct bm_builder *b)
{
    b->page->items =
        bm_arena_grow(e->arena, b->page->items, b->page->n, &b->cap, sizeof *b->page->items);
    struct bm_item *item = &b->page->items[b->page->n++];
    *item = (struct bm_item){.span = bm_span_none()};
    return item;
}

void bm_emit_rule(struct bm_emit *e, struct bm_builder *b, uint32_t node, struct bm_rect rect,
                  bm_len weight)
{
    struct bm_item *item = bm_emit_item(e, b);
    item->kind = BM_ITEM_RULE;
    item->node = node;
    item->rect = rect;
    item->weight = weight;
    item->ink = (struct bm_ink){.k = 10000, .overprint = true};
}

/* The sign of a gap, drawn so that no text is added: a hollow square, or dots. */
static void emit_sign(struct bm_emit *e, struct bm_builder *b, const struct bm_emit_line *l,
                      bm_len x, bm_len width)
{
    bm_len em = l->para->style.size, side = bm_len_ratio(em, 72, 100);
    bm_len left = x + (width - side) / 2, top = l->y - bm_len_ratio(em, 88, 100) + (em - side) / 2;
    struct bm_item *item = bm_emit_item(e, b);
    item->node = l->node;
    item->span = l->sign;
    item->ink = (struct bm_ink){.k = 10000, .overprint = true};
    item->rect = (struct bm_rect){left, top, side, side};
    item->weight = e->layout->gap_rule;
    item->kind = BM_ITEM_STROKE;
    struct bm_path *p = &item->path;
    bool dots = e->layout->gap_sign == BM_SIGN_DOTS;
    p->op_count = dots ? 6 : 5;
    p->point_count = dots ? 6 : 4;
    p->ops = BM_NEW_N(e->arena, p->op_count, uint8_t);
    p->points = bm_arena_array(e->arena, p->point_count, sizeof *p->points);
    if (dots) {
        /* Three short dashes at mid height. */
        for (int i = 0; i < 3; i++) {
            bm_len at = left + side * i / 3;
            p->ops[2 * i] = BM_OP_MOVE;
            p->ops[2 * i + 1] = BM_OP_LINE;
            p->points[2 * i].x = at;
            p->points[2 * i + 1].x = at + side / 6;
            p->points[2 * i].y = p->points[2 * i + 1].y = top + side / 2;
        }
        return;
    }
    for (int i = 0; i < 4; i++) {
        p->ops[i] = i ? BM_OP_LINE : BM_OP_MOVE;
        p->points[i].x = left + (i == 1 || i == 2 ? side : 0);
        p->points[i].y = top + (i >= 2 ? side : 0);
    }
    p->ops[4] = BM_OP_CLOSE;
}

static void remember(struct bm_emit *e, const struct bm_builder *b, const struct bm_emit_line *l,
                     const struct bm_placed *p)
{
    const struct bm_cluster *c = &l->para->clusters[p->cluster];
    bm_len em = l->para->style.size;
    e->cells = bm_arena_grow(e->work, e->cells, e->cell_count, &e->cell_cap, sizeof *e->cells);
    struct bm_cell *cell = &e->cells[e->cell_count++];
    uint32_t n = c[1].character - c->character;
    bool sign = c->cls == BM_CLASS_SIGN;
    *cell =
        (struct bm_cell){.article = l->article,
                         .part = l->part,
                         .sign = sign,
                         .source = n ? l->para->characters[c->character].source : l->sign.offset,
                         .characters = c->cls == BM_CLASS_SPACE ? 0 : n,
                         .page = b->page->number,
                         .row = e->rows,
                         .rect = {l->x + p->x, l->y - bm_len_ratio(em, 88, 100), p->width, em}};
}

/* Appends one face's clusters [from, to) of the line as a run. */
static void emit_run(struct bm_emit *e, struct bm_builder *b, const struct bm_emit_line *l,
                     const struct bm_placed *placed, size_t from, size_t to)
{
    const struct bm_para *p = l->para;
    size_t glyphs = 0, bytes = 0;
    for (size_t i = from; i < to; i++) {
        const struct bm_cluster *c = &p->clusters[placed[i].cluster];
        glyphs += c[1].glyph - c->glyph;
        for (uint32_t k = c->character; k < c[1].character; k++)
            bytes += p->characters[k].bytes;
    }
    if (!glyphs)
        return;
    struct bm_item *item = bm_emit_item(e, b);
    struct bm_run *r = &item->run;
    char *text = bm_arena_alloc(e->arena, bytes + 1);
    item->kind = BM_ITEM_RUN;
    item->node = l->node;
    *r = (struct bm_run){.face = p->glyphs[p->clusters[placed[from].cluster].glyph].face,
                         .size = p->style.size,
                         .ink = l->ink,
                         .file = p->file,
                         .text = {text, bytes},
                         .n = glyphs,
                         .glyphs = BM_NEW_N(e->arena, glyphs, struct bm_glyph),
                         .stretch = (uint16_t)l->line->step};
    uint32_t at = 0;
    size_t g = 0;
    for (size_t i = from; i < to; i++) {
        const struct bm_cluster *c = &p->clusters[placed[i].cluster];
        uint32_t length = 0, source_length = 0;
        for (uint32_t k = c->character; k < c[1].character; k++) {
            const struct bm_character *ch = &p->characters[k];
            memcpy(text + at + length, p->text.p + ch->text, ch->bytes);
            length += ch->bytes;
            source_length += ch->source_bytes;
        }
        bm_len pen = l->x + placed[i].origin;
        for (uint32_t k = c->glyph; k < c[1].glyph; k++) {
            const struct bm_para_glyph *s = &p->glyphs[k];
            bool lead = k == c->glyph;
            r->glyphs[g++] = (struct bm_glyph){
                .gid = s->gid,
                .x = pen + s->x,
                .y = l->y - s->y,
                .text = at,
                .text_length = lead ? (uint16_t)length : 0,
                .source = c[1].character > c->character ? p->characters[c->character].source : 0,
                .source_length = lead ? (uint16_t)source_length : 0};
            pen += s->advance;
        }
        at += length;
    }
    bm_len start = l->x + placed[from].x;
    bm_len end = l->x + placed[to - 1].x + placed[to - 1].width;
    r->width = end - r->glyphs[0].x;
    item->rect =
        (struct bm_rect){start, l->y - bm_len_ratio(r->size, 88, 100), end - start, r->size};
}

/* The hyphen of a line that ends inside a word: its ink as a shape, so that no text is added. */
static void emit_hyphen(struct bm_emit *e, struct bm_builder *b, const struct bm_emit_line *l,
                        bm_len x)
{
    const struct bm_hyphen *h = &l->para->hyphen;
    struct bm_item *item = bm_emit_item(e, b);
    item->kind = BM_ITEM_FILL;
    item->node = l->node;
    item->ink = l->ink;
    item->rect = (struct bm_rect){x + h->left, l->y - h->bottom - h->height, h->width, h->height};
}

void bm_emit_line(struct bm_emit *e, struct bm_builder *b, const struct bm_emit_line *l)
{
    struct bm_placed *placed =
        BM_NEW_N(e->work, (size_t)(l->line->end - l->line->first) + 1, struct bm_placed);
    size_t n = bm_line_place(l->para, l->line, placed);
    const struct bm_para *p = l->para;
    e->rows++;
    for (size_t i = 0; i < n;) {
        const struct bm_cluster *c = &p->clusters[placed[i].cluster];
        if (l->article != UINT32_MAX)
            remember(e, b, l, &placed[i]);
        if (c[1].glyph == c->glyph) {
            if (c->cls == BM_CLASS_SIGN && placed[i].width)
                emit_sign(e, b, l, l->x + placed[i].x, placed[i].width);
            i++;
            continue;
        }
        size_t to = i + 1;
        const struct bm_face *face = p->glyphs[c->glyph].face;
        while (to < n) {
            const struct bm_cluster *d = &p->clusters[placed[to].cluster];
            if (d[1].glyph == d->glyph || p->glyphs[d->glyph].face != face)
                break;
            if (l->article != UINT32_MAX)
                remember(e, b, l, &placed[to]);
            to++;
        }
        emit_run(e, b, l, placed, i, to);
        i = to;
    }
    if (l->line->hyphen && n)
        emit_hyphen(e, b, l, l->x + placed[n - 1].x + placed[n - 1].width);
}
