/* Fitted articles painted: items on the page, nodes of the tree, marks and the ledger's figures
 * out.
 *
 * Nothing is fitted here. A page is painted from below: its boxes, its articles in reading order,
 * then what the machine writes. Everything that stays is in the pages' arena. */
#pragma once

#include "base/index.h"
#include "fit/fit.h"
#include "page/page.h"

/* A cluster in its place, remembered so that marks find their characters. */
struct bm_cell {
    uint32_t article, part, source, characters, page;
    struct bm_rect rect;
    bool sign, vertical;
};

/* The nodes of a part: its own; an item's label; a table's first cell, which the others follow. */
struct bm_part_node {
    uint32_t node, label, cells;
};

/* An article, or the banner, fitted and being painted; what follows its ledger is zero at first. */
struct bm_painting {
    struct bm_fitted fitted;
    struct bm_frames frames;
    const struct bm_box_style *box; /* of frames that say nothing else; NULL: none */
    uint32_t ledger;                /* its index in the pages, and among those that are painted */
    uint64_t fit;                   /* tells this fit from all others; 0: nobody keeps it */
    bool marked; /* it has gaps, seams or queries, whose characters are to be found */
    struct bm_part_node *part_nodes;
    bool *shown; /* of each figure: it is painted */
    size_t next_frame, next_row, next_slot;
    struct bm_gap_place {
        uint32_t part, cluster; /* of the part: those before are passed … */
        size_t piece;           /* … and the gaps before this piece */
    } gap;
};

/* Pages being painted. */
struct bm_painter {
    struct bm_arena *arena; /* of the finished pages */
    struct bm_arena *items; /* of what stands on the page being painted */
    struct bm_arena *work;  /* of what is needed until they are */
    struct bm_pages *pages;
    struct bm_page *page; /* the one being painted */
    size_t item_cap;      /* of it */
    size_t node_cap, mark_cap;
    const struct bm_layout *layout;
    const struct bm_edition *edition;
    const struct bm_galley_maker *maker; /* of lines that the machine writes; its arena is work */
    struct bm_painting *articles;        /* in reading order */
    size_t article_count;
    struct bm_painting *banner; /* among them; NULL: there is none */
    struct bm_index names;      /* of the others */
    struct bm_cell *cells;
    size_t cell_count, cell_cap;
    struct machine_line *lines; /* of the page */
    size_t line_count, line_cap;
};

/* To be called of each article once it is fitted: from then on its frames find it. */
void bm_paint_expect(struct bm_painter *painter, struct bm_painting *article);

/* The article that stands in a frame, or NULL. */
struct bm_painting *bm_paint_article_in(struct bm_painter *painter, const struct bm_frame *frame);

/* Panels and rules of all frames of the page that have a box. */
void bm_paint_boxes(struct bm_painter *painter, const struct bm_page_template *page);

/* The lines between articles without boxes. */
void bm_paint_between(struct bm_painter *painter, const struct bm_page_template *page);

/* Paints what of the article stands in its next frame, in manuscript order. */
void bm_paint_article(struct bm_painter *painter, struct bm_painting *article);

/* What the machine writes on the page: lines kept so far, furniture, guides, the folio. All of it
 * stands after the articles (上接 alone stands before its text). */
void bm_paint_furniture(struct bm_painter *painter, const struct bm_page_template *page);
