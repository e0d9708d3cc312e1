/* layout/: units, inheritance of styles, the whole of a small layout, frames; every error with its
 * code, its place and its arguments. */
#include "unit.h"

#include "base/buf.h"
#include "base/file.h"
#include "layout/frames.h"
#include "layout/layout.h"
#include "page/ledger.h"

#include <stdio.h>

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

static uint32_t add(struct desk *d, const char *text)
{
    return bm_sources_add(&d->sources, BM_STR("t.yaml"), BM_STR("t.yaml"), bm_str_c(text));
}

static struct bm_layout *read_layout(struct desk *d, const char *text)
{
    struct bm_layout_file f;
    return bm_layout_open(d->arena, &d->sources, add(d, text), &f, &d->diags)
               ? bm_layout_read(d->arena, &f, 1, BM_STR("t"), &d->diags)
               : NULL;
}

/* All diagnostics as "line:column code: sentence" lines. */
static struct bm_str said(struct desk *d)
{
    d->text.n = 0;
    for (size_t i = 0; i < d->diags.n; i++) {
        const struct bm_diag *g = &d->diags.v[i];
        const struct bm_source *s = bm_sources_of(&d->sources, g->span);
        uint32_t line = 0, column = 0;
        if (s)
            bm_source_place(s, g->span.offset, &line, &column, NULL);
        bm_buf_printf(&d->text, "%u:%u %s: ", line, column, bm_diag_code(g->message));
        bm_diag_sentence(&d->text, g, BM_LANG_EN);
        bm_buf_char(&d->text, '\n');
    }
    return bm_buf_view(&d->text);
}

#define HEAD                                                                                       \
    "sizes: {五号: 10.5pt, 小五: 9pt, 四号: 14pt}\n"                                         \
    "paper: {trim: [270mm, 390mm], bleed: 3mm}\n"                                                  \
    "grid: {columns: 6, measure: 11, gutter: 1字, size: 小五, leading: 12pt, lines: 82, "       \
    "secondary: 15pt, top: 21.4mm}\n"
#define STYLES                                                                                     \
    "styles:\n"                                                                                    \
    "  社论正文: {base: 正文, size: 五号, leading: 15pt}\n"                                \
    "  正文: {face: 宋, size: 小五, leading: 1行, indent: 2字}\n"
#define KINDS "kinds: {消息: {body: 正文}}\n"

