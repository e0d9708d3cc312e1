/* Draws the two pictures of content/2025-work-report by program, so that their licence is clear:
 *   pictures guan FILE.jpg       Jiayuguan's gate before the Qilian mountains, CMYK
 *   pictures gebi FILE.png       wind turbines and solar panels on the Gobi, gray
 * They are committed; this is how they were made. */
#include <cairo.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

static uint32_t noise_state = 2463534242u;

static double noise(void)
{
    noise_state ^= noise_state << 13;
    noise_state ^= noise_state >> 17;
    noise_state ^= noise_state << 5;
    return (double)(noise_state & 0xFFFF) / 65535.0;
}

static void sky(cairo_t *cr, double w, double h, const double stops[][4], int n)
{
    cairo_pattern_t *p = cairo_pattern_create_linear(0, 0, 0, h);
    for (int i = 0; i < n; i++)
        cairo_pattern_add_color_stop_rgb(p, stops[i][0], stops[i][1], stops[i][2], stops[i][3]);
    cairo_set_source(cr, p);
    cairo_rectangle(cr, 0, 0, w, h);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
}

static void glow(cairo_t *cr, double x, double y, double r, double light)
{
    cairo_pattern_t *p = cairo_pattern_create_radial(x, y, 0, x, y, r);
    cairo_pattern_add_color_stop_rgba(p, 0, 1, 0.97, 0.88, light);
    cairo_pattern_add_color_stop_rgba(p, 0.15, 1, 0.93, 0.75, light * 0.6);
    cairo_pattern_add_color_stop_rgba(p, 1, 1, 0.9, 0.7, 0);
    cairo_set_source(cr, p);
    cairo_paint(cr);
    cairo_pattern_destroy(p);
}

/* A ridge: fractal line from midpoints, filled down to the ground; snow on its upper part. */
static void ridge(cairo_t *cr, double w, double base, double height, double rough, double r,
                  double g, double b, double snow)
{
    enum { N = 256 };
    double y[N + 1];
    y[0] = base - height * (0.4 + 0.4 * noise());
    y[N] = base - height * (0.4 + 0.4 * noise());
    double spread = height * 0.7;
    for (int step = N; step > 1; step /= 2, spread *= rough)
        for (int i = 0; i < N; i += step)
            y[i + step / 2] = (y[i] + y[i + step]) / 2 + (noise() - 0.5) * spread;
    cairo_pattern_t *p = cairo_pattern_create_linear(0, base - height * 1.1, 0, base);
    if (snow > 0) {
        cairo_pattern_add_color_stop_rgb(p, 0, 0.97, 0.97, 0.98);
        cairo_pattern_add_color_stop_rgb(p, snow, 0.85, 0.88, 0.92);
    }
    cairo_pattern_add_color_stop_rgb(p, snow + 0.12, r, g, b);
    cairo_pattern_add_color_stop_rgb(p, 1, r * 0.4 + 0.55, g * 0.4 + 0.53, b * 0.4 + 0.5);
    cairo_move_to(cr, 0, base);
    for (int i = 0; i <= N; i++)
        cairo_line_to(cr, w * i / N, y[i]);
    cairo_line_to(cr, w, base);
    cairo_close_path(cr);
    cairo_set_source(cr, p);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
    /* Facets: light falls from the left. */
    for (int i = 4; i < N - 8; i += 3) {
        double x = w * i / N, top = y[i];
        if (y[i + 2] < top)
            continue;
        cairo_move_to(cr, x, top);
        cairo_line_to(cr, x + w / N * (3 + 9 * noise()), top + height * (0.12 + 0.3 * noise()));
        cairo_line_to(cr, x + w / N * 2, y[i + 2]);
        cairo_close_path(cr);
        cairo_set_source_rgba(cr, r * 0.5, g * 0.5, b * 0.6, 0.22);
        cairo_fill(cr);
    }
}

