#include "font/label.h"

struct bm_label bm_label_shape(struct bm_arena *arena, const struct bm_face *face,
                               struct bm_str text)
{
    /* Language and script are named, not guessed: HarfBuzz would ask the locale, and what is set
     * would differ from machine to machine. */
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, text.p, (int)text.n, 0, (int)text.n);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
    hb_buffer_set_language(buffer, hb_language_from_string("zh-Hans", -1));
    bm_face_shape(face, buffer, NULL, 0);
    unsigned n;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &n);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &n);
    struct bm_label label = {.glyphs = BM_NEW_N(arena, n, struct bm_label_glyph), .n = n};
    uint32_t end = (uint32_t)text.n;
    for (size_t i = n; i-- > 0;) {
        const bool first = i == 0 || info[i].cluster != info[i - 1].cluster;
        label.glyphs[i] = (struct bm_label_glyph){.gid = info[i].codepoint,
                                                  .advance = at[i].x_advance,
                                                  .dx = at[i].x_offset,
                                                  .dy = at[i].y_offset,
                                                  .text = info[i].cluster,
                                                  .bytes = first ? end - info[i].cluster : 0};
        end = first ? info[i].cluster : end;
        label.advance += at[i].x_advance;
    }
    hb_buffer_destroy(buffer);
    return label;
}
