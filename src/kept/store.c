#include "base/index.h"
#include "kept/kept.h"

#include <stdatomic.h>
#include <stdlib.h>

struct entry {
    struct bm_key key;
    struct bm_arena *arena;
    const void *value;
    atomic_uint round; /* in which it was found or added last */
};

struct bm_kept {
    struct bm_arena *arena; /* of the list and the index, which are made anew by a trim */
    struct entry *v;
    size_t n, cap;
    struct bm_index index;
    unsigned round; /* calls of bm_kept_trim() */
};

struct bm_kept *bm_kept_new(void)
{
    struct bm_kept *store = calloc(1, sizeof *store);
    if (!store)
        bm_out_of_memory();
    store->arena = bm_arena_new();
    return store;
}

void bm_kept_drop(struct bm_kept *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < store->n; i++)
        bm_arena_drop(store->v[i].arena);
    bm_arena_drop(store->arena);
    free(store);
}

static struct entry *entry_of(const struct bm_kept *store, struct bm_key key)
{
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&store->index, key.a, &at)) != BM_INDEX_NONE)
        if (store->v[i].key.a == key.a && store->v[i].key.b == key.b)
            return &store->v[i];
    return NULL;
}

const void *bm_kept_find(struct bm_kept *store, struct bm_key key)
{
    struct entry *entry = entry_of(store, key);
    if (!entry)
        return NULL;
    atomic_store_explicit(&entry->round, store->round, memory_order_relaxed);
    return entry->value;
}

static void append(struct bm_kept *store, const struct entry *entry)
{
    store->v = bm_arena_grow(store->arena, store->v, store->n, &store->cap, sizeof *store->v);
    bm_index_add(store->arena, &store->index, entry->key.a, store->n);
    store->v[store->n++] = *entry;
}

void bm_kept_add(struct bm_kept *store, struct bm_key key, struct bm_arena *arena,
                 const void *value)
{
    const struct entry new = {key, arena, value, store->round};
    struct entry *old = entry_of(store, key);
    if (!old) {
        append(store, &new);
        return;
    }
    bm_arena_drop(old->arena);
    *old = new;
}

/* The one that was not asked for the longest time; of those the oldest, which stands first. */
static struct entry *stalest(const struct bm_kept *store)
{
    struct entry *found = NULL;
    for (size_t i = 0; i < store->n; i++)
        if (store->v[i].arena && (!found || store->v[i].round < found->round))
            found = &store->v[i];
    return found;
}

void bm_kept_trim(struct bm_kept *store, size_t bytes)
{
    const struct bm_kept old = *store;
    size_t all = 0;
    for (size_t i = 0; i < old.n; i++)
        all += bm_arena_used(old.v[i].arena);
    while (all > bytes) {
        struct entry *entry = stalest(&old);
        all -= bm_arena_used(entry->arena);
        bm_arena_drop(entry->arena);
        entry->arena = NULL;
    }
    *store = (struct bm_kept){.arena = bm_arena_new(), .round = old.round + 1};
    for (size_t i = 0; i < old.n; i++)
        if (old.v[i].arena)
            append(store, &old.v[i]);
    bm_arena_drop(old.arena);
}
