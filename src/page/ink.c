#include "page/page.h"

bool bm_ink_is_black(struct bm_ink ink)
{
    return !ink.spot && !ink.c && !ink.m && !ink.y && ink.k == 10000;
}

bool bm_ink_is_white(struct bm_ink ink)
{
    return bm_ink_total(ink) == 0;
}

uint32_t bm_ink_total(struct bm_ink ink)
{
    return ink.spot ? ink.tint : (uint32_t)ink.c + ink.m + ink.y + ink.k;
}

#define FULL 10000
#define DARK 7000 /* K that carries a shape */

bool bm_ink_is_rich(struct bm_ink ink)
{
    return !ink.spot && ink.k >= DARK && (ink.c || ink.m || ink.y);
}

/* A page being looked at. */
struct look {
    const struct bm_pages *pages;
    const struct bm_page *page;
    void (*found)(void *context, const struct bm_ink_fault *fault);
    void *context;
};

static void say(const struct look *l, enum bm_ink_fault_kind kind, const struct bm_item *item,
                uint32_t amount)
{
    const struct bm_ink_fault fault = {kind, l->page, item, amount};
    l->found(l->context, &fault);
}

static bool is_shape(const struct bm_item *item)
{
    return item->kind == BM_ITEM_FILL || item->kind == BM_ITEM_PATH;
}

static bool meet(const struct bm_rect *a, const struct bm_rect *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w + (a->w == 0) && a->y < b->y + b->h &&
           b->y < a->y + a->h + (a->h == 0);
}

/* Ink of an item with that of the shapes which it overprints. */
static uint32_t total_of(const struct look *l, const struct bm_item *item, struct bm_ink ink)
{
    uint32_t most = bm_ink_total(ink);
    for (const struct bm_item *below = l->page->items; ink.overprint && below < item; below++) {
        const struct bm_ink b = below->ink;
        if (!is_shape(below) || bm_ink_is_black(b) || !meet(&item->rect, &below->rect))
            continue;
        uint32_t sum = b.spot || ink.spot
                           ? bm_ink_total(b) + bm_ink_total(ink)
                           : (uint32_t)(ink.c ? ink.c : b.c) + (ink.m ? ink.m : b.m) +
                                 (ink.y ? ink.y : b.y) + (ink.k ? ink.k : b.k);
        if (sum > most)
            most = sum;
    }
    return most;
}

static void look_at(const struct look *l, const struct bm_item *item)
{
    const struct bm_limits *limits = &l->pages->limits;
    bool text = item->kind == BM_ITEM_RUN;
    struct bm_ink ink = text ? item->run.ink : item->ink;
    if (bm_ink_is_black(ink) && !ink.overprint && !is_shape(item))
        say(l, BM_FAULT_KNOCKS_OUT, item, 0);
    if (text && bm_ink_is_rich(ink) && item->run.size < limits->black_text)
        say(l, BM_FAULT_RICH_TEXT, item, (uint32_t)item->run.size);
    if (bm_ink_is_white(ink) && ink.overprint)
        say(l, BM_FAULT_WHITE_OVERPRINTS, item, 0);
    uint32_t total = total_of(l, item, ink);
    if (limits->ink && total > limits->ink * (FULL / 100))
        say(l, BM_FAULT_INK, item, total);
    if (is_shape(item) && limits->black_large && item->rect.w >= limits->black_large &&
        item->rect.h >= limits->black_large && (bm_ink_is_black(ink) || bm_ink_is_rich(ink)) &&
        !(ink.c == limits->black.c && ink.m == limits->black.m && ink.y == limits->black.y &&
          ink.k == limits->black.k))
        say(l, BM_FAULT_LARGE_BLACK, item, 0);
}

void bm_ink_faults(const struct bm_pages *pages, const struct bm_page *page,
                   void (*found)(void *context, const struct bm_ink_fault *fault), void *context)
{
    const struct look l = {pages, page, found, context};
    for (size_t i = 0; i < page->n; i++)
        if (page->items[i].kind != BM_ITEM_PICTURE)
            look_at(&l, &page->items[i]);
}
