/* makeup/: articles in frames. */
#include "desk.h"

#include "page/ledger.h"

#include <stdio.h>

static const char long_text[] =
    "---\nkind: 通讯\ntitle: 小海报\n---\n\n"
    "当前，树立和践行正确政绩观学习教育走深走实。为破除文明创建单向宣传、群众参与度低的难题，市文明"
    "办锚定创"
    "建为民、创建惠民理念，转变工作思路，创新推出便民互动模式，以民生小事为切入点，变单向灌输为双向"
    "互通，用民"
    "生实效检验政绩观成色，扎实书写文明创建民生答卷。\n\n"
    "一改传统宣传模式，贴心载体拉近干群距离。以往入户调查存在沟通壁垒、群众配合度低等问题，本质是工"
    "作脱离群"
    "众视角。市文明办摒弃生硬宣传话术，优化宣传形式，设计通俗易懂的公益海报。\n";
static const char short_text[] = "---\nkind: 决议\ntitle: 决议\n---\n\n会议同意这个报告。\n";

static void append(void *context, uint32_t article, struct bm_str text)
{
    if (article != UINT32_MAX)
        bm_buf_str(context, text);
}

static struct bm_str plain(struct desk *d, const struct bm_article *a)
{
    struct bm_buf b = {0};
    bm_article_plain(a, &b);
    struct bm_str s = {bm_arena_copy(d->bench->arena, b.p, b.n), b.n};
    bm_buf_free(&b);
    return s;
}

static void an_article_threads_through_frames_and_pages(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bm_article *a = desk_article(&d, "a.md", long_text);
    struct bm_pages *p =
        desk_pages(&d, "pages:\n  - frames:\n    - {article: a, columns: 1-2, lines: 3-10}\n"
                       "    - {article: a, columns: 3-6, lines: 3-4}\n"
                       "  - frames:\n    - {article: a, columns: 1-2, lines: 3-20}\n");
    assert_non_null(p);
    /* The page ends where it ends. */
    assert_int_equal(d.bench->diags.n, desk_count(&d, BM_MSG_PARTED_SENTENCE));
    struct bm_buf got = {0};
    for (size_t i = 0; i < p->page_count; i++)
        bm_page_pieces(p, &p->pages[i], append, &got);
    struct bm_str want = plain(&d, a);
    assert_int_equal(got.n, want.n);
    assert_memory_equal(got.p, want.p, want.n);
    assert_int_equal(p->articles[0].frame_count, 3);
    assert_int_equal(p->articles[0].frames[2].page, 2);
    bm_buf_free(&got);
    bm_pages_drop(p);
}

static void overset_is_counted_to_the_character(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bm_article *a = desk_article(&d, "a.md", long_text);
    struct bm_pages *p =
        desk_pages(&d, "pages:\n  - frames:\n    - {article: a, columns: 1-2, lines: 3-9}\n");
    assert_int_equal(desk_count(&d, BM_MSG_OVERSET), 1);
    const struct bm_ledger *l = &p->articles[0];
    struct bm_str want = plain(&d, a);
    assert_true(l->overset_characters > 0 && l->overset_lines > 0);
    assert_int_equal(l->characters + l->overset_characters, bm_utf8_count(want.p, want.n));
    /* The place is where the text that is left over begins. */
    struct bm_buf got = {0};
    bm_page_pieces(p, &p->pages[0], append, &got);
    assert_memory_equal(d.bench->sources.v[l->file].text.p + l->overset.offset, want.p + got.n, 3);
    bm_buf_free(&got);
    bm_pages_drop(p);
}

