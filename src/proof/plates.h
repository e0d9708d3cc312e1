/* A page as its printing plates: how much of each ink lies on each pixel. Drawn from the display
 * list as a press prints it: what overprints leaves the other plates alone, all else knocks out of
 * them. Private to this room. */
#pragma once

#include "proof/draw.h"

#define BM_PROCESS 4   /* C, M, Y, K, in the order of plates */
#define BM_FULL    255 /* of an ink on a pixel */

struct bm_plates {
    int width, height; /* pixels */
    size_t n;          /* BM_PROCESS, then the document's spots */
    /* CAIRO_FORMAT_A8; NULL while there is no ink on it. */
    cairo_surface_t **v;
    /* Solid black that overprints, text for the most part, lies over all plates and stands apart:
     * where it covers half a pixel, half the paper is black, which is not a tint of 50 %. The K
     * plate is v[3] with this over it. NULL: none. */
    cairo_surface_t *black;
};

/* Draws the plates of a page, the trim without bleed. pages->output must be there. The surfaces are
 * the caller's, to be ended by bm_plates_drop() whatever the status is. */
cairo_status_t bm_plates_make(const struct bm_pages *pages, const struct bm_page *page,
                              unsigned dpi, struct bm_arena *arena, struct bm_plates *plates);
void bm_plates_drop(struct bm_plates *plates);

/* Row y of a plate (index into v), what lies over K included, as `width` bytes. */
void bm_plates_row(const struct bm_plates *plates, size_t plate, int y, uint8_t *out);
/* Row y of a surface of the plates, or NULL for NULL. */
const uint8_t *bm_plates_raw(cairo_surface_t *surface, int y);

/* a with `over`, of BM_FULL, laid over it for its `share`. */
static inline uint8_t bm_over(unsigned a, unsigned over, unsigned share)
{
    unsigned v = a * (BM_FULL - share) + over * share;
    return (uint8_t)((v + BM_FULL / 2) / BM_FULL);
}

/* A picture in the inks of the output, with the pixels of bm_draw_picture_size(): CAIRO_FORMAT_A8
 * of K, or CAIRO_FORMAT_ARGB32 whose four bytes, from the lowest, are C, M, Y and K. */
cairo_surface_t *bm_picture_inks(const struct bm_pages *pages, const struct bm_picture *picture);
