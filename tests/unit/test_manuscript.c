/* manuscript/: pieces, their places, marks, list numbers, reading order, errors. */
#include "unit.h"

#include "manuscript/manuscript.h"
#include "manuscript/openings.h"

#include <stdio.h>

struct fixture {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
    struct bm_article *article;
};

static void read_text(struct fixture *f, const char *text)
{
    static const struct bm_str shown[] = {{"title", 5}, {"kicker", 6}, {"byline", 6}};
    static const struct bm_str bare[] = {{"subhead", 7}, {"quote", 5}, {"caption", 7}};
    static const struct bm_article_kind kinds[] = {
        {"announcement", false, false, false, shown, 0, NULL, 0},
        {"brief", true, false, false, shown, 3, NULL, 0},
        {"news", false, false, false, shown, 3, bare, 3},
        {"poem", false, true, false, shown, 3, NULL, 0},
        {"names", false, false, true, shown, 3, NULL, 0}};
    f->arena = bm_arena_new();
    f->sources = (struct bm_sources){.arena = f->arena};
    f->diags = (struct bm_diags){.arena = f->arena};
    bm_sources_add(&f->sources, BM_STR("x/甲.md"), BM_STR("甲.md"), bm_str_c(text));
    f->article = bm_article_read(f->arena, &f->sources, 0, kinds, BM_COUNT(kinds), &f->diags);
    assert_true(!f->article == (f->diags.errors > 0));
}

static void check_plain(const char *text, const char *plain)
{
    struct fixture f;
    struct bm_buf b = {0};
    read_text(&f, text);
    if (!f.article)
        fail_msg("%s: %s %.*s", text, bm_diag_code(f.diags.v[0].message),
                 (int)f.diags.v[0].args[0].n, f.diags.v[0].args[0].p);
    bm_article_plain(f.article, &b);
    assert_str(bm_buf_view(&b), plain);
    for (size_t i = 0; i < f.article->block_count; i++) {
        const struct bm_text *t = &f.article->blocks[i].text;
        for (size_t k = 0; k < t->n; k++)
            if (t->v[k].kind == BM_PIECE_TEXT && t->v[k].span.length == t->v[k].text.n &&
                t->v[k].text.p[0] != ' ')
                assert_memory_equal(f.sources.v[0].text.p + t->v[k].span.offset, t->v[k].text.p,
                                    t->v[k].text.n);
    }
    bm_buf_free(&b);
    bm_arena_drop(f.arena);
}

static void check_error(const char *text, enum bm_message message, uint32_t line, uint32_t column)
{
    struct fixture f;
    uint32_t l, c;
    read_text(&f, text);
    if (f.article)
        fail_msg("accepted: %s", text);
    bm_source_place(&f.sources.v[0], f.diags.v[0].span.offset, &l, &c, NULL);
    if (f.diags.v[0].message != message || l != line || c != column)
        fail_msg("%s: %s at %u:%u, not %u:%u", text, bm_diag_code(f.diags.v[0].message), l, c, line,
                 column);
    bm_arena_drop(f.arena);
}

#define HEAD "---\nkind: announcement\n---\n"

static void reading_order_is_head_body_tail(void **state)
{
    (void)state;
    check_plain(
        "---\nkind: announcement\nsigned: 署名\ntitle: 上 / 下\nkicker: 引\n---\n　　正文。\n\n"
        "1. 甲\n2. 乙\n\n## 小题\n\n末段\n",
        "上下引正文。1.甲2.乙小题末段署名");
    check_plain("\xEF\xBB\xBF---\r\nkind: brief\r\ntitle: \"甲\\u4e59\"\r\n---\r\n", "甲乙");
}

static void lines_join_as_the_script_wants(void **state)
{
    (void)state;
    struct fixture f;
    read_text(&f, HEAD "会议\n认为\none\ntwo\\  \nthree &amp; \\*x\u2028四\u2029五\n");
    assert_non_null(f.article);
    assert_int_equal(f.article->block_count, 2);
    const struct bm_text *t = &f.article->blocks[0].text;
    struct bm_buf b = {0};
    for (size_t i = 0; i < t->n; i++)
        bm_buf_str(&b, t->v[i].kind == BM_PIECE_BREAK ? BM_STR("|") : t->v[i].text);
    assert_str(bm_buf_view(&b), "会议认为one two\\ three &amp; \\*x四");
    bm_buf_free(&b);
    bm_arena_drop(f.arena);
}

static void numbers_are_those_typed(void **state)
{
    (void)state;
    check_plain(HEAD "3. 甲\n7. **乙**丙\n", "3.甲7.乙丙");
    check_plain(HEAD "12) 甲\n\n14) 乙\n\n    续\n", "12)甲14)乙续");
    check_plain(HEAD "2026. 5月\n", "2026.5月");
    check_plain(HEAD "- 甲\n- 乙\n", "-甲-乙");
}

