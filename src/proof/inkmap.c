/* Separations: each plate as a gray picture, and the map of their sum. */
#include "proof/proof.h"

#include "base/labels.h"
#include "proof/label.h"
#include "proof/picture.h"
#include "proof/plates.h"

#define COLUMN     150.0 /* width of the legend, points */
#define MARGIN     10.0
#define SIZE       8.0
#define LEADING    15.0
#define TITLE      11.0
#define LEGEND     230.0 /* height that it needs */
#define BANDS      7
#define MM_AN_INCH 25.4

/* Bands of total ink; each holds what is above the one before and not above `most`. The last two
 * are those of warning and of what is over the limit. */
struct band {
    uint32_t most; /* percent */
    struct bm_rgb colour;
    uint64_t pixels;
};

struct map {
    struct band bands[BANDS];
    uint8_t *rows;                       /* a plate's row */
    uint32_t *sums;                      /* of a row: 255 is one full ink */
    uint32_t most, most_start, most_end; /* sum, and its first stretch of pixels … */
    int most_row;                        /* … in the first row that has it */
};

static const struct bm_rgb ink_black = {0.1, 0.1, 0.1}, grey = {0.42, 0.42, 0.42};

static void bands_make(struct map *map, const struct bm_limits *limits)
{
    static const struct bm_rgb colours[BANDS] = {
        {1, 1, 1},          {0.87, 0.92, 0.97}, {0.62, 0.79, 0.88}, {0.26, 0.57, 0.78},
        {0.20, 0.63, 0.33}, {0.99, 0.68, 0.15}, {0.84, 0.10, 0.11}};
    static const uint32_t steps[] = {0, 50, 100, 150};
    for (size_t i = 0; i < BANDS; i++) {
        map->bands[i].colour = colours[i];
        map->bands[i].most = i < 4 && steps[i] < limits->warn ? steps[i] : limits->warn;
    }
    map->bands[BANDS - 2].most = limits->ink;
    map->bands[BANDS - 1].most = UINT32_MAX;
}

/* Sums of 8-bit inks are off by up to half a step a plate; that is no ink. */
static size_t band_of(const struct map *map, uint32_t sum, size_t plates)
{
    size_t i = 0;
    while (i + 1 < BANDS &&
           100 * (uint64_t)sum > (uint64_t)map->bands[i].most * BM_FULL + 50 * (i ? plates : 0))
        i++;
    return i;
}

static void sum_row(struct map *map, const struct bm_plates *plates, int y)
{
    const size_t width = (size_t)plates->width;
    memset(map->sums, 0, width * sizeof *map->sums);
    for (size_t p = 0; p < plates->n; p++) {
        bm_plates_row(plates, p, y, map->rows);
        for (size_t x = 0; x < width; x++)
            map->sums[x] += map->rows[x];
    }
    for (size_t x = 0; x < width; x++) {
        if (map->sums[x] <= map->most)
            continue;
        map->most = map->sums[x];
        map->most_row = y;
        map->most_start = map->most_end = (uint32_t)x;
        while (map->most_end + 1 < width && map->sums[map->most_end + 1] == map->most)
            map->most_end++;
    }
}

static uint32_t pixel_of(struct bm_rgb c)
{
    const double parts[3] = {c.r, c.g, c.b};
    uint32_t v = 0;
    for (int i = 0; i < 3; i++)
        v = v << 8 | (uint32_t)(parts[i] * BM_FULL + 0.5);
    return v;
}

static void paint(struct map *map, const struct bm_plates *plates, cairo_surface_t *image)
{
    if (cairo_surface_status(image))
        return;
    unsigned char *rows = cairo_image_surface_get_data(image);
    size_t stride = (size_t)cairo_image_surface_get_stride(image);
    uint32_t colours[BANDS];
    for (size_t i = 0; i < BANDS; i++)
        colours[i] = pixel_of(map->bands[i].colour);
    cairo_surface_flush(image);
    for (int y = 0; y < plates->height; y++) {
        uint32_t *out = (uint32_t *)(void *)(rows + (size_t)y * stride);
        sum_row(map, plates, y);
        for (int x = 0; x < plates->width; x++) {
            size_t band = band_of(map, map->sums[x], plates->n);
            map->bands[band].pixels++;
            out[x] = colours[band];
        }
    }
    cairo_surface_mark_dirty(image);
}

