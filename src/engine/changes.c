/* Items are told apart by all that can be seen of them, in hashes; where pages have the same, it is
 * asked whether they stand for the same bytes. */
#include "engine/changes.h"

#include <stdlib.h>

#define RECTS_MOST 512 /* of a page; one about all stands for more */

static void key_lengths(struct bm_key *key, const struct bm_rect *r)
{
    bm_key_number(key, ((uint64_t)(uint32_t)r->x << 32) | (uint32_t)r->y);
    bm_key_number(key, ((uint64_t)(uint32_t)r->w << 32) | (uint32_t)r->h);
}

static void key_ink(struct bm_key *key, struct bm_ink ink)
{
    bm_key_number(key,
                  (uint64_t)ink.c << 48 | (uint64_t)ink.m << 32 | (uint64_t)ink.y << 16 | ink.k);
    bm_key_number(key, (uint64_t)ink.overprint << 32 | (uint64_t)ink.spot << 16 | ink.tint);
}

/* What is seen of a run. */
static void key_run(struct bm_key *key, const struct bm_run *run)
{
    bm_key_bytes(key, run->face->sha256.p, run->face->sha256.n);
    bm_key_number(key,
                  (uint64_t)(uint32_t)run->size << 32 | (uint64_t)run->mode << 16 | run->condense);
    key_ink(key, run->ink);
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        bm_key_number(key, g->gid);
        bm_key_number(key, ((uint64_t)(uint32_t)g->x << 32) | (uint32_t)g->y);
    }
}

static void key_path(struct bm_key *key, const struct bm_path *path)
{
    bm_key_bytes(key, path->ops, path->op_count);
    for (size_t i = 0; i < path->point_count; i++)
        bm_key_number(key,
                      ((uint64_t)(uint32_t)path->points[i].x << 32) | (uint32_t)path->points[i].y);
}

static void key_picture(struct bm_key *key, const struct bm_picture *p)
{
    const struct bm_image *image = p->image;
    key_lengths(key, &p->whole);
    bm_key_number(key, p->ppi_most);
    bm_key_bytes(key, image->name.p, image->name.n);
    bm_key_number(key, image->file.inode);
    bm_key_number(key, image->file.size);
    bm_key_number(key, (uint64_t)image->file.changed);
    bm_key_number(key, (uint64_t)image->file.changed_ns);
}

static struct bm_key key_of(const struct bm_item *item)
{
    struct bm_key key = {0};
    bm_key_number(&key, item->kind);
    key_lengths(&key, &item->rect);
    key_ink(&key, item->ink);
    bm_key_number(&key, (uint64_t)(uint32_t)item->weight);
    if (item->kind == BM_ITEM_RUN)
        key_run(&key, &item->run);
    if (item->kind == BM_ITEM_STROKE || item->kind == BM_ITEM_PATH)
        key_path(&key, &item->path);
    if (item->kind == BM_ITEM_PICTURE)
        key_picture(&key, &item->picture);
    return key;
}

/* Whether two items that look alike stand for the same bytes, and belong to nodes alike. */
static bool same_source(const struct bm_item *a, const struct bm_item *b)
{
    bool same = a->node == b->node && a->span.file == b->span.file &&
                a->span.offset == b->span.offset && a->span.length == b->span.length;
    if (!same || a->kind != BM_ITEM_RUN)
        return same;
    const struct bm_run *x = &a->run, *y = &b->run;
    same = x->file == y->file && x->n == y->n && bm_str_eq(x->text, y->text);
    for (size_t i = 0; i < x->n && same; i++)
        same = x->glyphs[i].source == y->glyphs[i].source &&
               x->glyphs[i].source_length == y->glyphs[i].source_length &&
               x->glyphs[i].text == y->glyphs[i].text;
    return same;
}

struct seen {
    struct bm_key key;
    const struct bm_item *item;
};

static int by_key(const void *pa, const void *pb)
{
    const struct bm_key a = ((const struct seen *)pa)->key, b = ((const struct seen *)pb)->key;
    if (a.a != b.a)
        return a.a < b.a ? -1 : 1;
    return a.b < b.b ? -1 : a.b > b.b;
}

