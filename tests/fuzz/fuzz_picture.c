/* Bytes as a picture with its profile, brought into the press's colours; or as a profile, of a
 * picture and of a press. */
#include "fuzz.h"

#include "colour/colour.h"

#include <stdlib.h>

#define PIXELS_MOST 65536 /* that are brought into the colours */

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
    size_t n = image ? (size_t)image->width * image->height : 0;
    if (image)
        bring(&press, bm_transform_key(&press, image), image->pixels,
              n < PIXELS_MOST ? n : PIXELS_MOST);
    fuzz_end(&f, image);
    return 0;
}
