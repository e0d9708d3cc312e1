/* copydesk/: every rule by its own examples, marks, levels, lists of a house, spans, bounds, and
 * nothing that ordinary words bring about. */
#include "reading_desk.h"

static void each_wrong_example_is_found_and_no_right_one(void **state)
{
    (void)state;
    struct reading_desk d;
    reading_open(&d, true);
    for (size_t i = 0; i < bm_copydesk_rule_count(d.desk); i++) {
        const struct bm_copydesk_rule r = bm_copydesk_rule_at(d.desk, i);
        if (r.level < 0 || !r.wrong.n)
            continue;
        reading_example(&d, r.wrong);
        reading_run(&d);
        if (!reading_count(&d, r.id))
            fail_msg("%.*s does not find its wrong example", (int)r.id.n, r.id.p);
        reading_example(&d, r.right);
        reading_run(&d);
        if (reading_count(&d, r.id))
            fail_msg("%.*s finds its right example", (int)r.id.n, r.id.p);
    }
    assert_int_equal(d.diags.n, 0);
    reading_close(&d);
}

/* Reads lines as paragraphs of an article of an edition of 14 May 2026. */
static void read_lines(struct reading_desk *d, const char *lines)
{
    reading_begin(d, NULL);
    reading_article(d, reading_wrapped(d, bm_str_c(lines)));
    reading_run(d);
}

static size_t found_in(struct reading_desk *d, const char *lines, const char *rule)
{
    read_lines(d, lines);
    return reading_count(d, bm_str_c(rule));
}

static void a_mark_accepts_one_finding_at_its_place(void **state)
{
    (void)state;
    struct reading_desk d;
    reading_open(&d, false);
    assert_int_equal(found_in(&d, "甲，，乙。丙，，丁。", "double-mark"), 2);
    assert_int_equal(found_in(&d, "甲，，乙{{ok double-mark}}。丙，，丁。", "double-mark"), 1);
    assert_str(d.found.v[0].quote, "，，");
    assert_int_equal(d.found.v[0].span.offset,
                     (uint32_t)(strstr(d.sources.v[d.articles[0]->file].text.p, "丙") -
                                d.sources.v[d.articles[0]->file].text.p + 3));
    /* of the two before it the nearer one; a mark that accepts nothing is said */
    assert_int_equal(found_in(&d, "甲，，乙。丙，，{{ok double-mark}}丁。", "double-mark"), 1);
    assert_true(d.found.v[0].span.offset <
                (uint32_t)(strstr(d.sources.v[d.articles[0]->file].text.p, "丙") -
                           d.sources.v[d.articles[0]->file].text.p));
    assert_int_equal(found_in(&d, "甲{{ok pairs}}，，乙。", "double-mark"), 1);
    assert_int_equal(reading_count(&d, BM_STR("stale-ok")), 1);
    /* at the beginning of a paragraph, and in a head */
    assert_int_equal(found_in(&d, "，{{ok opens-closed}}甲乙。", "opens-closed"), 0);
    reading_begin(&d, NULL);
    reading_article(&d,
                    BM_STR("---\nkind: 例\ntitle: \"甲，，乙{{ok double-mark}}\"\n---\n\n丙。\n"));
    reading_run(&d);
    assert_int_equal(d.found.n, 0);
    assert_int_equal(d.diags.n, 0);
    reading_close(&d);
}

static void a_mark_of_no_rule_is_an_error_with_a_suggestion(void **state)
{
    (void)state;
    struct reading_desk d;
    struct bm_buf said = {0};
    reading_open(&d, false);
    assert_int_equal(found_in(&d, "甲，，乙{{ok duoble-mark}}。", "double-mark"), 1);
    assert_int_equal(d.diags.n, 1);
    assert_int_equal(d.diags.v[0].message, BM_MSG_UNKNOWN_RULE);
    bm_diag_format(&said, &d.diags.v[0], &d.sources, BM_LANG_EN);
    bm_buf_char(&said, '\0');
    assert_non_null(strstr(said.p, "double-mark"));
    assert_non_null(strstr(said.p, "{{ok duoble-mark}}"));
    bm_buf_free(&said);
    reading_close(&d);
}

static void a_mark_is_no_text(void **state)
{
    (void)state;
    struct reading_desk d;
    struct bm_buf plain = {0};
    reading_open(&d, false);
    read_lines(&d, "甲，，{{ok double-mark}}乙。");
    bm_article_plain(d.articles[0], &plain);
    assert_str(bm_buf_view(&plain), "样例甲，，乙。");
    bm_buf_free(&plain);
    reading_close(&d);
}

