/* PNG through libpng's simplified interface, which keeps its errors to itself. Gray stays gray. */
#include "image/steps.h"

#include <png.h>

const char *bm_png_read(struct bm_arena *arena, struct bm_str bytes, struct bm_image *image)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&png, bytes.p, bytes.n))
        return BM_CUT_OFF;
    if ((uint64_t)png.width * png.height > BM_PIXELS_MOST) {
        png_image_free(&png);
        return BM_TOO_LARGE;
    }
    bool colour = png.format & PNG_FORMAT_FLAG_COLOR;
    /* 16 bits are read as they are meant, not as linear light, and alpha is blended here, in the
     * values of the file, as editors and browsers do. */
    bool clear = png.format & PNG_FORMAT_FLAG_ALPHA;
    png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    png.format = (colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY) | (clear ? PNG_FORMAT_FLAG_ALPHA : 0);
    uint8_t components = colour ? 3 : 1;
    size_t n = (size_t)png.width * png.height, step = (size_t)components + clear;
    image->width = png.width;
    image->height = png.height;
    image->components = components;
    uint8_t *pixels = bm_arena_array(arena, n, step);
    bool good = png_image_finish_read(&png, NULL, pixels, 0, NULL) && !PNG_IMAGE_FAILED(png);
    png_image_free(&png);
    for (size_t k = 0; clear && good && k < n; k++) {
        unsigned alpha = pixels[k * step + components];
        for (size_t c = 0; c < components; c++) {
            unsigned v = pixels[k * step + c] * alpha + 255u * (255u - alpha);
            pixels[k * components + c] = (uint8_t)((v + 127) / 255);
        }
    }
    image->pixels = pixels;
    return good ? NULL : BM_CUT_OFF;
}