static void units_are_exact(void **state)
{
    static const struct bm_size_name sizes[] = {{"小五", 9 * BM_PT}};
    const struct bm_units units = {9 * BM_PT, 12 * BM_PT, sizes, 1};
    static const struct {
        const char *text;
        enum bm_length_fault fault;
        bm_len length;
    } rows[] = {
        {"10.5pt", BM_LENGTH_FINE, 10 * BM_PT + BM_PT / 2},
        {"25.4mm", BM_LENGTH_FINE, 72 * BM_PT},
        {"1mm", BM_LENGTH_FINE, 185771},  /* 185,770.7 */
        {"0.00001pt", BM_LENGTH_FINE, 1}, /* 0.66 */
        {"2字", BM_LENGTH_FINE, 18 * BM_PT},
        {"0.75字", BM_LENGTH_FINE, 27 * BM_PT / 4},
        {"1.5 行", BM_LENGTH_FINE, 18 * BM_PT},
        {"小五", BM_LENGTH_FINE, 9 * BM_PT},
        {"-3pt", BM_LENGTH_FINE, -3 * BM_PT},
        {"0", BM_LENGTH_FINE, 0},
        {"12", BM_LENGTH_NO_UNIT, 0},
        {"12px", BM_LENGTH_UNKNOWN_UNIT, 0},
        {"六号", BM_LENGTH_UNKNOWN_SIZE, 0},
        {"", BM_LENGTH_NO_NUMBER, 0},
        {".5pt", BM_LENGTH_NO_NUMBER, 0},
        {"1.2.3pt", BM_LENGTH_NO_NUMBER, 0},
        {"123456pt", BM_LENGTH_NO_NUMBER, 0},
        {"1.234567pt", BM_LENGTH_NO_NUMBER, 0},
        {"99999.99999mm", BM_LENGTH_TOO_LONG, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bm_len length = 0;
        struct bm_str unit;
        enum bm_length_fault fault = bm_length_read(bm_str_c(rows[i].text), &units, &length, &unit);
        if (fault != rows[i].fault || (!fault && length != rows[i].length))
            fail_msg("%s: fault %d, length %d", rows[i].text, (int)fault, (int)length);
    }
}

static void a_place_without_em_refuses_it(void **state)
{
    const struct bm_units units = {0};
    bm_len length;
    struct bm_str unit;
    (void)state;
    assert_int_equal(bm_length_read(BM_STR("2字"), &units, &length, &unit), BM_LENGTH_NOT_HERE);
    assert_str(unit, "字");
    assert_int_equal(bm_length_read(BM_STR("2行"), &units, &length, &unit), BM_LENGTH_NOT_HERE);
}

static void the_grid_is_computed(void **state)
{
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l = read_layout(&d, HEAD STYLES KINDS);
    assert_str(said(&d), "");
    assert_non_null(l);
    assert_int_equal(l->trim_width, bm_len_um(270000));
    assert_int_equal(l->bleed, bm_len_um(3000));
    assert_int_equal(l->gutter, 9 * BM_PT);
    assert_int_equal(l->secondary, 15 * BM_PT);
    assert_int_equal(l->top, bm_len_um(21400));
    assert_int_equal(bm_layout_columns_width(l, 6), 71 * 9 * BM_PT);
    assert_int_equal(bm_layout_columns_width(l, 0), 0);
    assert_int_equal(l->left, (l->trim_width - 71 * 9 * BM_PT) / 2);
    assert_int_equal(bm_layout_column_x(l, 1), l->left + 12 * 9 * BM_PT);
    assert_int_equal(bm_layout_line_y(l, 10), l->top + 120 * BM_PT);
    assert_false(l->folio.shown);
    assert_null(l->banner);
    close_desk(&d);
}

static void a_style_inherits_what_is_written(void **state)
{
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l = read_layout(&d, HEAD STYLES KINDS);
    assert_non_null(l);
    const struct bm_style *s = bm_layout_style(l, BM_STR("社论正文"));
    assert_non_null(s);
    assert_str(s->face, "宋");
    assert_str(s->weight, "regular");
    assert_int_equal(s->size, 10 * BM_PT + BM_PT / 2);
    assert_int_equal(s->leading, 15 * BM_PT);
    assert_int_equal(s->indent, 21 * BM_PT); /* 2字 of its own size */
    assert_int_equal(s->colour.k, 10000);
    assert_int_equal(bm_layout_style(l, BM_STR("正文"))->leading, 12 * BM_PT);
    assert_null(bm_layout_style(l, BM_STR("无")));
    close_desk(&d);
}

static void every_key_is_read(void **state)
{
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l = read_layout(
        &d,
        "kinds:\n"
        "  决议: {complete: true, tiers: [{field: title, style: 题}, {field: adopted, style: 文, "
        "rule: true}], head-above: 1, head-below: 2, body: 文, item: 题, dated: 题, box: 框}\n"
        "boxes:\n"
        "  框: {rule: 0.5pt, sides: [top, left], inner: 0.25pt, inner-gap: 2pt, padding: 0.75字, "
        "above: 1, below: 2, tint: {k: 10, c: 0.5}}\n"
        "  栏线: {rule: 0.5pt}\n"
        "styles:\n"
        "  文: {face: 宋, size: 小五, leading: 12pt}\n"
        "  题: {base: 文, weight: bold, size: 四号, leading: 18pt, align: centre, indent: 0字, "
        "turnover: 1字, inset: 2字, before: 3pt, after: 2pt, space: 1字, kinsoku: strict, "
        "punctuation: kaiming, autospace: alpha, fullwidth: true, hang: true, sense: true, "
        "lines: 2, colour: {c: 100, m: 60.25}, reverse: true, spread: true}\n"
        "folio: {style: 题, text: \"第{page}版\", lines: [1, 2], rule: 0.5pt}\n"
        "banner: 题\n"
        "gap: {sign: frame, width: 1字, rule: 0.4pt}\n"
        "copyfit: {head-above: 1, head-below: 2, before-tail: 3, list: 4, looseness: 1}\n" HEAD);
    assert_str(said(&d), "");
    assert_non_null(l);
    const struct bm_style *s = bm_layout_style(l, BM_STR("题"));
    assert_str(s->weight, "bold");
    assert_int_equal(s->align, BM_ALIGN_CENTRE);
    assert_int_equal(s->turnover, 14 * BM_PT);
    assert_int_equal(s->inset, 28 * BM_PT);
    assert_int_equal(s->before, 3 * BM_PT);
    assert_int_equal(s->after, 2 * BM_PT);
    assert_int_equal(s->space, 14 * BM_PT);
    assert_int_equal(s->kinsoku, 3);
    assert_int_equal(s->punctuation, 2);
    assert_int_equal(s->autospace, 1);
    assert_true(s->fullwidth && s->hang && s->sense && s->reverse && s->spread);
    assert_int_equal(s->lines, 2);
    assert_int_equal(s->colour.c, 10000);
    assert_int_equal(s->colour.m, 6025);
    assert_int_equal(s->colour.k, 0);
    const struct bm_box_style *b = bm_layout_box(l, BM_STR("框"));
    assert_true(b->top && b->left && !b->right && !b->bottom);
    assert_int_equal(b->padding, 27 * BM_PT / 4);
    assert_int_equal(b->below, 2);
    assert_int_equal(b->tint.k, 1000);
    assert_int_equal(b->tint.c, 50);
    b = bm_layout_box(l, BM_STR("栏线"));
    assert_true(b->top && b->left && b->right && b->bottom);
    const struct bm_kind *k = bm_layout_kind(l, BM_STR("决议"));
    assert_true(k->complete);
    assert_int_equal(k->tier_count, 2);
    assert_str(k->tiers[1].field, "adopted");
    assert_true(k->tiers[1].rule_below && !k->tiers[0].rule_below);
    assert_ptr_equal(k->tiers[0].style, s);
    assert_ptr_equal(k->item, s);
    assert_ptr_equal(k->subhead, k->body);
    assert_ptr_equal(k->dated, s);
    assert_str(k->box->name, "框");
    assert_true(l->folio.shown);
    assert_str(l->folio.text, "第{page}版");
    assert_int_equal(l->folio.last_line, 2);
    assert_ptr_equal(l->banner, s);
    assert_int_equal(l->gap_sign, BM_SIGN_FRAME);
    assert_int_equal(l->gap_width, 9 * BM_PT);
    assert_int_equal(l->copyfit.before_tail, 3);
    assert_int_equal(l->copyfit.list, 4);
    assert_int_equal(l->copyfit.looseness, 1);
    close_desk(&d);
}

/* One slip each: the layout is refused, and exactly this is said. */
static void every_slip_has_its_message(void **state)
{
    static const struct {
        const char *text, *said;
    } rows[] = {
        {HEAD STYLES KINDS "gap: {sign: frame, width: 12px, rule: 0.4pt}\n",
         "8:29 unknown-unit: unknown unit “px”\n"},
        {HEAD STYLES KINDS "gap: {sign: squares}\n",
         "8:13 unknown-word: “squares” is not known here\n"},
        {HEAD STYLES KINDS "gap: {sign: frame, width: 1字}\n",
         "8:6 missing-key: the key “rule” is missing here\n"},
        {HEAD STYLES KINDS "banner: 正交\n",
         "8:9 unknown-style: there is no style called “正交”\n"},
        {HEAD "styles: {甲: {face: 宋, size: 小伍, leading: 12pt}}\nkinds: {消息: {body: 甲}}\n",
         "4:29 unknown-size: there is no size called “小伍”\n"},
        {HEAD "styles: {甲: {face: 宋, size: 1字, leading: 12pt}}\nkinds: {消息: {body: 甲}}\n",
         "4:29 unit-not-here: the unit “字” has no meaning here, where its own size is still to be "
         "given\n"},
        {HEAD "styles: {甲: {face: 宋, size: 9pt, leading: 12}}\nkinds: {消息: {body: 甲}}\n",
         "4:43 no-unit: the length “12” has no unit\n"},
        {HEAD "styles: {甲: {face: 宋, size: 9pt, leading: -1pt}}\nkinds: {消息: {body: 甲}}\n",
         "4:43 length-out-of-range: the length “-1pt” is out of range\n"},
        {HEAD "styles: {甲: {face: 宋, leading: 12pt}}\nkinds: {消息: {body: 甲}}\n",
         "4:10 missing-key: the key “size” is missing here\n"},
        {HEAD "styles: {甲: {face: 宋, size: 1.2.3pt, leading: 12pt}}\nkinds: {消息: {body: 甲}}\n",
         "4:29 bad-length: “1.2.3pt” is not a length\n"},
        {HEAD "styles: {甲: {face: 宋, size: 9pt, leading: 12pt, colour: {k: 101}}}\n"
              "kinds: {消息: {body: 甲}}\n",
         "4:61 bad-percent: “101” is not a percentage of ink\n"},
        /* inherited by two, said once */
        {HEAD "styles:\n  乙: {base: 甲}\n  丙: {base: 乙}\n"
              "  甲: {face: 宋, size: 9pt, leading: 12pt, align: center}\n"
              "kinds: {消息: {body: 甲}}\n",
         "7:49 unknown-word: “center” is not known here\n"},
        {HEAD "styles:\n  甲: {base: 丙}\n  乙: {base: 甲}\n  丙: {base: 乙}\n  丁: {base: 丙}\n"
              "kinds: {消息: {body: 甲}}\n",
         "5:13 style-cycle: the style “甲” is its own base: 甲 → 丙 → 乙 → 甲\n"},
        {HEAD "styles:\n  甲: {base: 甲}\nkinds: {消息: {body: 甲}}\n",
         "5:13 style-cycle: the style “甲” is its own base: 甲 → 甲\n"},
        {HEAD "styles:\n  甲: {base: 无}\nkinds: {消息: {body: 甲}}\n",
         "5:13 unknown-style: there is no style called “无”\n"},
        {HEAD STYLES "kinds: {消息: {body: 正文, box: 文匡}}\nboxes: {文框: {rule: 1pt}}\n",
         "7:29 unknown-box: there is no box called “文匡”\n"},
        {HEAD STYLES "kinds: {消息: {body: 正文, tiers: [{field: title, ladder: 新门}]}}\n"
                     "ladders: {新闻: {middle: {1: 正文}}}\n",
         "7:55 unknown-ladder: there is no ladder called “新门”\n"},
        {HEAD STYLES
         "kinds: {消息: {body: 正文, tiers: [{field: title, ladder: 新闻, style: 正文}]}}\n"
         "ladders: {新闻: {middle: {1: 正文}}}\n",
         "7:55 two-ladders: a tier has a `ladder`, or `style` and perhaps `smaller`, not both\n"},
        {HEAD STYLES KINDS "ladders: {新闻: {middle: {1: 正文, 01: 正文}}}\n",
         "8:32 bad-yaml: this is not the YAML that can be read here: this key stands here for the "
         "second time\n"},
        {HEAD STYLES KINDS "ladders: {新闻: {middle: {0: 正文}}}\n",
         "8:25 bad-number: “0” is not a whole number from 1 to 999\n"},
        {HEAD STYLES KINDS "ladders: {新闻: {lead: {}, middle: {1: 正文}}}\n",
         "8:22 ladder-empty: the ladder has no head here: “lead” is empty\n"},
        {HEAD STYLES KINDS "ladders: {新闻: {middle: {2: []}}}\n",
         "8:25 ladder-empty: the ladder has no head here: “2” is empty\n"},
        {HEAD STYLES "  竖: {base: 正文, direction: vertical}\n" KINDS
                     "ladders: {新闻: {lead: {2: [正文, 竖]}}}\n",
         "9:22 ladder-direction: one row of a ladder has horizontal and vertical heads: “正文”, "
         "“竖”\n"},
        {HEAD STYLES "kinds: {消息: {box: 文框}}\nboxes: {文框: {rule: 1pt}}\n",
         "7:13 missing-key: the key “body” is missing here\n"},
        {HEAD STYLES "kinds: {消息: {body: 正文, tiers: [{style: 正文}]}}\n",
         "7:32 missing-key: the key “field” is missing here\n"},
        {HEAD STYLES KINDS "lines: {双线: {kind: double, weight: 1pt, gap: 2pt}}\n",
         "8:13 missing-key: the key “inner” is missing here\n"},
        {HEAD STYLES KINDS "lines: {花边: {kind: frets, weight: 1pt, pitch: 6pt}}\n",
         "8:20 unknown-word: “frets” is not known here\n"},
        {HEAD STYLES KINDS "lines: {点线: {kind: dotted, weight: 1pt}}\n",
         "8:13 missing-key: the key “pitch” is missing here\n"},
        {HEAD STYLES KINDS
         "lines: {正线: {kind: single, weight: 1pt}}\nboxes: {文框: {line: 止线}}\n",
         "9:20 unknown-line: there is no line called “止线”\n"},
        {HEAD STYLES KINDS "guide: {head: 正文, item: 正文, text: 导读, page: \"第{pg}版\"}\n",
         "8:47 unknown-word: “{pg}” is not known here\n"},
        {HEAD STYLES KINDS "boxes: {文框: {sides: [top, bottum]}}\n",
         "8:27 unknown-word: “bottum” is not known here\n"},
        {HEAD STYLES KINDS "folio: {style: 正文, text: \"第{pages}版\", lines: [1, 1]}\n",
         "8:28 unknown-word: “{pages}” is not known here\n"},
        {HEAD STYLES KINDS "folio: {style: 正文, text: 版, lines: [2, 1]}\n",
         "8:36 bad-range: “[…]” is not a range of columns or lines\n"},
        {HEAD STYLES KINDS "folio: {style: 正文, text: 版, lines: 83}\n",
         "8:36 folio-outside: the folio reaches down to line 83, but the page has only 82 lines\n"},
        {HEAD STYLES KINDS "jump: {style: 正文, to: \"下转第{page}版\", from: 上接}\n",
         "8:43 jump-without-page: “上接” does not say the page\n"},
        {HEAD STYLES KINDS "make-up: {measure: [10字]}\n",
         "8:20 bad-pair: `measure` wants two values\n"},
        {HEAD STYLES KINDS "make-up: {measure: [20字, 10字]}\n",
         "8:26 length-out-of-range: the length “10字” is out of range\n"},
        {HEAD STYLES KINDS "make-up: {slak: 3}\n", "8:11 unknown-key: unknown key “slak”\n"},
        {HEAD STYLES KINDS "make-up: {legs: 9-2}\n",
         "8:17 bad-range: “9-2” is not a range of columns or lines\n"},
        {HEAD STYLES KINDS "make-up: {through: 1000000}\n",
         "8:20 bad-number: “1000000” is not a whole number from 0 to 99999\n"},
        {HEAD STYLES KINDS "wrap: {least: 0.5字}\n",
         "8:15 length-out-of-range: the length “0.5字” is out of range\n"},
        {HEAD "styles: {甲: {face: 宋, size: 9pt, leading: 12pt, direction: down}}\n"
              "kinds: {消息: {body: 甲}}\n",
         "4:60 unknown-word: “down” is not known here\n"},
        {"paper: {trim: [270mm]}\n"
         "grid: {columns: 1, measure: 5, gutter: 1字, size: 9pt, leading: 12pt, lines: 9}\n" STYLES
             KINDS "sizes: {五号: 10.5pt, 小五: 9pt}\n",
         "1:15 two-lengths: two lengths, width and height, are wanted here, not 1\n"},
        {"paper: {trim: [100mm, 390mm]}\n"
         "grid: {columns: 6, measure: 11, gutter: 1字, size: 9pt, leading: 12pt, lines: 9}\n" STYLES
             KINDS "sizes: {五号: 10.5pt, 小五: 9pt}\n",
         "2:17 type-area-too-large: the type area does not fit on the paper: 225.43 mm from 0 mm "
         "on, where the paper has 100 mm\n"},
        {"paper: {trim: [270mm, 390mm]}\n"
         "grid: {columns: 6, measure: 11, gutter: 1字, size: 9pt, leading: 12pt, lines: 82, "
         "top: 50mm}\n" STYLES KINDS "sizes: {五号: 10.5pt, 小五: 9pt}\n",
         "2:87 type-area-too-large: the type area does not fit on the paper: 347.13 mm from 50 mm "
         "on, where the paper has 390 mm\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        open_desk(&d);
        struct bm_layout *l = read_layout(&d, rows[i].text);
        assert_str(said(&d), rows[i].said);
        assert_null(l);
        assert_int_equal(bm_diags_exit(&d.diags, false), BM_EXIT_INPUT);
        close_desk(&d);
    }
}

/* Messages of base/ are checked for their code and place only. */
static void wrong_keys_and_values_are_placed(void **state)
{
    static const struct {
        const char *text, *start;
    } rows[] = {
        {HEAD STYLES KINDS "gaps: {}\n", "8:1 unknown-key"},
        {HEAD STYLES KINDS "gap: {sing: none, sign: none}\n", "8:7 unknown-key"},
        {HEAD STYLES KINDS "copyfit: {looseness: 2}\n", "8:22 bad-number"},
        {HEAD STYLES KINDS "boxes: [文框]\n", "8:8 wrong-kind-of-value"},
        {HEAD STYLES "kinds: {消息: {body: 正文, complete: maybe}}\n", "7:34 bad-flag"},
        {HEAD STYLES, "1:1 missing-key"},
        {"", "1:1 missing-key"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        open_desk(&d);
        assert_null(read_layout(&d, rows[i].text));
        struct bm_str s = said(&d), want = bm_str_c(rows[i].start);
        if (s.n < want.n || memcmp(s.p, want.p, want.n) != 0)
            fail_msg("%s: %.*s", rows[i].start, (int)s.n, s.p);
        close_desk(&d);
    }
}

/* A row of the README's table of penalties: in its first column the key (NULL: none is asked), in
 * its last the penalty. */
static void assert_row(const char *table, const char *key, const char *penalty)
{
    char first[64], last[64];
    snprintf(first, sizeof first, "`%s`", key ? key : penalty);
    snprintf(last, sizeof last, "| `%s` |\n", penalty);
    for (const char *row = table; *row == '|'; row = strchr(row, '\n') + 1) {
        const char *end = strchr(row, '\n') + 1, *column = strchr(row + 1, '|');
        const char *found = key ? strstr(row, first) : row;
        if (found && found < column && strncmp(end - strlen(last), last, strlen(last)) == 0)
            return;
    }
    fail_msg("layouts/README.md has no row with %s and %s", key ? key : "any key", penalty);
}

static void penalties_stand_in_the_readme(void **state)
{
    struct desk d;
    struct bm_str text;
    (void)state;
    open_desk(&d);
    assert_true(
        bm_file_read(d.arena, BM_SOURCE_DIR "/layouts/README.md", bm_span_none(), &d.diags, &text));
    const char *given = strstr(text.p, "make-up: {"), *table = strstr(text.p, "| key | what is");
    assert_true(given && table);
    struct bm_buf with = {0};
    bm_buf_c(&with, HEAD STYLES KINDS);
    bm_buf_put(&with, given, (size_t)(strchr(given, '}') + 1 - given));
    bm_buf_c(&with, "\n");
    const struct bm_layout *said_so = read_layout(&d, bm_arena_copy(d.arena, with.p, with.n));
    const struct bm_layout *silent = read_layout(&d, HEAD STYLES KINDS);
    assert_str(said(&d), "");
    bm_buf_free(&with);
    assert_memory_equal(&said_so->planning, &silent->planning, sizeof silent->planning);
#define PENALTY(id, name, parts) assert_row(table, NULL, name);
#define WEIGHT(field, key, value, most, id)                                                        \
    assert_true(strstr(given, key ": ") < strchr(given, '}'));                                     \
    assert_row(table, key, bm_penalty_name(BM_PENALTY_##id));
#include "base/penalties.def"
    close_desk(&d);
}

static struct bm_template *read_frames(struct desk *d, const struct bm_layout *l, const char *text)
{
    uint32_t file = add(d, text);
    struct bm_yaml *pages =
        bm_yaml_read(d->arena, &d->sources, file, 0, (uint32_t)strlen(text), &d->diags);
    return bm_template_read(d->arena, l, pages, &d->diags);
}

static struct bm_layout *frame_layout(struct desk *d)
{
    return read_layout(d, HEAD STYLES KINDS "boxes: {社论框: {rule: 1pt}}\n"
                                            "folio: {style: 正文, text: 版, lines: [1, 1]}\n");
}

static void frames_are_read(void **state)
{
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l = frame_layout(&d);
    assert_non_null(l);
    struct bm_template *t = read_frames(
        &d, l,
        "- frames:\n"
        "    - {banner: true, columns: 1-6, lines: 3-9}\n"
        "    - {article: 甲, columns: 1-6, lines: 10-55, set: 3, gutter: 2字, box: 社论框, "
        "styles: {body: 社论正文, title: 正文}}\n"
        "    - {article: 乙, columns: 2, lines: 56-82, box: none}\n"
        "- frames: [{article: 乙, columns: [1, 3], lines: 2-3}]\n");
    assert_str(said(&d), "");
    assert_non_null(t);
    assert_int_equal(t->n, 2);
    const struct bm_frame *f = t->pages[0].frames;
    assert_true(f[0].banner && !f[0].article.n);
    assert_int_equal(f[0].line, 2);
    assert_int_equal(f[0].lines, 7);
    assert_str(f[1].article, "甲");
    assert_int_equal(f[1].legs, 3);
    assert_int_equal(f[1].gutter, 18 * BM_PT);
    assert_str(f[1].box->name, "社论框");
    assert_int_equal(f[1].override_count, 2);
    assert_str(f[1].overrides[1].role, "title");
    assert_ptr_equal(f[1].overrides[0].style, bm_layout_style(l, BM_STR("社论正文")));
    assert_int_equal(f[2].column, 1);
    assert_int_equal(f[2].columns, 1);
    assert_true(f[2].boxless && !f[2].box);
    assert_int_equal(t->pages[1].frames[0].columns, 3);

    static const char *const fields[] = {"kicker", "adopted"};
    assert_false(bm_layout_check_fields(l, t, fields, 2, &d.diags));
    assert_str(said(&d), "3:99 unknown-field: no manuscript has a field “title”\n");
    close_desk(&d);
}

static void every_slip_of_a_frame_has_its_message(void **state)
{
    static const struct {
        const char *text, *said;
    } rows[] = {
        {"- frames: [{article: 甲, columns: 5-7, lines: 2-9}]\n",
         "1:34 frame-outside: the frame of “甲” reaches outside the page: it takes columns 5-7, "
         "the "
         "page has columns 1-6\n"},
        {"- frames: [{article: 甲, columns: 5-6, lines: 80-83}]\n",
         "1:46 frame-outside: the frame of “甲” reaches outside the page: it takes lines 80-83, "
         "the "
         "page has lines 1-82\n"},
        {"- frames:\n  - {article: 甲, columns: 1-4, lines: 2-9}\n"
         "  - {article: 乙, columns: 4-6, lines: 8-19}\n",
         "3:5 frames-overlap: the frames of “甲” and “乙” overlap in columns 4, lines 8-9\n"},
        {"- frames: [{banner: true, columns: 1-6, lines: 1-9}]\n",
         "1:12 frames-overlap: the frames of “folio” and “banner” overlap in columns 1-6, lines "
         "1\n"},
        {"- frames: [{article: 甲, banner: true, columns: 1-6, lines: 2-9}]\n",
         "1:12 frame-content: a frame holds either one article, the banner, a guide, furniture, "
         "or is an auto region\n"},
        {"- frames: [{columns: 1-6, lines: 2-9}]\n",
         "1:12 frame-content: a frame holds either one "
         "article, the banner, a guide, furniture, or is an auto region\n"},
        {"- frames: [{auto: true, article: 甲, columns: 1-6, lines: 2-9}]\n",
         "1:25 auto-alone: `article` does not go with `auto`\n1:12 frame-content: a frame holds "
         "either one article, the banner, a guide, furniture, or is an auto region\n"},
        {"- frames: [{auto: true, columns: 1-6, lines: 2-9, set: 3}]\n",
         "1:51 auto-alone: `set` does not go with `auto`\n"},
        {"- frames: [{auto: true, columns: 1-6, lines: 2-9}, {auto: true, columns: 2-3, lines: "
         "9-10}]\n",
         "1:52 frames-overlap: the frames of “auto” and “auto” overlap in columns 2-3, lines 9\n"},
        {"- frames: [{banner: true, columns: 1-6, lines: 2-9}]\n"
         "- frames: [{banner: true, columns: 1-6, lines: 2-9}]\n",
         "2:12 banner-twice: the banner has a second frame\n"},
        {"- frames: [{article: 甲, columns: 6-5, lines: 2-9}]\n",
         "1:34 bad-range: “6-5” is not a range of columns or lines\n"},
        {"- frames: [{article: 甲, columns: 0-5, lines: 2-9}]\n",
         "1:34 bad-range: “0-5” is not a range of columns or lines\n"},
        {"- frames: [{article: 甲, lines: 2-9}]\n",
         "1:12 missing-key: the key “columns” is missing here\n"},
        {"- frames: [{article: 甲, columns: 1, lines: 2-9, set: 12}]\n",
         "1:54 frame-too-narrow: the frame of “甲” has no room for 12 columns and their gutters\n"},
        {"- frames: [{article: 甲, columns: 1, lines: 2-9, box: 社论匡}]\n",
         "1:54 unknown-box: there is no box called “社论匡”\n"},
        {"- frames: [{article: 甲, columns: 1, lines: 2-9, styles: {body: 正}}]\n",
         "1:64 unknown-style: there is no style called “正”\n"},
        {"- frames: [{article: 甲, columns: 1-6, lines: 2-9, set: 3, head: {columns: 3-4}}]\n",
         "1:75 frame-outside: the frame of “甲” reaches outside the page: it takes columns 3-4, "
         "the page has columns 1-3\n"},
        {"- frames: [{article: 甲, columns: 1-2, lines: 2-9, head: {left: 20字, width: 9字}}]\n",
         "1:76 place-outside: this place reaches over the edge of the frame of “甲”\n"},
        {"- frames: [{article: 甲, columns: 1-6, lines: 2-9, set: [20字, 2]}]\n",
         "1:62 mixed-shares: “2” is not of the same sort as the other columns' measures\n"},
        {"- frames: [{guide: true, columns: 1-6, lines: 2-9}]\n",
         "1:12 no-guide: the layout “t” does not say how a guide is set\n"},
        {"- frames: [{article: 甲, columns: 1-6, lines: 2-9, pictures: [{columns: 1-9}]}]\n",
         "1:72 frame-outside: the frame of “甲” reaches outside the page: it takes columns 1-9, "
         "the page has columns 1-6\n"},
        {"- frames: [{article: 甲, columns: 1-6, lines: 2-9, pictures: [{wrap: all}]}]\n",
         "1:69 unknown-word: “all” is not known here\n"},
        {"- frames: [{furniture: [{text: \"{papers}\", style: 正文}], columns: 1-6, lines: 2-9}]\n",
         "1:33 unknown-word: “{papers}” is not known here\n"},
        {"- frames: [{article: 甲, columns: 1-6, lines: 2-9, rest: gutter}]\n",
         "1:57 unknown-word: “gutter” is not known here\n"},
        {"- {}\n", "1:3 missing-key: the key “frames” is missing here\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        open_desk(&d);
        struct bm_layout *l = frame_layout(&d);
        assert_non_null(l);
        struct bm_template *t = read_frames(&d, l, rows[i].text);
        assert_str(said(&d), rows[i].said);
        assert_null(t);
        close_desk(&d);
    }
}

static void advice_names_the_nearest(void **state)
{
    struct desk d;
    (void)state;
    open_desk(&d);
    assert_null(read_layout(&d, HEAD STYLES KINDS "banner: 社伦正文\n"));
    assert_str(d.diags.v[0].args[1], "社论正文");
    d.diags.n = 0;
    assert_null(read_layout(&d, HEAD STYLES KINDS "banner: 标题样\n"));
    assert_str(d.diags.v[0].args[1], "社论正文, 正文");
    close_desk(&d);
}

static void sizes_of_pictures_are_read(void **state)
{
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l = read_layout(&d, HEAD STYLES KINDS);
    assert_non_null(l);
    assert_int_equal(l->picture.share, 50);
    assert_int_equal(l->picture.give, 3);
    assert_int_equal(l->picture.rows, 5);
    assert_int_equal(l->picture.code, 81 * BM_PT);
    l = read_layout(&d, HEAD STYLES KINDS "picture: {share: 33, give: 0, rows: 4, code: 8字}\n");
    assert_non_null(l);
    assert_int_equal(l->picture.share, 33);
    assert_int_equal(l->picture.give, 0);
    assert_int_equal(l->picture.rows, 4);
    assert_int_equal(l->picture.code, 72 * BM_PT);
    assert_null(read_layout(&d, HEAD STYLES KINDS "picture: {share: 0, code: 0字, width: 1}\n"));
    assert_int_equal(d.diags.n, 3);
    close_desk(&d);
}

/* Pages of the layout are read with it, and stand for those that an edition gives no frames. */
static void pages_of_a_layout_are_read(void **state)
{
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l = read_layout(
        &d, HEAD STYLES KINDS
        "folio: {style: 正文, text: 版, lines: [1, 1], first: false}\n"
        "pages:\n"
        "  first: {frames: [{furniture: [{text: 报, style: 正文}], columns: 1-6, lines: 1-8}]}\n"
        "  left: {frames: [{auto: true, columns: 1-6, lines: 2-82}]}\n");
    assert_non_null(l);
    struct bm_template *t = read_frames(&d, l,
                                        "- {section: 要闻}\n- {}\n- {section: 副刊}\n"
                                        "- {frames: [{auto: true, columns: 1-3, lines: 2-9}]}\n");
    assert_non_null(t);
    assert_int_equal(t->n, 4);
    assert_int_equal(t->pages[0].frames[0].text_count, 1);
    assert_str(t->pages[0].section, "要闻");
    assert_int_equal(t->pages[1].frames[0].columns, 6);
    assert_true(t->pages[2].frames[0].automatic); /* a right page as a left one */
    assert_str(t->pages[2].section, "副刊");
    assert_int_equal(t->pages[3].frames[0].columns, 3);
    close_desk(&d);
    open_desk(&d);
    assert_null(read_layout(&d, HEAD STYLES KINDS
                            "pages:\n"
                            "  left: {frames: [{auto: true, columns: 1-7, lines: 2-82}]}\n"
                            "  rihgt: {frames: []}\n"));
    assert_non_null(strstr(said(&d).p, "frame-outside"));
    assert_non_null(strstr(said(&d).p, "unknown-key"));
    close_desk(&d);
}

static void kinds_of_the_kit_are_read(void **state)
{
    struct desk d;
    (void)state;
    open_desk(&d);
    struct bm_layout *l =
        read_layout(&d, HEAD STYLES
                    "lines: {线: {kind: single, weight: 0.4pt}}\n"
                    "between: {across: 线}\n"
                    "jump: {silent: true}\n"
                    "kinds: {诗: {body: 正文, verse: true}, 名单: {body: 正文, names: 社论正文},"
                    " 访谈: {body: 正文, question: 社论正文, speaker: 正文, dateline: 正文},"
                    " 广告: {body: 正文, fold: true, picture: whole, issued: 社论正文,"
                    " label: {text: 广告, style: 正文}}}\n");
    assert_non_null(l);
    assert_true(l->kinds[0].verse && !l->kinds[0].names && !l->kinds[0].label.style);
    assert_str(l->kinds[1].names->name, "社论正文");
    assert_str(l->kinds[2].question->name, "社论正文");
    assert_str(l->kinds[2].issued->name, "正文");
    assert_true(l->kinds[3].whole && l->kinds[3].fold);
    assert_str(l->kinds[3].label.text, "广告");
    assert_true(l->jump.silent && l->jump.style);
    assert_non_null(l->between.across);
    assert_null(l->between.upright);
    close_desk(&d);
    open_desk(&d);
    assert_null(read_layout(&d, HEAD STYLES
                            "between: {across: 无, along: 无}\n"
                            "kinds: {广告: {body: 正文, picture: small, label: {text: 广告}}}\n"));
    for (size_t i = 0; i < 4; i++) {
        static const char *const codes[] = {"unknown-line", "unknown-key", "unknown-word",
                                            "missing-key"};
        assert_non_null(strstr(said(&d).p, codes[i]));
    }
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_exact),
        cmocka_unit_test(a_place_without_em_refuses_it),
        cmocka_unit_test(the_grid_is_computed),
        cmocka_unit_test(a_style_inherits_what_is_written),
        cmocka_unit_test(every_key_is_read),
        cmocka_unit_test(every_slip_has_its_message),
        cmocka_unit_test(wrong_keys_and_values_are_placed),
        cmocka_unit_test(penalties_stand_in_the_readme),
        cmocka_unit_test(frames_are_read),
        cmocka_unit_test(every_slip_of_a_frame_has_its_message),
        cmocka_unit_test(advice_names_the_nearest),
        cmocka_unit_test(sizes_of_pictures_are_read),
        cmocka_unit_test(pages_of_a_layout_are_read),
        cmocka_unit_test(kinds_of_the_kit_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
