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

/* A head at the side of its text: its first line as high as the text's, or in a box of its own in
 * the middle of that. */
static void stand_beside(const struct bm_area *a, const struct bm_galley *galley,
                         struct bm_setting *s)
{
    const struct bm_box_style *box = a->frame->head.box;
    if (!s->head_count || s->head_width)
        return;
    const struct bm_row *last = &s->head[s->head_count - 1];
    const bm_len size = galley->parts[last->part].style->size;
    const bm_len top = s->head[0].y - s->head[0].para->above;
    const bm_len high = last->y - last->para->above + size - top;
    const bm_len room = a->h - high, down = (box && room > 0 ? room / 2 : 0) - top;
    const bm_len right = box ? box->padding : 0;
    for (size_t i = 0; i < s->head_count; i++) {
        s->head[i].y += down;
        s->head[i].x += right;
    }
    for (size_t i = 0; i < s->rule_count; i++) {
        s->rules[i].y += down;
        s->rules[i].x += right;
    }
    s->head_height = high;
    s->head_room = 0;
}

struct bm_rect bm_fit_place_head(struct bm_arena *arena, const struct bm_galley *galley,
                                 const struct bm_area *a, const struct bm_variant *v,
                                 struct bm_galley_lines *cache, struct bm_setting *s)
{
    const struct bm_place *p = &a->frame->head;
    static const struct bm_variant plain;
    struct bm_rect r = {a->head_x, a->y, a->head_measure, 0};
    if (p->given)
        r = bm_fit_place(a, p, a->frame->lines);
    if (p->side) {
        bm_galley_set_head(arena, galley, bm_fit_head_measure(a), r.h, a->grid, &plain, cache, s);
        stand_beside(a, galley, s);
        return r;
    }
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

uint32_t bm_fit_text_legs(const struct bm_area *a)
{
    const struct bm_place *p = &a->frame->head;
    return p->side && p->columns < a->legs ? a->legs - p->columns : a->legs;
}

uint32_t bm_fit_free_beside_head(const struct bm_layout *layout, const struct bm_galley *galley,
                                 const struct bm_frame *frame)
{
    const struct bm_place *p = &frame->head;
    const bool beside = p->given && p->columns && !p->line && !p->side;
    return beside && layout->between.across && galley->kind ? galley->kind->head_above : 0;
}

bm_len bm_fit_head_measure(const struct bm_area *a)
{
    const struct bm_place *p = &a->frame->head;
    const bm_len padding = p->side && p->box ? 2 * p->box->padding : 0;
    const bm_len w = p->given ? bm_fit_place(a, p, a->frame->lines).w : a->head_measure;
    return w > padding ? w - padding : w;
}

/* Page measures of dailies, law 8: a head of one column has three lines at most, a wider one two;
 * one at the side of its text five short ones (trade custom). */
static uint32_t lines_most(const struct bm_subject *subject, const struct bm_area *a)
{
    if (a->frame->head.side)
        return LINES_SIDE;
    return subject->ladder && a->frame->columns > 1 ? LINES_WIDE : LINES_MOST;
}

struct bm_head_form bm_fit_head_form(const struct bm_layout *layout,
                                     const struct bm_subject *subject, const struct bm_galley *g,
                                     const struct bm_setting *s, const struct bm_area *a)
{
    const struct bm_planning *w = &layout->planning;
    const bool side = a->frame->head.side;
    const bm_len measure = bm_fit_head_measure(a);
    const bm_len least = side && w->head_least > SIDE_LEAST ? SIDE_LEAST : (bm_len)w->head_least;
    struct bm_head_form form = {0};
    uint32_t lines = 0;
    bm_len widest = 0;
    if (s->head_width || measure <= 0)
        return form;
    for (size_t i = 0; i < s->head_count; i++) {
        const struct bm_row *r = &s->head[i];
        const bm_len size = g->parts[r->part].style->size, fits = measure / size;
        const bool broken = i && s->head[i - 1].part == r->part;
        if (broken && fits < least)
            form.narrow += (int64_t)(least - fits) * w->narrow;
        lines = broken ? lines + 1 : 1;
        if (lines > lines_most(subject, a))
            form.narrow += 2 * (int64_t)w->narrow;
        widest = r->line->set_width > widest ? r->line->set_width : widest;
    }
    const bm_len percent = bm_len_ratio(widest, 100, measure);
    const bm_len high = side && a->h > 0 ? bm_len_ratio(s->head_height, 100, a->h) : 100;
    if (s->head_count && s->row_count && percent < HEAD_PERCENT)
        form.hollow = (int64_t)(HEAD_PERCENT - percent) * w->hollow;
    if (s->head_count && s->row_count && high < HEAD_PERCENT)
        form.hollow += (int64_t)(HEAD_PERCENT - high) * SIDE_HOLLOW * w->hollow;
    return form;
}
