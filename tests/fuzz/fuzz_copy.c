/* Bytes as the outlines of a font that is sound else: copied, each glyph as it is and as a wider
 * one. The first byte says of which kind they are, the next two how many glyphs there are; the rest
 * is a CFF table, or loca, with offsets of four bytes, and glyf behind it. What is copied can be
 * read, and what is not copied is left for a reason. */
#define _GNU_SOURCE /* memfd_create() */

#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define SHOWN 64

static void put(struct bm_buf *b, uint32_t value, unsigned size)
{
    while (size--)
        bm_buf_char(b, (char)(value >> 8 * size));
}

static void zeros(struct bm_buf *b, size_t n)
{
    while (n--)
        bm_buf_char(b, 0);
}

/* A font of the tables, in this order. */
static void put_font(struct bm_buf *out, const char (*tags)[5], struct bm_buf *tables, uint32_t n)
{
    uint32_t at = 12 + 16 * n;
    put(out, 0x4F54544F, 4);
    put(out, n, 2);
    zeros(out, 6);
    for (uint32_t i = 0; i < n; i++) {
        bm_buf_c(out, tags[i]);
        put(out, 0, 4);
        put(out, at, 4);
        put(out, (uint32_t)tables[i].n, 4);
        at += (uint32_t)tables[i].n;
    }
    for (uint32_t i = 0; i < n; i++)
        bm_buf_str(out, bm_buf_view(&tables[i]));
}

/* Of 1,000 units an em, all glyphs as wide as that. */
static void make_font(struct bm_buf *out, bool cff, uint32_t glyphs, struct bm_str bytes)
{
    static const char tags[][5] = {"head", "hhea", "hmtx", "maxp", "cmap", "CFF "};
    static const char others[][5] = {"head", "hhea", "hmtx", "maxp", "cmap", "loca", "glyf"};
    struct bm_buf t[7] = {{0}};
    const size_t offsets = cff ? 0 : 4 * ((size_t)glyphs + 1),
                 split = offsets < bytes.n ? offsets : bytes.n;
    zeros(&t[0], 12);
    put(&t[0], 0x5F0F3CF5, 4);
    put(&t[0], 1000, 4);
    zeros(&t[0], 30);
    put(&t[0], 1, 2);
    zeros(&t[0], 2);
    zeros(&t[1], 34);
    put(&t[1], 1, 2);
    put(&t[2], 1000, 2);
    zeros(&t[2], 2 * (size_t)glyphs);
    put(&t[3], cff ? 0x5000 : 0x10000, 4);
    put(&t[3], glyphs, 2);
    zeros(&t[3], cff ? 0 : 26);
    zeros(&t[4], 4);
    bm_buf_put(&t[5], bytes.p, cff ? bytes.n : split);
    bm_buf_put(&t[6], bytes.p + split, bytes.n - split);
    put_font(out, cff ? tags : others, t, cff ? 6 : 7);
    for (int i = 0; i < 7; i++)
        bm_buf_free(&t[i]);
}

static void copy(struct fuzz *f, const struct bm_face *face)
{
    struct bm_subset_glyph glyphs[2 * SHOWN] = {{0}};
    struct bm_subset subset;
    size_t n = 1;
    for (uint32_t g = 1; g < face->glyphs && n + 2 <= 2 * SHOWN; g++) {
        glyphs[n++] = (struct bm_subset_glyph){g, 0};
        glyphs[n++] = (struct bm_subset_glyph){g, (int32_t)g * 20};
    }
    if (bm_face_subset(f->arena, face, glyphs, n, &subset) ? subset.declined || !subset.program.n
                                                           : n > 1 && !subset.declined)
        __builtin_trap();
    struct bm_inks *inks = bm_inks_new(f->arena);
    for (size_t i = 0; i < n; i++) {
        hb_glyph_extents_t once, again;
        const bool any = bm_inks_of(inks, face, glyphs[i].gid, &once);
        if (bm_inks_of(inks, face, glyphs[i].gid, &again) != any ||
            memcmp(&once, &again, sizeof once) != 0)
            __builtin_trap();
    }
}

TARGET(copy)
{
    struct fuzz f;
    char text[400];
    uint32_t source;
    struct bm_buf font = {0};
    if (size < 3)
        return 0;
    make_font(&font, data[0] % 2, (uint32_t)(data[1] << 8 | data[2]) % 1024,
              (struct bm_str){(const char *)data + 3, size - 3});
    int fd = memfd_create("font", MFD_CLOEXEC);
    if (fd < 0 || write(fd, font.p, font.n) != (ssize_t)font.n)
        __builtin_trap();
    snprintf(text, sizeof text,
             "faces: {a: {file: /proc/self/fd/%d, index: 0, postscript: A, package: p, "
             "licence: OFL-1.1, size: %zu, checksum-adjustment: 0, sha256: "
             "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481}}\n"
             "roles: {宋: {regular: [a]}}\n",
             fd, font.n);
    fuzz_begin(&f, NULL);
    fuzz_text(&f, BM_STR("fonts.yaml"), bm_str_c(text), &source);
    struct bm_fonts *fonts = bm_fonts_read(f.arena, &f.sources, source, BM_STR("/"), &f.diags);
    if (!fonts)
        __builtin_trap();
    const bool open = bm_face_open(fonts, bm_fonts_face(fonts, 0), &f.diags);
    if (open)
        copy(&f, bm_fonts_face(fonts, 0));
    bm_fonts_close(fonts);
    close(fd);
    bm_buf_free(&font);
    fuzz_end(&f, open);
    return 0;
}
