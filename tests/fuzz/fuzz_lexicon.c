/* Bytes as a map of words, and, with its sum put right, the words of a text by it; or, where they
 * do not begin like a map, as a head that is parted by the project's own. */
#include "fuzz.h"

#include "heads/costs.h"
#include "words/lexicon.h"

#define LETTERS 512

static struct fuzz kept;
static struct bm_lexicon own;

static void map(struct bm_arena *arena, const uint8_t *data, size_t size)
{
    static const char16_t text[] = u"王社会主义会议在北京召开，“十四五”3.5%";
    const uint32_t n = sizeof text / sizeof *text - 1;
    struct bm_parting costs[sizeof text / sizeof *text] = {0};
    struct bm_lexicon lexicon;
    struct bm_lexicon_header h;
    uint8_t *copy = bm_arena_alloc(arena, size);
    memcpy(copy, data, size);
    if (size >= sizeof h) {
        memcpy(&h, copy, sizeof h);
        h.sum = bm_hash_bulk(copy + sizeof h, size - sizeof h);
        memcpy(copy, &h, sizeof h);
    }
    if (!bm_lexicon_view(copy, size, &lexicon))
        bm_head_costs(arena, &lexicon, text, n, NULL, costs);
}

static void head(struct bm_arena *arena, const uint8_t *data, size_t size)
{
    char16_t text[LETTERS];
    uint32_t n = 0;
    for (size_t i = 0; i < size && n < LETTERS;) {
        const uint32_t cp = bm_utf8_next((const char *)data, size, &i);
        text[n++] = cp < 0x10000 ? (char16_t)cp : u'\uFFFD';
    }
    struct bm_parting *costs = BM_NEW_N(arena, n + 1, struct bm_parting);
    bm_head_costs(arena, &own, text, n, NULL, costs);
    for (uint32_t i = 0; i < n; i++)
        if (costs[i].open > n || costs[i].close > n || costs[i].from > costs[i].end ||
            costs[i].end > n)
            __builtin_trap();
}

TARGET(lexicon)
{
    if (!kept.arena) {
        fuzz_open(&kept, bm_arena_new());
        if (!bm_lexicon_open(BM_BUILD_DIR "/words.map", &own, &kept.diags))
            __builtin_trap();
    }
    struct bm_arena *arena = bm_arena_new();
    if (size >= 4 && memcmp(data, BM_LEXICON_MAGIC, 4) == 0)
        map(arena, data, size);
    else if (bm_utf8_check((const char *)data, size) == size)
        head(arena, data, size);
    bm_arena_drop(arena);
    return 0;
}
