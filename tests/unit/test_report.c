/* report/: the NDJSON read back by another reader, and the lines of `check` in both languages. */
#include "unit.h"

#include "fixture_pages.h"
#include "page/ledger.h"
#include "report/report.h"

#include <stdlib.h>
#include <yaml.h>

#define HEADS 4 /* edition, page, two articles */
#define MARKS 6

struct lines {
    yaml_document_t v[HEADS + MARKS];
    size_t n;
};

/* JSON is YAML. */
static void read_lines(struct lines *lines, struct bm_str all)
{
    lines->n = 0;
    for (size_t at = 0; at < all.n;) {
        const char *end = memchr(all.p + at, '\n', all.n - at);
        assert_non_null(end);
        size_t n = (size_t)(end - all.p) - at;
        assert_true(lines->n < sizeof lines->v / sizeof *lines->v);
        yaml_parser_t parser;
        assert_true(yaml_parser_initialize(&parser));
        yaml_parser_set_input_string(&parser, (const unsigned char *)all.p + at, n);
        assert_true(yaml_parser_load(&parser, &lines->v[lines->n]));
        assert_non_null(yaml_document_get_root_node(&lines->v[lines->n]));
        yaml_parser_delete(&parser);
        lines->n++;
        at += n + 1;
    }
}

static void drop_lines(struct lines *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        yaml_document_delete(&lines->v[i]);
}

static struct bm_str scalar(const yaml_node_t *node)
{
    assert_non_null(node);
    assert_int_equal(node->type, YAML_SCALAR_NODE);
    return (struct bm_str){(const char *)node->data.scalar.value, node->data.scalar.length};
}

/* The scalar at /key/0/key. */
static struct bm_str at(yaml_document_t *line, const char *path)
{
    yaml_node_t *node = yaml_document_get_root_node(line);
    while (*path++ == '/') {
        const struct bm_str step = {path, strcspn(path, "/")};
        int found = 0;
        path += step.n;
        if (node->type == YAML_SEQUENCE_NODE)
            found = node->data.sequence.items.start[atoi(step.p)];
        else
            for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
                 pair < node->data.mapping.pairs.top; pair++)
                if (bm_str_eq(scalar(yaml_document_get_node(line, pair->key)), step))
                    found = pair->value;
        node = yaml_document_get_node(line, found);
        assert_non_null(node);
    }
    return scalar(node);
}

#define assert_at(line, path, literal) assert_str(at(&(line), (path)), (literal))

static void every_line_is_one_json_object(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    struct bm_buf b = {0};
    bm_report_write(&f.pages, &b);
    struct lines l;
    read_lines(&l, bm_buf_view(&b));
    assert_int_equal(l.n, HEADS + MARKS);
    assert_at(l.v[0], "/type", "edition");
    assert_at(l.v[0], "/name", "lianghui");
    assert_at(l.v[0], "/layout", "tabloid");
    assert_at(l.v[0], "/articles", "2");
    assert_at(l.v[1], "/type", "page");
    assert_at(l.v[1], "/width_mm", "60");
    assert_at(l.v[1], "/pieces/0/article", "1-公告");
    assert_at(l.v[1], "/pieces/0/characters", "18");
    assert_at(l.v[1], "/pieces/0/text", "会议公告会议选举\\主任委员。现予公告");
    assert_at(l.v[1], "/pieces/1/file", "2-标语.md");
    assert_at(l.v[1], "/pieces/2/artefact", "true");
    assert_at(l.v[1], "/pieces/2/text", "第1版");
    assert_at(l.v[2], "/type", "article");
    assert_at(l.v[2], "/kind", "公告");
    assert_at(l.v[2], "/overset_characters", "37");
    assert_at(l.v[2], "/overset_lines", "2");
    assert_at(l.v[2], "/frames/0/page", "1");
    assert_at(l.v[2], "/frames/0/x_mm", "3.53");
    assert_at(l.v[2], "/frames/0/height_mm", "19.84");
    assert_at(l.v[3], "/short_lines", "1");
    assert_at(l.v[3], "/frames/0/spare_lines", "1");
    assert_at(l.v[4], "/kind", "join");
    assert_at(l.v[4], "/line", "5");
    assert_at(l.v[4], "/column", "9");
    assert_at(l.v[5], "/about", "公告");
    assert_at(l.v[5], "/note", "公示？");
    assert_at(l.v[5], "/x_mm", "16.23");
    assert_at(l.v[7], "/note", "37 characters / 2 lines too many");
    assert_at(l.v[9], "/number", "6");
    assert_at(l.v[9], "/page", "null");
    drop_lines(&l);
    bm_buf_free(&b);
    fixture_close(&f);
}

