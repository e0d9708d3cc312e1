/* The box of a charstring that is plain (font/charstring.c looked at it): numbers, then what they
 * draw. Positions are 1/65536 of a unit, which a number of five bytes gives. */
#include "font/charstring.h"

#define UNIT 65536

enum {
    VMOVE = 4,
    RLINE = 5,
    HLINE = 6,
    VLINE = 7,
    RRCURVE = 8,
    ESCAPE = 12,
    END = 14,
    RMOVE = 21,
    HMOVE = 22,
    RCURVELINE = 24,
    RLINECURVE = 25,
    VVCURVE = 26,
    HHCURVE = 27,
    VHCURVE = 30,
    HVCURVE = 31,

    HFLEX = 34,
    FLEX = 35,
    HFLEX1 = 36,
    FLEX1 = 37
};

struct pen {
    int64_t x, y;
    int64_t left, right, low, high;
    int64_t v[OPERANDS_MOST]; /* the operands */
    unsigned n;
    bool down; /* the point where the contour begins counts when something is drawn from there */
};

static void reach(struct pen *pen)
{
    pen->left = pen->x < pen->left ? pen->x : pen->left;
    pen->right = pen->x > pen->right ? pen->x : pen->right;
    pen->low = pen->y < pen->low ? pen->y : pen->low;
    pen->high = pen->y > pen->high ? pen->y : pen->high;
}

static void to(struct pen *pen, int64_t dx, int64_t dy)
{
    if (!pen->down)
        reach(pen);
    pen->down = true;
    pen->x += dx;
    pen->y += dy;
    reach(pen);
}

static void move(struct pen *pen, int64_t dx, int64_t dy)
{
    pen->x += dx;
    pen->y += dy;
    pen->down = false;
}

static void lines(struct pen *pen, unsigned from, unsigned end)
{
    for (unsigned i = from; i + 2 <= end; i += 2)
        to(pen, pen->v[i], pen->v[i + 1]);
}

static void curves(struct pen *pen, unsigned from, unsigned end)
{
    lines(pen, from, from + (end - from) / 6 * 6);
}

/* Lines across and up in turn. */
static void steps(struct pen *pen, bool across)
{
    for (unsigned i = 0; i < pen->n; i++, across = !across)
        to(pen, across ? pen->v[i] : 0, across ? 0 : pen->v[i]);
}

/* Curves that begin and end in one direction, but for what the first has of the other. */
static void one_way(struct pen *pen, bool across)
{
    const int64_t *v = pen->v;
    unsigned i = pen->n % 4;
    int64_t aside = i ? v[0] : 0;
    for (; i + 4 <= pen->n; i += 4, aside = 0) {
        to(pen, across ? v[i] : aside, across ? aside : v[i]);
        to(pen, v[i + 1], v[i + 2]);
        to(pen, across ? v[i + 3] : 0, across ? 0 : v[i + 3]);
    }
}

/* Curves that begin in one direction and end in the other, in turn; the last may end askew. */
static void two_ways(struct pen *pen, bool across)
{
    const int64_t *v = pen->v;
    for (unsigned i = 0; i + 4 <= pen->n; i += 4, across = !across) {
        const int64_t aside = pen->n - i == 5 ? v[i + 4] : 0;
        to(pen, across ? v[i] : 0, across ? 0 : v[i]);
        to(pen, v[i + 1], v[i + 2]);
        to(pen, across ? aside : v[i + 3], across ? v[i + 3] : aside);
    }
}

