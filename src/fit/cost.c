#include "fit/cost.h"

#include "heads/sense.h"

#define OVER       100000
#define SHORT_ROW  400
#define CHANGE     400
#define SPACE      8
#define UNEVEN     3000
#define SHRUNK     4000
#define WHOLE      60000   /* a row of each column is rather left over … */
#define WHOLE_MOST 1500000 /* … but an advertisement is rather shrunk than left out */
#define WIDOW      20000
#define SMALLER    2000
#define TORN       60 /* a break of 34 and more is dearer than a smaller head */

int64_t bm_fit_tally_cost(const struct bm_tally *t)
{
    return t->lines + (int64_t)t->changes * CHANGE + (int64_t)t->space * SPACE +
           (int64_t)t->over * OVER + (int64_t)t->short_rows * SHORT_ROW +
           (int64_t)t->uneven * UNEVEN + (int64_t)t->widows * WIDOW +
           (int64_t)t->smaller * SMALLER + t->torn * TORN;
}

int64_t bm_fit_torn_of(const struct bm_setting *s)
{
    struct bm_doubt doubt;
    int64_t cost = 0;
    for (size_t i = 0; i < s->head_count; i++)
        if (s->head[i].para && bm_sense_doubt(s->head[i].para, s->head[i].line, &doubt))
            cost += doubt.cost;
    return cost;
}

int64_t bm_fit_shrunk_cost(const struct bm_galley *g, uint32_t lines, uint32_t columns)
{
    const int64_t whole = (int64_t)lines * columns * WHOLE;
    if (!g->kind || !g->kind->whole)
        return (int64_t)lines * SHRUNK;
    return whole < WHOLE_MOST ? whole : WHOLE_MOST;
}

uint32_t bm_fit_space_of(const struct bm_variant *v)
{
    const uint32_t head = v->head_above + 2 * v->head_below * v->head_below;
    return head + 2 * (v->before_list + v->after_list + v->before_tail);
}
