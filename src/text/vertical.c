/* How characters stand in vertical lines: Chinese upright, Western words turned, except what is
 * short enough to stand upright or across the line (rule 9.7; clreq, mixed text in vertical
 * writing; GB/T 15835-2011 5.1.7.3). */
#include "chars/classes.h"
#include "text/shaping.h"

#define ACROSS_MOST 3 /* digits that one em holds side by side */

static bool western(enum bm_class cls)
{
    return cls == BM_CLASS_WESTERN || cls == BM_CLASS_SPACE || cls == BM_CLASS_ZERO;
}

/* How a Western phrase without spaces at its ends stands. */
static enum bm_mode phrase_mode(const struct bm_character *c, uint32_t n)
{
    bool digits = true, capitals = true;
    for (uint32_t i = 0; i < n; i++) {
        digits = digits && bm_is_digit(c[i].cp);
        capitals = capitals && c[i].cp >= 'A' && c[i].cp <= 'Z';
    }
    if (digits && n > 1 && n <= ACROSS_MOST)
        return BM_HORIZONTAL;
    return capitals || (n == 1 && bm_class_is_letter(c->cp)) ? BM_VERTICAL : BM_SIDEWAYS;
}

static uint32_t quote_end(const struct bm_character *c, uint32_t n, const uint8_t *cls,
                          uint32_t open)
{
    uint32_t i = open + 1;
    while (i < n && western((enum bm_class)cls[i]))
        i++;
    return i < n && i > open + 1 && cls[i] == BM_CLASS_CLOSING && c[i].cp == c[open].cp + 1 ? i : 0;
}

/* Quotes around a word that lies sideways lie with it. */
static void turn_quotes(const struct bm_character *c, uint32_t n, uint8_t *cls)
{
    for (uint32_t i = 0; i < n; i++) {
        if (cls[i] != BM_CLASS_OPENING || (c[i].cp != 0x201C && c[i].cp != 0x2018))
            continue;
        uint32_t end = quote_end(c, n, cls, i);
        if (end && phrase_mode(c + i + 1, end - i - 1) == BM_SIDEWAYS)
            cls[i] = cls[end] = BM_CLASS_WESTERN;
    }
}

/* ﹃﹄ ﹁﹂ (GB/T 15834 5.2.3), as the vertical forms of 『』「」, which every face has. */
static uint32_t vertical_quote(uint32_t cp)
{
    switch (cp) {
    case 0x201C:
        return 0x300E;
    case 0x201D:
        return 0x300F;
    case 0x2018:
        return 0x300C;
    case 0x2019:
        return 0x300D;
    default:
        return cp;
    }
}

void bm_set_modes(const struct bm_character *characters, uint32_t n, uint8_t *cls, uint32_t *shown,
                  uint8_t *modes)
{
    turn_quotes(characters, n, cls);
    for (uint32_t i = 0, to; i < n; i = to) {
        to = i + 1;
        if (!western((enum bm_class)cls[i])) {
            modes[i] = BM_VERTICAL;
            if (cls[i] == BM_CLASS_OPENING || cls[i] == BM_CLASS_CLOSING)
                shown[i] = vertical_quote(shown[i]);
            continue;
        }
        while (to < n && western((enum bm_class)cls[to]))
            to++;
        uint32_t first = i, end = to;
        while (first < end && cls[first] != BM_CLASS_WESTERN)
            first++;
        while (end > first && cls[end - 1] != BM_CLASS_WESTERN)
            end--;
        enum bm_mode mode = first < end ? phrase_mode(characters + first, end - first) : 0;
        for (uint32_t k = i; k < to; k++) {
            bool inside = k >= first && k < end;
            modes[k] = (uint8_t)(inside ? mode : BM_SIDEWAYS);
            /* 纵中横 is one Han to all that follows (rule 9.8). */
            if (inside && mode == BM_HORIZONTAL)
                cls[k] = BM_CLASS_HAN;
        }
    }
}

bool bm_is_turned(uint32_t cp)
{
    int32_t v = u_getIntPropertyValue((UChar32)cp, UCHAR_VERTICAL_ORIENTATION);
    return v == U_VO_ROTATED || v == U_VO_TRANSFORMED_ROTATED;
}
