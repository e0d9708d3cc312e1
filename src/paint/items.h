/* Items of the page being painted. */
#ifndef BM_PAINT_ITEMS_H
#define BM_PAINT_ITEMS_H

#include "paint/paint.h"

struct bm_ink bm_style_ink(const struct bm_style *style);

struct bm_item *bm_emit_item(struct bm_painter *painter);
void bm_emit_rule(struct bm_painter *painter, uint32_t node, struct bm_rect rect, bm_len weight);

/* A path item with room for its operators and points. */
struct bm_path *bm_emit_path(struct bm_painter *painter, enum bm_item_kind kind, uint32_t node,
                             struct bm_rect bounds, size_t ops, size_t points);

#endif
