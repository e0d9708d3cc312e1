/* Cells: the width of every mark before its neighbours are looked at. */
#include "chars/classes.h"
#include "text/shaping.h"

/* Slack in the test whether a mark keeps to its half of the em box (rule 10.4). */
#define HALF_TOLERANCE 20 /* 1/1000 em */
/* Side bearing at the text side of a proportional quote put into a full cell (rule 10.5). */
#define CELL_BEARING 70 /* 1/1000 em */
/* Blank kept when the ink does not keep to its half. */
#define LEAST_BLANK 40 /* 1/1000 em */

/* What halt takes: the mark is shaped with it once, as a reference, since what is taken in a line
 * depends on the place in the line (rule 10.3). */
static bool read_halt(struct bm_shaper *shaper, const struct bm_face *face, uint32_t cp,
                      enum bm_mode mode, struct bm_blank *out)
{
    const bool vertical = mode == BM_VERTICAL;
    const hb_feature_t halt = {vertical ? HB_TAG('v', 'h', 'a', 'l') : HB_TAG('h', 'a', 'l', 't'),
                               1, 0, (unsigned)-1};
    hb_position_t advance[2], offset[2];
    for (unsigned with = 0; with < 2; with++) {
        hb_buffer_t *b = shaper->buffer;
        unsigned n;
        hb_buffer_clear_contents(b);
        hb_buffer_add_codepoints(b, &cp, 1, 0, 1);
        hb_buffer_set_direction(b, vertical ? HB_DIRECTION_TTB : HB_DIRECTION_LTR);
        hb_buffer_set_script(b, HB_SCRIPT_HAN);
        hb_buffer_set_language(b, shaper->chinese);
        bm_face_shape(face, b, &halt, with);
        const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, &n);
        if (n != 1)
            return false;
        /* Down a line offsets and advances are negative. */
        advance[with] = vertical ? -pos[0].y_advance : pos[0].x_advance;
        offset[with] = vertical ? -pos[0].y_offset : pos[0].x_offset;
    }
    int32_t taken = advance[0] - advance[1], before = offset[0] - offset[1];
    if (taken <= 0 || before < 0 || before > taken)
        return false;
    out->opening = before;
    out->blank = taken - before;
    return true;
}

static void read_ink(const struct bm_face *face, bool opening, struct bm_blank *out)
{
    int32_t upem = (int32_t)face->upem, half = upem / 2, tolerance = upem * HALF_TOLERANCE / 1000;
    int32_t least = upem * LEAST_BLANK / 1000;
    int32_t blank = opening ? out->left : upem - out->right;
    int32_t taken = blank >= half - tolerance && blank <= upem ? half : blank - least;
    if (taken < 0)
        taken = 0;
    *(opening ? &out->opening : &out->blank) = taken;
}

bool bm_ink_along(const struct bm_face *face, uint32_t gid, enum bm_mode mode, int32_t *start,
                  int32_t *end)
{
    hb_glyph_extents_t ink;
    hb_position_t x, y;
    if (!bm_face_ink(face, gid, &ink))
        return false;
    *start = ink.x_bearing;
    *end = ink.x_bearing + ink.width;
    if (mode == BM_VERTICAL) {
        hb_font_get_glyph_v_origin(face->hb_font, gid, &x, &y);
        *start = y - ink.y_bearing;
        *end = *start - ink.height;
    }
    return true;
}

/* Blanks of glyph gid, which shows cp: by the face's halt values where it has them, else by the ink
 * (rules 10.3 and 10.4). opening tells on which side the mark has its blank. */
static struct bm_blank find_blank(struct bm_shaper *shaper, const struct bm_face *face,
                                  uint32_t gid, uint32_t cp, bool opening, enum bm_mode mode)
{
    for (size_t i = 0; i < shaper->blank_count; i++)
        if (shaper->blanks[i].gid == gid && shaper->blanks[i].face == face &&
            shaper->blanks[i].mode == mode)
            return shaper->blanks[i].blank;
    struct bm_blank blank = {0};
    blank.inked = bm_ink_along(face, gid, mode, &blank.left, &blank.right);
    if (blank.inked) {
        int32_t upem = (int32_t)face->upem, advance = bm_face_advance(face, gid);
        bool cell = mode != BM_VERTICAL && advance * 1000 < upem * 950;
        if (cell) {
            /* A proportional quote: its cell is one em, with the ink at the text's side. */
            int32_t bearing = upem * CELL_BEARING / 1000;
            blank.shift = opening ? upem - bearing - blank.right : bearing - blank.left;
            blank.left += blank.shift;
            blank.right += blank.shift;
        }
        if (cell || !read_halt(shaper, face, cp, mode, &blank))
            read_ink(face, opening, &blank);
    }
    shaper->blanks = bm_arena_grow(shaper->arena, shaper->blanks, shaper->blank_count,
                                   &shaper->blank_cap, sizeof *shaper->blanks);
    shaper->blanks[shaper->blank_count++] = (struct bm_blank_slot){face, gid, mode, blank};
    return blank;
}

