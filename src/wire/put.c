/* Chunks, and what of a page is not in the one before. */
#include "wire/list.h"

void bm_wire_put(struct bm_buf *out, char kind, struct bm_str bytes)
{
    bm_buf_char(out, kind);
    bm_wire_string(out, bytes);
}

/* One of the two lists of a page. */
struct list {
    const struct bm_wire_page *page;
    const struct bm_wire_entry *v;
    size_t n, axes; /* axes: of place that are sent */
};

static bool equal(const struct list *a, size_t i, const struct list *b, size_t j)
{
    const struct bm_wire_entry *x = &a->v[i], *y = &b->v[j];
    return x->hash == y->hash && x->n == y->n &&
           memcmp(a->page->bytes + x->at, b->page->bytes + y->at, x->n) == 0;
}

/* How much farther each axis of place is. */
static void distance(const struct bm_wire_entry *from, const struct bm_wire_entry *to,
                     int64_t by[4])
{
    for (int k = 0; k < 4; k++)
        by[k] = to->place[k] - from->place[k];
}

/* How many from i on stand in the base from j on, all equally far from there. */
static size_t stretch(const struct list *now, size_t i, const struct list *base, size_t j,
                      int64_t by[4])
{
    size_t n = 0;
    while (i + n < now->n && j + n < base->n && equal(now, i + n, base, j + n)) {
        int64_t here[4];
        distance(&base->v[j + n], &now->v[i + n], here);
        if (n && memcmp(here, by, sizeof here) != 0)
            break;
        memcpy(by, here, sizeof here);
        n++;
    }
    return n;
}

struct found {
    size_t at, n;
    int64_t by[4];
};

/* The longest stretch for what is at i: first where the last one ended, then wherever else. */
static struct found find(const struct list *now, size_t i, const struct list *base,
                         const struct bm_index *index, size_t expected)
{
    struct found best = {.at = expected};
    if (expected < base->n)
        best.n = stretch(now, i, base, expected, best.by);
    if (best.n)
        return best;
    size_t at = 0;
    uint32_t j;
    for (int tries = 0;
         tries < TRIES_MOST && (j = bm_index_next(index, now->v[i].hash, &at)) != BM_INDEX_NONE;
         tries++) {
        struct found f = {.at = j};
        f.n = stretch(now, i, base, j, f.by);
        if (f.n > best.n)
            best = f;
    }
    return best;
}

static void put_places(struct bm_buf *out, const struct list *now, size_t i)
{
    static const int64_t zero[4];
    const int64_t *last = i ? now->v[i - 1].place : zero;
    for (size_t k = 0; k < now->axes; k++)
        bm_wire_s(out, now->v[i].place[k] - (k == BM_WIRE_SOURCE ? 0 : last[k]));
}

/* What is new, from i on, n of it. */
static void put_new(struct bm_buf *out, const struct list *now, size_t i, size_t n)
{
    if (!n)
        return;
    bm_wire_u(out, (uint64_t)n << 1);
    for (; n--; i++) {
        const struct bm_wire_entry *e = &now->v[i];
        if (now->axes == 1)
            bm_buf_put(out, now->page->bytes + e->at, e->n);
        else
            bm_wire_string(out, (struct bm_str){now->page->bytes + e->at, e->n});
        put_places(out, now, i);
    }
}

/* Where entries are by their bytes; of those that are alike, rules say, only some are looked at. */
static struct bm_index index_of(const struct list *base, struct bm_arena *arena)
{
    struct bm_index index = {0};
    for (size_t j = 0; base && j < base->n; j++) {
        size_t at = 0;
        int alike = 0;
        while (alike < TRIES_MOST && bm_index_next(&index, base->v[j].hash, &at) != BM_INDEX_NONE)
            alike++;
        if (alike < TRIES_MOST)
            bm_index_add(arena, &index, base->v[j].hash, j);
    }
    return index;
}

static void put_list(struct bm_buf *out, const struct list *now, const struct list *base,
                     struct bm_arena *arena)
{
    const struct bm_index index = index_of(base, arena);
    size_t begun = 0, expected = 0, behind = 0;
    bm_wire_u(out, now->n);
    for (size_t i = 0; i < now->n;) {
        const struct found f = base ? find(now, i, base, &index, expected) : (struct found){0};
        if (!f.n) {
            i++;
            expected++;
            continue;
        }
        put_new(out, now, begun, i - begun);
        bm_wire_u(out, (uint64_t)f.n << 1 | 1);
        bm_wire_s(out, (int64_t)f.at - (int64_t)behind);
        for (size_t k = 0; k < now->axes; k++)
            bm_wire_s(out, f.by[k]);
        expected = behind = f.at + f.n;
        begun = i += f.n;
    }
    put_new(out, now, begun, now->n - begun);
}

static struct list nodes_of(const struct bm_wire_page *page)
{
    return (struct list){page, page->nodes, page->node_count, 1};
}

static struct list items_of(const struct bm_wire_page *page)
{
    return (struct list){page, page->items, page->item_count, 4};
}

void bm_wire_put_page(struct bm_buf *out, const struct bm_wire_page *page,
                      const struct bm_wire_page *base)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_buf b = {0};
    if (base && (base->number != page->number || base->tables != page->tables ||
                 memcmp(base->bytes, page->bytes, page->tables) != 0))
        base = NULL;
    bm_wire_u(&b, 1);
    bm_wire_u(&b, page->number);
    bm_wire_u(&b, page->revision);
    bm_wire_u(&b, base ? base->revision : 0);
    if (!base)
        bm_buf_put(&b, page->bytes, page->tables);
    const struct list now[] = {nodes_of(page), items_of(page)};
    for (size_t i = 0; i < BM_COUNT(now); i++) {
        const struct list before = base ? (i ? items_of(base) : nodes_of(base)) : (struct list){0};
        put_list(&b, &now[i], base ? &before : NULL, arena);
    }
    bm_wire_put(out, 'P', bm_buf_view(&b));
    bm_buf_free(&b);
    bm_arena_drop(arena);
}
