/* cli/: reading the command line, and what is said about a wrong one. */
#include "unit.h"

#include "cli/args.h"
#include "cli/pattern.h"

#define WORDS_MOST 40

struct desk {
    struct bm_args args;
    struct bm_diags diags;
    struct bm_buf text;
    bool fine;
};

/* Reads a command line whose words are parted by single spaces; "''" is an empty word. */
static void read_line(struct desk *d, const char *line, enum bm_lang lang)
{
    const char *argv[WORDS_MOST] = {"banmian"};
    int argc = 1;
    *d = (struct desk){.diags.arena = bm_arena_new()};
    char *copy = bm_arena_copy(d->diags.arena, line, strlen(line));
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = strcmp(word, "''") == 0 ? "" : word;
    d->fine = bm_args_read(&d->args, argc, argv, lang, &d->diags);
}

/* The sentences, one a line, each followed by its advice's arguments as the whole message has it.
 */
static struct bm_str said(struct desk *d)
{
    d->text.n = 0;
    for (size_t i = 0; i < d->diags.n; i++)
        bm_diag_format(&d->text, &d->diags.v[i], NULL, BM_LANG_EN);
    return bm_buf_view(&d->text);
}

static void close_desk(struct desk *d)
{
    bm_buf_free(&d->text);
    bm_arena_drop(d->diags.arena);
}

static void defaults_are_filled_in(void **state)
{
    struct desk d;
    (void)state;
    read_line(&d, "press content/a", BM_LANG_ZH);
    assert_true(d.fine);
    assert_int_equal(d.args.command, BM_CMD_PRESS);
    assert_string_equal(d.args.input, "content/a");
    assert_int_equal(d.args.lang, BM_LANG_ZH);
    assert_int_equal(d.args.jobs, 2);
    assert_int_equal(d.args.dpi, 150);
    assert_int_equal(d.args.last_page, 0);
    assert_null(d.args.output);
    assert_null(d.args.layout);
    assert_false(d.args.strict || d.args.json || d.args.quiet || d.args.timings);
    close_desk(&d);
}

static void options_stand_anywhere(void **state)
{
    static const char *const lines[] = {
        "press -o x.pdf --pages 2-3 --jobs 4 --strict -qv --lang en a",
        "press a --output=x.pdf --pages=2-3 --jobs=4 --strict -q -v --lang=en",
        "--strict -ox.pdf press --pages 2-3 -v --jobs 4 -q --lang en -- a",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct desk d;
        read_line(&d, lines[i], BM_LANG_ZH);
        assert_str(said(&d), "");
        assert_true(d.fine);
        assert_int_equal(d.args.command, BM_CMD_PRESS);
        assert_string_equal(d.args.input, "a");
        assert_string_equal(d.args.output, "x.pdf");
        assert_int_equal(d.args.first_page, 2);
        assert_int_equal(d.args.last_page, 3);
        assert_int_equal(d.args.jobs, 4);
        assert_int_equal(d.args.lang, BM_LANG_EN);
        assert_true(d.args.strict && d.args.quiet && d.args.verbose);
        close_desk(&d);
    }
}

static void a_dash_is_a_name(void **state)
{
    struct desk d;
    (void)state;
    read_line(&d, "press -o - -- -a", BM_LANG_EN);
    assert_true(d.fine);
    assert_string_equal(d.args.output, "-");
    assert_string_equal(d.args.input, "-a");
    close_desk(&d);
    read_line(&d, "lines -", BM_LANG_EN);
    assert_true(d.fine);
    assert_string_equal(d.args.input, "-");
    close_desk(&d);
}

