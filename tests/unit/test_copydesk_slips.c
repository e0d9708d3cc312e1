/* copydesk/ on slips that are planted by seed: five hundred of twenty kinds. It is the recall on
 * made slips, by kind; what it is on real ones nobody knows. `test_copydesk_slips SEED` plants
 * others. */
#include "reading_desk.h"

#include <stdlib.h>

#define EACH 25 /* slips of a kind */

struct slips {
    struct reading_desk d;
    struct bm_str *paragraphs; /* of the reports, in which nothing is found */
    size_t n;
    uint32_t seed;
};

static uint32_t roll(struct slips *s, size_t n)
{
    s->seed = s->seed * 1664525u + 1013904223u;
    return (uint32_t)((s->seed >> 8) % n);
}

/* Texts for a manuscript's paragraphs. */
struct texts {
    struct bm_str v[8]; /* an article each */
    size_t n;
};

static size_t found_of(struct slips *s, const struct texts *t, const char *rule)
{
    struct reading_desk *d = &s->d;
    reading_begin(d, NULL);
    for (size_t i = 0; i < t->n; i++)
        reading_article(d, t->v[i].n > 4 && memcmp(t->v[i].p, "---\n", 4) == 0
                               ? t->v[i]
                               : reading_wrapped(d, t->v[i]));
    reading_run(d);
    return reading_count(d, bm_str_c(rule));
}

