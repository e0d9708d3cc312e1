/* Draws the pictures of content/2026-sample-daily by program, so that their licence is clear:
 *   daily_pictures tian|qiao|shu|yue|ad FILE.png
 * fields, a bridge, a reading room, the moon over a lake; and an advertisement for reading. All of
 * them are gray. They are committed; this is how they were made. */
#include <cairo.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#define PI 3.14159265358979

static uint32_t noise_state = 88172645u;

static double noise(void)
{
    noise_state ^= noise_state << 13;
    noise_state ^= noise_state >> 17;
    noise_state ^= noise_state << 5;
    return (double)(noise_state & 0xFFFF) / 65535.0;
}

static void gray(cairo_t *cr, double v)
{
    cairo_set_source_rgb(cr, v, v, v);
}

static void fade(cairo_t *cr, double y0, double y1, double top, double foot, double w)
{
    cairo_pattern_t *p = cairo_pattern_create_linear(0, y0, 0, y1);
    cairo_pattern_add_color_stop_rgb(p, 0, top, top, top);
    cairo_pattern_add_color_stop_rgb(p, 1, foot, foot, foot);
    cairo_set_source(cr, p);
    cairo_rectangle(cr, 0, y0, w, y1 - y0);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
}

static void disc(cairo_t *cr, double x, double y, double r, double v)
{
    gray(cr, v);
    cairo_arc(cr, x, y, r, 0, 2 * PI);
    cairo_fill(cr);
}

/* A line of hills down to the foot. */
static void hills(cairo_t *cr, double w, double h, double base, double high, double phase, double v)
{
    gray(cr, v);
    cairo_move_to(cr, 0, h);
    for (double x = 0; x <= w; x += 4)
        cairo_line_to(
            cr, x,
            base - high * (0.5 + 0.3 * sin(x / w * 7 + phase) + 0.2 * sin(x / w * 17 + 2 * phase)));
    cairo_line_to(cr, w, h);
    cairo_close_path(cr);
    cairo_fill(cr);
}

static void draw_tian(cairo_t *cr, double w, double h)
{
    fade(cr, 0, h * 0.5, 0.72, 0.95, w);
    disc(cr, w * 0.72, h * 0.2, h * 0.07, 1);
    hills(cr, w, h, h * 0.5, h * 0.2, 0.4, 0.66);
    hills(cr, w, h, h * 0.54, h * 0.14, 2.1, 0.52);
    for (int i = 0; i < 14; i++) { /* terraces, nearer ones wider */
        const double t = i / 13.0, y = h * (0.52 + 0.5 * t * t), bow = h * (0.02 + 0.05 * t);
        gray(cr, i % 2 ? 0.82 - 0.25 * t : 0.42 - 0.18 * t);
        cairo_move_to(cr, 0, h);
        cairo_line_to(cr, 0, y);
        for (double x = 0; x <= w; x += 8)
            cairo_line_to(cr, x, y + bow * sin(x / w * 5 + i * 0.45) - bow * 0.6 * sin(x / w * 11));
        cairo_line_to(cr, w, h);
        cairo_close_path(cr);
        cairo_fill(cr);
    }
    for (int i = 0; i < 900; i++) { /* seedlings */
        const double t = noise(), x = noise() * w, y = h * (0.62 + 0.38 * t);
        gray(cr, 0.2 + 0.1 * noise());
        cairo_set_line_width(cr, 1 + 2 * t);
        cairo_move_to(cr, x, y);
        cairo_line_to(cr, x + 3 * (noise() - 0.5), y - 4 - 12 * t);
        cairo_stroke(cr);
    }
}

static void arches(cairo_t *cr, double w, double level, double s, double v)
{
    gray(cr, v);
    cairo_move_to(cr, 0, level - s * 0.20);
    cairo_curve_to(cr, w * 0.3, level - s * 0.62, w * 0.7, level - s * 0.62, w, level - s * 0.20);
    cairo_line_to(cr, w, level);
    for (int i = 4; i >= 0; i--) {
        const double x = w * (0.1 + 0.2 * i), r = s * (i == 2 ? 0.25 : i % 2 ? 0.21 : 0.13);
        cairo_line_to(cr, x + r, level);
        cairo_arc_negative(cr, x, level, r, 0, -PI);
    }
    cairo_line_to(cr, 0, level);
    cairo_close_path(cr);
    cairo_fill(cr);
}

