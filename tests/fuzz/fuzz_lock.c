/* Bytes as a plan.lock, for an edition of three pages on the tabloid: held, and locked parts of it.
 */
#include "fuzz.h"

#include "layout/held.h"
#include "layout/layout.h"
#include "manuscript/manuscript.h"

static const char text[] = "articles: [a, b]\n"
                           "frames:\n"
                           "  tabloid:\n"
                           "    - frames: [{banner: true, columns: 1-6, lines: 3-6}, {auto: true, "
                           "columns: 1-6, lines: 7-82, "
                           "styles: {title: 通栏题}}]\n"
                           "    - frames: [{auto: true, columns: 1-3, lines: 3-82}, {auto: true, "
                           "columns: 4-6, lines: 3-82}]\n"
                           "    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n";

static struct fuzz kept;
static struct bm_layout *layout;
static struct bm_template *pages;

static void prepare(void)
{
    struct bm_layout_file file;
    fuzz_open(&kept, bm_arena_new());
    uint32_t source = fuzz_source(&kept, BM_SOURCE_DIR "/layouts/tabloid.yaml");
    if (bm_layout_open(kept.arena, &kept.sources, source, &file, &kept.diags))
        layout = bm_layout_read(kept.arena, &file, 1, BM_STR("tabloid"), &kept.diags);
    struct bm_edition *edition = NULL;
    if (layout && fuzz_text(&kept, BM_STR("edition.yaml"), bm_str_c(text), &source))
        edition = bm_edition_read(kept.arena, &kept.sources, source, BM_STR("e"), &kept.diags);
    if (edition)
        pages = bm_template_read(kept.arena, layout, bm_yaml_get(edition->frames, "tabloid"),
                                 &kept.diags);
    if (!pages)
        __builtin_trap();
}

TARGET(lock)
{
    struct fuzz f;
    struct bm_held held;
    const struct bm_yaml *map = NULL, *section = NULL;
    struct bm_template *all = NULL, *locked = NULL;
    uint32_t source;
    if (!pages)
        prepare();
    fuzz_begin(&f, &kept);
    if (fuzz_text(&f, BM_STR("plan.lock"), (struct bm_str){(const char *)data, size}, &source))
        map = bm_yaml_read(f.arena, &f.sources, source, 0, (uint32_t)size, &f.diags);
    section = bm_yaml_get(map, "tabloid");
    if (section && bm_held_open(section, &held, &f.diags)) {
        struct bm_buf b = {0};
        bm_yaml_canonical(section, &b);
        bm_buf_free(&b);
        all = bm_template_hold(f.arena, layout, pages, &held, BM_HOLD_ALL, &f.diags);
        locked =
            bm_template_hold(f.arena, layout, pages, &held, (enum bm_hold)(1 + size % 3), &f.diags);
    }
    if (all)
        bm_layout_check_fields(layout, all, bm_field_names, 3, &f.diags);
    for (size_t p = 0; locked && p < locked->n; p++)
        if (locked->pages[p].n > 40 + size)
            __builtin_trap();
    fuzz_end(&f, all || (map && !section));
    return 0;
}
