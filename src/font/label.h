/* Labels: short texts that the program sets itself beside the pages (captions of proofs, slug
 * lines), each shaped as one line from left to right in the one face given, which must be open. */
#pragma once

#include "font/font.h"

/* One glyph, in units of the face's em, y up. */
struct bm_label_glyph {
    uint32_t gid;
    int32_t advance, dx, dy; /* to the next glyph; of this one from where the pen stands */
    uint32_t text;           /* offset into the text of the characters it stands for … */
    uint32_t bytes;          /* … and their bytes; 0 for the further glyphs of a cluster */
};

struct bm_label {
    struct bm_label_glyph *glyphs;
    size_t n;
    int64_t advance; /* of all */
};

struct bm_label bm_label_shape(struct bm_arena *arena, const struct bm_face *face,
                               struct bm_str text);
