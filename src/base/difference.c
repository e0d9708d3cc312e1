/* Forwards from both beginnings: how far each diagonal is reached with d edits, for d = 0, 1, …;
 * then back along what was kept. */
#include "base/difference.h"

#include <string.h>

struct search {
    const uint32_t *a, *b; /* between what both begin and end with */
    int32_t n, m;
    int32_t *reached[BM_DIFFERENCE_MOST + 1]; /* of d edits: diagonal k = x - y at [(k + d) / 2] */
    uint64_t steps;
};

static int32_t follow(struct search *s, int32_t x, int32_t k)
{
    const int32_t from = x;
    while (x < s->n && x - k < s->m && s->a[x] == s->b[x - k])
        x++;
    s->steps += (uint64_t)(x - from) + 1;
    return x;
}

/* Whether diagonal k is come to from above, by an insertion, with d edits. */
static bool is_down(const struct search *s, int32_t d, int32_t k)
{
    const int32_t *last = s->reached[d - 1];
    return k == -d || (k != d && last[(k + d) / 2 - 1] < last[(k + d) / 2]);
}

static int32_t before(const struct search *s, int32_t d, int32_t k)
{
    return s->reached[d - 1][(k + d) / 2 - !is_down(s, d, k)];
}

/* The number of edits, or -1: there are more than the limit. */
static int32_t count_edits(struct search *s, struct bm_arena *work)
{
    for (int32_t d = 0; d <= BM_DIFFERENCE_MOST && s->steps <= BM_DIFFERENCE_STEPS; d++) {
        s->reached[d] = BM_NEW_N(work, (size_t)d + 1, int32_t);
        for (int32_t k = -d; k <= d; k += 2) {
            const int32_t x = !d ? 0 : before(s, d, k) + !is_down(s, d, k);
            /* A diagonal outside leads nowhere; what it is said to reach is never gone back to. */
            const bool outside = x > s->n || x - k > s->m;
            s->reached[d][(k + d) / 2] = outside ? x : follow(s, x, k);
            if (!outside && s->reached[d][(k + d) / 2] >= s->n &&
                s->reached[d][(k + d) / 2] - k >= s->m)
                return d;
        }
    }
    return -1;
}

/* Marks what is deleted of a and inserted of b. */
static void go_back(const struct search *s, int32_t d, bool *deleted, bool *inserted)
{
    int32_t k = s->n - s->m;
    for (; d > 0; d--) {
        const bool down = is_down(s, d, k);
        const int32_t x = before(s, d, k), from = down ? k + 1 : k - 1;
        if (down)
            inserted[x - from] = true;
        else
            deleted[x] = true;
        k = from;
    }
}

static void put_hunks(struct bm_arena *arena, const struct search *s, uint32_t offset,
                      const bool *deleted, const bool *inserted, struct bm_difference *out)
{
    size_t cap = 0;
    for (int32_t x = 0, y = 0; x < s->n || y < s->m;) {
        const int32_t x0 = x, y0 = y;
        while ((x < s->n && deleted[x]) || (y < s->m && inserted[y])) {
            x += x < s->n && deleted[x];
            y += y < s->m && inserted[y];
        }
        if (x == x0 && y == y0) {
            x++;
            y++;
            continue;
        }
        out->v = bm_arena_grow(arena, out->v, out->n, &cap, sizeof *out->v);
        out->v[out->n++] = (struct bm_hunk){offset + (uint32_t)x0, (uint32_t)(x - x0),
                                            offset + (uint32_t)y0, (uint32_t)(y - y0)};
    }
}

void bm_difference(struct bm_arena *arena, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                   struct bm_difference *out)
{
    size_t head = 0, tail = 0;
    *out = (struct bm_difference){0};
    while (head < n && head < m && a[head] == b[head])
        head++;
    while (tail < n - head && tail < m - head && a[n - 1 - tail] == b[m - 1 - tail])
        tail++;
    if (head + tail == n && n == m)
        return;
    struct bm_arena *work = bm_arena_new();
    struct search *s = BM_NEW(work, struct search);
    s->a = a + head;
    s->b = b + head;
    s->n = (int32_t)(n - head - tail);
    s->m = (int32_t)(m - head - tail);
    bool *deleted = BM_NEW_N(work, n + 1, bool), *inserted = BM_NEW_N(work, m + 1, bool);
    const int32_t edits = count_edits(s, work);
    out->coarse = edits < 0;
    if (out->coarse) {
        memset(deleted, true, (size_t)s->n);
        memset(inserted, true, (size_t)s->m);
    } else {
        go_back(s, edits, deleted, inserted);
    }
    put_hunks(arena, s, (uint32_t)head, deleted, inserted, out);
    bm_arena_drop(work);
}
