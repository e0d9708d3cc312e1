/* The plans of a contact sheet, and what differs between them. Private to this room. */
#pragma once

#include "page/ledger.h"
#include "proof/draw.h"

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
