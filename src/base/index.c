#include "base/index.h"

static void put(struct bm_index *index, struct bm_index_slot item)
{
    uint32_t at = item.hash;
    while (index->v[at & (index->slots - 1)].item)
        at++;
    index->v[at & (index->slots - 1)] = item;
}

void bm_index_add(struct bm_arena *arena, struct bm_index *index, uint64_t hash, size_t item)
{
    /* Never more than half full, so that a look ends soon. */
    if (2 * (index->n + 1) >= index->slots) {
        const struct bm_index old = *index;
        index->slots = old.slots ? 2 * old.slots : 64;
        index->v = BM_NEW_N(arena, index->slots, struct bm_index_slot);
        for (uint32_t i = 0; i < old.slots; i++)
            if (old.v[i].item)
                put(index, old.v[i]);
    }
    put(index, (struct bm_index_slot){bm_index_fold(hash), (uint32_t)item + 1});
    index->n++;
}

uint64_t bm_hash(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ p[i]) * 1099511628211u;
    return hash;
}
