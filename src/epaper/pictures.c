/* Pictures: those of the pages at three sizes, and those that articles show. */
#include "colour/colour.h"
#include "epaper/parts.h"

#define POINTS_AN_INCH 72
#define TEXT_COLOURS   16
#define COLOURS        256
#define PHOTO_COLOURS  256
/* Sizes of a page's picture, as bm_epaper_page has them. */
enum {
    PLAIN,
    LARGE,
    SMALL,
    SIZES
};
#define QUALITY     82
#define CODE_MODULE 8 /* pixels of a QR code's module, and its quiet zone in modules */
#define CODE_QUIET  4

unsigned bm_epaper_dpi(const struct bm_page *page)
{
    const int64_t inch = (int64_t)POINTS_AN_INCH * BM_PT;
    const int64_t dpi = (BM_EPAPER_LARGE_WIDTH * inch + page->width - 1) / page->width;
    return (unsigned)(dpi < 1 ? 1 : dpi > 1200 ? 1200 : dpi);
}

/* A picture's rows as RGB of sRGB at that size. */
static int read_rgb(const struct bm_epaper *e, const struct bm_image *image, uint32_t width,
                    uint32_t height, uint8_t *rgb)
{
    struct bm_light light;
    struct bm_transform *transform = bm_transform_to_web(e->pages->output, image);
    bm_light_make(e->pages->output, image, &light);
    struct bm_rows *rows = bm_rows_open(image, width, height, &light);
    for (uint32_t y = 0; y < height; y++, rgb += (size_t)width * 3) {
        const uint8_t *row = bm_rows_next(rows);
        if (transform) {
            bm_transform_row(transform, row, rgb, width);
            continue;
        }
        for (uint32_t x = 0; x < width; x++, row += image->components)
            for (unsigned k = 0; k < 3; k++) {
                unsigned v = image->components == 1 ? row[0] : row[k];
                if (image->components == 4)
                    v = (unsigned)row[k] + row[3] > 255 ? 0 : 255u - row[k] - row[3];
                rgb[3 * x + k] = (uint8_t)v;
            }
    }
    bm_transform_free(transform);
    return bm_rows_close(rows);
}

static bool shows_pictures(const struct bm_page *page)
{
    size_t i = 0;
    while (i < page->n && page->items[i].kind != BM_ITEM_PICTURE)
        i++;
    return i < page->n;
}

/* The file of a page's picture at a size, which is the same for all pages but for those that are
 * smaller; *rgb: its pixels. */
static int put_page(struct bm_epaper *e, size_t index, int size, const struct bm_image *image,
                    struct bm_arena *work, uint8_t **rgb)
{
    static const struct {
        uint32_t width;
        const char *name;
    } sizes[] = {{BM_EPAPER_WIDTH, ""},
                 {BM_EPAPER_LARGE_WIDTH, "_large"},
                 {BM_EPAPER_SMALL_WIDTH, "_small"}};
    const struct bm_page *page = &e->pages->pages[index];
    const uint32_t width = sizes[size].width < image->width ? sizes[size].width : image->width;
    uint32_t height = (uint32_t)(((int64_t)page->height * width + page->width / 2) / page->width);
    height = height < 1 ? 1 : height > image->height ? image->height : height;
    *rgb = bm_arena_array(work, (size_t)width * height, 3);
    const int lost = read_rgb(e, image, width, height, *rgb);
    struct bm_buf png = {0};
    const bool plain =
        size == SMALL || (!shows_pictures(page) && bm_png_is_gray(*rgb, (size_t)width * height));
    for (unsigned colours = plain ? TEXT_COLOURS : COLOURS; !lost && !png.n; colours /= 2) {
        bm_png_put_small(&png, *rgb, width, height, colours);
        if (size == PLAIN && png.n > BM_EPAPER_PAGE_MOST && colours > TEXT_COLOURS)
            png.n = 0;
    }
    bm_leaf_put(e->leaves, &png, "page_%02u%s.png", page->number, sizes[size].name);
    e->page[index].widths[size] = width;
    e->page[index].heights[size] = height;
    return lost;
}

