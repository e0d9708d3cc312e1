/* The few colours of a picture for screens; for image/ alone. */
#pragma once

#include "image/image.h"

#define BM_PALETTE_MOST 256

struct bm_palette {
    uint8_t colours[BM_PALETTE_MOST][3]; /* dark ones first */
    unsigned n;
    uint8_t *of; /* by bm_palette_cell(): which colour */
};

static inline size_t bm_palette_cell(const uint8_t *p)
{
    return (size_t)(p[0] >> 3) << 10 | (size_t)(p[1] >> 3) << 5 | p[2] >> 3;
}

/* At most `most` colours (up to BM_PALETTE_MOST) for pixels of RGB. */
void bm_palette_make(struct bm_arena *arena, const uint8_t *rgb, size_t pixels, unsigned most,
                     struct bm_palette *out);
