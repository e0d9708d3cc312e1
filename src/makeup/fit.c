/* Copyfitting: the galley is set in the variants that the layout allows and the cheapest one that
 * fills the frame is kept. Costs are integers; of equal ones the first tried wins, and variants are
 * tried in a fixed order. */
#include "makeup/fit.h"

#define COST_SHORT_ROW 400   /* an empty row at the foot of the last column */
#define COST_UNEVEN    3000  /* an empty row at the foot of another column */
#define COST_WIDOW     20000 /* a column broken against 孤行 */
#define COST_LOOSENESS 400   /* a paragraph set longer or shorter than it likes */
#define COST_SPACE     8     /* a line of space added, squared */
#define COST_OVERSET   100000

void bm_frame_area(const struct bm_layout *layout, const struct bm_frame *frame,
                   const struct bm_box_style *box, const struct bm_galley *galley,
                   struct bm_field_area *area)
{
    bm_len x = bm_layout_column_x(layout, frame->column);
    bm_len w = bm_layout_columns_width(layout, frame->columns);
    bm_len y = bm_layout_line_y(layout, frame->line);
    bm_len h = (bm_len)frame->lines * layout->leading;
    bool first = frame->column == 0, last = frame->column + frame->columns == layout->columns;
    *area = (struct bm_field_area){.x = x, .y = y, .w = w, .h = h};
    /* A box's rules stand in the middle of the gutters, at the page's edge on the type area's. */
    area->rule_left = first ? x : x - layout->gutter / 2;
    area->rule_right = last ? x + w : x + w + layout->gutter / 2;
    area->rule_top = y;
    area->rule_bottom = y + h;
    bool sides = false;
    if (box) {
        sides = box->rule && (box->left || box->right);
        bm_len inner = box->inner ? box->inner_gap + box->inner : 0;
        if (box->left || box->tint.k) {
            area->x = area->rule_left + box->padding + inner;
            sides = true;
        }
        bm_len right = box->right || box->tint.k ? area->rule_right - box->padding - inner : x + w;
        area->w = right - area->x;
        area->y += (bm_len)box->above * layout->leading;
        area->h -= (bm_len)(box->above + box->below) * layout->leading;
    }
    bool head_only = galley->tier_count == galley->part_count;
    area->columns = head_only ? 1 : frame->set ? frame->set : frame->columns;
    area->gutter = frame->gutter ? frame->gutter : layout->gutter;
    bm_len gaps = (bm_len)(area->columns - 1) * area->gutter;
    bm_len each = (area->w - gaps) / (bm_len)area->columns;
    area->measure = each / galley->size * galley->size;
    if (area->measure <= 0)
        area->measure = each;
    /* A remainder below one character a column goes to both sides alike. */
    area->head_x = area->x;
    area->head_measure = area->w;
    if (head_only)
        return;
    bm_len rest = area->w - gaps - area->measure * (bm_len)area->columns;
    if (sides || area->columns != frame->columns) {
        area->x += rest / 2;
        area->w -= rest;
    }
}

struct fit {
    struct bm_arena *arena;
    const struct bm_layout *layout;
    const struct bm_galley *galley;
    const struct bm_field_area *area;
    struct bm_galley_lines *kept;
    int64_t best;
    int64_t
        lines; /* cost of the lines alone with every paragraph as it likes: the least there is */
    struct bm_fitted *out;
};

/* Breaks against the rule when columns of `depth` rows are cut. */
static uint32_t widows(const struct bm_setting *s, uint32_t columns, uint32_t depth)
{
    uint32_t n = 0;
    for (uint32_t c = 1; c < columns; c++) {
        size_t at = (size_t)c * depth;
        if (at >= s->row_count)
            break;
        n += s->rows[at].no_break_before || s->rows[at - 1].no_break_after || s->rows[at].empty;
    }
    return n;
}

