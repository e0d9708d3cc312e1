/* What a fit costs. */
#include "fit/flow.h"

/* What the slots that stay empty cost: few at the end of the last column, many anywhere else. */
int64_t bm_cost_of_rest(const struct bm_slot *slots, size_t n, size_t rows)
{
    size_t last = 0, rest = n - rows;
    while (last < n && slots[n - 1 - last].leg == slots[n - 1].leg)
        last++;
    if (rest <= last)
        return (int64_t)rest * BM_COST_SHORT_ROW;
    return (int64_t)last * BM_COST_SHORT_ROW + (int64_t)(rest - last) * BM_COST_UNEVEN;
}

int64_t bm_variant_cost(const struct bm_variant *v, uint32_t changes)
{
    /* Above the head first, and nowhere more than needed. */
    const uint32_t head = v->head_above + 2 * v->head_below * v->head_below;
    const uint32_t space = head + 2 * (v->before_list + v->after_list + v->before_tail);
    return (int64_t)changes * BM_COST_LOOSENESS + (int64_t)space * BM_COST_SPACE;
}
