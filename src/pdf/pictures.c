/* Pictures as image XObjects (ISO 32000-1, 8.9.5): one a file, however often it is shown, with no
 * more pixels than its largest place can print. In a profile with an output intent they are brought
 * into its space, row by row. What was a JPEG and is brought down is one again; what is not brought
 * down goes in as it is where it can, else without loss. */
#include "pdf/pictures.h"

#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>

#define BLOCK 65536

/* Of ink: what JPEG adds to a pixel here and there is allowed for. */
#define INK_MARGIN 15
#define INK_TRIALS 4
#define FULL       255

/* Transforms made so far. */
struct bm_pdf_transforms {
    pthread_mutex_t lock, heavy;
    size_t n, cap;
    struct made {
        struct bm_transform_key key;
        struct bm_transform *transform; /* NULL: it cannot be made */
        bool sound;
    } * v;
};

size_t bm_pdf_picture(const struct bm_pdf_pictures *pictures, const struct bm_image *image)
{
    size_t i = 0;
    while (i < pictures->n && pictures->v[i].image != image)
        i++;
    return i;
}

void bm_pdf_pictures_of(struct bm_pdf_pictures *pictures, const struct bm_page *page)
{
    for (size_t i = 0; i < page->n; i++) {
        if (page->items[i].kind != BM_ITEM_PICTURE)
            continue;
        const struct bm_picture *shown = &page->items[i].picture;
        const size_t k = bm_pdf_picture(pictures, shown->image);
        uint32_t width, height;
        if (k == pictures->n) {
            pictures->v = bm_arena_grow(pictures->arena, pictures->v, pictures->n, &pictures->cap,
                                        sizeof *pictures->v);
            pictures->v[pictures->n++] = (struct bm_pdf_picture){
                .image = shown->image, .components = shown->image->components};
        }
        struct bm_pdf_picture *picture = &pictures->v[k];
        bm_picture_size(shown, &width, &height);
        picture->width = width > picture->width ? width : picture->width;
        picture->height = height > picture->height ? height : picture->height;
    }
}

static bool is_reduced(const struct bm_pdf_picture *picture)
{
    return picture->width < picture->image->width || picture->height < picture->image->height;
}

/* Whether a CMYK picture is in the output's own values, and no pixel has too much ink. */
static bool is_ready(const struct bm_pdf_pictures *pictures, const struct bm_image *image)
{
    const struct bm_transform_key key = bm_transform_key(pictures->output, image);
    return key.components == 4 && !key.icc.n && image->ink <= pictures->ink * FULL / 100;
}

void bm_pdf_pictures_settle(struct bm_pdf_pictures *pictures)
{
    if (!pictures->n)
        return;
    pictures->transforms = BM_NEW(pictures->arena, struct bm_pdf_transforms);
    pthread_mutex_init(&pictures->transforms->lock, NULL);
    pthread_mutex_init(&pictures->transforms->heavy, NULL);
    for (size_t i = 0; i < pictures->n; i++) {
        struct bm_pdf_picture *p = &pictures->v[i];
        p->as_it_is = p->image->direct && !is_reduced(p) &&
                      (!pictures->output || is_ready(pictures, p->image));
        p->jpeg = p->as_it_is || (p->image->jpeg && is_reduced(p));
    }
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

static void packer_begin(struct packer *p, struct bm_arena *arena)
{
    p->before = BM_NEW_N(arena, p->row, uint8_t);
    for (int k = 0; k < 2; k++) {
        p->filtered[k] = bm_arena_array(arena, p->row + 1, 1);
        p->filtered[k][0] = (uint8_t)(k + 1);
    }
    if (deflateInit(&p->z, Z_DEFAULT_COMPRESSION) != Z_OK)
        bm_out_of_memory();
}

/* How the rows of a picture go in. */
struct way {
    const struct bm_transform *transform; /* NULL: as they are */
    uint32_t ink;                         /* most of a CMYK pixel, 255 a full one; 0: any */
    uint32_t quality;                     /* of JPEG; 0: lossless */
    const struct bm_light *light;
};

/* A row in the colours that go in. */
static const uint8_t *bring(const struct bm_pdf_picture *picture, const struct way *way,
                            const uint8_t *row, uint8_t *out)
{
    const size_t n = (size_t)picture->width * picture->components;
    if (way->transform)
        bm_transform_row(way->transform, row, out, picture->width);
    else if (way->ink)
        memcpy(out, row, n);
    else
        return row;
    for (size_t i = 0; picture->components == 1 && i < n; i++)
        out[i] = (uint8_t)(FULL - out[i]); /* DeviceGray counts light */
    if (way->ink)
        bm_ink_limit(out, picture->width, way->ink);
    return out;
}

static void put_rows(struct bm_pdf_picture *picture, const struct way *way)
{
    struct packer p = {.out = &picture->stream,
                       .step = picture->components,
                       .row = (size_t)picture->width * picture->components};
    struct bm_arena *arena = bm_arena_new();
    struct bm_jpeg_writer *jpeg = NULL;
    uint8_t *out = bm_arena_array(arena, p.row, 1);
    picture->jpeg = way->quality;
    if (picture->jpeg)
        jpeg = bm_jpeg_writer_open(&picture->stream, picture->width, picture->height,
                                   picture->components, way->quality);
    else
        packer_begin(&p, arena);
    struct bm_rows *rows =
        bm_rows_open(picture->image, picture->width, picture->height, way->light);
    for (uint32_t y = 0; y < picture->height; y++) {
        const uint8_t *row = bring(picture, way, bm_rows_next(rows), out);
        if (jpeg)
            bm_jpeg_writer_put(jpeg, row);
        else
            pack_row(&p, row);
    }
    picture->lost = bm_rows_close(rows);
    if (jpeg) {
        bm_jpeg_writer_close(jpeg);
    } else {
        pack(&p, NULL, 0, true);
        deflateEnd(&p.z);
    }
    bm_arena_drop(arena);
}

/* The most ink of a pixel of the JPEG that was written. */
static uint32_t ink_of(const struct bm_pdf_picture *picture)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_diags diags = {.arena = arena};
    const struct bm_image *image =
        bm_image_read(arena, bm_buf_view(&picture->stream), BM_STR(""), bm_span_none(), &diags);
    const uint32_t ink = image ? image->ink : UINT32_MAX;
    bm_arena_drop(arena);
    return ink;
}

