/* An article fitted to its frames: its pictures placed, then its text set around them, with the
 * head that suits the frames best. */
#include "fit/cost.h"
#include "fit/limits.h"
#include "fit/sizes.h"
#include "fit/slots.h"

/* What of the article's figures stands in each frame, as the text meets it. */
static void find_obstacles(const struct placing *at, struct bm_flow *flow)
{
    struct bm_arena *arena = at->fitter->arena;
    const struct bm_obstacle **all = bm_arena_array(arena, at->frames->n, sizeof *all);
    size_t *counts = BM_NEW_N(arena, at->frames->n, size_t);
    for (size_t i = 0; i < at->frames->n; i++) {
        struct bm_obstacle *o = bm_arena_array(arena, at->figures.n, sizeof *o);
        for (size_t k = 0; k < at->figures.n; k++) {
            const struct bm_placed_figure *f = &at->figures.v[k];
            if (f->frame == i)
                o[counts[i]++] = (struct bm_obstacle){f->rect, f->wrap, f->place->under_head};
        }
        all[i] = o;
    }
    flow->obstacles = all;
    flow->obstacle_counts = counts;
}

/* The flow around the figures as they stand now. */
static struct bm_flow flow_of(const struct placing *at)
{
    struct bm_flow flow = {.layout = at->fitter->layout,
                           .galley = at->galley,
                           .areas = at->areas,
                           .pages = at->frames->pages,
                           .frame_count = at->frames->n,
                           .trying = at->fitter->trying,
                           .limits_scale = at->fitter->limits_scale};
    find_obstacles(at, &flow);
    return flow;
}

/* quick: as every paragraph likes it, to compare ways to place a figure. */
static void fit_around(const struct placing *at, bool quick, struct bm_fitted *fitted)
{
    struct bm_flow flow = flow_of(at);
    flow.cache = bm_fit_cached_lines(at->cache, bm_fit_body_of(at->galley), at->areas[0].measure);
    flow.head_cache = bm_fit_cached_lines(at->cache, at->galley, at->areas[0].head_measure);
    flow.quick = quick;
    flow.price = at->price;
    flow.worked = at->worked;
    bm_fit_flow(at->fitter->arena, &flow, fitted);
}

static struct placing open_placing(const struct bm_fitter *fitter, const struct bm_subject *subject,
                                   const struct bm_galley *galley, const struct bm_frames *frames)
{
    struct bm_area *areas = BM_NEW_N(fitter->arena, frames->n, struct bm_area);
    struct bm_galley headless = *galley; /* the article further on */
    headless.tier_count = 0;
    headless.goes_on = true;
    for (size_t i = 0; i < frames->n; i++)
        bm_fit_area(fitter->layout, frames->v[i], bm_fit_box(frames->v[i], subject->box),
                    i ? &headless : galley, &areas[i]);
    return (struct placing){.fitter = fitter,
                            .galley = galley,
                            .cache = subject->cache,
                            .frames = frames,
                            .areas = areas};
}

size_t bm_fit_picture_widths(const struct bm_fitter *fitter, const struct bm_subject *subject,
                             const struct bm_galley *galley, const struct bm_frame *frame,
                             struct bm_picture_width widths[BM_WIDTHS_MOST])
{
    const uint32_t page = 1;
    const struct bm_frames frames = {&frame, &page, 1};
    if (!bm_galley_has(galley, BM_PART_FIGURE) || !fitter->layout->planning.picture)
        return 0;
    struct placing at = open_placing(fitter, subject, galley, &frames);
    bm_fit_open_figures(&at);
    const size_t n = bm_fit_find_widths(&at, widths);
    bm_fit_measure_widths(&at, widths, n);
    return n;
}

