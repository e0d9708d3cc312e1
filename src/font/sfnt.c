/* Tables of a font file: where they are, and whether they agree. */
#include "font/sfnt.h"

#include "font/cff.h"
#include "font/limits.h"

#define RECORD 16 /* bytes of one in the directory */

bool bm_sfnt_open(struct bm_str file, uint32_t index, struct bm_sfnt *sfnt)
{
    size_t at = 0;
    if (file.n < 12)
        return false;
    const bool collection = memcmp(file.p, "ttcf", 4) == 0;
    if (collection) {
        if (index >= bm_be32(file.p + 8) || (file.n - 12) / 4 <= index)
            return false;
        at = bm_be32(file.p + 12 + 4 * (size_t)index);
    }
    if ((!collection && index > 0) || at > file.n || file.n - at < 12)
        return false;
    *sfnt = (struct bm_sfnt){file, at + 12, bm_be16(file.p + at + 4)};
    return (file.n - sfnt->records) / RECORD >= sfnt->count;
}

/* The bytes that a record points to; false when they are not all inside the file. */
static bool body(const struct bm_sfnt *sfnt, const char *record, struct bm_str *bytes)
{
    const size_t at = bm_be32(record + 8), n = bm_be32(record + 12);
    if (at > sfnt->file.n || n > sfnt->file.n - at)
        return false;
    *bytes = (struct bm_str){sfnt->file.p + at, n};
    return true;
}

struct bm_str bm_sfnt_table(const struct bm_sfnt *sfnt, const char tag[4])
{
    const char *record = sfnt->file.p + sfnt->records;
    struct bm_str bytes = {NULL, 0};
    for (uint32_t i = 0; i < sfnt->count; i++, record += RECORD)
        if (memcmp(record, tag, 4) == 0 && body(sfnt, record, &bytes))
            break;
    return bytes;
}

static bool all_inside(const struct bm_sfnt *sfnt)
{
    struct bm_str bytes;
    for (uint32_t i = 0; i < sfnt->count; i++)
        if (!body(sfnt, sfnt->file.p + sfnt->records + RECORD * (size_t)i, &bytes))
            return false;
    return true;
}

/* Of metrics, which begin with an advance and have four bytes each. */
static uint32_t widest_of(const char *metrics, uint32_t n)
{
    uint32_t widest = 0;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t advance = bm_be16(metrics + 4 * (size_t)i);
        widest = advance > widest ? advance : widest;
    }
    return widest;
}

/* All bits that any of the metrics has, taken together, which is quick, say it of most faces. */
static bool widest_may_be_over(const char *metrics, uint32_t n, uint32_t most)
{
    uint32_t bits[8] = {0}, one[8];
    char all[4];
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        memcpy(one, metrics + 4 * i, sizeof one);
        for (int k = 0; k < 8; k++)
            bits[k] |= one[k];
    }
    memset(one, 0, sizeof one);
    memcpy(one, metrics + 4 * i, 4 * (n - i));
    for (int k = 0; k < 8; k++)
        bits[0] |= bits[k] | one[k];
    memcpy(all, bits, sizeof all);
    return bm_be16(all) > most;
}

/* Advances of a direction: `head` says how many of the metrics hold one. */
static const char *advances_wrong(struct bm_str head, struct bm_str metrics, uint32_t glyphs,
                                  uint32_t upem)
{
    const uint32_t n = head.n >= 36 ? bm_be16(head.p + 34) : 0;
    const uint32_t ems = upem * ADVANCE_EMS, most = ems < ADVANCE_MOST ? ems : ADVANCE_MOST;
    if (n == 0 || n > glyphs || metrics.n / 4 < n)
        return "its tables do not agree on the number of glyphs";
    return widest_may_be_over(metrics.p, n, most) && widest_of(metrics.p, n) > most
               ? "one of its characters is wider than 16 em or 32,767 units"
               : NULL;
}

/* Where TrueType outlines lie: in their order, inside their table. */
static const char *loca_wrong(const struct bm_sfnt *sfnt, bool halves, struct bm_outlines *o)
{
    const struct bm_str loca = bm_sfnt_table(sfnt, "loca");
    *o = (struct bm_outlines){.offsets = loca.p,
                              .data = bm_sfnt_table(sfnt, "glyf"),
                              .glyphs = o->glyphs,
                              .size = halves ? 2 : 4,
                              .unit = halves ? 2 : 1};
    if (loca.n / o->size <= o->glyphs)
        return "its tables do not agree on the number of glyphs";
    uint32_t before = 0, orderly = 1;
    for (uint32_t i = 0; i <= o->glyphs; i++) {
        const char *p = loca.p + (size_t)i * o->size;
        const uint32_t at = halves ? bm_be16(p) : bm_be32(p);
        orderly &= at >= before;
        before = at;
    }
    return orderly && (uint64_t)before * o->unit <= o->data.n
               ? NULL
               : "its outlines do not lie in their order inside their table";
}

/* Where CFF outlines lie: their INDEX. */
static const char *cff_wrong(struct bm_str cff, struct bm_outlines *o)
{
    struct bm_cff top;
    if (!bm_cff_read(cff, &top) || top.outlines > cff.n || cff.n - top.outlines < 3)
        return "a table that every font has is missing or cut off";
    const char *p = cff.p + top.outlines;
    const size_t size = (unsigned char)p[2], left = cff.n - top.outlines - 3;
    const size_t index = ((size_t)o->glyphs + 1) * size;
    if (bm_be16(p) != o->glyphs || size < 1 || size > 4 || left < index)
        return "its tables do not agree on the number of glyphs";
    *o = (struct bm_outlines){.cff = true,
                              .offsets = p + 3,
                              .data = {p + 3 + index, left - index},
                              .glyphs = o->glyphs,
                              .size = (uint8_t)size,
                              .unit = 1};
    return NULL;
}

const char *bm_sfnt_wrong(const struct bm_sfnt *sfnt, struct bm_outlines *outlines)
{
    const struct bm_str head = bm_sfnt_table(sfnt, "head"), maxp = bm_sfnt_table(sfnt, "maxp");
    const struct bm_str cff = bm_sfnt_table(sfnt, "CFF "), vmtx = bm_sfnt_table(sfnt, "vmtx");
    if (!all_inside(sfnt))
        return "it is cut off or damaged";
    if (head.n < 54 || bm_be32(head.p + 12) != 0x5F0F3CF5 || maxp.n < 6 ||
        bm_sfnt_table(sfnt, "cmap").n < 4)
        return "a table that every font has is missing or cut off";
    const uint32_t upem = bm_be16(head.p + 18), halves = bm_be16(head.p + 50);
    *outlines = (struct bm_outlines){.glyphs = bm_be16(maxp.p + 4)};
    if (upem < UNITS_LEAST || upem > UNITS_MOST)
        return "its em has fewer than 16 or more than 16,384 units";
    const char *wrong = advances_wrong(bm_sfnt_table(sfnt, "hhea"), bm_sfnt_table(sfnt, "hmtx"),
                                       outlines->glyphs, upem);
    if (!wrong && vmtx.n)
        wrong = advances_wrong(bm_sfnt_table(sfnt, "vhea"), vmtx, outlines->glyphs, upem);
    if (wrong)
        return wrong;
    if (cff.n)
        return cff_wrong(cff, outlines);
    if (!bm_sfnt_table(sfnt, "glyf").n)
        return NULL;
    return halves > 1 ? "it is cut off or damaged" : loca_wrong(sfnt, !halves, outlines);
}
