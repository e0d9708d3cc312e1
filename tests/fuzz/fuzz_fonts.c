/* Bytes as a fonts.yaml. */
#include "fuzz.h"

TARGET(fonts)
{
    struct fuzz f;
    struct bm_fonts *fonts = NULL;
    uint32_t source;
    fuzz_begin(&f, NULL);
    if (fuzz_text(&f, BM_STR("fonts.yaml"), (struct bm_str){(const char *)data, size}, &source))
        fonts = bm_fonts_read(f.arena, &f.sources, source, BM_STR("/"), &f.diags);
    for (size_t i = 0; fonts && i < bm_fonts_typeface_count(fonts); i++) {
        const struct bm_typeface *t = bm_fonts_typeface_at(fonts, i);
        if (bm_fonts_typeface(fonts, t->role, t->weight, bm_span_none(), &f.diags) != t)
            __builtin_trap();
    }
    bm_fonts_close(fonts);
    fuzz_end(&f, fonts);
    return 0;
}
