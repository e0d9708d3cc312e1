/* TrueType outlines copied (ISO/IEC 14496-22: glyf, loca, hmtx, maxp, head). */
#include "font/copy.h"
#include "font/limits.h"
#include "font/sfnt.h"

#define BROKEN  "its outlines are broken"
#define FOREIGN "its outlines are of a kind that is not copied"
#define TOO_BIG "its outlines are larger than a copy may be"

/* Flags of a composite's parts. */
enum {
    WORDS = 1,
    SCALE = 8,
    MORE = 32,
    TWO_SCALES = 64,
    MATRIX = 128,
    INSTRUCTIONS = 256,
    ITS_METRICS = 512
};

#define TABLES   6
#define GLYPHS   65535
#define CHECKSUM 0xB1B0AFBAu /* of a whole font (head) */

struct glyph {
    uint32_t gid;
    uint32_t advance;
    size_t at; /* in glyf */
};

struct copier {
    struct bm_arena *arena;
    const struct bm_face *face;
    const struct bm_glyf_tables *tables;
    struct glyph *glyphs; /* those asked for, then parts of composites */
    size_t n, cap;
    uint32_t *places; /* by the face's glyph id: index in glyphs and 1 */
    struct bm_buf glyf;
};

static void add_glyph(struct copier *c, uint32_t gid, int32_t advance)
{
    c->glyphs = bm_arena_grow(c->arena, c->glyphs, c->n, &c->cap, sizeof *c->glyphs);
    c->glyphs[c->n++] = (struct glyph){gid, (uint32_t)advance, 0};
    if (!c->places[gid])
        c->places[gid] = (uint32_t)c->n;
}

/* Left side bearing: behind as many full metrics as hhea says, only bearings stand (hmtx). */
static bool bearing_of(const struct copier *c, uint32_t gid, int16_t *bearing)
{
    const uint32_t full = bm_be16(c->tables->hhea.p + 34);
    const size_t at =
        gid < full ? 4 * (size_t)gid + 2 : 4 * (size_t)full + 2 * (size_t)(gid - full);
    if (at + 2 > c->tables->hmtx.n)
        return false;
    *bearing = (int16_t)bm_be16(c->tables->hmtx.p + at);
    return true;
}

/* Where the outline's left edge stands from its origin: it is moved there when it is drawn. */
static bool shift_of(const struct copier *c, uint32_t gid, int32_t *shift)
{
    struct bm_str b;
    int16_t bearing;
    if (!bm_outline_bytes(&c->face->outlines, gid, &b) || !bearing_of(c, gid, &bearing))
        return false;
    *shift = (b.n < 10 ? 0 : (int16_t)bm_be16(b.p + 2)) - bearing;
    return true;
}

/* A composite: its parts' new ids, no instructions. */
static const char *copy_parts(struct copier *c, uint32_t gid, struct bm_str b)
{
    bm_buf_put(&c->glyf, b.p, 10);
    for (size_t at = 10, more = 1; more;) {
        if (b.n < at + 4)
            return BROKEN;
        const uint32_t flags = bm_be16(b.p + at), part = bm_be16(b.p + at + 2);
        const size_t rest = (flags & WORDS ? 4U : 2U) + (flags & SCALE        ? 2U
                                                         : flags & TWO_SCALES ? 4U
                                                         : flags & MATRIX     ? 8U
                                                                              : 0U);
        int32_t one, other;
        if (b.n - at - 4 < rest || part >= c->face->glyphs)
            return BROKEN;
        /* A part may lend the whole its metrics. The whole has its own here; where both are drawn
         * at the same place, nothing else is lent. */
        if (flags & ITS_METRICS) {
            if (!shift_of(c, gid, &one) || !shift_of(c, part, &other))
                return BROKEN;
            if (one != other)
                return FOREIGN;
        }
        if (!c->places[part])
            add_glyph(c, part, bm_face_advance(c->face, part));
        bm_put_be(&c->glyf, flags & ~(uint32_t)(INSTRUCTIONS | ITS_METRICS), 2);
        bm_put_be(&c->glyf, c->places[part] - 1, 2);
        bm_buf_put(&c->glyf, b.p + at + 4, rest);
        at += 4 + rest;
        more = flags & MORE;
    }
    return NULL;
}

/* Contours, without instructions. */
static const char *copy_contours(struct copier *c, struct bm_str b)
{
    const size_t ends = 10 + 2 * (size_t)bm_be16(b.p), end = bm_contours_end(b);
    if (end == 0)
        return BROKEN;
    if (end == 10)
        return NULL; /* no contour: a blank */
    bm_buf_put(&c->glyf, b.p, ends);
    bm_put_be(&c->glyf, 0, 2);
    const size_t from = ends + 2 + bm_be16(b.p + ends);
    bm_buf_put(&c->glyf, b.p + from, end - from);
    return NULL;
}

/* Copies glyph i's outline; composites add glyphs. */
static const char *copy_glyph(struct copier *c, size_t i)
{
    const uint32_t gid = c->glyphs[i].gid;
    const char *wrong = NULL;
    struct bm_str b;
    if (!bm_outline_whole(&c->face->outlines, gid) ||
        !bm_outline_bytes(&c->face->outlines, gid, &b))
        return BROKEN;
    c->glyphs[i].at = c->glyf.n;
    if (b.n)
        wrong = (int16_t)bm_be16(b.p) < 0 ? copy_parts(c, gid, b) : copy_contours(c, b);
    while (c->glyf.n % 4)
        bm_buf_char(&c->glyf, 0);
    return wrong ? wrong : c->glyf.n > PROGRAM_MOST || c->n > GLYPHS ? TOO_BIG : NULL;
}

