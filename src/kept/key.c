#include "kept/kept.h"

#include <string.h>

/* Each half takes in every word by a step that can be undone, with odd factors of its own, and
 * brings its high bits down again. */
void bm_key_number(struct bm_key *key, uint64_t number)
{
    key->a = ((key->a ^ number) + 1) * UINT64_C(0x9e3779b97f4a7c15);
    key->a ^= key->a >> 32;
    key->b = (key->b + number + 1) * UINT64_C(0xd6e8feb86659fd93);
    key->b ^= key->b >> 29;
}

void bm_key_bytes(struct bm_key *key, const void *bytes, size_t n)
{
    const char *p = bytes;
    bm_key_number(key, n);
    for (size_t i = 0; i < n; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, p + i, n - i < sizeof word ? n - i : sizeof word);
        bm_key_number(key, word);
    }
}
