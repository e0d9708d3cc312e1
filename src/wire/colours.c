/* Inks on the screen. */
#include "base/index.h"
#include "wire/picture.h"

#include <stdlib.h>

#define PROCESS 4

static uint64_t hash_of(const struct bm_pages *pages)
{
    const struct bm_output_condition *o = pages->output;
    uint64_t hash = bm_hash(BM_HASH_START, &pages->limits.ink, sizeof pages->limits.ink);
    if (!o)
        return hash;
    const uint64_t icc = bm_hash_bulk(o->icc.p, o->icc.n);
    hash = bm_hash(hash, o->name.p, o->name.n);
    return bm_hash(hash, &icc, sizeof icc);
}

struct bm_wire_colours *bm_wire_colours_of(const struct bm_pages *pages,
                                           struct bm_wire_colours *last)
{
    const uint64_t hash = hash_of(pages);
    if (last && last->hash == hash && last->named == (pages->output != NULL) &&
        (!last->named || bm_str_eq(last->output.icc, pages->output->icc))) {
        atomic_fetch_add(&last->references, 1);
        return last;
    }
    struct bm_arena *arena = bm_arena_new();
    struct bm_wire_colours *c = calloc(1, sizeof *c);
    if (!c)
        bm_out_of_memory();
    c->references = 1;
    c->arena = arena;
    c->hash = hash;
    c->ink = pages->limits.ink;
    if (!pages->output)
        return c;
    c->named = true;
    c->output.name = bm_str_copy(arena, pages->output->name);
    c->output.icc = bm_str_copy(arena, pages->output->icc);
    c->transform = bm_transform_to_screen(&c->output, false);
    return c;
}

void bm_wire_colours_drop(struct bm_wire_colours *c)
{
    if (!c || atomic_fetch_sub(&c->references, 1) != 1)
        return;
    bm_transform_free(c->transform);
    bm_arena_drop(c->arena);
    free(c);
}

void bm_wire_colours_rgb(const struct bm_wire_colours *c, struct bm_ink ink, uint8_t rgb[3])
{
    const uint16_t v[PROCESS] = {ink.c, ink.m, ink.y, ink.k};
    uint8_t cmyk[PROCESS];
    for (int i = 0; i < PROCESS; i++)
        cmyk[i] = (uint8_t)((v[i] * 255U + 5000) / 10000);
    if (c->transform) {
        bm_transform_row(c->transform, cmyk, rgb, 1);
        return;
    }
    for (int i = 0; i < 3; i++) { /* PDF 32000-1, 10.3.5 */
        const unsigned dark = (unsigned)v[i] + ink.k;
        rgb[i] = dark >= 10000 ? 0 : (uint8_t)(((10000 - dark) * 255 + 5000) / 10000);
    }
}
