/* Drawing with cairo, private to this room. The page is drawn either on an image, where every glyph
 * is its outline filled at its exact place (cairo would move bitmaps of glyphs to whole pixels), or
 * on a PDF, where glyphs are text in embedded fonts. Cairo's user space is points, y down, the
 * origin at the trim's corner. */
#pragma once

#include "page/page.h"

#include <cairo.h>

/* Nothing but the functions of proof.h leaves the module. */

struct bm_types;

struct bm_rgb {
    double r, g, b;
};

static inline double bm_pt(bm_len length)
{
    return (double)length / BM_PT;
}

/* Adds the outlines of glyphs, each at its origin, to the current path. */
void bm_outlines(cairo_t *cr, const struct bm_face *face, double size, const cairo_glyph_t *glyphs,
                 size_t n);

/* Paints glyphs in the current colour; text and clusters are for extraction and may be NULL and 0.
 * types NULL: as outlines. */
void bm_draw_glyphs(cairo_t *cr, struct bm_types *types, const struct bm_face *face, double size,
                    const cairo_glyph_t *glyphs, size_t n, struct bm_str text,
                    const cairo_text_cluster_t *clusters, size_t cluster_count);

/* The ink of an item that is no picture. */
struct bm_ink bm_draw_ink(const struct bm_item *item);
/* Lines, fills and smooth edges as PDF has them. */
void bm_draw_set_up(cairo_t *cr);
/* Paints an item that is no picture in the current colour; its glyphs are allocated from arena. */
void bm_draw_shape(cairo_t *cr, struct bm_types *types, const struct bm_item *item,
                   struct bm_arena *arena);

/* How inks look: through the pages' output condition as soft proofs show them on white, so that all
 * that is drawn agrees with page-N.png; where they name none, as the plain complement (screen.c).
 */
struct bm_screen {
    const struct bm_pages *pages;
    struct bm_transform *transform; /* NULL: the complement */
};
struct bm_screen bm_screen_open(const struct bm_pages *pages);
void bm_screen_close(struct bm_screen *screen);
/* screen NULL: the complement. */
struct bm_rgb bm_screen_ink(const struct bm_screen *screen, struct bm_ink ink);
cairo_surface_t *bm_screen_picture(const struct bm_screen *screen,
                                   const struct bm_picture *picture);

/* A picture as the complement shows it; a surface that says so where it could not be read. */
cairo_surface_t *bm_draw_picture(const struct bm_picture *picture);
/* Pixels that a picture is drawn with: those that are printed, or fewer where those are more than
 * an image may have. */
void bm_draw_picture_size(const struct bm_picture *picture, uint32_t *width, uint32_t *height);
/* A surface that says that a picture could not be read. */
cairo_surface_t *bm_draw_unread(void);
/* What went wrong: a row of base/reasons.def. */
const char *bm_draw_why(cairo_status_t status);

/* Paints every item of the page in order, clipped to the trim. */
void bm_draw_page(cairo_t *cr, struct bm_types *types, const struct bm_screen *screen,
                  const struct bm_page *page);

/* cairo_write_func_t whose closure is a struct bm_buf. */
cairo_status_t bm_draw_write(void *buf, const unsigned char *bytes, unsigned n);
