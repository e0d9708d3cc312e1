/* Where a head stands. */
#include "fit/flow.h"

struct bm_rect bm_place_head(struct bm_arena *arena, const struct bm_flow *flow,
                             const struct bm_variant *v, struct bm_galley_lines *kept,
                             struct bm_setting *s)
{
    const struct bm_area *a = &flow->areas[0];
    const struct bm_place *p = &a->frame->head;
    struct bm_rect r = {a->head_x, a->y, a->head_measure, 0};
    if (p->given)
        r = bm_fit_place(a, p, a->frame->lines);
    bm_galley_set_head(arena, flow->galley, r.w, r.h ? r.h : a->h, a->grid, v, kept, s);
    if (s->head_width && !p->given) {
        /* A vertical head that has no place of its own stands at the right. */
        r = (struct bm_rect){a->x + a->w - s->head_width, a->y, s->head_width, s->head_height};
    } else if (!s->head_width && !(p->given && p->lines)) {
        r.h = s->head_height;
    }
    return r;
}
