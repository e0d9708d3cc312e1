#include "base/buf.h"

#include "base/arena.h"
#include "base/characters.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void room(struct bm_buf *buf, size_t n)
{
    if (n <= buf->cap - buf->n)
        return;
    size_t cap = buf->cap ? buf->cap : 256;
    while (cap - buf->n < n)
        cap *= 2;
    char *p = realloc(buf->p, cap);
    if (!p)
        bm_out_of_memory();
    buf->p = p;
    buf->cap = cap;
}

void bm_buf_free(struct bm_buf *buf)
{
    free(buf->p);
    *buf = (struct bm_buf){0};
}

void bm_buf_put(struct bm_buf *buf, const void *bytes, size_t n)
{
    if (!n)
        return;
    room(buf, n);
    memcpy(buf->p + buf->n, bytes, n);
    buf->n += n;
}

void bm_buf_str(struct bm_buf *buf, struct bm_str s)
{
    bm_buf_put(buf, s.p, s.n);
}

void bm_buf_c(struct bm_buf *buf, const char *s)
{
    bm_buf_put(buf, s, strlen(s));
}

void bm_buf_char(struct bm_buf *buf, char c)
{
    room(buf, 1);
    buf->p[buf->n++] = c;
}

void bm_buf_hex(struct bm_buf *buf, uint32_t value, unsigned digits)
{
    static const char names[] = "0123456789ABCDEF";
    room(buf, digits);
    for (unsigned i = digits; i-- > 0;)
        buf->p[buf->n++] = names[value >> 4 * i & 15];
}

void bm_buf_legible(struct bm_buf *buf, struct bm_str s)
{
    char bytes[4];
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = bm_character_next(s.p, s.n, &i);
        bm_buf_put(buf, bytes, bm_utf8_put(cp == '\n' || cp == '\t' ? 0xFFFD : cp, bytes));
    }
}

void bm_buf_printf(struct bm_buf *buf, const char *format, ...)
{
    va_list a, b;
    va_start(a, format);
    va_copy(b, a);
    room(buf, 32); /* most need no more */
    int n = vsnprintf(buf->p + buf->n, buf->cap - buf->n, format, a);
    va_end(a);
    if (n > 0 && (size_t)n >= buf->cap - buf->n) {
        room(buf, (size_t)n + 1);
        vsnprintf(buf->p + buf->n, (size_t)n + 1, format, b);
    }
    buf->n += n > 0 ? (size_t)n : 0;
    va_end(b);
}

void bm_buf_decimal(struct bm_buf *buf, int64_t value, int decimals)
{
    char t[32];
    size_t i = sizeof t;
    bool minus = value < 0, shown = false;
    uint64_t v = minus ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    for (int d = 0; d < decimals; d++) {
        char c = (char)('0' + v % 10);
        v /= 10;
        if (c != '0' || shown) {
            t[--i] = c;
            shown = true;
        }
    }
    if (shown)
        t[--i] = '.';
    do {
        t[--i] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    if (minus && (value != 0))
        t[--i] = '-';
    bm_buf_put(buf, t + i, sizeof t - i);
}

void bm_buf_pt(struct bm_buf *buf, bm_len length, int decimals)
{
    int64_t scale = 1;
    for (int d = 0; d < decimals; d++)
        scale *= 10;
    int64_t p = (int64_t)length * scale;
    bm_buf_decimal(buf, (p >= 0 ? p + BM_PT / 2 : p - BM_PT / 2) / BM_PT, decimals);
}

void bm_buf_mm(struct bm_buf *buf, bm_len length)
{
    int64_t um = bm_len_to_um(length);
    bm_buf_decimal(buf, (um >= 0 ? um + 5 : um - 5) / 10, 2);
}

struct bm_str bm_buf_keep(struct bm_buf *buf, struct bm_arena *arena)
{
    struct bm_str s = bm_str_copy(arena, bm_buf_view(buf));
    bm_buf_free(buf);
    return s;
}
