/* Figures of frames without `pictures`: where make-up puts them. Every test looks at the page
 * alone: where the pictures and codes are, and that no text runs into them and none is lost. */
#include "desk.h"

#include "page/ledger.h"

#include <stdio.h>

#define PARAGRAPH                                                                                               \
    "当前，树立和践行正确政绩观学习教育走深走实。为破除文明创建单向宣传、"    \
    "群众参与度低的难题，市文明办锚定创建为民、创建惠民理念，转变工作思路，" \
    "创新推出便民互动模式，以民生小事为切入点，变单向灌输为双向互通，"          \
    "用民生实效检验政绩观成色，扎实书写文明创建民生答卷。\n\n"
#define BODY    PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH
#define HEAD    "---\nkind: 报告\ntitle: 小海报倾听民声\n---\n\n"
#define PICTURE "![试印图](wide.png)\n\n"
#define UPRIGHT "![立式试印图](tall.png)\n\n"
#define CODE    "![扫码](qr:https://example.org/)\n\n"

#define ZI   (9 * BM_PT)
#define LINE (12 * BM_PT)

static const struct bm_image *image(struct bm_arena *arena, const char *name, uint32_t w,
                                    uint32_t h)
{
    struct bm_image *i = BM_NEW(arena, struct bm_image);
    *i = (struct bm_image){.name = bm_str_c(name),
                           .width = w,
                           .height = h,
                           .components = 1,
                           .pixels = BM_NEW(arena, uint8_t)}; /* no one looks at them */
    return i;
}

/* Pictures of 60 and 40 times so many pixels. */
static struct bm_pages *make_with(struct desk *d, const char *frames, uint32_t scale)
{
    struct bench *b = d->bench;
    uint32_t f = desk_source(b, "edition.yaml", bm_str_c(frames));
    struct bm_yaml *y =
        bm_yaml_read(b->arena, &b->sources, f, 0, (uint32_t)strlen(frames), &b->diags);
    assert_non_null(y);
    struct bm_template *t =
        bm_template_read(b->arena, d->layout, bm_yaml_get(y, "pages"), &b->diags);
    assert_non_null(t);
    struct bm_edition *e = BM_NEW(b->arena, struct bm_edition);
    *e = (struct bm_edition){.name = BM_STR("seek"), .file = f};
    struct bm_named_image *images = BM_NEW_N(b->arena, 2, struct bm_named_image);
    images[0] = (struct bm_named_image){BM_STR("wide.png"),
                                        image(b->arena, "wide.png", 60 * scale, 40 * scale)};
    images[1] = (struct bm_named_image){BM_STR("tall.png"),
                                        image(b->arena, "tall.png", 40 * scale, 60 * scale)};
    struct bm_makeup_input in = {.layout = d->layout,
                                 .template_ = t,
                                 .edition = e,
                                 .articles = d->articles,
                                 .article_count = d->article_count,
                                 .fonts = b->fonts,
                                 .sources = &b->sources,
                                 .phrases = &b->phrases,
                                 .images = images,
                                 .image_count = 2};
    return bm_makeup(&in, &b->diags);
}

static struct bm_pages *make(struct desk *d, const char *frames)
{
    return make_with(d, frames, 40);
}

/* Pictures and codes of a page, in the order of the manuscript, with their captions' lines. */
struct seen {
    struct bm_rect figure[4];
    struct bm_rect whole[4]; /* what is shown of a picture, uncropped */
    struct bm_rect caption[4];
    size_t n, captions;
};

