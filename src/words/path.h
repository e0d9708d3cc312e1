/* The words of a line of text: of all ways to part it into listed words, names, numbers and single
 * characters the most probable. A pure function of its arguments; time grows with the text's length
 * (words, names and numbers have a greatest length). Files: path.c, names.c, letters.c. */
#pragma once

#include "base/arena.h"
#include "words/lexicon.h"

/* The letters [from, end). */
struct bm_word {
    uint32_t from, end;
    enum bm_word_class cls;
};

#define BM_MARGIN_NONE UINT32_MAX

/* The words of n letters, in order, without gaps; out has room for n. phrases: of each letter the
 * end of a set phrase that begins there, which stays whole, or 0; NULL: none. parted: there are two
 * words at least, as of a name that is too long for its line. Returns their number. */
uint32_t bm_path_find(struct bm_arena *arena, const struct bm_lexicon *lexicon,
                      const char16_t *text, uint32_t n, const uint32_t *phrases, bool parted,
                      struct bm_word *out, uint32_t *margins);

/* Letters of Chinese; digits and Latin letters. */
bool bm_letter_is_han(char16_t c);
bool bm_letter_is_latin(char16_t c);
bool bm_letter_is_digit(char16_t c);
/* One of 〇 一 … 亿 两. */
bool bm_letter_is_numeral(char16_t c);
/* Whether the letter is one of the set. */
bool bm_letter_in(const char16_t *set, char16_t c);
