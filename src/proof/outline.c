/* Glyphs as paths: the outlines that HarfBuzz reads from the mapped font, unhinted. */
#include "proof/draw.h"

struct pen {
    cairo_t *cr;
    double x, y, scale;
};

static void move_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
                    void *user)
{
    (void)funcs, (void)state, (void)user;
    const struct pen *p = data;
    cairo_move_to(p->cr, p->x + (double)x * p->scale, p->y - (double)y * p->scale);
}

static void line_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
                    void *user)
{
    (void)funcs, (void)state, (void)user;
    const struct pen *p = data;
    cairo_line_to(p->cr, p->x + (double)x * p->scale, p->y - (double)y * p->scale);
}

static void cubic_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1, float y1,
                     float x2, float y2, float x3, float y3, void *user)
{
    (void)funcs, (void)state, (void)user;
    const struct pen *p = data;
    cairo_curve_to(p->cr, p->x + (double)x1 * p->scale, p->y - (double)y1 * p->scale,
                   p->x + (double)x2 * p->scale, p->y - (double)y2 * p->scale,
                   p->x + (double)x3 * p->scale, p->y - (double)y3 * p->scale);
}

static void close_path(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user)
{
    (void)funcs, (void)state, (void)user;
    const struct pen *p = data;
    cairo_close_path(p->cr);
}

void bm_outlines(cairo_t *cr, const struct bm_face *face, double size, const cairo_glyph_t *glyphs,
                 size_t n)
{
    /* Quadratic curves reach cubic_to by HarfBuzz's default. */
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    if (hb_draw_funcs_is_immutable(funcs)) /* HarfBuzz's own, which draw nothing */
        bm_out_of_memory();
    hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, cubic_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(funcs, close_path, NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        struct pen pen = {cr, glyphs[i].x, glyphs[i].y, size / face->upem};
#if HB_VERSION_ATLEAST(7, 0, 0)
        hb_font_draw_glyph(face->hb_font, (uint32_t)glyphs[i].index, funcs, &pen);
#else
        hb_font_get_glyph_shape(face->hb_font, (uint32_t)glyphs[i].index, funcs, &pen);
#endif
    }
    hb_draw_funcs_destroy(funcs);
}
