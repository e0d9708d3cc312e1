/* preflight/overlaps: what is printed over something else, and what leaves its frame; what looks
 * so and is none. */
#include "unit.h"

#include "fixture_pages.h"
#include "preflight/preflight.h"

struct sheet {
    struct fixture f;
    uint32_t file, nodes[2], box, folio, figure, name_line;
    struct bm_mark *found;
    size_t n;
};

static const char manuscript[] = "---\nkind: 公告\n---\n会议选举主任，国国。\n";

/* A page of 100 × 80 mm with two articles, the second below the first, 100 pt wide. */
static void open_sheet(struct sheet *s)
{
    *s = (struct sheet){0};
    struct fixture *f = &s->f;
    fixture_open(f);
    s->file = bm_sources_add(&f->sources, BM_STR("in/1.md"), BM_STR("1.md"), bm_str_c(manuscript));
    uint32_t document = fixture_node(f, BM_ROLE_DOCUMENT, BM_NO_NODE, UINT32_MAX, NULL);
    static const char *const names[] = {"渠水", "春耕"};
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t article = fixture_node(f, BM_ROLE_ARTICLE, document, i, NULL);
        s->nodes[i] = fixture_node(f, BM_ROLE_PARAGRAPH, article, i, NULL);
        struct bm_ledger *l =
            fixture_article(f, bm_str_c(names[i]), BM_STR("公告"), BM_STR("会议公告"), s->file);
        l->node = article;
        l->frames = BM_NEW(f->arena, struct bm_placed_frame);
        l->frames[0] = (struct bm_placed_frame){
            .page = 1, .rect = fixture_rect(40000, i ? 100000 : 40000, 100000, 60000)};
        l->frame_count = 1;
    }
    s->figure = fixture_node(f, BM_ROLE_FIGURE, s->nodes[0] - 1, 0, NULL);
    s->box = fixture_node(f, BM_ROLE_ARTEFACT, document, UINT32_MAX, "box");
    s->folio = fixture_node(f, BM_ROLE_ARTEFACT, document, UINT32_MAX, "folio");
    fixture_page(f, bm_len_um(100000), bm_len_um(80000));
}

static struct bm_run *text(struct sheet *s, uint32_t node, const char *words, int64_t size,
                           int64_t x, int64_t y)
{
    struct bm_run *run = fixture_run(&s->f, node, s->file, fixture_find(&s->f, s->file, "会议选举"),
                                     bm_str_c(words), fixture_pt(size), fixture_pt(x),
                                     fixture_pt(y), fixture_pt(size), BM_HORIZONTAL);
    run->ink.overprint = true;
    return run;
}

static struct bm_item *put(struct sheet *s, enum bm_item_kind kind, uint32_t node, int64_t x,
                           int64_t y, int64_t w, int64_t h)
{
    struct bm_item *item = fixture_item(&s->f, kind, node, fixture_rect(x, y, w, h));
    item->weight = fixture_pt(500);
    item->ink.overprint = true;
    return item;
}

/* A closed path about the rectangle, as boxes with round corners and QR codes are. */
static struct bm_item *ring(struct sheet *s, enum bm_item_kind kind, uint32_t node, int64_t x,
                            int64_t y, int64_t w, int64_t h)
{
    static uint8_t ops[] = {BM_OP_MOVE, BM_OP_LINE, BM_OP_LINE, BM_OP_LINE, BM_OP_CLOSE};
    struct bm_item *item = put(s, kind, node, x, y, w, h);
    item->path.ops = ops;
    item->path.op_count = 5;
    item->path.point_count = 4;
    item->path.points = bm_arena_array(s->f.arena, 4, sizeof *item->path.points);
    for (int i = 0; i < 4; i++) {
        item->path.points[i].x = fixture_pt(i == 1 || i == 2 ? x + w : x);
        item->path.points[i].y = fixture_pt(i > 1 ? y + h : y);
    }
    return item;
}

static void picture(struct sheet *s, int64_t x, int64_t y)
{
    static const struct bm_image image = {.name = BM_STR("a.png"), .width = 900, .height = 900};
    struct bm_item *item = put(s, BM_ITEM_PICTURE, s->figure, x, y, 30000, 30000);
    item->picture.image = &image;
    item->picture.whole = item->rect;
}

static void run(struct sheet *s)
{
    static const struct bm_preflight_output output = {0};
    struct bm_preflight settings;
    bm_preflight_default(&settings);
    for (size_t i = 0; i < BM_RULE_COUNT; i++)
        if (i != BM_RULE_OVERLAP && i != BM_RULE_OUTSIDE_FRAME)
            settings.levels[i] = BM_RULE_OFF;
    s->found = bm_preflight_run(&s->f.pages, &settings, &output, s->f.arena, &s->n);
}

