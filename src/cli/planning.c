#include "cli/planning.h"

#include "base/labels.h"
#include "cli/edition.h"
#include "cli/load.h"
#include "cli/lock.h"
#include "edits/edits.h"
#include "report/lock.h"

static void open_session(struct bm_planned_edition *p, const struct bm_session *like)
{
    struct bm_session *s = &p->session;
    *p = (struct bm_planned_edition){.session = {.args = like->args, .arena = bm_arena_new()}};
    s->sources.arena = s->diags.arena = s->arena;
    s->args.command = BM_CMD_PLAN;
    s->args.report = NULL;
    s->args.plan = 0;
    s->args.replan = s->args.verbose = s->args.watch = s->args.timings = false;
}

bool bm_planning_read(struct bm_planned_edition *p, const struct bm_session *like)
{
    open_session(p, like);
    return bm_read_edition(&p->session, &p->session.inputs) && bm_lock_hold(&p->session);
}

bool bm_planning_make(struct bm_planned_edition *p, unsigned alternatives)
{
    struct bm_session *s = &p->session;
    s->args.alternatives = alternatives;
    if (!bm_read_fonts(s))
        return false;
    s->pages = bm_lock_make(s);
    if (!s->pages)
        return false;
    bm_lock_judge(s);
    /* An article that is on no page would be on none as long as the plan is held. */
    return !s->diags.counts[BM_MSG_NOT_PLACED] && bm_may_write(s, false);
}

void bm_planning_close(struct bm_planned_edition *p)
{
    bm_pages_drop(p->session.pages);
    bm_fonts_close(p->session.fonts);
    bm_lexicon_close(&p->session.lexicon);
    bm_arena_drop(p->session.arena);
    *p = (struct bm_planned_edition){0};
}

bool bm_planning_section(struct bm_session *session, const struct bm_plan_ledger *plan,
                         struct bm_buf *out)
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
    return bm_report_lock(pages->sources, plan, &s, out) ||
           bm_diag0(&session->diags, BM_MSG_PLAN_NOTHING, bm_span_none());
}

bool bm_planning_file(struct bm_session *session, struct bm_str text, struct bm_str section,
                      struct bm_str *out)
{
    struct bm_buf head = {0};
    if (text.p) {
        bm_buf_str(&head, text);
    } else {
        bm_buf_c(&head, BM_LABEL(LOCK_HEAD, BM_LANG_ZH));
        bm_buf_c(&head, BM_LABEL(LOCK_HEAD, BM_LANG_EN));
    }
    const struct bm_str old = bm_buf_keep(&head, session->arena);
    return bm_edit_section(session->arena, &session->sources, old, section, &session->diags, out);
}