/* Beside an article stand its pages, small; on a cover there is none. */
static bool has_articles(const struct bm_epaper_page *page)
{
    return page->n > 0 && !page->areas[0].guide;
}

bool bm_epaper_page_pictures(struct bm_epaper *e, struct bm_diags *diags)
{
    int lost = 0;
    for (size_t i = 0; i < e->pages->page_count && !lost; i++) {
        uint8_t *large, *other;
        struct bm_arena *work = bm_arena_new();
        const struct bm_image *drawn =
            bm_image_read(work, e->options->pictures[i], BM_STR("page"), bm_span_none(), diags);
        if (!drawn) {
            bm_arena_drop(work);
            return false;
        }
        lost = put_page(e, i, LARGE, drawn, work, &large);
        if (lost)
            bm_image_say_lost(drawn, lost, diags);
        /* The others are made of it: to draw and unpack a page takes longer. */
        const struct bm_image image = {.width = e->page[i].widths[LARGE],
                                       .height = e->page[i].heights[LARGE],
                                       .components = 3,
                                       .pixels = large};
        for (int size = 0; size < SIZES && !lost; size++)
            if (size != LARGE && (size != SMALL || has_articles(&e->page[i])))
                put_page(e, i, size, &image, work, &other);
        bm_arena_drop(work);
    }
    return !lost;
}

/* A JPEG that goes out as it came in: screens show it, it is small, and says no more than it
 * shows. */
static bool is_ready(const struct bm_image *image)
{
    return image->jpeg && image->direct && image->components != 4 && image->turned <= 1 &&
           !image->icc.n && image->width <= BM_EPAPER_PICTURE &&
           image->height <= BM_EPAPER_PICTURE && image->end <= BM_EPAPER_JPEG_MOST;
}

