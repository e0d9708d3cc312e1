/* The head of a CFF font: its name, its Top DICT, and what that points to. */
#include "font/cff.h"

/* The INDEX at *at: moves *at past it; *first gets its first object. False when it is cut off. */
static bool read_index(struct bm_str cff, size_t *at, struct bm_str *first)
{
    *first = (struct bm_str){NULL, 0};
    if (*at > cff.n || cff.n - *at < 2)
        return false;
    size_t count = bm_be16(cff.p + *at), p = *at + 2;
    if (count == 0) {
        *at = p;
        return true;
    }
    if (p >= cff.n)
        return false;
    size_t size = (unsigned char)cff.p[p++];
    if (size < 1 || size > 4 || cff.n - p < (count + 1) * size)
        return false;
    size_t data = p + (count + 1) * size - 1; /* offsets count from 1 */
    size_t one = bm_be(cff.p + p, size), two = bm_be(cff.p + p + size, size);
    size_t end = bm_be(cff.p + p + count * size, size);
    if (one != 1 || two < one || end < two || end > cff.n - data)
        return false;
    *first = (struct bm_str){cff.p + data + one, two - one};
    *at = data + end;
    return true;
}

static bool read_top(struct bm_str dict, struct bm_cff *cff)
{
    int64_t last = 0;
    *cff = (struct bm_cff){0};
    for (size_t i = 0; i < dict.n;) {
        unsigned b = (unsigned char)dict.p[i++];
        size_t left = dict.n - i;
        if (b <= 21) {
            if (b == 12) {
                if (left == 0)
                    return false;
                cff->keyed |= dict.p[i++] == 30;
            } else if (b == 15 || b == 17) {
                if (last < 0)
                    return false;
                *(b == 15 ? &cff->charset : &cff->outlines) = (size_t)last;
            }
            last = 0;
        } else if (b == 28 && left >= 2) {
            last = (int16_t)bm_be16(dict.p + i);
            i += 2;
        } else if (b == 29 && left >= 4) {
            last = (int32_t)bm_be32(dict.p + i);
            i += 4;
        } else if (b == 30) { /* a real number ends with the nibble f */
            while (i < dict.n && (dict.p[i] & 0x0F) != 0x0F && (dict.p[i] & 0xF0) != 0xF0)
                i++;
            if (i++ == dict.n)
                return false;
        } else if (b >= 32 && b <= 246) {
            last = (int64_t)b - 139;
        } else if (b >= 247 && b <= 254 && left >= 1) {
            int64_t c = (unsigned char)dict.p[i++];
            last =
                b <= 250 ? ((int64_t)b - 247) * 256 + c + 108 : -((int64_t)b - 251) * 256 - c - 108;
        } else {
            return false;
        }
    }
    return true;
}

bool bm_cff_read(struct bm_str font, struct bm_cff *cff)
{
    struct bm_str skipped, top;
    if (font.n < 4)
        return false;
    size_t at = (unsigned char)font.p[2];
    return read_index(font, &at, &skipped) && read_index(font, &at, &top) && read_top(top, cff);
}
