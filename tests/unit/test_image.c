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

enum {
    ARITHMETIC = 1, /* coded, which PDF readers do not read */
    PLAIN_RGB = 2,  /* without YCbCr and Adobe's marker, which they take for YCbCr */
    NOTES = 4,      /* EXIF, comment */
    PROFILE = 8     /* of RGB, in two segments */
};

enum {
    PROFILE_SIZE = 70000
};

/* What a reader that knows headers only takes for an RGB profile. */
static unsigned char *rgb_profile(void)
{
    unsigned char *p = calloc(1, PROFILE_SIZE);
    p[1] = PROFILE_SIZE >> 16, p[2] = PROFILE_SIZE >> 8 & 255, p[3] = PROFILE_SIZE & 255;
    memcpy(p + 16, "RGB XYZ ", 8);
    memcpy(p + 36, "acsp", 4);
    p[PROFILE_SIZE - 1] = 7;
    return p;
}

/* A progressive file of gray with the coefficients one by one, in 64 or 128 scans. */
static int script(jpeg_scan_info *scans, bool twice)
{
    int n = 0;
    for (int low = twice; low >= 0; low--)
        for (int k = 0; k < 64; k++)
            scans[n++] = (jpeg_scan_info){1, {0}, k, k, twice && !low, low};
    return n;
}

/* components 1, 3, 4; Adobe's CMYK is written as ink inverted, as Adobe does. scans: 0, or
 * progressive with a script of so many. */
