/* Labels of the marked proof: short texts that the program sets itself, shaped by HarfBuzz in the
 * one face given, in lines that break where Chinese and Western text may. Private to this room. */
#pragma once

#include "proof/draw.h"

/* What sets labels. */
struct bm_labels {
    cairo_t *cr;
    struct bm_types *types;
    const struct bm_face *face;
    enum bm_lang lang;
    struct bm_arena *arena;
    const struct bm_screen *screen; /* of the pages that they stand by */
};

/* Width of text set on one line, in points. */
double bm_label_width(const struct bm_labels *labels, struct bm_str text, double size);

/* How far an em box stands above the baseline. */
double bm_label_above(const struct bm_labels *labels, double size);

/* Sets text on one line from the baseline's start (x, y); returns its width. */
double bm_label_set(const struct bm_labels *labels, struct bm_str text, double size,
                    struct bm_rgb colour, double x, double y);

/* A text broken into lines no wider than `width`. */
struct bm_label_lines {
    struct bm_str *v;
    size_t n;
};
struct bm_label_lines bm_label_wrap(const struct bm_labels *labels, struct bm_str text, double size,
                                    double width);
