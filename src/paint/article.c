/* An article painted into its frames. */
#include "paint/article.h"

#include "page/ledger.h"
#include "paint/machine.h"
#include "paint/marks.h"
#include "paint/runs.h"

#include <stdlib.h>

static size_t next_gap(const struct bm_text *text, size_t i)
{
    while (i < text->n && text->v[i].kind != BM_PIECE_GAP)
        i++;
    return i;
}

/* The gap that the signs of a line stand for. Lines come mostly in their order. */
static struct bm_span sign_span(struct bm_painting *article, uint32_t part,
                                const struct bm_line *line)
{
    const struct bm_part *p = &article->fitted.galley->parts[part];
    struct bm_gap_place *at = &article->gap;
    uint32_t sign = line->first;
    while (sign < line->end && p->para->clusters[sign].cls != BM_CLASS_SIGN)
        sign++;
    if (sign == line->end)
        return bm_span_none();
    if (at->part != part || at->cluster > line->first)
        *at = (struct bm_gap_place){.part = part};
    for (; at->cluster < line->first; at->cluster++)
        if (p->para->clusters[at->cluster].cls == BM_CLASS_SIGN)
            at->piece = next_gap(p->text, at->piece) + 1;
    at->piece = next_gap(p->text, at->piece);
    return at->piece < p->text->n ? p->text->v[at->piece].span : bm_span_none();
}

static void paint_row(struct bm_painter *painter, struct bm_painting *article,
                      const struct bm_row *r, bm_len x, bm_len y)
{
    const struct bm_part *p = &article->fitted.galley->parts[r->part];
    struct bm_placed_line line = {.node = article->part_nodes[r->part].node,
                                  .article = article->ledger,
                                  .part = r->part,
                                  .ink = bm_paint_style_ink(p->style),
                                  .y = y + r->y};
    if (r->number) {
        line.para = r->number;
        line.line = r->number_line;
        line.x = x + r->number_x;
        line.node = article->part_nodes[r->part].label;
        bm_paint_line(painter, &line);
        line.node = article->part_nodes[r->part].node;
    }
    line.para = r->para;
    line.line = r->line;
    line.x = x + r->x;
    line.sign = sign_span(article, r->part, r->line);
    bm_paint_line(painter, &line);
}

struct placed_cell {
    const struct bm_cell_line *line;
    const struct bm_slot *slot;
};

static bool is_of_table(const struct bm_row *r, uint32_t part)
{
    return r->part == part && !r->repeated;
}

static int by_reading(const void *a, const void *b)
{
    const struct bm_cell_line *x = ((const struct placed_cell *)a)->line;
    const struct bm_cell_line *y = ((const struct placed_cell *)b)->line;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    return x->down < y->down ? -1 : x->down > y->down;
}

/* The head of a table once more: no text of the article. */
static void paint_repeated(struct bm_painter *painter, const struct bm_painting *article,
                           const struct bm_row *r, const struct bm_slot *slot)
{
    size_t n = 0;
    for (size_t i = 0; i < r->cell_count; i++)
        n += r->repeated || r->cells[i].repeated;
    const uint32_t node = n ? bm_paint_artefact(painter, "table-head") : 0;
    for (size_t i = 0; i < r->cell_count && n; i++)
        if (r->repeated || r->cells[i].repeated)
            bm_paint_line(
                painter, &(struct bm_placed_line){.para = r->cells[i].para,
                                                  .line = r->cells[i].line,
                                                  .x = slot->x + r->cells[i].x,
                                                  .y = slot->y + r->cells[i].y,
                                                  .node = node,
                                                  .article = UINT32_MAX,
                                                  .ink = bm_paint_style_ink(
                                                      article->fitted.galley->parts[r->part].style),
                                                  .sign = bm_span_none()});
}

