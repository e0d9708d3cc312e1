/* An edition planned as `plan` does it: from its files on disk, what is locked in plan.lock
 * included. The desk does so beside the engine that holds the edition open. */
#pragma once

#include "cli/session.h"
#include "page/ledger.h"

struct bm_planned_edition {
    struct bm_session session; /* its own; diags say what was wrong */
};

/* Reads the edition that `like` names, with its options. False: it cannot be read. Sums are those
 * of session.lock. */
bool bm_planning_read(struct bm_planned_edition *p, const struct bm_session *like);
/* Plans it; false: it is planned, but not fit to be held, or it cannot be planned. */
bool bm_planning_make(struct bm_planned_edition *p, unsigned alternatives);
void bm_planning_close(struct bm_planned_edition *p);

/* The section of plan.lock for a plan of the session's pages: that which they have, or one of its
 * list. False, and said: no article stands in a region, and no frame is locked. */
bool bm_planning_section(struct bm_session *session, const struct bm_plan_ledger *plan,
                         struct bm_buf *out);
/* A plan.lock with that section in it, the others and all comments as they were; text: what the
 * file holds, p NULL: it is not there. */
bool bm_planning_file(struct bm_session *session, struct bm_str text, struct bm_str section,
                      struct bm_str *out);
