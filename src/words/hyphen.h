/* Where words may be parted by a hyphen: the dictionaries of libhyphen that Debian installs, each
 * loaded when a word of its language is first asked for. */
#pragma once

#include "base/diag.h"

#define BM_WORD_MOST 60

/* Dictionaries loaded so far, in an arena of their owner's; one thread at a time. NULL: none. */
struct bm_hyphens;
void bm_hyphens_free(struct bm_hyphens *hyphens);

/* Hyphenation points of a word of n letters (n ≤ BM_WORD_MOST) of the language (a BCP 47 tag):
 * points[i] is set when the word may be parted after letter i. False when there are none. A
 * language without a dictionary is a warning, once. */
bool bm_hyphenate(struct bm_arena *arena, struct bm_hyphens **hyphens, const char *language,
                  const uint32_t *word, size_t n, bool *points, struct bm_diags *diags);
