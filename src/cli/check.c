#include "cli/session.h"

#include "report/report.h"

void bm_run_check(struct bm_session *session)
{
    struct bm_buf b = {0};
    if (session->args.layouts) {
        bm_explain_layout(session);
        return;
    }
    if (bm_set_edition(session)) {
        if (session->args.json)
            bm_report_write(session->pages, &b);
        else
            bm_report_check(session->pages, (enum bm_lang)session->args.lang, &b);
        bm_print(session, bm_buf_view(&b));
    }
    bm_buf_free(&b);
    bm_write_report(session);
}
