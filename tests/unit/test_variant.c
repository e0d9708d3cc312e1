/* Layouts that begin from another: what is laid over what, and that every message names the file
 * that wrote what is wrong. */
#include "unit.h"

#include "base/buf.h"
#include "layout/layout.h"

struct desk {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_buf text;
};

static void open_desk(struct desk *d)
{
    *d = (struct desk){.arena = bm_arena_new()};
    d->sources.arena = d->diags.arena = d->arena;
}

static void close_desk(struct desk *d)
{
    bm_buf_free(&d->text);
    bm_arena_drop(d->arena);
}

/* All diagnostics as "file:line:column code arguments" lines. */
static struct bm_str said(struct desk *d)
{
    d->text.n = 0;
    for (size_t i = 0; i < d->diags.n; i++) {
        const struct bm_diag *g = &d->diags.v[i];
        uint32_t line = 0, column = 0;
        const struct bm_source *s = bm_sources_of(&d->sources, g->span);
        assert_non_null(s);
        bm_source_place(s, g->span.offset, &line, &column, NULL);
        bm_buf_str(&d->text, s->name);
        bm_buf_printf(&d->text, ":%u:%u %s ", line, column, bm_diag_code(g->message));
        bm_buf_str(&d->text, g->args[0]);
        bm_buf_char(&d->text, '\n');
    }
    return bm_buf_view(&d->text);
}

/* The layout of the first text, each text laid over the next. */
static struct bm_layout *read_over(struct desk *d, const char *const *texts, size_t n)
{
    static const char *const names[] = {"own", "base", "root"};
    struct bm_layout_file files[3];
    for (size_t i = 0; i < n; i++) {
        uint32_t f =
            bm_sources_add(&d->sources, bm_str_c(names[i]), bm_str_c(names[i]), bm_str_c(texts[i]));
        if (!bm_layout_open(d->arena, &d->sources, f, &files[i], &d->diags))
            return NULL;
    }
    return bm_layout_read(d->arena, files, n, BM_STR("v"), &d->diags);
}

#define BASE                                                                                       \
    "sizes: {五号: 10.5pt, 小五: 9pt}\n"                                                       \
    "paper: {trim: [270mm, 390mm], bleed: 3mm}\n"                                                  \
    "grid: {columns: 6, measure: 11, gutter: 1字, size: 五号, leading: 12pt, lines: 82}\n"      \
    "copyfit: {head-above: 1, list: 2}\n"                                                          \
    "styles:\n"                                                                                    \
    "  正文: {face: 宋, size: 五号, leading: 1行, indent: 2字, colour: {c: 80}}\n"          \
    "  题: {base: 正文, weight: bold, align: centre}\n"                                         \
    "  备: {base: 正文}\n"                                                                      \
    "boxes:\n"                                                                                     \
    "  文框: {rule: 0.5pt, sides: [top, bottom], padding: 3pt}\n"                                \
    "kinds:\n"                                                                                     \
    "  消息: {tiers: [{field: title, style: 题}, {field: deck, style: 题}], body: 正文}\n"

static void a_variant_writes_only_what_differs(void **state)
{
    static const char *const texts[] = {"base: b\n"
                                        "sizes: {六号: 7.5pt, 五号: 11pt}\n"
                                        "paper: {bleed: 0mm}\n"
                                        "grid: {size: 小五, lines: 80}\n"
                                        "copyfit: {head-below: 3}\n"
                                        "folio: {style: 注, text: 版, lines: [1, 1]}\n"
                                        "styles:\n"
                                        "  注: {base: 正文, size: 六号}\n"
                                        "  正文: {size: 小五, colour: {k: 100}}\n"
                                        "boxes: {文框: {sides: [left]}}\n"
                                        "kinds:\n"
                                        "  消息: {tiers: [{field: title, style: 题}], box: 文框}\n"
                                        "  公告: {body: 正文}\n",
                                        BASE};
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l = read_over(&d, texts, 2);
    assert_str(said(&d), "");
    assert_non_null(l);
    assert_int_equal(l->file, 0);
    assert_int_equal(l->size_count, 3);
    assert_int_equal(l->sizes[0].size, 11 * BM_PT);
    assert_true(l->trim_width > 0 && l->bleed == 0);
    assert_int_equal(l->columns, 6);
    assert_int_equal(l->lines, 80);
    assert_int_equal(l->gutter, 9 * BM_PT);
    assert_int_equal(l->copyfit.head_above, 1);
    assert_int_equal(l->copyfit.head_below, 3);
    assert_int_equal(l->copyfit.list, 2);
    assert_true(l->folio.shown);
    /* A style keeps what the variant does not write, and what inherits from it follows. */
    assert_int_equal(l->style_count, 4);
    const struct bm_style *body = bm_layout_style(l, BM_STR("正文"));
    assert_str(body->face, "宋");
    assert_int_equal(body->size, 9 * BM_PT);
    assert_int_equal(body->indent, 18 * BM_PT);
    assert_int_equal(bm_layout_style(l, BM_STR("题"))->size, 9 * BM_PT);
    /* A colour, a list take the other's place whole. */
    assert_int_equal(body->colour.c, 0);
    assert_int_equal(body->colour.k, 10000);
    assert_true(l->boxes[0].left && !l->boxes[0].top);
    assert_int_equal(l->boxes[0].padding, 3 * BM_PT);
    assert_int_equal(l->kind_count, 2);
    assert_int_equal(l->kinds[0].tier_count, 1);
    assert_ptr_equal(l->kinds[0].body, body);
    assert_ptr_equal(l->kinds[0].box, &l->boxes[0]);
    close_desk(&d);
}

