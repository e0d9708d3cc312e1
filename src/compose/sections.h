/* Sections: an article of one stands on the pages that are called so. File: sections.c. */
#pragma once

#include "compose/planner.h"

/* Gives articles of a section a page of it, into p->list: where it has several, by rank, each page
 * with as much text as the others. An article that the edition gives a page stands there. order:
 * the edition's articles by rank, as the candidates are. */
void bm_compose_share_sections(struct planner *p, const uint32_t *order);
/* Whether the section that an article is of has a page with a region; said if it has none. */
bool bm_compose_check_section(const struct planner *p, const struct bm_article *article);
