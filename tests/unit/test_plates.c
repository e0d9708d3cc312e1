/* proof/: plates, ink map and soft proof of pages made by hand, pixel by pixel. */
#include "unit.h"

#include "base/file.h"
#include "fixture_pages.h"
#include "proof/proof.h"

#include <cairo.h>

#define DPI   72 /* a pixel a point */
#define PAPER 0xFFFFFF

enum {
    C,
    M,
    Y,
    K,
    SPOT
};

static struct bm_output_condition output;
static struct bm_spot spots[] = {{BM_STR("PANTONE 186 C"), {.m = 9100, .y = 7600, .k = 600}}};

static cairo_status_t read_bytes(void *closure, unsigned char *out, unsigned n)
{
    struct bm_str *left = closure;
    if (left->n < n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, left->p, n);
    left->p += n;
    left->n -= n;
    return CAIRO_STATUS_SUCCESS;
}

/* The pixel 0xRRGGBB of a PNG. */
static uint32_t pixel(const struct bm_buf *png, int x, int y)
{
    struct bm_str left = bm_buf_view(png);
    cairo_surface_t *s = cairo_image_surface_create_from_png_stream(read_bytes, &left);
    assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
    uint32_t v;
    memcpy(&v, cairo_image_surface_get_data(s) + cairo_image_surface_get_stride(s) * y + 4 * x,
           sizeof v);
    cairo_surface_destroy(s);
    return v & 0xFFFFFF;
}

static void open_page(struct fixture *f)
{
    fixture_open(f);
    struct bm_diags diags = {.arena = f->arena};
    assert_true(bm_file_read(f->arena, BM_SOURCE_DIR "/colour/TR002.icc", bm_span_none(), &diags,
                             &output.icc));
    f->pages.output = &output;
    f->pages.limits = (struct bm_limits){.ink = 240, .warn = 220};
    f->pages.spots = spots;
    f->pages.spot_count = 1;
    fixture_page(f, 100 * BM_PT, 60 * BM_PT);
}

/* A filled square of 20 points, whose middle is (10, 10) from its corner. */
static void square(struct fixture *f, int x, int y, struct bm_ink ink)
{
    fixture_item(f, BM_ITEM_FILL, BM_NO_NODE, fixture_rect(x * 1000, y * 1000, 20000, 20000))->ink =
        ink;
}

static void picture(struct fixture *f, int x, int y, uint8_t components, const uint8_t *colour)
{
    enum {
        SIDE = 40
    };
    struct bm_image *image = BM_NEW(f->arena, struct bm_image);
    uint8_t *pixels = BM_NEW_N(f->arena, SIDE * SIDE * components, uint8_t);
    for (size_t i = 0; i < (size_t)SIDE * SIDE * components; i++)
        pixels[i] = colour[i % components];
    *image = (struct bm_image){
        .width = SIDE, .height = SIDE, .components = components, .pixels = pixels};
    bm_image_look(image);
    struct bm_item *item = fixture_item(f, BM_ITEM_PICTURE, BM_NO_NODE,
                                        fixture_rect(x * 1000, y * 1000, 20000, 20000));
    item->picture = (struct bm_picture){.image = image, .whole = item->rect};
}

struct separated {
    struct bm_buf plates[5], map;
    struct bm_proof_ink ink;
};

static void separate(struct fixture *f, struct separated *s)
{
    struct bm_diags diags = {.arena = f->arena};
    *s = (struct separated){0};
    assert_true(bm_proof_plates(&f->pages, 1, DPI, BM_LANG_EN, &f->song, s->plates, &s->map,
                                &s->ink, &diags));
    assert_int_equal(diags.n, 0);
}

static void drop(struct separated *s)
{
    for (int i = 0; i < 5; i++)
        bm_buf_free(&s->plates[i]);
    bm_buf_free(&s->map);
}

/* Inks at a place in percent. */
static void assert_inks(const struct separated *s, int x, int y, const int percent[5])
{
    for (int i = 0; i < 5; i++) {
        int dark = 255 - (int)(pixel(&s->plates[i], x, y) & 0xFF);
        if (abs(dark - (percent[i] * 255 + 50) / 100) > 1)
            fail_msg("plate %d at %d, %d: %d of 255, %d %% wanted", i, x, y, dark, percent[i]);
    }
}
#define INKS(...) ((const int[5]){__VA_ARGS__})

static struct bm_buf soft(struct fixture *f, bool paper)
{
    struct bm_diags diags = {.arena = f->arena};
    struct bm_buf png = {0};
    assert_true(bm_proof_soft(&f->pages, 1, DPI, paper, &png, &diags));
    assert_int_equal(diags.n, 0);
    return png;
}

