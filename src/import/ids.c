#include "import/ids.h"

const struct id *ids_find(const struct ids *ids, struct bm_str key)
{
    const uint64_t hash = bm_hash(BM_HASH_START, key.p, key.n);
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&ids->index, hash, &at)) != BM_INDEX_NONE)
        if (bm_str_eq(ids->v[i].key, key))
            return &ids->v[i];
    return NULL;
}

void ids_add(struct bm_arena *arena, struct ids *ids, struct bm_str key, const void *item,
             size_t number)
{
    if (ids_find(ids, key))
        return;
    bm_index_add(arena, &ids->index, bm_hash(BM_HASH_START, key.p, key.n), ids->n);
    ids->v = bm_arena_grow(arena, ids->v, ids->n, &ids->cap, sizeof *ids->v);
    ids->v[ids->n++] = (struct id){key, item, number};
}
