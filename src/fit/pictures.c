/* Pictures and QR codes: how they fill their places. */
#include "fit/limits.h"
#include "fit/sizes.h"

/* The rectangle that the whole picture would fill so that `shown` is covered, or so that all of it
 * is seen. */
static struct bm_rect whole_of(const struct bm_image *image, const struct bm_figure_place *place,
                               struct bm_rect *shown)
{
    struct bm_rect r = *shown;
    int64_t across = (int64_t)shown->w * image->height, down = (int64_t)shown->h * image->width;
    bool wider = across > down; /* filling the width makes it higher than shown */
    if (wider != place->whole)
        r.h = bm_len_ratio(shown->w, image->height, image->width);
    else
        r.w = bm_len_ratio(shown->h, image->width, image->height);
    r.x -= bm_len_ratio((int64_t)r.w - shown->w, place->focus_x, 10000);
    r.y -= bm_len_ratio((int64_t)r.h - shown->h, place->focus_y, 10000);
    if (place->whole)
        *shown = r;
    return r;
}

/* A picture on the edge of the type area goes on over the trim, by as much as the sheet bleeds. */
static void bleed(const struct placing *at, const struct bm_area *a, bool over_foot,
                  struct bm_rect *shown)
{
    const struct bm_layout *l = at->fitter->layout;
    const bm_len right = l->left + bm_layout_columns_width(l, l->columns);
    bm_len to_right = shown->x + shown->w, to_foot = shown->y + shown->h;
    if (!a->frame->bleed)
        return;
    if (over_foot)
        to_foot = l->trim_height + l->bleed;
    if (to_right >= right)
        to_right = l->trim_width + l->bleed;
    if (shown->x <= l->left)
        shown->x = -l->bleed;
    if (shown->y <= l->top)
        shown->y = -l->bleed;
    shown->w = to_right - shown->x;
    shown->h = to_foot - shown->y;
}

/* The figure in the rectangle; more: lines that its height differs from its place's. */
static void fill_figure(struct placing *at, struct bm_placed_figure *f, struct bm_rect r, int more)
{
    const struct bm_figure_place *place = f->place;
    const struct bm_part *part = &at->galley->parts[f->part];
    const struct bm_area *a = &at->areas[f->frame];
    f->text_x = place->captioned ? a->x + place->caption_x : r.x;
    f->text_w = place->captioned ? place->captioned : r.w;
    bm_fit_set_caption(at, f, f->text_w);
    bm_len below = bm_fit_caption_room(part, f), gap = a->leading - a->size;
    if (!place->at.lines)
        r.h = (bm_len)bm_fit_lines_of_figure(part, f, a, r.w) * a->grid;
    r.h += more * a->grid;
    if (r.y + r.h > a->y + a->h)
        r.h = a->y + a->h - r.y;
    f->wrap = place->wrap;
    f->rect = r;
    f->shown = (struct bm_rect){r.x, r.y, r.w, r.h - below - gap};
    if (f->shown.h < a->size)
        f->shown.h = a->size;
    if (f->image) {
        bleed(at, a,
              !below &&
                  r.y + r.h >= bm_layout_line_y(at->fitter->layout, at->fitter->layout->lines),
              &f->shown);
        f->whole = whole_of(f->image, place, &f->shown);
        return;
    }
    bm_len side = f->shown.w < f->shown.h ? f->shown.w : f->shown.h;
    f->shown.x += (f->shown.w - side) / 2;
    f->shown.w = f->shown.h = side;
}

bool bm_fit_figure_seen(const struct placing *at, const struct bm_placed_figure *f)
{
    const struct bm_area *a = &at->areas[f->frame];
    const bm_len below = bm_fit_caption_room(&at->galley->parts[f->part], f);
    return f->rect.h - below - (a->leading - a->size) >= a->size;
}

static void place_figure(struct placing *at, struct bm_placed_figure *f)
{
    fill_figure(at, f, bm_fit_place(&at->areas[f->frame], &f->place->at, 1), 0);
}

void bm_fit_resize_figure(struct placing *at, struct bm_placed_figure *figure, int more)
{
    struct bm_rect r = bm_fit_place(&at->areas[figure->frame], &figure->place->at, 1);
    r.x = figure->rect.x;
    r.y = figure->rect.y;
    fill_figure(at, figure, r, more);
}

