/* Captions of the plans of a contact sheet. Lengths are points. Private to this room. */
#pragma once

#include "proof/label.h"
#include "proof/plans.h"

/* The caption of a plan: figures, then lists of articles that may go on in further columns. */
struct bm_caption;
#define BM_CAPTION_WIDTH 150.0 /* of a column */
#define BM_CAPTION_GAP   14.0  /* between columns */

struct bm_caption *bm_caption_make(const struct bm_labels *labels, const struct bm_plans *plans,
                                   size_t plan);
/* Height in that many columns. */
double bm_caption_height(const struct bm_caption *caption, size_t columns);
void bm_caption_draw(const struct bm_labels *labels, const struct bm_caption *caption,
                     size_t columns, double x, double y);