/* What is found is said in these words, and nothing else is. */
static void finds(struct sheet *s, const char *en, const char *zh)
{
    run(s);
    if (s->n != 1)
        fail_msg("%zu findings, «%s» wanted", s->n, en);
    struct bm_buf b = {0};
    bm_diag_sentence(&b, s->found[0].finding, BM_LANG_EN);
    assert_str(bm_buf_view(&b), en);
    b.n = 0;
    bm_diag_sentence(&b, s->found[0].finding, BM_LANG_ZH);
    assert_str(bm_buf_view(&b), zh);
    bm_buf_free(&b);
    assert_int_equal(s->found[0].level, BM_ERROR);
    assert_true(s->found[0].rect_count > 0);
    fixture_close(&s->f);
}

static void is_clean(struct sheet *s)
{
    run(s);
    if (s->n) {
        struct bm_buf b = {0};
        bm_diag_sentence(&b, s->found[0].finding, BM_LANG_EN);
        fail_msg("%zu findings: %.*s", s->n, (int)b.n, b.p);
    }
    fixture_close(&s->f);
}

static void text_over_text_names_both(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    text(&s, s.nodes[0], "国国", 10000, 50000, 113000);
    text(&s, s.nodes[1], "国国", 10000, 55000, 115000);
    run(&s);
    /* The first has left its frame, which is said too; that is where the remedy is. */
    assert_int_equal(s.n, 2);
    assert_int_equal(s.found[0].finding->message, BM_MSG_OUTSIDE_FRAME);
    assert_int_equal(s.found[1].finding->message, BM_MSG_OVERLAP);
    assert_int_equal(s.found[1].article, 0);
    assert_str(s.found[1].finding->args[1], "“渠水”");
    assert_str(s.found[1].finding->args[2], "“春耕”");
    const struct bm_rect *r = &s.found[1].rects[0];
    assert_in_range(r->x, fixture_pt(55000), fixture_pt(57000));
    assert_in_range(r->y, fixture_pt(105000), fixture_pt(108000));
    fixture_close(&s.f);
}

static void what_the_machine_writes_is_named(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    text(&s, s.nodes[1], "国国", 10000, 50000, 115000);
    text(&s, s.folio, "国国", 10000, 50000, 115000)->file = BM_NO_FILE;
    finds(&s, "“春耕” and the folio are printed over each other, up to 2.98 mm deep",
          "“春耕”与报眉印在一起，重叠达 2.98 毫米");
}

static void lines_of_one_paragraph_may_not_meet(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    text(&s, s.nodes[0], "国国", 10000, 50000, 60000);
    text(&s, s.nodes[0], "国国", 10000, 50000, 67000);
    finds(&s, "parts of “渠水” are printed over each other, up to 0.7 mm deep",
          "“渠水”自身有两处印在一起，重叠达 0.7 毫米");
    open_sheet(&s);
    text(&s, s.nodes[0], "国国", 10000, 50000, 60000);
    text(&s, s.nodes[0], "国国", 10000, 50000, 70000); /* set solid */
    is_clean(&s);
    /* Cells of a table side by side; the same place twice. */
    open_sheet(&s);
    text(&s, s.nodes[0], "国国", 10000, 50000, 60000);
    text(&s, s.nodes[0], "国国", 10000, 60000, 60000);
    finds(&s, "parts of “渠水” are printed over each other, up to 2.98 mm deep",
          "“渠水”自身有两处印在一起，重叠达 2.98 毫米");
    open_sheet(&s);
    text(&s, s.nodes[0], "国国", 10000, 50000, 60000);
    text(&s, s.nodes[0], "国国", 10000, 69000, 60000); /* kerned */
    is_clean(&s);
}

static void a_line_through_text_is_said(void **state)
{
    (void)state;
    static const enum bm_item_kind kinds[] = {BM_ITEM_RULE, BM_ITEM_FILL, BM_ITEM_STROKE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct sheet s;
        open_sheet(&s);
        if (kinds[i] == BM_ITEM_STROKE)
            ring(&s, kinds[i], s.box, 45000, 45000, 60000, 12000);
        else
            put(&s, kinds[i], s.box, 45000, 56000, 60000, kinds[i] == BM_ITEM_FILL ? 400 : 0);
        text(&s, s.nodes[0], "国国", 10000, 50000, 60000);
        finds(&s, "a line is printed through “渠水”", "有线条穿过“渠水”");
        /* Round the text it is a box. */
        open_sheet(&s);
        if (kinds[i] == BM_ITEM_STROKE)
            ring(&s, kinds[i], s.box, 45000, 45000, 60000, 20000);
        else
            put(&s, kinds[i], s.box, 45000, 61500, 60000, kinds[i] == BM_ITEM_FILL ? 400 : 0);
        text(&s, s.nodes[0], "国国", 10000, 50000, 60000);
        is_clean(&s);
    }
}

static void text_stands_on_panels_and_not_under_them(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    put(&s, BM_ITEM_FILL, s.box, 40000, 40000, 100000, 60000);
    ring(&s, BM_ITEM_PATH, s.box, 40000, 40000, 100000, 60000);
    text(&s, s.nodes[0], "国国", 10000, 50000, 60000);
    is_clean(&s);
    open_sheet(&s);
    text(&s, s.nodes[0], "国国", 10000, 50000, 60000);
    put(&s, BM_ITEM_FILL, s.box, 40000, 40000, 100000, 60000);
    finds(&s, "“渠水” and a panel are printed over each other, up to 2.98 mm deep",
          "“渠水”与底色印在一起，重叠达 2.98 毫米");
}

