/* Fonts: one subset a face for the whole document, shown through a Type0 font with a CMap of its
 * own for each writing direction (ISO 32000-1, 9.7). */
#include "pdf/fonts.h"

#include <hb-ot.h>
#include <stdio.h>
#include <stdlib.h>

#define EM 1000

static int compare_glyphs(const void *a, const void *b)
{
    const struct bm_subset_glyph *x = a, *y = b;
    return x->gid != y->gid ? (x->gid > y->gid) - (x->gid < y->gid)
                            : (x->more > y->more) - (x->more < y->more);
}

static void collect_glyphs(struct bm_pdf_font *font)
{
    struct bm_subset_glyph *glyphs = BM_NEW_N(font->arena, font->n + 1, struct bm_subset_glyph);
    size_t n = 0;
    for (size_t i = 0; i < font->n; i++)
        glyphs[i] = (struct bm_subset_glyph){font->codes[i].gid, font->codes[i].more};
    glyphs[font->n] = (struct bm_subset_glyph){0};
    qsort(glyphs, font->n + 1, sizeof *glyphs, compare_glyphs);
    for (size_t i = 0; i <= font->n; i++)
        if (!n || compare_glyphs(&glyphs[i], &glyphs[n - 1]) != 0)
            glyphs[n++] = glyphs[i];
    font->glyphs = glyphs;
    font->glyph_count = n;
}

/* Six letters that differ when the subset does (ISO 32000-1, 9.6.4). */
static void make_tag(struct bm_pdf_font *font)
{
    uint64_t hash = bm_hash(BM_HASH_START, font->face->postscript.p, font->face->postscript.n);
    for (size_t i = 0; i < font->glyph_count; i++) {
        const uint32_t gid = font->glyphs[i].gid, more = (uint32_t)font->glyphs[i].more;
        const unsigned char bytes[6] = {(unsigned char)(gid >> 24), (unsigned char)(gid >> 16),
                                        (unsigned char)(gid >> 8),  (unsigned char)gid,
                                        (unsigned char)(more >> 8), (unsigned char)more};
        hash = bm_hash(hash, bytes, sizeof bytes);
    }
    for (int i = 0; i < 6; i++, hash /= 26)
        font->tag[i] = (char)('A' + hash % 26);
}

/* CIDToGIDMap: two bytes a CID, high byte first (ISO 32000-1, table 117). Empty where CIDs are
 * glyph ids. */
static struct bm_str to_gid_map(struct bm_pdf_font *font, struct bm_pdf_packer *packer,
                                const struct bm_subset *subset)
{
    uint32_t last = 0;
    bool same = true;
    for (size_t i = 0; i < font->glyph_count; i++) {
        last = subset->cid[i] > last ? subset->cid[i] : last;
        same = same && subset->cid[i] == subset->new_gid[i];
    }
    if (same)
        return (struct bm_str){NULL, 0};
    char *map = bm_arena_alloc(font->arena, 2 * ((size_t)last + 1));
    for (size_t i = 0; i < font->glyph_count; i++) {
        map[2 * subset->cid[i]] = (char)(subset->new_gid[i] >> 8);
        map[2 * subset->cid[i] + 1] = (char)(subset->new_gid[i] & 0xFF);
    }
    return bm_pdf_deflate(packer, font->arena, (struct bm_str){map, 2 * ((size_t)last + 1)},
                          BM_PDF_SMALL);
}

/* Whether something is written in this direction. */
static bool is_written(const struct bm_pdf_font *font, int mode)
{
    bool used = false;
    for (int i = 0; i < BM_PDF_VARIANTS; i++)
        used |= font->used[mode][i];
    return used;
}

void bm_pdf_font_make(struct bm_pdf_font *font, struct bm_pdf_packer *packer)
{
    struct bm_subset subset = {0};
    font->arena = bm_arena_new();
    collect_glyphs(font);
    make_tag(font);
    if (!bm_face_subset(font->arena, font->face, font->glyphs, font->glyph_count, &subset)) {
        font->declined = font->copies ? subset.declined : NULL;
        return;
    }
    font->cids = subset.cid;
    font->program_size = subset.program.n;
    font->hash = bm_hash_bulk(subset.program.p, subset.program.n);
    font->program = bm_pdf_deflate(packer, font->arena, subset.program, BM_PDF_FAST);
    if (!font->face->cff)
        font->to_gid = to_gid_map(font, packer, &subset);
    struct bm_buf text = {0};
    for (uint32_t v = 0; v < BM_PDF_VARIANTS; v++) {
        if (!font->used[0][v] && !font->used[1][v])
            continue;
        text.n = 0;
        bm_pdf_to_unicode(&text, font, v);
        font->hash = (font->hash ^ bm_hash_bulk(text.p, text.n)) * BM_HASH_ODD;
        font->to_unicode[v] = bm_pdf_deflate(packer, font->arena, bm_buf_view(&text), BM_PDF_SMALL);
    }
    for (int mode = 0; mode < 2; mode++) {
        char name[32];
        if (!is_written(font, mode))
            continue;
        bm_pdf_cmap_name(font, (enum bm_mode)mode, name);
        text.n = 0;
        bm_pdf_cmap(&text, font, (enum bm_mode)mode, name);
        font->cmap[mode] = bm_pdf_deflate(packer, font->arena, bm_buf_view(&text), BM_PDF_SMALL);
    }
    bm_buf_free(&text);
    font->made = true;
}

