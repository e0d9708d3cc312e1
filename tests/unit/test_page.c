/* page/: the trace that goldens are made of, the pieces that extraction must give, the notes. */
#include "unit.h"

#include "fixture_pages.h"
#include "page/ledger.h"
#include "page/notes.h"
#include "page/trace.h"

static void a_trace_has_one_line_an_item(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    struct bm_buf b = {0};
    bm_page_trace(&f.pages, &f.pages.pages[0], &b);
    assert_str(bm_buf_view(&b),
               "page 1 size=170.079,113.386 bleed=8.504 type=10.000,10.000,150.000,90.000 "
               "grid=11.250 items=9\n"
               "fill   120.000 10.000 40.000 20.000 ink=0/100/100/0  -/artefact/panel  -\n"
               "rule   10.000 28.000 90.000 0.000 weight=0.500 ink=0/0/0/100  -/artefact/panel  -\n"
               "run    10.000 23.200  song-regular 15.000 w=60.000 last=55.000 23.200  "
               "1-公告/head/title  1-公告.md:24+12  \"会议公告\"\n"
               "run    28.000 40.000  song-regular 9.000 w=74.000 last=92.750 40.000 pitch=9.250 "
               "stretch=3  1-公告/paragraph  1-公告.md:41+20  \"会议选举\\\\ 主任\"\n"
               "run    10.000 51.250  song-regular 9.000 w=27.000 last=28.000 51.250  "
               "1-公告/paragraph  1-公告.md:69+9  \"委员。\"\n"
               "run    28.000 62.500  song-regular 9.000 w=36.000 last=55.000 62.500  "
               "1-公告/paragraph  1-公告.md:79+12  \"现予公告\"\n"
               "stroke 82.000 54.600 9.000 9.000 weight=0.400 ink=0/0/0/100  1-公告/paragraph  "
               "1-公告.md:116+7  M 82.000,54.600 L 91.000,54.600 C 91.000,60.000 88.000,63.600 "
               "82.000,63.600 Z\n"
               "run    150.000 40.000  song-regular 12.000 w=48.000 last=150.000 76.000 vertical "
               "ink=0/100/85/5  2-标语/head/title  2-标语.md:24+12  \"同心奋斗\"\n"
               "run    10.000 108.000  song-regular 7.500 w=37.500 last=40.000 108.000 over  "
               "-/artefact/folio  -  \"第 1 版\"\n");
    bm_buf_free(&b);
    fixture_close(&f);
}

static void a_trace_tells_of_uneven_lines_and_missing_glyphs(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct bm_page *page = fixture_page(&f, 100 * BM_PT, 50 * BM_PT);
    struct bm_run *run = fixture_run(&f, BM_NO_NODE, BM_NO_FILE, 0, BM_STR("一\"二\n三"), 9 * BM_PT,
                                     -BM_PT / 2, 20 * BM_PT, 9 * BM_PT, BM_HORIZONTAL);
    run->stretch = 1;
    run->glyphs[1].gid = 0;
    run->glyphs[2].x += BM_PT / 4;
    run->glyphs[2].y -= BM_PT;
    fixture_item(&f, BM_ITEM_RUN, 99, (struct bm_rect){0})->run.face = &f.song;
    struct bm_buf b = {0};
    bm_page_trace(&f.pages, page, &b);
    assert_str(bm_buf_view(&b),
               "page 1 size=100.000,50.000 bleed=0.000 type=0.000,0.000,0.000,0.000 grid=0.000 "
               "items=2\n"
               "run    -0.500 20.000  song-regular 9.000 w=45.000 last=35.500 20.000 "
               "pitch=8.750..9.250 stretch=1 uneven missing  -  -  \"一\\\"二\\u000a三\"\n"
               "run    - -  song-regular 0.000 w=0.000 ink=0/0/0/0  -  -  \"\"\n");
    bm_buf_free(&b);
    fixture_close(&f);
}

static void put_piece(void *context, uint32_t article, struct bm_str text)
{
    bm_buf_printf(context, "%d:%.*s\n", article == UINT32_MAX ? -1 : (int)article, (int)text.n,
                  text.p);
}

static void pieces_follow_the_painting_order(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    struct bm_buf b = {0};
    bm_page_pieces(&f.pages, &f.pages.pages[0], put_piece, &b);
    /* Runs of one article are one piece; white space is gone; the folio comes last. */
    assert_str(bm_buf_view(&b), "0:会议公告会议选举\\主任委员。现予公告\n1:同心奋斗\n-1:第1版\n");
    bm_buf_free(&b);
    fixture_close(&f);
}

