/* Bounds of prices, by rows and heads. */
#include "compose/needs.h"

#include "fit/cost.h"

#include "compose/frames.h"
#include "compose/limits.h"

static uint32_t paragraphs_of(const struct bm_galley *g)
{
    uint32_t n = 0;
    for (size_t i = 0; i < g->part_count; i++)
        n += g->parts[i].kind == BM_PART_PARAGRAPH;
    return n;
}

static uint32_t lists_of(const struct bm_galley *g)
{
    uint32_t n = 0;
    for (size_t i = 0; i < g->part_count; i++)
        n += g->parts[i].kind == BM_PART_ITEM && (!i || g->parts[i - 1].kind != BM_PART_ITEM);
    return n;
}

int32_t bm_compose_leg_price(const struct planner *p, uint32_t rows)
{
    const struct bm_planning *w = &p->in->layout->planning;
    uint32_t off = rows < w->leg_least  ? w->leg_least - rows
                   : rows > w->leg_most ? rows - w->leg_most
                                        : 0;
    return rows ? bm_compose_limited((int64_t)off * w->leg) : 0;
}

/* A block too flat or too tall for a page that looks made; hundredths of its width that it is high.
 */
static int64_t shape_price(const struct planner *p, uint32_t w, uint32_t h)
{
    const struct bm_layout *layout = p->in->layout;
    const struct bm_planning *weights = &layout->planning;
    const bm_len width = bm_layout_columns_width(layout, w);
    const int64_t high = (int64_t)h * layout->leading * 100 / width;
    const int64_t flat = 10 * (int64_t)weights->flat, tenths = high / 10;
    int64_t price = 0;
    if (tenths > (int64_t)weights->tall)
        price += (tenths - (int64_t)weights->tall) * weights->upright;
    if (high < flat)
        price += (flat - high) * weights->lying / 10;
    if (high < flat - FLATTER)
        price += (flat - FLATTER - high) * weights->lying / 10;
    if (10 * h < p->task.grid.lines)
        price += weights->strip;
    if (high < STRIP_LEAST || high > STRIP_MOST)
        price += weights->strip;
    return price;
}

/* A lead too narrow or too wide, any other article wider than half of the page. */
static int64_t rank_price(const struct planner *p, const struct candidate *c, int64_t w)
{
    const struct bm_planning *weights = &p->in->layout->planning;
    const int64_t all = p->task.grid.columns;
    int64_t price = 0;
    if (c->stand.second && 3 * w < all)
        price += weights->rank;
    if (c->stand.lead && 2 * w < all)
        price += weights->lead;
    if (c->stand.follows && 2 * w > all)
        price += (10 * w - 5 * all) * weights->wider / all;
    if (!c->stand.heads && !c->stand.lead)
        return price;
    if (100 * w < LEAD_SHARE * all)
        price += (LEAD_SHARE * all - 100 * w) * weights->lead_share / (10 * all);
    if (100 * w > LEAD_MOST * all)
        price += (100 * w - LEAD_MOST * all) * weights->lead_most / (10 * all);
    return price;
}

int64_t bm_compose_block_price(const struct planner *p, uint32_t article, uint32_t w, uint32_t h,
                               int64_t costs[BM_PENALTIES])
{
    const int64_t shape = shape_price(p, w, h), rank = rank_price(p, &p->candidates[article], w);
    if (costs) {
        costs[BM_PENALTY_SHAPE] += shape;
        costs[BM_PENALTY_RANK] += rank;
    }
    return shape + rank;
}

/* Copyfitting may add rows to the body and take some. */
static int32_t least_leg_price(const struct planner *p, const struct candidate *c, int64_t rows,
                               uint32_t columns)
{
    const struct bm_copyfit *f = &p->in->layout->copyfit;
    const int64_t loose = bm_compose_reach(p, c).less,
                  more = loose + 2ll * f->list * c->lists + (c->tail ? f->before_tail : 0);
    int32_t best = BM_PRICE_MOST;
    for (int64_t r = rows > loose ? rows - loose : 1; r <= rows + more; r++) {
        int32_t price = bm_compose_leg_price(p, (uint32_t)((r + columns - 1) / columns));
        best = price < best ? price : best;
    }
    return best;
}

