/* Faces: mapping a font file, and what a glyph measures. */
#define _GNU_SOURCE /* madvise() */

#include "font/limits.h"
#include "font/sfnt.h"

#include <errno.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Adds a message about the face unless the list has it already: a face is asked for once a
 * paragraph, and its user needs to be told once. */
static void report(const struct bm_face *face, enum bm_message message, const struct bm_str *args,
                   size_t n, struct bm_diags *diags)
{
    for (size_t i = 0; i < diags->n; i++) {
        const struct bm_diag *d = &diags->v[i];
        if (d->message == message && d->span.file == face->span.file &&
            d->span.offset == face->span.offset)
            return;
    }
    bm_diag_add(diags, message, face->span, args, n);
}

void bm_font_missing(const struct bm_face *face, const struct bm_file *file, struct bm_diags *diags)
{
    char reason[256];
    if (file->instead) {
        bm_file_refuse(face->path.p, file, face->span, diags);
        return;
    }
    if (bm_file_again(face->path.p, file->error, face->span, diags))
        return;
    if (strerror_r(file->error, reason, sizeof reason) != 0)
        strcpy(reason, "?");
    struct bm_str args[] = {face->path, bm_str_c(reason), face->package};
    report(face, BM_MSG_MISSING_FONT, args, 3, diags);
}

void bm_font_differs(const struct bm_face *face, const char *what, struct bm_str found,
                     struct bm_str declared, struct bm_diags *diags)
{
    struct bm_str args[] = {face->path, bm_str_c(what), found, declared};
    report(face, BM_MSG_FONT_DIFFERS, args, 4, diags);
}

struct mapping {
    void *p;
    size_t n;
};

static void unmap(void *data)
{
    struct mapping *m = data;
    munmap(m->p, m->n);
    free(m);
}

/* Maps an open file when its size is right; NULL and a diagnostic when not. */
static hb_blob_t *map_open(const struct bm_face *face, const struct bm_file *file,
                           struct bm_diags *diags)
{
    if (file->size != face->size || face->size == 0) {
        bm_font_differs(face, "size in bytes", bm_diag_number(diags, (int64_t)file->size),
                        bm_diag_number(diags, (int64_t)face->size), diags);
        return NULL;
    }
    if (!bm_file_fits(face->path.p, BM_FILE_FONT, file->size, face->span, diags))
        return NULL;
    void *p = mmap(NULL, (size_t)face->size, PROT_READ, MAP_PRIVATE, file->fd, 0);
    if (p == MAP_FAILED) {
        bm_font_missing(face, &(struct bm_file){.error = errno}, diags);
        return NULL;
    }
    /* malloc: who draws proofs may hold the file longer than the fonts' arena lives. */
    struct mapping *m = malloc(sizeof *m);
    if (!m)
        bm_out_of_memory();
    *m = (struct mapping){p, (size_t)face->size};
    hb_blob_t *blob = hb_blob_create(p, (unsigned)face->size, HB_MEMORY_MODE_READONLY, m, unmap);
    if (blob == hb_blob_get_empty())
        bm_out_of_memory();
    return blob;
}

static hb_blob_t *map_file(struct bm_face_slot *slot, struct bm_diags *diags)
{
    if (!bm_file_open(slot->face.path.p, &slot->file)) {
        bm_font_missing(&slot->face, &slot->file, diags);
        return NULL;
    }
    hb_blob_t *blob = map_open(&slot->face, &slot->file, diags);
    close(slot->file.fd);
    return blob;
}

/* The em box, the bounding box, licence bits; *checksum from head. False when a table is missing.
 */