static void gaps_and_seams_silence_what_is_known(void **state)
{
    (void)state;
    struct reading_desk d;
    static const char sibling[] =
        "---\nkind: 决议\ntitle: 甲\n---\n\n听取报告。\n\n会议认为，可行。\n";
    reading_open(&d, false);
    assert_int_equal(found_in(&d, "识”、坚定“四个自信”。", "pairs"), 1);
    assert_int_equal(found_in(&d, "{{gap}}识”、坚定“四个自信”。", "pairs"), 0);
    assert_int_equal(found_in(&d, "，坚定。", "opens-closed"), 1);
    assert_int_equal(found_in(&d, "{{gap}}，坚定。", "opens-closed"), 0);
#define LONG "会议审查了市人民政府提出的报告，同意市十一届人大财政经济委员会的审查结果，决定"
    assert_int_equal(found_in(&d, LONG, "no-end"), 1);
    assert_int_equal(found_in(&d, LONG "{{gap}}", "no-end"), 0);
#undef LONG
    for (int gap = 0; gap < 2; gap++) {
        reading_begin(&d, NULL);
        reading_article(&d, bm_str_c(sibling));
        reading_article(
            &d, gap ? BM_STR("---\nkind: 决议\ntitle: 乙\n---\n\n听取报告。\n\n{{gap}}治思想。\n")
                    : BM_STR("---\nkind: 决议\ntitle: 乙\n---\n\n听取报告。\n\n治思想。\n"));
        reading_run(&d);
        assert_int_equal(reading_count(&d, BM_STR("siblings")), !gap);
    }
    reading_close(&d);
}

static void what_is_asked_already_is_a_note(void **state)
{
    (void)state;
    struct reading_desk d;
    reading_open(&d, false);
    assert_int_equal(found_in(&d, "再接再励{{query 1: 厉？}}，前进。", "slip"), 1);
    assert_int_equal(d.found.v[0].level, BM_NOTE);
    assert_int_equal(found_in(&d, "再接再励，前进{{query 1: ？}}。", "slip"), 1);
    assert_int_equal(d.found.v[0].level, BM_WARNING);
    reading_close(&d);
}

/* The bytes of a finding are its quote, but for the marks and line ends in it. */
static void check_span(const struct reading_desk *d, const struct bm_finding *f)
{
    const struct bm_str text = d->sources.v[f->span.file].text;
    struct bm_buf b = {0}, quote = {0};
    assert_true(f->span.offset + f->span.length <= text.n);
    for (size_t i = f->span.offset; i < f->span.offset + f->span.length;) {
        const char *end =
            text.p[i] == '{' && text.p[i + 1] == '{' ? strstr(text.p + i, "}}") : NULL;
        if (end) {
            i = (size_t)(end - text.p) + 2;
            continue;
        }
        if (text.p[i] != ' ' && text.p[i] != '\n')
            bm_buf_char(&b, text.p[i]);
        i++;
    }
    for (size_t i = 0; i < f->quote.n; i++)
        if (f->quote.p[i] != ' ')
            bm_buf_char(&quote, f->quote.p[i]);
    if (!bm_str_eq(f->ruling->rule, BM_STR("stale-ok")) &&
        !bm_str_eq(bm_buf_view(&b), bm_buf_view(&quote)))
        fail_msg("%.*s: «%.*s» is not «%.*s»", (int)f->ruling->rule.n, f->ruling->rule.p, (int)b.n,
                 b.p ? b.p : "", (int)f->quote.n, f->quote.p);
    bm_buf_free(&b);
    bm_buf_free(&quote);
}

static void each_finding_quotes_its_bytes_and_stands_in_order(void **state)
{
    (void)state;
    struct reading_desk d;
    size_t n = 0;
    reading_open(&d, true);
    for (size_t i = 0; i < bm_copydesk_rule_count(d.desk); i++) {
        const struct bm_copydesk_rule r = bm_copydesk_rule_at(d.desk, i);
        if (!r.wrong.n)
            continue;
        reading_example(&d, r.wrong);
        reading_run(&d);
        for (size_t k = 0; k < d.found.n; k++, n++) {
            check_span(&d, &d.found.v[k]);
            assert_true(k == 0 || d.found.v[k - 1].span.file < d.found.v[k].span.file ||
                        d.found.v[k - 1].span.offset <= d.found.v[k].span.offset);
        }
    }
    read_lines(&d, "嘉峪关{{join}}市，{{query 1: ？}}，再接{{join}}再励。");
    assert_int_equal(d.found.n, 2);
    check_span(&d, &d.found.v[0]);
    check_span(&d, &d.found.v[1]);
    assert_true(n > 40);
    reading_close(&d);
}

