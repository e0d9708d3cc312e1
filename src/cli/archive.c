/* The archive's package, or its PDF alone; a package checked; a package set again. */
#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/package.h"
#include "cli/places.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

static bool is_pdf(const char *path)
{
    const size_t n = path ? strlen(path) : 0;
    return n > 4 && strcmp(path + n - 4, ".pdf") == 0;
}

/* Nothing, an empty folder, or one that this program wrote: another must not be lost. */
static bool may_replace(struct bm_session *session, const struct bm_bag_module *module,
                        const char *folder)
{
    struct stat st;
    if (stat(folder, &st) != 0 && errno == ENOENT)
        return true;
    DIR *dir = opendir(folder);
    size_t n = 0;
    while (dir && n < 3 && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    if ((dir && n == 2) || module->is_ours(folder, session->arena))
        return true;
    return bm_diag(&session->diags, BM_MSG_NOT_A_PACKAGE, bm_span_none(), bm_str_c(folder));
}

static bool put_pdf(struct bm_session *session, const struct bm_buf *pdf)
{
    struct bm_paths paths = {0};
    bm_path_add(session, &paths, session->args.output);
    return bm_places_check(session, &paths) && bm_put_output(session, session->args.output, pdf);
}

static bool put_package(struct bm_session *session, const struct bm_bag_module *module,
                        const struct bm_buf *pdf)
{
    const struct bm_str name = session->inputs.edition->name;
    const char *folder = session->args.output
                             ? session->args.output
                             : bm_format(session, "%.*s-archive", (int)name.n, name.p);
    struct bm_paths paths = {0};
    struct bm_leaves leaves = {0};
    bm_path_add(session, &paths, bm_format(session, "%s/bagit.txt", folder));
    return may_replace(session, module, folder) && bm_places_check(session, &paths) &&
           bm_package_make(session, module, bm_buf_view(pdf), &leaves) &&
           bm_put_folder(session, folder, &leaves);
}

static void archive(struct bm_session *session, const struct bm_bag_module *module)
{
#define PROFILE(id, name) id,
    static const enum bm_pdf_profile profiles[] = {BM_PDF_ARCHIVE_PROFILES(PROFILE)};
    const struct bm_args *args = &session->args;
    struct bm_buf pdf = {0};
    if (bm_make_pdf(session, profiles[args->record], &pdf)) {
        const bool same = !args->replay || bm_replay_compare(session, bm_buf_view(&pdf));
        if (args->replay && !args->output)
            bm_finish_outputs(session, true);
        else if (same || is_pdf(args->output))
            bm_finish_outputs(session, is_pdf(args->output) ? put_pdf(session, &pdf)
                                                            : put_package(session, module, &pdf));
        if (!args->replay)
            bm_note_pictures(session);
    }
    bm_buf_free(&pdf);
    bm_write_report(session);
}

void bm_run_archive(struct bm_session *session)
{
    const struct bm_args *args = &session->args;
    struct bm_bag_module module;
    struct bm_bag_checked checked;
    const bool alone = is_pdf(args->output) && !args->replay;
    if (!alone && !bm_bag_module_open(session, &module))
        return;
    if (args->verify)
        module.check(args->input, session->arena, &checked, &session->diags);
    else if (!args->replay || bm_replay_begin(session, &module))
        archive(session, &module);
}
