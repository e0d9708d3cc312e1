/* Faces as cairo fonts. Cairo's caches may hold a font after the PDF is finished, so each font face
 * owns its FreeType face and library, holds the mapped file, and lets go of them when cairo lets go
 * of it. */
#include "proof/types.h"

#include <cairo-ft.h>
#include <stdlib.h>

struct type {
    const struct bm_face *face;
    cairo_font_face_t *cairo;
};

struct bm_types {
    struct bm_arena *arena;
    struct type *v;
    size_t n, cap;
};

struct owned {
    hb_blob_t *file;
    FT_Library library;
    FT_Face face;
};

static void let_go(void *data)
{
    struct owned *o = data;
    FT_Done_Face(o->face);
    FT_Done_FreeType(o->library);
    hb_blob_destroy(o->file);
    free(o);
}

static cairo_font_face_t *font(const struct bm_face *face)
{
    static const cairo_user_data_key_t key;
    /* malloc: it lives as long as cairo wants, longer than any arena here. */
    struct owned *o = calloc(1, sizeof *o);
    if (!o || FT_Init_FreeType(&o->library)) {
        free(o);
        return NULL;
    }
    unsigned n = 0;
    o->file = hb_face_reference_blob(face->hb_face);
    const char *bytes = hb_blob_get_data(o->file, &n);
    if (FT_New_Memory_Face(o->library, (const FT_Byte *)bytes, (FT_Long)n, (FT_Long)face->index,
                           &o->face)) {
        FT_Done_FreeType(o->library);
        hb_blob_destroy(o->file);
        free(o);
        return NULL;
    }
    cairo_font_face_t *f = cairo_ft_font_face_create_for_ft_face(o->face, FT_LOAD_NO_HINTING);
    if (cairo_font_face_set_user_data(f, &key, o, let_go)) {
        cairo_font_face_destroy(f);
        let_go(o);
        return NULL;
    }
    return f;
}

struct bm_types *bm_types_new(struct bm_arena *arena)
{
    struct bm_types *types = BM_NEW(arena, struct bm_types);
    types->arena = arena;
    return types;
}

void bm_types_drop(struct bm_types *types)
{
    for (size_t i = 0; i < types->n; i++)
        if (types->v[i].cairo)
            cairo_font_face_destroy(types->v[i].cairo);
    types->n = 0;
}

cairo_font_face_t *bm_types_face(struct bm_types *types, const struct bm_face *face)
{
    for (size_t i = 0; i < types->n; i++)
        if (types->v[i].face == face)
            return types->v[i].cairo;
    types->v = bm_arena_grow(types->arena, types->v, types->n, &types->cap, sizeof *types->v);
    struct type *t = &types->v[types->n++];
    *t = (struct type){face, font(face)};
    return t->cairo;
}
