/* Pictures and QR codes painted. */
#include "paint/article.h"
#include "paint/runs.h"
#include "paint/shapes.h"

#define QUIET_ZONE 4 /* modules of a QR code (ISO/IEC 18004, 6.3.8) */

/* Dark modules as one path, a rectangle for each run of them in a row. */
static void paint_qr(struct bm_painter *painter, const struct bm_placed_figure *f, uint32_t node)
{
    const uint32_t n = f->qr.size;
    const bm_len module = f->shown.w / (bm_len)(n + 2 * QUIET_ZONE), side = module * (bm_len)n;
    const bm_len x0 = f->shown.x + (f->shown.w - side) / 2;
    const bm_len y0 = f->shown.y + (f->shown.h - side) / 2;
    struct drawing d = {.painter = painter};
    for (uint32_t row = 0; row < n; row++)
        for (uint32_t from = 0, to; from < n; from = to) {
            to = from + 1;
            if (!f->qr.dark[row * n + from])
                continue;
            while (to < n && f->qr.dark[row * n + to])
                to++;
            bm_paint_add_rect(&d, x0 + module * (bm_len)from, y0 + module * (bm_len)row,
                              x0 + module * (bm_len)to, y0 + module * (bm_len)(row + 1));
        }
    bm_paint_drawing(&d, BM_ITEM_PATH, node, (struct bm_rect){x0, y0, side, side}, 0,
                     bm_paint_black());
}

static uint32_t paint_lines(struct bm_painter *painter, const struct bm_painting *article,
                            const struct bm_placed_figure *f, const struct bm_para *para,
                            const struct bm_lines *lines, uint32_t node, bm_len *y, bool end)
{
    const struct bm_style *style = article->fitted.galley->parts[f->part].style;
    uint32_t n = 0;
    for (size_t i = 0; i < lines->n; i++) {
        const struct bm_line *l = &lines->v[i];
        bm_len rest = f->text_w - l->set_width, x = end ? rest - l->x : 0;
        if (!end && style->align == BM_ALIGN_CENTRE && !f->one_line)
            x = rest / 2;
        struct bm_placed_line line = {.para = para,
                                      .line = l,
                                      .x = f->text_x + l->x + x,
                                      .y = *y + para->above,
                                      .node = node,
                                      .article = article->ledger,
                                      .part = f->part,
                                      .ink = bm_paint_style_ink(style),
                                      .sign = bm_span_none()};
        bm_paint_line(painter, &line);
        *y += style->leading;
        for (uint32_t k = para->clusters[l->first].character; k < para->clusters[l->end].character;
             k++)
            n += bm_class_is_ink(para->characters[k].cp);
    }
    return n;
}

uint32_t bm_paint_figure(struct bm_painter *painter, struct bm_painting *article, uint32_t part,
                         size_t frame, bool passed)
{
    const struct bm_placed_figures *figures = &article->fitted.figures;
    const uint32_t *pages = article->frames.pages, page = pages[frame];
    size_t k = figures->n;
    for (size_t i = 0; i < figures->n; i++)
        if (figures->v[i].part == part && pages[figures->v[i].frame] == page)
            k = i;
    const bool last = frame + 1 == article->frames.n || pages[frame + 1] != page;
    if (k == figures->n || article->shown[k] || !(passed || last))
        return 0;
    const struct bm_placed_figure *f = &figures->v[k];
    article->shown[k] = true;
    const struct bm_area *a = &article->fitted.areas[f->frame];
    const struct bm_part *p = &article->fitted.galley->parts[part];
    uint32_t node = article->part_nodes[part].node;
    if (f->image) {
        struct bm_item *item =
            bm_paint_item(painter, BM_ITEM_PICTURE, node, f->shown, (struct bm_ink){0});
        item->span = p->figure->source_span;
        item->picture.image = f->image;
        item->picture.whole = f->whole;
        item->picture.ppi_most =
            f->image->line_art ? painter->layout->press.line_art : painter->layout->press.ppi;
    } else {
        paint_qr(painter, f, node);
    }
    uint32_t caption = bm_paint_node(
        painter, (struct bm_node){.role = BM_ROLE_CAPTION,
                                  .parent = node,
                                  .article = article->ledger,
                                  .credit = p->credit && p->para ? (uint32_t)p->para->text.n : 0,
                                  .span = p->span});
    bm_len y = f->rect.y + f->rect.h - bm_fit_caption_room(p, f) - (a->leading - a->size) +
               (p->style->leading - p->style->size);
    uint32_t n = paint_lines(painter, article, f, p->para, &f->caption, caption, &y, false);
    y -= f->one_line ? p->style->leading : 0;
    return n + paint_lines(painter, article, f, p->credit, &f->credit, caption, &y, true);
}