static void marks_are_no_text(void **state)
{
    (void)state;
    struct fixture f;
    read_text(&f,
              "---\nkind: announcement\ntitle: {{gap}}公告{{query 2: 公告：还是 #公报: *?}}\n---\n"
              "**会议**认为{{query 2: 原作*以为*, [见](x) `}}应{{join}}当{{gap}}\n");
    assert_non_null(f.article);
    const struct bm_text *t = &f.article->fields[0].text;
    assert_int_equal(t->n, 3);
    assert_int_equal(t->v[0].kind, BM_PIECE_GAP);
    assert_str(t->v[1].text, "公告");
    assert_int_equal(t->v[2].count, 2);
    assert_str(t->v[2].note, "公告：还是 #公报: *?");
    t = &f.article->blocks[0].text;
    assert_int_equal(t->n, 7);
    assert_true(t->v[0].emphasis == BM_EMPHASIS_STRONG && !t->v[1].emphasis);
    assert_str(t->v[2].note, "原作*以为*, [见](x) `");
    assert_int_equal(t->v[4].kind, BM_PIECE_JOIN);
    assert_int_equal(t->v[6].kind, BM_PIECE_GAP);
    bm_arena_drop(f.arena);
    check_error(HEAD "会议{{gap认为\n", BM_MSG_UNCLOSED_MARK, 4, 3);
    check_error(HEAD "会议{{gap认为\n\n甲}}\n", BM_MSG_UNCLOSED_MARK, 4, 3);
    check_error(HEAD "会议{{gep}}认为\n", BM_MSG_UNKNOWN_MARK, 4, 3);
    check_error(HEAD "会议{{query x: y}}认为\n", BM_MSG_BAD_QUERY, 4, 3);
    check_error(HEAD "会议{{query 3: y}}认为\n", BM_MSG_BAD_QUERY, 4, 3);
}

