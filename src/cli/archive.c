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

static struct bm_str trimmed(struct bm_str s)
{
    while (s.n && s.p[0] == ' ')
        s = (struct bm_str){s.p + 1, s.n - 1};
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

static struct bm_str called(struct bm_session *session, struct bm_str identifier,
                            struct bm_str edition)
{
    return bm_str_c(bm_format(session, "%.*s, %.*s", (int)identifier.n, identifier.p,
                              (int)edition.n, edition.p));
}

/* Of a package of this program: one of another edition, a sealed one and one that somebody changed
 * are replaced where that is asked for alone. */
static bool may_replace_ours(struct bm_session *session, const char *folder,
                             const struct bm_bag_checked *there, bool changed)
{
    const struct bm_str edition = bm_package_edition(session);
    const struct bm_str identifier = trimmed(bm_package_identifier(session));
    const struct bm_str where = bm_str_c(folder);
    struct bm_diags *diags = &session->diags;
    if (session->args.replace)
        return true;
    if (!bm_str_eq(there->identifier, identifier) || !bm_str_eq(there->edition, edition))
        return bm_diag(diags, BM_MSG_OTHER_EDITION, bm_span_none(), where,
                       called(session, there->identifier, there->edition),
                       called(session, identifier, edition));
    if (there->sealed || there->records_seal)
        return bm_diag(diags, BM_MSG_PACKAGE_KEPT, bm_span_none(), where,
                       bm_str_c("the package is sealed"));
    if (changed)
        return bm_diag(diags, BM_MSG_PACKAGE_KEPT, bm_span_none(), where,
                       bm_str_c("the package was changed after it was written"));
    return true;
}

/* Nothing, an empty folder, or one that this program wrote: another must not be lost. */
static bool may_replace(struct bm_session *session, const struct bm_bag_module *module,
                        const char *folder)
{
    struct bm_bag_checked there;
    struct stat st;
    bool changed;
    if (stat(folder, &st) != 0 && errno == ENOENT)
        return true;
    DIR *dir = opendir(folder);
    size_t n = 0;
    while (dir && n < 3 && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    if (dir && n == 2)
        return true;
    if (module->is_ours(folder, session->arena, &there, &changed))
        return may_replace_ours(session, folder, &there, changed);
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
