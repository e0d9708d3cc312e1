/* What a plan costs, for the report. */
#include "compose/ledger.h"

#include "compose/jumps.h"
#include "compose/prices.h"

void bm_compose_report(struct planner *p, const struct judged *plan, uint32_t limits,
                       uint32_t measured, struct bm_plan_ledger *l)
{
    const uint32_t n = p->task.articles.n;
    *l = (struct bm_plan_ledger){.cost = plan->cost,
                                 .bound = plan->bound,
                                 .optimal = plan->bound == plan->cost && !p->bounds_broken,
                                 .limits = limits,
                                 .fits = p->fits,
                                 .bounds_missed = p->bounds_broken,
                                 .measured = measured,
                                 .article_count = n};
    l->states = p->states;
    l->steps = p->budget->parts / BM_STEP;
    l->steps_most = p->budget->parts_most / BM_STEP;
    l->articles = bm_arena_array(p->ledger, n, sizeof *l->articles);
    memcpy(l->costs, plan->costs, sizeof l->costs);
    memcpy(l->counts, plan->counts, sizeof l->counts);
    for (uint32_t a = 0; a < n; a++) {
        const struct bm_str name = p->candidates[a].subject->galley->name;
        struct bm_plan_price *price = &l->articles[a];
        price->name = bm_str_copy(p->ledger, name);
        price->cost = bm_plan_goes_on(&plan->plan, a)
                          ? bm_compose_jump_price(p, &plan->plan, a, price->costs)
                          : bm_compose_price_penalties(p, a, &plan->plan.blocks[a], price->costs);
        /* What articles that go on cost is among the pages' costs already. */
        for (int k = 0; k < BM_PENALTIES && !bm_plan_goes_on(&plan->plan, a); k++)
            l->costs[k] += price->costs[k];
    }
}
