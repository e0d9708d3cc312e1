#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/follow.h"
#include "cli/sums.h"

static void write_pdf(struct bm_session *session, enum bm_pdf_profile profile)
{
    struct bm_buf pdf = {0}, sums = {0};
    const char *path = session->args.sums;
    if (bm_make_pdf(session, profile, &pdf))
        bm_finish_outputs(session,
                          bm_put_output(session, bm_press_path(session), &pdf) &&
                              (!path || (bm_sums_write(session, bm_buf_view(&pdf), &sums) &&
                                         bm_put_output(session, path, &sums))));
    bm_buf_free(&pdf);
    bm_buf_free(&sums);
}

static void press(struct bm_session *session)
{
    const enum bm_pdf_profile profile = bm_profile_asked(session);
    if (session->args.split)
        bm_write_split(session, profile);
    else
        write_pdf(session, profile);
    bm_write_report(session);
}

void bm_run_press(struct bm_session *session)
{
    if (session->args.watch)
        bm_follow(session, press);
    else
        press(session);
}
