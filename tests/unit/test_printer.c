/* preflight/: levels and limits as a layout's section and a printer.yaml give them. */
#include "unit.h"

#include "base/file.h"
#include "preflight/preflight.h"

struct printer {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_preflight settings;
    bool fine;
};

static void open_printer(struct printer *p)
{
    *p = (struct printer){.arena = bm_arena_new()};
    p->sources.arena = p->diags.arena = p->arena;
    bm_preflight_default(&p->settings);
}

static void read_printer(struct printer *p, const char *yaml)
{
    uint32_t file =
        bm_sources_add(&p->sources, BM_STR("printer.yaml"), BM_STR("printer.yaml"), bm_str_c(yaml));
    p->diags.n = 0;
    p->fine = bm_printer_read(&p->settings, p->arena, &p->sources, file, &p->diags);
}

static void limits_are_read(void **state)
{
    (void)state;
    struct printer p;
    open_printer(&p);
    read_printer(&p, "name: 日报印刷厂\n"
                     "preflight:\n"
                     "  page-size: {level: warning, size: [270mm, 390mm], tolerance: 0.5mm}\n"
                     "  page-count: {level: error, multiple: 2, least: 4, most: 24}\n"
                     "  empty-page: 'off'\n"
                     "  picture-ppi: {least: 180, warn: 200}\n"
                     "  line-art-ppi: {level: note, least: 800}\n"
                     "  ink: {most: 220, warn: 200}\n"
                     "  thin-rule: {least: 0.3pt, warn: 0.5pt}\n"
                     "  thin-colour-rule: {least: 2pt}\n"
                     "  small-type: {least: 7pt}\n"
                     "  small-tint-type: {least: 9pt}\n"
                     "  small-reversed-type: {least: 11pt}\n"
                     "  small-colour-type: {least: 12pt}\n"
                     "  rich-black-type: {below: 18pt}\n"
                     "  black-knockout: {below: 20pt}\n"
                     "  safe-margin: {least: 4mm, warn: 8mm}\n"
                     "  missing-bleed: {least: 5mm}\n"
                     "  font-licence: warning\n"
                     "  rgb-converted: off\n");
    assert_true(p.fine);
    assert_int_equal(p.diags.n, 0);
    const struct bm_preflight *s = &p.settings;
    assert_int_equal(s->page_width, bm_len_um(270000));
    assert_int_equal(s->page_height, bm_len_um(390000));
    assert_int_equal(s->page_tolerance, bm_len_um(500));
    assert_int_equal(s->pages_multiple, 2);
    assert_int_equal(s->pages_least, 4);
    assert_int_equal(s->pages_most, 24);
    assert_int_equal(s->ppi_least, 180);
    assert_int_equal(s->ppi_warn, 200);
    assert_int_equal(s->line_art_least, 800);
    assert_int_equal(s->ink_most, 220);
    assert_int_equal(s->ink_warn, 200);
    assert_int_equal(s->rule_least, bm_len_millipt(300));
    assert_int_equal(s->rule_warn, bm_len_millipt(500));
    assert_int_equal(s->colour_rule_least, 2 * BM_PT);
    assert_int_equal(s->type_least, 7 * BM_PT);
    assert_int_equal(s->tint_type_least, 9 * BM_PT);
    assert_int_equal(s->reversed_type_least, 11 * BM_PT);
    assert_int_equal(s->colour_type_least, 12 * BM_PT);
    assert_int_equal(s->rich_black_below, 18 * BM_PT);
    assert_int_equal(s->knockout_below, 20 * BM_PT);
    assert_int_equal(s->margin_least, bm_len_um(4000));
    assert_int_equal(s->margin_warn, bm_len_um(8000));
    assert_int_equal(s->bleed_least, bm_len_um(5000));
    assert_int_equal(s->levels[BM_RULE_PAGE_SIZE], BM_WARNING);
    assert_int_equal(s->levels[BM_RULE_PAGE_COUNT], BM_ERROR);
    assert_int_equal(s->levels[BM_RULE_EMPTY_PAGE], BM_RULE_OFF);
    assert_int_equal(s->levels[BM_RULE_LINE_ART_PPI], BM_NOTE);
    assert_int_equal(s->levels[BM_RULE_FONT_LICENCE], BM_WARNING);
    assert_int_equal(s->levels[BM_RULE_RGB_CONVERTED], BM_RULE_OFF);
    bm_arena_drop(p.arena);
}

/* The manual shows every rule with the values of a layout that says nothing, and an example of a
 * printer's file; both can be read. */
