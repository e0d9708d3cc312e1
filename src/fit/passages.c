/* Variants of an article that goes on, counted: its rows are of one measure, so that only the
 * paragraphs that are parted where a page ends need be set. The figures are those of evaluate() in
 * fit.c. */
#include "fit/flow.h"

/* Rows of a part; empty ones: part UINT32_MAX. */
struct stretch {
    size_t from, n;
    uint32_t part;
    const struct bm_row *rows; /* of one that was parted, else NULL */
};

struct bm_passages {
    const struct bm_flow *flow;
    struct bm_galley_lines *kept;
    struct stretch *stretches;
    size_t n;
};

struct bm_passages *bm_passages_new(struct bm_arena *arena, const struct bm_flow *flow,
                                    struct bm_galley_lines *kept)
{
    const struct bm_galley *g = flow->galley;
    bool plain = flow->frame_count > 1 && !bm_galley_head_is_vertical(g) &&
                 !flow->areas[0].frame->head.given;
    bool body = false;
    for (size_t i = 0; i < flow->frame_count; i++)
        plain = plain && !flow->obstacle_counts[i] && !flow->areas[i].frame->share_count &&
                flow->areas[i].measure == flow->areas[0].measure;
    for (size_t i = 0; i < g->part_count; i++) {
        const enum bm_part_kind kind = g->parts[i].kind;
        plain = plain && kind != BM_PART_QUOTE && kind != BM_PART_TABLE && kind != BM_PART_FIGURE;
        body = body || kind != BM_PART_HEAD;
    }
    if (!plain || !body)
        return NULL;
    struct bm_passages *p = BM_NEW(arena, struct bm_passages);
    *p = (struct bm_passages){.flow = flow, .kept = kept};
    p->stretches = BM_NEW_N(arena, 2 * g->part_count + 2, struct stretch);
    return p;
}

static size_t add_stretch(struct bm_passages *p, struct stretch stretch)
{
    if (stretch.n)
        p->stretches[p->n++] = stretch;
    return stretch.from + stretch.n;
}

static bool is_parted(const struct bm_slots_of *slots, size_t row, size_t lines)
{
    for (size_t k = 0; k < slots->stop_count; k++)
        if (row <= slots->stops[k] && row + lines > slots->stops[k] + 1)
            return true;
    return false;
}

static size_t add_part(struct bm_passages *p, struct bm_arena *arena,
                       const struct bm_slots_of *slots, uint32_t part, int looseness, size_t row,
                       int64_t *cost)
{
    const struct bm_galley *g = p->flow->galley;
    const struct bm_part *of = &g->parts[part];
    const bm_len measure = p->flow->areas[0].measure;
    const bool tail = of->kind == BM_PART_TAIL;
    const struct bm_lines lines =
        bm_galley_part_lines(arena, g, part, measure, tail ? 0 : looseness, p->kept);
    if (tail || of->style->sense || !is_parted(slots, row, lines.n)) {
        *cost += tail || of->style->sense ? 0 : lines.cost;
        return add_stretch(p, (struct stretch){row, lines.n, part, NULL});
    }
    struct bm_setting s;
    const struct bm_row_measures given = {&measure, 1, slots->stops, slots->stop_count};
    bm_galley_set_part(arena, g, part, row, &given, looseness, p->kept, &s);
    *cost += s.cost;
    return add_stretch(p, (struct stretch){row, s.row_count, part, s.rows});
}

/* The body's stretches, as bm_galley_set_body() makes them; returns the rows. */
static size_t make_stretches(struct bm_passages *p, struct bm_arena *arena,
                             const struct bm_variant *v, const struct bm_slots_of *slots,
                             int64_t *cost)
{
    const struct bm_galley *g = p->flow->galley;
    size_t row = 0;
    p->n = 0;
    for (uint32_t i = 0; i < g->part_count; i++) {
        if (!bm_galley_flows(&g->parts[i]))
            continue;
        const uint32_t empty = bm_galley_space_before(g, v, i, row);
        row = add_stretch(p, (struct stretch){row, empty, UINT32_MAX, NULL});
        row = add_part(p, arena, slots, i, v->looseness ? v->looseness[i] : 0, row, cost);
    }
    return row;
}

