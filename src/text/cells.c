/* Cells: the width of every mark before its neighbours are looked at. */
#include "text/steps.h"

/* Slack in the test whether a mark keeps to its half of the em box (rule 10.4). */
#define HALF_TOLERANCE 20 /* 1/1000 em */
/* Side bearing at the text side of a proportional quote put into a full cell (rule 10.5). */
#define CELL_BEARING 70 /* 1/1000 em */
/* Blank kept when the ink does not keep to its half. */
#define LEAST_BLANK 40 /* 1/1000 em */

/* What halt takes: the mark is shaped with it once, as a reference, since what is taken in a line
 * depends on the place in the line (rule 10.3). */
static bool read_halt(struct bm_shaper *shaper, const struct bm_face *face, uint32_t cp,
                      struct bm_blank *out)
{
    static const hb_feature_t halt = {HB_TAG('h', 'a', 'l', 't'), 1, 0, (unsigned)-1};
    hb_position_t advance[2], offset[2];
    for (unsigned with = 0; with < 2; with++) {
        hb_buffer_t *b = shaper->buffer;
        unsigned n;
        hb_buffer_clear_contents(b);
        hb_buffer_add_codepoints(b, &cp, 1, 0, 1);
        hb_buffer_set_direction(b, HB_DIRECTION_LTR);
        hb_buffer_set_script(b, HB_SCRIPT_HAN);
        hb_buffer_set_language(b, shaper->chinese);
        hb_shape(face->hb_font, b, &halt, with);
        const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, &n);
        if (n != 1)
            return false;
        advance[with] = pos[0].x_advance;
        offset[with] = pos[0].x_offset;
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

struct bm_blank bm_shaper_blank(struct bm_shaper *shaper, const struct bm_face *face, uint32_t gid,
                                uint32_t cp, bool opening)
{
    for (size_t i = 0; i < shaper->blank_count; i++)
        if (shaper->blanks[i].gid == gid && shaper->blanks[i].face == face)
            return shaper->blanks[i].blank;
    struct bm_blank blank = {0};
    hb_glyph_extents_t ink;
    blank.inked = bm_face_ink(face, gid, &ink);
    if (blank.inked) {
        int32_t upem = (int32_t)face->upem, advance = bm_face_advance(face, gid);
        blank.left = ink.x_bearing;
        blank.right = ink.x_bearing + ink.width;
        bool cell = advance * 1000 < upem * 950;
        if (cell) {
            /* A proportional quote: its cell is one em, with the ink at the text's side. */
            int32_t bearing = upem * CELL_BEARING / 1000;
            blank.shift = opening ? upem - bearing - blank.right : bearing - blank.left;
            blank.left += blank.shift;
            blank.right += blank.shift;
        }
        if (cell || !read_halt(shaper, face, cp, &blank))
            read_ink(face, opening, &blank);
    }
    shaper->blanks = bm_arena_grow(shaper->arena, shaper->blanks, shaper->blank_count,
                                   &shaper->blank_cap, sizeof *shaper->blanks);
    shaper->blanks[shaper->blank_count++] = (struct bm_blank_slot){face, gid, blank};
    return blank;
}

/* Puts a full-width mark into its 1 em cell and finds the blank that may go. */
static void set_mark(struct bm_shaper *shaper, const struct bm_para *p, struct bm_cluster *c)
{
    const struct bm_para_glyph *g = &p->glyphs[c->glyph];
    if (c[1].glyph != c->glyph + 1)
        return;
    struct bm_blank b = bm_shaper_blank(shaper, g->face, g->gid, p->characters[c->character].cp,
                                        c->cls == BM_CLASS_OPENING);
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
    hb_glyph_extents_t ink;
    if (c[1].glyph != c->glyph + 1 || !bm_face_ink(g->face, g->gid, &ink))
        return;
    c->advance = p->style.size / 2;
    c->shift = c->advance / 2 - g->x -
               bm_len_ratio(p->style.size, 2 * (int64_t)ink.x_bearing + ink.width,
                            2 * (int64_t)g->face->upem);
}

void bm_set_cells(struct bm_shaper *shaper, struct bm_para *para)
{
    for (uint32_t i = 0; i < para->cluster_count; i++) {
        struct bm_cluster *c = &para->clusters[i];
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
            if (para->style.digits == BM_DIGITS_HALF &&
                bm_is_digit(para->characters[c->character].cp)) {
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
