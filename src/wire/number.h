/* Numbers as wire.h has them. */
#pragma once

#include "base/buf.h"

/* 1/100 pt, rounded half away from zero. */
static inline int64_t bm_wire_hundredths(int64_t length)
{
    const int64_t p = length * 100;
    return (p >= 0 ? p + BM_PT / 2 : p - BM_PT / 2) / BM_PT;
}

static inline void bm_wire_u(struct bm_buf *out, uint64_t v)
{
    char bytes[10];
    size_t n = 0;
    for (; v > 127; v >>= 7)
        bytes[n++] = (char)((v & 127) | 128);
    bytes[n++] = (char)v;
    bm_buf_put(out, bytes, n);
}

static inline void bm_wire_s(struct bm_buf *out, int64_t v)
{
    bm_wire_u(out, v < 0 ? ~((uint64_t)v << 1) : (uint64_t)v << 1);
}

static inline void bm_wire_string(struct bm_buf *out, struct bm_str s)
{
    bm_wire_u(out, s.n);
    bm_buf_str(out, s);
}
