/* What is said of a plan: its ledger, and advice where text is left over. Files: advise.c,
 * ledger.c; trials.c makes pages up in earnest with articles held or cut, to know whether all the
 * rest would be set. Nothing of the pages themselves changes. */
#pragma once

#include "compose/faults.h"

#define BM_HELD UINT32_MAX

/* The plan's ledger, kept with the pages: ledger.c. */
void bm_compose_report(struct planner *p, const struct judged *plan, uint32_t limits,
                       uint32_t measured);

/* Says which articles to hold, or to cut by how much, when the best plan leaves text over: as few
 * as will do, so that all the rest is set. */
void bm_compose_advise(struct planner *p);

/* Whether some plan sets all when each article a is less[a] characters shorter, or held (BM_HELD),
 * as far as the search for plans sees: quicker than bm_compose_all_is_set() unless articles go on.
 */
bool bm_compose_all_may_be_set(struct planner *p, const uint32_t *less);

/* Whether all is set in the plan that make-up would choose then. Cuts must do wherever in its
 * paragraphs an article is cut, and when it is a few characters fewer or more. */
bool bm_compose_all_is_set(struct planner *p, const uint32_t *less);
