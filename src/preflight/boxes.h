/* What is printed on a page as boxes, for preflight/ alone: of a run the em boxes of its line and,
 * where it is asked, each glyph's ink; of lines, ornaments and marks each stretch. Everything lives
 * in the arena given. */
#pragma once

#include "preflight/findings.h"

enum bm_box_kind {
    BM_BOX_TEXT,
    BM_BOX_PICTURE, /* or a QR code */
    BM_BOX_PANEL,   /* what other ink may stand on, but not lie under */
    BM_BOX_LINE,    /* a rule, a line of a box, an ornament, dots */
    BM_BOX_MARK     /* what belongs to text: 着重号, 专名号, the sign of a gap, a hyphen */
};

struct bm_ink_box {
    struct bm_rect rect; /* TEXT: em boxes, else ink */
    const struct bm_item *item;
    uint32_t article; /* index into bm_pages.articles; UINT32_MAX: none */
    uint32_t whole;   /* node of the paragraph or table */
    enum bm_box_kind kind;
    size_t order;           /* of the item on the page */
    struct bm_rect *glyphs; /* TEXT: ink of each glyph, of no size where it has none; once asked */
};

struct bm_ink_boxes {
    struct bm_ink_box *v;
    size_t n, cap;
};

/* All of the page, in painting order. */
void bm_ink_boxes_of(const struct bm_pages *pages, const struct bm_page *page,
                     struct bm_arena *arena, struct bm_ink_boxes *out);

/* The ink of the run's glyphs, as many as it has. */
const struct bm_rect *bm_ink_of_glyphs(struct bm_ink_box *box, struct bm_inks *inks,
                                       struct bm_arena *arena);

/* What both cover; of no size when nothing. */
struct bm_rect bm_rect_both(struct bm_rect a, struct bm_rect b);
