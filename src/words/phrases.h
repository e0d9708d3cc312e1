/* Words that an editor or the data says. bm_phrases_read() comes first, once an edition; heads then
 * ask bm_phrases_longest() at each of their characters. File: phrases.c. */
#pragma once

#include "base/diag.h"

struct bm_lexicon; /* words/lexicon.h */

/* Set phrases that no head is parted inside, sorted by their bytes, each once. */
struct bm_phrases {
    struct bm_str *v;
    size_t n;
    const struct bm_lexicon *lexicon; /* of all other words; NULL: none. The caller's */
};

/* Reads a list of phrases (sources->v[file]): a row a phrase, blanks and its source; rows that
 * begin with # and empty ones say nothing. own: more of them, each with its place. False where one
 * is no phrase, with BAD_PHRASE or PHRASE_SOURCE. phrases live in arena, their text where it was.
 */
bool bm_phrases_read(struct bm_arena *arena, const struct bm_sources *sources, uint32_t file,
                     const struct bm_str *own, const struct bm_span *own_spans, size_t own_count,
                     struct bm_phrases *phrases, struct bm_diags *diags);

/* Bytes of the longest phrase that the text begins with; 0: none. */
size_t bm_phrases_longest(const struct bm_phrases *phrases, struct bm_str text);
