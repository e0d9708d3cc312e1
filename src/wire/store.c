/* Outlines once, each under its number. */
#include "wire/store.h"

#include "wire/wire.h"

#include <stdlib.h>

static void *zeros(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p)
        bm_out_of_memory();
    return p;
}

struct bm_wire_store *bm_wire_store_new(uint32_t first)
{
    struct bm_wire_store *s = zeros(1, sizeof *s);
    s->references = 1;
    s->first = first;
    s->arena = bm_arena_new_raw();
    return s;
}

void bm_wire_store_drop(struct bm_wire_store *s)
{
    if (!s || atomic_fetch_sub(&s->references, 1) != 1)
        return;
    for (size_t i = 0; i < OUTLINES_BLOCKS; i++)
        free(s->blocks[i]);
    for (uint32_t i = 0; i < s->face_count; i++)
        free(s->faces[i].numbers);
    bm_arena_drop(s->arena);
    free(s);
}

bool bm_wire_store_full(const struct bm_wire_store *s)
{
    return s->n > OUTLINES_KEPT || s->bytes > OUTLINES_BYTES || s->face_count > FACES_KEPT;
}

uint32_t bm_wire_store_face(struct bm_wire_store *s, const struct bm_face *face)
{
    for (uint32_t i = 0; i < s->face_count; i++) {
        const struct bm_wire_face *f = &s->faces[i];
        if (f->index == face->index && f->checksum == face->checksum && f->size == face->size &&
            f->glyphs == face->glyphs && bm_str_eq(f->path, face->path))
            return i;
    }
    if (s->face_count == FACES_MOST)
        return FACES_MOST;
    struct bm_buf said = {0};
    bm_wire_string(&said, face->id);
    bm_wire_u(&said, face->upem);
    bm_wire_s(&said, face->ascender);
    bm_wire_s(&said, face->descender);
    s->faces[s->face_count] = (struct bm_wire_face){.path = bm_str_copy(s->arena, face->path),
                                                    .index = face->index,
                                                    .checksum = face->checksum,
                                                    .size = face->size,
                                                    .said = bm_buf_keep(&said, s->arena),
                                                    .numbers = zeros(face->glyphs + 1, 4),
                                                    .glyphs = face->glyphs};
    return s->face_count++;
}

uint32_t bm_wire_store_glyph(struct bm_wire_store *s, uint32_t place, const struct bm_face *face,
                             uint32_t gid, struct bm_str text, hb_draw_funcs_t *pen,
                             struct bm_buf *scratch)
{
    struct bm_wire_face *f = &s->faces[place];
    uint32_t *number = &f->numbers[gid < f->glyphs ? gid : f->glyphs];
    if (*number)
        return s->first + *number - 1;
    const uint32_t block = s->n / OUTLINES_BLOCK;
    if (block == OUTLINES_BLOCKS)
        return UINT32_MAX;
    if (!s->blocks[block])
        s->blocks[block] = zeros(OUTLINES_BLOCK, sizeof *s->blocks[block]);
    scratch->n = 0;
    bm_wire_u(scratch, place);
    uint32_t text_at;
    bm_wire_outline_put(scratch, face, gid, text, pen, &text_at);
    s->blocks[block][s->n % OUTLINES_BLOCK] =
        (struct bm_wire_outline){bm_arena_copy(s->arena, scratch->p, scratch->n),
                                 (uint32_t)scratch->n, text_at, (uint32_t)text.n};
    s->bytes += scratch->n;
    *number = ++s->n;
    return s->first + s->n - 1;
}

struct bm_wire_outlines bm_wire_outlines_hold(const struct bm_wire_outlines *outlines)
{
    atomic_fetch_add(&outlines->store->references, 1);
    return *outlines;
}

void bm_wire_outlines_drop(struct bm_wire_outlines *outlines)
{
    bm_wire_store_drop(outlines->store);
    *outlines = (struct bm_wire_outlines){0};
}

void bm_wire_put_outlines(struct bm_buf *out, const struct bm_wire_outlines *o, uint32_t from)
{
    struct bm_buf b = {0};
    from = from > o->first ? from : o->first;
    if (from >= o->next)
        return;
    bm_wire_u(&b, 1);
    bm_wire_u(&b, o->first);
    bm_wire_u(&b, from);
    bm_wire_u(&b, o->faces);
    for (uint32_t i = 0; i < o->faces; i++)
        bm_buf_str(&b, o->store->faces[i].said);
    bm_wire_u(&b, o->next - from);
    for (uint32_t i = from; i < o->next; i++) {
        const struct bm_wire_outline *outline = bm_wire_store_at(o->store, i);
        bm_wire_string(&b, (struct bm_str){outline->bytes, outline->n});
    }
    bm_wire_put(out, 'O', bm_buf_view(&b));
    bm_buf_free(&b);
}