/* A roof with upturned eaves, its ridge at y. */
static void roof(cairo_t *cr, double x, double y, double half, double high, double eave)
{
    cairo_move_to(cr, x - half * 0.45, y);
    cairo_line_to(cr, x + half * 0.45, y);
    cairo_curve_to(cr, x + half * 0.6, y + high * 0.6, x + half * 0.85, y + high * 0.95, x + half,
                   y + high - eave);
    cairo_line_to(cr, x + half * 0.97, y + high + eave * 0.4);
    cairo_curve_to(cr, x + half * 0.5, y + high * 1.12, x - half * 0.5, y + high * 1.12,
                   x - half * 0.97, y + high + eave * 0.4);
    cairo_line_to(cr, x - half, y + high - eave);
    cairo_curve_to(cr, x - half * 0.85, y + high * 0.95, x - half * 0.6, y + high * 0.6,
                   x - half * 0.45, y);
    cairo_close_path(cr);
    cairo_fill(cr);
}

static void tower(cairo_t *cr, double x, double ground, double s)
{
    static const double halves[] = {1.0, 0.86, 0.7};
    double y = ground;
    for (int level = 0; level < 3; level++) {
        double half = 120 * s * halves[level], high = 62 * s;
        cairo_set_source_rgb(cr, 0.36, 0.17, 0.12);
        cairo_rectangle(cr, x - half * 0.82, y - high, half * 1.64, high);
        cairo_fill(cr);
        cairo_set_source_rgb(cr, 0.20, 0.09, 0.07);
        for (int i = 0; i <= 8; i++) {
            cairo_rectangle(cr, x - half * 0.82 + half * 1.64 * i / 8 - 2.5 * s, y - high, 5 * s,
                            high);
            cairo_fill(cr);
        }
        cairo_set_source_rgb(cr, 0.78, 0.58, 0.32);
        for (int i = 0; i < 8; i += 2) {
            cairo_rectangle(cr, x - half * 0.82 + half * 1.64 * (i + 0.62) / 8, y - high * 0.72,
                            half * 0.12, high * 0.45);
            cairo_fill(cr);
        }
        y -= high;
        cairo_set_source_rgb(cr, 0.19, 0.21, 0.22);
        roof(cr, x, y - 30 * s, half * 1.18, 34 * s, 13 * s);
        y -= 16 * s;
    }
    cairo_rectangle(cr, x - 42 * s, y - 24 * s, 84 * s, 7 * s);
    cairo_fill(cr);
}

static void battlements(cairo_t *cr, double x0, double x1, double y, double s)
{
    for (double x = x0; x < x1; x += 26 * s) {
        cairo_rectangle(cr, x, y - 18 * s, 16 * s, 20 * s);
        cairo_fill(cr);
    }
}

static void wall(cairo_t *cr, double x0, double x1, double top, double foot, double s)
{
    cairo_pattern_t *p = cairo_pattern_create_linear(x0, 0, x1, 0);
    cairo_pattern_add_color_stop_rgb(p, 0, 0.80, 0.64, 0.44);
    cairo_pattern_add_color_stop_rgb(p, 0.55, 0.72, 0.55, 0.36);
    cairo_pattern_add_color_stop_rgb(p, 1, 0.52, 0.38, 0.25);
    cairo_set_source(cr, p);
    cairo_move_to(cr, x0 - 14 * s, foot);
    cairo_line_to(cr, x0, top);
    cairo_line_to(cr, x1, top);
    cairo_line_to(cr, x1 + 14 * s, foot);
    cairo_close_path(cr);
    cairo_fill(cr);
    battlements(cr, x0, x1 - 10 * s, top, s);
    cairo_pattern_destroy(p);
    cairo_set_line_width(cr, 1.2 * s);
    for (double y = top + 16 * s; y < foot; y += 15 * s) {
        cairo_set_source_rgba(cr, 0.35, 0.22, 0.12, 0.10 + 0.10 * noise());
        cairo_move_to(cr, x0 - 6 * s, y);
        cairo_line_to(cr, x1 + 6 * s, y);
        cairo_stroke(cr);
    }
}

static void ground(cairo_t *cr, double w, double h, double from)
{
    cairo_pattern_t *p = cairo_pattern_create_linear(0, from, 0, h);
    cairo_pattern_add_color_stop_rgb(p, 0, 0.79, 0.69, 0.53);
    cairo_pattern_add_color_stop_rgb(p, 1, 0.50, 0.39, 0.27);
    cairo_set_source(cr, p);
    cairo_rectangle(cr, 0, from, w, h - from);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
    for (int i = 0; i < 2600; i++) {
        double t = noise(), y = from + (h - from) * t * t, x = w * noise();
        cairo_set_source_rgba(cr, 0.30, 0.23, 0.15, 0.15 + 0.25 * t);
        cairo_rectangle(cr, x, y, 2 + 12 * t * noise(), 1 + 2.5 * t);
        cairo_fill(cr);
    }
}