static bool read_tables(const struct bm_sfnt *sfnt, struct bm_face *face, uint32_t *checksum)
{
    const struct bm_str head = bm_sfnt_table(sfnt, "head"), hhea = bm_sfnt_table(sfnt, "hhea");
    const struct bm_str os2 = bm_sfnt_table(sfnt, "OS/2");
    const bool has_os2 = os2.n >= 72;
    if (head.n < 54 || hhea.n < 36)
        return false;
    face->fs_type = has_os2 ? (uint16_t)bm_be16(os2.p + 8) : 0;
    *checksum = bm_be32(head.p + 8);
    for (size_t i = 0; i < 4; i++)
        face->bbox[i] = (int16_t)bm_be16(head.p + 36 + 2 * i);
    /* sTypoAscender and sTypoDescender; by hand, since HarfBuzz takes hhea unless a flag
     * says otherwise, and hhea holds the line spacing of screens, not the em box */
    const char *p = has_os2 ? os2.p + 68 : hhea.p + 4;
    face->ascender = (int16_t)bm_be16(p);
    face->descender = (int16_t)bm_be16(p + 2);
    return true;
}

static bool broken(const struct bm_face *face, struct bm_diags *diags)
{
    struct bm_str args[] = {face->path, bm_diag_number(diags, face->index)};
    report(face, BM_MSG_BROKEN_FONT, args, 2, diags);
    return false;
}

/* Whether the tables are those of the face declared, and sound. */
static bool look(struct bm_face *face, struct bm_str file, struct bm_diags *diags)
{
    struct bm_sfnt sfnt;
    uint32_t checksum = 0;
    if (!bm_sfnt_open(file, face->index, &sfnt) || !read_tables(&sfnt, face, &checksum))
        return broken(face, diags);
    if (checksum != face->checksum) {
        bm_font_differs(face, "head.checkSumAdjustment", bm_diag_number(diags, checksum),
                        bm_diag_number(diags, face->checksum), diags);
        return false;
    }
    const char *wrong = bm_sfnt_wrong(&sfnt, &face->outlines);
    if (wrong)
        report(face, BM_MSG_UNSOUND_FONT, (struct bm_str[]){face->path, bm_str_c(wrong)}, 2, diags);
    else if (face->outlines.data.n == 0)
        return broken(face, diags);
    return !wrong;
}

/* Fills face from the mapped file. */
static bool read_face(struct bm_face *face, hb_blob_t *blob, struct bm_diags *diags)
{
    unsigned n = 0;
    const char *bytes = hb_blob_get_data(blob, &n);
    if (!look(face, (struct bm_str){bytes, n}, diags))
        return false;
    hb_face_t *hb = hb_face_create(blob, face->index);
    if (hb == hb_face_get_empty())
        bm_out_of_memory();
    face->cff = face->outlines.cff;
    face->upem = hb_face_get_upem(hb);
    face->glyphs = face->outlines.glyphs;
    hb_face_make_immutable(hb);
    hb_font_t *font = hb_font_create(hb);
    if (font == hb_font_get_empty())
        bm_out_of_memory();
    hb_font_set_scale(font, (int)face->upem, (int)face->upem);
    hb_ot_font_set_funcs(font);
    hb_font_make_immutable(font);
    face->hb_face = hb;
    face->hb_font = font;
    return true;
}

/* Maps and reads the file. What is wrong with one that somebody writes to is not looked into. */
static bool open_slot(struct bm_face_slot *slot, struct bm_diags *diags)
{
    struct bm_diags said = {.arena = diags->arena};
    hb_blob_t *blob = map_file(slot, diags);
    bool open = blob && read_face(&slot->face, blob, &said);
    if (blob && !open && !bm_file_untouched(slot->face.path.p, &slot->file))
        bm_diag_once(diags, BM_MSG_FILE_CHANGED, slot->face.span, &slot->face.path, 1);
    else
        bm_diags_append(diags, &said);
    hb_blob_destroy(blob); /* the face holds it */
    return open;
}

bool bm_face_open(struct bm_fonts *fonts, const struct bm_face *face, struct bm_diags *diags)
{
    struct bm_face_slot *slot = &fonts->slots[face->number];
    if (atomic_load(&slot->open))
        return true;
    pthread_mutex_lock(&fonts->opening);
    if (!atomic_load(&slot->open))
        atomic_store(&slot->open, open_slot(slot, diags));
    pthread_mutex_unlock(&fonts->opening);
    return atomic_load(&slot->open);
}

