/* What make-up reckons of articles: fits that are counted, needs kept from run to run. */
#include "desk.h"

#include "fit/flow.h"
#include "page/ledger.h"
#include "page/trace.h"

#include <stdio.h>

static const char notice[] =
    "---\nkind: 公告\ntitle: 嘉峪关市第十一届人民代表大会第五次会议公告\nnumber: 第二号\n"
    "signed: 嘉峪关市第十一届人民代表大会第五次会议主席团\ndated: 2026年5月14日\n---\n\n"
    "嘉峪关市第十一届人民代表大会第五次会议于2026年5月14日选举：边振桓、闫涛为嘉峪关市第十一届人"
    "民代表大会常务委员；丁彩霞(女)、刘兆坤、杨德旗、郑海燕(女)为嘉峪关市第十一届人民代表大会常务委"
    "员。\n\n现予公告。\n";
static const char list[] =
    "---\nkind: 决定\ntitle: 关于民生实事项目的决定\nadopted: (2026年5月14日通过)\n---\n\n"
    "会议决定将以下项目列为民生实事项目，由市人民政府组织实施，年底前向市人大常委会报告完成情况：\n"
    "\n"
    "1. 智慧教学试点建设项目\n2. 街巷道路提升改造项目\n3. "
    "社区花园口袋公园及绿化基础设施更新改造项目\n\n"
    "会议要求，市人民政府要精心组织、压实责任，把好事办好、实事办实，让群众早受益、得实惠。\n\n"
    "1. 南市区体育公园建设项目\n2. 文化惠民项目\n";
static const char report[] =
    "---\nkind: 决议\ntitle: 关于工作报告的决议\nadopted: (2026年5月14日通过)\n---\n\n"
    "会议听取和审议了市中级人民法院代理院长所作的工作报告。会议充分肯定市中级人民法院2025年的工作，"
    "同意"
    "报告提出的2026年工作安排部署，决定批准这个报告。\n\n会议要求，深化司法改革创新，严格公正司法，"
    "提升"
    "审判质效，锻造忠诚干净担当的过硬法院队伍，为奋力谱写新篇章提供有力的司法服务和保障。\n";

/* Every frame of every size: counting finds the same fit as setting each variant row by row. */
static void counting_finds_what_setting_finds(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    const char *const texts[] = {notice, list, report};
    uint32_t full = 0;
    for (int t = 0; t < 3; t++) {
        const struct bm_galley *g = desk_galley(&d, desk_article(&d, "a.md", texts[t]));
        for (uint32_t columns = 2; columns <= 6; columns++)
            for (uint32_t set = 1; set <= columns; set++)
                for (uint32_t lines = 4; lines <= 44; lines += 3) {
                    const struct bm_frame frame = {
                        .columns = columns, .line = 3, .lines = lines, .legs = set};
                    struct bm_area area;
                    bm_fit_area(d.layout, &frame, NULL, g, &area);
                    const struct bm_obstacle *const none[] = {NULL};
                    const size_t count = 0;
                    const uint32_t page = 1;
                    struct bm_flow flow = {.layout = d.layout,
                                           .galley = g,
                                           .areas = &area,
                                           .pages = &page,
                                           .frame_count = 1,
                                           .obstacles = none,
                                           .obstacle_counts = &count};
                    struct bm_fitted counted, priced, by_rows;
                    bm_fit_flow(d.bench->arena, &flow, &counted);
                    flow.price = true;
                    bm_fit_flow(d.bench->arena, &flow, &priced);
                    flow.by_rows = true;
                    bm_fit_flow(d.bench->arena, &flow, &by_rows);
                    assert_int_equal(counted.cost, by_rows.cost);
                    assert_int_equal(priced.cost, by_rows.cost);
                    assert_int_equal(counted.setting.row_count, by_rows.setting.row_count);
                    assert_int_equal(counted.slot_count, by_rows.slot_count);
                    assert_int_equal(priced.slot_count, by_rows.slot_count);
                    assert_int_equal(counted.overset_rows, by_rows.overset_rows);
                    assert_int_equal(priced.short_lines, by_rows.short_lines);
                    assert_int_equal(counted.setting.head_room, by_rows.setting.head_room);
                    for (size_t i = 0; i < counted.slot_count; i++)
                        assert_int_equal(counted.slots[i].y, by_rows.slots[i].y);
                    full += !by_rows.overset_rows && !by_rows.short_lines;
                }
    }
    assert_true(full > 50);
}

/* The same of an article that goes on, on two pages and in three frames. */
static void counting_passages_finds_what_setting_finds(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    const char *const texts[] = {notice, list, report};
    const uint32_t pages[][3] = {{1, 2}, {1, 1}, {1, 2, 2}, {1, 1, 2}};
    const size_t counts[3] = {0};
    const struct bm_obstacle *const none[3] = {NULL};
    uint32_t full = 0, over = 0, fits = 0;
    for (int t = 0; t < 3; t++) {
        const struct bm_galley *g = desk_galley(&d, desk_article(&d, "a.md", texts[t]));
        for (uint32_t way = 0; way < 4; way++)
            for (uint32_t set = 1; set <= 3; set++)
                for (uint32_t lines = 5; lines <= 14; lines++) {
                    struct bm_frame frames[3];
                    struct bm_area areas[3];
                    const size_t n = pages[way][2] ? 3 : 2;
                    for (size_t i = 0; i < n; i++) {
                        const uint32_t legs = i + 1 < n ? set : 1;
                        frames[i] = (struct bm_frame){.columns = 2 * legs,
                                                      .line = 3,
                                                      .lines = i ? 4 + lines / 2 : lines,
                                                      .legs = legs};
                        bm_fit_area(d.layout, &frames[i], NULL, g, &areas[i]);
                        areas[i].measure = areas[0].measure;
                    }
                    struct bm_flow flow = {.layout = d.layout,
                                           .galley = g,
                                           .areas = areas,
                                           .pages = pages[way],
                                           .frame_count = n,
                                           .obstacles = none,
                                           .obstacle_counts = counts};
                    struct bm_fitted counted, by_rows;
                    bm_fit_flow(d.bench->arena, &flow, &counted);
                    flow.by_rows = true;
                    bm_fit_flow(d.bench->arena, &flow, &by_rows);
                    assert_int_equal(counted.cost, by_rows.cost);
                    assert_int_equal(counted.setting.row_count, by_rows.setting.row_count);
                    assert_int_equal(counted.slot_count, by_rows.slot_count);
                    fits++;
                    over += by_rows.overset_rows > 0;
                    full += !by_rows.overset_rows && !by_rows.short_lines;
                }
    }
    assert_true(full > 10);
    assert_true(over > 10);
    assert_true(fits - over > 10);
}

