/* record/: what no whole edition shows. The rest is read from outside: tests/e2e/record.py. */
#include "desk.h"

#include "record/cells.h"
#include "record/parts.h"

static struct bm_record *record_of(struct bm_arena *arena, const struct bm_pages *p, size_t first,
                                   size_t end)
{
    return bm_record_make(arena, bm_reading_make(arena, p, first, end),
                          &(struct bm_record_options){.version = "1.2.3"});
}

/* How often a part stands in a text. */
static size_t count(struct bm_str s, const char *part)
{
    const size_t n = strlen(part);
    size_t found = 0;
    for (size_t i = 0; i + n <= s.n; i++)
        found += memcmp(s.p + i, part, n) == 0;
    return found;
}

static bool has(struct bm_str s, const char *part)
{
    return count(s, part) > 0;
}

static struct bm_str leaf(const struct bm_leaves *leaves, const char *path)
{
    for (size_t i = 0; i < leaves->n; i++)
        if (bm_str_is(leaves->v[i].path, path))
            return leaves->v[i].bytes;
    fail_msg("%s", path);
    return (struct bm_str){0};
}

static void xml_is_well_formed_whatever_it_says(void **state)
{
    struct bm_buf out = {0};
    struct bm_xml xml;
    (void)state;
    bm_xml_begin(&xml, &out);
    bm_xml_open(&xml, "a");
    bm_xml_text(&xml, "b", BM_STR("<\">&\t\n  \x01\xFF\xE4\xB8\xAD"));
    bm_xml_number(&xml, "c", INT64_MIN);
    bm_xml_open(&xml, "d");
    bm_xml_number(&xml, "e", 0);
    bm_xml_close(&xml);
    bm_xml_element(&xml, "f", BM_STR("]]>&"));
    bm_xml_close(&xml);
    assert_str(bm_buf_view(&out),
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<a b=\"&lt;&quot;&gt;&amp;&#9;&#10;  \xEF\xBF\xBD\xEF\xBF\xBD\xE4\xB8\xAD\""
               " c=\"-9223372036854775808\">\n<d e=\"0\"/>\n<f>]]&gt;&amp;</f>\n</a>\n");
    bm_buf_free(&out);
}

static void languages_have_their_form(void **state)
{
    static const char *const good[] = {"zh", "zh-Hans", "en-GB", "de-CH-1996"},
                             *const bad[] = {"",     "-",  "zh-",       "zh--Hans",
                                             "中文", "1a", "abcdefghi", "a b"};
    (void)state;
    for (size_t i = 0; i < BM_COUNT(good); i++)
        assert_true(bm_record_language(bm_str_c(good[i])));
    for (size_t i = 0; i < BM_COUNT(bad); i++)
        assert_false(bm_record_language(bm_str_c(bad[i])));
}

static struct bm_pages *two_pages(struct desk *d, struct bench *b)
{
    struct bm_buf text = {0};
    desk_open(d, b);
    bm_buf_c(&text, "---\nkind: 通讯\ntitle: 甲 < 乙 & “丙”\n---\n\n");
    bm_buf_c(&text, "他说  Tom & Jerry's 一 二。\n\n");
    for (int i = 0; i < 60; i++)
        bm_buf_c(&text, "会议同意这个报告，并提出了“意见”。");
    bm_buf_char(&text, '\0');
    desk_article(d, "a.md", bm_arena_copy(b->arena, text.p, text.n));
    struct bm_pages *p =
        desk_pages(d, "pages:\n  - frames:\n    - {article: a, columns: 1-2, lines: 3-14}\n"
                      "  - frames:\n    - {article: a, columns: 1-2, lines: 3-40}\n");
    assert_non_null(p);
    bm_buf_free(&text);
    return p;
}

/* One blank beside strings is SP; two are not, and stay both. */
static void blanks_are_kept(void **state)
{
    struct desk d;
    struct bm_pages *p = two_pages(&d, *state);
    struct bm_leaves leaves = {.arena = d.bench->arena};
    bm_record_write(record_of(d.bench->arena, p, 0, 2), &leaves);
    const struct bm_str alto = leaf(&leaves, "alto/page-01.xml");
    assert_true(has(alto, "CONTENT=\"甲\""));
    assert_true(has(alto, "CONTENT=\"&lt;\""));
    assert_true(has(alto, "CONTENT=\"Jerry's\""));
    assert_true(has(alto, "CONTENT=\" \""));
    assert_true(has(leaf(&leaves, "text/001.txt"), "他说  Tom & Jerry's 一 二。\n"));
    assert_true(has(leaf(&leaves, "articles.json"), "\"headline\":\"甲 < 乙 & “丙”\""));
    bm_pages_drop(p);
}

