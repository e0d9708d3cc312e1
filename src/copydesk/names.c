/* Sittings and meetings: 某市第十一届人民代表大会第五次会议 is written alike all over an edition.
 */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

#define NUMERAL "[一二三四五六七八九十]{1,4}"
/* Four characters of whose it is, and the name from 第 to 会议. */
#define LONG                                                                                       \
    "[\\x{4e00}-\\x{9fff}]{1,4}第" NUMERAL "届[\\x{4e00}-\\x{9fff}]{2,14}?第" NUMERAL              \
    "次(?:全体)?会[\\x{4e00}-\\x{9fff}]"
/* 市十一届人大五次会议 */
#define SHORT                                                                                      \
    "[\\x{4e00}-\\x{9fff}]{1,2}" NUMERAL "届(?:人大|政协|人民代表大会)(?:常委会)?第?" NUMERAL      \
    "次会[\\x{4e00}-\\x{9fff}]"

struct place {
    const struct line *line;
    uint32_t from, to;
    struct bm_str text;
    uint32_t form; /* index of the first of its text */
};

static size_t collect(struct work *work, uint32_t rule, const char *pattern, struct place **out)
{
    struct bm_index index = {0};
    struct place *v = NULL;
    size_t n = 0, cap = 0;
    const struct pattern *p = work_pattern(work, pattern);
    for (size_t i = 0; i < work->lines.n && n < NAMES_MOST; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        if (!rule_reads(work, rule, line))
            continue;
        while (n < NAMES_MOST && pattern_next(p, line->text, &at, g) > 0) {
            const struct bm_str text = str_part(line->text, g[0], g[1]);
            const uint64_t hash = bm_hash(BM_HASH_START, text.p, text.n);
            uint32_t form = (uint32_t)n, k;
            for (size_t step = 0; (k = bm_index_next(&index, hash, &step)) != BM_INDEX_NONE;)
                if (bm_str_eq(v[k].text, text)) {
                    form = k;
                    break;
                }
            v = bm_arena_grow(work->scratch, v, n, &cap, sizeof *v);
            if (form == n)
                bm_index_add(work->scratch, &index, hash, n);
            v[n++] = (struct place){line, g[0], g[1], text, form};
        }
    }
    *out = v;
    return n;
}

static bool is_place(const struct place *v, size_t n, const struct line *line, size_t from,
                     size_t to)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].line == line && v[i].from < to && v[i].to > from)
            return true;
    return false;
}

static size_t others(struct bm_str a, struct bm_str b)
{
    size_t off = 0;
    for (size_t i = 0, k = 0; i < a.n && k < b.n;)
        off += bm_utf8_next(a.p, a.n, &i) != bm_utf8_next(b.p, b.n, &k);
    return off;
}

/* An earlier sitting, rightly named: 自2021年…第一次会议以来, …第四次会议确定的. */
static bool is_earlier(struct bm_str s, size_t from, size_t to)
{
    static const char *const before[] = {"自", "年", "上次"};
    static const char *const behind[] = {"以来",   "以后",   "决定的", "确定的",
                                         "提出的", "批准的", "通过的", "部署的"};
    const struct bm_str name = str_part(s, from, to);
    for (size_t i = 0; i < BM_COUNT(before); i++) {
        const size_t n = strlen(before[i]);
        if ((from >= n && memcmp(s.p + from - n, before[i], n) == 0) ||
            (name.n > n && memcmp(name.p, before[i], n) == 0))
            return true;
    }
    for (size_t i = 0; i < BM_COUNT(behind); i++) {
        const size_t n = strlen(behind[i]);
        if (to + n <= s.n && memcmp(s.p + to, behind[i], n) == 0)
            return true;
    }
    return false;
}

/* The name where one of the characters that make it a name (第, 届, 次) is another: a third of it
 * is whole. */
static void find_torn(struct work *work, uint32_t rule, const struct place *v, size_t n,
                      struct bm_str name, uint32_t count)
{
    const size_t length = bm_utf8_count(name.p, name.n);
    for (size_t i = 0; i < work->lines.n; i++)
        for (size_t part = 0; part < 3; part++) {
            const struct line *line = &work->lines.v[i];
            const size_t a = chars_on(name, 0, length / 3 * part);
            const size_t b = part == 2 ? name.n : chars_on(name, a, length / 3);
            const struct bm_str third = str_part(name, a, b), s = line->text;
            for (size_t at = 0; (at = str_find(s, third, at)) < s.n; at += third.n) {
                const size_t from = chars_back(s, at, length / 3 * part);
                const size_t to = chars_on(s, from, length);
                const struct bm_str text = str_part(s, from, to);
                if (bm_utf8_count(text.p, text.n) == length && others(text, name) == 1 &&
                    !is_place(v, n, line, from, to) && !is_earlier(s, from, to))
                    FOUND(work, rule, line, (uint32_t)from, (uint32_t)to, name,
                          number_str(work, count));
            }
        }
}

/* What is a character or two off the commonest form, and much rarer. */
static void judge(struct work *work, uint32_t rule, const struct place *v, size_t n)
{
    uint32_t *counts = BM_NEW_N(work->scratch, n + 1, uint32_t);
    uint32_t best = 0;
    for (size_t i = 0; i < n; i++)
        counts[v[i].form]++;
    for (uint32_t i = 0; i < n; i++)
        if (counts[i] > counts[best])
            best = i;
    if (n && counts[best] >= 4)
        find_torn(work, rule, v, n, v[best].text, counts[best]);
    for (size_t i = 0; i < n; i++) {
        const uint32_t form = v[i].form;
        if (form == best || counts[best] < 4 || counts[form] * 4 > counts[best])
            continue;
        const size_t off = bm_str_distance(v[i].text, v[best].text);
        if (off && off <= 2 && !is_earlier(v[i].line->text, v[i].from, v[i].to))
            FOUND(work, rule, v[i].line, v[i].from, v[i].to, v[best].text,
                  number_str(work, counts[best]));
    }
}

void fact_sittings(struct work *work, uint32_t rule)
{
    struct place *v;
    size_t n = collect(work, rule, LONG, &v);
    judge(work, rule, v, n);
    n = collect(work, rule, SHORT, &v);
    judge(work, rule, v, n);
}
