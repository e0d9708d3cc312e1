/* text/: the rules of tests/rules.md, named by their numbers. Widths are in em of 10 pt. */
#include "text_bench.h"

static void rule_1_2_exclamations_share_an_em(void **state)
{
    struct bench *b = *state;
    assert_em(b, "真的？！好", 4000);
    assert_em(b, "真的！！！好", 5000);
}

static void rule_1_4_quotes_are_chinese_or_western_as_a_pair(void **state)
{
    struct bench *b = *state;
    assert_em(b, "用“好”字", 5000);
    /* The pair is Chinese round a Western word; an apostrophe is not. */
    bm_len word = width_of(b, "Web");
    assert_in_range(width_of(b, "用“Web”字"), word + 4 * EM - 64, word + 4 * EM + 64);
    assert_true(width_of(b, "don’t") < 3 * EM);
}

static void rule_2_1_levels(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {N, "甲|，|乙|“|丙|”|丁"},
        {B, "甲，|乙|“丙”|丁"},
        {G, "甲、|（乙）；|丙：|丁"},
        {B, "甲/|乙"},
        {G, "甲/乙"},
        {S, "甲／乙"},
        {G, "甲|《乙》|〈丙〉？|丁！"},
        {G, "甲|【乙】|〔丙〕|丁"},
        {G, "甲～|乙·|丙"},
    };
    ASSERT_BREAKS(b, e);
}

static void rule_2_2_what_may_not_start_a_line(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {G, "人|们々|来"},  {G, "甲–|乙"},    {G, "张|三—|李|四"},
        {G, "コ|ー|ヒ|ー"}, {S, "コー|ヒー"}, {S, "ちょっ|と"},
    };
    ASSERT_BREAKS(b, e);
}

static void rule_2_3_western_marks_follow_western_rules(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {G, "速|km/h|到"}, {G, "于|2024-08-08|来"}, {G, "抗|COVID-19|疫"}};
    ASSERT_BREAKS(b, e);
}

static void rule_2_4_dashes_and_ellipses_at_edges(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {G, "他|——|她|……|了"}, {S, "他——|她……|了"}, {G, "（——，|——）|了"}};
    ASSERT_BREAKS(b, e);
}

static void rule_2_5_closing_and_opening_part(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {{G, "“甲”|“乙”，|（丙）|（丁）"}, {G, "《甲》|《乙》"}};
    ASSERT_BREAKS(b, e);
}

static void rule_2_6_squeeze_in_before_pushing_out(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    /* The mark that would open line two is brought in, since the pause can be squeezed. */
    assert_str(bench_fit(b, "甲乙，丙丁戊己庚，辛壬癸子丑寅", 8, &lines),
               "甲乙，丙丁戊己庚，|辛壬癸子丑寅");
    assert_int_equal(lines.v[0].step, BM_STEP_SQUEEZE_PAUSES);
}

static void rule_2_8_unicode_is_tailored(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {G, "比|尔·|盖|茨"},   {G, "说|“好”|的"},    {G, "第|①|项"},
        {G, "（2024）|第|三"}, {G, "（2024），|第"}, {G, "用|“Web”|字"},
    };
    ASSERT_BREAKS(b, e);
}

static void rule_3_1_two_em_marks_are_one(void **state)
{
    struct bench *b = *state;
    assert_em(b, "他——她", 4000);
    assert_em(b, "他……她", 4000);
    assert_str(breaks_of(b, G, "他————她"), "他|——|——|她");
    /* Two glyphs of the face become one stroke of two em (rule 10.5). */
    const struct bm_typeface *keep = b->style.typeface;
    b->style.typeface =
        bm_fonts_typeface(b->fonts, BM_STR("楷"), BM_STR("regular"), bm_span_none(), &b->diags);
    assert_em(b, "他——她", 4000);
    assert_str(breaks_of(b, N, "他——她"), "他|——|她");
    b->style.typeface = keep;
}

static void rule_3_2_numbers_stay_whole(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {G, "共|1,234,567.89|元"},
        {N, "于|2026|年"},
        {G, "１９７８|年"},
        {G, "达|２．５％|了"},
        {G, "时|12:30|到"},
        {G, "增|1 206|人"},
        {G, "增|12\xE2\x80\x89\x33\x34\x35\xE2\x80\x89\x36\x37\x38|人"},
        {G, "打|138 0000 0000|问"},
        {G, "路|101 |102 |103 |104 |105 |106 |107|停"},
        {G, "自|13：30—|18：00|止"},
        {G, "以|3：2|胜"},
        {G, "表|1：|2026|年"},
        {G, "休|1|日-3|日|假"},
        {G, "在|5℃-8℃|间"},
        {G, "低|至|-8℃|了"}};
    ASSERT_BREAKS(b, e);
}

