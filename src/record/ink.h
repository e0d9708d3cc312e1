/* Where ink is. */
#pragma once

#include "page/page.h"

/* What two rectangles fill together; one that has neither width nor height is nothing. */
struct bm_rect bm_rects_joined(struct bm_rect a, struct bm_rect b);

/* Where a glyph has ink on the page; false: nowhere. */
bool bm_glyph_ink(struct bm_inks *inks, const struct bm_run *run, const struct bm_glyph *glyph,
                  struct bm_rect *ink);
