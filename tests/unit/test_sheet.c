/* proof/: the contact sheet of plans, as poppler reads it and pixel by pixel. */
#include "unit.h"

#include "fixture_pages.h"
#include "page/ledger.h"
#include "poppler.h"
#include "proof/proof.h"

#include <cairo.h>
#include <unistd.h>

/* See test_proof.c. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so";
}

#define PLANS_MOST 10

/* The fixture's page as `n` plans: both articles stand in an auto region; pages beyond the first
 * repeat it, with a last one that has no article. */
struct desk {
    struct fixture f[PLANS_MOST];
    const struct bm_pages *plans[PLANS_MOST];
    struct bm_plan_ledger ledgers[PLANS_MOST];
    size_t n;
};

static struct bm_plan_price articles[] = {{.name = {"1-公告", 8}, .cost = 300},
                                          {.name = {"2-标语", 8}, .cost = 200}};

static void open_desk(struct desk *d, size_t n)
{
    d->n = n;
    for (size_t k = 0; k < n; k++) {
        fixture_fill(&d->f[k]);
        struct bm_plan_ledger *l = &d->ledgers[k];
        *l = (struct bm_plan_ledger){
            .cost = 1000 + (int64_t)k * 146,
            .bound = 1000,
            .counts = {[BM_PENALTY_BUTTING] = (uint32_t)k + 1, [BM_PENALTY_THROUGH] = (uint32_t)k},
            .costs = {[BM_PENALTY_BUTTING] = 500},
            .articles = articles,
            .article_count = 2,
            .plans = d->ledgers,
            .plan_count = n};
        d->f[k].pages.plan = l;
        d->plans[k] = &d->f[k].pages;
        d->f[k].pages.articles[0].overset_characters = k == 1 ? 37 : 0;
    }
}

static void close_desk(struct desk *d)
{
    for (size_t k = 0; k < d->n; k++)
        fixture_close(&d->f[k]);
}

static void move_article(struct desk *d, size_t plan, size_t article, struct bm_rect rect)
{
    d->f[plan].pages.articles[article].frames[0].rect = rect;
}

static bool sheet(struct desk *d, enum bm_lang lang, unsigned dpi, struct bm_buf *pdf,
                  struct bm_buf *png, struct bm_diags *diags)
{
    *diags = (struct bm_diags){.arena = d->f[0].arena};
    return bm_proof_sheet(d->plans, d->n, lang, &d->f[0].song, dpi, pdf, png, diags);
}

static struct bm_buf text_of(struct desk *d, enum bm_lang lang)
{
    struct bm_buf pdf = {0}, png = {0};
    struct bm_diags diags;
    assert_true(sheet(d, lang, 30, &pdf, &png, &diags));
    assert_int_equal(diags.n, 0);
    struct bm_buf text = poppler(pdf, "pdftotext -raw %s -");
    bm_buf_free(&pdf);
    bm_buf_free(&png);
    return text;
}

static size_t count(const char *text, const char *words)
{
    size_t n = 0;
    for (; (text = strstr(text, words)); text += strlen(words))
        n++;
    return n;
}

static void a_caption_says_what_a_plan_costs(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d, 3);
    struct bm_buf text = text_of(&d, BM_LANG_ZH);
    assert_holds(text, BM_STR("方案比选"));
    assert_holds(text, BM_STR("3 个方案"));
    assert_holds(text,
                 BM_STR("方案 1 代价 1000 最佳，已证明 稿件 2 篇 500 碰题 0.5 处 500 断版 0 处 0"));
    assert_holds(text, BM_STR("各稿代价 2 篇 1-公告 300 2-标语 200"));
    assert_holds(text,
                 BM_STR("方案 2 代价 1146 +146 (+14.6 %) 稿件 2 篇 646 碰题 1 处 500 断版 1 处 0"
                        "排不下 37 字"));
    assert_holds(text, BM_STR("方案 3 代价 1292 +292 (+29.2 %)"));
    assert_int_equal(count(text.p, "排不下"), 1);
    assert_null(strstr(text.p, "换栏1")); /* nothing moved */
    assert_holds(text, BM_STR("不动 2 篇"));
    assert_null(strstr(text.p, "上限"));
    bm_buf_free(&text);
    d.ledgers[0].bound = 900;
    d.ledgers[0].limits = BM_LIMIT_BIT(PLANS);
    text = text_of(&d, BM_LANG_EN);
    assert_holds(text, BM_STR("Plan 1 cost 1000 the best A limit ended the search: see the report. "
                              "articles 2 500 butting heads 0.5"));
    assert_holds(text, BM_STR("left over: 37 characters"));
    bm_buf_free(&text);
    close_desk(&d);
}

