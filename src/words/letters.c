/* What letters are. */
#include "words/path.h"

bool bm_letter_in(const char16_t *set, char16_t c)
{
    for (; *set; set++)
        if (*set == c)
            return true;
    return false;
}

bool bm_letter_is_han(char16_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || c == u'〇' || c == u'々';
}

bool bm_letter_is_digit(char16_t c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'０' && c <= u'９');
}

bool bm_letter_is_latin(char16_t c)
{
    return bm_letter_is_digit(c) || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') ||
           (c >= 0xC0 && c <= 0x24F);
}

bool bm_letter_is_numeral(char16_t c)
{
    return bm_letter_in(u"〇零一二三四五六七八九十百千万亿两", c);
}
