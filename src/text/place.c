#include "text/measure.h"

/* share / 65536 of a squeeze's capacity. */
static bm_len part(bm_len capacity, int32_t share)
{
    return bm_len_ratio(capacity, share, 65536);
}

size_t bm_line_place(const struct bm_para *para, const struct bm_line *line, struct bm_placed *out)
{
    const struct bm_cluster *c = para->clusters;
    struct bm_figures f;
    bm_measure_line(para, line->first, line->end, line->hyphen, &f);
    size_t n = 0;
    bm_len x = 0, em = para->style.size;
    for (uint32_t i = f.first; i < f.end; i++) {
        bm_len advance = c[i].advance, origin = c[i].shift;
        if (i > f.first && c[i].gap)
            x += c[i].gap - part(c[i].gap / 2, line->squeeze[BM_STEP_SQUEEZE_GAPS]) + line->gap;
        int32_t share = c[i].squeeze ? line->squeeze[c[i].squeeze] : 0;
        bm_len left = i == f.first ? c[i].opening : part(c[i].opening, share);
        bm_len right = i + 1 == f.end ? c[i].blank : part(c[i].blank, share);
        advance -= left + right;
        origin -= left;
        if (c[i].cls == BM_CLASS_SPACE) {
            if (advance > em / 4)
                advance -= part(advance - em / 4, line->squeeze[BM_STEP_SQUEEZE_SPACES]);
            if (advance < em / 2)
                advance += part(em / 2 - advance, line->space);
        }
        out[n++] = (struct bm_placed){i, x, advance, x + origin};
        x += advance;
        if (c[i].stretch_after && i + 1 < f.end)
            x += line->all;
    }
    /* Ideographic spaces that end the line have no width, but are text. */
    for (uint32_t i = f.end; i < line->end && c[i].cls == BM_CLASS_IDEOGRAPHIC_SPACE; i++)
        out[n++] = (struct bm_placed){i, x, 0, x};
    return n;
}
