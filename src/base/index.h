/* An index finds the items of a list by a hash. It knows indices, not items: who asks compares.
 *
 *     size_t at = 0;
 *     uint32_t i;
 *     while ((i = bm_index_next(&index, hash, &at)) != BM_INDEX_NONE)
 *         if (list[i] is what is looked for)
 *             return i;
 *     bm_index_add(arena, &index, hash, n); // the n-th item, which the caller puts into the list
 *
 * An index of zeros is empty. Nothing is taken out of it; it lives as long as its arena, which is
 * not a raw one. */
#pragma once

#include "base/arena.h"

#include <stdint.h>

#define BM_INDEX_NONE UINT32_MAX

struct bm_index {
    struct bm_index_slot {
        uint32_t hash, item; /* item: the index and 1; 0: free */
    } * v;
    uint32_t n, slots; /* slots: a power of 2, or 0 */
};

static inline uint32_t bm_index_fold(uint64_t hash)
{
    return (uint32_t)(hash ^ hash >> 32);
}

/* The next item with this hash, or BM_INDEX_NONE. *at: 0 at first, then as it was left. */
static inline uint32_t bm_index_next(const struct bm_index *index, uint64_t hash, size_t *at)
{
    const uint32_t folded = bm_index_fold(hash);
    while (*at < index->slots) {
        const struct bm_index_slot *slot = &index->v[(folded + (*at)++) & (index->slots - 1)];
        if (!slot->item)
            break;
        if (slot->hash == folded)
            return slot->item - 1;
    }
    return BM_INDEX_NONE;
}

/* Adds an item, whether or not one with this hash is there. */
void bm_index_add(struct bm_arena *arena, struct bm_index *index, uint64_t hash, size_t item);

#define BM_HASH_START 14695981039346656037u
/* Times this, a number of 64 bits is a hash of itself (the golden ratio's). */
#define BM_HASH_ODD 0x9E3779B97F4A7C15u
/* FNV-1a, 64 bits, of n bytes, going on from hash. */
uint64_t bm_hash(uint64_t hash, const void *bytes, size_t n);
/* A hash of many bytes: the like of FNV-1a over words of 64 bits, four of them side by side, the
 * last filled with zeros. */
uint64_t bm_hash_bulk(const void *bytes, size_t n);
