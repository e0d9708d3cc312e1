/* What differs between two rows of tokens (code points, numbers of lines), by E. W. Myers, "An
 * O(ND) Difference Algorithm and Its Variations", 1986: the fewest insertions and deletions. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Where a has n tokens, b has m others. One of both may be 0. */
struct bm_hunk {
    uint32_t a, n, b, m;
};

struct bm_difference {
    struct bm_hunk *v; /* in order; between two of them stands at least one token that both have */
    size_t n;
    bool coarse; /* a limit was reached: one hunk is all between what both begin and end with */
};

/* Insertions and deletions that are looked for; beyond them the difference is coarse. Time is at
 * most the tokens times this, memory 2 bytes times its square. */
#define BM_DIFFERENCE_MOST 1000
/* Tokens that are compared while it is sought. */
#define BM_DIFFERENCE_STEPS 8000000

void bm_difference(struct bm_arena *arena, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                   struct bm_difference *out);
