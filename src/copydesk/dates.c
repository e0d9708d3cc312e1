/* Dates: those that no calendar has, weekdays, days reckoned from the paper's date, five-year
 * plans. */
#include "base/labels.h"
#include "copydesk/parts.h"

#include <uchar.h>

static int64_t group(const struct bm_str s, const uint32_t *g, int i)
{
    return g[2 * i] == UINT32_MAX ? -1 : number_of(str_part(s, g[2 * i], g[2 * i + 1]));
}

/* In figures, or in Chinese numerals. */
#define DATE                                                                                               \
    "(?<![\\d第.])(?:(\\d{4})年)?(?<!\\d)(\\d{1,2})月(\\d{1,2})日|"                                    \
    "(?:(?<![一二三四五六七八九十〇○年])|(?<=[〇○零一二三四五六七八九]{4}年))" \
    "([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})"                    \
    "日"

void form_bad_date(struct work *work, uint32_t rule, const struct line *line)
{
    const struct bm_str s = line->text;
    uint32_t at = 0, g[24];
    if (str_find(s, BM_STR("月"), 0) >= s.n)
        return;
    const struct pattern *p = work_pattern(work, DATE);
    while (pattern_next(p, s, &at, g) > 0) {
        const bool figures = g[4] != UINT32_MAX;
        const int64_t year = group(s, g, 1), month = group(s, g, figures ? 2 : 4);
        const int64_t day = group(s, g, figures ? 3 : 5);
        if (weekday_of(year > 0 ? year : 2024, month, day) < 0) /* without a year 2月29日 may be */
            FOUND(work, rule, line, g[0], g[1], (struct bm_str){0});
    }
}

static struct bm_str day_name(int day, enum bm_lang lang)
{
    const char *const names[][7] = {
#define DAYS(lang)                                                                                 \
    {BM_LABEL(DAY_1, lang), BM_LABEL(DAY_2, lang), BM_LABEL(DAY_3, lang), BM_LABEL(DAY_4, lang),   \
     BM_LABEL(DAY_5, lang), BM_LABEL(DAY_6, lang), BM_LABEL(DAY_7, lang)}
        [BM_LANG_EN] = DAYS(BM_LANG_EN),
        [BM_LANG_ZH] = DAYS(BM_LANG_ZH),
#undef DAYS
    };
    return bm_str_c(names[lang][day]);
}

static int day_named(uint32_t cp)
{
    static const char16_t names[] = u"一二三四五六日";
    for (int i = 0; names[i]; i++)
        if (names[i] == cp)
            return i;
    return cp == u'天' ? 6 : -1;
}

#define WEEKDAY                                                                                                                \
    "[（(，、]?(?:农历[^（）()，。]{1,8}[、，])?(?:星期|周|礼拜)([一二三四五六日天])(?![期年月岁]" \
    ")"

void form_weekday(struct work *work, uint32_t rule, const struct line *line)
{
    const struct bm_str s = line->text;
    uint32_t at = 0, g[24];
    if (str_find(s, BM_STR("年"), 0) >= s.n)
        return;
    const struct pattern *p = work_pattern(work, "(\\d{4})年(\\d{1,2})月(\\d{1,2})日" WEEKDAY);
    while (pattern_next(p, s, &at, g) > 0) {
        const int is = weekday_of(group(s, g, 1), group(s, g, 2), group(s, g, 3));
        if (is >= 0 && day_named(char_at(s, g[8])) != is)
            FOUND(work, rule, line, g[0], g[1], day_name(is, BM_LANG_ZH), day_name(is, BM_LANG_EN));
    }
}

/* Of a date without a year the year that brings it nearest to the paper's. */
static int64_t nearest_year(uint32_t paper, int64_t month, int64_t day)
{
    const int64_t year = paper / 10000, now = days_of(year, paper / 100 % 100, paper % 100);
    int64_t best = year, least = INT64_MAX;
    for (int64_t y = year - 1; y <= year + 1; y++) {
        const int64_t off = days_of(y, month, day) - now, far = off < 0 ? -off : off;
        if (weekday_of(y, month, day) >= 0 && far < least) {
            least = far;
            best = y;
        }
    }
    return best;
}

void fact_weekday(struct work *work, uint32_t rule)
{
    if (!work->date)
        return;
    const struct pattern *p = work_pattern(work, "(?<![年\\d])(\\d{1,2})月(\\d{1,2})日" WEEKDAY);
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        const struct bm_str s = line->text;
        uint32_t at = 0, g[24];
        while (pattern_next(p, s, &at, g) > 0) {
            const int64_t month = group(s, g, 1), day = group(s, g, 2);
            const int64_t year = nearest_year(work->date, month, day);
            const int is = weekday_of(year, month, day);
            if (is >= 0 && day_named(char_at(s, g[6])) != is)
                FOUND(work, rule, line, g[0], g[1], day_name(is, BM_LANG_ZH),
                      day_name(is, BM_LANG_EN), number_str(work, year));
        }
    }
}

