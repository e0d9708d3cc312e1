/* libFuzzer target: bytes as a layout. Build: cmake --preset fuzz. */
#include "layout/frames.h"
#include "layout/layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bm_arena *a = bm_arena_new();
    struct bm_sources sources = {.arena = a};
    struct bm_diags diags = {.arena = a};
    struct bm_str text = {(const char *)data, size};
    uint32_t f = bm_sources_add(&sources, BM_STR("l.yaml"), BM_STR("l.yaml"), text);
    struct bm_layout_file file;
    if (bm_utf8_check(text.p, text.n) == text.n &&
        !(bm_layout_open(a, &sources, f, &file, &diags) &&
          bm_layout_read(a, &file, 1, BM_STR("l"), &diags)) &&
        !diags.n)
        __builtin_trap();
    bm_arena_drop(a);
    return 0;
}
