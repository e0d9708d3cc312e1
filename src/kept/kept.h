/* Values kept from one run to the next, each under a key that names everything it depends on: what
 * has changed is not found, and reckoned anew. The store knows nothing of what it keeps.
 *
 * A key is built from nothing ({0}) by what the value depends on, always in one order:
 *
 *     struct bm_key key = {0};
 *     bm_key_bytes(&key, text.p, text.n);
 *     bm_key_number(&key, lines);
 *     if (!(value = bm_kept_find(store, key)))
 *         …bm_kept_add(store, key, arena, value);
 *
 * Many threads may look up at one time. One adds or trims, when they are done. */
#pragma once

#include "base/arena.h"

#include <stdint.h>

/* 128 bits: two keys of different things are never met with that are the same. */
struct bm_key {
    uint64_t a, b;
};

void bm_key_bytes(struct bm_key *key, const void *bytes, size_t n);
void bm_key_number(struct bm_key *key, uint64_t number);

struct bm_kept;

struct bm_kept *bm_kept_new(void);
/* Ends the store and the arenas of all its values. NULL is allowed. */
void bm_kept_drop(struct bm_kept *store);

/* The value under the key, or NULL. It lives until the next bm_kept_add() or bm_kept_trim(), and is
 * not to be written to. */
const void *bm_kept_find(struct bm_kept *store, struct bm_key key);
/* Keeps a value, in place of the one that was under the key. The arena, which holds the value and
 * nothing else, becomes the store's. */
void bm_kept_add(struct bm_kept *store, struct bm_key key, struct bm_arena *arena,
                 const void *value);
/* Takes out the values that were not found or added for the longest time, counted in calls of this
 * function, and of those the oldest, until their arenas hold no more than so many bytes. */
void bm_kept_trim(struct bm_kept *store, size_t bytes);