static void tables_quotes_and_figures_are_blocks(void **state)
{
    (void)state;
    struct fixture f;
    read_text(&f, HEAD "引子。\n\n> 一句**要紧**的话。\n\n| 指标 | 数值 |\n|:-:|--:|\n| "
                       "产量{{text: |}}总 | 1.5 |\n"
                       "| 空 | |\n\n![嘉峪关*关城*](guan.jpg \"本报记者 摄\")\n\n"
                       "![扫码](qr:https://www.gov.cn/)\n\n结尾。\n");
    assert_non_null(f.article);
    static const enum bm_block_kind kinds[] = {BM_BLOCK_PARAGRAPH, BM_BLOCK_QUOTE,
                                               BM_BLOCK_TABLE,     BM_BLOCK_FIGURE,
                                               BM_BLOCK_FIGURE,    BM_BLOCK_PARAGRAPH};
    assert_int_equal(f.article->block_count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(f.article->blocks[i].kind, kinds[i]);
    const struct bm_table *t = f.article->blocks[2].table;
    assert_int_equal(t->columns, 2);
    assert_int_equal(t->rows, 3);
    assert_int_equal(t->head_rows, 1);
    assert_int_equal(t->aligns[0], BM_CELL_CENTRE);
    assert_int_equal(t->aligns[1], BM_CELL_RIGHT);
    assert_str(t->cells[3].v[0].text, "1.5");
    assert_int_equal(t->cells[5].n, 0);
    const struct bm_figure *g = f.article->blocks[3].figure;
    assert_str(g->source, "guan.jpg");
    assert_str(g->credit.v[0].text, "本报记者 摄");
    assert_true(f.article->blocks[4].figure->qr);
    assert_str(f.article->blocks[4].figure->source, "https://www.gov.cn/");
    struct bm_buf plain = {0};
    bm_article_plain(f.article, &plain);
    bm_buf_char(&plain, '\0');
    assert_non_null(strstr(
        plain.p, "引子。一句要紧的话。指标数值产量|总1.5空嘉峪关*关城*本报记者摄扫码结尾。"));
    bm_buf_free(&plain);
    bm_arena_drop(f.arena);
}

static void tables_keep_every_cell(void **state)
{
    (void)state;
    struct fixture f;
    check_plain(HEAD "标题\n---\n\n  | 甲 | 乙\n  |---|---\n  | 丙 | 丁 |\n\n末段\n",
                "标题---甲乙丙丁末段");
    check_plain(HEAD "|甲\\|乙|\n|-|:-:|\n| | |\n||{{text: |丁}}|\n", "甲\\乙|丁");
    check_plain(HEAD "前段\n|甲|乙|\n|---|---|\n|丙|丁|\n## 后段\n", "前段甲乙丙丁后段");
    check_plain(HEAD "甲\r\n\r\n|乙|丙|\r\n|---|---|\r\n|丁|戊|\r\n", "甲乙丙丁戊");
    read_text(&f, HEAD "前段。\n\n|甲|乙|\n|---|---|\n|丙|丁|\n\n后段。\n");
    const struct bm_span *s = &f.article->blocks[1].span;
    assert_str(((struct bm_str){f.sources.v[0].text.p + s->offset, s->length}),
               "|甲|乙|\n|---|---|\n|丙|丁|");
    bm_arena_drop(f.arena);
}

static void quotes_join_their_lines(void **state)
{
    (void)state;
    struct fixture f;
    read_text(&f, HEAD "> one\n> 会议\n> two\n> three\n>\n> 　　第二段\n> 续\n> 　　第三段\n");
    assert_int_equal(f.article->block_count, 3);
    static const char *const want[] = {"one会议two three", "第二段续", "第三段"};
    for (size_t i = 0; i < 3; i++) {
        const struct bm_text *t = &f.article->blocks[i].text;
        struct bm_buf b = {0};
        assert_int_equal(f.article->blocks[i].kind, BM_BLOCK_QUOTE);
        for (size_t k = 0; k < t->n; k++)
            bm_buf_str(&b, t->v[k].text);
        assert_str(bm_buf_view(&b), want[i]);
        bm_buf_free(&b);
    }
    bm_arena_drop(f.arena);
}

static void captions_are_printed_as_typed(void **state)
{
    (void)state;
    check_plain(HEAD "![甲]乙\\*丙{{text: ](}}丁](a.jpg \"戊\"己\")\n", "甲]乙\\*丙](丁戊\"己");
}

static void names_and_dots_are_no_text(void **state)
{
    (void)state;
    struct fixture f;
    read_text(&f, HEAD
              "没有 调查{{dot 4}}，毛泽东{{name 3}}周恩来{{name 3}}读《论持久战》{{title 6}}。\n");
    assert_non_null(f.article);
    const struct bm_text *t = &f.article->blocks[0].text;
    static const struct {
        const char *text;
        unsigned emphasis;
    } want[] = {{"没有 调查", BM_EMPHASIS_DOTS},
                {"，", 0},
                {"毛泽东", BM_EMPHASIS_NAME},
                {"周恩来", BM_EMPHASIS_NAME | BM_EMPHASIS_SECOND},
                {"读", 0},
                {"《论持久战》", BM_EMPHASIS_TITLE},
                {"。", 0}};
    assert_int_equal(t->n, 7);
    for (size_t i = 0; i < t->n; i++) {
        assert_str(t->v[i].text, want[i].text);
        assert_int_equal(t->v[i].emphasis, want[i].emphasis);
        assert_int_equal(t->v[i].span.length, t->v[i].text.n);
    }
    bm_arena_drop(f.arena);
    check_error(HEAD "甲乙{{name 3}}丙\n", BM_MSG_NAME_MARK, 4, 3);
    check_error(HEAD "甲乙{{name}}丙\n", BM_MSG_NAME_MARK, 4, 3);
    check_error(HEAD "甲乙{{title 0}}丙\n", BM_MSG_NAME_MARK, 4, 3);
    check_error(HEAD "甲乙{{name 二}}丙\n", BM_MSG_NAME_MARK, 4, 3);
}

static void errors_have_their_place(void **state)
{
    (void)state;
    check_error("正文\n", BM_MSG_NO_HEAD, 1, 1);
    check_error("---\nkind: announcment\n---\n甲\n", BM_MSG_UNKNOWN_KIND, 2, 7);
    check_error("---\ntitle: 甲\n---\n甲\n", BM_MSG_MISSING_KEY, 2, 1);
    check_error("---\nkind: brief\ntitle: 东 #3\n---\n", BM_MSG_CUT_BY_COMMENT, 3, 10);
    check_error("---\nkind: brief\ntitle: #3\n---\n", BM_MSG_CUT_BY_COMMENT, 3, 8);
    check_error("---\nkind: brief\ntitle: \"甲\\n乙\"\n---\n", BM_MSG_LINE_END, 3, 9);
    check_error("---\nkind: brief\ntitle: |\n  甲\n  乙\n---\n", BM_MSG_LINE_END, 3, 8);
    check_error("---\nkind：brief\n---\n甲\n", BM_MSG_WIDE_COLON, 2, 5);
    check_error("---\nkind: brief\ntitle：甲\n---\n", BM_MSG_WIDE_COLON, 3, 6);
    check_error("---\nkind: brief\ntitle:甲\n---\n", BM_MSG_CLOSE_COLON, 3, 6);
    check_error(HEAD "甲{{text:}}\n", BM_MSG_EMPTY_TEXT_MARK, 4, 2);
    check_error(HEAD "甲{{dot 2}}\n", BM_MSG_NAME_MARK, 4, 2);
    check_error("---\nkind: brief\ntitel: 甲\n---\n甲\n", BM_MSG_UNKNOWN_KEY, 3, 1);
    check_error("---\nkind: news\ntitle: 甲\n---\n", BM_MSG_EMPTY_ARTICLE, 5, 1);
    check_error(HEAD "甲\x01\n", BM_MSG_CONTROL_CHARACTER, 4, 2);
    check_error(HEAD "甲\xFF\n", BM_MSG_NOT_UTF8, 4, 2);
    check_error(HEAD "甲\n\n|a|b|\n|---|---|\n|c|d|e|\n", BM_MSG_RAGGED_TABLE, 8, 1);
    check_error(HEAD "|a|b|\n|---|---|\n|c|\n", BM_MSG_RAGGED_TABLE, 6, 1);
    check_error(HEAD "|a|b|\n|---|---|\n|c|d|\n下一段。\n", BM_MSG_RAGGED_TABLE, 7, 1);
    check_error(HEAD "|a|b|c|\n|---|---|\n|c|d|\n", BM_MSG_RAGGED_TABLE, 4, 1);
    check_error(HEAD "|a|b|\n|---|---|\n| | |\n| | |e|\n", BM_MSG_RAGGED_TABLE, 7, 1);
    check_error(HEAD "|a|b|\n|---|---|\n|c\\\\|d|e|\n", BM_MSG_RAGGED_TABLE, 6, 1);
    check_error(HEAD "标题\n\n| | |\n|---|---|\n|c|d|\n", BM_MSG_UNSUPPORTED_MARKUP, 6, 1);
    check_error(HEAD "![甲](qr:)\n", BM_MSG_UNSUPPORTED_MARKUP, 4, 6);
    check_error(HEAD "![甲]()\n", BM_MSG_BAD_NAME, 4, 6);
    check_error(HEAD "|a|b|\n|---|---|\n|c{{gap}}|d|\n", BM_MSG_UNSUPPORTED_MARKUP, 6, 3);
    check_error(HEAD "![甲](../a.jpg)\n", BM_MSG_PICTURE_OUTSIDE, 4, 6);
    check_error(HEAD "![甲](图/../a.jpg)\n", BM_MSG_PICTURE_OUTSIDE, 4, 6);
    check_error(HEAD "![甲](/tmp/a.jpg)\n", BM_MSG_PICTURE_OUTSIDE, 4, 6);
    check_error(HEAD "![甲](图//a.jpg)\n", BM_MSG_BAD_NAME, 4, 6);
    check_error(HEAD "![甲](.图/a.jpg)\n", BM_MSG_BAD_NAME, 4, 6);
    check_error(HEAD "![甲](图/)\n", BM_MSG_BAD_NAME, 4, 6);
    check_error(HEAD "![甲](a.jpg “张三”)\n", BM_MSG_CREDIT_QUOTES, 4, 12);
    check_error(HEAD "![甲](图 1.jpg '张三')\n", BM_MSG_CREDIT_QUOTES, 4, 14);
    check_error(HEAD "![甲](https://a.cn/a.jpg)\n", BM_MSG_PICTURE_ADDRESS, 4, 6);
    check_error(HEAD "甲{{query 1: 问{{gap}}}}\n", BM_MSG_NESTED_MARK, 4, 2);
    check_error(HEAD "甲{{query 1: 问，{{gap}}乙\n", BM_MSG_UNCLOSED_MARK, 4, 2);
    check_error(HEAD "![甲{{gap}}](a.jpg)\n", BM_MSG_UNSUPPORTED_MARKUP, 4, 4);
}

/* What the text is read as, and the messages about it, in order: code:line:column. */
static void check_said(const char *text, const char *plain, const char *said)
{
    struct fixture f;
    struct bm_buf b = {0}, codes = {0};
    read_text(&f, text);
    assert_non_null(f.article);
    bm_article_plain(f.article, &b);
    assert_str(bm_buf_view(&b), plain);
    for (size_t i = 0; i < f.diags.n; i++) {
        uint32_t l, c;
        bm_source_place(&f.sources.v[0], f.diags.v[i].span.offset, &l, &c, NULL);
        bm_buf_printf(&codes, "%s%s:%u:%u", i ? " " : "", bm_diag_code(f.diags.v[i].message), l, c);
    }
    assert_str(bm_buf_view(&codes), said);
    bm_buf_free(&b);
    bm_buf_free(&codes);
    bm_arena_drop(f.arena);
}

static void running_text_is_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"3*5*2米",
                                        "1.2*2.4",
                                        "“_日报_2”",
                                        "a_b_c",
                                        "按`键，再按`键",
                                        "3<5且7>2，a&b，AT&T；",
                                        "甲|乙",
                                        "3~5天",
                                        "#2机组",
                                        "50%~60%",
                                        "$8万到$9万",
                                        "A=B",
                                        "x==1",
                                        "[1]",
                                        "[甲]乙",
                                        "138****1234",
                                        "张*、李*",
                                        "-5℃",
                                        "-",
                                        "2026. 5月",
                                        "1.5倍",
                                        "1)",
                                        "> ",
                                        "\\\\host\\盘",
                                        "甲{乙}丙",
                                        "张＊＊、李＊＊",
                                        "138＊＊＊＊1234",
                                        "＃2机组",
                                        "甲｛乙｝丙",
                                        "！[甲]乙",
                                        "}}"};
    for (size_t i = 0; i < BM_COUNT(texts); i++) {
        struct bm_buf typed = {0}, plain = {0};
        bm_buf_printf(&typed, HEAD "文%s文\n%c", texts[i], 0);
        bm_buf_c(&plain, "文");
        for (const char *c = texts[i]; *c; c++)
            if (*c != ' ')
                bm_buf_char(&plain, *c);
        bm_buf_printf(&plain, "文%c", 0);
        check_said(typed.p, plain.p, "");
        bm_buf_free(&typed);
        bm_buf_free(&plain);
    }
    check_said(HEAD "- 5℃\n", "-5℃", "");
    check_said(HEAD "-5℃\n+3℃\n", "-5℃+3℃", "joined-lines:4:1");
    check_said(HEAD "- 5℃\n- 3℃\n", "-5℃-3℃", "joined-lines:4:1");
    check_said(HEAD "> 35℃\n", ">35℃", "");
    check_said(HEAD ">80%\n", ">80%", "");
    check_said(HEAD "* 注\n", "*注", "");
}

