#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/places.h"

/* The pages as tagged PDF/A, in a folder. */
void bm_run_archive(struct bm_session *session)
{
#define PROFILE(id, name) id,
    static const enum bm_pdf_profile profiles[] = {BM_PDF_ARCHIVE_PROFILES(PROFILE)};
    struct bm_buf pdf = {0};
    if (bm_make_pdf(session, profiles[session->args.record], &pdf)) {
        const struct bm_str name = session->inputs.edition->name;
        const char *folder = session->args.output
                                 ? session->args.output
                                 : bm_format(session, "%.*s-archive", (int)name.n, name.p);
        struct bm_paths paths = {0};
        bm_path_add(session, &paths,
                    bm_format(session, "%s/%.*s.pdf", folder, (int)name.n, name.p));
        bm_finish_outputs(session,
                          bm_places_check(session, &paths) &&
                              bm_outputs_folder(session->outputs, folder, &session->diags) &&
                              bm_put_output(session, paths.v[0], &pdf));
        bm_note_pictures(session);
    }
    bm_buf_free(&pdf);
    bm_write_report(session);
}