/* No ink of an article leaves its frame; columns that are not the last are equally long. */
static void columns_meet_at_the_foot_inside_the_frame(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md", long_text);
    for (int lines = 14; lines < 20; lines++) {
        char frames[200];
        snprintf(frames, sizeof frames,
                 "pages:\n  - frames:\n    - {article: a, columns: 1-3, lines: 5-%d}\n", 4 + lines);
        struct bm_pages *p = desk_pages(&d, frames);
        assert_non_null(p);
        const struct bm_rect *f = &p->articles[0].frames[0].rect;
        bm_len foot[3] = {0};
        for (size_t i = 0; i < p->pages[0].n; i++) {
            const struct bm_item *it = &p->pages[0].items[i];
            if (it->kind != BM_ITEM_RUN || p->nodes[it->node].article != 0)
                continue;
            assert_true(it->rect.x >= f->x - 9 && it->rect.x + it->rect.w <= f->x + f->w + 9);
            assert_true(it->rect.y >= f->y && it->rect.y + it->rect.h <= f->y + f->h);
            if (p->nodes[it->node].role != BM_ROLE_PARAGRAPH)
                continue;
            int c = (int)((it->rect.x - f->x) / (f->w / 3));
            if (it->rect.y > foot[c])
                foot[c] = it->rect.y;
        }
        assert_int_equal(foot[0], foot[1]);
        assert_true(foot[2] <= foot[1] && foot[2] > 0);
        bm_pages_drop(p);
    }
}

static void neighbouring_boxes_share_one_rule(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md", short_text);
    desk_article(&d, "b.md", short_text);
    struct bm_pages *p = desk_pages(
        &d, "pages:\n  - frames:\n    - {article: a, columns: 1-3, lines: 3-12, set: 1}\n"
            "    - {article: b, columns: 4-6, lines: 3-12, set: 1}\n");
    size_t vertical = 0;
    bm_len middle = 0;
    for (size_t i = 0; i < p->pages[0].n; i++) {
        const struct bm_item *it = &p->pages[0].items[i];
        if (it->kind == BM_ITEM_RULE && it->rect.w == 0) {
            vertical++;
            if (vertical == 2)
                middle = it->rect.x;
        }
    }
    assert_int_equal(vertical, 3);
    /* It stands in the middle of the gutter: 35.5 characters from the edge. */
    assert_int_equal(middle - d.layout->left, 71 * 9 * BM_PT / 2);
    bm_pages_drop(p);
}

static void what_has_no_place_is_said(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "jueyi.md", short_text);
    desk_article(&d, "b.md", short_text);
    struct bm_pages *p =
        desk_pages(&d, "pages:\n  - frames:\n    - {article: jueyl, columns: 1-3, lines: 3-12}\n"
                       "    - {article: b, columns: 4-6, lines: 3-12, set: 1}\n");
    assert_int_equal(desk_count(&d, BM_MSG_UNKNOWN_ARTICLE), 1);
    assert_int_equal(desk_count(&d, BM_MSG_NOT_PLACED), 1);
    bm_pages_drop(p);
}

