/* The graphics state of content that is read (ISO 32000-1, 8.4). For verify/ alone. */
#pragma once

#include "verify/parts.h"

#define FAR 30000.0 /* points: no page is as large */

struct bm_matrix {
    double a, b, c, d, e, f;
};

struct bm_state {
    struct bm_matrix ctm;
    struct bm_paint fill, stroke;
    bool odd;       /* transparency, and all else that we do not write */
    bool odd_lines; /* dashes, caps, joins */
    double weight;
    double clip[4]; /* left, low, right, high */
    bool odd_clip;  /* not a rectangle */
    struct bm_seen_font *font;
    double size, spacing, word_spacing, scale, leading, rise;
    int mode;
};

/* What stands before an operator. */
struct bm_operand {
    enum bm_token_kind kind;
    double number;
    size_t from, n; /* of the strings */
};

struct bm_reader {
    struct bm_seen *seen;
    const struct bm_seen_page *page;
    const struct bm_resources *resources;
    struct bm_scanner scanner;
    struct bm_operand *operands;
    size_t operand_count, operand_cap;
    struct bm_buf strings;
    struct bm_state state, saved[BM_SEEN_DEPTH];
    size_t depth;
    struct bm_matrix text, line; /* Tm, and that at the beginning of the line */
    /* marks that are open */
    struct bm_open_mark {
        int32_t mark;
        bool hidden;        /* of optional content */
        bool replaced;      /* has a text of its own … */
        struct bm_str text; /* … which the first glyph gives */
        bool given;
    } marks[BM_SEEN_DEPTH];
    size_t mark_depth, too_deep; /* marks beyond that */
    /* the path at work, in the space of the page */
    uint8_t *ops;
    struct bm_spot_point *points;
    size_t op_count, op_cap, point_count, point_cap;
    double x, y; /* of the pen, before the matrix */
    bool odd_path, clips;
};

static inline struct bm_matrix bm_matrix_times(struct bm_matrix m, struct bm_matrix n)
{
    return (struct bm_matrix){m.a * n.a + m.b * n.c,       m.a * n.b + m.b * n.d,
                              m.c * n.a + m.d * n.c,       m.c * n.b + m.d * n.d,
                              m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

/* A coordinate of the page in lengths, from the left top of the trim. */
bm_len bm_seen_x(const struct bm_reader *r, double x);
bm_len bm_seen_y(const struct bm_reader *r, double y);
bm_len bm_seen_length(double points);
/* A new atom with the state's looks; NULL: there are too many. */
struct bm_atom *bm_see_atom(struct bm_reader *r, enum bm_atom_kind kind);

/* Text. */
void bm_see_string(struct bm_reader *r, struct bm_str string);
void bm_see_adjustment(struct bm_reader *r, double thousandths);
/* Paths: false when the operator is none of theirs. */
bool bm_see_path(struct bm_reader *r, struct bm_str op, const double *n, size_t count);
void bm_see_picture(struct bm_reader *r, const struct bm_seen_image *image);
