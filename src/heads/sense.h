/* Heads are broken by sense: where words end (ICU's dictionary), never inside a phrase (words/).
 * bm_para_find_sense() comes after a head is shaped, once; then bm_para_sense() breaks it to any
 * measures, a pure function of its arguments. File: sense.c. */
#pragma once

#include "text/text.h"

/* Finds where the paragraph may be broken by sense, so that bm_para_sense() need not find it each
 * time. To be called before the paragraph is shared. */
void bm_para_find_sense(struct bm_arena *arena, struct bm_para *para);

/* Loads the dictionary for that, which otherwise the first call does: it takes some milliseconds,
 * once a process, in which another thread may do what needs no dictionary. */
void bm_sense_load(void);

/* Breaks a head by sense into the least number of lines that fit (at least `lines`): at word ends
 * (ICU's dictionary) and the author's breaks, never inside a phrase of the style, a book title,
 * number or name, no 的 at a line's start, lines of even length or growing shorter (rule 8.12).
 * Lines are natural. */
void bm_para_sense(struct bm_arena *arena, const struct bm_para *para, bm_len measure,
                   uint32_t least, struct bm_lines *lines);
