/* Pictures as image XObjects (ISO 32000-1, 8.9.5): one a file, however often it is shown. In a
 * profile with an output intent their pixels are brought into its space, row by row. */
#include "pdf/pictures.h"

#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>

#define BLOCK 65536

/* Transforms made so far. */
struct bm_pdf_transforms {
    pthread_mutex_t lock;
    size_t n, cap;
    struct made {
        struct bm_transform_key key;
        struct bm_transform *transform; /* NULL: it cannot be made */
        bool sound;
    } * v;
};

size_t bm_pdf_picture(struct bm_pdf_pictures *pictures, const struct bm_image *image)
{
    for (size_t i = 0; i < pictures->n; i++)
        if (pictures->v[i].image == image)
            return i;
    if (!pictures->transforms) {
        pictures->transforms = BM_NEW(pictures->arena, struct bm_pdf_transforms);
        pthread_mutex_init(&pictures->transforms->lock, NULL);
    }
    pictures->v = bm_arena_grow(pictures->arena, pictures->v, pictures->n, &pictures->cap,
                                sizeof *pictures->v);
    pictures->v[pictures->n] =
        (struct bm_pdf_picture){.image = image, .components = image->components};
    return pictures->n++;
}

/* The transform for the picture, made when no other picture has needed it. */
static struct made transform_for(struct bm_pdf_pictures *pictures, const struct bm_image *image)
{
    struct bm_transform_key key = bm_transform_key(pictures->output, image);
    struct bm_pdf_transforms *t = pictures->transforms;
    pthread_mutex_lock(&t->lock);
    size_t i = 0;
    while (i < t->n && !bm_transform_same(t->v[i].key, key))
        i++;
    if (i == t->n) {
        t->v = bm_arena_grow(pictures->arena, t->v, t->n, &t->cap, sizeof *t->v);
        struct made *made = &t->v[t->n++];
        made->key = key;
        made->transform =
            bm_transform_to_output(pictures->output, key, pictures->ink, &made->sound);
    }
    struct made found = t->v[i];
    pthread_mutex_unlock(&t->lock);
    return found;
}

/* A zlib stream that grows row by row, each filtered by PNG's Sub or Up, whichever leaves less
 * (ISO 32000-1, 7.4.4.4). */
struct packer {
    z_stream z;
    struct bm_buf *out;
    size_t row, step;
    uint8_t *before, *filtered[2];
};

static void pack(struct packer *p, const uint8_t *bytes, size_t n, bool end)
{
    uint8_t block[BLOCK];
    p->z.next_in = (uint8_t *)(uintptr_t)bytes;
    p->z.avail_in = (uInt)n;
    do {
        p->z.next_out = block;
        p->z.avail_out = sizeof block;
        deflate(&p->z, end ? Z_FINISH : Z_NO_FLUSH);
        bm_buf_put(p->out, block, sizeof block - p->z.avail_out);
    } while (p->z.avail_out == 0);
}

static void pack_row(struct packer *p, const uint8_t *row)
{
    uint64_t sums[2] = {0, 0};
    for (size_t i = 0; i < p->row; i++) {
        uint8_t left = i < p->step ? 0 : row[i - p->step];
        const uint8_t rests[2] = {(uint8_t)(row[i] - left), (uint8_t)(row[i] - p->before[i])};
        for (int k = 0; k < 2; k++) {
            p->filtered[k][i + 1] = rests[k];
            sums[k] += rests[k] < 128 ? rests[k] : 256u - rests[k];
        }
    }
    pack(p, p->filtered[sums[1] < sums[0]], p->row + 1, false);
    memcpy(p->before, row, p->row);
}