static uint32_t square_mm(uint64_t pixels, unsigned dpi)
{
    double side = MM_AN_INCH / dpi, area = (double)pixels * side * side;
    return pixels && area < 1 ? 1 : (uint32_t)(area + 0.5);
}

static void band_words(struct bm_buf *words, const struct map *map, size_t i, enum bm_lang lang)
{
    const uint32_t least = i ? map->bands[i - 1].most : 0, most = map->bands[i].most;
    words->n = 0;
    if (i == 0)
        bm_buf_c(words, BM_LABEL(INK_NONE, lang));
    else if (i + 1 == BANDS)
        bm_buf_printf(words, BM_LABEL(INK_OVER, lang), least);
    else
        bm_buf_printf(words, BM_LABEL(INK_UP_TO, lang), most);
    if (i + 2 == BANDS)
        bm_buf_c(words, BM_LABEL(INK_HIGH, lang));
}

static void legend(const struct bm_labels *l, const struct map *map, const struct bm_page *page,
                   const struct bm_proof_ink *ink, unsigned dpi, double x, double y)
{
    const enum bm_lang lang = l->lang;
    struct bm_buf words = {0};
    bm_buf_printf(&words, BM_LABEL(INK_HEAD, lang), page->number);
    bm_label_set(l, bm_buf_view(&words), TITLE, ink_black, x, y + TITLE);
    y += TITLE + LEADING;
    for (size_t i = 0; i < BANDS; i++) {
        const struct band *band = &map->bands[i];
        if (i && band->most == map->bands[i - 1].most) /* a limit below the steps */
            continue;
        cairo_rectangle(l->cr, x, y, 14, 10);
        cairo_set_source_rgb(l->cr, band->colour.r, band->colour.g, band->colour.b);
        cairo_fill_preserve(l->cr);
        cairo_set_source_rgb(l->cr, grey.r, grey.g, grey.b);
        cairo_set_line_width(l->cr, 0.4);
        cairo_stroke(l->cr);
        band_words(&words, map, i, l->lang);
        bm_label_set(l, bm_buf_view(&words), SIZE, ink_black, x + 20, y + SIZE);
        words.n = 0;
        bm_buf_printf(&words, "%u mm²", square_mm(band->pixels, dpi));
        double width = bm_label_width(l, bm_buf_view(&words), SIZE);
        bm_label_set(l, bm_buf_view(&words), SIZE, grey, x + COLUMN - width, y + SIZE);
        y += LEADING;
    }
    words.n = 0;
    bm_buf_printf(&words, BM_LABEL(INK_MOST, lang), ink->most);
    bm_buf_mm(&words, ink->x);
    bm_buf_c(&words, ", ");
    bm_buf_mm(&words, ink->y);
    bm_buf_c(&words, " mm");
    bm_label_set(l, bm_buf_view(&words), SIZE, ink_black, x, y + LEADING);
    bm_buf_free(&words);
}

/* A ring and a cross about the place of the maximum, in black on white, so that they show on every
 * colour. */
