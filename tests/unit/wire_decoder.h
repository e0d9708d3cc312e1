/* A reader of what wire/ writes, by wire.h alone. It trusts nothing: what is cut off or impossible
 * sets `bad`, and from then on all is 0. */
#pragma once

#include "wire/wire.h"

#define WIRE_MOST   (1u << 17)          /* entries of a list */
#define WIRE_NUMBER ((uint64_t)1 << 40) /* so that sums of many are numbers too */

struct wire_reader {
    const unsigned char *p;
    size_t n;
    bool bad;
};

struct wire_face {
    struct bm_str id;
    uint64_t upem;
    int64_t ascender, descender;
};

struct wire_outline {
    const struct wire_face *face;
    uint64_t flags;
    int64_t advance;
    struct bm_str text, path;
};

struct wire_outlines {
    uint64_t first, next; /* in use; next: none yet */
    struct wire_outline *v;
    size_t n; /* v[i] is number i */
};

struct wire_node {
    uint64_t role, article, file, level, flags, about, to_page;
    struct bm_str field;
    int64_t start;
};

struct wire_item {
    struct bm_str shape;
    int64_t x, y, node, source;
};

struct wire_ink {
    uint64_t c, m, y, k, flags, tint;
    uint8_t rgb[3];
    struct bm_str spot;
};

struct wire_page {
    uint64_t number, revision, base, width, height, bleed, limit, warn;
    struct bm_str *files, *pictures;
    struct wire_ink *inks;
    struct wire_node *nodes;
    struct wire_item *items;
    size_t file_count, picture_count, ink_count, node_count, item_count;
};

struct wire_run {
    uint64_t flags, ink, mode, n, condense;
    int64_t size, width, around; /* width in 1/100 pt */
    struct bm_str text;
    struct wire_glyph {
        uint64_t outline, source_length;
        int64_t x, y; /* 1/100 pt from the item's place */
        struct bm_str text;
        int64_t source; /* from the item's */
        unsigned char emphasis;
    } * glyphs;
};

static inline struct wire_reader wire_reader(struct bm_str s)
{
    return (struct wire_reader){(const unsigned char *)s.p, s.n, false};
}

static inline uint64_t wire_bad(struct wire_reader *r)
{
    *r = (struct wire_reader){NULL, 0, true};
    return 0;
}

static inline unsigned char wire_byte(struct wire_reader *r)
{
    if (!r->n)
        return (unsigned char)wire_bad(r);
    r->n--;
    return *r->p++;
}

static inline uint64_t wire_u(struct wire_reader *r)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        const unsigned char b = wire_byte(r);
        v |= (uint64_t)(b & 127) << shift;
        if (b < 128)
            return v < WIRE_NUMBER ? v : wire_bad(r);
    }
    return wire_bad(r);
}

static inline int64_t wire_s(struct wire_reader *r)
{
    const uint64_t v = wire_u(r);
    return v & 1 ? -(int64_t)(v >> 1) - 1 : (int64_t)(v >> 1);
}

/* A count of things that take at least a byte each. */
static inline size_t wire_count(struct wire_reader *r)
{
    const uint64_t n = wire_u(r);
    return n > r->n ? (size_t)wire_bad(r) : (size_t)n;
}

static inline struct bm_str wire_take(struct wire_reader *r, uint64_t n)
{
    if (n > r->n) {
        wire_bad(r);
        return (struct bm_str){"", 0};
    }
    const struct bm_str s = {(const char *)r->p, (size_t)n};
    r->p += n;
    r->n -= (size_t)n;
    return s;
}

static inline struct bm_str wire_string(struct wire_reader *r)
{
    return wire_take(r, wire_u(r));
}

/* The next chunk; 0 at the end. */
static inline char wire_chunk(struct wire_reader *r, struct bm_str *body)
{
    if (!r->n)
        return 0;
    const char kind = (char)wire_byte(r);
    *body = wire_string(r);
    return r->bad ? 0 : kind;
}

