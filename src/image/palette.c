/* Colours brought together: a histogram of cells, 32 steps of each of red, green and blue, whose
 * box is parted along its widest side, at the middle of its pixels, until there are enough boxes;
 * each becomes the mean of its pixels (median cut, P. Heckbert, 1982). */
#include "image/palette.h"

#include <stdlib.h>
#include <string.h>

#define STEPS 32
#define CELLS (STEPS * STEPS * STEPS)

struct cell {
    uint64_t n, sums[3];
};

struct box {
    uint8_t from[3], to[3]; /* steps, both within */
    uint64_t n;
};

struct work {
    struct cell cells[CELLS];
    struct box boxes[BM_PALETTE_MOST];
    unsigned n;
};

static size_t cell_at(unsigned r, unsigned g, unsigned b)
{
    return ((size_t)r * STEPS + g) * STEPS + b;
}

/* The steps along one side of a box: pixels of each. */
static void profile(const struct work *w, const struct box *box, int side, uint64_t out[STEPS])
{
    unsigned at[3];
    memset(out, 0, STEPS * sizeof *out);
    for (at[0] = box->from[0]; at[0] <= box->to[0]; at[0]++)
        for (at[1] = box->from[1]; at[1] <= box->to[1]; at[1]++)
            for (at[2] = box->from[2]; at[2] <= box->to[2]; at[2]++)
                out[at[side]] += w->cells[cell_at(at[0], at[1], at[2])].n;
}

/* Makes a box as small as its pixels allow. */
static void shrink(const struct work *w, struct box *box)
{
    for (int side = 0; side < 3; side++) {
        uint64_t steps[STEPS];
        profile(w, box, side, steps);
        while (box->from[side] < box->to[side] && !steps[box->from[side]])
            box->from[side]++;
        while (box->from[side] < box->to[side] && !steps[box->to[side]])
            box->to[side]--;
    }
}

static int widest(const struct box *box)
{
    int side = 1; /* of equals green, which the eye sees best */
    for (int k = 0; k < 3; k++)
        if (box->to[k] - box->from[k] > box->to[side] - box->from[side])
            side = k;
    return side;
}

/* What parting a box is worth: wide ones first, with many pixels. */
static uint64_t worth(const struct box *box)
{
    const int side = widest(box);
    const uint64_t wide = (uint64_t)(box->to[side] - box->from[side]);
    uint64_t root = 1; /* of the pixels, so that large plain areas do not take all */
    while (root * root < box->n)
        root += 1 + root / 8;
    return wide * wide * root;
}

/* Parts the box that is worth most; false when none can be. */
static bool part(struct work *w)
{
    unsigned best = 0;
    for (unsigned i = 1; i < w->n; i++)
        if (worth(&w->boxes[i]) > worth(&w->boxes[best]))
            best = i;
    struct box *box = &w->boxes[best], *other = &w->boxes[w->n];
    if (!worth(box))
        return false;
    const int side = widest(box);
    uint64_t steps[STEPS], below = 0;
    profile(w, box, side, steps);
    unsigned cut = box->from[side];
    for (; cut + 1 < box->to[side] && 2 * (below + steps[cut]) < box->n; cut++)
        below += steps[cut];
    below += steps[cut];
    *other = *box;
    box->to[side] = (uint8_t)cut;
    other->from[side] = (uint8_t)(cut + 1);
    other->n = box->n - below;
    box->n = below;
    shrink(w, box);
    shrink(w, other);
    w->n++;
    return true;
}

static int by_light(const void *pa, const void *pb)
{
    const uint8_t *a = pa, *b = pb;
    const int x = 2 * a[0] + 5 * a[1] + a[2], y = 2 * b[0] + 5 * b[1] + b[2];
    return x != y ? x - y : memcmp(a, b, 3);
}

/* The colours of all boxes, dark ones first; near-white paper is white. */
static void settle(const struct work *w, struct bm_palette *out)
{
    uint8_t order[BM_PALETTE_MOST][4];
    for (unsigned i = 0; i < w->n; i++) {
        const struct box *box = &w->boxes[i];
        uint64_t sums[3] = {0};
        for (unsigned r = box->from[0]; r <= box->to[0]; r++)
            for (unsigned g = box->from[1]; g <= box->to[1]; g++)
                for (unsigned b = box->from[2]; b <= box->to[2]; b++)
                    for (int k = 0; k < 3; k++)
                        sums[k] += w->cells[cell_at(r, g, b)].sums[k];
        for (int k = 0; k < 3; k++)
            order[i][k] = (uint8_t)(box->n ? (sums[k] + box->n / 2) / box->n : 0);
        if (order[i][0] > 251 && order[i][1] > 251 && order[i][2] > 251)
            memset(order[i], 255, 3);
        order[i][3] = (uint8_t)i;
    }
    qsort(order, w->n, sizeof order[0], by_light);
    for (unsigned i = 0; i < w->n; i++) {
        const struct box *box = &w->boxes[order[i][3]];
        memcpy(out->colours[i], order[i], 3);
        for (unsigned r = box->from[0]; r <= box->to[0]; r++)
            for (unsigned g = box->from[1]; g <= box->to[1]; g++)
                memset(&out->of[cell_at(r, g, box->from[2])], (int)i,
                       (size_t)(box->to[2] - box->from[2]) + 1);
    }
    out->n = w->n;
}

void bm_palette_make(struct bm_arena *arena, const uint8_t *rgb, size_t pixels, unsigned most,
                     struct bm_palette *out)
{
    struct work *w = BM_NEW(arena, struct work);
    const uint8_t *p = rgb;
    out->of = BM_NEW_N(arena, CELLS, uint8_t);
    for (size_t i = 0; i < pixels; i++, p += 3) {
        struct cell *cell = &w->cells[bm_palette_cell(p)];
        cell->n++;
        for (int k = 0; k < 3; k++)
            cell->sums[k] += p[k];
    }
    w->boxes[0] = (struct box){.to = {STEPS - 1, STEPS - 1, STEPS - 1}, .n = pixels};
    shrink(w, &w->boxes[0]);
    w->n = 1;
    while (w->n < most && part(w))
        continue;
    settle(w, out);
}
