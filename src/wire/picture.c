/* Pictures for the screen: what is printed of them, by way of the inks that print it. */
#include "wire/picture.h"

#include "base/digest.h"
#include "wire/limits.h"
#include "wire/wire.h"

#include <stdlib.h>

#define QUALITY 90
#define COLOURS 16 /* of line art and codes: grays */
#define PROCESS 4

static bool same_file(const struct bm_file *a, const struct bm_file *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->changed == b->changed && a->changed_ns == b->changed_ns;
}

static size_t pixel_bytes(const struct bm_image *image)
{
    return (size_t)image->width * image->height * image->components;
}

static bool same_image(const struct bm_image *a, const struct bm_image *b)
{
    if (a->width != b->width || a->height != b->height || a->components != b->components ||
        !a->path != !b->path)
        return false;
    if (a->path)
        return strcmp(a->path, b->path) == 0 && same_file(&a->file, &b->file);
    if (a->bytes.n || b->bytes.n)
        return bm_str_eq(a->bytes, b->bytes);
    return a->pixels && b->pixels && memcmp(a->pixels, b->pixels, pixel_bytes(a)) == 0;
}

static void size_of(const struct bm_picture *placed, uint32_t *width, uint32_t *height)
{
    bm_picture_size(placed, width, height);
    while ((uint64_t)*width * *height > PICTURE_PIXELS) {
        *width = (*width + 1) / 2;
        *height = (*height + 1) / 2;
    }
}

/* What of an image in memory may go before it is shown is copied; what is too large is not shown.
 */
static void keep_image(struct bm_wire_picture *p, const struct bm_image *image)
{
    const size_t n = image->path ? 0 : image->bytes.n ? image->bytes.n : pixel_bytes(image);
    p->image = *image;
    p->image.name = bm_str_copy(p->arena, image->name);
    p->image.icc = bm_str_copy(p->arena, image->icc);
    p->image.span = bm_span_none();
    p->image.pixels = NULL;
    p->image.bytes = (struct bm_str){0};
    if (image->path)
        p->image.path = bm_str_copy(p->arena, bm_str_c(image->path)).p;
    else if (image->bytes.n && n <= HELD_BYTES)
        p->image.bytes = bm_str_copy(p->arena, image->bytes);
    else if (image->pixels && n <= HELD_BYTES)
        p->image.pixels = (const uint8_t *)bm_arena_copy(p->arena, image->pixels, n);
}

/* By what it shows, not by where it lies, so that a browser may keep it for good. */
static void name_it(struct bm_wire_picture *p)
{
    struct bm_arena *arena = bm_arena_new_raw();
    struct bm_diags diags = {.arena = arena};
    struct bm_str bytes = p->image.bytes;
    struct bm_sha256 sum;
    char hex[65];
    const uint64_t facts[] = {p->width,        p->height,       p->colours->hash,   p->image.width,
                              p->image.height, p->image.turned, p->image.components};
    if (p->image.path &&
        !bm_file_read_kind(arena, p->image.path, BM_FILE_PICTURE, bm_span_none(), &diags, &bytes))
        bytes = p->image.name;
    if (p->image.pixels)
        bytes = (struct bm_str){(const char *)p->image.pixels, pixel_bytes(&p->image)};
    bm_sha256_start(&sum);
    bm_sha256_add(&sum, facts, sizeof facts);
    bm_sha256_add(&sum, bytes.p, bytes.n);
    bm_sha256_end(&sum, hex);
    memcpy(p->hash, hex, BM_WIRE_HASH);
    bm_arena_drop(arena);
}

struct bm_wire_picture *bm_wire_picture_of(const struct bm_picture *placed,
                                           struct bm_wire_colours *colours,
                                           struct bm_wire_picture *const *known, size_t n)
{
    uint32_t width, height;
    size_of(placed, &width, &height);
    for (size_t i = 0; i < n; i++)
        if (known[i]->width == width && known[i]->height == height &&
            known[i]->colours == colours && same_image(&known[i]->image, placed->image)) {
            atomic_fetch_add(&known[i]->references, 1);
            return known[i];
        }
    struct bm_wire_picture *p = calloc(1, sizeof *p);
    if (!p)
        bm_out_of_memory();
    p->references = 1;
    p->arena = bm_arena_new();
    p->width = width;
    p->height = height;
    p->colours = colours;
    atomic_fetch_add(&colours->references, 1);
    keep_image(p, placed->image);
    name_it(p);
    return p;
}

