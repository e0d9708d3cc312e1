/* Files that are to be written into one folder: paths within it and bytes. Rooms that make many
 * (records, the e-paper, the package) hand them on so; cli/ alone writes them. They stand in the
 * order in which they were added. */
#pragma once

#include "base/arena.h"
#include "base/buf.h"

struct bm_leaf {
    struct bm_str
        path; /* "alto/page-1.xml": relative, '/' between names, none of them "." or ".." */
    struct bm_str bytes;
};

struct bm_leaves {
    struct bm_arena *arena; /* owns paths and bytes that are copied, and the list */
    struct bm_leaf *v;
    size_t n, cap;
};

/* Adds a file; path and bytes must live as long as the list. */
void bm_leaf_add(struct bm_leaves *leaves, struct bm_str path, struct bm_str bytes);
/* The same for what a buffer holds: the bytes are copied to the arena, the buffer is ended, and the
 * path is made by printf. */
void bm_leaf_put(struct bm_leaves *leaves, struct bm_buf *buf, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
