/* Lines of a galley's parts, kept between settings. File: lines.c. */
#pragma once

#include "galley/galley.h"

/* Lines already broken, kept between settings of one galley to the same measures: copyfitting tries
 * many variants that differ in a few paragraphs only. */
struct bm_galley_lines;
struct bm_galley_lines *bm_galley_lines_new(struct bm_arena *arena, const struct bm_galley *galley);

/* Clusters of all paragraphs that were broken so far to measures that change, or to end at a
 * sentence: most of the work that settings take. */
uint64_t bm_galley_lines_broken(const struct bm_galley_lines *kept);

/* The lines of a paragraph, list item, subhead or tail part in rows of one measure; kept may be
 * NULL. */
struct bm_lines bm_galley_part_lines(struct bm_arena *arena, const struct bm_galley *galley,
                                     uint32_t part, bm_len measure, int looseness,
                                     struct bm_galley_lines *kept);
