/* page/reading.h: the walk gives each article's text as it was written, and what is read how. */
#include "desk.h"

#include "cli/edition.h"
#include "page/ledger.h"
#include "page/passages.h"
#include "page/reading.h"

#include <dirent.h>
#include <stdio.h>

/* A text as it is printed, blanks kept. */
static void put_text(struct bm_buf *out, const struct bm_text *text)
{
    for (size_t i = 0; i < text->n; i++)
        if (text->v[i].kind == BM_PIECE_TEXT)
            bm_buf_str(out, text->v[i].text);
    bm_buf_char(out, '\n');
}

/* The texts of an article, each on a line, in the order of the manuscript. */
static void put_article(struct bm_buf *out, const struct bm_article *a)
{
    for (size_t i = 0; i < a->field_count; i++)
        if (!a->fields[i].tail)
            put_text(out, &a->fields[i].text);
    for (size_t i = 0; i < a->block_count; i++) {
        const struct bm_block *b = &a->blocks[i];
        if (b->number.n)
            put_text(out, &b->number);
        if (b->table)
            for (size_t k = 0; k < (size_t)b->table->rows * b->table->columns; k++)
                put_text(out, &b->table->cells[k]);
        if (b->figure && (b->figure->caption.n || b->figure->credit.n)) {
            put_text(out, &b->figure->caption);
            out->n -= b->figure->credit.n ? 1 : 0;
            if (b->figure->credit.n)
                put_text(out, &b->figure->credit);
        }
        if (!b->table && !b->figure)
            put_text(out, &b->text);
    }
    for (size_t i = 0; i < a->field_count; i++)
        if (a->fields[i].tail)
            put_text(out, &a->fields[i].text);
}

static uint32_t article_of(const struct bm_reading *r, size_t i)
{
    const uint32_t node = r->nodes[i].node;
    return node == BM_NO_NODE || r->pages->nodes[node].role == BM_ROLE_ARTEFACT
               ? UINT32_MAX
               : r->pages->nodes[node].article;
}

/* The texts of an article's nodes, each on a line, in the order of the walk. */
static void put_read(struct bm_buf *out, const struct bm_reading *r, uint32_t article)
{
    for (size_t i = 0; i < r->node_count; i++) {
        if (article_of(r, i) != article)
            continue;
        const enum bm_role role = r->pages->nodes[r->nodes[i].node].role;
        if (!r->nodes[i].passage_count && role != BM_ROLE_CELL)
            continue;
        if (role == BM_ROLE_FIGURE)
            continue;
        bm_reading_text(r, i, out);
        bm_buf_char(out, '\n');
    }
}

/* Every glyph of a run that is read is in one segment, in order; parents come before children, and
 * each node once. */
static void check_whole(const struct bm_reading *r)
{
    bool *seen = calloc(r->pages->node_count, sizeof *seen);
    for (size_t i = 0; i < r->node_count; i++) {
        assert_true(i == 0 ? r->nodes[0].parent == BM_NO_NODE : r->nodes[i].parent < i);
        if (r->nodes[i].node == BM_NO_NODE)
            continue;
        assert_false(seen[r->nodes[i].node]);
        seen[r->nodes[i].node] = true;
    }
    free(seen);
    for (uint32_t p = 0; p < r->pages->page_count; p++)
        for (uint32_t k = 0; k < r->pages->pages[p].n; k++) {
            const struct bm_item *item = &r->pages->pages[p].items[k];
            uint32_t at = r->of_items[p] ? r->of_items[p][k] : 0, glyphs = 0;
            if (!at) {
                assert_int_equal(r->pages->nodes[item->node].role, BM_ROLE_ARTEFACT);
                continue;
            }
            for (at--;
                 at < r->segment_count && r->segments[at].page == p && r->segments[at].item == k;
                 at++) {
                assert_int_equal(r->segments[at].first, glyphs);
                glyphs += r->segments[at].n;
                const struct bm_passage *passage = &r->passages[r->segments[at].passage];
                assert_true(at >= passage->segment &&
                            at < passage->segment + passage->segment_count);
                assert_int_equal(r->nodes[passage->node].node, item->node);
            }
            assert_int_equal(glyphs, item->kind == BM_ITEM_RUN ? item->run.n : 0);
        }
}

static void compare(const struct bm_pages *pages, struct bm_article *const *articles, size_t n)
{
    struct bm_arena *arena = bm_arena_new();
    const struct bm_reading *r = bm_reading_make(arena, pages, 0, pages->page_count);
    struct bm_buf want = {0}, got = {0};
    size_t compared = 0;
    check_whole(r);
    for (uint32_t i = 0; i < pages->article_count; i++) {
        const struct bm_ledger *l = &pages->articles[i];
        for (size_t a = 0; a < n; a++) {
            if (!bm_str_eq(articles[a]->name, l->name) || l->overset_lines)
                continue;
            want.n = got.n = 0;
            put_article(&want, articles[a]);
            put_read(&got, r, i);
            assert_str(bm_buf_view(&got), bm_arena_copy(arena, want.p, want.n));
            compared++;
        }
    }
    assert_true(compared > 0);
    bm_buf_free(&want);
    bm_buf_free(&got);
    bm_arena_drop(arena);
}

