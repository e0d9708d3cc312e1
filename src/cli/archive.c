#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/places.h"

/* The pages as PDF/A-2u, in a folder. */
void bm_run_archive(struct bm_session *session)
{
    struct bm_buf pdf = {0};
    if (bm_make_pdf(session, BM_PDF_A2U, &pdf)) {
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