/* Slots with the figures as they are now. */
static void count_placed(struct placing *at, bool first, struct bm_slot_count *out)
{
    static const struct bm_variant plain;
    const struct bm_area *a = at->areas;
    struct bm_arena *arena = at->fitter->arena;
    struct bm_setting s = {0};
    struct bm_slots slots;
    struct bm_rect head = {a->head_x, a->y, a->head_measure, 0};
    const struct bm_flow flow = flow_of(at);
    if (first)
        head = bm_fit_place_head(arena, at->galley, a, &plain, flow.head_cache, &s);
    bm_fit_flow_slots(arena, &flow, &head, bm_fit_depth(&flow), &slots);
    *out = (struct bm_slot_count){.slots = slots.n, .unplaced = at->figures.unplaced_count > 0};
    if (at->figures.n == 1 && bm_fit_is_alone(at))
        out->alone = (uint32_t)(at->figures.v[0].rect.h / a->grid);
    const bool table = bm_galley_has(at->galley, BM_PART_TABLE);
    if (!slots.n || (slots.alike && !table && slots.v[0].w == a->measure))
        return;
    bm_len *widths = BM_NEW_N(arena, slots.n, bm_len), narrowest = slots.v[0].w;
    for (size_t i = 0; i < slots.n; i++) {
        widths[i] = slots.v[i].w;
        narrowest = widths[i] < narrowest ? widths[i] : narrowest;
    }
    out->rows = bm_fit_rows_in(
        at,
        &(struct bm_row_measures){widths, slots.n, slots.stops, slots.stop_count, NULL, 0, false},
        a->measure);
    if (table)
        out->narrow_rows = bm_fit_body_rows(at, narrowest);
}

/* As low (-1) or as high (1) as copyfitting may make them. */
static void resize_figures(struct placing *at, int pictures)
{
    for (size_t k = 0; k < at->figures.n; k++) {
        const struct bm_figure_place *place = at->figures.v[k].place;
        bm_fit_resize_figure(at, &at->figures.v[k],
                             pictures > 0 ? (int)place->give : -(int)place->lose);
    }
}

void bm_fit_slots(const struct bm_fitter *fitter, const struct bm_subject *subject,
                  const struct bm_galley *galley, const struct bm_frame *frame, bool first,
                  int pictures, struct bm_slot_count *out)
{
    const uint32_t page = 1;
    const struct bm_frames frames = {&frame, &page, 1};
    struct placing at = open_placing(fitter, subject, galley, &frames);
    if (first)
        bm_fit_place_figures(&at);
    if (pictures)
        resize_figures(&at, pictures);
    count_placed(&at, first, out);
}

/* The least of what the pictures' sizes cost, each as high as copyfitting may make it. */
static int64_t least_sizes_price(struct placing *at)
{
    int64_t price = 0;
    for (size_t i = 0; i < at->figures.n; i++) {
        struct bm_placed_figure *f = &at->figures.v[i];
        int64_t least = bm_fit_size_price(at, f);
        for (int more = -(int)f->place->lose; least && more <= (int)f->place->give; more++) {
            bm_fit_resize_figure(at, f, more);
            const int64_t other = bm_fit_size_price(at, f);
            least = other < least ? other : least;
        }
        price += least;
    }
    return price;
}

int64_t bm_fit_slot_range(const struct bm_fitter *fitter, const struct bm_subject *subject,
                          const struct bm_galley *galley, const struct bm_frame *frame,
                          uint32_t columns, struct bm_slot_count range[2])
{
    const uint32_t page = 1;
    const struct bm_frames frames = {&frame, &page, 1};
    struct placing at = open_placing(fitter, subject, galley, &frames);
    at.over = columns;
    bm_fit_place_figures(&at);
    const int64_t price = least_sizes_price(&at);
    for (int high = 0; high < 2; high++) {
        resize_figures(&at, high ? 1 : -1);
        count_placed(&at, true, &range[high]);
    }
    return price;
}

void bm_fit_alone(const struct bm_fitter *given, struct bm_arena *arena,
                  const struct bm_subject *subject, const struct bm_galley *galley,
                  const struct bm_frame *frame, struct bm_alone *out)
{
    struct bm_fitter fitter = *given;
    struct bm_frame f = *frame;
    struct bm_slot_count n;
    *out = (struct bm_alone){1, 0};
    fitter.arena = arena;
    fitter.trying = NULL;
    if (galley->tier_count)
        return;
    bm_fit_slots(&fitter, subject, galley, &f, true, 0, &n);
    if (!n.unplaced && !n.alone)
        return;
    out->lines = n.alone;
    for (uint32_t most = frame->lines + 1; out->least < most;) {
        f.lines = (out->least + most) / 2;
        bm_fit_slots(&fitter, subject, galley, &f, true, 0, &n);
        if (n.unplaced)
            out->least = f.lines + 1;
        else
            most = f.lines;
    }
}

