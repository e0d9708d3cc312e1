/* An edition held open, what wire/ sends of it, and the other side, which reads that by wire.h
 * alone; and whether what it has then is what was set. */
#pragma once

#include "unit.h"

#include "../wire/edits.h"
#include "wire_decoder.h"

#include <stdlib.h>

#define NEAR 328 /* 0.005 pt, rounded up */

static const char *const settings[][2] = {{"2026-lianghui", "tabloid"},
                                          {"2026-lianghui", "broadsheet"},
                                          {"2025-work-report", "tabloid"},
                                          {"2025-work-report", "broadsheet-8"},
                                          {"2026-sample-daily", "daily"}};

/* The other side: what it holds. */
struct client {
    struct bm_arena *arena;
    struct wire_outlines outlines;
    struct wire_page pages[16];
};

struct sending {
    struct editor editor;
    struct bm_wire *wire;
    struct client client;
    struct bm_wire_page *sent[16];
    uint32_t known;
    size_t bytes; /* of the last reply */
};

static inline struct sending *open_sending(size_t setting, uint64_t seed)
{
    static char path[512];
    struct sending *d = calloc(1, sizeof *d);
    assert_non_null(d);
    snprintf(path, sizeof path, "%s/content/%s", BM_SOURCE_DIR, settings[setting][0]);
    d->editor =
        (struct editor){bm_engine_open(&(struct bm_engine_options){.edition = path,
                                                                   .layout = settings[setting][1],
                                                                   .data = BM_SOURCE_DIR,
                                                                   .program = BM_BUILD_DIR,
                                                                   .budget = 1000}),
                        seed};
    d->wire = bm_wire_open();
    d->client.arena = bm_arena_new();
    return d;
}

static inline void close_sending(struct sending *d)
{
    for (size_t i = 0; i < BM_COUNT(d->sent); i++)
        bm_wire_page_drop(d->sent[i]);
    bm_wire_close(d->wire);
    bm_engine_close(d->editor.engine);
    bm_arena_drop(d->client.arena);
    free(d);
}

static inline bool take(struct client *c, struct bm_str bytes, size_t *pages)
{
    struct wire_reader r = wire_reader(bytes);
    struct bm_str body;
    char kind;
    while ((kind = wire_chunk(&r, &body)) != 0) {
        struct wire_page page;
        if (kind == 'O' && !wire_take_outlines(c->arena, body, &c->outlines))
            return false;
        if (kind != 'P')
            continue;
        struct wire_reader head = wire_reader(body);
        wire_u(&head);
        const uint64_t number = wire_u(&head);
        if (number >= BM_COUNT(c->pages) ||
            !wire_take_page(c->arena, body, &c->pages[number], &page))
            return false;
        c->pages[number] = page;
        ++*pages;
    }
    return !r.bad;
}

/* Sends all pages of a revision, as they differ from the last. */
static inline void publish(struct sending *d, const struct bm_pages *pages, uint64_t revision)
{
    struct bm_buf out = {0};
    struct bm_wire_page *now[16] = {0};
    assert_true(pages->page_count < BM_COUNT(now));
    for (size_t p = 0; p < pages->page_count; p++)
        now[p] = bm_wire_page_make(d->wire, pages, &pages->pages[p], revision);
    struct bm_wire_outlines outlines = bm_wire_outlines(d->wire);
    bm_wire_put_outlines(&out, &outlines, d->known);
    d->known = outlines.next;
    bm_wire_outlines_drop(&outlines);
    for (size_t p = 0; p < BM_COUNT(now); p++) {
        if (now[p])
            bm_wire_put_page(&out, now[p], d->sent[p]);
        bm_wire_page_drop(d->sent[p]);
        d->sent[p] = now[p];
    }
    size_t taken = 0;
    struct bm_str kept = bm_buf_keep(&out, d->client.arena); /* it points into them */
    d->bytes = kept.n;
    assert_true(take(&d->client, kept, &taken));
    assert_int_equal(taken, pages->page_count);
}