/* The widths that its main picture may have. */
struct picture {
    struct bm_picture_width v[BM_WIDTHS_MOST];
    size_t n;
};

static struct picture find_picture(const struct planner *p, const struct candidate *c,
                                   const struct bm_galley *g, const struct bm_frame *frame)
{
    struct bm_fitter fitter = p->fitter; /* of this thread */
    struct picture found;
    fitter.arena = c->work;
    found.n = bm_fit_picture_widths(&fitter, c->subject, g, frame, found.v);
    return found;
}

/* At least so much does it cost to fill what the picture leaves of so many slots, and its width; or
 * that it has no place. Lines of the picture and rows of the body need not begin together. */
static int64_t picture_fill(const struct planner *p, const struct candidate *c,
                            const struct picture *picture, const struct headroom *space,
                            const struct bm_area *a, uint32_t lines, int64_t slots, int64_t body)
{
    const int64_t unplaced = (int64_t)FIGURE_OVER * BM_PRICE_OVERSET;
    int64_t best = picture->n ? INT64_MAX : 0;
    const struct reach reach = bm_compose_reach(p, c);
    for (size_t i = 0; i < picture->n; i++) {
        const struct bm_picture_width *w = &picture->v[i];
        const int64_t columns = w->columns;
        const int64_t few = (int64_t)w->least * a->grid / a->leading - 1,
                      many = ((int64_t)w->most * a->grid + a->leading - 1) / a->leading + 1;
        const int64_t taken = few < 0                       ? 0
                              : columns * few < FIGURE_OVER ? columns * few
                                                            : FIGURE_OVER,
                      full = slots - taken - body, rest = slots - columns * many - body;
        int64_t price = w->price + bm_fit_crop_price(w, lines);
        if (full < 0)
            price = bm_compose_least_fill(p, c, space, a->legs, full, reach);
        else if (rest > a->legs && w->only && !bm_galley_head_is_vertical(c->subject->galley))
            price += bm_compose_least_fill(p, c, space, a->legs, rest - a->legs, reach);
        if (full >= 0 && price > unplaced)
            price = unplaced;
        best = price < best ? price : best;
    }
    return best;
}

