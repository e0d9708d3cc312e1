/* The display list, item by item. */
#include "proof/draw.h"

#include "proof/types.h"

/* Of a picture as it is drawn; one that needs more is drawn with half of its pixels each way. */
#define PIXELS_MOST 50000000
#define SIDE_MOST   32767 /* of cairo */

/* Ink as light: the plain complement (PDF 32000-1, 10.3.5), so that K alone is black. */
static struct bm_rgb colour_of(struct bm_ink ink)
{
    const uint16_t v[3] = {ink.c, ink.m, ink.y};
    double light[3];
    for (int i = 0; i < 3; i++) {
        unsigned dark = (unsigned)v[i] + ink.k;
        light[i] = dark >= 10000 ? 0 : 1 - dark / 10000.0;
    }
    return (struct bm_rgb){light[0], light[1], light[2]};
}

struct bm_ink bm_draw_ink(const struct bm_item *item)
{
    return item->kind == BM_ITEM_RUN ? item->run.ink : item->ink;
}

static void set_ink(cairo_t *cr, struct bm_ink ink)
{
    struct bm_rgb c = colour_of(ink);
    cairo_set_source_rgb(cr, c.r, c.g, c.b);
}

void bm_draw_glyphs(cairo_t *cr, struct bm_types *types, const struct bm_face *face, double size,
                    const cairo_glyph_t *glyphs, size_t n, struct bm_str text,
                    const cairo_text_cluster_t *clusters, size_t cluster_count)
{
    cairo_font_face_t *font = types ? bm_types_face(types, face) : NULL;
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

void bm_draw_picture_size(const struct bm_picture *picture, uint32_t *width, uint32_t *height)
{
    bm_picture_size(picture, width, height);
    while ((uint64_t)*width * *height > PIXELS_MOST || *width > SIDE_MOST || *height > SIDE_MOST) {
        *width = (*width + 1) / 2;
        *height = (*height + 1) / 2;
    }
}

/* A row of the picture as cairo has it; ink becomes light as it does for all else. */
static void put_row(uint32_t *out, const uint8_t *p, uint32_t width, unsigned components)
{
    for (uint32_t x = 0; x < width; x++, p += components) {
        uint32_t rgb[3];
        for (int i = 0; i < 3; i++) {
            unsigned v = components == 1 ? p[0] : p[i];
            if (components == 4)
                v = (unsigned)p[i] + p[3] > 255 ? 0 : 255u - p[i] - p[3];
            rgb[i] = v;
        }
        out[x] = rgb[0] << 16 | rgb[1] << 8 | rgb[2];
    }
}

static cairo_surface_t *surface_of(const struct bm_picture *picture)
{
    const struct bm_image *image = picture->image;
    uint32_t width, height;
    struct bm_light light;
    bm_draw_picture_size(picture, &width, &height);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    if (cairo_surface_status(s) != CAIRO_STATUS_SUCCESS)
        return s;
    unsigned char *pixels = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    if (width < image->width || height < image->height)
        bm_light_make(NULL, image, &light);
    struct bm_rows *rows = bm_rows_open(image, width, height, &light);
    for (uint32_t y = 0; y < height; y++)
        put_row((uint32_t *)(void *)(pixels + y * stride), bm_rows_next(rows), width,
                image->components);
    cairo_surface_mark_dirty(s);
    if (!bm_rows_close(rows))
        return s;
    cairo_surface_destroy(s);
    return bm_draw_unread();
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

static cairo_status_t refuse(void *context, unsigned char *bytes, unsigned n)
{
    (void)context;
    (void)bytes;
    (void)n;
    return CAIRO_STATUS_READ_ERROR;
}

cairo_surface_t *bm_draw_unread(void)
{
    return cairo_image_surface_create_from_png_stream(refuse, NULL);
}

static void draw_picture(cairo_t *cr, const struct bm_item *item)
{
    const struct bm_rect *r = &item->rect, *w = &item->picture.whole;
    uint32_t width, height;
    cairo_surface_t *surface = surface_of(&item->picture);
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

void bm_draw_page(cairo_t *cr, struct bm_types *types, const struct bm_page *page)
{
    struct bm_arena *arena = bm_arena_new();
    cairo_save(cr);
    cairo_rectangle(cr, 0, 0, bm_pt(page->width), bm_pt(page->height));
    cairo_clip(cr);
    bm_draw_set_up(cr);
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_item *item = &page->items[i];
        if (item->kind == BM_ITEM_PICTURE) {
            draw_picture(cr, item);
            continue;
        }
        set_ink(cr, bm_draw_ink(item));
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