static inline bool wire_take_outlines(struct bm_arena *arena, struct bm_str body,
                                      struct wire_outlines *all)
{
    struct wire_reader r = wire_reader(body);
    if (wire_u(&r) != 1)
        return false;
    const uint64_t first = wire_u(&r), from = wire_u(&r);
    const size_t faces = wire_count(&r);
    struct wire_face *f = BM_NEW_N(arena, faces, struct wire_face);
    for (size_t i = 0; i < faces; i++) {
        f[i].id = wire_string(&r);
        f[i].upem = wire_u(&r);
        f[i].ascender = wire_s(&r);
        f[i].descender = wire_s(&r);
    }
    const size_t n = wire_count(&r);
    if (r.bad || (from > all->n && (from != first || from > WIRE_MOST)))
        return false;
    struct wire_outline *v = BM_NEW_N(arena, from + n, struct wire_outline);
    if (all->n)
        memcpy(v, all->v, (all->n < from ? all->n : from) * sizeof *v);
    for (size_t i = 0; i < n; i++) {
        struct wire_reader o = wire_reader(wire_string(&r));
        const uint64_t face = wire_u(&o);
        struct wire_outline *out = &v[from + i];
        out->flags = wire_u(&o);
        out->advance = wire_s(&o);
        out->text = wire_string(&o);
        out->path = wire_take(&o, o.n);
        if (o.bad || r.bad || face >= faces)
            return false;
        out->face = &f[face];
    }
    *all = (struct wire_outlines){first, from + n, v, from + n};
    return !r.bad && !r.n;
}

/* The box of an outline's points, x0 y0 x1 y1, in its units; false: it is none. ops counts. */
static inline bool wire_trace(const struct wire_outline *outline, int64_t box[4], size_t *ops)
{
    static const size_t numbers[] = {2, 2, 1, 1, 6, 4, 0};
    struct wire_reader r = wire_reader(outline->path);
    int64_t at[2] = {0, 0};
    *ops = 0;
    while (r.n) {
        const unsigned char b = wire_byte(&r);
        const unsigned op = b & 7;
        if (op > 6)
            return false;
        for (unsigned times = (b >> 3) + 1u; times > 0; times--, ++*ops)
            for (size_t k = 0; k < numbers[op]; k++) {
                const size_t axis = op == 2 ? 0 : op == 3 ? 1 : k & 1;
                at[axis] += wire_s(&r);
                for (size_t i = 0; i < 2 && (k + 1 == numbers[op] || k & 1); i++) {
                    box[i] = box[i] < at[i] ? box[i] : at[i];
                    box[i + 2] = box[i + 2] > at[i] ? box[i + 2] : at[i];
                }
            }
    }
    return !r.bad;
}

static inline void wire_tables(struct bm_arena *arena, struct wire_reader *r, struct wire_page *p)
{
    p->width = wire_u(r);
    p->height = wire_u(r);
    p->bleed = wire_u(r);
    p->limit = wire_u(r);
    p->warn = wire_u(r);
    p->file_count = wire_count(r);
    p->files = BM_NEW_N(arena, p->file_count, struct bm_str);
    for (size_t i = 0; i < p->file_count; i++)
        p->files[i] = wire_string(r);
    p->ink_count = wire_count(r);
    p->inks = BM_NEW_N(arena, p->ink_count, struct wire_ink);
    for (size_t i = 0; i < p->ink_count; i++) {
        struct wire_ink *ink = &p->inks[i];
        uint64_t *const v[] = {&ink->c, &ink->m, &ink->y, &ink->k, &ink->flags};
        for (size_t k = 0; k < BM_COUNT(v); k++)
            *v[k] = wire_u(r);
        for (size_t k = 0; k < 3; k++)
            ink->rgb[k] = wire_byte(r);
        ink->spot = wire_string(r);
        if (ink->spot.n)
            ink->tint = wire_u(r);
    }
    p->picture_count = wire_count(r);
    p->pictures = BM_NEW_N(arena, p->picture_count, struct bm_str);
    for (size_t i = 0; i < p->picture_count; i++)
        p->pictures[i] = wire_string(r);
}

