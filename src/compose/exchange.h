/* Articles that change pages. The deal is made before the pages are divided, by what it knows of
 * them then; where one of them came out much dearer than the others, an article of it changes
 * places with one of about its length on another page, if both pages together become cheaper for
 * it. Leads, seconds and whatever the editor gave a page or a section stay where they are. File:
 * exchange.c. */
#pragma once

#include "compose/pages.h"

/* Of pages divided by `choose`; those that change are divided by `quick`, below the limit of a
 * task, and then by `choose`. Takes a share of the budget that is left (EXCHANGE_SHARE), and
 * nothing where no page is dear. Pages of p->list, and the choices, are what was found. */
void bm_compose_exchange(struct planner *p, struct bm_arena *arena, bm_compose_chooser *choose,
                         bm_compose_chooser *quick, struct page_choice *pages, size_t count);
