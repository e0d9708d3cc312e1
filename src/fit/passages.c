/* Several frames counted: only the paragraphs that are parted where a page ends need be set. */
#include "fit/counted.h"

struct bm_passages {
    const struct bm_flow *flow;
    struct bm_galley_lines *cache;
    struct stretches rows;
};

struct bm_passages *bm_fit_passages_new(struct bm_arena *arena, const struct bm_flow *flow,
                                        struct bm_galley_lines *cache)
{
    if (flow->frame_count == 1 || !bm_fit_is_counted(flow))
        return NULL;
    struct bm_passages *p = BM_NEW(arena, struct bm_passages);
    *p = (struct bm_passages){.flow = flow, .cache = cache};
    p->rows = bm_fit_stretches(arena, flow->galley);
    return p;
}

static bool is_parted(const struct bm_slots *slots, size_t row, size_t lines)
{
    for (size_t k = 0; k < slots->stop_count; k++)
        if (row <= slots->stops[k] && row + lines > slots->stops[k] + 1)
            return true;
    return false;
}

static size_t add_part(struct bm_passages *p, struct bm_arena *arena, const struct bm_slots *slots,
                       uint32_t part, int looseness, size_t row, int64_t *cost)
{
    const struct bm_galley *g = p->flow->galley;
    const struct bm_part *of = &g->parts[part];
    const bm_len measure = p->flow->areas[0].measure;
    const bool tail = of->kind == BM_PART_TAIL;
    const struct bm_lines lines =
        bm_galley_part_lines(arena, g, part, measure, tail ? 0 : looseness, p->cache);
    if (tail || of->style->sense || !is_parted(slots, row, lines.n)) {
        *cost += tail || of->style->sense ? 0 : lines.cost;
        return bm_fit_add_stretch(&p->rows, row, lines.n, part, NULL);
    }
    struct bm_setting s;
    const struct bm_row_measures given = {&measure, 1, slots->stops, slots->stop_count,
                                          NULL,     0, false};
    bm_galley_set_part(arena, g, part, row, &given, looseness, p->cache, &s);
    *cost += s.cost;
    return bm_fit_add_stretch(&p->rows, row, s.row_count, part, s.rows);
}

/* The body's stretches, as bm_galley_set_body() makes them; returns the rows. */
static size_t make_stretches(struct bm_passages *p, struct bm_arena *arena,
                             const struct bm_variant *v, const struct bm_slots *slots,
                             int64_t *cost)
{
    const struct bm_galley *g = p->flow->galley;
    size_t row = 0;
    p->rows.n = 0;
    for (uint32_t i = 0; i < g->part_count; i++) {
        if (!bm_galley_flows(&g->parts[i]))
            continue;
        row = bm_fit_add_stretch(&p->rows, row, bm_galley_space_before(g, v, i, row), UINT32_MAX,
                                 NULL);
        row = add_part(p, arena, slots, i, v->looseness ? v->looseness[i] : 0, row, cost);
    }
    return row;
}

bool bm_fit_passages_count(struct bm_passages *p, struct bm_arena *arena,
                           const struct bm_variant *v, const struct bm_slots *slots,
                           struct bm_tally *t)
{
    const size_t rows = make_stretches(p, arena, v, slots, &t->lines);
    if (rows > slots->n) {
        t->over += rows - slots->n;
        return true;
    }
    const size_t last = p->flow->frame_count - 1, depth = bm_fit_depth(p->flow);
    struct feet f = {.legs = p->flow->areas[last].legs};
    while (f.before < slots->n && slots->v[f.before].frame != last)
        f.before++;
    f.missing = f.before + f.legs * depth - slots->n;
    if (!bm_fit_find_feet(&f, depth, rows, t))
        return false;
    for (size_t i = 1; i < f.before && i < rows; i++)
        t->widows += slots->v[i].leg != slots->v[i - 1].leg && bm_fit_is_widow(&p->rows, i);
    t->widows += bm_fit_widows_at_feet(&f, &p->rows, rows);
    return true;
}
