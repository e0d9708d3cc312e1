/* Bytes as a picture with its profile: turned, brought down; and, of every other length, brought
 * into the press's colours and printed, at two sizes and in two kinds of PDF, from a file or from
 * memory. Or as a profile, of a picture and of a press; or, behind "qr:", as the text of a code. */
#define _GNU_SOURCE /* memfd_create() */

#include "fuzz.h"

#include "pdf/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIXELS_MOST 65536 /* that are printed */

static struct fuzz kept;
static struct bm_output_condition press;

static void bring(const struct bm_output_condition *output, struct bm_transform_key key,
                  const uint8_t *pixels, size_t n)
{
    bool sound;
    struct bm_transform *t = bm_transform_to_output(output, key, 240, &sound);
    if (!t)
        return;
    uint8_t *out = malloc(n * bm_transform_components(t) + 1);
    bm_transform_row(t, pixels, out, n);
    free(out);
    bm_transform_free(t);
}

static void profile(struct bm_str icc)
{
    static const uint8_t pixels[64] = {0, 255, 127, 1, 3, 200};
    for (uint8_t n = 1; n <= 4; n++)
        if (n != 2 && !bm_icc_wrong(icc, n))
            bring(&press, (struct bm_transform_key){.components = n, .icc = icc}, pixels, 16);
    if (!bm_icc_wrong_output(icc)) {
        struct bm_output_condition other = press;
        other.icc = icc;
        bring(&other, (struct bm_transform_key){.components = 3}, pixels, 16);
        uint8_t out[48];
        struct bm_transform *t = bm_transform_to_screen(&other, icc.n % 2);
        if (t)
            bm_transform_row(t, pixels, out, 16);
        bm_transform_free(t);
    }
}

/* A page with the picture twice: large, and so small that it is brought down. */
static void print(struct fuzz *f, const struct bm_image *image, enum bm_pdf_profile profile)
{
    struct bm_item items[2] = {{.kind = BM_ITEM_PICTURE, .span = bm_span_none()}};
    const bm_len side = (bm_len)(image->width + image->height) * BM_PT / 8 + 1;
    items[0].rect = (struct bm_rect){0, 0, side, side};
    items[0].picture = (struct bm_picture){.image = image, .whole = items[0].rect, .ppi_most = 72};
    items[1] = items[0];
    struct bm_page page = {.number = 1,
                           .width = side,
                           .height = side,
                           .items = items,
                           .n = profile == BM_PDF_PLAIN ? 2 : 1};
    struct bm_pages pages = {.arena = f->arena,
                             .pages = &page,
                             .page_count = 1,
                             .output = &press,
                             .date = BM_STR("2026-03-02"),
                             .sources = &f->sources,
                             .limits = {.ink = 240, .warn = 220, .quality = 90}};
    items[1].picture.ppi_most = 0;
    const struct bm_pdf_options options = {.profile = profile, .version = "0"};
    struct bm_buf out = {0};
    bm_pdf_write(&pages, &options, &out, &f->diags);
    bm_buf_free(&out);
}

/* Its rows, as it is seen and brought down. */
static void look(const struct bm_image *image)
{
    for (uint32_t d = 1; d <= 3; d += 2) {
        const uint32_t w = (image->width + d - 1) / d, h = (image->height + d - 1) / d;
        struct bm_rows *rows = bm_rows_open(image, w, h, NULL);
        for (uint32_t y = 0; y < h; y++)
            bm_rows_next(rows);
        bm_rows_close(rows);
    }
}

static void read_picture(struct fuzz *f, const uint8_t *data, size_t size)
{
    const struct bm_str bytes = {(const char *)data, size};
    const struct bm_image *image;
    char path[32];
    int fd = -1;
    if (size % 4) {
        image = bm_image_read(f->arena, bytes, BM_STR("p"), bm_span_none(), &f->diags);
    } else {
        fd = memfd_create("picture", MFD_CLOEXEC);
        if (fd < 0 || write(fd, data, size) != (ssize_t)size)
            __builtin_trap();
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        image = bm_image_open(f->arena, path, BM_STR("p"), bm_span_none(), &f->diags);
    }
    const bool small = image && (uint64_t)image->width * image->height <= PIXELS_MOST;
    if (small)
        look(image);
    for (int i = 0; i < 2 && small && size % 2 == 0; i++)
        print(f, image, i ? BM_PDF_PLAIN : BM_PDF_X4);
    if (fd >= 0)
        close(fd);
    fuzz_end(f, image);
}

static void code(struct fuzz *f, struct bm_str text)
{
    struct bm_qr qr;
    if (bm_qr_encode(f->arena, text, &qr))
        for (uint32_t i = 0; i < qr.size * qr.size; i++)
            if (qr.dark[i] > 1)
                __builtin_trap();
}

static void prepare(void)
{
    fuzz_open(&kept, bm_arena_new());
    press.icc = fuzz_data(&kept, BM_SOURCE_DIR "/colour/TR002.icc");
    for (int paper = 0; paper < 2; paper++) {
        struct bm_transform *t = bm_transform_to_screen(&press, paper);
        if (!t || bm_transform_keeps(t))
            __builtin_trap();
        bm_transform_free(t);
    }
}

TARGET(picture)
{
    if (!kept.arena)
        prepare();
    struct fuzz f;
    fuzz_begin(&f, NULL);
    if (size > 40 && memcmp(data + 36, "acsp", 4) == 0) {
        profile((struct bm_str){(const char *)data, size});
        fuzz_end(&f, true);
    } else if (size > 3 && memcmp(data, "qr:", 3) == 0) {
        code(&f, (struct bm_str){(const char *)data + 3, size - 3});
        fuzz_end(&f, true);
    } else {
        read_picture(&f, data, size);
    }
    return 0;
}
