#include "font/program.h"

#include "font/cff.h"

struct bm_program {
    const struct bm_face *face;
    hb_face_t *hb_face;
    hb_font_t *hb_font;
    hb_draw_funcs_t *draw;
    struct bm_str cff;
    char maxp[6];   /* of a bare CFF, which has no such table and needs one */
    uint32_t *gids; /* by CID; NULL: CIDs are glyph ids */
    size_t cid_count;
    uint32_t glyphs;
    struct bm_buf mine, other; /* outlines */
};

/* An outline as its operators and the bits of its coordinates. */
static void put(void *out, char operator, const float * coordinates, size_t n)
{
    bm_buf_char(out, operator);
    bm_buf_put(out, coordinates, n * sizeof *coordinates);
}

static void move_to(hb_draw_funcs_t *f, void *out, hb_draw_state_t *s, float x, float y, void *user)
{
    (void)f, (void)s, (void)user;
    put(out, 'm', (const float[]){x, y}, 2);
}

static void line_to(hb_draw_funcs_t *f, void *out, hb_draw_state_t *s, float x, float y, void *user)
{
    (void)f, (void)s, (void)user;
    put(out, 'l', (const float[]){x, y}, 2);
}

static void curve_2(hb_draw_funcs_t *f, void *out, hb_draw_state_t *s, float x1, float y1, float x,
                    float y, void *user)
{
    (void)f, (void)s, (void)user;
    put(out, 'q', (const float[]){x1, y1, x, y}, 4);
}

static void curve_3(hb_draw_funcs_t *f, void *out, hb_draw_state_t *s, float x1, float y1, float x2,
                    float y2, float x, float y, void *user)
{
    (void)f, (void)s, (void)user;
    put(out, 'c', (const float[]){x1, y1, x2, y2, x, y}, 6);
}

static void close_path(hb_draw_funcs_t *f, void *out, hb_draw_state_t *s, void *user)
{
    (void)f, (void)s, (void)user;
    bm_buf_char(out, 'z');
}

