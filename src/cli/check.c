#include "cli/commands.h"
#include "cli/edition.h"

#include "base/labels.h"
#include "report/frames.h"
#include "report/report.h"
#include "report/score.h"

/* Findings of the copy desk, or of preflight, at a level. */
static int64_t count(const struct bm_pages *pages, bool desk, enum bm_level level)
{
    int64_t n = 0;
    for (size_t i = 0; i < pages->finding_count; i++)
        n += (pages->findings[i].ruling != NULL) == desk && pages->findings[i].level == level;
    return n;
}

/* What a printer would refuse, and what the copy desk would, is listed with its place; a message
 * sums it up for the status. */
static void judge(struct bm_session *session, bool desk)
{
    const int64_t errors = count(session->pages, desk, BM_ERROR);
    const int64_t warnings = count(session->pages, desk, BM_WARNING);
    if (errors || (warnings && session->args.strict))
        bm_diag(&session->diags, desk ? BM_MSG_COPYDESK_FAILED : BM_MSG_PREFLIGHT_FAILED,
                bm_span_none(), bm_diag_number(&session->diags, errors),
                bm_diag_number(&session->diags, warnings));
}

/* The edition with the frames of its plan, and nothing else. */
static void write_frames(struct bm_session *session, struct bm_buf *b)
{
    const enum bm_frames_written written = bm_report_frames(session->pages, b);
    if (written != BM_FRAMES_WRITTEN)
        bm_diag0(&session->diags,
                 written == BM_FRAMES_NONE ? BM_MSG_NOTHING_PLANNED : BM_MSG_FRAMES_IN_LINES,
                 bm_span_none());
}

/* For a person; under which plan comes first. */
static void put_list(struct bm_session *session, struct bm_buf *b)
{
    const enum bm_lang lang = (enum bm_lang)session->args.lang;
    if (session->pages->held.n)
        bm_buf_printf(b, BM_LABEL(PLAN_HELD, lang), session->pages->held.p);
    bm_report_check(session->pages, lang, b);
}

void bm_note_pictures(struct bm_session *session)
{
    const struct bm_pages *pages = session->pages;
    for (size_t i = 0; i < pages->node_count; i++)
        if (pages->nodes[i].role == BM_ROLE_FIGURE && !pages->nodes[i].alt.n)
            bm_diag0(&session->diags, BM_MSG_NO_ALT, pages->nodes[i].span);
}

void bm_run_check(struct bm_session *session)
{
    struct bm_buf b = {0};
    if (session->args.layouts) {
        bm_explain_layout(session);
        return;
    }
    if (session->args.rules) {
        bm_list_rules(session);
        return;
    }
    if (bm_set_edition(session)) {
        bm_preflight_pages(session);
        bm_copydesk_pages(session);
        bm_pdf_check(session->pages, bm_profile_asked(session), &session->diags);
        bm_note_pictures(session);
        judge(session, false);
        judge(session, true);
        if (session->args.frames)
            write_frames(session, &b);
        else if (session->args.json)
            bm_report_write(session->pages, &b);
        else
            put_list(session, &b);
        if (session->args.score && session->args.json && !session->args.frames)
            bm_score_json(session->pages, &b);
        else if (session->args.score && !session->args.frames)
            bm_score_list(session->pages, (enum bm_lang)session->args.lang, &b);
        bm_print(session, bm_buf_view(&b));
    }
    bm_buf_free(&b);
    bm_write_report(session);
}
