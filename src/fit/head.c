/* Where a head stands: as it is, as high as it may become, and in a block of a plan. */
#include "fit/flow.h"
#include "fit/limits.h"

/* Room for the line of a box that begins between head and body. */
static void lower_foot(const struct bm_area *a, const struct bm_galley *galley,
                       struct bm_setting *s)
{
    bm_len foot = 0;
    for (size_t i = 0; i < s->head_count; i++) {
        const struct bm_row *r = &s->head[i];
        const bm_len size = galley->parts[r->part].style->size, end = r->y - r->para->above + size;
        foot = end > foot ? end : foot;
    }
    const bm_len lacking = foot + a->clear + a->over - s->head_height;
    if (s->head_count && lacking > 0)
        s->head_height += (lacking + a->grid - 1) / a->grid * a->grid;
}

struct bm_rect bm_fit_place_head(struct bm_arena *arena, const struct bm_galley *galley,
                                 const struct bm_area *a, const struct bm_variant *v,
                                 struct bm_galley_lines *cache, struct bm_setting *s)
{
    const struct bm_place *p = &a->frame->head;
    struct bm_rect r = {a->head_x, a->y, a->head_measure, 0};
    if (p->given)
        r = bm_fit_place(a, p, a->frame->lines);
    bm_galley_set_head(arena, galley, r.w, r.h ? r.h : a->h, a->grid, v, cache, s);
    if (s->head_width && !p->given) {
        /* A vertical head that has no place of its own stands at the right. */
        r = (struct bm_rect){a->x + a->w - s->head_width, a->y, s->head_width, s->head_height};
    } else if (!s->head_width && !(p->given && p->lines)) {
        if (a->over && !p->given)
            lower_foot(a, galley, s);
        r.h = s->head_height;
    }
    return r;
}

void bm_fit_grow_head(const struct bm_area *a, const struct bm_setting *s, struct bm_rect *r)
{
    const bm_len down = a->y + a->h - r->y, most = down > r->h ? down : r->h;
    if (!s->head_width) {
        r->h = s->head_height < r->h ? r->h : s->head_height < most ? s->head_height : most;
        return;
    }
    if (s->head_width <= r->w)
        return;
    const bm_len w = s->head_width < a->w ? s->head_width : a->w > r->w ? a->w : r->w;
    r->x -= (w - r->w) / 2;
    r->x = r->x + w > a->x + a->w ? a->x + a->w - w : r->x;
    r->x = r->x < a->x ? a->x : r->x;
    r->w = w;
}

struct bm_rect bm_fit_highest_head(struct bm_arena *arena, const struct bm_layout *layout,
                                   const struct bm_galley *galley, const struct bm_area *a)
{
    const struct bm_copyfit *c = &layout->copyfit;
    const struct bm_variant v = {.head_above = c->head_above, .head_below = c->head_below};
    struct bm_setting s = {0};
    struct bm_rect r = bm_fit_place_head(arena, galley, a, &v, NULL, &s);
    if (s.head_width && !a->frame->head.lines)
        r.h = s.head_height;
    if (a->frame->head.given)
        bm_fit_grow_head(a, &s, &r);
    return r;
}

struct bm_place bm_fit_head_in_block(struct bm_arena *arena, const struct bm_layout *layout,
                                     const struct bm_galley *galley, const struct bm_area *a)
{
    static const struct bm_variant plain;
    struct bm_setting s = {0};
    bm_len longest = 0;
    bm_galley_set_head(arena, galley, a->head_measure, a->h, a->grid, &plain, NULL, &s);
    for (size_t i = 0; i < s.head_count; i++)
        longest = s.head[i].line->set_width > longest ? s.head[i].line->set_width : longest;
    const uint32_t lines = (uint32_t)((longest + a->grid - 1) / a->grid) + HEAD_MORE;
    const bool fits = (bm_len)(lines + layout->picture.rows) * a->grid <= a->h;
    return (struct bm_place){.given = true,
                             .width = (s.head_width + a->size - 1) / a->size * a->size,
                             .lines = fits ? lines : 0};
}

uint32_t bm_fit_head_columns(const struct bm_frame *frame)
{
    const struct bm_place *p = &frame->head;
    const uint32_t legs = frame->legs ? frame->legs : frame->columns;
    const uint32_t over = p->given && p->columns && p->columns < legs ? p->columns : legs;
    const uint32_t columns = frame->columns * over / legs;
    return columns ? columns : 1;
}

uint32_t bm_fit_free_beside_head(const struct bm_layout *layout, const struct bm_galley *galley,
                                 const struct bm_frame *frame)
{
    const bool beside = frame->head.given && frame->head.columns && !frame->head.line;
    return beside && layout->between.across && galley->kind ? galley->kind->head_above : 0;
}

bm_len bm_fit_head_measure(const struct bm_area *a)
{
    const struct bm_place *p = &a->frame->head;
    return p->given ? bm_fit_place(a, p, a->frame->lines).w : a->head_measure;
}

/* Page measures of dailies, law 8: a head of one column has three lines at most, a wider one two.
 */
static uint32_t lines_most(const struct bm_subject *subject, const struct bm_area *a)
{
    return subject->ladder && a->frame->columns > 1 ? LINES_WIDE : LINES_MOST;
}

struct bm_head_form bm_fit_head_form(const struct bm_layout *layout,
                                     const struct bm_subject *subject, const struct bm_galley *g,
                                     const struct bm_setting *s, const struct bm_area *a)
{
    const struct bm_planning *w = &layout->planning;
    const bm_len measure = bm_fit_head_measure(a);
    struct bm_head_form form = {0};
    uint32_t lines = 0;
    bm_len widest = 0;
    if (s->head_width || measure <= 0)
        return form;
    for (size_t i = 0; i < s->head_count; i++) {
        const struct bm_row *r = &s->head[i];
        const bm_len size = g->parts[r->part].style->size, fits = measure / size;
        const bool broken = i && s->head[i - 1].part == r->part;
        if (broken && fits < (bm_len)w->head_least)
            form.narrow += (int64_t)((bm_len)w->head_least - fits) * w->narrow;
        lines = broken ? lines + 1 : 1;
        if (lines > lines_most(subject, a))
            form.narrow += 2 * (int64_t)w->narrow;
        widest = r->line->set_width > widest ? r->line->set_width : widest;
    }
    const bm_len percent = bm_len_ratio(widest, 100, measure);
    if (s->head_count && s->row_count && percent < HEAD_PERCENT)
        form.hollow = (int64_t)(HEAD_PERCENT - percent) * w->hollow;
    return form;
}
