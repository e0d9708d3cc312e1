/* Where articles stand: of each, and each frame that it has on the page, the rectangle of its ink
 * and em boxes there; what lies between two of its rectangles side by side or one above the other
 * is bridged. */
#include "epaper/parts.h"

#include <stdlib.h>

/* Rectangles as far apart as this many grid lines still belong together. */
#define BRIDGE_LINES 3

struct ground {
    struct bm_epaper *e;
    const struct bm_page *page;
    struct bm_inks *inks;
    struct bm_epaper_claim *claims;
    uint32_t *frames; /* of each: which of the ledger's */
    size_t n, claim_cap, frame_cap;
};

static void widen(struct bm_rect *r, struct bm_rect more)
{
    const bm_len right = r->x + r->w, foot = r->y + r->h;
    const bm_len more_right = more.x + more.w, more_foot = more.y + more.h;
    r->x = more.x < r->x ? more.x : r->x;
    r->y = more.y < r->y ? more.y : r->y;
    r->w = (more_right > right ? more_right : right) - r->x;
    r->h = (more_foot > foot ? more_foot : foot) - r->y;
}

static bm_len scaled(int32_t units, const struct bm_run *run)
{
    return bm_len_ratio(units, run->size, run->face->upem ? run->face->upem : 1);
}

/* Em boxes, and the ink that leaves them: of upright lines that of each glyph. Turned letters have
 * theirs within a quarter of their size. */
static struct bm_rect box_of(struct ground *g, const struct bm_item *item)
{
    struct bm_rect box = item->rect;
    const struct bm_run *run = &item->run;
    if (item->kind == BM_ITEM_RULE)
        return (struct bm_rect){box.x - item->weight / 2, box.y - item->weight / 2,
                                box.w + item->weight, box.h + item->weight};
    if (item->kind != BM_ITEM_RUN || !run->face)
        return box;
    if (run->mode == BM_SIDEWAYS)
        return (struct bm_rect){box.x - run->size / 8, box.y, box.w + run->size / 4, box.h};
    for (size_t i = 0; run->mode == BM_HORIZONTAL && i < run->n; i++) {
        hb_glyph_extents_t ink;
        const struct bm_glyph *at = &run->glyphs[i];
        if (!bm_inks_of(g->inks, run->face, at->gid, &ink))
            continue;
        const bm_len wide = run->condense ? run->condense : 10000;
        widen(&box, (struct bm_rect){at->x + bm_len_ratio(scaled(ink.x_bearing, run), wide, 10000),
                                     at->y - scaled(ink.y_bearing, run),
                                     bm_len_ratio(scaled(ink.width, run), wide, 10000),
                                     scaled(-ink.height, run)});
    }
    return box;
}

/* Which frame of the article an item stands in, by its middle; as many as there are: in none. */
static uint32_t frame_of(const struct bm_ledger *ledger, uint32_t page, const struct bm_rect *r)
{
    const bm_len x = r->x + r->w / 2, y = r->y + r->h / 2;
    uint32_t i = 0;
    for (; i < ledger->frame_count; i++) {
        const struct bm_rect *f = &ledger->frames[i].rect;
        if (ledger->frames[i].page == page && x >= f->x && x <= f->x + f->w && y >= f->y &&
            y <= f->y + f->h)
            break;
    }
    return i;
}

static void claim(struct ground *g, uint32_t owner, uint32_t frame, struct bm_rect rect)
{
    struct bm_arena *arena = g->e->arena;
    for (size_t i = g->n; i-- > 0;)
        if (g->claims[i].owner == owner && g->frames[i] == frame) {
            widen(&g->claims[i].rect, rect);
            return;
        }
    if (g->n == BM_EPAPER_RECTS)
        return;
    g->claims = bm_arena_grow(arena, g->claims, g->n, &g->claim_cap, sizeof *g->claims);
    g->frames = bm_arena_grow(arena, g->frames, g->n, &g->frame_cap, sizeof *g->frames);
    g->frames[g->n] = frame;
    g->claims[g->n++] = (struct bm_epaper_claim){.rect = rect, .owner = owner};
}

/* The place among the page's areas of an article, or of its entry in the guide. */
static uint32_t area_for(struct bm_epaper *e, struct bm_epaper_page *page, uint32_t article,
                         bool guide)
{
    uint32_t i = (uint32_t)page->n;
    while (i-- > 0)
        if (page->areas[i].article == article && page->areas[i].guide == guide)
            return i;
    page->areas = bm_arena_grow(e->arena, page->areas, page->n, &page->cap, sizeof *page->areas);
    page->areas[page->n] = (struct bm_epaper_area){.article = article, .guide = guide};
    return (uint32_t)page->n++;
}

