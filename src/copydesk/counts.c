/* What is announced by number against the list that follows: 三项工作：一要…二要…三要…, 以下20件.
 */
#include "copydesk/parts.h"

#include <uchar.h>

#define NUMERAL "[一二三四五六七八九十]{1,3}"

/* How members of a list within a paragraph begin; group 1 is the number. */
static const char *const inside[] = {
    "(?<![\\x{4e00}-\\x{9fff}])(" NUMERAL ")是(?!否)",
    "(?<![\\x{4e00}-\\x{9fff}])(" NUMERAL ")要(?!素|求|不|么|领|点)",
    "(?<![\\x{4e00}-\\x{9fff}])第(" NUMERAL ")，",
    "[（(](" NUMERAL ")[）)]",
    "[（(](\\d{1,2})[）)]",
};
/* The same of lists whose members are paragraphs. */
static const char *const starts[] = {"^(" NUMERAL ")、", "^[（(](" NUMERAL ")[）)]",
                                     "^(" NUMERAL ")是(?!否)", "^第(" NUMERAL ")，",
                                     "^(\\d{1,2})[.．、]"};

/* Members 1, 2, 3 … of one form behind byte `at`; the first within so many bytes. */
static int64_t members_inside(struct work *work, const struct line *line, uint32_t at)
{
    int64_t best = 0;
    for (size_t f = 0; f < BM_COUNT(inside); f++) {
        const struct pattern *p = work_pattern(work, inside[f]);
        uint32_t i = at, g[24];
        int64_t n = 0;
        while (pattern_next(p, line->text, &i, g) > 0) {
            const int64_t number = number_of(str_part(line->text, g[2], g[3]));
            if (number != n + 1 || (!n && g[0] > at + 60))
                break;
            n = number;
        }
        best = n > best ? n : best;
    }
    return best;
}

static int64_t members_below(struct work *work, size_t i)
{
    const struct line *line = &work->lines.v[i], *end = work->lines.v + work->lines.n;
    const struct line *first = line + 1;
    int64_t n = 0;
    if (first >= end || first->article != line->article)
        return 0;
    if (first->role == ROLE_ITEM) {
        for (const struct line *l = first; l < end && l->article == line->article; l++) {
            if (l->gap)
                return 0;
            if (l->role != ROLE_ITEM)
                break;
            n++;
        }
        return n;
    }
    for (size_t f = 0; f < BM_COUNT(starts); f++) {
        const struct pattern *p = work_pattern(work, starts[f]);
        uint32_t g[24];
        n = 0;
        for (const struct line *l = first; l < end && l->article == line->article; l++) {
            uint32_t at = 0;
            if (l->gap)
                return 0;
            if (pattern_next(p, l->text, &at, g) <= 0) {
                if (!n)
                    break;
                continue; /* what stands between members */
            }
            if (number_of(str_part(l->text, g[2], g[3])) != n + 1)
                break;
            n++;
        }
        if (n > 1)
            return n;
    }
    return 0;
}

static void say(struct work *work, uint32_t rule, const struct line *line, const uint32_t *g,
                int64_t said, int64_t is)
{
    if (is > 1 && is != said)
        FOUND(work, rule, line, g[2], g[5], number_str(work, said), number_str(work, is));
}

static uint32_t colon_end(struct bm_str s, uint32_t from)
{
    const size_t at = str_find(s, BM_STR("："), from);
    return (uint32_t)(at < s.n ? at + 3 : s.n);
}

/* 名 and 人 before a list of names: 边振桓、闫涛. */
static void read_names(struct work *work, uint32_t rule, const struct line *line)
{
    const struct pattern *p = work_pattern(
        work, "(?<![\\d.约近余多第])(" NUMERAL
              "|\\d{1,3})(名|人|位)[^，。；：！？、]{0,12}：([^。；：！？\\n]+?)(?:[。；]|$)");
    uint32_t at = 0, g[24];
    while (pattern_next(p, line->text, &at, g) > 0) {
        const struct bm_str list = str_part(line->text, g[6], g[7]);
        int64_t n = 1;
        size_t longest = 0, from = 0;
        for (size_t i = 0; i <= list.n;) {
            const size_t here = i;
            const uint32_t cp = i < list.n ? bm_utf8_next(list.p, list.n, &i) : 0;
            if (cp && cp != u'、')
                continue;
            const size_t length = bm_utf8_count(list.p + from, here - from);
            longest = length > longest ? length : longest;
            from = i;
            if (!cp)
                break;
            n++;
        }
        const int64_t said = number_of(str_part(line->text, g[2], g[3]));
        if (longest <= 12 && str_find(list, BM_STR("等"), 0) >= list.n &&
            str_find(list, BM_STR("，"), 0) >= list.n && said > 1)
            say(work, rule, line, g, said, n);
    }
}

void fact_counts(struct work *work, uint32_t rule)
{
    const struct pattern *short_ = work_pattern(
        work, "(?<![\\d.第])(" NUMERAL "|\\d{1,2})(个方面|方面|项工作|项任务|项措施|条措施|条意见|"
              "点意见|点要求|件事|件实事|项重点|个重点)"
              "[^。；！？：]{0,14}：");
    const struct pattern *end = work_pattern(
        work, "(?<![\\d.第约近余])(" NUMERAL
              "|\\d{1,3})(件|项|条|个方面|方面|点|个|名|位|家|所|处)[^。；！？：]{0,40}：$");
    for (size_t i = 0; i < work->lines.n; i++) {
        const struct line *line = &work->lines.v[i];
        uint32_t at = 0, g[24];
        if (!rule_reads(work, rule, line) || line->gap)
            continue;
        bool told = false;
        while (pattern_next(short_, line->text, &at, g) > 0) {
            const int64_t said = number_of(str_part(line->text, g[2], g[3]));
            const uint32_t from = colon_end(line->text, g[4]);
            const int64_t is =
                from < line->text.n ? members_inside(work, line, from) : members_below(work, i);
            told |= from >= line->text.n;
            say(work, rule, line, g, said, is);
        }
        at = 0;
        if (!told && pattern_next(end, line->text, &at, g) > 0)
            say(work, rule, line, g, number_of(str_part(line->text, g[2], g[3])),
                members_below(work, i));
        read_names(work, rule, line);
    }
}