static const char *put_metrics(struct copier *c, struct bm_buf *out, uint32_t *widest)
{
    *widest = 0;
    for (size_t i = 0; i < c->n; i++) {
        int16_t bearing;
        if (!bearing_of(c, c->glyphs[i].gid, &bearing))
            return BROKEN;
        if (c->glyphs[i].advance > *widest)
            *widest = c->glyphs[i].advance;
        bm_put_be(out, c->glyphs[i].advance, 2);
        bm_put_be(out, (uint32_t)bearing, 2);
    }
    return NULL;
}

/* A table with some of its numbers of 16 bits changed. */
struct change {
    size_t at;
    uint32_t value;
};

static void put_changed(struct bm_buf *out, struct bm_str table, const struct change *changes,
                        size_t n)
{
    bm_buf_str(out, table);
    for (size_t i = 0; i < n; i++)
        if (changes[i].at + 2 <= table.n) {
            out->p[changes[i].at] = (char)(changes[i].value >> 8);
            out->p[changes[i].at + 1] = (char)changes[i].value;
        }
}

/* Of glyphs without instructions: no zone, function, storage, stack or instruction of theirs. */
static void put_most(struct bm_buf *out, struct bm_str maxp, size_t glyphs)
{
    const struct change changes[] = {
        {4, (uint32_t)glyphs}, {14, 1}, {16, 0}, {18, 0}, {20, 0}, {22, 0}, {24, 0}, {26, 0}};
    put_changed(out, maxp, changes, BM_COUNT(changes));
}

static void put_places(const struct copier *c, struct bm_buf *out, bool halves)
{
    for (size_t i = 0; i <= c->n; i++) {
        const size_t at = i < c->n ? c->glyphs[i].at : c->glyf.n;
        bm_put_be(out, (uint32_t)(halves ? at / 2 : at), halves ? 2 : 4);
    }
}

static uint32_t sum(struct bm_str bytes)
{
    uint32_t s = 0;
    for (size_t i = 0; i + 4 <= bytes.n; i += 4)
        s += bm_be32(bytes.p + i);
    return s;
}

/* The tables, in the order of their tags, each filled up to four bytes. */
static void put_font(struct bm_buf *out, struct bm_buf tables[TABLES])
{
    static const char tags[TABLES][5] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    size_t at = 12 + 16 * TABLES, head = 0;
    bm_put_be(out, 0x00010000, 4);
    bm_put_be(out, TABLES, 2);
    bm_put_be(out, 64, 2); /* 4 of the 6 by powers of two: what a search by halves needs */
    bm_put_be(out, 2, 2);
    bm_put_be(out, 32, 2);
    for (int i = 0; i < TABLES; i++) {
        const size_t n = tables[i].n;
        while (tables[i].n % 4)
            bm_buf_char(&tables[i], 0);
        bm_buf_put(out, tags[i], 4);
        bm_put_be(out, sum(bm_buf_view(&tables[i])), 4);
        bm_put_be(out, (uint32_t)at, 4);
        bm_put_be(out, (uint32_t)n, 4);
        head = i == 1 ? at : head;
        at += tables[i].n;
    }
    for (int i = 0; i < TABLES; i++)
        bm_buf_str(out, bm_buf_view(&tables[i]));
    const uint32_t adjustment = CHECKSUM - sum(bm_buf_view(out));
    for (unsigned i = 0; i < 4; i++)
        out->p[head + 8 + i] = (char)(adjustment >> (24 - 8 * i));
}

static const char *put_tables(struct copier *c, struct bm_buf tables[TABLES])
{
    const bool halves = c->glyf.n / 2 <= 0xFFFF;
    const struct bm_glyf_tables *from = c->tables;
    uint32_t widest;
    const char *wrong = put_metrics(c, &tables[3], &widest);
    if (wrong)
        return wrong;
    bm_buf_str(&tables[0], bm_buf_view(&c->glyf));
    /* checkSumAdjustment is 0 while sums are made; indexToLocFormat */
    put_changed(&tables[1], (struct bm_str){from->head.p, 54},
                (struct change[]){{8, 0}, {10, 0}, {50, !halves}}, 3);
    /* advanceWidthMax, numberOfHMetrics */
    put_changed(&tables[2], (struct bm_str){from->hhea.p, 36},
                (struct change[]){{10, widest}, {34, (uint32_t)c->n}}, 2);
    put_places(c, &tables[4], halves);
    put_most(&tables[5], from->maxp, c->n);
    return NULL;
}

const char *bm_copy_glyf(struct bm_arena *arena, const struct bm_face *face,
                         const struct bm_glyf_tables *tables, const struct bm_subset_glyph *glyphs,
                         size_t n, struct bm_str *program)
{
    struct copier c = {.arena = arena, .face = face, .tables = tables};
    struct bm_buf made[TABLES] = {{0}}, out = {0};
    const char *wrong = NULL;
    c.places = BM_NEW_N(arena, face->glyphs, uint32_t);
    if (tables->head.n < 54 || tables->hhea.n < 36 || tables->maxp.n < 32)
        return BROKEN;
    for (size_t i = 0; i < n; i++) {
        const int32_t advance = bm_face_advance(face, glyphs[i].gid) + glyphs[i].more;
        if (glyphs[i].gid >= face->glyphs || advance < 0 || advance > ADVANCE_MOST)
            return FOREIGN;
        add_glyph(&c, glyphs[i].gid, advance);
    }
    for (size_t i = 0; i < c.n && !wrong; i++)
        wrong = copy_glyph(&c, i);
    if (!wrong)
        wrong = put_tables(&c, made);
    if (!wrong) {
        put_font(&out, made);
        *program = bm_buf_keep(&out, arena);
    }
    for (int i = 0; i < TABLES; i++)
        bm_buf_free(&made[i]);
    bm_buf_free(&c.glyf);
    return wrong;
}
