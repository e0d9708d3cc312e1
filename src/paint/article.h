/* An article painted frame by frame. */
#pragma once

#include "paint/paint.h"

/* Where the box of an article begins whose head stands above it: half a line over the body's first
 * row. */
bm_len bm_paint_body_top(struct bm_painter *painter, struct bm_painting *article,
                         const struct bm_area *area);
/* Paints the figure of a part if it stands on the page of that frame of the article and is due: the
 * text of the frame goes past it, or the page has no further frame of the article. Returns the
 * characters of its caption. */
uint32_t bm_paint_figure(struct bm_painter *painter, struct bm_painting *article, uint32_t part,
                         size_t frame, bool passed);
