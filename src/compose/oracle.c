/* What the search asks for, answered by this room. */
#include "compose/choose.h"
#include "compose/jumps.h"
#include "compose/prices.h"

static bool settle(void *context, uint32_t article, const struct bm_plan_rect *rect, int32_t budget)
{
    return bm_compose_price_exactly(context, article, rect, budget);
}

void bm_compose_choose_by(struct planner *p)
{
    p->task.oracle.settle = settle;
    p->task.oracle.capacity = bm_compose_strip_rows;
    p->task.oracle.judge = bm_compose_judge_part;
    p->task.oracle.context = p;
}