/* Every edition of content/, in each layout that it has frames for. */
static void editions_are_read_as_they_were_written(void **state)
{
    static const char *const settings[][2] = {{"2026-lianghui", "tabloid"},
                                              {"2026-lianghui", "broadsheet"},
                                              {"2025-work-report", "tabloid"},
                                              {"2025-work-report", "broadsheet-8"},
                                              {"2026-sample-daily", "daily"}};
    (void)state;
    for (size_t i = 0; i < BM_COUNT(settings); i++) {
        struct bm_arena *arena = bm_arena_new();
        struct bm_session session = {.arena = arena};
        session.sources.arena = session.diags.arena = arena;
        session.data = BM_SOURCE_DIR;
        char input[512];
        snprintf(input, sizeof input, "%s/content/%s", BM_SOURCE_DIR, settings[i][0]);
        session.args.input = input;
        session.args.layout = settings[i][1];
        assert_true(bm_set_edition(&session));
        compare(session.pages, session.inputs.articles, session.inputs.article_count);
        bm_pages_drop(session.pages);
        bm_fonts_close(session.fonts);
        bm_arena_drop(arena);
    }
}

static const char of_all[] =
    "---\nkind: 通讯\nkicker: 引题 在上\ntitle: 各种 / 东西\nbyline: 本报 记者\n---\n\n"
    "先说一段：the quick brown fox jumps over the lazy dog, and then it went home，"
    "见 https://example.org/a/b?c=1。\n\n"
    "## 小题\n\n1. 甲 项\n2. 乙项\n\n- 一\n- 二\n\n"
    "| 名 | 数 |\n|---|---|\n| 甲 | 1.5 |\n| | 2 |\n\n"
    "![二维码说明](qr:https://example.org/q)\n\n> 引语一句。\n\n"
    "又一段，说到 GDP 和 5G 的增长，WTO 以外都不算外文。\n";

static size_t count_role(const struct bm_reading *r, enum bm_role role)
{
    size_t n = 0;
    for (size_t i = 0; i < r->node_count; i++)
        n += r->nodes[i].node != BM_NO_NODE && r->pages->nodes[r->nodes[i].node].role == role;
    return n;
}

static void all_parts_are_nodes(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md", of_all);
    struct bm_pages *p =
        desk_pages(&d, "pages:\n  - frames:\n    - {article: a, columns: 1-3, lines: 3-60}\n");
    assert_non_null(p);
    compare(p, d.articles, 1);
    const struct bm_reading *r = bm_reading_make(d.bench->arena, p, 0, 1);
    assert_int_equal(count_role(r, BM_ROLE_LIST), 2);
    assert_int_equal(count_role(r, BM_ROLE_LABEL), 4);
    assert_int_equal(count_role(r, BM_ROLE_ROW), 3);
    assert_int_equal(count_role(r, BM_ROLE_CELL), 6);
    size_t links = 0, foreign = 0, headers = 0, ordered = 0;
    for (size_t i = 0; i < r->passage_count; i++) {
        const struct bm_passage *a = &r->passages[i];
        struct bm_buf text = {0};
        for (uint32_t k = 0; k < a->segment_count; k++)
            bm_buf_str(&text, bm_segment_text(r, &r->segments[a->segment + k]));
        if (a->kind == BM_PASSAGE_FOREIGN)
            assert_str(bm_buf_view(&text),
                       "the quick brown fox jumps over the lazy dog, and then it went home");
        if (a->kind == BM_PASSAGE_LINK && text.n)
            assert_str(bm_buf_view(&text), "https://example.org/a/b?c=1");
        links += a->kind == BM_PASSAGE_LINK;
        foreign += a->kind == BM_PASSAGE_FOREIGN;
        bm_buf_free(&text);
    }
    for (size_t i = 0; i < p->node_count; i++) {
        headers += p->nodes[i].header;
        if (p->nodes[i].role == BM_ROLE_FIGURE)
            assert_str(p->nodes[i].alt, "二维码：https://example.org/q");
        ordered += p->nodes[i].ordered;
    }
    assert_int_equal(ordered, 1);
    assert_int_equal(links, 2); /* the code's too */
    assert_int_equal(foreign, 1);
    assert_int_equal(headers, 2);
    bm_pages_drop(p);
}

