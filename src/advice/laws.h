/* The laws of a page: what eight dailies' pages keep (their measures: layouts/README.md), and what
 * the weights of `make-up` make dear to break. A full page cannot always keep all of them; which
 * one the pages have broken is said for each region, with the article that it was broken for. Asked
 * for by the layout (`make-up: laws`). A page that has no lead, of 简讯 alone, keeps 5 to 8.
 *
 * They are judged by frames and by what was fitted to them, so that a plan that is held is told
 * what it was told when it was made. File: laws.c. */
#pragma once

#include "fit/fit.h"

/* LAW(number, ID, what is said of a page that breaks it: a reason of base/reasons.def) */
#define BM_LAWS(LAW)                                                                               \
    LAW(1, CORNER, "the lead does not stand at the top left")                                      \
    LAW(2, WIDTH, "the lead has less than half the width")                                         \
    LAW(3, WIDER, "an article above the foot is wider than the lead")                              \
    LAW(4, HEAD, "a head is larger than the lead's")                                               \
    LAW(5, STRIPS, "two articles or more run across the whole page")                               \
    LAW(6, LOW, "a block is lower than a tenth of the page")                                       \
    LAW(7, SHAPE, "a block is much flatter or taller than pages have them")                        \
    LAW(8, LINES, "a head has too many lines for its columns")                                     \
    LAW(9, LARGEST, "an article above the foot is larger than the lead")

/* An article as it was fitted to its frames, all of them. */
struct bm_law_article {
    struct bm_str name;
    size_t frame_count;
    const struct bm_fitted *fitted;
};

/* Says which laws are broken in the regions that a template's pages had, page by page. */
void bm_advise_laws(const struct bm_layout *layout, const struct bm_template *t,
                    const struct bm_law_article *articles, size_t n, struct bm_diags *diags);