static void a_base_may_have_a_base(void **state)
{
    static const char *const texts[] = {"base: b\ngrid: {lines: 70}\n",
                                        "base: r\ngrid: {lines: 80, columns: 5}\n", BASE};
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l = read_over(&d, texts, 3);
    assert_str(said(&d), "");
    assert_int_equal(l->lines, 70);
    assert_int_equal(l->columns, 5);
    assert_int_equal(l->measure, 11);
    close_desk(&d);
}

static void messages_name_the_file_that_is_wrong(void **state)
{
    static const struct {
        const char *own, *base, *said;
    } rows[] = {
        {"base: b\ngrid: {lines: 80px}\n", BASE, "own:2:15 bad-number 80px\n"},
        {"base: b\nstyles: {正文: {sise: 小五}}\n", BASE, "own:2:15 unknown-key sise\n"},
        {"base: b\nstyles: {注: {size: 小五}}\n", BASE,
         "own:2:10 missing-key face\nown:2:10 missing-key leading\n"},
        {"base: b\nfoliu: {}\n", BASE, "own:2:1 unknown-key foliu\n"},
        {"base: [b]\n", BASE, "own:1:7 wrong-kind-of-value a scalar\n"},
        {"base: b\nsizes: {小五: 9}\n", BASE, "own:2:13 no-unit 9\n"},
        /* What the variant does not touch is wrong where the base wrote it. */
        {"base: b\ngrid: {lines: 80}\n", BASE "banner: 提\n", "base:13:9 unknown-style 提\n"},
        {"base: b\npaper: {bleed: 1mm}\n", BASE "gap: {sign: frame, width: 1px, rule: 1pt}\n",
         "base:13:28 unknown-unit px\n"},
        {"base: b\nstyles: {题: {base: 标}, 标: {base: 题}}\n", BASE, "own:2:20 style-cycle 题\n"},
        {"base: b\nsizes: {小三: 15pt}\n", "styles: {}\nkinds: {}\n",
         "own:1:1 missing-key paper\nown:1:1 missing-key grid\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        open_desk(&d);
        const char *const texts[] = {rows[i].own, rows[i].base};
        assert_null(read_over(&d, texts, 2));
        assert_str(said(&d), rows[i].said);
        close_desk(&d);
    }
}

static void styles_of_the_base_may_stay_unused(void **state)
{
    static const char *const texts[] = {"base: b\nstyles: {注: {base: 正文}}\n", BASE};
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l = read_over(&d, texts, 2);
    assert_non_null(l);
    bm_layout_check_use(l, &d.diags);
    assert_str(said(&d), "own:2:10 unused-style 注\n");
    d.diags.n = 0;
    l = read_over(&d, texts + 1, 1);
    assert_non_null(l);
    bm_layout_check_use(l, &d.diags);
    assert_str(said(&d), "own:8:3 unused-style 备\n");
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_variant_writes_only_what_differs),
        cmocka_unit_test(a_base_may_have_a_base),
        cmocka_unit_test(messages_name_the_file_that_is_wrong),
        cmocka_unit_test(styles_of_the_base_may_stay_unused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
