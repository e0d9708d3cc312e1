#include "cli/commands.h"
#include "cli/edition.h"

#include "base/file.h"

/* The pages as PDF/A-2u, in a folder. */
void bm_run_archive(struct bm_session *session)
{
    struct bm_buf pdf = {0};
    if (bm_make_pdf(session, BM_PDF_A2U, &pdf)) {
        const struct bm_str name = session->pages->edition;
        const char *folder = session->args.output
                                 ? session->args.output
                                 : bm_format(session, "%.*s-archive", (int)name.n, name.p);
        if (bm_folder_make(folder, &session->diags))
            bm_write_output(session, bm_format(session, "%s/%.*s.pdf", folder, (int)name.n, name.p),
                            &pdf);
    }
    bm_buf_free(&pdf);
    bm_write_report(session);
}