static void rule_3_3_numbers_keep_their_signs(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {{G, "增|5.2%|多"},  {G, "约|38℃|高"},  {G, "付|￥100|元"},
                                        {G, "重|25 kg|重"}, {G, "为|±3|度"},   {G, "占|5‰|强"},
                                        {G, "约|30°|角"},   {G, "积|5m²|多"},  {G, "压|380V|电"},
                                        {G, "占|3 %|强"},   {G, "付|$ 8.5|了"}};
    ASSERT_BREAKS(b, e);
}

static void rule_3_4_breaks_before_units_cost(void **state)
{
    struct bench *b = *state;
    struct bm_para *p = bench_shape(b, "于2026年5月");
    uint32_t dear = 0;
    for (uint32_t i = 0; i + 1 < p->cluster_count; i++)
        dear += p->clusters[i].break_after && p->clusters[i].penalty > 0;
    assert_int_equal(dear, 2);
}

static void rule_4_2_opening_marks_start_lines_flush(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    bench_fit(b, "甲乙丙丁戊“己庚辛”壬", 5, &lines);
    struct bm_placed placed[16];
    struct bm_para *p = bench_shape(b, "甲乙丙丁戊“己庚辛”壬");
    bm_line_place(p, &lines.v[1], placed);
    assert_int_equal(placed[0].x, 0);
    assert_int_equal(placed[0].width, EM / 2);
}

static void rule_4_4_neighbours(void **state)
{
    struct bench *b = *state;
    assert_em(b, "甲（（乙", 1000 + 1000 + 500 + 1000);
    assert_em(b, "甲））乙", 1000 + 500 + 1000 + 1000);
    assert_em(b, "甲，（乙", 1000 + 1000 + 500 + 1000);
    assert_em(b, "》、《", 500 + 1000 - 0 + 500);
    assert_em(b, "甲）（乙", 1000 + 1000 + 500 + 1000);
    assert_em(b, "《甲》·《乙》", 500 + 1000 + 500 + 500 + 500 + 1000 + 500);
    assert_em(b, "《甲》——《乙》", 500 + 1000 + 1000 + 2000 + 1000 + 1000 + 500);
}

static void rule_4_7_styles(void **state)
{
    struct bench *b = *state;
    b->style.punctuation = BM_PUNCTUATION_KAIMING;
    assert_em(b, "甲，乙。丙", 4500);
    b->style.punctuation = BM_PUNCTUATION_BANJIAO;
    assert_em(b, "甲，乙。丙", 4000);
    b->style.punctuation = BM_PUNCTUATION_NONE;
    assert_em(b, "甲，乙。", 4000);
    b->style.punctuation = BM_PUNCTUATION_QUANJIAO;
    assert_em(b, "甲，乙。丙", 5000);
}

static void rule_4_9_brackets_beside_ascii_ones(void **state)
{
    struct bench *b = *state;
    b->style.fullwidth = false;
    bm_len closing = width_of(b, ")"), opening = width_of(b, "(");
    bm_len half = EM / 2;
    assert_in_range(width_of(b, "甲）)乙"), 5 * half + closing - 64, 5 * half + closing + 64);
    assert_in_range(width_of(b, "甲(（乙"), 5 * half + opening - 64, 5 * half + opening + 64);
    assert_str(breaks_of(b, G, "甲）)，乙"), "甲）)，|乙");
    b->style.fullwidth = true;
}

static void rule_5_1_and_5_2_gaps(void **state)
{
    struct bench *b = *state;
    bm_len word = width_of(b, "AI");
    assert_in_range(width_of(b, "用AI写"), word + 2 * EM + EM / 2 - 64,
                    word + 2 * EM + EM / 2 + 64);
    /* A typed space is the gap; none beside full-width marks, none at the ends. */
    assert_int_equal(width_of(b, "用 AI 写"), width_of(b, "用AI写"));
    assert_in_range(width_of(b, "，AI。"), word + EM + EM / 2 - 64, word + EM + EM / 2 + 64);
    assert_int_equal(width_of(b, "AI"), word);
}

static void rule_5_3_gaps_beside_supplementary_han(void **state)
{
    struct bench *b = *state;
    bm_len word = width_of(b, "A");
    assert_in_range(width_of(b, "𬭚A"), word + EM + EM / 4 - 64, word + EM + EM / 4 + 64);
    assert_em(b, "甲１乙", 3000); /* full-width digits have no gap */
}

