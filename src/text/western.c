/* Words: UAX #14 as ICU's line iterator has it, then what rule 7 wants otherwise. ICU 72 (Unicode
 * 15) is loaded for heads anyway, its rules are compiled and tested against the standard's own test
 * file, and it takes text in pieces; libunibreak 5.1 of Debian 12 has the same version of the
 * standard but no dictionary. */
#include "text/breaks.h"
#include "text/classes.h"

struct run {
    struct bm_para *p;
    uint32_t from, to;
};

static uint32_t cp_of(const struct bm_para *p, uint32_t cluster)
{
    return p->characters[p->clusters[cluster].character].cp;
}

static bool is_space(const struct bm_para *p, uint32_t cluster)
{
    return p->clusters[cluster].cls == BM_CLASS_SPACE;
}

/* One token of letters and digits needs no iterator. */
static bool is_plain(const struct run *r)
{
    for (uint32_t i = r->from; i < r->to; i++)
        if (r->p->clusters[i].cls != BM_CLASS_WESTERN || !bm_class_is_letter(cp_of(r->p, i)))
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
        if (cp == 0xAD && p->style.hyphenate) {
            c->break_after = BM_BREAK_HYPHEN;
            c->penalty = BM_BREAK_COST_HYPHENATE;
        } else if (c->break_after && (cp == '/' || cp == 0xAD || bm_is_number(next))) {
            c->break_after = BM_BREAK_NONE; /* rules 2.3, 3.2 and 7.1: km/h, 2024-08-08 */
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
        if (end - i < 5 || !bm_hyphenate(shaper, p->style.hyphenate, word, end - i, points, diags))
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
        if (last != UINT32_MAX && bm_is_digit(cp_of(para, last - 1)) && is_unit(para, i, end))
            para->clusters[i - 1].break_after = BM_BREAK_NONE;
        last = end;
    }
}
