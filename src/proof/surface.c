/* Pictures as surfaces of cairo: their size, and their light where the pages name no output. */
#include "proof/draw.h"

/* Of a picture as it is drawn; one that needs more is drawn with half of its pixels each way. */
#define PIXELS_MOST 50000000
#define SIDE_MOST   32767 /* of cairo */

static cairo_status_t refuse(void *context, unsigned char *bytes, unsigned n)
{
    (void)context;
    (void)bytes;
    (void)n;
    return CAIRO_STATUS_READ_ERROR;
}

cairo_surface_t *bm_draw_unread(void)
{
    return cairo_image_surface_create_from_png_stream(refuse, NULL);
}

void bm_draw_picture_size(const struct bm_picture *picture, uint32_t *width, uint32_t *height)
{
    bm_picture_size(picture, width, height);
    while ((uint64_t)*width * *height > PIXELS_MOST || *width > SIDE_MOST || *height > SIDE_MOST) {
        *width = (*width + 1) / 2;
        *height = (*height + 1) / 2;
    }
}

/* A row of the picture as cairo has it; ink becomes light as it does for all else. */
static void put_row(uint32_t *out, const uint8_t *p, uint32_t width, unsigned components)
{
    for (uint32_t x = 0; x < width; x++, p += components) {
        uint32_t rgb[3];
        for (int i = 0; i < 3; i++) {
            unsigned v = components == 1 ? p[0] : p[i];
            if (components == 4)
                v = (unsigned)p[i] + p[3] > 255 ? 0 : 255u - p[i] - p[3];
            rgb[i] = v;
        }
        out[x] = rgb[0] << 16 | rgb[1] << 8 | rgb[2];
    }
}

cairo_surface_t *bm_draw_picture(const struct bm_picture *picture)
{
    const struct bm_image *image = picture->image;
    uint32_t width, height;
    struct bm_light light;
    bm_draw_picture_size(picture, &width, &height);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    if (cairo_surface_status(s) != CAIRO_STATUS_SUCCESS)
        return s;
    unsigned char *pixels = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    if (width < image->width || height < image->height)
        bm_light_make(NULL, image, &light);
    struct bm_rows *rows = bm_rows_open(image, width, height, &light);
    for (uint32_t y = 0; y < height; y++)
        put_row((uint32_t *)(void *)(pixels + y * stride), bm_rows_next(rows), width,
                image->components);
    cairo_surface_mark_dirty(s);
    if (!bm_rows_close(rows))
        return s;
    cairo_surface_destroy(s);
    return bm_draw_unread();
}
