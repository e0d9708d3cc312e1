/* press --split: a file a page. */
#include "cli/commands.h"
#include "cli/edition.h"

#include "base/file.h"
#include "cli/pattern.h"

struct files {
    const char **paths;
    struct bm_buf *pdfs;
    size_t n;
};

/* The path of a page's file: the pattern's name, in the folder if one is given. */
static const char *path_of(struct bm_session *session, uint32_t page)
{
    const struct bm_args *args = &session->args;
    const struct bm_pages *pages = session->pages;
    const struct bm_pattern_values values = {pages->edition, pages->layout, pages->date, page};
    struct bm_buf name = {0};
    const char *path = NULL;
    if (bm_pattern_fill(args->split, &values, &name, &session->diags)) {
        const int n = (int)name.n;
        path = args->output ? bm_format(session, "%s/%.*s", args->output, n, name.p)
                            : bm_format(session, "%.*s", n, name.p);
    }
    bm_buf_free(&name);
    return path;
}

/* The folders that a path leads through. */
static bool make_folder(struct bm_session *session, const char *path)
{
    const char *slash = strrchr(path, '/');
    return !slash || slash == path ||
           bm_folder_make(bm_format(session, "%.*s", (int)(slash - path), path), &session->diags);
}

static bool make_files(struct bm_session *session, enum bm_pdf_profile profile, struct files *files)
{
    const struct bm_args *args = &session->args;
    const struct bm_pages *pages = session->pages;
    files->paths = BM_NEW_N(session->arena, pages->page_count, const char *);
    files->pdfs = BM_NEW_N(session->arena, pages->page_count, struct bm_buf);
    for (size_t i = 0; i < pages->page_count; i++) {
        const uint32_t number = pages->pages[i].number;
        if ((args->first_page && number < args->first_page) ||
            (args->last_page && number > args->last_page))
            continue;
        const size_t at = files->n++;
        files->paths[at] = path_of(session, number);
        if (!files->paths[at] || !bm_make_pages(session, profile, number, number, &files->pdfs[at]))
            return false;
    }
    return true;
}

void bm_write_split(struct bm_session *session, enum bm_pdf_profile profile)
{
    struct files files = {0};
    bool fine = bm_set_edition(session) && bm_may_write(session, session->args.strict) &&
                make_files(session, profile, &files);
    bm_stage_begin(session);
    for (size_t i = 0; i < files.n && fine; i++)
        fine = make_folder(session, files.paths[i]);
    fine = fine && bm_files_write(files.paths, files.pdfs, files.n, &session->diags);
    bm_stage_end(session, BM_STAGE_OUTPUT);
    for (size_t i = 0; i < files.n; i++) {
        if (fine)
            bm_tell_written(session, files.paths[i], files.pdfs[i].n);
        bm_buf_free(&files.pdfs[i]);
    }
}
