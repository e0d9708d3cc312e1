/* Where the lines of a head stand, and which of them its frame holds. */
#include "paint/article.h"

struct bm_rect bm_paint_head_place(const struct bm_painting *article)
{
    const struct bm_fitted *f = &article->fitted;
    const struct bm_setting *s = &f->setting;
    struct bm_rect r = f->head;
    if (!s->row_count && !f->figures.under_head && f->areas[0].h > s->head_height && !s->head_width)
        r.y += (f->areas[0].h - s->head_height) / 2;
    /* The lines at the left are read last. */
    if (s->head_width)
        r.x += (r.w - s->head_width) / (s->head_width > r.w ? 1 : 2);
    return r;
}

bool bm_paint_head_shown(const struct bm_painting *article, size_t line)
{
    const struct bm_setting *s = &article->fitted.setting;
    const struct bm_area *a = &article->fitted.areas[0];
    const struct bm_rect r = bm_paint_head_place(article);
    const struct bm_row *row = &s->head[line];
    const bm_len size = row->para->style.size;
    if (s->head_width)
        return r.x >= a->x || r.x + row->x - size / 2 >= a->x;
    const bm_len foot = a->y + a->h;
    return r.y + s->head_height <= foot || r.y + row->y - row->para->above + size <= foot;
}
