/* Codes: two bytes for each glyph, advance and text, and the two CMaps that say what they mean.
 * A code a glyph would not do: （ may stand for a typed (, one dash glyph for two characters, and
 * each must be extracted as it was written (ISO 32000-1, 9.10.3). */
#include "pdf/codes.h"

#include <stdio.h>

#define EM 1000

int32_t bm_pdf_per_mille(const struct bm_face *face, int64_t value)
{
    return bm_len_ratio(value, EM, face->upem);
}

int32_t bm_pdf_width(const struct bm_face *face, uint32_t gid, int32_t more)
{
    return bm_pdf_per_mille(face, bm_face_advance(face, gid) + more);
}

int32_t bm_pdf_height(const struct bm_face *face, int32_t more)
{
    return EM + bm_pdf_per_mille(face, more);
}

size_t bm_pdf_font(struct bm_pdf_fonts *fonts, const struct bm_face *face)
{
    for (size_t i = 0; i < fonts->n; i++)
        if (fonts->v[i].face == face)
            return i;
    fonts->v = bm_arena_grow(fonts->arena, fonts->v, fonts->n, &fonts->cap, sizeof *fonts->v);
    struct bm_pdf_font *font = &fonts->v[fonts->n];
    *font = (struct bm_pdf_font){.face = face};
    for (size_t i = 0; i < fonts->uncopied_count; i++)
        if (fonts->uncopied[i] == face) {
            font->uncopied = true;
            font->declined = fonts->declined[i];
        }
    return fonts->n++;
}

void bm_pdf_uncopied(struct bm_pdf_fonts *fonts, const struct bm_face *face, const char *reason)
{
    fonts->uncopied = bm_arena_grow(fonts->arena, fonts->uncopied, fonts->uncopied_count,
                                    &fonts->uncopied_cap, sizeof(struct bm_face *));
    fonts->declined = bm_arena_grow(fonts->arena, fonts->declined, fonts->uncopied_count,
                                    &fonts->declined_cap, sizeof(char *));
    fonts->uncopied[fonts->uncopied_count] = face;
    fonts->declined[fonts->uncopied_count++] = reason;
}

static int64_t magnitude(int64_t v)
{
    return v < 0 ? -v : v;
}

int32_t bm_pdf_more(struct bm_pdf_font *font, uint32_t gid, int64_t gap)
{
    if (font->uncopied || magnitude(gap) < BM_PDF_GAP || magnitude(gap) > INT16_MAX)
        return 0;
    const int32_t half = gap < 0 ? -BM_PDF_STEP / 2 : BM_PDF_STEP / 2;
    const int32_t steps = ((int32_t)gap + half) / BM_PDF_STEP * BM_PDF_STEP;
    const int32_t more = bm_len_ratio(steps, (int64_t)font->face->upem, EM);
    const int32_t advance = bm_face_advance(font->face, gid) + more;
    return advance >= 0 && advance <= INT16_MAX ? more : 0;
}

/* The code, 0 when it was not given out yet. */
static uint32_t find(const struct bm_pdf_font *font, uint64_t hash, const struct bm_pdf_code *code)
{
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&font->index, hash, &at)) != BM_INDEX_NONE) {
        const struct bm_pdf_code *c = &font->codes[i];
        if (c->gid == code->gid && c->more == code->more && bm_str_eq(c->text, code->text))
            return i + 1;
    }
    return 0;
}

/* The first text of a glyph is variant 0, the next 1; the last variant takes the rest. */
static uint32_t variant_of(const struct bm_pdf_font *font, uint64_t hash,
                           const struct bm_pdf_code *code)
{
    uint32_t variant = 0, i;
    size_t at = 0;
    while (variant + 1 < BM_PDF_VARIANTS &&
           (i = bm_index_next(&font->variants, hash, &at)) != BM_INDEX_NONE)
        variant += font->codes[i].gid == code->gid && font->codes[i].more == code->more;
    return variant;
}

uint32_t bm_pdf_code(struct bm_pdf_fonts *fonts, size_t index, uint32_t gid, int32_t more,
                     struct bm_str text)
{
    struct bm_pdf_font *font = &fonts->v[index];
    const uint64_t glyph = ((uint64_t)gid << 32 | (uint32_t)more) * BM_HASH_ODD,
                   hash = bm_hash(glyph, text.p, text.n);
    struct bm_pdf_code code = {gid, more, text, 0};
    const uint32_t known = find(font, hash, &code);
    if (known)
        return known;
    if (font->n == BM_PDF_CODES) {
        fonts->full = true;
        return 0;
    }
    code.variant = variant_of(font, glyph, &code);
    code.text = bm_str_copy(fonts->arena, text);
    font->codes =
        bm_arena_grow(fonts->arena, font->codes, font->n, &font->cap, sizeof *font->codes);
    font->codes[font->n] = code;
    if (more && ++font->copies == BM_PDF_COPIES) {
        font->uncopied = true; /* from here on */
        font->declined = "it would have more than 32,768 copies";
    }
    if (code.variant + 1 < BM_PDF_VARIANTS)
        bm_index_add(fonts->arena, &font->variants, glyph, font->n);
    bm_index_add(fonts->arena, &font->index, hash, font->n);
    return (uint32_t)++font->n;
}

