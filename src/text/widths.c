/* Widths: every mark gets its cell, loses the blank that its neighbours make needless, and Han and
 * Western text get a space between them. All of it for text on one endless line; what a line's
 * start and end take more is computed when the line is measured. */
#include "text/steps.h"

/* Slack in the test whether a mark keeps to its half of the em box (rule 10.4). */
#define HALF_TOLERANCE 20 /* 1/1000 em */
/* Side bearing at the text side of a proportional quote put into a full cell (rule 10.5). */
#define CELL_BEARING 70 /* 1/1000 em */
/* Blank kept when the ink does not keep to its half. */
#define LEAST_BLANK 40 /* 1/1000 em */

static bm_len em_part(const struct bm_para *p, int64_t thousandths)
{
    return bm_len_ratio(p->style.size, thousandths, 1000);
}

static bool full_width_mark(enum bm_class cls)
{
    return cls == BM_CLASS_OPENING || cls == BM_CLASS_CLOSING || cls == BM_CLASS_PAUSE ||
           cls == BM_CLASS_STOP;
}

/* Ink of a cluster's one glyph from its origin, at the paragraph's size. */
static bool cluster_ink(const struct bm_para *p, const struct bm_cluster *c, bm_len *left,
                        bm_len *right)
{
    const struct bm_para_glyph *g = &p->glyphs[c->glyph];
    hb_glyph_extents_t ink;
    if (c[1].glyph != c->glyph + 1 || !bm_face_ink(g->face, g->gid, &ink))
        return false;
    *left = bm_len_ratio(ink.x_bearing, p->style.size, g->face->upem) + g->x;
    *right = bm_len_ratio((int64_t)ink.x_bearing + ink.width, p->style.size, g->face->upem) + g->x;
    return true;
}

/* Puts a full-width mark into its 1 em cell and finds the blank that may go (rules 10.3 to 10.5):
 * where the face has halt values they say the same, where not the ink decides. */
static void set_mark_cell(const struct bm_para *p, struct bm_cluster *c)
{
    bm_len em = p->style.size, half = em / 2, left, right;
    if (!cluster_ink(p, c, &left, &right))
        return;
    if (c->advance < em_part(p, 950)) {
        c->shift = c->cls == BM_CLASS_OPENING ? em - em_part(p, CELL_BEARING) - right
                                              : em_part(p, CELL_BEARING) - left;
        c->advance = em;
        left += c->shift;
        right += c->shift;
    }
    bm_len tolerance = em_part(p, HALF_TOLERANCE);
    if (c->cls == BM_CLASS_OPENING)
        c->opening = left >= half - tolerance ? half : left - em_part(p, LEAST_BLANK);
    else
        c->blank = right <= half + tolerance ? half : c->advance - right - em_part(p, LEAST_BLANK);
    if (c->opening < 0)
        c->opening = 0;
    if (c->blank < 0)
        c->blank = 0;
    switch (c->cls) {
    case BM_CLASS_PAUSE:
        c->squeeze = BM_STEP_SQUEEZE_PAUSES;
        break;
    case BM_CLASS_STOP:
        c->squeeze = BM_STEP_SQUEEZE_STOPS;
        break;
    default:
        c->squeeze = BM_STEP_SQUEEZE_BRACKETS;
        break;
    }
}

static void take_blank(struct bm_cluster *c)
{
    c->advance -= c->blank;
    c->blank = 0;
}

static void take_opening(struct bm_cluster *c)
{
    c->advance -= c->opening;
    c->shift -= c->opening;
    c->opening = 0;
}

static void set_cells(struct bm_para *p)
{
    for (uint32_t i = 0; i < p->cluster_count; i++) {
        struct bm_cluster *c = &p->clusters[i];
        bm_len left, right;
        switch (c->cls) {
        case BM_CLASS_OPENING:
        case BM_CLASS_CLOSING:
        case BM_CLASS_PAUSE:
        case BM_CLASS_STOP:
            if (p->style.punctuation != BM_PUNCTUATION_NONE)
                set_mark_cell(p, c);
            break;
        case BM_CLASS_INTERPUNCT:
            /* Half an em, centred, whatever the face gives it (GB/T 15834 5.1.7). */
            if (cluster_ink(p, c, &left, &right)) {
                c->advance = p->style.size / 2;
                c->shift = c->advance / 2 - (left + right) / 2;
            }
            break;
        default:
            break;
        }
    }
}

/* Rule 4.4: of two marks side by side one loses its blank, so that two em become one and a half. */
static void trim_neighbours(struct bm_para *p)
{
    for (uint32_t i = 0; i + 1 < p->cluster_count; i++) {
        struct bm_cluster *a = &p->clusters[i], *b = a + 1;
        uint32_t cp_a = p->characters[a->character].cp;
        bool mark_a = full_width_mark(a->cls);
        if (b->cls == BM_CLASS_OPENING) {
            if (mark_a || a->cls == BM_CLASS_INTERPUNCT || a->cls == BM_CLASS_IDEOGRAPHIC_SPACE)
                take_opening(b);
        } else if (a->cls == BM_CLASS_CLOSING) {
            if (b->cls == BM_CLASS_CLOSING || b->cls == BM_CLASS_PAUSE || b->cls == BM_CLASS_STOP ||
                b->cls == BM_CLASS_INTERPUNCT || b->cls == BM_CLASS_IDEOGRAPHIC_SPACE)
                take_blank(a);
        } else if (a->cls == BM_CLASS_PAUSE || a->cls == BM_CLASS_STOP) {
            if (b->cls == BM_CLASS_CLOSING || b->cls == BM_CLASS_INTERPUNCT ||
                b->cls == BM_CLASS_IDEOGRAPHIC_SPACE) {
                take_blank(a);
            } else if (b->cls == BM_CLASS_STOP && bm_is_exclamation(cp_a) &&
                       bm_is_exclamation(p->characters[b->character].cp)) {
                /* ？！ together take one em (GB/T 15834 5.1.2). */
                take_blank(a);
                take_blank(b);
            }
        }
    }
}

