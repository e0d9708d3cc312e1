/* Widths: every mark loses the blank that its neighbours make needless, and Han and Western text
 * get a space between them. All of it for text on one endless line; what a line's start and end
 * take more is computed when the line is measured. */
#include "chars/classes.h"
#include "text/shaping.h"

static bool full_width_mark(enum bm_class cls)
{
    return cls == BM_CLASS_OPENING || cls == BM_CLASS_CLOSING || cls == BM_CLASS_PAUSE ||
           cls == BM_CLASS_STOP;
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

uint32_t bm_first_of(const struct bm_para *p, uint32_t i)
{
    uint32_t first = p->clusters[i].character;
    while (first + 1 < p->clusters[i + 1].character && bm_is_ignorable(p->characters[first].cp))
        first++;
    return first;
}

uint32_t bm_first_cp(const struct bm_para *p, uint32_t i)
{
    const uint32_t first = bm_first_of(p, i);
    return first < p->clusters[i + 1].character ? p->characters[first].cp : 0;
}

uint32_t bm_last_cp(const struct bm_para *p, uint32_t i)
{
    const uint32_t first = p->clusters[i].character;
    uint32_t end = p->clusters[i + 1].character;
    while (end > first + 1 && bm_is_mark(p->characters[end - 1].cp))
        end--;
    return end > first ? p->characters[end - 1].cp : 0;
}

/* ？！ take one em together, three in a row two (rule 1.2; GB/T 15834 5.1.2). */
static void trim_exclamations(struct bm_para *p)
{
    for (uint32_t i = 0, to; i < p->cluster_count; i = to) {
        to = i + 1;
        if (p->clusters[i].cls != BM_CLASS_STOP || !bm_is_exclamation(bm_first_cp(p, i)))
            continue;
        while (to < p->cluster_count && to < i + 3 && p->clusters[to].cls == BM_CLASS_STOP &&
               bm_is_exclamation(bm_first_cp(p, to)))
            to++;
        if (to == i + 1)
            continue;
        for (uint32_t k = i; k < to; k++) {
            struct bm_cluster *c = &p->clusters[k];
            bm_len third = c->advance / 3;
            if (to == i + 2)
                take_blank(c);
            else if (third <= c->blank)
                c->advance -= third;
            c->blank = 0;
        }
    }
}

/* Rule 4.4: of two marks side by side one loses its blank, so that two em become one and a half. */
static void trim_neighbours(struct bm_para *p)
{
    trim_exclamations(p);
    for (uint32_t i = 0; i + 1 < p->cluster_count; i++) {
        struct bm_cluster *a = &p->clusters[i], *b = a + 1;
        bool mark_a = full_width_mark(a->cls);
        uint32_t cp_b = b->cls == BM_CLASS_WESTERN ? bm_first_cp(p, i + 1) : 0;
        if (b->cls == BM_CLASS_OPENING) {
            if (mark_a || (a->cls == BM_CLASS_WESTERN && bm_last_cp(p, i) == '(') ||
                a->cls == BM_CLASS_INTERPUNCT || a->cls == BM_CLASS_IDEOGRAPHIC_SPACE)
                take_opening(b);
        } else if (a->cls == BM_CLASS_CLOSING) {
            if (cp_b == ')' || b->cls == BM_CLASS_CLOSING || b->cls == BM_CLASS_PAUSE ||
                b->cls == BM_CLASS_STOP || b->cls == BM_CLASS_INTERPUNCT ||
                b->cls == BM_CLASS_IDEOGRAPHIC_SPACE)
                take_blank(a);
        } else if (a->cls == BM_CLASS_PAUSE || a->cls == BM_CLASS_STOP) {
            if (b->cls == BM_CLASS_CLOSING || b->cls == BM_CLASS_INTERPUNCT ||
                b->cls == BM_CLASS_IDEOGRAPHIC_SPACE) {
                take_blank(a);
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

/* Which edge of a Western token takes a gap (rule 5.2): a letter, a digit, % ‰ ° or +. */
static bool takes_gap(const struct bm_para *p, uint32_t cp)
{
    if (p->style.autospace == BM_AUTOSPACE_NONE)
        return false;
    if (bm_is_digit(cp) || cp == '%' || cp == 0x2030 || cp == 0xB0 || cp == '+')
        return p->style.autospace == BM_AUTOSPACE_ALL;
    bool raised;
    return bm_class_is_letter(cp) || bm_small_of(cp, &raised); /* CO₂ */
}

static void set_gaps(struct bm_para *p)
{
    for (uint32_t i = 1; i < p->cluster_count; i++) {
        struct bm_cluster *a = &p->clusters[i - 1], *b = a + 1;
        bool han_west =
            a->cls == BM_CLASS_HAN && b->cls == BM_CLASS_WESTERN && bm_is_han(bm_last_cp(p, i - 1));
        bool west_han =
            a->cls == BM_CLASS_WESTERN && b->cls == BM_CLASS_HAN && bm_is_han(bm_first_cp(p, i));
        /* In vertical lines only words that lie sideways stand apart (rule 5.6). */
        if ((han_west && b->mode == BM_VERTICAL) || (west_han && a->mode == BM_VERTICAL))
            continue;
        if ((han_west && takes_gap(p, bm_first_cp(p, i))) ||
            (west_han && takes_gap(p, bm_last_cp(p, i - 1))))
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

void bm_set_widths(struct bm_para *para)
{
    if (para->style.punctuation != BM_PUNCTUATION_NONE)
        trim_neighbours(para);
    trim_by_style(para);
    set_gaps(para);
    set_spaces(para);
    for (uint32_t i = 0; i + 1 < para->cluster_count; i++)
        para->clusters[i].stretch_after =
            may_stretch(para->clusters[i].cls, para->clusters[i + 1].cls);
}
