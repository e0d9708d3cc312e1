/* Areas: what a frame leaves for text, its columns, and the places inside it. */
#include "fit/fit.h"

/* Columns of unequal measures (破栏): widths as given, or shares of the characters there are. */
static bm_len share_width(const struct bm_area *a, uint32_t c)
{
    const struct bm_frame *f = a->frame;
    if (!f->shares_relative)
        return f->shares[c];
    bm_len total = 0, taken = 0, gaps = (bm_len)(f->share_count - 1) * a->gutter;
    for (uint32_t i = 0; i < f->share_count; i++)
        total += f->shares[i];
    bm_len room = (a->w - gaps) / a->size;
    for (uint32_t i = 0; i < c; i++)
        taken += bm_len_ratio(room, f->shares[i], total);
    bm_len mine = c + 1 == f->share_count ? room - taken : bm_len_ratio(room, f->shares[c], total);
    return mine * a->size;
}

static void set_shares(struct bm_area *a, const struct bm_frame *frame)
{
    a->legs = frame->share_count;
    a->measure = share_width(a, 0);
    for (uint32_t c = 1; c < a->legs; c++)
        if (share_width(a, c) < a->measure)
            a->measure = share_width(a, c);
}

void bm_fit_leg(const struct bm_area *a, uint32_t c, bm_len *x, bm_len *w)
{
    *x = a->x + (bm_len)c * (a->measure + a->gutter);
    *w = a->measure;
    if (a->frame->share_count < a->legs || !a->frame->share_count)
        return;
    *x = a->x;
    for (uint32_t i = 0; i < c; i++)
        *x += share_width(a, i) + a->gutter;
    *w = share_width(a, c);
}

const struct bm_line_style *bm_fit_leg_rule(const struct bm_area *a, const struct bm_galley *galley)
{
    const struct bm_kind *kind = galley->kind;
    return a->frame->column_rule ? a->frame->column_rule : kind ? kind->column_rule : NULL;
}

/* The remainder goes to the sides and the gutters so that text stands as far from each line: from
 * the box as from the next column or, if the gutters have lines, from those. */
static void set_even(struct bm_area *a, bm_len padding, bm_len rest, bool ruled)
{
    const bm_len gutters = (bm_len)a->legs - 1;
    bm_len side = rest / (gutters + 2);
    if (ruled) {
        side = (2 * padding + gutters * a->gutter + rest) / (2 * gutters + 2) - padding;
        side = side < 0 ? 0 : side > rest / 2 ? rest / 2 : side;
    }
    if (gutters)
        a->gutter += ruled ? (rest - 2 * side) / gutters : side;
    a->x += side;
    a->w -= 2 * side;
}

struct bm_rect bm_fit_place(const struct bm_area *a, const struct bm_place *p, uint32_t lines)
{
    struct bm_rect r = {.x = a->x + p->left, .w = p->width};
    if (!p->width) {
        uint32_t last = p->columns ? p->column + p->columns - 1 : a->legs - 1;
        bm_len x, w;
        last = last < a->legs ? last : a->legs - 1;
        bm_fit_leg(a, p->column < a->legs ? p->column : last, &r.x, &w);
        bm_fit_leg(a, last, &x, &w);
        r.w = x + w - r.x;
    }
    r.y = a->y + (bm_len)p->line * a->grid;
    r.h = (bm_len)(p->lines ? p->lines : lines) * a->grid;
    /* A place without a height ends with the area, inside a box and below what stands over it. */
    const bm_len room = a->y + a->h - r.y;
    if (!p->lines && r.h > room)
        r.h = room > 0 ? room : 0;
    return r;
}

/* How far a box's line reaches inwards of where it stands. */
static bm_len reach_of(const struct bm_box_style *box)
{
    const struct bm_line_style *line = box->line;
    if (line && line->kind > BM_LINE_DOTTED)
        return line->pitch;
    if (line && line->kind == BM_LINE_DOTTED)
        return line->weight / 2;
    return box->inner ? box->inner_gap + box->inner / 2 : box->rule / 2;
}

/* Ink of Han keeps so far from the edge of its em box, in shares of the size; and what must be left
 * between ink and line. */
#define INK_INSIDE 16
#define CLEAR      8

static uint32_t lines_for(bm_len lacking, bm_len grid)
{
    return lacking > 0 ? (uint32_t)((lacking + grid - 1) / grid) : 0;
}

/* Pictures alone, without places of their own, have all of their frame. */
static bool is_picture(const struct bm_frame *frame, const struct bm_galley *g)
{
    bool picture = false;
    for (size_t i = 0; !frame->figure_count && i < g->part_count && g->parts; i++) {
        if (bm_galley_flows(&g->parts[i]))
            return false;
        picture |= g->parts[i].kind == BM_PART_FIGURE;
    }
    return picture;
}