static void what_looks_like_markup_is_said_once(void **state)
{
    (void)state;
    static const struct {
        const char *text, *plain;
        uint32_t line, column;
    } rows[] = {
        {"甲<br>乙<br>丙", "甲<br>乙<br>丙", 4, 2},
        {"甲<!-- 乙 -->", "甲<!--乙-->", 4, 2},
        {"甲&lt;乙&#65;", "甲&lt;乙&#65;", 4, 2},
        {"甲\\*乙", "甲\\*乙", 4, 2},
        {"甲*乙*丙*丁*", "甲*乙*丙*丁*", 4, 2},
        {"甲 _乙_ 丙", "甲_乙_丙", 4, 3},
        {"甲__乙__丙", "甲__乙__丙", 4, 2},
        {"甲**乙", "甲**乙", 4, 2},
        {"张**、李**", "张**、李**", 4, 2},
        {"甲 ** 乙 ** 丙", "甲**乙**丙", 4, 3},
        {"甲***乙***丙", "甲***乙***丙", 4, 2},
        {"甲~~乙~~丙", "甲~~乙~~丙", 4, 2},
        {"甲==乙==丙", "甲==乙==丙", 4, 2},
        {"甲$a=b$丙", "甲$a=b$丙", 4, 2},
        {"甲`code`丙", "甲`code`丙", 4, 2},
        {"甲[^1]丙", "甲[^1]丙", 4, 2},
        {"甲[乙](丙)", "甲[乙](丙)", 4, 2},
        {"[乙]: 丙", "[乙]:丙", 4, 1},
        {"见![甲](a.jpg)图", "见![甲](a.jpg)图", 4, 2},
        {"# 甲", "#甲", 4, 1},
        {"甲\n### 乙\n丙", "甲###乙丙", 5, 1},
        {"##甲", "##甲", 4, 1},
        {"甲\n---\n乙", "甲---乙", 5, 1},
        {"甲\n\n***\n", "甲***", 6, 1},
        {"甲\n===\n", "甲===", 5, 1},
        {"```\n甲\n```\n", "```甲```", 4, 1},
        {"|甲|乙|\n|丙|丁|", "|甲|乙||丙|丁|", 4, 1},
        {"甲 | 乙\n丙 | 丁", "甲|乙丙|丁", 4, 1},
        {"* 甲\n* 乙", "*甲*乙", 4, 1},
        {"- 甲\n  - 乙\n- 丙", "-甲-乙-丙", 5, 3},
        {"1. 甲\n   - 乙\n2. 丙", "1.甲-乙2.丙", 5, 4},
        {"> 甲\n>\n> - 乙", "甲-乙", 6, 3},
        {"> ## 甲", "##甲", 4, 3},
        {"甲\n> 乙", "甲>乙", 5, 1},
        {"> 甲\n> > 乙", "甲>乙", 5, 3},
        {">引语", ">引语", 4, 1},
        {"＞ 引语", "＞引语", 4, 1},
        {"＃＃ 甲", "＃＃甲", 4, 1},
        {"｜甲｜乙｜\n｜丙｜丁｜", "｜甲｜乙｜｜丙｜丁｜", 4, 1},
        {"甲＊＊乙＊＊丙", "甲＊＊乙＊＊丙", 4, 2},
        {"甲｛｛gap｝｝乙", "甲｛｛gap｝｝乙", 4, 2},
        {"甲{gap}乙", "甲{gap}乙", 4, 2},
        {"![甲]（a.jpg）", "![甲]（a.jpg）", 4, 1},
        {"![甲] (a.jpg)", "![甲](a.jpg)", 4, 1},
        {"！[甲](a.jpg)", "！[甲](a.jpg)", 4, 1},
        {"![甲][1]", "![甲][1]", 4, 1},
        {"![[a.jpg]]", "![[a.jpg]]", 4, 1},
        {"![甲](a.jpg){width=50%}", "![甲](a.jpg){width=50%}", 4, 1},
        {"2**3，密码**123**", "2**3，密码123", 4, 2},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        struct bm_buf b = {0}, said = {0};
        bm_buf_printf(&b, HEAD "%s\n%c", rows[i].text, 0);
        bm_buf_printf(&said, "not-markup:%u:%u%c", rows[i].line, rows[i].column, 0);
        check_said(b.p, rows[i].plain, said.p);
        bm_buf_free(&b);
        bm_buf_free(&said);
    }
    check_said("---\nkind: brief\ntitle: 甲**乙**丙\n---\n", "甲**乙**丙", "not-markup:3:9");
}

