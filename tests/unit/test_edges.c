/* text/: rules of tests/rules.md about what people type and paste; and what stands at the edges of
 * lines, over paragraphs made of all that the rules speak of, at
 * every measure and level from basic on. What is forbidden is listed here by hand, from GB/T 15834
 * 5.1, clreq and UAX #14, not taken from the program. */
#include "text_bench.h"

#include <uchar.h>

#define PARAGRAPHS 400
#define TOKENS     40

static const char *const tokens[] = {
    "本",
    "市",
    "发布",
    "纲要",
    "人",
    "民",
    "渠水",
    "到",
    "村",
    "天地玄黄",
    "，",
    "。",
    "、",
    "！",
    "”",
    "“",
    "《",
    "》",
    "（",
    "）",
    "〘",
    "〙",
    "〚",
    "〛",
    "〝",
    "〞",
    "〟",
    "｟",
    "｠",
    "「",
    "」",
    "｡",
    "｢",
    "｣",
    "､",
    "⟨",
    "⟩",
    "«",
    "»",
    "2026—2030",
    "8:20—10:40",
    "5~10",
    "100～150",
    "3–5",
    "63%~68%",
    "3∶2",
    "1∶50000",
    "100.50±2.25",
    "三％",
    "九℃",
    "五‰",
    "12℃",
    "45%",
    "￥300",
    "￥三百",
    "№7",
    "-5℃",
    "甲—乙",
    "京–津",
    "沪-A座",
    "乙～丙",
    "0000-0000000",
    "QS-2026-0314-B",
    "2026-08-08",
    "1,234,567.89",
    "3×5",
    "km/h",
    "GDP",
    "in Chinese",
    "\u202D0000-000\u202C",
    "\u2066A/01\u2069",
    "甲\u200D乙",
    "丙\uFEFF",
    "CO₂",
    "10⁻⁹",
    "·",
    "——",
    "……",
    "　",
    " ",
};

/* Never first in a line; never last. */
static const char16_t no_start[] = u"，。、！”》）〙〛〞〟｠」｡｣､⟩»—–~～-∶％℃‰%·±";
static const char16_t no_end[] = u"“《（〘〚〝｟「｢⟨«￥№";

static bool in(const char16_t *list, uint32_t cp)
{
    for (; cp && *list; list++)
        if (*list == cp)
            return true;
    return false;
}

static bool digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

static bool unseen(uint32_t cp)
{
    return cp == ' ' || cp == 0x3000 || cp == 0xFEFF ||
           (cp >= 0x200B && cp <= 0x2069 && cp != 0x2014 && (cp < 0x2010 || cp > 0x2027) &&
            cp != 0x2030);
}

struct edge {
    uint32_t cps[2]; /* from the edge inwards */
};

