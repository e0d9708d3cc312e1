/* All words of all lists as one automaton, so that ten thousand words cost what one costs (Aho and
 * Corasick 1975). It reads bytes: in UTF-8 no word is found inside another character. */
#include "copydesk/limits.h"
#include "copydesk/parts.h"

static uint64_t edge_hash(uint32_t from, uint8_t byte)
{
    return ((uint64_t)from << 8 | byte) * BM_HASH_ODD;
}

/* 0: there is none. */
static uint32_t step(const struct automaton *a, uint32_t from, uint8_t byte)
{
    uint32_t i;
    if (!from)
        return a->root[byte];
    for (size_t at = 0;
         (i = bm_index_next(&a->index, edge_hash(from, byte), &at)) != BM_INDEX_NONE;)
        if (a->edges[i].from == from && a->edges[i].byte == byte)
            return a->edges[i].to;
    return 0;
}

static uint32_t add_node(struct bm_arena *arena, struct automaton *a)
{
    a->nodes = bm_arena_grow(arena, a->nodes, a->n, &a->cap, sizeof *a->nodes);
    a->nodes[a->n] = (struct node){0};
    return a->n++;
}

void automaton_add(struct bm_arena *arena, struct automaton *a, const struct word *word)
{
    uint32_t at = 0;
    if (!a->n)
        add_node(arena, a);
    for (size_t i = 0; i < word->wrong.n; i++) {
        const uint8_t byte = (uint8_t)word->wrong.p[i];
        uint32_t to = step(a, at, byte);
        if (!to) {
            to = add_node(arena, a);
            a->edges =
                bm_arena_grow(arena, a->edges, a->edge_count, &a->edge_cap, sizeof *a->edges);
            bm_index_add(arena, &a->index, edge_hash(at, byte), a->edge_count);
            a->edges[a->edge_count++] = (struct edge){at, to, byte};
            if (!at)
                a->root[byte] = to;
        }
        at = to;
    }
    if (!at)
        return;
    a->words = bm_arena_grow(arena, a->words, a->word_count, &a->word_cap, sizeof *a->words);
    a->same = bm_arena_grow(arena, a->same, a->word_count, &a->same_cap, sizeof *a->same);
    a->words[a->word_count] = *word;
    a->same[a->word_count] = a->nodes[at].out;
    a->nodes[at].out = (uint32_t)++a->word_count;
}

/* Edges were made from the root outward along each word, but breadth first is what fails need: by
 * the depth of their nodes. */
void automaton_end(struct bm_arena *arena, struct automaton *a)
{
    if (!a->n)
        return;
    uint32_t *depth = BM_NEW_N(arena, a->n, uint32_t), deepest = 0;
    for (size_t i = 0; i < a->edge_count;
         i++) { /* a node's edge comes before those that leave it */
        depth[a->edges[i].to] = depth[a->edges[i].from] + 1;
        deepest = depth[a->edges[i].to] > deepest ? depth[a->edges[i].to] : deepest;
    }
    uint32_t *first = BM_NEW_N(arena, (size_t)deepest + 2, uint32_t);
    uint32_t *order = BM_NEW_N(arena, a->edge_count, uint32_t);
    for (size_t i = 0; i < a->edge_count; i++)
        first[depth[a->edges[i].to] + 1]++;
    for (uint32_t d = 1; d <= deepest; d++)
        first[d + 1] += first[d];
    for (size_t i = 0; i < a->edge_count; i++)
        order[first[depth[a->edges[i].to]]++] = (uint32_t)i;
    for (size_t i = 0; i < a->edge_count; i++) {
        const struct edge *e = &a->edges[order[i]];
        struct node *to = &a->nodes[e->to];
        uint32_t f = e->from, next = 0;
        while (f && !next) {
            f = a->nodes[f].fail;
            next = step(a, f, e->byte);
        }
        to->fail = next;
        to->next_out = a->nodes[next].out ? next : a->nodes[next].next_out;
    }
}

void automaton_run(const struct automaton *a, struct bm_str text,
                   void (*hit)(void *context, const struct word *word, uint32_t from, uint32_t to),
                   void *context)
{
    uint32_t at = 0;
    for (size_t i = 0; a->n && i < text.n; i++) {
        const uint8_t byte = (uint8_t)text.p[i];
        uint32_t next = step(a, at, byte);
        while (!next && at) {
            at = a->nodes[at].fail;
            next = step(a, at, byte);
        }
        at = next;
        for (uint32_t n = at; n; n = a->nodes[n].next_out)
            for (uint32_t w = a->nodes[n].out; w; w = a->same[w - 1]) {
                const struct word *word = &a->words[w - 1];
                hit(context, word, (uint32_t)(i + 1 - word->wrong.n), (uint32_t)(i + 1));
            }
    }
}
