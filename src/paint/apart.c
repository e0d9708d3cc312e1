/* Rules of boxes kept apart from what stands above and below them. */
#include "paint/article.h"

const struct bm_painting *bm_paint_bare_article(struct bm_painter *painter,
                                                const struct bm_frame *frame)
{
    const struct bm_painting *article = bm_paint_article_in(painter, frame);
    if (!article || frame->banner || bm_fit_box(frame, article->box))
        return NULL;
    return article;
}

/* The index of a frame among those of its article. */
static size_t frame_index(const struct bm_painting *article, const struct bm_frame *frame)
{
    size_t k = 0;
    while (k + 1 < article->frames.n && article->frames.v[k] != frame)
        k++;
    return k;
}

/* From the top of a frame to the em box of the first that stands in it. */
static bm_len white_above(const struct bm_painter *painter, const struct bm_painting *article,
                          const struct bm_frame *frame)
{
    const struct bm_fitted *f = &article->fitted;
    const size_t k = frame_index(article, frame);
    const bm_len top = bm_layout_line_y(painter->layout, frame->line);
    const struct bm_kind *kind = f->galley->kind;
    bm_len first = top + (bm_len)frame->lines * painter->layout->leading;
    if (kind && kind->label.style)
        first = f->areas[k].y - bm_fit_label_height(painter->layout, kind) +
                (kind->label.style->leading - kind->label.style->size) / 2;
    const struct bm_rect head = bm_paint_head_place(article);
    for (size_t i = 0; k == 0 && i < f->setting.head_count; i++) {
        const struct bm_row *row = &f->setting.head[i];
        const bm_len y = f->setting.head_width ? head.y : head.y + row->y - row->para->above;
        first = y < first ? y : first;
    }
    for (size_t i = 0; i < f->slot_count && i < f->setting.row_count; i++)
        if (f->slots[i].frame == k && !f->setting.rows[i].empty && f->slots[i].y < first)
            first = f->slots[i].y;
    for (size_t i = 0; i < f->figures.n; i++)
        if (f->figures.v[i].frame == k && f->figures.v[i].rect.y < first)
            first = f->figures.v[i].rect.y;
    return first - top;
}

/* From the em box of the last that stands in a frame to its foot. */
static bm_len white_below(const struct bm_painter *painter, const struct bm_painting *article,
                          const struct bm_frame *frame)
{
    const struct bm_fitted *f = &article->fitted;
    const size_t k = frame_index(article, frame);
    const bm_len foot = bm_layout_line_y(painter->layout, frame->line + frame->lines);
    bm_len last = foot - (bm_len)frame->lines * painter->layout->leading;
    for (size_t i = 0; i < f->slot_count && i < f->setting.row_count; i++)
        if (f->slots[i].frame == k && !f->setting.rows[i].empty &&
            f->slots[i].y + f->galley->size > last)
            last = f->slots[i].y + f->galley->size;
    for (size_t i = 0; i < f->figures.n; i++) {
        const struct bm_rect *r = &f->figures.v[i].rect;
        last = f->figures.v[i].frame == k && r->y + r->h > last ? r->y + r->h : last;
    }
    return foot - last;
}

/* A frame as it is looked at here. */
struct neighbour {
    const struct bm_frame *frame;
    const struct bm_box_style *box; /* of its article; NULL: none */
    bm_len white, below;            /* above and below what stands in it */
    bool article;                   /* it holds one; the banner and furniture are none */
    bool top, bottom;               /* the box's rule may stand half a line lower */
};

static bool meet(const struct bm_frame *a, const struct bm_frame *b)
{
    return a->column < b->column + b->columns && b->column < a->column + a->columns;
}

/* How far a box's line reaches inwards. */
static bm_len reach(const struct bm_box_style *box)
{
    return (box->line ? box->line->pitch : 0) + box->inner_gap + box->inner;
}

/* Articles stand above, one of them close, and nothing else. */
static bool top_is_free(const struct neighbour *v, size_t n, const struct neighbour *box,
                        bm_len leading)
{
    const struct bm_frame *me = box->frame;
    bool any = false, all = true;
    for (size_t i = 0; i < n; i++) {
        if (v[i].frame->line + v[i].frame->lines != me->line || !meet(v[i].frame, me))
            continue;
        any |= v[i].below < leading / 2;
        all &= v[i].article;
    }
    return any && all && box->box->top && !box->box->head_over &&
           box->white >= leading + reach(box->box);
}

/* It has text close to its foot, and below all of it stand articles that leave a line free. */
static bool bottom_is_free(const struct neighbour *v, size_t n, const struct neighbour *box,
                           bm_len leading)
{
    const struct bm_frame *me = box->frame;
    uint32_t covered = 0;
    for (size_t i = 0; i < n; i++) {
        const struct bm_frame *f = v[i].frame;
        if (f->line != me->line + me->lines || !meet(f, me))
            continue;
        if (!v[i].article || v[i].white < leading)
            return false;
        const uint32_t from = f->column > me->column ? f->column : me->column;
        const uint32_t a = f->column + f->columns, b = me->column + me->columns;
        covered += (a < b ? a : b) - from;
    }
    return covered == me->columns && box->box->bottom && box->below < leading / 2;
}

/* Rules that lie on one another stay so, and boxes side by side keep one height. Whether anything
 * changed. */
static bool agree(struct neighbour *a, const struct neighbour *b)
{
    const struct bm_frame *f = a->frame, *g = b->frame;
    const bool beside = f->column + f->columns == g->column || g->column + g->columns == f->column;
    const bool over = meet(f, g) && g->line + g->lines == f->line;
    const bool under = meet(f, g) && f->line + f->lines == g->line;
    bool top = a->top, bottom = a->bottom;
    if (beside && f->line == g->line)
        top &= b->top;
    if (over && b->box->bottom)
        top &= b->bottom;
    if (beside && f->line + f->lines == g->line + g->lines)
        bottom &= b->bottom;
    if (under && b->box->top)
        bottom &= b->top;
    const bool changed = top != a->top || bottom != a->bottom;
    a->top = top;
    a->bottom = bottom;
    return changed;
}

struct bm_box_shift *bm_paint_apart(struct bm_painter *painter, const struct bm_page_template *page)
{
    const bm_len leading = painter->layout->leading;
    struct bm_box_shift *shifts = BM_NEW_N(painter->work, page->n + 1, struct bm_box_shift);
    struct neighbour *v = BM_NEW_N(painter->work, page->n + 1, struct neighbour);
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_frame *f = &page->frames[i];
        const struct bm_painting *article = bm_paint_article_in(painter, f);
        v[i] = (struct neighbour){.frame = f, .article = article && !f->banner};
        if (!v[i].article)
            continue;
        v[i].box = bm_fit_box(f, article->box);
        /* A head that stands alone stands in the middle. */
        v[i].white = article->fitted.setting.row_count ? white_above(painter, article, f) : 0;
        v[i].below = white_below(painter, article, f);
    }
    for (size_t i = 0; i < page->n; i++)
        if (v[i].box) {
            v[i].top = top_is_free(v, page->n, &v[i], leading);
            v[i].bottom = bottom_is_free(v, page->n, &v[i], leading);
        }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < page->n; i++)
            for (size_t j = 0; j < page->n && v[i].box; j++)
                changed |= v[j].box && agree(&v[i], &v[j]);
    }
    for (size_t i = 0; i < page->n; i++)
        shifts[i] =
            (struct bm_box_shift){v[i].top ? leading / 2 : 0, v[i].bottom ? leading / 2 : 0};
    return shifts;
}