/* A figure that goes with a paragraph stands where that begins once the text before it is set. */
static void anchor_figures(struct placing *at, struct bm_fitted *fitted)
{
    for (size_t i = 0; i < at->figures.n; i++) {
        struct bm_placed_figure *f = &at->figures.v[i];
        const struct bm_setting *s = &fitted->setting;
        size_t row = 0;
        if (!f->place->anchored)
            continue;
        while (row < s->row_count &&
               (s->rows[row].part == UINT32_MAX || s->rows[row].part < f->part))
            row++;
        if (row >= fitted->slot_count)
            continue;
        f->frame = fitted->slots[row].frame;
        bm_fit_anchor_figure(at, f, &fitted->slots[row]);
        fit_around(at, true, fitted);
    }
}

/* It, with those beside it. */
static void resize(struct placing *at, struct bm_placed_figure *f, int more)
{
    const size_t n = bm_fit_row_length(at, f);
    for (size_t i = 0; i < n; i++)
        bm_fit_resize_figure(at, &f[i], more);
}

/* Pictures that may give or take lines are tried at every height they may have. */
static void give_lines(struct placing *at, struct bm_fitted *fitted)
{
    for (size_t i = 0, n; i < at->figures.n; i += n) {
        struct bm_placed_figure *f = &at->figures.v[i];
        n = bm_fit_row_length(at, f);
        int best = 0, most = (int)f->place->give, least = -(int)f->place->lose;
        for (int more = least; more <= most; more++) {
            struct bm_fitted other;
            if (!more)
                continue;
            resize(at, f, more);
            if (!bm_fit_figure_seen(at, f))
                continue;
            fit_around(at, true, &other);
            if (other.cost < fitted->cost) {
                *fitted = other;
                best = more;
            }
        }
        if (least < most)
            resize(at, f, best);
    }
}

/* Figures under the head go where its foot is, now that it has its height. */
static void lower_figures(struct placing *at, const struct bm_rect *head)
{
    const bm_len down = head->y + head->h - at->areas[0].y;
    for (size_t i = 0; i < at->figures.n; i++) {
        struct bm_placed_figure *f = &at->figures.v[i];
        if (!f->place->under_head)
            continue;
        at->figures.under_head = true;
        f->rect.y += down;
        f->shown.y += down;
        f->whole.y += down;
    }
}

/* What a picture without text has less than it would take at its width. */
static int64_t shrunk_cost(const struct placing *at)
{
    const struct bm_placed_figure *f = at->figures.v;
    if (at->figures.n != 1 || !bm_fit_is_alone(at) || !f->image)
        return 0;
    const struct bm_area *a = &at->areas[f->frame];
    const uint32_t likes = bm_fit_figure_lines(at, f, a, f->rect.w),
                   has = (uint32_t)(f->rect.h / a->grid);
    return likes > has ? bm_fit_shrunk_cost(at->galley, likes - has, a->frame->columns) : 0;
}

/* Its main picture over so many columns, 0: as many as it likes. */
static void fit_over(struct placing *at, uint32_t columns, struct bm_fitted *out)
{
    at->over = columns;
    bm_fit_place_figures(at);
    if (at->figures.n) {
        fit_around(at, true, out);
        anchor_figures(at, out);
        give_lines(at, out);
    }
    fit_around(at, false, out);
    lower_figures(at, &out->head);
    out->cost += bm_fit_tally_cost(&(struct bm_tally){.over = at->figures.unplaced_count});
    out->cost += shrunk_cost(at);
    out->galley = at->galley;
    out->areas = at->areas;
    out->figures = at->figures;
    out->picture = bm_fit_sizes_price(at);
}

/* What of the fit hangs on the width of the main picture, by the slots that it leaves: rows left
 * over, rows that stay empty. */
struct promise {
    int64_t cost;  /* likely */
    int64_t least; /* it cannot be less */
};

/* Rows that copyfitting may give to a body beside what the picture gives, and take from it. */
static uint64_t spare_rows(const struct placing *at, uint64_t *fewer)
{
    const struct bm_copyfit *c = &at->fitter->layout->copyfit;
    uint32_t paragraphs = 0, items = 0;
    for (size_t i = 0; i < at->galley->part_count; i++) {
        paragraphs += at->galley->parts[i].kind == BM_PART_PARAGRAPH;
        items += at->galley->parts[i].kind == BM_PART_ITEM;
    }
    *fewer = c->looseness ? bm_fit_changes_most(paragraphs, at->fitter->limits_scale) : 0;
    return *fewer + (uint64_t)at->areas[0].legs * (c->head_above + c->head_below) + c->before_tail +
           2ull * c->list * items;
}

