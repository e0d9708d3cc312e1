#include "base/leaves.h"

#include <stdarg.h>
#include <stdio.h>

void bm_leaf_add(struct bm_leaves *leaves, struct bm_str path, struct bm_str bytes)
{
    leaves->v = bm_arena_grow(leaves->arena, leaves->v, leaves->n, &leaves->cap, sizeof *leaves->v);
    leaves->v[leaves->n++] = (struct bm_leaf){path, bytes};
}

void bm_leaf_put(struct bm_leaves *leaves, struct bm_buf *buf, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    const int n = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *path = bm_arena_alloc(leaves->arena, (size_t)n + 1);
    vsnprintf(path, (size_t)n + 1, format, again);
    va_end(again);
    bm_leaf_add(leaves, (struct bm_str){path, (size_t)n}, bm_buf_keep(buf, leaves->arena));
}