static void rule_5_5_autospace(void **state)
{
    struct bench *b = *state;
    b->style.autospace = BM_AUTOSPACE_ALPHA;
    bm_len digits = width_of(b, "26");
    assert_in_range(width_of(b, "于26年"), digits + 2 * EM - 64, digits + 2 * EM + 64);
    b->style.autospace = BM_AUTOSPACE_NONE;
    bm_len word = width_of(b, "AI");
    assert_in_range(width_of(b, "用AI写"), word + 2 * EM - 64, word + 2 * EM + 64);
    b->style.autospace = BM_AUTOSPACE_ALL;
}

/* Rules 6.1 to 6.3: lines are full, by the steps in their order, alike for all places of a step. */
static void rule_6_lines_are_filled_in_order(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    bench_fit(b, "（甲），乙丙丁戊己庚，辛壬癸", 9, &lines);
    for (size_t i = 0; i + 1 < lines.n; i++) {
        const struct bm_line *l = &lines.v[i];
        assert_int_equal(l->set_width, l->measure);
        if (l->squeeze[BM_STEP_SQUEEZE_STOPS])
            assert_int_equal(l->squeeze[BM_STEP_SQUEEZE_PAUSES], 65536);
        if (l->all)
            assert_int_equal(l->squeeze[BM_STEP_SQUEEZE_PAUSES], 0);
    }
    /* Natural last line (6.6). */
    const struct bm_line *last = &lines.v[lines.n - 1];
    assert_int_equal(last->set_width, last->natural);
}

static void rule_7_1_words_break_at_spaces_and_hyphens(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {G, "用|open |source|做"}, {G, "看|well-|known|人"}, {G, "中|A/B|测"}};
    ASSERT_BREAKS(b, e);
}

static void rule_7_2_words_are_hyphenated_when_their_language_is_known(void **state)
{
    struct bench *b = *state;
    assert_str(breaks_of(b, G, "用hyphenation做"), "用|hyphenation|做");
    b->style.hyphenate = "en-US";
    assert_str(breaks_of(b, G, "用hyphenation做"), "用|hy|phen|ation|做");
    struct bm_lines lines;
    bench_fit(b, "用hyphenation做", 4, &lines);
    assert_true(lines.v[0].hyphen);
    size_t before = b->diags.n;
    b->style.hyphenate = "xx-XX";
    assert_str(breaks_of(b, G, "用hyphenation做"), "用|hyphenation|做");
    assert_int_equal(b->diags.v[before].message, BM_MSG_NO_HYPHENATION);
    b->style.hyphenate = NULL;
}

static void rule_7_3_urls(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {{G, "见|https://|www.|example.|com/|a?|x=|1|页"}};
    ASSERT_BREAKS(b, e);
}

static void rule_7_5_a_word_wider_than_its_line_is_broken_and_said(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    bench_fit(b, "用Internationalization做", 4, &lines);
    assert_true(lines.forced > 0);
    for (size_t i = 0; i < lines.n; i++)
        assert_int_not_equal(lines.v[i].step, BM_STEP_OVERFULL);
    bench_fit(b, "用AI做", 4, &lines);
    assert_int_equal(lines.forced, 0);
    /* Rows of marks, between which no line may end, once stood over the column's edge in silence.
     */
    static const char *const rows[] = {"字。。。。。。。。。。", "，，，，，，，，，，，字",
                                       "《《《《《《《《字", "甲》》》》》》》》》”乙",
                                       "甲supercali）））））））乙"};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        bench_fit(b, rows[k], 4, &lines);
        assert_true(lines.forced > 0);
        for (size_t i = 0; i < lines.n; i++)
            assert_int_not_equal(lines.v[i].step, BM_STEP_OVERFULL);
    }
    /* No more of them than needed, and none before a mark that fits. */
    bench_fit(b, "甲乙丙supercali，丁", 4, &lines);
    assert_int_equal(lines.forced, 1);
}

static void rule_8_1_a_typed_indent_is_the_indent(void **state)
{
    struct bench *b = *state;
    b->style.indented = true;
    assert_em(b, "　　会议认为", 4000);
    b->style.indented = false;
    assert_em(b, "　　会议认为", 6000);
}

static void rule_8_3_no_lone_character(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    for (int em = 5; em < 12; em++)
        for (const char *text = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未。"; strlen(text) > 21;
             text += 3) {
            bench_fit(b, text, em, &lines);
            if (lines.n > 1)
                assert_false(lines.v[lines.n - 1].lone);
        }
}