static struct made odd_jpeg(int components, bool progressive, bool adobe, int oddity, int scans)
{
    unsigned char *profile = rgb_profile();
    jpeg_scan_info steps[128];
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
    if (oddity == PLAIN_RGB)
        jpeg_set_colorspace(&j, JCS_RGB);
    if (scans) {
        j.num_scans = script(steps, scans > 64);
        j.scan_info = steps;
    }
    j.arith_code = oddity == ARITHMETIC;
    j.write_Adobe_marker = adobe;
    jpeg_start_compress(&j, TRUE);
    if (oddity == PROFILE)
        jpeg_write_icc_profile(&j, profile, PROFILE_SIZE);
    if (oddity == NOTES) {
        jpeg_write_marker(&j, JPEG_APP0 + 1, (const JOCTET *)"Exif\0\0secret", 12);
        jpeg_write_marker(&j, JPEG_COM, (const JOCTET *)"secret", 6);
    }
    for (int y = 0; y < H; y++) {
        for (int i = 0; i < W * components; i++) {
            unsigned char v = value(i / components, y, i % components);
            row[i] = components == 4 && adobe ? (unsigned char)(255 - v) : v;
        }
        jpeg_write_scanlines(&j, &at, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    free(profile);
    return m;
}

static struct made jpeg(int components, bool progressive, bool adobe)
{
    return odd_jpeg(components, progressive, adobe, 0, 0);
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

/* All of it, as it is seen. */
static const uint8_t *pixels_of(struct bm_arena *arena, const struct bm_image *image)
{
    const size_t n = (size_t)image->width * image->components;
    uint8_t *pixels = bm_arena_array(arena, image->height, n);
    struct bm_rows *rows = bm_rows_open(image, image->width, image->height, NULL);
    for (uint32_t y = 0; y < image->height; y++)
        memcpy(pixels + y * n, bm_rows_next(rows), n);
    assert_int_equal(bm_rows_close(rows), 0);
    return pixels;
}

/* The JPEG as it goes into a PDF. */
static struct bm_str kept(struct bm_arena *arena, const struct bm_image *image)
{
    struct bm_buf b = {0};
    assert_int_equal(bm_image_put_jpeg(image, &b), 0);
    return bm_buf_keep(&b, arena);
}

static void assert_values(struct bm_arena *arena, const struct bm_image *image)
{
    const uint8_t *pixels = pixels_of(arena, image);
    for (int k = 0; k < W * H * image->components; k++) {
        int x = k / image->components % W, y = k / image->components / W;
        int want = value(x, y, k % image->components) + 300;
        assert_in_range(pixels[k] + 300, want - 14, want + 14);
    }
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
        assert_true(image->jpeg && image->direct);
        assert_int_equal(kept(arena, image).n, m.n);
        assert_values(arena, image);
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
        assert_int_equal(pixels_of(arena, image)[5], clear ? 255 : 0);
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
    assert_int_equal(pixels_of(arena, image)[0], 127);
    assert_int_equal(pixels_of(arena, image)[W * H - 1], 127);
    free(m.p);
    m = deep_gray(0x80);
    image = read(arena, &diags, m);
    assert_non_null(image);
    assert_in_range(pixels_of(arena, image)[0], 127, 129);
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

/* What readers of PDF do not read, or take for other colours, is handed on as pixels. */
static void jpegs_that_readers_differ_on_are_pixels(void **state)
{
    (void)state;
    for (int odd = ARITHMETIC; odd <= PLAIN_RGB; odd++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_diags diags = {.arena = arena};
        struct made m = odd_jpeg(3, false, false, odd, 0);
        const struct bm_image *image = read(arena, &diags, m);
        assert_non_null(image);
        assert_true(image->jpeg && !image->direct);
        assert_values(arena, image);
        free(m.p);
        bm_arena_drop(arena);
    }
}

static bool holds(struct bm_str s, const char *word)
{
    for (size_t i = 0; i + strlen(word) <= s.n; i++)
        if (memcmp(s.p + i, word, strlen(word)) == 0)
            return true;
    return false;
}

/* A camera's notes and what stands behind the picture do not get into print; the picture does. */
static void notes_are_left_out(void **state)
{
    (void)state;
    for (int components = 1; components <= 4; components += 1 + (components == 1)) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_diags diags = {.arena = arena};
        struct made m = odd_jpeg(components, components == 3, components == 4, NOTES, 0);
        struct made more = {malloc(m.n + 6), m.n + 6};
        memcpy(more.p, m.p, m.n);
        memcpy(more.p + m.n, "secret", 6);
        const struct bm_image *image = read(arena, &diags, more);
        assert_non_null(image);
        assert_true(holds((struct bm_str){(char *)more.p, more.n}, "secret"));
        const struct bm_str left = kept(arena, image);
        assert_true(left.n > 0 && !holds(left, "secret"));
        struct made bare = {(unsigned char *)(uintptr_t)left.p, left.n};
        const struct bm_image *again = read(arena, &diags, bare);
        assert_non_null(again);
        assert_int_equal(again->inverted, components == 4);
        assert_memory_equal(pixels_of(arena, again), pixels_of(arena, image),
                            W * H * (size_t)components);
        free(m.p);
        free(more.p);
        bm_arena_drop(arena);
    }
}

static void files_of_very_many_scans_are_refused(void **state)
{
    (void)state;
    for (int scans = 64; scans <= 128; scans *= 2) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_diags diags = {.arena = arena};
        struct made m = odd_jpeg(1, false, false, 0, scans);
        const struct bm_image *image = read(arena, &diags, m);
        assert_int_equal(image != NULL, scans == 64);
        if (image)
            assert_values(arena, image);
        else
            assert_int_equal(diags.v[0].message, BM_MSG_BAD_IMAGE);
        free(m.p);
        bm_arena_drop(arena);
    }
}

/* The profile comes with the picture, out of all its segments; one that does not suit it is left
 * out and said, and so is one of which a segment is missing. */
static void profiles_come_with_their_pictures(void **state)
{
    (void)state;
    unsigned char *profile = rgb_profile();
    for (int way = 0; way < 3; way++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_diags diags = {.arena = arena};
        struct made m = odd_jpeg(way == 1 ? 1 : 3, false, false, PROFILE, 0);
        for (unsigned long i = 0; way == 2 && i + 13 < m.n; i++)
            if (memcmp(m.p + i, "ICC_PROFILE\0\2", 13) == 0)
                m.p[i] = 'X';
        const struct bm_image *image = read(arena, &diags, m);
        assert_non_null(image);
        assert_values(arena, image);
        if (way == 0) {
            assert_int_equal(diags.n, 0);
            assert_int_equal(image->icc.n, PROFILE_SIZE);
            assert_memory_equal(image->icc.p, profile, PROFILE_SIZE);
            assert_false(holds(kept(arena, image), "ICC_PROFILE")); /* the file has one for all */
        } else {
            assert_int_equal(image->icc.n, 0);
            assert_int_equal(diags.n, 1);
            assert_int_equal(diags.v[0].message, BM_MSG_PICTURE_PROFILE);
        }
        free(m.p);
        bm_arena_drop(arena);
    }
    free(profile);
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
    assert_int_equal(diags.v[0].message, BM_MSG_PICTURE_TOO_LARGE);
    assert_str(diags.v[0].args[1], "4261478400");
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
        cmocka_unit_test(jpegs_that_readers_differ_on_are_pixels),
        cmocka_unit_test(notes_are_left_out),
        cmocka_unit_test(files_of_very_many_scans_are_refused),
        cmocka_unit_test(pngs_of_every_kind_are_read),
        cmocka_unit_test(values_of_pngs_are_kept),
        cmocka_unit_test(padding_before_a_marker_harms_nothing),
        cmocka_unit_test(profiles_come_with_their_pictures),
        cmocka_unit_test(broken_files_are_said),
        cmocka_unit_test(a_header_that_promises_too_much_is_refused),
        cmocka_unit_test(qr_codes_are_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
