/* Words: UAX #14 as ICU's line iterator has it, then what rule 7 wants otherwise. ICU 72 (Unicode
 * 15) is loaded for heads anyway, its rules are compiled and tested against the standard's own test
 * file, and it takes text in pieces; libunibreak 5.1 of Debian 12 has the same version of the
 * standard but no dictionary. */
#include "chars/classes.h"
#include "text/breaks.h"
#include "words/hyphen.h"

struct run {
    struct bm_para *p;
    uint32_t from, to;
};

static uint32_t cp_of(const struct bm_para *p, uint32_t cluster)
{
    return bm_first_cp(p, cluster);
}

static bool ends_soft(const struct bm_para *p, uint32_t cluster)
{
    return p->characters[p->clusters[cluster + 1].character - 1].cp == 0xAD;
}

static bool is_space(const struct bm_para *p, uint32_t cluster)
{
    return p->clusters[cluster].cls == BM_CLASS_SPACE;
}

/* One token of letters and digits needs no iterator. */
static bool is_plain(const struct run *r)
{
    for (uint32_t i = r->from; i < r->to; i++)
        if (r->p->clusters[i].cls != BM_CLASS_WESTERN || !bm_class_is_letter(cp_of(r->p, i)) ||
            r->p->clusters[i + 1].character > r->p->clusters[i].character + 1)
            return false;
    return true;
}

static void iterate(struct bm_arena *arena, struct bm_shaper *shaper, const struct run *r)
{
    struct bm_para *p = r->p;
    uint32_t first = p->clusters[r->from].character, end = p->clusters[r->to].character;
    UChar *text = BM_NEW_N(arena, (size_t)(end - first) * 2 + 1, UChar);
    int32_t *starts = BM_NEW_N(arena, (size_t)(r->to - r->from) + 1, int32_t);
    int32_t n = 0;
    for (uint32_t i = r->from; i < r->to; i++) {
        starts[i - r->from] = n;
        for (uint32_t k = p->clusters[i].character; k < p->clusters[i + 1].character; k++) {
            uint32_t cp = p->characters[k].cp;
            if (cp > 0xFFFF)
                text[n++] = (UChar)(0xD7C0 + (cp >> 10));
            text[n++] = (UChar)(cp > 0xFFFF ? 0xDC00 | (cp & 0x3FF) : cp);
        }
    }
    starts[r->to - r->from] = n;
    UErrorCode error = U_ZERO_ERROR;
    if (!shaper->lines)
        shaper->lines = ubrk_open(UBRK_LINE, "en", NULL, 0, &error);
    ubrk_setText(shaper->lines, text, n, &error);
    if (error == U_MEMORY_ALLOCATION_ERROR)
        bm_out_of_memory();
    if (U_FAILURE(error))
        return;
    uint32_t at = r->from;
    for (int32_t stop = ubrk_first(shaper->lines); stop != UBRK_DONE && stop < n;
         stop = ubrk_next(shaper->lines)) {
        while (at < r->to && starts[at - r->from] < stop)
            at++;
        if (at > r->from && starts[at - r->from] == stop)
            p->clusters[at - 1].break_after = BM_BREAK_ALLOWED;
    }
}

static bool one_of(const char *list, uint32_t cp)
{
    return cp && cp < 0x80 && strchr(list, (int)cp) != NULL;
}

static bool starts_with(const struct bm_para *p, uint32_t i, uint32_t to, const char *text)
{
    for (; *text; text++, i++)
        if (i >= to || cp_of(p, i) != (unsigned char)*text)
            return false;
    return true;
}

static bool is_url(const struct bm_para *p, uint32_t from, uint32_t to)
{
    if (starts_with(p, from, to, "www."))
        return true;
    for (uint32_t i = from; i + 3 < to; i++)
        if (starts_with(p, i, to, "://"))
            return true;
    return false;
}

/* Rule 7.3: a URL breaks after / ? & = . _ -, without a hyphen; not between two of them. */
static void tailor_url(struct bm_para *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i + 1 < to; i++) {
        struct bm_cluster *c = &p->clusters[i];
        bool good = one_of("/?&=._-", cp_of(p, i)) && !one_of("/?&=._-:", cp_of(p, i + 1));
        c->break_after = good ? BM_BREAK_ALLOWED : BM_BREAK_NONE;
        c->penalty = good ? BM_BREAK_COST_URL : 0;
    }
}

