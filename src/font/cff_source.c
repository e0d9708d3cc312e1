/* Finding what the charstrings of a CFF face need (Adobe Technical Note 5176). */
#include "font/cff_source.h"

#define BROKEN  "its outlines are broken"
#define FOREIGN "its outlines are of a kind that is not copied"

/* The subroutines of a Private DICT. */
static bool read_private(struct bm_cff_source *s, size_t at, size_t n,
                         struct bm_cff_index *subroutines)
{
    struct bm_cff_entry e;
    if (at > s->table.n || n > s->table.n - at)
        return false;
    const struct bm_str dict = {s->table.p + at, n};
    for (size_t i = 0; i < n;) {
        if (!bm_cff_entry(dict, &i, &e))
            return false;
        size_t place = at + (size_t)e.last[1];
        if (e.op == BM_CFF_SUBROUTINES &&
            (e.last[1] <= 0 || !bm_cff_index(s->table, &place, subroutines)))
            return false;
    }
    return true;
}

static bool read_dict(struct bm_cff_source *s, uint32_t number, struct bm_cff_font_dict *d)
{
    struct bm_str bytes;
    struct bm_cff_entry e;
    if (!s->top.keyed)
        return read_private(s, s->top.private_at, s->top.private_size, &d->subroutines);
    if (!bm_cff_object(&s->dicts, number, &bytes))
        return false;
    for (size_t i = 0; i < bytes.n;) {
        if (!bm_cff_entry(bytes, &i, &e))
            return false;
        if (e.op == BM_CFF_MATRIX)
            d->matrix = e.operands;
        if (e.op == BM_CFF_PRIVATE &&
            (e.last[0] < 0 || e.last[1] < 0 ||
             !read_private(s, (size_t)e.last[1], (size_t)e.last[0], &d->subroutines)))
            return false;
    }
    return true;
}

/* The Font DICT of a glyph; BM_CFF_FONT_DICTS when FDSelect is broken. */
static uint32_t number_of(const struct bm_cff_source *s, uint32_t gid)
{
    if (!s->top.keyed)
        return 0;
    if (s->top.select >= s->table.n)
        return BM_CFF_FONT_DICTS;
    const char *p = s->table.p + s->top.select;
    const size_t left = s->table.n - s->top.select;
    if (*p == 0)
        return left > 1 + (size_t)gid ? (unsigned char)p[1 + gid] : BM_CFF_FONT_DICTS;
    if (*p != 3 || left < 5)
        return BM_CFF_FONT_DICTS;
    const uint32_t ranges = bm_be16(p + 1);
    if (ranges == 0 || (left - 5) / 3 < ranges)
        return BM_CFF_FONT_DICTS;
    uint32_t low = 0, high = ranges; /* the last range that begins at the glyph or before it */
    while (high - low > 1) {
        const uint32_t middle = (low + high) / 2;
        if (bm_be16(p + 3 + 3 * (size_t)middle) <= gid)
            low = middle;
        else
            high = middle;
    }
    p += 3 + 3 * (size_t)low;
    return bm_be16(p) <= gid && gid < bm_be16(p + 3) ? (unsigned char)p[2] : BM_CFF_FONT_DICTS;
}

static const char *dict_of(struct bm_cff_source *s, uint32_t gid,
                           const struct bm_cff_font_dict **dict)
{
    const uint32_t number = number_of(s, gid);
    if (number >= BM_CFF_FONT_DICTS)
        return BROKEN;
    struct bm_cff_font_dict *d = &s->read[number];
    if (!d->read && !read_dict(s, number, d))
        return BROKEN;
    if (s->used && !bm_str_eq(s->matrix, d->matrix))
        return FOREIGN;
    d->read = s->used = true;
    s->matrix = d->matrix;
    *dict = d;
    return NULL;
}

const char *bm_cff_source_plain(struct bm_cff_source *s, uint32_t gid, struct bm_charstring *plain)
{
    const struct bm_cff_font_dict *dict;
    struct bm_str charstring;
    const char *wrong = dict_of(s, gid, &dict);
    if (wrong)
        return wrong;
    if (!bm_cff_object(&s->outlines, gid, &charstring))
        return BROKEN;
    return bm_charstring_plain(charstring, &dict->subroutines, &s->globals, plain);
}

const char *bm_cff_source_open(struct bm_cff_source *s, struct bm_str table, uint32_t glyphs)
{
    struct bm_cff_index strings;
    s->table = table;
    if (!bm_cff_read(table, &s->top))
        return BROKEN;
    if (s->top.kind != 2)
        return FOREIGN;
    size_t at = s->top.after, outlines = s->top.outlines, dicts = s->top.dicts;
    if (!bm_cff_index(table, &at, &strings) || !bm_cff_index(table, &at, &s->globals) ||
        !bm_cff_index(table, &outlines, &s->outlines) || s->outlines.n != glyphs)
        return BROKEN;
    return s->top.keyed && !bm_cff_index(table, &dicts, &s->dicts) ? BROKEN : NULL;
}
