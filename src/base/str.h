/* Strings are pointer and size, never assumed to end in NUL: text points into
 * the manuscript it came from. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bm_str {
    const char *p;
    size_t n;
};

/* A string literal as a bm_str, for expressions and for initialisers. */
#define BM_STR(literal) ((struct bm_str){(literal), sizeof(literal) - 1})

static inline struct bm_str bm_str_c(const char *s)
{
    return (struct bm_str){s, s ? strlen(s) : 0};
}

static inline bool bm_str_eq(struct bm_str a, struct bm_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool bm_str_is(struct bm_str a, const char *s)
{
    return bm_str_eq(a, bm_str_c(s));
}

/* The code point that starts at p[*i], *i < n; moves *i past it. The text must
 * be valid UTF-8 (bm_utf8_check() has seen it when it was read). */
uint32_t bm_utf8_next(const char *p, size_t n, size_t *i);

/* Unicode White_Space: what extraction and manuscript are compared without. */
bool bm_is_white(uint32_t cp);

/* Number of code points in n bytes of valid UTF-8. */
size_t bm_utf8_count(const char *p, size_t n);

/* Writes cp (a Unicode scalar value) into out and returns the 1 to 4 bytes used. */
size_t bm_utf8_put(uint32_t cp, char out[4]);

/* Offset of the first byte that is not well-formed UTF-8 (Unicode 15, table 3-7),
 * or n when all is well. */
size_t bm_utf8_check(const char *p, size_t n);

/* Edits (insert, delete, replace, swap of neighbours) between two short strings,
 * in code points; at most 64 code points of each are looked at. */
size_t bm_str_distance(struct bm_str a, struct bm_str b);

/* A copy in the arena, followed by a NUL that does not count. */
struct bm_arena;
struct bm_str bm_str_copy(struct bm_arena *arena, struct bm_str s);

/* printf into the arena; a NUL that does not count comes after it. */
struct bm_str bm_str_vprintf(struct bm_arena *arena, const char *format, va_list list)
    __attribute__((format(printf, 2, 0)));