static const struct {
    const char *word;
    int off;
} day_words[] = {{"今天", 0}, {"今日", 0}, {"昨天", -1}, {"昨日", -1}, {"昨晚", -1}, {"前天", -2},
                 {"明天", 1}, {"明日", 1}, {"后天", 2},  {"今晚", 0},  {"今晨", 0},  {"明晚", 1}};

/* 昨日（5月13日）, 5月13日（昨日）, 今天是5月14日 against the paper's date. */
void fact_days(struct work *work, uint32_t rule)
{
    if (!work->date)
        return;
    const int64_t now = days_of(work->date / 10000, work->date / 100 % 100, work->date % 100);
    const struct pattern *p = work_pattern(
        work, "([今昨前明后][天日晚晨])(?:[（(]|是)(?:(\\d{4})年)?(?:(\\d{1,2})月)?(\\d{1,2})日");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        const struct bm_str s = line->text;
        uint32_t at = 0, g[24];
        while (pattern_next(p, s, &at, g) > 0) {
            size_t k = 0;
            while (k < BM_COUNT(day_words) &&
                   !bm_str_is(str_part(s, g[2], g[3]), day_words[k].word))
                k++;
            if (k == BM_COUNT(day_words))
                continue;
            const int64_t day = group(s, g, 4), month = group(s, g, 3);
            bool right = false;
            for (int64_t d = now + day_words[k].off, y = work->date / 10000 - 1;
                 y <= work->date / 10000 + 1; y++)
                for (int64_t m = 1; m <= 12; m++)
                    right |= (month < 0 || m == month) && weekday_of(y, m, day) >= 0 &&
                             days_of(y, m, day) == d;
            if (!right)
                FOUND(work, rule, line, g[0], g[1], work->edition->date);
        }
    }
}

/* What is said to have been done, or is signed, after the paper's date. */
void fact_future(struct work *work, uint32_t rule)
{
    if (!work->date)
        return;
    const struct pattern *p =
        work_pattern(work, "(\\d{4})年(\\d{1,2})月(\\d{1,2})日[^，。；：！？《》“”]{0,24}?"
                           "(?:通过[)）]|选举：|任命：|召开了|举行了|通过了|开幕了|闭幕了|结束了|"
                           "完成了|发生了|去世|逝世)");
    const struct pattern *alone = work_pattern(work, "^(\\d{4})年(\\d{1,2})月(\\d{1,2})日$");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        const struct bm_str s = line->text;
        uint32_t at = 0, g[24];
        const bool dated = line->field && strcmp(line->field, "dated") == 0;
        while (pattern_next(dated ? alone : p, s, &at, g) > 0) {
            const int64_t year = group(s, g, 1), month = group(s, g, 2), day = group(s, g, 3);
            if (weekday_of(year, month, day) >= 0 &&
                year * 10000 + month * 100 + day > (int64_t)work->date)
                FOUND(work, rule, line, g[0], g[1], work->edition->date);
        }
    }
}

/* The first year of the n-th plan: the first began in 1953, and from the sixth (1981) on each has
 * five years. */
static int64_t plan_begins(int64_t n)
{
    return n >= 6 && n <= 40 ? 1981 + 5 * (n - 6) : 0;
}

static void plan_said(struct work *work, uint32_t rule, const struct line *line, const uint32_t *g,
                      int64_t plan)
{
    const int64_t begins = plan_begins(plan);
    FOUND(work, rule, line, g[0], g[1],
          work_printf(work, "%lld—%lld", (long long)begins, (long long)begins + 4));
}

/* “十五五”（2026—2030年）; 2026年是“十五五”开局之年. */
void fact_plan_years(struct work *work, uint32_t rule)
{
#define PLAN                                                                                       \
    "(?:“([一二三四五六七八九十]{1,2})五”|第([一二三四五六七八九十]{1,3})个五年(?:规划|计划))"
    const struct pattern *span = work_pattern(
        work, PLAN
        "(?:时期|规划|计划|期间)?(?:纲要)?[（(](\\d{4})年?(?:—|－|-|–|～|~|至|到)(\\d{4})年[)）]");
    const struct pattern *edge =
        work_pattern(work, "(?:(\\d{4})年|(今年))[^，。；！？]{0,3}是“([一二三四五六七八九十]{1,2})"
                           "五”(?:规划|时期)?[^，。；！？“]{0,4}?(?:(开局|起步|第一)|(收官|最后一))"
                           "之?年");
#undef PLAN
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        const struct bm_str s = line->text;
        uint32_t at = 0, g[24];
        while (pattern_next(span, s, &at, g) > 0) {
            const int64_t plan = group(s, g, g[2] != UINT32_MAX ? 1 : 2);
            const int64_t begins = plan_begins(plan);
            if (begins && (group(s, g, 3) != begins || group(s, g, 4) != begins + 4))
                plan_said(work, rule, line, g, plan);
        }
        at = 0;
        while (pattern_next(edge, s, &at, g) > 0) {
            const int64_t plan = group(s, g, 3), begins = plan_begins(plan);
            const int64_t year = g[4] == UINT32_MAX ? group(s, g, 1) : work->date / 10000;
            if (begins && year > 0 && year != begins + (g[8] != UINT32_MAX ? 0 : 4))
                plan_said(work, rule, line, g, plan);
        }
    }
}
