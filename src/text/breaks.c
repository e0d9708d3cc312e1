/* Where a line may end. Chinese marks go by the table of classes (rule 2.1), what must not be
 * parted by rule 3, words by western.c, and what is neither by Unicode's line breaking classes. */
#include "text/breaks.h"
#include "text/classes.h"

/* From which level on a class may not start or end a line (rule 2.1; GB/T 15834 5.1.1 – 5.1.9,
 * clreq, prohibition rules for line start and line end). */
static const struct level {
    enum bm_kinsoku start, end;
} levels[BM_CLASS_COUNT] = {
    [BM_CLASS_HAN] = {BM_KINSOKU_NEVER, BM_KINSOKU_NEVER},
    [BM_CLASS_OPENING] = {BM_KINSOKU_NEVER, BM_KINSOKU_BASIC},
    [BM_CLASS_CLOSING] = {BM_KINSOKU_BASIC, BM_KINSOKU_NEVER},
    [BM_CLASS_PAUSE] = {BM_KINSOKU_BASIC, BM_KINSOKU_NEVER},
    [BM_CLASS_STOP] = {BM_KINSOKU_BASIC, BM_KINSOKU_NEVER},
    [BM_CLASS_INTERPUNCT] = {BM_KINSOKU_BASIC, BM_KINSOKU_NEVER},
    [BM_CLASS_DASH] = {BM_KINSOKU_STRICT, BM_KINSOKU_NEVER},     /* rule 2.4 */
    [BM_CLASS_ELLIPSIS] = {BM_KINSOKU_STRICT, BM_KINSOKU_NEVER}, /* rule 2.4 */
    [BM_CLASS_CONNECTOR] = {BM_KINSOKU_BASIC, BM_KINSOKU_NEVER},
    [BM_CLASS_SOLIDUS] = {BM_KINSOKU_BASIC, BM_KINSOKU_GB},
    [BM_CLASS_IDEOGRAPHIC_SPACE] = {BM_KINSOKU_NEVER, BM_KINSOKU_NEVER},
    [BM_CLASS_WESTERN] = {BM_KINSOKU_NEVER, BM_KINSOKU_NEVER},
    [BM_CLASS_SPACE] = {BM_KINSOKU_NEVER, BM_KINSOKU_NEVER},
    [BM_CLASS_ZERO] = {BM_KINSOKU_NEVER, BM_KINSOKU_NEVER},
    [BM_CLASS_SIGN] = {BM_KINSOKU_NEVER, BM_KINSOKU_NEVER},
    [BM_CLASS_BREAK] = {BM_KINSOKU_NEVER, BM_KINSOKU_NEVER},
};

struct beside {
    enum bm_class a, b;
    uint32_t last, next; /* the characters at the break */
};

static bool line_break_is(uint32_t cp, ULineBreak wanted)
{
    return cp && u_getIntPropertyValue((UChar32)cp, UCHAR_LINE_BREAK) == (int32_t)wanted;
}

/* Signs that belong to the number after them (rule 3.3). */
static const char16_t signs[] = u"+-\u2212\u00B1\u00D7\uFF0B\uFF0D";

/* Number with sign, %, ℃, ￥ and the like (rules 3.2 and 3.3; UAX #14 PO, PR). */
static bool parts_number(const struct beside *at)
{
    bool before = bm_is_number(at->last), after = bm_is_number(at->next);
    if (before && after)
        return true;
    if (before && (line_break_is(at->next, U_LB_POSTFIX_NUMERIC) || (at->next == 0xFF0E /* ． */)))
        return true;
    if (after && (line_break_is(at->last, U_LB_PREFIX_NUMERIC) || bm_is_one_of(signs, at->last) ||
                  at->last == 0xA7 || at->last == 0xFF0E))
        return true;
    return false;
}

/* Between Chinese and Western: UAX #14 for the marks of the Western side (LB13, LB14). */
static bool parts_western_mark(const struct beside *at)
{
    if (at->b == BM_CLASS_WESTERN)
        switch (u_getIntPropertyValue((UChar32)at->next, UCHAR_LINE_BREAK)) {
        case U_LB_CLOSE_PUNCTUATION:
        case U_LB_CLOSE_PARENTHESIS:
        case U_LB_EXCLAMATION:
        case U_LB_INFIX_NUMERIC:
        case U_LB_BREAK_SYMBOLS:
        case U_LB_POSTFIX_NUMERIC:
            return true;
        case U_LB_QUOTATION:
            return at->next == 0x2019 || at->next == 0x201D;
        default:
            break;
        }
    if (at->a == BM_CLASS_WESTERN) {
        if (line_break_is(at->last, U_LB_OPEN_PUNCTUATION))
            return true;
        if (line_break_is(at->last, U_LB_QUOTATION))
            return at->last == 0x2018 || at->last == 0x201C;
    }
    return false;
}

