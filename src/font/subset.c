/* Subsets: the outlines and advances of the glyphs shown, nothing else; by the glyph copier, or by
 * HarfBuzz. */
#include "font/cff.h"
#include "font/copy.h"

#include <hb-subset.h>

/* Tables that a PDF never looks at: it places glyphs itself and asks by CID. */
static const hb_tag_t dropped[] = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
    HB_TAG('B', 'A', 'S', 'E'), HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'),
    HB_TAG('p', 'o', 's', 't'), HB_TAG('V', 'O', 'R', 'G'), HB_TAG('v', 'h', 'e', 'a'),
    HB_TAG('v', 'm', 't', 'x'), HB_TAG('g', 'a', 's', 'p'), HB_TAG('D', 'S', 'I', 'G'),
    HB_TAG('m', 'e', 't', 'a'), HB_TAG('S', 'T', 'A', 'T'), HB_TAG('c', 'm', 'a', 'p')};

/* The CIDs of the glyphs 0 … n - 1 of a CFF program: what its charset says when it is CID-keyed,
 * the glyph ids themselves when it is not (a PDF reader then takes CIDs for glyph ids). */
static bool read_cids(struct bm_str cff, uint32_t *cids, size_t n)
{
    struct bm_cff top;
    if (!bm_cff_read(cff, &top))
        return false;
    size_t p = top.charset;
    for (size_t i = 0; i < n; i++)
        cids[i] = (uint32_t)i;
    if (!top.keyed || p <= 2) /* 0 to 2 are predefined charsets; of CID-keyed fonts, the identity */
        return true;
    if (p >= cff.n)
        return false;
    unsigned format = (unsigned char)cff.p[p++];
    if (format > 2)
        return false;
    size_t range = format == 0 ? 2 : format == 1 ? 3 : 4;
    for (size_t i = 1; i < n; p += range) { /* glyph 0 is not in the charset: it is CID 0 */
        if (p > cff.n || cff.n - p < range)
            return false;
        uint32_t first = bm_be16(cff.p + p);
        uint32_t more = format == 0 ? 0 : bm_be(cff.p + p + 2, range - 2);
        for (uint32_t k = 0; k <= more && i < n; k++)
            cids[i++] = first + k;
    }
    return true;
}

static hb_subset_input_t *make_input(const struct bm_subset_glyph *shown, size_t n)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    /* Without subroutines the program deflates better and is made faster; hints are of no use
     * on plates. .notdef keeps its outline, so that a wrong code is seen. */
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    for (size_t i = 0; i < n; i++)
        hb_set_add(glyphs, shown[i].gid);
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < BM_COUNT(dropped); i++)
        hb_set_add(drop, dropped[i]);
    return input;
}

/* Copies the program out of the subset face into the arena. */
static bool take_program(struct bm_arena *arena, hb_face_t *made, bool cff, struct bm_str *program)
{
    hb_blob_t *blob = cff ? hb_face_reference_table(made, HB_TAG('C', 'F', 'F', ' '))
                          : hb_face_reference_blob(made);
    unsigned n = 0;
    const char *p = hb_blob_get_data(blob, &n);
    if (n > 0)
        *program = (struct bm_str){bm_arena_copy(arena, p, n), n};
    hb_blob_destroy(blob);
    return n > 0;
}

/* Fills cid and new_gid. HarfBuzz may add glyphs (parts of composites, variants by selector), so
 * the new ids come from its own mapping and are not counted. */
static bool take_codes(struct bm_arena *arena, const struct bm_face *face, const hb_map_t *map,
                       size_t made, const struct bm_subset_glyph *glyphs, size_t n,
                       struct bm_subset *subset)
{
    uint32_t *cid = BM_NEW_N(arena, n, uint32_t), *new_gid = BM_NEW_N(arena, n, uint32_t);
    uint32_t *cids = NULL;
    if (face->cff) {
        cids = BM_NEW_N(arena, made, uint32_t);
        if (!read_cids(subset->program, cids, made))
            return false;
    }
    for (size_t i = 0; i < n; i++) {
        new_gid[i] = hb_map_get(map, glyphs[i].gid);
        if (new_gid[i] >= made)
            return false;
        cid[i] = cids ? cids[new_gid[i]] : glyphs[i].gid;
    }
    subset->cid = cid;
    subset->new_gid = new_gid;
    return true;
}

/* Whether each glyph of the program is as large as in the face. An outline that found no memory
 * ends where it did (人 was printed as 产), a map leaves glyphs out, and HarfBuzz does not say so.
 */
static bool same_ink(const struct bm_face *face, hb_face_t *made,
                     const struct bm_subset_glyph *glyphs, size_t n, const uint32_t *new_gids)
{
    hb_font_t *font = hb_font_create(made);
    bool same = true;
    for (size_t i = 0; i < n && same; i++) {
        hb_glyph_extents_t a, b;
        const bool there = hb_font_get_glyph_extents(face->hb_font, glyphs[i].gid, &a),
                   here = hb_font_get_glyph_extents(font, new_gids[i], &b);
        same = there == here && (!there || memcmp(&a, &b, sizeof a) == 0);
    }
    hb_font_destroy(font);
    return same;
}

static bool make_subset(struct bm_arena *arena, const struct bm_face *face,
                        const struct bm_subset_glyph *glyphs, size_t n, struct bm_subset *subset)
{
    hb_subset_input_t *input = make_input(glyphs, n);
    hb_subset_plan_t *plan = input ? hb_subset_plan_create_or_fail(face->hb_face, input) : NULL;
    hb_face_t *made = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
    bool good = made && take_program(arena, made, face->cff, &subset->program);
    if (good) {
        const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
        good = take_codes(arena, face, map, hb_map_get_population(map), glyphs, n, subset) &&
               same_ink(face, made, glyphs, n, subset->new_gid);
    }
    hb_face_destroy(made);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    return good;
}

/* NULL, or why the face is not copied. */
static const char *copy(struct bm_arena *arena, const struct bm_face *face,
                        const struct bm_subset_glyph *glyphs, size_t n, struct bm_subset *subset)
{
    const struct bm_glyf_tables tables = {.head = bm_face_table(face, "head"),
                                          .hhea = bm_face_table(face, "hhea"),
                                          .maxp = bm_face_table(face, "maxp"),
                                          .hmtx = bm_face_table(face, "hmtx")};
    if (bm_face_table(face, "fvar").n)
        return "it is a variable font";
    const char *wrong = face->cff ? bm_copy_cff(arena, face, bm_face_table(face, "CFF "), glyphs, n,
                                                &subset->program)
                                  : bm_copy_glyf(arena, face, &tables, glyphs, n, &subset->program);
    if (wrong)
        return wrong;
    uint32_t *ids = BM_NEW_N(arena, n, uint32_t);
    for (size_t i = 0; i < n; i++)
        ids[i] = (uint32_t)i;
    subset->cid = subset->new_gid = ids;
    return NULL;
}

bool bm_face_subset(struct bm_arena *arena, const struct bm_face *face,
                    const struct bm_subset_glyph *glyphs, size_t n, struct bm_subset *subset)
{
    *subset = (struct bm_subset){0};
    subset->declined = copy(arena, face, glyphs, n, subset);
    if (!subset->declined)
        return true;
    for (size_t i = 0; i < n; i++)
        if (glyphs[i].more)
            return false;
    /* Memory that was not there may be there now. */
    return make_subset(arena, face, glyphs, n, subset) ||
           make_subset(arena, face, glyphs, n, subset);
}
