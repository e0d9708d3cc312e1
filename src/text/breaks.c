/* Where a line may end. Chinese marks go by the table of classes (rule 2.1), what must not be
 * parted by rule 3, words by western.c, and what is neither by Unicode's line breaking classes. */
#include "text/breaks.h"
#include "chars/classes.h"

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

/* What a straight quote does. */
enum quote {
    QUOTE_NONE,
    QUOTE_OPENS,
    QUOTE_CLOSES
};

struct beside {
    enum bm_class a, b;
    uint32_t last, next; /* the characters at the break */
    enum quote left, right;
    bool minus; /* next is a hyphen before a figure, no connector */
};

static bool line_break_is(uint32_t cp, ULineBreak wanted)
{
    return cp && u_getIntPropertyValue((UChar32)cp, UCHAR_LINE_BREAK) == (int32_t)wanted;
}

/* Signs that belong to the number after them (rule 3.3); ones that may stand inside a number, or
 * between two that are read as one. */
static const char16_t signs[] = u"+-\u2212\u00B1\u2213\u00D7\uFF0B\uFF0D";
static const char16_t inside[] = u"\u00B1\u2213\u00D7\u2236\uFF0E";

/* Number with sign, %, ℃, ￥ and the like (rules 3.2 and 3.3; UAX #14 PO, PR). */
static bool parts_number(const struct beside *at)
{
    bool before = bm_is_number(at->last), after = bm_is_number(at->next);
    if (before && after)
        return true;
    if (before && (line_break_is(at->next, U_LB_POSTFIX_NUMERIC) || bm_is_one_of(inside, at->next)))
        return true;
    return after &&
           (line_break_is(at->last, U_LB_PREFIX_NUMERIC) || bm_is_one_of(signs, at->last) ||
            bm_is_one_of(inside, at->last) || at->last == 0xA7);
}

/* A mark that opens, with a row in the table or without. */
static bool opens(enum bm_class cls, uint32_t cp)
{
    if (cls != BM_CLASS_WESTERN && cls != BM_CLASS_HAN)
        return cls == BM_CLASS_OPENING;
    return line_break_is(cp, U_LB_OPEN_PUNCTUATION) ||
           (line_break_is(cp, U_LB_QUOTATION) && u_charType((UChar32)cp) == U_INITIAL_PUNCTUATION);
}

/* UAX #14 for marks that no row of the table of classes has (LB13, LB14, LB19, LB21): Western ones
 * beside Chinese text, and rare ones of their kind. */
static bool parts_mark(const struct beside *at)
{
    if (at->right == QUOTE_CLOSES || at->left == QUOTE_OPENS)
        return true;
    if (at->b == BM_CLASS_WESTERN || at->b == BM_CLASS_HAN)
        switch (u_getIntPropertyValue((UChar32)at->next, UCHAR_LINE_BREAK)) {
        case U_LB_CLOSE_PUNCTUATION:
        case U_LB_CLOSE_PARENTHESIS:
        case U_LB_EXCLAMATION:
        case U_LB_INFIX_NUMERIC:
        case U_LB_BREAK_SYMBOLS:
        case U_LB_POSTFIX_NUMERIC:
            return true;
        case U_LB_QUOTATION:
            if (u_charType((UChar32)at->next) == U_FINAL_PUNCTUATION)
                return true;
            break;
        default:
            break;
        }
    /* A hyphen before a figure is its minus. */
    if (at->b == BM_CLASS_WESTERN && bm_is_connector(at->next) && !at->minus)
        return true;
    if (at->a != BM_CLASS_WESTERN && at->a != BM_CLASS_HAN)
        return false;
    return opens(at->a, at->last) ||
           (bm_is_han_figure(at->next) && line_break_is(at->last, U_LB_PREFIX_NUMERIC));
}

