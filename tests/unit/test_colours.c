/* Colours of layouts: names, tints, spot inks, the press; every slip with its place and advice. */
#include "unit.h"

#include "base/buf.h"
#include "layout/layout.h"

#define HEAD                                                                                       \
    "paper: {trim: [270mm, 390mm]}\n"                                                              \
    "grid: {columns: 6, measure: 11, gutter: 1字, size: 9pt, leading: 12pt, lines: 82}\n"         \
    "kinds: {消息: {body: 正文}}\n"
#define BODY "{face: 宋, size: 9pt, leading: 12pt"

struct desk {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_buf text;
};

static struct bm_layout *read_layout(struct desk *d, const char *colours, const char *styles)
{
    *d = (struct desk){.arena = bm_arena_new()};
    d->sources.arena = d->diags.arena = d->arena;
    bm_buf_printf(&d->text, "%s\nstyles: {正文: %s}\n" HEAD, colours, styles);
    struct bm_str text = {bm_arena_copy(d->arena, d->text.p, d->text.n), d->text.n};
    uint32_t file = bm_sources_add(&d->sources, BM_STR("t.yaml"), BM_STR("t.yaml"), text);
    struct bm_layout_file f;
    return bm_layout_open(d->arena, &d->sources, file, &f, &d->diags)
               ? bm_layout_read(d->arena, &f, 1, BM_STR("t"), &d->diags)
               : NULL;
}

static void close_desk(struct desk *d)
{
    bm_buf_free(&d->text);
    bm_arena_drop(d->arena);
}

static void assert_colour(struct bm_colour c, int cyan, int magenta, int yellow, int black,
                          int spot, int tint)
{
    const int is[] = {c.c, c.m, c.y, c.k, c.spot, c.tint};
    const int want[] = {cyan, magenta, yellow, black, spot, tint};
    for (int i = 0; i < 6; i++)
        if (is[i] != want[i])
            fail_msg("part %d is %d, not %d", i, is[i], want[i]);
}

static struct bm_colour named(const struct bm_layout *l, const char *name)
{
    for (size_t i = 0; i < l->colour_count; i++)
        if (bm_str_is(l->colours[i].name, name))
            return l->colours[i].colour;
    fail_msg("no colour %s", name);
    return (struct bm_colour){0};
}

static void colours_have_names(void **state)
{
    (void)state;
    struct desk d;
    /* A tint may stand before what it is a tint of. */
    struct bm_layout *l = read_layout(&d,
                                      "colours:\n"
                                      "  浅红: {of: 红, tint: 50}\n"
                                      "  红: {m: 100, y: 100}\n"
                                      "  更浅: {of: 浅红, tint: 10}\n"
                                      "  大红: 红\n"
                                      "  专红: {spot: \"PANTONE 186 C\", m: 91, y: 76, k: 6}\n"
                                      "  专浅: {of: 专红, tint: 25}\n"
                                      "  专金: {spot: 烫金, y: 60}\n"
                                      "lines: {线: {kind: single, weight: 1pt, colour: 专浅}}\n"
                                      "boxes: {甲: {line: 线, tint: {of: 红, tint: 8}}, 乙: {line: "
                                      "线, colour: 红}, 丙: {rule: 1pt}}",
                                      BODY ", colour: 浅红}");
    assert_non_null(l);
    assert_int_equal(d.diags.n, 0);
    assert_colour(named(l, "红"), 0, 10000, 10000, 0, 0, 0);
    assert_colour(named(l, "浅红"), 0, 5000, 5000, 0, 0, 0);
    assert_colour(named(l, "更浅"), 0, 500, 500, 0, 0, 0);
    assert_colour(named(l, "大红"), 0, 10000, 10000, 0, 0, 0);
    assert_colour(named(l, "专红"), 0, 9100, 7600, 600, 1, 10000);
    assert_colour(named(l, "专浅"), 0, 2275, 1900, 150, 1, 2500);
    assert_colour(named(l, "专金"), 0, 0, 6000, 0, 2, 10000);
    assert_int_equal(l->spot_count, 2);
    assert_str(l->spots[0].name, "PANTONE 186 C");
    assert_colour(l->spots[0].alternate, 0, 9100, 7600, 600, 0, 0);
    assert_colour(bm_layout_style(l, BM_STR("正文"))->colour, 0, 5000, 5000, 0, 0, 0);
    assert_colour(l->line_styles[0].colour, 0, 2275, 1900, 150, 1, 2500);
    assert_colour(bm_layout_box(l, BM_STR("甲"))->tint, 0, 800, 800, 0, 0, 0);
    assert_colour(bm_layout_box(l, BM_STR("甲"))->colour, 0, 2275, 1900, 150, 1, 2500);
    assert_colour(bm_layout_box(l, BM_STR("乙"))->colour, 0, 10000, 10000, 0, 0, 0);
    assert_colour(bm_layout_box(l, BM_STR("丙"))->colour, 0, 0, 0, 10000, 0, 0);
    close_desk(&d);
}

