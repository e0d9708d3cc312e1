/* epaper/: outlines of areas; text as HTML; and image/: pictures with few colours. */
#include "unit.h"

#include "epaper/html.h"

/* A picture of the outlines: what a point in the middle of each square of 1 mm belongs to. */
static void draw(const struct bm_epaper_area *areas, size_t n, char out[6][8])
{
    for (int y = 0; y < 6; y++)
        for (int x = 0; x < 7; x++) {
            out[y][x] = '.';
            for (size_t a = 0; a < n; a++) {
                bool in = false;
                for (size_t p = 0; p < areas[a].n; p++)
                    for (size_t i = 0; i < areas[a].polygons[p].n; i++) {
                        const struct bm_epaper_polygon *g = &areas[a].polygons[p];
                        const struct bm_epaper_corner *c = &g->v[i], *d = &g->v[(i + 1) % g->n];
                        const int32_t at = 100 * y + 50;
                        if (c->x == d->x && c->x > 100 * x + 50 && (c->y > at) != (d->y > at))
                            in = !in;
                    }
                if (in && out[y][x] != '.')
                    fail_msg("two areas have %d, %d", x, y);
                if (in)
                    out[y][x] = (char)('a' + a);
            }
        }
    for (int y = 0; y < 6; y++)
        out[y][7] = 0;
}

static struct bm_rect mm(int x, int y, int w, int h)
{
    const bm_len left = bm_len_um(1000 * x), top = bm_len_um(1000 * y);
    return (struct bm_rect){left, top, bm_len_um(1000 * (x + w)) - left,
                            bm_len_um(1000 * (y + h)) - top};
}

#define CLAIMS 4
struct drawn {
    const char *what;
    struct bm_epaper_claim claims[CLAIMS];
    size_t n, owners, polygons, corners; /* of the first owner */
    char want[6][8];
};

static void outlines_are_what_is_claimed(void **state)
{
    (void)state;
    const struct drawn cases[] = {
        {"an L",
         {{mm(0, 0, 6, 2), 0, false}, {mm(0, 2, 2, 4), 0, false}, {mm(3, 3, 2, 2), 1, false}},
         3,
         2,
         1,
         6,
         {"aaaaaa.", "aaaaaa.", "aa.....", "aa.bb..", "aa.bb..", "aa....."}},
        {"a bridge, which has what is free",
         {{mm(0, 0, 2, 4), 0, false},
          {mm(4, 0, 2, 4), 0, false},
          {mm(2, 0, 2, 4), 0, true},
          {mm(2, 1, 2, 1), 1, false}},
         4,
         2,
         1,
         10, /* the hole's corners, and the seam's */
         {"aaaaaa.", "aabbaa.", "aaaaaa.", "aaaaaa.", ".......", "......."}},
        {"corners that touch",
         {{mm(0, 0, 2, 2), 0, false}, {mm(2, 2, 2, 2), 0, false}},
         2,
         1,
         2,
         4,
         {"aa.....", "aa.....", "..aa...", "..aa...", ".......", "......."}},
        {"the first has what two claim",
         {{mm(0, 0, 3, 3), 0, false}, {mm(2, 2, 3, 3), 1, false}},
         2,
         2,
         1,
         4,
         {"aaa....", "aaa....", "aaabb..", "..bbb..", "..bbb..", "......."}},
    };
    for (size_t i = 0; i < BM_COUNT(cases); i++) {
        const struct drawn *c = &cases[i];
        struct bm_arena *arena = bm_arena_new();
        struct bm_epaper_area areas[2] = {{0}};
        char got[6][8];
        bm_epaper_outline(arena, c->claims, c->n, c->owners, areas);
        draw(areas, c->owners, got);
        for (int y = 0; y < 6; y++)
            if (strcmp(got[y], c->want[y]) != 0)
                fail_msg("%s, line %d: %s", c->what, y, got[y]);
        assert_int_equal(areas[0].n, c->polygons);
        if (i != 1)
            assert_int_equal(areas[0].polygons[0].n, c->corners);
        bm_arena_drop(arena);
    }
}

static void nothing_claimed_is_no_outline(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_epaper_area area = {0};
    bm_epaper_outline(arena, NULL, 0, 1, &area);
    assert_int_equal(area.n, 0);
    bm_arena_drop(arena);
}

