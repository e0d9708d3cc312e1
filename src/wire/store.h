/* Outlines that were met, private to this room. What is in a store stays as it is; the one thread
 * that has the wire adds to its end, others read below what they were told there is. */
#pragma once

#include "font/font.h"
#include "wire/limits.h"
#include "wire/number.h"

#include <stdatomic.h>

struct bm_wire_outline {
    const char *bytes; /* as wire.h has it */
    uint32_t n;
    uint32_t text; /* where in them the characters are … */
    uint32_t text_length;
};

struct bm_wire_face {
    struct bm_str path; /* with index, size and checksum it is known again … */
    uint32_t index, checksum;
    uint64_t size;
    struct bm_str said; /* … and this is sent of it */
    uint32_t *numbers;  /* of each glyph, from the store's first, and 1; 0: not met */
    uint32_t glyphs;
};

struct bm_wire_store {
    _Atomic unsigned references;
    uint32_t first, n; /* number of the first; how many */
    size_t bytes;
    struct bm_wire_outline *blocks[OUTLINES_BLOCKS];
    struct bm_wire_face faces[FACES_MOST];
    uint32_t face_count;
    struct bm_arena *arena; /* of the bytes */
};

struct bm_wire_store *bm_wire_store_new(uint32_t first);
void bm_wire_store_drop(struct bm_wire_store *store);
/* Whether it has grown so much that one should begin anew. */
bool bm_wire_store_full(const struct bm_wire_store *store);

/* The face's place in the list; FACES_MOST: there is no room. */
uint32_t bm_wire_store_face(struct bm_wire_store *store, const struct bm_face *face);
/* The number of a glyph's outline, which is read when it is met first, as standing for the
 * characters `text`; UINT32_MAX: there is no room. */
uint32_t bm_wire_store_glyph(struct bm_wire_store *store, uint32_t place,
                             const struct bm_face *face, uint32_t gid, struct bm_str text,
                             hb_draw_funcs_t *pen, struct bm_buf *scratch);

static inline const struct bm_wire_outline *bm_wire_store_at(const struct bm_wire_store *store,
                                                             uint32_t number)
{
    const uint32_t i = number - store->first;
    return &store->blocks[i / OUTLINES_BLOCK][i % OUTLINES_BLOCK];
}

/* Functions that draw into a struct bm_wire_pen. */
hb_draw_funcs_t *bm_wire_pen_new(void);
/* Appends flags, advance, text and path of a glyph. */
void bm_wire_outline_put(struct bm_buf *out, const struct bm_face *face, uint32_t gid,
                         struct bm_str text, hb_draw_funcs_t *pen, uint32_t *text_at);