static bool may_break(enum bm_kinsoku level, const struct beside *at, uint16_t *penalty)
{
    if (level >= levels[at->b].start || level >= levels[at->a].end)
        return false;
    if (at->a == BM_CLASS_ZERO || at->b == BM_CLASS_ZERO)
        return at->last == 0x200B;
    if (parts_number(at))
        return false;
    if (level == BM_KINSOKU_NONE)
        return true;
    if (parts_western_mark(at))
        return false;
    if (at->b == BM_CLASS_HAN && (at->next < 0x4E00 || at->next > 0x9FFF)) {
        /* 々 〻 ー and small kana (rule 2.2). */
        if (line_break_is(at->next, U_LB_NONSTARTER))
            return false;
        if (level == BM_KINSOKU_STRICT &&
            line_break_is(at->next, U_LB_CONDITIONAL_JAPANESE_STARTER))
            return false;
    }
    bool before = bm_is_number(at->last), after = bm_is_number(at->next);
    if ((before && bm_is_counter(at->next)) || (at->last == u'第' && after) ||
        (at->a == BM_CLASS_CONNECTOR && after))
        *penalty = BM_BREAK_COST_UNIT;
    return true;
}

static bool holds_together(uint32_t space)
{
    return space == 0xA0 || space == 0x2007 || space == 0x202F;
}

static uint32_t first_cp(const struct bm_para *p, uint32_t i)
{
    const struct bm_cluster *c = &p->clusters[i];
    return c[1].character > c->character ? p->characters[c->character].cp : 0;
}

static uint32_t last_cp(const struct bm_para *p, uint32_t i)
{
    const struct bm_cluster *c = &p->clusters[i];
    uint32_t end = c[1].character;
    while (end > c->character + 1 && bm_is_mark(p->characters[end - 1].cp))
        end--;
    return end > c->character ? p->characters[end - 1].cp : 0;
}

static void set_break(struct bm_para *p, uint32_t i, uint32_t before)
{
    struct bm_cluster *c = &p->clusters[i], *next = c + 1;
    /* A line ends after a space, never before it; the space then has no width (rule 7.4). Nor does
     * it end before anything else without a width: that goes with what stands before it. */
    if (next->cls == BM_CLASS_SPACE || next->cls == BM_CLASS_BREAK || !(next->advance + next->gap))
        return;
    if (c->cls == BM_CLASS_SPACE && holds_together(first_cp(p, i)))
        return;
    enum bm_class a = p->clusters[before].cls;
    struct beside at = {a, next->cls, last_cp(p, before), first_cp(p, i + 1)};
    if (a == BM_CLASS_HAN && next->cls == BM_CLASS_HAN && at.last >= 0x4E00 && at.last <= 0x9FFF &&
        at.next >= 0x4E00 && at.next <= 0x9FFF) {
        c->break_after = BM_BREAK_ALLOWED;
        return;
    }
    if (may_break(p->style.kinsoku, &at, &c->penalty))
        c->break_after = BM_BREAK_ALLOWED;
}

void bm_set_breaks(struct bm_arena *arena, struct bm_shaper *shaper, struct bm_para *para,
                   struct bm_diags *diags)
{
    uint32_t before = 0; /* the last cluster that is no space */
    for (uint32_t i = 0; i < para->cluster_count; i++) {
        struct bm_cluster *c = &para->clusters[i];
        if (c->cls != BM_CLASS_SPACE)
            before = i;
        if (c->cls == BM_CLASS_BREAK || i + 1 == para->cluster_count) {
            c->break_after = BM_BREAK_ALLOWED;
        } else if (para->clusters[before].cls == BM_CLASS_WESTERN) {
            /* The whole run of words at once. */
            uint32_t from = i, to = i + 1, end = i + 1;
            for (; to < para->cluster_count; to++) {
                enum bm_class cls = para->clusters[to].cls;
                if (cls == BM_CLASS_WESTERN)
                    end = to + 1;
                else if (cls != BM_CLASS_SPACE &&
                         !(cls == BM_CLASS_ZERO && first_cp(para, to) == 0xAD))
                    break;
            }
            if (c->cls == BM_CLASS_WESTERN && end > from + 1)
                bm_western_breaks(arena, shaper, para, from, end, diags);
            i = end - 1;
            if (end == para->cluster_count)
                para->clusters[i].break_after = BM_BREAK_ALLOWED;
            else
                set_break(para, i, para->clusters[i].cls == BM_CLASS_SPACE ? before : i);
            if (para->clusters[i].cls != BM_CLASS_SPACE)
                before = i;
        } else {
            set_break(para, i, before);
        }
    }
}
