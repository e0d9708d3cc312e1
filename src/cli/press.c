#include "cli/commands.h"
#include "cli/edition.h"

static void write_pdf(struct bm_session *session, enum bm_pdf_profile profile)
{
    const struct bm_args *args = &session->args;
    struct bm_buf pdf = {0};
    if (bm_make_pdf(session, profile, &pdf)) {
        const struct bm_str name = session->pages->edition;
        const char *path =
            args->output ? args->output : bm_format(session, "%.*s.pdf", (int)name.n, name.p);
        bm_write_output(session, path, &pdf);
    }
    bm_buf_free(&pdf);
}

void bm_run_press(struct bm_session *session)
{
    const enum bm_pdf_profile profile = bm_profile_asked(session);
    if (session->args.split)
        bm_write_split(session, profile);
    else
        write_pdf(session, profile);
    bm_write_report(session);
}