/* Findings of preflight are lines of their own, among the marks; English, with advice. */
static void findings_are_lines_of_the_report(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    struct bm_diag diags[2] = {
        {BM_MSG_SMALL_TYPE, bm_span_none(), {BM_STR("5"), BM_STR("6")}},
        {BM_MSG_PAGE_COUNT, bm_span_none(), {BM_STR("1"), BM_STR("4")}},
    };
    struct bm_rect rects[2] = {fixture_rect(10000, 20000, 9000, 9000),
                               fixture_rect(10000, 40000, 9000, 9000)};
    struct bm_mark findings[2] = {
        {.kind = BM_MARK_FINDING,
         .article = 1,
         .span = {1, fixture_find(&f, 1, "一往"), 6},
         .page = 1,
         .rects = rects,
         .rect_count = 2,
         .finding = &diags[0],
         .level = BM_ERROR},
        {.kind = BM_MARK_FINDING,
         .article = UINT32_MAX,
         .span = bm_span_none(),
         .page = 1,
         .finding = &diags[1],
         .level = BM_NOTE},
    };
    f.pages.findings = findings;
    f.pages.finding_count = 2;
    struct bm_buf b = {0};
    bm_report_write(&f.pages, &b);
    bm_buf_char(&b, 0);
    const char *small = strstr(b.p, "{\"type\":\"finding\"");
    assert_non_null(small);
    const char *count = strstr(small + 1, "{\"type\":\"finding\"");
    assert_non_null(count);
    assert_str(
        ((struct bm_str){small, (size_t)(strchr(small, '\n') - small)}),
        "{\"type\":\"finding\",\"number\":6,\"level\":\"error\",\"rule\":\"small-type\","
        "\"article\":"
        "\"2-标语\",\"file\":\"2-标语.md\",\"line\":5,\"column\":1,\"note\":\"type of 5 pt; 6 pt "
        "is the "
        "smallest that can be read in print\",\"help\":\"Set it larger.\",\"page\":1,\"x_mm\":3.53,"
        "\"y_mm\":7.06,\"places\":2}");
    assert_str(
        ((struct bm_str){count, (size_t)(strchr(count, '\n') - count)}),
        "{\"type\":\"finding\",\"number\":7,\"level\":\"note\",\"rule\":\"page-count\","
        "\"article\":null,\"file\":null,\"line\":null,\"column\":null,\"note\":\"number of "
        "pages: 1; a multiple of 4 is wanted\",\"help\":\"Fill or drop pages; for a part of a "
        "larger paper give the printer's `multiple`.\",\"page\":1,\"x_mm\":null,\"y_mm\":null,"
        "\"places\":0}");
    static const char *const lines[2][2] = {
        {"in/2-标语.md:5:1: error [small-type]: type of 5 pt; 6 pt is the smallest that can be "
         "read in print (page 1, 3.5 mm from the left, 7.1 mm from the top, 2 places in all)\n"
         "  Set it larger.\n",
         "lianghui: note [page-count]: number of pages: 1; a multiple of 4 is wanted (page 1)\n"
         "  Fill or drop pages; "},
        {"in/2-标语.md:5:1: 错误 [small-type]：字大 5 pt，至少 6 pt 才印得清（第 1 版，距左 3.5 "
         "毫米，距上 7.1 毫米，共 2 处）\n  请加大字号。\n",
         "lianghui: 提示 [page-count]：本期共 1 版，不是 4 的倍数（第 1 版）\n  请补足"},
    };
    for (int lang = 0; lang < 2; lang++) {
        b.n = 0;
        bm_report_check(&f.pages, (enum bm_lang)lang, &b);
        bm_buf_char(&b, 0);
        for (int i = 0; i < 2; i++)
            if (!strstr(b.p, lines[lang][i]))
                fail_msg("«%s» is not in «%s»", lines[lang][i], b.p);
    }
    bm_buf_free(&b);
    fixture_close(&f);
}

