/* What stands between articles, as the layout says: lines across where one stands above another,
 * upright ones in the gutter between two side by side. Boxes part for themselves. */
#include "paint/article.h"
#include "paint/shapes.h"

/* A line of any kind, along the top or the left of the rectangle. */
static void paint_line(struct bm_painter *painter, const struct bm_line_style *line,
                       struct bm_rect r)
{
    const uint32_t node = bm_paint_artefact(painter, "rule");
    const bool upright = r.h > r.w;
    if (line->kind > BM_LINE_DOUBLE) {
        const struct bm_box_style side = {.rule = line->weight,
                                          .line = line,
                                          .colour = line->colour,
                                          .top = !upright,
                                          .left = upright};
        bm_paint_ornament(painter, node, r, &side);
        return;
    }
    const struct bm_ink ink = bm_paint_ink_of(&line->colour);
    bm_paint_rule(painter, node, r, line->weight, ink);
    if (line->kind != BM_LINE_DOUBLE)
        return;
    r.x += upright ? line->gap : 0;
    r.y += upright ? 0 : line->gap;
    bm_paint_rule(painter, node, r, line->inner, ink);
}

static bool meet(uint32_t a, uint32_t an, uint32_t b, uint32_t bn)
{
    return a < b + bn && b < a + an;
}

/* What stands above a column of a frame. */
enum above {
    ABOVE_NOTHING,
    ABOVE_BARE,
    ABOVE_BOX /* whose rule parts the two */
};

static enum above above_column(struct bm_painter *painter, const struct bm_page_template *page,
                               const struct bm_frame *frame, uint32_t column)
{
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_frame *f = &page->frames[i];
        if (f->line + f->lines != frame->line || !meet(f->column, f->columns, column, 1))
            continue;
        return bm_paint_bare_article(painter, f) ? ABOVE_BARE : ABOVE_BOX;
    }
    return ABOVE_NOTHING;
}

/* Over an article with another above it: in the room that its kind keeps free above a head, or on
 * its top where it goes on; but not below boxes. */
static void paint_across(struct bm_painter *painter, const struct bm_page_template *page,
                         const struct bm_frame *frame, const struct bm_painting *article)
{
    const struct bm_layout *layout = painter->layout;
    const struct bm_kind *kind = article->fitted.galley->kind;
    const uint32_t end = frame->column + frame->columns;
    enum above *above = BM_NEW_N(painter->work, frame->columns + 1, enum above);
    bool any = false;
    for (uint32_t c = 0; c < frame->columns; c++) {
        above[c] = above_column(painter, page, frame, frame->column + c);
        any |= above[c] == ABOVE_BARE;
    }
    bm_len y = bm_layout_line_y(layout, frame->line);
    y += kind && kind->head_above && frame == article->frames.v[0] ? layout->leading / 2 : 0;
    for (uint32_t c = frame->column; any && c < end;) {
        uint32_t to = c;
        while (to < end && above[to - frame->column] != ABOVE_BOX)
            to++;
        if (to > c) {
            bm_len x = bm_layout_column_x(layout, c), w = bm_layout_columns_width(layout, to - c);
            x -= c > frame->column ? layout->gutter / 2 : 0;
            w += (c > frame->column ? layout->gutter / 2 : 0) + (to < end ? layout->gutter / 2 : 0);
            paint_line(painter, layout->between.across, (struct bm_rect){x, y, w, 0});
        }
        c = to + 1;
    }
}

/* At the left of an article, as far as another stands there. */
static void paint_upright(struct bm_painter *painter, const struct bm_page_template *page,
                          const struct bm_frame *frame)
{
    const struct bm_layout *layout = painter->layout;
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_frame *f = &page->frames[i];
        if (f->column + f->columns != frame->column || !bm_paint_bare_article(painter, f) ||
            !meet(f->line, f->lines, frame->line, frame->lines))
            continue;
        const uint32_t from = f->line > frame->line ? f->line : frame->line;
        const uint32_t foot = f->line + f->lines, other = frame->line + frame->lines;
        const bm_len top = bm_layout_line_y(layout, from) + layout->leading;
        const bm_len end = bm_layout_line_y(layout, foot < other ? foot : other);
        const bm_len x = bm_layout_column_x(layout, frame->column) - layout->gutter / 2;
        if (end > top)
            paint_line(painter, layout->between.upright, (struct bm_rect){x, top, 0, end - top});
    }
}

void bm_paint_between(struct bm_painter *painter, const struct bm_page_template *page)
{
    const struct bm_between *between = &painter->layout->between;
    if (!between->across && !between->upright)
        return;
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_painting *article = bm_paint_bare_article(painter, &page->frames[i]);
        if (article && between->across)
            paint_across(painter, page, &page->frames[i], article);
        if (article && between->upright)
            paint_upright(painter, page, &page->frames[i]);
    }
}