static struct bm_str print(struct slips *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static struct bm_str print(struct slips *s, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const struct bm_str out = bm_str_vprintf(s->d.arena, format, list);
    va_end(list);
    return out;
}

/* Bytes of the first n characters. */
static size_t chars_of(struct bm_str text, size_t n)
{
    size_t i = 0;
    while (n-- && i < text.n)
        bm_utf8_next(text.p, text.n, &i);
    return i;
}

static struct bm_str paragraph(struct slips *s)
{
    return s->paragraphs[roll(s, s->n)];
}

/* Text with its nth `what` replaced; an empty string: it has none. */
static struct bm_str replaced(struct slips *s, struct bm_str text, const char *what,
                              const char *with)
{
    size_t places[64], n = 0, k = strlen(what);
    for (size_t i = 0; i + k <= text.n && n < 64; i++)
        if (memcmp(text.p + i, what, k) == 0)
            places[n++] = i;
    if (!n)
        return (struct bm_str){0};
    const size_t at = places[roll(s, n)];
    return print(s, "%.*s%s%.*s", (int)at, text.p, with, (int)(text.n - at - k), text.p + at + k);
}

/* One of the changes in some paragraph of the reports. */
static struct texts changed(struct slips *s, const char *const (*changes)[2], size_t n)
{
    for (;;) {
        const size_t which = roll(s, n);
        const struct bm_str out = replaced(s, paragraph(s), changes[which][0], changes[which][1]);
        if (out.n)
            return (struct texts){{out}, 1};
    }
}

static struct texts closing_dropped(struct slips *s)
{
    static const char *const v[][2] = {{"”", ""}, {"”", ""}, {"》", ""}, {"）", ""}};
    return changed(s, v, BM_COUNT(v));
}

static struct texts mark_doubled(struct slips *s)
{
    static const char *const v[][2] = {
        {"，", "，，"}, {"。", "。。"}, {"、", "、，"}, {"；", "。；"}, {"，", "，。"}};
    return changed(s, v, BM_COUNT(v));
}

static struct texts mark_narrow(struct slips *s)
{
    static const char *const v[][2] = {
        {"，", ","}, {"，", ","}, {"；", ";"}, {"：", ":"}, {"！", "!"}};
    return changed(s, v, BM_COUNT(v));
}

static struct texts point_inside(struct slips *s)
{
    static const char *const v[][2] = {
        {"”、", "、”"}, {"“", "“，"}, {"》", "、》"}, {"（", "（。"}};
    return changed(s, v, BM_COUNT(v));
}

static struct texts day_wrong(struct slips *s)
{
    static const char *const days[] = {"2月30日",       "4月31日",       "6月31日",
                                       "11月31日",      "13月5日",       "9月32日",
                                       "2026年2月29日", "2025年2月29日", "10月0日"};
    return (struct texts){
        {print(s, "会议定于%s在市政府召开，请准时参加。", days[roll(s, BM_COUNT(days))])}, 1};
}

static struct texts weekday_wrong(struct slips *s)
{
    static const char *const names[] = {"一", "二", "三", "四", "五", "六", "日"};
    static const char *const forms[] = {"（星期%s）", "(周%s)", "，星期%s，",
                                        "（农历初一、星期%s）"};
    const uint32_t day = 1 + roll(s, 28), right = (day + 3) % 7; /* 1 May 2026 is a Friday */
    struct bm_buf b = {0};
    bm_buf_printf(&b, "会议定于2026年5月%u日", day);
    const char *form = forms[roll(s, BM_COUNT(forms))], *at = strstr(form, "%s");
    bm_buf_put(&b, form, (size_t)(at - form));
    bm_buf_c(&b, names[(right + 1 + roll(s, 6)) % 7]);
    bm_buf_c(&b, at + 2);
    bm_buf_c(&b, "召开。");
    return (struct texts){{bm_buf_keep(&b, s->d.arena)}, 1};
}

static struct texts about_twice(struct slips *s)
{
    const uint32_t n = 10 + roll(s, 900);
    const struct bm_str v[] = {
        print(s, "近%u多人到会。", n),       print(s, "约%u公里左右。", n),
        print(s, "近百余名代表到会。"),      print(s, "大约%u户居民左右受益。", n),
        print(s, "将近%u余名群众到会。", n), print(s, "近%u.5万余人次参加。", n),
        print(s, "约有%u人左右参加。", n),   print(s, "全长约%u米上下。", n),
    };
    return (struct texts){{v[roll(s, BM_COUNT(v))]}, 1};
}

static struct texts words_twice(struct slips *s)
{
    for (;;) {
        const struct bm_str text = paragraph(s);
        size_t at = 0, to;
        for (uint32_t k = roll(s, bm_utf8_count(text.p, text.n) - 20); k; k--)
            bm_utf8_next(text.p, text.n, &at);
        to = at;
        bool han = true;
        for (uint32_t k = 2 + roll(s, 6); k; k--)
            han &= bm_utf8_next(text.p, text.n, &to) >= 0x4E00;
        for (size_t i = at; i < to; i++)
            han &= (unsigned char)text.p[i] < 0xEF && (unsigned char)text.p[i] > 0xE3
                       ? true
                       : ((unsigned char)text.p[i] & 0xC0) == 0x80;
        if (han)
            return (struct texts){{print(s, "%.*s%.*s%.*s", (int)to, text.p, (int)(to - at),
                                         text.p + at, (int)(text.n - to), text.p + to)},
                                  1};
    }
}

static struct texts particle_twice(struct slips *s)
{
    static const char *const v[][2] = {{"的", "的的"}, {"和", "和和"}, {"了", "了了"},
                                       {"在", "在在"}, {"是", "是是"}, {"与", "与与"}};
    return changed(s, v, BM_COUNT(v));
}

static struct texts end_dropped(struct slips *s)
{
    const struct bm_str text = paragraph(s);
    return (struct texts){{print(s, "%.*s", (int)(text.n - 3), text.p)}, 1};
}

static const char *const numerals[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

static struct texts section_dropped(struct slips *s)
{
    static const char *const forms[] = {"%s、", "（%s）", "%s是"};
    const uint32_t n = 4 + roll(s, 5), out = 1 + roll(s, n), form = roll(s, BM_COUNT(forms));
    struct bm_buf b = {0};
    for (uint32_t i = 1; i <= n; i++) {
        if (i == out)
            continue;
        bm_buf_put(&b, forms[form], (size_t)(strstr(forms[form], "%s") - forms[form]));
        bm_buf_c(&b, numerals[i]);
        bm_buf_c(&b, strstr(forms[form], "%s") + 2);
        bm_buf_c(&b, "抓好有关工作的落实。\n");
    }
    return (struct texts){{bm_buf_keep(&b, s->d.arena)}, 1};
}

static struct texts member_dropped(struct slips *s)
{
    static const char *const forms[] = {"%s是", "%s要", "第%s，", "（%s）"};
    const uint32_t n = 3 + roll(s, 4), out = 1 + roll(s, n), form = roll(s, BM_COUNT(forms));
    struct bm_buf b = {0};
    bm_buf_c(&b, "会议提出要求。");
    for (uint32_t i = 1; i <= n; i++) {
        if (i == out)
            continue;
        bm_buf_put(&b, forms[form], (size_t)(strstr(forms[form], "%s") - forms[form]));
        bm_buf_c(&b, numerals[i]);
        bm_buf_c(&b, strstr(forms[form], "%s") + 2);
        bm_buf_c(&b, "抓好有关工作的落实。");
    }
    return (struct texts){{bm_buf_keep(&b, s->d.arena)}, 1};
}

static struct texts item_dropped(struct slips *s)
{
    static const char *const heads[] = {"决定将以下%u件列为民生实事项目：\n",
                                        "今年要办好以下%u项重点工程：\n",
                                        "共有%u家单位受到表彰，名单如下：\n",
                                        "会议通过%u个文件：\n", "现将%u名先进个人公布如下：\n"};
    const uint32_t n = 4 + roll(s, 15), k = roll(s, BM_COUNT(heads));
    struct bm_buf b = {0};
    bm_buf_put(&b, heads[k], (size_t)(strstr(heads[k], "%u") - heads[k]));
    bm_buf_printf(&b, "%u", n);
    bm_buf_c(&b, strstr(heads[k], "%u") + 2);
    for (uint32_t i = 1; i < n; i++)
        bm_buf_printf(&b, "%u. 项目%c\n", i, (char)('A' + i));
    return (struct texts){{bm_buf_keep(&b, s->d.arena)}, 1};
}

static struct texts look_alike(struct slips *s)
{
    static const char *const v[][2] = {{"已", "己"},     {"人", "入"}, {"社", "杜"}, {"未", "末"},
                                       {"即", "既"},     {"竞", "竟"}, {"署", "暑"}, {"副", "付"},
                                       {"防范", "防犯"}, {"妨", "防"}, {"彻", "撤"}, {"培", "陪"}};
    return changed(s, v, BM_COUNT(v));
}

static const char name[] = "石桥市第十一届人民代表大会第五次会议";

static struct texts sitting(struct slips *s, bool number)
{
    static const char *const digits[] = {"十一", "五"};
    struct texts t = {.n = 5};
    const uint32_t odd = roll(s, t.n);
    struct bm_str wrong = {name, sizeof name - 1};
    if (number) {
        wrong = replaced(s, wrong, digits[roll(s, 2)], roll(s, 2) ? "四" : "十二");
    } else {
        size_t from = chars_of(wrong, roll(s, 17)), to = from;
        bm_utf8_next(wrong.p, wrong.n, &to);
        wrong = print(s, "%.*s合%.*s", (int)from, wrong.p, (int)(wrong.n - to), wrong.p + to);
    }
    for (uint32_t i = 0; i < t.n; i++)
        t.v[i] = print(s, "%s审议通过了有关文件。\n%.*s同意这个报告。", name,
                       i == odd ? (int)wrong.n : (int)sizeof name - 1, i == odd ? wrong.p : name);
    return t;
}

static struct texts sitting_character(struct slips *s)
{
    return sitting(s, false);
}

static struct texts sitting_number(struct slips *s)
{
    return sitting(s, true);
}

static struct texts name_changed(struct slips *s)
{
    static const char *const v[] = {"市长王驰在讲话中强调，要抓好落实。", "会议由市长王驰主持。",
                                    "王驰市长会见了来宾。", "王驰对此表示感谢。",
                                    "市长王驰、副市长刘兆出席。"};
    static const char *const names[] = {"王弛", "王池", "汪驰", "玉驰"};
    const uint32_t k = roll(s, BM_COUNT(v));
    return (struct texts){{BM_STR("市长王驰作政府工作报告。\n市长王驰参加审议。"),
                           replaced(s, bm_str_c(v[k]), "王驰", names[roll(s, 4)])},
                          2};
}

static struct texts head_figure(struct slips *s)
{
    static const char *const units[] = {"个", "亿元", "%", "万人", "公里", "项"};
    const uint32_t n = 11 + roll(s, 80), k = roll(s, BM_COUNT(units));
    const uint32_t other = roll(s, 2) ? n + 1 : n % 10 * 10 + n / 10 + (n % 11 == 0);
    return (struct texts){
        {print(s,
               "---\nkind: 消息\ntitle: 我市新增目标任务%u%s\n---\n\n今年全市新增目标任务%u%s，"
               "比上年多3%s。\n",
               other, units[k], n, units[k], units[k])},
        1};
}

static struct texts figure_changed(struct slips *s)
{
    static const char *const v[] = {
        "全市粮食总产量达到%u万吨。", "全市生产总值达到%u亿元，创历史新高。",
        "累计新建保障性住房%u套。", "城镇新增就业人数为%u人。", "今年，我市发放各类补贴%u万元。"};
    const uint32_t n = 100 + roll(s, 900), k = roll(s, BM_COUNT(v));
    struct texts t = {.n = 2};
    for (size_t i = 0; i < 2; i++) {
        const char *at = strstr(v[k], "%u");
        t.v[i] = print(s, "%.*s%u%s", (int)(at - v[k]), v[k], n + (uint32_t)i, at + 2);
    }
    return t;
}

static struct texts start_lost(struct slips *s)
{
    static const char *const v[] = {"会议认为，报告客观全面，符合实际，措施可行。",
                                    "会议强调，要坚持党的领导，锐意进取，扎实工作。",
                                    "会议要求，全市上下要统一思想，抓好落实，再创佳绩。"};
    struct texts t = {.n = 4};
    const uint32_t odd = roll(s, t.n);
    for (uint32_t i = 0; i < t.n; i++) {
        struct bm_str text = bm_str_c(v[roll(s, 3)]);
        const size_t cut = i == odd ? chars_of(text, 1 + roll(s, 14)) : 0;
        t.v[i] = print(s,
                       "---\nkind: 决议\ntitle: "
                       "关于工作报告的决议\n---\n\n石桥市第五次会议听取了报告。\n\n%s\n",
                       text.p + cut);
    }
    return t;
}

static const struct kind {
    const char *name, *rule;
    struct texts (*plant)(struct slips *s);
    size_t least; /* of EACH that are found with the seed of the suite: no rule may lose any */
} kinds[] = {
    {"a closing mark dropped", "pairs", closing_dropped, 25},
    {"a mark doubled", "double-mark", mark_doubled, 25},
    {"a half-width mark", "half-mark", mark_narrow, 25},
    {"a point inside a quote", "mark-inside", point_inside, 25},
    {"a day of no calendar", "bad-date", day_wrong, 25},
    {"another weekday", "bad-weekday", weekday_wrong, 25},
    {"about, twice", "approx-twice", about_twice, 21},
    {"words repeated", "doubled-phrase", words_twice, 17},
    {"a particle repeated", "doubled-word", particle_twice, 24},
    {"the last mark dropped", "no-end", end_dropped, 24},
    {"a numbered paragraph dropped", "numbering", section_dropped, 17},
    {"a numbered member dropped", "inline-numbering", member_dropped, 18},
    {"an item of an announced list dropped", "counts", item_dropped, 25},
    {"a look-alike", "slip", look_alike, 8},
    {"a character of a sitting's name", "sitting", sitting_character, 25},
    {"a number of a sitting's name", "sitting", sitting_number, 25},
    {"a character of a person's name", "name-apart", name_changed, 13},
    {"a digit in a head", "head-figure", head_figure, 23},
    {"a digit in one of two articles", "figure", figure_changed, 25},
    {"the beginning of a paragraph lost", "siblings", start_lost, 25},
};

/* Paragraphs of the later reports that end as sentences do and in which nothing is found. */
static void collect(struct slips *s)
{
    const struct bm_str all =
        reading_file(&s->d, BM_SOURCE_DIR "/tests/data/corpus/gov-work-reports.txt");
    size_t cap = 0;
    for (size_t i = all.n / 2; i < all.n && s->n < 400;) {
        const char *end = memchr(all.p + i, '\n', all.n - i);
        const size_t to = end ? (size_t)(end - all.p) : all.n;
        struct bm_str line = {all.p + i, to - i};
        i = to + 1;
        if (line.n < 300 || memcmp(line.p + line.n - 3, "。", 3) != 0)
            continue;
        if (memcmp(line.p, "　　", 6) == 0)
            line = (struct bm_str){line.p + 6, line.n - 6};
        const struct texts t = {{line}, 1};
        found_of(s, &t, "pairs");
        bool clean = true;
        for (size_t k = 0; k < s->d.found.n; k++)
            clean &= s->d.found.v[k].level == BM_NOTE;
        if (!clean)
            continue;
        s->paragraphs = bm_arena_grow(s->d.arena, s->paragraphs, s->n, &cap, sizeof *s->paragraphs);
        s->paragraphs[s->n++] = line;
    }
    assert_true(s->n > 100);
}

static uint32_t first_seed = 2026;

static void planted_slips_are_found(void **state)
{
    (void)state;
    struct slips s = {.seed = first_seed};
    size_t all = 0;
    reading_open(&s.d, false);
    collect(&s);
    for (size_t k = 0; k < BM_COUNT(kinds); k++) {
        size_t n = 0;
        for (int i = 0; i < EACH; i++) {
            const struct texts t = kinds[k].plant(&s);
            n += found_of(&s, &t, kinds[k].rule) > 0;
        }
        print_message("%-38s %2zu of %d\n", kinds[k].name, n, EACH);
        all += n;
        if (first_seed == 2026)
            assert_true(n >= kinds[k].least);
    }
    print_message("%zu of %zu\n", all, EACH * BM_COUNT(kinds));
    reading_close(&s.d);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(planted_slips_are_found)};
    if (argc > 1)
        first_seed = (uint32_t)strtoul(argv[1], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
