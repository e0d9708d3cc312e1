/* libFuzzer target: bytes as a manuscript. Build: cmake --preset fuzz. */
#include "base/check.h"
#include "manuscript/manuscript.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bm_arena *a = bm_arena_new();
    struct bm_sources sources = {.arena = a};
    struct bm_diags diags = {.arena = a};
    struct bm_str text = {(const char *)data, size};
    uint32_t f = bm_sources_add(&sources, BM_STR("m.md"), BM_STR("m.md"), text);
    if (bm_text_check(&sources, f, &diags) &&
        !bm_article_read(a, &sources, f, NULL, NULL, 0, &diags) && !diags.n)
        __builtin_trap();
    bm_arena_drop(a);
    return 0;
}
