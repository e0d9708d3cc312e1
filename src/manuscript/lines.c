/* What a line is by how it begins. Forms that ordinary text has are text: a sign of a list or a
 * quote has a blank after it, a list's number has three digits at most, so that a year is none. */
#include "manuscript/parts.h"

#define OPENS_FROM                                                                                 \
    4 /* half ems of white space that begin a paragraph: 　　, four blanks, a tab                \
       */
#define DIGITS_MOST 3

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static uint32_t run_of(const char *p, uint32_t n, char c)
{
    uint32_t i = 0;
    while (i < n && p[i] == c)
        i++;
    return i;
}

static uint32_t blanks_at(const char *p, uint32_t n, uint32_t i)
{
    while (i < n && is_blank(p[i]))
        i++;
    return i;
}

/* A temperature, before which - + > are the sign of a number. */
static bool is_temperature(const char *p, uint32_t n)
{
    static const char *const units[] = {"℃", "℉", "°"};
    uint32_t i = 0;
    while (i < n && ((p[i] >= '0' && p[i] <= '9') || p[i] == '.'))
        i++;
    for (size_t k = 0; i && k < BM_COUNT(units); k++)
        if (n - i >= strlen(units[k]) && memcmp(p + i, units[k], strlen(units[k])) == 0)
            return true;
    return false;
}

/* Nothing but one of * - _ =, blanks aside: a rule, or the line under a heading. */
static bool is_rule(const char *p, uint32_t n)
{
    uint32_t signs = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (p[i] != p[0] && !is_blank(p[i]))
            return false;
        signs += p[i] == p[0];
    }
    return n && strchr("*-_=", p[0]) && signs >= (p[0] == '-' || p[0] == '=' ? 2u : 3u);
}

static bool is_alone(const char *p, uint32_t n, enum doubt *doubt)
{
    const uint32_t hashes = run_of(p, n, '#');
    *doubt = DOUBT_HEADING;
    if (hashes && hashes <= 6 && (hashes > 1 || (n > 1 && is_blank(p[1]))))
        return true;
    *doubt = DOUBT_RULE;
    if (is_rule(p, n))
        return true;
    *doubt = DOUBT_FENCE;
    if (n && strchr("`~", p[0]) && run_of(p, n, p[0]) >= 3)
        return true;
    *doubt = DOUBT_TABLE;
    return n > 1 && p[0] == '|' && memchr(p + 1, '|', n - 1);
}

static void classify(struct bm_str source, struct line *l)
{
    const char *p = source.p + l->from;
    const uint32_t n = l->to - l->from;
    uint32_t digits = 0, after = blanks_at(p, n, 1);
    l->kind = n ? LINE_TEXT : LINE_BLANK;
    l->text = l->from;
    while (digits < n && p[digits] >= '0' && p[digits] <= '9')
        digits++;
    if (n > 3 && memcmp(p, "##", 2) == 0 && is_blank(p[2])) {
        l->kind = LINE_SUBHEAD;
        after = blanks_at(p, n, 2);
    } else if (is_alone(p, n, &l->doubt)) {
        l->kind = LINE_ALONE;
    } else if (digits && digits <= DIGITS_MOST && digits + 1 < n &&
               (p[digits] == '.' || p[digits] == ')') && is_blank(p[digits + 1])) {
        l->kind = LINE_NUMBER;
        after = blanks_at(p, n, digits + 1);
    } else if (n && p[0] == '>' && (n == 1 || after > 1) && !is_temperature(p + after, n - after)) {
        l->kind = LINE_QUOTE;
    } else if (n > 1 && strchr("-+*", p[0]) && after > 1 && !is_temperature(p + after, n - after)) {
        l->kind = LINE_SIGN;
    }
    if (l->kind > LINE_TEXT && l->kind != LINE_ALONE)
        l->text = l->from + after;
}

/* U+2028 and U+2029 end lines as well; how many bytes the line end at i has, or 0. */
static uint32_t line_end_at(struct bm_str s, uint32_t i)
{
    if (s.p[i] == '\n')
        return 1;
    return s.n - i >= 3 && memcmp(s.p + i, "\xE2\x80", 2) == 0 &&
                   (s.p[i + 2] == '\xA8' || s.p[i + 2] == '\xA9')
               ? 3
               : 0;
}

static uint32_t width_of(uint32_t cp)
{
    if (cp == '\t')
        return OPENS_FROM;
    return cp == 0x3000 || cp == 0x2003 || cp == 0x2001 ? 2 : 1;
}

static void trim(struct bm_str source, struct line *l)
{
    while (l->from < l->to) {
        size_t next = l->from;
        const uint32_t cp = bm_utf8_next(source.p, l->to, &next);
        if (!bm_is_white(cp))
            break;
        l->indent += width_of(cp);
        l->from = (uint32_t)next;
    }
    while (l->to > l->from) {
        uint32_t last = l->to - 1;
        while (last > l->from && ((unsigned char)source.p[last] & 0xC0) == 0x80)
            last--;
        size_t next = last;
        if (!bm_is_white(bm_utf8_next(source.p, l->to, &next)))
            break;
        l->to = last;
    }
}

struct line line_part(struct bm_str source, uint32_t from, uint32_t to)
{
    struct line l = {.from = from, .to = to, .next = to};
    trim(source, &l);
    l.opens = l.indent >= OPENS_FROM;
    classify(source, &l);
    return l;
}

struct line line_read(struct bm_str source, const struct marks *marks, uint32_t from)
{
    if (from >= source.n)
        return (struct line){
            .kind = LINE_END, .from = from, .to = from, .text = from, .next = from};
    uint32_t i = from, end = 0;
    for (size_t k = marks_at(marks, from); i < source.n && !(end = line_end_at(source, i));) {
        if (k < marks->n && marks->v[k].from == i)
            i = marks->v[k++].to;
        else
            i++;
    }
    struct line l = line_part(source, from, i);
    l.next = i + end;
    l.tabs = find_outside(source, marks, l.from, l.to, '\t') < l.to;
    l.opens |= from >= 3 && memcmp(source.p + from - 3, "\xE2\x80\xA9", 3) == 0;
    return l;
}

bool line_ends_sentence(struct bm_str source, struct stretch line)
{
    static const char *const ends[] = {"。", "！", "？", "；", "：", "…", ".", "!", "?", ";", ":"};
    static const char *const closing[] = {"”", "’", "」", "』", "）", "】", "》", ")", "\"", "*"};
    uint32_t to = line.to;
    for (size_t k = 0; k < BM_COUNT(closing);) {
        const uint32_t n = (uint32_t)strlen(closing[k]);
        const bool here = to - line.from >= n && memcmp(source.p + to - n, closing[k], n) == 0;
        to -= here ? n : 0;
        k = here ? 0 : k + 1;
    }
    for (size_t k = 0; k < BM_COUNT(ends); k++) {
        const uint32_t n = (uint32_t)strlen(ends[k]);
        if (to - line.from >= n && memcmp(source.p + to - n, ends[k], n) == 0)
            return true;
    }
    return false;
}