/* What reads at each keystroke says the same as the whole, of forms. */
static void an_article_alone_is_read_alike(void **state)
{
    (void)state;
    struct reading_desk d;
    struct bm_findings alone;
    reading_open(&d, false);
    read_lines(&d, "甲，，乙。\n再接再励{{ok slip}}。再接再励。\n2026年2月30日，近100多人。");
    alone = (struct bm_findings){.arena = d.arena};
    bm_copydesk_article(d.desk, &d.lexicon, d.articles[0], 0, &alone);
    assert_int_equal(alone.n, 4);
    assert_int_equal(alone.n, d.found.n);
    for (size_t i = 0; i < alone.n; i++) {
        assert_true(bm_str_eq(alone.v[i].ruling->rule, d.found.v[i].ruling->rule));
        assert_int_equal(alone.v[i].span.offset, d.found.v[i].span.offset);
    }
    reading_close(&d);
}

static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Ten thousand words of a house on ten thousand characters: those that stand there are found, and
 * what the list takes grows with it, not with its square. */
static void a_long_list_is_one_automaton(void **state)
{
    (void)state;
    struct reading_desk d;
    struct bm_buf list = {0}, text = {0};
    uint32_t seed = 7;
    reading_open(&d, false);
    for (int i = 0; i < 10000; i++) {
        char word[16];
        size_t n = 0;
        for (int k = 0; k < 4; k++)
            n += bm_utf8_put(0x4E00 + next(&seed) % 3000, word + n);
        bm_buf_printf(&list, "- {wrong: %.*s, right: 正}\n", (int)n, word);
        if (i % 50 == 0)
            bm_buf_put(&text, word, n);
        for (int k = 0; k < 1; k++) {
            n = bm_utf8_put(0x7D00 + next(&seed) % 900, word);
            bm_buf_put(&text, word, n);
        }
    }
    struct bm_copydesk_files files = {reading_list(&d, RULES("desk.yaml")),
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE,
                                      BM_NO_FILE};
    files.usage = reading_add(&d, "usage.yaml", bm_buf_view(&list));
    const size_t before = bm_arena_used(d.arena);
    bm_copydesk_close(d.desk);
    d.desk = bm_copydesk_open(d.arena, &d.sources, &files, NULL, &d.diags);
    assert_non_null(d.desk);
    assert_true(bm_arena_used(d.arena) - before < 60u << 20);
    bm_buf_char(&text, '\0');
    read_lines(&d, text.p);
    assert_int_equal(reading_count(&d, BM_STR("usage")), 200);
    bm_buf_free(&list);
    bm_buf_free(&text);
    reading_close(&d);
}

#define ROW(what)                                                                                  \
    "- {id: mine, level: warning, " what                                                           \
    ", says: {zh: 甲, en: a}, source: x, wrong: a, right: b}\n"                                   \
    "- {id: rule-limit, level: note, function: limit, says: {zh: 乙, en: b}, source: x}\n"

static struct bm_copydesk *open_rules(struct reading_desk *d, const char *rules, const char *levels)
{
    struct bm_copydesk_files files = {BM_NO_FILE, BM_NO_FILE, BM_NO_FILE, BM_NO_FILE, BM_NO_FILE,
                                      BM_NO_FILE, BM_NO_FILE, BM_NO_FILE, BM_NO_FILE};
    files.rules =
        rules ? reading_add(d, "desk.yaml", bm_str_c(rules)) : reading_list(d, RULES("desk.yaml"));
    if (levels)
        files.levels = reading_add(d, "levels.yaml", bm_str_c(levels));
    bm_copydesk_close(d->desk);
    return d->desk = bm_copydesk_open(d->arena, &d->sources, &files, NULL, &d->diags);
}

static void a_pattern_that_explodes_is_stopped(void **state)
{
    (void)state;
    struct reading_desk d;
    reading_open(&d, false);
    assert_non_null(open_rules(&d, ROW("pattern: '(甲+)+乙'"), NULL));
    assert_int_equal(
        found_in(&d, "甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲丙。",
                 "mine"),
        0);
    assert_int_equal(reading_count(&d, BM_STR("rule-limit")), 1);
    assert_int_equal(found_in(&d, "甲甲乙。", "mine"), 1);
    reading_close(&d);
}