/* Bounds for one galley of the article (its head may have smaller ones), by lines. */
static void bound_prices(const struct planner *p, const struct candidate *c,
                         const struct bm_galley *g, const struct bm_frame *frame, int64_t extra,
                         int32_t *prices)
{
    const struct bm_layout *layout = p->in->layout;
    static const struct bm_variant plain;
    struct bm_area a;
    struct bm_setting s = {0};
    bm_arena_clear(c->work);
    bm_fit_area(layout, frame, bm_fit_box(frame, c->subject->box), g, &a);
    const bm_len measure = bm_fit_head_measure(&a);
    bm_galley_set_head(c->work, g, measure, a.h, a.grid, &plain,
                       bm_fit_cached_lines(c->subject->cache, g, measure), &s);
    const struct body_need *body = bm_compose_body(p, c, a.measure);
    /* A vertical head takes part of the width: a bound from below may leave it out. */
    const bool side = frame->head.side;
    bm_len head = s.head_width || side ? 0 : s.head_height;
    bm_len around = (bm_len)frame->lines * a.grid - a.h;
    /* Pictures and vertical heads take slots, and change the measures beside them. */
    const bool figures = bm_galley_has(g, BM_PART_FIGURE) || s.head_width;
    /* A table that goes on in another leg has its head again there: how many rows that takes is not
     * known, so that less may be left to fill. */
    const bool heads = bm_galley_has(g, BM_PART_TABLE) && a.legs > 1;
    const int64_t body_rows = body->rows;
    s.row_count = (size_t)body_rows;
    const struct reach reach = figures ? bm_compose_reach(p, c) : body->reach;
    const struct bm_head_form form = bm_fit_head_form(layout, c->subject, g, &s, &a);
    const uint32_t wrapped = side ? layout->planning.side_head : layout->planning.raw_wrap;
    extra += form.narrow + (side ? 0 : form.hollow); /* that hangs on the height there */
    extra += bm_galley_head_is_vertical(g) || !frame->head.columns ? 0 : wrapped;
    const struct picture picture = find_picture(p, c, g, frame);
    if (!s.head_width) /* its lines hang on the height */
        extra += bm_fit_tally_cost(&(struct bm_tally){.torn = bm_fit_torn_of(&s)});
    a.legs = bm_fit_text_legs(&a);
    const uint32_t under = side ? 0 : frame->head.columns ? frame->head.columns : a.legs;
    const bm_len free = (bm_len)bm_fit_free_beside_head(layout, g, frame) * a.grid;
    const struct headroom space =
        bm_compose_headroom(p, c, bm_fit_head_columns(frame), side ? 0 : s.head_room, under);
    struct bm_alone alone = {1, 0};
    if (figures && !body_rows)
        bm_fit_alone(&p->fitter, c->work, c->subject, g, frame, &alone);
    const int64_t legs = !figures && body_rows ? least_leg_price(p, c, body_rows, a.legs) : 0;
    for (uint32_t h = 1; h <= p->task.grid.lines; h++) {
        bm_len room = (bm_len)h * a.grid - around;
        int64_t price = extra + (figures ? 0 : body->cost);
        if (room < head || room <= 0) {
            int64_t over = body_rows - reach.less;
            price += BM_PRICE_OVERSET * ((over > 1 ? over : 1) + HEAD_OVER);
        } else if (h < alone.least) {
            price += BM_PRICE_OVERSET * (1 + FIGURE_ALONE);
        } else if (alone.lines) {
            const int64_t more = (int64_t)(room / a.grid) - alone.lines;
            price += more > 0 ? bm_compose_slack_price(p, more, 1)
                              : bm_fit_shrunk_cost(g, (uint32_t)-more, frame->columns);
        } else if (!body_rows && !figures) {
            price += bm_compose_slack_price(p, (room - head) / a.grid, 1);
        } else {
            /* A body of a leading of its own may have a row less, as the block stands. */
            const int64_t rows = (room - head) / a.leading;
            const int64_t high = room > free ? (room - free) / a.leading : 0;
            const int64_t full = rows * under + high * (a.legs - under) - body_rows;
            const int64_t less = rows && a.leading != a.grid ? full - a.legs : full;
            if (picture.n && !heads && body_rows) {
                price +=
                    picture_fill(p, c, &picture, &space, &a, (uint32_t)((room - head) / a.grid),
                                 full + body_rows, body_rows);
            } else if ((!figures && !heads) || full < 0) {
                const int64_t more = bm_compose_least_fill(p, c, &space, a.legs, full, reach);
                const int64_t few =
                    less == full ? more : bm_compose_least_fill(p, c, &space, a.legs, less, reach);
                price += few < more ? few : more;
            }
            price += legs;
        }
        if (bm_compose_limited(price) < prices[h - 1])
            prices[h - 1] = bm_compose_limited(price);
    }
}

static void add_leg_choice(struct planner *p, struct candidate *c, struct arrangement how)
{
    struct bm_arena *work = c->arena;
    const uint32_t lines = p->task.grid.lines;
    c->choices = bm_arena_grow(work, c->choices, c->n, &c->cap, sizeof *c->choices);
    struct leg_choice *f = &c->choices[c->n++];
    *f = (struct leg_choice){.how = how,
                             .prices = bm_arena_array(work, lines, sizeof *f->prices),
                             .slot_bound = BM_NEW_N(work, lines, bool),
                             .exact = BM_NEW_N(work, lines, bool),
                             .heads = BM_NEW_N(work, lines, bm_len)};
    for (uint32_t h = 0; h < lines; h++)
        f->prices[h] = BM_PRICE_MOST;
}

/* A horizontal head, and text alone in its legs, on the page's grid. */
static bool has_bare_text(const struct planner *p, const struct bm_galley *g)
{
    return g->tier_count && !bm_galley_head_is_vertical(g) && !bm_galley_has(g, BM_PART_FIGURE) &&
           !bm_galley_has(g, BM_PART_TABLE) && bm_galley_has_text(g) &&
           g->leading == p->in->layout->leading;
}

