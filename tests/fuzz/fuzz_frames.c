/* Bytes as an edition.yaml, and its frames on the tabloid. */
#include "fuzz.h"

#include "layout/frames.h"
#include "layout/layout.h"
#include "manuscript/manuscript.h"

static struct fuzz kept;
static struct bm_layout *layout;

static void prepare(void)
{
    struct bm_layout_file file;
    fuzz_open(&kept, bm_arena_new());
    uint32_t source = fuzz_source(&kept, BM_SOURCE_DIR "/layouts/tabloid.yaml");
    if (bm_layout_open(kept.arena, &kept.sources, source, &file, &kept.diags))
        layout = bm_layout_read(kept.arena, &file, 1, BM_STR("tabloid"), &kept.diags);
    if (!layout)
        __builtin_trap();
}

TARGET(frames)
{
    struct fuzz f;
    struct bm_edition *edition = NULL;
    struct bm_template *frames = NULL;
    uint32_t source;
    if (!layout)
        prepare();
    fuzz_begin(&f, &kept);
    if (fuzz_text(&f, BM_STR("edition.yaml"), (struct bm_str){(const char *)data, size}, &source))
        edition = bm_edition_read(f.arena, &f.sources, source, BM_STR("e"), &f.diags);
    const struct bm_yaml *pages =
        edition && edition->frames ? bm_yaml_get(edition->frames, "tabloid") : NULL;
    if (pages)
        frames = bm_template_read(f.arena, layout, pages, &f.diags);
    if (frames)
        bm_layout_check_fields(layout, frames, bm_field_names, 3, &f.diags);
    fuzz_end(&f, frames || (edition && !pages));
    return 0;
}