/* What the screen shows of inks in percent. */
static uint32_t shown(bool paper, const int percent[4])
{
    struct bm_transform *t = bm_transform_to_screen(&output, paper);
    uint8_t in[4], rgb[3];
    assert_non_null(t);
    for (int i = 0; i < 4; i++)
        in[i] = (uint8_t)((percent[i] * 255 + 50) / 100);
    bm_transform_row(t, in, rgb, 1);
    bm_transform_free(t);
    return (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
}

static void assert_near(uint32_t a, uint32_t b, int most)
{
    for (int shift = 0; shift < 24; shift += 8)
        if (abs((int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF)) > most)
            fail_msg("%06X is not %06X", a, b);
}

static void black_overprints_and_all_else_knocks_out(void **state)
{
    (void)state;
    struct fixture f;
    struct separated s;
    open_page(&f);
    square(&f, 0, 0, (struct bm_ink){.c = 5000, .m = 2000});
    square(&f, 10, 10, (struct bm_ink){.k = 10000, .overprint = true});
    square(&f, 40, 0, (struct bm_ink){.c = 5000, .y = 4000});
    square(&f, 50, 10, (struct bm_ink){.m = 8000});
    square(&f, 70, 0, (struct bm_ink){.c = 5000, .y = 4000, .k = 1000});
    square(&f, 80, 10, (struct bm_ink){0}); /* white */
    square(&f, 0, 40, (struct bm_ink){.c = 5000});
    square(&f, 10, 40, (struct bm_ink){.k = 10000}); /* black that knocks out */
    square(&f, 40, 40, (struct bm_ink){.k = 10000, .overprint = true});
    square(&f, 50, 40, (struct bm_ink){.y = 3000}); /* over it: gone */
    separate(&f, &s);
    assert_inks(&s, 5, 5, INKS(50, 20));
    assert_inks(&s, 15, 15, INKS(50, 20, 0, 100));
    assert_inks(&s, 25, 25, INKS(0, 0, 0, 100));
    assert_inks(&s, 55, 15, INKS(0, 80));
    assert_inks(&s, 75, 5, INKS(50, 0, 40, 10));
    assert_inks(&s, 85, 15, INKS(0));
    assert_inks(&s, 15, 50, INKS(0, 0, 0, 100));
    assert_inks(&s, 45, 50, INKS(0, 0, 0, 100));
    assert_inks(&s, 55, 50, INKS(0, 0, 30));
    drop(&s);
    fixture_close(&f);
}

static void white_letters_knock_out_and_black_ones_do_not(void **state)
{
    (void)state;
    struct fixture f;
    struct separated s;
    open_page(&f);
    fixture_item(&f, BM_ITEM_FILL, BM_NO_NODE, fixture_rect(0, 0, 100000, 60000))->ink =
        (struct bm_ink){.c = 6000, .k = 2000};
    /* The stroke of 一 is a bar across the em, as thick as some pixels at this size. */
    for (int i = 0; i < 2; i++) {
        struct bm_run *run = fixture_run(&f, BM_NO_NODE, BM_NO_FILE, 0, BM_STR("一"), 100 * BM_PT,
                                         0, fixture_pt(66000 + i * 30000), 0, BM_HORIZONTAL);
        run->ink = i ? (struct bm_ink){.k = 10000, .overprint = true} : (struct bm_ink){0};
    }
    separate(&f, &s);
    bool knocked = false, overprinted = false;
    for (int y = 0; y < 60; y++) {
        int c = 255 - (int)(pixel(&s.plates[C], 50, y) & 0xFF);
        int k = 255 - (int)(pixel(&s.plates[K], 50, y) & 0xFF);
        knocked = knocked || (c == 0 && k == 0);
        overprinted = overprinted || (c == 153 && k == 255);
        if (c != 153) /* what is left of cyan, so much is left of black */
            assert_true(abs(k - c / 3) <= 1);
    }
    assert_true(knocked);
    assert_true(overprinted);
    drop(&s);
    fixture_close(&f);
}

static void a_spot_has_its_own_plate(void **state)
{
    (void)state;
    struct fixture f;
    struct separated s;
    open_page(&f);
    square(&f, 0, 0, (struct bm_ink){.c = 5000});
    square(&f, 10, 0, (struct bm_ink){.m = 9100, .y = 7600, .k = 600, .spot = 1, .tint = 10000});
    square(&f, 10, 10, (struct bm_ink){.k = 10000, .overprint = true});
    square(&f, 50, 0, (struct bm_ink){.m = 4550, .y = 3800, .k = 300, .spot = 1, .tint = 5000});
    square(&f, 60, 0, (struct bm_ink){.y = 2000});
    separate(&f, &s);
    assert_inks(&s, 5, 5, INKS(50));
    assert_inks(&s, 15, 5, INKS(0, 0, 0, 0, 100));
    assert_inks(&s, 15, 15, INKS(0, 0, 0, 100, 100));
    assert_inks(&s, 55, 5, INKS(0, 0, 0, 0, 50));
    assert_inks(&s, 65, 5, INKS(0, 0, 20, 0, 0));
    struct bm_buf png = soft(&f, false);
    assert_near(pixel(&png, 25, 5), shown(false, (const int[4]){0, 91, 76, 6}), 1);
    assert_near(pixel(&png, 55, 5), shown(false, (const int[4]){0, 46, 38, 3}), 2);
    assert_near(pixel(&png, 15, 15), shown(false, (const int[4]){0, 91, 76, 100}), 1);
    bm_buf_free(&png);
    drop(&s);
    fixture_close(&f);
}

static void pictures_are_separated_as_for_print(void **state)
{
    (void)state;
    struct fixture f;
    struct separated s;
    open_page(&f);
    const uint8_t red[3] = {200, 30, 40}, gray[1] = {128}, neutral[3] = {128, 128, 128};
    const uint8_t ink[4] = {102, 51, 0, 26}, heavy[4] = {255, 255, 255, 128};
    square(&f, 0, 0, (struct bm_ink){.c = 5000, .spot = 1, .tint = 5000}); /* knocked out */
    picture(&f, 0, 0, 3, red);
    picture(&f, 20, 0, 1, gray);
    picture(&f, 40, 0, 3, neutral);
    picture(&f, 60, 0, 4, ink);
    picture(&f, 80, 0, 4, heavy);
    separate(&f, &s);
    bool sound;
    struct bm_transform_key key = {.components = 3};
    struct bm_transform *t = bm_transform_to_output(&output, key, 240, &sound);
    uint8_t cmyk[4];
    bm_transform_row(t, red, cmyk, 1);
    bm_transform_free(t);
    for (int i = 0; i < 4; i++)
        assert_int_equal(255 - (pixel(&s.plates[i], 10, 10) & 0xFF), cmyk[i]);
    assert_int_equal(pixel(&s.plates[SPOT], 10, 10), PAPER);
    for (int i = C; i <= Y; i++) {
        assert_int_equal(pixel(&s.plates[i], 30, 10), PAPER);
        assert_int_equal(pixel(&s.plates[i], 50, 10), PAPER);
    }
    assert_true(pixel(&s.plates[K], 30, 10) != PAPER);
    assert_near(pixel(&s.plates[K], 30, 10), pixel(&s.plates[K], 50, 10), 8);
    assert_inks(&s, 70, 10, INKS(40, 20, 0, 10));
    unsigned sum = 0;
    for (int i = 0; i < 4; i++)
        sum += 255 - (pixel(&s.plates[i], 90, 10) & 0xFF);
    assert_in_range(sum, 235 * 255 / 100, 240 * 255 / 100);
    drop(&s);
    fixture_close(&f);
}

static void the_screen_shows_what_the_profile_says(void **state)
{
    (void)state;
    struct fixture f;
    open_page(&f);
    square(&f, 0, 0, (struct bm_ink){.c = 10000});
    square(&f, 20, 0, (struct bm_ink){.k = 5000});
    square(&f, 40, 0, (struct bm_ink){.k = 10000, .overprint = true});
    square(&f, 60, 0, (struct bm_ink){.m = 6000, .y = 8000});
    square(&f, 60, 0, (struct bm_ink){.k = 10000, .overprint = true});
    for (int paper = 0; paper < 2; paper++) {
        struct bm_buf png = soft(&f, paper);
        assert_near(pixel(&png, 10, 10), shown(paper, (const int[4]){100}), 1);
        assert_near(pixel(&png, 30, 10), shown(paper, (const int[4]){0, 0, 0, 50}), 1);
        assert_near(pixel(&png, 50, 10), shown(paper, (const int[4]){0, 0, 0, 100}), 1);
        assert_near(pixel(&png, 70, 10), shown(paper, (const int[4]){0, 60, 80, 100}), 1);
        uint32_t bare = pixel(&png, 90, 50);
        if (paper) { /* newsprint is no white, and rather yellow */
            assert_true((bare >> 16) < 0xF0 && (bare & 0xFF) < (bare >> 16));
        } else {
            assert_near(bare, PAPER, 0);
        }
        bm_buf_free(&png);
    }
    fixture_close(&f);
}

static void half_a_pixel_of_black_is_half_as_dark(void **state)
{
    (void)state;
    struct fixture f;
    open_page(&f);
    fixture_item(&f, BM_ITEM_FILL, BM_NO_NODE, fixture_rect(0, 0, 50500, 60000))->ink =
        (struct bm_ink){.k = 10000, .overprint = true};
    struct bm_buf png = soft(&f, false);
    unsigned black = pixel(&png, 10, 10) & 0xFF, edge = pixel(&png, 50, 10) & 0xFF;
    assert_in_range(edge, (255 + black) / 2 - 2, (255 + black) / 2 + 2);
    bm_buf_free(&png);
    fixture_close(&f);
}

static void without_an_output_the_picture_is_the_simple_one(void **state)
{
    (void)state;
    struct fixture f;
    struct bm_buf simple = {0}, map = {0}, plates[5] = {{0}};
    struct bm_proof_ink ink;
    open_page(&f);
    struct bm_diags diags = {.arena = f.arena};
    square(&f, 0, 0, (struct bm_ink){.c = 4000, .m = 2000, .k = 2000});
    f.pages.output = NULL;
    assert_true(bm_proof_png(&f.pages, 1, DPI, &simple, &diags));
    struct bm_buf png = soft(&f, true);
    assert_true(bm_str_eq(bm_buf_view(&simple), bm_buf_view(&png)));
    assert_int_equal(pixel(&png, 10, 10), 0x6699CC);
    assert_false(
        bm_proof_plates(&f.pages, 1, DPI, BM_LANG_EN, &f.song, plates, &map, &ink, &diags));
    f.pages.output = &output;
    assert_false(
        bm_proof_plates(&f.pages, 2, DPI, BM_LANG_EN, &f.song, plates, &map, &ink, &diags));
    assert_int_equal(diags.n, 2);
    assert_int_equal(diags.v[0].message, BM_MSG_PROOF_FAILED);
    assert_int_equal(map.n + plates[0].n + plates[SPOT].n, 0);
    bm_buf_free(&simple);
    bm_buf_free(&png);
    fixture_close(&f);
}

static void the_ink_map_finds_the_most(void **state)
{
    (void)state;
    struct fixture f;
    struct separated s;
    open_page(&f);
    square(&f, 0, 0, (struct bm_ink){.c = 8000, .m = 8000, .k = 6500});
    separate(&f, &s);
    assert_int_equal(s.ink.most, 225);
    assert_int_equal(s.ink.over, 0);
    assert_in_range(s.ink.above, 48, 51); /* 400 square points */
    drop(&s);
    square(&f, 60, 30, (struct bm_ink){.c = 9000, .m = 9000, .y = 5000, .k = 2000});
    separate(&f, &s);
    assert_int_equal(s.ink.most, 250);
    assert_in_range(s.ink.x, fixture_pt(69000), fixture_pt(71000));
    assert_in_range(s.ink.y, fixture_pt(30000), fixture_pt(31000));
    assert_in_range(s.ink.over, 48, 51);
    assert_in_range(s.ink.above, 97, 101);
    /* Each band has a colour of its own. */
    uint32_t none = pixel(&s.map, 45, 20), high = pixel(&s.map, 3, 17),
             over = pixel(&s.map, 63, 47);
    assert_int_equal(none, PAPER);
    assert_true(high != none && over != none && high != over);
    drop(&s);
    fixture_close(&f);
}

static void plates_have_the_same_bytes_every_time(void **state)
{
    (void)state;
    struct bm_buf kept = {0};
    for (int round = 0; round < 2; round++) {
        struct fixture f;
        struct separated s;
        open_page(&f);
        square(&f, 0, 0, (struct bm_ink){.c = 3000, .k = 2000});
        picture(&f, 35, 15, 3, (const uint8_t[3]){20, 120, 220});
        separate(&f, &s);
        struct bm_buf all = soft(&f, true);
        for (int i = 0; i < 5; i++)
            bm_buf_put(&all, s.plates[i].p, s.plates[i].n);
        bm_buf_put(&all, s.map.p, s.map.n);
        if (round)
            assert_true(bm_str_eq(bm_buf_view(&kept), bm_buf_view(&all)));
        bm_buf_free(&kept);
        kept = all;
        drop(&s);
        fixture_close(&f);
    }
    bm_buf_free(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(black_overprints_and_all_else_knocks_out),
        cmocka_unit_test(white_letters_knock_out_and_black_ones_do_not),
        cmocka_unit_test(a_spot_has_its_own_plate),
        cmocka_unit_test(pictures_are_separated_as_for_print),
        cmocka_unit_test(the_screen_shows_what_the_profile_says),
        cmocka_unit_test(half_a_pixel_of_black_is_half_as_dark),
        cmocka_unit_test(without_an_output_the_picture_is_the_simple_one),
        cmocka_unit_test(the_ink_map_finds_the_most),
        cmocka_unit_test(plates_have_the_same_bytes_every_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
