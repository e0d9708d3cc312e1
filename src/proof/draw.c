/* The display list, item by item. */
#include "proof/draw.h"

#include "proof/types.h"

struct bm_ink bm_draw_ink(const struct bm_item *item)
{
    return item->kind == BM_ITEM_RUN ? item->run.ink : item->ink;
}

static void set_ink(cairo_t *cr, const struct bm_screen *screen, struct bm_ink ink)
{
    const struct bm_rgb c = bm_screen_ink(screen, ink);
    cairo_set_source_rgb(cr, c.r, c.g, c.b);
}

/* Thumbnails, below 25 dpi: type of less than three pixels cannot be read, and its outlines take
 * most of the time; it is painted as boxes of about its grey. */
#define COARSE_SCALE  0.35
#define COARSE_PIXELS 3.0
#define GREY          0.45

static bool is_coarse(cairo_t *cr, double size)
{
    cairo_matrix_t m;
    cairo_surface_t *target = cairo_get_target(cr);
    cairo_get_matrix(cr, &m);
    return m.xx > 0 && m.xx < COARSE_SCALE && size * m.xx < COARSE_PIXELS &&
           cairo_surface_get_type(target) == CAIRO_SURFACE_TYPE_IMAGE &&
           cairo_image_surface_get_format(target) == CAIRO_FORMAT_RGB24;
}

static void draw_boxes(cairo_t *cr, const struct bm_face *face, double size,
                       const cairo_glyph_t *glyphs, size_t n)
{
    double r = 0, g = 0, b = 0, a = 0;
    if (cairo_pattern_get_rgba(cairo_get_source(cr), &r, &g, &b, &a) != CAIRO_STATUS_SUCCESS)
        return;
    cairo_new_path(cr);
    for (size_t i = 0; i < n; i++) {
        const double wide = bm_face_advance(face, (uint32_t)glyphs[i].index) * size / face->upem;
        cairo_rectangle(cr, glyphs[i].x + wide * .08, glyphs[i].y - size * .76, wide * .84,
                        size * .8);
    }
    cairo_set_source_rgba(cr, r, g, b, GREY);
    cairo_fill(cr);
    cairo_set_source_rgba(cr, r, g, b, a);
}

void bm_draw_glyphs(cairo_t *cr, struct bm_types *types, const struct bm_face *face, double size,
                    const cairo_glyph_t *glyphs, size_t n, struct bm_str text,
                    const cairo_text_cluster_t *clusters, size_t cluster_count)
{
    cairo_font_face_t *font = types ? bm_types_face(types, face) : NULL;
    if (!font && is_coarse(cr, size)) {
        draw_boxes(cr, face, size, glyphs, n);
        return;
    }
    if (!font) {
        cairo_new_path(cr);
        bm_outlines(cr, face, size, glyphs, n);
        cairo_fill(cr);
        return;
    }
    cairo_set_font_face(cr, font);
    cairo_set_font_size(cr, size);
    if (cluster_count)
        cairo_show_text_glyphs(cr, text.p, (int)text.n, glyphs, (int)n, clusters,
                               (int)cluster_count, 0);
    else
        cairo_show_glyphs(cr, glyphs, (int)n);
}

/* The run's clusters as cairo wants them: they follow one another and cover the text. 0 when the
 * run is not made like that; then it is painted without text for extraction. */
static size_t clusters_of(const struct bm_run *run, cairo_text_cluster_t *clusters)
{
    size_t n = 0;
    uint32_t at = 0;
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        if (!g->text_length) {
            if (!n)
                return 0;
            clusters[n - 1].num_glyphs++;
            continue;
        }
        if (g->text < at || g->text + g->text_length > run->text.n)
            return 0;
        if (g->text > at) /* characters without a glyph: spaces */
            clusters[n++] = (cairo_text_cluster_t){(int)(g->text - at), 0};
        clusters[n++] = (cairo_text_cluster_t){g->text_length, 1};
        at = g->text + g->text_length;
    }
    if (n && at < run->text.n)
        clusters[n++] = (cairo_text_cluster_t){(int)(run->text.n - at), 0};
    return n;
}

/* Turns or narrows user space about the first glyph, and the glyphs' origins with it. */
static void turn(cairo_t *cr, const struct bm_run *run, cairo_glyph_t *glyphs)
{
    double x = glyphs[0].x, y = glyphs[0].y, wide = run->condense ? run->condense / 10000.0 : 1;
    cairo_translate(cr, x, y);
    if (run->mode == BM_SIDEWAYS)
        cairo_rotate(cr, 1.57079632679489661923);
    else
        cairo_scale(cr, wide, 1);
    for (size_t i = 0; i < run->n; i++) {
        double right = glyphs[i].x - x, below = glyphs[i].y - y;
        glyphs[i].x = run->mode == BM_SIDEWAYS ? below : right / wide;
        glyphs[i].y = run->mode == BM_SIDEWAYS ? -right : below;
    }
}