/* The rows [from, end) of a table, cell by cell, as they are read. */
static void paint_table(struct bm_painter *painter, struct bm_painting *article, uint32_t part,
                        size_t from, size_t end)
{
    const struct bm_fitted *f = &article->fitted;
    size_t n = 0;
    for (size_t r = from; r < end; r++)
        n += is_of_table(&f->setting.rows[r], part) ? f->setting.rows[r].cell_count : 0;
    struct placed_cell *cells = bm_arena_array(painter->work, n, sizeof *cells);
    n = 0;
    for (size_t r = from; r < end; r++)
        for (size_t i = 0;
             is_of_table(&f->setting.rows[r], part) && i < f->setting.rows[r].cell_count; i++)
            if (!f->setting.rows[r].cells[i].repeated)
                cells[n++] = (struct placed_cell){&f->setting.rows[r].cells[i], &f->slots[r]};
    qsort(cells, n, sizeof *cells, by_reading);
    for (size_t i = 0; i < n; i++)
        bm_paint_line(painter,
                      &(struct bm_placed_line){
                          .para = cells[i].line->para,
                          .line = cells[i].line->line,
                          .x = cells[i].slot->x + cells[i].line->x,
                          .y = cells[i].slot->y + cells[i].line->y,
                          .node = article->part_nodes[part].cells + cells[i].line->cell,
                          .article = article->ledger,
                          .part = part,
                          .ink = bm_paint_style_ink(article->fitted.galley->parts[part].style),
                          .sign = bm_span_none()});
}

/* Before anything of the article is painted: its nodes, and what its fit has to say. */
static void open_article(struct bm_painter *painter, struct bm_painting *article)
{
    if (article->part_nodes)
        return;
    bm_paint_nodes(painter, article);
    bm_paint_note_fit(painter, article);
}

bm_len bm_paint_body_top(struct bm_painter *painter, struct bm_painting *article,
                         const struct bm_area *area)
{
    open_article(painter, article);
    const struct bm_fitted *f = &article->fitted;
    return f->slot_count && !f->slots[0].frame ? f->slots[0].y - area->over : area->rule_top;
}

/* Whether a head or a picture of this frame stands over the point. */
static bool covered(const struct bm_painting *article, size_t frame, bm_len x, bm_len y)
{
    const struct bm_rect *h = &article->fitted.head;
    bool over = frame == 0 && x >= h->x && x < h->x + h->w && y >= h->y && y < h->y + h->h;
    for (size_t i = 0; i < article->fitted.figures.n && !over; i++) {
        const struct bm_rect *r = &article->fitted.figures.v[i].rect;
        over = article->fitted.figures.v[i].frame == frame && x >= r->x && x < r->x + r->w &&
               y >= r->y && y < r->y + r->h;
    }
    return over;
}

/* Lines in the middle of the gutters, as long as text stands beside them. */
static void paint_column_rules(struct bm_painter *painter, const struct bm_painting *article,
                               size_t frame, size_t slots_end)
{
    const struct bm_area *a = &article->fitted.areas[frame];
    const struct bm_line_style *line = bm_fit_leg_rule(a, article->fitted.galley);
    bm_len leading = article->fitted.galley->leading, top = a->y, foot = 0;
    for (size_t i = article->next_slot; i < slots_end; i++) {
        const struct bm_slot *slot = &article->fitted.slots[i];
        if (!foot)
            top += (slot->y - top) % leading; /* on the body's grid */
        if (slot->y + a->size > foot)
            foot = slot->y + a->size;
    }
    for (uint32_t c = 1; line && c < a->legs; c++) {
        bm_len left, w, x;
        bm_fit_leg(a, c - 1, &left, &w);
        bm_fit_leg(a, c, &x, &w);
        bm_fit_leg(a, c - 1, &left, &w);
        x -= (x - left - w) / 2;
        for (bm_len y = top, from; y < foot; y += leading) {
            for (from = y; y < foot && !covered(article, frame, x, y); y += leading)
                continue;
            bm_len to = y < foot ? y : foot;
            if (to <= from)
                continue;
            bm_paint_rule(painter, bm_paint_artefact(painter, "rule"),
                          (struct bm_rect){x, from, 0, to - from}, line->weight,
                          bm_paint_ink_of(&line->colour));
        }
    }
}