static void rule_1_6_a_quote_without_partner_is_chinese_where_its_text_is(void **state)
{
    struct bench *b = *state;
    assert_em(b, "的“十四五", 500 + 500 + 4 * 1000);
    assert_em(b, "十四五”的", 5 * 1000);
}

/* The blank that a line's end took away is not given back to fill the line. */
static void rule_6_4_trims_are_not_given_back(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    struct bm_str set = bench_fit(b, "甲乙丙丁戊己庚辛，壬癸子丑寅卯辰", 9, &lines);
    assert_str(set, "甲乙丙丁戊己庚辛，|壬癸子丑寅卯辰");
    assert_in_range(lines.v[0].natural, 8 * EM + EM / 2 - 64, 8 * EM + EM / 2 + 64);
    struct bm_para *p = bench_shape(b, "甲乙丙丁戊己庚辛，壬癸子丑寅卯辰");
    struct bm_placed cells[16];
    assert_int_equal(bm_line_place(p, &lines.v[0], cells), 9);
    assert_in_range(cells[8].width, EM / 2 - 64, EM / 2 + 64);
}

/* Every gap of a step opens by the same amount. */
static void rule_6_5_gaps_open_alike(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    bench_fit(b, "甲乙丙丁戊己庚辛internationalization壬癸子丑寅卯辰巳午未", 10, &lines);
    assert_int_equal(lines.v[0].step, BM_STEP_STRETCH_ALL);
    struct bm_para *p = bench_shape(b, "甲乙丙丁戊己庚辛internationalization壬癸子丑寅卯辰巳午未");
    struct bm_placed cells[32];
    size_t n = bm_line_place(p, &lines.v[0], cells);
    assert_int_equal(n, 8);
    for (size_t i = 1; i < n; i++)
        assert_int_equal(cells[i].x - cells[i - 1].x, EM + lines.v[0].all);
}

static void rule_2_7_vertical_lines_break_by_the_same_rules(void **state)
{
    struct bench *b = *state;
    static const char *const texts[] = {"会议认为，“十四五”规划（草案）——由此……实现了圆满收官。",
                                        "《决定》的第1条、第2条·附则：同意！"};
    for (size_t i = 0; i < 2; i++) {
        b->style.mode = BM_HORIZONTAL;
        struct bm_str across = breaks_of(b, S, texts[i]);
        b->style.mode = BM_VERTICAL;
        assert_str(breaks_of(b, S, texts[i]), across.p);
    }
    b->style.mode = BM_HORIZONTAL;
}

static void rule_5_6_only_words_that_lie_stand_apart_in_vertical_lines(void **state)
{
    struct bench *b = *state;
    bm_len lying = width_of(b, "Open");
    b->style.mode = BM_VERTICAL;
    assert_em(b, "用GDP测", 5000);
    assert_em(b, "第5条", 3000);
    assert_em(b, "第25条", 3000);
    assert_in_range(width_of(b, "用Open做"), lying + 5 * EM / 2 - 64, lying + 5 * EM / 2 + 64);
    b->style.mode = BM_HORIZONTAL;
}

static void rule_9_6_vertical_forms_are_glyphs(void **state)
{
    struct bench *b = *state;
    struct bm_para *across = bench_shape(b, "“（甲）——……，：”");
    b->style.mode = BM_VERTICAL;
    struct bm_para *down = bench_shape(b, "“（甲）——……，：”");
    assert_str(down->text, "“（甲）——……，：”");
    assert_int_equal(down->cluster_count, across->cluster_count);
    for (uint32_t i = 0; i < down->cluster_count; i++) {
        assert_int_equal(down->clusters[i].mode, BM_VERTICAL);
        if (down->clusters[i].cls != BM_CLASS_HAN)
            assert_int_not_equal(down->glyphs[down->clusters[i].glyph].gid,
                                 across->glyphs[across->clusters[i].glyph].gid);
    }
    assert_em(b, "甲，乙", 3000);
    assert_em(b, "甲，", 1500);
    assert_em(b, "甲：", 2000); /* ：；？！ keep their em */
    assert_em(b, "甲》《乙", 3500);
    assert_em(b, "甲·乙", 2500);
    assert_em(b, "甲——乙", 4000);
    b->style.mode = BM_HORIZONTAL;
}

