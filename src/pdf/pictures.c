/* Pictures as image XObjects (ISO 32000-1, 8.9.5): one a file, however often it is shown. */
#include "pdf/steps.h"

size_t bm_pdf_picture(struct bm_pdf_pictures *pictures, const struct bm_image *image)
{
    for (size_t i = 0; i < pictures->n; i++)
        if (pictures->v[i].image == image)
            return i;
    pictures->v = bm_arena_grow(pictures->arena, pictures->v, pictures->n, &pictures->cap,
                                sizeof *pictures->v);
    pictures->v[pictures->n] = (struct bm_pdf_picture){.image = image};
    return pictures->n++;
}

void bm_pdf_picture_make(struct bm_pdf_picture *picture)
{
    const struct bm_image *image = picture->image;
    if (image->jpeg.n)
        return;
    picture->arena = bm_arena_new();
    picture->stream = bm_pdf_deflate(
        picture->arena, (struct bm_str){(const char *)image->pixels,
                                        (size_t)image->width * image->height * image->components});
}

static HPDF_STATUS write_jpeg_filter(HPDF_Dict dict, HPDF_Stream stream)
{
    (void)dict;
    return HPDF_Stream_WriteStr(stream, "/Filter /DCTDecode\n");
}

HPDF_Dict bm_pdf_picture_add(HPDF_Doc doc, const struct bm_pdf_picture *picture)
{
    const struct bm_image *image = picture->image;
    static const char *const spaces[] = {NULL, "DeviceGray", NULL, "DeviceRGB", "DeviceCMYK"};
    HPDF_Dict dict = bm_pdf_stream(doc, image->jpeg.n ? image->jpeg : picture->stream);
    if (image->jpeg.n)
        dict->write_fn = write_jpeg_filter;
    HPDF_Dict_AddName(dict, "Type", "XObject");
    HPDF_Dict_AddName(dict, "Subtype", "Image");
    HPDF_Dict_AddNumber(dict, "Width", (HPDF_INT32)image->width);
    HPDF_Dict_AddNumber(dict, "Height", (HPDF_INT32)image->height);
    HPDF_Dict_AddName(dict, "ColorSpace", spaces[image->components]);
    HPDF_Dict_AddNumber(dict, "BitsPerComponent", 8);
    if (image->inverted) {
        HPDF_Array decode = HPDF_Array_New(doc->mmgr);
        for (int i = 0; i < 8; i++)
            HPDF_Array_AddNumber(decode, 1 - i % 2);
        HPDF_Dict_Add(dict, "Decode", decode);
    }
    return dict;
}
