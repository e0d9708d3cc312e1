#define _GNU_SOURCE /* memmem: in Chinese text a first byte alone is everywhere */
#include "desk/anchor.h"

#include "desk/limits.h"

#define NOWHERE UINT32_MAX

/* So many characters of context must fit where the quote is short, and a quote alone must have. */
#define CONTEXT_ENOUGH 4
#define QUOTE_ENOUGH   4

static bool begins(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

/* BM_CONTEXT characters before, or after, a place. */
static struct bm_str context(struct bm_str text, size_t at, bool before)
{
    size_t i = at;
    for (unsigned k = 0; k < BM_CONTEXT && (before ? i > 0 : i < text.n); k++) {
        i = before ? i - 1 : i + 1;
        while (i > 0 && i < text.n && !begins(text.p[i]))
            i = before ? i - 1 : i + 1;
    }
    return before ? (struct bm_str){text.p + i, at - i} : (struct bm_str){text.p + at, i - at};
}

struct bm_anchor bm_anchor_make(struct bm_str text, uint32_t offset, uint32_t length)
{
    size_t quoted = length < BM_QUOTE_MOST ? length : BM_QUOTE_MOST;
    while (quoted < length && quoted > 0 && !begins(text.p[offset + quoted]))
        quoted--;
    return (struct bm_anchor){.offset = offset,
                              .length = length,
                              .quote = {text.p + offset, quoted},
                              .before = context(text, offset, true),
                              .after = context(text, (size_t)offset + length, false)};
}

/* The run that has byte `at` of the first text; NULL: it was changed. */
static const struct bm_diff_run *run_of(const struct bm_diff *runs, uint32_t at)
{
    size_t low = 0, high = runs->n;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (runs->v[mid].a + runs->v[mid].n <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low < runs->n && runs->v[low].a <= at ? &runs->v[low] : NULL;
}

struct moving {
    const struct bm_anchor *anchor;
    struct bm_str want, a, b;
    const struct bm_diff *runs;
    uint64_t *steps;
    uint32_t left, right; /* between what is unchanged beside the span, in b; or NOWHERE */
};

/* Nothing in the span and, if it is empty, nothing beside it was changed. */
static bool unchanged(const struct moving *m, uint32_t *offset)
{
    const uint32_t from = m->anchor->offset, to = from + m->anchor->length;
    if (from < to) {
        const struct bm_diff_run *run = run_of(m->runs, from);
        *offset = run ? run->b + (from - run->a) : 0;
        return run && to <= run->a + run->n;
    }
    *offset = m->left;
    return m->left != NOWHERE && m->left == m->right;
}

/* What of the second text lies between the neighbours of the span. */
static void find_sides(struct moving *m)
{
    const uint32_t from = m->anchor->offset, to = from + m->anchor->length;
    const struct bm_diff_run *before = from ? run_of(m->runs, from - 1) : NULL;
    const struct bm_diff_run *after = to < m->a.n ? run_of(m->runs, to) : NULL;
    m->left = !from ? 0 : before ? before->b + (from - before->a) : NOWHERE;
    m->right = to >= m->a.n ? (uint32_t)m->b.n : after ? after->b + (to - after->a) : NOWHERE;
    if (m->left != NOWHERE && m->right != NOWHERE && m->left > m->right)
        m->left = m->right = NOWHERE;
}

/* About where the span should be: the nearest byte before it that is unchanged. */
static uint32_t expected(const struct moving *m)
{
    uint32_t at = 0;
    for (size_t i = 0; i < m->runs->n && m->runs->v[i].a < m->anchor->offset; i++) {
        const struct bm_diff_run *run = &m->runs->v[i];
        const uint32_t in = m->anchor->offset - run->a;
        at = run->b + (in < run->n ? in : run->n);
    }
    return at;
}

/* How many characters of the context stand about a place of b. */
static unsigned score(const struct moving *m, size_t from, size_t to)
{
    const struct bm_str before = m->anchor->before, after = m->anchor->after;
    unsigned n = 0;
    for (size_t i = 1; i <= before.n && i <= from && before.p[before.n - i] == m->b.p[from - i];
         i++)
        n += begins(m->b.p[from - i]);
    for (size_t i = 0; i < after.n && to + i < m->b.n && after.p[i] == m->b.p[to + i]; i++)
        n += begins(m->b.p[to + i]);
    return n;
}

bool bm_anchor_whole(const struct bm_anchor *anchor, struct bm_str text, uint32_t at,
                     uint32_t length)
{
    const struct bm_str before = anchor->before, after = anchor->after;
    const size_t to = (size_t)at + length;
    return at >= before.n && to + after.n <= text.n &&
           memcmp(text.p + at - before.n, before.p, before.n) == 0 &&
           memcmp(text.p + to, after.p, after.n) == 0;
}

bool bm_text_find(struct bm_str text, struct bm_str bytes, size_t *at)
{
    const char *p = *at < text.n ? memmem(text.p + *at, text.n - *at, bytes.p, bytes.n) : NULL;
    if (p)
        *at = (size_t)(p - text.p);
    return p != NULL;
}

/* The same in b, while there are steps. */
static bool next(const struct moving *m, struct bm_str s, size_t *at)
{
    const size_t from = *at;
    const bool found = *m->steps && bm_text_find(m->b, s, at);
    const uint64_t cost = 1 + ((found ? *at : m->b.n) - (from < m->b.n ? from : m->b.n)) / 16;
    *m->steps -= cost < *m->steps ? cost : *m->steps;
    return found;
}

/* The best place of s in b: most of the context about it, then nearest to where it should be. */
static bool find(const struct moving *m, struct bm_str s, unsigned enough, uint32_t *place)
{
    const uint32_t about = expected(m);
    unsigned best = 0;
    uint32_t far = 0;
    bool found = false;
    for (size_t at = 0; s.n && next(m, s, &at); at++) {
        const unsigned fits = score(m, at, at + s.n);
        const uint32_t off = at > about ? (uint32_t)at - about : about - (uint32_t)at;
        if (fits < enough || (found && (fits < best || (fits == best && off >= far))))
            continue;
        found = true;
        best = fits;
        far = off;
        *place = (uint32_t)at;
    }
    return found;
}

/* Whether what is wanted stands there: between the neighbours, or between as much of the context as
 * is needed to be sure. */
static bool done(const struct moving *m, struct bm_placed_anchor *out)
{
    const struct bm_str between = {m->b.p + m->left, m->right - m->left};
    if (!m->want.p)
        return false;
    if (m->left != NOWHERE && m->right != NOWHERE && bm_str_eq(between, m->want)) {
        *out = (struct bm_placed_anchor){BM_ANCHORED_DONE, m->left, (uint32_t)m->want.n};
        return true;
    }
    /* Where characters repeat, the difference may lie one place to the side. */
    const struct bm_str before = m->anchor->before, after = m->anchor->after;
    const struct bm_str pivot = before.n ? before : after;
    for (size_t at = 0; pivot.n && next(m, pivot, &at); at++) {
        const size_t from = before.n ? at + before.n : at - m->want.n, to = from + m->want.n;
        if ((!before.n && at < m->want.n) || to + after.n > m->b.n ||
            memcmp(m->b.p + from, m->want.p, m->want.n) != 0 ||
            memcmp(m->b.p + to, after.p, after.n) != 0)
            continue;
        *out = (struct bm_placed_anchor){BM_ANCHORED_DONE, (uint32_t)from, (uint32_t)m->want.n};
        return true;
    }
    return false;
}

/* The line of b that has what is left of the span's own line. */
static bool find_line(const struct moving *m, struct bm_placed_anchor *out)
{
    const char *a = m->a.p;
    size_t from = m->anchor->offset, to = (size_t)m->anchor->offset + m->anchor->length;
    while (from > 0 && a[from - 1] != '\n')
        from--;
    while (to < m->a.n && a[to] != '\n')
        to++;
    uint32_t near = NOWHERE, far = 0;
    for (size_t i = 0; i < m->runs->n; i++) {
        const struct bm_diff_run *run = &m->runs->v[i];
        const uint32_t begin = run->a > from ? run->a : (uint32_t)from;
        const uint32_t end = run->a + run->n < to ? run->a + run->n : (uint32_t)to;
        const uint32_t off = begin > m->anchor->offset ? begin - m->anchor->offset
                             : end < m->anchor->offset ? m->anchor->offset - end
                                                       : 0;
        if (begin >= end || (near != NOWHERE && off >= far))
            continue;
        near = run->b + (begin - run->a);
        far = off;
    }
    if (near == NOWHERE)
        return false;
    size_t start = near, stop = near;
    while (start > 0 && m->b.p[start - 1] != '\n')
        start--;
    while (stop < m->b.n && m->b.p[stop] != '\n')
        stop++;
    *out = (struct bm_placed_anchor){BM_ANCHORED_LINE, (uint32_t)start, (uint32_t)(stop - start)};
    return true;
}

struct bm_placed_anchor bm_anchor_move(const struct bm_anchor *anchor, struct bm_str want,
                                       struct bm_str a, struct bm_str b, const struct bm_diff *runs,
                                       uint64_t *steps)
{
    struct moving m = {anchor, want, a, b, runs, steps, NOWHERE, NOWHERE};
    struct bm_placed_anchor out = {BM_ANCHORED_LOST, 0, 0};
    uint32_t at;
    find_sides(&m);
    const bool stands = unchanged(&m, &at);
    /* With its whole context about it, it is untouched. Without, where characters repeat, another
     * may be taken for the one that is gone. */
    if ((!stands || !bm_anchor_whole(anchor, b, at, anchor->length)) && done(&m, &out))
        return out;
    if (stands)
        return (struct bm_placed_anchor){
            at == anchor->offset ? BM_ANCHORED_SAME : BM_ANCHORED_MOVED, at, anchor->length};
    const unsigned all = (unsigned)(bm_utf8_count(anchor->before.p, anchor->before.n) +
                                    bm_utf8_count(anchor->after.p, anchor->after.n));
    const size_t characters = bm_utf8_count(anchor->quote.p, anchor->quote.n);
    const unsigned enough = characters >= QUOTE_ENOUGH ? 0 : CONTEXT_ENOUGH;
    const bool quoted = anchor->quote.n == anchor->length;
    /* Moved as a whole; else what took its place between its neighbours; else its like. */
    if (quoted && find(&m, anchor->quote, all, &at))
        return (struct bm_placed_anchor){BM_ANCHORED_MOVED, at, anchor->length};
    if (m.left != NOWHERE && m.right != NOWHERE && m.right > m.left &&
        m.right - m.left <= 2 * anchor->length + BM_CONTEXT * 3)
        return (struct bm_placed_anchor){BM_ANCHORED_NEAR, m.left, m.right - m.left};
    if (quoted && find(&m, anchor->quote, enough, &at))
        return (struct bm_placed_anchor){BM_ANCHORED_NEAR, at, anchor->length};
    find_line(&m, &out);
    return out;
}
