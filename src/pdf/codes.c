/* Codes: two bytes for each pair of glyph and text, and the two CMaps that say what they mean.
 * A code a glyph would not do: （ may stand for a typed (, one dash glyph for two characters, and
 * each must be extracted as it was written (ISO 32000-1, 9.10.3). */
#include "pdf/codes.h"

#include <stdio.h>

size_t bm_pdf_font(struct bm_pdf_fonts *fonts, const struct bm_face *face)
{
    for (size_t i = 0; i < fonts->n; i++)
        if (fonts->v[i].face == face)
            return i;
    fonts->v = bm_arena_grow(fonts->arena, fonts->v, fonts->n, &fonts->cap, sizeof *fonts->v);
    fonts->v[fonts->n] = (struct bm_pdf_font){.face = face};
    return fonts->n++;
}

uint32_t bm_pdf_code(struct bm_pdf_fonts *fonts, size_t index, uint32_t gid, struct bm_str text)
{
    struct bm_pdf_font *font = &fonts->v[index];
    const uint64_t hash = bm_hash(bm_hash(BM_HASH_START, &gid, sizeof gid), text.p, text.n);
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&font->index, hash, &at)) != BM_INDEX_NONE)
        if (font->codes[i].gid == gid && bm_str_eq(font->codes[i].text, text))
            return i + 1;
    if (font->n == BM_PDF_CODES) {
        fonts->full = true;
        return 0;
    }
    font->codes =
        bm_arena_grow(fonts->arena, font->codes, font->n, &font->cap, sizeof *font->codes);
    /* The first pair of a glyph is variant 0, the next 1; the last variant takes the rest. */
    uint32_t variant = 0;
    for (i = 0; i < font->n && variant + 1 < BM_PDF_VARIANTS; i++)
        variant += font->codes[i].gid == gid;
    font->codes[font->n] = (struct bm_pdf_code){gid, bm_str_copy(fonts->arena, text), variant};
    bm_index_add(fonts->arena, &font->index, hash, font->n);
    return (uint32_t)++font->n;
}

/* The text in UTF-16BE hexadecimal, without brackets. */
static void utf16_hex(struct bm_buf *out, struct bm_str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        if (cp > 0xFFFF)
            bm_buf_printf(out, "%04X%04X", 0xD800 + ((cp - 0x10000) >> 10), 0xDC00 + (cp & 0x3FF));
        else
            bm_buf_printf(out, "%04X", cp);
    }
}

/* CID of a glyph of the made font. */
static uint32_t cid_of(const struct bm_pdf_font *font, uint32_t gid)
{
    size_t lo = 0, hi = font->gid_count;
    while (lo + 1 < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (font->gids[middle] <= gid)
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

void bm_pdf_cmap(struct bm_buf *out, const struct bm_pdf_font *font, enum bm_mode mode,
                 const char *name)
{
    cmap_begin(out, "Identity", name, 1);
    bm_buf_printf(out, "/WMode %d def\n" CODESPACE, mode == BM_VERTICAL);
    for (size_t i = 0; i < font->n; i++) {
        if (i % BLOCK == 0)
            bm_buf_printf(out, "%zu begincidchar\n", font->n - i < BLOCK ? font->n - i : BLOCK);
        bm_buf_printf(out, "<%04X> %u\n", (unsigned)i + 1, cid_of(font, font->codes[i].gid));
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
        bm_buf_printf(out, "<%04X> <", (unsigned)i + 1);
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