static void draw_qiao(cairo_t *cr, double w, double h)
{
    const double level = h * 0.62;
    fade(cr, 0, level, 0.78, 0.97, w);
    hills(cr, w, level, level, h * 0.36, 1.2, 0.74);
    hills(cr, w, level, level, h * 0.2, 3.3, 0.6);
    fade(cr, level, h, 0.85, 0.45, w);
    arches(cr, w, level, h * 0.62, 0.28);
    cairo_save(cr); /* what the water gives back */
    cairo_translate(cr, 0, 2 * level);
    cairo_scale(cr, 1, -1);
    cairo_push_group(cr);
    arches(cr, w, level, h * 0.5, 0.35);
    cairo_pop_group_to_source(cr);
    cairo_paint_with_alpha(cr, 0.55);
    cairo_restore(cr);
    for (int i = 0; i < 260; i++) {
        const double y = level + (h - level) * noise(), x = noise() * w;
        gray(cr, 0.7 + 0.3 * noise());
        cairo_set_line_width(cr, 1.5);
        cairo_move_to(cr, x, y);
        cairo_line_to(cr, x + 20 + 70 * noise(), y);
        cairo_stroke(cr);
    }
    for (int i = 0; i < 26; i++) { /* posts of the parapet */
        const double x = w * (i + 0.5) / 26, t = x / w;
        const double y = level - h * 0.62 * (0.2 + 1.26 * t * (1 - t));
        gray(cr, 0.2);
        cairo_rectangle(cr, x - 4, y - h * 0.035, 8, h * 0.04);
        cairo_fill(cr);
    }
}

static void draw_shu(cairo_t *cr, double w, double h)
{
    fade(cr, 0, h, 0.9, 0.75, w);
    for (int shelf = 0; shelf < 4; shelf++) {
        const double foot = h * (0.24 + 0.235 * shelf);
        double x = w * 0.03;
        while (x < w * 0.95) {
            const double wide = w * (0.012 + 0.022 * noise()), high = h * (0.12 + 0.07 * noise());
            if (noise() < 0.06) {
                x += wide * 2;
                continue;
            }
            const double v = 0.2 + 0.6 * noise();
            gray(cr, v);
            cairo_rectangle(cr, x, foot - high, wide - 2, high);
            cairo_fill(cr);
            gray(cr, v > 0.5 ? v - 0.3 : v + 0.4);
            cairo_rectangle(cr, x + 3, foot - high * 0.82, wide - 8, high * 0.08);
            cairo_rectangle(cr, x + 3, foot - high * 0.2, wide - 8, high * 0.04);
            cairo_fill(cr);
            x += wide;
        }
        gray(cr, 0.3);
        cairo_rectangle(cr, 0, foot, w, h * 0.022);
        cairo_fill(cr);
    }
}

static void draw_yue(cairo_t *cr, double w, double h)
{
    const double level = h * 0.66;
    fade(cr, 0, level, 0.25, 0.7, w);
    for (int i = 8; i > 0; i--) {
        cairo_set_source_rgba(cr, 1, 1, 1, 0.06);
        cairo_arc(cr, w * 0.62, h * 0.24, h * (0.09 + 0.022 * i), 0, 2 * PI);
        cairo_fill(cr);
    }
    disc(cr, w * 0.62, h * 0.24, h * 0.09, 1);
    hills(cr, w, level, level, h * 0.34, 0.9, 0.42);
    hills(cr, w, level, level, h * 0.2, 2.6, 0.3);
    fade(cr, level, h, 0.62, 0.22, w);
    for (int i = 0; i < 420; i++) {
        const double t = noise(), y = level + (h - level) * t;
        const double x = w * 0.62 + (noise() - 0.5) * w * (0.1 + 0.25 * t);
        gray(cr, 0.75 + 0.25 * noise());
        cairo_set_line_width(cr, 1 + 2 * t);
        cairo_move_to(cr, x, y);
        cairo_line_to(cr, x + 12 + 50 * noise() * (0.4 + t), y);
        cairo_stroke(cr);
    }
    gray(cr, 0.1); /* a boat */
    cairo_move_to(cr, w * 0.2, h * 0.8);
    cairo_curve_to(cr, w * 0.25, h * 0.85, w * 0.37, h * 0.85, w * 0.42, h * 0.79);
    cairo_line_to(cr, w * 0.2, h * 0.8);
    cairo_fill(cr);
    cairo_arc(cr, w * 0.31, h * 0.795, h * 0.05, PI, 2 * PI);
    cairo_fill(cr);
}

