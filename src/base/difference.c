/* From both ends at once: how far each diagonal is reached with d edits, for d = 0, 1, …, until the
 * two meet; what lies before the place where they met, and what lies behind it, is done likewise.
 */
#include "base/difference.h"

struct rows {
    struct bm_arena *arena;
    const uint32_t *a, *b;
    int32_t *forward, *backward; /* by diagonal, from the middle of each */
    struct bm_diff *out;
};

/* A part of both: from a0 to a1 of the one, from b0 to b1 of the other. */
struct box {
    uint32_t a0, a1, b0, b1;
};

void bm_diff_add(struct bm_arena *arena, struct bm_diff *out, uint32_t a, uint32_t b, uint32_t n)
{
    struct bm_diff_run *last = out->n ? &out->v[out->n - 1] : NULL;
    if (!n)
        return;
    if (last && last->a + last->n == a && last->b + last->n == b) {
        last->n += n;
        return;
    }
    out->v = bm_arena_grow(arena, out->v, out->n, &out->cap, sizeof *out->v);
    out->v[out->n++] = (struct bm_diff_run){a, b, n};
}

/* The furthest point on diagonal k after d edits, from what d - 1 reach. */
static int32_t reach(const int32_t *v, int32_t k, int32_t d)
{
    return k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
}

/* Takes steps; false: there are none left. */
static bool take(struct rows *r, uint64_t steps)
{
    r->out->steps = steps < r->out->steps ? r->out->steps - steps : 0;
    return r->out->steps > 0;
}

/* The snake in the middle of the shortest edit. False when the steps are used up. */
static bool middle(struct rows *r, const struct box *box, struct box *snake)
{
    const uint32_t *a = r->a + box->a0, *b = r->b + box->b0;
    const int32_t na = (int32_t)(box->a1 - box->a0), nb = (int32_t)(box->b1 - box->b0);
    const int32_t delta = na - nb, most = (na + nb + 1) / 2;
    int32_t *f = r->forward, *g = r->backward;
    f[1] = g[1] = 0;
    for (int32_t d = 0; d <= most; d++) {
        for (int32_t k = -d; k <= d; k += 2) {
            const int32_t from = reach(f, k, d);
            int32_t x = from, y = from - k;
            while (x < na && y < nb && a[x] == b[y])
                x++, y++;
            f[k] = x;
            if (!take(r, (uint64_t)(x - from) + 1))
                return false;
            if (delta % 2 != 0 && k - delta > -d && k - delta < d && x + g[delta - k] >= na) {
                *snake = (struct box){box->a0 + (uint32_t)from, box->a0 + (uint32_t)x,
                                      box->b0 + (uint32_t)(from - k), box->b0 + (uint32_t)y};
                return true;
            }
        }
        for (int32_t k = -d; k <= d; k += 2) {
            const int32_t from = reach(g, k, d);
            int32_t x = from, y = from - k;
            while (x < na && y < nb && a[na - x - 1] == b[nb - y - 1])
                x++, y++;
            g[k] = x;
            if (!take(r, (uint64_t)(x - from) + 1))
                return false;
            if (delta % 2 == 0 && delta - k >= -d && delta - k <= d && x + f[delta - k] >= na) {
                *snake = (struct box){box->a1 - (uint32_t)x, box->a1 - (uint32_t)from,
                                      box->b1 - (uint32_t)y, box->b1 - (uint32_t)(from - k)};
                return true;
            }
        }
    }
    return false;
}

/* Depth: each half has half of the edits, so that there are never more than some thirty. */
static void divide(struct rows *r, struct box box)
{
    const uint32_t a = box.a0, b = box.b0;
    uint32_t tail = 0;
    struct box snake;
    while (box.a0 < box.a1 && box.b0 < box.b1 && r->a[box.a0] == r->b[box.b0])
        box.a0++, box.b0++;
    bm_diff_add(r->arena, r->out, a, b, box.a0 - a);
    while (box.a0 < box.a1 && box.b0 < box.b1 && r->a[box.a1 - 1] == r->b[box.b1 - 1])
        box.a1--, box.b1--, tail++;
    if (box.a0 < box.a1 && box.b0 < box.b1 && middle(r, &box, &snake)) {
        divide(r, (struct box){box.a0, snake.a0, box.b0, snake.b0});
        bm_diff_add(r->arena, r->out, snake.a0, snake.b0, snake.a1 - snake.a0);
        divide(r, (struct box){snake.a1, box.a1, snake.b1, box.b1});
    }
    bm_diff_add(r->arena, r->out, box.a1, box.b1, tail);
}

void bm_diff_tokens(struct bm_arena *arena, const uint32_t *a, uint32_t na, const uint32_t *b,
                    uint32_t nb, struct bm_diff *out)
{
    const size_t width = (size_t)na + nb + 5;
    struct bm_arena *work = bm_arena_new();
    int32_t *v = bm_arena_array(work, 2 * width, sizeof *v);
    struct rows r = {arena, a, b, v + width / 2, v + width + width / 2, out};
    divide(&r, (struct box){0, na, 0, nb});
    bm_arena_drop(work);
}

void bm_difference(struct bm_arena *arena, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                   struct bm_difference *out)
{
    struct bm_arena *work = bm_arena_new();
    struct bm_diff same = {.steps = BM_DIFFERENCE_STEPS};
    struct bm_hunk h = {0};
    size_t cap = 0;
    bm_diff_tokens(work, a, (uint32_t)n, b, (uint32_t)m, &same);
    *out = (struct bm_difference){.coarse = !same.steps};
    for (size_t i = 0; i <= same.n; i++) {
        const struct bm_diff_run end = {(uint32_t)n, (uint32_t)m, 0};
        const struct bm_diff_run *run = i < same.n ? &same.v[i] : &end;
        h.n = run->a - h.a;
        h.m = run->b - h.b;
        if (h.n || h.m) {
            out->v = bm_arena_grow(arena, out->v, out->n, &cap, sizeof *out->v);
            out->v[out->n++] = h;
        }
        h.a = run->a + run->n;
        h.b = run->b + run->n;
    }
    bm_arena_drop(work);
}