static void draw_guan(cairo_t *cr, double w, double h)
{
    static const double stops[][4] = {
        {0, 0.36, 0.56, 0.78}, {0.45, 0.70, 0.82, 0.91}, {0.72, 0.96, 0.90, 0.80}};
    sky(cr, w, h, stops, 3);
    glow(cr, w * 0.16, h * 0.30, w * 0.5, 0.75);
    ridge(cr, w, h * 0.66, h * 0.40, 0.58, 0.45, 0.53, 0.64, 0.34);
    ridge(cr, w, h * 0.69, h * 0.20, 0.55, 0.40, 0.44, 0.50, 0);
    ground(cr, w, h, h * 0.68);
    double s = w / 1600;
    wall(cr, 0, w * 0.40, h * 0.66, h * 0.76, s * 0.7);
    wall(cr, w * 0.74, w, h * 0.655, h * 0.77, s * 0.7);
    tower(cr, w * 0.20, h * 0.655, s * 0.62);
    tower(cr, w * 0.90, h * 0.65, s * 0.60);
    wall(cr, w * 0.36, w * 0.78, h * 0.585, h * 0.84, s);
    cairo_set_source_rgb(cr, 0.17, 0.10, 0.07);
    double gate = w * 0.57, arch = 44 * s;
    cairo_arc(cr, gate, h * 0.755, arch, 3.14159265, 0);
    cairo_line_to(cr, gate + arch, h * 0.84);
    cairo_line_to(cr, gate - arch, h * 0.84);
    cairo_close_path(cr);
    cairo_fill(cr);
    tower(cr, gate, h * 0.575, s * 1.25);
}

static void turbine(cairo_t *cr, double x, double foot, double s, double turn)
{
    cairo_set_source_rgb(cr, 0.97, 0.97, 0.97);
    cairo_move_to(cr, x - 5 * s, foot);
    cairo_line_to(cr, x - 2.2 * s, foot - 250 * s);
    cairo_line_to(cr, x + 2.2 * s, foot - 250 * s);
    cairo_line_to(cr, x + 5 * s, foot);
    cairo_close_path(cr);
    cairo_fill(cr);
    for (int i = 0; i < 3; i++) {
        cairo_save(cr);
        cairo_translate(cr, x, foot - 252 * s);
        cairo_rotate(cr, turn + i * 2.0943951);
        cairo_move_to(cr, -3 * s, 0);
        cairo_curve_to(cr, -9 * s, -40 * s, -5 * s, -90 * s, 0, -150 * s);
        cairo_curve_to(cr, 3 * s, -90 * s, 4 * s, -40 * s, 3 * s, 0);
        cairo_close_path(cr);
        cairo_fill(cr);
        cairo_restore(cr);
    }
    cairo_arc(cr, x, foot - 252 * s, 7 * s, 0, 6.2831853);
    cairo_fill(cr);
}

static void panels(cairo_t *cr, double x, double y, double s)
{
    for (int i = 0; i < 7; i++) {
        cairo_save(cr);
        cairo_translate(cr, x + i * 118 * s, y);
        cairo_set_source_rgb(cr, 0.20, 0.20, 0.20);
        cairo_move_to(cr, 0, 0);
        cairo_line_to(cr, 24 * s, -58 * s);
        cairo_line_to(cr, 128 * s, -58 * s);
        cairo_line_to(cr, 104 * s, 0);
        cairo_close_path(cr);
        cairo_fill(cr);
        cairo_set_source_rgb(cr, 0.62, 0.62, 0.62);
        cairo_set_line_width(cr, 1.6 * s);
        for (int k = 0; k <= 4; k++) {
            cairo_move_to(cr, 26.0 * k * s, 0);
            cairo_line_to(cr, (24 + 26.0 * k) * s, -58 * s);
        }
        for (int k = 0; k <= 3; k++) {
            cairo_move_to(cr, 8.0 * k * s, -19.3 * k * s);
            cairo_line_to(cr, (104 + 8.0 * k) * s, -19.3 * k * s);
        }
        cairo_stroke(cr);
        cairo_set_source_rgb(cr, 0.15, 0.15, 0.15);
        cairo_rectangle(cr, 50 * s, 0, 4 * s, 20 * s);
        cairo_fill(cr);
        cairo_restore(cr);
    }
}

