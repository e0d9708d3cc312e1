/* A page's list as it is kept between making and sending, private to this room. */
#pragma once

#include "base/index.h"
#include "wire/picture.h"
#include "wire/store.h"
#include "wire/wire.h"

#include <stdlib.h>

/* A node, or an item: bytes that say nothing of where it is, and where that is. */
struct bm_wire_entry {
    uint64_t hash;  /* of the bytes */
    uint32_t at, n; /* the bytes, in the page's */
    /* item: place; node: x is the start. [3] of an item: its node, [2]: source, from the node's
     * start */
    int64_t place[4];
};

enum {
    BM_WIRE_X,
    BM_WIRE_Y,
    BM_WIRE_NODE,
    BM_WIRE_SOURCE,
    BM_WIRE_START = 0 /* of a node */
};

struct bm_wire_page {
    _Atomic unsigned references;
    uint32_t number;
    uint64_t revision;
    size_t size;
    const char *bytes; /* tables, then what entries have */
    size_t tables;     /* bytes */
    const struct bm_wire_entry *nodes, *items;
    size_t node_count, item_count;
    struct bm_wire_picture **pictures;
    size_t picture_count;
};

struct bm_wire {
    struct bm_wire_store *store;
    struct bm_wire_colours *colours;
    hb_draw_funcs_t *pen;
    struct bm_arena *arena; /* of one page */
    struct bm_buf bytes, tables, scratch;
    struct bm_wire_picture *pictures[PICTURES_KEPT];
    size_t picture_count, picture_next;
};

/* What a page's items speak of by index, as they are met. */
struct bm_wire_making {
    struct bm_wire *wire;
    const struct bm_pages *pages;
    const struct bm_page *page;
    struct bm_arena *arena;
    struct bm_buf *out;         /* bytes of the entries */
    const struct bm_face *face; /* the last … */
    uint32_t place;             /* … and where the store has it */
    struct bm_wire_table {
        struct bm_index index;
        void *v;
        size_t n, cap;
    } inks, files, nodes; /* of struct bm_ink, uint32_t, struct bm_wire_node */
    struct bm_wire_picture **pictures;
    size_t picture_count, picture_cap;
    struct bm_wire_entry *items;
};

struct bm_wire_node {
    uint32_t node, file;
    struct bm_wire_entry entry;
};

uint32_t bm_wire_ink(struct bm_wire_making *m, struct bm_ink ink);
uint32_t bm_wire_file(struct bm_wire_making *m, uint32_t file);
/* The index of a node whose bytes are in that file; source: the first byte that is spoken of, for a
 * node that is not in the file itself. */
uint32_t bm_wire_node(struct bm_wire_making *m, uint32_t node, uint32_t file, uint32_t source);
uint32_t bm_wire_picture_index(struct bm_wire_making *m, const struct bm_picture *placed);
/* Appends tables: all but nodes. */
void bm_wire_tables_put(struct bm_buf *out, const struct bm_wire_making *m);

/* Appends the shape of an item and fills place. */
void bm_wire_shape(struct bm_wire_making *m, const struct bm_item *item, int64_t place[4]);
