/* image/: pictures turned, brought down, written, and read again. */
#include "unit.h"

#include "image/image.h"

#include <stdlib.h>
#include <unistd.h>

enum {
    W = 37,
    H = 23
};

static uint8_t value(uint32_t x, uint32_t y, uint32_t c)
{
    return (uint8_t)(10 + 3 * x + 2 * y + 20 * c);
}

static struct bm_buf jpeg(unsigned components)
{
    struct bm_buf out = {0};
    struct bm_jpeg_writer *writer = bm_jpeg_writer_open(&out, W, H, components, 98);
    for (uint32_t y = 0; y < H; y++) {
        uint8_t row[W * 4];
        for (uint32_t i = 0; i < W * components; i++)
            row[i] = value(i / components, y, i % components);
        bm_jpeg_writer_put(writer, row);
    }
    bm_jpeg_writer_close(writer);
    return out;
}

/* Rows of the picture at a size, in light. */
static uint8_t *sized(struct bm_arena *arena, const struct bm_image *image, uint32_t width,
                      uint32_t height, const struct bm_light *light)
{
    const size_t n = (size_t)width * image->components;
    uint8_t *pixels = bm_arena_array(arena, height, n);
    struct bm_rows *rows = bm_rows_open(image, width, height, light);
    for (uint32_t y = 0; y < height; y++)
        memcpy(pixels + y * n, bm_rows_next(rows), n);
    assert_int_equal(bm_rows_close(rows), 0);
    return pixels;
}

static void assert_values(struct bm_arena *arena, const struct bm_image *image)
{
    const uint8_t *pixels = sized(arena, image, W, H, NULL);
    const uint32_t n = image->components;
    for (uint32_t i = 0; i < W * H * n; i++) {
        const int want = value(i / n % W, i / n / W, i % n) + 300;
        assert_in_range(pixels[i] + 300, want - 14, want + 14);
    }
}

/* Where a pixel of the file is seen, by the eight names of Exif 2.3, 4.6.4 A. */
static void every_orientation_is_turned(void **state)
{
    (void)state;
    static const uint8_t file[6] = {1, 2, 3, 4, 5, 6}; /* 3 × 2 */
    static const uint8_t seen[9][6] = {{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6}, {3, 2, 1, 6, 5, 4},
                                       {6, 5, 4, 3, 2, 1}, {4, 5, 6, 1, 2, 3}, {1, 4, 2, 5, 3, 6},
                                       {4, 1, 5, 2, 6, 3}, {6, 3, 5, 2, 4, 1}, {3, 6, 2, 5, 1, 4}};
    for (uint8_t turned = 0; turned <= 8; turned++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_image image = {.width = turned > 4 ? 2 : 3,
                                 .height = turned > 4 ? 3 : 2,
                                 .components = 1,
                                 .turned = turned,
                                 .pixels = file};
        assert_memory_equal(sized(arena, &image, image.width, image.height, NULL), seen[turned], 6);
        /* Brought down across the file's rows, it is turned all the same. */
        const uint8_t *less = sized(arena, &image, turned > 4 ? 1 : 3, turned > 4 ? 3 : 1, NULL);
        const bool back = turned == 2 || turned == 3 || turned == 7 || turned == 8;
        for (int i = 0; i < 3; i++)
            assert_in_range(less[i], (unsigned)(back ? 4 - i : 2 + i),
                            (unsigned)(back ? 5 - i : 3 + i));
        bm_arena_drop(arena);
    }
}

/* Each pixel is the mean of the area that it covers, to the part of a pixel. */
static void means_are_exact(void **state)
{
    (void)state;
    enum {
        FROM = 31
    };
    struct bm_arena *arena = bm_arena_new();
    uint8_t *pixels = BM_NEW_N(arena, FROM * FROM * 3, uint8_t);
    struct bm_light light;
    for (uint32_t i = 0; i < FROM * FROM * 3; i++)
        pixels[i] = (uint8_t)(i * 2654435761u >> 24);
    for (int c = 0; c < 4; c++) /* square law */
        for (uint32_t v = 0; v < 256; v++)
            light.of[c][v] = (uint32_t)((uint64_t)v * v * BM_LIGHT / 255 / 255);
    struct bm_image image = {.width = FROM, .height = FROM, .components = 3, .pixels = pixels};
    static const uint32_t sizes[][2] = {{31, 30}, {30, 31}, {16, 15}, {15, 7}, {1, 1}, {2, 31}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        const uint32_t w = sizes[s][0], h = sizes[s][1];
        const uint8_t *got = sized(arena, &image, w, h, &light);
        for (uint32_t i = 0; i < w * h * 3; i++) {
            const uint32_t c = i % 3, x = i / 3 % w, y = i / 3 / w;
            uint64_t sum = 0;
            for (uint32_t v = y * FROM; v < (y + 1) * FROM; v++) /* parts: FROM × w, FROM × h */
                for (uint32_t u = x * FROM; u < (x + 1) * FROM; u++)
                    sum += light.of[c][pixels[(v / h * FROM + u / w) * 3 + c]];
            const int64_t mean = (int64_t)(sum / (FROM * FROM));
            const int64_t off = llabs(light.of[c][got[i]] - mean);
            for (int other = 0; other < 256; other++)
                assert_true(off <= llabs(light.of[c][other] - mean) + 1);
        }
    }
    bm_arena_drop(arena);
}