static bool may_break(enum bm_kinsoku level, const struct beside *at, uint16_t *penalty)
{
    if (level >= levels[at->b].start || level >= levels[at->a].end)
        return false;
    if (parts_number(at))
        return false;
    if (level == BM_KINSOKU_NONE)
        return true;
    if (parts_mark(at))
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

/* Straight quotes of one kind, which open and close in turn; an odd one after the end of a sentence
 * closes what began in an earlier paragraph. Apostrophes, feet and inches are none. */
static void pair_quotes(const struct bm_para *p, uint32_t quote, uint8_t *quotes)
{
    uint32_t left = 0;
    for (uint32_t pass = 0; pass < 2; pass++) {
        bool open = false;
        for (uint32_t i = 0; i < p->character_count; i++) {
            const uint32_t before = i ? p->characters[i - 1].cp : 0;
            const uint32_t after = i + 1 < p->character_count ? p->characters[i + 1].cp : 0;
            const bool word = quote == '\'' && bm_class_is_letter(before);
            if (p->characters[i].cp != quote || (word && bm_class_is_letter(after)) ||
                (!open && (word || bm_is_digit(before))))
                continue;
            const bool ended =
                pass && left % 2 &&
                (bm_class_of(before) == BM_CLASS_STOP || bm_class_of(before) == BM_CLASS_CLOSING);
            quotes[i] = open || ended ? QUOTE_CLOSES : QUOTE_OPENS;
            open = quotes[i] == QUOTE_OPENS;
            left += pass ? UINT32_MAX : 1;
        }
    }
}

/* What each straight quote of the paragraph does, or NULL where it has none. */
static uint8_t *find_quotes(struct bm_arena *arena, const struct bm_para *p)
{
    static const char16_t kinds[] = u"\"'\uFF02\uFF07";
    uint8_t *quotes = NULL;
    for (const char16_t *quote = kinds; *quote; quote++)
        for (uint32_t i = 0; i < p->character_count; i++)
            if (p->characters[i].cp == *quote) {
                quotes = quotes ? quotes : BM_NEW_N(arena, p->character_count, uint8_t);
                pair_quotes(p, *quote, quotes);
                break;
            }
    return quotes;
}

/* The cluster ends a number with its unit: 1日, 5℃. */
static bool ends_quantity(const struct bm_para *p, uint32_t i)
{
    const uint32_t last = bm_last_cp(p, i);
    return i && bm_is_number(bm_last_cp(p, i - 1)) &&
           (bm_is_counter(last) || line_break_is(last, U_LB_POSTFIX_NUMERIC));
}

/* The next character is a minus: figures follow it, and what stands right before it is no figure
 * and no unit of one, or the hyphen would be that of a range (rule 2.10). */
static bool is_minus(const struct bm_para *p, uint32_t i, uint32_t last)
{
    return bm_first_cp(p, i) == '-' && i + 1 < p->cluster_count &&
           bm_is_number(bm_first_cp(p, i + 1)) && !bm_class_is_letter(last) &&
           !ends_quantity(p, i - 1);
}

#define CLOCK_DIGITS 3 /* at most, on either side: times and scores, no years */

/* Whether a break before cluster i would be one behind the colon of 13：30 or 3：2 (rule 3.2). */
static bool parts_clock(const struct bm_para *p, uint32_t i)
{
    uint32_t before = 0, after = 0;
    if (i < 2 || bm_last_cp(p, i - 1) != 0xFF1A)
        return false;
    while (before + 2 <= i && bm_is_digit(bm_last_cp(p, i - 2 - before)) && before <= CLOCK_DIGITS)
        before++;
    while (i + after < p->cluster_count && bm_is_digit(bm_first_cp(p, i + after)) &&
           after <= CLOCK_DIGITS)
        after++;
    return before && after && before <= CLOCK_DIGITS && after <= CLOCK_DIGITS;
}

static void set_break(struct bm_para *p, const uint8_t *quotes, uint32_t i, uint32_t before)
{
    struct bm_cluster *c = &p->clusters[i], *next = c + 1;
    /* A line ends after a space, never before it; the space then has no width (rule 7.4). Nor does
     * it end before anything else without a width: that goes with what stands before it. */
    if (bm_class_is_blank((enum bm_class)next->cls) || next->cls == BM_CLASS_BREAK ||
        !(next->advance + next->gap))
        return;
    /* The very last character: a zero-width space lets a line end, a word joiner does not. */
    const uint32_t raw = next->character ? p->characters[next->character - 1].cp : 0;
    if (c->cls == BM_CLASS_SPACE && holds_together(bm_first_cp(p, i)))
        return;
    if (raw == 0x2060 || raw == 0xFEFF)
        return;
    enum bm_class a = p->clusters[before].cls;
    struct beside at = {
        .a = a, .b = next->cls, .last = bm_last_cp(p, before), .next = bm_first_cp(p, i + 1)};
    if (a == BM_CLASS_HAN && next->cls == BM_CLASS_HAN && at.last >= 0x4E00 && at.last <= 0x9FFF &&
        at.next >= 0x4E00 && at.next <= 0x9FFF) {
        c->break_after = BM_BREAK_ALLOWED;
        return;
    }
    if (raw == 0x200B) {
        if (p->style.kinsoku < levels[next->cls].start)
            c->break_after = BM_BREAK_ALLOWED;
        return;
    }
    if (c->cls == BM_CLASS_IDEOGRAPHIC_SPACE && !opens(a, at.last)) {
        at.a = c->cls;
        at.last = 0;
    }
    at.minus = is_minus(p, i + 1, at.last);
    if (quotes && p->clusters[before + 1].character)
        at.left = quotes[p->clusters[before + 1].character - 1];
    if (quotes && at.next) /* a sign has no character, and the text may end with it */
        at.right = quotes[bm_first_of(p, i + 1)];
    if (!parts_clock(p, i + 1) && may_break(p->style.kinsoku, &at, &c->penalty))
        c->break_after = BM_BREAK_ALLOWED;
}

void bm_set_breaks(struct bm_arena *arena, struct bm_shaper *shaper, struct bm_para *para,
                   struct bm_diags *diags)
{
    const uint8_t *quotes = find_quotes(arena, para);
    uint32_t before = 0; /* the last cluster that is no space */
    for (uint32_t i = 0; i < para->cluster_count; i++) {
        struct bm_cluster *c = &para->clusters[i];
        if (!bm_class_is_blank((enum bm_class)c->cls))
            before = i;
        if (c->cls == BM_CLASS_BREAK || i + 1 == para->cluster_count) {
            c->break_after = BM_BREAK_ALLOWED;
        } else if (c->cls == BM_CLASS_WESTERN) {
            /* The whole run of words at once. */
            uint32_t from = i, to = i + 1, end = i + 1;
            for (; to < para->cluster_count; to++) {
                enum bm_class cls = para->clusters[to].cls;
                if (cls == BM_CLASS_WESTERN)
                    end = to + 1;
                else if (cls != BM_CLASS_SPACE)
                    break;
            }
            if (end > from + 1)
                bm_western_breaks(arena, shaper, para, from, end, diags);
            i = end - 1;
            if (end == para->cluster_count)
                para->clusters[i].break_after = BM_BREAK_ALLOWED;
            else
                set_break(para, quotes, i, i);
            before = i;
        } else {
            set_break(para, quotes, i, before);
        }
    }
}
