/* What wire/ sends is the page: editions of content/ are set, sent, read by wire.h alone, and
 * compared glyph by glyph; deltas over random edits give what whole pages give; broken bytes do no
 * harm. With a number as argument so many edits are made of each edition. */
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

static unsigned edits_wanted = 8;

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

static struct sending *open_sending(size_t setting, uint64_t seed)
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

static void close_sending(struct sending *d)
{
    for (size_t i = 0; i < BM_COUNT(d->sent); i++)
        bm_wire_page_drop(d->sent[i]);
    bm_wire_close(d->wire);
    bm_engine_close(d->editor.engine);
    bm_arena_drop(d->client.arena);
    free(d);
}

static bool take(struct client *c, struct bm_str bytes, size_t *pages)
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
static void publish(struct sending *d, const struct bm_pages *pages, uint64_t revision)
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

static void same_place(int64_t exact, int64_t hundredths, bm_len want)
{
    const int64_t at = exact + (hundredths * BM_PT + (hundredths < 0 ? -50 : 50)) / 100;
    assert_true(llabs(at - want) <= NEAR);
}

static void same_ink(const struct bm_pages *pages, const struct wire_page *page, uint64_t index,
                     struct bm_ink want)
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
static void same_outline(const struct wire_outline *o, const struct bm_face *face, uint32_t gid)
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

