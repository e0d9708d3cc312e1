#include "base/table.h"

static void put(struct bm_table *table, struct bm_table_slot item)
{
    uint32_t at = item.hash;
    while (table->v[at & (table->slots - 1)].item)
        at++;
    table->v[at & (table->slots - 1)] = item;
}

void bm_table_add(struct bm_arena *arena, struct bm_table *table, uint64_t hash, size_t item)
{
    /* Never more than half full, so that a look ends soon. */
    if (2 * (table->n + 1) >= table->slots) {
        const struct bm_table old = *table;
        table->slots = old.slots ? 2 * old.slots : 64;
        table->v = BM_NEW_N(arena, table->slots, struct bm_table_slot);
        for (uint32_t i = 0; i < old.slots; i++)
            if (old.v[i].item)
                put(table, old.v[i]);
    }
    put(table, (struct bm_table_slot){bm_table_fold(hash), (uint32_t)item + 1});
    table->n++;
}

uint64_t bm_hash(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ p[i]) * 1099511628211u;
    return hash;
}
