/* PNG through libpng. Its errors leave by longjmp() to the setjmp() of the function that called it;
 * gray stays gray, 16 bits become 8, what is transparent stands on white. An animation's frames
 * stand in chunks that are passed over: its default picture is read. */
#include "image/steps.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>

struct reading {
    struct bm_decoding decoding;
    struct bm_stream *stream;
    const uint8_t *block; /* of the stream, not taken yet */
    size_t left;
    struct bm_arena *arena;
    struct bm_image *image;
    png_structp png;
    png_infop info;
    jmp_buf out;
    bool clear;      /* rows have alpha */
    uint8_t *pixels; /* of a picture that is interlaced, with alpha */
    uint8_t *row;    /* with alpha */
    size_t row_bytes;
    uint32_t at; /* next row of these */
};

static _Noreturn void fail(struct reading *r, const char *wrong)
{
    if (!r->decoding.wrong)
        r->decoding.wrong = wrong;
    longjmp(r->out, 1);
}

static _Noreturn void on_error(png_structp png, png_const_charp message)
{
    (void)message;
    fail(png_get_error_ptr(png), BM_CUT_OFF);
}

static void on_warning(png_structp png, png_const_charp message)
{
    struct reading *r = png_get_error_ptr(png);
    r->image->icc_broken |= strncmp(message, "iCCP", 4) == 0;
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
    while (n) {
        if (!r->left)
            r->left = bm_stream_next(r->stream, &r->block);
        if (!r->left)
            fail(r, BM_CUT_OFF);
        const size_t some = n < r->left ? n : r->left;
        memcpy(out, r->block, some);
        r->block += some;
        r->left -= some;
        out += some;
        n -= some;
    }
}

/* The profile, if there is one; else what gAMA says is undone, towards 2.2. */
static void read_colour(struct reading *r)
{
    png_charp name;
    png_bytep profile;
    png_uint_32 n;
    double gamma;
    int method, intent;
    if (png_get_iCCP(r->png, r->info, &name, &method, &profile, &n))
        r->image->icc = (struct bm_str){bm_arena_copy(r->arena, (const char *)profile, n), n};
    else if (!png_get_sRGB(r->png, r->info, &intent) && png_get_gAMA(r->png, r->info, &gamma))
        png_set_gamma(r->png, 2.2, gamma);
}

/* It may stand before the picture or behind it. */
static void read_turned(struct reading *r)
{
    png_bytep exif;
    png_uint_32 n;
    if (png_get_eXIf_1(r->png, r->info, &n, &exif))
        r->image->turned = bm_exif_turned((struct bm_str){(const char *)exif, n});
}

/* Alpha is blended in the values of the file, as editors and browsers do. */
static void onto_white(const uint8_t *clear, uint8_t *pixels, size_t n, size_t components)
{
    for (size_t k = 0; k < n; k++) {
        unsigned alpha = clear[k * (components + 1) + components];
        for (size_t c = 0; c < components; c++) {
            unsigned v = clear[k * (components + 1) + c] * alpha + 255u * (255u - alpha);
            pixels[k * components + c] = (uint8_t)((v + 127) / 255);
        }
    }
}

static void begin(struct reading *r)
{
    struct bm_image *image = r->image;
    png_structp png = r->png;
    png_read_info(png, r->info);
    image->width = png_get_image_width(png, r->info);
    image->height = png_get_image_height(png, r->info);
    image->held = png_get_interlace_type(png, r->info) != PNG_INTERLACE_NONE;
    if (bm_image_is_too_large(image))
        fail(r, BM_CUT_OFF); /* said as what it is by who asked for it */
    png_set_expand(png);     /* palettes, few bits, tRNS */
    png_set_scale_16(png);
    read_colour(r);
    read_turned(r);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, r->info);
    uint8_t channels = png_get_channels(png, r->info);
    r->clear = channels % 2 == 0;
    image->components = (uint8_t)(channels - r->clear);
    r->row_bytes = png_get_rowbytes(png, r->info);
    r->row = bm_arena_array(r->arena, r->row_bytes, 1);
    if (!image->held)
        return;
    r->pixels = bm_arena_array(r->arena, image->height, r->row_bytes);
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < image->height; y++)
            png_read_row(png, r->pixels + r->row_bytes * y, NULL);
}

static bool read_row(struct bm_decoding *decoding, uint8_t *row)
{
    struct reading *r = (struct reading *)decoding;
    const uint8_t *from = r->pixels ? r->pixels + r->row_bytes * r->at++ : r->row;
    if (setjmp(r->out))
        return false;
    if (!r->pixels)
        png_read_row(r->png, r->row, NULL);
    if (r->clear)
        onto_white(from, row, png_get_image_width(r->png, r->info), r->image->components);
    else
        memcpy(row, from, r->row_bytes);
    return true;
}

static bool read_end(struct bm_decoding *decoding)
{
    struct reading *r = (struct reading *)decoding;
    if (setjmp(r->out))
        return false;
    png_read_end(r->png, r->info);
    read_turned(r);
    return true;
}

static void end(struct bm_decoding *decoding)
{
    struct reading *r = (struct reading *)decoding;
    png_destroy_read_struct(&r->png, &r->info, NULL);
}

struct bm_decoding *bm_png_decode(struct bm_arena *arena, struct bm_stream *stream,
                                  struct bm_image *image)
{
    struct reading *r = BM_NEW(arena, struct reading);
    r->decoding = (struct bm_decoding){.row = read_row, .end = read_end, .close = end};
    r->stream = stream;
    r->arena = arena;
    r->image = image;
    r->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, r, on_error, on_warning, NULL,
                                      allocate, release);
    r->info = r->png ? png_create_info_struct(r->png) : NULL;
    if (!r->info)
        bm_out_of_memory();
    if (setjmp(r->out) == 0) {
        png_set_read_fn(r->png, r, take);
        begin(r);
    }
    return &r->decoding;
}
