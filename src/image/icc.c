#include "image/image.h"

#define HEADER 132 /* bytes, with the count of tags: ICC.1:2010, 7.2 */

static bool is(struct bm_str icc, size_t at, const char *signature)
{
    return memcmp(icc.p + at, signature, 4) == 0;
}

const char *bm_icc_wrong(struct bm_str icc, unsigned components)
{
    static const char *const spaces[] = {[1] = "GRAY", [3] = "RGB ", [4] = "CMYK"};
    const unsigned char *p = (const unsigned char *)icc.p;
    if (icc.n < HEADER || !is(icc, 36, "acsp") ||
        ((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]) != icc.n)
        return "it is cut off or damaged";
    if (components > 4 || !spaces[components] || !is(icc, 16, spaces[components]))
        return "it is for another kind of colour";
    return NULL;
}

const char *bm_icc_wrong_output(struct bm_str icc)
{
    const char *wrong = bm_icc_wrong(icc, 4);
    return wrong ? wrong : is(icc, 12, "prtr") ? NULL : "it is not that of a printer";
}