static void try_variant(struct fit *f, const struct bm_variant *v, uint32_t changes)
{
    struct bm_setting s;
    const struct bm_field_area *a = f->area;
    bm_len grid = f->layout->leading, leading = f->galley->leading;
    bm_galley_set(f->arena, f->galley, a->head_measure, a->measure, grid, v, f->kept, &s);
    bm_len top = a->y + s.head_height;
    if (leading != grid) {
        /* Lines of another leading stand on one secondary grid across the page. */
        bm_len origin = f->layout->top, past = (top - origin) % leading;
        if (past)
            top += leading - past;
    }
    f->lines = s.cost < f->lines ? s.cost : f->lines;
    bm_len room = a->y + a->h - top;
    uint32_t depth = room > 0 ? (uint32_t)(room / leading) : 0;
    uint32_t rows = (uint32_t)s.row_count, k = a->columns, need = (rows + k - 1) / k;
    uint32_t cut = need < depth ? need : depth;
    int64_t cost = s.cost + (int64_t)changes * COST_LOOSENESS;
    /* Above the head first, and nowhere more than needed. */
    uint32_t space = v->head_above + 2 * v->head_below * v->head_below +
                     2 * (v->before_list + v->after_list + v->before_tail);
    cost += (int64_t)space * COST_SPACE;
    uint32_t overset = rows > depth * k ? rows - depth * k : 0, short_rows = 0;
    if (overset) {
        cost += (int64_t)overset * COST_OVERSET;
    } else if (rows) {
        uint32_t last = rows - (cut ? (rows - 1) / cut * cut : 0);
        uint32_t filled = cut ? (rows + cut - 1) / cut : 0;
        cost += (int64_t)(cut - last) * COST_SHORT_ROW + (int64_t)(k - filled) * cut * COST_UNEVEN;
        cost += (int64_t)widows(&s, k, cut) * COST_WIDOW;
        short_rows = depth - cut;
        cost += (int64_t)short_rows * k * COST_SHORT_ROW;
    } else {
        /* A head alone (banner, slogan) stands in the middle of its frame. */
        short_rows = 0;
        overset = s.head_height > a->h;
        cost += overset ? COST_OVERSET : 0;
    }
    if (cost >= f->best)
        return;
    f->best = cost;
    f->out->setting = s;
    f->out->body_y = top;
    f->out->depth = depth;
    f->out->short_lines = short_rows;
    f->out->overset_rows = overset;
    for (uint32_t c = 0; c <= k; c++) {
        uint32_t at = c * (overset ? depth : cut);
        f->out->first[c] = at < rows ? at : rows;
    }
    if (!overset)
        f->out->first[k] = rows;
}

/* All ways to give whole lines about head, list and tail, for one choice of looseness. */
static void try_spaces(struct fit *f, const int8_t *looseness, uint32_t changes)
{
    const struct bm_copyfit *c = &f->layout->copyfit;
    bool list = false, tail = false;
    for (size_t i = 0; i < f->galley->part_count; i++) {
        list = list || f->galley->parts[i].kind == BM_PART_ITEM;
        tail = tail || f->galley->parts[i].kind == BM_PART_TAIL;
    }
    bool head = f->galley->tier_count > 0;
    for (uint32_t above = 0; above <= (head ? c->head_above : 0); above++)
        for (uint32_t below = 0; below <= (head ? c->head_below : 0); below++)
            for (uint32_t t = 0; t <= (tail ? c->before_tail : 0); t++)
                for (uint32_t l = 0; l <= (list ? 2 * c->list : 0); l++) {
                    struct bm_variant v = {looseness, above, below, (l + 1) / 2, l / 2, t};
                    try_variant(f, &v, changes);
                }
}

void bm_fit_frame(struct bm_arena *arena, const struct bm_layout *layout,
                  const struct bm_galley *galley, const struct bm_field_area *area,
                  struct bm_fitted *fitted)
{
    *fitted = (struct bm_fitted){.first = BM_NEW_N(arena, (size_t)area->columns + 1, uint32_t)};
    struct fit f = {arena,     layout,    galley, area, bm_galley_lines_new(arena, galley),
                    INT64_MAX, INT64_MAX, fitted};
    size_t n = galley->part_count;
    int8_t *looseness = BM_NEW_N(arena, n + 1, int8_t);
    try_spaces(&f, looseness, 0);
    if (!layout->copyfit.looseness)
        return;
    const int64_t one = f.lines + COST_LOOSENESS, two = one + COST_LOOSENESS;
    /* One paragraph, then two, a line longer or shorter. */
    for (size_t i = 0; i < n; i++) {
        if (galley->parts[i].kind != BM_PART_PARAGRAPH || f.best <= one)
            continue;
        for (int8_t d = -1; d <= 1; d = (int8_t)(d + 2)) {
            looseness[i] = d;
            try_spaces(&f, looseness, 1);
            for (size_t j = i + 1; j < n && f.best > two; j++) {
                if (galley->parts[j].kind != BM_PART_PARAGRAPH)
                    continue;
                looseness[j] = d;
                try_spaces(&f, looseness, 2);
                looseness[j] = 0;
            }
            looseness[i] = 0;
        }
    }
}