/* One step of a list: how many, whether of the base, and from where there. */
struct wire_step {
    size_t n, from;
    bool of_base;
};

static inline struct wire_step wire_step(struct wire_reader *r, size_t room, size_t base,
                                         size_t *behind)
{
    const uint64_t step = wire_u(r);
    struct wire_step s = {(size_t)(step >> 1), 0, step & 1};
    if (s.n == 0 || s.n > room) {
        wire_bad(r);
        return (struct wire_step){0};
    }
    if (!s.of_base)
        return s;
    const int64_t from = (int64_t)*behind + wire_s(r);
    if (from < 0 || from > (int64_t)base || s.n > base - (size_t)from) {
        wire_bad(r);
        return (struct wire_step){0};
    }
    s.from = (size_t)from;
    *behind = s.from + s.n;
    return s;
}

static inline void wire_nodes(struct bm_arena *arena, struct wire_reader *r, struct wire_page *p,
                              const struct wire_page *base)
{
    const uint64_t count = wire_u(r);
    p->node_count = count > WIRE_MOST ? (size_t)wire_bad(r) : (size_t)count;
    p->nodes = BM_NEW_N(arena, p->node_count, struct wire_node);
    size_t behind = 0;
    for (size_t i = 0; i < p->node_count && !r->bad;) {
        const struct wire_step s =
            wire_step(r, p->node_count - i, base ? base->node_count : 0, &behind);
        const int64_t by = s.of_base ? wire_s(r) : 0;
        for (size_t k = 0; k < s.n && !r->bad; k++, i++) {
            struct wire_node *n = &p->nodes[i];
            if (s.of_base) {
                *n = base->nodes[s.from + k];
                n->start += by;
                continue;
            }
            uint64_t *const v[] = {&n->role,  &n->article, &n->file,   &n->level,
                                   &n->flags, &n->about,   &n->to_page};
            for (size_t j = 0; j < BM_COUNT(v); j++)
                *v[j] = wire_u(r);
            n->field = wire_string(r);
            n->start = wire_s(r) + (i ? p->nodes[i - 1].start : 0);
        }
    }
}

static inline void wire_items(struct bm_arena *arena, struct wire_reader *r, struct wire_page *p,
                              const struct wire_page *base)
{
    const uint64_t count = wire_u(r);
    p->item_count = count > WIRE_MOST ? (size_t)wire_bad(r) : (size_t)count;
    p->items = BM_NEW_N(arena, p->item_count, struct wire_item);
    size_t behind = 0;
    for (size_t i = 0; i < p->item_count && !r->bad;) {
        const struct wire_step s =
            wire_step(r, p->item_count - i, base ? base->item_count : 0, &behind);
        int64_t by[4] = {0};
        for (size_t k = 0; k < 4 && s.of_base; k++)
            by[k] = wire_s(r);
        for (size_t k = 0; k < s.n && !r->bad; k++, i++) {
            static const struct wire_item none;
            const struct wire_item *last = i ? &p->items[i - 1] : &none;
            struct wire_item *now = &p->items[i];
            if (s.of_base) {
                const struct wire_item *old = &base->items[s.from + k];
                *now = (struct wire_item){old->shape, old->x + by[0], old->y + by[1],
                                          old->node + by[2], old->source + by[3]};
                continue;
            }
            now->shape = wire_string(r);
            now->x = wire_s(r) + last->x;
            now->y = wire_s(r) + last->y;
            now->node = wire_s(r) + last->node;
            now->source = wire_s(r);
        }
    }
}

