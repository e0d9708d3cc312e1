/* Prices kept from one run to the next. */
#include "makeup/needs.h"

#include "makeup/frames.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    struct bm_arena *arena;
    struct bm_str name;
    uint64_t key;
    size_t *first;
    struct form *forms;
    size_t n, spans;
};

struct bm_known {
    struct entry *v;
    size_t n, cap;
};

struct bm_known *bm_known_new(void)
{
    struct bm_known *known = calloc(1, sizeof *known);
    return known;
}

void bm_known_drop(struct bm_known *known)
{
    if (!known)
        return;
    for (size_t i = 0; i < known->n; i++)
        bm_arena_drop(known->v[i].arena);
    free(known->v);
    free(known);
}

static uint64_t add_bytes(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ p[i]) * UINT64_C(1099511628211);
    return (hash ^ n) * UINT64_C(1099511628211);
}

/* Of the manuscript, the layout and the grid of the plan. */
static uint64_t key_of(const struct planner *p, const struct candidate *c)
{
    const struct bm_sources *sources = p->m->in->sources;
    const struct bm_str text = sources->v[c->subject->galley->file].text;
    const struct bm_str layout = sources->v[p->m->in->layout->file].text;
    const uint32_t at = bm_price_line(p, (uint32_t)(c - p->candidates), 0);
    const uint32_t grid[] = {p->task.grid.columns, p->task.grid.lines, c->lead, c->second, at};
    uint64_t hash = UINT64_C(14695981039346656037);
    hash = add_bytes(hash, text.p, text.n);
    hash = add_bytes(hash, layout.p, layout.n);
    for (size_t i = 0; i < p->m->in->layout->base_count; i++) {
        const struct bm_str base = sources->v[p->m->in->layout->bases[i]].text;
        hash = add_bytes(hash, base.p, base.n);
    }
    for (size_t i = 0; p->m->in->phrases && i < p->m->in->phrases->n; i++)
        hash = add_bytes(hash, p->m->in->phrases->v[i].p, p->m->in->phrases->v[i].n);
    /* The lead may have styles of its own. */
    for (size_t i = 0; i < c->subject->galley->part_count; i++) {
        const struct bm_str style = c->subject->galley->parts[i].style->name;
        hash = add_bytes(hash, style.p, style.n);
    }
    return add_bytes(hash, grid, sizeof grid);
}

static size_t spans_of(const struct planner *p)
{
    return (size_t)p->task.grid.columns * (p->task.grid.columns + 1) / 2;
}

static struct form *copy_forms(struct bm_arena *arena, const struct form *from, size_t n,
                               uint32_t lines)
{
    struct form *to = BM_NEW_N(arena, n + 1, struct form);
    for (size_t i = 0; i < n; i++) {
        to[i] = (struct form){from[i].set, BM_NEW_N(arena, lines, int32_t),
                              BM_NEW_N(arena, lines, bool), BM_NEW_N(arena, lines, bool)};
        memcpy(to[i].prices, from[i].prices, lines * sizeof *to[i].prices);
        memcpy(to[i].counted, from[i].counted, lines * sizeof *to[i].counted);
        memcpy(to[i].measured, from[i].measured, lines * sizeof *to[i].measured);
    }
    return to;
}

/* The prices of an article with pictures depend on more than its manuscript. */
static bool may_be_kept(const struct candidate *c)
{
    const struct bm_galley *g = c->subject->galley;
    for (size_t i = 0; i < g->part_count; i++)
        if (g->parts[i].kind == BM_PART_FIGURE)
            return false;
    return true;
}

bool bm_known_load(struct planner *p, uint32_t article)
{
    const struct bm_known *known = p->m->in->known;
    struct candidate *c = &p->candidates[article];
    if (!known || !may_be_kept(c))
        return false;
    c->key = key_of(p, c);
    for (size_t i = 0; i < known->n; i++) {
        const struct entry *e = &known->v[i];
        if (e->key != c->key || e->spans != spans_of(p) ||
            !bm_str_eq(e->name, c->subject->galley->name))
            continue;
        c->n = c->cap = e->n;
        c->forms = copy_forms(c->arena, e->forms, e->n, p->task.grid.lines);
        c->first = BM_NEW_N(c->arena, e->spans + 1, size_t);
        memcpy(c->first, e->first, (e->spans + 1) * sizeof *c->first);
        return true;
    }
    return false;
}

void bm_known_keep(struct planner *p)
{
    struct bm_known *known = p->m->in->known;
    for (uint32_t a = 0; known && a < p->task.articles.n; a++) {
        const struct candidate *c = &p->candidates[a];
        const struct bm_str name = c->subject->galley->name;
        struct entry *e = NULL;
        if (!may_be_kept(c))
            continue;
        for (size_t i = 0; i < known->n && !e; i++)
            e = bm_str_eq(known->v[i].name, name) ? &known->v[i] : NULL;
        if (!e && known->n == known->cap) {
            const size_t cap = known->cap ? 2 * known->cap : 16;
            struct entry *more = realloc(known->v, cap * sizeof *more);
            if (!more)
                return; /* it will be measured again */
            known->v = more;
            known->cap = cap;
        }
        if (e)
            bm_arena_drop(e->arena);
        else
            e = &known->v[known->n++];
        struct bm_arena *arena = bm_arena_new();
        const size_t spans = spans_of(p);
        *e = (struct entry){.arena = arena,
                            .name = {bm_arena_copy(arena, name.p, name.n), name.n},
                            .key = c->key,
                            .n = c->n,
                            .spans = spans,
                            .first = BM_NEW_N(arena, spans + 1, size_t)};
        e->forms = copy_forms(arena, c->forms, c->n, p->task.grid.lines);
        memcpy(e->first, c->first, (spans + 1) * sizeof *e->first);
    }
}
