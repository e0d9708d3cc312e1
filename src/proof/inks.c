/* Pictures as ink, by the transform that the print uses. */
#include "proof/plates.h"

#include <stdlib.h>

static cairo_surface_t *failed(void)
{
    /* A surface that says it could not be had. */
    return cairo_image_surface_create(CAIRO_FORMAT_A8, -1, -1);
}

static void put_row(uint32_t *row, const uint8_t *inks, uint32_t width)
{
    for (uint32_t x = 0; x < width; x++, inks += BM_PROCESS)
        row[x] =
            inks[0] | (uint32_t)inks[1] << 8 | (uint32_t)inks[2] << 16 | (uint32_t)inks[3] << 24;
}

cairo_surface_t *bm_picture_inks(const struct bm_pages *pages, const struct bm_image *image)
{
    bool sound;
    struct bm_transform *transform = bm_transform_to_output(
        pages->output, bm_transform_key(pages->output, image), pages->limits.ink, &sound);
    if (!transform)
        return failed();
    bool gray = bm_transform_components(transform) == 1;
    cairo_surface_t *s = cairo_image_surface_create(gray ? CAIRO_FORMAT_A8 : CAIRO_FORMAT_ARGB32,
                                                    (int)image->width, (int)image->height);
    uint8_t *inks = malloc((size_t)image->width * BM_PROCESS);
    if (!inks)
        bm_out_of_memory();
    if (cairo_surface_status(s)) {
        free(inks);
        bm_transform_free(transform);
        cairo_surface_destroy(s);
        return failed();
    }
    unsigned char *rows = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    const size_t step = (size_t)image->width * image->components;
    for (uint32_t y = 0; y < image->height; y++) {
        unsigned char *row = rows + y * stride;
        bm_transform_row(transform, image->pixels + y * step, gray ? row : inks, image->width);
        if (!gray)
            put_row((uint32_t *)(void *)row, inks, image->width);
    }
    cairo_surface_mark_dirty(s);
    free(inks);
    bm_transform_free(transform);
    return s;
}
