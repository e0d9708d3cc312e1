/* Inks and pictures as the screen shows them, private to this room. */
#pragma once

#include "page/page.h"

#include <stdatomic.h>

/* How the output looks: as the proofs have it (proof/screen.c). */
struct bm_wire_colours {
    _Atomic unsigned references;
    struct bm_arena *arena;
    bool named;                        /* the pages name an output … */
    struct bm_output_condition output; /* … this one */
    uint64_t hash;                     /* of all of it */
    uint32_t ink;                      /* most, in percent */
    struct bm_transform *transform;    /* to the screen; NULL: the plain complement */
};
/* Those of the pages: `last` with a reference more, if they are the same, else new ones. */
struct bm_wire_colours *bm_wire_colours_of(const struct bm_pages *pages,
                                           struct bm_wire_colours *last);
void bm_wire_colours_drop(struct bm_wire_colours *colours);
void bm_wire_colours_rgb(const struct bm_wire_colours *colours, struct bm_ink ink, uint8_t rgb[3]);

#define BM_WIRE_HASH 32 /* digits */

/* A picture at the size at which it is placed. */
struct bm_wire_picture {
    _Atomic unsigned references;
    struct bm_arena *arena;
    struct bm_image image; /* of this only what tells it from others is right, and its pixels */
    uint32_t width, height;
    struct bm_wire_colours *colours;
    char hash[BM_WIRE_HASH + 1];
};
/* The placed picture's, one that is known (n of them) with a reference more, or else new. */
struct bm_wire_picture *bm_wire_picture_of(const struct bm_picture *placed,
                                           struct bm_wire_colours *colours,
                                           struct bm_wire_picture *const *known, size_t n);
void bm_wire_picture_drop(struct bm_wire_picture *picture);
