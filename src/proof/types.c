/* Faces as cairo fonts. Cairo's caches may hold a font after the PDF is finished, so each font face
 * owns its FreeType face and library, holds the mapped file, and lets go of them when cairo lets go
 * of it. */
#include "proof/types.h"

#include <cairo-ft.h>
#include <ft2build.h>
#include FT_MODULE_H
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
    struct FT_MemoryRec_ memory;
    hb_blob_t *file;
    FT_Library library;
    FT_Face face;
};

/* FreeType's memory. A face that it cannot open for want of it would be drawn as outlines. */
static void *reallocate(FT_Memory memory, long before, long size, void *p)
{
    (void)memory, (void)before;
    void *q = realloc(p, (size_t)size);
    if (!q)
        bm_out_of_memory();
    return q;
}

static void *allocate(FT_Memory memory, long size)
{
    return reallocate(memory, 0, size, NULL);
}

static void release(FT_Memory memory, void *p)
{
    (void)memory;
    free(p);
}

static void let_go(void *data)
{
    struct owned *o = data;
    if (o->face)
        FT_Done_Face(o->face);
    if (o->library)
        FT_Done_Library(o->library);
    hb_blob_destroy(o->file);
    free(o);
}

static cairo_font_face_t *font(const struct bm_face *face)
{
    static const cairo_user_data_key_t key;
    /* malloc: it lives as long as cairo wants, longer than any arena here. */
    struct owned *o = calloc(1, sizeof *o);
    if (!o)
        bm_out_of_memory();
    o->memory = (struct FT_MemoryRec_){.alloc = allocate, .free = release, .realloc = reallocate};
    if (FT_New_Library(&o->memory, &o->library) == 0) {
        FT_Add_Default_Modules(o->library);
        FT_Set_Default_Properties(o->library);
    }
    unsigned n = 0;
    o->file = hb_face_reference_blob(face->hb_face);
    const char *bytes = hb_blob_get_data(o->file, &n);
    if (!o->library || FT_New_Memory_Face(o->library, (const FT_Byte *)bytes, (FT_Long)n,
                                          (FT_Long)face->index, &o->face)) {
        let_go(o);
        return NULL;
    }
    cairo_font_face_t *f = cairo_ft_font_face_create_for_ft_face(o->face, FT_LOAD_NO_HINTING);
    if (cairo_font_face_set_user_data(f, &key, o, let_go))
        bm_out_of_memory();
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