/* The head over the wider half of the legs, and over all but one; the text of the others runs up
 * beside it (raw wrap). Of articles whose text alone is in its legs, on the page's grid. */
static void add_raw_wraps(struct planner *p, struct candidate *c, uint32_t w, uint32_t legs)
{
    const struct bm_layout *layout = p->in->layout;
    const struct bm_galley *g = c->subject->galley;
    const bool leads = c->stand.heads || c->stand.lead;
    if (!layout->planning.raw_wrap || legs < RAW_WRAP_LEAST || !has_bare_text(p, g) ||
        c->subject->box)
        return;
    for (uint32_t head = (legs + 1) / 2; head<legs; head += legs - 1> head ? legs - 1 - head : 1)
        if (!leads || 100 * head * w >= LEAD_LEAST * legs * p->task.grid.columns)
            add_leg_choice(p, c, (struct arrangement){legs, head, false});
}

/* The head in the first of the legs, or the first two, the text beside it (边题). Not of a lead,
 * whose head is wide. */
static void add_sides(struct planner *p, struct candidate *c, uint32_t w, uint32_t legs)
{
    const struct bm_galley *g = c->subject->galley;
    if (!p->in->layout->planning.side_head || legs < SIDE_LEAST || c->stand.heads ||
        c->stand.lead || !has_bare_text(p, g))
        return;
    add_leg_choice(p, c, (struct arrangement){legs, 1, true});
    if (legs >= SIDE_TWO && legs == w)
        add_leg_choice(p, c, (struct arrangement){legs, 2, true});
}

/* The numbers of legs whose measure is within the layout's limits, and no wider than its pictures
 * may be; if none is, the narrowest, or the one nearest to the limits. */
static void find_leg_choices(struct planner *p, struct candidate *c, uint32_t x, uint32_t w)
{
    const struct bm_planning *weights = &p->in->layout->planning;
    uint32_t nearest = 1;
    bm_len off = INT32_MAX;
    bool any = false;
    const struct bm_galley *galley = c->subject->galley;
    const bool text = bm_galley_has_text(galley);
    for (uint32_t legs = 1; legs <= w; legs++) {
        const struct bm_frame f = bm_compose_block_frame(p, c, x, w, 0, p->task.grid.lines,
                                                         (struct arrangement){legs, 0, false});
        struct bm_area a;
        bm_fit_area(p->in->layout, &f, bm_fit_box(&f, c->subject->box), galley, &a);
        bm_len less = weights->measure_least - a.measure, more = a.measure - weights->measure_most;
        bm_len by = less > more ? less : more;
        by = text ? by : 0;
        if (by <= 0 && bm_fit_coarse_in_leg(&p->fitter, galley, &a)) {
            off = 0;
            nearest = legs;
        } else if (by <= 0) {
            add_leg_choice(p, c, (struct arrangement){legs, 0, false});
            any = true;
            add_raw_wraps(p, c, w, legs);
            add_sides(p, c, w, legs);
            /* Without text there is one column however many are asked for. */
            if (!text)
                return;
        } else if (by < off) {
            off = by;
            nearest = legs;
        }
    }
    if (!any)
        add_leg_choice(p, c, (struct arrangement){nearest, 0, false});
}

static size_t span_of(const struct planner *p, uint32_t x, uint32_t w)
{
    return bm_plan_index(&p->task, 0, x, w, 1) / p->task.grid.lines;
}

void bm_compose_price_rects(struct planner *p, uint32_t article)
{
    const struct candidate *c = &p->candidates[article];
    const uint32_t columns = p->task.grid.columns, lines = p->task.grid.lines;
    for (uint32_t x = 0; x < columns; x++)
        for (uint32_t w = 1; x + w <= columns; w++) {
            const size_t span = span_of(p, x, w);
            int32_t *prices = &p->prices[bm_plan_index(&p->task, article, x, w, 1)];
            for (uint32_t h = 1; h <= lines; h++) {
                int32_t best = BM_PRICE_MOST;
                for (size_t f = c->first[span]; f < c->first[span + 1]; f++)
                    best = c->choices[f].prices[h - 1] < best ? c->choices[f].prices[h - 1] : best;
                prices[h - 1] = best;
            }
        }
}

