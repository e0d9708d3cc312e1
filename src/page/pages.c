#include "page/page.h"

#define INCH (72 * (int64_t)BM_PT)

/* Of all the pixels that it has. */
static uint32_t ppi_of(const struct bm_picture *p)
{
    int64_t across = p->whole.w ? p->image->width * INCH / p->whole.w : 0;
    int64_t down = p->whole.h ? p->image->height * INCH / p->whole.h : 0;
    return (uint32_t)(across < down ? across : down);
}

uint32_t bm_picture_ppi(const struct bm_picture *p)
{
    const uint32_t ppi = ppi_of(p);
    return p->ppi_most && ppi > p->ppi_most ? p->ppi_most : ppi;
}

static uint32_t needed(bm_len length, uint32_t ppi, uint32_t has)
{
    const int64_t n = ((int64_t)length * ppi + INCH - 1) / INCH;
    return n < 1 ? 1 : n < has ? (uint32_t)n : has;
}

void bm_picture_size(const struct bm_picture *p, uint32_t *width, uint32_t *height)
{
    *width = p->image->width;
    *height = p->image->height;
    if (!p->ppi_most || ppi_of(p) <= p->ppi_most)
        return;
    *width = needed(p->whole.w, p->ppi_most, *width);
    *height = needed(p->whole.h, p->ppi_most, *height);
}

uint32_t bm_node_whole(const struct bm_pages *pages, uint32_t node)
{
    while (node < pages->node_count &&
           (pages->nodes[node].role == BM_ROLE_LABEL || pages->nodes[node].role == BM_ROLE_BODY ||
            pages->nodes[node].role == BM_ROLE_CELL || pages->nodes[node].role == BM_ROLE_ROW))
        node = pages->nodes[node].parent;
    return node;
}

void bm_pages_drop(struct bm_pages *pages)
{
    if (pages)
        bm_arena_drop(pages->arena);
}