static void target(cairo_t *cr, double x, double y)
{
    for (int pass = 0; pass < 2; pass++) {
        cairo_set_line_width(cr, pass ? 0.8 : 2.4);
        cairo_set_source_rgb(cr, !pass, !pass, !pass);
        cairo_new_path(cr);
        cairo_arc(cr, x, y, 8, 0, 6.28318530717958647692);
        for (int i = 0; i < 4; i++) {
            static const int side[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
            cairo_move_to(cr, x + 5 * side[i][0], y + 5 * side[i][1]);
            cairo_line_to(cr, x + 14 * side[i][0], y + 14 * side[i][1]);
        }
        cairo_stroke(cr);
    }
}

static bm_len place(double pixel, unsigned dpi)
{
    return (bm_len)(pixel * 72 / dpi * BM_PT);
}

static cairo_status_t draw_map(const struct bm_plates *plates, const struct bm_pages *pages,
                               const struct bm_page *page, struct bm_labels *labels, unsigned dpi,
                               struct bm_proof_ink *ink, struct bm_buf *out)
{
    const double w = bm_pt(page->width), h = bm_pt(page->height);
    struct map map = {.rows = bm_arena_alloc(labels->arena, (size_t)plates->width),
                      .sums = BM_NEW_N(labels->arena, (size_t)plates->width, uint32_t)};
    bands_make(&map, &pages->limits);
    cairo_t *cr = bm_picture_open(page->width + (bm_len)((COLUMN + 3 * MARGIN) * BM_PT),
                                  h < LEGEND ? (bm_len)(LEGEND * BM_PT) : page->height, dpi);
    paint(&map, plates, cairo_get_target(cr));
    *ink = (struct bm_proof_ink){
        .most = map.most * 100 / BM_FULL,
        .x = place((map.most_start + map.most_end + 1) / 2.0, dpi),
        .y = place(map.most_row + 0.5, dpi),
        .over = square_mm(map.bands[BANDS - 1].pixels, dpi),
        .above = square_mm(map.bands[BANDS - 2].pixels + map.bands[BANDS - 1].pixels, dpi)};
    cairo_set_source_rgb(cr, grey.r, grey.g, grey.b);
    cairo_set_line_width(cr, 0.5);
    cairo_rectangle(cr, 0, 0, w, h);
    cairo_stroke(cr);
    labels->cr = cr;
    legend(labels, &map, page, ink, dpi, w + 2 * MARGIN, MARGIN);
    if (map.most)
        target(cr, bm_pt(ink->x), bm_pt(ink->y));
    return bm_picture_close(cr, dpi, out);
}

static cairo_status_t draw_plate(const struct bm_plates *plates, size_t plate, unsigned dpi,
                                 struct bm_buf *out)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A8, plates->width, plates->height);
    cairo_t *cr = cairo_create(s);
    cairo_surface_destroy(s); /* cr holds it */
    for (int y = 0; y < plates->height && !cairo_status(cr); y++) {
        uint8_t *row =
            cairo_image_surface_get_data(s) + (size_t)y * (size_t)cairo_image_surface_get_stride(s);
        bm_plates_row(plates, plate, y, row);
        for (int x = 0; x < plates->width; x++)
            row[x] = (uint8_t)(BM_FULL - row[x]);
    }
    cairo_surface_mark_dirty(s);
    return bm_picture_close(cr, dpi, out);
}

bool bm_proof_plates(const struct bm_pages *pages, uint32_t number, unsigned dpi, enum bm_lang lang,
                     const struct bm_face *face, struct bm_buf *plates, struct bm_buf *map,
                     struct bm_proof_ink *ink, struct bm_diags *diags)
{
    const struct bm_page *page = bm_page_numbered(pages, number);
    const char *wrong = !page                          ? "no such page"
                        : dpi < 1 || dpi > BM_DPI_MOST ? "dpi out of range"
                        : !pages->output               ? "no output condition"
                                                       : NULL;
    struct bm_arena *arena = bm_arena_new();
    struct bm_plates drawn = {0};
    struct bm_labels labels = {.face = face, .lang = lang, .arena = arena};
    size_t n = BM_PROCESS + pages->spot_count;
    struct bm_buf *made = BM_NEW_N(arena, n, struct bm_buf);
    cairo_status_t status = CAIRO_STATUS_SUCCESS;
    if (!wrong)
        status = bm_plates_make(pages, page, dpi, arena, &drawn);
    for (size_t i = 0; i < n && !wrong && !status; i++)
        status = draw_plate(&drawn, i, dpi, &made[i]);
    if (!wrong && !status)
        status = draw_map(&drawn, pages, page, &labels, dpi, ink, map);
    if (status)
        wrong = bm_draw_why(status);
    for (size_t i = 0; i < n; i++) {
        if (!wrong)
            bm_buf_put(&plates[i], made[i].p, made[i].n);
        bm_buf_free(&made[i]);
    }
    bm_plates_drop(&drawn);
    bm_arena_drop(arena);
    if (wrong)
        bm_diag(diags, BM_MSG_PROOF_FAILED, bm_span_none(), bm_diag_number(diags, number),
                bm_str_c(wrong));
    return !wrong;
}
