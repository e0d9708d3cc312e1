#include "base/index.h"

#include <string.h>

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

#define LANES 4 /* that do not wait for one another */

static uint64_t add(uint64_t hash, uint64_t word)
{
    const uint64_t h = (hash ^ word) * 1099511628211u;
    return h ^ h >> 32;
}

uint64_t bm_hash_bulk(const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    uint64_t lanes[LANES] = {1, 2, 3, 4}, words[LANES] = {0}, hash = BM_HASH_START;
    size_t i = 0;
    for (; n - i >= sizeof words; i += sizeof words) {
        memcpy(words, p + i, sizeof words);
        for (int k = 0; k < LANES; k++)
            lanes[k] = add(lanes[k], words[k]);
    }
    memset(words, 0, sizeof words);
    if (n > i)
        memcpy(words, p + i, n - i);
    for (int k = 0; k < LANES; k++)
        hash = add(hash, add(lanes[k], words[k]));
    return add(hash, n);
}
