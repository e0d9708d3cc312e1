/* Captions and credits of figures, and the height that they add. File: captions.c. */
#pragma once

#include "fit/pictures.h"

/* The picture of that name; NULL: it could not be read. */
const struct bm_image *bm_fit_image(const struct bm_fitter *fitter, struct bm_str name);
/* Caption and credit set to the width. */
void bm_fit_set_caption(const struct placing *at, struct bm_placed_figure *figure, bm_len width);
/* A picture's height at that width. */
int64_t bm_fit_image_height(const struct bm_image *image, bm_len width);
/* Grid lines that the figure takes with the caption that it has, or with one of that width. */
uint32_t bm_fit_lines_of_figure(const struct bm_part *part, const struct bm_placed_figure *figure,
                                const struct bm_area *area, bm_len width);
uint32_t bm_fit_figure_lines(const struct placing *at, const struct bm_placed_figure *figure,
                             const struct bm_area *area, bm_len width);
