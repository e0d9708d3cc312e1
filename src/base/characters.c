#include "base/characters.h"

#include "base/str.h"

enum bm_character_fault bm_character_fault(uint32_t cp)
{
    if ((cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7F && cp <= 0x9F))
        return BM_CHARACTER_CONTROL;
    if (cp == 0x202B || cp == 0x202E || cp == 0x2067)
        return BM_CHARACTER_TURNING;
    if ((cp >= 0xD800 && cp <= 0xDFFF) || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
        (cp & 0xFFFE) == 0xFFFE || cp > 0x10FFFF)
        return BM_CHARACTER_NONE;
    return BM_CHARACTER_FINE;
}

uint32_t bm_character_next(const char *p, size_t n, size_t *i)
{
    const size_t most = n - *i < 4 ? n - *i : 4;
    for (size_t k = 1; k <= most; k++) {
        size_t end = 0;
        if (bm_utf8_check(p + *i, k) < k)
            continue;
        const uint32_t cp = bm_utf8_next(p + *i, k, &end);
        *i += end;
        return bm_character_fault(cp) ? 0xFFFD : cp;
    }
    ++*i;
    return 0xFFFD;
}
