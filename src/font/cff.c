/* The head of a CFF font: its name, its Top DICT, and what that points to. */
#include "font/cff.h"

bool bm_cff_index(struct bm_str cff, size_t *at, struct bm_cff_index *index)
{
    *index = (struct bm_cff_index){0};
    if (*at > cff.n || cff.n - *at < 2)
        return false;
    const uint32_t count = bm_be16(cff.p + *at);
    size_t p = *at + 2;
    *at = p;
    if (count == 0)
        return true;
    if (p >= cff.n)
        return false;
    const size_t size = (unsigned char)cff.p[p++];
    if (size < 1 || size > 4 || (cff.n - p) / size <= count)
        return false;
    const char *offsets = cff.p + p;
    p += (count + (size_t)1) * size;
    const size_t first = bm_be(offsets, size), end = bm_be(offsets + count * size, size);
    if (first != 1 || end < 1 || end - 1 > cff.n - p)
        return false;
    *index = (struct bm_cff_index){offsets, {cff.p + p, end - 1}, count, (uint8_t)size};
    *at = p + end - 1;
    return true;
}

bool bm_cff_object(const struct bm_cff_index *index, uint32_t i, struct bm_str *object)
{
    if (i >= index->n)
        return false;
    const char *p = index->offsets + (size_t)i * index->size;
    const size_t from = bm_be(p, index->size), to = bm_be(p + index->size, index->size);
    if (from < 1 || to < from || to - 1 > index->data.n)
        return false;
    *object = (struct bm_str){index->data.p + from - 1, to - from};
    return true;
}

/* The number whose first byte is b and whose others are at dict.p[*i]; false when it is none. */
static bool read_number(struct bm_str dict, size_t *i, unsigned b, int64_t *value)
{
    const size_t left = dict.n - *i;
    const char *p = dict.p + *i;
    *value = 0;
    if (b >= 32 && b <= 246) {
        *value = (int64_t)b - 139;
    } else if (b >= 247 && b <= 254 && left >= 1) {
        const int64_t c = (unsigned char)*p;
        *value =
            b <= 250 ? ((int64_t)b - 247) * 256 + c + 108 : -((int64_t)b - 251) * 256 - c - 108;
        *i += 1;
    } else if (b == 28 && left >= 2) {
        *value = (int16_t)bm_be16(p);
        *i += 2;
    } else if (b == 29 && left >= 4) {
        *value = (int32_t)bm_be32(p);
        *i += 4;
    } else if (b == 30) { /* a real number ends with the nibble f */
        while (*i < dict.n && (dict.p[*i] & 0x0F) != 0x0F && (dict.p[*i] & 0xF0) != 0xF0)
            ++*i;
        return (*i)++ < dict.n;
    } else {
        return false;
    }
    return true;
}

bool bm_cff_entry(struct bm_str dict, size_t *at, struct bm_cff_entry *entry)
{
    const size_t from = *at;
    *entry = (struct bm_cff_entry){0};
    while (*at < dict.n) {
        const size_t here = *at;
        const unsigned b = (unsigned char)dict.p[(*at)++];
        if (b <= 21) {
            entry->op = b;
            entry->operands = (struct bm_str){dict.p + from, here - from};
            if (b == 12 && *at == dict.n)
                return false;
            if (b == 12)
                entry->op = 1200 + (unsigned char)dict.p[(*at)++];
            return true;
        }
        entry->last[0] = entry->last[1];
        if (!read_number(dict, at, b, &entry->last[1]))
            return false;
    }
    return true; /* numbers at the end that nothing is said of */
}

static bool read_top(struct bm_str dict, struct bm_cff *cff)
{
    struct bm_cff_entry e;
    cff->kind = 2;
    for (size_t at = 0; at < dict.n;) {
        size_t *place = NULL;
        if (!bm_cff_entry(dict, &at, &e))
            return false;
        switch (e.op) {
        case BM_CFF_CHARSET:
            place = &cff->charset;
            break;
        case BM_CFF_OUTLINES:
            place = &cff->outlines;
            break;
        case BM_CFF_DICTS:
            place = &cff->dicts;
            break;
        case BM_CFF_SELECT:
            place = &cff->select;
            break;
        case BM_CFF_PRIVATE:
            place = &cff->private_at;
            if (e.last[0] < 0)
                return false;
            cff->private_size = (size_t)e.last[0];
            break;
        case BM_CFF_KIND:
            cff->kind = e.last[1];
            break;
        case BM_CFF_MATRIX:
            cff->matrix = e.operands;
            break;
        case BM_CFF_KEYED:
            cff->keyed = true;
            break;
        }
        if (place && e.last[1] < 0)
            return false;
        if (place)
            *place = (size_t)e.last[1];
    }
    return true;
}

bool bm_cff_read(struct bm_str font, struct bm_cff *cff)
{
    struct bm_cff_index names, tops;
    struct bm_str top;
    *cff = (struct bm_cff){0};
    if (font.n < 4)
        return false;
    cff->after = (unsigned char)font.p[2];
    return bm_cff_index(font, &cff->after, &names) && bm_cff_index(font, &cff->after, &tops) &&
           bm_cff_object(&tops, 0, &top) && read_top(top, cff);
}
