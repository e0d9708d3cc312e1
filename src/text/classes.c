#include "text/steps.h"

/* Characters whose class is not that of their script. Sources: clreq, "Line composition" (classes
 * and their widths); GB/T 15834-2011 clause 5.1 (positions and widths of marks). Sorted. */
static const struct row {
    uint32_t first, last;
    enum bm_class cls;
} rows[] = {
    {0x0009, 0x000D, BM_CLASS_SPACE},      {0x0020, 0x0020, BM_CLASS_SPACE},
    {0x00A0, 0x00A0, BM_CLASS_SPACE},      {0x00B7, 0x00B7, BM_CLASS_INTERPUNCT},
    {0x2010, 0x2011, BM_CLASS_CONNECTOR},  {0x2013, 0x2013, BM_CLASS_CONNECTOR},
    {0x2014, 0x2015, BM_CLASS_DASH},       {0x2018, 0x2018, BM_CLASS_OPENING},
    {0x2019, 0x2019, BM_CLASS_CLOSING},    {0x201C, 0x201C, BM_CLASS_OPENING},
    {0x201D, 0x201D, BM_CLASS_CLOSING},    {0x2026, 0x2026, BM_CLASS_ELLIPSIS},
    {0x2027, 0x2027, BM_CLASS_INTERPUNCT}, {0x203C, 0x203C, BM_CLASS_STOP},
    {0x2047, 0x2049, BM_CLASS_STOP},       {0x22EF, 0x22EF, BM_CLASS_ELLIPSIS},
    {0x2E3A, 0x2E3A, BM_CLASS_DASH},       {0x3000, 0x3000, BM_CLASS_IDEOGRAPHIC_SPACE},
    {0x3001, 0x3001, BM_CLASS_PAUSE},      {0x3002, 0x3002, BM_CLASS_STOP},
    {0x3008, 0x3008, BM_CLASS_OPENING},    {0x3009, 0x3009, BM_CLASS_CLOSING},
    {0x300A, 0x300A, BM_CLASS_OPENING},    {0x300B, 0x300B, BM_CLASS_CLOSING},
    {0x300C, 0x300C, BM_CLASS_OPENING},    {0x300D, 0x300D, BM_CLASS_CLOSING},
    {0x300E, 0x300E, BM_CLASS_OPENING},    {0x300F, 0x300F, BM_CLASS_CLOSING},
    {0x3010, 0x3010, BM_CLASS_OPENING},    {0x3011, 0x3011, BM_CLASS_CLOSING},
    {0x3014, 0x3014, BM_CLASS_OPENING},    {0x3015, 0x3015, BM_CLASS_CLOSING},
    {0x3016, 0x3016, BM_CLASS_OPENING},    {0x3017, 0x3017, BM_CLASS_CLOSING},
    {0x301C, 0x301C, BM_CLASS_CONNECTOR},  {0x30FB, 0x30FB, BM_CLASS_INTERPUNCT},
    {0xFF01, 0xFF01, BM_CLASS_STOP},       {0xFF08, 0xFF08, BM_CLASS_OPENING},
    {0xFF09, 0xFF09, BM_CLASS_CLOSING},    {0xFF0C, 0xFF0C, BM_CLASS_PAUSE},
    {0xFF0D, 0xFF0D, BM_CLASS_CONNECTOR},  {0xFF0E, 0xFF0E, BM_CLASS_PAUSE},
    {0xFF0F, 0xFF0F, BM_CLASS_SOLIDUS},    {0xFF1A, 0xFF1B, BM_CLASS_PAUSE},
    {0xFF1F, 0xFF1F, BM_CLASS_STOP},       {0xFF3B, 0xFF3B, BM_CLASS_OPENING},
    {0xFF3D, 0xFF3D, BM_CLASS_CLOSING},    {0xFF5B, 0xFF5B, BM_CLASS_OPENING},
    {0xFF5D, 0xFF5D, BM_CLASS_CLOSING},    {0xFF5E, 0xFF5E, BM_CLASS_CONNECTOR},
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
    if (cp < 0x2E80)
        return false;
    return east_asian_script(hb_unicode_script(hb_unicode_funcs_get_default(), cp));
}

bool bm_is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

/* Full-width Latin (ＧＤＰ) is set in 1 em cells like Han (rule 5.7). */
static bool full_width(uint32_t cp)
{
    return (cp >= 0xFF01 && cp <= 0xFF60) || (cp >= 0xFFE0 && cp <= 0xFFE6);
}

bool bm_is_letter(uint32_t cp)
{
    if (cp < 0x80)
        return ((cp | 32) >= 'a' && (cp | 32) <= 'z') || bm_is_digit(cp);
    if (full_width(cp) || bm_is_han(cp))
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

enum bm_class bm_class_of(uint32_t cp)
{
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return BM_CLASS_HAN;
    if (cp > 0x20 && cp < 0x7F)
        return BM_CLASS_WESTERN;
    for (size_t lo = 0, hi = sizeof rows / sizeof *rows; lo < hi;) {
        size_t mid = (lo + hi) / 2;
        if (cp < rows[mid].first)
            hi = mid;
        else if (cp > rows[mid].last)
            lo = mid + 1;
        else
            return rows[mid].cls;
    }
    if (bm_is_letter(cp))
        return BM_CLASS_WESTERN;
    switch (category(cp)) {
    case HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK:
        return BM_CLASS_WESTERN; /* joins the class of its base in shape.c */
    case HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR:
        return BM_CLASS_SPACE;
    default:
        break;
    }
    /* Symbols: those of Latin-1 that hang on to numbers are Western, the rest (① ± × § ※ → ●)
     * stand among Han as ideographs do (UAX #14: AI resolves to ID in Chinese). */
    if (cp == 0xB0 || cp == 0xA3 || cp == 0xA5 || cp == 0x20AC || cp == 0x2030)
        return BM_CLASS_WESTERN;
    return BM_CLASS_HAN;
}

bool bm_class_is_ink(uint32_t cp)
{
    return cp != 0x3000 && bm_class_of(cp) != BM_CLASS_SPACE;
}
