/* CFF copied (Adobe Technical Note 5176): charstrings made plain, each behind its width. */
#include "font/cff_source.h"
#include "font/copy.h"

#define FOREIGN "its outlines are of a kind that is not copied"
#define TOO_BIG "its outlines are larger than a copy may be"
#define GLYPHS  65535

/* Strings of the program; those before are standard. */
enum {
    STRINGS = 391,
    NAME = STRINGS + 2
};

/* A number of a charstring, -32768 … 32767 (5177, 3.2); in DICTs 28 says the same. */
static void put_number(struct bm_buf *out, int32_t v)
{
    if (v >= -107 && v <= 107) {
        bm_put_be(out, (uint32_t)(v + 139), 1);
    } else if (v >= 108 && v <= 1131) {
        bm_put_be(out, (uint32_t)(v - 108 + (247 << 8)), 2);
    } else if (v >= -1131 && v <= -108) {
        bm_put_be(out, (uint32_t)(-v - 108 + (251 << 8)), 2);
    } else {
        bm_put_be(out, 28, 1);
        bm_put_be(out, (uint32_t)v, 2);
    }
}

/* Widths are told from this; most are the em, which is the default. */
static int32_t nominal(const struct bm_face *face)
{
    return (int32_t)face->upem / 2;
}

/* All charstrings one after the other; offsets[i] is where glyph i begins, and at [n] the end. */
static const char *copy_outlines(struct bm_arena *arena, const struct bm_face *face,
                                 struct bm_cff_source *s, const struct bm_subset_glyph *glyphs,
                                 size_t n, struct bm_buf *out, uint32_t *offsets)
{
    struct bm_charstring *plain = BM_NEW(arena, struct bm_charstring);
    for (size_t i = 0; i < n; i++) {
        const uint32_t gid = glyphs[i].gid;
        const char *wrong = NULL;
        if (i == 0 || gid != glyphs[i - 1].gid)
            wrong = bm_cff_source_plain(s, gid, plain);
        if (wrong)
            return wrong;
        offsets[i] = (uint32_t)out->n;
        const int32_t advance = bm_face_advance(face, gid) + glyphs[i].more;
        if (advance < 0 || advance > ADVANCE_MOST)
            return FOREIGN;
        if (advance != (int32_t)face->upem)
            put_number(out, advance - nominal(face));
        bm_buf_put(out, plain->bytes, plain->n);
        if (out->n > PROGRAM_MOST)
            return TOO_BIG;
    }
    offsets[n] = (uint32_t)out->n;
    return NULL;
}

static unsigned offset_size(size_t n)
{
    return n < 0xFF ? 1 : n < 0xFFFF ? 2 : n < 0xFFFFFF ? 3 : 4;
}

/* An INDEX of the objects that lie between the offsets in the data. */
static void put_index(struct bm_buf *out, const uint32_t *offsets, size_t n, struct bm_str data)
{
    const unsigned size = offset_size(data.n);
    bm_put_be(out, (uint32_t)n, 2);
    bm_put_be(out, size, 1);
    for (size_t i = 0; i <= n; i++)
        bm_put_be(out, offsets[i] + 1, size);
    bm_buf_str(out, data);
}

static void put_one(struct bm_buf *out, struct bm_str object)
{
    put_index(out, (uint32_t[]){0, (uint32_t)object.n}, 1, object);
}

/* A number of five bytes: of a place, whose size must not change with it. */
static void put_place(struct bm_buf *out, size_t place)
{
    bm_put_be(out, 29, 1);
    bm_put_be(out, (uint32_t)place, 4);
}

static void put_operator(struct bm_buf *out, unsigned op)
{
    if (op >= 1200)
        bm_put_be(out, 12, 1);
    bm_put_be(out, op % 1200, 1);
}

/* Places of what the Top DICT points to. */
struct places {
    size_t charset, select, outlines, dicts;
};

static void put_top(struct bm_buf *out, const struct bm_face *face, const struct bm_cff_source *s,
                    size_t n, const struct places *at)
{
    struct bm_buf top = {0};
    put_number(&top, STRINGS);
    put_number(&top, STRINGS + 1);
    put_number(&top, 0);
    put_operator(&top, BM_CFF_KEYED);
    if (s->top.matrix.n) {
        bm_buf_str(&top, s->top.matrix);
        put_operator(&top, BM_CFF_MATRIX);
    }
    for (size_t i = 0; i < 4; i++)
        put_number(&top, face->bbox[i]);
    put_operator(&top, 5); /* FontBBox */
    put_place(&top, n);
    put_operator(&top, 1234); /* CIDCount */
    put_place(&top, at->charset);
    put_operator(&top, BM_CFF_CHARSET);
    put_place(&top, at->select);
    put_operator(&top, BM_CFF_SELECT);
    put_place(&top, at->outlines);
    put_operator(&top, BM_CFF_OUTLINES);
    put_place(&top, at->dicts);
    put_operator(&top, BM_CFF_DICTS);
    put_one(out, bm_buf_view(&top));
    bm_buf_free(&top);
}

