/* Names in columns (名单): each takes as many cells as it needs, a cell being three characters and
 * a blank of one; of two characters they stand apart by one, so that they are as wide as three. The
 * blanks that are typed take what is left of the last cell: names of all lines stand one under the
 * other, for every line begins with a cell. */
#include "chars/classes.h"
#include "text/shaping.h"

#define CELL  3 /* characters */
#define APART 1

static bool is_blank(const struct bm_para *p, uint32_t i)
{
    return bm_class_is_blank((enum bm_class)p->clusters[i].cls);
}

static bool is_han(const struct bm_para *p, uint32_t i)
{
    return p->clusters[i].cls == BM_CLASS_HAN && bm_is_han(bm_first_cp(p, i));
}

void bm_set_names(struct bm_para *p)
{
    const bm_len em = p->style.size;
    for (uint32_t i = 0, to; p->style.names && i < p->cluster_count; i = to) {
        int64_t width = 0;
        for (to = i; to < p->cluster_count && !is_blank(p, to); to++) {
            width += p->clusters[to].advance + p->clusters[to].gap;
            p->clusters[to].squeeze = 0;
        }
        if (to == i + 2 && is_han(p, i) && is_han(p, i + 1)) {
            p->clusters[i].advance += em;
            width += em;
        }
        const int64_t pitch = (int64_t)(CELL + APART) * em;
        const int64_t cells = (width + APART * em + pitch - 1) / pitch;
        for (bool first = true; to < p->cluster_count && is_blank(p, to); to++, first = false) {
            struct bm_cluster *c = &p->clusters[to];
            c->cls = BM_CLASS_IDEOGRAPHIC_SPACE; /* no line is squeezed into one */
            c->gap = 0;
            c->advance = first ? (bm_len)(cells * pitch - width) : 0;
        }
        if (to < p->cluster_count)
            p->clusters[to].gap = 0;
    }
}

void bm_keep_names(struct bm_para *p)
{
    for (uint32_t i = 0; p->style.names && i + 1 < p->cluster_count; i++)
        if (!is_blank(p, i) && p->clusters[i].cls != BM_CLASS_BREAK)
            p->clusters[i].break_after = BM_BREAK_NONE;
}