/* What a reader sees on both sides of the break before character i. */
static struct edge seen(const struct bm_para *p, uint32_t i, int step)
{
    struct edge e = {{0, 0}};
    unsigned n = 0;
    for (int64_t k = step > 0 ? i : (int64_t)i - 1; k >= 0 && k < p->character_count && n < 2;
         k += step)
        if (!unseen(p->characters[k].cp) && p->characters[k].cp)
            e.cps[n++] = p->characters[k].cp;
    return e;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static void check_break(const struct bm_para *p, uint32_t i)
{
    const struct edge before = seen(p, i, -1), after = seen(p, i, 1);
    const uint32_t a = before.cps[0], b = after.cps[0];
    const bool dash = b == 0x2014 && after.cps[1] == 0x2014;
    const bool minus = b == '-' && digit(after.cps[1]) && !digit(a);
    bool apart = false; /* by a space */
    for (uint32_t k = i; k-- > 0 && unseen(p->characters[k].cp);)
        apart = apart || p->characters[k].cp == 0x3000 || p->characters[k].cp == ' ';
    if ((in(no_start, b) && !dash && !minus) || in(no_end, a))
        fail_msg("a break between U+%04X and U+%04X in %.*s", (unsigned)a, (unsigned)b,
                 (int)p->text.n, p->text.p);
    if (!apart && digit(b) && (digit(a) || (in(u".,:∶±×", a) && digit(before.cps[1]))))
        fail_msg("a number parted before U+%04X in %.*s", (unsigned)b, (int)p->text.n, p->text.p);
}

static void no_line_begins_or_ends_with_what_must_not(void **state)
{
    struct bench *b = *state;
    uint32_t random = 1;
    size_t breaks = 0;
    for (int round = 0; round < PARAGRAPHS; round++) {
        struct bm_buf text = {0};
        for (int k = 0; k < TOKENS; k++)
            bm_buf_str(&text, bm_str_c(tokens[next_random(&random) % BM_COUNT(tokens)]));
        bm_buf_char(&text, 0);
        b->style.kinsoku = (enum bm_kinsoku)(BM_KINSOKU_BASIC + round % 3);
        const struct bm_para *p = bench_shape(b, text.p);
        for (int half = 8; half <= 56; half++) {
            const bm_len width = half * EM / 2;
            const struct bm_breaking how = {.measures = {.widths = &width, .n = 1},
                                            .justify = true};
            struct bm_lines lines;
            bm_para_break(b->arena, p, &how, &lines);
            for (size_t i = 1; i < lines.n; i++) {
                if (lines.v[i - 1].forced)
                    continue;
                check_break(p, p->clusters[lines.v[i].first].character);
                breaks++;
            }
        }
        bm_buf_free(&text);
    }
    b->style.kinsoku = BM_KINSOKU_GB;
    assert_true(breaks > 10000);
}

/* Characters without ink change no line: neither its breaks nor its widths; their text stays. */
static void rule_1_8_characters_without_ink_change_nothing(void **state)
{
    struct bench *b = *state;
    static const char *const unseen[] = {
        "\u200D", "\u200C", "\u200E", "\u202D", "\u202C", "\u2066",     "\u2069",
        "\u061C", "\u00AD", "\uFE00", "\uFE0F", "\u180E", "\U000E0101", "\u3164",
    };
    const size_t said = b->diags.n;
    bool noted = false;
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s用%s“A%s”（1）", unseen[i], unseen[i], unseen[i]);
        const struct bm_para *p = bench_shape(b, text), *plain = bench_shape(b, "用“A”（1）");
        assert_int_equal(p->cluster_count, plain->cluster_count);
        assert_int_equal(bm_para_width(p, 0, p->cluster_count),
                         bm_para_width(plain, 0, plain->cluster_count));
        assert_int_equal(p->text.n, strlen(text));
        assert_int_equal(p->clusters[0].character, 0);
        for (uint32_t k = 0; k < p->cluster_count; k++) {
            assert_int_equal(p->clusters[k].break_after, plain->clusters[k].break_after);
            assert_int_equal(p->clusters[k + 1].glyph, k + 1); /* and have no glyph */
        }
    }
    /* A variation selector whose form the face has not is a note. */
    for (size_t i = said; i < b->diags.n; i++) {
        assert_int_equal(b->diags.v[i].message, BM_MSG_NO_VARIANT);
        noted = true;
    }
    assert_true(noted);
    /* A zero-width space lets a line end, a word joiner does not. */
    assert_str(breaks_of(b, G, "GDP\u200BGNP"), "GDP\u200B|GNP");
    assert_str(breaks_of(b, G, "甲\u2060乙丙"), "甲\u2060乙|丙");
}

