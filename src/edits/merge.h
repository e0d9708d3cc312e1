/* Two texts that came of one are made one again: where only one of both has changed something, that
 * is taken; where both have changed the same place, that is a conflict, which a person decides.
 * First by lines, a paragraph or more of them, then by characters inside a paragraph.
 *
 * Nothing is lost, and nothing is mixed that a reader could not tell apart: changes of both that
 * stand nearer to each other than BM_MERGE_NEAR characters of one line, such as two figures of one
 * number, are a conflict.
 *
 * Byte order mark and line ends, where all are alike, are things of the file and not of its lines:
 * they stay as they were, unless one side has others. (What comes of a browser has line feeds
 * alone: bm_merge_dress() before.) A last line without its end stays so. Time: that of four
 * differences (base/difference.h); beyond its limits whole stretches are a conflict. */
#pragma once

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

#define BM_MERGE_NEAR 6

/* Bytes of a text. */
struct bm_stretch {
    size_t at, n;
};

/* A place that both have changed. */
struct bm_merge_conflict {
    struct bm_stretch base, theirs, mine;
    struct bm_stretch merged; /* where it is in the merged text: there stands what is theirs */
};

struct bm_merged {
    struct bm_str text; /* in the arena */
    struct bm_merge_conflict *conflicts;
    size_t n;
};

/* base: what both were made of; valid UTF-8, all three. True: there is no conflict. */
bool bm_merge(struct bm_arena *arena, struct bm_str base, struct bm_str theirs, struct bm_str mine,
              struct bm_merged *out);

/* A text as a browser gives it, with the byte order mark and the line ends of the file that it was
 * read from: CR LF when all its lines end so. A text that has them already is given back as it is.
 */
struct bm_str bm_merge_dress(struct bm_arena *arena, struct bm_str file, struct bm_str text);
