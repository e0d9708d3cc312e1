/* Fonts: one subset a face for the whole document, shown through a Type0 font with a CMap of its
 * own for each writing direction (ISO 32000-1, 9.7). */
#include "pdf/fonts.h"

#include <hb-ot.h>
#include <stdio.h>
#include <stdlib.h>

#define EM 1000

static int32_t per_mille(const struct bm_face *face, int64_t value)
{
    return bm_len_ratio(value, EM, face->upem);
}

int32_t bm_pdf_width(const struct bm_face *face, uint32_t gid)
{
    return per_mille(face, bm_face_advance(face, gid));
}

static int compare_gids(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void collect_gids(struct bm_pdf_font *font)
{
    uint32_t *gids = BM_NEW_N(font->arena, font->n + 1, uint32_t);
    for (size_t i = 0; i < font->n; i++)
        gids[i + 1] = font->codes[i].gid;
    qsort(gids, font->n + 1, sizeof *gids, compare_gids);
    size_t n = 1;
    for (size_t i = 1; i <= font->n; i++)
        if (gids[i] != gids[n - 1])
            gids[n++] = gids[i];
    font->gids = gids;
    font->gid_count = n;
}

/* Six letters that differ when the subset does (ISO 32000-1, 9.6.4). */
static void make_tag(struct bm_pdf_font *font)
{
    uint64_t hash = bm_hash(BM_HASH_START, font->face->postscript.p, font->face->postscript.n);
    for (size_t i = 0; i < font->gid_count; i++) {
        const unsigned char bytes[4] = {
            (unsigned char)(font->gids[i] >> 24), (unsigned char)(font->gids[i] >> 16),
            (unsigned char)(font->gids[i] >> 8), (unsigned char)font->gids[i]};
        hash = bm_hash(hash, bytes, sizeof bytes);
    }
    for (int i = 0; i < 6; i++, hash /= 26)
        font->tag[i] = (char)('A' + hash % 26);
}

/* CIDToGIDMap: two bytes a CID, high byte first (ISO 32000-1, table 117). */
static struct bm_str to_gid_map(struct bm_pdf_font *font, const struct bm_subset *subset)
{
    uint32_t last = 0;
    for (size_t i = 0; i < font->gid_count; i++)
        if (subset->cid[i] > last)
            last = subset->cid[i];
    char *map = bm_arena_alloc(font->arena, 2 * ((size_t)last + 1));
    for (size_t i = 0; i < font->gid_count; i++) {
        map[2 * subset->cid[i]] = (char)(subset->new_gid[i] >> 8);
        map[2 * subset->cid[i] + 1] = (char)(subset->new_gid[i] & 0xFF);
    }
    return bm_pdf_deflate(font->arena, (struct bm_str){map, 2 * ((size_t)last + 1)}, BM_PDF_SMALL);
}

void bm_pdf_font_make(struct bm_pdf_font *font)
{
    struct bm_subset subset = {0};
    font->arena = bm_arena_new();
    collect_gids(font);
    make_tag(font);
    if (!bm_face_subset(font->arena, font->face, font->gids, font->gid_count, &subset))
        return;
    font->cids = subset.cid;
    font->program_size = subset.program.n;
    font->program = bm_pdf_deflate(font->arena, subset.program, BM_PDF_SMALL);
    if (!font->face->cff)
        font->to_gid = to_gid_map(font, &subset);
    struct bm_buf text = {0};
    for (uint32_t v = 0; v < BM_PDF_VARIANTS; v++) {
        text.n = 0;
        bm_pdf_to_unicode(&text, font, v);
        font->to_unicode[v] = bm_pdf_deflate(font->arena, bm_buf_view(&text), BM_PDF_SMALL);
    }
    for (int mode = 0; mode < 2; mode++) {
        char name[32];
        bm_pdf_cmap_name(font, (enum bm_mode)mode, name);
        text.n = 0;
        bm_pdf_cmap(&text, font, (enum bm_mode)mode, name);
        font->cmap[mode] = bm_pdf_deflate(font->arena, bm_buf_view(&text), BM_PDF_SMALL);
    }
    bm_buf_free(&text);
    font->made = true;
}

void bm_pdf_font_name(char name[16], size_t index, enum bm_mode mode, uint32_t variant)
{
    snprintf(name, 16, "%.*s%s%u", (int)variant, "XYZ", mode == BM_VERTICAL ? "V" : "F",
             (unsigned)index + 1);
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
        HPDF_Array_AddNumber(box, per_mille(face, face->bbox[i]));
    HPDF_Dict_Add(dict, "FontBBox", box);
    HPDF_Dict_AddNumber(dict, "ItalicAngle", 0);
    HPDF_Dict_AddNumber(dict, "Ascent", per_mille(face, face->ascender));
    HPDF_Dict_AddNumber(dict, "Descent", per_mille(face, face->descender));
    hb_position_t cap = face->ascender;
    hb_ot_metrics_get_position(face->hb_font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap);
    HPDF_Dict_AddNumber(dict, "CapHeight", per_mille(face, cap));
    HPDF_Dict_AddNumber(dict, "StemV", 80);
    if (face->cff)
        HPDF_Dict_AddName(file, "Subtype", "CIDFontType0C");
    else
        HPDF_Dict_AddNumber(file, "Length1", (HPDF_INT32)font->program_size);
    HPDF_Dict_Add(dict, face->cff ? "FontFile3" : "FontFile2", file);
    return dict;
}

struct width {
    uint32_t cid;
    int32_t width;
};

static int compare_widths(const void *a, const void *b)
{
    return compare_gids(&((const struct width *)a)->cid, &((const struct width *)b)->cid);
}

/* /W: CIDs whose width is not DW, neighbours in one list (ISO 32000-1, 9.7.4.3). */
static HPDF_Array widths(HPDF_Doc doc, const struct bm_pdf_font *font)
{
    struct width *all = BM_NEW_N(font->arena, font->gid_count, struct width);
    for (size_t i = 0; i < font->gid_count; i++)
        all[i] = (struct width){font->cids[i], bm_pdf_width(font->face, font->gids[i])};
    qsort(all, font->gid_count, sizeof *all, compare_widths);
    HPDF_Array array = bm_pdf_array(doc), list = NULL;
    uint32_t next = 0;
    for (size_t i = 0; i < font->gid_count; i++) {
        if (all[i].width == EM)
            continue;
        if (!list || all[i].cid != next) {
            HPDF_Array_AddNumber(array, (HPDF_INT32)all[i].cid);
            list = bm_pdf_array(doc);
            HPDF_Array_Add(array, list);
        }
        HPDF_Array_AddNumber(list, all[i].width);
        next = all[i].cid + 1;
    }
    return array;
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
    HPDF_Array array = widths(doc, font);
    if (HPDF_Array_Items(array))
        HPDF_Dict_Add(cid_font, "W", array);
    else
        HPDF_Array_Free(array);
    bool vertical_used = false;
    for (int i = 0; i < BM_PDF_VARIANTS; i++)
        vertical_used |= font->used[BM_VERTICAL][i];
    if (vertical_used) {
        HPDF_Array vertical = bm_pdf_array(doc);
        HPDF_Array_AddNumber(vertical, per_mille(font->face, font->face->ascender));
        HPDF_Array_AddNumber(vertical, -EM);
        HPDF_Dict_Add(cid_font, "DW2", vertical);
    }
    if (!font->face->cff)
        HPDF_Dict_Add(cid_font, "CIDToGIDMap", bm_pdf_stream(doc, font->to_gid, BM_PDF_FLATE));
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
