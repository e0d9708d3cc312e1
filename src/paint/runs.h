/* Lines of text into runs of glyphs, with what marks their characters out. */
#pragma once

#include "paint/items.h"

/* Where a line stands and what it belongs to. */
struct bm_placed_line {
    const struct bm_para *para;
    const struct bm_line *line;
    bm_len x, y; /* start of the line on the baseline; of a vertical line the middle of its top */
    uint32_t node, article, part;
    struct bm_ink ink;
    struct bm_span sign; /* of the gap that a sign in this line stands for */
};
void bm_paint_line(struct bm_painter *painter, const struct bm_placed_line *line);

/* Draws what marks characters out (dots, name lines), given the cells of the line. */
void bm_paint_decorations(struct bm_painter *painter, const struct bm_placed_line *line,
                          const struct bm_placed *placed, size_t n);
