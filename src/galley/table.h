/* Tables set to a measure. File: table.c. */
#pragma once

#include "galley/galley.h"

/* A line of a cell of a table. */
struct bm_cell_line {
    const struct bm_para *para;
    const struct bm_line *line;
    bm_len x, y;   /* from the left edge and the top of its row of leading */
    uint32_t cell; /* index in the table, row by row: the order of reading */
    uint32_t down; /* which row of leading of the table's row, from 0 */
    bool repeated; /* of the head once more, over a further panel */
};

/* A table set to a measure: of each of its rows the lines of its cells in reading order, and how
 * many rows of leading it takes. */
struct bm_table_setting {
    struct bm_table_row {
        struct bm_cell_line *lines;
        size_t n;
        uint32_t height; /* in rows of leading */
    } * rows;
    uint32_t row_count, head_rows;
    uint32_t panels; /* side by side; with more than one its rows hold those of all panels, and no
                        column may part it */
    uint32_t height; /* of all rows */
    bool fits;       /* every column has room for its numbers, and for a character */
    bm_len least;    /* the measure that it would fit */
};

/* Sets the cells of a part: columns as wide as they like while there is room, else the widest are
 * narrowed and their cells broken, but never a number; together they are as wide as the measure.
 * Numbers that stand at the right, with or without signs (±0.5, ¥5.6, <0.05, 5.6%, 38℃), end at one
 * decimal point (rule 9.1). A part that may be folded stands in as many panels side by side as the
 * measure holds of its columns as wide as they like, at most four: a panel is read before the next.
 * above: the galley's, since cells stand on the baselines of the body. */
void bm_table_set(struct bm_arena *arena, const struct bm_part *part, bm_len measure, bm_len above,
                  struct bm_table_setting *setting);
/* The same from those that were set before, or added to them: all in the arena. */
struct bm_table_kept;
void bm_table_set_once(struct bm_arena *arena, struct bm_table_kept **kept,
                       const struct bm_part *part, bm_len measure, bm_len above,
                       struct bm_table_setting *setting);
