/* Rectangles to polygons: the page in cells, cut at every edge of a rectangle; each cell has one
 * owner at most; then the outlines of what each owns. */
#include "epaper/parts.h"

#include <stdlib.h>

#define NOBODY UINT32_MAX

struct grid {
    struct bm_arena *arena;
    bm_len *x, *y; /* where cells part */
    size_t nx, ny; /* of these */
    uint32_t *cells;
    uint8_t *traced; /* of a cell: its top edge is in an outline */
};

static int by_length(const void *pa, const void *pb)
{
    const bm_len a = *(const bm_len *)pa, b = *(const bm_len *)pb;
    return a < b ? -1 : a > b;
}

static size_t sort_edges(bm_len *v, size_t n)
{
    size_t kept = 0;
    qsort(v, n, sizeof *v, by_length);
    for (size_t i = 0; i < n; i++)
        if (!kept || v[i] != v[kept - 1])
            v[kept++] = v[i];
    return kept;
}

static size_t place(const bm_len *v, size_t n, bm_len at)
{
    size_t low = 0;
    while (n > 1) {
        const size_t half = n / 2;
        if (v[low + half] <= at) {
            low += half;
            n -= half;
        } else {
            n = half;
        }
    }
    return low;
}

static uint32_t *cell(const struct grid *g, size_t x, size_t y)
{
    return &g->cells[y * g->nx + x];
}

/* Of a corner: who owns the cell at its right bottom, moved by −1 or 0 each way. */
static uint32_t owner(const struct grid *g, size_t x, size_t y, int left, int up)
{
    if ((left && !x) || (up && !y))
        return NOBODY;
    x -= (size_t)left;
    y -= (size_t)up;
    return x + 1 < g->nx && y + 1 < g->ny ? *cell(g, x, y) : NOBODY;
}

static void take(struct grid *g, const struct bm_epaper_claim *c)
{
    const size_t right = place(g->x, g->nx, c->rect.x + c->rect.w);
    const size_t foot = place(g->y, g->ny, c->rect.y + c->rect.h);
    for (size_t y = place(g->y, g->ny, c->rect.y); y < foot; y++)
        for (size_t x = place(g->x, g->nx, c->rect.x); x < right; x++)
            if (*cell(g, x, y) == NOBODY)
                *cell(g, x, y) = c->owner;
}

static int32_t hundredths(bm_len length)
{
    return (int32_t)((bm_len_to_um(length) + 5) / 10);
}

static void add_corner(const struct grid *g, struct bm_epaper_polygon *p, size_t x, size_t y)
{
    p->v = bm_arena_grow(g->arena, p->v, p->n, &p->cap, sizeof *p->v);
    p->v[p->n++] = (struct bm_epaper_corner){hundredths(g->x[x]), hundredths(g->y[y])};
}

/* The outline that has the top edge of the cell, the owner's cells to the right of the way. */
static void trace(struct grid *g, size_t sx, size_t sy, struct bm_epaper_polygon *out)
{
    static const struct {
        int x, y; /* the step */
        /* cells at the right and the left of the way on: left of the corner, above it */
        int right[2], left[2];
    } ways[] = {{1, 0, {0, 0}, {0, 1}},
                {0, 1, {1, 0}, {0, 0}},
                {-1, 0, {1, 1}, {1, 0}},
                {0, -1, {0, 1}, {1, 1}}};
    const uint32_t who = *cell(g, sx, sy);
    size_t x = sx, y = sy;
    unsigned way = 0;
    add_corner(g, out, x, y);
    do {
        if (way == 0)
            g->traced[y * g->nx + x] = 1;
        x = (size_t)((int64_t)x + ways[way].x);
        y = (size_t)((int64_t)y + ways[way].y);
        const unsigned before = way;
        if (owner(g, x, y, ways[way].right[0], ways[way].right[1]) != who)
            way = (way + 1) % 4;
        else if (owner(g, x, y, ways[way].left[0], ways[way].left[1]) == who)
            way = (way + 3) % 4;
        if (way != before && (x != sx || y != sy))
            add_corner(g, out, x, y);
    } while (x != sx || y != sy || way != 0);
}

