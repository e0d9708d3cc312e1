/* What the files of image/ share; no other room includes this. */
#pragma once

#include "image/image.h"

/* Each fills all but the name. NULL, or what is wrong (a row of reasons.def, or the library's own
 * words). */
const char *bm_jpeg_read(struct bm_arena *arena, struct bm_str bytes, struct bm_image *image);
const char *bm_png_read(struct bm_arena *arena, struct bm_str bytes, struct bm_image *image);

#define BM_TOO_LARGE "it has more than 50 million pixels"
#define BM_CUT_OFF   "it is cut off or damaged"
