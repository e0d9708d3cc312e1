/* What differs between two rows of tokens (code points, numbers of lines), by E. W. Myers, "An
 * O(ND) Difference Algorithm and Its Variations", 1986: the fewest insertions and deletions, in
 * linear space. As what is the same (runs) or as what is not (hunks). */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* n tokens from a of the one row are those from b of the other. */
struct bm_diff_run {
    uint32_t a, b, n;
};

/* Runs in order; no two touch in both rows. */
struct bm_diff {
    struct bm_diff_run *v;
    size_t n, cap;
    uint64_t steps; /* left: tokens that may be compared. 0: it is coarse, that is some part of both
                       is given as different without a look within */
};

/* out->steps is set before. */
void bm_diff_tokens(struct bm_arena *arena, const uint32_t *a, uint32_t na, const uint32_t *b,
                    uint32_t nb, struct bm_diff *out);
/* Adds a run behind the others, or makes the last longer where it goes on. */
void bm_diff_add(struct bm_arena *arena, struct bm_diff *out, uint32_t a, uint32_t b, uint32_t n);

/* Where a has n tokens, b has m others. One of both may be 0. */
struct bm_hunk {
    uint32_t a, n, b, m;
};

struct bm_difference {
    struct bm_hunk *v; /* in order; between two of them stands at least one token that both have */
    size_t n;
    bool coarse; /* the limit was reached: some hunks are longer than they need be; of rows that
                    have little in common one is all between what both begin and end with */
};

/* Tokens that are compared. */
#define BM_DIFFERENCE_STEPS 8000000

void bm_difference(struct bm_arena *arena, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                   struct bm_difference *out);
