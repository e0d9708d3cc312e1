/* Pairs. First what has the same text at the same place, wherever it comes in the order; then, of
 * what is left between two such pairs, what has the same text in the same order, and last what
 * stands there instead. Which pairs are out of order is told by the longest rising sequence. */
#include "verify/parts.h"

#define CELL BM_PT /* of the grid that finds places: a point */

static uint64_t cell_of(const struct bm_atom *a, int64_t x, int64_t y)
{
    const uint64_t place = (uint64_t)(uint32_t)(int32_t)x << 32 | (uint32_t)(int32_t)y;
    const uint64_t what = bm_hash(a->kind == BM_ATOM_GLYPH, a->text.p, a->text.n);
    return ((place * BM_HASH_ODD) ^ a->page ^ what) * BM_HASH_ODD;
}

struct work {
    struct bm_arena *arena;
    const struct bm_atoms *wanted, *seen;
    struct bm_pairs *pairs;
    size_t cells; /* that tables may still have */
};

static void join(struct work *w, size_t i, size_t k)
{
    w->pairs->of_wanted[i] = k;
    w->pairs->of_seen[k] = i;
}

static bool same(const struct bm_atom *a, const struct bm_atom *b)
{
    if (a->kind != BM_ATOM_GLYPH)
        return bm_shapes_alike(a, b);
    return b->kind == BM_ATOM_GLYPH && bm_str_eq(a->text, b->text) && bm_atom_there(a, b);
}

/* Same text, same place. Most pairs come one after the other. */
static void join_places(struct work *w)
{
    const struct bm_atoms *wanted = w->wanted, *seen = w->seen;
    struct bm_index index = {0};
    size_t next = 0, first = 0;
    while (first < wanted->n && first < seen->n && same(&wanted->v[first], &seen->v[first])) {
        join(w, first, first);
        first++;
    }
    next = first;
    for (size_t k = first; k < seen->n; k++) {
        const struct bm_atom *a = &seen->v[k];
        bm_index_add(w->arena, &index, cell_of(a, a->x / CELL, a->y / CELL), k);
    }
    for (size_t i = first; i < wanted->n; i++) {
        const struct bm_atom *a = &wanted->v[i];
        while (next < seen->n && w->pairs->of_seen[next] != SIZE_MAX)
            next++;
        if (next < seen->n && same(a, &seen->v[next])) {
            join(w, i, next);
            continue;
        }
        for (int side = 0; side < 9 && w->pairs->of_wanted[i] == SIZE_MAX; side++) {
            const int64_t x = a->x / CELL + side % 3 - 1, y = a->y / CELL + side / 3 - 1;
            size_t at = 0;
            uint32_t k;
            while ((k = bm_index_next(&index, cell_of(a, x, y), &at)) != BM_INDEX_NONE)
                if (w->pairs->of_seen[k] == SIZE_MAX && same(a, &seen->v[k])) {
                    join(w, i, k);
                    next = k + 1;
                    break;
                }
        }
    }
}

