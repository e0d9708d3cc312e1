/* Titles of documents, written alike all over an edition: 《…》 a character apart, and 审查结果报告
 * beside 审查结果的报告. */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

struct title {
    const struct line *line;
    uint32_t from, to, count;
    struct bm_str text;
    size_t length;
};

static struct title *find(struct title *v, size_t n, struct bm_str text)
{
    for (size_t i = 0; i < n; i++)
        if (bm_str_eq(v[i].text, text))
            return &v[i];
    return NULL;
}

void fact_titles(struct work *work, uint32_t rule)
{
    struct title *v = NULL;
    size_t n = 0, cap = 0, pairs = 0;
    const struct pattern *p = work_pattern(work, "《([^《》]{8,60})》");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        while (rule_reads(work, rule, line) && n < NAMES_MOST / 2 &&
               pattern_next(p, line->text, &at, g) > 0) {
            const struct bm_str text = str_part(line->text, g[2], g[3]);
            struct title *same = find(v, n, text);
            if (same) {
                same->count++;
                continue;
            }
            v = bm_arena_grow(work->scratch, v, n, &cap, sizeof *v);
            v[n++] = (struct title){line, g[2], g[3], 1, text, bm_utf8_count(text.p, text.n)};
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && pairs < PAIRS_MOST / 100; k++) {
            if (v[i].length > v[k].length + 1 || v[k].length > v[i].length + 1)
                continue;
            pairs++;
            const size_t off = bm_str_distance(v[i].text, v[k].text);
            if (off != 1)
                continue;
            const struct title *rare = v[k].count <= v[i].count ? &v[k] : &v[i];
            FOUND(work, rule, rare->line, rare->from, rare->to,
                  rare == &v[k] ? v[i].text : v[k].text);
        }
}

/* 四字的报告 where the edition has 四字报告 too. */
void fact_with_de(struct work *work, uint32_t rule)
{
    const struct pattern *p = work_pattern(
        work, "([\\x{4e00}-\\x{9fff}]{4})的(报告|方案|意见|决议|决定|草案|办法|条例|通知|纲要)");
    size_t looked = 0;
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        while (rule_reads(work, rule, line) && pattern_next(p, line->text, &at, g) > 0) {
            const struct bm_str without =
                work_printf(work, "%.*s%.*s", (int)(g[3] - g[2]), line->text.p + g[2],
                            (int)(g[5] - g[4]), line->text.p + g[4]);
            for (size_t k = 0; k < work->lines.n && looked < PAIRS_MOST; k++, looked++) {
                const struct bm_str s = work->lines.v[k].text;
                if (str_find(s, without, 0) < s.n) {
                    FOUND(work, rule, line, g[0], g[1], without);
                    break;
                }
            }
        }
    }
}