/* A JPEG whose values are near those wanted, but have no more ink than is allowed: what they have
 * too much is taken from the limit for the next trial. Where that does not help it goes in without
 * loss. */
static void put_jpeg(struct bm_pdf_picture *picture, struct way way, uint32_t most)
{
    const bool limited = most && picture->components == 4;
    if (limited)
        way.ink = most > FULL + INK_MARGIN ? most - INK_MARGIN : FULL;
    for (int i = 0; i < INK_TRIALS; i++) {
        put_rows(picture, &way);
        const uint32_t ink = limited ? ink_of(picture) : 0;
        if (!limited || ink <= most || picture->lost)
            return;
        bm_buf_free(&picture->stream);
        if (ink - most > way.ink - FULL)
            break;
        way.ink -= ink - most;
    }
    way.quality = way.ink = 0;
    put_rows(picture, &way);
}

static void make(struct bm_pdf_pictures *pictures, struct bm_pdf_picture *picture)
{
    const struct bm_image *image = picture->image;
    struct made made = {.sound = true};
    struct bm_light light;
    struct way way = {.quality = picture->jpeg ? pictures->quality : 0, .light = &light};
    if (pictures->output) {
        made = transform_for(pictures, image);
        picture->unsound = !made.sound;
        picture->failed = !made.transform;
        if (picture->failed)
            return;
        picture->components = (uint8_t)bm_transform_components(made.transform);
        if (!is_reduced(picture) && is_ready(pictures, image))
            made.transform = NULL;
    }
    way.transform = made.transform;
    if (is_reduced(picture))
        bm_light_make(pictures->condition, image, &light);
    if (picture->jpeg)
        put_jpeg(picture, way, pictures->output ? pictures->ink * FULL / 100 : 0);
    else
        put_rows(picture, &way);
}

void bm_pdf_picture_make(struct bm_pdf_pictures *pictures, size_t index)
{
    struct bm_pdf_picture *picture = &pictures->v[index];
    pthread_mutex_t *heavy =
        bm_image_is_heavy(picture->image) ? &pictures->transforms->heavy : NULL;
    if (picture->as_it_is) {
        picture->lost = bm_image_put_jpeg(picture->image, &picture->stream);
        return;
    }
    if (heavy)
        pthread_mutex_lock(heavy);
    make(pictures, picture);
    if (heavy)
        pthread_mutex_unlock(heavy);
}

void bm_pdf_pictures_try(struct bm_pdf_pictures *pictures)
{
    for (size_t i = 0; i < pictures->n && pictures->output; i++) {
        struct bm_pdf_picture *picture = &pictures->v[i];
        if (picture->as_it_is)
            continue;
        const struct made made = transform_for(pictures, picture->image);
        picture->unsound = !made.sound;
        picture->failed = !made.transform;
    }
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
    pthread_mutex_destroy(&t->heavy);
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
    static const char *const spaces[] = {NULL, "DeviceGray", NULL, "DeviceRGB", "DeviceCMYK"};
    const bool inverted = picture->as_it_is ? picture->image->inverted : picture->components == 4;
    HPDF_Dict dict = bm_pdf_stream(doc, bm_buf_view(&picture->stream),
                                   picture->jpeg ? BM_PDF_DCT : BM_PDF_FLATE);
    HPDF_Dict_AddName(dict, "Type", "XObject");
    HPDF_Dict_AddName(dict, "Subtype", "Image");
    const bool side = picture->as_it_is && picture->image->turned > 4; /* as the file has them */
    HPDF_Dict_AddNumber(dict, "Width", (HPDF_INT32)(side ? picture->height : picture->width));
    HPDF_Dict_AddNumber(dict, "Height", (HPDF_INT32)(side ? picture->width : picture->height));
    HPDF_Dict_AddName(dict, "ColorSpace", spaces[picture->components]);
    HPDF_Dict_AddNumber(dict, "BitsPerComponent", 8);
    if (picture->jpeg && inverted)
        add_inverted(doc, dict);
    if (picture->jpeg)
        return dict;
    HPDF_Dict parms = bm_pdf_direct(doc);
    HPDF_Dict_AddNumber(parms, "Predictor", 15);
    HPDF_Dict_AddNumber(parms, "Colors", picture->components);
    HPDF_Dict_AddNumber(parms, "BitsPerComponent", 8);
    HPDF_Dict_AddNumber(parms, "Columns", (HPDF_INT32)picture->width);
    HPDF_Dict_Add(dict, "DecodeParms", parms);
    return dict;
}
