/* Image XObjects (ISO 32000-1, 8.9.5) and the pictures of the pages. */
#include "verify/objects.h"

void bm_see_image(const struct bm_objects *o, qpdf_oh image, struct bm_seen_image *seen)
{
    static const char *const known[] = {"/Type",       "/Subtype",          "/Width",  "/Height",
                                        "/ColorSpace", "/BitsPerComponent", "/Decode", "/Filter",
                                        "/Length",     "/DecodeParms",      NULL};
    static const char *const spaces[] = {NULL, "/DeviceGray", NULL, "/DeviceRGB", "/DeviceCMYK"};
    const qpdf_oh decode = bm_object_key(o, image, "/Decode");
    qpdf_oh filter = bm_object_key(o, image, "/Filter");
    bool plain = qpdf_oh_is_null(o->q, decode);
    if (bm_object_count(o, filter) == 1)
        filter = qpdf_oh_get_array_item(o->q, filter, 0);
    seen->width = bm_object_number(o, bm_object_key(o, image, "/Width"));
    seen->height = bm_object_number(o, bm_object_key(o, image, "/Height"));
    seen->jpeg = bm_object_is_name(o, filter, "/DCTDecode");
    for (int i = 1; i <= 4; i++)
        if (spaces[i] && bm_object_is_name(o, bm_object_key(o, image, "/ColorSpace"), spaces[i]))
            seen->components = i;
    seen->inverted = bm_object_count(o, decode) == 8;
    for (int i = 0; i < 8 && seen->inverted; i++)
        seen->inverted =
            bm_object_number(o, qpdf_oh_get_array_item(o->q, decode, i)) == (i % 2 ? 0 : 1);
    plain |= seen->inverted && seen->components == 4;
    seen->odd = bm_object_other_key(o, image, known);
    if (!seen->odd.n && !plain)
        seen->odd = BM_STR("/Decode");
    else if (!seen->odd.n && bm_object_number(o, bm_object_key(o, image, "/BitsPerComponent")) != 8)
        seen->odd = BM_STR("/BitsPerComponent");
}

/* The pixels of an image that the file has: as many as its largest place can print. */
static void size_of(const struct bm_judged *j, const struct bm_image *image, uint32_t *width,
                    uint32_t *height)
{
    *width = *height = 0;
    for (size_t i = 0; i < j->wanted->n; i++) {
        const struct bm_atom *a = &j->wanted->v[i];
        if (a->kind != BM_ATOM_PICTURE)
            continue;
        const struct bm_picture *p = &j->input->pages->pages[a->page].items[a->item].picture;
        uint32_t w, h;
        if (p->image != image)
            continue;
        bm_picture_size(p, &w, &h);
        *width = w > *width ? w : *width;
        *height = h > *height ? h : *height;
    }
}

struct bm_str bm_picture_differs(const struct bm_judged *j, const struct bm_atom *wanted,
                                 const struct bm_seen_image *seen)
{
    const struct bm_pages *pages = j->input->pages;
    const struct bm_image *image = pages->pages[wanted->page].items[wanted->item].picture.image;
    uint32_t width, height;
    if (!seen || seen->odd.n)
        return seen ? seen->odd : BM_STR("/Subtype");
    size_of(j, image, &width, &height);
    const bool reduced = width < image->width || height < image->height;
    const bool as_it_is = seen->jpeg && !reduced;
    const bool side = as_it_is && image->turned > 4;
    if (seen->width != (side ? height : width) || seen->height != (side ? width : height))
        return BM_STR("/Width /Height");
    /* Brought into the space of the output it may have other components. */
    if (seen->components == 0 || (seen->components != image->components && !pages->output))
        return BM_STR("/ColorSpace");
    if (seen->jpeg && !(as_it_is ? image->direct : image->jpeg))
        return BM_STR("/Filter");
    if (seen->inverted != (as_it_is ? image->inverted : seen->jpeg && seen->components == 4))
        return BM_STR("/Decode");
    if (!seen->upright && !(as_it_is && image->turned > 1))
        return BM_STR("cm");
    return BM_STR("");
}
