#include "chars/classes.h"

#include "base/arena.h"

#include <hb.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

/* The table of classes.def. Sources: clreq, "Line composition" (classes and their widths);
 * GB/T 15834-2011 clause 5.1 (positions and widths of marks). What it does not list has the class
 * of its script and category, which come from Unicode's data. */
static const struct row {
    uint32_t first, last;
    enum bm_class cls;
} rows[] = {
#define C(first, last, cls, rule) {first, last, BM_CLASS_##cls},
#include "chars/classes.def"
#undef C
};

static hb_unicode_general_category_t category(uint32_t cp)
{
    return hb_unicode_general_category(hb_unicode_funcs_get_default(), cp);
}

static bool east_asian_script(hb_script_t script)
{
    return script == HB_SCRIPT_HAN || script == HB_SCRIPT_HIRAGANA ||
           script == HB_SCRIPT_KATAKANA || script == HB_SCRIPT_BOPOMOFO ||
           script == HB_SCRIPT_HANGUL || script == HB_SCRIPT_YI;
}

bool bm_is_han(uint32_t cp)
{
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return true;
    if (cp < 0x2E80)
        return false;
    return east_asian_script(hb_unicode_script(hb_unicode_funcs_get_default(), cp));
}

bool bm_is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

bool bm_is_number(uint32_t cp)
{
    return bm_is_digit(cp) || (cp >= 0xFF10 && cp <= 0xFF19);
}

/* Full-width Latin (ＧＤＰ) is set in 1 em cells like Han (rule 5.7). */
static bool full_width(uint32_t cp)
{
    return (cp >= 0xFF01 && cp <= 0xFF60) || (cp >= 0xFFE0 && cp <= 0xFFE6);
}

bool bm_class_is_letter(uint32_t cp)
{
    if (cp < 0x80)
        return ((cp | 32) >= 'a' && (cp | 32) <= 'z') || bm_is_digit(cp);
    /* ー 〆 and their like are letters of no one script. */
    if (full_width(cp) || bm_is_han(cp) || (cp >= 0x3000 && cp <= 0x33FF))
        return false;
    hb_unicode_general_category_t c = category(cp);
    return c == HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER ||
           c == HB_UNICODE_GENERAL_CATEGORY_UPPERCASE_LETTER ||
           c == HB_UNICODE_GENERAL_CATEGORY_TITLECASE_LETTER ||
           c == HB_UNICODE_GENERAL_CATEGORY_MODIFIER_LETTER ||
           c == HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER ||
           c == HB_UNICODE_GENERAL_CATEGORY_DECIMAL_NUMBER;
}

bool bm_is_exclamation(uint32_t cp)
{
    return cp == 0xFF01 || cp == 0xFF1F;
}

bool bm_is_ignorable(uint32_t cp)
{
    if (cp < 0xAD || (cp >= 0x20A0 && cp < 0x3164) || (cp > 0x3164 && cp < 0xFE00))
        return false;
    return u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool bm_is_selector(uint32_t cp)
{
    return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

bool bm_is_right_to_left(uint32_t cp)
{
    if (cp < 0x590 || (cp >= 0x900 && cp < 0xFB1D && cp != 0x200F))
        return false;
    const UCharDirection d = u_charDirection((UChar32)cp);
    return (d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC) && !bm_is_ignorable(cp);
}

uint32_t bm_small_of(uint32_t cp, bool *raised)
{
    const int32_t kind = u_getIntPropertyValue((UChar32)cp, UCHAR_DECOMPOSITION_TYPE);
    UErrorCode error = U_ZERO_ERROR;
    UChar of[2];
    *raised = kind == U_DT_SUPER;
    if (kind != U_DT_SUPER && kind != U_DT_SUB)
        return 0;
    const UNormalizer2 *forms = unorm2_getNFKCInstance(&error);
    const int32_t n =
        U_FAILURE(error) ? 0
                         : unorm2_getRawDecomposition(forms, (UChar32)cp, of, BM_COUNT(of), &error);
    return n == 1 && U_SUCCESS(error) ? of[0] : 0;
}

bool bm_is_mark(uint32_t cp)
{
    if (bm_is_ignorable(cp))
        return true;
    if (cp < 0x300 || (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xFF00 && cp <= 0xFFEF))
        return false;
    hb_unicode_general_category_t c = category(cp);
    return c == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           c == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
           c == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK;
}

bool bm_is_one_of(const char16_t *list, uint32_t cp)
{
    for (; cp && *list; list++)
        if (*list == cp)
            return true;
    return false;
}

bool bm_is_counter(uint32_t cp)
{
    return bm_is_one_of(u"年月日时分秒元万亿个人届次号件项条章节岁名位级期天周", cp);
}

bool bm_is_han_figure(uint32_t cp)
{
    return bm_is_one_of(u"〇零一二三四五六七八九十百千万亿两半几廿卅壹贰叁肆伍陆柒捌玖拾佰仟", cp);
}

bool bm_is_connector(uint32_t cp)
{
    return bm_is_one_of(u"-~‐‑‒–—―─∶∼〜－～", cp);
}

static enum bm_class class_by_category(uint32_t cp)
{
    if (bm_is_ignorable(cp))
        return BM_CLASS_ZERO;
    if (bm_class_is_letter(cp) || bm_is_mark(cp))
        return BM_CLASS_WESTERN; /* a mark joins the class of its base in shape.c */
    /* Symbols (① ± × § ※ → ●) stand among Han as ideographs do (UAX #14: AI resolves to ID in
     * Chinese). */
    return category(cp) == HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR ? BM_CLASS_SPACE
                                                                       : BM_CLASS_HAN;
}

enum bm_class bm_class_of(uint32_t cp)
{
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return BM_CLASS_HAN;
    if (cp > 0x20 && cp < 0x7F)
        return BM_CLASS_WESTERN;
    for (size_t lo = 0, hi = BM_COUNT(rows); lo < hi;) {
        size_t mid = (lo + hi) / 2;
        if (cp < rows[mid].first)
            hi = mid;
        else if (cp > rows[mid].last)
            lo = mid + 1;
        else
            return rows[mid].cls;
    }
    return class_by_category(cp);
}

bool bm_class_is_ink(uint32_t cp)
{
    return cp != 0x3000 && bm_class_of(cp) != BM_CLASS_SPACE;
}
