/* How the plans of a contact sheet are dealt out on the paper. Lengths are points. Private to this
 * room. */
#pragma once

#include "proof/caption.h"

/* How the plans are dealt out on the paper. */
struct bm_grid {
    bm_len paper_width, paper_height;
    size_t across;                    /* plans */
    size_t pages_across;              /* pages of a plan */
    size_t columns;                   /* of the caption */
    bool beside;                      /* the caption stands at the right of the pages, else above */
    double scale;                     /* of the pages; 0: there is no room */
    double step_x, step_y;            /* from plan to plan */
    double page_x, page_y;            /* from page to page of a plan */
    double pages_top;                 /* of the pages, below the plan's top */
    double left, top;                 /* of the first plan */
    double pages_width, pages_height; /* of the pages of a plan */
};

#define BM_SHEET_MARGIN 30.0
#define BM_SHEET_HEAD   54.0 /* the lines above the plans */

/* The best grid for n plans of `pages` pages of width × height; captions: one a plan. */
struct bm_grid bm_grid_make(size_t n, size_t pages, double width, double height,
                            struct bm_caption *const *captions);