/* Two curves that are nearly a line (5177, 4.1); the flex depth is no point. */
static void flex(struct pen *pen, unsigned op)
{
    const int64_t *v = pen->v;
    if (op == FLEX) {
        lines(pen, 0, 12);
    } else if (op == HFLEX) {
        const int64_t down[6] = {0, v[2], 0, 0, -v[2], 0};
        const int64_t right[6] = {v[0], v[1], v[3], v[4], v[5], v[6]};
        for (unsigned i = 0; i < 6; i++)
            to(pen, right[i], down[i]);
    } else if (op == HFLEX1) {
        const int64_t down[6] = {v[1], v[3], 0, 0, v[7], -(v[1] + v[3] + v[7])};
        const int64_t right[6] = {v[0], v[2], v[4], v[5], v[6], v[8]};
        for (unsigned i = 0; i < 6; i++)
            to(pen, right[i], down[i]);
    } else {
        const int64_t x = pen->x, y = pen->y;
        lines(pen, 0, 10);
        const int64_t dx = pen->x - x, dy = pen->y - y;
        const bool across = (dx < 0 ? -dx : dx) > (dy < 0 ? -dy : dy);
        to(pen, across ? v[10] : -dx, across ? -dy : v[10]);
    }
}

static void draw(struct pen *pen, unsigned op)
{
    const unsigned n = pen->n;
    switch (op) {
    case RMOVE:
        move(pen, pen->v[0], pen->v[1]);
        break;
    case HMOVE:
        move(pen, pen->v[0], 0);
        break;
    case VMOVE:
        move(pen, 0, pen->v[0]);
        break;
    case RLINE:
        lines(pen, 0, n);
        break;
    case HLINE:
    case VLINE:
        steps(pen, op == HLINE);
        break;
    case RRCURVE:
        curves(pen, 0, n);
        break;
    case RCURVELINE:
        curves(pen, 0, n - 2);
        lines(pen, n - 2, n);
        break;
    case RLINECURVE:
        lines(pen, 0, n - 6);
        curves(pen, n - 6, n);
        break;
    case VVCURVE:
    case HHCURVE:
        one_way(pen, op == HHCURVE);
        break;
    case VHCURVE:
    case HVCURVE:
        two_ways(pen, op == HVCURVE);
        break;
    }
    pen->n = 0;
}

/* The number at *p, and *p moved past it. */
static int64_t number(const unsigned char **p)
{
    const unsigned char *at = *p;
    const unsigned b = *at;
    if (b >= 32 && b <= 246) {
        *p += 1;
        return ((int64_t)b - 139) * UNIT;
    }
    if (b == 28) {
        *p += 3;
        return (int64_t)(int16_t)bm_be16((const char *)at + 1) * UNIT;
    }
    if (b == 255) {
        *p += 5;
        return (int32_t)bm_be32((const char *)at + 1);
    }
    *p += 2;
    return (b <= 250 ? ((int64_t)b - 247) * 256 + at[1] + 108
                     : -((int64_t)b - 251) * 256 - at[1] - 108) *
           UNIT;
}

/* A position in whole units, the nearer, of two as near that farther from 0. */
static int32_t whole(int64_t position)
{
    const int64_t v = (position < 0 ? position - UNIT / 2 : position + UNIT / 2) / UNIT;
    return (int32_t)(v > INT32_MAX / 4 ? INT32_MAX / 4 : v < -INT32_MAX / 4 ? -INT32_MAX / 4 : v);
}

bool bm_charstring_box(const struct bm_charstring *plain, hb_glyph_extents_t *box)
{
    const unsigned char *p = (const unsigned char *)plain->bytes, *const end = p + plain->n;
    struct pen pen;
    pen.x = pen.y = pen.n = 0;
    pen.left = pen.low = INT64_MAX;
    pen.right = pen.high = INT64_MIN;
    pen.down = false;
    *box = (hb_glyph_extents_t){0};
    while (p < end) {
        if (*p >= 32 || *p == 28) {
            if (pen.n == OPERANDS_MOST)
                return false;
            pen.v[pen.n++] = number(&p);
        } else if (*p == ESCAPE) {
            flex(&pen, p[1]);
            pen.n = 0;
            p += 2;
        } else {
            draw(&pen, *p++);
        }
    }
    if (pen.left < pen.right) {
        box->x_bearing = whole(pen.left);
        box->width = whole(pen.right - (int64_t)box->x_bearing * UNIT);
    }
    if (pen.low < pen.high) {
        box->y_bearing = whole(pen.high);
        box->height = whole(pen.low - (int64_t)box->y_bearing * UNIT);
    }
    return box->width != 0 && box->height != 0;
}