static void draw_gebi(cairo_t *cr, double w, double h)
{
    static const double stops[][4] = {{0, 0.42, 0.42, 0.42}, {0.4, 0.66, 0.66, 0.66},
                                      {0.68, 0.84, 0.84, 0.84}};
    sky(cr, w, h, stops, 3);
    glow(cr, w * 0.74, h * 0.58, w * 0.45, 0.5);
    ridge(cr, w, h * 0.66, h * 0.14, 0.55, 0.42, 0.42, 0.42, 0);
    ground(cr, w, h, h * 0.655);
    double s = w / 1200;
    for (int i = 0; i < 7; i++)
        turbine(cr, w * (0.07 + 0.145 * i), h * 0.67, s * (0.55 + 0.08 * (i % 3)), 0.4 * i);
    turbine(cr, w * 0.20, h * 0.80, s * 1.75, 0.25);
    turbine(cr, w * 0.66, h * 0.77, s * 1.35, 0.9);
    for (int row = 0; row < 3; row++)
        panels(cr, -60 * s - 30 * s * row, h * (0.80 + 0.085 * row), s * (0.95 + 0.32 * row));
}

/* Ink from light: black takes most of what is common, so that no pixel has more than 240 %. */
static int write_cmyk(cairo_surface_t *surface, const char *path)
{
    int w = cairo_image_surface_get_width(surface), h = cairo_image_surface_get_height(surface);
    const unsigned char *rows = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    FILE *f = fopen(path, "wb");
    unsigned char *line = malloc((size_t)w * 4);
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr e;
    if (!f || !line)
        return 1;
    j.err = jpeg_std_error(&e);
    jpeg_create_compress(&j);
    jpeg_stdio_dest(&j, f);
    j.image_width = (JDIMENSION)w;
    j.image_height = (JDIMENSION)h;
    j.input_components = 4;
    j.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, 82, TRUE);
    j.write_Adobe_marker = TRUE;
    jpeg_start_compress(&j, TRUE);
    for (int y = 0; y < h; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)(rows + (size_t)y * (size_t)stride);
        for (int x = 0; x < w; x++) {
            int c = 255 - (int)(row[x] >> 16 & 255), m = 255 - (int)(row[x] >> 8 & 255);
            int ye = 255 - (int)(row[x] & 255);
            int k = c < m ? c : m;
            k = (k < ye ? k : ye) * 9 / 10;
            int ink[4] = {c - k, m - k, ye - k, k};
            for (int i = 0; i < 4; i++)
                line[4 * x + i] = (unsigned char)(255 - ink[i]); /* Adobe: 255 is no ink */
        }
        JSAMPROW at = line;
        jpeg_write_scanlines(&j, &at, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    free(line);
    return fclose(f) != 0;
}

static int write_gray(cairo_surface_t *surface, const char *path)
{
    int w = cairo_image_surface_get_width(surface), h = cairo_image_surface_get_height(surface);
    const unsigned char *rows = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    unsigned char *gray = malloc((size_t)w * (size_t)h);
    if (!gray)
        return 1;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++)
            gray[y * w + x] = rows[y * stride + 4 * x + 1];
    png_image png = {.version = PNG_IMAGE_VERSION,
                     .width = (png_uint_32)w,
                     .height = (png_uint_32)h,
                     .format = PNG_FORMAT_GRAY};
    int good = png_image_write_to_file(&png, path, 0, gray, 0, NULL);
    free(gray);
    return !good;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    int guan = strcmp(argv[1], "guan") == 0;
    int w = guan ? 1600 : 1200, h = guan ? 1000 : 900;
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    cairo_t *cr = cairo_create(s);
    if (guan)
        draw_guan(cr, w, h);
    else
        draw_gebi(cr, w, h);
    cairo_destroy(cr);
    cairo_surface_flush(s);
    int wrong = guan ? write_cmyk(s, argv[2]) : write_gray(s, argv[2]);
    cairo_surface_destroy(s);
    return wrong;
}
