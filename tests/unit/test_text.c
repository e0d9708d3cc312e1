/* text/: the rules of setting Chinese lines, one test a rule. Widths are in em of 10 pt. */
#include "heads/sense.h"
#include "text_bench.h"

/* GB/T 15834 5.1.1, 5.1.10: marks take one em, half an em at a line's end. */
static void marks_take_half_an_em_at_a_lines_end(void **state)
{
    struct bench *b = *state;
    assert_em(b, "会议认为，", 4500);
    assert_em(b, "会议，认为", 5000);
    assert_em(b, "会议。", 2500);
}

/* clreq, adjacent punctuation: two em become one and a half. */
static void neighbours_share_their_blank(void **state)
{
    struct bench *b = *state;
    assert_em(b, "说：“好。”（笑）了",
              2000 + 500 + 500 + 1000 + 500 + 1000 + 500 + 1000 + 1000 + 1000 - 500 + 500 - 500 +
                  0);
    assert_em(b, "甲》、《乙", 1000 + 500 + 1000 + 500 + 1000);
    assert_em(b, "真的？！好", 2000 + 1000 + 1000);
}

/* GB/T 15834 5.1.7: the interpunct takes half an em. */
static void an_interpunct_takes_half_an_em(void **state)
{
    struct bench *b = *state;
    assert_em(b, "连心·共筑", 4500);
}

/* GB/T 15834 5.1.4: —— is two em wide and one stroke. */
static void a_dash_is_two_em(void **state)
{
    struct bench *b = *state;
    assert_em(b, "他——她", 4000);
}

/* clreq, mixed text: a quarter em between Han and Western. */
static void han_and_digits_stand_a_quarter_em_apart(void **state)
{
    struct bench *b = *state;
    bm_len digits = width_of(b, "2026");
    bm_len all = width_of(b, "于2026年");
    assert_in_range(all - digits - 2 * EM, EM / 2 - 64, EM / 2 + 64);
}

static void typed_parentheses_around_han_are_full_width(void **state)
{
    struct bench *b = *state;
    assert_em(b, "丁彩霞(女)、刘", 3000 + 1000 + 1000 + 500 + 1000 + 1000);
    b->style.fullwidth = false;
    assert_true(width_of(b, "丁彩霞(女)、刘") < 7 * EM);
    b->style.fullwidth = true;
}

/* GB/T 15834 5.1.1 – 5.1.9: no closing mark opens a line, no opening mark ends one. */
static void no_line_starts_or_ends_with_a_forbidden_mark(void **state)
{
    struct bench *b = *state;
    static const char text[] = "会议认为，“十四五”规划实现圆满收官，全市经济社会发展再上新台阶。“十"
                               "五五”规划全面贯彻了《中共嘉"
                               "峪关市委关于制定嘉峪关市国民经济和社会发展规划第十五个五年规划纲要"
                               "的建议》精神，提出的主要目标、"
                               "重点任务和重大举措，符合我市发展阶段特征和长远战略要求。";
    struct bm_para *p = bench_shape(b, text);
    for (int em = 7; em <= 40; em++) {
        struct bm_lines lines;
        bm_len width = em * EM;
        struct bm_breaking how = {.measures = {.widths = &width, .n = 1, .indent = 2 * EM},
                                  .justify = true};
        bm_para_break(b->arena, p, &how, &lines);
        uint32_t at = 0;
        for (size_t i = 0; i < lines.n; i++) {
            const struct bm_line *l = &lines.v[i];
            enum bm_class first = p->clusters[l->first].cls, last = p->clusters[l->end - 1].cls;
            assert_int_equal(l->first, at);
            at = l->end;
            assert_true(i == 0 || (first != BM_CLASS_CLOSING && first != BM_CLASS_PAUSE &&
                                   first != BM_CLASS_STOP));
            assert_int_not_equal(last, BM_CLASS_OPENING);
            assert_int_not_equal(l->step, BM_STEP_OVERFULL);
            if (i + 1 < lines.n) {
                struct bm_placed placed[256];
                size_t n = bm_line_place(p, l, placed);
                bm_len end = placed[n - 1].x + placed[n - 1].width;
                assert_in_range(end, l->measure - 256, l->measure + 256);
            } else {
                assert_true(l->end - l->first >= 2);
            }
        }
        assert_int_equal(at, p->cluster_count);
    }
}

/* GB/T 15834 5.1.11, 孤字不成行: earlier lines are squeezed to pull a lone character in. */
static void a_lone_character_is_pulled_in(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    bench_fit(b, "市委，省委，区委，乡委都来参加了会议讨论问题好。", 12, &lines);
    const struct bm_line *last = &lines.v[lines.n - 1];
    assert_true(last->end - last->first >= 3);
}

/* GB/T 15834 5.1.4, 5.1.5: —— and …… are never parted. */
static void dashes_and_ellipses_stay_whole(void **state)
{
    struct bench *b = *state;
    for (int em = 3; em < 12; em++) {
        struct bm_lines lines;
        struct bm_str s = bench_fit(b, "风雨之后——见彩虹……终于放晴了", em, &lines);
        for (size_t i = 0; i + 7 <= s.n; i++)
            assert_false(memcmp(s.p + i, "—|—", 7) == 0 || memcmp(s.p + i, "…|…", 7) == 0);
    }
}

