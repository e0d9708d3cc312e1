/* An edition's pages as bytes for the screen, and as words, for tests/e2e/wire.py:
 *
 *     wire_dump EDITION LAYOUT FOLDER [EDITS [SEED]]   LAYOUT "": the edition's own
 *     wire_dump --time N EDITION LAYOUT
 *
 * FOLDER gets R.bin of each revision R from 1, what a client needs that had the one before, R.txt,
 * what it must have then, and the pictures under their hashes. The edits are characters typed,
 * lines split and taken away in the manuscripts, in memory alone. --time: CPU of making and of
 * sending a page, whole and after a character was typed, and how many bytes that is. */
#include "edits.h"
#include "wire/wire.h"

#include <stdlib.h>
#include <time.h>

#define PAGES_MOST 64

struct run {
    struct editor editor;
    const char *folder;
    struct bm_wire *wire;
    struct bm_wire_page *last[PAGES_MOST];
    uint32_t outlines; /* that the client has */
    uint64_t revision;
};

static void write_file(const char *folder, const char *name, struct bm_str bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
        exit(1);
}

/* Lengths as 1/65536 pt. */
static void tell_run(struct bm_buf *out, const struct bm_run *run)
{
    bm_buf_printf(out, "run %d %d %zu %d %d %u %u %s\n", (int)run->mode, run->size, run->n,
                  run->width, run->around, run->condense, run->broken * 64u + run->goes_on * 128u,
                  run->file == BM_NO_FILE ? "-" : "+");
    bm_buf_printf(out, "%.*s\n", (int)run->text.n, run->text.p);
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        hb_glyph_extents_t e = {0};
        bm_face_ink(run->face, g->gid, &e);
        bm_buf_printf(out, "%d %d %u %u %d %d %d %d %d %d %u %u %.*s\n", g->x, g->y,
                      run->file == BM_NO_FILE || !g->source_length ? 0 : g->source,
                      run->file == BM_NO_FILE ? 0 : g->source_length,
                      bm_face_advance(run->face, g->gid), e.x_bearing, -e.y_bearing, e.width,
                      -e.height, run->face->upem, run->emphasis ? run->emphasis[i] : 0u,
                      (unsigned)g->text_length, g->text_length,
                      run->text.p + (g->text_length ? g->text : 0));
    }
}

static void tell_ink(struct bm_buf *out, struct bm_ink ink)
{
    bm_buf_printf(out, "ink %u %u %u %u %d %u\n", ink.c, ink.m, ink.y, ink.k, ink.overprint,
                  ink.spot ? ink.tint : 0u);
}

static void tell_item(struct bm_buf *out, const struct bm_pages *pages, const struct bm_item *item)
{
    const struct bm_node *node = &pages->nodes[item->node];
    const struct bm_rect *r = &item->rect;
    const bool is_run = item->kind == BM_ITEM_RUN;
    const struct bm_source *s =
        bm_sources_of(pages->sources, is_run ? (struct bm_span){item->run.file, 0, 0} : item->span);
    bm_buf_printf(out, "item %d %d %d %s %s %s\n", (int)item->kind, (int)node->article, node->level,
                  bm_role_name(node->role), node->field ? node->field : "-", s ? s->name.p : "-");
    if (item->kind != BM_ITEM_PICTURE)
        tell_ink(out, is_run ? item->run.ink : item->ink);
    if (is_run) {
        tell_run(out, &item->run);
        return;
    }
    bm_buf_printf(out, "shape %d %d %d %d %d %u %u\n", r->x, r->y, r->w, r->h, item->weight,
                  item->span.file == BM_NO_FILE ? 0 : item->span.offset,
                  item->span.file == BM_NO_FILE ? 0 : item->span.length);
    if (item->kind == BM_ITEM_PICTURE) {
        const struct bm_rect *w = &item->picture.whole;
        bm_buf_printf(out, "whole %d %d %d %d\n", w->x, w->y, w->w, w->h);
    }
    if (item->kind == BM_ITEM_STROKE || item->kind == BM_ITEM_PATH) {
        bm_buf_c(out, "path ");
        for (size_t i = 0; i < item->path.op_count; i++)
            bm_buf_printf(out, "%u", item->path.ops[i]);
        for (size_t i = 0; i < item->path.point_count; i++)
            bm_buf_printf(out, " %d %d", item->path.points[i].x, item->path.points[i].y);
        bm_buf_char(out, '\n');
    }
}

static void tell(struct bm_buf *out, const struct bm_pages *pages)
{
    for (size_t p = 0; p < pages->page_count; p++) {
        const struct bm_page *page = &pages->pages[p];
        bm_buf_printf(out, "page %u %d %d %zu\n", page->number, page->width, page->height, page->n);
        for (size_t i = 0; i < page->n; i++)
            tell_item(out, pages, &page->items[i]);
    }
}

static void put_pictures(const struct run *run, const struct bm_wire_page *page,
                         const struct bm_buf *bytes)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i + 32 <= bytes->n; i++) { /* a hash stands in the bytes */
        char hash[33];
        memcpy(hash, bytes->p + i, 32);
        hash[32] = 0;
        const struct bm_wire_picture *p =
            strspn(hash, digits) == 32 ? bm_wire_picture(page, bm_str_c(hash)) : NULL;
        struct bm_buf file = {0};
        if (p && bm_wire_picture_put(p, &file))
            write_file(run->folder, hash, bm_buf_view(&file));
        bm_buf_free(&file);
    }
}