/* 开明 and 半角 give up the blanks at once (clreq, punctuation width adjustment). */
static void trim_by_style(struct bm_para *p)
{
    if (p->style.punctuation != BM_PUNCTUATION_KAIMING &&
        p->style.punctuation != BM_PUNCTUATION_BANJIAO)
        return;
    for (uint32_t i = 0; i < p->cluster_count; i++) {
        struct bm_cluster *c = &p->clusters[i];
        if (c->cls == BM_CLASS_STOP && p->style.punctuation == BM_PUNCTUATION_KAIMING)
            continue;
        take_blank(c);
        take_opening(c);
    }
}

static uint32_t last_cp(const struct bm_para *p, uint32_t i)
{
    return p->characters[p->clusters[i + 1].character - 1].cp;
}

/* Which edge of a Western token takes a gap (rule 5.2): a letter, a digit, % ‰ ° or +. */
static bool takes_gap(const struct bm_para *p, uint32_t cp)
{
    if (p->style.autospace == BM_AUTOSPACE_NONE)
        return false;
    if (bm_is_digit(cp) || cp == '%' || cp == 0x2030 || cp == 0xB0 || cp == '+')
        return p->style.autospace == BM_AUTOSPACE_ALL;
    return bm_is_letter(cp);
}

static void set_gaps(struct bm_para *p)
{
    for (uint32_t i = 1; i < p->cluster_count; i++) {
        struct bm_cluster *a = &p->clusters[i - 1], *b = a + 1;
        bool han_west = a->cls == BM_CLASS_HAN && b->cls == BM_CLASS_WESTERN;
        bool west_han = a->cls == BM_CLASS_WESTERN && b->cls == BM_CLASS_HAN;
        if ((han_west && takes_gap(p, p->characters[b->character].cp)) ||
            (west_han && takes_gap(p, last_cp(p, i - 1))))
            b->gap = p->style.size / 4;
    }
}

/* A typed space: between Han it has the width that the style gives it; between Han and Western it
 * is the Han-Western gap (rule 5.2); between Western words it is the face's own. */
static void set_spaces(struct bm_para *p)
{
    for (uint32_t i = 0; i < p->cluster_count; i++) {
        struct bm_cluster *c = &p->clusters[i];
        if (c->cls != BM_CLASS_SPACE)
            continue;
        enum bm_class before = i ? p->clusters[i - 1].cls : BM_CLASS_BREAK;
        enum bm_class after = i + 1 < p->cluster_count ? p->clusters[i + 1].cls : BM_CLASS_BREAK;
        if (before == BM_CLASS_WESTERN && after == BM_CLASS_WESTERN)
            continue;
        bool beside_western = before == BM_CLASS_WESTERN || after == BM_CLASS_WESTERN;
        c->advance = p->style.space && !beside_western ? p->style.space : p->style.size / 4;
    }
}

static void set_sums(struct bm_arena *arena, struct bm_para *p)
{
    p->sums = BM_NEW_N(arena, (size_t)p->cluster_count + 1, struct bm_sums);
    for (uint32_t i = 0; i < p->cluster_count; i++) {
        const struct bm_cluster *c = &p->clusters[i];
        struct bm_sums *s = &p->sums[i + 1];
        *s = p->sums[i];
        s->width += c->advance + c->gap;
        if (c->squeeze)
            s->squeeze[c->squeeze] += c->blank + c->opening;
        if (c->gap) {
            s->squeeze[BM_STEP_SQUEEZE_GAPS] += c->gap / 2;
            s->stretch_gaps += p->style.size / 2 - c->gap;
            s->gaps++;
        }
        if (c->cls == BM_CLASS_SPACE) {
            if (c->advance > p->style.size / 4)
                s->squeeze[BM_STEP_SQUEEZE_SPACES] += c->advance - p->style.size / 4;
            if (c->advance < p->style.size / 2)
                s->stretch_spaces += p->style.size / 2 - c->advance;
            s->spaces++;
        }
        s->all += c->stretch_after;
        for (uint32_t k = c->character; k < c[1].character; k++)
            s->han += bm_is_han(p->characters[k].cp);
    }
}

/* Gaps that the last step of stretching may open (rule 6.3): around Han and outside marks, never
 * between a mark and the text it belongs to, inside —— and ……, beside a connector, in a word. */
static bool may_stretch(enum bm_class a, enum bm_class b)
{
    bool left = a == BM_CLASS_HAN || a == BM_CLASS_CLOSING || a == BM_CLASS_PAUSE ||
                a == BM_CLASS_STOP || a == BM_CLASS_WESTERN || a == BM_CLASS_SIGN;
    bool right =
        b == BM_CLASS_HAN || b == BM_CLASS_OPENING || b == BM_CLASS_WESTERN || b == BM_CLASS_SIGN;
    return left && right && !(a == BM_CLASS_WESTERN && b == BM_CLASS_WESTERN);
}

void bm_set_widths(struct bm_arena *arena, struct bm_para *para)
{
    set_cells(para);
    trim_neighbours(para);
    trim_by_style(para);
    set_gaps(para);
    set_spaces(para);
    for (uint32_t i = 0; i + 1 < para->cluster_count; i++)
        para->clusters[i].stretch_after =
            may_stretch(para->clusters[i].cls, para->clusters[i + 1].cls);
    set_sums(arena, para);
}