/* Grid lines that stay empty inside the box so that nothing touches its lines, where `above` and
 * `below` do not see to it: a head has the room that its style gives it, a body what its leading
 * leaves below a row. */
static void pad(struct bm_area *a, const struct bm_box_style *box, const struct bm_galley *g)
{
    const bool tinted = bm_colour_given(&box->tint);
    const bm_len reach = reach_of(box) + a->clear;
    const bool above = box->head_over && g->tier_count; /* further on there is no head */
    const bool headed =
        g->tier_count && !a->frame->head.given && !above && !bm_galley_head_is_vertical(g);
    bm_len top = g->size / INK_INSIDE;
    if (headed) {
        const struct bm_style *s = g->parts[g->tiers[0]].style;
        top = s->before + (s->leading - s->size) / 2 + s->size / INK_INSIDE;
        top += g->kind ? (bm_len)g->kind->head_above * a->grid : 0;
    }
    const struct bm_style *label = g->kind ? g->kind->label.style : NULL;
    if (label && !is_picture(a->frame, g)) /* it stands above all else */
        top = (label->leading - label->size) / 2 + label->size / INK_INSIDE;
    top += (bm_len)box->above * a->grid;
    if (!above && (box->top || tinted)) {
        const uint32_t more = lines_for(reach - top, a->grid);
        a->y += (bm_len)more * a->grid;
        a->h -= (bm_len)more * a->grid;
    }
    const bm_len foot = (bm_len)box->below * a->grid + a->h % g->leading + g->leading - g->size +
                        g->size / INK_INSIDE;
    if (box->bottom || tinted)
        a->h -= (bm_len)lines_for(reach - foot, a->grid) * a->grid;
}

bm_len bm_fit_label_height(const struct bm_layout *layout, const struct bm_kind *kind)
{
    const struct bm_style *s = kind ? kind->label.style : NULL;
    return s ? (bm_len)lines_for(s->leading, layout->leading) * layout->leading : 0;
}

/* A horizontal head keeps its lines above itself; beside a vertical one, or one at its side, they
 * are the text's as well, and so are those of an article without a head, where a line between
 * articles stands in them. */
static bm_len room_above(const struct bm_layout *layout, const struct bm_frame *frame,
                         const struct bm_galley *g)
{
    const bool headless = !g->tier_count && !g->goes_on;
    const bool shared = layout->between.across && g->parts &&
                        (headless || frame->head.side || bm_galley_head_is_vertical(g));
    return shared && g->kind ? (bm_len)g->kind->head_above * layout->leading : 0;
}

void bm_fit_area(const struct bm_layout *layout, const struct bm_frame *frame,
                 const struct bm_box_style *box, const struct bm_galley *galley,
                 struct bm_area *area)
{
    bm_len x = bm_layout_column_x(layout, frame->column);
    bm_len w = bm_layout_columns_width(layout, frame->columns);
    bm_len y = bm_layout_line_y(layout, frame->line);
    bm_len h = (bm_len)frame->lines * layout->leading;
    bool first = frame->column == 0, last = frame->column + frame->columns == layout->columns;
    *area = (struct bm_area){.frame = frame,
                             .x = x,
                             .y = y,
                             .w = w,
                             .h = h,
                             .size = galley->size,
                             .leading = galley->leading,
                             .grid = layout->leading,
                             .clear = galley->size / CLEAR};
    /* A box's rules stand in the middle of the gutters, at the page's edge on the type area's. */
    area->rule_left = first ? x : x - layout->gutter / 2;
    area->rule_right = last ? x + w : x + w + layout->gutter / 2;
    area->rule_top = y;
    area->rule_bottom = y + h;
    bool sides = false;
    if (box) {
        sides = box->rule && (box->left || box->right);
        /* Ornaments stand inside; of others the inner rule does. */
        const bool ornament = box->line && box->line->kind > BM_LINE_DOTTED;
        const bm_len reach = ornament ? box->line->pitch + area->clear : 0;
        bm_len inner = ornament ? 0 : box->inner ? box->inner_gap + box->inner : 0;
        inner += reach > box->padding ? reach - box->padding : 0;
        if (box->left || bm_colour_given(&box->tint)) {
            area->x = area->rule_left + box->padding + inner;
            sides = true;
        }
        bm_len right = box->right || bm_colour_given(&box->tint)
                           ? area->rule_right - box->padding - inner
                           : x + w;
        area->w = right - area->x;
        area->y += (bm_len)box->above * layout->leading;
        area->h -= (bm_len)(box->above + box->below) * layout->leading;
    }
    const bm_len label =
        bm_fit_label_height(layout, galley->kind) + (box ? 0 : room_above(layout, frame, galley));
    area->y += label;
    area->h -= label;
    const bool bare = galley->tier_count == galley->part_count;
    const bool head_only = bare || is_picture(frame, galley);
    if (box && galley->parts && !bare)
        pad(area, box, galley);
    if (area->h < 0) /* box and label take more than there is */
        area->h = 0;
    if (box && galley->parts && galley->tier_count && box->head_over) {
        const bm_len least = reach_of(box) + area->clear;
        area->over = galley->leading / 2 > least ? galley->leading / 2 : least;
    }
    area->gutter = frame->gutter ? frame->gutter : layout->gutter;
    area->legs = head_only ? 1 : frame->legs ? frame->legs : frame->columns;
    if (frame->measure && !head_only) {
        bm_len fits = (area->w + area->gutter) / (frame->measure + area->gutter);
        area->legs = fits > 0 ? (uint32_t)fits : 1;
    }
    bm_len gaps = (bm_len)(area->legs - 1) * area->gutter;
    bm_len each = (area->w - gaps) / (bm_len)area->legs;
    area->measure = each / galley->size * galley->size;
    if (frame->measure && !head_only && frame->measure <= each)
        area->measure = frame->measure;
    if (area->measure <= 0)
        area->measure = each;
    area->head_x = area->x;
    area->head_measure = area->w;
    if (head_only)
        return;
    if (frame->share_count) {
        set_shares(area, frame);
        return;
    }
    bm_len rest = area->w - gaps - area->measure * (bm_len)area->legs;
    if (frame->rest == BM_REST_EVEN && sides) {
        set_even(area, box->padding, rest, bm_fit_leg_rule(area, galley) && area->legs > 1);
    } else if ((frame->rest == BM_REST_GUTTERS || frame->rest == BM_REST_EVEN) && area->legs > 1) {
        area->gutter += rest / (bm_len)(area->legs - 1);
    } else if (frame->rest == BM_REST_SIDES && (sides || area->legs != frame->columns)) {
        /* A remainder below one character a column goes to both sides alike. */
        area->x += rest / 2;
        area->w -= rest;
    }
}