static bool meet(const struct bm_rect *a, const struct bm_rect *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

static struct seen look(const struct bm_pages *p, size_t page)
{
    struct seen s = {0};
    for (size_t i = 0; i < p->pages[page].n; i++) {
        const struct bm_item *it = &p->pages[page].items[i];
        enum bm_role role = p->nodes[it->node].role;
        if (role == BM_ROLE_FIGURE) {
            assert_true(s.n < 4);
            s.whole[s.n] = it->kind == BM_ITEM_PICTURE ? it->picture.whole : it->rect;
            s.figure[s.n++] = it->rect;
        } else if (role == BM_ROLE_CAPTION) {
            assert_true(s.captions < 4 && s.captions + 1 == s.n);
            s.caption[s.captions++] = it->rect;
        }
    }
    assert_int_equal(s.n, s.captions);
    return s;
}

static void append(void *context, uint32_t article, struct bm_str text)
{
    if (article != UINT32_MAX)
        bm_buf_str(context, text);
}

/* Nothing stands on a figure or outside the area; every character is on the pages; figures and
 * their captions keep off each other. */
static void assert_sound(struct desk *d, const struct bm_pages *p)
{
    struct bm_buf got = {0}, want = {0};
    for (size_t k = 0; k < p->page_count; k++) {
        const struct bm_page *page = &p->pages[k];
        struct seen s = look(p, k);
        for (size_t f = 0; f < s.n; f++) {
            const struct bm_rect *r = &s.figure[f], *t = &page->type_area;
            assert_true(r->w > 0 && r->h > 0);
            assert_true(r->x >= t->x && r->x + r->w <= t->x + t->w);
            assert_true(r->y >= t->y && r->y + r->h <= t->y + t->h);
            assert_true(s.caption[f].y >= r->y + r->h - 2 * BM_PT);
            assert_true(s.caption[f].x >= r->x - 2 * ZI && s.caption[f].y < r->y + r->h + 2 * LINE);
            for (size_t g = 0; g < f; g++)
                assert_false(meet(r, &s.figure[g]));
        }
        for (size_t i = 0; i < page->n; i++)
            for (size_t f = 0; f < s.n; f++)
                if (page->items[i].kind == BM_ITEM_RUN && meet(&page->items[i].rect, &s.figure[f]))
                    assert_true(p->nodes[page->items[i].node].role == BM_ROLE_CAPTION);
        for (size_t i = 0; i < page->n; i++)
            for (size_t f = 0; f < s.n; f++)
                if (page->items[i].kind == BM_ITEM_RUN &&
                    p->nodes[page->items[i].node].role != BM_ROLE_CAPTION)
                    assert_false(meet(&page->items[i].rect, &s.caption[f]));
        bm_page_pieces(p, page, append, &got);
    }
    for (size_t a = 0; a < d->article_count; a++)
        bm_article_plain(d->articles[a], &want);
    assert_int_equal(got.n, want.n);
    bm_buf_free(&got);
    bm_buf_free(&want);
}

/* Left edge of text column c of n over the whole page, and its width. */
static bm_len column_x(const struct desk *d, int n, int c)
{
    return d->layout->left + c * ((71 - (n - 1)) / n + 1) * ZI;
}

static bm_len columns_w(int n, int columns)
{
    return (columns * ((71 - (n - 1)) / n + 1) - 1) * ZI;
}

/* Foot of the lowest text of the head on the page. */
static bm_len head_foot(const struct bm_pages *p)
{
    bm_len foot = 0;
    for (size_t i = 0; i < p->pages[0].n; i++) {
        const struct bm_item *it = &p->pages[0].items[i];
        if (p->nodes[it->node].role == BM_ROLE_HEAD && it->rect.y + it->rect.h > foot)
            foot = it->rect.y + it->rect.h;
    }
    return foot;
}

static void a_picture_stands_under_the_head_at_the_right(void **state)
{
    static const struct {
        int set, column, columns;
    } rows[] = {{1, 0, 1}, {2, 1, 1}, {3, 1, 2}, {4, 2, 2}, {6, 3, 3}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        char frames[200];
        desk_open(&d, *state);
        desk_article(&d, "a.md", HEAD PARAGRAPH PICTURE BODY BODY);
        snprintf(frames, sizeof frames,
                 "pages: [{frames: [{article: a, columns: 1-6, lines: 3-82, set: %d}]}]",
                 rows[i].set);
        struct bm_pages *p = make(&d, frames);
        assert_int_equal(desk_count(&d, BM_MSG_FIGURE_NOT_PLACED), 0);
        assert_sound(&d, p);
        struct seen s = look(p, 0);
        assert_int_equal(s.n, 1);
        assert_int_equal(s.figure[0].x, column_x(&d, rows[i].set, rows[i].column));
        assert_int_equal(s.figure[0].w, columns_w(rows[i].set, rows[i].columns));
        bm_len below = s.figure[0].y - head_foot(p);
        assert_in_range(below, 0, 4 * LINE);
        assert_int_equal((s.figure[0].y - d.layout->top) % LINE, 0);
        /* Three lines higher or lower than it is, and what whole lines take; about its middle. */
        assert_in_range(s.figure[0].h - s.figure[0].w / 3 * 2 + 4 * LINE, 0, 8 * LINE);
        bm_len left = s.figure[0].x - s.whole[0].x,
               right = s.whole[0].x + s.whole[0].w - s.figure[0].x - s.figure[0].w;
        assert_in_range(left - right + 10, 0, 20);
        bm_pages_drop(p);
    }
}

/* Equally high, a gutter between them, as wide as their formats ask for together. */
static void pictures_stand_side_by_side(void **state)
{
    static const int sets[] = {3, 4, 6};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        struct desk d;
        char frames[200];
        desk_open(&d, *state);
        desk_article(&d, "a.md", HEAD PARAGRAPH PICTURE UPRIGHT BODY BODY);
        snprintf(frames, sizeof frames,
                 "pages: [{frames: [{article: a, columns: 1-6, lines: 3-82, set: %d}]}]", sets[i]);
        struct bm_pages *p = make(&d, frames);
        assert_sound(&d, p);
        struct seen s = look(p, 0);
        assert_int_equal(s.n, 2);
        assert_int_equal(s.figure[0].y, s.figure[1].y);
        assert_int_equal(s.figure[0].h, s.figure[1].h);
        const bm_len all = s.figure[0].w + s.figure[1].w;
        const bm_len gap = s.figure[1].x - s.figure[0].x - s.figure[0].w;
        assert_in_range(gap, ZI - BM_PT, 3 * ZI);
        assert_int_equal(all + gap, columns_w(sets[i], sets[i]));
        /* 3 to 2 beside 2 to 3 */
        assert_in_range(s.figure[0].w - bm_len_ratio(all, 9, 13) + BM_PT, 0, 2 * BM_PT);
        bm_pages_drop(p);
    }
}