static void the_press_is_read(void **state)
{
    (void)state;
    struct desk d;
    struct bm_layout *l = read_layout(
        &d,
        "colours: {浓黑: {c: 40, k: 100}}\n"
        "press: {profile: 某纸, ink: 230, warn: 200, black: {text: 14pt, large: 20mm, ink: 浓黑}}",
        BODY "}");
    assert_non_null(l);
    assert_str(l->press.profile, "某纸");
    assert_int_equal(l->press.ink, 230);
    assert_int_equal(l->press.warn, 200);
    assert_int_equal(l->press.black_text, 14 * BM_PT);
    assert_int_equal(l->press.black_large, bm_len_um(20000));
    assert_colour(l->press.black, 4000, 0, 0, 10000, 0, 0);
    close_desk(&d);
    l = read_layout(&d, "", BODY "}");
    assert_int_equal(l->press.ink, 240);
    assert_int_equal(l->press.warn, 220);
    assert_int_equal(l->press.black_large, 0);
    assert_colour(l->press.black, 0, 0, 0, 10000, 0, 0);
    close_desk(&d);
    l = read_layout(&d, "press: {ink: 200}",
                    BODY "}"); /* what is never exceeded is not warned of */
    assert_int_equal(l->press.warn, 200);
    close_desk(&d);
}

static void every_slip_has_its_message(void **state)
{
    (void)state;
    static const struct {
        const char *colours, *style, *said, *advice;
    } rows[] = {
        {"colours: {红: {m: 100}}", BODY ", colour: 红色}", "2:58 unknown-colour 红色", "红"},
        {"colours: {甲: {of: 乙, tint: 10}, 乙: {of: 甲, tint: 10}}", BODY "}",
         "1:41 colour-cycle 甲", NULL},
        {"colours: {甲: {of: 乙, tint: 101}, 乙: {k: 1}}", BODY "}", "1:28 bad-percent 101", NULL},
        {"colours: {甲: {of: 乙}, 乙: {k: 1}}", BODY "}", "1:14 missing-key tint", NULL},
        {"colours: {甲: {tint: 5}}", BODY "}", "1:14 missing-key of", NULL},
        {"colours: {甲: {spot: 金, of: 乙, tint: 5}, 乙: {k: 1}}", BODY "}",
         "1:15 unknown-key spot", NULL},
        {"colours: {甲: {spot: 金}, 乙: {spot: 金}}", BODY "}", "1:35 bad-spot 金", NULL},
        {"colours: {甲: {spot: Black}}", BODY "}", "1:21 bad-spot Black", NULL},
        {"colours: {甲: {c: 100, m: 100, y: 41}}", BODY "}", "1:14 ink-over-limit 241", "240"},
        {"colours: {甲: {c: 100, m: 80, y: 41}}", BODY "}", "1:14 ink-high 221", "220"},
        {"press: {ink: 150}\ncolours: {甲: {spot: 金, c: 100, y: 51}}", BODY "}",
         "2:14 ink-over-limit 151", "150"},
        {"", BODY ", colour: {spot: 金}}", "2:59 unknown-key spot", NULL},
        {"", BODY ", colour: {c: 30, k: 100}}", "2:58 rich-black-text 正文", "9pt"},
        {"press: {inks: 240}", BODY "}", "1:9 unknown-key inks", "ink"},
        {"press: {ink: 200, warn: 210}", BODY "}", "1:25 bad-number 210", NULL},
        {"press: {black: {size: 3pt}}", BODY "}", "1:17 unknown-key size", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        struct bm_layout *l = read_layout(&d, rows[i].colours, rows[i].style);
        const struct bm_diag *g = NULL;
        for (size_t k = 0; k < d.diags.n && !g; k++)
            if (bm_diag_level(d.diags.v[k].message) != BM_NOTE)
                g = &d.diags.v[k];
        if (!g)
            fail_msg("row %zu: nothing was said", i);
        const struct bm_source *s = bm_sources_of(&d.sources, g->span);
        uint32_t line = 0, column = 0;
        assert_non_null(s);
        bm_source_place(s, g->span.offset, &line, &column, NULL);
        d.text.n = 0;
        bm_buf_printf(&d.text, "%u:%u %s %.*s", line, column, bm_diag_code(g->message),
                      (int)g->args[0].n, g->args[0].p);
        assert_str(bm_buf_view(&d.text), rows[i].said);
        if (rows[i].advice)
            assert_str(g->args[1], rows[i].advice);
        assert_int_equal(l == NULL, bm_diag_level(g->message) == BM_ERROR);
        close_desk(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_have_names),
        cmocka_unit_test(the_press_is_read),
        cmocka_unit_test(every_slip_has_its_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