static void articles_that_moved_are_named(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d, 4);
    /* The second stands at (130, 36), 30 × 60, in a type area of (10, 10), 150 × 90. */
    move_article(&d, 1, 1, fixture_rect(10000, 10000, 30000, 30000));
    move_article(&d, 2, 1, fixture_rect(130000, 58500, 30000, 48750)); /* lines of 11.25 */
    move_article(&d, 3, 1, fixture_rect(130300, 37000, 30000, 60000)); /* a box, no plan's doing */
    struct bm_buf text = text_of(&d, BM_LANG_ZH);
    assert_holds(text, BM_STR("换栏 1 篇 2-标语 右下→左上 不动 1 篇"));
    assert_holds(text, BM_STR("同栏换行 1 篇 2-标语 ↓2 行，高 −1 不动 1 篇"));
    assert_int_equal(count(text.p, "换栏1篇"), 1);
    assert_int_equal(count(text.p, "同栏换行1篇"), 1);
    assert_int_equal(count(text.p, "不动2篇"), 1);
    bm_buf_free(&text);
    close_desk(&d);
}

static void pages_without_placed_articles_are_left_out(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d, 2);
    for (size_t k = 0; k < 2; k++) {
        fixture_page(&d.f[k], bm_len_um(60000), bm_len_um(40000));
        fixture_run(&d.f[k], 0, BM_NO_FILE, 0, BM_STR("手排的版"), fixture_pt(9000),
                    fixture_pt(10000), fixture_pt(40000), fixture_pt(9000), BM_HORIZONTAL);
    }
    struct bm_buf text = text_of(&d, BM_LANG_ZH);
    assert_int_equal(count(text.p, "第1版"), 2); /* the folio of each thumbnail */
    assert_null(strstr(text.p, "手排的版"));
    bm_buf_free(&text);
    /* In the second plan an article went to it. */
    d.f[1].pages.articles[1].frames[0].page = 2;
    text = text_of(&d, BM_LANG_ZH);
    assert_int_equal(count(text.p, "手排的版"), 2);
    assert_holds(text, BM_STR("2 个方案，每个 2 版"));
    assert_holds(text, BM_STR("换栏 1 篇 2-标语 第 1 版右下→第 2 版"));
    bm_buf_free(&text);
    close_desk(&d);
}

static void any_number_of_plans_and_pages_fits_on_one_sheet(void **state)
{
    (void)state;
    static const size_t numbers[] = {1, 2, 7, PLANS_MOST};
    for (size_t i = 0; i < 4; i++)
        for (size_t pages = 1; pages <= 4; pages += 3) {
            struct desk d;
            open_desk(&d, numbers[i]);
            for (size_t k = 0; k < d.n; k++) {
                struct bm_pages *p = &d.f[k].pages;
                p->pages[0].width = bm_len_um(270000);
                p->pages[0].height = bm_len_um(390000);
                const struct bm_page page = p->pages[0];
                p->pages = bm_arena_array(d.f[k].arena, pages, sizeof *p->pages);
                struct bm_placed_frame *frames =
                    BM_NEW_N(d.f[k].arena, pages, struct bm_placed_frame);
                for (uint32_t n = 0; n < pages; n++) {
                    p->pages[n] = page;
                    p->pages[n].number = n + 1;
                    frames[n] = p->articles[0].frames[0];
                    frames[n].page = n + 1;
                }
                p->page_count = p->articles[0].frame_count = pages;
                p->articles[0].frames = frames;
            }
            struct bm_buf pdf = {0}, png = {0};
            struct bm_diags diags;
            assert_true(sheet(&d, BM_LANG_ZH, 30, &pdf, &png, &diags));
            struct bm_buf text = poppler(pdf, "pdftotext -raw %s -");
            assert_int_equal(count(text.p, "同心奋斗"), numbers[i] * pages);
            assert_int_equal(count(text.p, "稿件2篇"), numbers[i]);
            bm_buf_free(&text);
            text = poppler(pdf, "pdfinfo %s");
            assert_non_null(strstr(text.p, "Pages:1E"));
            assert_non_null(strstr(text.p, "(A"));
            bm_buf_free(&text);
            bm_buf_free(&pdf);
            bm_buf_free(&png);
            close_desk(&d);
        }
}