/* What the manuscript says behind it; the credit stands on the caption's line. */
static void a_picture_is_as_large_as_is_asked(void **state)
{
    static const struct {
        const char *body;
        int columns;
    } rows[] = {{HEAD PARAGRAPH "![试印图](wide.png \"本报摄\"){large}\n\n" BODY, 6},
                {HEAD PARAGRAPH "![试印图](wide.png \"本报摄\"){小图}\n\n" BODY BODY, 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        bm_len y[2];
        size_t n = 0;
        desk_open(&d, *state);
        desk_article(&d, "a.md", rows[i].body);
        struct bm_pages *p =
            make(&d, "pages: [{frames: [{article: a, columns: 1-6, lines: 3-82, set: 6}]}]");
        for (size_t k = 0; k < p->pages[0].n; k++) {
            const struct bm_item *it = &p->pages[0].items[k];
            if (it->kind == BM_ITEM_PICTURE)
                assert_int_equal(it->rect.w, columns_w(6, rows[i].columns));
            else if (p->nodes[it->node].role == BM_ROLE_CAPTION)
                y[n++ % 2] = it->rect.y;
        }
        assert_int_equal(n, 2);
        assert_int_equal(y[0], y[1]);
        bm_pages_drop(p);
    }
}

/* One of few pixels is no larger than its press can show, but for one column. */
static void a_coarse_picture_stays_small(void **state)
{
    static const struct {
        uint32_t scale;
        int columns;
    } rows[] = {{40, 3}, {12, 2}, {1, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        desk_open(&d, *state);
        desk_article(&d, "a.md", HEAD PARAGRAPH PICTURE BODY BODY);
        struct bm_pages *p =
            make_with(&d, "pages: [{frames: [{article: a, columns: 1-6, lines: 3-82, set: 6}]}]",
                      rows[i].scale);
        assert_sound(&d, p);
        const struct seen s = look(p, 0);
        assert_int_equal(s.figure[0].w, columns_w(6, rows[i].columns));
        if (rows[i].columns > 1)
            assert_in_range((int64_t)rows[i].scale * 60 * 72 * BM_PT / s.whole[0].w, 170, 9999);
        bm_pages_drop(p);
    }
}

/* An upright picture takes fewer columns. */
static void an_upright_picture_is_narrower(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md", HEAD PARAGRAPH UPRIGHT BODY BODY BODY);
    struct bm_pages *p =
        make(&d, "pages: [{frames: [{article: a, columns: 1-6, lines: 3-82, set: 6}]}]");
    assert_sound(&d, p);
    struct seen s = look(p, 0);
    assert_int_equal(s.figure[0].x, column_x(&d, 6, 4));
    assert_int_equal(s.figure[0].w, columns_w(6, 2));
    bm_pages_drop(p);
}

/* In a low frame the picture is narrower, then cropped, and leaves the rows of text under it; in a
 * frame lower still it has no place, which is said. */
static void a_low_frame_keeps_its_rows_of_text(void **state)
{
    size_t placed = 0;
    for (uint32_t foot = 12; foot <= 60; foot += 4) {
        struct desk d;
        char frames[200];
        desk_open(&d, *state);
        desk_article(&d, "a.md", HEAD PARAGRAPH PICTURE PARAGRAPH);
        snprintf(frames, sizeof frames,
                 "pages: [{frames: [{article: a, columns: 1-6, lines: 3-%u, set: 4}]}]", foot);
        struct bm_pages *p = make(&d, frames);
        struct seen s = look(p, 0);
        assert_int_equal(s.n + desk_count(&d, BM_MSG_FIGURE_NOT_PLACED), 1);
        placed += s.n;
        if (s.n) {
            bm_len end = d.layout->top + (bm_len)foot * LINE;
            assert_true(s.caption[0].y + s.caption[0].h + 5 * LINE <= end + 3 * BM_PT);
            assert_true(s.figure[0].h >= 2 * LINE);
            assert_true(s.figure[0].x + s.figure[0].w == column_x(&d, 4, 3) + columns_w(4, 1));
        } else {
            assert_true(foot < 24);
        }
        bm_pages_drop(p);
    }
    assert_in_range(placed, 8, 12);
}

static void several_stand_below_or_beside_each_other(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md", HEAD PARAGRAPH PICTURE BODY PICTURE PARAGRAPH PICTURE PARAGRAPH);
    struct bm_pages *p =
        make(&d, "pages: [{frames: [{article: a, columns: 1-6, lines: 3-82, set: 4}]}]");
    assert_int_equal(desk_count(&d, BM_MSG_FIGURE_NOT_PLACED), 0);
    assert_sound(&d, p);
    struct seen s = look(p, 0);
    assert_int_equal(s.n, 3);
    /* The second under the first, with its caption between them and no text. */
    assert_int_equal(s.figure[1].x, s.figure[0].x);
    assert_in_range(s.figure[1].y - s.figure[0].y - s.figure[0].h, 11 * BM_PT, 2 * LINE);
    /* In a frame too low for two, beside it. */
    bm_pages_drop(p);
    desk_open(&d, *state);
    desk_article(&d, "a.md", HEAD PARAGRAPH PICTURE PARAGRAPH PICTURE PARAGRAPH);
    p = make(&d, "pages: [{frames: [{article: a, columns: 1-6, lines: 3-42, set: 4}]}]");
    assert_sound(&d, p);
    s = look(p, 0);
    assert_int_equal(s.figure[1].y, s.figure[0].y);
    assert_int_equal(s.figure[1].x, column_x(&d, 4, 0));
    bm_pages_drop(p);
}

static void a_code_stands_at_the_foot(void **state)
{
    struct desk d;
    /* In a wide column at its right, text beside it. */
    desk_open(&d, *state);
    desk_article(&d, "a.md", HEAD PARAGRAPH CODE BODY PICTURE BODY);
    struct bm_pages *p =
        make(&d, "pages: [{frames: [{article: a, columns: 1-6, lines: 3-60, set: 3}]}]");
    assert_sound(&d, p);
    struct seen s = look(p, 0);
    assert_int_equal(s.n, 2);
    bm_len right = column_x(&d, 3, 2) + columns_w(3, 1);
    assert_in_range(s.figure[0].x, right - 9 * ZI, right);
    assert_true(s.figure[0].w <= 9 * ZI && s.figure[0].h <= 9 * ZI);
    bm_len foot = d.layout->top + 60 * LINE;
    assert_in_range(foot - s.caption[0].y - s.caption[0].h, 0, LINE);
    assert_true(s.figure[1].y + s.figure[1].h < s.figure[0].y);
    bm_pages_drop(p);
    /* In a narrow one in its middle, and the column is not said to be short for it. */
    desk_open(&d, *state);
    desk_article(&d, "a.md", HEAD BODY CODE PARAGRAPH);
    p = make(&d, "pages: [{frames: [{article: a, columns: 1-6, lines: 3-30, set: 6}]}]");
    assert_sound(&d, p);
    s = look(p, 0);
    bm_len middle = column_x(&d, 6, 5) + columns_w(6, 1) / 2;
    assert_in_range(s.figure[0].x + s.figure[0].w / 2 - middle + BM_PT, 0, 2 * BM_PT);
    bm_pages_drop(p);
}

/* Under a table, which keeps the whole column. */
static void a_code_stands_under_a_table(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md",
                 "---\nkind: 图表\ntitle: 数读\n---\n\n"
                 "| 项 | 数 |\n|---|--:|\n| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 3 |\n\n" CODE);
    struct bm_pages *p =
        make(&d, "pages: [{frames: [{article: a, columns: 1-3, lines: 3-30, set: 1, box: none}]}]");
    assert_int_equal(desk_count(&d, BM_MSG_FIGURE_NOT_PLACED), 0);
    assert_sound(&d, p);
    const struct seen s = look(p, 0);
    bm_len widest = 0;
    for (size_t i = 0; i < p->pages[0].n; i++) {
        const struct bm_item *it = &p->pages[0].items[i];
        const bool folio = it->rect.y < d.layout->top + 2 * LINE;
        if (it->kind == BM_ITEM_RULE && !folio && it->rect.w > widest)
            widest = it->rect.w;
    }
    assert_in_range(widest, columns_w(2, 1) - ZI, columns_w(2, 1));
    const bm_len middle = d.layout->left + columns_w(2, 1) / 2;
    assert_in_range(s.figure[0].x + s.figure[0].w / 2 - middle + ZI, 0, 2 * ZI);
    bm_pages_drop(p);
}

/* Rows that a code takes from side to side at the foot are not rows left empty. */
static void rows_of_a_figure_are_not_short(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md",
                 "---\nkind: 图表\ntitle: 数读\n---\n\n"
                 "| 项 | 数 |\n|---|--:|\n| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 3 |\n\n" CODE);
    struct bm_pages *p =
        make(&d, "pages: [{frames: [{article: a, columns: 1, lines: 3-18, box: none,\n"
                 "  pictures: [{left: 1字, width: 9字, lines: 8-16, wrap: none}]}]}]");
    assert_int_equal(p->articles[0].overset_lines, 0);
    assert_in_range(p->articles[0].short_lines, 0, 1);
    bm_pages_drop(p);
}

