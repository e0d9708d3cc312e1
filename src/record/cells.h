/* The cells of a line: what each of its characters takes of it. */
#pragma once

#include "record/blocks.h"

/* Characters that share glyphs, mostly one. */
struct bm_record_cell {
    struct bm_str text; /* in the run's */
    uint32_t piece;     /* index into the record's */
    struct bm_rect rect;
};

/* The cells of a line, in order, in arena. Side by side they do not overlap: where marks are set
 * closer than their advances they part in the middle between their inks. */
struct bm_record_cell *bm_line_cells(struct bm_arena *arena, const struct bm_record *record,
                                     const struct bm_record_block *block,
                                     const struct bm_record_line *line, size_t *n);
