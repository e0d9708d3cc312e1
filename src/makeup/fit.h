/* What the steps of makeup/ hand to each other; no other room includes this. */
#ifndef BM_MAKEUP_FIT_H
#define BM_MAKEUP_FIT_H

#include "makeup/makeup.h"

/* The inside of a frame: where text may stand. */
struct bm_field_area {
    bm_len x, y, w, h;                                   /* content, without rules and padding */
    bm_len rule_left, rule_right, rule_top, rule_bottom; /* where the box's rules stand */
    uint32_t columns;
    bm_len measure; /* of a text column, whole characters */
    bm_len gutter;
    bm_len head_x, head_measure;
};

/* Finds it for a galley of the leading and size given. */
void bm_frame_area(const struct bm_layout *layout, const struct bm_frame *frame,
                   const struct bm_box_style *box, const struct bm_galley *galley,
                   struct bm_field_area *area);

/* A galley fitted to a frame: rows of column c are [first[c], first[c + 1]). */
struct bm_fitted {
    struct bm_setting setting;
    bm_len body_y;   /* top of the first row */
    uint32_t depth;  /* rows a column has room for */
    uint32_t *first; /* columns + 1 ends */
    uint32_t short_lines, overset_rows;
};

/* Fits by the layout's copyfit: whole lines about the head, the list and the tail, a paragraph one
 * line longer or shorter, so that the columns' feet meet on the frame's foot. */
void bm_fit_frame(struct bm_arena *arena, const struct bm_layout *layout,
                  const struct bm_galley *galley, const struct bm_field_area *area,
                  struct bm_fitted *fitted);

#endif
