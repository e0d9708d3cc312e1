/* Advice: what to do where the best plan leaves text over. bm_advise() takes what bm_compose() has
 * made, tries articles held or cut (trials.c makes the plan up in earnest), and adds what will do
 * to the ledger and to the messages. Nothing of the pages changes. Files: advise.c, trials.c. */
#pragma once

#include "compose/faults.h"

/* Of an article: all of it is held; or, of several under one head, so many from one on, which are
 * not all. Anything less are characters. */
#define BM_HELD            UINT32_MAX
#define BM_HELD_PART       0x80000000u
#define BM_HELD_ITEMS_MOST 0x7FFEu /* first, and count */
#define BM_HELD_FROM(x)    ((x) >> 15 & 0x7FFFu)
#define BM_HELD_N(x)       ((x)&0x7FFFu)

static inline uint32_t bm_held_part(size_t first, size_t count)
{
    return BM_HELD_PART | (uint32_t)first << 15 | (uint32_t)count;
}

/* Says which articles to hold, or to cut by how much, when the best plan leaves text over: as few
 * as will do, so that all the rest is set; or that nothing was found. Nothing is said where all is
 * set. */
void bm_advise(struct bm_composed *composed);

/* What of the pages is tried: all, or with a plan one of its regions, with the articles that it has
 * there. */
struct bm_trial_scope {
    const struct bm_plan *plan; /* NULL: all */
    uint32_t region;
    bool known; /* that it may be set: what was found for regions is tried as a whole */
};

/* Whether some plan sets all when each article a is less[a] characters shorter, or held, as far as
 * the search for plans sees: quicker than bm_advice_is_set() unless articles go on.
 */
bool bm_advice_may_be_set(struct planner *p, const struct bm_trial_scope *scope,
                          const uint32_t *less);

/* Whether all is set in the plan that make-up would choose then. Cuts must do wherever in its
 * paragraphs an article is cut, and when it is a few characters fewer or more. */
bool bm_advice_is_set(struct planner *p, const struct bm_trial_scope *scope, const uint32_t *less);
