/* Where a line may end. The table of rule 2.1 for Chinese marks, rule 3 for what must not be
 * parted, rule 7 for Western words. */
#include "text/steps.h"

#include <uchar.h>

/* Costs of soft breaks (rule 3.4); the scale is that of fit.c, where a line stretched by 0.1 em a
 * gap costs 100. */
#define PENALTY_UNIT   150 /* number | 年, 第 | number */
#define PENALTY_HYPHEN 60  /* inside a hyphenated word */

struct beside {
    enum bm_class a, b;
    uint32_t last, next; /* the characters at the break */
    bool space;          /* a typed space stands between */
};

static bool start_forbidden(enum bm_kinsoku level, enum bm_class b)
{
    switch (b) {
    case BM_CLASS_CLOSING:
    case BM_CLASS_PAUSE:
    case BM_CLASS_STOP:
    case BM_CLASS_CONNECTOR:
    case BM_CLASS_INTERPUNCT:
    case BM_CLASS_SOLIDUS:
        return level >= BM_KINSOKU_BASIC;
    case BM_CLASS_DASH:
    case BM_CLASS_ELLIPSIS:
        return level >= BM_KINSOKU_STRICT;
    default:
        return false;
    }
}

static bool end_forbidden(enum bm_kinsoku level, enum bm_class a)
{
    if (a == BM_CLASS_OPENING)
        return level >= BM_KINSOKU_BASIC;
    if (a == BM_CLASS_SOLIDUS)
        return level >= BM_KINSOKU_GB;
    return false;
}

static bool one_of(uint32_t cp, const char *ascii)
{
    return cp && cp < 0x80 && strchr(ascii, (int)cp) != NULL;
}

/* Signs that stand after a number and never open a line; before a number and never end one
 * (UAX #14 PO, PR). ℃ ％ ‰ are ideographic in width. */
static bool number_suffix(uint32_t cp)
{
    return cp == '%' || cp == 0xFF05 || cp == 0x2030 || cp == 0xB0 || cp == 0x2103 ||
           cp == 0x2109 || cp == 0x2032 || cp == 0x2033;
}

static bool number_prefix(uint32_t cp)
{
    return cp == 0xFFE5 || cp == 0xFF04 || cp == 0xA5 || cp == '$' || cp == 0x20AC || cp == 0xA3 ||
           cp == 0x2116 || cp == 0xA7 || cp == '#';
}

/* Characters that count a number: the break before them is allowed but costs. */
static bool number_unit(uint32_t cp)
{
    static const char16_t units[] = u"年月日时分秒元万亿个人届次号件项条章节岁名位级期天周";
    for (size_t i = 0; units[i]; i++)
        if (units[i] == cp)
            return true;
    return false;
}

static bool western_break(const struct beside *at, uint16_t *penalty)
{
    if (at->space)
        return true;
    /* After a hyphen between letters, after a slash (rule 7.1); digits stay together (rule 3.2). */
    bool letter_next = bm_is_letter(at->next) && !bm_is_digit(at->next);
    if ((at->last == '-' || at->last == 0x2013 || at->last == '/') && letter_next) {
        *penalty = PENALTY_HYPHEN;
        return true;
    }
    return false;
}

static bool may_break(enum bm_kinsoku level, const struct beside *at, uint16_t *penalty)
{
    enum bm_class a = at->a, b = at->b;
    if (level != BM_KINSOKU_NONE && (start_forbidden(level, b) || end_forbidden(level, a)))
        return false;
    if ((a == BM_CLASS_DASH && b == BM_CLASS_DASH) ||
        (a == BM_CLASS_ELLIPSIS && b == BM_CLASS_ELLIPSIS))
        return false; /* 符号分离禁则: GB/T 15834 5.1.4, 5.1.5 */
    if (a == BM_CLASS_WESTERN && b == BM_CLASS_WESTERN)
        return western_break(at, penalty);
    if (level == BM_KINSOKU_NONE)
        return true;
    if (b == BM_CLASS_WESTERN && one_of(at->next, ",.:;?!)]}%"))
        return false;
    if (a == BM_CLASS_WESTERN && one_of(at->last, "([{"))
        return false;
    if (number_suffix(at->next) && bm_is_digit(at->last))
        return false;
    if (number_prefix(at->last) && bm_is_digit(at->next))
        return false;
    if ((bm_is_digit(at->last) && number_unit(at->next)) ||
        (at->last == u'第' && bm_is_digit(at->next)))
        *penalty = PENALTY_UNIT;
    if (at->next == 0x3005 || at->next == 0x303B)
        return false; /* 々 〻 */
    return true;
}

void bm_set_breaks(struct bm_para *para)
{
    for (uint32_t i = 0; i < para->cluster_count; i++) {
        struct bm_cluster *c = &para->clusters[i];
        if (c->cls == BM_CLASS_BREAK || i + 1 == para->cluster_count) {
            c->break_after = true;
            continue;
        }
        /* A line ends after a space, never before it; the space then has no width (rule 7.4). */
        struct bm_cluster *next = c + 1;
        if (next->cls == BM_CLASS_SPACE || next->cls == BM_CLASS_BREAK)
            continue;
        uint32_t before = i;
        while (before > 0 && para->clusters[before].cls == BM_CLASS_SPACE)
            before--;
        const struct bm_cluster *a = &para->clusters[before];
        struct beside at = {a->cls, next->cls, 0, 0, c->cls == BM_CLASS_SPACE};
        if (a[1].character > a->character)
            at.last = para->characters[a[1].character - 1].cp;
        if (next[1].character > next->character)
            at.next = para->characters[next->character].cp;
        c->penalty = 0;
        c->break_after = may_break(para->style.kinsoku, &at, &c->penalty);
    }
}