static bool meet(const struct bm_rect *a, const struct bm_rect *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

/* Text of the article on page p of a role, and the bounds of its runs. */
static struct bm_rect bounds_of(const struct bm_pages *p, size_t page, enum bm_role role)
{
    struct bm_rect r = {0};
    for (size_t i = 0; i < p->pages[page].n; i++) {
        const struct bm_item *it = &p->pages[page].items[i];
        if (it->kind != BM_ITEM_RUN || p->nodes[it->node].role != role)
            continue;
        bm_len right = r.x + r.w, foot = r.y + r.h;
        if (!r.w) {
            r = it->rect;
            continue;
        }
        r.x = it->rect.x < r.x ? it->rect.x : r.x;
        r.y = it->rect.y < r.y ? it->rect.y : r.y;
        right = it->rect.x + it->rect.w > right ? it->rect.x + it->rect.w : right;
        foot = it->rect.y + it->rect.h > foot ? it->rect.y + it->rect.h : foot;
        r.w = right - r.x;
        r.h = foot - r.y;
    }
    return r;
}

static void assert_whole(struct desk *d, const struct bm_pages *p, const struct bm_article *a)
{
    struct bm_buf got = {0};
    for (size_t i = 0; i < p->page_count; i++)
        bm_page_pieces(p, &p->pages[i], append, &got);
    struct bm_str want = plain(d, a);
    assert_int_equal(got.n, want.n);
    assert_memory_equal(got.p, want.p, want.n);
    bm_buf_free(&got);
}

/* 眉心题, 串文题: text stands beside and below a head that has a place of its own, never on it. */
static void text_flows_around_a_head_in_its_place(void **state)
{
    static const char *const heads[] = {"{columns: 2-2, lines: 3-9}", "{columns: 1-2, lines: 1-4}",
                                        "{left: 8字, width: 12字, lines: 2-5}"};
    for (size_t i = 0; i < 3; i++) {
        struct desk d;
        desk_open(&d, *state);
        struct bm_article *a = desk_article(&d, "a.md", long_text);
        char frames[200];
        snprintf(frames, sizeof frames,
                 "pages:\n  - frames:\n    - {article: a, columns: 1-3, lines: 5-20, head: %s}\n",
                 heads[i]);
        struct bm_pages *p = desk_pages(&d, frames);
        for (size_t k = 0; k < d.bench->diags.n; k++) /* the last place is narrow for 小海报 */
            assert_int_equal(d.bench->diags.v[k].message, BM_MSG_HEAD_DOUBT);
        assert_whole(&d, p, a);
        struct bm_rect head = bounds_of(p, 0, BM_ROLE_HEAD);
        bool above = false, beside = false;
        for (size_t k = 0; k < p->pages[0].n; k++) {
            const struct bm_item *it = &p->pages[0].items[k];
            if (it->kind != BM_ITEM_RUN || p->nodes[it->node].role != BM_ROLE_PARAGRAPH)
                continue;
            assert_false(meet(&it->rect, &head));
            above |= it->rect.y < head.y;
            beside |= it->rect.y >= head.y && it->rect.y < head.y + head.h;
        }
        assert_true(above && beside);
        bm_pages_drop(p);
    }
}

/* 竖题: its lines run downwards, from right to left, and are read before the body. */
static void a_vertical_head_stands_beside_its_text(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bm_article *a = desk_article(
        &d, "a.md",
        "---\nkind: 评论\ntitle: 信心凝聚力量 / 实干谱写华章\n---\n\n"
        "今年将开展规划编制工作。要深入分析新的阶段性特征，科学确定发展目标，谋划好重大战略任务、"
        "重大政策举措、重大工程项目，更好发挥规划对经济社会发展的引领指导作用。\n");
    struct bm_pages *p =
        desk_pages(&d, "pages:\n  - frames:\n    - {article: a, columns: 1-2, lines: 5-20, set: 1, "
                       "head: {left: 0字, width: 9字, lines: 1-16}}\n");
    assert_int_equal(d.bench->diags.n, 0);
    assert_whole(&d, p, a);
    struct bm_rect head = bounds_of(p, 0, BM_ROLE_HEAD), body = bounds_of(p, 0, BM_ROLE_PARAGRAPH);
    assert_true(head.x + head.w < body.x);
    const struct bm_run *first = NULL, *second = NULL;
    for (size_t k = 0; k < p->pages[0].n; k++) {
        const struct bm_item *it = &p->pages[0].items[k];
        if (it->kind != BM_ITEM_RUN || p->nodes[it->node].role != BM_ROLE_HEAD)
            continue;
        assert_int_equal(it->run.mode, BM_VERTICAL);
        second = first ? &it->run : NULL;
        first = first ? first : &it->run;
    }
    assert_non_null(second);
    assert_true(second->glyphs[0].x < first->glyphs[0].x);
    bm_pages_drop(p);
}

/* 破栏: measures as given, or by shares of whole characters. */
static void columns_may_be_unequal(void **state)
{
    static const char *const sets[] = {"[10字, 23字]", "[1, 2]"};
    for (size_t i = 0; i < 2; i++) {
        struct desk d;
        desk_open(&d, *state);
        struct bm_article *a = desk_article(&d, "a.md", long_text);
        char frames[200];
        snprintf(frames, sizeof frames,
                 "pages:\n  - frames:\n    - {article: a, columns: 1-3, lines: 5-16, set: %s}\n",
                 sets[i]);
        struct bm_pages *p = desk_pages(&d, frames);
        assert_whole(&d, p, a);
        bm_len em = 9 * BM_PT, widest[2] = {0}, left = d.layout->left;
        for (size_t k = 0; k < p->pages[0].n; k++) {
            const struct bm_item *it = &p->pages[0].items[k];
            if (it->kind != BM_ITEM_RUN || p->nodes[it->node].role != BM_ROLE_PARAGRAPH)
                continue;
            int c = it->rect.x >= left + 11 * em;
            bm_len edge = it->rect.x + it->rect.w - (left + (c ? (i ? 12 : 11) * em : 0));
            widest[c] = edge > widest[c] ? edge : widest[c];
        }
        assert_in_range(widest[0], (i ? 11 : 10) * em - 64, (i ? 11 : 10) * em + 64);
        assert_in_range(widest[1], (i ? 23 : 23) * em - 64, 23 * em + 64);
        bm_pages_drop(p);
    }
}

static const char sentences[] =
    "---\nkind: 决议\ntitle: 决议\n---\n\n"
    "会议听取了报告。会议认为，报告实事求是，符合实际。会议同意这个报告，决定批准这个报告。会议指出"
    "，"
    "过去一年成绩来之不易。会议强调，要坚持稳中求进。会议要求各方面抓好落实。会议号召全市人民团结一"
    "心。会议决定批准。会议听取了报告。会议认为，报告实事求是，符合实际。会议同意这个报告，决定批准"
    "这"
    "个报告。会议指出，过去一年成绩来之不易。会议强调，要坚持稳中求进。会议要求各方面抓好落实。会议"
    "号"
    "召全市人民团结一心。会议决定批准。\n";

/* 转版: both ends say where the text goes on; they are no text of the article, 下转 stands after
 * all of it and 上接 before, and the page ends with a sentence. */
static void jumps_are_written_at_both_ends(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bm_article *a = desk_article(&d, "a.md", sentences);
    struct bm_pages *p = desk_pages(
        &d, "pages:\n  - frames:\n    - {article: a, columns: 1-2, lines: 3-10, set: 1}\n"
            "  - frames: []\n"
            "  - frames:\n    - {article: a, columns: 1-2, lines: 3-20}\n");
    assert_int_equal(d.bench->diags.n, 0);
    assert_whole(&d, p, a);
    static const char *const wanted[] = {"（下转第3版）", "（上接第1版）"};
    for (size_t i = 0; i < 2; i++) {
        const struct bm_page *page = &p->pages[2 * i];
        size_t found = 0, before = 0, after = 0;
        struct bm_str last = {0};
        for (size_t k = 0; k < page->n; k++) {
            const struct bm_item *it = &page->items[k];
            if (it->kind != BM_ITEM_RUN)
                continue;
            const struct bm_node *node = &p->nodes[it->node];
            if (node->role == BM_ROLE_ARTEFACT && node->field && !strcmp(node->field, "jump")) {
                assert_str(it->run.text, wanted[i]);
                found++;
            } else if (node->article == 0) {
                before += !found;
                after += found;
                last = it->run.text;
            }
        }
        assert_int_equal(found, 1);
        assert_int_equal(i == 0 ? after : before, 0);
        if (i == 0)
            assert_memory_equal(last.p + last.n - 3, "。", 3);
    }
    bm_pages_drop(p);
}

static void a_head_larger_than_its_place_is_said(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md", long_text);
    struct bm_pages *p =
        desk_pages(&d, "pages:\n  - frames:\n    - {article: a, columns: 1-3, lines: "
                       "5-20, head: {columns: 2-2, lines: 3-4}}\n");
    assert_int_equal(desk_count(&d, BM_MSG_HEAD_TOO_LARGE), 1);
    bm_pages_drop(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_threads_through_frames_and_pages),
        cmocka_unit_test(overset_is_counted_to_the_character),
        cmocka_unit_test(columns_meet_at_the_foot_inside_the_frame),
        cmocka_unit_test(neighbouring_boxes_share_one_rule),
        cmocka_unit_test(what_has_no_place_is_said),
        cmocka_unit_test(text_flows_around_a_head_in_its_place),
        cmocka_unit_test(a_vertical_head_stands_beside_its_text),
        cmocka_unit_test(columns_may_be_unequal),
        cmocka_unit_test(jumps_are_written_at_both_ends),
        cmocka_unit_test(a_head_larger_than_its_place_is_said),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