static cairo_status_t read_bytes(void *closure, unsigned char *out, unsigned n)
{
    struct bm_str *left = closure;
    if (left->n < n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, left->p, n);
    left->p += n;
    left->n -= n;
    return CAIRO_STATUS_SUCCESS;
}

/* How many pixels of the sheet have the colour of the first or second article. */
static size_t coloured(struct desk *d, size_t article)
{
    static const uint32_t colours[] = {0xCC282E, 0x1C6BB0};
    struct bm_buf pdf = {0}, png = {0};
    struct bm_diags diags;
    assert_true(sheet(d, BM_LANG_ZH, 300, &pdf, &png, &diags));
    struct bm_str left = bm_buf_view(&png);
    cairo_surface_t *s = cairo_image_surface_create_from_png_stream(read_bytes, &left);
    assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
    size_t n = 0;
    for (int y = 0; y < cairo_image_surface_get_height(s); y++) {
        const unsigned char *row =
            cairo_image_surface_get_data(s) + y * cairo_image_surface_get_stride(s);
        for (int x = 0; x < cairo_image_surface_get_width(s); x++) {
            uint32_t v;
            memcpy(&v, row + 4 * x, sizeof v);
            n += (v & 0xFFFFFF) == colours[article];
        }
    }
    cairo_surface_destroy(s);
    bm_buf_free(&pdf);
    bm_buf_free(&png);
    return n;
}

static void blocks_are_outlined_and_moved_ones_firmly(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d, 2);
    size_t still[] = {coloured(&d, 0), coloured(&d, 1)};
    move_article(&d, 1, 0, fixture_rect(30000, 10000, 80000, 56250));
    assert_true(still[0] > 300);
    assert_true(coloured(&d, 0) > still[0] + still[0] / 2);
    close_desk(&d);
    open_desk(&d, 2);
    d.ledgers[0].article_count = d.ledgers[1].article_count =
        1;                                       /* the second has a frame by hand */
    assert_true(coloured(&d, 1) < still[1] / 2); /* the legend alone */
    close_desk(&d);
}

static void the_same_plans_give_the_same_bytes(void **state)
{
    (void)state;
    struct bm_buf pdf[2] = {{0}}, png[2] = {{0}};
    for (int i = 0; i < 2; i++) {
        struct desk d;
        struct bm_diags diags;
        open_desk(&d, 3);
        assert_true(sheet(&d, BM_LANG_ZH, 40, &pdf[i], &png[i], &diags));
        close_desk(&d);
        sleep(1); /* a clock in the bytes would show */
    }
    assert_true(bm_str_eq(bm_buf_view(&pdf[0]), bm_buf_view(&pdf[1])));
    assert_true(bm_str_eq(bm_buf_view(&png[0]), bm_buf_view(&png[1])));
    for (int i = 0; i < 2; i++) {
        bm_buf_free(&pdf[i]);
        bm_buf_free(&png[i]);
    }
}

static void a_sheet_that_cannot_be_drawn_is_said(void **state)
{
    (void)state;
    struct desk d;
    struct bm_diags diags;
    struct bm_buf pdf = {0}, png = {0};
    open_desk(&d, 2);
    assert_false(sheet(&d, BM_LANG_EN, 0, &pdf, &png, &diags));
    assert_int_equal(diags.v[0].message, BM_MSG_SHEET_FAILED);
    assert_false(sheet(&d, BM_LANG_EN, 1201, &pdf, &png, &diags));
    assert_int_equal(diags.n, 1);
    d.f[1].pages.plan = NULL;
    assert_false(sheet(&d, BM_LANG_EN, 100, &pdf, &png, &diags));
    d.n = 0;
    assert_false(sheet(&d, BM_LANG_EN, 100, &pdf, &png, &diags));
    assert_int_equal(diags.v[0].message, BM_MSG_SHEET_FAILED);
    assert_int_equal(pdf.n + png.n, 0);
    d.n = 2;
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_caption_says_what_a_plan_costs),
        cmocka_unit_test(articles_that_moved_are_named),
        cmocka_unit_test(pages_without_placed_articles_are_left_out),
        cmocka_unit_test(any_number_of_plans_and_pages_fits_on_one_sheet),
        cmocka_unit_test(blocks_are_outlined_and_moved_ones_firmly),
        cmocka_unit_test(the_same_plans_give_the_same_bytes),
        cmocka_unit_test(a_sheet_that_cannot_be_drawn_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