/* ：；？！ stand in the middle of their cell in vertical lines (rule 9.6). */
static bool keeps_em(uint32_t cp)
{
    return cp == 0xFF1A || cp == 0xFF1B || bm_is_exclamation(cp);
}

/* ｡ ｢ ｣ ､ ･ have no blank to give. */
static bool is_half_width(uint32_t cp)
{
    return cp >= 0xFF61 && cp <= 0xFF65;
}

/* Puts a full-width mark into its 1 em cell and finds the blank that may go. */
static void set_mark(struct bm_shaper *shaper, const struct bm_para *p, struct bm_cluster *c)
{
    const struct bm_para_glyph *g = &p->glyphs[c->glyph];
    const uint32_t first = bm_first_of(p, (uint32_t)(c - p->clusters));
    if (c[1].glyph != c->glyph + 1 || is_half_width(p->characters[first].cp))
        return;
    if (c->mode == BM_VERTICAL && keeps_em(p->characters[first].cp))
        return;
    struct bm_blank b = find_blank(shaper, g->face, g->gid, p->shown[first],
                                   c->cls == BM_CLASS_OPENING, (enum bm_mode)c->mode);
    if (!b.inked)
        return;
    bm_len em = p->style.size;
    if (b.shift) {
        c->advance = em;
        c->shift = bm_len_ratio(em, b.shift, g->face->upem);
    }
    c->opening = bm_len_ratio(em, b.opening, g->face->upem);
    c->blank = bm_len_ratio(em, b.blank, g->face->upem);
    c->squeeze = c->cls == BM_CLASS_PAUSE  ? BM_STEP_SQUEEZE_PAUSES
                 : c->cls == BM_CLASS_STOP ? BM_STEP_SQUEEZE_STOPS
                                           : BM_STEP_SQUEEZE_BRACKETS;
}

/* Half an em with the ink in its middle, whatever the face gives it (GB/T 15834 5.1.7). */
static void set_interpunct(const struct bm_para *p, struct bm_cluster *c)
{
    const struct bm_para_glyph *g = &p->glyphs[c->glyph];
    int32_t start, end;
    if (c[1].glyph != c->glyph + 1 ||
        !bm_ink_along(g->face, g->gid, (enum bm_mode)c->mode, &start, &end))
        return;
    c->advance = p->style.size / 2;
    c->shift = c->advance / 2 - (c->mode == BM_VERTICAL ? 0 : g->x) -
               bm_len_ratio(p->style.size, (int64_t)start + end, 2 * (int64_t)g->face->upem);
}

/* An upright letter or digit has a cell of one em and stands in its middle, as does a Han of a face
 * without vertical metrics. */
static void set_upright(const struct bm_para *p, struct bm_cluster *c)
{
    bm_len em = p->style.size;
    if (c->mode != BM_VERTICAL || (c->cls != BM_CLASS_HAN && c->cls != BM_CLASS_WESTERN))
        return;
    c->shift = (em - c->advance) / 2;
    c->advance = em;
}

void bm_set_cells(struct bm_shaper *shaper, struct bm_para *para)
{
    for (uint32_t i = 0; i < para->cluster_count; i++) {
        struct bm_cluster *c = &para->clusters[i];
        set_upright(para, c);
        switch (c->cls) {
        case BM_CLASS_OPENING:
        case BM_CLASS_CLOSING:
        case BM_CLASS_PAUSE:
        case BM_CLASS_STOP:
            if (para->style.punctuation != BM_PUNCTUATION_NONE)
                set_mark(shaper, para, c);
            break;
        case BM_CLASS_INTERPUNCT:
            set_interpunct(para, c);
            break;
        case BM_CLASS_ZERO:
            c->advance = 0;
            break;
        case BM_CLASS_WESTERN:
            if (para->style.digits == BM_DIGITS_HALF && c->mode != BM_VERTICAL &&
                bm_is_digit(bm_first_cp(para, i))) {
                bm_len half = para->style.size / 2;
                c->shift = (half - c->advance) / 2;
                c->advance = half;
            }
            break;
        default:
            break;
        }
    }
}
