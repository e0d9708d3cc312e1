/* Three to eight Han characters that stand twice at once. */
#include "copydesk/parts.h"

#define LEAST 3
#define MOST  8

struct letter {
    uint32_t cp, at;
};

/* Whether n letters are the n before them; one letter over and over is a laugh, not a slip. */
static bool repeats(const struct letter *v, uint32_t n)
{
    bool other = false;
    for (uint32_t i = 0; i < n; i++) {
        if (v[i].cp != v[(int)i - (int)n].cp || !is_han(v[i].cp))
            return false;
        other |= v[i].cp != v[0].cp;
    }
    return other;
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
