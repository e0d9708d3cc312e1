/* Bytes as a map of words, and, with its sum put right, the words of a text by it. */
#include "fuzz.h"

#include "heads/costs.h"
#include "words/lexicon.h"

TARGET(lexicon)
{
    static const char16_t text[] = u"王社会主义会议在北京召开，“十四五”3.5%";
    const uint32_t n = sizeof text / sizeof *text - 1;
    struct bm_arena *arena = bm_arena_new();
    struct bm_parting costs[sizeof text / sizeof *text] = {0};
    struct bm_lexicon lexicon;
    struct bm_lexicon_header h;
    uint8_t *map = bm_arena_alloc(arena, size);
    if (size)
        memcpy(map, data, size);
    if (size >= sizeof h) {
        memcpy(&h, map, sizeof h);
        h.sum = bm_lexicon_sum(map + sizeof h, size - sizeof h);
        memcpy(map, &h, sizeof h);
    }
    if (!bm_lexicon_view(map, size, &lexicon))
        bm_head_costs(arena, &lexicon, text, n, NULL, costs);
    bm_arena_drop(arena);
    return 0;
}