void bm_pdf_font_name(char name[16], size_t index, enum bm_mode mode, uint32_t variant)
{
    /* F1, XF1, XYF1, XYZF1, X4F1, … */
    const char *which = mode == BM_VERTICAL ? "V" : "F";
    if (variant < 4)
        snprintf(name, 16, "%.*s%s%u", (int)variant, "XYZ", which, (unsigned)index + 1);
    else
        snprintf(name, 16, "X%u%s%u", variant, which, (unsigned)index + 1);
}

static void add_system_info(HPDF_Doc doc, HPDF_Dict dict)
{
    HPDF_Dict info = bm_pdf_direct(doc);
    bm_pdf_string(doc, info, "Registry", "Adobe");
    bm_pdf_string(doc, info, "Ordering", "Identity");
    HPDF_Dict_AddNumber(info, "Supplement", 0);
    HPDF_Dict_Add(dict, "CIDSystemInfo", info);
}

/* Descriptor and program: ISO 32000-1, tables 122 and 126. Flag 4: not the Latin set. */
static HPDF_Dict descriptor(HPDF_Doc doc, const struct bm_pdf_font *font, const char *base)
{
    const struct bm_face *face = font->face;
    HPDF_Dict dict = bm_pdf_dict(doc), file = bm_pdf_stream(doc, font->program, BM_PDF_FLATE);
    HPDF_Dict_AddName(dict, "Type", "FontDescriptor");
    HPDF_Dict_AddName(dict, "FontName", base);
    HPDF_Dict_AddNumber(dict, "Flags", 4);
    HPDF_Array box = bm_pdf_array(doc);
    for (int i = 0; i < 4; i++)
        HPDF_Array_AddNumber(box, bm_pdf_per_mille(face, face->bbox[i]));
    HPDF_Dict_Add(dict, "FontBBox", box);
    HPDF_Dict_AddNumber(dict, "ItalicAngle", 0);
    HPDF_Dict_AddNumber(dict, "Ascent", bm_pdf_per_mille(face, face->ascender));
    HPDF_Dict_AddNumber(dict, "Descent", bm_pdf_per_mille(face, face->descender));
    hb_position_t cap = face->ascender;
    hb_ot_metrics_get_position(face->hb_font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap);
    HPDF_Dict_AddNumber(dict, "CapHeight", bm_pdf_per_mille(face, cap));
    HPDF_Dict_AddNumber(dict, "StemV", 80);
    if (face->cff)
        HPDF_Dict_AddName(file, "Subtype", "CIDFontType0C");
    else
        HPDF_Dict_AddNumber(file, "Length1", (HPDF_INT32)font->program_size);
    HPDF_Dict_Add(dict, face->cff ? "FontFile3" : "FontFile2", file);
    return dict;
}

/* A CID with what its arrays say of it. */
struct cid {
    uint32_t cid;
    struct bm_subset_glyph glyph;
};

static int compare_cids(const void *a, const void *b)
{
    const uint32_t x = ((const struct cid *)a)->cid, y = ((const struct cid *)b)->cid;
    return (x > y) - (x < y);
}

static const struct cid *cids_in_order(const struct bm_pdf_font *font)
{
    struct cid *all = BM_NEW_N(font->arena, font->glyph_count, struct cid);
    for (size_t i = 0; i < font->glyph_count; i++)
        all[i] = (struct cid){font->cids[i], font->glyphs[i]};
    qsort(all, font->glyph_count, sizeof *all, compare_cids);
    return all;
}

/* The list of the CID: that of its neighbour, or a new one (ISO 32000-1, 9.7.4.3). */
static HPDF_Array list_of(HPDF_Doc doc, HPDF_Array array, HPDF_Array list, uint32_t *next,
                          uint32_t cid)
{
    if (!list || cid != *next) {
        HPDF_Array_AddNumber(array, (HPDF_INT32)cid);
        list = bm_pdf_array(doc);
        HPDF_Array_Add(array, list);
    }
    *next = cid + 1;
    return list;
}

/* /W: CIDs whose width is not DW. */
static HPDF_Array widths(HPDF_Doc doc, const struct bm_pdf_font *font, const struct cid *all)
{
    HPDF_Array array = bm_pdf_array(doc), list = NULL;
    uint32_t next = 0;
    for (size_t i = 0; i < font->glyph_count; i++) {
        const int32_t width = bm_pdf_width(font->face, all[i].glyph.gid, all[i].glyph.more);
        if (width == EM)
            continue;
        list = list_of(doc, array, list, &next, all[i].cid);
        HPDF_Array_AddNumber(list, width);
    }
    return array;
}

