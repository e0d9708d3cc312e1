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

/* A layout's colour as ink: solid black overprints, all else knocks out. */
struct bm_ink bm_paint_ink_of(const struct bm_colour *colour);

/* Prints large solids in the black that the layout wants for them. */
void bm_paint_large_black(struct bm_page *page, const struct bm_limits *limits);

/* Adds a node to the tree; its index. */
uint32_t bm_paint_node(struct bm_painter *painter, struct bm_node node);
