/* Items of the page and nodes of the tree. */
#include "paint/items.h"

uint32_t bm_paint_node(struct bm_painter *painter, struct bm_node node)
{
    struct bm_pages *p = painter->pages;
    p->nodes = bm_arena_grow(painter->arena, p->nodes, p->node_count, &painter->node_cap,
                             sizeof *p->nodes);
    p->nodes[p->node_count] = node;
    return (uint32_t)p->node_count++;
}

uint32_t bm_paint_artefact(struct bm_painter *painter, const char *name)
{
    return bm_paint_node(painter, (struct bm_node){.role = BM_ROLE_ARTEFACT,
                                                   .article = UINT32_MAX,
                                                   .field = name,
                                                   .span = bm_span_none()});
}

struct bm_item *bm_paint_item(struct bm_painter *painter, enum bm_item_kind kind, uint32_t node,
                              struct bm_rect rect, struct bm_ink ink)
{
    painter->page->items = bm_arena_grow(painter->items, painter->page->items, painter->page->n,
                                         &painter->item_cap, sizeof *painter->page->items);
    struct bm_item *item = &painter->page->items[painter->page->n++];
    *item = (struct bm_item){
        .kind = kind, .node = node, .rect = rect, .ink = ink, .span = bm_span_none()};
    return item;
}

struct bm_ink bm_paint_ink_of(const struct bm_colour *colour)
{
    struct bm_ink ink = {colour->c, colour->m,    colour->y,   colour->k,
                         false,     colour->spot, colour->tint};
    ink.overprint = bm_ink_is_black(ink);
    return ink;
}

void bm_paint_large_black(struct bm_page *page, const struct bm_limits *limits)
{
    for (size_t i = 0; limits->black_large && i < page->n; i++) {
        struct bm_item *item = &page->items[i];
        if ((item->kind == BM_ITEM_FILL || item->kind == BM_ITEM_PATH) &&
            bm_ink_is_black(item->ink) && item->rect.w >= limits->black_large &&
            item->rect.h >= limits->black_large)
            item->ink = limits->black;
    }
}

void bm_paint_rule(struct bm_painter *painter, uint32_t node, struct bm_rect rect, bm_len weight,
                   struct bm_ink ink)
{
    bm_paint_item(painter, BM_ITEM_RULE, node, rect, ink)->weight = weight;
}

struct bm_ink bm_paint_style_ink(const struct bm_style *style)
{
    if (style->reverse)
        return (struct bm_ink){0};
    return bm_paint_ink_of(&style->colour);
}
