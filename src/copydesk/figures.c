/* Figures: what one thing is in two articles, and parts that should make a whole. */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

#include <stdlib.h>

#define HAN "[\\x{4e00}-\\x{9fff}]"
#define UNIT                                                                                                                          \
    "万亿元|亿元|万元|元|万亿斤|亿斤|公斤|斤|万吨|亿吨|吨|万亩|亿亩|亩|万户|户|万人次|人次|万人|" \
    "亿人|人|万辆|辆|万件|件|"                                                                                               \
    "平方公里|公里|平方米|立方米|米|个百分点|%|％|万套|套|家|个|项|名|所|座|台|张|份|条|起"

/* What is counted, the figure, its unit: 粮食产量达到1.4万亿斤. */
#define FIGURE                                                                                                                \
    "(" HAN "{6,14}?)(?:达到|达|为|是|共|突破|完成|实现|增长|增加|下降|减少|提高|总计|合计|共计|" \
    "超过)?了?(\\d[\\d,]*(?:\\.\\d+)?)(" UNIT ")(?![多余以])"

struct figure {
    const struct line *line;
    uint32_t from, to;
    struct bm_str key, number;
};

static bool same_number(struct bm_str a, struct bm_str b)
{
    size_t i = 0, k = 0;
    while (i < a.n || k < b.n) {
        if (i < a.n && a.p[i] == ',') {
            i++;
        } else if (k < b.n && b.p[k] == ',') {
            k++;
        } else if (i < a.n && k < b.n && a.p[i] == b.p[k]) {
            i++;
            k++;
        } else {
            return false;
        }
    }
    return true;
}

/* The last year that is named before it in its sentence, and whether it is a plan; those of other
 * years, and plans, are other figures. */
static uint64_t context_of(struct work *work, const struct line *line, uint32_t at)
{
    static const char *const words[] = {"今年", "去年", "目标",   "预期",   "计划", "力争", "到20",
                                        "同比", "其中", "比上年", "上半年", "季度", "全国", "全省"};
    const struct pattern *year = work_pattern(work, "\\d{4}年|\\d{1,2}月");
    uint64_t hash = BM_HASH_START;
    uint32_t i = 0, g[24];
    size_t from, to;
    sentence_of(line->text, at, &from, &to);
    const struct bm_str before = str_part(line->text, from, at);
    while (pattern_next(year, before, &i, g) > 0)
        hash = bm_hash(hash, before.p + g[0], g[1] - g[0]);
    for (size_t k = 0; k < BM_COUNT(words); k++)
        if (str_find(before, bm_str_c(words[k]), 0) < before.n)
            hash = bm_hash(hash, &k, sizeof k);
    return hash;
}

/* 全区, 全县 …: of whichever place the article is about; a city's paper has several. */
static bool is_of_its_place(struct bm_str s, uint32_t from, uint32_t to)
{
    static const char *const words[] = {"全区", "全县", "全镇", "全乡", "全村", "全街",
                                        "全校", "全院", "我区", "我县", "我镇", "该"};
    const struct bm_str near = str_part(s, chars_back(s, from, 8), to);
    for (size_t k = 0; k < BM_COUNT(words); k++)
        if (str_find(near, bm_str_c(words[k]), 0) < near.n)
            return true;
    return false;
}

void fact_figures(struct work *work, uint32_t rule)
{
    struct bm_index index = {0};
    struct figure *v = NULL;
    size_t n = 0, cap = 0;
    const struct pattern *p = work_pattern(work, FIGURE);
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        while (rule_reads(work, rule, line) && n < FIGURES_MOST &&
               pattern_next(p, line->text, &at, g) > 0) {
            if (is_of_its_place(line->text, g[2], g[4]))
                continue;
            const struct bm_str key = str_part(line->text, g[2], g[4]);
            const struct bm_str unit = str_part(line->text, g[6], g[7]);
            const uint64_t context = context_of(work, line, g[2]);
            const uint64_t hash =
                bm_hash(bm_hash(bm_hash(BM_HASH_START, key.p, key.n), unit.p, unit.n), &context,
                        sizeof context);
            const struct figure f = {line, g[0], g[1], key, str_part(line->text, g[4], g[5])};
            uint32_t k;
            bool known = false;
            for (size_t step = 0; (k = bm_index_next(&index, hash, &step)) != BM_INDEX_NONE;) {
                if (!bm_str_eq(v[k].key, key) || v[k].line->article == line->article)
                    continue;
                known = true;
                if (!same_number(v[k].number, f.number))
                    FOUND(work, rule, line, g[0], g[1],
                          str_part(v[k].line->text, v[k].from, v[k].to));
                break;
            }
            if (known)
                continue;
            v = bm_arena_grow(work->scratch, v, n, &cap, sizeof *v);
            bm_index_add(work->scratch, &index, hash, n);
            v[n++] = f;
        }
    }
}

/* In hundredths. */
static int64_t hundredths(struct bm_str s)
{
    int64_t value = 0;
    int after = -1;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.') {
            after = 0;
        } else if (s.p[i] >= '0' && s.p[i] <= '9' && after < 2 && value < 1000000) {
            value = value * 10 + (s.p[i] - '0');
            after += after >= 0;
        }
    }
    for (int i = after < 0 ? 0 : after; i < 2; i++)
        value *= 10;
    return value;
}

/* 占比分别为45%、30%和26%: three or more side by side that are nearly a whole, but are none. */
void fact_percents(struct work *work, uint32_t rule)
{
    const struct pattern *row = work_pattern(
        work, "占[^。；！？%％]{0,30}?((?:\\d+(?:\\.\\d+)?[%％][、和，与]?(?:以及|及)?){3,12})");
    const struct pattern *one = work_pattern(work, "(\\d+(?:\\.\\d+)?)[%％]");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24], h[24];
        while (rule_reads(work, rule, line) && pattern_next(row, line->text, &at, g) > 0) {
            const struct bm_str list = str_part(line->text, g[2], g[3]);
            int64_t sum = 0;
            uint32_t k = 0;
            while (pattern_next(one, list, &k, h) > 0)
                sum += hundredths(str_part(list, h[2], h[3]));
            if (sum >= 9000 && sum <= 11000 && (sum < 9970 || sum > 10030))
                FOUND(work, rule, line, g[2], g[3],
                      work_printf(work, "%lld.%02lld", (long long)(sum / 100),
                                  (long long)(sum % 100)));
        }
    }
}
