/* What wire/ sends is the page: editions of content/ are set, sent, read by wire.h alone, and
 * compared glyph by glyph; deltas over random edits give what whole pages give; broken bytes do no
 * harm. With a number as argument so many edits are made of each edition. */
#include "wire_bench.h"

static unsigned edits_wanted = 8;

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
