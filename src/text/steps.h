/* What the steps of text/ hand to each other; no other room includes this. */
#ifndef BM_TEXT_STEPS_H
#define BM_TEXT_STEPS_H

#include "text/text.h"

/* Class of a character by the table alone; ambiguous marks are settled by bm_resolve(). */
enum bm_class bm_class_of(uint32_t cp);
/* Han, kana, Bopomofo: a character that 孤字 counts. */
bool bm_is_han(uint32_t cp);
/* Letter or decimal digit of a Western script (rule 5.3, the L side), not East Asian full-width. */
bool bm_is_letter(uint32_t cp);
bool bm_is_digit(uint32_t cp);
/* ! ? and their full-width forms: two in a row take one em (GB/T 15834 5.1.2). */
bool bm_is_exclamation(uint32_t cp);

/* Resolves what the table leaves open, over the whole paragraph: quotes, dashes, ellipses,
 * interpuncts, solidi, typed parentheses. cls holds n classes; shown gets the code point whose
 * glyph is wanted (（ for a typed ( where the style says so). */
void bm_resolve(const struct bm_text_style *style, const struct bm_character *characters,
                uint32_t n, uint8_t *cls, uint32_t *shown);

/* Cells, trims of neighbours, Han-Western gaps (rules 4 and 5), then the sums. */
struct bm_ink_cache;
void bm_set_widths(struct bm_arena *arena, struct bm_para *para);

/* Where lines may end (rules 2, 3 and 7) and what breaking there costs. */
void bm_set_breaks(struct bm_para *para);

/* Sums over the clusters before i. */
struct bm_sums {
    int64_t width;                           /* advances and gaps */
    int32_t squeeze[BM_STEP_STRETCH_SPACES]; /* capacity of each squeeze */
    int32_t stretch_spaces, stretch_gaps;    /* capacity of each stretch */
    uint32_t spaces, gaps, all;              /* how many of each */
    uint32_t han;
};

/* A line's figures before it is adjusted. */
struct bm_figures {
    uint32_t first, end; /* without the spaces at its ends */
    bm_len natural;
    bm_len squeeze[BM_STEP_STRETCH_SPACES];
    bm_len stretch_spaces, stretch_gaps;
    uint32_t spaces, gaps, all, han;
    bm_len hang; /* of the last mark, that may stand over the edge; 0: none may */
};
void bm_measure_line(const struct bm_para *para, uint32_t first, uint32_t end,
                     struct bm_figures *figures);

#endif
