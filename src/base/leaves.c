#include "base/leaves.h"

#include <stdarg.h>

void bm_leaf_add(struct bm_leaves *leaves, struct bm_str path, struct bm_str bytes)
{
    leaves->v = bm_arena_grow(leaves->arena, leaves->v, leaves->n, &leaves->cap, sizeof *leaves->v);
    leaves->v[leaves->n++] = (struct bm_leaf){path, bytes};
}

void bm_leaf_put(struct bm_leaves *leaves, struct bm_buf *buf, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const struct bm_str path = bm_str_vprintf(leaves->arena, format, list);
    va_end(list);
    bm_leaf_add(leaves, path, bm_buf_keep(buf, leaves->arena));
}
