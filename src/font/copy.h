/* The glyph copier: the glyphs asked for, their outlines as the face has them, with any advances.
 * It reads what those glyphs need and no more of a file, and takes nothing that it has not looked
 * at. Private to this room.
 *
 * Both give glyphs the ids 0, 1, … in the order asked for, and NULL; or a reason why the face is
 * not copied (base/reasons.def): it is broken, of a kind that is seldom met, or beyond
 * font/limits.h.
 */
#pragma once

#include "font/steps.h"

/* A bare CFF program, keyed by CID: the CID of a glyph is its id. It has one Font DICT, for without
 * hints those of a face differ in nothing, and the face's own name. */
const char *bm_copy_cff(struct bm_arena *arena, const struct bm_face *face, struct bm_str table,
                        const struct bm_subset_glyph *glyphs, size_t n, struct bm_str *program);

/* The tables of a face with TrueType outlines. */
struct bm_glyf_tables {
    struct bm_str head, hhea, maxp, hmtx;
};

/* A TrueType program; the parts of composites come after the glyphs asked for. Without
 * instructions, and without the flag by which a part's advance stands for the whole's. */
const char *bm_copy_glyf(struct bm_arena *arena, const struct bm_face *face,
                         const struct bm_glyf_tables *tables, const struct bm_subset_glyph *glyphs,
                         size_t n, struct bm_str *program);

/* Big-endian numbers of font tables. */
static inline void bm_put_be(struct bm_buf *out, uint32_t value, unsigned size)
{
    char bytes[4];
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (char)(value >> 8 * (size - 1 - i));
    bm_buf_put(out, bytes, size);
}
