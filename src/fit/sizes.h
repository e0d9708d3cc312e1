/* How wide pictures are, and which stand side by side. Shares are those of the page measures of
 * dailies (layouts/README.md); pure but for what it takes of the fitter's arena. File: sizes.c. */
#pragma once

#include "fit/captions.h"

/* A picture without text, or several, fill their frame. */
bool bm_fit_is_alone(const struct placing *at);

/* Finds the pictures that stand side by side, by their `row`: those with no text between them, two
 * by two, the larger one or the first of three by itself. */
void bm_fit_find_rows(struct placing *at);
/* How many there are side by side from this one on. */
size_t bm_fit_row_length(const struct placing *at, const struct bm_placed_figure *first);

/* Pictures side by side, n of them, or one: how they share the width of their place. */
struct figure_row {
    const struct bm_placed_figure *f;
    size_t n;
    bm_len w, *widths;
    bm_len below; /* height of the highest caption */
    size_t only;  /* the one whose caption stands under all; n: there is no such one */
};
/* All are equally high: each is as wide as its format asks for. */
struct figure_row bm_fit_share_row(const struct placing *at, const struct bm_area *area,
                                   const struct bm_placed_figure *first, bm_len w);
/* Grid lines that the row takes as high as its pictures are. */
uint32_t bm_fit_row_lines(const struct figure_row *row, const struct bm_area *area);
/* Whether one of them may have too few pixels an inch, `give` lines higher than it likes. */
bool bm_fit_row_coarse(const struct bm_fitter *fitter, const struct figure_row *row, uint32_t give,
                       bm_len grid);

/* The picture that the article shows largest, or the first of those beside it; NULL: it has none.
 */
const struct bm_placed_figure *bm_fit_main_picture(const struct placing *at);
/* Text columns that a picture takes at the most, the main one if it is, as its format wants. */
uint32_t bm_fit_columns_most(const struct placing *at, const struct bm_area *area,
                             const struct bm_placed_figure *figure);
/* What a placed picture, or all of them, cost beside the main one's width: those that are stamps
 * where there is width for more, and what is cropped of any. */
int64_t bm_fit_size_price(const struct placing *at, const struct bm_placed_figure *figure);
int64_t bm_fit_sizes_price(const struct placing *at);
/* As bm_fit_picture_widths(), the figures opened; `lines` and below are left out. */
size_t bm_fit_find_widths(const struct placing *at, struct bm_picture_width widths[BM_WIDTHS_MOST]);
/* Fills in what those leave out. */
void bm_fit_measure_widths(const struct placing *at, struct bm_picture_width *widths, size_t n);

/* Rows that the body takes in slots of the widths given, or all so wide, as it likes. */
size_t bm_fit_rows_in(const struct placing *at, const struct bm_row_measures *given,
                      bm_len measure);
size_t bm_fit_body_rows(const struct placing *at, bm_len measure);