/* 下转, or else 上接: written by the machine at both ends. */
static void write_jumps(struct bm_painter *painter, struct bm_painting *article, size_t frame,
                        size_t slots_end, bool to)
{
    const struct bm_layout *layout = painter->layout;
    const struct bm_setting *s = &article->fitted.setting;
    for (size_t i = 0; i < article->fitted.jump_line_count; i++) {
        const struct bm_jump_line *jump = &article->fitted.jump_lines[i];
        if (jump->slot.frame != frame || jump->to != to)
            continue;
        /* Text that ends before the jump needs none. */
        if ((jump->to ? slots_end : article->next_slot) >= s->row_count)
            continue;
        const size_t first = painter->line_count;
        struct bm_buf text = {0};
        struct bm_str form = jump->to ? layout->jump.to : layout->jump.from;
        for (size_t k = 0; k < form.n; k++) {
            bool page = form.n - k >= 6 && memcmp(form.p + k, "{page}", 6) == 0;
            if (page)
                bm_buf_decimal(&text, jump->page, 0);
            else
                bm_buf_char(&text, form.p[k]);
            k += page ? 5 : 0;
        }
        bm_paint_write_line(painter, bm_buf_view(&text), layout->jump.style, jump->slot.x,
                            /* on the body's grid, not in the middle of its leading */
                            jump->slot.y -
                                (layout->jump.style->leading - layout->jump.style->size) / 2,
                            jump->slot.w, "jump");
        bm_paint_aim(painter, first, article->ledger, jump->page);
        bm_buf_free(&text);
    }
}

static void paint_tier_rules(struct bm_painter *painter, const struct bm_painting *article,
                             bm_len top)
{
    const struct bm_setting *s = &article->fitted.setting;
    for (size_t i = 0; i < s->rule_count; i++) {
        const struct bm_tier_rule *r = &s->rules[i];
        if (!bm_paint_head_shown(article, r->line))
            continue;
        bm_paint_rule(painter, bm_paint_artefact(painter, "rule"),
                      (struct bm_rect){article->fitted.head.x + r->x, top + r->y, r->w, 0},
                      r->beside ? r->beside->weight : painter->layout->folio.rule,
                      r->beside ? bm_paint_ink_of(&r->beside->colour) : bm_paint_black());
    }
}

static void paint_table_rules(struct bm_painter *painter, const struct bm_painting *article,
                              const struct bm_row *r, const struct bm_slot *slot)
{
    const struct bm_layout *layout = painter->layout;
    for (int below = 0; below < 2; below++) {
        uint8_t rule = below ? r->rule_below : r->rule_above;
        bm_len weight = rule == 2 ? layout->table_rule : layout->table_inner;
        if (!rule || !weight)
            continue;
        /* Half the space between lines above the text. */
        bm_len y = slot->y - (article->fitted.galley->leading - article->fitted.galley->size) / 2 +
                   (below ? article->fitted.galley->leading : 0);
        uint32_t node = bm_paint_artefact(painter, "rule");
        bm_paint_rule(painter, node, (struct bm_rect){slot->x, y, r->rule_width, 0}, weight,
                      bm_paint_black());
    }
}

static void add_placed(struct bm_painter *painter, struct bm_painting *article, size_t frame,
                       uint32_t slots, uint32_t rows)
{
    struct bm_ledger *l = &painter->pages->articles[article->ledger];
    const struct bm_area *a = &article->fitted.areas[frame];
    const struct bm_fitted *f = &article->fitted;
    if (frame + 1 == article->frames.n)
        slots += f->short_lines * f->legs;
    if (!l->frames)
        l->frames = BM_NEW_N(painter->arena, article->frames.n, struct bm_placed_frame);
    l->frames[l->frame_count++] =
        (struct bm_placed_frame){.page = painter->page->number,
                                 .rect = {a->rule_left, a->rule_top, a->rule_right - a->rule_left,
                                          a->rule_bottom - a->rule_top},
                                 .columns = a->legs,
                                 .lines = rows,
                                 .spare = slots > rows ? slots - rows : 0};
}

/* What the machine writes over the article: 广告. */
static void write_label(struct bm_painter *painter, const struct bm_painting *article, size_t frame)
{
    const struct bm_kind *kind = article->fitted.galley->kind;
    const struct bm_area *a = &article->fitted.areas[frame];
    const size_t first = painter->line_count;
    if (kind && kind->label.style)
        bm_paint_write_line(painter, kind->label.text, kind->label.style, a->x,
                            a->y - bm_fit_label_height(painter->layout, kind), a->w, "label");
    bm_paint_aim(painter, first, article->ledger, 0);
}

