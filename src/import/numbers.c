/* Numbers of lists in their forms (ECMA-376 part 1, 17.18.59). */
#include "import/docx.h"

static void put_cp(struct bm_buf *out, uint32_t cp)
{
    char bytes[4];
    bm_buf_put(out, bytes, bm_utf8_put(cp, bytes));
}

static void put_figures(struct bm_buf *out, int32_t n)
{
    bm_buf_printf(out, "%d", (int)n);
}

static void put_roman(struct bm_buf *out, int32_t n, bool small)
{
    static const struct {
        int32_t value;
        const char *capital, *small;
    } signs[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"}, {400, "CD", "cd"},
                 {100, "C", "c"},  {90, "XC", "xc"},  {50, "L", "l"},  {40, "XL", "xl"},
                 {10, "X", "x"},   {9, "IX", "ix"},   {5, "V", "v"},   {4, "IV", "iv"},
                 {1, "I", "i"}};
    for (size_t i = 0; i < BM_COUNT(signs); i++)
        for (; n >= signs[i].value; n -= signs[i].value)
            bm_buf_c(out, small ? signs[i].small : signs[i].capital);
}

/* a … z, aa … zz */
static void put_letters(struct bm_buf *out, int32_t n, char first)
{
    for (int32_t i = 0; i <= (n - 1) / 26 && i < 30; i++)
        bm_buf_char(out, (char)(first + (n - 1) % 26));
}

/* Digits with their places: 一百零三; `ten`: 十 without 一 below twenty. */
static void put_places(struct bm_buf *out, int32_t n, const char *const *digits,
                       const char *const *places, bool ten)
{
    bool zero = false, begun = false;
    for (int32_t unit = 10000, p = 4; p >= 0; unit /= 10, p--) {
        const int32_t digit = n / unit % 10;
        if (!digit) {
            zero = begun;
            continue;
        }
        if (zero)
            bm_buf_c(out, digits[0]);
        if (!(ten && p == 1 && digit == 1 && !begun))
            bm_buf_c(out, digits[digit]);
        bm_buf_c(out, places[p]);
        zero = false;
        begun = true;
    }
    if (!begun)
        bm_buf_c(out, digits[0]);
}

static const char *const han[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const zero[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const legal[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
static const char *const han_places[] = {"", "十", "百", "千", "万"};
static const char *const legal_places[] = {"", "拾", "佰", "仟", "萬"};

static void put_digits(struct bm_buf *out, int32_t n)
{
    if (n >= 10)
        put_digits(out, n / 10);
    bm_buf_c(out, han[n % 10]);
}

/* Rows of characters of Unicode, one a number. */
static bool put_row(struct bm_buf *out, int32_t n, uint32_t first, int32_t most)
{
    if (n < 1 || n > most)
        return false;
    put_cp(out, first + (uint32_t)n - 1);
    return true;
}

static bool put_circled(struct bm_buf *out, int32_t n)
{
    if (n >= 21 && n <= 35)
        put_cp(out, 0x3251 + (uint32_t)n - 21);
    else if (n >= 36 && n <= 50)
        put_cp(out, 0x32B1 + (uint32_t)n - 36);
    else
        return put_row(out, n, 0x2460, 20);
    return true;
}

static bool put_signs(struct bm_buf *out, struct bm_str signs, int32_t n, int32_t most)
{
    if (n < 1 || n > most)
        return false;
    bm_buf_put(out, signs.p + 3 * (n - 1), 3);
    return true;
}

/* Forms that need no table; false: it is none of them. */
static bool put_western(struct bm_buf *out, struct bm_str f, int32_t n)
{
    if (!f.n || bm_str_is(f, "decimal") || bm_str_is(f, "decimalHalfWidth") ||
        bm_str_is(f, "numberInDash")) {
        const bool dash = bm_str_is(f, "numberInDash");
        bm_buf_c(out, dash ? "- " : "");
        put_figures(out, n);
        bm_buf_c(out, dash ? " -" : "");
    } else if (bm_str_is(f, "none")) {
        return true;
    } else if (bm_str_is(f, "decimalZero")) {
        bm_buf_printf(out, "%02d", (int)n);
    } else if (bm_str_is(f, "upperRoman") || bm_str_is(f, "lowerRoman")) {
        put_roman(out, n, f.p[0] == 'l');
    } else if (n > 0 && (bm_str_is(f, "upperLetter") || bm_str_is(f, "lowerLetter"))) {
        put_letters(out, n, f.p[0] == 'l' ? 'a' : 'A');
    } else if (bm_str_is(f, "ordinal")) {
        static const char *const ends[] = {"th", "st", "nd", "rd"};
        put_figures(out, n);
        bm_buf_c(out, n % 10 < 4 && n / 10 % 10 != 1 ? ends[n % 10] : ends[0]);
    } else {
        return false;
    }
    return true;
}

bool number_put(struct bm_buf *out, struct bm_str f, int32_t n)
{
    const size_t before = out->n;
    n = n < 0 ? 0 : n;
    if (put_western(out, f, n))
        return true;
    if (bm_str_is(f, "chineseCounting") || bm_str_is(f, "taiwaneseCounting"))
        n < 100 ? put_places(out, n, han, han_places, true) : put_digits(out, n);
    else if (bm_str_is(f, "chineseCountingThousand") || bm_str_is(f, "taiwaneseCountingThousand") ||
             bm_str_is(f, "japaneseCounting"))
        put_places(out, n, bm_str_is(f, "japaneseCounting") ? han : zero, han_places, true);
    else if (bm_str_is(f, "ideographDigital") || bm_str_is(f, "japaneseDigitalTenThousand") ||
             bm_str_is(f, "taiwaneseDigital"))
        put_digits(out, n);
    else if (bm_str_is(f, "chineseLegalSimplified"))
        put_places(out, n, legal, legal_places, false);
    else if (bm_str_is(f, "ideographTraditional"))
        put_signs(out, BM_STR("甲乙丙丁戊己庚辛壬癸"), n, 10);
    else if (bm_str_is(f, "ideographZodiac"))
        put_signs(out, BM_STR("子丑寅卯辰巳午未申酉戌亥"), n, 12);
    else if (bm_str_is(f, "decimalEnclosedCircle") || bm_str_is(f, "decimalEnclosedCircleChinese"))
        put_circled(out, n);
    else if (bm_str_is(f, "decimalEnclosedParen"))
        put_row(out, n, 0x2474, 20);
    else if (bm_str_is(f, "decimalEnclosedFullstop"))
        put_row(out, n, 0x2488, 20);
    else if (bm_str_is(f, "ideographEnclosedCircle"))
        put_row(out, n, 0x3220, 10);
    else if (bm_str_is(f, "decimalFullWidth") || bm_str_is(f, "decimalFullWidth2"))
        for (int32_t unit = 100000; unit; unit /= 10)
            if (n >= unit || unit == 1)
                put_cp(out, 0xFF10 + (uint32_t)(n / unit % 10));
    if (out->n > before)
        return true;
    put_figures(out, n);
    return false;
}
