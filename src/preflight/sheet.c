/* The sheet: how many pages, how large, what stands at their edges. */
#include "preflight/checks.h"

/* 0.01 mm: places are sums of rounded lengths, and no press knows so little. */
#define SLACK (bm_len)(360 * BM_PT / 12700)

static bm_len distance(bm_len a, bm_len b)
{
    return a > b ? a - b : b - a;
}

void bm_check_edition(struct bm_walk *walk)
{
    const struct bm_preflight *s = walk->settings;
    size_t n = walk->pages->page_count;
    if (!bm_rule_on(walk, BM_RULE_PAGE_COUNT))
        return;
    if (n < s->pages_least || n > s->pages_most)
        BM_FOUND(walk, BM_RULE_PAGE_COUNT, BM_MSG_PAGE_RANGE, false, NULL, NULL,
                 bm_words_number(walk, n), bm_words_number(walk, s->pages_least),
                 bm_words_number(walk, s->pages_most));
    if (n % s->pages_multiple)
        BM_FOUND(walk, BM_RULE_PAGE_COUNT, BM_MSG_PAGE_COUNT, false, NULL, NULL,
                 bm_words_number(walk, n), bm_words_number(walk, s->pages_multiple));
}

/* Folio and boxes are on every page: they alone do not fill one. */
static bool fills(const struct bm_pages *pages, const struct bm_item *item)
{
    static const char *const bare[] = {"folio", "box", "rule"};
    if (item->node >= pages->node_count)
        return true;
    const struct bm_node *node = &pages->nodes[item->node];
    if (node->role != BM_ROLE_ARTEFACT || item->kind == BM_ITEM_PICTURE || !node->field)
        return true;
    for (size_t i = 0; i < BM_COUNT(bare); i++)
        if (strcmp(node->field, bare[i]) == 0)
            return false;
    return true;
}

void bm_check_page(struct bm_walk *walk)
{
    const struct bm_preflight *s = walk->settings;
    const struct bm_page *page = walk->page;
    bool full = false;
    for (size_t i = 0; i < page->n && !full; i++)
        full = fills(walk->pages, &page->items[i]);
    if (!full)
        bm_found(walk, BM_RULE_EMPTY_PAGE, BM_MSG_EMPTY_PAGE, false, NULL, NULL, NULL, 0);
    if (s->page_width && (distance(page->width, s->page_width) > s->page_tolerance ||
                          distance(page->height, s->page_height) > s->page_tolerance))
        BM_FOUND(walk, BM_RULE_PAGE_SIZE, BM_MSG_PAGE_SIZE, false, NULL, NULL,
                 bm_words_size(walk, page->width, page->height),
                 bm_words_size(walk, s->page_width, s->page_height));
}

static bool inkless(const struct bm_item *item)
{
    return item->kind != BM_ITEM_PICTURE &&
           bm_coverage_of(item->kind == BM_ITEM_RUN ? item->run.ink : item->ink).white;
}

void bm_check_place(struct bm_walk *walk, const struct bm_item *item)
{
    const struct bm_preflight *s = walk->settings;
    const struct bm_page *page = walk->page;
    const struct bm_rect r = bm_item_bounds(item);
    /* From each side of the trim inwards; negative: over it. */
    const bm_len sides[4] = {r.x, r.y, page->width - (r.x + r.w), page->height - (r.y + r.h)};
    bm_len least = sides[0], beyond = page->bleed;
    for (int i = 0; i < 4; i++) {
        least = sides[i] < least ? sides[i] : least;
        if (sides[i] > SLACK)
            continue;
        /* What lies outside the bleed is not in the PDF. */
        beyond = -sides[i] < beyond ? -sides[i] : beyond;
    }
    const bool soft = least + SLACK >= s->margin_least;
    if ((least > SLACK && least + SLACK >= s->margin_warn) || inkless(item))
        return;
    if (least > SLACK)
        bm_found_near(walk, BM_RULE_SAFE_MARGIN, BM_MSG_SAFE_MARGIN, soft, item, &r, least,
                      soft ? s->margin_warn : s->margin_least);
    else if (item->kind == BM_ITEM_RUN)
        bm_found_near(walk, BM_RULE_SAFE_MARGIN, BM_MSG_OVER_TRIM, false, item, &r, least,
                      s->margin_least);
    else if (beyond + SLACK < s->bleed_least)
        bm_found_near(walk, BM_RULE_MISSING_BLEED, BM_MSG_MISSING_BLEED, false, item, &r,
                      beyond > 0 ? beyond : 0, s->bleed_least);
}
