#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/module.h"
#include "cli/places.h"

#include "base/file.h"
#include "epaper/epaper.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_MOST  1024 /* bytes of a page in which it says by whom it was written */
#define STALE_MOST 200  /* files of an earlier e-paper that are named */

typedef bool page_drawer(const struct bm_pages *pages, uint32_t number, unsigned dpi,
                         struct bm_buf *out, struct bm_diags *diags);

/* Draws the pages in the colours of the screen, black as black: no one proofs ink on the web. They
 * live in the session's arena. */
static const struct bm_str *draw_pages(struct bm_session *session, page_drawer *draw)
{
    const struct bm_pages *pages = session->pages;
    struct bm_str *pictures = bm_arena_array(session->arena, pages->page_count, sizeof *pictures);
    for (size_t i = 0; i < pages->page_count; i++) {
        const struct bm_page *page = &pages->pages[i];
        struct bm_buf b = {0};
        atomic_store(&session->progress.at, i + 1);
        atomic_store(&session->progress.of, pages->page_count);
        if (!draw(pages, page->number, bm_epaper_dpi(page), &b, &session->diags))
            return NULL;
        pictures[i] = bm_buf_keep(&b, session->arena);
    }
    return pictures;
}

/* The address of the folder ends in '/'. */
static struct bm_str address(struct bm_session *session)
{
    const char *said = session->args.address ? session->args.address : "";
    const size_t n = strlen(said);
    return bm_str_c(n && said[n - 1] != '/' ? bm_format(session, "%s/", said) : said);
}

bool bm_epaper_files(struct bm_session *session, struct bm_str pdf, struct bm_leaves *leaves)
{
    static const enum bm_lang langs[] = {BM_LANG_ZH, BM_LANG_EN};
    page_drawer *draw;
    const struct bm_module_function functions[] = {{"bm_proof_png", &draw}};
    const struct bm_pages *pages = session->pages;
    if (!bm_module_open(session, "banmian-proof.so", functions, BM_COUNT(functions)))
        return false;
    bm_stage_begin(session, BM_STAGE_PROOF);
    const struct bm_epaper_options options = {.lang = langs[session->args.words],
                                              .pictures = draw_pages(session, draw),
                                              .pdf = pdf,
                                              .address = address(session)};
    const bool fine =
        options.pictures &&
        bm_epaper_make(pages, bm_reading_make(session->arena, pages, 0, pages->page_count),
                       &options, leaves, &session->diags);
    bm_stage_end(session, BM_STAGE_PROOF);
    return fine;
}

/* Whether the folder's start is one of ours: its head says so. */
static bool is_ours(struct bm_session *session, const char *folder)
{
    static const char mark[] = "<meta name=\"generator\" content=\"" BM_EPAPER_GENERATOR "\">";
    const char *path = bm_format(session, "%s/index.html", folder);
    char head[HEAD_MOST];
    struct bm_file file;
    if (!bm_file_open(path, &file))
        return false;
    const ssize_t n = read(file.fd, head, sizeof head - 1);
    close(file.fd);
    head[n > 0 ? n : 0] = '\0';
    return strstr(head, mark) != NULL;
}

/* False where what others have put there would be written over. */
static bool may_write(struct bm_session *session, const struct bm_paths *paths)
{
    for (size_t i = 0; i < paths->n; i++) {
        struct stat st;
        if (lstat(paths->v[i], &st) == 0)
            return bm_diag(&session->diags, BM_MSG_EPAPER_TAKEN, bm_span_none(),
                           bm_str_c(paths->v[i]));
    }
    return true;
}

/* Whether a file is called as those of an e-paper that are numbered. */
static bool is_numbered(const char *name)
{
    static const char *const begins[] = {"node_", "content_", "page_", "image_"};
    static const char *const ends[] = {".html", ".png", ".jpg", "_large.png", "_small.png"};
    for (size_t i = 0; i < BM_COUNT(begins); i++) {
        const size_t n = strlen(begins[i]);
        const size_t digits = strncmp(name, begins[i], n) ? 0 : strspn(name + n, "0123456789");
        for (size_t k = 0; digits && k < BM_COUNT(ends); k++)
            if (strcmp(name + n + digits, ends[k]) == 0)
                return true;
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_leaf(const struct bm_leaves *leaves, const char *name)
{
    size_t i = 0;
    while (i < leaves->n && !bm_str_is(leaves->v[i].path, name))
        i++;
    return i < leaves->n;
}

/* Says which files of an earlier e-paper the new one does not have, so that they stay. */
static void note_stale(struct bm_session *session, const char *folder,
                       const struct bm_leaves *leaves)
{
    const char *names[STALE_MOST];
    size_t n = 0;
    struct bm_buf list = {0};
    const struct dirent *entry;
    DIR *dir = opendir(folder);
    while (dir && n < STALE_MOST && (entry = readdir(dir)))
        if (is_numbered(entry->d_name) && !has_leaf(leaves, entry->d_name))
            names[n++] = bm_format(session, "%s", entry->d_name);
    if (dir)
        closedir(dir);
    if (!n)
        return;
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++)
        bm_buf_printf(&list, i ? " %s" : "%s", names[i]);
    bm_diag(&session->diags, BM_MSG_EPAPER_STALE, bm_span_none(), bm_str_c(folder),
            bm_buf_keep(&list, session->arena));
}

/* All files, into one folder. */
static void write_all(struct bm_session *session, const struct bm_leaves *leaves)
{
    const struct bm_str name = session->inputs.edition->name;
    const char *folder = session->args.output
                             ? session->args.output
                             : bm_format(session, "%.*s-epaper", (int)name.n, name.p);
    struct bm_paths paths = {0};
    for (size_t i = 0; i < leaves->n; i++)
        bm_path_add(
            session, &paths,
            bm_format(session, "%s/%.*s", folder, (int)leaves->v[i].path.n, leaves->v[i].path.p));
    const bool ours = is_ours(session, folder);
    bool fine = bm_places_check(session, &paths) && (ours || may_write(session, &paths)) &&
                bm_outputs_folder(session->outputs, folder, &session->diags);
    for (size_t i = 0; i < leaves->n && fine; i++) {
        const struct bm_str bytes = leaves->v[i].bytes;
        const struct bm_buf b = {.p = (char *)(uintptr_t)bytes.p, .n = bytes.n};
        fine = bm_put_output(session, paths.v[i], &b);
    }
    if (fine && ours)
        note_stale(session, folder, leaves);
    bm_finish_outputs(session, fine);
}

void bm_run_epaper(struct bm_session *session)
{
    struct bm_leaves leaves = {.arena = session->arena};
    if (bm_set_to_print(session) &&
        bm_epaper_files(session, bm_str_c(session->args.pdf_address), &leaves)) {
        write_all(session, &leaves);
        bm_note_pictures(session);
    }
    bm_write_report(session);
}
