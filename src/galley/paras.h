/* Paragraphs kept from run to run, shaped, with the lines that they were broken to: an article of
 * which one paragraph has changed has the others again. A paragraph is found by its style and the
 * bytes of its pieces, wherever they stand in their file; what there was to say of it (a glyph that
 * is missing) is not found again, so that it is said again.
 *
 * Who has paragraphs is their user: he is given with the maker of galleys, and lets all of them go
 * at once. What nobody has is taken for others. One thread at a time. */
#pragma once

#include "galley/galley.h"

struct bm_paras;
struct bm_paras *bm_paras_new(void);
/* Ends them all, whoever has them. NULL is allowed. */
void bm_paras_drop(struct bm_paras *paras);

/* Paragraphs of one user; the list lives in his arena, which ends after bm_paras_release(). */
struct bm_paras_user {
    struct bm_kept_para **v;
    size_t n, cap;
};
void bm_paras_release(struct bm_paras *paras, struct bm_paras_user *user);

/* bm_para_shape() with the maker's arena, shaper and messages, or that of an earlier run. sense: it
 * will be broken by sense. */
struct bm_para *bm_paras_shape(const struct bm_galley_maker *maker,
                               const struct bm_text_style *style, bool sense,
                               const struct bm_inline *pieces, size_t n);
/* bm_para_find_sense() of a paragraph that was shaped so. */
void bm_paras_find_sense(struct bm_arena *arena, struct bm_para *para);

/* How lines are broken: all that they depend on beside the paragraph. */
struct bm_kept_how {
    struct bm_measures measures;
    enum bm_kept_kind {
        BM_KEPT_LINES,
        BM_KEPT_SENSE
    } kind;
    bool justify, running;
    int looseness;
    uint32_t cut, least;
};
/* The lines of the paragraph that were broken so; false: there are none. */
bool bm_kept_lines(const struct bm_para *para, const struct bm_kept_how *how,
                   struct bm_lines *lines);
/* Where such lines are to live: with the paragraph, if it is kept and has room for more lines, and
 * then they are to be added; else in `arena`. */
struct bm_arena *bm_kept_lines_arena(const struct bm_para *para, struct bm_arena *arena);
void bm_kept_lines_add(const struct bm_para *para, const struct bm_kept_how *how,
                       const struct bm_lines *lines);
