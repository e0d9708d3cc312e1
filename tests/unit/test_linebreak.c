/* text/: the breaks are the best there are. Brute force tries every way of short paragraphs. */
#include "text_bench.h"

#include "text/linebreak.h"

struct force {
    const struct bm_para *para;
    const struct bm_breaking *how;
    struct bm_stops stops;
    bm_len opened; /* the most that gaps may be opened; 0: any */
    uint32_t breaks[64];
    int64_t best, best_of[64]; /* of all, by number of lines */
};

static void try_all(struct force *f, size_t n)
{
    uint32_t at = f->breaks[n];
    if (at + 1 == f->stops.n) {
        int64_t cost = bm_breaks_cost(f->para, f->how, &f->stops, f->breaks, n);
        f->best = cost < f->best ? cost : f->best;
        f->best_of[n] = cost < f->best_of[n] ? cost : f->best_of[n];
        return;
    }
    for (uint32_t next = at + 1; next < f->stops.n; next++) {
        /* A line too full holds one piece that cannot be parted (text.h). */
        struct bm_figures figures;
        enum bm_tone tone;
        const struct bm_stop *from = &f->stops.v[at], *to = &f->stops.v[next];
        struct bm_room room = bm_room_of(f->para, f->how, from->cluster, to->cluster, (uint32_t)n);
        bm_measure_line(f->para, from->cluster, to->cluster, to->hyphen, &figures);
        if (next > at + 1 &&
            bm_adjust_line(f->para, &figures, &room, NULL, &tone) >= BM_COST_OVERFULL)
            continue;
        /* Nor does looseness open a line beyond the limit, or the best way's. */
        if (f->opened && bm_line_opened(&figures, &room) > f->opened)
            continue;
        f->breaks[n + 1] = next;
        try_all(f, n + 1);
        if (bm_segment_ends(f->para, f->how, f->stops.v[next].cluster))
            break; /* no line passes the author's break */
    }
}

static void compare(struct bench *b, const struct bm_para *p, const struct bm_breaking *how)
{
    struct force f = {.para = p, .how = how, .best = INT64_MAX};
    struct bm_lines lines;
    bm_len narrowest = how->measures.widths[0];
    for (size_t i = 1; i < how->measures.n; i++)
        if (how->measures.widths[i] < narrowest)
            narrowest = how->measures.widths[i];
    bm_stops_collect(b->arena, p, narrowest - how->measures.indent, &f.stops);
    assert_true(f.stops.n <= 22);
    for (size_t i = 0; i < 64; i++)
        f.best_of[i] = INT64_MAX;
    if (how->looseness) {
        struct bm_breaking plain = *how;
        plain.looseness = 0;
        bm_para_break(b->arena, p, &plain, &lines);
        f.opened = BM_OPENED_MOST(EM);
        for (size_t i = 0; i < lines.n; i++)
            f.opened = lines.v[i].opened > f.opened ? lines.v[i].opened : f.opened;
    }
    try_all(&f, 0);
    bm_para_break(b->arena, p, how, &lines);
    for (size_t i = 0; how->looseness && i < lines.n; i++)
        assert_true(lines.v[i].opened <= f.opened);
    if (how->looseness) {
        assert_true(f.best_of[lines.n] != INT64_MAX);
        assert_true(lines.cost == f.best_of[lines.n]);
        return;
    }
    if (lines.cost != f.best)
        print_error("%.*s at %d: %lld, best %lld\n", (int)p->text.n, p->text.p,
                    how->measures.widths[0] / EM, (long long)lines.cost, (long long)f.best);
    assert_true(lines.cost == f.best);
}

/* Real sentences, cut into paragraphs short enough to try every way. */
static const char *const texts[] = {
    "市委，省委，区委，乡委都来了。",   "“十四五”规划实现圆满收官，再上",
    "《中共嘉峪关市委》、《建议》精神", "于2026年5月14日在AED机房开幕",
    "他说：“好。”（笑）真的？！是的",   "风雨之后——见彩虹……终于放晴",
    "增长5.2%，GDP超1,234亿元。",       "同意，批准。会议，号召。全市！",
    "a big word in 中文 then",
};

