#include "page/page.h"

bool bm_ink_is_black(struct bm_ink ink)
{
    return !ink.spot && !ink.c && !ink.m && !ink.y && ink.k == 10000;
}

uint32_t bm_ink_total(struct bm_ink ink)
{
    return ink.spot ? ink.tint : (uint32_t)ink.c + ink.m + ink.y + ink.k;
}

#define DARK 7000 /* K that carries a shape */

bool bm_ink_is_rich(struct bm_ink ink)
{
    return !ink.spot && ink.k >= DARK && (ink.c || ink.m || ink.y);
}