void bm_paint_article(struct bm_painter *painter, struct bm_painting *article)
{
    open_article(painter, article);
    const struct bm_fitted *f = &article->fitted;
    const struct bm_setting *s = &f->setting;
    struct bm_ledger *l = &painter->pages->articles[article->ledger];
    size_t frame = article->next_frame++, end = article->next_row, row = end; /* by part */
    const struct bm_rect head = bm_paint_head_place(article);
    size_t slots_end = article->next_slot;
    while (slots_end < f->slot_count && f->slots[slots_end].frame == frame)
        slots_end++;
    /* 上接 is read before the text that it leads in. */
    const size_t kept = painter->line_count;
    write_jumps(painter, article, frame, slots_end, false);
    bm_paint_machine_lines(painter, kept);
    while (end < s->row_count && end < f->slot_count && f->slots[end].frame == frame)
        end++;
    for (uint32_t part = 0; part < article->fitted.galley->part_count; part++) {
        for (size_t i = 0; frame == 0 && i < s->head_count; i++)
            if (s->head[i].part == part && bm_paint_head_shown(article, i)) {
                paint_row(painter, article, &s->head[i], head.x, head.y);
                l->characters += bm_paint_row_characters(&s->head[i]);
            }
        bool passed = end == s->row_count || s->rows[end].part > part;
        l->characters += bm_paint_figure(painter, article, part, frame, passed);
        if (article->fitted.galley->parts[part].table)
            paint_table(painter, article, part, article->next_row, end);
        for (; row < end && (s->rows[row].part == part || s->rows[row].part == UINT32_MAX); row++)
            if (s->rows[row].part == part && !s->rows[row].empty) {
                if (!s->rows[row].cell_count)
                    paint_row(painter, article, &s->rows[row], f->slots[row].x, f->slots[row].y);
                l->characters += bm_paint_row_characters(&s->rows[row]);
            }
    }
    for (size_t r = article->next_row; r < end; r++) {
        if (s->rows[r].cell_count)
            paint_repeated(painter, article, &s->rows[r], &f->slots[r]);
        paint_table_rules(painter, article, &s->rows[r], &f->slots[r]);
    }
    if (frame == 0)
        paint_tier_rules(painter, article, head.y);
    write_label(painter, article, frame);
    paint_column_rules(painter, article, frame, slots_end);
    write_jumps(painter, article, frame, slots_end, true);
    add_placed(painter, article, frame, (uint32_t)(slots_end - article->next_slot),
               (uint32_t)(end - article->next_row));
    size_t from = article->next_row;
    article->next_row = end;
    article->next_slot = slots_end;
    l->loose_lines = s->loose;
    bm_paint_note_frame(painter, article, frame, from, end);
    if (article->fitted.galley->article && s->row_count)
        l->short_lines = f->short_lines;
    if (article->next_frame == article->frames.n)
        bm_paint_note_overset(painter, article);
}

void bm_paint_expect(struct bm_painter *painter, struct bm_painting *article)
{
    const struct bm_galley *g = article->fitted.galley;
    article->marked = bm_paint_has_marks(g);
    if (!g->article)
        painter->banner = painter->banner ? painter->banner : article;
    else
        bm_index_add(painter->work, &painter->names, bm_hash(BM_HASH_START, g->name.p, g->name.n),
                     (size_t)(article - painter->articles));
}

struct bm_painting *bm_paint_article_in(struct bm_painter *painter, const struct bm_frame *f)
{
    const uint64_t hash = bm_hash(BM_HASH_START, f->article.p, f->article.n);
    uint32_t i;
    if (f->guide || f->text_count)
        return NULL;
    if (f->banner)
        return painter->banner;
    for (size_t at = 0; (i = bm_index_next(&painter->names, hash, &at)) != BM_INDEX_NONE;)
        if (bm_str_eq(painter->articles[i].fitted.galley->name, f->article))
            return &painter->articles[i];
    return NULL;
}
