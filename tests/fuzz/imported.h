/* What the targets of import share: bytes go in as a file, and what comes out must be read as what
 * it shows. */
#pragma once

#include "fuzz.h"

#include "import/import.h"
#include "manuscript/manuscript.h"

static inline void fuzz_read_back(const struct bm_imported *m)
{
    struct fuzz f;
    uint32_t source;
    struct bm_buf plain = {0};
    fuzz_begin(&f, NULL);
    const struct bm_article *a =
        fuzz_text(&f, BM_STR("m.md"), m->markdown, &source)
            ? bm_article_read(f.arena, &f.sources, source, NULL, 0, &f.diags)
            : NULL;
    if (!a)
        __builtin_trap();
    bm_article_plain(a, &plain);
    if (!bm_str_eq(bm_buf_view(&plain), m->shown))
        __builtin_trap();
    for (size_t i = 0; i < m->origin_count; i++) {
        const struct bm_import_origin *o = &m->origins[i];
        if (o->at + o->length > m->markdown.n || memcmp(m->markdown.p + o->at, o->text.p, 1) != 0)
            __builtin_trap();
    }
    bm_buf_free(&plain);
    fuzz_end(&f, true);
}

static inline void fuzz_import(struct bm_str bytes, enum bm_import_format format,
                               const struct bm_import_map *map)
{
    struct fuzz f;
    struct bm_imports out = {0};
    const struct bm_import_options options = {.map = map};
    fuzz_begin(&f, NULL);
    const bool read = bm_import_file(f.arena, BM_STR("甲.x"), BM_STR("01-a"), bytes, format,
                                     &options, &out, &f.diags);
    for (size_t i = 0; read && i < out.n; i++) {
        struct bm_buf log = {0};
        fuzz_read_back(&out.v[i]);
        bm_import_log(&out.v[i], BM_STR("01-a.md"), BM_STR("甲.x"), &log);
        if (bm_utf8_check(log.p, log.n) != log.n)
            __builtin_trap();
        bm_buf_free(&log);
    }
    fuzz_end(&f, read);
}