/* Symbols of units that stay with their number (rule 3.3). */
static bool is_unit(const struct bm_para *p, uint32_t from, uint32_t to)
{
    static const char *const units[] = {
        "kg", "g",  "mg",   "t",   "km",  "m",   "cm",  "mm",  "nm",  "L",   "mL",  "ml",
        "W",  "kW", "MW",   "GW",  "V",   "kV",  "A",   "mA",  "Hz",  "kHz", "MHz", "GHz",
        "Pa", "J",  "kJ",   "s",   "ms",  "min", "h",   "ha",  "MB",  "GB",  "TB",  "kWh",
        "K",  "dB", "km/h", "m/s", "kPa", "MPa", "hPa", "mol", "rpm",
    };
    for (size_t i = 0; i < BM_COUNT(units); i++)
        if (strlen(units[i]) == to - from && starts_with(p, from, to, units[i]))
            return true;
    return false;
}

/* Groups of so many digits that stand behind cluster i, each after one blank. */
static uint32_t groups_at(const struct bm_para *p, uint32_t i, uint32_t to, uint32_t size)
{
    uint32_t n = 0, digits = size;
    for (; i < to && is_space(p, i) && digits == size; n += digits == size, i += digits + 1)
        for (digits = 0; i + 1 + digits < to && bm_is_digit(cp_of(p, i + 1 + digits));)
            digits++;
    return n;
}

#define THOUSANDS_MOST 5 /* groups of a number; more are a list */

/* Numbers with a blank in them: thousands (1 206) and mobile telephones (138 0000 0000) stay whole,
 * others are parted where nothing else is better (rule 3.2). */
static void tailor_groups(struct bm_para *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from, end; i < to; i = end) {
        for (end = i; end < to && bm_is_digit(cp_of(p, end));)
            end++;
        const uint32_t digits = end - i;
        end += !digits;
        if (!digits || end + 1 >= to || !is_space(p, end) || !bm_is_digit(cp_of(p, end + 1)))
            continue;
        const uint32_t threes = digits <= 3 ? groups_at(p, end, to, 3) : 0;
        const bool mobile = digits == 3 && groups_at(p, end, to, 4) == 2,
                   number = threes && threes <= THOUSANDS_MOST;
        const uint32_t groups = mobile ? 2 : threes ? threes : 1;
        for (uint32_t k = 0; k < groups; k++) {
            p->clusters[end].penalty = BM_BREAK_COST_UNIT;
            if (mobile || number)
                p->clusters[end].break_after = BM_BREAK_NONE;
            end += mobile ? 5 : threes ? 4 : 1;
        }
    }
}

/* A sign before or behind a number, apart from it by a blank (rule 3.3; UAX #14 PR, PO). */
static bool is_sign_of(const struct bm_para *p, uint32_t last, uint32_t next)
{
    const uint32_t a = cp_of(p, last), b = cp_of(p, next);
    return (bm_is_digit(b) &&
            u_getIntPropertyValue((UChar32)a, UCHAR_LINE_BREAK) == U_LB_PREFIX_NUMERIC) ||
           (bm_is_digit(a) &&
            u_getIntPropertyValue((UChar32)b, UCHAR_LINE_BREAK) == U_LB_POSTFIX_NUMERIC);
}

/* The stretch of digits and hyphens around cluster i, which is a hyphen. */
static struct run digits_around(struct bm_para *p, uint32_t from, uint32_t to, uint32_t i)
{
    struct run r = {p, i, i + 1};
    while (r.from > from && (bm_is_digit(cp_of(p, r.from - 1)) || cp_of(p, r.from - 1) == '-'))
        r.from--;
    while (r.to < to && (bm_is_digit(cp_of(p, r.to)) || cp_of(p, r.to) == '-'))
        r.to++;
    return r;
}

/* 2026-08-08 */
static bool is_date(const struct run *r)
{
    uint32_t at[2], n = 0;
    for (uint32_t i = r->from; i < r->to; i++)
        if (cp_of(r->p, i) == '-' && n++ < 2)
            at[n - 1] = i;
    return n == 2 && at[0] == r->from + 4 && at[1] - at[0] <= 3 && r->to - at[1] <= 3;
}

/* The least of digits and hyphens, and of a whole token, that is parted: telephone numbers and
 * codes, but no score, no range of days, no COVID-19. */
#define LEAST_NUMBER 6
#define LEAST_CODE   9

