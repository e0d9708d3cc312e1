/* All that an edition is made of, read: the files' side of the engine. One is opened when anything
 * but the text of a manuscript changes; manuscripts are put in place. */
#pragma once

#include "engine/engine.h"

/* A manuscript of the edition. */
struct manuscript {
    const char *path;
    struct bm_arena *arenas[2]; /* of its text and article, in turn */
    unsigned turn;
    struct bm_article *article; /* NULL: it is unusable */
    struct bm_diags said;       /* while it was read */
    struct bm_str kind;         /* as it was when all was read: plans are bound to it */
    struct bm_str disk; /* what its file holds, where that is not what is set; p NULL: it is */
};

struct world {
    struct bm_arena *arena, *pictures; /* pictures: of those that were opened */
    struct bm_arena *round;            /* of one reading of pictures */
    struct bm_sources sources;
    uint64_t stamp;       /* of what was read */
    struct bm_paths read; /* all that was read, or was not there */
    struct bm_loader loader;
    struct bm_inputs inputs;
    const struct bm_template *regions; /* the edition's frames, before a file's took their place */
    struct bm_str listing;             /* names of YAML files in the folder */
    struct manuscript *manuscripts;
    size_t n;
    struct world_picture {
        struct bm_str name;
        struct bm_image *image;
    } * images; /* that were opened, and had nothing to say */
    size_t image_count, image_cap;
    struct bm_diags head, middle, tail;          /* middle: of pictures */
    bool usable;                                 /* manuscripts could be read */
    bool head_whole, pictures_whole, tail_whole; /* what these lists are of is without error */
    struct bm_key plan;                          /* of all that a plan is bound to */
};

struct world *bm_world_open(const struct bm_engine_options *options, uint64_t *serial);
void bm_world_close(struct world *w); /* NULL is allowed */

/* Puts a text in the place of a manuscript's. False: it is of another kind than it was, so that all
 * is to be read again. */
bool bm_world_put(struct world *w, size_t i, struct bm_str text, uint64_t serial);
/* Gathers articles and pictures for make-up. Whether all is there. */
bool bm_world_gather(struct world *w);
/* What of its files is not as it was read. */
enum world_change {
    WORLD_SAME,
    WORLD_TEXTS, /* manuscripts, which were put in place */
    WORLD_OTHER
};
enum world_change bm_world_reread(struct world *w, uint64_t *serial);
