/* Leads of all pages. Where the editor leaves it to make-up which page an article stands on, no
 * page but the first has a lead while the search deals the articles out, for who leads a page is
 * known by the deal alone. So the deal is settled first; then each article has the standing on its
 * page that it has got, with the head and the prices that go with it, and every page is divided
 * anew. File: deal.c. */
#pragma once

#include "compose/faults.h"

/* Whether standing changes anything: several pages, articles that may stand on any of them, and a
 * layout that gives leads heads or prices of their own. */
bool bm_compose_deal_matters(const struct planner *p);
/* Where articles of a page change places, the lead of each by the plan comes before all others of
 * it: nothing can pass it. Numbers of articles are others from here on, in the plan too. */
void bm_compose_put_leads_first(struct planner *p, struct judged *plan);
/* Makes all articles stand on the pages where the plan has them, with the heads of their standing
 * there. The plan's cost is reckoned anew. False when a font is missing. */
bool bm_compose_settle_deal(struct planner *p, struct judged *plan);
/* How the articles stood before a deal was settled. And back to that, and to the plan before, where
 * the plan since leaves text over: on those pages, and on those of articles that go on. The others
 * keep their leads. */
struct deal;
struct deal *bm_compose_keep_deal(struct planner *p);
bool bm_compose_undo_deal(struct planner *p, const struct deal *deal, const struct judged *before,
                          struct judged *plan);
/* Lets those that are neither lead nor second, nor were given a page, stand on any page again, as
 * what they are: where text is left over on one page another may have room. */
void bm_compose_loosen_deal(struct planner *p);
/* Makes all articles stand where the plan has them, from here on. */
void bm_compose_pin_deal(struct planner *p, const struct judged *plan);
