/* Compact Font Format (Adobe Technical Note 5176), as far as it has to be read here. Private to
 * this room. */
#pragma once

#include "font/steps.h"

/* What matters of a Top DICT: whether the font is CID-keyed, and where its charset (0 to 2: a
 * predefined one) and the INDEX of its outlines are. */
struct bm_cff {
    bool keyed;
    size_t charset, outlines;
};

/* False when the font does not begin as one does. */
bool bm_cff_read(struct bm_str font, struct bm_cff *cff);
