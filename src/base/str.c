#include "base/str.h"

#include "base/arena.h"

#include <stdio.h>

uint32_t bm_utf8_next(const char *p, size_t n, size_t *i)
{
    const unsigned char *s = (const unsigned char *)p + *i;
    size_t left = n - *i, k = s[0] < 0x80 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (k > left)
        k = left;
    *i += k;
    switch (k) {
    case 1:
        return s[0];
    case 2:
        return (uint32_t)(s[0] & 31) << 6 | (s[1] & 63);
    case 3:
        return (uint32_t)(s[0] & 15) << 12 | (uint32_t)(s[1] & 63) << 6 | (s[2] & 63);
    default:
        return (uint32_t)(s[0] & 7) << 18 | (uint32_t)(s[1] & 63) << 12 |
               (uint32_t)(s[2] & 63) << 6 | (s[3] & 63);
    }
}

size_t bm_utf8_count(const char *p, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        k += ((unsigned char)p[i] & 0xC0) != 0x80;
    return k;
}

size_t bm_utf8_put(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 63));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 63));
        out[2] = (char)(0x80 | (cp & 63));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 63));
    out[2] = (char)(0x80 | (cp >> 6 & 63));
    out[3] = (char)(0x80 | (cp & 63));
    return 4;
}

size_t bm_utf8_check(const char *p, size_t n)
{
    const unsigned char *s = (const unsigned char *)p;
    for (size_t i = 0; i < n;) {
        unsigned c = s[i], lo = 0x80, hi = 0xBF;
        size_t k;
        if (c < 0x80) {
            i++;
            continue;
        }
        if (c >= 0xC2 && c <= 0xDF)
            k = 1;
        else if (c >= 0xE0 && c <= 0xEF)
            k = 2;
        else if (c >= 0xF0 && c <= 0xF4)
            k = 3;
        else
            return i;
        if (c == 0xE0)
            lo = 0xA0;
        if (c == 0xED)
            hi = 0x9F;
        if (c == 0xF0)
            lo = 0x90;
        if (c == 0xF4)
            hi = 0x8F;
        if (k >= n - i || s[i + 1] < lo || s[i + 1] > hi)
            return i;
        for (size_t j = 2; j <= k; j++)
            if ((s[i + j] & 0xC0) != 0x80)
                return i;
        i += k + 1;
    }
    return n;
}

#define DISTANCE_MOST 64

static size_t codepoints(struct bm_str s, uint32_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < DISTANCE_MOST;)
        out[n++] = bm_utf8_next(s.p, s.n, &i);
    return n;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t bm_str_distance(struct bm_str a, struct bm_str b)
{
    uint32_t x[DISTANCE_MOST], y[DISTANCE_MOST];
    size_t n = codepoints(a, x), m = codepoints(b, y);
    size_t row[3][DISTANCE_MOST + 1];
    for (size_t j = 0; j <= m; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *up = row[(i + 2) % 3], *upup = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            now[j] = least(least(up[j], now[j - 1]) + 1, up[j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                now[j] = least(now[j], upup[j - 2] + 1);
        }
    }
    return row[n % 3][m];
}

struct bm_str bm_str_copy(struct bm_arena *arena, struct bm_str s)
{
    return (struct bm_str){bm_arena_copy(arena, s.p, s.n), s.n};
}

bool bm_is_white(uint32_t cp)
{
    return (cp >= 0x09 && cp <= 0x0D) || cp == 0x20 || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000;
}

struct bm_str bm_str_vprintf(struct bm_arena *arena, const char *format, va_list list)
{
    va_list again;
    va_copy(again, list);
    const int n = vsnprintf(NULL, 0, format, list);
    char *s = bm_arena_alloc(arena, n < 0 ? 1 : (size_t)n + 1);
    if (n > 0)
        vsnprintf(s, (size_t)n + 1, format, again);
    va_end(again);
    return (struct bm_str){s, n < 0 ? 0 : (size_t)n};
}
