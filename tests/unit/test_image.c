/* image/: every kind of file, and broken ones. */
#include "unit.h"

#include "image/image.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>

enum {
    W = 37,
    H = 23
};

struct made {
    unsigned char *p;
    unsigned long n;
};

static unsigned char value(int x, int y, int c)
{
    return (unsigned char)(10 + 3 * x + 2 * y + 20 * c);
}

/* components 1, 3, 4; Adobe's CMYK is written as ink inverted, as Adobe does. */
static struct made jpeg(int components, bool progressive, bool adobe)
{
    struct made m = {NULL, 0};
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr e;
    unsigned char row[W * 4];
    JSAMPROW at = row;
    j.err = jpeg_std_error(&e);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &m.p, &m.n);
    j.image_width = W;
    j.image_height = H;
    j.input_components = components;
    j.in_color_space = components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, 98, TRUE);
    if (progressive)
        jpeg_simple_progression(&j);
    j.write_Adobe_marker = adobe;
    jpeg_start_compress(&j, TRUE);
    for (int y = 0; y < H; y++) {
        for (int i = 0; i < W * components; i++) {
            unsigned char v = value(i / components, y, i % components);
            row[i] = components == 4 && adobe ? (unsigned char)(255 - v) : v;
        }
        jpeg_write_scanlines(&j, &at, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    return m;
}

static struct made png(unsigned format, const void *pixels)
{
    struct made m = {NULL, 0};
    png_image image = {.version = PNG_IMAGE_VERSION, .width = W, .height = H, .format = format};
    png_alloc_size_t n = 0;
    assert_true(png_image_write_to_memory(&image, NULL, &n, 0, pixels, 0, NULL));
    m.p = malloc(n);
    assert_true(png_image_write_to_memory(&image, m.p, &n, 0, pixels, 0, NULL));
    m.n = (unsigned long)n;
    return m;
}

static void keep_bytes(png_structp writer, png_bytep bytes, size_t n)
{
    struct made *m = png_get_io_ptr(writer);
    m->p = realloc(m->p, m->n + n);
    memcpy(m->p + m->n, bytes, n);
    m->n += n;
}

/* One pixel of gray, 16 bits, both bytes alike. */
static struct made deep_gray(unsigned char v)
{
    struct made m = {NULL, 0};
    unsigned char row[2] = {v, v};
    png_structp writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(writer);
    png_set_write_fn(writer, &m, keep_bytes, NULL);
    png_set_IHDR(writer, info, 1, 1, 16, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writer, info);
    png_write_row(writer, row);
    png_write_end(writer, info);
    png_destroy_write_struct(&writer, &info);
    return m;
}

static const struct bm_image *read(struct bm_arena *arena, struct bm_diags *diags, struct made m)
{
    return bm_image_read(arena, (struct bm_str){(const char *)m.p, m.n}, BM_STR("a.jpg"),
                         bm_span_none(), diags);
}

static void jpegs_of_every_kind_are_read(void **state)
{
    (void)state;
    static const struct {
        int components;
        bool progressive, adobe;
    } kinds[] = {{1, false, false}, {3, false, false}, {3, true, false},
                 {4, false, true},  {4, false, false}, {4, true, true}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_diags diags = {.arena = arena};
        struct made m = jpeg(kinds[i].components, kinds[i].progressive, kinds[i].adobe);
        const struct bm_image *image = read(arena, &diags, m);
        assert_non_null(image);
        assert_int_equal(image->width, W);
        assert_int_equal(image->height, H);
        assert_int_equal(image->components, kinds[i].components);
        assert_int_equal(image->inverted, kinds[i].components == 4 && kinds[i].adobe);
        assert_int_equal(image->jpeg.n, m.n);
        for (int k = 0; k < W * H * kinds[i].components; k++) {
            int x = k / kinds[i].components % W, y = k / kinds[i].components / W;
            assert_in_range(image->pixels[k] + 300, value(x, y, k % kinds[i].components) + 300 - 14,
                            value(x, y, k % kinds[i].components) + 300 + 14);
        }
        free(m.p);
        bm_arena_drop(arena);
    }
}

static void pngs_of_every_kind_are_read(void **state)
{
    (void)state;
    static const unsigned formats[] = {PNG_FORMAT_GRAY, PNG_FORMAT_RGB, PNG_FORMAT_RGBA,
                                       PNG_FORMAT_GA, PNG_FORMAT_LINEAR_RGB};
    static const int components[] = {1, 3, 3, 1, 3};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_diags diags = {.arena = arena};
        unsigned char *pixels = calloc(W * H, 8); /* black; with alpha: nothing at all */
        struct made m = png(formats[i], pixels);
        const struct bm_image *image = read(arena, &diags, m);
        assert_non_null(image);
        assert_int_equal(image->components, components[i]);
        bool clear = formats[i] & PNG_FORMAT_FLAG_ALPHA;
        assert_int_equal(image->pixels[5], clear ? 255 : 0);
        free(pixels);
        free(m.p);
        bm_arena_drop(arena);
    }
}