static void the_same_pages_give_the_same_report(void **state)
{
    (void)state;
    struct fixture f, g;
    fixture_fill(&f);
    fixture_fill(&g);
    struct bm_buf a = {0}, b = {0};
    bm_report_write(&f.pages, &a);
    bm_report_write(&g.pages, &b);
    assert_true(bm_str_eq(bm_buf_view(&a), bm_buf_view(&b)));
    /* The path of the machine does not stand in an output. */
    bm_buf_char(&a, 0);
    assert_null(strstr(a.p, "in/1"));
    bm_buf_free(&a);
    bm_buf_free(&b);
    fixture_close(&f);
    fixture_close(&g);
}

static void check_speaks_english(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    struct bm_buf b = {0};
    bm_report_check(&f.pages, BM_LANG_EN, &b);
    assert_str(bm_buf_view(&b),
               "in/1-公告.md:5:9: join: the sentence was cut here in what was received; set as one "
               "(page 1, 3.5 mm from the left, 15.3 mm from the top)\n"
               "in/1-公告.md:6:5: query: “公告”: 公示？ (page 1, 16.2 mm from the left, 19.3 mm "
               "from the top)\n"
               "in/1-公告.md:6:22: gap: text is missing here in what was received (page 1, 28.9 mm "
               "from the left, 19.3 mm from the top)\n"
               "in/1-公告.md:6:22: overset: 37 characters / 2 lines too many (page 1, 3.5 mm from "
               "the left, 23.4 mm from the top)\n"
               "in/2-标语.md:1:1: short: 1 line too few (page 1, 45.9 mm from the left, 33.9 mm "
               "from the top)\n"
               "in/2-标语.md:5:1: finding: 孤行 (on no page)\n");
    bm_buf_free(&b);
    fixture_close(&f);
}

static void check_speaks_chinese(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    struct bm_buf b = {0};
    bm_report_check(&f.pages, BM_LANG_ZH, &b);
    assert_str(
        bm_buf_view(&b),
        "in/1-公告.md:5:9: 接缝：来稿此处断开，已接排，请核对（第 1 版，距左 3.5 毫米，距上 15.3 "
        "毫米）\n"
        "in/1-公告.md:6:5: 存疑：“公告”：公示？（第 1 版，距左 16.2 毫米，距上 19.3 毫米）\n"
        "in/1-公告.md:6:22: 缺文：来稿此处缺文，待补（第 1 版，距左 28.9 毫米，距上 19.3 毫米）\n"
        "in/1-公告.md:6:22: 排不下：多 37 字 / 多 2 行（第 1 版，距左 3.5 毫米，距上 23.4 毫米）\n"
        "in/2-标语.md:1:1: 排不满：少 1 行（第 1 版，距左 45.9 毫米，距上 33.9 毫米）\n"
        "in/2-标语.md:5:1: 版面：孤行（未上版）\n");
    bm_buf_free(&b);
    fixture_close(&f);
}

static void a_question_over_two_lines_stays_one_line(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    fixture_mark(&f,
                 (struct bm_mark){.kind = BM_MARK_QUERY,
                                  .article = UINT32_MAX,
                                  .span = bm_span_none(),
                                  .note = BM_STR("一\n二")},
                 (struct bm_rect){0});
    struct bm_buf b = {0};
    bm_report_check(&f.pages, BM_LANG_ZH, &b);
    assert_str(bm_buf_view(&b), "存疑：一 二（未上版）\n");
    bm_buf_free(&b);
    fixture_close(&f);
}

static void nothing_to_say_is_nothing_said(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct bm_buf b = {0};
    bm_report_check(&f.pages, BM_LANG_EN, &b);
    assert_int_equal(b.n, 0);
    bm_report_write(&f.pages, &b);
    assert_str(bm_buf_view(&b),
               "{\"type\":\"edition\",\"name\":\"\",\"layout\":\"\",\"pages\":0,\"articles\":0}\n");
    bm_buf_free(&b);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_is_one_json_object),
        cmocka_unit_test(findings_are_lines_of_the_report),
        cmocka_unit_test(the_same_pages_give_the_same_report),
        cmocka_unit_test(check_speaks_english),
        cmocka_unit_test(check_speaks_chinese),
        cmocka_unit_test(a_question_over_two_lines_stays_one_line),
        cmocka_unit_test(nothing_to_say_is_nothing_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
