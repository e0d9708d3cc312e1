/* Where articles must stand: on the pages of their section, in which region of their page. File:
 * sections.c. */
#pragma once

#include "compose/planner.h"

/* Gives articles of a section a page of it, into p->list: where it has several, by rank, each page
 * with as much text as the others. An article that the edition gives a page stands there. order:
 * the edition's articles by rank, as the candidates are. */
void bm_compose_share_sections(struct planner *p, const uint32_t *order);
/* Gives articles that must stand on a page of several regions one of them: by rank, each with as
 * much text as it has room; a strip at the foot the one that ends lowest. Where all regions are of
 * one page, that says nothing: they may stand in any. */
void bm_compose_share_regions(struct planner *p);
/* Whether the section that an article is of has a page with a region; said if it has none. */
bool bm_compose_check_section(const struct planner *p, const struct bm_article *article);
