/* Two texts side by side, by paragraphs: what is the same, what was changed and where in it, what
 * came and went, and what only stands elsewhere. What is unchanged, or moved unchanged, is never
 * given as changed. */
#pragma once

#include "desk/diff.h"

enum bm_part_kind {
    BM_PART_SAME,
    BM_PART_CHANGED, /* `runs`: what of it is the same */
    BM_PART_ADDED,
    BM_PART_REMOVED,
    BM_PART_FROM, /* it went from here … */
    BM_PART_TO    /* … to here; `runs` where it was changed as well */
};

/* A paragraph of one text or of both: offset and length without its end; a.length 0: of the second
 * alone. */
struct bm_part {
    enum bm_part_kind kind;
    struct bm_para a, b;
    uint32_t pair;            /* FROM, TO: the two have the same number, from 1 */
    struct bm_diff_run *runs; /* offsets from the start of the texts */
    size_t run_count;
};

/* The parts in the order of the second text; what went stands where it was. In the arena. */
struct bm_part *bm_compare(struct bm_arena *arena, struct bm_str a, struct bm_str b, size_t *n);
