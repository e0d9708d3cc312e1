/* Limits that may lose the best plan, by name: base/limits.def. All grow with one factor, the
 * limits_scale of a task; what was hit is handed on in bits. Those of pace and taste are not among
 * them. And the limits of base/ itself. */
#pragma once

#include <stdint.h>

enum bm_limit {
#define LIMIT(id, name) BM_LIMIT_##id,
#include "base/limits.def"
    BM_LIMITS
};

#define BM_LIMIT_BIT(id) (1u << BM_LIMIT_##id)

/* Of messages; these may lose none that decides the exit status. */
enum {
    BM_DIAGS_KEPT = 10000, /* of one kind in a list: further ones are only counted */
    BM_DIAGS_JSON = 1000,  /* of one kind as NDJSON; those further down are counted in one line */
    BM_DIAGS_SHOWN = 20,   /* the same for a person */
    BM_WORD_START = 600, /* bytes of a quoted word that is longer than both together: so many of */
    BM_WORD_END = 200    /* its start and its end are shown */
};

/* Files without a name that are written at one time; those above it have one while they wait, and
 * would stay if the program were killed. */
enum {
    BM_OUTPUTS_HELD = 512
};

/* So many times as wide; 0: as it stands. */
static inline uint64_t bm_limit_scaled(uint64_t limit, uint32_t scale)
{
    return limit * (scale ? scale : 1);
}