/* After a change to one article only that one is measured; the pages are as if all were. */
static void only_what_changed_is_measured_again(void **state)
{
    (void)state;
    const char *const texts[] = {notice, list, report};
    static const char frames[] =
        "pages:\n  - frames:\n    - {auto: true, columns: 1-6, lines: 3-34}\n";
    struct bm_kept *kept = bm_kept_new();
    const uint32_t want[] = {3, 0, 1, 3};
    struct bm_buf trace[4] = {{0}};
    for (int run = 0; run < 4; run++) {
        struct desk d;
        void *fresh = NULL;
        assert_int_equal(bench_open(&fresh), 0);
        desk_open(&d, fresh);
        d.kept = run < 3 ? kept : NULL;
        char changed[2000];
        snprintf(changed, sizeof changed, "%s\n会议号召，全市上下团结奋斗。\n", report);
        desk_article(&d, "a.md", texts[0]);
        desk_article(&d, "b.md", texts[1]);
        desk_article(&d, "c.md", run < 2 ? texts[2] : changed);
        struct bm_pages *p = desk_pages(&d, frames);
        assert_non_null(p);
        assert_int_equal(p->plan->measured, want[run]);
        assert_int_equal(p->plan->bounds_missed, 0);
        bm_page_trace(p, &p->pages[0], &trace[run]);
        bm_pages_drop(p);
        assert_int_equal(bench_close(&fresh), 0);
    }
    assert_int_equal(trace[0].n, trace[1].n);
    assert_memory_equal(trace[0].p, trace[1].p, trace[0].n);
    assert_int_equal(trace[2].n, trace[3].n);
    assert_memory_equal(trace[2].p, trace[3].p, trace[2].n);
    assert_true(trace[2].n != trace[0].n);
    for (int run = 0; run < 4; run++)
        bm_buf_free(&trace[run]);
    bm_kept_drop(kept);
}

/* What of the edition is not as it was in the first run. */
enum change {
    SAME,
    STYLE,  /* of the head of one article */
    PICTURE /* wider by one pixel */
};

static uint32_t measured_after(enum change change, struct bm_kept *kept, struct bm_buf *trace)
{
    struct desk d;
    void *fresh = NULL;
    assert_int_equal(bench_open(&fresh), 0);
    desk_open(&d, fresh);
    d.kept = kept;
    for (size_t i = 0; i < d.layout->style_count; i++)
        if (change == STYLE && bm_str_is(d.layout->styles[i].name, "决定题"))
            d.layout->styles[i].before += 12 * BM_PT;
    char pictured[2000];
    snprintf(pictured, sizeof pictured, "%s\n![试印图](a.png)\n", report);
    uint8_t *pixels = BM_NEW_N(d.bench->arena, 601 * 400, uint8_t);
    const struct bm_image image = {.name = BM_STR("a.png"),
                                   .width = 600 + (change == PICTURE),
                                   .height = 400,
                                   .components = 1,
                                   .pixels = pixels};
    d.image = (struct bm_named_image){image.name, &image};
    desk_article(&d, "a.md", notice);
    desk_article(&d, "b.md", list);
    desk_article(&d, "c.md", pictured);
    struct bm_pages *p =
        desk_pages(&d, "pages:\n  - frames:\n    - {auto: true, columns: 1-6, lines: 3-40}\n");
    assert_non_null(p);
    const uint32_t measured = p->plan->measured;
    trace->n = 0;
    bm_page_trace(p, &p->pages[0], trace);
    bm_pages_drop(p);
    assert_int_equal(bench_close(&fresh), 0);
    return measured;
}

static void a_style_or_a_picture_that_changed_is_noticed(void **state)
{
    (void)state;
    static const enum change changes[] = {SAME, SAME, STYLE, PICTURE, SAME};
    static const uint32_t want[] = {3, 0, 1, 1, 0};
    struct bm_kept *kept = bm_kept_new();
    struct bm_buf with = {0}, afresh = {0};
    for (int run = 0; run < 5; run++) {
        assert_int_equal(measured_after(changes[run], kept, &with), want[run]);
        assert_int_equal(measured_after(changes[run], NULL, &afresh), 3);
        assert_int_equal(with.n, afresh.n);
        assert_memory_equal(with.p, afresh.p, with.n);
    }
    bm_buf_free(&with);
    bm_buf_free(&afresh);
    bm_kept_drop(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counting_finds_what_setting_finds),
        cmocka_unit_test(counting_passages_finds_what_setting_finds),
        cmocka_unit_test(only_what_changed_is_measured_again),
        cmocka_unit_test(a_style_or_a_picture_that_changed_is_noticed),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