void bm_fit_anchor_figure(struct placing *at, struct bm_placed_figure *figure,
                          const struct bm_slot *slot)
{
    const struct bm_area *a = &at->areas[figure->frame];
    struct bm_rect r = bm_fit_place(a, &figure->place->at, 1);
    bm_len right = a->x + a->w;
    r.x = slot->x;
    if (r.x + r.w > right)
        r.x = right - r.w;
    /* On the grid, and inside the frame. */
    r.y = a->y + (slot->y - a->y) / a->grid * a->grid;
    bm_len foot = a->y + a->h - figure->rect.h;
    if (r.y > foot)
        r.y = foot;
    fill_figure(at, figure, r, 0);
}

/* The figure itself; false when it cannot be shown. */
static bool open_figure(struct placing *at, const struct bm_figure *figure,
                        struct bm_placed_figure *f)
{
    if (!figure->qr)
        return (f->image = bm_fit_image(at->fitter, figure->source)); /* said when it was read */
    if (bm_fit_make_code(at, figure, &f->qr))
        return true;
    at->figures.unshown[at->figures.unshown_count++] = figure;
    return false;
}

/* Whether the whole picture, so large that it covers its place, is no larger than a length may be.
 */
static bool covers(const struct placing *at, const struct bm_placed_figure *f)
{
    const struct bm_figure_place *p = f->place;
    const struct bm_rect r = bm_fit_place(&at->areas[f->frame], &p->at, 1);
    if (!f->image || p->whole)
        return true;
    const int64_t across = p->at.lines ? (int64_t)r.h * f->image->width / f->image->height : 0;
    return across < HEIGHT_MOST && bm_fit_image_height(f->image, r.w) < HEIGHT_MOST;
}

/* The next place that the frames give, or NULL. */
static const struct bm_figure_place *next_place(const struct placing *at, size_t *frame,
                                                size_t *next)
{
    while (*frame < at->frames->n && *next >= at->frames->v[*frame]->figure_count) {
        ++*frame;
        *next = 0;
    }
    return *frame < at->frames->n ? &at->frames->v[*frame]->figures[(*next)++] : NULL;
}

static bool are_given(const struct placing *at)
{
    bool given = false;
    for (size_t i = 0; i < at->frames->n; i++)
        given = given || at->frames->v[i]->figure_count;
    return given;
}

void bm_fit_open_figures(struct placing *at)
{
    const struct bm_galley *g = at->galley;
    const bool given = are_given(at);
    size_t frame = 0, next = 0;
    at->figures.v = bm_arena_array(at->fitter->arena, g->part_count, sizeof *at->figures.v);
    at->figures.n = 0;
    at->figures.unplaced =
        bm_arena_array(at->fitter->arena, g->part_count, sizeof *at->figures.unplaced);
    at->figures.unplaced_count = 0;
    at->figures.unshown =
        bm_arena_array(at->fitter->arena, g->part_count, sizeof *at->figures.unshown);
    at->figures.unshown_count = 0;
    for (uint32_t part = 0; part < g->part_count; part++) {
        const struct bm_figure *figure = g->parts[part].figure;
        const struct bm_figure_place *place = NULL;
        if (!figure)
            continue;
        if (given && !(place = next_place(at, &frame, &next))) {
            at->figures.unplaced[at->figures.unplaced_count++] = figure;
            continue;
        }
        struct bm_placed_figure *f = &at->figures.v[at->figures.n];
        *f = (struct bm_placed_figure){.part = part, .frame = frame, .place = place};
        at->figures.n += open_figure(at, figure, f);
    }
    if (!given)
        bm_fit_find_rows(at);
}

void bm_fit_place_figures(struct placing *at)
{
    const struct bm_galley *g = at->galley;
    size_t n = 0;
    bm_fit_open_figures(at);
    if (!are_given(at))
        bm_fit_seek_places(at);
    for (size_t i = 0; i < at->figures.n; i++) {
        struct bm_placed_figure *f = &at->figures.v[n];
        *f = at->figures.v[i];
        const bool fits = f->place && covers(at, f);
        if (fits)
            place_figure(at, f);
        if (fits && bm_fit_figure_seen(at, f)) {
            n++;
        } else {
            at->figures.unplaced[at->figures.unplaced_count++] = g->parts[f->part].figure;
        }
    }
    at->figures.n = n;
}