/* All before the charset; its length does not depend on the places. */
static void put_head(struct bm_buf *out, const struct bm_face *face, const struct bm_cff_source *s,
                     size_t n, const struct places *at)
{
    static const char ros[] = "AdobeIdentity";
    /* 127 bytes are the limit of a name */
    const struct bm_str name = {face->postscript.p,
                                face->postscript.n < 127 ? face->postscript.n : 127};
    struct bm_buf strings = {0};
    bm_buf_put(out, "\1\0\4\4", 4); /* version 1.0, four bytes, offsets of up to four */
    put_one(out, name);
    put_top(out, face, s, n, at);
    bm_buf_c(&strings, ros);
    bm_buf_str(&strings, name);
    put_index(out, (uint32_t[]){0, 5, 13, (uint32_t)strings.n}, 3, bm_buf_view(&strings));
    bm_put_be(out, 0, 2); /* no subroutines */
    bm_buf_free(&strings);
}

/* The one Font DICT, and its Private DICT behind it. */
static void put_dict(struct bm_buf *out, const struct bm_face *face, struct bm_str matrix)
{
    struct bm_buf dict = {0}, own = {0};
    put_number(&own, (int32_t)face->upem);
    put_operator(&own, 20); /* defaultWidthX */
    put_number(&own, nominal(face));
    put_operator(&own, 21); /* nominalWidthX */
    put_number(&dict, NAME);
    put_operator(&dict, 1238); /* FontName */
    if (matrix.n) {
        bm_buf_str(&dict, matrix);
        put_operator(&dict, BM_CFF_MATRIX);
    }
    put_number(&dict, (int32_t)own.n);
    const size_t behind = out->n + 3 + 2 * offset_size(dict.n + 6) + dict.n + 6;
    put_place(&dict, behind);
    put_operator(&dict, BM_CFF_PRIVATE);
    put_one(out, bm_buf_view(&dict));
    bm_buf_str(out, bm_buf_view(&own));
    bm_buf_free(&dict);
    bm_buf_free(&own);
}

static void put_program(struct bm_buf *out, const struct bm_face *face,
                        const struct bm_cff_source *s, size_t n, const uint32_t *offsets,
                        struct bm_str charstrings)
{
    struct places at = {0};
    put_head(out, face, s, n, &at);
    at.charset = out->n;
    at.select = at.charset + (n > 1 ? 5 : 1);
    at.outlines = at.select + 8;
    at.dicts = at.outlines + 3 + (n + 1) * offset_size(charstrings.n) + charstrings.n;
    out->n = 0;
    put_head(out, face, s, n, &at);
    bm_put_be(out, n > 1 ? 2 : 0, 1); /* CIDs 1 to n - 1, in one range */
    if (n > 1) {
        bm_put_be(out, 1, 2);
        bm_put_be(out, (uint32_t)n - 2, 2);
    }
    bm_put_be(out, 3, 1); /* FDSelect: one range, Font DICT 0 */
    bm_put_be(out, 1, 2);
    bm_put_be(out, 0, 3);
    bm_put_be(out, (uint32_t)n, 2);
    put_index(out, offsets, n, charstrings);
    put_dict(out, face, s->matrix);
}

const char *bm_copy_cff(struct bm_arena *arena, const struct bm_face *face, struct bm_str table,
                        const struct bm_subset_glyph *glyphs, size_t n, struct bm_str *program)
{
    struct bm_cff_source *s = BM_NEW(arena, struct bm_cff_source);
    struct bm_buf charstrings = {0}, out = {0};
    uint32_t *offsets = BM_NEW_N(arena, n + 1, uint32_t);
    const char *wrong = n > GLYPHS ? TOO_BIG : bm_cff_source_open(s, table, face->glyphs);
    if (!wrong)
        wrong = copy_outlines(arena, face, s, glyphs, n, &charstrings, offsets);
    if (!wrong)
        put_program(&out, face, s, n, offsets, bm_buf_view(&charstrings));
    bm_buf_free(&charstrings);
    if (wrong)
        bm_buf_free(&out);
    else
        *program = bm_buf_keep(&out, arena);
    return wrong;
}
