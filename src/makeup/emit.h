/* Lines into runs: the display list of a page being built. */
#ifndef BM_MAKEUP_EMIT_H
#define BM_MAKEUP_EMIT_H

#include "makeup/fit.h"

/* A cluster in its place, remembered so that marks find their characters. */
struct bm_cell {
    uint32_t article, part, source, characters, page, row;
    struct bm_rect rect;
    bool sign, vertical;
};

struct bm_emit {
    struct bm_arena *arena; /* of the finished pages */
    struct bm_pages *pages;
    size_t node_cap, mark_cap;
    struct bm_cell *cells;
    size_t cell_count, cell_cap;
    struct bm_arena *work;
    const struct bm_layout *layout;
    uint32_t rows; /* lines emitted so far */
};

struct bm_builder {
    struct bm_page *page;
    size_t cap;
};

/* A layout's colour as ink: solid black overprints, all else knocks out. */
struct bm_ink bm_ink_of(const struct bm_colour *colour);
/* Prints large solids in the black that the layout wants for them. */
void bm_emit_large_black(struct bm_page *page, const struct bm_limits *limits);

uint32_t bm_emit_node(struct bm_emit *e, struct bm_node node);
struct bm_item *bm_emit_item(struct bm_emit *e, struct bm_builder *b);
void bm_emit_rule(struct bm_emit *e, struct bm_builder *b, uint32_t node, struct bm_rect rect,
                  bm_len weight);

/* Where a line stands and what it belongs to. */
struct bm_emit_line {
    const struct bm_para *para;
    const struct bm_line *line;
    bm_len x, y; /* start of the line on the baseline; of a vertical line the middle of its top */
    uint32_t node, article, part;
    struct bm_ink ink;
    struct bm_span sign; /* of the gap that a sign in this line stands for */
};
void bm_emit_line(struct bm_emit *e, struct bm_builder *b, const struct bm_emit_line *line);

/* Draws what marks characters out (dots, name lines), given the cells of the line. */
void bm_emit_decorations(struct bm_emit *e, struct bm_builder *b, const struct bm_emit_line *line,
                         const struct bm_placed *placed, size_t n);
/* A path item with room for its operators and points. */
struct bm_path *bm_emit_path(struct bm_emit *e, struct bm_builder *b, enum bm_item_kind kind,
                             uint32_t node, struct bm_rect bounds, size_t ops, size_t points);

/* The sides of a box in dots or an ornament. */
void bm_emit_ornament(struct bm_emit *e, struct bm_builder *b, uint32_t node, struct bm_rect rect,
                      const struct bm_box_style *box);
/* A rectangle with round corners: its outline, or filled when weight is 0. */
void bm_emit_round(struct bm_emit *e, struct bm_builder *b, uint32_t node, struct bm_rect rect,
                   bm_len radius, bm_len weight, struct bm_ink ink);

/* Adds the marks of a galley's text to the ledger, with the places of their characters. */
void bm_emit_marks(struct bm_emit *e, const struct bm_galley *galley, uint32_t article);

#endif