static void draw_run(cairo_t *cr, struct bm_types *types, const struct bm_run *run,
                     struct bm_arena *arena)
{
    if (!run->n || !run->face)
        return;
    double size = bm_pt(run->size), em = size / run->face->upem;
    cairo_glyph_t *glyphs = BM_NEW_N(arena, run->n, cairo_glyph_t);
    for (size_t i = 0; i < run->n; i++) {
        const struct bm_glyph *g = &run->glyphs[i];
        glyphs[i] = (cairo_glyph_t){g->gid, bm_pt(g->x), bm_pt(g->y)};
        if (run->mode == BM_VERTICAL) {
            glyphs[i].x -= hb_font_get_glyph_h_advance(run->face->hb_font, g->gid) * em / 2;
            glyphs[i].y += run->face->ascender * em;
        }
    }
    cairo_save(cr);
    if (run->mode == BM_SIDEWAYS || run->condense)
        turn(cr, run, glyphs);
    cairo_text_cluster_t *clusters = BM_NEW_N(arena, 2 * run->n + 1, cairo_text_cluster_t);
    bm_draw_glyphs(cr, types, run->face, size, glyphs, run->n, run->text, clusters,
                   types ? clusters_of(run, clusters) : 0);
    cairo_restore(cr);
}

static void path(cairo_t *cr, const struct bm_path *p)
{
    static const size_t wanted[] = {
        [BM_OP_MOVE] = 1, [BM_OP_LINE] = 1, [BM_OP_CURVE] = 3, [BM_OP_CLOSE] = 0};
    cairo_new_path(cr);
    for (size_t i = 0, at = 0; i < p->op_count && at + wanted[p->ops[i]] <= p->point_count;
         at += wanted[p->ops[i++]]) {
        double xy[3][2] = {{0}};
        for (size_t j = 0; j < wanted[p->ops[i]]; j++) {
            xy[j][0] = bm_pt(p->points[at + j].x);
            xy[j][1] = bm_pt(p->points[at + j].y);
        }
        switch ((enum bm_op)p->ops[i]) {
        case BM_OP_MOVE:
            cairo_move_to(cr, xy[0][0], xy[0][1]);
            break;
        case BM_OP_LINE:
            cairo_line_to(cr, xy[0][0], xy[0][1]);
            break;
        case BM_OP_CURVE:
            cairo_curve_to(cr, xy[0][0], xy[0][1], xy[1][0], xy[1][1], xy[2][0], xy[2][1]);
            break;
        case BM_OP_CLOSE:
            cairo_close_path(cr);
            break;
        }
    }
}

const char *bm_draw_why(cairo_status_t status)
{
    switch (status) {
    case CAIRO_STATUS_READ_ERROR:
        return "a picture could not be read again";
    case CAIRO_STATUS_NO_MEMORY:
        return "out of memory";
    case CAIRO_STATUS_INVALID_SIZE:
        return "it is too large to be drawn";
    case CAIRO_STATUS_WRITE_ERROR:
        return "it could not be written";
    default:
        return "it could not be drawn";
    }
}

static void draw_picture(cairo_t *cr, const struct bm_screen *screen, const struct bm_item *item)
{
    const struct bm_rect *r = &item->rect, *w = &item->picture.whole;
    uint32_t width, height;
    cairo_surface_t *surface = bm_screen_picture(screen, &item->picture);
    bm_draw_picture_size(&item->picture, &width, &height);
    cairo_save(cr);
    cairo_rectangle(cr, bm_pt(r->x), bm_pt(r->y), bm_pt(r->w), bm_pt(r->h));
    cairo_clip(cr);
    cairo_translate(cr, bm_pt(w->x), bm_pt(w->y));
    cairo_scale(cr, bm_pt(w->w) / width, bm_pt(w->h) / height);
    cairo_set_source_surface(cr, surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_paint(cr);
    cairo_restore(cr);
    cairo_surface_destroy(surface);
}

void bm_draw_shape(cairo_t *cr, struct bm_types *types, const struct bm_item *item,
                   struct bm_arena *arena)
{
    double x = bm_pt(item->rect.x), y = bm_pt(item->rect.y);
    double w = bm_pt(item->rect.w), h = bm_pt(item->rect.h);
    if (item->kind == BM_ITEM_RUN) {
        draw_run(cr, types, &item->run, arena);
        return;
    }
    cairo_set_line_width(cr, bm_pt(item->weight));
    switch (item->kind) {
    case BM_ITEM_RULE:
        cairo_new_path(cr);
        cairo_move_to(cr, x, y);
        cairo_line_to(cr, x + w, y + h);
        cairo_stroke(cr);
        break;
    case BM_ITEM_FILL:
        cairo_new_path(cr);
        cairo_rectangle(cr, x, y, w, h);
        cairo_fill(cr);
        break;
    case BM_ITEM_STROKE:
        path(cr, &item->path);
        cairo_stroke(cr);
        break;
    case BM_ITEM_PATH:
        path(cr, &item->path);
        cairo_fill(cr);
        break;
    case BM_ITEM_RUN:
    case BM_ITEM_PICTURE:
        break;
    }
}

void bm_draw_set_up(cairo_t *cr)
{
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_GOOD);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
}

void bm_draw_page(cairo_t *cr, struct bm_types *types, const struct bm_screen *screen,
                  const struct bm_page *page)
{
    struct bm_arena *arena = bm_arena_new();
    cairo_save(cr);
    cairo_rectangle(cr, 0, 0, bm_pt(page->width), bm_pt(page->height));
    cairo_clip(cr);
    bm_draw_set_up(cr);
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_item *item = &page->items[i];
        if (item->kind == BM_ITEM_PICTURE) {
            draw_picture(cr, screen, item);
            continue;
        }
        set_ink(cr, screen, bm_draw_ink(item));
        bm_draw_shape(cr, types, item, arena);
    }
    cairo_restore(cr);
    bm_arena_drop(arena);
}

cairo_status_t bm_draw_write(void *buf, const unsigned char *bytes, unsigned n)
{
    bm_buf_put(buf, bytes, n);
    return CAIRO_STATUS_SUCCESS;
}
