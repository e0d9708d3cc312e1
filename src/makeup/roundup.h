/* Short items that stand under one head (简讯栏): articles of a kind that says so (`roundup`) are
 * joined into one of the kind that it names, each title a subhead, before anything is made up. */
#pragma once

#include "layout/frames.h"
#include "layout/layout.h"
#include "manuscript/manuscript.h"

struct bm_roundups {
    struct bm_article **articles; /* in the edition's order; a joined one has the place of its
                                     first, and is called by all their names with + between.
                                     Several that may stand on any of several pages are spread over
                                     the list instead */
    size_t n;
};

/* Joined are those of one kind that have a title and text alone (no other field, picture or table),
 * no rank and no pin, and the same page and section, in the order of the list: as few together as
 * there can be of `most`, and nearly as many in each. Not those that a frame names; a frame that
 * names several with + between has just those, or says which of them cannot stand there, and why
 * (NOT_JOINED); a plan that is held keeps those that have more by now (JOINED_STILL). All in the
 * arena; the articles stay as they are. */
struct bm_roundups bm_makeup_roundups(struct bm_arena *arena, const struct bm_layout *layout,
                                      const struct bm_template *t,
                                      struct bm_article *const *articles, size_t n,
                                      struct bm_diags *diags);
