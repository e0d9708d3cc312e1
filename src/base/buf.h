/* A byte buffer that grows, for what is written: PDF streams, reports, messages.
 * Owned by whoever declared it; bm_buf_free() ends it. Numbers are written
 * without the locale. */
#pragma once

#include "base/len.h"
#include "base/str.h"

struct bm_buf {
    char *p;
    size_t n, cap;
};

void bm_buf_free(struct bm_buf *buf);
void bm_buf_put(struct bm_buf *buf, const void *bytes, size_t n);
void bm_buf_str(struct bm_buf *buf, struct bm_str s);
void bm_buf_c(struct bm_buf *buf, const char *s);
void bm_buf_char(struct bm_buf *buf, char c);
/* Bytes that may be anything, as the names of files may, for people and programs that read text:
 * U+FFFD for each byte that is no UTF-8 and each character that no file may hold, line ends too
 * (base/characters.h). */
void bm_buf_legible(struct bm_buf *buf, struct bm_str s);
/* The last `digits` (1 to 8) hexadecimal digits of a value, in capitals. */
void bm_buf_hex(struct bm_buf *buf, uint32_t value, unsigned digits);
/* printf without %f, %e, %g, whose form depends on the locale. */
void bm_buf_printf(struct bm_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* value / 10^decimals in decimal notation, without trailing zeros: (1250, 3) is 1.25. */
void bm_buf_decimal(struct bm_buf *buf, int64_t value, int decimals);
/* The length in points with at most `decimals` (0 to 5) digits after the point, rounded. */
void bm_buf_pt(struct bm_buf *buf, bm_len length, int decimals);
/* The length in millimetres with at most two digits after the point. */
void bm_buf_mm(struct bm_buf *buf, bm_len length);
/* The bytes as one struct bm_str; valid until the buffer changes. */
static inline struct bm_str bm_buf_view(const struct bm_buf *buf)
{
    return (struct bm_str){buf->p, buf->n};
}

/* The bytes, copied to the arena; ends the buffer. */
struct bm_str bm_buf_keep(struct bm_buf *buf, struct bm_arena *arena);
