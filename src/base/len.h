/* Lengths. Every position and distance in Banmian is an integer number of
 * 1/65536 PDF point (TeX's scaled point on a point of 1/72 inch), so that all
 * machines agree on every break and every byte. The largest length, 32,767 pt
 * (11.5 m), is far above any sheet; products go through 64 bits. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef int32_t bm_len;

/* A rectangle, from its left top; x grows to the right, y downwards. */
struct bm_rect {
    bm_len x, y, w, h;
};

/* Whether two have room in common. */
static inline bool bm_rects_meet(const struct bm_rect *a, const struct bm_rect *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

/* One PDF point. */
#define BM_PT 65536

/* a * num / den, rounded half away from zero. den > 0. */
static inline bm_len bm_len_ratio(int64_t a, int64_t num, int64_t den)
{
    int64_t p = a * num;
    return (bm_len)((p >= 0 ? p + den / 2 : p - den / 2) / den);
}

/* A length given in thousandths of a point. */
static inline bm_len bm_len_millipt(int64_t milli)
{
    return bm_len_ratio(milli, BM_PT, 1000);
}

/* A length given in micrometres (1/1000 mm); 25,400 um are 72 pt. */
static inline bm_len bm_len_um(int64_t um)
{
    return bm_len_ratio(um, 72 * (int64_t)BM_PT, 25400);
}

/* The length in micrometres, rounded. */
static inline int64_t bm_len_to_um(bm_len a)
{
    int64_t p = (int64_t)a * 25400, d = 72 * (int64_t)BM_PT;
    return (p >= 0 ? p + d / 2 : p - d / 2) / d;
}

/* Which way a line runs, and how glyphs stand in it. */
enum bm_mode {
    BM_HORIZONTAL, /* to the right */
    BM_VERTICAL,   /* downwards, glyphs upright */
    BM_SIDEWAYS /* downwards, glyphs turned a quarter clockwise: Western words in vertical text */
};
