/* Soft proofs: plates as the output condition shows them, brought to the screen. */
#include "proof/proof.h"

#include "proof/picture.h"
#include "proof/plates.h"

/* Pixels of a row that need a colour, each colour but once in a row of equals. Two kinds: 0, what
 * lies under the overprinting black, and 1, the same with solid black over it. */
struct colours {
    uint8_t *inks[2];   /* CMYK … */
    uint8_t *rgb[2];    /* … and what the screen shows of it */
    uint32_t *index[2]; /* by pixel; colour 0 is that of the bare paper, or of black on it */
    size_t n[2];
};

struct screen {
    const struct bm_plates *plates;
    const struct bm_transform *transform;
    struct bm_ink *spots; /* alternates of the spots */
    struct colours colours;
};

static void colours_make(struct colours *c, struct bm_arena *arena, size_t width)
{
    for (int i = 0; i < 2; i++) {
        c->inks[i] = bm_arena_array(arena, width + 1, BM_PROCESS);
        c->rgb[i] = bm_arena_array(arena, width + 1, 3);
        c->index[i] = BM_NEW_N(arena, width, uint32_t);
    }
    c->inks[1][3] = BM_FULL;
}

static uint32_t colour(struct colours *c, int kind, const uint8_t cmyk[BM_PROCESS])
{
    const uint8_t *last = c->inks[kind] + (c->n[kind] - 1) * BM_PROCESS;
    if (memcmp(c->inks[kind], cmyk, BM_PROCESS) == 0)
        return 0;
    if (memcmp(last, cmyk, BM_PROCESS) != 0)
        memcpy(c->inks[kind] + c->n[kind]++ * BM_PROCESS, cmyk, BM_PROCESS);
    return (uint32_t)c->n[kind] - 1;
}

/* A spot ink is shown by its alternate, together with what else is printed there. */
static void add_spots(const struct screen *s, int y, int x, uint8_t cmyk[BM_PROCESS])
{
    for (size_t i = BM_PROCESS; i < s->plates->n; i++) {
        const uint8_t *row = bm_plates_raw(s->plates->v[i], y);
        const struct bm_ink *ink = &s->spots[i - BM_PROCESS];
        const unsigned parts[BM_PROCESS] = {ink->c, ink->m, ink->y, ink->k};
        for (int p = 0; row && row[x] && p < BM_PROCESS; p++) {
            unsigned v = cmyk[p] + (parts[p] * row[x] + 5000) / 10000;
            cmyk[p] = (uint8_t)(v > BM_FULL ? BM_FULL : v);
        }
    }
}

static void collect(struct screen *s, int y)
{
    const struct bm_plates *plates = s->plates;
    struct colours *c = &s->colours;
    const uint8_t *rows[BM_PROCESS], *black = bm_plates_raw(plates->black, y);
    bool blank = true;
    for (size_t i = 0; i < plates->n; i++) {
        const uint8_t *row = bm_plates_raw(plates->v[i], y);
        if (i < BM_PROCESS)
            rows[i] = row;
        blank = blank && !row;
    }
    c->n[0] = c->n[1] = 1;
    for (int x = 0; x < plates->width; x++) {
        uint8_t cmyk[BM_PROCESS] = {0};
        for (int i = 0; !blank && i < BM_PROCESS; i++)
            cmyk[i] = rows[i] ? rows[i][x] : 0;
        if (!blank && plates->n > BM_PROCESS)
            add_spots(s, y, x, cmyk);
        c->index[0][x] = blank ? 0 : colour(c, 0, cmyk);
        if (black && black[x]) {
            cmyk[3] = BM_FULL;
            c->index[1][x] = colour(c, 1, cmyk);
        }
    }
    for (int i = 0; i < 2; i++)
        bm_transform_row(s->transform, c->inks[i], c->rgb[i], c->n[i]);
}

static void put_row(struct screen *s, int y, uint32_t *out)
{
    const struct colours *c = &s->colours;
    const uint8_t *black = bm_plates_raw(s->plates->black, y);
    collect(s, y);
    for (int x = 0; x < s->plates->width; x++) {
        const uint8_t *under = c->rgb[0] + 3 * c->index[0][x];
        uint32_t v[3] = {under[0], under[1], under[2]};
        if (black && black[x]) {
            const uint8_t *over = c->rgb[1] + 3 * c->index[1][x];
            for (int i = 0; i < 3; i++)
                v[i] = bm_over(v[i], over[i], black[x]);
        }
        out[x] = v[0] << 16 | v[1] << 8 | v[2];
    }
}

static cairo_status_t show(struct screen *s, struct bm_arena *arena, cairo_surface_t *image)
{
    if (cairo_surface_status(image))
        return cairo_surface_status(image);
    unsigned char *rows = cairo_image_surface_get_data(image);
    size_t stride = (size_t)cairo_image_surface_get_stride(image);
    colours_make(&s->colours, arena, (size_t)s->plates->width);
    for (int y = 0; y < s->plates->height; y++)
        put_row(s, y, (uint32_t *)(void *)(rows + (size_t)y * stride));
    cairo_surface_mark_dirty(image);
    return CAIRO_STATUS_SUCCESS;
}

static const char *draw(const struct bm_pages *pages, const struct bm_page *page, unsigned dpi,
                        struct bm_transform *transform, struct bm_arena *arena, struct bm_buf *out)
{
    struct bm_plates plates;
    cairo_status_t status = bm_plates_make(pages, page, dpi, arena, &plates);
    struct screen s = {.plates = &plates,
                       .transform = transform,
                       .spots = BM_NEW_N(arena, pages->spot_count, struct bm_ink)};
    for (size_t i = 0; i < pages->spot_count; i++)
        s.spots[i] = pages->spots[i].alternate;
    cairo_t *cr = bm_picture_open(page->width, page->height, dpi);
    if (!status)
        status = show(&s, arena, cairo_get_target(cr));
    if (!status)
        status = bm_picture_close(cr, dpi, out);
    else
        cairo_destroy(cr);
    bm_plates_drop(&plates);
    return status ? bm_draw_why(status) : NULL;
}

bool bm_proof_soft(const struct bm_pages *pages, uint32_t number, unsigned dpi, bool paper,
                   struct bm_buf *out, struct bm_diags *diags)
{
    const struct bm_page *page = bm_page_numbered(pages, number);
    if (!pages->output || !page || dpi < 1 || dpi > BM_DPI_MOST)
        return bm_proof_png(pages, number, dpi, out, diags);
    struct bm_transform *transform = bm_transform_to_screen(pages->output, paper);
    if (!transform) {
        bm_diag(diags, BM_MSG_BAD_PROFILE, bm_span_none(), pages->output->file,
                BM_STR("it has no way to the screen"));
        return false;
    }
    struct bm_arena *arena = bm_arena_new();
    const char *wrong = draw(pages, page, dpi, transform, arena, out);
    bm_arena_drop(arena);
    bm_transform_free(transform);
    if (wrong)
        bm_diag(diags, BM_MSG_PROOF_FAILED, bm_span_none(), bm_diag_number(diags, number),
                bm_str_c(wrong));
    return !wrong;
}
