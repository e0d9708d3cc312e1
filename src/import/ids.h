/* What is found by a name or a number: styles, lists, relations, notes. */
#pragma once

#include "base/arena.h"
#include "base/index.h"
#include "base/str.h"

struct ids {
    struct bm_index index;
    struct id {
        struct bm_str key;
        const void *item;
        size_t number;
    } * v;
    size_t n, cap;
};

/* Adds it, unless the key is there: the first stays. */
void ids_add(struct bm_arena *arena, struct ids *ids, struct bm_str key, const void *item,
             size_t number);
/* NULL: there is none. */
const struct id *ids_find(const struct ids *ids, struct bm_str key);
