/* What characters are: the table of classes.def, asked character by character. Code points in, a
 * class or yes or no out; nothing is kept. What the table leaves open bm_resolve() settles by what
 * stands around it (shaping.h). */
#pragma once

#include "text/text.h"

#include <uchar.h>

/* Class of a character by the table alone; ambiguous marks are settled by bm_resolve(). */
enum bm_class bm_class_of(uint32_t cp);
/* Han, kana, Bopomofo, with the supplementary planes (rule 5.3, the H side). */
bool bm_is_han(uint32_t cp);
bool bm_is_digit(uint32_t cp);
/* A digit, full-width ones too. */
bool bm_is_number(uint32_t cp);
/* ！ ？: two in a row take one em (GB/T 15834 5.1.2). */
bool bm_is_exclamation(uint32_t cp);
/* A combining mark, variation selector or joiner: goes with the character before it. */
bool bm_is_mark(uint32_t cp);
/* Counts or ranks a number before it, which a line does well not to end after (rule 3.4). */
bool bm_is_counter(uint32_t cp);
/* One of the characters of a list. */
bool bm_is_one_of(const char16_t *list, uint32_t cp);
