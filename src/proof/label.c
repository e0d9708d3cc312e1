#include "proof/label.h"

#include "font/label.h"

static struct bm_label shape(const struct bm_labels *labels, struct bm_str text)
{
    return bm_label_shape(labels->arena, labels->face, text);
}

double bm_label_width(const struct bm_labels *labels, struct bm_str text, double size)
{
    return (double)shape(labels, text).advance * size / labels->face->upem;
}

double bm_label_above(const struct bm_labels *labels, double size)
{
    return size * bm_face_em_above(labels->face, 1000) / 1000;
}

double bm_label_set(const struct bm_labels *labels, struct bm_str text, double size,
                    struct bm_rgb colour, double x, double y)
{
    const struct bm_label label = shape(labels, text);
    cairo_glyph_t *glyphs = BM_NEW_N(labels->arena, label.n, cairo_glyph_t);
    cairo_text_cluster_t *clusters = BM_NEW_N(labels->arena, label.n, cairo_text_cluster_t);
    double scale = size / labels->face->upem, pen = x;
    size_t count = 0;
    for (size_t i = 0; i < label.n; i++) {
        const struct bm_label_glyph *g = &label.glyphs[i];
        glyphs[i] = (cairo_glyph_t){g->gid, pen + g->dx * scale, y - g->dy * scale};
        pen += g->advance * scale;
        if (g->bytes)
            clusters[count++] = (cairo_text_cluster_t){(int)g->bytes, 1};
        else
            clusters[count - 1].num_glyphs++;
    }
    cairo_set_source_rgb(labels->cr, colour.r, colour.g, colour.b);
    bm_draw_glyphs(labels->cr, labels->types, labels->face, size, glyphs, label.n, text, clusters,
                   count);
    return pen - x;
}

/* No line of a label starts with these … */
static bool closes(uint32_t cp)
{
    static const uint32_t set[] = {0x3001, 0x3002, 0xFF0C, 0xFF1B, 0xFF1A, 0xFF1F, 0xFF01,
                                   0xFF09, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x201D,
                                   0x2019, 0xB7,   0x2026, 0x2014, ',',    '.',    ';',
                                   ':',    '?',    '!',    ')',    ']',    '%'};
    for (size_t i = 0; i < BM_COUNT(set); i++)
        if (set[i] == cp)
            return true;
    return false;
}

/* … and none ends with these. */
static bool opens(uint32_t cp)
{
    static const uint32_t set[] = {0xFF08, 0x300A, 0x300C, 0x300E, 0x3010,
                                   0x3014, 0x201C, 0x2018, '(',    '['};
    for (size_t i = 0; i < BM_COUNT(set); i++)
        if (set[i] == cp)
            return true;
    return false;
}

static bool wide(uint32_t cp)
{
    return cp >= 0x2E80 || cp == 0x201C || cp == 0x201D || cp == 0x2018 || cp == 0x2019;
}

static bool may_break(uint32_t before, uint32_t after)
{
    if (closes(after) || opens(before) || after == ' ')
        return false;
    return before == ' ' || before == '/' || wide(before) || wide(after);
}

/* Bytes of text that fit in width, at least one character: up to the last place where a break is
 * allowed, or, where there is none (a long file name), as far as it goes. */
static size_t fitting(const struct bm_labels *labels, struct bm_str text, double size, double width)
{
    const struct bm_label label = shape(labels, text);
    double used = 0, scale = size / labels->face->upem;
    size_t most = text.n, last = 0;
    for (size_t i = 0; i < label.n && most == text.n; i++) {
        used += label.glyphs[i].advance * scale;
        if (used > width && label.glyphs[i].text > 0)
            most = label.glyphs[i].text;
    }
    if (most == text.n)
        return most;
    uint32_t before = 0;
    for (size_t i = 0; i <= most;) {
        size_t here = i;
        uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        /* A space may hang over the end. */
        if (here && may_break(before, cp))
            last = here;
        before = cp;
    }
    return last ? last : most;
}

struct bm_label_lines bm_label_wrap(const struct bm_labels *labels, struct bm_str text, double size,
                                    double width)
{
    struct bm_label_lines lines = {0};
    size_t cap = 0;
    while (text.n) {
        size_t n = fitting(labels, text, size, width), shown = n;
        while (shown && text.p[shown - 1] == ' ')
            shown--;
        lines.v = bm_arena_grow(labels->arena, lines.v, lines.n, &cap, sizeof *lines.v);
        lines.v[lines.n++] = (struct bm_str){text.p, shown};
        text.p += n;
        text.n -= n;
    }
    return lines;
}