static void the_manuals_figures_are_the_defaults(void **state)
{
    (void)state;
    struct printer p;
    struct bm_str text;
    open_printer(&p);
    assert_true(
        bm_file_read(p.arena, BM_SOURCE_DIR "/layouts/README.md", bm_span_none(), &p.diags, &text));
    const char *from = strstr(text.p, "preflight:\n  page-size:"), *to = strstr(from, "```");
    assert_non_null(to);
    for (int i = 0; i < BM_RULE_COUNT; i++) /* each rule is named */
        p.settings.levels[i] = 99;
    const struct bm_preflight unsaid = p.settings;
    p.settings = (struct bm_preflight){0};
    memcpy(p.settings.levels, unsaid.levels, sizeof unsaid.levels);
    read_printer(&p, bm_arena_copy(p.arena, from, (size_t)(to - from)));
    assert_true(p.fine);
    struct bm_preflight want;
    bm_preflight_default(&want);
    assert_memory_equal(p.settings.levels, want.levels, sizeof want.levels);
    assert_memory_equal(&p.settings, &want, sizeof want);
    assert_true(
        bm_file_read(p.arena, BM_SOURCE_DIR "/content/README.md", bm_span_none(), &p.diags, &text));
    from = strstr(text.p, "    name: 日报印刷厂");
    to = strstr(from, "\n\n");
    read_printer(&p, bm_arena_copy(p.arena, from, (size_t)(to - from)));
    assert_true(p.fine);
    assert_int_equal(p.settings.ppi_warn, 200);
    bm_arena_drop(p.arena);
}

/* The layout's section first, the printer's over it: what he does not say stays. */
static void the_printer_has_the_last_word(void **state)
{
    (void)state;
    struct printer p;
    open_printer(&p);
    read_printer(&p, "preflight: {thin-rule: {least: 0.4pt, warn: 0.6pt}, small-type: warning}\n");
    assert_true(p.fine);
    read_printer(&p, "preflight: {thin-rule: {level: note}, small-type: {least: 7pt}}\n");
    assert_true(p.fine);
    assert_int_equal(p.settings.rule_least, bm_len_millipt(400));
    assert_int_equal(p.settings.levels[BM_RULE_THIN_RULE], BM_NOTE);
    assert_int_equal(p.settings.levels[BM_RULE_SMALL_TYPE], BM_WARNING);
    assert_int_equal(p.settings.type_least, 7 * BM_PT);
    /* A limit that passes the warning takes it along. */
    read_printer(&p, "preflight: {thin-rule: {least: 0.8pt}, picture-ppi: {least: 200}}\n");
    assert_true(p.fine);
    assert_int_equal(p.settings.rule_warn, bm_len_millipt(800));
    assert_int_equal(p.settings.ppi_warn, 200);
    read_printer(&p, "");
    assert_true(p.fine);
    bm_arena_drop(p.arena);
}

