/* Faults of pages: what blocks cost together, beside their prices. The search asks for those of
 * each region as it divides it (bm_compose_judge_part()); a whole plan is judged once more, with
 * what only whole pages show. A new fault is a row of base/penalties.def and a count in faults.c,
 * which is the file of all these. */
#pragma once

#include "compose/planner.h"
#include "page/ledger.h"

/* A plan and all that it costs. */
struct judged {
    struct bm_plan plan;
    int64_t cost;                  /* of everything */
    int64_t bound;                 /* no plan costs less, as far as was looked */
    int64_t unseen_bound;          /* nor one with a region not looked into */
    int64_t costs[BM_PENALTIES];   /* of pages, not of articles */
    uint32_t counts[BM_PENALTIES]; /* of pages, as the ledger has them */
};

/* Judges the pages of a plan: 碰题 and 断版 wherever they are, rules beside rules, too many boxes,
 * ranks. The search counts 碰题 and 断版 at cuts, so a plan never costs less than it says. jumps:
 * what the articles that go on cost, strips and all, or NULL. */
void bm_compose_judge_plan(struct planner *p, const struct bm_plan *plan,
                           const int64_t jumps[BM_PENALTIES], struct judged *judged);

/* The same of the blocks of one region: struct bm_plan_oracle.judge; context: planner. */
int32_t bm_compose_judge_part(void *context, const struct bm_plan_rect *part,
                              const struct bm_plan_block *blocks, uint32_t count);

/* Copies a judged plan, with all that it points to. */
void bm_compose_keep_judged(const struct planner *p, const struct judged *from, struct judged *to);