void bm_wire_picture_drop(struct bm_wire_picture *p)
{
    if (!p || atomic_fetch_sub(&p->references, 1) != 1)
        return;
    bm_wire_colours_drop(p->colours);
    bm_arena_drop(p->arena);
    free(p);
}

/* A row on the screen by way of the output's inks; `print` NULL: by the plain complement. */
struct way {
    const struct bm_image *image;
    const struct bm_transform *print, *screen;
    uint8_t *inks, *cmyk;
};

static void show_row(const struct way *w, const uint8_t *row, uint32_t width, uint8_t *rgb)
{
    const unsigned components = w->image->components;
    if (w->print) {
        bm_transform_row(w->print, row, w->inks, width);
        const bool gray = bm_transform_components(w->print) == 1;
        for (uint32_t x = 0; x < width && gray; x++)
            memcpy(w->cmyk + (size_t)x * PROCESS, (const uint8_t[]){0, 0, 0, w->inks[x]}, PROCESS);
        bm_transform_row(w->screen, gray ? w->cmyk : w->inks, rgb, width);
        return;
    }
    for (uint32_t x = 0; x < width; x++, row += components)
        for (unsigned k = 0; k < 3; k++) {
            unsigned v = components == 1 ? row[0] : row[k];
            if (components == 4)
                v = (unsigned)row[k] + row[3] > 255 ? 0 : 255U - row[k] - row[3];
            *rgb++ = (uint8_t)v;
        }
}

/* All rows; false: they could not be read. */
static bool show(const struct bm_wire_picture *p, const struct bm_image *image,
                 struct bm_arena *arena, uint8_t *rgb)
{
    const struct bm_wire_colours *c = p->colours;
    bool sound;
    struct bm_light light;
    struct bm_transform *print =
        c->transform ? bm_transform_to_output(&c->output, bm_transform_key(&c->output, image),
                                              c->ink, &sound)
                     : NULL;
    if (c->transform && !print)
        return false;
    const struct way way = {image, print, c->transform, bm_arena_array(arena, p->width, PROCESS),
                            bm_arena_array(arena, p->width, PROCESS)};
    bm_light_make(c->named ? &c->output : NULL, image, &light);
    struct bm_rows *rows = bm_rows_open(image, p->width, p->height, &light);
    for (uint32_t y = 0; y < p->height; y++)
        show_row(&way, bm_rows_next(rows), p->width, rgb + (size_t)y * p->width * 3);
    bm_transform_free(print);
    return bm_rows_close(rows) == 0;
}

const char *bm_wire_picture_put(const struct bm_wire_picture *p, struct bm_buf *out)
{
    struct bm_arena *arena = bm_arena_new_raw();
    struct bm_diags diags = {.arena = arena};
    const struct bm_image *image = &p->image;
    if (p->image.path)
        image = bm_image_open(arena, p->image.path, p->image.name, bm_span_none(), &diags);
    const bool there = image && (image->path || image->bytes.n || image->pixels) &&
                       (!image->path || same_image(image, &p->image));
    uint8_t *rgb = there ? bm_arena_array(arena, (size_t)p->width * p->height, 3) : NULL;
    const char *type = NULL;
    if (rgb && show(p, image, arena, rgb)) {
        const bool plain = image->line_art || image->pixels;
        type = plain ? "image/png" : "image/jpeg";
        if (plain) {
            bm_png_put_small(out, rgb, p->width, p->height, COLOURS);
        } else {
            struct bm_jpeg_writer *w = bm_jpeg_writer_open(out, p->width, p->height, 3, QUALITY);
            for (uint32_t y = 0; y < p->height; y++)
                bm_jpeg_writer_put(w, rgb + (size_t)y * p->width * 3);
            bm_jpeg_writer_close(w);
        }
    }
    bm_arena_drop(arena);
    return type;
}