static void rule_1_9_small_figures_are_made_of_large_ones(void **state)
{
    struct bench *b = *state;
    const struct bm_typeface *keep = b->style.typeface;
    const size_t said = b->diags.n;
    struct bm_para *two = bench_shape(b, "2"), *p = bench_shape(b, "CO₂达10⁻⁹");
    assert_int_equal(b->diags.n, said);
    assert_int_equal(p->clusters[2].scale ? p->glyphs[p->clusters[2].glyph].gid : 0,
                     two->glyphs[0].gid);
    assert_true(p->clusters[2].advance < two->clusters[0].advance);
    assert_true(p->glyphs[p->clusters[2].glyph].y < 0); /* lowered; ⁻⁹ raised */
    assert_true(p->glyphs[p->clusters[p->cluster_count - 1].glyph].y > 0);
    assert_str(p->text, "CO₂达10⁻⁹");
    assert_str(breaks_of(b, G, "达10⁻⁹米"), "达|10⁻⁹|米");
    /* They stand a quarter of an em from Han, as the rest of their word does. */
    assert_em(b, "人人", 2000);
    assert_int_equal(width_of(b, "CO₂人") - width_of(b, "CO₂"), EM + EM / 4);
    static const char *const roles[] = {"黑", "楷"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        b->style.typeface = bm_fonts_typeface(b->fonts, bm_str_c(roles[i]), BM_STR("regular"),
                                              bm_span_none(), &b->diags);
        bench_shape(b, "₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₊₋ⁿ");
        assert_int_equal(b->diags.n, said);
    }
    b->style.typeface = keep;
}

static void rule_1_10_text_from_right_to_left_is_said(void **state)
{
    struct bench *b = *state;
    const size_t said = b->diags.n;
    bench_shape(b, "站牌另写سالام دنيا一词");
    assert_int_equal(b->diags.n, said + 1);
    assert_int_equal(b->diags.v[said].message, BM_MSG_RIGHT_TO_LEFT);
    assert_int_equal(b->diags.v[said].span.offset, strlen("站牌另写"));
    assert_int_equal(b->diags.v[said].span.length, strlen("سالام دنيا"));
}

static void rule_2_10_connectors_begin_no_line(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {B, "年|2026—|2030|止"}, {B, "时|8:20—|10:40|止"},
        {B, "约|5~|10|吨"},      {S, "甲—|乙"},
        {B, "京–|津"},           {B, "沪-A|座"},
        {B, "乙|-5℃|丙"},        {B, "A – |B"},
        {B, "按|3∶2|分"},        {B, "乙∶|丙"},
        {B, "达|63%～|68%"},
    };
    ASSERT_BREAKS(b, e);
}

static void rule_2_11_straight_quotes_open_and_close(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {G, "他|说：|\"水|到|村。\"|随|后|上|了|船"},
        {G, "水|到|村。\"|随|后"}, /* opened in the paragraph before */
        {G, "他|笑|了。|\"好。\"|又|说：|'来。'|完"},
        {G, "用|\"Web\"|字|don't|说"},
    };
    ASSERT_BREAKS(b, e);
}

static void rule_2_12_rare_marks_keep_to_their_side(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {B, "甲|〝乙〞|丙〟|丁"}, {B, "甲|〘乙〙|〚丙〛|丁"}, {B, "甲|｟乙｠|丁"},
        {B, "甲|｢乙｡｣|丙､|丁"},   {B, "甲|⟨乙⟩|«丙»|丁"},     {N, "甲|〝|乙|〞|丙"},
    };
    ASSERT_BREAKS(b, e);
    assert_em(b, "｢｣｡､", 2000); /* half-width marks have nothing to lose */
}

static void rule_3_6_numbers_and_signs_that_stay_together(void **state)
{
    struct bench *b = *state;
    static const struct expected e[] = {
        {B, "宽|100.50±2.25|毫|米"},
        {B, "昃|三％|宿"},
        {B, "昃|九℃|宿|￥三|百"},
        {B, "打|0000-|0000000|来"},
        {B, "批|号|QS-|2026-|0314-|B|到"},
        {B, "于|2024-08-08|比|3-0|胜"},
        {B, "面|3×5|米"},
    };
    ASSERT_BREAKS(b, e);
}