static void lines_takes_lengths_in_em(void **state)
{
    struct desk d;
    (void)state;
    read_line(&d, "lines", BM_LANG_EN);
    assert_true(d.fine);
    assert_int_equal(d.args.size, 9 * BM_PT);
    assert_int_equal(d.args.measure, 117 * BM_PT);
    assert_int_equal(d.args.indent, 0);
    assert_null(d.args.input);
    close_desk(&d);
    read_line(&d,
              "lines --measure 12.5em --size 10pt --indent 2字 --level strict --style kaiming "
              "--autospace none --hang --opportunities --face 黑 --digits half --hyphenate en-US "
              "--fit first --looseness -1 f",
              BM_LANG_EN);
    assert_str(said(&d), "");
    assert_int_equal(d.args.measure, 125 * BM_PT);
    assert_int_equal(d.args.indent, 20 * BM_PT);
    assert_int_equal(d.args.level, 3);
    assert_int_equal(d.args.style, 2);
    assert_int_equal(d.args.autospace, 0);
    assert_true(d.args.hang && d.args.opportunities);
    assert_int_equal(d.args.digits, 1);
    assert_string_equal(d.args.hyphenate, "en-US");
    assert_int_equal(d.args.method, 1);
    assert_int_equal(d.args.looseness, 2);
    assert_string_equal(d.args.face, "黑");
    close_desk(&d);
}