/* Beside a vertical head, not under it; of several frames the one where it is widest. */
static void heads_and_frames_of_all_kinds(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md", "---\nkind: 评论\ntitle: 实干谱写华章\n---\n\n" PICTURE BODY BODY);
    struct bm_pages *p =
        make(&d, "pages: [{frames: [{article: a, columns: 1-6, lines: 3-42, set: 4,\n"
                 "  head: {left: 0字, width: 8字, lines: 1-16}}]}]");
    assert_sound(&d, p);
    struct seen s = look(p, 0);
    /* Under the line above its box's rule. */
    assert_int_equal(s.figure[0].y, d.layout->top + 3 * LINE);
    /* Gutters and margins share the half character that the rule at the left takes. */
    assert_in_range(s.figure[0].x - column_x(&d, 4, 2), 0, ZI / 2);
    bm_pages_drop(p);

    desk_open(&d, *state);
    desk_article(&d, "a.md", "---\nkind: 评论\ntitle: 实干谱写华章\n---\n\n" PICTURE BODY BODY);
    p = make(&d, "pages: [{frames: [{article: a, columns: 1-6, lines: 3-42, set: 4}]}]");
    assert_sound(&d, p);
    bm_pages_drop(p);

    desk_open(&d, *state);
    desk_article(&d, "a.md", HEAD PICTURE BODY BODY);
    p = make(&d,
             "pages: [{frames: [{article: a, columns: 1-6, lines: 3-6},\n"
             "  {article: a, columns: 1, lines: 7-50}, {article: a, columns: 2-6, lines: 7-50}]}]");
    assert_sound(&d, p);
    s = look(p, 0);
    assert_int_equal(s.figure[0].x + s.figure[0].w, d.layout->left + 71 * ZI);
    assert_int_equal(s.figure[0].y, d.layout->top + 6 * LINE);
    assert_true(s.figure[0].w >= columns_w(6, 2));
    bm_pages_drop(p);
}