static hb_draw_funcs_t *drawing(void)
{
    hb_draw_funcs_t *f = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(f, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(f, line_to, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(f, curve_2, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(f, curve_3, NULL, NULL);
    hb_draw_funcs_set_close_path_func(f, close_path, NULL, NULL);
    return f;
}

/* The tables of a bare CFF. */
static hb_blob_t *table_of(hb_face_t *face, hb_tag_t tag, void *user)
{
    const struct bm_program *p = user;
    (void)face;
    if (tag == HB_TAG('C', 'F', 'F', ' '))
        return hb_blob_create(p->cff.p, (unsigned)p->cff.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    if (tag == HB_TAG('m', 'a', 'x', 'p'))
        return hb_blob_create(p->maxp, sizeof p->maxp, HB_MEMORY_MODE_READONLY, NULL, NULL);
    return hb_blob_get_empty();
}

/* The glyphs of CIDs, as the charset has them; false when it is broken (5176, 13). */
static bool read_charset(struct bm_arena *arena, struct bm_program *p, const struct bm_cff *top)
{
    size_t at = top->charset;
    if (!top->keyed || at <= 2)
        return true;
    if (at >= p->cff.n)
        return false;
    const unsigned format = (unsigned char)p->cff.p[at++];
    const size_t range = format == 0 ? 2 : format == 1 ? 3 : 4;
    if (format > 2)
        return false;
    p->gids = BM_NEW_N(arena, UINT16_MAX + 1, uint32_t);
    p->cid_count = UINT16_MAX + 1;
    for (uint32_t gid = 1; gid < p->glyphs; at += range) {
        if (at > p->cff.n || p->cff.n - at < range)
            return false;
        const uint32_t first = bm_be16(p->cff.p + at);
        const uint32_t more = format == 0 ? 0 : bm_be(p->cff.p + at + 2, range - 2);
        for (uint32_t k = 0; k <= more && gid < p->glyphs; k++, gid++)
            if (first + k <= UINT16_MAX && !p->gids[first + k])
                p->gids[first + k] = gid;
    }
    return true;
}

/* The n-th Font DICT's matrix; empty when it has none. False: there is no such DICT. */
static bool matrix_of(const struct bm_cff_index *dicts, uint32_t n, struct bm_str *matrix)
{
    struct bm_str dict;
    struct bm_cff_entry e;
    *matrix = (struct bm_str){NULL, 0};
    if (!bm_cff_object(dicts, n, &dict))
        return false;
    for (size_t i = 0; i < dict.n;) {
        if (!bm_cff_entry(dict, &i, &e))
            return false;
        if (e.op == BM_CFF_MATRIX)
            *matrix = e.operands;
    }
    return true;
}

/* Whether the program's matrices are the face's: HarfBuzz passes over them, other readers do not.
 */
static bool same_matrices(const struct bm_program *p, const struct bm_cff *top)
{
    const struct bm_str table = bm_face_table(p->face, "CFF ");
    struct bm_cff own;
    struct bm_cff_index dicts = {0}, face_dicts = {0};
    struct bm_str a, b = {NULL, 0};
    if (!bm_cff_read(table, &own) || !bm_str_eq(own.matrix, top->matrix))
        return false;
    size_t at = top->dicts, face_at = own.dicts;
    if (!top->keyed)
        return true;
    if (!bm_cff_index(p->cff, &at, &dicts) ||
        (own.keyed && !bm_cff_index(table, &face_at, &face_dicts)))
        return false;
    for (uint32_t i = 0; i < dicts.n; i++) {
        bool found = !own.keyed;
        if (!matrix_of(&dicts, i, &a))
            return false;
        for (uint32_t k = 0; k < face_dicts.n && !found; k++)
            found = matrix_of(&face_dicts, k, &b) && bm_str_eq(a, b);
        if (!found || (!own.keyed && a.n))
            return false;
    }
    return true;
}

static bool open_cff(struct bm_arena *arena, struct bm_program *p)
{
    struct bm_cff top;
    struct bm_cff_index outlines;
    if (!bm_cff_read(p->cff, &top) || top.kind != 2)
        return false;
    size_t at = top.outlines;
    if (!bm_cff_index(p->cff, &at, &outlines) || !outlines.n || outlines.n > UINT16_MAX)
        return false;
    p->glyphs = outlines.n;
    memcpy(p->maxp, "\0\0\x50\0", 4);
    p->maxp[4] = (char)(outlines.n >> 8);
    p->maxp[5] = (char)(outlines.n & 0xFF);
    if (!read_charset(arena, p, &top) || !same_matrices(p, &top))
        return false;
    p->hb_face = hb_face_create_for_tables(table_of, p, NULL);
    hb_face_set_upem(p->hb_face, p->face->upem);
    return true;
}

static bool open_glyf(struct bm_program *p, struct bm_str bytes)
{
    hb_blob_t *blob =
        hb_blob_create(bytes.p, (unsigned)bytes.n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    p->hb_face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    p->glyphs = hb_face_get_glyph_count(p->hb_face);
    return p->glyphs > 0 && hb_face_get_upem(p->hb_face) == p->face->upem;
}

struct bm_program *bm_program_open(struct bm_arena *arena, struct bm_str bytes, bool cff,
                                   const struct bm_face *face)
{
    struct bm_program *p = BM_NEW(arena, struct bm_program);
    p->face = face;
    p->cff = cff ? bytes : (struct bm_str){NULL, 0};
    if (cff != face->cff || bytes.n > INT32_MAX ||
        !(cff ? open_cff(arena, p) : open_glyf(p, bytes))) {
        hb_face_destroy(p->hb_face);
        return NULL;
    }
    p->hb_font = hb_font_create(p->hb_face);
    hb_font_set_scale(p->hb_font, (int)face->upem, (int)face->upem);
    p->draw = drawing();
    return p;
}

void bm_program_close(struct bm_program *p)
{
    if (!p)
        return;
    hb_draw_funcs_destroy(p->draw);
    hb_font_destroy(p->hb_font);
    hb_face_destroy(p->hb_face);
    bm_buf_free(&p->mine);
    bm_buf_free(&p->other);
}

uint32_t bm_program_glyph(const struct bm_program *p, uint32_t cid)
{
    const uint32_t gid = !p->gids ? cid : cid < p->cid_count ? p->gids[cid] : 0;
    return gid < p->glyphs ? gid : 0;
}

bool bm_program_draws(struct bm_program *p, uint32_t glyph, uint32_t face_glyph)
{
    if (glyph >= p->glyphs)
        return false;
    p->mine.n = p->other.n = 0;
    hb_font_get_glyph_shape(p->hb_font, glyph, p->draw, &p->mine);
    hb_font_get_glyph_shape(p->face->hb_font, face_glyph, p->draw, &p->other);
    return bm_str_eq(bm_buf_view(&p->mine), bm_buf_view(&p->other));
}