/* The first line's opening mark stands flush: its ink is at the edge. */
static void an_opening_mark_starts_a_line_flush(void **state)
{
    struct bench *b = *state;
    struct bm_para *p = bench_shape(b, "“十四五”时期");
    bm_len width = 20 * EM;
    struct bm_breaking how = {.measures = {.widths = &width, .n = 1}, .justify = true};
    struct bm_lines lines;
    struct bm_placed placed[16];
    bm_para_break(b->arena, p, &how, &lines);
    bm_line_place(p, &lines.v[0], placed);
    assert_int_equal(placed[0].x, 0);
    assert_int_equal(placed[0].width, EM / 2);
    assert_int_equal(placed[0].origin, -EM / 2);
}

/* clreq, hanging punctuation: only a mark that would not fit otherwise stands over the edge. */
static void a_mark_hangs_only_when_it_must(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    b->style.hang = true;
    assert_str(bench_fit(b, "人民代表大会，会议认为", 6, &lines), "人民代表大会，|会议认为");
    assert_in_range(lines.v[0].set_width, 6 * EM + EM / 2 - 64, 6 * EM + EM / 2 + 64);
    bench_fit(b, "人民代表大会，会议认为", 7, &lines);
    assert_true(lines.v[0].set_width <= 7 * EM);
    b->style.hang = false;
    bench_fit(b, "人民代表大会，会议认为", 6, &lines);
    assert_true(lines.v[0].set_width <= 6 * EM + 64);
}

static void looseness_makes_a_line_more_or_less(void **state)
{
    struct bench *b = *state;
    static const char text[] = "会议高度评价时期我市经济社会发展取得的重大成就，充分肯定市人民政府"
                               "的工作，同意报告提出的主要目标"
                               "任务和重点工作部署，决定批准这个报告，并要求各地各部门认真贯彻落实"
                               "会议精神，推动高质量发展。";
    struct bm_para *p = bench_shape(b, text);
    bm_len width = 20 * EM;
    struct bm_lines lines, more;
    struct bm_breaking how = {.measures = {.widths = &width, .n = 1}, .justify = true};
    bm_para_break(b->arena, p, &how, &lines);
    how.looseness = 1;
    bm_para_break(b->arena, p, &how, &more);
    assert_int_equal(more.n, lines.n + 1);
}

/* GB/T 9704 7.3.1: heads break by sense. Heads of the National People's Congress and of papers. */
static const char *const heads[] = {
    "第十四届全国人民代表大会第二次会议关于政府工作报告的决议",
    ("第十四届全国人民代表大会第二次会议关于2023年国民经济和社会发展计划执行情况"
     "与2024年国民经济和社会发展计划的决议"),
    "第十四届全国人民代表大会第二次会议关于全国人民代表大会常务委员会工作报告的决议",
    "第十四届全国人民代表大会第二次会议关于最高人民法院工作报告的决议",
    "第十四届全国人民代表大会第二次会议关于最高人民检察院工作报告的决议",
    "中华人民共和国国民经济和社会发展第十四个五年规划和2035年远景目标纲要",
    "中共中央关于制定国民经济和社会发展第十四个五年规划和二〇三五年远景目标的建议",
    "第十四届全国人民代表大会第二次会议主席团和秘书长名单",
    "国务院关于加强和规范事中事后监管的指导意见",
    "国家监察委员会关于开展反腐败国际追逃追赃工作情况的报告",
    "中国人民政治协商会议第十四届全国委员会第二次会议政治决议",
    "中共中央国务院关于构建更加完善的要素市场化配置体制机制的意见",
    "中共中央国务院关于新时代加快完善社会主义市场经济体制的意见",
    "因地制宜发展新质生产力",
    "坚持以中国式现代化全面推进中华民族伟大复兴",
};

static void phrases_stay_whole(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    size_t seen = 0;
    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++) {
        struct bm_para *p = bench_shape(b, heads[h]);
        const bm_len whole = bm_para_width(p, 0, p->cluster_count);
        for (bm_len measure = 12 * EM; measure < whole; measure += EM) {
            bm_para_sense(b->arena, p, (struct bm_heading){measure, 1, false}, &lines);
            const char *set = bench_lines(b, p, &lines).p;
            assert_null(strstr(set, "|的"));
            for (size_t i = 0; i < b->phrases.n; i++) {
                const struct bm_str s = b->phrases.v[i];
                const char *phrase = bm_arena_copy(b->arena, s.p, s.n), *at = heads[h];
                size_t want = 0, found = 0;
                for (; (at = strstr(at, phrase)); at += s.n)
                    want++;
                for (at = set; (at = strstr(at, phrase)); at += s.n)
                    found++;
                if (found != want)
                    print_message("%s in %s\n", phrase, set);
                assert_int_equal(found, want);
                seen += want;
            }
        }
    }
    assert_true(seen > 500);
}

