/* Pages as pictures. */
#include "proof/proof.h"

#include "proof/draw.h"
#include "proof/picture.h"

#define POINTS_AN_INCH 72

const struct bm_page *bm_page_numbered(const struct bm_pages *pages, uint32_t number)
{
    for (size_t i = 0; i < pages->page_count; i++)
        if (pages->pages[i].number == number)
            return &pages->pages[i];
    return NULL;
}

/* Pixels that hold the whole length. A thousandth of a pixel more is rounding of millimetres, not
 * paper: other renderers count the same way, so the images can be laid on one another. */
int bm_pixels(bm_len length, unsigned dpi)
{
    int64_t inch = (int64_t)POINTS_AN_INCH * BM_PT, p = (int64_t)length * dpi - inch / 1000;
    return p <= 0 ? 1 : (int)((p + inch - 1) / inch);
}

static uint32_t crc(const unsigned char *p, size_t n)
{
    uint32_t c = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        c ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            c = c & 1 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
    }
    return ~c;
}

static void put32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(v >> (24 - 8 * i));
}

/* cairo's PNG with a pHYs chunk after the header (PNG 11.3.5.3), so that a viewer can show and a
 * printer print it in its true size. */
static void put_png(struct bm_buf *out, struct bm_str png, unsigned dpi)
{
    enum {
        HEAD = 8 + 25
    }; /* signature and IHDR */
    unsigned char chunk[21] = {0, 0, 0, 9, 'p', 'H', 'Y', 's'};
    uint32_t a_metre = (uint32_t)((uint64_t)dpi * 10000 / 254);
    put32(chunk + 8, a_metre);
    put32(chunk + 12, a_metre);
    chunk[16] = 1; /* the unit is the metre */
    put32(chunk + 17, crc(chunk + 4, 13));
    bm_buf_put(out, png.p, HEAD);
    bm_buf_put(out, chunk, sizeof chunk);
    bm_buf_put(out, png.p + HEAD, png.n - HEAD);
}

cairo_t *bm_picture_open(bm_len width, bm_len height, unsigned dpi)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, bm_pixels(width, dpi),
                                                          bm_pixels(height, dpi));
    cairo_t *cr = cairo_create(surface);
    cairo_surface_destroy(surface); /* cr holds it */
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, (double)dpi / POINTS_AN_INCH, (double)dpi / POINTS_AN_INCH);
    return cr;
}

cairo_status_t bm_picture_close(cairo_t *cr, unsigned dpi, struct bm_buf *out)
{
    struct bm_buf png = {0};
    cairo_status_t status = cairo_status(cr);
    if (!status)
        status = cairo_surface_write_to_png_stream(cairo_get_target(cr), bm_draw_write, &png);
    cairo_destroy(cr);
    if (!status)
        put_png(out, bm_buf_view(&png), dpi);
    bm_buf_free(&png);
    return status;
}

static bool failed(struct bm_diags *diags, uint32_t number, const char *reason)
{
    return bm_diag(diags, BM_MSG_PROOF_FAILED, bm_span_none(), bm_diag_number(diags, number),
                   bm_str_c(reason));
}

bool bm_proof_png(const struct bm_pages *pages, uint32_t number, unsigned dpi, struct bm_buf *out,
                  struct bm_diags *diags)
{
    const struct bm_page *page = bm_page_numbered(pages, number);
    if (!page)
        return failed(diags, number, "no such page");
    if (dpi < 1 || dpi > BM_DPI_MOST)
        return failed(diags, number, "dpi out of range");
    cairo_t *cr = bm_picture_open(page->width, page->height, dpi);
    bm_draw_page(cr, NULL, NULL, page);
    cairo_status_t status = bm_picture_close(cr, dpi, out);
    return status ? failed(diags, number, bm_draw_why(status)) : true;
}