static void rule_7_4_ideographic_spaces_and_tabs(void **state)
{
    struct bench *b = *state;
    struct bm_lines lines;
    struct bm_placed placed[16];
    /* The space that a line ends at has no width and is text of the line before; the line is full.
     */
    assert_str(bench_fit(b, "甲乙丙丁　戊己庚辛　壬癸子丑", 4, &lines),
               "甲乙丙丁　|戊己庚辛　|壬癸子丑");
    assert_int_equal(lines.v[0].set_width, 4 * EM);
    struct bm_para *p = bench_shape(b, "甲乙丙丁　戊己庚辛");
    const bm_len width = 4 * EM;
    const struct bm_breaking how = {.measures = {.widths = &width, .n = 1}, .justify = true};
    bm_para_break(b->arena, p, &how, &lines);
    assert_int_equal(bm_line_place(p, &lines.v[0], placed), 5);
    assert_int_equal(placed[4].x, 4 * EM);
    assert_int_equal(placed[4].width, 0);
    /* At the paragraph's end it stays: it was typed to move the line. */
    assert_em(b, "甲　", 2000);
    /* A tab is as wide as a space, and shows one. */
    p = bench_shape(b, "a\tb");
    assert_int_equal(p->glyphs[1].gid, bench_shape(b, "a b")->glyphs[1].gid);
    assert_int_equal(width_of(b, "a\tb"), width_of(b, "a b"));
}

/* --looseness once opened the gaps of a line by 1.75 em. */
static void rule_6_5_looseness_keeps_the_limit(void **state)
{
    struct bench *b = *state;
    static const char *const texts[] = {
        "二月的山村，梅花开了，晒场上都是赶集的乡亲。",
        "二月八日，农机现场会在柳河举行。",
        "全市经济社会发展再上新台阶，符合我市阶段特征和长远要求。",
    };
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
        for (int em = 6; em <= 14; em++)
            for (int looseness = -1; looseness <= 1; looseness += 2) {
                const struct bm_para *p = bench_shape(b, texts[t]);
                const bm_len width = em * EM;
                struct bm_breaking how = {.measures = {.widths = &width, .n = 1, .indent = 2 * EM},
                                          .justify = true};
                struct bm_lines lines;
                bm_len most = BM_OPENED_GOOD(EM);
                bm_para_break(b->arena, p, &how, &lines);
                for (size_t i = 0; i < lines.n; i++)
                    most = lines.v[i].opened > most ? lines.v[i].opened : most;
                how.looseness = looseness;
                bm_para_break(b->arena, p, &how, &lines);
                for (size_t i = 0; i < lines.n; i++) {
                    assert_true(lines.v[i].opened <= most);
                    assert_true(lines.v[i].all <= most);
                }
            }
}

/* The hyphen counts: a part that fits only without it once stood over the edge. */
static void rule_7_5_a_part_of_a_word_fits_with_its_hyphen(void **state)
{
    struct bench *b = *state;
    b->style.hyphenate = "en-US";
    for (int tenths = 20; tenths <= 120; tenths++) {
        const struct bm_para *p = bench_shape(b, "“TELECOMMUNICATIONS”网络internationalization");
        const bm_len width = tenths * EM / 10;
        const struct bm_breaking how = {.measures = {.widths = &width, .n = 1}};
        struct bm_lines lines;
        bm_para_break(b->arena, p, &how, &lines);
        for (size_t i = 0; i < lines.n; i++)
            assert_int_not_equal(lines.v[i].step, BM_STEP_OVERFULL);
    }
    b->style.hyphenate = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rule_1_8_characters_without_ink_change_nothing),
        cmocka_unit_test(rule_1_9_small_figures_are_made_of_large_ones),
        cmocka_unit_test(rule_1_10_text_from_right_to_left_is_said),
        cmocka_unit_test(rule_2_10_connectors_begin_no_line),
        cmocka_unit_test(rule_2_11_straight_quotes_open_and_close),
        cmocka_unit_test(rule_2_12_rare_marks_keep_to_their_side),
        cmocka_unit_test(rule_3_6_numbers_and_signs_that_stay_together),
        cmocka_unit_test(rule_7_4_ideographic_spaces_and_tabs),
        cmocka_unit_test(rule_6_5_looseness_keeps_the_limit),
        cmocka_unit_test(rule_7_5_a_part_of_a_word_fits_with_its_hyphen),
        cmocka_unit_test(no_line_begins_or_ends_with_what_must_not),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