/* Whether a line may end after the hyphen i, before a digit (rule 3.6). */
static bool parts_code(struct bm_para *p, uint32_t from, uint32_t to, uint32_t i)
{
    const struct run digits = digits_around(p, from, to, i);
    uint32_t hyphens = 0;
    if (i == from || !bm_class_is_letter(cp_of(p, i - 1)))
        return false; /* a minus */
    for (uint32_t k = from; k < to; k++)
        hyphens += cp_of(p, k) == '-';
    if (bm_is_digit(cp_of(p, i - 1)))
        return digits.to - digits.from >= LEAST_NUMBER && !is_date(&digits);
    return hyphens > 1 || to - from >= LEAST_CODE;
}

/* Connectors never begin a line (GB/T 15834 5.1.6); a hyphen before a figure is its minus. */
static void tailor_connectors(struct bm_para *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        struct bm_cluster *c = &p->clusters[i];
        const uint32_t cp = cp_of(p, i), next = i + 1 < to ? cp_of(p, i + 1) : 0;
        if (!bm_is_connector(cp))
            continue;
        const bool minus = cp == '-' && bm_is_digit(next) && i > from && is_space(p, i - 1);
        if (i > from && !minus)
            c[-1].break_after = BM_BREAK_NONE;
    }
}

/* One word between spaces. */
static void tailor_token(struct bm_shaper *shaper, struct bm_para *p, uint32_t from, uint32_t to,
                         struct bm_diags *diags)
{
    if (is_url(p, from, to)) {
        tailor_url(p, from, to);
        return;
    }
    for (uint32_t i = from; i + 1 < to; i++) {
        struct bm_cluster *c = &p->clusters[i];
        uint32_t cp = cp_of(p, i), next = cp_of(p, i + 1);
        const bool soft = ends_soft(p, i);
        if (soft && p->style.hyphenate) {
            c->break_after = BM_BREAK_HYPHEN;
            c->penalty = BM_BREAK_COST_HYPHENATE;
        } else if (cp != '/' && bm_is_connector(cp) && bm_is_digit(next)) {
            /* ICU has no break after a ~, and one after the minus of no number. */
            const bool parts = cp == '-' ? parts_code(p, from, to, i) : i > from;
            c->break_after = parts && cp != 0x2011 ? BM_BREAK_ALLOWED : BM_BREAK_NONE;
            c->penalty = parts ? BM_BREAK_COST_UNIT : 0;
        } else if (c->break_after && (cp == '/' || soft || bm_is_number(next))) {
            c->break_after = BM_BREAK_NONE; /* rules 2.3, 3.2 and 7.1: km/h */
        } else if (c->break_after) {
            c->penalty = BM_BREAK_COST_COMPOUND;
        }
    }
    if (!p->style.hyphenate || !p->hyphen.advance)
        return;
    for (uint32_t i = from, end; i < to; i = end + (end == i)) {
        uint32_t word[BM_WORD_MOST];
        bool points[BM_WORD_MOST];
        for (end = i; end < to && end - i < BM_WORD_MOST && bm_class_is_letter(cp_of(p, end)) &&
                      !bm_is_digit(cp_of(p, end)) &&
                      p->clusters[end + 1].character == p->clusters[end].character + 1;
             end++)
            word[end - i] = cp_of(p, end);
        if (end - i < 5 || !bm_hyphenate(shaper->arena, &shaper->hyphens, p->style.hyphenate, word,
                                         end - i, points, diags))
            continue;
        for (uint32_t k = i; k + 1 < end; k++)
            if (points[k - i]) {
                p->clusters[k].break_after = BM_BREAK_HYPHEN;
                p->clusters[k].penalty = BM_BREAK_COST_HYPHENATE;
            }
    }
}

void bm_western_breaks(struct bm_arena *arena, struct bm_shaper *shaper, struct bm_para *para,
                       uint32_t from, uint32_t to, struct bm_diags *diags)
{
    struct run r = {para, from, to};
    if (is_plain(&r) && !para->style.hyphenate)
        return;
    iterate(arena, shaper, &r);
    uint32_t last = UINT32_MAX; /* end of the token before */
    for (uint32_t i = from, end; i < to; i = end) {
        end = i + 1;
        if (is_space(para, i))
            continue;
        while (end < to && !is_space(para, end))
            end++;
        tailor_token(shaper, para, i, end, diags);
        if (last != UINT32_MAX && ((bm_is_digit(cp_of(para, last - 1)) && is_unit(para, i, end)) ||
                                   is_sign_of(para, last - 1, i)))
            para->clusters[i - 1].break_after = BM_BREAK_NONE;
        last = end;
    }
    tailor_groups(para, from, to);
    tailor_connectors(para, from, to);
}
