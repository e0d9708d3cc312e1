/* The arcs that the path of a text is sought among; between path.c and names.c. */
#pragma once

#include "words/path.h"

struct graph {
    const struct bm_lexicon *lexicon;
    const char16_t *text;
    uint32_t n;
    bool parted; /* no word is the whole text */
    /* up to each letter the least cost, and the last word of that way */
    struct way {
        uint32_t cost, from;
        enum bm_word_class cls;
    } * ways; /* n + 1 */
    struct arc {
        uint32_t from, end;
        uint32_t cost;
    } * arcs; /* all of them, in the order of their beginnings */
    size_t arc_count, arc_cap;
    struct bm_arena *arena;
};
#define WAY_NONE UINT32_MAX

/* A word [from, end) of that cost, if the text may be parted before it. */
static inline void graph_put(struct graph *g, uint32_t from, uint32_t end, int32_t cost,
                             enum bm_word_class cls)
{
    const struct way *at = &g->ways[from];
    struct way *to = &g->ways[end];
    const uint32_t more = cost > 0 ? (uint32_t)cost : 0;
    if (at->cost == WAY_NONE || (g->parted && !from && end == g->n))
        return;
    if (at->cost + more < to->cost)
        *to = (struct way){at->cost + more, from, cls};
    g->arcs = bm_arena_grow(g->arena, g->arcs, g->arc_count, &g->arc_cap, sizeof *g->arcs);
    g->arcs[g->arc_count++] = (struct arc){from, end, more};
}

/* Names of persons, Chinese and foreign, that may begin at the letter. */
void graph_put_names(struct graph *g, uint32_t at);
