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
    png.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    image->width = png.width;
    image->height = png.height;
    image->components = colour ? 3 : 1;
    uint8_t *pixels = bm_arena_array(arena, png.height, (size_t)png.width * image->components);
    const png_color paper = {255, 255, 255};
    bool good = png_image_finish_read(&png, &paper, pixels, 0, NULL) && !PNG_IMAGE_FAILED(png);
    png_image_free(&png);
    image->pixels = pixels;
    return good ? NULL : BM_CUT_OFF;
}
