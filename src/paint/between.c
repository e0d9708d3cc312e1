/* What stands between articles, as the layout says: lines across where one stands above another,
 * upright ones in the gutter between two side by side. Boxes part for themselves. */
#include "paint/article.h"
#include "paint/shapes.h"

/* A frame of the page with an article that has no box round it. */
static const struct bm_painting *bare_article(struct bm_painter *painter,
                                              const struct bm_frame *frame)
{
    const struct bm_painting *article = bm_paint_article_in(painter, frame);
    if (!article || frame->banner || bm_fit_box(frame, article->box))
        return NULL;
    return article;
}

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

/* Over an article with another above it: in the room that its kind keeps free above a head, or on
 * its top where it goes on. */
static void paint_across(struct bm_painter *painter, const struct bm_page_template *page,
                         const struct bm_frame *frame, const struct bm_painting *article)
{
    const struct bm_layout *layout = painter->layout;
    const struct bm_kind *kind = article->fitted.galley->kind;
    bool above = false;
    for (size_t i = 0; i < page->n && !above; i++) {
        const struct bm_frame *f = &page->frames[i];
        above = f->line + f->lines == frame->line && bare_article(painter, f) &&
                meet(f->column, f->columns, frame->column, frame->columns);
    }
    if (!above)
        return;
    bm_len y = bm_layout_line_y(layout, frame->line);
    y += kind && kind->head_above && frame == article->frames.v[0] ? layout->leading / 2 : 0;
    paint_line(painter, layout->between.across,
               (struct bm_rect){bm_layout_column_x(layout, frame->column), y,
                                bm_layout_columns_width(layout, frame->columns), 0});
}

/* At the left of an article, as far as another stands there. */
static void paint_upright(struct bm_painter *painter, const struct bm_page_template *page,
                          const struct bm_frame *frame)
{
    const struct bm_layout *layout = painter->layout;
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_frame *f = &page->frames[i];
        if (f->column + f->columns != frame->column || !bare_article(painter, f) ||
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
        const struct bm_painting *article = bare_article(painter, &page->frames[i]);
        if (article && between->across)
            paint_across(painter, page, &page->frames[i], article);
        if (article && between->upright)
            paint_upright(painter, page, &page->frames[i]);
    }
}