static void heads_break_by_sense(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    struct bm_para *p = bench_shape(b, heads[3]);
    bm_para_sense(b->arena, p, (struct bm_heading){20 * EM, 1, false}, &lines);
    assert_str(bench_lines(b, p, &lines),
               "第十四届全国人民代表大会第二次会议|关于最高人民法院工作报告的决议");
    /* 关于 goes with what follows. */
    p = bench_shape(b, heads[1]);
    for (int em = 23; em < 42; em += 3) {
        bm_para_sense(b->arena, p, (struct bm_heading){em * EM, 1, false}, &lines);
        assert_null(strstr(bench_lines(b, p, &lines).p, "关于|"));
    }
    /* 石家庄市 stays whole; a word that begins with 市 or 乡 is another matter. */
    p = bench_shape(b, "关于石家庄市国民经济");
    bm_para_sense(b->arena, p, (struct bm_heading){6 * EM, 1, false}, &lines);
    assert_str(bench_lines(b, p, &lines), "关于石家庄市|国民经济");
    p = bench_shape(b, "决定关于石家庄市财政");
    bm_para_sense(b->arena, p, (struct bm_heading){7 * EM, 1, false}, &lines);
    assert_null(strstr(bench_lines(b, p, &lines).p, "|市"));
    p = bench_shape(b, "规范发展市场秩序");
    bm_para_sense(b->arena, p, (struct bm_heading){4 * EM, 1, false}, &lines);
    assert_str(bench_lines(b, p, &lines), "规范发展|市场秩序");
    p = bench_shape(b, "全面推进乡村振兴");
    bm_para_sense(b->arena, p, (struct bm_heading){4 * EM, 1, false}, &lines);
    assert_str(bench_lines(b, p, &lines), "全面推进|乡村振兴");
    p = bench_shape(b, "小海报倾听民声 大整改惠及民生");
    bm_para_sense(b->arena, p, (struct bm_heading){10 * EM, 1, false}, &lines);
    assert_str(bench_lines(b, p, &lines), "小海报倾听民声 |大整改惠及民生");
}

static void a_missing_glyph_is_named(void **state)
{
    struct bench *b = *state;
    size_t before = b->diags.n;
    bench_shape(b, "缺\xF3\xB0\x80\x80字"); /* U+F0000, private use */
    assert_int_equal(b->diags.n, before + 1);
    assert_int_equal(b->diags.v[before].message, BM_MSG_MISSING_GLYPH);
    assert_str(b->diags.v[before].args[1], "U+F0000");
    assert_int_equal(b->diags.v[before].span.offset, 3);
}

/* A mark goes with its base, and is as much a character: keycaps, strokes through letters, marks
 * that join two. One that a letter has in one glyph is not missing. */
static void a_missing_mark_is_named(void **state)
{
    static const struct {
        const char *text, *code;
        uint32_t at;
    } marks[] = {{"按1\xEF\xB8\x8F\xE2\x83\xA3键", "U+20E3", 7},
                 {"x\xCC\xB8", "U+0338", 1},
                 {"甲q\xCC\xA3", "U+0323", 4},
                 {"z\xCD\xA1t", "U+0361", 1},
                 {"q\xCC\xA3\xCC\x81", "U+0323", 1}};
    struct bench *b = *state;
    for (size_t i = 0; i < BM_COUNT(marks); i++) {
        const size_t before = b->diags.n;
        bench_shape(b, marks[i].text);
        assert_true(b->diags.n > before);
        assert_int_equal(b->diags.v[before].message, BM_MSG_MISSING_GLYPH);
        assert_str(b->diags.v[before].args[1], marks[i].code);
        assert_int_equal(b->diags.v[before].span.offset, marks[i].at);
    }
    const size_t before = b->diags.n;
    bench_shape(b, "caf\x65\xCC\x81 n\xCC\x83"); /* é and ñ in two pieces */
    assert_int_equal(b->diags.n, before);
    bench_shape(b, "好\xCC\x81");
    assert_int_equal(b->diags.n, before + 1);
    assert_int_equal(b->diags.v[before].message, BM_MSG_MARK_BESIDE);
    assert_int_equal(b->diags.v[before].span.offset, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_take_half_an_em_at_a_lines_end),
        cmocka_unit_test(neighbours_share_their_blank),
        cmocka_unit_test(an_interpunct_takes_half_an_em),
        cmocka_unit_test(a_dash_is_two_em),
        cmocka_unit_test(han_and_digits_stand_a_quarter_em_apart),
        cmocka_unit_test(typed_parentheses_around_han_are_full_width),
        cmocka_unit_test(no_line_starts_or_ends_with_a_forbidden_mark),
        cmocka_unit_test(a_lone_character_is_pulled_in),
        cmocka_unit_test(dashes_and_ellipses_stay_whole),
        cmocka_unit_test(an_opening_mark_starts_a_line_flush),
        cmocka_unit_test(a_mark_hangs_only_when_it_must),
        cmocka_unit_test(looseness_makes_a_line_more_or_less),
        cmocka_unit_test(phrases_stay_whole),
        cmocka_unit_test(heads_break_by_sense),
        cmocka_unit_test(a_missing_glyph_is_named),
        cmocka_unit_test(a_missing_mark_is_named),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