static void flat_pictures_stay_as_they_are(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_light light;
    for (int c = 0; c < 4; c++)
        for (uint32_t v = 0; v < 256; v++)
            light.of[c][v] = (uint32_t)((uint64_t)v * v * BM_LIGHT / 255 / 255);
    for (unsigned v = 0; v < 256; v++) {
        uint8_t pixels[7 * 5];
        memset(pixels, (int)v, sizeof pixels);
        struct bm_image image = {.width = 7, .height = 5, .components = 1, .pixels = pixels};
        const uint8_t *got = sized(arena, &image, 3, 2, &light);
        for (int i = 0; i < 6; i++)
            assert_int_equal(got[i], v);
    }
    bm_arena_drop(arena);
}

/* A pixel that is half black is black; gray does not come about. */
static void line_art_stays_line_art(void **state)
{
    (void)state;
    static const uint8_t pixels[8] = {0, 255, 255, 255, 0, 0, 255, 0};
    struct bm_arena *arena = bm_arena_new();
    struct bm_image image = {.width = 8, .height = 1, .components = 1, .pixels = pixels};
    bm_image_look(&image);
    assert_true(image.line_art);
    const uint8_t *got = sized(arena, &image, 4, 1, NULL);
    assert_memory_equal(got, ((uint8_t[]){0, 255, 0, 0}), 4);
    bm_arena_drop(arena);
}

/* What a JPEG is written as is read again, its CMYK with its ink. */
static void jpegs_are_written(void **state)
{
    (void)state;
    for (unsigned components = 1; components <= 4; components += 1u + (components == 1)) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_diags diags = {.arena = arena};
        struct bm_buf out = jpeg(components);
        const struct bm_image *image =
            bm_image_read(arena, bm_buf_view(&out), BM_STR("a"), bm_span_none(), &diags);
        assert_non_null(image);
        assert_int_equal(image->components, components);
        assert_int_equal(image->inverted, components == 4);
        assert_true(image->direct);
        assert_values(arena, image);
        bm_buf_free(&out);
        bm_arena_drop(arena);
    }
}

/* The orientation is found in both orders of bytes, and broken structures do no harm. */
static void orientations_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *tiff;
        size_t n;
        uint8_t turned;
    } kinds[] = {
        {"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0", 26, 6},
        {"II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\x08\0\0\0\0\0\0\0", 26, 8},
        {"II*\0\x08\0\0\0\1\0\x12\1\4\0\1\0\0\0\x03\0\0\0", 22, 3},
        {"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\x09\0\0", 22, 1}, /* there is no 9 */
        {"MM\0*\0\0\0\x08\xFF\xFF\1\x12\0\3\0\0", 16, 1},           /* cut off */
        {"MM\0*\xFF\xFF\xFF\xFF\0\1", 10, 1},
        {"MM\0*", 4, 1},
        {"", 0, 1},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_diags diags = {.arena = arena};
        struct bm_buf m = jpeg(1), with = {0};
        bm_buf_put(&with, m.p, 2);
        bm_buf_put(&with, "\xFF\xE1", 3); /* and the high byte of its length */
        bm_buf_char(&with, (char)(8 + kinds[i].n));
        bm_buf_put(&with, "Exif\0", 6);
        bm_buf_put(&with, kinds[i].tiff, kinds[i].n);
        bm_buf_put(&with, m.p + 2, m.n - 2);
        const struct bm_image *image =
            bm_image_read(arena, bm_buf_view(&with), BM_STR("a"), bm_span_none(), &diags);
        assert_non_null(image);
        assert_int_equal(image->turned, kinds[i].turned);
        assert_int_equal(image->width, kinds[i].turned > 4 ? H : W);
        struct bm_buf kept = {0};
        assert_int_equal(bm_image_put_jpeg(image, &kept), 0);
        assert_int_equal(kept.n, m.n); /* without the notes */
        assert_memory_equal(kept.p, m.p, m.n);
        bm_buf_free(&kept);
        bm_buf_free(&m);
        bm_buf_free(&with);
        bm_arena_drop(arena);
    }
}

/* Between the first look and the print somebody saved it again. */
static void a_file_that_changed_is_said(void **state)
{
    (void)state;
    char path[] = "/tmp/banmian-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    struct bm_buf m = jpeg(1);
    assert_int_equal(write(fd, m.p, m.n), (ssize_t)m.n);
    const struct bm_image *image =
        bm_image_open(arena, path, BM_STR("a.jpg"), bm_span_none(), &diags);
    assert_non_null(image);
    assert_values(arena, image);
    assert_true(bm_image_untouched(image, &diags));
    assert_int_equal(write(fd, m.p, 1), 1);
    struct bm_rows *rows = bm_rows_open(image, W, H, NULL);
    assert_int_equal(bm_rows_next(rows)[0], 255);
    assert_int_equal(bm_rows_close(rows), BM_IMAGE_CHANGED);
    struct bm_buf out = {0};
    assert_int_equal(bm_image_put_jpeg(image, &out), BM_IMAGE_CHANGED);
    assert_int_equal(out.n, 0);
    assert_int_equal(diags.n, 0);
    bm_image_say_lost(image, BM_IMAGE_CHANGED, &diags);
    bm_image_untouched(image, &diags);
    assert_int_equal(diags.n, 1); /* once */
    assert_int_equal(diags.v[0].message, BM_MSG_FILE_CHANGED);
    unlink(path);
    close(fd);
    bm_buf_free(&m);
    bm_arena_drop(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_orientation_is_turned),
        cmocka_unit_test(means_are_exact),
        cmocka_unit_test(flat_pictures_stay_as_they_are),
        cmocka_unit_test(line_art_stays_line_art),
        cmocka_unit_test(jpegs_are_written),
        cmocka_unit_test(orientations_are_found),
        cmocka_unit_test(a_file_that_changed_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