/* The picture's rows through the transform, or as they are. */
static bool pack_picture(struct bm_pdf_picture *picture, const struct bm_transform *transform)
{
    const struct bm_image *image = picture->image;
    size_t in = (size_t)image->width * image->components;
    struct packer p = {.out = &picture->stream,
                       .step = picture->components,
                       .row = (size_t)image->width * picture->components};
    struct bm_arena *arena = bm_arena_new();
    uint8_t *row = bm_arena_array(arena, p.row, 1);
    p.before = BM_NEW_N(arena, p.row, uint8_t);
    for (int k = 0; k < 2; k++) {
        p.filtered[k] = bm_arena_array(arena, p.row + 1, 1);
        p.filtered[k][0] = (uint8_t)(k + 1);
    }
    const int begun = deflateInit(&p.z, Z_DEFAULT_COMPRESSION);
    const bool good = begun == Z_OK;
    if (begun == Z_MEM_ERROR)
        bm_out_of_memory();
    for (uint32_t y = 0; good && y < image->height; y++) {
        const uint8_t *pixels = image->pixels + y * in;
        if (transform)
            bm_transform_row(transform, pixels, row, image->width);
        for (size_t i = 0; transform && picture->components == 1 && i < p.row; i++)
            row[i] = (uint8_t)(255 - row[i]); /* DeviceGray counts light */
        pack_row(&p, transform ? row : pixels);
    }
    if (good)
        pack(&p, NULL, 0, true);
    deflateEnd(&p.z);
    bm_arena_drop(arena);
    return good;
}

/* Whether no pixel of a CMYK picture has more ink than the limit. */
static bool within(const struct bm_image *image, uint32_t percent)
{
    size_t n = (size_t)image->width * image->height;
    uint32_t most = percent * 255 / 100;
    for (size_t i = 0; i < n; i++) {
        const uint8_t *p = image->pixels + 4 * i;
        if ((uint32_t)p[0] + p[1] + p[2] + p[3] > most)
            return false;
    }
    return true;
}

void bm_pdf_picture_make(struct bm_pdf_pictures *pictures, size_t index)
{
    struct bm_pdf_picture *picture = &pictures->v[index];
    const struct bm_image *image = picture->image;
    struct made made = {.sound = true};
    if (pictures->output) {
        made = transform_for(pictures, image);
        picture->unsound = !made.sound;
        picture->failed = !made.transform;
        if (picture->failed)
            return;
        if (bm_transform_keeps(made.transform) && within(image, pictures->ink))
            made.transform = NULL;
        else
            picture->components = (uint8_t)bm_transform_components(made.transform);
    }
    if (made.transform || !image->jpeg.n)
        picture->failed = !pack_picture(picture, made.transform);
}

void bm_pdf_pictures_free(struct bm_pdf_pictures *pictures)
{
    struct bm_pdf_transforms *t = pictures->transforms;
    for (size_t i = 0; i < pictures->n; i++)
        bm_buf_free(&pictures->v[i].stream);
    if (!t)
        return;
    for (size_t i = 0; i < t->n; i++)
        bm_transform_free(t->v[i].transform);
    pthread_mutex_destroy(&t->lock);
}

static void add_inverted(HPDF_Doc doc, HPDF_Dict dict)
{
    HPDF_Array decode = bm_pdf_array(doc);
    for (int i = 0; i < 8; i++)
        HPDF_Array_AddNumber(decode, 1 - i % 2);
    HPDF_Dict_Add(dict, "Decode", decode);
}

HPDF_Dict bm_pdf_picture_add(HPDF_Doc doc, const struct bm_pdf_picture *picture)
{
    const struct bm_image *image = picture->image;
    static const char *const spaces[] = {NULL, "DeviceGray", NULL, "DeviceRGB", "DeviceCMYK"};
    bool jpeg = !picture->stream.n;
    HPDF_Dict dict = jpeg ? bm_pdf_stream(doc, image->jpeg, BM_PDF_DCT)
                          : bm_pdf_stream(doc, bm_buf_view(&picture->stream), BM_PDF_FLATE);
    HPDF_Dict_AddName(dict, "Type", "XObject");
    HPDF_Dict_AddName(dict, "Subtype", "Image");
    HPDF_Dict_AddNumber(dict, "Width", (HPDF_INT32)image->width);
    HPDF_Dict_AddNumber(dict, "Height", (HPDF_INT32)image->height);
    HPDF_Dict_AddName(dict, "ColorSpace", spaces[picture->components]);
    HPDF_Dict_AddNumber(dict, "BitsPerComponent", 8);
    if (jpeg && image->inverted)
        add_inverted(doc, dict);
    if (jpeg)
        return dict;
    HPDF_Dict parms = bm_pdf_direct(doc);
    HPDF_Dict_AddNumber(parms, "Predictor", 15);
    HPDF_Dict_AddNumber(parms, "Colors", picture->components);
    HPDF_Dict_AddNumber(parms, "BitsPerComponent", 8);
    HPDF_Dict_AddNumber(parms, "Columns", (HPDF_INT32)image->width);
    HPDF_Dict_Add(dict, "DecodeParms", parms);
    return dict;
}
