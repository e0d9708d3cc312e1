/* Exif 2.3 (CIPA DC-008), 4.5: a TIFF whose first directory has the orientation. */
#include "image/steps.h"

#define ORIENTATION 0x0112
#define SHORT       3
#define LONG        4

static uint32_t number(struct bm_str tiff, size_t at, unsigned bytes)
{
    const bool little = tiff.p[0] == 'I';
    uint32_t v = 0;
    for (unsigned i = 0; i < bytes; i++)
        v = v << 8 | (uint8_t)tiff.p[at + (little ? bytes - 1 - i : i)];
    return v;
}

uint8_t bm_exif_turned(struct bm_str tiff)
{
    if (tiff.n < 8 || (memcmp(tiff.p, "II*\0", 4) != 0 && memcmp(tiff.p, "MM\0*", 4) != 0))
        return 1;
    const size_t at = number(tiff, 4, 4);
    if (at > tiff.n - 2)
        return 1;
    for (size_t i = number(tiff, at, 2), entry = at + 2; i && entry + 12 <= tiff.n;
         i--, entry += 12) {
        const uint32_t type = number(tiff, entry + 2, 2);
        if (number(tiff, entry, 2) != ORIENTATION)
            continue;
        const uint32_t v = type == SHORT  ? number(tiff, entry + 8, 2)
                           : type == LONG ? number(tiff, entry + 8, 4)
                                          : 1;
        return v >= 1 && v <= 8 ? (uint8_t)v : 1;
    }
    return 1;
}