/* Every slip is an error at its place, with advice. */
static void slips_are_errors_with_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *yaml, *code, *advice;
        uint32_t line, column;
    } slips[] = {
        {"preflght: {}\n", "unknown-key", "Perhaps: preflight. Otherwise delete it.", 1, 1},
        {"preflight:\n  thin-rules: note\n", "unknown-key",
         "Perhaps: thin-rule. Otherwise delete it.", 2, 3},
        {"preflight:\n  thin-rule: {lest: 1pt}\n", "unknown-key",
         "Perhaps: least. Otherwise delete it.", 2, 15},
        {"preflight:\n  thin-rule: {most: 1pt}\n", "unknown-key",
         "Perhaps: level, least, warn. Otherwise delete it.", 2, 15},
        {"preflight:\n  small-type: eror\n", "unknown-word", "Perhaps: error.", 2, 15},
        {"preflight:\n  small-type: {level: 3}\n", "unknown-word",
         "Perhaps: error, warning, note, off.", 2, 23},
        {"preflight:\n  small-type: {least: 6px}\n", "unknown-unit",
         "Units of the press are mm and pt.", 2, 24},
        {"preflight:\n  small-type: {least: 2字}\n", "unknown-unit",
         "Units of the press are mm and pt.", 2, 24},
        {"preflight:\n  small-type: {least: 6}\n", "no-unit", "Add one: pt, mm, 字 or 行.", 2, 23},
        {"preflight:\n  small-type: {least: 小五}\n", "bad-length", NULL, 2, 23},
        {"preflight:\n  small-type: {least: 200pt}\n", "length-out-of-range",
         "Choose one from 0pt to 100pt.", 2, 23},
        {"preflight:\n  picture-ppi: {least: 150.5}\n", "bad-number", "Write such a number.", 2,
         24},
        {"preflight:\n  ink: {most: 401}\n", "bad-number", "Write such a number.", 2, 15},
        {"preflight:\n  page-size: {size: 270mm}\n", "wrong-kind-of-value",
         "Write it as a list in brackets, or each on a line of its own after a hyphen and a blank.",
         2, 21},
        {"preflight:\n  page-size: {size: [270mm]}\n", "two-lengths",
         "Write them as [270mm, 390mm].", 2, 21},
        {"preflight:\n  ink: {most: 220, warn: 230}\n", "limits-crossed",
         "Choose one that is reached before `most`.", 2, 26},
        {"preflight:\n  thin-rule: {least: 1pt, warn: 0.5pt}\n", "limits-crossed",
         "Choose one that is reached before `least`.", 2, 33},
        {"preflight: [thin-rule]\n", "wrong-kind-of-value",
         "Write its entries below it, indented, each a key, a colon and a value.", 1, 12},
        {"preflight:\n  thin-rule: [1pt]\n", "wrong-kind-of-value",
         "Write its entries below it, indented, each a key, a colon and a value.", 2, 14},
        {"name: [a, b]\n", "wrong-kind-of-value",
         "Write text on one line, without brackets or a list's hyphens.", 1, 7},
        {"- preflight\n", "wrong-kind-of-value",
         "Write its entries below it, indented, each a key, a colon and a value.", 1, 1},
        {"preflight: {\n", "bad-yaml", NULL, 0, 0},
    };
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        struct printer p;
        open_printer(&p);
        read_printer(&p, slips[i].yaml);
        assert_false(p.fine);
        if (p.diags.n != 1)
            fail_msg("%zu messages about %s", p.diags.n, slips[i].yaml);
        const struct bm_diag *d = &p.diags.v[0];
        assert_str(bm_str_c(bm_diag_code(d->message)), slips[i].code);
        assert_int_equal(bm_diags_exit(&p.diags, false), BM_EXIT_INPUT);
        if (slips[i].advice) {
            struct bm_buf b = {0};
            bm_diag_help(&b, d, BM_LANG_EN);
            assert_str(bm_buf_view(&b), slips[i].advice);
            bm_buf_free(&b);
        }
        if (slips[i].line) {
            uint32_t line, column;
            bm_source_place(&p.sources.v[0], d->span.offset, &line, &column, NULL);
            if (line != slips[i].line || column != slips[i].column)
                fail_msg("%s: %u:%u", slips[i].yaml, line, column);
        }
        bm_arena_drop(p.arena);
    }
}

/* A file with any byte missing, doubled or wrong is read or refused with a message; never both, and
 * never neither. */
static void damaged_files_are_read_or_refused(void **state)
{
    (void)state;
    static const char whole[] = "name: 厂\npreflight:\n  page-size: {size: [270mm, 390mm]}\n"
                                "  ink: {level: note, most: 220, warn: 200}\n  thin-rule: off\n";
    static const char wrong[] = "{}[]:,-'\"&*#%!x0 \n\t";
    size_t n = sizeof whole - 1, refused = 0;
    for (size_t at = 0; at < n; at++)
        for (size_t k = 0; k <= sizeof wrong; k++) {
            struct printer p;
            char bytes[sizeof whole + 1];
            size_t length = 0;
            for (size_t i = 0; i < n; i++) {
                if (i == at && k < sizeof wrong - 1)
                    bytes[length++] = wrong[k];
                if (i != at || k >= sizeof wrong)
                    bytes[length++] = whole[i];
                if (i == at && k == sizeof wrong)
                    bytes[length++] = whole[i];
            }
            bytes[length] = 0;
            if (bm_utf8_check(bytes, length) != length)
                continue; /* refused when it is loaded */
            open_printer(&p);
            read_printer(&p, bytes);
            assert_int_equal(p.fine, p.diags.n == 0);
            refused += !p.fine;
            bm_arena_drop(p.arena);
        }
    assert_in_range(refused, 500, n * sizeof wrong);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_read),
        cmocka_unit_test(the_manuals_figures_are_the_defaults),
        cmocka_unit_test(the_printer_has_the_last_word),
        cmocka_unit_test(damaged_files_are_read_or_refused),
        cmocka_unit_test(slips_are_errors_with_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
