#include "base/units.h"

#define DIGITS 5

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool bm_decimal_read(struct bm_str s, int64_t *value, size_t *used)
{
    size_t i = 0, start;
    bool minus = i < s.n && s.p[i] == '-';
    int64_t v = 0;
    i += minus;
    for (start = i; i < s.n && is_digit(s.p[i]); i++) {
        if (i - start == DIGITS)
            return false;
        v = v * 10 + (s.p[i] - '0');
    }
    if (i == start)
        return false;
    v *= BM_DECIMAL;
    if (i + 1 < s.n && s.p[i] == '.' && is_digit(s.p[i + 1])) {
        int64_t worth = BM_DECIMAL;
        for (start = ++i; i < s.n && is_digit(s.p[i]); i++) {
            if (i - start == DIGITS)
                return false;
            worth /= 10;
            v += (s.p[i] - '0') * worth;
        }
    }
    *value = minus ? -v : v;
    *used = i;
    return true;
}

/* value / BM_DECIMAL × num / den. A decimal has 34 bits; num stays below 2^28, as no size, leading
 * or unit is above 4,096 pt, so the product fits in 63 bits. */
static enum bm_length_fault convert(int64_t value, int64_t num, int64_t den, bm_len *length)
{
    int64_t p = value * num, d = (int64_t)BM_DECIMAL * den;
    int64_t q = (p >= 0 ? p + d / 2 : p - d / 2) / d;
    if (q > INT32_MAX || q < -INT32_MAX)
        return BM_LENGTH_TOO_LONG;
    *length = (bm_len)q;
    return BM_LENGTH_FINE;
}

static enum bm_length_fault named(struct bm_str s, const struct bm_units *units, bm_len *length)
{
    for (size_t i = 0; i < units->size_count; i++)
        if (bm_str_is(s, units->sizes[i].name)) {
            *length = units->sizes[i].size;
            return BM_LENGTH_FINE;
        }
    /* A word is a name; anything else that is no number is a slip of the pen. */
    bool word = s.n && (unsigned char)s.p[0] >= 'A';
    return word ? BM_LENGTH_UNKNOWN_SIZE : BM_LENGTH_NO_NUMBER;
}

enum bm_length_fault bm_length_read(struct bm_str s, const struct bm_units *units, bm_len *length,
                                    struct bm_str *unit)
{
    int64_t value;
    size_t used;
    *unit = (struct bm_str){s.p, 0};
    if (!s.n || (!is_digit(s.p[0]) && s.p[0] != '-'))
        return named(s, units, length);
    if (!bm_decimal_read(s, &value, &used))
        return BM_LENGTH_NO_NUMBER;
    while (used < s.n && s.p[used] == ' ')
        used++;
    *unit = (struct bm_str){s.p + used, s.n - used};
    if (!unit->n) {
        *length = 0;
        return value ? BM_LENGTH_NO_UNIT : BM_LENGTH_FINE;
    }
    if (bm_str_is(*unit, "pt"))
        return convert(value, BM_PT, 1, length);
    if (bm_str_is(*unit, "mm")) /* 25.4 mm are 72 pt */
        return convert(value, 360 * (int64_t)BM_PT, 127, length);
    if (bm_str_is(*unit, "字"))
        return units->em ? convert(value, units->em, 1, length) : BM_LENGTH_NOT_HERE;
    if (bm_str_is(*unit, "行"))
        return units->line ? convert(value, units->line, 1, length) : BM_LENGTH_NOT_HERE;
    if (unit->p[0] == '.' || unit->p[0] == '-' || is_digit(unit->p[0]))
        return BM_LENGTH_NO_NUMBER;
    return BM_LENGTH_UNKNOWN_UNIT;
}
