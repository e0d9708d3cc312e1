/* Outlines: where they lie, and whether they are whole. */
#include "font/limits.h"
#include "font/sfnt.h"

/* Flags of points and of parts (ISO/IEC 14496-22, glyf). */
enum {
    X_SHORT = 2,
    Y_SHORT = 4,
    REPEAT = 8,
    X_SAME = 16,
    Y_SAME = 32,

    WORDS = 1,
    SCALE = 8,
    MORE = 32,
    TWO_SCALES = 64,
    MATRIX = 128
};

bool bm_outline_bytes(const struct bm_outlines *o, uint32_t gid, struct bm_str *bytes)
{
    if (gid >= o->glyphs)
        return false;
    const char *p = o->offsets + (size_t)gid * o->size;
    uint64_t from = (uint64_t)bm_be(p, o->size) * o->unit;
    uint64_t to = (uint64_t)bm_be(p + o->size, o->size) * o->unit;
    if (o->cff && from-- == 0) /* they count from 1 */
        return false;
    to -= o->cff;
    if (from > to || to > o->data.n)
        return false;
    *bytes = (struct bm_str){o->data.p + from, (size_t)(to - from)};
    return true;
}

size_t bm_contours_end(struct bm_str b)
{
    const size_t contours = bm_be16(b.p);
    size_t at = 10 + 2 * contours, points = 0, coordinates = 0;
    if (contours == 0)
        return 10;
    if (b.n < at + 2)
        return 0;
    for (size_t i = 0; i < contours; i++) {
        const size_t end = bm_be16(b.p + 10 + 2 * i) + 1;
        if (end <= points)
            return 0;
        points = end;
    }
    at += 2 + bm_be16(b.p + at);
    for (size_t done = 0; done < points;) {
        if (at >= b.n)
            return 0;
        const unsigned flag = (unsigned char)b.p[at++];
        size_t times = 1;
        if (flag & REPEAT) {
            if (at >= b.n)
                return 0;
            times += (unsigned char)b.p[at++];
        }
        const size_t x = flag & X_SHORT ? 1 : flag & X_SAME ? 0 : 2;
        const size_t y = flag & Y_SHORT ? 1 : flag & Y_SAME ? 0 : 2;
        times = times < points - done ? times : points - done;
        coordinates += times * (x + y);
        done += times;
    }
    return at <= b.n && coordinates <= b.n - at ? at + coordinates : 0;
}

static bool whole(const struct bm_outlines *o, uint32_t gid, unsigned depth, unsigned *parts);

/* The parts of a glyph that is made of others. */
static bool parts_whole(const struct bm_outlines *o, struct bm_str b, unsigned depth,
                        unsigned *parts)
{
    for (size_t at = 10;;) {
        if (b.n < at + 4 || ++*parts > PARTS_MOST)
            return false;
        const unsigned flags = bm_be16(b.p + at);
        const uint32_t gid = bm_be16(b.p + at + 2);
        at += 4 + (flags & WORDS ? 4U : 2U);
        at += flags & SCALE ? 2U : flags & TWO_SCALES ? 4U : flags & MATRIX ? 8U : 0U;
        if (at > b.n || !whole(o, gid, depth + 1, parts))
            return false;
        if (!(flags & MORE))
            return true;
    }
}

static bool whole(const struct bm_outlines *o, uint32_t gid, unsigned depth, unsigned *parts)
{
    struct bm_str b;
    if (depth > PARTS_DEPTH || !bm_outline_bytes(o, gid, &b))
        return false;
    if (o->cff)
        return b.n > 0;
    if (b.n < 10)
        return b.n == 0; /* a blank */
    const int16_t contours = (int16_t)bm_be16(b.p);
    return contours < 0 ? parts_whole(o, b, depth, parts) : bm_contours_end(b) > 0;
}

bool bm_outline_whole(const struct bm_outlines *outlines, uint32_t gid)
{
    unsigned parts = 0;
    return whole(outlines, gid, 0, &parts);
}