static inline void same_place(int64_t exact, int64_t hundredths, bm_len want)
{
    const int64_t at = exact + (hundredths * BM_PT + (hundredths < 0 ? -50 : 50)) / 100;
    assert_true(llabs(at - want) <= NEAR);
}

static inline void same_ink(const struct bm_pages *pages, const struct wire_page *page,
                            uint64_t index, struct bm_ink want)
{
    assert_true(index < page->ink_count);
    const struct wire_ink *ink = &page->inks[index];
    assert_true(ink->c == want.c && ink->m == want.m && ink->y == want.y && ink->k == want.k);
    assert_int_equal(ink->flags & 1, want.overprint);
    if (want.spot) {
        assert_true(bm_str_eq(ink->spot, pages->spots[want.spot - 1].name));
        assert_int_equal(ink->tint, want.tint);
    } else {
        assert_int_equal(ink->spot.n, 0);
    }
}

/* The outline is the face's: where its ink is, and how far it goes on. */
static inline void same_outline(const struct wire_outline *o, const struct bm_face *face,
                                uint32_t gid)
{
    hb_glyph_extents_t ink;
    int64_t box[4] = {INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN};
    size_t ops;
    assert_int_equal(o->advance, bm_face_advance(face, gid));
    assert_true(bm_str_eq(o->face->id, face->id));
    assert_int_equal(o->face->upem, face->upem);
    assert_int_equal(o->face->ascender, face->ascender);
    assert_true(wire_trace(o, box, &ops));
    if (!bm_face_ink(face, gid, &ink) || !ink.width || !ink.height) {
        assert_true(ops == 0 || box[0] == box[2] || box[1] == box[3]);
        return;
    }
    /* a box of curves' points holds that of the ink */
    const int64_t fine = o->flags & 1 ? 64 : 1;
    assert_true(ops > 2);
    assert_true(box[0] <= (ink.x_bearing + 1) * fine && box[1] <= (1 - ink.y_bearing) * fine);
    assert_true(box[2] >= (ink.x_bearing + ink.width - 1) * fine &&
                box[3] >= (-ink.y_bearing - ink.height - 1) * fine);
}

static inline void same_run(const struct sending *d, const struct bm_pages *pages,
                            const struct wire_page *page, const struct wire_item *item,
                            const struct bm_run *want)
{
    struct bm_arena *arena = bm_arena_new();
    const struct wire_node *node = &page->nodes[item->node];
    struct wire_run run;
    assert_true(wire_take_run(arena, &d->client.outlines, item->shape, &run));
    assert_true(run.n == want->n && run.mode == want->mode && run.size == want->size);
    assert_true(run.condense == want->condense && run.around == want->around);
    assert_int_equal(!!(run.flags & 64), want->broken);
    assert_int_equal(!!(run.flags & 128), want->goes_on);
    assert_int_equal(!!(run.flags & 256), want->file == BM_NO_FILE);
    assert_true(bm_str_eq(run.text, want->text));
    same_ink(pages, page, run.ink, want->ink);
    same_place(0, run.width, want->width);
    for (size_t i = 0; i < run.n; i++) {
        const struct wire_glyph *g = &run.glyphs[i];
        const struct bm_glyph *w = &want->glyphs[i];
        same_place(item->x, g->x, w->x);
        same_place(item->y, g->y, w->y);
        assert_int_equal(g->text.n, w->text_length);
        if (w->text_length)
            assert_memory_equal(g->text.p, want->text.p + w->text, g->text.n);
        assert_int_equal(g->emphasis, want->emphasis ? want->emphasis[i] : 0);
        assert_true(g->outline < d->client.outlines.n);
        same_outline(&d->client.outlines.v[g->outline], want->face, w->gid);
        if (want->file == BM_NO_FILE)
            continue;
        assert_int_equal(g->source_length, w->source_length);
        if (w->source_length)
            assert_int_equal(node->start + item->source + g->source, w->source);
    }
    bm_arena_drop(arena);
}

