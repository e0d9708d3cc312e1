/* Small questions about texts. */
#include "copydesk/parts.h"

#include <uchar.h>

bool is_han(uint32_t cp)
{
    return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF) || cp == 0x3007;
}

size_t str_find(struct bm_str s, struct bm_str what, size_t from)
{
    if (!what.n || what.n > s.n)
        return s.n;
    while (from + what.n <= s.n) {
        const char *p = memchr(s.p + from, what.p[0], s.n - from - what.n + 1);
        if (!p)
            break;
        from = (size_t)(p - s.p);
        if (memcmp(p, what.p, what.n) == 0)
            return from;
        from++;
    }
    return s.n;
}

static size_t step_back(struct bm_str s, size_t i)
{
    do
        i--;
    while (i && ((unsigned char)s.p[i] & 0xC0) == 0x80);
    return i;
}

uint32_t char_before(struct bm_str s, size_t i, size_t *from)
{
    if (!i)
        return 0;
    size_t at = step_back(s, i);
    if (from)
        *from = at;
    return bm_utf8_next(s.p, s.n, &at);
}

uint32_t char_at(struct bm_str s, size_t i)
{
    return i < s.n ? bm_utf8_next(s.p, s.n, &i) : 0;
}

size_t chars_back(struct bm_str s, size_t i, size_t n)
{
    while (i && n--)
        i = step_back(s, i);
    return i;
}

size_t chars_on(struct bm_str s, size_t i, size_t n)
{
    while (i < s.n && n--)
        bm_utf8_next(s.p, s.n, &i);
    return i;
}

static bool ends_sentence(uint32_t cp)
{
    return cp == u'。' || cp == u'！' || cp == u'？' || cp == '\n';
}

void sentence_of(struct bm_str s, size_t i, size_t *from, size_t *to)
{
    size_t before = i;
    *from = i;
    while (*from && !ends_sentence(char_before(s, *from, &before)))
        *from = before;
    *to = i;
    while (*to < s.n) {
        size_t next = *to;
        const bool ends = ends_sentence(bm_utf8_next(s.p, s.n, &next));
        *to = next;
        if (ends)
            break;
    }
}

static int64_t digit_of(uint32_t cp)
{
    static const char16_t digits[] = u"〇一二三四五六七八九";
    for (int64_t i = 0; digits[i]; i++)
        if (digits[i] == cp)
            return i;
    return cp == u'零' ? 0 : cp == u'两' ? 2 : cp >= '0' && cp <= '9' ? (int64_t)cp - '0' : -1;
}

int64_t number_of(struct bm_str s)
{
    int64_t value = 0, digit = -1;
    bool tens = false;
    if (!s.n || s.n > 24)
        return -1;
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = bm_utf8_next(s.p, s.n, &i);
        const int64_t d = digit_of(cp);
        if (cp == u'十' && !tens) {
            value = (digit < 0 ? 1 : digit) * 10;
            digit = -1;
            tens = true;
        } else if (d >= 0 && tens && digit < 0) {
            digit = d;
        } else if (d >= 0 && !tens) {
            digit = digit < 0 ? d : digit * 10 + d;
            if (digit > 999999999)
                return -1;
        } else {
            return -1;
        }
    }
    return tens ? value + (digit < 0 ? 0 : digit) : digit;
}

/* Days from a day long ago, by the Gregorian calendar (Howard Hinnant's reckoning in integers). */
int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    const int64_t y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

int weekday_of(int64_t year, int64_t month, int64_t day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1 || month < 1 || month > 12 || day < 1 ||
        day > days[month - 1] + (month == 2 && leap))
        return -1;
    return (int)((days_of(year, month, day) + 2) % 7); /* 1 March of year 0 was a Wednesday */
}

uint32_t date_number(struct bm_str s)
{
    uint32_t value = 0;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
        return 0;
    for (size_t i = 0; i < s.n; i++) {
        if (i == 4 || i == 7)
            continue;
        if (s.p[i] < '0' || s.p[i] > '9')
            return 0;
        value = value * 10 + (uint32_t)(s.p[i] - '0');
    }
    return weekday_of(value / 10000, value / 100 % 100, value % 100) < 0 ? 0 : value;
}
