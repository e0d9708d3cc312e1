/* Bytes as a layout. */
#include "fuzz.h"

#include "layout/layout.h"

TARGET(layout)
{
    struct fuzz f;
    struct bm_layout_file file;
    uint32_t source;
    fuzz_begin(&f, NULL);
    bool read =
        fuzz_text(&f, BM_STR("l.yaml"), (struct bm_str){(const char *)data, size}, &source) &&
        bm_layout_open(f.arena, &f.sources, source, &file, &f.diags) &&
        bm_layout_read(f.arena, &file, 1, BM_STR("l"), &f.diags);
    fuzz_end(&f, read);
    return 0;
}