/* The text in UTF-16BE hexadecimal, without brackets. */
static void utf16_hex(struct bm_buf *out, struct bm_str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        if (cp > 0xFFFF)
            bm_buf_hex(out, 0xD800 + ((cp - 0x10000) >> 10), 4);
        bm_buf_hex(out, cp > 0xFFFF ? 0xDC00 + (cp & 0x3FF) : cp, 4);
    }
}

/* CID of a code of the made font. */
static uint32_t cid_of(const struct bm_pdf_font *font, const struct bm_pdf_code *code)
{
    size_t lo = 0, hi = font->glyph_count;
    while (lo + 1 < hi) {
        size_t middle = lo + (hi - lo) / 2;
        const struct bm_subset_glyph *g = &font->glyphs[middle];
        if (g->gid < code->gid || (g->gid == code->gid && g->more <= code->more))
            lo = middle;
        else
            hi = middle;
    }
    return font->cids[lo];
}

void bm_pdf_cmap_name(const struct bm_pdf_font *font, enum bm_mode mode, char name[32])
{
    snprintf(name, 32, "Banmian-%s-%s", font->tag, mode == BM_VERTICAL ? "V" : "H");
}

/* What both CMaps begin with: Adobe TN 5014; codes of two bytes. */
static void cmap_begin(struct bm_buf *out, const char *ordering, const char *name, int type)
{
    bm_buf_printf(out,
                  "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                  "/CIDSystemInfo 3 dict dup begin\n/Registry (Adobe) def\n/Ordering (%s) def\n"
                  "/Supplement 0 def\nend def\n/CMapName /%s def\n/CMapType %d def\n",
                  ordering, name, type);
}

static void cmap_end(struct bm_buf *out)
{
    bm_buf_c(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

#define CODESPACE "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
#define BLOCK     100 /* lines a block at most: ISO 32000-1, 9.7.5.4 */

/* The code of codes[i], and a blank. */
static void put_code(struct bm_buf *out, size_t i)
{
    bm_buf_char(out, '<');
    bm_buf_hex(out, (uint32_t)i + 1, 4);
    bm_buf_c(out, "> ");
}

void bm_pdf_cmap(struct bm_buf *out, const struct bm_pdf_font *font, enum bm_mode mode,
                 const char *name)
{
    cmap_begin(out, "Identity", name, 1);
    bm_buf_printf(out, "/WMode %d def\n" CODESPACE, mode == BM_VERTICAL);
    for (size_t i = 0; i < font->n; i++) {
        if (i % BLOCK == 0)
            bm_buf_printf(out, "%zu begincidchar\n", font->n - i < BLOCK ? font->n - i : BLOCK);
        put_code(out, i);
        bm_buf_decimal(out, cid_of(font, &font->codes[i]), 0);
        bm_buf_char(out, '\n');
        if (i % BLOCK == BLOCK - 1 || i + 1 == font->n)
            bm_buf_c(out, "endcidchar\n");
    }
    cmap_end(out);
}

void bm_pdf_to_unicode(struct bm_buf *out, const struct bm_pdf_font *font, uint32_t variant)
{
    cmap_begin(out, "UCS", "Adobe-Identity-UCS", 2);
    bm_buf_c(out, CODESPACE);
    size_t left = 0, in_block = 0;
    for (size_t i = 0; i < font->n; i++)
        left += font->codes[i].variant == variant;
    for (size_t i = 0; i < font->n; i++) {
        if (font->codes[i].variant != variant)
            continue;
        if (in_block == 0) {
            in_block = left < BLOCK ? left : BLOCK;
            left -= in_block;
            bm_buf_printf(out, "%zu beginbfchar\n", in_block);
        }
        put_code(out, i);
        bm_buf_char(out, '<');
        /* A further glyph of a cluster has no text. Without an entry some readers print U+FFFD
         * for it, and U+0000 is not allowed in archives: a space is what all of them take. */
        if (font->codes[i].text.n)
            utf16_hex(out, font->codes[i].text);
        else
            bm_buf_c(out, "0020");
        bm_buf_c(out, ">\n");
        if (--in_block == 0)
            bm_buf_c(out, "endbfchar\n");
    }
    cmap_end(out);
}
