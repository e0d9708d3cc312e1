/* Limits that may lose the best plan, by name: base/limits.def. All grow with one factor, the
 * limits_scale of a task; what was hit is handed on in bits. Those of pace and taste are not among
 * them. */
#pragma once

#include <stdint.h>

enum bm_limit {
#define LIMIT(id, name) BM_LIMIT_##id,
#include "base/limits.def"
    BM_LIMITS
};

#define BM_LIMIT_BIT(id) (1u << BM_LIMIT_##id)

/* So many times as wide; 0: as it stands. */
static inline uint64_t bm_limit_scaled(uint64_t limit, uint32_t scale)
{
    return limit * (scale ? scale : 1);
}
