/* What a plan that is held costs now: its frames, judged as if the search had found them. File:
 * standing.c. */
#pragma once

#include "compose/faults.h"

/* What it costs, and of what that is made; counts as the ledger has them. */
struct bm_standing_cost {
    int64_t cost;
    int64_t costs[BM_PENALTIES];
    uint32_t counts[BM_PENALTIES];
};

/* held: the template with frames in place of its regions. The texts may be others than those that
 * it was made for. False when it has no frame of some article, or one where none can stand. What
 * composing found is spoilt by it: it comes last. */
bool bm_compose_price_standing(struct bm_composed *composed, const struct bm_template *held,
                               struct bm_standing_cost *out);
