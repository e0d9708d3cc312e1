#include "proof/picture.h"

#include "proof/plates.h"

#define SOLID 10000 /* of struct bm_ink */
#define K     3

struct easel {
    const struct bm_pages *pages;
    struct bm_plates *plates;
    struct bm_arena *arena;
    cairo_t **cr; /* of each plate, then of black; NULL: not begun */
    unsigned dpi;
    double scale;
    cairo_status_t status;
};

static cairo_surface_t **surface_of(struct easel *e, size_t plate)
{
    return plate < e->plates->n ? &e->plates->v[plate] : &e->plates->black;
}

/* The plate to draw on, begun now if there was nothing on it yet. */
static cairo_t *begin(struct easel *e, size_t plate)
{
    if (!e->cr[plate]) {
        cairo_surface_t *s =
            cairo_image_surface_create(CAIRO_FORMAT_A8, e->plates->width, e->plates->height);
        e->cr[plate] = cairo_create(s);
        *surface_of(e, plate) = s;
        cairo_scale(e->cr[plate], e->scale, e->scale);
        bm_draw_set_up(e->cr[plate]);
        /* Of a pixel covered in part, that part is replaced and the rest stays. */
        cairo_set_operator(e->cr[plate], CAIRO_OPERATOR_SOURCE);
    }
    return e->cr[plate];
}

/* The item in `amount` of the plate's ink; none on a plate that is empty is nothing to do. */
static void put(struct easel *e, size_t plate, const struct bm_item *item, unsigned amount)
{
    if (!amount && !e->cr[plate])
        return;
    cairo_t *cr = begin(e, plate);
    cairo_set_source_rgba(cr, 0, 0, 0, (double)amount / SOLID);
    bm_draw_shape(cr, NULL, item, e->arena);
}

/* ISO 32000-1, 8.6.7, with the overprint mode 1 of the print: of process inks a component of 0
 * leaves its plate, and a spot ink has only its own. */
static void put_shape(struct easel *e, const struct bm_item *item)
{
    const struct bm_ink ink = bm_draw_ink(item);
    const unsigned process[BM_PROCESS] = {ink.c, ink.m, ink.y, ink.k};
    const size_t n = e->plates->n;
    if (ink.overprint && bm_ink_is_black(ink)) {
        put(e, n, item, SOLID);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        unsigned amount = ink.spot ? (i == BM_PROCESS + ink.spot - 1u ? ink.tint : 0)
                                   : (i < BM_PROCESS ? process[i] : 0);
        if (amount || !ink.overprint)
            put(e, i, item, amount);
    }
    if (!ink.overprint || (!ink.spot && ink.k))
        put(e, n, item, 0);
}

/* What of the page's pixels a picture covers. */
struct window {
    int x, y, width, height;
};

/* Pixels before a place, its own counted with `up`; between 0 and most. */
static int pixel_at(const struct easel *e, bm_len at, bool up, int most)
{
    const int64_t inch = 72 * (int64_t)BM_PT, p = (int64_t)at * e->dpi + (up ? inch - 1 : 0);
    return p <= 0 ? 0 : p / inch > most ? most : (int)(p / inch);
}

static struct window window_of(const struct easel *e, const struct bm_rect *r)
{
    const int most_x = e->plates->width, most_y = e->plates->height;
    struct window w = {.x = pixel_at(e, r->x, false, most_x),
                       .y = pixel_at(e, r->y, false, most_y)};
    w.width = pixel_at(e, r->x + r->w, true, most_x) - w.x;
    w.height = pixel_at(e, r->y + r->h, true, most_y) - w.y;
    return w;
}

/* A canvas over the window, in the page's points. */
static cairo_t *open_window(const struct easel *e, const struct window *w, cairo_format_t format)
{
    cairo_surface_t *s = cairo_image_surface_create(format, w->width, w->height);
    cairo_t *cr = cairo_create(s);
    cairo_surface_destroy(s); /* cr holds it */
    cairo_translate(cr, -w->x, -w->y);
    cairo_scale(cr, e->scale, e->scale);
    return cr;
}