static void what_is_wrong_in_rules_is_said_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *rules, *levels;
        enum bm_message message;
    } cases[] = {
        {ROW("pattern: '(甲'"), NULL, BM_MSG_RULE_PATTERN},
        {ROW("patern: 甲"), NULL, BM_MSG_UNKNOWN_KEY},
        {ROW("function: piars"), NULL, BM_MSG_UNKNOWN_WORD},
        {ROW("in: [boddy], pattern: 甲"), NULL, BM_MSG_UNKNOWN_WORD},
        {ROW("once: ja, pattern: 甲"), NULL, BM_MSG_BAD_FLAG},
        {"- {id: a, pattern: 甲}\n", NULL, BM_MSG_MISSING_KEY},
        {"甲", NULL, BM_MSG_WRONG_YAML_KIND},
        {NULL, "levels: {duoble-mark: off}\n", BM_MSG_UNKNOWN_RULE},
        {NULL, "levels: {double-mark: fatal}\n", BM_MSG_UNKNOWN_WORD},
        {NULL, "level: {double-mark: off}\n", BM_MSG_UNKNOWN_KEY},
    };
    struct reading_desk d;
    reading_open(&d, false);
    for (size_t i = 0; i < BM_COUNT(cases); i++) {
        d.diags.n = 0;
        assert_null(open_rules(&d, cases[i].rules, cases[i].levels));
        assert_true(d.diags.n > 0);
        assert_int_equal(d.diags.v[0].message, cases[i].message);
        assert_int_not_equal(d.diags.v[0].span.file, BM_NO_FILE);
    }
    reading_close(&d);
}

static void levels_are_the_houses(void **state)
{
    (void)state;
    struct reading_desk d;
    reading_open(&d, false);
    assert_non_null(open_rules(&d, NULL, "levels: {double-mark: off, approx-twice: error}\n"));
    read_lines(&d, "近100多人，，到会。");
    assert_int_equal(d.found.n, 1);
    assert_str(d.found.v[0].ruling->rule, "approx-twice");
    assert_int_equal(d.found.v[0].level, BM_ERROR);
    reading_close(&d);
}

/* Texts of marks, figures and words of the rules in any order: nothing breaks, and every finding
 * quotes what stands there. */
static void any_text_can_be_read(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "，",
        "。",
        "“",
        "”",
        "（",
        ")",
        "《",
        "》",
        "、",
        "甲",
        "市长",
        "王驰",
        "第",
        "十一届",
        "一是",
        "二是",
        "三是",
        "2026年",
        "5月",
        "14日",
        "星期",
        "三",
        "近",
        "100",
        "多",
        "%",
        "占",
        "5.1%",
        "、5.2%",
        "、6%",
        "会议",
        "嘉峪关",
        "20件",
        "：",
        "今天",
        "（13日）",
        "再接再励",
        "选举",
        "为",
        "；",
        "{{gap}}",
        "{{join}}",
        "{{ok pairs}}",
        "{{query 1: ？}}",
        "\n",
        "\n1. ",
        "\n\n",
        "\n## ",
        "的的",
        "“十五五”",
    };
    struct reading_desk d;
    uint32_t seed = 3;
    reading_open(&d, true);
    for (int round = 0; round < 300; round++) {
        struct bm_buf b = {0};
        bm_buf_c(&b, "---\nkind: 决议\ntitle: 甲\nnumber: 第二号\n---\n\n甲");
        for (uint32_t n = 20 + next(&seed) % 120; n; n--)
            bm_buf_c(&b, parts[next(&seed) % BM_COUNT(parts)]);
        reading_begin(&d, NULL);
        const struct bm_str text = bm_buf_keep(&b, d.arena);
        const uint32_t file = reading_add(&d, "a.md", text);
        const struct bm_article *a = bm_article_read(d.arena, &d.sources, file, NULL, 0, &d.diags);
        if (!a)
            continue;
        d.articles[0] = d.articles[1] = a;
        d.n = 2;
        reading_run(&d);
        for (size_t i = 0; i < d.found.n; i++)
            check_span(&d, &d.found.v[i]);
    }
    reading_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wrong_example_is_found_and_no_right_one),
        cmocka_unit_test(a_mark_accepts_one_finding_at_its_place),
        cmocka_unit_test(a_mark_of_no_rule_is_an_error_with_a_suggestion),
        cmocka_unit_test(a_mark_is_no_text),
        cmocka_unit_test(gaps_and_seams_silence_what_is_known),
        cmocka_unit_test(what_is_asked_already_is_a_note),
        cmocka_unit_test(each_finding_quotes_its_bytes_and_stands_in_order),
        cmocka_unit_test(an_article_alone_is_read_alike),
        cmocka_unit_test(a_long_list_is_one_automaton),
        cmocka_unit_test(a_pattern_that_explodes_is_stopped),
        cmocka_unit_test(what_is_wrong_in_rules_is_said_with_its_place),
        cmocka_unit_test(levels_are_the_houses),
        cmocka_unit_test(any_text_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