static void help_and_version_come_first(void **state)
{
    static const struct {
        const char *line;
        unsigned command, topic;
    } rows[] = {
        {"help", BM_CMD_HELP, BM_CMD_COUNT},         {"--help", BM_CMD_HELP, BM_CMD_COUNT},
        {"-h", BM_CMD_HELP, BM_CMD_COUNT},           {"help proof", BM_CMD_HELP, BM_CMD_PROOF},
        {"press --help", BM_CMD_HELP, BM_CMD_PRESS}, {"--help lines", BM_CMD_HELP, BM_CMD_LINES},
        {"version", BM_CMD_VERSION, BM_CMD_COUNT},   {"--version", BM_CMD_VERSION, BM_CMD_COUNT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        read_line(&d, rows[i].line, BM_LANG_EN);
        assert_true(d.fine);
        assert_int_equal(d.args.command, rows[i].command);
        if (d.args.command == BM_CMD_HELP)
            assert_int_equal(d.args.topic, rows[i].topic);
        close_desk(&d);
    }
}

static void every_wrong_word_has_its_message(void **state)
{
    static const struct {
        const char *line, *said;
    } rows[] = {
        {"", "banmian: error [no-command]: no command is given\n"
             "  banmian help lists the commands.\n"},
        {"pres a", "banmian: error [unknown-command]: there is no command “pres”\n"
                   "  Perhaps: press.\n"},
        {"typeset a",
         "banmian: error [unknown-command]: there is no command “typeset”\n"
         "  Perhaps: press, proof, archive, epaper, verify, check, plan, serve, init, import, fonts, "
         "lines, help, version.\n"},
        {"help prof", "banmian: error [unknown-command]: there is no command “prof”\n"
                      "  Perhaps: proof.\n"},
        {"press", "banmian: error [missing-argument]: press needs to know: EDITION\n"
                  "  Write banmian press EDITION; banmian help press explains it.\n"},
        {"verify a.pdf", "banmian: error [missing-argument]: verify needs to know: PDF EDITION\n"
                         "  Write banmian verify PDF EDITION; banmian help verify explains it.\n"},
        {"verify a.pdf b c", "banmian: error [unwanted-argument]: “c” is one word too many\n"
                             "  Delete it, or put quotes around a name that has spaces.\n"},
        {"press a b", "banmian: error [unwanted-argument]: “b” is one word too many\n"
                      "  Delete it, or put quotes around a name that has spaces.\n"},
        {"fonts a", "banmian: error [unwanted-argument]: “a” is one word too many\n"
                    "  Delete it, or put quotes around a name that has spaces.\n"},
        {"press a --layuot x", "banmian: error [unknown-option]: there is no option “layuot” here\n"
                               "  Perhaps: layout.\n"
                               "banmian: error [unwanted-argument]: “x” is one word too many\n"
                               "  Delete it, or put quotes around a name that has spaces.\n"},
        {"fonts -o", "banmian: error [unknown-option]: there is no option “o” here\n"
                     "  Perhaps: coverage, verify, json, strict, quiet, verbose, lang, help, "
                     "version.\n"},
        {"press a -o", "banmian: error [missing-value]: the option --output needs a value\n"
                       "  Write --output PATH.\n"},
        {"press a --json=1", "banmian: error [unwanted-value]: the option --json takes no value\n"
                             "  Write --json alone.\n"},
        {"press a --pages 2-1", "banmian: error [bad-value]: “2-1” cannot be given to --pages\n"
                                "  What it takes: 1, 1-2.\n"},
        {"press a --pages 0", "banmian: error [bad-value]: “0” cannot be given to --pages\n"
                              "  What it takes: 1, 1-2.\n"},
        {"import a b", "banmian: error [missing-value]: the option --output needs a value\n"
                       "  Write --output FOLDER.\n"},
        {"import a -o b --date 2026-5-14",
         "banmian: error [bad-value]: “2026-5-14” cannot be given to --date\n"
         "  What it takes: YYYY-MM-DD.\n"},
        {"press a --jobs 0", "banmian: error [bad-value]: “0” cannot be given to --jobs\n"
                             "  What it takes: 1-256.\n"},
        {"proof a --dpi 150x", "banmian: error [bad-value]: “150x” cannot be given to --dpi\n"
                               "  What it takes: 1-1200.\n"},
        {"press a --lang fr", "banmian: error [bad-value]: “fr” cannot be given to --lang\n"
                              "  What it takes: en, zh.\n"},
        {"press a --profile x3", "banmian: error [profile-not-there]: there is no profile “x3”\n"
                                 "  Profiles there are: x4, x1a, plain.\n"},
        {"lines --measure 13", "banmian: error [bad-value]: “13” cannot be given to --measure\n"
                               "  What it takes: 13em, 117pt, 41mm.\n"},
        {"lines --measure -1em", "banmian: error [bad-value]: “-1em” cannot be given to --measure\n"
                                 "  What it takes: 13em, 117pt, 41mm.\n"},
        {"lines --size 9em", "banmian: error [bad-value]: “9em” cannot be given to --size\n"
                             "  What it takes: 9pt, 3mm.\n"},
        {"lines --level gbk", "banmian: error [bad-value]: “gbk” cannot be given to --level\n"
                              "  What it takes: none, basic, gb, strict.\n"},
        {"press a -o ''", "banmian: error [bad-value]: “” cannot be given to --output\n"
                          "  What it takes: PATH.\n"},
        {"press a -o r --report r", "banmian: error [same-output]: two outputs would go to r\n"
                                    "  Give each its own place.\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        read_line(&d, rows[i].line, BM_LANG_EN);
        assert_str(said(&d), rows[i].said);
        assert_false(d.fine);
        assert_int_equal(bm_diags_exit(&d.diags, false), BM_EXIT_USAGE);
        close_desk(&d);
    }
}

static void the_locale_chooses_the_language(void **state)
{
    (void)state;
    assert_int_equal(bm_lang_of_locale(NULL, NULL, "zh_CN.UTF-8"), BM_LANG_ZH);
    assert_int_equal(bm_lang_of_locale("", "C", "zh_CN.UTF-8"), BM_LANG_EN);
    assert_int_equal(bm_lang_of_locale("zh_CN", "en_GB", NULL), BM_LANG_ZH);
    assert_int_equal(bm_lang_of_locale(NULL, NULL, NULL), BM_LANG_EN);
}

static void split_takes_a_pattern_or_none(void **state)
{
    static const struct {
        const char *line, *pattern;
    } rows[] = {
        {"press a", NULL},
        {"press --split a", BM_PATTERN_DEFAULT},
        {"press a --split", BM_PATTERN_DEFAULT},
        {"press --split {day}-A{page:02}.pdf a", "{day}-A{page:02}.pdf"},
        {"--split {page}.pdf press a", "{page}.pdf"},
        {"--split press a", BM_PATTERN_DEFAULT},
        {"press a --split={layout}/{page}.pdf", "{layout}/{page}.pdf"},
        {"press a --split --marks", BM_PATTERN_DEFAULT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        read_line(&d, rows[i].line, BM_LANG_EN);
        assert_str(said(&d), "");
        assert_int_equal(d.args.command, BM_CMD_PRESS);
        assert_string_equal(d.args.input, "a");
        if (rows[i].pattern)
            assert_string_equal(d.args.split, rows[i].pattern);
        else
            assert_null(d.args.split);
        close_desk(&d);
    }
}

static void a_wrong_pattern_is_said(void **state)
{
    static const struct {
        const char *line, *words;
    } rows[] = {
        {"press a --split=x.pdf", "no page"},
        {"press a --split={edition}.pdf", "no page"},
        {"press a --split={pages}.pdf", "not known"},
        {"press a --split={page:2}.pdf", "not known"},
        {"press a --split={page", "left alone"},
        {"press a --split={page}}", "left alone"},
        {"press a --split={{page}", "left alone"},
        {"press a --split -o -", "Give -o a folder"},
        {"press a --split=/x/{page}", "leads out"},
        {"press a --split=../{page}", "leads out"},
        {"press a --split=x/../../{page}", "leads out"},
        {"press a --split={page}/..", "leads out"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        read_line(&d, rows[i].line, BM_LANG_EN);
        assert_int_equal(d.diags.n, 1);
        assert_int_equal(bm_diags_exit(&d.diags, false), BM_EXIT_USAGE);
        said(&d);
        bm_buf_char(&d.text, 0);
        if (!strstr(d.text.p, rows[i].words))
            fail_msg("%s: %s", rows[i].line, d.text.p);
        close_desk(&d);
    }
}

static void a_pattern_is_filled(void **state)
{
    static const struct {
        const char *pattern, *name;
    } rows[] = {
        {BM_PATTERN_DEFAULT, "2026-x-07.pdf"},
        {"{edition}-{date}-{page:02}.pdf", "2026-x-2026-05-14-07.pdf"},
        {"报-{day}-A{page:03}-v1.pdf", "报-20260514-A007-v1.pdf"},
        {"{layout}/{page}.pdf", "四开-甲/7.pdf"},
    };
    (void)state;
    struct bm_diags diags = {.arena = bm_arena_new()};
    struct bm_pattern_values values = {.edition = BM_STR("2026-x"),
                                       .layout = BM_STR("四开/甲"),
                                       .date = BM_STR("2026-05-14"),
                                       .page = 7};
    struct bm_buf name = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        name.n = 0;
        assert_true(bm_pattern_check(rows[i].pattern, &diags));
        assert_true(bm_pattern_fill(rows[i].pattern, &values, &name, &diags));
        assert_str(bm_buf_view(&name), rows[i].name);
    }
    values.date.n = 0;
    assert_false(bm_pattern_fill("{day}{page}", &values, &name, &diags));
    assert_int_equal(diags.v[0].message, BM_MSG_BAD_PATTERN);
    bm_buf_free(&name);
    bm_arena_drop(diags.arena);
}

/* Both languages say the same: every option of a command stands in its help, explained. */
static void help_names_every_option(void **state)
{
    (void)state;
    for (unsigned c = 0; c <= BM_CMD_COUNT; c++)
        for (int lang = 0; lang < 2; lang++) {
            struct bm_buf b = {0};
            bm_args_help(c, (enum bm_lang)lang, &b);
            bm_buf_char(&b, '\0');
            for (size_t i = 0; c < BM_CMD_COUNT && i < bm_option_count; i++)
                if (bm_options[i].commands & 1u << c) {
                    assert_non_null(strstr(b.p, bm_options[i].name));
                    assert_non_null(strstr(b.p, bm_options[i].help[lang]));
                }
            bm_buf_free(&b);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_filled_in),
        cmocka_unit_test(options_stand_anywhere),
        cmocka_unit_test(a_dash_is_a_name),
        cmocka_unit_test(lines_takes_lengths_in_em),
        cmocka_unit_test(help_and_version_come_first),
        cmocka_unit_test(every_wrong_word_has_its_message),
        cmocka_unit_test(the_locale_chooses_the_language),
        cmocka_unit_test(split_takes_a_pattern_or_none),
        cmocka_unit_test(a_wrong_pattern_is_said),
        cmocka_unit_test(a_pattern_is_filled),
        cmocka_unit_test(help_names_every_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