static void same_run(const struct sending *d, const struct bm_pages *pages,
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
static void same_shape(const struct bm_pages *pages, const struct wire_page *page,
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

static void same_node(const struct bm_pages *pages, const struct wire_page *page,
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

static void same_pages(const struct sending *d, const struct bm_pages *pages)
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

static void test_pages_are_sent_as_they_are(void **state)
{
    (void)state;
    for (size_t s = 0; s < BM_COUNT(settings); s++) {
        struct sending *d = open_sending(s, 1);
        const struct bm_revision *r = bm_engine_set(d->editor.engine);
        assert_non_null(r->pages);
        publish(d, r->pages, 1);
        same_pages(d, r->pages);
        close_sending(d);
    }
}

static void test_edits_are_sent_as_what_changed(void **state)
{
    (void)state;
    for (size_t s = 0; s < BM_COUNT(settings); s++) {
        struct sending *d = open_sending(s, 20261201 + s);
        const struct bm_revision *r = bm_engine_set(d->editor.engine);
        publish(d, r->pages, 1);
        const size_t whole = d->bytes;
        size_t most = 0;
        for (unsigned i = 0; i < edits_wanted; i++) {
            edit(&d->editor);
            r = bm_engine_set(d->editor.engine);
            if (!r->pages)
                continue;
            publish(d, r->pages, i + 2);
            same_pages(d, r->pages);
            most = d->bytes > most ? d->bytes : most;
        }
        assert_true(most < whole / 10);
        close_sending(d);
    }
}

static void test_a_page_that_did_not_change_is_some_bytes(void **state)
{
    (void)state;
    struct sending *d = open_sending(0, 1);
    const struct bm_revision *r = bm_engine_set(d->editor.engine);
    publish(d, r->pages, 1);
    publish(d, r->pages, 2);
    assert_true(d->bytes < 40 * r->pages->page_count);
    same_pages(d, r->pages);
    close_sending(d);
}

/* A character at the head of a long article: what stands behind it is moved, not sent. */
static void test_a_character_is_some_hundred_bytes(void **state)
{
    (void)state;
    struct sending *d = open_sending(2, 1);
    const struct bm_revision *r = bm_engine_set(d->editor.engine);
    publish(d, r->pages, 1);
    const struct bm_inputs *in = bm_engine_inputs(d->editor.engine);
    const struct bm_str text = bm_engine_loader(d->editor.engine)->sources->v[in->files[0]].text;
    const size_t at = edit_place(text, 90);
    struct bm_buf b = {0};
    char name[128];
    bm_buf_put(&b, text.p, at);
    bm_buf_c(&b, "的");
    bm_buf_put(&b, text.p + at, text.n - at);
    snprintf(name, sizeof name, "%.*s", (int)in->edition->articles[0].n,
             in->edition->articles[0].p);
    assert_true(bm_engine_replace(d->editor.engine, name, bm_buf_view(&b)));
    r = bm_engine_set(d->editor.engine);
    publish(d, r->pages, 2);
    assert_in_range(d->bytes, 60, 2048);
    same_pages(d, r->pages);
    bm_buf_free(&b);
    close_sending(d);
}

static struct bm_str whole_of(const struct bm_pages *pages, struct bm_arena *arena)
{
    struct bm_wire *wire = bm_wire_open();
    struct bm_buf out = {0};
    for (size_t p = 0; p < pages->page_count; p++) {
        struct bm_wire_page *page = bm_wire_page_make(wire, pages, &pages->pages[p], 7);
        assert_int_equal(bm_wire_page_number(page), p + 1);
        assert_int_equal(bm_wire_page_revision(page), 7);
        bm_wire_put_page(&out, page, NULL);
        bm_wire_page_drop(page);
    }
    struct bm_wire_outlines outlines = bm_wire_outlines(wire);
    bm_wire_close(wire); /* they outlive it */
    bm_wire_put_outlines(&out, &outlines, 0);
    bm_wire_outlines_drop(&outlines);
    return bm_buf_keep(&out, arena);
}

static void test_same_pages_same_bytes(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct sending *a = open_sending(0, 1), *b = open_sending(0, 2);
    const struct bm_str one = whole_of(bm_engine_set(a->editor.engine)->pages, arena);
    const struct bm_str two = whole_of(bm_engine_set(b->editor.engine)->pages, arena);
    assert_true(bm_str_eq(one, two));
    close_sending(a);
    close_sending(b);
    bm_arena_drop(arena);
}

/* Reads what it can of broken bytes, runs too. */
static void read_all(struct bm_arena *arena, struct bm_str bytes, const struct client *base)
{
    struct client c = *base;
    size_t pages = 0;
    c.arena = arena;
    take(&c, bytes, &pages);
    for (size_t p = 0; p < BM_COUNT(c.pages); p++)
        for (size_t i = 0; i < c.pages[p].item_count && i < 64; i++) {
            struct wire_run run;
            wire_take_run(arena, &c.outlines, c.pages[p].items[i].shape, &run);
        }
    for (size_t i = 0; i < c.outlines.n && i < 64; i++) {
        int64_t box[4] = {0};
        size_t ops;
        wire_trace(&c.outlines.v[i], box, &ops);
    }
}

static void test_broken_bytes_do_no_harm(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct sending *d = open_sending(0, 3);
    const struct bm_pages *pages = bm_engine_set(d->editor.engine)->pages;
    const struct bm_str whole = whole_of(pages, arena);
    publish(d, pages, 1);
    edit(&d->editor);
    const struct bm_pages *next = bm_engine_set(d->editor.engine)->pages;
    struct bm_wire_page *page = bm_wire_page_make(d->wire, next, &next->pages[0], 2);
    struct bm_buf delta = {0};
    bm_wire_put_page(&delta, page, d->sent[0]);
    const struct bm_str kinds[] = {whole, bm_buf_view(&delta)};
    struct bm_arena *work = bm_arena_new();
    for (size_t k = 0; k < BM_COUNT(kinds); k++)
        for (unsigned i = 0; i < 240; i++) {
            const size_t n = i % 4 ? kinds[k].n : dice(&d->editor, kinds[k].n);
            char *bytes = malloc(n + 1); /* of this size, so that no byte more is read */
            assert_non_null(bytes);
            memcpy(bytes, kinds[k].p, n);
            for (unsigned f = 0; f < i % 4 && n; f++)
                bytes[dice(&d->editor, i % 8 < 4 && n > 200 ? 200 : n)] ^=
                    (char)(1u << dice(&d->editor, 8));
            read_all(work, (struct bm_str){bytes, n}, &d->client);
            free(bytes);
            bm_arena_clear(work);
        }
    bm_arena_drop(work);
    bm_wire_page_drop(page);
    bm_buf_free(&delta);
    close_sending(d);
    bm_arena_drop(arena);
}

/* More glyphs than are kept: outlines are begun anew under numbers of their own, and what was sent
 * before can still be read. */
static void test_outlines_are_bounded(void **state)
{
    (void)state;
    struct bm_arena *arena = bm_arena_new();
    struct sending *d = open_sending(0, 1);
    const struct bm_pages *pages = bm_engine_set(d->editor.engine)->pages;
    const struct bm_item *some = pages->pages[0].items;
    while (some->kind != BM_ITEM_RUN || some->run.face->glyphs < 40000)
        some++;
    struct bm_item item = *some;
    item.run.n = 33000;
    item.run.text = BM_STR("");
    item.run.emphasis = NULL;
    item.run.glyphs = BM_NEW_N(arena, item.run.n, struct bm_glyph);
    for (uint32_t i = 0; i < item.run.n; i++)
        item.run.glyphs[i] = (struct bm_glyph){.gid = i, .x = (bm_len)i * 100};
    const struct bm_page many = {.number = 1, .items = &item, .n = 1};
    struct bm_wire_page *page = bm_wire_page_make(d->wire, pages, &many, 1);
    struct bm_wire_outlines first = bm_wire_outlines(d->wire);
    assert_int_equal(first.first, 0);
    assert_int_equal(first.next, 33000);
    d->known = 0;
    publish(d, pages, 2);
    struct bm_wire_outlines second = bm_wire_outlines(d->wire);
    assert_int_equal(second.first, 33000);
    assert_true(second.next > 33000 && second.next < 36000);
    struct bm_buf out = {0};
    bm_wire_put_outlines(&out, &first, 32999);
    assert_true(out.n > 10);
    bm_buf_free(&out);
    bm_wire_outlines_drop(&first);
    bm_wire_outlines_drop(&second);
    bm_wire_page_drop(page);
    close_sending(d);
    bm_arena_drop(arena);
}

/* What the editions have little of: upright and turned runs, narrow ones, small figures, marks of
 * emphasis, clusters, spaces without a glyph, text that a glyph does not stand for elsewhere, a
 * spot ink, lines that are broken, origins off the line. */
static void test_runs_of_all_kinds(void **state)
{
    (void)state;
    struct sending *d = open_sending(0, 1);
    const struct bm_pages *pages = bm_engine_set(d->editor.engine)->pages;
    const struct bm_item *some = pages->pages[1].items;
    while (some->kind != BM_ITEM_RUN || some->run.n < 8 || some->run.file == BM_NO_FILE ||
           some->run.glyphs[5].text_length != 3)
        some++;
    struct bm_item items[10];
    struct bm_glyph glyphs[10][8];
    const uint8_t emphasis[8] = {0, 1, 2, 4, 9, 0, 16, 1};
    for (size_t i = 0; i < BM_COUNT(items); i++) {
        items[i] = *some;
        memcpy(glyphs[i], some->run.glyphs, sizeof glyphs[i]);
        items[i].run.glyphs = glyphs[i];
        items[i].run.n = 8;
        items[i].run.emphasis = NULL;
    }
    items[0].run.mode = BM_VERTICAL;
    items[1].run.mode = BM_SIDEWAYS;
    items[2].run.condense = 3333;
    items[3].run.around = 11 * BM_PT;
    items[3].run.size = BM_PT * 21 / 4;
    items[4].run.emphasis = emphasis;
    glyphs[5][3].text_length = glyphs[5][3].source_length = 0; /* of the cluster before */
    glyphs[5][4].text += 2;                                    /* as if two spaces stood there */
    glyphs[5][4].text_length = 1;
    glyphs[6][2].source += 40;
    glyphs[6][3].source_length = 9;
    items[7].run.ink = (struct bm_ink){.c = 100, .m = 9000, .y = 8000, .spot = 1, .tint = 5000};
    items[8].run.broken = items[8].run.goes_on = true;
    glyphs[9][4].y += 12345;
    glyphs[9][5].x -= 7654321;
    const struct bm_spot spots[] = {{.name = BM_STR("PANTONE 485 C")}};
    struct bm_page page = {.number = 1, .width = 500, .height = 700, .items = items, .n = 10};
    struct bm_pages all = *pages;
    all.pages = &page;
    all.page_count = 1;
    all.spots = spots;
    all.spot_count = 1;
    publish(d, &all, 1);
    same_pages(d, &all);
    for (size_t i = 0; i < BM_COUNT(items); i++) /* all farther, by what is no 1/100 pt */
        for (size_t k = 0; k < 8; k++) {
            glyphs[i][k].x += 1234567;
            glyphs[i][k].y -= 7654;
        }
    publish(d, &all, 2);
    assert_in_range(d->bytes, 10, 60);
    same_pages(d, &all);
    close_sending(d);
}

/* A picture is found by the hash that its page has, and is what a browser can show. */
static void test_pictures(void **state)
{
    (void)state;
    size_t found = 0;
    for (size_t s = 2; s < BM_COUNT(settings); s += 2) {
        struct sending *d = open_sending(s, 1);
        const struct bm_pages *pages = bm_engine_set(d->editor.engine)->pages;
        publish(d, pages, 1);
        for (size_t p = 0; p < pages->page_count; p++) {
            const struct wire_page *page = &d->client.pages[p + 1];
            for (size_t i = 0; i < page->picture_count; i++) {
                const struct bm_wire_picture *picture =
                    bm_wire_picture(d->sent[p], page->pictures[i]);
                struct bm_buf file = {0};
                assert_non_null(picture);
                const char *type = bm_wire_picture_put(picture, &file);
                assert_non_null(type);
                assert_memory_equal(file.p, strcmp(type, "image/png") ? "\xFF\xD8\xFF" : "\x89PN",
                                    3);
                found++;
                bm_buf_free(&file);
            }
            assert_null(bm_wire_picture(d->sent[p], BM_STR("00000000000000000000000000000000")));
        }
        close_sending(d);
    }
    assert_true(found >= 2);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        edits_wanted = (unsigned)atoi(argv[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages_are_sent_as_they_are),
        cmocka_unit_test(test_edits_are_sent_as_what_changed),
        cmocka_unit_test(test_a_page_that_did_not_change_is_some_bytes),
        cmocka_unit_test(test_a_character_is_some_hundred_bytes),
        cmocka_unit_test(test_same_pages_same_bytes),
        cmocka_unit_test(test_broken_bytes_do_no_harm),
        cmocka_unit_test(test_outlines_are_bounded),
        cmocka_unit_test(test_runs_of_all_kinds),
        cmocka_unit_test(test_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