static struct promise promise_of(struct placing *at, const struct bm_picture_width *width)
{
    static const struct bm_variant plain;
    struct bm_setting s = {0};
    size_t slots[2];
    bool alike = true;
    at->over = width->columns;
    bm_fit_place_figures(at);
    const int64_t price = width->price + bm_fit_sizes_price(at);
    for (int high = 0; high < 2; high++) {
        struct bm_slots all;
        resize_figures(at, high ? 1 : -1);
        const struct bm_flow flow = flow_of(at);
        const struct bm_rect head = bm_fit_place_head(
            at->fitter->arena, at->galley, &at->areas[0], &plain,
            bm_fit_cached_lines(at->cache, at->galley, at->areas[0].head_measure), &s);
        bm_fit_flow_slots(at->fitter->arena, &flow, &head, bm_fit_depth(&flow), &all);
        slots[high] = all.n;
        alike = alike && all.alike;
    }
    const size_t rows = bm_fit_body_rows(at, at->areas[0].measure);
    const uint64_t over = rows > slots[0] ? rows - slots[0] : 0;
    const uint64_t left = slots[1] > rows ? slots[1] - rows : 0;
    const uint64_t unplaced = at->figures.unplaced_count;
    struct bm_tally likely = {.over = over + UNPLACED * unplaced, .short_rows = left},
                    least = {.over = unplaced};
    uint64_t fewer;
    const uint64_t spare = spare_rows(at, &fewer);
    if (alike && rows) {
        least.over += over > fewer ? over - fewer : 0;
        least.short_rows = left > spare ? left - spare : 0;
    }
    return (struct promise){price + bm_fit_tally_cost(&likely),
                            width->price + bm_fit_tally_cost(&least)};
}

/* In the width of the main picture that promises most; where text is left over in the next. False:
 * it would cost `limit` or more. */
static bool fit_galley(struct placing *at, int64_t limit, struct bm_fitted *out)
{
    struct bm_picture_width widths[BM_WIDTHS_MOST];
    int64_t promised[BM_WIDTHS_MOST], best = INT64_MAX, least = INT64_MAX;
    size_t n = 0;
    if (bm_galley_has(at->galley, BM_PART_FIGURE)) {
        bm_fit_open_figures(at);
        n = bm_fit_find_widths(at, widths);
    }
    for (size_t i = 0; i < n; i++) {
        promised[i] = INT64_MAX;
        if (widths[i].price >= best)
            continue;
        const struct promise promise = promise_of(at, &widths[i]);
        promised[i] = promise.cost;
        best = promise.cost < best ? promise.cost : best;
        least = promise.least < least ? promise.least : least;
    }
    if (n && least >= limit)
        return false;
    best = INT64_MAX;
    for (size_t tried = 0; tried < WIDTHS_TRIED; tried++) {
        struct bm_fitted fitted;
        size_t k = n;
        for (size_t i = 0; i < n; i++)
            if (promised[i] < (k < n ? promised[k] : INT64_MAX))
                k = i;
        if (k == n || (tried && promised[k] >= bm_fit_tally_cost(&(struct bm_tally){.over = 1})))
            break;
        promised[k] = INT64_MAX;
        fit_over(at, widths[k].columns, &fitted);
        fitted.picture += widths[k].price;
        if (fitted.cost + fitted.picture < best) {
            best = fitted.cost + fitted.picture;
            *out = fitted;
        }
        if (!fitted.overset_rows)
            break;
    }
    if (best == INT64_MAX)
        fit_over(at, 0, out);
    return true;
}

/* The galley that costs least for its head alone among those that cost more than `cost`, or as much
 * and come later. */
static size_t next_galley(const struct bm_fitter *fitter, const struct bm_subject *subject,
                          uint32_t columns, size_t last, int64_t *cost)
{
    const size_t n = 1 + subject->smaller_count;
    size_t best = n;
    int64_t least = INT64_MAX;
    for (size_t k = 0; k < n; k++) {
        const int64_t c = bm_fit_head_cost(fitter->layout, subject, k, columns);
        const bool later = c > *cost || (c == *cost && k > last);
        if (later && c < least) {
            best = k;
            least = c;
        }
    }
    *cost = least;
    return best;
}