/* Bounds of all choices of legs in a stretch of columns. */
static void bound_stretch(const struct planner *p, uint32_t article, uint32_t x, uint32_t w)
{
    const struct candidate *c = &p->candidates[article];
    const size_t span = span_of(p, x, w);
    const uint32_t lines = p->task.grid.lines;
    for (size_t f = c->first[span]; f < c->first[span + 1]; f++) {
        const struct bm_frame frame =
            bm_compose_block_frame(p, c, x, w, 0, lines, c->choices[f].how);
        int32_t *to = c->choices[f].prices;
        for (size_t k = 0; k < c->galley_count; k++) {
            const int64_t head =
                bm_fit_head_cost(p->in->layout, c->subject, k, bm_fit_head_columns(&frame));
            if (head < INT64_MAX)
                bound_prices(p, c, bm_fit_galley(c->subject, k), &frame, head, to);
        }
        for (uint32_t h = 1; h <= lines; h++)
            to[h - 1] =
                bm_compose_limited(to[h - 1] + bm_compose_block_price(p, article, w, h, NULL));
    }
}

/* A stretch of the same width in which all fits are the same: without a box, whose rules stand
 * otherwise at the page's edges, the first; else the first that touches no edge. */
static uint32_t alike_of(const struct planner *p, const struct candidate *c, uint32_t x, uint32_t w)
{
    if (!c->subject->box)
        return 0;
    return x > 1 && x + w < p->task.grid.columns ? 1 : x;
}

/* Stretches that are alike share what is known of them: what is exact in one is so in all. */
static void make_stretch(struct planner *p, uint32_t article, uint32_t x, uint32_t w)
{
    struct candidate *c = &p->candidates[article];
    const uint32_t like = alike_of(p, c, x, w);
    const size_t span = span_of(p, x, w), from = span_of(p, like, w);
    c->first[span] = c->n;
    if (like == x) {
        find_leg_choices(p, c, x, w);
        c->first[span + 1] = c->n;
        bound_stretch(p, article, x, w);
        return;
    }
    for (size_t f = c->first[from]; f < c->first[from + 1]; f++) {
        c->choices = bm_arena_grow(c->arena, c->choices, c->n, &c->cap, sizeof *c->choices);
        c->choices[c->n++] = c->choices[f];
    }
    c->first[span + 1] = c->n;
}

void bm_compose_bound(struct planner *p, uint32_t article)
{
    struct candidate *c = &p->candidates[article];
    const uint32_t columns = p->task.grid.columns;
    c->galley_count = 1 + c->subject->smaller_count;
    c->bodies = BM_NEW(c->arena, struct body_needs);
    c->paragraphs = paragraphs_of(c->subject->galley);
    c->lists = lists_of(c->subject->galley);
    c->tail = bm_galley_has(c->subject->galley, BM_PART_TAIL);
    if (!c->kept) {
        c->first = BM_NEW_N(c->arena, (size_t)columns * (columns + 1) / 2 + 1, size_t);
        for (uint32_t x = 0; x < columns; x++)
            for (uint32_t w = 1; x + w <= columns; w++)
                make_stretch(p, article, x, w);
    }
    bm_compose_price_rects(p, article);
}

struct leg_choice *bm_compose_cheapest_legs(struct planner *p, uint32_t article,
                                            const struct bm_plan_rect *r)
{
    struct candidate *c = &p->candidates[article];
    const size_t span = bm_plan_index(&p->task, 0, r->column, r->columns, 1) / p->task.grid.lines;
    struct leg_choice *best = &c->choices[c->first[span]];
    for (size_t f = c->first[span]; f < c->first[span + 1]; f++)
        if (c->choices[f].prices[r->lines - 1] < best->prices[r->lines - 1])
            best = &c->choices[f];
    return best;
}