/* The articles of a region that composes itself keep their figures. */
static void regions_place_figures(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    desk_article(&d, "a.md", HEAD PICTURE BODY BODY);
    desk_article(&d, "b.md", "---\nkind: 报告\ntitle: 创建惠民\n---\n\n" BODY CODE);
    struct bm_pages *p = make(&d, "pages: [{frames: [{auto: true, columns: 1-6, lines: 3-60}]}]");
    assert_int_equal(desk_count(&d, BM_MSG_FIGURE_NOT_PLACED), 0);
    assert_sound(&d, p);
    assert_int_equal(look(p, 0).n, 2);
    bm_pages_drop(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_stands_under_the_head_at_the_right),
        cmocka_unit_test(pictures_stand_side_by_side),
        cmocka_unit_test(a_picture_is_as_large_as_is_asked),
        cmocka_unit_test(a_coarse_picture_stays_small),
        cmocka_unit_test(an_upright_picture_is_narrower),
        cmocka_unit_test(a_low_frame_keeps_its_rows_of_text),
        cmocka_unit_test(several_stand_below_or_beside_each_other),
        cmocka_unit_test(a_code_stands_at_the_foot),
        cmocka_unit_test(a_code_stands_under_a_table),
        cmocka_unit_test(rows_of_a_figure_are_not_short),
        cmocka_unit_test(heads_and_frames_of_all_kinds),
        cmocka_unit_test(regions_place_figures),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