static void pieces_drop_every_white_space_and_empty_piece(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    uint32_t a = fixture_node(&f, BM_ROLE_PARAGRAPH, BM_NO_NODE, 0, NULL);
    uint32_t b = fixture_node(&f, BM_ROLE_PARAGRAPH, BM_NO_NODE, 1, NULL);
    struct bm_page *page = fixture_page(&f, 100 * BM_PT, 50 * BM_PT);
    static const char *const texts[] = {"一\u3000二\u00A0", " \u2003\t", "三\u200B\u2028"};
    for (int i = 0; i < 3; i++)
        fixture_run(&f, i == 1 ? b : a, BM_NO_FILE, 0, bm_str_c(texts[i]), BM_PT, 0, 0, BM_PT,
                    BM_HORIZONTAL);
    struct bm_buf out = {0};
    bm_page_pieces(&f.pages, page, put_piece, &out);
    /* U+200B is not white space in Unicode: it stays. */
    assert_str(bm_buf_view(&out), "0:一二三\u200B\n");
    bm_buf_free(&out);
    fixture_close(&f);
}

static void notes_are_numbered_by_page_and_article(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    size_t n;
    struct bm_note *notes = bm_notes_make(&f.pages, f.arena, &n);
    static const enum bm_mark_kind order[] = {BM_MARK_JOIN,    BM_MARK_QUERY, BM_MARK_GAP,
                                              BM_MARK_OVERSET, BM_MARK_SHORT, BM_MARK_FINDING};
    assert_int_equal(n, sizeof order / sizeof *order);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(notes[i].number, i + 1);
        assert_int_equal(notes[i].kind, order[i]);
    }
    /* Overset shows at the foot of the article's last frame. */
    assert_int_equal(notes[3].rects[0].y, fixture_pt(66250));
    assert_int_equal(notes[3].rects[0].h, 0);
    assert_int_equal(notes[5].page, 0);
    fixture_close(&f);
}

static void an_overset_mark_is_not_said_twice(void **state)
{
    (void)state;
    struct fixture f;
    fixture_fill(&f);
    fixture_mark(&f, (struct bm_mark){.kind = BM_MARK_OVERSET, .article = 0}, (struct bm_rect){0});
    fixture_mark(&f, (struct bm_mark){.kind = BM_MARK_OVERSET, .article = 1}, (struct bm_rect){0});
    size_t n, over = 0;
    struct bm_note *notes = bm_notes_make(&f.pages, f.arena, &n);
    for (size_t i = 0; i < n; i++)
        over += notes[i].kind == BM_MARK_OVERSET;
    assert_int_equal(over, 2); /* one by the first ledger, one by the second mark alone */
    fixture_close(&f);
}

static void names_are_those_of_the_report(void **state)
{
    (void)state;
    assert_string_equal(bm_role_name(BM_ROLE_DOCUMENT), "document");
    assert_string_equal(bm_role_name(BM_ROLE_ARTEFACT), "artefact");
    assert_string_equal(bm_mark_name(BM_MARK_GAP), "gap");
    assert_string_equal(bm_mark_name(BM_MARK_SHORT), "short");
    assert_string_equal(bm_note_kind(BM_MARK_GAP, BM_LANG_ZH), "缺文");
    assert_string_equal(bm_note_kind(BM_MARK_JOIN, BM_LANG_ZH), "接缝");
    assert_string_equal(bm_note_kind(BM_MARK_QUERY, BM_LANG_ZH), "存疑");
}

/* A spot ink is told by its name and amount, beside what stands for it. */
static void a_trace_tells_of_spot_inks(void **state)
{
    (void)state;
    static const struct bm_spot spots[] = {{BM_STR("PANTONE 186 C"), {.m = 9100}}};
    struct bm_item item = {.kind = BM_ITEM_FILL,
                           .node = BM_NO_NODE,
                           .span = bm_span_none(),
                           .ink = {.m = 4550, .spot = 1, .tint = 5000}};
    struct bm_page page = {.number = 1, .items = &item, .n = 1};
    const struct bm_pages pages = {
        .pages = &page, .page_count = 1, .spots = spots, .spot_count = 1};
    struct bm_buf b = {0};
    bm_page_trace(&pages, &page, &b);
    struct bm_str s = bm_buf_view(&b);
    while (s.n && *s.p++ != '\n')
        s.n--;
    s.n -= s.n > 0;
    assert_str(s, "fill   0.000 0.000 0.000 0.000 ink=0/45.5/0/0 spot=PANTONE 186 C/50  -  -\n");
    bm_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trace_has_one_line_an_item),
        cmocka_unit_test(a_trace_tells_of_spot_inks),
        cmocka_unit_test(a_trace_tells_of_uneven_lines_and_missing_glyphs),
        cmocka_unit_test(pieces_follow_the_painting_order),
        cmocka_unit_test(pieces_drop_every_white_space_and_empty_piece),
        cmocka_unit_test(notes_are_numbered_by_page_and_article),
        cmocka_unit_test(an_overset_mark_is_not_said_twice),
        cmocka_unit_test(names_are_those_of_the_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
