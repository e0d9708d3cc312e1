/* Bytes as a picture with its profile: turned, brought down, brought into the press's colours and
 * printed, at two sizes and in two kinds of PDF; or as a profile, of a picture and of a press. */
#include "fuzz.h"

#include "pdf/pdf.h"

#include <stdlib.h>

#define PIXELS_MOST 65536 /* that are printed */

static struct fuzz kept;
static struct bm_output_condition press;

static void bring(const struct bm_output_condition *output, struct bm_transform_key key,
                  const uint8_t *pixels, size_t n)
{
    bool sound;
    struct bm_transform *t = bm_transform_to_output(output, key, 240, &sound);
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

TARGET(picture)
{
    if (!kept.arena) {
        fuzz_open(&kept, bm_arena_new());
        press.icc = fuzz_data(&kept, BM_SOURCE_DIR "/colour/TR002.icc");
    }
    struct fuzz f;
    const struct bm_str bytes = {(const char *)data, size};
    fuzz_begin(&f, NULL);
    if (size > 40 && memcmp(data + 36, "acsp", 4) == 0) {
        profile(bytes);
        fuzz_end(&f, true);
        return 0;
    }
    const struct bm_image *image =
        bm_image_read(f.arena, bytes, BM_STR("p"), bm_span_none(), &f.diags);
    if (image && (uint64_t)image->width * image->height <= PIXELS_MOST)
        for (int i = 0; i < 2; i++)
            print(&f, image, i ? BM_PDF_PLAIN : BM_PDF_X4);
    fuzz_end(&f, image);
    return 0;
}