/* False: the bytes are no page, or one that needs another base. */
static inline bool wire_take_page(struct bm_arena *arena, struct bm_str body,
                                  const struct wire_page *base, struct wire_page *p)
{
    struct wire_reader r = wire_reader(body);
    *p = (struct wire_page){0};
    if (wire_u(&r) != 1)
        return false;
    const uint64_t number = wire_u(&r), revision = wire_u(&r), of = wire_u(&r);
    if (of && (!base || base->revision != of || base->number != number))
        return false;
    if (of)
        *p = *base;
    else
        wire_tables(arena, &r, p);
    p->number = number;
    p->revision = revision;
    p->base = of;
    wire_nodes(arena, &r, p, of ? base : NULL);
    if (!r.bad)
        wire_items(arena, &r, p, of ? base : NULL);
    for (size_t i = 0; i < p->item_count && !r.bad; i++)
        if (p->items[i].node < 0 || (size_t)p->items[i].node >= p->node_count)
            return false;
    return !r.bad && !r.n;
}

static inline bool wire_take_run(struct bm_arena *arena, const struct wire_outlines *outlines,
                                 struct bm_str shape, struct wire_run *run)
{
    struct wire_reader r = wire_reader(shape);
    *run = (struct wire_run){0};
    if (wire_u(&r) != BM_ITEM_RUN)
        return false;
    run->flags = wire_u(&r);
    run->ink = wire_u(&r);
    run->mode = wire_u(&r);
    run->size = wire_s(&r);
    run->n = wire_count(&r);
    run->glyphs = BM_NEW_N(arena, run->n, struct wire_glyph);
    for (size_t i = 0; i < run->n; i++) {
        run->glyphs[i].outline = wire_u(&r);
        if (run->glyphs[i].outline < outlines->n)
            run->glyphs[i].text = outlines->v[run->glyphs[i].outline].text;
    }
    run->width = wire_s(&r);
    for (int axis = 0; axis < (run->flags & 1 ? 2 : 1); axis++) {
        int64_t at = 0;
        for (size_t i = 1; i < run->n; i++) {
            at += wire_s(&r);
            if ((run->mode == BM_HORIZONTAL) == (axis == 0))
                run->glyphs[i].x = at;
            else
                run->glyphs[i].y = at;
        }
    }
    if (run->flags & 2)
        run->condense = wire_u(&r);
    if (run->flags & 4) {
        uint64_t *from = BM_NEW_N(arena, run->n, uint64_t);
        for (size_t i = 0, at = 0; i < run->n; i++) {
            from[i] = (uint64_t)((int64_t)at + wire_s(&r));
            run->glyphs[i].text.n = (size_t)wire_u(&r);
            at = run->glyphs[i].text.n ? from[i] + run->glyphs[i].text.n : at;
        }
        run->text = wire_string(&r);
        for (size_t i = 0; i < run->n; i++) {
            struct bm_str *t = &run->glyphs[i].text;
            if (from[i] > run->text.n || t->n > run->text.n - from[i])
                return false;
            t->p = run->text.p + from[i];
        }
    } else {
        struct bm_buf b = {0};
        for (size_t i = 0; i < run->n; i++)
            bm_buf_str(&b, run->glyphs[i].text);
        run->text = bm_buf_keep(&b, arena);
    }
    int64_t at = 0;
    for (size_t i = 0; i < run->n && !(run->flags & 256); i++) {
        struct wire_glyph *g = &run->glyphs[i];
        g->source = at + (run->flags & 8 ? wire_s(&r) : 0);
        g->source_length = run->flags & 8 ? wire_u(&r) : g->text.n;
        at = g->source_length ? g->source + (int64_t)g->source_length : at;
    }
    for (size_t i = 0; i < run->n && run->flags & 16; i++)
        run->glyphs[i].emphasis = wire_byte(&r);
    if (run->flags & 32)
        run->around = wire_s(&r);
    return !r.bad && !r.n;
}
