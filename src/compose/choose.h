/* Which plan: the cheapest in everything. Files: choose.c, oracle.c, trade.c,
 * prove.c. */
#pragma once

#include "compose/faults.h"

/* Sets what the planner's task asks for when it is searched: prices in earnest, capacities of
 * strips, the judge of regions. */
void bm_compose_choose_by(struct planner *p);
/* The best plan that costs less than the task's limit, with what no plan costs less than in its
 * bound. Of articles that cannot all be set: the one that leaves least over; where no plan is
 * found, they stand one below the other. */
bool bm_compose_choose_plan(struct planner *p, struct judged *best);

/* A plan that is rough at first and made better part by part; its bound is 0. */
void bm_compose_choose_roughly(struct planner *p, struct judged *best);

/* Lets blocks that stand one below the other trade lines while a plan with articles that go on
 * becomes cheaper. */
void bm_compose_trade_lines(struct planner *p, struct judged *best);

/* Sets all plans in earnest that may be cheaper than the best one, where articles may go on, while
 * they are not too many, and puts the cheapest in its place. Its bound is then what no plan costs
 * less than; 0 when nothing is known: text is left over, or an article may be set in measures that
 * it was not reckoned in. The arena is for the search. */
void bm_compose_prove_jumps(struct planner *p, struct bm_arena *arena, struct judged *best);
