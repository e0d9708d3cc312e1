/* The records of an edition, written to a folder for other programs to read:
 *
 *     records EDITION LAYOUT FOLDER     LAYOUT "": the edition's own
 *     records --time N EDITION LAYOUT   what they cost: the mean of N times, by the processor's
 * clock
 *
 * In the files' list stand a PDF, page images and a manuscript too, which it does not write. */
#include "cli/edition.h"
#include "cli/images.h"
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

/* The records; with the thumbnails, which take more time than all else, if names are given. */
static void make(struct bm_arena *arena, const struct bm_pages *pages,
                 const struct bm_str *thumbnails, struct bm_leaves *leaves)
{
    struct bm_str *images = BM_NEW_N(arena, pages->page_count, struct bm_str);
    for (size_t i = 0; i < pages->page_count; i++) {
        struct bm_buf b = {0};
        bm_buf_printf(&b, "images/page-%02u.png", pages->pages[i].number);
        images[i] = bm_buf_keep(&b, arena);
    }
    const struct bm_record_options options = {"0.0.0", BM_STR("edition.pdf"), images, thumbnails};
    struct bm_record *record =
        bm_record_make(arena, bm_reading_make(arena, pages, 0, pages->page_count), &options);
    bm_record_write(record, leaves);
    const size_t n = leaves->n, all = n + pages->page_count + 2;
    struct bm_record_file *files = BM_NEW_N(arena, all, struct bm_record_file);
    for (size_t i = 0; i < n; i++)
        files[i] = (struct bm_record_file){leaves->v[i].path, leaves->v[i].bytes.n, {0}};
    for (size_t i = 0; i < pages->page_count; i++)
        files[n + i].path = images[i];
    files[all - 2].path = options.pdf;
    files[all - 1].path = BM_STR("manuscripts/一 稿.md");
    bm_record_mets(record, files, all, leaves);
}

static int write_all(const char *folder, const struct bm_leaves *leaves)
{
    static const char *const folders[] = {"", "/alto", "/text", "/json", "/thumbnails"};
    char path[4096];
    for (size_t i = 0; i < BM_COUNT(folders); i++) {
        snprintf(path, sizeof path, "%s%s", folder, folders[i]);
        mkdir(path, 0777);
    }
    for (size_t i = 0; i < leaves->n; i++) {
        const struct bm_leaf *leaf = &leaves->v[i];
        snprintf(path, sizeof path, "%s/%.*s", folder, (int)leaf->path.n, leaf->path.p);
        FILE *f = fopen(path, "wb");
        if (!f || fwrite(leaf->bytes.p, 1, leaf->bytes.n, f) != leaf->bytes.n || fclose(f) != 0)
            return 1;
    }
    return 0;
}

static void measure(int times, const struct bm_pages *pages)
{
    const clock_t begun = clock();
    for (int i = 0; i < times; i++) {
        struct bm_arena *arena = bm_arena_new();
        make(arena, pages, NULL, &(struct bm_leaves){.arena = arena});
        bm_arena_drop(arena);
    }
    printf("%.2f ms a page, %zu pages\n",
           (double)(clock() - begun) * 1000 / CLOCKS_PER_SEC / times / (double)pages->page_count,
           pages->page_count);
}

int main(int argc, char **argv)
{
    const int times = argc == 5 && strcmp(argv[1], "--time") == 0 ? atoi(argv[2]) : 0;
    const char **words = (const char **)argv + (times ? 3 : 1);
    if (!times && argc != 4)
        return 2;
    struct bm_arena *arena = bm_arena_new();
    struct bm_session session = {.arena = arena, .data = BM_SOURCE_DIR};
    session.sources.arena = session.diags.arena = arena;
    session.args.input = words[0];
    session.args.layout = *words[1] ? words[1] : NULL;
    int status = bm_set_edition(&session) ? 0 : 3;
    if (!status && times) {
        measure(times, session.pages);
    } else if (!status) {
        struct bm_leaves leaves = {.arena = arena};
        const struct bm_str *thumbnails = bm_draw_images(&session, "thumbnails", 0, &leaves);
        if (thumbnails)
            make(arena, session.pages, thumbnails, &leaves);
        status = thumbnails ? write_all(words[2], &leaves) : 3;
    }
    bm_pages_drop(session.pages);
    bm_fonts_close(session.fonts);
    bm_arena_drop(arena);
    return status;
}
