/* Long articles that begin in one region and end in another, in strips: across a region or down it,
 * or in a corner of it; and, on the way to its end, down the left and on beside that (an L). */
#include "plan/strips.h"

void bm_plan_take_strip(struct allotting *d, struct bm_plan_rect *from, struct bm_plan_rect *strip,
                        bool below, bool first, uint32_t n)
{
    bool through = false;
    *strip = *from;
    if (below) {
        through = n < from->lines && is_through_across(d->s, from->columns);
        strip->lines = n;
        strip->line += first ? 0 : from->lines - n;
        from->line += first ? n : 0;
        from->lines -= n;
    } else {
        through = n < from->columns && is_through_down(d->s, from->columns, from->lines);
        strip->columns = n;
        strip->column += first ? 0 : from->columns - n;
        from->column += first ? n : 0;
        from->columns -= n;
    }
    d->allotment.seams.through += through;
}

uint32_t bm_plan_capacity(const struct allotting *d, uint32_t article, const struct bm_plan_rect *r,
                          bool first, int64_t *own)
{
    int32_t cost = 0;
    const uint32_t step = d->s->task->articles.list[article].step;
    const bool whole = r->columns == d->s->task->grid.regions[d->onward->region].rect.columns;
    if (r->columns < step || (r->columns % step && !whole))
        return 0;
    const uint32_t rows = d->s->task->oracle.capacity(d->s->task->oracle.context, article,
                                                      d->onward->region, r, first, &cost);
    *own += cost;
    return rows;
}

/* Whether a strip that holds so many of an article's rows has enough of them, and leaves enough. */
bool bm_plan_parts_well(uint32_t held, uint32_t rows)
{
    return held >= BM_PLAN_ROWS_LEAST && held + BM_PLAN_ROWS_LEAST <= rows;
}
