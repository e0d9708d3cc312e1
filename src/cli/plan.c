/* plan: the section of plan.lock, printed, or written in the place of the old one. */
#include "cli/commands.h"
#include "cli/edition.h"
#include "cli/lock.h"
#include "cli/places.h"
#include "cli/planning.h"

/* The old file with the section in it. False: that cannot be, which is said. */
static bool put_file(struct bm_session *session, struct bm_str section, struct bm_buf *out)
{
    const struct bm_lock *lock = session->lock;
    const struct bm_str old =
        lock->there ? session->sources.v[lock->file].text : (struct bm_str){0};
    struct bm_str text;
    if (!bm_planning_file(session, old, section, &text))
        return false;
    bm_buf_str(out, text);
    return true;
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
        check_places(session) && bm_planning_section(session, session->pages->plan, &section) &&
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
