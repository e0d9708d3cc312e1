/* Three to eight Han characters that stand twice at once. */
#include "copydesk/parts.h"

#include <uchar.h>

#define LEAST 3
#define MOST  8

struct letter {
    uint32_t cp, at;
};

/* 一个村一个村地跑: each in its turn, by 一 and a measure word. */
static bool one_by_one(uint32_t first, uint32_t second)
{
    static const char16_t measures[] =
        u"个件项条家户张步次点天句字本页座片块批队站村县镇乡颗粒代层级段所间栋遍份名位门根支枝排笔"
        u"口辆届年月周圈道株棵幅只头台套节课环区街户寸米车船课题";
    bool measure = false;
    for (size_t i = 0; measures[i]; i++)
        measure |= measures[i] == second;
    return first == u'一' && measure;
}

/* Whether n letters are the n before them; one letter over and over is a laugh, not a slip. */
static bool repeats(const struct letter *v, uint32_t n)
{
    bool other = false;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].cp != v[(int)i - (int)n].cp || !is_han(v[i].cp))
            return false;
        other |= v[i].cp != v[0].cp;
    }
    return other && !one_by_one(v[0].cp, v[1].cp);
}

void form_doubled(struct work *work, uint32_t rule, const struct line *line)
{
    const struct bm_str s = line->text;
    struct letter ring[4 * MOST]; /* the last letters, … */
    uint32_t n = 0;
    for (size_t i = 0; i < s.n;) {
        const uint32_t at = (uint32_t)i;
        if (n == BM_COUNT(ring)) { /* … of which as many as two repeats need are kept */
            memmove(ring, ring + 2 * MOST, 2 * MOST * sizeof *ring);
            n = 2 * MOST;
        }
        ring[n++] = (struct letter){bm_utf8_next(s.p, s.n, &i), at};
        for (uint32_t k = MOST; k >= LEAST; k--)
            if (n >= 2 * k && ring[n - 1].cp == ring[n - 1 - k].cp && repeats(&ring[n - k], k)) {
                FOUND(work, rule, line, ring[n - 2 * k].at, (uint32_t)i, (struct bm_str){0});
                n = 0;
                break;
            }
    }
}
