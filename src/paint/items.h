/* Items of the page being painted. */
#pragma once

#include "paint/paint.h"

/* Solid black, which overprints. */
static inline struct bm_ink bm_paint_black(void)
{
    return (struct bm_ink){.k = 10000, .overprint = true};
}
struct bm_ink bm_paint_style_ink(const struct bm_style *style);

/* A node of what belongs to no article. */
uint32_t bm_paint_artefact(struct bm_painter *painter, const char *name);
/* An item above all that are there, to be filled in; it may move when the next one is made. */
struct bm_item *bm_paint_item(struct bm_painter *painter, enum bm_item_kind kind, uint32_t node,
                              struct bm_rect rect, struct bm_ink ink);
void bm_paint_rule(struct bm_painter *painter, uint32_t node, struct bm_rect rect, bm_len weight,
                   struct bm_ink ink);
