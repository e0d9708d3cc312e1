#include "record/ink.h"

struct bm_rect bm_rects_joined(struct bm_rect a, struct bm_rect b)
{
    if (!b.w && !b.h)
        return a;
    if (!a.w && !a.h)
        return b;
    const bm_len x = a.x < b.x ? a.x : b.x, y = a.y < b.y ? a.y : b.y;
    const bm_len right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    const bm_len bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct bm_rect){x, y, right - x, bottom - y};
}

bool bm_glyph_ink(struct bm_inks *inks, const struct bm_run *run, const struct bm_glyph *glyph,
                  struct bm_rect *ink)
{
    const struct bm_face *face = run->face;
    hb_glyph_extents_t e;
    if (!bm_inks_of(inks, face, glyph->gid, &e))
        return false;
    const int64_t size = run->size, upem = face->upem;
    const bm_len left = bm_len_ratio(e.x_bearing, size, upem);
    const bm_len right = bm_len_ratio(e.x_bearing + e.width, size, upem);
    const bm_len top = bm_len_ratio(e.y_bearing, size, upem);
    const bm_len bottom = bm_len_ratio(e.y_bearing + e.height, size, upem);
    bm_len x = glyph->x, y = glyph->y;
    if (run->mode == BM_SIDEWAYS) { /* up is to the right */
        *ink = (struct bm_rect){x + bottom, y + left, top - bottom, right - left};
        return true;
    }
    if (run->mode == BM_VERTICAL) {
        x -= bm_len_ratio(bm_face_advance(face, glyph->gid), size, 2 * upem);
        y += bm_len_ratio(face->ascender, size, upem);
    }
    const int64_t narrow = run->condense ? run->condense : 10000;
    *ink = (struct bm_rect){x + bm_len_ratio(left, narrow, 10000), y - top,
                            bm_len_ratio(right - left, narrow, 10000), top - bottom};
    return true;
}