static void pictures_and_codes_keep_clear(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    picture(&s, 50000, 60000);
    text(&s, s.nodes[0], "国国", 10000, 75000, 62000);
    finds(&s, "parts of “渠水” are printed over each other, up to 0.98 mm deep",
          "“渠水”自身有两处印在一起，重叠达 0.98 毫米");
    open_sheet(&s);
    ring(&s, BM_ITEM_PATH, s.figure, 50000, 60000, 30000, 30000);
    text(&s, s.nodes[0], "国国", 10000, 75000, 62000);
    run(&s);
    assert_int_equal(s.n, 1);
    fixture_close(&s.f);
    open_sheet(&s);
    picture(&s, 50000, 60000);
    text(&s, s.nodes[0], "国国", 10000, 80000, 62000); /* beside it */
    text(&s, s.nodes[0], "国国", 10000, 50000, 59000); /* above it */
    is_clean(&s);
}

/* 着重号 and 专名号 belong to their text. */
static void marks_of_a_text_are_its_own(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    text(&s, s.nodes[0], "国国", 10000, 50000, 60000);
    put(&s, BM_ITEM_RULE, s.nodes[0], 50000, 59000, 20000, 0);
    put(&s, BM_ITEM_FILL, s.nodes[0], 50000, 60000, 1000, 1000);
    is_clean(&s);
    open_sheet(&s);
    put(&s, BM_ITEM_RULE, s.nodes[0], 50000, 108000, 20000, 0);
    text(&s, s.nodes[1], "国国", 10000, 50000, 110000);
    finds(&s, "“渠水” and “春耕” are printed over each other, up to 0.17 mm deep",
          "“渠水”与“春耕”印在一起，重叠达 0.17 毫米");
}

static void what_leaves_its_frame_is_said(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    text(&s, s.nodes[0], "国国", 10000, 125000, 60000);
    finds(&s, "“渠水” reaches 1.56 mm out of its frame", "“渠水”超出版框 1.56 毫米");
    open_sheet(&s);
    text(&s, s.nodes[0], "国，", 10000, 130000, 60000); /* a mark that hangs */
    text(&s, s.nodes[0], "国国", 10000, 120000, 70000); /* up to the edge */
    text(&s, s.folio, "国国", 10000, 10000, 20000);     /* of no article */
    is_clean(&s);
    /* Of several frames one holds it. */
    open_sheet(&s);
    s.f.pages.articles[0].frames = s.f.pages.articles[1].frames;
    text(&s, s.nodes[0], "国国", 10000, 50000, 120000);
    is_clean(&s);
}

/* Turned and upright glyphs of vertical lines are looked at where they stand. */
static void vertical_lines_are_looked_at(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    fixture_run(&s.f, s.nodes[0], s.file, 0, BM_STR("国国"), fixture_pt(10000), fixture_pt(60000),
                fixture_pt(50000), fixture_pt(10000), BM_VERTICAL);
    fixture_run(&s.f, s.nodes[0], s.file, 0, BM_STR("国国"), fixture_pt(10000), fixture_pt(70000),
                fixture_pt(50000), fixture_pt(10000), BM_VERTICAL);
    is_clean(&s);
    open_sheet(&s);
    fixture_run(&s.f, s.nodes[0], s.file, 0, BM_STR("国国"), fixture_pt(10000), fixture_pt(60000),
                fixture_pt(50000), fixture_pt(10000), BM_VERTICAL);
    text(&s, s.nodes[0], "国国", 10000, 61000, 62000);
    finds(&s, "parts of “渠水” are printed over each other, up to 0.86 mm deep",
          "“渠水”自身有两处印在一起，重叠达 0.86 毫米");
}

/* However much is heaped up, the time is bounded, and it is said. */
static void a_heap_is_looked_at_within_bounds(void **state)
{
    (void)state;
    struct sheet s;
    open_sheet(&s);
    for (int i = 0; i < 6000; i++)
        put(&s, BM_ITEM_RULE, s.nodes[i % 2], 45000, 110000, 10000, 0);
    run(&s);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.found[0].finding->message, BM_MSG_OVERLAP_MANY);
    assert_int_equal(s.found[0].level, BM_WARNING);
    fixture_close(&s.f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_over_text_names_both),
        cmocka_unit_test(what_the_machine_writes_is_named),
        cmocka_unit_test(lines_of_one_paragraph_may_not_meet),
        cmocka_unit_test(a_line_through_text_is_said),
        cmocka_unit_test(text_stands_on_panels_and_not_under_them),
        cmocka_unit_test(pictures_and_codes_keep_clear),
        cmocka_unit_test(marks_of_a_text_are_its_own),
        cmocka_unit_test(what_leaves_its_frame_is_said),
        cmocka_unit_test(vertical_lines_are_looked_at),
        cmocka_unit_test(a_heap_is_looked_at_within_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