static void rule_9_7_western_text_in_vertical_lines(void **state)
{
    struct bench *b = *state;
    static const struct {
        const char *text;
        enum bm_mode mode;
    } words[] = {{"甲A乙", BM_VERTICAL},       {"甲GDP乙", BM_VERTICAL},
                 {"甲5乙", BM_VERTICAL},       {"甲25乙", BM_HORIZONTAL},
                 {"甲100乙", BM_HORIZONTAL},   {"甲2025乙", BM_SIDEWAYS},
                 {"甲12%乙", BM_SIDEWAYS},     {"甲Open乙", BM_SIDEWAYS},
                 {"甲AI Plus乙", BM_SIDEWAYS}, {"甲“Open Source”乙", BM_SIDEWAYS}};
    b->style.mode = BM_VERTICAL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct bm_para *p = bench_shape(b, words[i].text);
        for (uint32_t k = 1; k + 1 < p->cluster_count; k++)
            assert_int_equal(p->clusters[k].mode, words[i].mode);
    }
    b->style.mode = BM_HORIZONTAL;
}

static void rule_9_8_digits_across_are_one_character(void **state)
{
    struct bench *b = *state;
    b->style.mode = BM_VERTICAL;
    struct bm_para *p = bench_shape(b, "甲100乙");
    assert_int_equal(p->cluster_count, 3);
    assert_int_equal(p->clusters[1].cls, BM_CLASS_HAN);
    assert_int_equal(p->clusters[1].advance, EM);
    assert_true(p->clusters[1].stretch_after);
    assert_in_range(p->clusters[1].condense, 5000, 9999);
    assert_str(breaks_of(b, G, "甲25乙丙"), "甲|25|乙|丙");
    b->style.mode = BM_HORIZONTAL;
}

static void rule_9_1_digits_of_half_an_em(void **state)
{
    struct bench *b = *state;
    b->style.digits = BM_DIGITS_HALF;
    assert_em(b, "2026", 2000);
    assert_em(b, "于2026年", 4500);
    b->style.digits = BM_DIGITS_FONT;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rule_1_2_exclamations_share_an_em),
        cmocka_unit_test(rule_1_4_quotes_are_chinese_or_western_as_a_pair),
        cmocka_unit_test(rule_2_1_levels),
        cmocka_unit_test(rule_2_2_what_may_not_start_a_line),
        cmocka_unit_test(rule_2_3_western_marks_follow_western_rules),
        cmocka_unit_test(rule_2_4_dashes_and_ellipses_at_edges),
        cmocka_unit_test(rule_2_5_closing_and_opening_part),
        cmocka_unit_test(rule_2_6_squeeze_in_before_pushing_out),
        cmocka_unit_test(rule_2_8_unicode_is_tailored),
        cmocka_unit_test(rule_3_1_two_em_marks_are_one),
        cmocka_unit_test(rule_3_2_numbers_stay_whole),
        cmocka_unit_test(rule_3_3_numbers_keep_their_signs),
        cmocka_unit_test(rule_3_4_breaks_before_units_cost),
        cmocka_unit_test(rule_4_2_opening_marks_start_lines_flush),
        cmocka_unit_test(rule_4_4_neighbours),
        cmocka_unit_test(rule_4_7_styles),
        cmocka_unit_test(rule_4_9_brackets_beside_ascii_ones),
        cmocka_unit_test(rule_5_1_and_5_2_gaps),
        cmocka_unit_test(rule_5_3_gaps_beside_supplementary_han),
        cmocka_unit_test(rule_5_5_autospace),
        cmocka_unit_test(rule_6_lines_are_filled_in_order),
        cmocka_unit_test(rule_7_1_words_break_at_spaces_and_hyphens),
        cmocka_unit_test(rule_7_2_words_are_hyphenated_when_their_language_is_known),
        cmocka_unit_test(rule_7_3_urls),
        cmocka_unit_test(rule_7_5_a_word_wider_than_its_line_is_broken_and_said),
        cmocka_unit_test(rule_8_1_a_typed_indent_is_the_indent),
        cmocka_unit_test(rule_8_3_no_lone_character),
        cmocka_unit_test(rule_1_6_a_quote_without_partner_is_chinese_where_its_text_is),
        cmocka_unit_test(rule_2_7_vertical_lines_break_by_the_same_rules),
        cmocka_unit_test(rule_5_6_only_words_that_lie_stand_apart_in_vertical_lines),
        cmocka_unit_test(rule_6_4_trims_are_not_given_back),
        cmocka_unit_test(rule_6_5_gaps_open_alike),
        cmocka_unit_test(rule_9_1_digits_of_half_an_em),
        cmocka_unit_test(rule_9_6_vertical_forms_are_glyphs),
        cmocka_unit_test(rule_9_7_western_text_in_vertical_lines),
        cmocka_unit_test(rule_9_8_digits_across_are_one_character),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
