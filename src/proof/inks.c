/* Pictures as ink, by the transform that the print uses. */
#include "proof/plates.h"

static void put_row(uint32_t *row, const uint8_t *inks, uint32_t width)
{
    for (uint32_t x = 0; x < width; x++, inks += BM_PROCESS)
        row[x] =
            inks[0] | (uint32_t)inks[1] << 8 | (uint32_t)inks[2] << 16 | (uint32_t)inks[3] << 24;
}

cairo_surface_t *bm_picture_inks(const struct bm_pages *pages, const struct bm_picture *picture)
{
    const struct bm_image *image = picture->image;
    bool sound;
    uint32_t width, height;
    struct bm_light light;
    struct bm_transform *transform = bm_transform_to_output(
        pages->output, bm_transform_key(pages->output, image), pages->limits.ink, &sound);
    if (!transform) /* a surface that says it could not be had */
        return cairo_image_surface_create(CAIRO_FORMAT_A8, -1, -1);
    bm_draw_picture_size(picture, &width, &height);
    bool gray = bm_transform_components(transform) == 1;
    cairo_surface_t *s = cairo_image_surface_create(gray ? CAIRO_FORMAT_A8 : CAIRO_FORMAT_ARGB32,
                                                    (int)width, (int)height);
    if (cairo_surface_status(s)) {
        bm_transform_free(transform);
        return s;
    }
    struct bm_arena *arena = bm_arena_new();
    uint8_t *inks = bm_arena_array(arena, width, BM_PROCESS);
    unsigned char *pixels = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    if (width < image->width || height < image->height)
        bm_light_make(pages->output, image, &light);
    struct bm_rows *rows = bm_rows_open(image, width, height, &light);
    for (uint32_t y = 0; y < height; y++) {
        unsigned char *row = pixels + y * stride;
        bm_transform_row(transform, bm_rows_next(rows), gray ? row : inks, width);
        if (!gray)
            put_row((uint32_t *)(void *)row, inks, width);
    }
    cairo_surface_mark_dirty(s);
    const int lost = bm_rows_close(rows);
    bm_arena_drop(arena);
    bm_transform_free(transform);
    if (!lost)
        return s;
    cairo_surface_destroy(s);
    return bm_draw_unread();
}
