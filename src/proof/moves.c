/* What differs between plans. */
#include "proof/plans.h"

const struct bm_page *bm_plans_page(const struct bm_plans *plans, size_t plan, size_t n)
{
    const struct bm_pages *pages = plans->v[plan];
    for (size_t i = 0; i < pages->page_count; i++)
        if (pages->pages[i].number == plans->shown[n])
            return &pages->pages[i];
    return NULL;
}

const struct bm_ledger *bm_plans_article(const struct bm_plans *plans, size_t plan,
                                         uint32_t article)
{
    const struct bm_pages *pages = plans->v[plan];
    for (size_t i = 0; i < pages->article_count; i++)
        if (bm_str_eq(pages->articles[i].name, plans->names[article]))
            return &pages->articles[i];
    return NULL;
}

static bool near(bm_len a, bm_len b, bm_len most)
{
    return a - b < most && b - a < most;
}

enum bm_move bm_plans_move(const struct bm_plans *plans, size_t plan, uint32_t article)
{
    const struct bm_ledger *best = bm_plans_article(plans, 0, article);
    const struct bm_ledger *here = bm_plans_article(plans, plan, article);
    if (!best || !here || best->frame_count != here->frame_count)
        return best == here ? BM_STAYS : BM_OTHER_COLUMNS;
    enum bm_move move = BM_STAYS;
    for (size_t i = 0; i < here->frame_count; i++) {
        const struct bm_placed_frame *a = &best->frames[i], *b = &here->frames[i];
        bm_len grid = 0;
        for (size_t k = 0; k < plans->v[0]->page_count; k++)
            if (plans->v[0]->pages[k].number == a->page)
                grid = plans->v[0]->pages[k].grid;
        /* Less than a grid line is the doing of a box, not of the plan. */
        if (a->page != b->page || !near(a->rect.x, b->rect.x, grid) ||
            !near(a->rect.w, b->rect.w, grid))
            return BM_OTHER_COLUMNS;
        if (!near(a->rect.y, b->rect.y, grid / 2) || !near(a->rect.h, b->rect.h, grid / 2))
            move = BM_OTHER_LINES;
    }
    return move;
}

struct bm_rgb bm_article_colour(uint32_t article)
{
    static const struct bm_rgb colours[] = {
        {0.80, 0.16, 0.18}, {0.11, 0.42, 0.69}, {0.16, 0.52, 0.22}, {0.86, 0.44, 0.03},
        {0.50, 0.30, 0.68}, {0.04, 0.56, 0.60}, {0.80, 0.25, 0.53}, {0.50, 0.33, 0.22},
        {0.46, 0.49, 0.08}, {0.25, 0.28, 0.62}, {0.64, 0.47, 0.06}, {0.30, 0.42, 0.47},
        {0.55, 0.10, 0.32}, {0.22, 0.55, 0.78}, {0.36, 0.62, 0.26}, {0.63, 0.40, 0.63},
    };
    return colours[article % BM_COUNT(colours)];
}