/* Sets what was changed and writes what a client must be sent. */
static void publish(struct run *run)
{
    const struct bm_revision *r = bm_engine_set(run->editor.engine);
    struct bm_buf bytes = {0}, words = {0};
    char name[32];
    if (!r->pages)
        return;
    run->revision++;
    struct bm_wire_page *now[PAGES_MOST];
    for (size_t p = 0; p < r->pages->page_count && p < PAGES_MOST; p++)
        now[p] = bm_wire_page_make(run->wire, r->pages, &r->pages->pages[p], run->revision);
    struct bm_wire_outlines outlines = bm_wire_outlines(run->wire);
    bm_wire_put_outlines(&bytes, &outlines, run->outlines);
    run->outlines = outlines.next;
    bm_wire_outlines_drop(&outlines);
    for (size_t p = 0; p < r->pages->page_count && p < PAGES_MOST; p++) {
        bm_wire_put_page(&bytes, now[p], run->last[p]);
        if (!run->last[p])
            put_pictures(run, now[p], &bytes);
        bm_wire_page_drop(run->last[p]);
        run->last[p] = now[p];
    }
    tell(&words, r->pages);
    snprintf(name, sizeof name, "%u.bin", (unsigned)run->revision);
    write_file(run->folder, name, bm_buf_view(&bytes));
    snprintf(name, sizeof name, "%u.txt", (unsigned)run->revision);
    write_file(run->folder, name, bm_buf_view(&words));
    bm_buf_free(&bytes);
    bm_buf_free(&words);
}

static struct bm_engine *open_engine(const char *edition, const char *layout)
{
    return bm_engine_open(&(struct bm_engine_options){.edition = edition,
                                                      .layout = *layout ? layout : NULL,
                                                      .data = BM_SOURCE_DIR,
                                                      .program = BM_BUILD_DIR});
}

static double cpu_ms(void)
{
    return (double)clock() * 1e3 / CLOCKS_PER_SEC;
}

/* Everything in sequence with figures on standard output. */
static int measure(unsigned n, const char *edition, const char *layout)
{
    struct run run = {.editor = {open_engine(edition, layout), 7}};
    const struct bm_pages *pages = bm_engine_set(run.editor.engine)->pages;
    if (!pages)
        return 3;
    struct bm_buf out = {0};
    run.wire = bm_wire_open();
    double begun = cpu_ms();
    for (size_t p = 0; p < pages->page_count; p++)
        run.last[p] = bm_wire_page_make(run.wire, pages, &pages->pages[p], 1);
    struct bm_wire_outlines outlines = bm_wire_outlines(run.wire);
    printf("outlines met: %.2f ms, %u of them; ", cpu_ms() - begun, outlines.next);
    bm_wire_put_outlines(&out, &outlines, 0);
    printf("%zu bytes\n", out.n);
    bm_wire_outlines_drop(&outlines);
    for (size_t p = 0; p < pages->page_count; p++) {
        struct bm_wire_page *page = NULL;
        begun = cpu_ms();
        for (unsigned i = 0; i < n; i++) {
            bm_wire_page_drop(page);
            page = bm_wire_page_make(run.wire, pages, &pages->pages[p], 1);
        }
        const double made = (cpu_ms() - begun) / n;
        begun = cpu_ms();
        for (unsigned i = 0; i < n; i++) {
            out.n = 0;
            bm_wire_put_page(&out, page, NULL);
        }
        printf("page %zu: %zu items, made in %.3f ms, sent in %.3f, %zu bytes\n", p + 1,
               pages->pages[p].n, made, (cpu_ms() - begun) / n, out.n);
        bm_wire_page_drop(page);
    }
    double made = 0, sent = 0;
    size_t bytes = 0, most = 0, count = 0;
    for (unsigned i = 0; i < n; i++) {
        edit(&run.editor);
        const struct bm_revision *r = bm_engine_set(run.editor.engine);
        for (size_t c = 0; r->pages && c < r->changed_count; c++) {
            const uint32_t p = r->changed[c].page - 1;
            if (p >= r->pages->page_count || p >= PAGES_MOST)
                continue;
            begun = cpu_ms();
            struct bm_wire_page *page =
                bm_wire_page_make(run.wire, r->pages, &r->pages->pages[p], i + 2);
            made += cpu_ms() - begun;
            begun = cpu_ms();
            out.n = 0;
            bm_wire_put_page(&out, page, run.last[p]);
            sent += cpu_ms() - begun;
            bytes += out.n;
            most = out.n > most ? out.n : most;
            count++;
            bm_wire_page_drop(run.last[p]);
            run.last[p] = page;
        }
    }
    printf("a page after an edit: made in %.3f ms, sent in %.3f, %zu bytes, at most %zu\n",
           made / (double)(count ? count : 1), sent / (double)(count ? count : 1),
           bytes / (count ? count : 1), most);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "--time") == 0)
        return measure((unsigned)atoi(argv[2]), argv[3], argv[4]);
    if (argc < 4)
        return 2;
    struct run run = {
        .editor = {open_engine(argv[1], argv[2]), argc > 5 ? (uint64_t)atoi(argv[5]) : 1},
        .folder = argv[3],
        .wire = bm_wire_open()};
    publish(&run);
    for (int i = argc > 4 ? atoi(argv[4]) : 0; i > 0; i--) {
        edit(&run.editor);
        publish(&run);
    }
    for (size_t p = 0; p < PAGES_MOST; p++)
        bm_wire_page_drop(run.last[p]);
    bm_wire_close(run.wire);
    bm_engine_close(run.editor.engine);
    return run.revision ? 0 : 3;
}