/* With the head that suits the frames best. Of heads on a ladder it counts besides how they look,
 * else the largest would stand in any number of lines. */
static void choose_head(const struct bm_fitter *fitter, const struct bm_subject *subject,
                        const struct bm_frames *frames, bool price, struct bm_fitted *out)
{
    const size_t n = 1 + subject->smaller_count;
    uint32_t limits = 0;
    uint64_t worked = 0;
    int64_t best = INT64_MAX, cost = -1;
    for (size_t k = n;
         (k = next_galley(fitter, subject, bm_fit_head_columns(frames->v[0]), k, &cost)) < n;) {
        struct bm_fitted fitted;
        if (cost >= best)
            break;
        struct placing at = open_placing(fitter, subject, bm_fit_galley(subject, k), frames);
        at.price = price;
        at.worked = &worked;
        if (!fit_galley(&at, best < INT64_MAX ? best - cost : best, &fitted))
            continue;
        fitted.cost += cost;
        fitted.cost +=
            bm_fit_tally_cost(&(struct bm_tally){.torn = bm_fit_torn_of(&fitted.setting)});
        limits |= fitted.limits;
        fitted.form = bm_fit_head_form(fitter->layout, subject, fitted.galley, &fitted.setting,
                                       &fitted.areas[0]);
        const int64_t all = fitted.cost + fitted.picture +
                            (subject->ladder ? fitted.form.narrow + fitted.form.hollow : 0);
        if (all >= best)
            continue;
        best = all;
        *out = fitted;
    }
    out->limits = limits;
    out->worked = worked;
}

void bm_fit_article(const struct bm_fitter *fitter, const struct bm_subject *subject,
                    const struct bm_frames *frames, struct bm_fitted *out)
{
    choose_head(fitter, subject, frames, false, out);
}

/* Grid lines of the last frame below its head and figures. */
static bm_len lines_below(const struct bm_fitted *f, size_t last)
{
    const struct bm_area *a = &f->areas[last];
    bm_len used = f->setting.head_height;
    for (size_t i = 0; i < f->figures.n; i++) {
        const struct bm_placed_figure *g = &f->figures.v[i];
        const bm_len foot = g->rect.y + g->rect.h - a->y;
        used = g->frame == last && foot > used ? foot : used;
    }
    return (a->h - used) / a->grid;
}

/* Whether the head is larger than its place, or, where the text is left over, than its frame. */
static bool is_head_over(const struct bm_fitted *f)
{
    const struct bm_setting *s = &f->setting;
    const struct bm_area *a = &f->areas[0];
    return f->head_over || (s->head_width ? s->head_width > a->w : s->head_height > a->h);
}

void bm_fit_price(const struct bm_fitter *fitter, const struct bm_subject *subject,
                  const struct bm_frames *frames, struct bm_fit_cost *out)
{
    struct bm_fitted f;
    choose_head(fitter, subject, frames, true, &f);
    const size_t rows = f.setting.row_count;
    const uint32_t over = f.overset_rows + f.head_over + (uint32_t)f.figures.unplaced_count;
    *out = (struct bm_fit_cost){
        .lines = f.setting.cost,
        .copyfit = f.cost - f.setting.cost - bm_fit_tally_cost(&(struct bm_tally){.over = over}),
        .over = over,
        .overset_rows = f.overset_rows,
        .unplaced = (uint32_t)f.figures.unplaced_count,
        .head_over = is_head_over(&f),
        .rows = rows,
        .left = (uint32_t)(f.slot_count > rows ? f.slot_count - rows : 0) + f.short_lines * f.legs,
        .legs = f.legs,
        .limits = f.limits,
        .worked = f.worked,
        .galley = f.galley,
        .head = f.setting,
        .form = f.form,
        .picture = f.picture,
        .below = lines_below(&f, frames->n - 1),
        .frames = BM_NEW_N(fitter->arena, frames->n, struct bm_frame_room)};
    for (size_t i = 0; i < frames->n; i++)
        out->frames[i].legs = f.areas[i].legs;
    for (size_t i = 0; i < f.slot_count; i++) /* those of one frame may only be counted */
        out->frames[f.slots ? f.slots[i].frame : 0].slots++;
}