static void text_stays_what_it_is(void **state)
{
    (void)state;
    struct bm_buf b = {0};
    bm_html_text(&b, BM_STR("<a href=\"x\">&amp; 　\r\n甲</a>"));
    assert_str(bm_buf_view(&b), "&lt;a href=&quot;x&quot;&gt;&amp;amp; 　&#13;\n甲&lt;/a&gt;");
    bm_buf_free(&b);
    assert_true(bm_html_is_date(BM_STR("2026-03-02")));
    assert_false(bm_html_is_date(BM_STR("2026-3-02")));
    assert_false(bm_html_is_date(BM_STR("2026-03-021")));
    assert_false(bm_html_is_date(BM_STR("")));
}

/* Reads a PNG of ours again, as RGB or gray. */
static const struct bm_image *again(struct bm_arena *arena, const struct bm_buf *png,
                                    struct bm_diags *diags)
{
    const struct bm_image *image =
        bm_image_read(arena, bm_buf_view(png), BM_STR("again"), bm_span_none(), diags);
    assert_non_null(image);
    return image;
}

static void few_colours_stay_what_they_are(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    static const uint8_t colours[3][3] = {{255, 255, 255}, {160, 20, 30}, {16, 16, 16}};
    uint8_t rgb[7 * 5 * 3];
    for (size_t i = 0; i < 7 * 5; i++)
        memcpy(rgb + 3 * i, colours[i % 3], 3);
    struct bm_buf png = {0};
    bm_png_put_small(&png, rgb, 7, 5, 64);
    const struct bm_image *image = again(arena, &png, &diags);
    assert_int_equal(image->components, 3);
    struct bm_rows *rows = bm_rows_open(image, 7, 5, NULL);
    for (size_t y = 0; y < 5; y++)
        assert_memory_equal(bm_rows_next(rows), rgb + y * 7 * 3, 7 * 3);
    assert_int_equal(bm_rows_close(rows), 0);
    bm_buf_free(&png);
    bm_arena_drop(arena);
}

static void what_is_nearly_gray_is_gray(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    uint8_t rgb[256 * 3];
    for (unsigned i = 0; i < 256; i++) {
        rgb[3 * i] = (uint8_t)(i > 4 ? i - 4 : 0);
        rgb[3 * i + 1] = rgb[3 * i + 2] = (uint8_t)i;
    }
    assert_true(bm_png_is_gray(rgb, 256));
    struct bm_buf png = {0};
    bm_png_put_small(&png, rgb, 16, 16, 16);
    const struct bm_image *image = again(arena, &png, &diags);
    assert_int_equal(image->components, 1);
    struct bm_rows *rows = bm_rows_open(image, 16, 16, NULL);
    for (unsigned y = 0; y < 16; y++) {
        const uint8_t *row = bm_rows_next(rows);
        for (unsigned x = 0; x < 16; x++)
            assert_in_range(row[x] + 9, 16 * y + x, 16 * y + x + 18);
    }
    assert_int_equal(bm_rows_close(rows), 0);
    rgb[0] = 40;
    assert_false(bm_png_is_gray(rgb, 256));
    bm_buf_free(&png);
    bm_arena_drop(arena);
}

static void many_colours_are_brought_together(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    uint8_t *rgb = bm_arena_array(arena, 64 * 64, 3);
    for (unsigned i = 0; i < 64 * 64; i++) {
        rgb[3 * i] = (uint8_t)(i % 64 * 4);
        rgb[3 * i + 1] = (uint8_t)(i / 64 * 4);
        rgb[3 * i + 2] = 128;
    }
    struct bm_buf png = {0};
    bm_png_put_small(&png, rgb, 64, 64, 256);
    assert_int_equal(png.p[25], 3); /* a palette (PNG 11.2.2) */
    struct bm_rows *rows = bm_rows_open(again(arena, &png, &diags), 64, 64, NULL);
    for (unsigned y = 0; y < 64; y++) {
        const uint8_t *row = bm_rows_next(rows);
        for (unsigned k = 0; k < 64 * 3; k++)
            assert_in_range(row[k] + 24, rgb[y * 192 + k], rgb[y * 192 + k] + 48);
    }
    assert_int_equal(bm_rows_close(rows), 0);
    bm_buf_free(&png);
    bm_arena_drop(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outlines_are_what_is_claimed),
        cmocka_unit_test(nothing_claimed_is_no_outline),
        cmocka_unit_test(text_stays_what_it_is),
        cmocka_unit_test(few_colours_stay_what_they_are),
        cmocka_unit_test(what_is_nearly_gray_is_gray),
        cmocka_unit_test(many_colours_are_brought_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