static bool is_field(const struct bm_node *node, const char *field)
{
    return node->role == BM_ROLE_ARTEFACT && node->field && strcmp(node->field, field) == 0;
}

/* The article that an item belongs to, or of the guide leads to, as index into the ledger: its own
 * ink, and the label that speaks of it. UINT32_MAX: none. */
static uint32_t ledger_of(const struct bm_node *node, bool guides)
{
    if (is_field(node, guides ? "guide" : "label"))
        return node->about ? node->about - 1 : UINT32_MAX;
    return guides || node->role == BM_ROLE_ARTEFACT ? UINT32_MAX : node->article;
}

static void claim_items(struct ground *g, struct bm_epaper_page *out)
{
    const struct bm_pages *pages = g->e->pages;
    for (int guides = 0; guides < 2; guides++)
        for (size_t i = 0; i < g->page->n; i++) {
            const struct bm_item *item = &g->page->items[i];
            const uint32_t ledger = item->node < pages->node_count
                                        ? ledger_of(&pages->nodes[item->node], guides == 1)
                                        : UINT32_MAX;
            if (ledger >= pages->article_count || !g->e->of_ledger[ledger])
                continue;
            const struct bm_rect box = box_of(g, item);
            claim(g, area_for(g->e, out, g->e->of_ledger[ledger] - 1, guides),
                  guides ? 0 : frame_of(&pages->articles[ledger], g->page->number, &box), box);
        }
}

static bm_len later(bm_len a, bm_len b)
{
    return a > b ? a : b;
}

static bm_len sooner(bm_len a, bm_len b)
{
    return a < b ? a : b;
}

/* What lies between two rectangles that stand beside or above one another; of no size when they do
 * not, or touch. */
static struct bm_rect between(const struct bm_rect *a, const struct bm_rect *b, bm_len most)
{
    const bm_len left = later(a->x, b->x), right = sooner(a->x + a->w, b->x + b->w);
    const bm_len top = later(a->y, b->y), foot = sooner(a->y + a->h, b->y + b->h);
    if (left < right && top > foot && top - foot <= most)
        return (struct bm_rect){left, foot, right - left, top - foot};
    if (top < foot && left > right && left - right <= most)
        return (struct bm_rect){right, top, left - right, foot - top};
    return (struct bm_rect){0};
}

static void bridge(struct ground *g)
{
    const size_t n = g->n;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            const struct bm_epaper_claim *a = &g->claims[i], *b = &g->claims[k];
            if (a->owner != b->owner)
                continue;
            const struct bm_rect r = between(&a->rect, &b->rect, BRIDGE_LINES * g->page->grid);
            if (!r.w || g->n >= 2 * BM_EPAPER_RECTS)
                continue;
            const struct bm_epaper_claim made = {.rect = r, .owner = a->owner, .bridge = true};
            g->claims =
                bm_arena_grow(g->e->arena, g->claims, g->n, &g->claim_cap, sizeof *g->claims);
            g->claims[g->n++] = made;
        }
}

/* Small ones first: what stands inside another keeps its own. */
static int by_size(const void *pa, const void *pb)
{
    const struct bm_epaper_claim *a = pa, *b = pb;
    const int64_t x = (int64_t)a->rect.w * a->rect.h, y = (int64_t)b->rect.w * b->rect.h;
    if (x != y)
        return x < y ? -1 : 1;
    return a->owner != b->owner     ? (a->owner < b->owner ? -1 : 1)
           : a->rect.y != b->rect.y ? (a->rect.y < b->rect.y ? -1 : 1)
                                    : (a->rect.x > b->rect.x) - (a->rect.x < b->rect.x);
}

static int by_reading(const void *pa, const void *pb)
{
    const struct bm_epaper_area *a = pa, *b = pb;
    if (a->guide != b->guide)
        return a->guide ? 1 : -1;
    return a->article < b->article ? -1 : a->article > b->article;
}

void bm_epaper_areas(struct bm_epaper *e)
{
    struct bm_arena *work = bm_arena_new();
    struct bm_inks *inks = bm_inks_new(work);
    for (size_t i = 0; i < e->pages->page_count; i++) {
        struct bm_epaper_page *page = &e->page[i];
        struct ground g = {.e = e, .page = &e->pages->pages[i], .inks = inks};
        claim_items(&g, page);
        bridge(&g);
        if (g.n)
            qsort(g.claims, g.n, sizeof *g.claims, by_size);
        bm_epaper_outline(e->arena, g.claims, g.n, page->n, page->areas);
        if (page->n)
            qsort(page->areas, page->n, sizeof *page->areas, by_reading);
    }
    bm_arena_drop(work);
}