static void breaks_cost_least_of_all(void **state)
{
    struct bench *b = *state;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        struct bm_para *p = bench_shape(b, texts[t]);
        for (int half = 5; half <= 20; half++)
            for (int indent = 0; indent <= 2; indent += 2) {
                bm_len width = half * EM / 2;
                struct bm_breaking how = {
                    .measures = {.widths = &width, .n = 1, .indent = indent * EM / 2},
                    .justify = true};
                compare(b, p, &how);
                how.justify = false;
                compare(b, p, &how);
            }
    }
}

static void breaks_cost_least_when_measures_change(void **state)
{
    struct bench *b = *state;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        struct bm_para *p = bench_shape(b, texts[t]);
        for (int em = 3; em <= 8; em++) {
            bm_len widths[] = {em * EM, em * EM, (em + 3) * EM, (em + 1) * EM};
            struct bm_breaking how = {.measures = {.widths = widths, .n = 4}, .justify = true};
            compare(b, p, &how);
        }
    }
}

static void breaks_cost_least_for_their_number_of_lines(void **state)
{
    struct bench *b = *state;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        struct bm_para *p = bench_shape(b, texts[t]);
        for (int em = 3; em <= 8; em++)
            for (int looseness = -1; looseness <= 1; looseness++) {
                bm_len width = em * EM;
                struct bm_breaking how = {.measures = {.widths = &width, .n = 1},
                                          .justify = true,
                                          .looseness = looseness};
                compare(b, p, &how);
            }
    }
}

static void all_styles_are_exact(void **state)
{
    struct bench *b = *state;
    struct bm_text_style keep = b->style;
    for (int level = 0; level < 4; level++)
        for (int style = 0; style < 4; style++)
            for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
                b->style.kinsoku = (enum bm_kinsoku)level;
                b->style.punctuation = (enum bm_punctuation)style;
                b->style.hang = t % 2;
                b->style.digits = t % 3 ? BM_DIGITS_HALF : BM_DIGITS_FONT;
                struct bm_para *p = bench_shape(b, texts[t]);
                for (int em = 3; em <= 9; em += 2) {
                    bm_len width = em * EM;
                    struct bm_breaking how = {.measures = {.widths = &width, .n = 1},
                                              .justify = true};
                    compare(b, p, &how);
                }
            }
    b->style = keep;
}

/* Rule 6.7: the contrast of neighbours counts; and no way is cheaper than the paragraph's. */
static void breaks_of_the_whole_are_never_worse_than_line_by_line(void **state)
{
    struct bench *b = *state;
    struct bm_para *p = bench_shape(
        b,
        "会议认为，“十四五”规划实现圆满收官，全市经济社会发展再上新台阶。“十五五”规划全面贯彻"
        "了《中共嘉峪关市委关于制定嘉峪关市国民经济和社会发展规划第十五个五年规划纲要的建议》精神"
        "，提出的主要目标、重点任务和重大举措，符合我市发展阶段特征和长远战略要求。");
    for (int em = 8; em < 30; em++) {
        bm_len width = em * EM;
        struct bm_lines total, first;
        struct bm_breaking how = {.measures = {.widths = &width, .n = 1}, .justify = true};
        bm_para_break(b->arena, p, &how, &total);
        how.method = BM_METHOD_FIRST;
        bm_para_break(b->arena, p, &how, &first);
        assert_true(total.cost <= first.cost);
        assert_str(bench_lines(b, p, &total).n >= p->text.n ? BM_STR("whole") : BM_STR("lost"),
                   "whole");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaks_cost_least_of_all),
        cmocka_unit_test(breaks_cost_least_when_measures_change),
        cmocka_unit_test(breaks_cost_least_for_their_number_of_lines),
        cmocka_unit_test(all_styles_are_exact),
        cmocka_unit_test(breaks_of_the_whole_are_never_worse_than_line_by_line),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
