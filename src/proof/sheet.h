/* The contact sheet's parts: what differs between plans, the captions, and how all is dealt out on
 * the paper. Private to this room. Lengths are points. */
#ifndef BM_PROOF_SHEET_H
#define BM_PROOF_SHEET_H

#include "page/ledger.h"
#include "proof/label.h"

#pragma GCC visibility push(hidden)

/* Where an article stands, compared with the best plan. */
enum bm_move {
    BM_STAYS,
    BM_OTHER_LINES,  /* the same columns, other lines of them */
    BM_OTHER_COLUMNS /* or another page */
};

/* The plans that are compared. */
struct bm_plans {
    const struct bm_pages *const *v; /* the first is the best */
    size_t n;
    uint32_t articles; /* that make-up placed, in the best plan's order */
    const struct bm_str *names;
    const uint32_t *shown; /* numbers of the pages on the sheet */
    size_t shown_count;
};

/* The n-th page shown in a plan. */
const struct bm_page *bm_plans_page(const struct bm_plans *plans, size_t plan, size_t n);
/* The article's ledger in a plan; NULL: it has none there. */
const struct bm_ledger *bm_plans_article(const struct bm_plans *plans, size_t plan,
                                         uint32_t article);
enum bm_move bm_plans_move(const struct bm_plans *plans, size_t plan, uint32_t article);
/* Appends from where to where the article went: "左上→右下" for other columns, "↓12 行" for other
 * lines. */
void bm_place_words(const struct bm_plans *plans, size_t plan, uint32_t article, enum bm_lang lang,
                    struct bm_buf *out);
/* The article's colour, the same in all plans. */
struct bm_rgb bm_article_colour(uint32_t article);

/* The caption of a plan: figures, then lists of articles that may go on in further columns. */
struct bm_caption;
#define BM_CAPTION_WIDTH 150.0 /* of a column */
#define BM_CAPTION_GAP   14.0  /* between columns */

struct bm_caption *bm_caption_make(const struct bm_labels *labels, const struct bm_plans *plans,
                                   size_t plan);
/* Height in that many columns. */
double bm_caption_height(const struct bm_caption *caption, size_t columns);
void bm_caption_draw(const struct bm_labels *labels, const struct bm_caption *caption,
                     size_t columns, double x, double y);

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

#pragma GCC visibility pop

#endif