/* All but runs: kind, flags, ink or picture, weight, size … */
static inline void same_shape(const struct bm_pages *pages, const struct wire_page *page,
                              const struct wire_item *item, const struct bm_item *want)
{
    struct wire_reader r = wire_reader(item->shape);
    assert_int_equal(wire_u(&r), want->kind);
    const uint64_t flags = wire_u(&r), index = wire_u(&r);
    assert_int_equal(flags & 1, want->span.file != BM_NO_FILE);
    if (want->kind == BM_ITEM_PICTURE)
        assert_true(index < page->picture_count && page->pictures[index].n == 32);
    else
        same_ink(pages, page, index, want->ink);
    if (want->kind == BM_ITEM_RULE || want->kind == BM_ITEM_STROKE)
        same_place(0, wire_s(&r), want->weight);
    assert_true(item->x == want->rect.x && item->y == want->rect.y);
    same_place(0, wire_s(&r), want->rect.w);
    same_place(0, wire_s(&r), want->rect.h);
    if (want->kind == BM_ITEM_STROKE || want->kind == BM_ITEM_PATH) {
        assert_int_equal(wire_u(&r), want->path.op_count);
        assert_memory_equal(wire_take(&r, want->path.op_count).p, want->path.ops,
                            want->path.op_count);
        assert_int_equal(wire_u(&r), want->path.point_count);
        for (size_t i = 0, x = 0, y = 0; i < want->path.point_count; i++) {
            same_place(item->x, (int64_t)(x += (size_t)wire_s(&r)), want->path.points[i].x);
            same_place(item->y, (int64_t)(y += (size_t)wire_s(&r)), want->path.points[i].y);
        }
    }
    if (want->kind == BM_ITEM_PICTURE) {
        same_place(item->x, wire_s(&r), want->picture.whole.x);
        same_place(item->y, wire_s(&r), want->picture.whole.y);
        same_place(0, wire_s(&r), want->picture.whole.w);
        same_place(0, wire_s(&r), want->picture.whole.h);
    }
    if (flags & 1) {
        assert_int_equal(page->nodes[item->node].start + item->source, want->span.offset);
        assert_int_equal(wire_u(&r), want->span.length);
    }
    assert_true(!r.bad && !r.n);
}

static inline void same_node(const struct bm_pages *pages, const struct wire_page *page,
                             const struct wire_item *item, const struct bm_item *want)
{
    const struct wire_node *node = &page->nodes[item->node];
    const struct bm_node *n = &pages->nodes[want->node];
    const uint32_t file = want->kind == BM_ITEM_RUN ? want->run.file : want->span.file;
    assert_int_equal(node->role, n->role);
    assert_int_equal((uint32_t)(node->article - 1), n->article);
    assert_int_equal(node->level, n->level);
    assert_int_equal(node->flags >> 5, n->align);
    assert_str(node->field, n->field ? n->field : "");
    if (file != BM_NO_FILE && node->file)
        assert_true(bm_str_eq(page->files[node->file - 1], pages->sources->v[file].name));
}

static inline void same_pages(const struct sending *d, const struct bm_pages *pages)
{
    for (size_t p = 0; p < pages->page_count; p++) {
        const struct bm_page *want = &pages->pages[p];
        const struct wire_page *page = &d->client.pages[want->number];
        assert_int_equal(page->item_count, want->n);
        same_place(0, (int64_t)page->width, want->width);
        same_place(0, (int64_t)page->height, want->height);
        assert_int_equal(page->limit, pages->limits.ink);
        for (size_t i = 0; i < want->n; i++) {
            same_node(pages, page, &page->items[i], &want->items[i]);
            if (want->items[i].kind == BM_ITEM_RUN)
                same_run(d, pages, page, &page->items[i], &want->items[i].run);
            else
                same_shape(pages, page, &page->items[i], &want->items[i]);
        }
    }
}
