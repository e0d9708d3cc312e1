#include "desk/compare.h"

#include "desk/limits.h"

#include <stdlib.h>

#define NONE UINT32_MAX
/* Two paragraphs are one that was changed when so much of the longer is the same. */
#define LIKE_PERCENT 50
/* Pairs that are looked at, each by its whole difference. */
#define PAIRS_MOST 4096

struct comparing {
    struct bm_arena *arena;
    struct bm_str a, b;
    struct bm_para *pa, *pb;
    size_t na, nb;
    uint32_t *ia, *ib;
    uint32_t *to;          /* of each paragraph of a its partner in b, or NONE */
    uint32_t *from;        /* the same of b */
    bool *moved;           /* of each of a: its partner is elsewhere */
    struct bm_diff *inner; /* of each of a, where it was changed */
    unsigned pairs;
    uint64_t steps;
    struct bm_part *v;
    size_t n, cap;
};

static void pair(struct comparing *c, uint32_t i, uint32_t j, bool moved)
{
    c->to[i] = j;
    c->from[j] = i;
    c->moved[i] = moved;
}

/* Paragraphs that stand elsewhere, unchanged: the first of one text with the first of the other. */
static void pair_equal(struct comparing *c)
{
    uint32_t most = 0;
    for (size_t i = 0; i < c->na; i++)
        most = c->ia[i] > most ? c->ia[i] : most;
    for (size_t j = 0; j < c->nb; j++)
        most = c->ib[j] > most ? c->ib[j] : most;
    uint32_t *first = bm_arena_array(c->arena, (size_t)most + 1, sizeof *first);
    uint32_t *next = bm_arena_array(c->arena, c->nb, sizeof *next);
    memset(first, 0xFF, ((size_t)most + 1) * sizeof *first);
    for (size_t j = c->nb; j-- > 0;)
        if (c->from[j] == NONE) {
            next[j] = first[c->ib[j]];
            first[c->ib[j]] = (uint32_t)j;
        }
    for (uint32_t i = 0; i < c->na; i++) {
        const uint32_t j = c->to[i] == NONE ? first[c->ia[i]] : NONE;
        if (j == NONE)
            continue;
        first[c->ia[i]] = next[j];
        pair(c, i, j, true);
    }
}

/* How much of the longer of two paragraphs is the same, in percent. */
static unsigned likeness(struct comparing *c, uint32_t i, uint32_t j, struct bm_diff *runs)
{
    const struct bm_para *p = &c->pa[i], *q = &c->pb[j];
    const uint32_t longer = p->text > q->text ? p->text : q->text;
    const uint32_t shorter = p->text > q->text ? q->text : p->text;
    uint64_t same = 0;
    *runs = (struct bm_diff){.steps = c->steps < BM_DIFF_STEPS ? c->steps : BM_DIFF_STEPS};
    if (c->pairs >= PAIRS_MOST || !longer || (uint64_t)shorter * 100 / longer < LIKE_PERCENT)
        return 0;
    c->pairs++;
    const uint64_t had = runs->steps;
    bm_diff_texts(c->arena, (struct bm_str){c->a.p + p->offset, p->text},
                  (struct bm_str){c->b.p + q->offset, q->text}, runs);
    c->steps -= had - runs->steps;
    for (size_t k = 0; k < runs->n; k++)
        same += runs->v[k].n;
    return (unsigned)(same * 100 / longer);
}

/* Among the paragraphs of b from j0 to j1 that have no partner, the one most like the i-th of a. */
static void pair_like(struct comparing *c, uint32_t i, uint32_t j0, uint32_t j1, bool moved)
{
    struct bm_diff best = {0}, runs;
    unsigned most = 0;
    uint32_t partner = NONE;
    for (uint32_t j = j0; j < j1; j++) {
        if (c->from[j] != NONE)
            continue;
        const unsigned like = likeness(c, i, j, &runs);
        if (like < LIKE_PERCENT || like <= most)
            continue;
        most = like;
        best = runs;
        partner = j;
    }
    if (partner == NONE)
        return;
    pair(c, i, partner, moved);
    c->inner[i] = best;
}