/* Marks that are set closer than their advances have cells beside one another, ink inside. */
static void cells_do_not_overlap(void **state)
{
    struct desk d;
    struct bm_pages *p = two_pages(&d, *state);
    struct bm_arena *arena = d.bench->arena;
    const struct bm_record *r = record_of(arena, p, 0, 2);
    size_t squeezed = 0, all = 0;
    for (size_t i = 0; i < r->block_count; i++)
        for (uint32_t k = 0; k < r->blocks[i].line_count; k++) {
            const struct bm_record_line *line = &r->lines[r->blocks[i].line + k];
            size_t n;
            const struct bm_record_cell *c = bm_line_cells(arena, r, &r->blocks[i], line, &n);
            assert_true(n > 0);
            for (size_t j = 0; j < n; j++, all++) {
                assert_true(c[j].rect.w >= 0 && c[j].rect.x >= line->rect.x);
                assert_true(c[j].rect.x + c[j].rect.w <= line->rect.x + line->rect.w);
                assert_true(j == 0 || c[j].rect.x >= c[j - 1].rect.x + c[j - 1].rect.w);
                squeezed += bm_str_is(c[j].text, "”") && 4 * c[j].rect.w < 3 * c[j].rect.h;
            }
        }
    assert_true(squeezed > 0 && all > 900);
    bm_pages_drop(p);
}

/* Of some of the pages there are records of those alone. */
static void pages_that_are_not_read_have_none(void **state)
{
    struct desk d;
    struct bm_pages *p = two_pages(&d, *state);
    struct bm_leaves leaves = {.arena = d.bench->arena};
    const struct bm_record *r = record_of(d.bench->arena, p, 1, 2);
    bm_record_write(r, &leaves);
    const struct bm_record_file files[] = {{BM_STR("alto/page-02.xml"), 5, BM_STR("ab12")},
                                           {BM_STR("alto/page-01.xml"), 6, {0}},
                                           {BM_STR("read me"), 7, {0}}};
    bm_record_mets(r, files, BM_COUNT(files), &leaves);
    const struct bm_str mets = leaf(&leaves, "mets.xml");
    assert_int_equal(bm_record_article_count(r), 1);
    assert_int_equal(count(mets, "TYPE=\"PAGE\""), 1);
    assert_true(has(mets, "SIZE=\"5\" CHECKSUM=\"ab12\" CHECKSUMTYPE=\"SHA-256\""));
    assert_int_equal(count(mets, "CHECKSUM="), 1);
    assert_true(has(mets, "xlink:href=\"read%20me\""));
    assert_true(has(mets, "<fileGrp USE=\"OTHER\">"));
    assert_false(has(mets, "P1_B"));
    for (size_t i = 0; i < leaves.n; i++)
        assert_false(bm_str_is(leaves.v[i].path, "alto/page-01.xml"));
    bm_pages_drop(p);
}

/* What is not in the folder is not pointed at. */
static void mets_speaks_of_the_files_given(void **state)
{
    struct desk d;
    struct bm_pages *p = two_pages(&d, *state);
    struct bm_leaves leaves = {.arena = d.bench->arena};
    const struct bm_record *r = record_of(d.bench->arena, p, 0, 2);
    bm_record_mets(r, NULL, 0, &leaves);
    assert_false(has(leaves.v[0].bytes, "fptr"));
    assert_false(has(leaves.v[0].bytes, "fileSec"));
    const struct bm_record_file one = {BM_STR("alto/page-02.xml"), 1, {0}};
    bm_record_mets(r, &one, 1, &leaves);
    assert_true(has(leaves.v[1].bytes, "BEGIN=\"P2_B1\""));
    assert_false(has(leaves.v[1].bytes, "BEGIN=\"P1_B1\""));
    bm_pages_drop(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_is_well_formed_whatever_it_says),
        cmocka_unit_test(languages_have_their_form),
        cmocka_unit_test(blanks_are_kept),
        cmocka_unit_test(cells_do_not_overlap),
        cmocka_unit_test(pages_that_are_not_read_have_none),
        cmocka_unit_test(mets_speaks_of_the_files_given),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
