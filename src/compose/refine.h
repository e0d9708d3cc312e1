/* Plans made better where no search can find the best in its budget. */
#pragma once

#include "compose/faults.h"

/* Divides parts, of `most` blocks or fewer, of the plan's regions anew, small ones first, then
 * larger ones, and parts of two regions together, as long as that makes it cheaper and the budget
 * lasts. Articles that go on stay where they are. The arena is for the searches; it is cleared. */
void bm_compose_refine(struct planner *p, struct bm_arena *arena, uint32_t most,
                       struct judged *best);
