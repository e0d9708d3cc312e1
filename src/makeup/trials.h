/* Pages tried with less text: made up in earnest with articles held or cut, to know whether all the
 * rest would be set. Nothing of the pages themselves changes. */
#ifndef BM_MAKEUP_TRIALS_H
#define BM_MAKEUP_TRIALS_H

#include "makeup/judge.h"

#define BM_HELD UINT32_MAX

/* Whether some plan sets all when each article a is less[a] characters shorter, or held (BM_HELD),
 * as far as the search for plans sees: quicker than bm_all_is_set() unless articles go on. */
bool bm_all_may_be_set(struct planner *p, const uint32_t *less);

/* Whether all is set in the plan that make-up would choose then. Cuts must do wherever in its
 * paragraphs an article is cut, and when it is a few characters fewer or more. */
bool bm_all_is_set(struct planner *p, const uint32_t *less);

#endif