/* One article over two pages is one, whole, and the lines at its ends lead to the other page. */
static void a_jump_leads_to_its_page(void **state)
{
    struct desk d;
    struct bm_buf text = {0};
    desk_open(&d, *state);
    bm_buf_c(&text, "---\nkind: 通讯\ntitle: 长\n---\n\n");
    for (int i = 0; i < 40; i++)
        bm_buf_c(&text, "会议同意这个报告，并提出了意见。");
    bm_buf_char(&text, '\0');
    desk_article(&d, "a.md", text.p);
    struct bm_pages *p =
        desk_pages(&d, "pages:\n  - frames:\n    - {article: a, columns: 1-2, lines: 3-14}\n"
                       "  - frames:\n    - {article: a, columns: 1-2, lines: 3-40}\n");
    assert_non_null(p);
    compare(p, d.articles, 1);
    const struct bm_reading *r = bm_reading_make(d.bench->arena, p, 0, 2);
    size_t jumps = 0;
    for (size_t i = 0; i < r->node_count; i++) {
        const struct bm_node *n =
            r->nodes[i].node == BM_NO_NODE ? &p->nodes[0] : &p->nodes[r->nodes[i].node];
        if (n->role != BM_ROLE_ARTEFACT || strcmp(n->field, "jump") != 0)
            continue;
        jumps++;
        assert_int_equal(n->about, 1);
        assert_int_equal(n->to_page, 2 - r->nodes[i].page);
        assert_int_equal(r->passages[r->nodes[i].passage].kind, BM_PASSAGE_LINK);
    }
    assert_int_equal(jumps, 2);
    /* Of the second page alone the rest is read, under that page. */
    const struct bm_reading *rest = bm_reading_make(d.bench->arena, p, 1, 2);
    assert_int_equal(rest->nodes[1].node, BM_NO_NODE);
    assert_int_equal(rest->nodes[1].page, 1);
    assert_int_equal(count_role(rest, BM_ROLE_ARTICLE), 1);
    bm_buf_free(&text);
    bm_pages_drop(p);
}

static void passages_are_found_as_the_rule_says(void **state)
{
    static const struct {
        const char *text, *found[3];
    } cases[] = {
        {"他说 Hello World，再见", {"Hello World"}},
        {"WTO 成员", {NULL}},
        {"iPhone 手机 Pro", {NULL}},
        {"见 http://a.cn/x.html。又见https://b.cn，", {"http://a.cn/x.html", "https://b.cn"}},
        {"see https://a.cn/b now it is good", {"https://a.cn/b", "now it is good"}},
        {"(see http://a.cn/b).", {"http://a.cn/b"}},
        {"http:// 没有", {NULL}},
        /* Text runs on behind a letter or digit, and in Chinese marks and brackets. */
        {"见https://a.cn/b2下载全文", {"https://a.cn/b2"}},
        {"https://a.cn的网页，https://政务.cn", {"https://a.cn"}},
        {"（https://a.cn/b/）和https://a.cn/b/、c", {"https://a.cn/b/", "https://a.cn/b/"}},
        /* Directly behind a sign of the path Chinese is a part of it. */
        {"https://zh.example.org/wiki/报纸。又", {"https://zh.example.org/wiki/报纸"}},
        {"https://a.cn/政策/第5版.html，", {"https://a.cn/政策/第5版.html"}},
        {"https://a.cn/s?q=两会&y=2026#议程 后", {"https://a.cn/s?q=两会&y=2026#议程"}},
        {"https://a.cn/甲_乙（丙）", {"https://a.cn/甲_乙"}},
        {"x http://", {NULL}},
        {"A B C D 四个", {NULL}},
        {"Élan vital 之说", {"Élan vital"}},
        {"“It’s a test case 2”", {"It’s a test case 2"}},
        {"", {NULL}},
    };
    (void)state;
    for (size_t i = 0; i < BM_COUNT(cases); i++) {
        const struct bm_str s = bm_str_c(cases[i].text);
        struct bm_found_passage f;
        size_t at = 0, k = 0;
        while (bm_passage_next(s, &at, &f)) {
            assert_true(k < 3 && cases[i].found[k]);
            assert_str(((struct bm_str){s.p + f.from, f.to - f.from}), cases[i].found[k]);
            k++;
        }
        assert_true(k == 3 || !cases[i].found[k]);
    }
}

/* Text that begins a passage at every letter and never ends one takes time in its length. */
static void long_texts_are_read_in_time(void **state)
{
    enum {
        LONG = 1 << 22
    };
    char *p = malloc(LONG);
    struct bm_found_passage f;
    size_t at = 0;
    (void)state;
    for (size_t i = 0; i < LONG; i++)
        p[i] = i % 2 ? ' ' : 'a';
    assert_false(bm_passage_next((struct bm_str){p, LONG}, &at, &f));
    assert_int_equal(at, LONG);
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(editions_are_read_as_they_were_written),
        cmocka_unit_test(all_parts_are_nodes),
        cmocka_unit_test(a_jump_leads_to_its_page),
        cmocka_unit_test(passages_are_found_as_the_rule_says),
        cmocka_unit_test(long_texts_are_read_in_time),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
