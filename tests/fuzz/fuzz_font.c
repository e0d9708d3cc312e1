/* Bytes as a font file: opened, shaped with, subset. */
#define _GNU_SOURCE /* memfd_create() */

#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define GLYPHS 16

/* head.checkSumAdjustment of a font that is no collection, so that the declaration is true. */
static uint32_t checksum(const uint8_t *p, size_t n)
{
    for (size_t i = 12; i + 16 <= n && i < 12 + 64 * 16; i += 16) {
        size_t at = (size_t)p[i + 8] << 24 | (size_t)p[i + 9] << 16 | (size_t)p[i + 10] << 8 |
                    (size_t)p[i + 11];
        if (memcmp(p + i, "head", 4) == 0 && at < n && n - at >= 12)
            return (uint32_t)p[at + 8] << 24 | (uint32_t)p[at + 9] << 16 |
                   (uint32_t)p[at + 10] << 8 | p[at + 11];
    }
    return 0;
}

static void use(struct fuzz *f, const struct bm_face *face)
{
    static const char text[] = "人民（）A fi,“中”1";
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, text, -1, 0, -1);
    hb_buffer_guess_segment_properties(buffer);
    bm_face_shape(face, buffer, NULL, 0);
    hb_buffer_destroy(buffer);
    struct bm_subset_glyph glyphs[2 * GLYPHS + 1] = {{0}};
    size_t n = 1;
    for (uint32_t g = 1; g < face->glyphs && n < 2 * GLYPHS; g++) {
        hb_glyph_extents_t ink;
        if (!bm_face_holds(face, g))
            continue;
        bm_face_ink(face, g, &ink);
        bm_face_advance(face, g);
        glyphs[n++] = (struct bm_subset_glyph){g, 0};
        if (g % 2)
            glyphs[n++] = (struct bm_subset_glyph){g, 40};
    }
    struct bm_subset subset;
    if (!bm_face_subset(f->arena, face, glyphs, n, &subset) && !subset.declined)
        __builtin_trap();
}

TARGET(font)
{
    struct fuzz f;
    char text[400];
    uint32_t source;
    int fd = memfd_create("font", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        __builtin_trap();
    snprintf(text, sizeof text,
             "faces: {a: {file: /proc/self/fd/%d, index: 0, postscript: A, package: p, "
             "licence: OFL-1.1, size: %zu, checksum-adjustment: %u, sha256: "
             "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481}}\n"
             "roles: {宋: {regular: [a]}}\n",
             fd, size ? size : 1, (unsigned)checksum(data, size));
    fuzz_begin(&f, NULL);
    fuzz_text(&f, BM_STR("fonts.yaml"), bm_str_c(text), &source);
    struct bm_fonts *fonts = bm_fonts_read(f.arena, &f.sources, source, BM_STR("/"), &f.diags);
    if (!fonts)
        __builtin_trap();
    const struct bm_face *face = bm_fonts_face(fonts, 0);
    bool open = bm_face_open(fonts, face, &f.diags);
    if (open)
        use(&f, face);
    bm_fonts_close(fonts);
    close(fd);
    fuzz_end(&f, open);
    return 0;
}
