#include "image/steps.h"

/* A profile that does not suit the picture is done without. */
static void check_profile(struct bm_image *image, struct bm_diags *diags)
{
    const char *wrong = image->icc_broken ? "it is cut off or damaged" : NULL;
    if (!wrong && image->icc.n)
        wrong = bm_icc_wrong(image->icc, image->components);
    if (!wrong)
        return;
    image->icc = (struct bm_str){0};
    bm_diag(diags, BM_MSG_PICTURE_PROFILE, image->span, image->name, bm_str_c(wrong));
}

struct bm_image *bm_image_read(struct bm_arena *arena, struct bm_str bytes, struct bm_str name,
                               struct bm_span span, struct bm_diags *diags)
{
    static const char png[] = "\x89PNG\r\n\x1A\n";
    struct bm_image *image = BM_NEW(arena, struct bm_image);
    const char *wrong = "it is neither a JPEG nor a PNG";
    image->name = bm_str_copy(arena, name);
    if (bytes.n >= 3 && memcmp(bytes.p, "\xFF\xD8\xFF", 3) == 0)
        wrong = bm_jpeg_read(arena, bytes, image);
    else if (bytes.n >= 8 && memcmp(bytes.p, png, 8) == 0)
        wrong = bm_png_read(arena, bytes, image);
    image->span = span;
    if (!wrong) {
        check_profile(image, diags);
        return image;
    }
    bm_diag(diags, BM_MSG_BAD_IMAGE, span, name, bm_str_c(wrong));
    return NULL;
}