static struct seen *look(struct bm_arena *arena, const struct bm_page *page, size_t from,
                         size_t end)
{
    struct seen *v = bm_arena_array(arena, end - from, sizeof *v);
    for (size_t i = from; i < end; i++)
        v[i - from] = (struct seen){key_of(&page->items[i]), &page->items[i]};
    if (end > from)
        qsort(v, end - from, sizeof *v, by_key);
    return v;
}

static void add_rect(struct bm_arena *arena, struct bm_changed_page *out, size_t *cap,
                     struct bm_rect r)
{
    struct bm_rect *last = out->n == RECTS_MOST ? &out->rects[RECTS_MOST - 1] : NULL;
    if (!last) {
        out->rects = bm_arena_grow(arena, out->rects, out->n, cap, sizeof *out->rects);
        out->rects[out->n++] = r;
        return;
    }
    const bm_len right = last->x + last->w > r.x + r.w ? last->x + last->w : r.x + r.w;
    const bm_len foot = last->y + last->h > r.y + r.h ? last->y + last->h : r.y + r.h;
    last->x = last->x < r.x ? last->x : r.x;
    last->y = last->y < r.y ? last->y : r.y;
    last->w = right - last->x;
    last->h = foot - last->y;
}

/* Items that the other page has not. */
static void add_rects(struct bm_arena *arena, struct bm_changed_page *out, const struct seen *a,
                      size_t an, const struct seen *b, size_t bn)
{
    size_t cap = 0, i = 0, k = 0;
    while (i < an || k < bn) {
        const int c = i == an ? 1 : k == bn ? -1 : by_key(&a[i], &b[k]);
        if (c < 0)
            add_rect(arena, out, &cap, a[i].item->rect);
        if (c > 0)
            add_rect(arena, out, &cap, b[k].item->rect);
        i += c <= 0;
        k += c >= 0;
    }
}

static bool alike(const struct bm_item *a, const struct bm_item *b)
{
    const struct bm_key x = key_of(a), y = key_of(b);
    return x.a == y.a && x.b == y.b;
}

/* Whether the page differs; its rectangles go to *out. */
static bool compare(struct bm_arena *arena, const struct bm_page *a, const struct bm_page *b,
                    struct bm_changed_page *out)
{
    bool same = a->n == b->n && a->width == b->width && a->height == b->height;
    const size_t least = a->n < b->n ? a->n : b->n;
    size_t from = 0, tail = 0;
    if (a->items == b->items && same)
        return false; /* handed over */
    for (; from < least && alike(&a->items[from], &b->items[from]); from++)
        same = same && same_source(&a->items[from], &b->items[from]);
    while (tail < least - from && alike(&a->items[a->n - 1 - tail], &b->items[b->n - 1 - tail])) {
        tail++;
        same = same && same_source(&a->items[a->n - tail], &b->items[b->n - tail]);
    }
    const size_t an = a->n - tail, bn = b->n - tail;
    const struct seen *x = look(arena, a, from, an), *y = look(arena, b, from, bn);
    add_rects(arena, out, x, an - from, y, bn - from);
    return !same || an > from || bn > from;
}

struct bm_changed_page *bm_changes_find(struct bm_arena *arena, const struct bm_pages *before,
                                        const struct bm_pages *after, size_t *n)
{
    static const struct bm_page none;
    const size_t old = before ? before->page_count : 0;
    const size_t all = old > after->page_count ? old : after->page_count;
    struct bm_changed_page *out = BM_NEW_N(arena, all, struct bm_changed_page);
    *n = 0;
    for (size_t p = 0; p < all; p++) {
        const struct bm_page *a = p < old ? &before->pages[p] : &none;
        const struct bm_page *b = p < after->page_count ? &after->pages[p] : &none;
        struct bm_changed_page *page = &out[*n];
        *page = (struct bm_changed_page){.page = (uint32_t)p + 1};
        *n += compare(arena, a, b, page);
    }
    return out;
}
