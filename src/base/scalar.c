#include "base/scalar.h"

bool bm_scalar_is_plain(struct bm_str s)
{
    static const char first[] = "-?!&*|>%@`=~ ", inside[] = ",[]{}#:\"'\\";
    if (!s.n || strchr(first, s.p[0]) || s.p[s.n - 1] == ' ')
        return false;
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = bm_utf8_next(s.p, s.n, &i);
        if (cp < 0x20 || (cp < 0x80 && strchr(inside, (int)cp)) || (cp >= 0x7F && cp < 0xA1) ||
            cp == 0x2028 || cp == 0x2029 || cp == 0xFEFF)
            return false;
    }
    return true;
}

void bm_scalar_put(struct bm_buf *out, struct bm_str s)
{
    if (bm_scalar_is_plain(s)) {
        bm_buf_str(out, s);
        return;
    }
    bm_buf_char(out, '"');
    for (size_t i = 0, from = 0; i < s.n; from = i) {
        const uint32_t cp = bm_utf8_next(s.p, s.n, &i);
        const bool kept = cp >= 0x20 && !(cp >= 0x7F && cp < 0xA1) && cp != 0x2028 &&
                          cp != 0x2029 && cp != 0xFEFF;
        if (cp == '"' || cp == '\\')
            bm_buf_char(out, '\\');
        if (kept)
            bm_buf_str(out, (struct bm_str){s.p + from, i - from});
        else
            bm_buf_printf(out, "\\u%04X", (unsigned)cp);
    }
    bm_buf_char(out, '"');
}
