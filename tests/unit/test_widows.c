/* Mending of 孤行 against all choices there are. */
#include "desk.h"

#include "fit/cost.h"
#include "fit/widows.h"

#include <string.h>

#define CHANGES 3

static const char report[] =
    "---\nkind: 报告\ntitle: 工作报告\n---\n\n"
    "会议听取和审议了市中级人民法院代理院长所作的工作报告。会议充分肯定市中级人民法院2025年的工作，"
    "同意报告提出的2026年工作安排部署，决定批准这个报告。\n\n"
    "会议要求，深化司法改革创新，严格公正司法，提升审判质效，锻造忠诚干净担当的过硬法院队伍。\n\n"
    "## 因地制宜发展新质生产力，加快建设现代化产业体系\n\n"
    "推动科技创新和产业创新融合发展，大力推进新型工业化。做大做强先进制造业，积极发展现代服务业，促"
    "进"
    "新动能积厚成势、传统动能焕新升级。\n\n"
    "1. 智慧教学试点建设项目\n2. 街巷道路提升改造项目\n\n"
    "培育壮大新兴产业、未来产业。深入推进战略性新兴产业融合集群发展。开展新技术新产品新场景大规模应"
    "用"
    "示范行动，推动商业航天、低空经济、深海科技等新兴产业安全健康发展。\n\n"
    "推动传统产业改造提升。加快制造业重点产业链高质量发展，强化产业基础再造和重大技术装备攻关。\n";

struct choice {
    struct bm_flow flow;
    struct bm_slots slots;
    struct bm_row_measures given;
    struct bm_variant variant;
    struct bm_galley_lines *kept;
    int64_t best[200]; /* by rows */
};

static void count(struct bench *b, struct choice *c, const int8_t *looseness, uint32_t changes)
{
    struct bm_setting s = {0};
    c->variant.looseness = looseness;
    bm_galley_set_body(b->arena, c->flow.galley, &c->given, &c->variant, c->kept, &s);
    struct bm_tally t = {.lines = s.cost, .changes = changes};
    for (size_t i = 1; i < c->slots.n && i < s.row_count; i++)
        if (c->slots.v[i].leg != c->slots.v[i - 1].leg && s.rows[i].no_break_before)
            t.widows++;
    const int64_t cost = bm_fit_tally_cost(&t);
    assert_true(s.row_count < 200);
    if (cost < c->best[s.row_count])
        c->best[s.row_count] = cost;
}

static void count_all(struct bench *b, struct choice *c, int8_t *looseness, size_t part,
                      uint32_t changes)
{
    const struct bm_galley *g = c->flow.galley;
    if (part == g->part_count) {
        count(b, c, looseness, changes);
        return;
    }
    for (int8_t d = -1; d <= 1; d++) {
        if (d && (g->parts[part].kind != BM_PART_PARAGRAPH || changes == CHANGES))
            continue;
        looseness[part] = d;
        count_all(b, c, looseness, part + 1, changes + (d != 0));
    }
    looseness[part] = 0;
}

/* The cheapest choice for every number of rows, in columns of one measure, beside a picture, and
 * over two pages. */
static void the_cheapest_choice_is_found(void **state)
{
    struct desk d;
    desk_open(&d, *state);
    struct bench *b = d.bench;
    const struct bm_galley *g = desk_galley(&d, desk_article(&d, "a.md", report));
    uint32_t found = 0, free = 0;
    for (uint32_t lines = 7; lines <= 16; lines++)
        for (int form = 0; form < 3; form++) {
            const struct bm_frame frames[] = {{.columns = form == 2 ? 2 : 4,
                                               .line = 3,
                                               .lines = lines,
                                               .legs = form == 2 ? 1 : 3},
                                              {.columns = 4, .line = 3, .lines = lines, .legs = 2}};
            struct bm_area areas[2];
            for (int i = 0; i < 2; i++)
                bm_fit_area(d.layout, &frames[i], NULL, g, &areas[i]);
            struct bm_obstacle picture = {{areas[0].x, areas[0].y + 3 * areas[0].grid,
                                           areas[0].measure / 3, 3 * areas[0].grid},
                                          BM_WRAP_BOTH,
                                          false};
            const struct bm_obstacle *const obstacles[] = {&picture, NULL};
            const size_t counts[] = {form == 1, 0};
            const uint32_t pages[] = {1, 2};
            struct choice c = {.flow = {.layout = d.layout,
                                        .galley = g,
                                        .areas = areas,
                                        .pages = pages,
                                        .frame_count = form == 2 ? 2 : 1,
                                        .obstacles = obstacles,
                                        .obstacle_counts = counts},
                               .variant = {.before_list = 1}};
            const struct bm_rect head = {0};
            bm_fit_flow_slots(b->arena, &c.flow, &head, bm_fit_depth(&c.flow), &c.slots);
            bm_len *widths = BM_NEW_N(b->arena, c.slots.n, bm_len);
            for (size_t i = 0; i < c.slots.n; i++)
                widths[i] = c.slots.v[i].w;
            c.given = (struct bm_row_measures){widths, c.slots.n, c.slots.stops, c.slots.stop_count,
                                               NULL,   0,         false};
            c.kept = bm_galley_lines_new(b->arena, g);
            for (size_t i = 0; i < 200; i++)
                c.best[i] = INT64_MAX;
            int8_t *looseness = BM_NEW_N(b->arena, g->part_count, int8_t);
            count_all(b, &c, looseness, 0, 0);
            struct bm_mending *m =
                bm_fit_mending_new(b->arena, &c.flow, &c.slots, &c.variant, CHANGES, c.kept);
            const size_t plain = bm_fit_mending_rows(m);
            for (size_t rows = plain - CHANGES; rows <= plain + CHANGES; rows++) {
                uint32_t changes;
                int64_t cost = INT64_MAX;
                bm_fit_mending_find(m, &c.slots, rows, looseness, &changes, &cost);
                assert_int_equal(cost, c.best[rows]);
                if (cost == INT64_MAX)
                    continue;
                found++;
                free += cost < bm_fit_tally_cost(&(struct bm_tally){.widows = 1});
                c.best[rows] = INT64_MAX;
                count(b, &c, looseness, changes);
                assert_int_equal(cost, c.best[rows]);
            }
        }
    assert_true(found > 60);
    assert_true(free > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_cheapest_choice_is_found)};
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