/* Values stay those of the file: 16 bits keep their high byte, half black on white is middle gray.
 */
static void values_of_pngs_are_kept(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    unsigned char half[W * H * 2];
    for (int i = 0; i < W * H; i++) {
        half[2 * i] = 0;
        half[2 * i + 1] = 0x80;
    }
    struct made m = png(PNG_FORMAT_GA, half);
    const struct bm_image *image = read(arena, &diags, m);
    assert_non_null(image);
    assert_int_equal(image->components, 1);
    assert_int_equal(image->pixels[0], 127);
    assert_int_equal(image->pixels[W * H - 1], 127);
    free(m.p);
    m = deep_gray(0x80);
    image = read(arena, &diags, m);
    assert_non_null(image);
    assert_in_range(image->pixels[0], 127, 129);
    free(m.p);
    bm_arena_drop(arena);
}

static void padding_before_a_marker_harms_nothing(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    struct made m = jpeg(1, false, false), padded = {malloc(m.n + 2), m.n + 2};
    unsigned long at = 2 + 2 + (unsigned long)(m.p[4] << 8 | m.p[5]); /* after APP0 */
    memcpy(padded.p, m.p, at);
    memset(padded.p + at, 0, 2);
    memcpy(padded.p + at + 2, m.p + at, m.n - at);
    assert_non_null(read(arena, &diags, padded));
    free(m.p);
    free(padded.p);
    bm_arena_drop(arena);
}

/* Cut off anywhere, or with any byte changed: an error or a picture, never a crash. */
static void broken_files_are_said(void **state)
{
    (void)state;
    unsigned char *pixels = calloc(W * H, 8);
    struct made files[] = {jpeg(3, true, false), jpeg(4, false, true), png(PNG_FORMAT_RGB, pixels)};
    for (size_t f = 0; f < 3; f++) {
        struct made m = files[f];
        for (unsigned long n = 0; n + 16 < m.n; n += 1 + m.n / 64) {
            struct bm_arena *arena = bm_arena_new();
            struct bm_diags diags = {.arena = arena};
            struct made cut = {m.p, n};
            assert_null(read(arena, &diags, cut));
            assert_int_equal(diags.v[0].message, BM_MSG_BAD_IMAGE);
            bm_arena_drop(arena);
        }
        for (unsigned long n = 0; n < m.n; n += 1 + m.n / 200) {
            struct bm_arena *arena = bm_arena_new();
            struct bm_diags diags = {.arena = arena};
            m.p[n] ^= 0xFF;
            read(arena, &diags, m);
            m.p[n] ^= 0xFF;
            bm_arena_drop(arena);
        }
        free(m.p);
    }
    free(pixels);
}

static void a_header_that_promises_too_much_is_refused(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    struct made m = jpeg(1, false, false);
    for (unsigned long i = 0; i + 8 < m.n; i++)
        if (m.p[i] == 0xFF && m.p[i + 1] == 0xC0) {
            memcpy(m.p + i + 5, "\xFF\x00\xFF\x00", 4); /* height and width: 65280 */
            break;
        }
    assert_null(read(arena, &diags, m));
    assert_str(diags.v[0].args[1], "it has more than 50 million pixels");
    assert_true(bm_arena_used(arena) < 1000000);
    free(m.p);
    struct made text = {(unsigned char *)"not a picture", 13};
    assert_null(read(arena, &diags, text));
    assert_str(diags.v[1].args[1], "it is neither a JPEG nor a PNG");
    bm_arena_drop(arena);
}

static void qr_codes_are_made(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_qr qr;
    assert_true(bm_qr_encode(arena, BM_STR("https://www.gov.cn/"), &qr));
    assert_int_equal(qr.size, 25);
    for (uint32_t i = 0; i < 7; i++) /* the finder's upper edge */
        assert_int_equal(qr.dark[i], 1);
    assert_int_equal(qr.dark[7], 0);
    char *long_text = calloc(1, 5000);
    memset(long_text, 'x', 4999);
    assert_false(bm_qr_encode(arena, bm_str_c(long_text), &qr));
    assert_false(bm_qr_encode(arena, BM_STR(""), &qr));
    free(long_text);
    bm_arena_drop(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jpegs_of_every_kind_are_read),
        cmocka_unit_test(pngs_of_every_kind_are_read),
        cmocka_unit_test(values_of_pngs_are_kept),
        cmocka_unit_test(padding_before_a_marker_harms_nothing),
        cmocka_unit_test(broken_files_are_said),
        cmocka_unit_test(a_header_that_promises_too_much_is_refused),
        cmocka_unit_test(qr_codes_are_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
