/* plan.lock, the file beside edition.yaml that holds plans (layout/held.h): read and obeyed here,
 * written by plan.c. */
#pragma once

#include "cli/session.h"
#include "layout/held.h"

#define BM_LOCK_NAME "plan.lock"

struct bm_lock {
    const char *path;
    bool there; /* it was read */
    uint32_t file;
    const struct bm_yaml *map;
    const struct bm_yaml *key; /* of the section of the layout; NULL: there is none */
    struct bm_held section;
    char sums[BM_HELD_ARTICLES + 1][65]; /* of the layout, frames and articles as they are */
    bool held;                           /* the session's frames are those of the section */
    /* of `plan`, with what is locked: the same, by enum bm_hold; NULL: nothing is */
    struct bm_template *locked[BM_HOLD_COUNT];
    char hash[65];               /* of the section that is held */
    struct bm_template *regions; /* the edition's frames, as they were before */
};

/* Once the edition is loaded: puts the frames of its plan.lock in the place of its regions, when
 * there is one that has a section for the layout and was made for what is there; the command `plan`
 * takes those that are locked. Says when one is not used (PLAN_STALE, PLAN_NONE). False when it is
 * unusable, or when options ask for another plan (PLAN_BESIDE). With --replan it is left alone. */
bool bm_lock_hold(struct bm_session *session);

/* Whether a plan.lock that is held has anything `locked`. */
bool bm_lock_has_locked(const struct bm_session *session);

/* Makes the edition up; what is locked with the best of the regions that it leaves. */
struct bm_pages *bm_lock_make(struct bm_session *session);

/* Makes up another plan of a ledger's list, from its frames, written and read as those of a
 * plan.lock. The pages have that plan, which lives as long as those that the ledger is of. NULL on
 * errors, which are added to diags with all else that is to be said. */
struct bm_pages *bm_lock_make_other(struct bm_session *session, const struct bm_plan_ledger *plan,
                                    struct bm_diags *diags);

/* Once pages are made up: they bear the hash of the plan that is held, if one is; and what does not
 * fit it is told how a new plan would differ. */
void bm_lock_judge(struct bm_session *session);