static void strong_words_stand_beside_any_mark(void **state)
{
    (void)state;
    static const struct {
        const char *text, *strong;
    } rows[] = {{"甲，**乙，**丙", "乙，"},
                {"甲**“乙”**和**《丙》**丁", "“乙”《丙》"},
                {"（**甲**）——**乙**……", "甲乙"},
                {"**（一）**甲**2**乙", "（一）2"},
                {"一行文字的长短与排印无关，换行处**可以落在\n任何地方**。", "可以落在任何地方"},
                {"甲**{{text: **}}**乙", "**"},
                {"甲**乙{{dot 1}}**丙", "乙"}};
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        struct fixture f;
        struct bm_buf b = {0}, strong = {0};
        bm_buf_printf(&b, HEAD "%s\n%c", rows[i].text, 0);
        read_text(&f, b.p);
        assert_non_null(f.article);
        assert_int_equal(f.diags.n, 0);
        const struct bm_text *t = &f.article->blocks[0].text;
        for (size_t k = 0; k < t->n; k++)
            if (t->v[k].emphasis & BM_EMPHASIS_STRONG)
                bm_buf_str(&strong, t->v[k].text);
        assert_str(bm_buf_view(&strong), rows[i].strong);
        bm_buf_free(&b);
        bm_buf_free(&strong);
        bm_arena_drop(f.arena);
    }
}

static void text_marks_print_what_stands_in_them(void **state)
{
    (void)state;
    check_said(HEAD "{{text: 1.}} 甲\n", "1.甲", "");
    check_said(HEAD "{{text: - }}甲{{text: {{}}乙}}{{text：*丙*}}\n", "-甲{{乙}}*丙*", "");
    check_said(HEAD "甲{{text: a\nb}}乙\n", "甲ab乙", "");
    check_said("---\nkind: brief\ntitle: 甲 {{text: #3 / 乙}}\n---\n", "甲#3/乙", "");
    check_error(HEAD "甲{{txt: 乙}}\n", BM_MSG_UNKNOWN_MARK, 4, 2);
}