void bm_rising(struct bm_arena *arena, const size_t *numbers, size_t n, bool *stays)
{
    size_t *tails = BM_NEW_N(arena, n + 1, size_t), *before = BM_NEW_N(arena, n + 1, size_t);
    size_t longest = 0;
    for (size_t i = 0; i < n; i++) {
        size_t low = 0, high = longest;
        if (longest && numbers[tails[longest - 1]] < numbers[i])
            low = longest; /* as nearly all do */
        while (low < high) {
            const size_t middle = (low + high) / 2;
            if (numbers[tails[middle]] < numbers[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low ? tails[low - 1] : SIZE_MAX;
        tails[low] = i;
        longest = low == longest ? longest + 1 : longest;
        stays[i] = false;
    }
    for (size_t i = longest ? tails[longest - 1] : SIZE_MAX; i != SIZE_MAX; i = before[i])
        stays[i] = true;
}

/* Marks the pairs that are out of order. */
static void find_order(struct work *w)
{
    const size_t n = w->wanted->n;
    size_t *numbers = BM_NEW_N(w->arena, n, size_t), *of = BM_NEW_N(w->arena, n, size_t), count = 0;
    bool *stays = BM_NEW_N(w->arena, n, bool);
    for (size_t i = 0; i < n; i++)
        if (w->pairs->of_wanted[i] != SIZE_MAX) {
            numbers[count] = w->pairs->of_wanted[i];
            of[count++] = i;
        }
    bm_rising(w->arena, numbers, count, stays);
    for (size_t k = 0; k < count; k++)
        w->pairs->out_of_order[of[k]] = !stays[k];
}

/* What is left between two pairs, of one kind: indices of wanted and of seen ones. */
struct gap {
    size_t *wanted, *seen;
    size_t n, m;
};

static bool same_text(const struct work *w, size_t i, size_t k)
{
    const struct bm_atom *a = &w->wanted->v[i], *b = &w->seen->v[k];
    return a->page == b->page && bm_str_eq(a->text, b->text);
}

/* The longest common sequence, by the table; what is too large for one goes by order alone. */
static void join_texts(struct work *w, const struct gap *g)
{
    if (!g->n || !g->m || g->n > w->cells / g->m)
        return;
    const size_t row = g->m + 1;
    w->cells -= g->n * g->m;
    uint32_t *t = BM_NEW_N(w->arena, (g->n + 1) * row, uint32_t);
    for (size_t i = g->n; i-- > 0;)
        for (size_t k = g->m; k-- > 0;) {
            const uint32_t down = t[(i + 1) * row + k], right = t[i * row + k + 1];
            t[i * row + k] = same_text(w, g->wanted[i], g->seen[k]) ? t[(i + 1) * row + k + 1] + 1
                             : down > right                         ? down
                                                                    : right;
        }
    for (size_t i = 0, k = 0; i < g->n && k < g->m;) {
        if (same_text(w, g->wanted[i], g->seen[k]))
            join(w, g->wanted[i++], g->seen[k++]);
        else if (t[(i + 1) * row + k] >= t[i * row + k + 1])
            i++;
        else
            k++;
    }
}

/* What stands at a place instead: where as many are left as are wanted, one for one; else those
 * that begin where the wanted ones do. */
static void join_rest(struct work *w, const struct gap *g)
{
    size_t n = 0, m = 0, k = 0;
    for (size_t i = 0; i < g->n; i++)
        n += w->pairs->of_wanted[g->wanted[i]] == SIZE_MAX;
    for (size_t i = 0; i < g->m; i++)
        m += w->pairs->of_seen[g->seen[i]] == SIZE_MAX;
    for (size_t i = 0; i < g->n; i++) {
        if (w->pairs->of_wanted[g->wanted[i]] != SIZE_MAX)
            continue;
        for (size_t from = k; from < g->m; from++) {
            if (w->pairs->of_seen[g->seen[from]] != SIZE_MAX)
                continue;
            if (n == m || bm_atom_there(&w->wanted->v[g->wanted[i]], &w->seen->v[g->seen[from]])) {
                join(w, g->wanted[i], g->seen[from]);
                k = from + 1;
                break;
            }
        }
    }
}

static void collect(const struct bm_atoms *atoms, const size_t *pair, size_t from, size_t to,
                    size_t *list, size_t *n)
{
    *n = 0;
    for (size_t i = from; i < to; i++)
        if (pair[i] == SIZE_MAX && atoms->v[i].kind == BM_ATOM_GLYPH)
            list[(*n)++] = i;
}

static void join_gaps(struct work *w)
{
    const struct bm_atoms *wanted = w->wanted, *seen = w->seen;
    struct gap g = {.wanted = BM_NEW_N(w->arena, wanted->n, size_t),
                    .seen = BM_NEW_N(w->arena, seen->n, size_t)};
    for (size_t i = 0, from = 0, seen_from = 0; i <= wanted->n; i++) {
        const bool end = i == wanted->n;
        if (!end && (w->pairs->of_wanted[i] == SIZE_MAX || w->pairs->out_of_order[i]))
            continue;
        const size_t to = end ? seen->n : w->pairs->of_wanted[i];
        if (i > from && to > seen_from) {
            collect(wanted, w->pairs->of_wanted, from, i, g.wanted, &g.n);
            collect(seen, w->pairs->of_seen, seen_from, to, g.seen, &g.m);
            join_texts(w, &g);
            join_rest(w, &g);
        }
        from = i + 1;
        seen_from = to + 1;
    }
}

void bm_pair(struct bm_arena *arena, const struct bm_atoms *wanted, const struct bm_atoms *seen,
             struct bm_pairs *pairs)
{
    struct work w = {arena, wanted, seen, pairs, BM_ALIGN_CELLS};
    pairs->of_wanted = BM_NEW_N(arena, wanted->n + 1, size_t);
    pairs->of_seen = BM_NEW_N(arena, seen->n + 1, size_t);
    pairs->out_of_order = BM_NEW_N(arena, wanted->n + 1, bool);
    for (size_t i = 0; i < wanted->n; i++)
        pairs->of_wanted[i] = SIZE_MAX;
    for (size_t i = 0; i < seen->n; i++)
        pairs->of_seen[i] = SIZE_MAX;
    join_places(&w);
    find_order(&w);
    join_gaps(&w);
}
