/* What the fuzz targets share. A target is one file: TARGET(name) { … } takes bytes, does with them
 * what the program would do with a file of the kind, and returns 0. It is built twice: for clang's
 * libFuzzer (cmake --preset fuzz), and, renamed, into one program that does its corpus again
 * (replay.c). What is read once and kept (fonts, layout, profile) is the target's; the rooms keep
 * nothing. */
#pragma once

#include "base/check.h"
#include "base/file.h"
#include "font/font.h"
#include "words/phrases.h"

#ifdef BM_REPLAY
#define FUZZ_NAME(name) fuzz_##name
#else
#define FUZZ_NAME(name) LLVMFuzzerTestOneInput
#endif
#define TARGET(name)                                                                               \
    int FUZZ_NAME(name)(const uint8_t *data, size_t size);                                         \
    int FUZZ_NAME(name)(const uint8_t *data, size_t size)

/* An input, and where what is made of it lives. */
struct fuzz {
    struct bm_arena *arena;
    struct bm_sources sources;
    struct bm_diags diags;
};

static inline void fuzz_open(struct fuzz *f, struct bm_arena *arena)
{
    *f = (struct fuzz){.arena = arena};
    f->sources.arena = f->diags.arena = arena;
}

/* What is kept is read already: its sources stand before those of the input. */
static inline void fuzz_begin(struct fuzz *f, const struct fuzz *kept)
{
    fuzz_open(f, bm_arena_new());
    if (!kept)
        return;
    f->sources.v = kept->sources.v;
    f->sources.n = f->sources.cap = kept->sources.n;
}

#define FUZZ_MESSAGES 4 /* that are written, of all there are */

/* Messages can be written, in both languages, and what is refused is said. */
static inline void fuzz_end(struct fuzz *f, bool read)
{
    struct bm_buf b = {0};
    if (!read && !f->diags.n)
        __builtin_trap();
    const size_t step = f->diags.n / FUZZ_MESSAGES + 1;
    for (size_t i = f->diags.n % step; i < f->diags.n; i += step) {
        bm_diag_format(&b, &f->diags.v[i], &f->sources, (enum bm_lang)(i % 2));
        bm_diag_json(&b, &f->diags.v[i], &f->sources, (enum bm_lang)(i % 2));
    }
    if (bm_utf8_check(b.p, b.n) != b.n)
        __builtin_trap();
    bm_buf_free(&b);
    bm_arena_drop(f->arena);
}

/* Adds a text of the input as a file; false when it is refused, as load.c would. */
static inline bool fuzz_text(struct fuzz *f, struct bm_str name, struct bm_str text, uint32_t *file)
{
    *file = bm_sources_add(&f->sources, name, name, text);
    return bm_text_check(&f->sources, *file, &f->diags);
}

/* A file of the project. */
static inline struct bm_str fuzz_data(struct fuzz *f, const char *path)
{
    struct bm_str text;
    if (!bm_file_read_kind(f->arena, path, BM_FILE_PICTURE, bm_span_none(), &f->diags, &text))
        __builtin_trap();
    return text;
}

static inline uint32_t fuzz_source(struct fuzz *f, const char *path)
{
    return bm_sources_add(&f->sources, bm_str_c(path), bm_str_c(path), fuzz_data(f, path));
}

/* The project's fonts, opened by those who use them. */
static inline struct bm_fonts *fuzz_project_fonts(struct fuzz *f)
{
    struct bm_fonts *fonts =
        bm_fonts_read(f->arena, &f->sources, fuzz_source(f, BM_SOURCE_DIR "/fonts/fonts.yaml"),
                      BM_STR(BM_SOURCE_DIR "/fonts"), &f->diags);
    if (!fonts)
        __builtin_trap();
    return fonts;
}

/* Takes one byte of the input, less than n; 0 when there is none. */
static inline unsigned fuzz_choice(const uint8_t **data, size_t *size, unsigned n)
{
    if (!*size)
        return 0;
    --*size;
    return *(*data)++ % n;
}