bool bm_fonts_untouched(const struct bm_fonts *fonts, struct bm_diags *diags)
{
    bool good = true;
    for (size_t i = 0; i < fonts->n; i++) {
        const struct bm_face_slot *slot = &fonts->slots[i];
        const struct bm_face *face = &slot->face;
        if (atomic_load(&slot->open) && !bm_file_untouched(face->path.p, &slot->file))
            good = bm_diag_once(diags, BM_MSG_FILE_CHANGED, face->span, &face->path, 1);
    }
    return good;
}

void bm_fonts_rest(const struct bm_fonts *fonts)
{
    for (size_t i = 0; i < fonts->n; i++) {
        if (!atomic_load(&fonts->slots[i].open))
            continue;
        hb_blob_t *blob = hb_face_reference_blob(fonts->slots[i].face.hb_face);
        unsigned n = 0;
        const char *p = hb_blob_get_data(blob, &n);
        madvise((void *)(uintptr_t)p, n, MADV_DONTNEED);
        hb_blob_destroy(blob);
    }
}

void bm_fonts_close(struct bm_fonts *fonts)
{
    for (size_t i = 0; fonts && i < fonts->n; i++) {
        struct bm_face_slot *slot = &fonts->slots[i];
        if (!slot->open)
            continue;
        hb_font_destroy(slot->face.hb_font);
        hb_face_destroy(slot->face.hb_face);
        slot->face.hb_font = NULL;
        slot->face.hb_face = NULL;
        slot->open = false;
    }
    if (fonts)
        pthread_mutex_destroy(&fonts->opening);
}

struct bm_str bm_face_table(const struct bm_face *face, const char tag[4])
{
    unsigned n = 0;
    hb_blob_t *blob =
        hb_face_reference_table(face->hb_face, HB_TAG(tag[0], tag[1], tag[2], tag[3]));
    const char *p = hb_blob_get_data(blob, &n);
    hb_blob_destroy(blob);
    return (struct bm_str){p, n};
}

uint32_t bm_face_glyph(const struct bm_face *face, uint32_t cp)
{
    hb_codepoint_t gid = 0;
    return hb_font_get_nominal_glyph(face->hb_font, cp, &gid) ? gid : 0;
}

bool bm_face_holds(const struct bm_face *face, uint32_t gid)
{
    return bm_outline_whole(&face->outlines, gid);
}

bool bm_face_ink(const struct bm_face *face, uint32_t gid, hb_glyph_extents_t *ink)
{
    *ink = (hb_glyph_extents_t){0};
    return hb_font_get_glyph_extents(face->hb_font, gid, ink) && ink->width != 0 &&
           ink->height != 0;
}

/* A positioning table may move glyphs anywhere. */
static void bound(hb_position_t *p, hb_position_t most)
{
    *p = *p > most ? most : *p < -most ? -most : *p;
}

void bm_face_shape(const struct bm_face *face, hb_buffer_t *buffer, const hb_feature_t *features,
                   unsigned n)
{
    if (!hb_shape_full(face->hb_font, buffer, features, n, NULL) ||
        !hb_buffer_allocation_successful(buffer))
        bm_out_of_memory();
    const hb_position_t most = (hb_position_t)face->upem * ADVANCE_EMS;
    unsigned count;
    hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &count);
    for (unsigned i = 0; i < count; i++) {
        bound(&at[i].x_advance, most);
        bound(&at[i].y_advance, most);
        bound(&at[i].x_offset, most);
        bound(&at[i].y_offset, most);
    }
}

bm_len bm_face_em_above(const struct bm_face *face, bm_len size)
{
    const int64_t upem = face->upem;
    return bm_len_ratio(size, face->ascender + face->descender + upem, 2 * upem);
}

int32_t bm_face_advance(const struct bm_face *face, uint32_t gid)
{
    return hb_font_get_glyph_h_advance(face->hb_font, gid);
}
