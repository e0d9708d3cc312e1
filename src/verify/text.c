/* Strings shown: a glyph a code, and how the pen goes on (ISO 32000-1, 9.4.4). */
#include "verify/state.h"

#include <math.h>

static double width_of(const struct bm_seen_font *f, uint32_t cid)
{
    return cid < f->width_count && !isnan(f->widths[cid]) ? f->widths[cid] : f->default_width;
}

/* How far down the line goes on, and where in its em the glyph's origin of vertical writing is. */
static struct bm_seen_v vertical_of(const struct bm_seen_font *f, uint32_t cid)
{
    if (cid < f->vertical_count && f->verticals[cid].set)
        return f->verticals[cid];
    return (struct bm_seen_v){f->default_v[1], width_of(f, cid) / 2, f->default_v[0], true};
}

/* The text of the marks about a glyph in place of its own: of the outermost that has one, whose
 * first glyph gives it. */
static bool replaced(struct bm_reader *r, struct bm_str *text)
{
    for (size_t i = 0; i < r->mark_depth; i++)
        if (r->marks[i].replaced) {
            *text = r->marks[i].given ? BM_STR("") : r->marks[i].text;
            r->marks[i].given = true;
            return true;
        }
    return false;
}

/* Whether the middle of the em box lies outside the clipping rectangle. */
static bool clipped(const struct bm_state *s, struct bm_matrix m, double wide)
{
    if (s->odd_clip)
        return true;
    for (int i = 0; i < 4; i++) {
        const double u = (i & 1 ? 0.8 : 0.2) * wide, v = i & 2 ? 0.6 : 0;
        const double x = u * m.a + v * m.c + m.e, y = u * m.b + v * m.d + m.f;
        if (x < s->clip[0] || x > s->clip[2] || y < s->clip[1] || y > s->clip[3])
            return true;
    }
    return false;
}

/* matrix: from the em to the page; its origin is the outline's. */
static void add_glyph(struct bm_reader *r, uint32_t code, uint32_t cid, struct bm_matrix m,
                      double wide)
{
    const struct bm_state *s = &r->state;
    struct bm_atom *a = bm_see_atom(r, BM_ATOM_GLYPH);
    if (!a)
        return;
    a->font = s->font;
    a->cid = cid;
    a->vertical = s->font->vertical;
    a->x = bm_seen_x(r, m.e);
    a->y = bm_seen_y(r, m.f);
    a->matrix[0] = bm_seen_length(m.a);
    a->matrix[1] = bm_seen_length(m.b);
    a->matrix[2] = bm_seen_length(m.c);
    a->matrix[3] = bm_seen_length(m.d);
    if (s->mode != 0)
        a->unseen |= BM_UNSEEN_MODE;
    if (clipped(s, m, wide))
        a->unseen |= BM_UNSEEN_CLIP;
    const struct bm_codes *codes = &s->font->codes;
    a->text = code < codes->text_count && codes->texts[code].p ? codes->texts[code]
                                                               : BM_STR("\xEF\xBF\xBD");
    replaced(r, &a->text);
}

static void show(struct bm_reader *r, uint32_t code)
{
    const struct bm_state *s = &r->state;
    struct bm_seen_font *f = s->font;
    const uint32_t cid = f->bytes == 1 ? code
                         : code < f->codes.cid_count && f->codes.cids[code]
                             ? f->codes.cids[code] - 1
                             : 0;
    const double wide = width_of(f, cid) / 1000;
    const struct bm_matrix em = {s->size * s->scale, 0, 0, s->size, 0, s->rise};
    struct bm_matrix m = bm_matrix_times(bm_matrix_times(em, r->text), s->ctm);
    double x = 0, y = 0;
    if (f->vertical) {
        const struct bm_seen_v v = vertical_of(f, cid);
        const double vx = v.x / 1000, vy = v.y / 1000;
        m.e -= vx * m.a + vy * m.c;
        m.f -= vx * m.b + vy * m.d;
        y = v.w / 1000 * s->size + s->spacing;
    } else {
        x = (wide * s->size + s->spacing + (f->bytes == 1 && code == ' ' ? s->word_spacing : 0)) *
            s->scale;
    }
    add_glyph(r, code, cid, m, wide < 1 ? wide : 1);
    r->text = bm_matrix_times((struct bm_matrix){1, 0, 0, 1, x, y}, r->text);
}

void bm_see_string(struct bm_reader *r, struct bm_str string)
{
    if (!r->state.font)
        return;
    const unsigned bytes = r->state.font->bytes;
    for (size_t i = 0; i + bytes <= string.n; i += bytes) {
        uint32_t code = (unsigned char)string.p[i];
        if (bytes == 2)
            code = code << 8 | (unsigned char)string.p[i + 1];
        show(r, code);
    }
}

void bm_see_adjustment(struct bm_reader *r, double thousandths)
{
    const struct bm_state *s = &r->state;
    const double way = -thousandths / 1000 * s->size;
    const bool down = s->font && s->font->vertical;
    r->text = bm_matrix_times(
        (struct bm_matrix){1, 0, 0, 1, down ? 0 : way * s->scale, down ? way : 0}, r->text);
}
