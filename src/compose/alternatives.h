/* Plans beside the best one, for an editor to choose. */
#pragma once

#include "compose/faults.h"

/* As many other plans as wanted, if there are so many, into p->others: each divided in another way
 * at the top of a region, by what they cost when judged. Where the search sees less than the judge,
 * always so many are looked at, so that a plan's number does not depend on how many are asked for.
 * Where articles go on, no two are of one shape (bm_plan_same_shape), all is set, and every column
 * is full. */
void bm_compose_choose_others(struct planner *p, const struct judged *best, size_t wanted);
