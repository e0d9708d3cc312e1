/* Which articles a region gets. */
#include "plan/allot.h"

#include "plan/strips.h"

/* What is left is filled with the lot, or with its earlier and later parts. */
static void fill_region(const struct allotting *d, uint32_t lot)
{
    struct bm_plan_search *s = d->s;
    const struct pool *pool = s->of[d->onward->region];
    struct allotting with = *d;
    if (lot == UINT32_MAX) {
        if (!d->ended)
            with.allotment.empty_cost = s->task->grid.regions[d->onward->region].empty;
        bm_plan_fill(&with);
        return;
    }
    if (!d->left.lines || !d->left.columns)
        return;
    if (!d->other.columns) {
        static const uint8_t any[DIVISION_PARTS];
        bm_plan_add_part(&with, lot, &d->left);
        with.allotment.parts[0].straight = d->ended;
        if (d->ended)
            bm_plan_fill(&with);
        else
            bm_plan_add_allotment(
                &with, any, known_least(&bm_plan_region_part(s, pool, lot, &d->left)->cell.part));
        return;
    }
    for (uint32_t k = 0; k < pool->lots[lot].splits; k++) {
        const struct split *split = &pool->splits[pool->lots[lot].split + k];
        with = *d;
        bm_plan_add_part(&with, split->earlier, &d->left);
        bm_plan_add_part(&with, split->later, &d->other);
        bm_plan_fill(&with);
    }
}

void bm_plan_allot(struct allotting *d, uint32_t from)
{
    struct bm_plan_search *s = d->s;
    const bool last = d->onward->region + 1 == s->task->grid.region_count;
    const bool own = bm_plan_has_own(s, d->onward->region);
    const uint32_t remain = s->chain->n - s->allotted[from].count;
    const uint32_t bare = bm_plan_bare_regions(s, d->onward->region + 1);
    for (uint32_t k = from; k < s->allotted_count; k++) {
        uint64_t mask = 0;
        spend(s, PART_ALLOT);
        if (is_spent(s) || allots_no_more(d))
            return;
        const uint32_t given = s->allotted[k].count - s->allotted[from].count;
        if (!bm_plan_difference(&s->allotted[from], &s->allotted[k], &mask))
            continue;
        if (!s->jumps && !s->few && given + bare > remain)
            continue;
        d->allotment.allotted = k;
        d->allotment.rest = 0;
        d->allotment.begun.columns = 0;
        const uint32_t lot = given || own
                                 ? bm_plan_lot_of(s, d->onward->region, &s->allotted[from], mask)
                                 : UINT32_MAX;
        if (lot == UINT32_MAX && (given || own))
            continue;
        const bool full = !d->left.lines || !d->left.columns;
        if (lot != UINT32_MAX || (d->ended ? full : s->few))
            fill_region(d, lot);
        if (!last && s->jumps && !d->other.columns)
            bm_plan_begin_article(d, lot, &s->allotted[k]);
    }
}
