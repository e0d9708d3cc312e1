/* A line's figures from the sums: constant time for any line. What a line's start and end take
 * away (rules 4.1, 4.2) comes off here. */
#include "text/steps.h"

const char *bm_step_name(enum bm_step step)
{
    static const char *const names[BM_STEP_COUNT] = {
        "natural",       "squeeze-spaces", "squeeze-brackets", "squeeze-pauses", "squeeze-gaps",
        "squeeze-stops", "stretch-spaces", "stretch-gaps",     "expand",         "overfull"};
    return names[step];
}

void bm_measure_line(const struct bm_para *para, uint32_t first, uint32_t end, struct bm_figures *f)
{
    const struct bm_cluster *c = para->clusters;
    while (first < end && c[first].cls == BM_CLASS_SPACE)
        first++;
    while (end > first && (c[end - 1].cls == BM_CLASS_SPACE || c[end - 1].cls == BM_CLASS_BREAK))
        end--;
    *f = (struct bm_figures){.first = first, .end = end};
    if (first == end)
        return;
    const struct bm_sums *s = &para->sums[first], *e = &para->sums[end];
    int64_t natural = e->width - s->width;
    for (int k = 0; k < BM_STEP_STRETCH_SPACES; k++)
        f->squeeze[k] = e->squeeze[k] - s->squeeze[k];
    f->stretch_spaces = e->stretch_spaces - s->stretch_spaces;
    f->stretch_gaps = e->stretch_gaps - s->stretch_gaps;
    f->spaces = e->spaces - s->spaces;
    f->gaps = e->gaps - s->gaps;
    f->all = e->all - s->all - c[end - 1].stretch_after;
    f->han = e->han - s->han;
    if (c[first].gap) {
        natural -= c[first].gap;
        f->squeeze[BM_STEP_SQUEEZE_GAPS] -= c[first].gap / 2;
        f->stretch_gaps -= para->style.size / 2 - c[first].gap;
        f->gaps--;
    }
    /* An opening mark stands flush at a line's start (clreq), a closing mark or a pause takes half
     * an em at its end, always and in the last line too (GB/T 15834 5.1.10). */
    natural -= c[first].opening;
    if (c[first].squeeze)
        f->squeeze[c[first].squeeze] -= c[first].opening;
    natural -= c[end - 1].blank;
    if (c[end - 1].squeeze)
        f->squeeze[c[end - 1].squeeze] -= c[end - 1].blank;
    /* One mark may hang, never a second after another (clreq, hanging punctuation). */
    enum bm_class last = c[end - 1].cls;
    bool before =
        end - 1 > first && c[end - 2].cls != BM_CLASS_HAN && c[end - 2].cls != BM_CLASS_WESTERN;
    if (para->style.hang && !before && (last == BM_CLASS_PAUSE || last == BM_CLASS_STOP))
        f->hang = c[end - 1].advance - c[end - 1].blank;
    f->natural = natural > INT32_MAX ? INT32_MAX : (bm_len)natural;
}

bm_len bm_para_width(const struct bm_para *para, uint32_t first, uint32_t end)
{
    struct bm_figures f;
    bm_measure_line(para, first, end, &f);
    return f.natural;
}