/* Whether a picture has no more colours than a PNG's palette: a drawing. */
static bool is_drawing(const uint8_t *rgb, size_t pixels)
{
    uint32_t seen[PHOTO_COLOURS * 4]; /* open addresses */
    size_t n = 0;
    memset(seen, 0xFF, sizeof seen);
    for (size_t i = 0; i < pixels; i++, rgb += 3) {
        const uint32_t colour = (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
        size_t at = colour * 2654435761u >> 22;
        while (seen[at] != UINT32_MAX && seen[at] != colour)
            at = (at + 1) % BM_COUNT(seen);
        if (seen[at] == colour)
            continue;
        if (++n > PHOTO_COLOURS)
            return false;
        seen[at] = colour;
    }
    return true;
}

static void put_jpeg(struct bm_buf *out, const uint8_t *rgb, uint32_t width, uint32_t height)
{
    struct bm_jpeg_writer *jpeg = bm_jpeg_writer_open(out, width, height, 3, QUALITY);
    for (uint32_t y = 0; y < height; y++)
        bm_jpeg_writer_put(jpeg, rgb + (size_t)y * width * 3);
    bm_jpeg_writer_close(jpeg);
}

/* The file of a picture; false with what was lost. */
static bool put_image(struct bm_epaper *e, struct bm_epaper_image *made, struct bm_diags *diags)
{
    const struct bm_image *image = made->image;
    struct bm_buf b = {0};
    const unsigned number = (unsigned)(made - e->images) + 1;
    bool jpeg = is_ready(image);
    int lost = 0;
    made->width = image->width;
    made->height = image->height;
    if (jpeg) {
        lost = bm_image_put_jpeg(image, &b);
    } else {
        const uint32_t longer = image->width > image->height ? image->width : image->height;
        const uint32_t most = longer < BM_EPAPER_PICTURE ? longer : BM_EPAPER_PICTURE;
        made->width = (uint32_t)((uint64_t)image->width * most / longer);
        made->height = (uint32_t)((uint64_t)image->height * most / longer);
        made->width = made->width ? made->width : 1;
        made->height = made->height ? made->height : 1;
        struct bm_arena *work = bm_arena_new_raw();
        const size_t pixels = (size_t)made->width * made->height;
        uint8_t *rgb = bm_arena_array(work, pixels, 3);
        lost = read_rgb(e, image, made->width, made->height, rgb);
        jpeg = !lost && !is_drawing(rgb, pixels);
        if (jpeg)
            put_jpeg(&b, rgb, made->width, made->height);
        else if (!lost)
            bm_png_put_small(&b, rgb, made->width, made->height, PHOTO_COLOURS);
        bm_arena_drop(work);
    }
    if (lost)
        bm_image_say_lost(image, lost, diags);
    bm_leaf_put(e->leaves, &b, "image_%03u.%s", number, jpeg ? "jpg" : "png");
    made->name = e->leaves->v[e->leaves->n - 1].path;
    return !lost;
}

/* A QR code as a picture with its quiet zone. */
static const struct bm_image *code_of(struct bm_epaper *e, struct bm_str text)
{
    struct bm_qr qr;
    if (!bm_qr_encode(e->arena, text, &qr))
        return NULL;
    const uint32_t side = (qr.size + 2 * CODE_QUIET) * CODE_MODULE;
    uint8_t *pixels = bm_arena_array(e->arena, side, side);
    memset(pixels, 255, (size_t)side * side);
    for (uint32_t y = 0; y < qr.size * CODE_MODULE; y++)
        for (uint32_t x = 0; x < qr.size * CODE_MODULE; x++)
            if (qr.dark[y / CODE_MODULE * qr.size + x / CODE_MODULE])
                pixels[(y + CODE_QUIET * CODE_MODULE) * side + x + CODE_QUIET * CODE_MODULE] = 0;
    struct bm_image *image = BM_NEW(e->arena, struct bm_image);
    *image = (struct bm_image){
        .name = text, .width = side, .height = side, .components = 1, .pixels = pixels};
    return image;
}

/* The picture that a figure's node shows; NULL: a code, or nothing. */
static const struct bm_image *shown(const struct bm_epaper *e, size_t at)
{
    const struct bm_reading *r = e->reading;
    const struct bm_reading_node *n = &r->nodes[at];
    for (uint32_t p = n->passage; p < n->passage + n->passage_count; p++)
        for (uint32_t s = r->passages[p].segment;
             s < r->passages[p].segment + r->passages[p].segment_count; s++) {
            const struct bm_segment *g = &r->segments[s];
            const struct bm_item *item = &e->pages->pages[g->page].items[g->item];
            if (item->kind == BM_ITEM_PICTURE)
                return item->picture.image;
        }
    return NULL;
}

static struct bm_str code_text(const struct bm_epaper *e, size_t at)
{
    return e->pages->nodes[e->reading->nodes[at].node].code;
}

const struct bm_epaper_image *bm_epaper_image_of(const struct bm_epaper *e, size_t at)
{
    const struct bm_str code = code_text(e, at);
    const struct bm_image *image = code.n ? NULL : shown(e, at);
    for (size_t i = 0; i < e->image_count; i++) {
        const struct bm_image *other = e->images[i].image;
        if (code.n ? bm_str_eq(other->name, code) && other->pixels : image && other == image)
            return &e->images[i];
    }
    return NULL;
}

bool bm_epaper_pictures(struct bm_epaper *e, struct bm_diags *diags)
{
    bool fine = true;
    for (size_t a = 0; a < e->article_count; a++)
        for (size_t i = e->articles[a].node; i < e->articles[a].end && fine; i++) {
            const struct bm_node *node = &e->pages->nodes[e->reading->nodes[i].node];
            if (node->role != BM_ROLE_FIGURE || bm_epaper_image_of(e, i))
                continue;
            const struct bm_image *image = node->code.n ? code_of(e, node->code) : shown(e, i);
            if (!image)
                continue;
            e->images = bm_arena_grow(e->arena, e->images, e->image_count, &e->image_cap,
                                      sizeof *e->images);
            e->images[e->image_count++] = (struct bm_epaper_image){.image = image};
            fine = put_image(e, &e->images[e->image_count - 1], diags);
        }
    return fine;
}
