/* press --split: a file a page. */
#include "cli/commands.h"
#include "cli/edition.h"

#include "cli/pattern.h"
#include "cli/places.h"

/* The path of a page's file: the pattern's name, in the folder if one is given. */
static const char *path_of(struct bm_session *session, uint32_t page)
{
    const struct bm_args *args = &session->args;
    const struct bm_inputs *inputs = &session->inputs;
    const struct bm_pattern_values values = {inputs->edition->name, inputs->layout->name,
                                             inputs->edition->date, page};
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
           bm_outputs_folder(session->outputs,
                             bm_format(session, "%.*s", (int)(slash - path), path),
                             &session->diags);
}

/* Paths of the pages that are asked for, and their numbers. */
static bool name_files(struct bm_session *session, struct bm_paths *paths, uint32_t *numbers)
{
    const struct bm_args *args = &session->args;
    const struct bm_pages *pages = session->pages;
    for (size_t i = 0; i < pages->page_count; i++) {
        const uint32_t number = pages->pages[i].number;
        if ((args->first_page && number < args->first_page) ||
            (args->last_page && number > args->last_page))
            continue;
        const char *path = path_of(session, number);
        if (!path)
            return false;
        numbers[paths->n] = number;
        bm_path_add(session, paths, path);
    }
    return true;
}

static bool write_files(struct bm_session *session, enum bm_pdf_profile profile)
{
    struct bm_paths paths = {0};
    uint32_t *numbers = BM_NEW_N(session->arena, session->pages->page_count, uint32_t);
    bool fine = name_files(session, &paths, numbers) && bm_places_check(session, &paths);
    for (size_t i = 0; i < paths.n && fine; i++) {
        struct bm_buf pdf = {0};
        fine = make_folder(session, paths.v[i]) &&
               bm_make_pages(session, profile, numbers[i], numbers[i], &pdf) &&
               bm_put_output(session, paths.v[i], &pdf);
        bm_buf_free(&pdf);
    }
    return fine;
}

void bm_write_split(struct bm_session *session, enum bm_pdf_profile profile)
{
    if (bm_set_to_print(session))
        bm_finish_outputs(session, write_files(session, profile));
}
