/* What characters are: the table of classes.def, asked character by character. Code points in, a
 * class or yes or no out; nothing is kept. What the table leaves open bm_resolve() settles by what
 * stands around it (shaping.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <uchar.h>

/* Classes of characters (clreq; the table of classes.def). */
enum bm_class {
    BM_CLASS_HAN,               /* H: Han, kana, ideograph-like symbols */
    BM_CLASS_OPENING,           /* O: “ ‘ （ 《 … */
    BM_CLASS_CLOSING,           /* C: ” ’ ） 》 … */
    BM_CLASS_PAUSE,             /* S1: ， 、 ； ： ． */
    BM_CLASS_STOP,              /* S2: 。 ？ ！ */
    BM_CLASS_INTERPUNCT,        /* M: · */
    BM_CLASS_DASH,              /* D: —— */
    BM_CLASS_ELLIPSIS,          /* E: …… */
    BM_CLASS_CONNECTOR,         /* K: – single — ～ */
    BM_CLASS_SOLIDUS,           /* X: / between Han */
    BM_CLASS_IDEOGRAPHIC_SPACE, /* I: U+3000 */
    BM_CLASS_WESTERN,           /* L: letters, digits and the marks of Western text */
    BM_CLASS_SPACE,             /* a typed U+0020 and its kind */
    BM_CLASS_ZERO,              /* no ink and no width, and nothing to stand beside: others go with
                                   the character before them, or the first one after them */
    BM_CLASS_SIGN,              /* an inline sign: breaks like Han */
    BM_CLASS_BREAK,             /* the author's line break: no width */
    BM_CLASS_COUNT
};

/* Class of a character by the table alone; ambiguous marks are settled by bm_resolve(). */
enum bm_class bm_class_of(uint32_t cp);
/* Han, kana, Bopomofo, with the supplementary planes (rule 5.3, the H side). */
bool bm_is_han(uint32_t cp);
bool bm_is_digit(uint32_t cp);
/* A digit, full-width ones too. */
bool bm_is_number(uint32_t cp);
/* ！ ？: two in a row take one em (GB/T 15834 5.1.2). */
bool bm_is_exclamation(uint32_t cp);
/* A combining mark, or a character without ink: goes with the character before it. */
bool bm_is_mark(uint32_t cp);
/* Has no ink and no width (Unicode, Default_Ignorable_Code_Point): soft hyphen, joiners, marks of
 * direction, variation selectors. */
bool bm_is_ignorable(uint32_t cp);
/* A variation selector. */
bool bm_is_selector(uint32_t cp);
/* Belongs to a script that is written from right to left. */
bool bm_is_right_to_left(uint32_t cp);
/* A small figure or sign (₂ ⁻ ⁿ): the character that it is made of, *raised whether it stands high;
 * 0: none. */
uint32_t bm_small_of(uint32_t cp, bool *raised);
/* 〇 一 … 九 十 百 千 万 亿 and their like, which signs belong to as they do to digits. */
bool bm_is_han_figure(uint32_t cp);
/* A space that a line may end after, and that then has no width. */
static inline bool bm_class_is_blank(enum bm_class cls)
{
    return cls == BM_CLASS_SPACE || cls == BM_CLASS_IDEOGRAPHIC_SPACE;
}
/* Joins two numbers or words (GB/T 15834 4.13 and 4.14): as a class of its own, or as Western text
 * where letters or digits stand on both sides. */
bool bm_is_connector(uint32_t cp);
/* False for white space: a character that extraction and counts leave out. */
bool bm_class_is_ink(uint32_t cp);
/* Letter or decimal digit of a Western script (rule 5.3, the L side), not East Asian full-width. */
bool bm_class_is_letter(uint32_t cp);
/* Counts or ranks a number before it, which a line does well not to end after (rule 3.4). */
bool bm_is_counter(uint32_t cp);
/* One of the characters of a list. */
bool bm_is_one_of(const char16_t *list, uint32_t cp);
