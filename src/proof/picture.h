/* Pictures of pages, as PNG. Private to this room. */
#pragma once

#include "page/page.h"

#include <cairo.h>

/* The page of that number, or NULL. */
const struct bm_page *bm_page_numbered(const struct bm_pages *pages, uint32_t number);
#define BM_DPI_MOST 1200
/* Pixels that hold the whole length at dpi. */
int bm_pixels(bm_len length, unsigned dpi);

/* A white picture of width × height at dpi, user space in points. */
cairo_t *bm_picture_open(bm_len width, bm_len height, unsigned dpi);
/* Appends the picture as a PNG that says its resolution and ends cr; out is left as it was when the
 * status is not 0. */
cairo_status_t bm_picture_close(cairo_t *cr, unsigned dpi, struct bm_buf *out);