bool bm_fit_has_room(const struct bm_layout *layout, const struct bm_frame *frame,
                     const struct bm_box_style *box, const struct bm_galley *galley)
{
    struct bm_area a;
    bm_fit_area(layout, frame, box, galley, &a);
    bool room = a.w >= layout->size && a.h >= layout->leading;
    for (uint32_t c = 0; room && c < a.legs && galley->tier_count < galley->part_count; c++) {
        bm_len x, w;
        bm_fit_leg(&a, c, &x, &w);
        room = w >= a.size;
    }
    return room;
}

void bm_fit_frame_facts(const struct bm_layout *layout, const struct bm_frame *frame,
                        const struct bm_kind *kind, struct bm_frame_facts *facts)
{
    const struct bm_style *body = kind ? kind->body : NULL;
    for (size_t i = 0; i < frame->override_count; i++)
        if (bm_str_is(frame->overrides[i].role, "body"))
            body = frame->overrides[i].style;
    const struct bm_galley stub = {.kind = kind,
                                   .part_count = 1,
                                   .size = body ? body->size : layout->size,
                                   .leading = body ? body->leading : layout->leading};
    const struct bm_box_style *box = frame->boxless ? NULL
                                     : frame->box   ? frame->box
                                     : kind         ? kind->box
                                                    : NULL;
    struct bm_area a;
    bm_fit_area(layout, frame, box, &stub, &a);
    *facts = (struct bm_frame_facts){.rect = box ? (struct bm_rect){a.rule_left, a.rule_top,
                                                                    a.rule_right - a.rule_left,
                                                                    a.rule_bottom - a.rule_top}
                                                 : (struct bm_rect){a.x, a.y, a.w, a.h},
                                     .legs = a.legs,
                                     .measure = a.measure,
                                     .gutter = a.gutter,
                                     .rows = (uint32_t)(a.h / stub.leading),
                                     .rest = a.head_measure};
    for (uint32_t c = 0; c < a.legs; c++) {
        bm_len x, w;
        bm_fit_leg(&a, c, &x, &w);
        facts->characters += facts->rows * (uint32_t)(w / stub.size);
        facts->rest -= w + (c ? a.gutter : 0);
    }
}

const struct bm_box_style *bm_fit_box(const struct bm_frame *frame, const struct bm_box_style *box)
{
    return frame->boxless ? NULL : frame->box ? frame->box : box;
}

void bm_fit_furniture_area(const struct bm_layout *layout, const struct bm_frame *frame,
                           const struct bm_box_style *box, struct bm_area *area)
{
    const struct bm_galley stub = {
        .part_count = 1, .size = layout->size, .leading = layout->leading};
    bm_fit_area(layout, frame, box, &stub, area);
}
