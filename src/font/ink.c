/* Ink of many glyphs: the charstrings of CFF faces are read by the glyph copier's reader, each
 * once; what it declines, and all others, HarfBuzz measures. */
#include "base/index.h"
#include "font/cff_source.h"

struct measured {
    const struct bm_face *face;
    uint32_t gid;
    bool any;
    hb_glyph_extents_t ink;
};

struct bm_inks {
    struct bm_arena *arena;
    struct bm_charstring *plain; /* room to work in */
    struct opened {
        const struct bm_face *face;
        struct bm_cff_source *source; /* NULL: HarfBuzz measures */
    } * faces;
    size_t face_count, face_cap;
    struct bm_index index;
    struct measured *glyphs;
    size_t n, cap;
};

struct bm_inks *bm_inks_new(struct bm_arena *arena)
{
    struct bm_inks *inks = BM_NEW(arena, struct bm_inks);
    inks->arena = arena;
    return inks;
}

/* The source of a face; NULL when it has none. */
static struct bm_cff_source *source_of(struct bm_inks *inks, const struct bm_face *face)
{
    for (size_t i = 0; i < inks->face_count; i++)
        if (inks->faces[i].face == face)
            return inks->faces[i].source;
    struct bm_cff_source *source = face->cff ? BM_NEW(inks->arena, struct bm_cff_source) : NULL;
    if (source && bm_cff_source_open(source, bm_face_table(face, "CFF "), face->glyphs))
        source = NULL;
    inks->faces = bm_arena_grow(inks->arena, inks->faces, inks->face_count, &inks->face_cap,
                                sizeof *inks->faces);
    inks->faces[inks->face_count++] = (struct opened){face, source};
    return source;
}

static bool measure(struct bm_inks *inks, const struct bm_face *face, uint32_t gid,
                    hb_glyph_extents_t *ink)
{
    struct bm_cff_source *source = source_of(inks, face);
    if (!inks->plain)
        inks->plain = BM_NEW(inks->arena, struct bm_charstring);
    if (source && !bm_cff_source_plain(source, gid, inks->plain))
        return bm_charstring_box(inks->plain, ink);
    return bm_face_ink(face, gid, ink);
}

bool bm_inks_of(struct bm_inks *inks, const struct bm_face *face, uint32_t gid,
                hb_glyph_extents_t *ink)
{
    const uint64_t hash = ((uint64_t)face->number << 32 | gid) * BM_HASH_ODD;
    uint32_t i;
    for (size_t at = 0; (i = bm_index_next(&inks->index, hash, &at)) != BM_INDEX_NONE;) {
        const struct measured *m = &inks->glyphs[i];
        if (m->gid == gid && m->face == face) {
            *ink = m->ink;
            return m->any;
        }
    }
    struct measured m = {.face = face, .gid = gid};
    m.any = measure(inks, face, gid, &m.ink);
    bm_index_add(inks->arena, &inks->index, hash, inks->n);
    inks->glyphs =
        bm_arena_grow(inks->arena, inks->glyphs, inks->n, &inks->cap, sizeof *inks->glyphs);
    inks->glyphs[inks->n++] = m;
    *ink = m.ink;
    return m.any;
}