static void indents_begin_paragraphs(void **state)
{
    (void)state;
    struct fixture f;
    read_text(
        &f, HEAD
        "　　甲。\n　　乙，\n丙。\n    丁。\n\t戊。\n&nbsp;己\n\xE2\x80\x83\xE2\x80\x83庚。\n");
    assert_int_equal(f.article->block_count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(f.article->blocks[i].kind, BM_BLOCK_PARAGRAPH);
    bm_arena_drop(f.arena);
    check_said(HEAD "甲。\n乙。\n丙。\n", "甲。乙。丙。", "pasted-lines:4:1");
    check_said(HEAD "甲。\n乙，\n丙。\n", "甲。乙，丙。", "joined-lines:4:1");
    check_said(HEAD "甲\t乙\t丙。\n\n丁\t戊\n", "甲乙丙。丁戊", "tab:4:2");
    check_said(HEAD "甲\t乙\n丙\t丁\n", "甲乙丙丁", "tab-table:4:1");
}

/* Once a word was said of none of these; the lines of each are printed in a row. */
static void joined_lines_are_said(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
    } rows[] = {
        {"张三　李四　王五\n赵　六　钱七　孙八\n", 4},
        {"姓名  性别\n张三  男\n", 4},
        {"姓名,性别,年龄\n张三,男,30\n", 4},
        {"春眠不觉晓，\n处处闻啼鸟。\n", 4},
        {"> 春眠不觉晓，\n> 处处闻啼鸟。\n", 4},
        {"会议议程如下，请各代表团按时到会：\n1、听取报告\n2、审议预算\n", 5},
        {"一、甲\n二、乙\n", 4},
        {"（一）甲\n（二）乙\n", 4},
        {"① 甲\n② 乙\n", 4},
        {"各单位要做好下列工作：\n2. 乙\n", 5},
        {"1. 甲\n2.乙\n3. 丙\n", 5},
        {"1. 甲\n2. 乙\n3） 丙\n", 6},
        {"1. 甲\n2．乙\n", 5},
        {"1. 甲\n2.　乙\n", 5},
        {"- 甲\n+ 乙\n- 丙\n", 4},
        {"1. 甲\n2. 乙\n以上各项请遵照执行。\n", 6},
        {"- 各项工作要落实到位，要有人管、有人问、有人查，到年底都要见成效。\n- 乙\n后文。\n", 6},
        {"• 甲\n• 乙\n", 4},
        {"-甲\n-乙\n", 4},
        {"——抓学习要有计划\n——抓落实要有办法\n", 4},
        {"时间：5月14日\n地点：县文化馆\n", 4},
        {"特此通知。\n县教育局\n2026年5月14日\n", 4},
        {"总体要求\n坚持把发展经济的着力点放在实体经济上，推进新型工业化，加快建设制造强国。\n", 4},
        {"甲\xE2\x80\xA8乙\n", 4},
        {"- 各项工作要落实到位，要有人管、有人问、有人查，到年\xE2\x80\xA8底见成效。\n- 乙\n", 4},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        struct fixture f;
        struct bm_buf b = {0};
        uint32_t line = 0, column;
        bm_buf_printf(&b, HEAD "%s%c", rows[i].text, 0);
        read_text(&f, b.p);
        if (f.diags.n != 1 || f.diags.v[0].message != BM_MSG_JOINED_LINES)
            print_error("%zu message(s) about %s", f.diags.n, rows[i].text);
        assert_int_equal(f.diags.n, 1);
        assert_int_equal(f.diags.v[0].message, BM_MSG_JOINED_LINES);
        bm_source_place(&f.sources.v[0], f.diags.v[0].span.offset, &line, &column, NULL);
        assert_int_equal(line, rows[i].line);
        bm_buf_free(&b);
        bm_arena_drop(f.arena);
    }
}

/* Prose that an editor wrapped, and what an indent keeps with its item. */
static void wrapped_prose_is_not_said(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "坚持把发展经济的着力点放在实体经济上，推进新型工业\n化，加快建设制造强国、质量强国、航天强"
        "国"
        "、交通强国、网络\n强国、数字中国。\n",
        "会议于5月14日上午在县人民大会堂举行，应到代表\n320名，实到305名，符合法定人数。会议由主席"
        "团\n"
        "3.5万名干部群众通过电视收看。\n",
        "The committee met on the fourteenth of May and heard the\nreport of the government on its "
        "work in "
        "the last\nyear.\n",
        ("详见县政府网站的通知全文，网址见下，请各单位遵照执行\nhttps://www.example.cn/a/b/c/d/e/"
         "f.html\n"),
        "- 甲甲\n  续甲\n- 乙\n",
        "- 各项工作要落实到位，要有人管、有人问、有人查，到年\n底见成效。\n- 乙\n",
        "甲\n\n乙\n\n丙\n",
        "1. 甲\n2. 乙\n\n以上各项请遵照执行。\n",
    };
    for (size_t i = 0; i < BM_COUNT(texts); i++) {
        struct fixture f;
        struct bm_buf b = {0};
        bm_buf_printf(&b, HEAD "%s%c", texts[i], 0);
        read_text(&f, b.p);
        if (f.diags.n)
            print_error("said about %s", texts[i]);
        assert_int_equal(f.diags.n, 0);
        bm_buf_free(&b);
        bm_arena_drop(f.arena);
    }
}

static void lists_keep_their_signs(void **state)
{
    (void)state;
    struct fixture f;
    read_text(&f, HEAD "会议：\n- 甲\n- 乙\n\n- 丙\n\n+ 丁\n+ 戊\n\n- 己\n");
    static const char *const signs[] = {"", "-", "-", "-", "+", "+", ""};
    assert_int_equal(f.article->block_count, 7);
    for (size_t i = 0; i < 7; i++) {
        const struct bm_block *b = &f.article->blocks[i];
        assert_int_equal(b->kind, *signs[i] ? BM_BLOCK_ITEM : BM_BLOCK_PARAGRAPH);
        assert_true(b->sign == (*signs[i] != 0));
        if (*signs[i])
            assert_str(b->number.v[0].text, signs[i]);
    }
    bm_arena_drop(f.arena);
}

static void heads_are_looked_at(void **state)
{
    (void)state;
    check_said("---\nkind: news\n---\n甲\n", "甲", "no-title:2:7");
    check_said("---\nkind: news\ntitle: \"\"\n---\n甲\n", "甲", "no-title:3:9");
    check_said("---\nkind: announcement\n---\n甲\n", "甲", "");
    check_said("---\nkind: news\ntitle: 甲\ndeck: 乙\nlead: 丙\nsigned: 丁\n---\n戊\n",
               "甲乙丙戊丁", "unshown-field:4:1 unshown-field:5:1");
    check_said("---\nkind: news\ntitle: 甲\n---\n乙\n\n## 丙\n\n> 丁\n\n## "
               "戊\n\n![己](a.jpg)\n\n![庚](b.jpg)\n",
               "甲乙丙丁戊己庚", "unshown-part:7:4 unshown-part:9:3 unshown-part:13:1");
    check_said("---\nkind: brief\ntitle: 甲\n---\n## 丙\n\n> 丁\n", "甲丙丁", "");
    check_said("---\nkind: news\ntitle: 甲\n---\n乙\n\n![](a.jpg)\n", "甲乙", "");
    check_said("---\nkind: brief\nkicker: 会议\n  认为\ntitle: one\n  two\n---\n", "会议认为onetwo",
               "");
    check_said("---\nkind: brief\nkicker: >\n  会议\n  认为\ntitle: 'a''b' # 注\n---\n",
               "会议认为a'b", "");
}