/* Within each gap between paragraphs that are the same; then anywhere. */
static void pair_changed(struct comparing *c, const struct bm_diff *same)
{
    uint32_t i = 0, j = 0;
    for (size_t k = 0; k <= same->n; k++) {
        const struct bm_diff_run *run = k < same->n ? &same->v[k] : NULL;
        const uint32_t i1 = run ? run->a : (uint32_t)c->na, j1 = run ? run->b : (uint32_t)c->nb;
        uint32_t at = j;
        for (; i < i1; i++) {
            if (c->to[i] != NONE)
                continue;
            pair_like(c, i, at, j1, false);
            at = c->to[i] != NONE ? c->to[i] + 1 : at;
        }
        if (run) {
            i = run->a + run->n;
            j = run->b + run->n;
        }
    }
    for (uint32_t k = 0; k < c->na; k++)
        if (c->to[k] == NONE)
            pair_like(c, k, 0, (uint32_t)c->nb, true);
}

static struct bm_part *add(struct comparing *c, enum bm_part_kind kind, uint32_t i, uint32_t j)
{
    c->v = bm_arena_grow(c->arena, c->v, c->n, &c->cap, sizeof *c->v);
    struct bm_part *part = &c->v[c->n++];
    *part = (struct bm_part){.kind = kind};
    if (i != NONE)
        part->a = c->pa[i];
    if (j != NONE)
        part->b = c->pb[j];
    return part;
}

/* What of the two is the same, in offsets of the texts. */
static void add_inner(struct comparing *c, struct bm_part *part, uint32_t i)
{
    const struct bm_diff *inner = &c->inner[i];
    part->run_count = inner->n;
    part->runs = BM_NEW_N(c->arena, inner->n, struct bm_diff_run);
    for (size_t k = 0; k < inner->n; k++)
        part->runs[k] = (struct bm_diff_run){inner->v[k].a + part->a.offset,
                                             inner->v[k].b + part->b.offset, inner->v[k].n};
}

static void add_gone(struct comparing *c, uint32_t i)
{
    if (c->to[i] == NONE)
        add(c, BM_PART_REMOVED, i, NONE);
    else
        add(c, BM_PART_FROM, i, c->to[i])->pair = i + 1;
}

/* In the order of b; before each paragraph that kept its place, those of a that stood before it. */
static void put_in_order(struct comparing *c)
{
    uint32_t i = 0;
    for (uint32_t j = 0; j < c->nb; j++) {
        const uint32_t p = c->from[j];
        if (p == NONE) {
            add(c, BM_PART_ADDED, NONE, j);
            continue;
        }
        const bool moved = c->moved[p], changed = c->inner[p].n > 0;
        for (; !moved && i < p; i++)
            if (c->to[i] == NONE || c->moved[i])
                add_gone(c, i);
        if (!moved)
            i = p + 1;
        struct bm_part *part = add(c,
                                   moved     ? BM_PART_TO
                                   : changed ? BM_PART_CHANGED
                                             : BM_PART_SAME,
                                   p, j);
        part->pair = moved ? p + 1 : 0;
        if (changed)
            add_inner(c, part, p);
    }
    for (; i < c->na; i++)
        if (c->to[i] == NONE || c->moved[i])
            add_gone(c, i);
}

struct bm_part *bm_compare(struct bm_arena *arena, struct bm_str a, struct bm_str b, size_t *n)
{
    struct comparing c = {.arena = arena, .a = a, .b = b, .steps = BM_REBASE_STEPS};
    struct bm_diff same = {.steps = BM_DIFF_STEPS};
    c.pa = bm_paras_of(arena, a, &c.na);
    c.pb = bm_paras_of(arena, b, &c.nb);
    c.ia = bm_arena_array(arena, c.na, sizeof *c.ia);
    c.ib = bm_arena_array(arena, c.nb, sizeof *c.ib);
    c.to = bm_arena_array(arena, c.na, sizeof *c.to);
    c.from = bm_arena_array(arena, c.nb, sizeof *c.from);
    c.moved = bm_arena_array(arena, c.na, sizeof *c.moved);
    c.inner = bm_arena_array(arena, c.na, sizeof *c.inner);
    memset(c.to, 0xFF, c.na * sizeof *c.to);
    memset(c.from, 0xFF, c.nb * sizeof *c.from);
    bm_paras_number(arena, a, c.pa, c.na, b, c.pb, c.nb, true, c.ia, c.ib);
    bm_diff_tokens(arena, c.ia, (uint32_t)c.na, c.ib, (uint32_t)c.nb, &same);
    for (size_t k = 0; k < same.n; k++)
        for (uint32_t x = 0; x < same.v[k].n; x++)
            pair(&c, same.v[k].a + x, same.v[k].b + x, false);
    pair_equal(&c);
    pair_changed(&c, &same);
    put_in_order(&c);
    *n = c.n;
    return c.v;
}
