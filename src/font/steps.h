/* What the files of font/ share and no other room sees. */
#pragma once

#include "base/file.h"
#include "font/font.h"

#include <pthread.h>
#include <stdatomic.h>

/* A face and whether it is mapped. Other rooms hold the face as const; only bm_face_open() and
 * bm_fonts_close() change it, and they reach it through this slot. */
struct bm_face_slot {
    struct bm_face face;
    struct bm_file file; /* as it was when it was mapped */
    atomic_bool open;    /* then the face does not change any more */
};

struct bm_fonts {
    struct bm_arena *arena;
    struct bm_face_slot *slots;
    size_t n;
    struct bm_typeface *typefaces;
    size_t typefaces_n, typefaces_cap;
    const char **roles; /* for the nearest name; each once, in the order declared */
    size_t roles_n;
    pthread_mutex_t opening; /* held while a face is opened */
};

/* MISSING_FONT for the face with the reason that its file was not opened or mapped; or what
 * bm_file_refuse() says where the file is none or the machine is at fault. */
void bm_font_missing(const struct bm_face *face, const struct bm_file *file,
                     struct bm_diags *diags);

/* FONT_DIFFERS for the face: `what` is `found`, where `declared` was declared. */
void bm_font_differs(const struct bm_face *face, const char *what, struct bm_str found,
                     struct bm_str declared, struct bm_diags *diags);

/* A table of an (open) face; it lies in the mapped file, which the face holds. None: empty. */
struct bm_str bm_face_table(const struct bm_face *face, const char tag[4]);

/* Big-endian numbers of font tables. */
static inline uint32_t bm_be16(const char *p)
{
    return (uint32_t)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

static inline uint32_t bm_be32(const char *p)
{
    return bm_be16(p) << 16 | bm_be16(p + 2);
}

/* Of 1 to 4 bytes. */
static inline uint32_t bm_be(const char *p, size_t size)
{
    uint32_t v = 0;
    for (size_t i = 0; i < size; i++)
        v = v << 8 | (unsigned char)p[i];
    return v;
}
