#include "page/page.h"

uint32_t bm_picture_ppi(const struct bm_picture *p)
{
    int64_t across = p->whole.w ? (int64_t)p->image->width * 72 * BM_PT / p->whole.w : 0;
    int64_t down = p->whole.h ? (int64_t)p->image->height * 72 * BM_PT / p->whole.h : 0;
    return (uint32_t)(across < down ? across : down);
}

void bm_pages_drop(struct bm_pages *pages)
{
    if (pages)
        bm_arena_drop(pages->arena);
}