static void check_cut(const char *text, uint32_t characters, enum bm_cut cut, const char *plain)
{
    struct fixture f;
    struct bm_buf whole = {0}, left = {0}, again = {0};
    read_text(&f, text);
    bm_article_plain(f.article, &whole);
    const struct bm_article *shorter = bm_article_cut(f.arena, f.article, characters, cut);
    bm_article_plain(shorter, &left);
    bm_article_plain(f.article, &again);
    assert_str(bm_buf_view(&left), plain);
    assert_memory_equal(whole.p, again.p, whole.n);
    for (size_t i = 0; i < shorter->block_count; i++) {
        const struct bm_text *t = &shorter->blocks[i].text;
        for (size_t k = 0; k < t->n; k++)
            assert_memory_equal(f.sources.v[0].text.p + t->v[k].span.offset, t->v[k].text.p,
                                t->v[k].text.n);
    }
    bm_buf_free(&whole);
    bm_buf_free(&left);
    bm_buf_free(&again);
    bm_arena_drop(f.arena);
}

#define CUTTABLE "一二**三四**五六{{query 2: 问}}七八\n\n1. 项目项目项目项目项目\n\n甲乙丙丁\n"

static void the_longest_paragraphs_are_cut(void **state)
{
    (void)state;
    struct fixture f;
    read_text(&f, HEAD CUTTABLE);
    assert_int_equal(bm_article_length(f.article), 12);
    bm_arena_drop(f.arena);
    check_cut(HEAD CUTTABLE, 0, BM_CUT_STARTS, "一二三四五六七八1.项目项目项目项目项目甲乙丙丁");
    check_cut(HEAD CUTTABLE, 3, BM_CUT_STARTS, "四五六七八1.项目项目项目项目项目甲乙丙丁");
    check_cut(HEAD CUTTABLE, 3, BM_CUT_ENDS, "一二三四五1.项目项目项目项目项目甲乙丙丁");
    /* Six at most of the first, then the second is the longest. */
    check_cut(HEAD CUTTABLE, 8, BM_CUT_STARTS, "七八1.项目项目项目项目项目丙丁");
    check_cut(HEAD CUTTABLE, 8, BM_CUT_ENDS, "一二1.项目项目项目项目项目甲乙");
    /* Of every paragraph something is left, and of what is no paragraph all. */
    check_cut(HEAD CUTTABLE, 99, BM_CUT_STARTS, "八1.项目项目项目项目项目丁");
    check_cut(HEAD "- 甲\n- 乙\n", 99, BM_CUT_STARTS, "-甲-乙");
    /* Nor does a poem lose a line, or a list a name. */
    check_cut("---\nkind: poem\ntitle: 题\n---\n甲乙丙丁\n戊己庚辛\n", 3, BM_CUT_ENDS,
              "题甲乙丙丁戊己庚辛");
    check_cut("---\nkind: names\ntitle: 题\n---\n一二三四五。\n\n王建国　李秀兰　张伟\n", 3,
              BM_CUT_ENDS, "题一二三王建国李秀兰张伟");
}

static void pictures_say_what_they_show(void **state)
{
    struct fixture f;
    (void)state;
    read_text(&f, "---\nkind: news\ntitle: a\n---\n\n"
                  "![图说](a.jpg \"本报\"){large}{alt: 会场全景，主席台在中间}\n\n"
                  "![](b.jpg) {替代文字：一棵树} {小图}\n\n![说](qr:x){alt: 码}\n\n"
                  "![说](c.jpg){alt:}\n\n![说](d.jpg){alt: 甲}{alt: 乙}\n");
    assert_int_equal(f.article->block_count, 5);
    const struct bm_figure *g = f.article->blocks[0].figure;
    assert_str(g->alt, "会场全景，主席台在中间");
    assert_int_equal(g->size, BM_FIGURE_LARGE);
    assert_str(g->credit.v[0].text, "本报");
    g = f.article->blocks[1].figure;
    assert_str(g->alt, "一棵树");
    assert_int_equal(g->size, BM_FIGURE_SMALL);
    assert_str(f.article->blocks[2].figure->alt, "码");
    /* Said to nobody, or twice: no picture, and that is said. */
    assert_int_equal(f.article->blocks[3].kind, BM_BLOCK_PARAGRAPH);
    assert_int_equal(f.article->blocks[4].kind, BM_BLOCK_PARAGRAPH);
    assert_true(f.diags.n > 0);
    bm_arena_drop(f.arena);
}