/* 孤行 (rule 8.4): whether a column may not end before this row. */
static bool is_widow(const struct bm_passages *p, size_t row)
{
    const struct bm_galley *g = p->flow->galley;
    size_t k = 0;
    while (k + 1 < p->n && p->stretches[k + 1].from <= row)
        k++;
    const struct stretch *s = &p->stretches[k];
    const size_t line = row - s->from;
    if (s->part == UINT32_MAX)
        return true;
    if (line && s->rows)
        return s->rows[line].no_break_before;
    const struct stretch *before = k ? s - 1 : s;
    if (line || !k || before->part == UINT32_MAX)
        return !bm_galley_may_part(&g->parts[s->part], line, s->n);
    return !bm_galley_may_part(&g->parts[s->part], 0, s->n) ||
           !bm_galley_may_part(&g->parts[before->part], before->n, before->n);
}

/* The last frame's columns, cut as low as the rows allow. */
struct feet {
    size_t before;                       /* slots of the frames before it */
    size_t each, missing;                /* slots of a column; that the first one has less */
    uint32_t legs, short_lines, dropped; /* dropped: columns at the end with one slot less */
};

static size_t slots_in(const struct feet *f, size_t each)
{
    return f->before + f->legs * each - (each ? f->missing : 0) - f->dropped;
}

static size_t last_column(const struct feet *f)
{
    return f->each - (f->legs == 1 ? f->missing : 0) - (f->dropped ? 1 : 0);
}

static struct feet find_feet(const struct bm_passages *p, const struct bm_slots_of *slots,
                             size_t rows)
{
    const struct bm_flow *flow = p->flow;
    const size_t last = flow->frame_count - 1;
    struct feet f = {.each = bm_flow_depth(flow), .legs = flow->areas[last].legs};
    while (f.before < slots->n && slots->v[f.before].frame != last)
        f.before++;
    f.missing = f.before + f.legs * f.each - slots->n;
    const size_t depth = f.each;
    while (f.each && slots_in(&f, f.each - 1) >= rows)
        f.each--;
    f.short_lines = (uint32_t)(depth - f.each);
    const size_t rest = f.each ? slots_in(&f, f.each) - rows : 0;
    if (rest >= 2 && rest < f.legs && rest < last_column(&f))
        f.dropped = (uint32_t)rest;
    return f;
}

static int64_t cost_of_rest(const struct feet *f, size_t rows)
{
    const size_t foot = last_column(f);
    const size_t rest = slots_in(f, f->each) - rows;
    const size_t more = rest > foot ? rest - foot : 0;
    return (int64_t)(rest - more) * BM_COST_SHORT_ROW + (int64_t)more * BM_COST_UNEVEN;
}

static int64_t cost_of_widows(const struct bm_passages *p, const struct bm_slots_of *slots,
                              const struct feet *f, size_t rows)
{
    int64_t found = 0;
    for (size_t i = 1; i < f->before && i < rows; i++)
        found += slots->v[i].leg != slots->v[i - 1].leg && is_widow(p, i);
    size_t at = f->before;
    for (uint32_t c = 0; c < f->legs; c++) {
        if (at && at < rows)
            found += is_widow(p, at);
        at += f->each - (c ? 0 : f->missing) - (c >= f->legs - f->dropped);
    }
    return found * BM_COST_WIDOW;
}

int64_t bm_passages_cost(struct bm_passages *p, struct bm_arena *arena, const struct bm_variant *v,
                         const struct bm_slots_of *slots, int64_t *lines)
{
    *lines = 0;
    const size_t rows = make_stretches(p, arena, v, slots, lines);
    if (rows > slots->n)
        return *lines + (int64_t)(rows - slots->n) * BM_COST_OVERSET;
    const struct feet f = find_feet(p, slots, rows);
    if (!f.each)
        return -1;
    return *lines + cost_of_rest(&f, rows) + (int64_t)f.dropped * BM_COST_SHORT_ROW +
           (int64_t)f.short_lines * f.legs * BM_COST_SHORT_ROW + cost_of_widows(p, slots, &f, rows);
}
