/* Boxes: panels, rules, ornaments. */
#include "paint/article.h"
#include "paint/shapes.h"

#include <stdlib.h>

/* One rule of a box; rules of neighbours that lie on one another are drawn once. */
struct edge {
    bool vertical;
    bm_len at, from, to, weight;
    const struct bm_colour *colour;
};

static bool same_colour(const struct bm_colour *a, const struct bm_colour *b)
{
    return a->c == b->c && a->m == b->m && a->y == b->y && a->k == b->k && a->spot == b->spot &&
           a->tint == b->tint;
}

static int by_place(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->vertical != y->vertical)
        return x->vertical ? 1 : -1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static size_t box_edges(const struct bm_box_style *b, const struct bm_rect *a, struct edge *out)
{
    size_t n = 0;
    for (int inner = 0; inner < 2; inner++) {
        bm_len w = inner ? b->inner : b->rule;
        if (!w)
            continue;
        bm_len d = inner ? b->inner_gap : 0;
        bm_len l = a->x + (b->left ? d : 0), r = a->x + a->w - (b->right ? d : 0);
        bm_len t = a->y + (b->top ? d : 0), f = a->y + a->h - (b->bottom ? d : 0);
        if (b->top)
            out[n++] = (struct edge){false, t, l, r, w, &b->colour};
        if (b->bottom)
            out[n++] = (struct edge){false, f, l, r, w, &b->colour};
        if (b->left)
            out[n++] = (struct edge){true, l, t, f, w, &b->colour};
        if (b->right)
            out[n++] = (struct edge){true, r, t, f, w, &b->colour};
    }
    return n;
}

/* Panel and ornament of a box; the number of rules, into out. */
static size_t paint_box(struct bm_painter *painter, const struct bm_box_style *box,
                        struct bm_rect rect, struct edge *out)
{
    uint32_t node = bm_paint_artefact(painter, "box");
    struct bm_ink tint = bm_paint_ink_of(&box->tint);
    bool tinted = bm_colour_given(&box->tint);
    tint.overprint = false; /* a panel lies under all else */
    if (tinted && box->radius) {
        bm_paint_round(painter, node, rect, box->radius, 0, tint);
    } else if (tinted) {
        bm_paint_item(painter, BM_ITEM_FILL, node, rect, tint);
    }
    if (box->line && box->line->kind > BM_LINE_DOUBLE) {
        bm_paint_ornament(painter, node, rect, box);
        return 0;
    }
    if (box->radius) {
        if (box->rule)
            bm_paint_round(painter, node, rect, box->radius, box->rule,
                           bm_paint_ink_of(&box->colour));
        return 0;
    }
    return box_edges(box, &rect, out);
}

/* The box of a head at the side of its text. */
static size_t paint_head_box(struct bm_painter *painter, struct bm_painting *article,
                             const struct bm_frame *frame, struct edge *out)
{
    const bool first = article && article->frames.n && article->frames.v[0] == frame;
    if (!first || !frame->head.side || !frame->head.box)
        return 0;
    bm_paint_body_top(painter, article, &article->fitted.areas[0]); /* it is fitted */
    return paint_box(painter, frame->head.box, article->fitted.head, out);
}

void bm_paint_boxes(struct bm_painter *painter, const struct bm_page_template *template_)
{
    struct edge *edges = BM_NEW_N(painter->work, template_->n * 16 + 1, struct edge);
    const struct bm_box_shift *shifts = bm_paint_apart(painter, template_);
    size_t n = 0;
    for (size_t i = 0; i < template_->n; i++) {
        struct bm_painting *article = bm_paint_article_in(painter, &template_->frames[i]);
        const struct bm_frame *frame = &template_->frames[i];
        const struct bm_box_style *box = article ? bm_fit_box(frame, article->box) : frame->box;
        if (!box) {
            n += paint_head_box(painter, article, frame, edges + n);
            continue;
        }
        struct bm_area a;
        bm_fit_furniture_area(painter->layout, frame, box, &a);
        for (size_t k = 0; article && k < article->frames.n; k++) {
            if (article->frames.v[k] != frame)
                continue;
            a = article->fitted.areas[k];
            if (box->head_over && k == 0)
                a.rule_top = bm_paint_body_top(painter, article, &a);
        }
        a.rule_top += shifts[i].top;
        a.rule_bottom += shifts[i].bottom;
        const struct bm_rect rect = {a.rule_left, a.rule_top, a.rule_right - a.rule_left,
                                     a.rule_bottom - a.rule_top};
        n += paint_box(painter, box, rect, edges + n);
        n += paint_head_box(painter, article, frame, edges + n);
    }
    qsort(edges, n, sizeof *edges, by_place);
    for (size_t i = 0; i < n;) {
        struct edge e = edges[i++];
        while (i < n && edges[i].vertical == e.vertical && edges[i].at == e.at &&
               edges[i].weight == e.weight && edges[i].from <= e.to &&
               same_colour(edges[i].colour, e.colour)) {
            if (edges[i].to > e.to)
                e.to = edges[i].to;
            i++;
        }
        uint32_t node = bm_paint_artefact(painter, "rule");
        bm_paint_rule(painter, node,
                      e.vertical ? (struct bm_rect){e.at, e.from, 0, e.to - e.from}
                                 : (struct bm_rect){e.from, e.at, e.to - e.from, 0},
                      e.weight, bm_paint_ink_of(e.colour));
    }
}
