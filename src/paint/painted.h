/* Pages kept from run to run: one on which nothing differs is handed over as it is, with all that
 * painting it left behind: nodes, figures of the ledger, cells for marks, messages. It differs when
 * an article of it is fitted anew, when it begins with another row, when nodes have other numbers,
 * or when its guide would read otherwise; layout, template and edition are those of all runs, or
 * what is kept is forgotten (`good` made false). */
#pragma once

#include "paint/paint.h"

struct bm_painted {
    bool good;
    struct bm_arena *arenas[2]; /* of the page as it was painted last, and before; NULL at first */
    unsigned turn;
    uint32_t first_node; /* of those that it added */
    struct bm_node *nodes;
    size_t node_count;
    struct painted_article *articles; /* that stand on it, each once */
    size_t article_count;
    uint64_t guided; /* of what its guides say */
    struct bm_page page;
    struct bm_cell *cells;
    size_t first_cell, cell_count;
    struct bm_diags said;
};

/* Hands the page over, if it is the same. It was painted, then. */
bool bm_paint_again(struct bm_painter *painter, struct bm_painted *kept,
                    const struct bm_page_template *page, struct bm_diags *diags);
/* Around the painting of a page that is to be kept. */
void bm_paint_begin(struct bm_painter *painter, struct bm_painted *kept,
                    const struct bm_page_template *page);
void bm_paint_end(struct bm_painter *painter, struct bm_painted *kept, const struct bm_diags *said);
void bm_painted_drop(struct bm_painted *kept);
