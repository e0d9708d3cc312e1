/* GET /api/versions/N/page/P?dpi=D: a page of an earlier proof as a picture. The files of the proof
 * are put beside the log, a child draws the page from them, and they are removed. */
#define _XOPEN_SOURCE 700 /* nftw */
#include "cli/serve.h"

#include "base/file.h"
#include "base/output.h"
#include "desk/desk.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DPI_MOST 300

/* Where the files go: made of the edition's name, which some pages show. */
struct checkout {
    struct bm_serve *s;
    const char *folder;
};

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static void remove_folder(const char *folder)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* The folders that a name leads through. */
static void make_folders(struct bm_serve *s, const char *folder, struct bm_str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '/')
            mkdir(bm_format(s->session, "%s/%.*s", folder, (int)i, name.p), 0700);
}

static bool leads_out(struct bm_str name)
{
    for (size_t i = 0; i + 1 < name.n; i++)
        if (name.p[i] == '.' && name.p[i + 1] == '.')
            return true;
    return !name.n || name.p[0] == '/' || memchr(name.p, '\0', name.n);
}

/* A layout of the data goes beside edition.yaml, where it comes before the one of the data; what
 * else there is of those is as it is now. */
static bool put(void *context, struct bm_str name, struct bm_str bytes)
{
    static const char layouts[] = "data/layouts/";
    const struct checkout *c = context;
    struct bm_diags diags = {.arena = c->s->work};
    const size_t n = sizeof layouts - 1;
    if (name.n > n && memcmp(name.p, layouts, n) == 0)
        name = (struct bm_str){name.p + n, name.n - n};
    else if (name.n > 5 && memcmp(name.p, "data/", 5) == 0)
        return true;
    if (leads_out(name))
        return false;
    make_folders(c->s, c->folder, name);
    return bm_file_write(bm_format(c->s->session, "%s/%.*s", c->folder, (int)name.n, name.p), bytes,
                         &diags);
}

static void drawn(struct bm_serve *s, const struct bm_serve_done *done)
{
    char *top = done->context;
    struct bm_web_reply reply = {.status = 200, .type = "image/png", .kept = true};
    struct bm_diags diags = {.arena = s->work};
    struct bm_str png;
    const char *path = bm_format(s->session, "%s/proof/page-%u.png", top,
                                 (unsigned)bm_web_decimal(bm_web_query(done->call, "page"), 1));
    if (bm_file_read_kind(s->work, path, BM_FILE_PICTURE, bm_span_none(), &diags, &png))
        bm_buf_str(&reply.body, png);
    else
        bm_serve_error(&reply, 409, "press");
    remove_folder(top);
    free(top);
    bm_serve_answer(s, done->call, &reply);
}

bool bm_serve_version_page(struct bm_serve *s, struct bm_web_call *call, struct bm_desk *desk,
                           bm_serve_checkout *checkout, uint64_t version,
                           struct bm_web_reply *reply)
{
    struct bm_session *session = s->session;
    const uint64_t page = bm_web_decimal(bm_web_query(call, "page"), 1),
                   dpi = bm_web_decimal(bm_web_query(call, "dpi"), 96);
    char *top = NULL;
    if (page < 1 || page > 9999 || dpi < 1 || dpi > DPI_MOST || bm_serve_own_folder(s) < 0) {
        bm_serve_error(reply, 400, "name");
        return true;
    }
    const struct bm_pages *pages = bm_engine_pages(session->engine);
    const struct bm_str name = pages ? pages->edition : BM_STR("edition");
    top =
        strdup(bm_format(session, "%s/" BM_SERVE_FOLDER "/version.%d.%llu", session->inputs.folder,
                         (int)getpid(), (unsigned long long)bm_serve_now()));
    if (!top)
        bm_out_of_memory();
    struct checkout c = {s, bm_format(session, "%s/%.*s", top, (int)name.n, name.p)};
    const bool fine = mkdir(top, 0700) == 0 && mkdir(c.folder, 0700) == 0 &&
                      checkout(desk, (size_t)version, put, &c);
    const char *number = bm_format(session, "%u", (unsigned)page);
    const char *layout = session->args.layout;
    const char *const words[] = {"proof",   "-q",
                                 "-o",      bm_format(session, "%s/proof", top),
                                 "--pages", number,
                                 "--dpi",   bm_format(session, "%u", (unsigned)dpi),
                                 c.folder,  layout ? "--layout" : NULL,
                                 layout,    NULL};
    if (fine && bm_serve_child(s, words, call, drawn, NULL, top))
        return false;
    remove_folder(top);
    free(top);
    bm_serve_error(reply, fine ? 503 : 404, fine ? "busy" : "version");
    return true;
}
