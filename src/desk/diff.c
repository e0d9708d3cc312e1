#include "desk/diff.h"

#include "base/index.h"

/* A part of both: from a0 to a1 of the one, from b0 to b1 of the other. */
struct box {
    uint32_t a0, a1, b0, b1;
};

static bool blank(struct bm_str text, size_t from, size_t to)
{
    while (from < to && (text.p[from] == ' ' || text.p[from] == '\t' || text.p[from] == '\r'))
        from++;
    return from == to;
}

struct bm_para *bm_paras_of(struct bm_arena *arena, struct bm_str text, size_t *n)
{
    struct bm_para *v = NULL;
    size_t cap = 0;
    *n = 0;
    for (size_t at = 0; at < text.n;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        const size_t line = end ? (size_t)(end - text.p) : text.n, next = end ? line + 1 : text.n;
        if (*n && blank(text, at, line)) {
            v[*n - 1].length = (uint32_t)(next - v[*n - 1].offset);
        } else {
            v = bm_arena_grow(arena, v, *n, &cap, sizeof *v);
            v[(*n)++] =
                (struct bm_para){(uint32_t)at, (uint32_t)(next - at), (uint32_t)(line - at)};
        }
        at = next;
    }
    return v;
}

/* Paragraphs that were numbered. */
struct numbers {
    struct bm_arena *arena;
    struct bm_index index;
    struct bm_str *v;
    size_t n, cap;
};

static uint32_t number(struct numbers *numbers, struct bm_str s)
{
    const uint64_t hash = bm_hash(BM_HASH_START, s.p, s.n);
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&numbers->index, hash, &at)) != BM_INDEX_NONE)
        if (bm_str_eq(numbers->v[i], s))
            return i;
    bm_index_add(numbers->arena, &numbers->index, hash, numbers->n);
    numbers->v =
        bm_arena_grow(numbers->arena, numbers->v, numbers->n, &numbers->cap, sizeof *numbers->v);
    numbers->v[numbers->n] = s;
    return (uint32_t)numbers->n++;
}

void bm_paras_number(struct bm_arena *arena, struct bm_str a, const struct bm_para *pa, size_t na,
                     struct bm_str b, const struct bm_para *pb, size_t nb, bool loose, uint32_t *ia,
                     uint32_t *ib)
{
    struct numbers numbers = {.arena = arena};
    for (size_t i = 0; i < na; i++)
        ia[i] = number(&numbers,
                       (struct bm_str){a.p + pa[i].offset, loose ? pa[i].text : pa[i].length});
    for (size_t i = 0; i < nb; i++)
        ib[i] = number(&numbers,
                       (struct bm_str){b.p + pb[i].offset, loose ? pb[i].text : pb[i].length});
}

/* The characters of a part of a text, and where each begins; one more for its end. */
static uint32_t *characters(struct bm_arena *arena, struct bm_str text, uint32_t from, uint32_t to,
                            uint32_t **offsets, uint32_t *n)
{
    uint32_t *v = bm_arena_array(arena, to - from, sizeof *v);
    *offsets = bm_arena_array(arena, (size_t)(to - from) + 1, sizeof **offsets);
    *n = 0;
    for (size_t i = from; i < to;) {
        (*offsets)[*n] = (uint32_t)i;
        v[(*n)++] = bm_utf8_next(text.p, to, &i);
    }
    (*offsets)[*n] = to;
    return v;
}

/* What lies between two paragraphs that are the same. */
static void diff_between(struct bm_arena *arena, struct bm_str a, struct bm_str b, struct box gap,
                         struct bm_diff *out)
{
    struct bm_diff runs = {.steps = out->steps};
    uint32_t na, nb, *oa, *ob;
    if (gap.a0 == gap.a1 || gap.b0 == gap.b1)
        return;
    const uint32_t *ca = characters(arena, a, gap.a0, gap.a1, &oa, &na);
    const uint32_t *cb = characters(arena, b, gap.b0, gap.b1, &ob, &nb);
    bm_diff_tokens(arena, ca, na, cb, nb, &runs);
    out->steps = runs.steps;
    for (size_t i = 0; i < runs.n; i++) {
        const struct bm_diff_run *run = &runs.v[i];
        bm_diff_add(arena, out, oa[run->a], ob[run->b], oa[run->a + run->n] - oa[run->a]);
    }
}

void bm_diff_texts(struct bm_arena *arena, struct bm_str a, struct bm_str b, struct bm_diff *out)
{
    size_t na, nb;
    const struct bm_para *pa = bm_paras_of(arena, a, &na), *pb = bm_paras_of(arena, b, &nb);
    uint32_t *ia = bm_arena_array(arena, na, sizeof *ia),
             *ib = bm_arena_array(arena, nb, sizeof *ib);
    struct bm_diff same = {.steps = out->steps};
    struct box gap = {0};
    bm_paras_number(arena, a, pa, na, b, pb, nb, false, ia, ib);
    bm_diff_tokens(arena, ia, (uint32_t)na, ib, (uint32_t)nb, &same);
    out->steps = same.steps;
    for (size_t i = 0; i <= same.n; i++) {
        const struct bm_diff_run *run = i < same.n ? &same.v[i] : NULL;
        gap.a1 = run ? pa[run->a].offset : (uint32_t)a.n;
        gap.b1 = run ? pb[run->b].offset : (uint32_t)b.n;
        diff_between(arena, a, b, gap, out);
        if (!run)
            break;
        const struct bm_para *last = &pa[run->a + run->n - 1], *end = &pb[run->b + run->n - 1];
        bm_diff_add(arena, out, gap.a1, gap.b1, last->offset + last->length - gap.a1);
        gap.a0 = last->offset + last->length;
        gap.b0 = end->offset + end->length;
    }
}
