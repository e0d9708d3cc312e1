/* plan: the section of plan.lock, printed, or written in the place of the old one. */
#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/lock.h"
#include "cli/places.h"

#include "base/labels.h"
#include "edits/edits.h"
#include "report/lock.h"

/* The old file with the section in it. False: that cannot be, which is said. */
static bool put_file(struct bm_session *session, struct bm_str section, struct bm_buf *out)
{
    const struct bm_lock *lock = session->lock;
    struct bm_buf head = {0};
    struct bm_str text;
    if (lock->there) {
        bm_buf_str(&head, session->sources.v[lock->file].text);
    } else {
        bm_buf_c(&head, BM_LABEL(LOCK_HEAD, BM_LANG_ZH));
        bm_buf_c(&head, BM_LABEL(LOCK_HEAD, BM_LANG_EN));
    }
    const struct bm_str old = bm_buf_keep(&head, session->arena);
    if (!bm_edit_section(session->arena, &session->sources, old, section, &session->diags, &text))
        return false;
    bm_buf_str(out, text);
    return true;
}

static bool put_section(struct bm_session *session, struct bm_buf *out)
{
    const struct bm_lock *lock = session->lock;
    const struct bm_pages *pages = session->pages;
    bool *locked = BM_NEW_N(session->arena, pages->page_count + 1, bool);
    struct bm_lock_section s = {.layout = session->inputs.layout->name, .file = BM_NO_FILE};
    for (size_t i = 0; i < BM_COUNT(s.sums); i++)
        s.sums[i] = lock->sums[i];
    if (lock->locked[BM_HOLD_LARGEST]) {
        for (size_t i = 0; i < pages->page_count; i++)
            locked[i] = bm_held_page_locked(&lock->section, (uint32_t)i + 1);
        s.locked = locked;
        s.file = lock->file;
        s.pages = lock->section.pages->span;
    }
    return bm_report_lock(pages->sources, pages->plan, &s, out) ||
           bm_diag0(&session->diags, BM_MSG_PLAN_NOTHING, bm_span_none());
}

/* Of the file that is written: when it is there it is an input too. */
static bool check_places(struct bm_session *session)
{
    struct bm_paths paths = {0};
    if (session->args.write && !session->lock->there)
        bm_path_add(session, &paths, session->lock->path);
    return bm_places_check(session, &paths);
}

void bm_run_plan(struct bm_session *session)
{
    struct bm_buf section = {0}, file = {0};
    /* An article that is on no page would be on none as long as the plan is held. */
    if (bm_set_edition(session) && !session->diags.counts[BM_MSG_NOT_PLACED] &&
        check_places(session) && put_section(session, &section) &&
        bm_may_write(session, session->args.strict)) {
        if (!session->args.write)
            bm_print(session, bm_buf_view(&section));
        else if (put_file(session, bm_buf_view(&section), &file))
            bm_finish_outputs(session, bm_put_output(session, session->lock->path, &file));
    }
    bm_buf_free(&section);
    bm_buf_free(&file);
    bm_write_report(session);
}
