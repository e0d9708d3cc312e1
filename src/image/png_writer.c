/* PNG written through libpng. Its only error is that memory runs out: it is given none but rows of
 * sizes that it takes. */
#include "image/palette.h"

#include <png.h>
#include <stdlib.h>

/* Higher ones take three times as long for a hundredth less. */
#define LEVEL       6
#define GRAY_LEVELS 16
/* By so much a gray may lean to a colour: the soft proof's do. */
#define LEAN_MOST 8

static _Noreturn void on_error(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
    bm_out_of_memory();
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void put(png_structp png, png_bytep bytes, png_size_t n)
{
    bm_buf_put(png_get_io_ptr(png), bytes, n);
}

static void flush(png_structp png)
{
    (void)png;
}

static bool leans(const uint8_t *p)
{
    const int a = abs(p[0] - p[1]), b = abs(p[1] - p[2]), c = abs(p[0] - p[2]);
    return a > LEAN_MOST || b > LEAN_MOST || c > LEAN_MOST;
}

bool bm_png_is_gray(const uint8_t *rgb, size_t pixels)
{
    size_t i = 0;
    while (i < pixels && !leans(rgb + 3 * i))
        i++;
    return i == pixels;
}

/* Where the bits of a pixel's value go in its row. */
static void put_bits(uint8_t *row, uint32_t x, unsigned bits, unsigned value)
{
    const unsigned in_byte = 8 / bits;
    row[x / in_byte] |= (uint8_t)(value << (8 - bits * (x % in_byte + 1)));
}

static unsigned bits_of(unsigned colours)
{
    return colours <= 2 ? 1 : colours <= 4 ? 2 : colours <= 16 ? 4 : 8;
}

static void put_header(png_structp png, png_infop info, uint32_t width, uint32_t height,
                       const struct bm_palette *palette)
{
    const int bits = (int)(palette ? bits_of(palette->n) : bits_of(GRAY_LEVELS));
    png_set_compression_level(png, LEVEL);
    png_set_compression_mem_level(png, 9);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_IHDR(png, info, width, height, bits,
                 palette ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (palette) {
        png_color colours[BM_PALETTE_MOST];
        for (unsigned i = 0; i < palette->n; i++)
            colours[i] =
                (png_color){palette->colours[i][0], palette->colours[i][1], palette->colours[i][2]};
        png_set_PLTE(png, info, colours, (int)palette->n);
    }
    png_write_info(png, info);
}

void bm_png_put_small(struct bm_buf *out, const uint8_t *rgb, uint32_t width, uint32_t height,
                      unsigned colours)
{
    const size_t pixels = (size_t)width * height;
    const bool gray = colours == GRAY_LEVELS && bm_png_is_gray(rgb, pixels);
    struct bm_arena *arena = bm_arena_new();
    struct bm_palette palette;
    if (!gray)
        bm_palette_make(arena, rgb, pixels, colours, &palette);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info)
        bm_out_of_memory();
    png_set_write_fn(png, out, put, flush);
    put_header(png, info, width, height, gray ? NULL : &palette);
    const unsigned bits = bits_of(gray ? GRAY_LEVELS : palette.n);
    const size_t row_bytes = ((size_t)width * bits + 7) / 8;
    uint8_t *row = bm_arena_alloc(arena, row_bytes);
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *p = rgb + (size_t)y * width * 3;
        memset(row, 0, row_bytes);
        for (uint32_t x = 0; x < width; x++, p += 3)
            put_bits(row, x, bits,
                     gray ? ((unsigned)p[1] * (GRAY_LEVELS - 1) + 127) / 255
                          : palette.of[bm_palette_cell(p)]);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    bm_arena_drop(arena);
}
