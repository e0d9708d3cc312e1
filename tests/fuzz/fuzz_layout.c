/* Bytes as a layout, by itself or, where it names a base, over the tabloid. */
#include "fuzz.h"

#include "layout/layout.h"

static struct fuzz kept;
static struct bm_layout_file tabloid;

static void prepare(void)
{
    fuzz_open(&kept, bm_arena_new());
    uint32_t source = fuzz_source(&kept, BM_SOURCE_DIR "/layouts/tabloid.yaml");
    if (!bm_layout_open(kept.arena, &kept.sources, source, &tabloid, &kept.diags))
        __builtin_trap();
}

TARGET(layout)
{
    struct fuzz f;
    struct bm_layout_file files[2];
    const struct bm_layout *layout = NULL;
    uint32_t source;
    if (!kept.arena)
        prepare();
    fuzz_begin(&f, &kept);
    if (fuzz_text(&f, BM_STR("l.yaml"), (struct bm_str){(const char *)data, size}, &source) &&
        bm_layout_open(f.arena, &f.sources, source, &files[0], &f.diags)) {
        files[1] = tabloid;
        layout = bm_layout_read(f.arena, files, files[0].base.p ? 2 : 1, BM_STR("l"), &f.diags);
    }
    if (layout)
        bm_layout_check_use(layout, &f.diags);
    fuzz_end(&f, layout);
    return 0;
}
