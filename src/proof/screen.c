/* Ink on the screen. */
#include "proof/plates.h"

/* Ink as light: the plain complement (PDF 32000-1, 10.3.5), so that K alone is black. */
static struct bm_rgb complement(struct bm_ink ink)
{
    const uint16_t v[3] = {ink.c, ink.m, ink.y};
    double light[3];
    for (int i = 0; i < 3; i++) {
        unsigned dark = (unsigned)v[i] + ink.k;
        light[i] = dark >= 10000 ? 0 : 1 - dark / 10000.0;
    }
    return (struct bm_rgb){light[0], light[1], light[2]};
}

struct bm_screen bm_screen_open(const struct bm_pages *pages)
{
    return (struct bm_screen){pages,
                              pages->output ? bm_transform_to_screen(pages->output, false) : NULL};
}

void bm_screen_close(struct bm_screen *screen)
{
    bm_transform_free(screen->transform);
}

struct bm_rgb bm_screen_ink(const struct bm_screen *screen, struct bm_ink ink)
{
    const uint16_t v[BM_PROCESS] = {ink.c, ink.m, ink.y, ink.k};
    uint8_t cmyk[BM_PROCESS], rgb[3];
    if (!screen || !screen->transform)
        return complement(ink);
    for (int i = 0; i < BM_PROCESS; i++)
        cmyk[i] = (uint8_t)((v[i] * BM_FULL + 5000u) / 10000);
    bm_transform_row(screen->transform, cmyk, rgb, 1);
    return (struct bm_rgb){rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0};
}

/* A row of inks, one of K or four, as light. */
static void put_row(const struct bm_screen *screen, const uint8_t *inks, bool gray, uint8_t *cmyk,
                    uint8_t *rgb, uint32_t *out, uint32_t width)
{
    for (uint32_t x = 0; x < width && gray; x++)
        memcpy(cmyk + (size_t)x * BM_PROCESS, (const uint8_t[BM_PROCESS]){0, 0, 0, inks[x]},
               BM_PROCESS);
    bm_transform_row(screen->transform, gray ? cmyk : inks, rgb, width);
    for (uint32_t x = 0; x < width; x++, rgb += 3)
        out[x] = (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
}

static unsigned char *row_of(cairo_surface_t *surface, int y)
{
    return cairo_image_surface_get_data(surface) +
           (size_t)y * (size_t)cairo_image_surface_get_stride(surface);
}

cairo_surface_t *bm_screen_picture(const struct bm_screen *screen, const struct bm_picture *picture)
{
    if (!screen || !screen->transform)
        return bm_draw_picture(picture);
    cairo_surface_t *inks = bm_picture_inks(screen->pages, picture);
    if (cairo_surface_status(inks))
        return inks;
    const bool gray = cairo_image_surface_get_format(inks) == CAIRO_FORMAT_A8;
    const int width = cairo_image_surface_get_width(inks);
    const int height = cairo_image_surface_get_height(inks);
    cairo_surface_t *out = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    struct bm_arena *arena = bm_arena_new();
    uint8_t *cmyk = bm_arena_array(arena, (size_t)width, BM_PROCESS);
    uint8_t *rgb = bm_arena_array(arena, (size_t)width, 3);
    cairo_surface_flush(inks);
    for (int y = 0; y < height && !cairo_surface_status(out); y++) {
        put_row(screen, row_of(inks, y), gray, cmyk, rgb, (uint32_t *)(void *)row_of(out, y),
                (uint32_t)width);
    }
    cairo_surface_mark_dirty(out);
    bm_arena_drop(arena);
    cairo_surface_destroy(inks);
    return out;
}