/* Twice the room inside, in corners' units; of a hole it is negative. */
static int64_t room(const struct bm_epaper_polygon *p)
{
    int64_t sum = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct bm_epaper_corner *a = &p->v[i], *b = &p->v[(i + 1) % p->n];
        sum += (int64_t)a->x * b->y - (int64_t)b->x * a->y;
    }
    return sum;
}

static bool holds(const struct bm_epaper_polygon *p, struct bm_epaper_corner c)
{
    bool left = false, right = false, above = false, below = false;
    for (size_t i = 0; i < p->n; i++) {
        left |= p->v[i].x < c.x;
        right |= p->v[i].x > c.x;
        above |= p->v[i].y < c.y;
        below |= p->v[i].y > c.y;
    }
    return left && right && above && below;
}

/* Joins a hole to the outline round it: there, round it, and back. */
static void join(const struct grid *g, struct bm_epaper_polygon *round,
                 const struct bm_epaper_polygon *hole)
{
    const struct bm_epaper_corner start = round->v[0];
    for (size_t i = 0; i <= hole->n + 1; i++) {
        round->v = bm_arena_grow(g->arena, round->v, round->n, &round->cap, sizeof *round->v);
        round->v[round->n++] = i == 0 ? start : hole->v[(i - 1) % hole->n];
    }
}

static void add_outline(struct grid *g, struct bm_epaper_area *area, size_t x, size_t y)
{
    struct bm_epaper_polygon p = {0};
    trace(g, x, y, &p);
    const int64_t size = room(&p);
    for (size_t i = 0; i < area->n && size < 0; i++)
        if (holds(&area->polygons[i], p.v[0])) {
            join(g, &area->polygons[i], &p);
            return;
        }
    if (size <= 0)
        return;
    area->polygons =
        bm_arena_grow(g->arena, area->polygons, area->n, &area->cap, sizeof *area->polygons);
    area->polygons[area->n++] = p;
}

void bm_epaper_outline(struct bm_arena *arena, const struct bm_epaper_claim *claims, size_t n,
                       size_t owners, struct bm_epaper_area *areas)
{
    struct grid g = {.arena = arena};
    struct bm_arena *work = bm_arena_new();
    g.x = BM_NEW_N(work, 2 * n + 1, bm_len);
    g.y = BM_NEW_N(work, 2 * n + 1, bm_len);
    for (size_t i = 0; i < n; i++) {
        const struct bm_rect *r = &claims[i].rect;
        g.x[2 * i] = r->x;
        g.x[2 * i + 1] = r->x + r->w;
        g.y[2 * i] = r->y;
        g.y[2 * i + 1] = r->y + r->h;
    }
    g.nx = sort_edges(g.x, 2 * n);
    g.ny = sort_edges(g.y, 2 * n);
    g.cells = BM_NEW_N(work, g.nx * g.ny + 1, uint32_t);
    g.traced = BM_NEW_N(work, g.nx * g.ny + 1, uint8_t);
    memset(g.cells, 0xFF, g.nx * g.ny * sizeof *g.cells);
    for (int bridges = 0; bridges < 2; bridges++)
        for (size_t i = 0; i < n; i++)
            if (claims[i].bridge == (bridges == 1))
                take(&g, &claims[i]);
    for (size_t y = 0; y + 1 < g.ny; y++)
        for (size_t x = 0; x + 1 < g.nx; x++) {
            const uint32_t who = *cell(&g, x, y);
            if (who < owners && !g.traced[y * g.nx + x] && owner(&g, x, y, 0, 1) != who)
                add_outline(&g, &areas[who], x, y);
        }
    bm_arena_drop(work);
}
