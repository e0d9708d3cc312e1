/* Some marks are one code point and two designs (rule 1.4; East Asian Width "ambiguous"): quotes,
 * dashes, ellipses, the interpunct. They are settled here, before shaping, because the design
 * decides face, width and line breaking alike. */
#include "chars/classes.h"
#include "text/shaping.h"

struct scope {
    const struct bm_character *c;
    uint32_t n;
    uint8_t *cls;
    bool fullwidth;
    bool *chinese_after; /* of each character: the next strong one is Chinese, or there is none */
    bool chinese_before; /* of the one that is looked at: the same of the last before it */
};

static bool is_quote(uint32_t cp)
{
    return cp == 0x2018 || cp == 0x2019 || cp == 0x201C || cp == 0x201D;
}

/* What decides the design of an ambiguous mark beside it. */
static bool is_strong(const struct scope *s, uint32_t i)
{
    return s->cls[i] != BM_CLASS_SPACE && s->cls[i] != BM_CLASS_ZERO && !is_quote(s->c[i].cp) &&
           (s->cls[i] != BM_CLASS_WESTERN || bm_class_is_letter(s->c[i].cp));
}

/* Begins a walk over the characters, in which pass() follows each. */
static void walk(struct scope *s)
{
    bool chinese = true;
    for (uint32_t i = s->n; i-- > 0;) {
        s->chinese_after[i] = chinese;
        if (is_strong(s, i))
            chinese = s->cls[i] != BM_CLASS_WESTERN;
    }
    s->chinese_before = true;
}

static void pass(struct scope *s, uint32_t i)
{
    if (is_strong(s, i))
        s->chinese_before = s->cls[i] != BM_CLASS_WESTERN;
}

static bool letter_at(const struct scope *s, uint32_t i)
{
    return i < s->n && bm_class_is_letter(s->c[i].cp);
}

#define NESTING 32

/* Pairs quotes and parentheses and decides each pair once: Chinese if either side is. */
static void resolve_pairs(struct scope *s, uint32_t *shown)
{
    uint32_t open[NESTING];
    unsigned depth = 0;
    walk(s);
    for (uint32_t i = 0; i < s->n; pass(s, i++)) {
        uint32_t cp = s->c[i].cp;
        if (cp == 0x201C || cp == 0x2018) {
            if (!s->chinese_before)
                s->cls[i] = BM_CLASS_WESTERN;
            if (depth < NESTING)
                open[depth++] = i;
        } else if (cp == 0x2019 && i && letter_at(s, i - 1) &&
                   (letter_at(s, i + 1) || !depth || s->c[open[depth - 1]].cp != 0x2018)) {
            s->cls[i] = BM_CLASS_WESTERN; /* an apostrophe */
        } else if (cp == 0x201D || cp == 0x2019) {
            uint32_t partner_cp = cp - 1;
            unsigned d = depth;
            while (d && s->c[open[d - 1]].cp != partner_cp)
                d--;
            bool chinese = s->chinese_after[i];
            if (d) {
                uint32_t partner = open[d - 1];
                chinese = chinese || s->cls[partner] != BM_CLASS_WESTERN;
                s->cls[partner] = chinese ? BM_CLASS_OPENING : BM_CLASS_WESTERN;
                depth = d - 1;
            }
            s->cls[i] = chinese ? BM_CLASS_CLOSING : BM_CLASS_WESTERN;
        }
    }
    if (!s->fullwidth)
        return;
    /* Typed ( ) are shown full-width when what they hold has a Han character (rule 1.7). */
    depth = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        if (s->c[i].cp == '(' && depth < NESTING) {
            open[depth++] = i;
        } else if (s->c[i].cp == ')' && depth) {
            uint32_t from = open[--depth];
            bool han = false;
            for (uint32_t k = from + 1; k < i && !han; k++)
                han = bm_is_han(s->c[k].cp);
            if (!han)
                continue;
            s->cls[from] = BM_CLASS_OPENING;
            s->cls[i] = BM_CLASS_CLOSING;
            shown[from] = 0xFF08;
            shown[i] = 0xFF09;
        }
    }
}

void bm_resolve(struct bm_arena *arena, const struct bm_text_style *style,
                const struct bm_character *characters, uint32_t n, uint8_t *cls, uint32_t *shown)
{
    struct scope s = {characters, n, cls, style->fullwidth, BM_NEW_N(arena, n, bool), true};
    for (uint32_t i = 0; i < n; i++)
        shown[i] = characters[i].cp;
    resolve_pairs(&s, shown);
    walk(&s);
    for (uint32_t i = 0; i < n; pass(&s, i++)) {
        uint32_t cp = characters[i].cp;
        bool between_letters = i && letter_at(&s, i - 1) && letter_at(&s, i + 1);
        if (cp == 0x2014 || cp == 0x2015 || cp == 0x2500) {
            bool pair =
                (i && characters[i - 1].cp == cp) || (i + 1 < n && characters[i + 1].cp == cp);
            if (between_letters)
                cls[i] = BM_CLASS_WESTERN;
            else if (!pair)
                cls[i] = BM_CLASS_CONNECTOR; /* 一字线, one em (GB/T 15834 4.13.3) */
        } else if (cp == 0x2026) {
            if (i && !s.chinese_before && !s.chinese_after[i])
                cls[i] = BM_CLASS_WESTERN;
        } else if (cp == 0xB7 || (cp >= 0x2010 && cp <= 0x2013)) {
            if (between_letters)
                cls[i] = BM_CLASS_WESTERN;
        } else if (cp == 0xB1 || cp == 0x2213) { /* ± ∓ inside a number (rule 3.2) */
            if (i && i + 1 < n && bm_is_digit(characters[i - 1].cp) &&
                bm_is_digit(characters[i + 1].cp))
                cls[i] = BM_CLASS_WESTERN;
        } else if (cp == '/') {
            if (i && i + 1 < n && bm_is_han(characters[i - 1].cp) &&
                bm_is_han(characters[i + 1].cp))
                cls[i] = BM_CLASS_SOLIDUS;
        } else if (cp == '-' || cp == '~') {
            if (i && i + 1 < n && bm_is_han(characters[i - 1].cp) &&
                bm_is_han(characters[i + 1].cp))
                cls[i] = BM_CLASS_CONNECTOR;
        }
    }
}