/* /W2: of copies, how far down the line goes on, and where the glyph stands: where its original
 * does, half of whose width is not half of the copy's. */
static HPDF_Array heights(HPDF_Doc doc, const struct bm_pdf_font *font, const struct cid *all)
{
    HPDF_Array array = bm_pdf_array(doc), list = NULL;
    uint32_t next = 0;
    for (size_t i = 0; i < font->glyph_count; i++) {
        const struct bm_subset_glyph *g = &all[i].glyph;
        if (!g->more)
            continue;
        list = list_of(doc, array, list, &next, all[i].cid);
        HPDF_Array_AddNumber(list, -bm_pdf_height(font->face, g->more));
        HPDF_Array_AddReal(list, (HPDF_REAL)bm_pdf_width(font->face, g->gid, 0) / 2);
        HPDF_Array_AddNumber(list, bm_pdf_per_mille(font->face, font->face->ascender));
    }
    return array;
}

static void add_filled(HPDF_Dict dict, const char *key, HPDF_Array array)
{
    if (HPDF_Array_Items(array))
        HPDF_Dict_Add(dict, key, array);
    else
        HPDF_Array_Free(array);
}

static HPDF_Dict descendant(HPDF_Doc doc, const struct bm_pdf_font *font, const char *base)
{
    HPDF_Dict cid_font = bm_pdf_dict(doc);
    HPDF_Dict_AddName(cid_font, "Type", "Font");
    HPDF_Dict_AddName(cid_font, "Subtype", font->face->cff ? "CIDFontType0" : "CIDFontType2");
    HPDF_Dict_AddName(cid_font, "BaseFont", base);
    add_system_info(doc, cid_font);
    HPDF_Dict_Add(cid_font, "FontDescriptor", descriptor(doc, font, base));
    HPDF_Dict_AddNumber(cid_font, "DW", EM);
    const struct cid *all = cids_in_order(font);
    add_filled(cid_font, "W", widths(doc, font, all));
    if (is_written(font, BM_VERTICAL)) {
        HPDF_Array vertical = bm_pdf_array(doc);
        HPDF_Array_AddNumber(vertical, bm_pdf_per_mille(font->face, font->face->ascender));
        HPDF_Array_AddNumber(vertical, -EM);
        HPDF_Dict_Add(cid_font, "DW2", vertical);
        add_filled(cid_font, "W2", heights(doc, font, all));
    }
    if (!font->face->cff && font->to_gid.n)
        HPDF_Dict_Add(cid_font, "CIDToGIDMap", bm_pdf_stream(doc, font->to_gid, BM_PDF_FLATE));
    else if (!font->face->cff)
        HPDF_Dict_AddName(cid_font, "CIDToGIDMap", "Identity");
    return cid_font;
}

void bm_pdf_font_add(HPDF_Doc doc, HPDF_Dict fonts, const struct bm_pdf_font *font, size_t index)
{
    char base[HPDF_LIMIT_MAX_NAME_LEN + 1], name[32], full[HPDF_LIMIT_MAX_NAME_LEN + 1], key[16];
    /* 127 bytes are the limit of a name; the program carries the whole one. */
    snprintf(base, sizeof base, "%s+%.*s", font->tag,
             (int)(font->face->postscript.n < 80 ? font->face->postscript.n : 80),
             font->face->postscript.p);
    HPDF_Dict cid_font = descendant(doc, font, base);
    for (int i = 0; i < 2 * BM_PDF_VARIANTS; i++) {
        int mode = i % 2, variant = i / 2;
        if (!font->used[mode][variant])
            continue;
        bm_pdf_cmap_name(font, (enum bm_mode)mode, name);
        HPDF_Dict cmap = bm_pdf_stream(doc, font->cmap[mode], BM_PDF_FLATE);
        HPDF_Dict_AddName(cmap, "Type", "CMap");
        HPDF_Dict_AddName(cmap, "CMapName", name);
        add_system_info(doc, cmap);
        HPDF_Dict_AddNumber(cmap, "WMode", mode == BM_VERTICAL);
        HPDF_Dict type0 = bm_pdf_dict(doc);
        HPDF_Dict_AddName(type0, "Type", "Font");
        HPDF_Dict_AddName(type0, "Subtype", "Type0");
        /* ISO 32000-1, table 121: with a CIDFontType0 the CMap's name is part of the name. */
        snprintf(full, sizeof full, "%.90s-%s", base, name);
        HPDF_Dict_AddName(type0, "BaseFont", font->face->cff ? full : base);
        HPDF_Dict_Add(type0, "Encoding", cmap);
        HPDF_Array descendants = bm_pdf_array(doc);
        HPDF_Array_Add(descendants, cid_font);
        HPDF_Dict_Add(type0, "DescendantFonts", descendants);
        HPDF_Dict_Add(type0, "ToUnicode",
                      bm_pdf_stream(doc, font->to_unicode[variant], BM_PDF_FLATE));
        bm_pdf_font_name(key, index, (enum bm_mode)mode, (uint32_t)variant);
        HPDF_Dict_Add(fonts, key, type0);
    }
}