/* The picture's inks, scaled as it is placed. */
static cairo_t *scaled(const struct easel *e, const struct window *w, const struct bm_item *item)
{
    const struct bm_rect *whole = &item->picture.whole;
    uint32_t width, height;
    cairo_surface_t *inks = bm_picture_inks(e->pages, &item->picture);
    bm_draw_picture_size(&item->picture, &width, &height);
    cairo_t *cr = open_window(e, w, cairo_image_surface_get_format(inks));
    cairo_translate(cr, bm_pt(whole->x), bm_pt(whole->y));
    cairo_scale(cr, bm_pt(whole->w) / width, bm_pt(whole->h) / height);
    cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
    cairo_set_source_surface(cr, inks, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_paint(cr);
    cairo_surface_destroy(inks);
    return cr;
}

static const uint8_t *row_of(cairo_t *cr, int y)
{
    return bm_plates_raw(cairo_get_target(cr), y);
}

/* Lays the scaled inks on a plate, as far as the mask says. `at`: byte of a pixel that is the
 * plate's ink; -1: none, the picture knocks out. */
static void lay(struct easel *e, const struct window *w, size_t plate, cairo_t *inks, cairo_t *mask,
                size_t step, int at)
{
    if (at < 0 && !e->cr[plate])
        return;
    begin(e, plate);
    cairo_surface_t *s = *surface_of(e, plate);
    if (cairo_surface_status(s))
        return;
    cairo_surface_flush(s);
    unsigned char *rows = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    for (int y = 0; y < w->height; y++) {
        uint8_t *out = rows + (size_t)(w->y + y) * stride + w->x;
        const uint8_t *ink = row_of(inks, y), *share = row_of(mask, y);
        for (int x = 0; x < w->width; x++)
            out[x] = bm_over(out[x], at < 0 ? 0 : ink[(size_t)x * step + (size_t)at], share[x]);
    }
    cairo_surface_mark_dirty(s);
}

/* A picture knocks out of every plate. */
static void put_picture(struct easel *e, const struct bm_item *item)
{
    const struct bm_rect *r = &item->rect;
    const struct window w = window_of(e, r);
    if (w.width <= 0 || w.height <= 0)
        return;
    cairo_t *inks = scaled(e, &w, item), *mask = open_window(e, &w, CAIRO_FORMAT_A8);
    cairo_rectangle(mask, bm_pt(r->x), bm_pt(r->y), bm_pt(r->w), bm_pt(r->h));
    cairo_fill(mask);
    e->status = cairo_status(inks) ? cairo_status(inks) : cairo_status(mask);
    cairo_surface_flush(cairo_get_target(inks));
    cairo_surface_flush(cairo_get_target(mask));
    bool gray = cairo_image_surface_get_format(cairo_get_target(inks)) == CAIRO_FORMAT_A8;
    for (size_t i = 0; i <= e->plates->n && !e->status; i++) {
        int at = i >= BM_PROCESS || (gray && i != K) ? -1 : gray ? 0 : (int)i;
        lay(e, &w, i, inks, mask, gray ? 1 : BM_PROCESS, at);
    }
    cairo_destroy(inks);
    cairo_destroy(mask);
}

cairo_status_t bm_plates_make(const struct bm_pages *pages, const struct bm_page *page,
                              unsigned dpi, struct bm_arena *arena, struct bm_plates *plates)
{
    struct bm_arena *glyphs = bm_arena_new();
    *plates = (struct bm_plates){.width = bm_pixels(page->width, dpi),
                                 .height = bm_pixels(page->height, dpi),
                                 .n = BM_PROCESS + pages->spot_count};
    plates->v = BM_NEW_N(arena, plates->n, cairo_surface_t *);
    struct easel e = {
        .pages = pages, .plates = plates, .arena = glyphs, .dpi = dpi, .scale = dpi / 72.0};
    e.cr = BM_NEW_N(arena, plates->n + 1, cairo_t *);
    for (size_t i = 0; i < page->n && !e.status; i++) {
        const struct bm_item *item = &page->items[i];
        if (item->kind == BM_ITEM_PICTURE)
            put_picture(&e, item);
        else
            put_shape(&e, item);
    }
    for (size_t i = 0; i <= plates->n; i++) {
        if (!e.cr[i])
            continue;
        if (!e.status)
            e.status = cairo_status(e.cr[i]);
        cairo_destroy(e.cr[i]);
        cairo_surface_flush(*surface_of(&e, i));
    }
    bm_arena_drop(glyphs);
    return e.status;
}

void bm_plates_drop(struct bm_plates *plates)
{
    for (size_t i = 0; i < plates->n; i++)
        cairo_surface_destroy(plates->v[i]);
    cairo_surface_destroy(plates->black);
    *plates = (struct bm_plates){0};
}

const uint8_t *bm_plates_raw(cairo_surface_t *surface, int y)
{
    return surface ? cairo_image_surface_get_data(surface) +
                         (size_t)y * (size_t)cairo_image_surface_get_stride(surface)
                   : NULL;
}

void bm_plates_row(const struct bm_plates *plates, size_t plate, int y, uint8_t *out)
{
    const uint8_t *ink = bm_plates_raw(plates->v[plate], y);
    const uint8_t *black = plate == K ? bm_plates_raw(plates->black, y) : NULL;
    for (int x = 0; x < plates->width; x++) {
        out[x] = ink ? ink[x] : 0;
        if (black && black[x])
            out[x] = bm_over(out[x], BM_FULL, black[x]);
    }
}
