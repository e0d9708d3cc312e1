/* PNG through libpng. Its errors leave by longjmp() to the one setjmp() below; gray stays gray, 16
 * bits become 8, what is transparent stands on white. An animation's frames stand in chunks that
 * are passed over: its default picture is read. */
#include "image/steps.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>

struct reading {
    struct bm_str bytes;
    size_t at;
    jmp_buf out;
    bool icc_broken;
};

static _Noreturn void on_error(png_structp png, png_const_charp message)
{
    struct reading *r = png_get_error_ptr(png);
    (void)message;
    longjmp(r->out, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    struct reading *r = png_get_error_ptr(png);
    r->icc_broken |= strncmp(message, "iCCP", 4) == 0;
}

static png_voidp allocate(png_structp png, png_alloc_size_t size)
{
    void *p = malloc(size);
    (void)png;
    if (!p)
        bm_out_of_memory();
    return p;
}

static void release(png_structp png, png_voidp p)
{
    (void)png;
    free(p);
}

static void take(png_structp png, png_bytep out, size_t n)
{
    struct reading *r = png_get_io_ptr(png);
    if (n > r->bytes.n - r->at)
        png_error(png, BM_CUT_OFF);
    memcpy(out, r->bytes.p + r->at, n);
    r->at += n;
}

/* The profile, if there is one; else what gAMA says is undone, towards 2.2. */
static void read_colour(png_structp png, png_infop info, struct bm_arena *arena,
                        struct bm_image *image)
{
    png_charp name;
    png_bytep profile;
    png_uint_32 n;
    double gamma;
    int method, intent;
    if (png_get_iCCP(png, info, &name, &method, &profile, &n))
        image->icc = (struct bm_str){bm_arena_copy(arena, (const char *)profile, n), n};
    else if (!png_get_sRGB(png, info, &intent) && png_get_gAMA(png, info, &gamma))
        png_set_gamma(png, 2.2, gamma);
}

/* Alpha is blended in the values of the file, as editors and browsers do. */
static void onto_white(uint8_t *pixels, size_t n, size_t components)
{
    for (size_t k = 0; k < n; k++) {
        unsigned alpha = pixels[k * (components + 1) + components];
        for (size_t c = 0; c < components; c++) {
            unsigned v = pixels[k * (components + 1) + c] * alpha + 255u * (255u - alpha);
            pixels[k * components + c] = (uint8_t)((v + 127) / 255);
        }
    }
}

static const char *read_all(png_structp png, png_infop info, struct bm_arena *arena,
                            struct bm_image *image)
{
    png_read_info(png, info);
    image->width = png_get_image_width(png, info);
    image->height = png_get_image_height(png, info);
    if ((uint64_t)image->width * image->height > BM_PIXELS_MOST)
        return BM_TOO_LARGE;
    png_set_expand(png); /* palettes, few bits, tRNS */
    png_set_scale_16(png);
    read_colour(png, info, arena, image);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    uint8_t channels = png_get_channels(png, info);
    bool clear = channels % 2 == 0;
    image->components = (uint8_t)(channels - clear);
    size_t row = png_get_rowbytes(png, info), n = (size_t)image->width * image->height;
    uint8_t *pixels = bm_arena_array(arena, image->height, row);
    image->pixels = pixels;
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < image->height; y++)
            png_read_row(png, pixels + row * y, NULL);
    png_read_end(png, NULL);
    if (clear)
        onto_white(pixels, n, image->components);
    return NULL;
}

const char *bm_png_read(struct bm_arena *arena, struct bm_str bytes, struct bm_image *image)
{
    struct reading *r = BM_NEW(arena, struct reading);
    const char *volatile wrong = BM_CUT_OFF;
    r->bytes = bytes;
    png_structp png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, r, on_error, on_warning, NULL,
                                               allocate, release);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info)
        bm_out_of_memory();
    if (setjmp(r->out) == 0) {
        png_set_read_fn(png, r, take);
        wrong = read_all(png, info, arena, image);
    }
    image->icc_broken = r->icc_broken;
    png_destroy_read_struct(&png, &info, NULL);
    return wrong;
}