/* A line of text about the middle x. */
static void write_middle(cairo_t *cr, double x, double y, double size, const char *s)
{
    cairo_text_extents_t e;
    cairo_set_font_size(cr, size);
    cairo_text_extents(cr, s, &e);
    cairo_move_to(cr, x - e.width / 2 - e.x_bearing, y);
    cairo_show_text(cr, s);
}

static void draw_ad(cairo_t *cr, double w, double h)
{
    const double x = w * 0.24, s = h * 1.3;
    fade(cr, 0, h, 0.98, 0.88, w);
    hills(cr, w, h, h, h * 0.45, 1.4, 0.8);
    hills(cr, w, h, h, h * 0.25, 3.0, 0.66);
    for (int side = -1; side < 2; side += 2) /* an open book */
        for (int leaf = 0; leaf < 5; leaf++) {
            const double y = h * 0.42 - leaf * 6, wide = side * s * 0.42;
            gray(cr, leaf == 4 ? 1 : 0.45 + 0.08 * leaf);
            cairo_move_to(cr, x, y);
            cairo_curve_to(cr, x + wide * 0.3, y - h * 0.14, x + wide * 0.8, y - h * 0.14, x + wide,
                           y - h * 0.06);
            cairo_line_to(cr, x + wide, y + h * 0.34);
            cairo_curve_to(cr, x + wide * 0.8, y + h * 0.26, x + wide * 0.3, y + h * 0.26, x,
                           y + h * 0.4);
            cairo_close_path(cr);
            cairo_fill(cr);
            gray(cr, 0.6);
            cairo_set_line_width(cr, 5);
            for (int line = 0; leaf == 4 && line < 5; line++) {
                cairo_move_to(cr, x + wide * 0.12, y + h * (0.02 + 0.055 * line));
                cairo_curve_to(cr, x + wide * 0.35, y + h * (-0.07 + 0.055 * line), x + wide * 0.7,
                               y + h * (-0.07 + 0.055 * line), x + wide * 0.9,
                               y + h * (-0.02 + 0.055 * line));
                cairo_stroke(cr);
            }
        }
    gray(cr, 0);
    cairo_select_font_face(cr, "Noto Serif CJK SC", CAIRO_FONT_SLANT_NORMAL,
                           CAIRO_FONT_WEIGHT_BOLD);
    write_middle(cr, w * 0.7, h * 0.44, h * 0.27, "开卷有益");
    cairo_select_font_face(cr, "Noto Sans CJK SC", CAIRO_FONT_SLANT_NORMAL,
                           CAIRO_FONT_WEIGHT_NORMAL);
    write_middle(cr, w * 0.7, h * 0.68, h * 0.09, "每天读书一小时　周末相约图书馆");
}

static int write_png(cairo_surface_t *surface, const char *path)
{
    const int w = cairo_image_surface_get_width(surface);
    const int h = cairo_image_surface_get_height(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    FILE *f = fopen(path, "wb");
    unsigned char *row = malloc((size_t)w);
    if (!f || !row)
        return 1;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, f);
    png_set_compression_level(png, 9);
    png_set_IHDR(png, info, (png_uint_32)w, (png_uint_32)h, 8, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++)
            row[x] = data[y * stride + 4 * x + 1];
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(row);
    return fclose(f) != 0;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int w, h;
        void (*draw)(cairo_t *, double, double);
    } all[] = {{"tian", 1600, 1024, draw_tian},
               {"qiao", 1600, 1060, draw_qiao},
               {"shu", 1600, 1100, draw_shu},
               {"yue", 1600, 1200, draw_yue},
               {"ad", 2600, 650, draw_ad}};
    for (size_t i = 0; argc == 3 && i < sizeof all / sizeof *all; i++) {
        if (strcmp(argv[1], all[i].name) != 0)
            continue;
        cairo_surface_t *surface =
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, all[i].w, all[i].h);
        cairo_t *cr = cairo_create(surface);
        all[i].draw(cr, all[i].w, all[i].h);
        cairo_destroy(cr);
        cairo_surface_flush(surface);
        const int status = write_png(surface, argv[2]);
        cairo_surface_destroy(surface);
        return status;
    }
    fprintf(stderr, "usage: daily_pictures tian|qiao|shu|yue|ad FILE.png\n");
    return 2;
}
