/* Rows brought down by the mean of areas. Across, a pixel of the file has w parts and one that is
 * made takes from_w of them; down it is h and from_h. All is counted in whole numbers, and the sum
 * of a pixel stays below 2^24 × from_w × from_h. */
#include "image/steps.h"

void bm_reducer_begin(struct bm_reducer *reducer, struct bm_arena *arena)
{
    const size_t n = (size_t)reducer->w * reducer->components;
    reducer->line = BM_NEW_N(arena, n, uint64_t);
    reducer->sums = BM_NEW_N(arena, n, uint64_t);
    reducer->below = bm_arena_array(arena, reducer->components, sizeof *reducer->below);
    for (uint32_t c = 0; c < reducer->components; c++) {
        const uint32_t *light = reducer->light->of[c];
        uint32_t v = 0;
        for (uint32_t i = 0; i <= BM_LIGHT >> BM_STRETCH; i++) {
            while (v < 255 && light[v + 1] <= i << BM_STRETCH)
                v++;
            reducer->below[c][i] = (uint8_t)v;
        }
    }
    reducer->left = 0;
    reducer->need = reducer->from_h;
}

bool bm_reducer_wants(const struct bm_reducer *reducer)
{
    return !reducer->left;
}

void bm_reducer_take(struct bm_reducer *r, const uint8_t *row)
{
    const uint32_t step = r->components;
    uint64_t *out = r->line;
    uint32_t first = r->w; /* parts of the pixel at p that are left */
    const uint8_t *p = row;
    for (uint32_t x = 0; x < r->w; x++, out += step) {
        const uint32_t rest = r->from_w - first, last = rest % r->w;
        const uint8_t *end = p + ((size_t)(rest / r->w) + 1) * step;
        for (uint32_t c = 0; c < step; c++) {
            const uint32_t *light = r->light->of[c];
            uint64_t sum = 0;
            for (const uint8_t *q = p + step + c; q < end; q += step)
                sum += light[*q];
            out[c] = sum * r->w + (uint64_t)light[p[c]] * first;
            out[c] += last ? (uint64_t)light[end[c]] * last : 0;
        }
        first = r->w - last;
        p = end;
    }
    r->left = r->h;
}

/* The value whose light is nearest. */
static uint8_t value_of(const struct bm_reducer *r, uint32_t component, uint64_t want)
{
    const uint32_t *light = r->light->of[component];
    unsigned v = r->below[component][want >> BM_STRETCH];
    while (v < 255 && 2 * want >= (uint64_t)light[v] + light[v + 1])
        v++;
    return (uint8_t)v;
}

bool bm_reducer_make(struct bm_reducer *r, uint8_t *out)
{
    const size_t n = (size_t)r->w * r->components;
    const uint32_t take = r->left < r->need ? r->left : r->need;
    const uint64_t area = (uint64_t)r->from_w * r->from_h;
    for (size_t i = 0; i < n; i++)
        r->sums[i] += r->line[i] * take;
    r->left -= take;
    r->need -= take;
    if (r->need)
        return false;
    for (size_t i = 0, c = 0; i < n; i++, c = c + 1 < r->components ? c + 1 : 0) {
        const uint64_t sum = r->sums[i];
        out[i] = r->line_art ? (2 * sum > BM_LIGHT * area ? 255 : 0)
                             : value_of(r, (uint32_t)c, (sum + area / 2) / area);
        r->sums[i] = 0;
    }
    r->need = r->from_h;
    return true;
}
