/* A line's figures from the sums: constant time for any line. What a line's start and end take
 * away (rules 4.1, 4.2) comes off here. */
#include "text/measure.h"

#include "text/shaping.h"

const char *bm_step_name(enum bm_step step)
{
    static const char *const names[BM_STEP_COUNT] = {
        "natural",       "squeeze-spaces", "squeeze-brackets", "squeeze-pauses", "squeeze-gaps",
        "squeeze-stops", "stretch-spaces", "stretch-gaps",     "expand",         "overfull"};
    return names[step];
}

void bm_set_sums(struct bm_arena *arena, struct bm_para *p)
{
    p->sums = BM_NEW_N(arena, (size_t)p->cluster_count + 1, struct bm_sums);
    for (uint32_t i = 0; i < p->cluster_count; i++) {
        const struct bm_cluster *c = &p->clusters[i];
        struct bm_sums *s = &p->sums[i + 1];
        *s = p->sums[i];
        s->width += c->advance + c->gap;
        if (c->squeeze) {
            s->squeeze[c->squeeze] += (uint32_t)(c->blank + c->opening);
            s->reserve += (uint32_t)(c->blank + c->opening);
        }
        if (c->gap) {
            s->squeeze[BM_STEP_SQUEEZE_GAPS] += (uint32_t)(c->gap / 2);
            s->reserve += (uint32_t)(c->gap / 2);
            s->stretch_gaps += (uint32_t)(p->style.size / 2 - c->gap);
            s->gaps++;
        }
        if (c->cls == BM_CLASS_SPACE) {
            bm_len least = p->style.size / 4, most = p->style.size / 2;
            if (c->advance > least) {
                s->squeeze[BM_STEP_SQUEEZE_SPACES] += (uint32_t)(c->advance - least);
                s->reserve += (uint32_t)(c->advance - least);
            }
            if (c->advance < most)
                s->stretch_spaces += (uint32_t)(most - c->advance);
            s->spaces++;
        }
        s->all += c->stretch_after;
        s->solid += c->cls == BM_CLASS_HAN ||
                    (c->cls == BM_CLASS_WESTERN && bm_class_is_letter(bm_first_cp(p, i)));
    }
}

bool bm_figures_endless(int64_t natural, struct bm_figures *f)
{
    if (natural <= BM_WIDTH_MOST)
        return false;
    *f = (struct bm_figures){.first = f->first, .end = f->end, .natural = BM_WIDTH_MOST};
    return true;
}

void bm_figures_between(const struct bm_sums *s, const struct bm_sums *e, struct bm_figures *f)
{
    f->hang = 0;
    f->reserve = (bm_len)(e->reserve - s->reserve);
    for (int k = 0; k < BM_STEP_STRETCH_SPACES; k++)
        f->squeeze[k] = (bm_len)(e->squeeze[k] - s->squeeze[k]);
    f->stretch_spaces = (bm_len)(e->stretch_spaces - s->stretch_spaces);
    f->stretch_gaps = (bm_len)(e->stretch_gaps - s->stretch_gaps);
    f->spaces = e->spaces - s->spaces;
    f->gaps = e->gaps - s->gaps;
    f->all = e->all - s->all;
    f->solid = e->solid - s->solid;
}

uint32_t bm_line_end(const struct bm_para *p, uint32_t first, uint32_t end)
{
    /* What ends a paragraph, or stands before an author's break, keeps its ideographic spaces: they
     * were typed to move it. */
    const bool last =
        end == p->cluster_count || (end && p->clusters[end - 1].cls == BM_CLASS_BREAK);
    while (end > first && (p->clusters[end - 1].cls == BM_CLASS_SPACE ||
                           p->clusters[end - 1].cls == BM_CLASS_BREAK ||
                           (!last && p->clusters[end - 1].cls == BM_CLASS_IDEOGRAPHIC_SPACE)))
        end--;
    return end;
}

void bm_measure_line(const struct bm_para *para, uint32_t first, uint32_t end, bool hyphen,
                     struct bm_figures *f)
{
    const struct bm_cluster *c = para->clusters;
    while (first < end && c[first].cls == BM_CLASS_SPACE)
        first++;
    end = bm_line_end(para, first, end);
    if (first == end) {
        *f = (struct bm_figures){.first = first, .end = end};
        return;
    }
    const struct bm_sums *s = &para->sums[first], *e = &para->sums[end];
    int64_t natural = e->width - s->width;
    f->first = first;
    f->end = end;
    if (bm_figures_endless(natural, f))
        return;
    bm_figures_between(s, e, f);
    f->all -= c[end - 1].stretch_after;
    if (c[first].gap) {
        natural -= c[first].gap;
        f->squeeze[BM_STEP_SQUEEZE_GAPS] -= c[first].gap / 2;
        f->reserve -= c[first].gap / 2;
        f->stretch_gaps -= para->style.size / 2 - c[first].gap;
        f->gaps--;
    }
    /* An opening mark stands flush at a line's start (rules 4.2, 4.3), a closing mark or a pause
     * takes half an em at its end, always and in the last line too (rule 4.1; GB/T 15834
     * 5.1.10). */
    natural -= c[first].opening + c[end - 1].blank;
    if (c[first].squeeze) {
        f->squeeze[c[first].squeeze] -= c[first].opening;
        f->reserve -= c[first].opening;
    }
    if (c[end - 1].squeeze) {
        f->squeeze[c[end - 1].squeeze] -= c[end - 1].blank;
        f->reserve -= c[end - 1].blank;
    }
    /* One mark may hang, never a second after another (rule 4.8). */
    if (para->style.hang) {
        enum bm_class last = c[end - 1].cls;
        bool alone = end - 1 == first || c[end - 2].cls == BM_CLASS_HAN ||
                     c[end - 2].cls == BM_CLASS_WESTERN;
        if (alone && (last == BM_CLASS_PAUSE || last == BM_CLASS_STOP))
            f->hang = c[end - 1].advance - c[end - 1].blank;
    }
    if (hyphen)
        natural += para->hyphen.advance;
    f->natural = (bm_len)natural;
}

bm_len bm_para_width(const struct bm_para *para, uint32_t first, uint32_t end)
{
    struct bm_figures f;
    bm_measure_line(para, first, end, false, &f);
    return f.natural;
}