static void an_edition_lists_its_articles(void **state)
{
    (void)state;
    struct bm_arena *a = bm_arena_new();
    struct bm_sources sources = {.arena = a};
    struct bm_diags diags = {.arena = a};
    uint32_t f = bm_sources_add(&sources, BM_STR("e.yaml"), BM_STR("e.yaml"),
                                BM_STR("title: 报\ndate: 2024-02-29\nbanner: 要 / 闻\n"
                                       "articles: [甲, 乙.md]\nframes: {tabloid: []}\n"));
    const struct bm_edition *e = bm_edition_read(a, &sources, f, BM_STR("one"), &diags);
    assert_non_null(e);
    assert_int_equal(e->article_count, 2);
    assert_str(e->articles[0], "甲.md");
    assert_str(e->articles[1], "乙.md");
    assert_str(e->language, "zh-Hans");
    assert_int_equal(e->banner.n, 3);
    assert_non_null(e->frames);
    f = bm_sources_add(&sources, BM_STR("f.yaml"), BM_STR("f.yaml"),
                       BM_STR("date: 2024-13-01\narticles: [../甲, 乙, 乙.md]\n"));
    assert_null(bm_edition_read(a, &sources, f, BM_STR("two"), &diags));
    assert_int_equal(diags.n, 3);
    assert_int_equal(diags.v[0].message, BM_MSG_BAD_DATE);
    assert_int_equal(diags.v[1].message, BM_MSG_BAD_NAME);
    assert_int_equal(diags.v[2].message, BM_MSG_ARTICLE_TWICE);
    f = bm_sources_add(&sources, BM_STR("g.yaml"), BM_STR("g.yaml"),
                       BM_STR("articles: [甲]\nwords: [丝路明珠，文化节, 甲乙]\n"));
    e = bm_edition_read(a, &sources, f, BM_STR("three"), &diags);
    assert_non_null(e);
    assert_int_equal(e->word_count, 2);
    assert_int_equal(diags.n, 4);
    assert_int_equal(diags.v[3].message, BM_MSG_WORD_COMMA);
    bm_arena_drop(a);
}

static void lines_of_verse_are_kept(void **state)
{
    struct fixture f;
    (void)state;
    read_text(&f, "---\nkind: poem\ntitle: 诗\n---\n\n一行，\n二行。\n\n\n三行。\n1. 四\n");
    assert_int_equal(f.article->block_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(f.article->blocks[i].stanza, i == 2);
    assert_int_equal(f.diags.n, 0); /* they are no pasted paragraphs */
    assert_str(f.article->blocks[1].text.v[0].text, "二行。");
    bm_arena_drop(f.arena);
}

static void line_ends_between_names_are_blanks(void **state)
{
    (void)state;
    struct fixture f;
    read_text(
        &f,
        "---\nkind: names\ntitle: 名单\n---\n\n甲春 乙夏\n丙秋实（女）\n\n以下各位，\n请到场。\n");
    const struct bm_text *names = &f.article->blocks[0].text, *prose = &f.article->blocks[1].text;
    assert_int_equal(names->n, 3);
    assert_str(names->v[1].text, " ");
    assert_int_equal(prose->n, 2);
    assert_true(bm_opening_is_names(names));
    assert_false(bm_opening_is_names(prose));
    bm_arena_drop(f.arena);
}

/* The characters that open the first paragraph, told by `find`. */
static void check_opening(const char *text, size_t dateline, size_t speaker, bool asks)
{
    char article[512];
    bool found;
    struct fixture f;
    snprintf(article, sizeof article, "---\nkind: news\ntitle: 题\n---\n\n%s\n", text);
    read_text(&f, article);
    const struct bm_text *t = &f.article->blocks[0].text;
    if (bm_opening_dateline(t) != dateline || bm_opening_speaker(t, &found) != speaker ||
        found != asks)
        fail_msg("%s: %zu, %zu, %d", text, bm_opening_dateline(t), bm_opening_speaker(t, &found),
                 found);
    bm_arena_drop(f.arena);
}

static void openings_are_known(void **state)
{
    (void)state;
    check_opening("本报讯　昨天下雨。", 3, 0, false);
    check_opening("本报讯（记者 张三）昨天下雨。", 10, 0, false);
    check_opening("本报讯 （通讯员李四）昨天下雨。", 11, 0, false);
    check_opening("本报北京5月14日电 会议举行。", 10, 0, false);
    check_opening("新华社上海3月2日电（记者张三）会议举行。", 16, 0, false);
    check_opening("据新华社北京3月2日电 会议举行。", 11, 0, false);
    check_opening("本报讯记者张三报道，会议举行。", 3, 0, false);
    check_opening("本报讯中提到的办法另文刊登。", 0, 0, false);
    check_opening("本报，昨天收到来电 一封。", 0, 0, false);
    check_opening("本来是一件电 器。", 0, 0, false);
    check_opening("会议社里来电 说明。", 0, 0, false);
    check_opening("问：有什么变化？", 0, 2, true);
    check_opening("答:没有。", 0, 2, false);
    check_opening("本报记者：请谈谈。", 0, 5, true);
    check_opening("学问：一门一门地学。", 0, 3, false);
    check_opening("会议强调，要做到：认真。", 0, 0, false);
    check_opening("阿里木·买买提：好。", 0, 8, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_order_is_head_body_tail),
        cmocka_unit_test(lines_join_as_the_script_wants),
        cmocka_unit_test(numbers_are_those_typed),
        cmocka_unit_test(marks_are_no_text),
        cmocka_unit_test(tables_quotes_and_figures_are_blocks),
        cmocka_unit_test(tables_keep_every_cell),
        cmocka_unit_test(quotes_join_their_lines),
        cmocka_unit_test(captions_are_printed_as_typed),
        cmocka_unit_test(names_and_dots_are_no_text),
        cmocka_unit_test(errors_have_their_place),
        cmocka_unit_test(running_text_is_text),
        cmocka_unit_test(what_looks_like_markup_is_said_once),
        cmocka_unit_test(strong_words_stand_beside_any_mark),
        cmocka_unit_test(text_marks_print_what_stands_in_them),
        cmocka_unit_test(indents_begin_paragraphs),
        cmocka_unit_test(joined_lines_are_said),
        cmocka_unit_test(wrapped_prose_is_not_said),
        cmocka_unit_test(lists_keep_their_signs),
        cmocka_unit_test(heads_are_looked_at),
        cmocka_unit_test(the_longest_paragraphs_are_cut),
        cmocka_unit_test(lines_of_verse_are_kept),
        cmocka_unit_test(line_ends_between_names_are_blanks),
        cmocka_unit_test(openings_are_known),
        cmocka_unit_test(pictures_say_what_they_show),
        cmocka_unit_test(an_edition_lists_its_articles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
