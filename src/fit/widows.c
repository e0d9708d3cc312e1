/* 孤行 mended: of all choices of a few paragraphs a line longer or shorter the cheapest one that
 * takes a given number of rows, by dynamic programming over the parts of the body. What stands
 * behind a paragraph depends on no more than the row that it ends in. */
#include "fit/widows.h"
#include "fit/cost.h"
#include "fit/limits.h"

/* The cheapest way to come to a row with so many changes. */
struct way {
    int64_t cost; /* INT64_MAX: none */
    uint32_t from;
    int8_t looseness;
};

struct bm_mending {
    const struct bm_flow *flow;
    struct bm_galley_lines *cache;
    struct bm_arena *arena;
    const struct bm_variant *spaces;
    uint32_t most, reach; /* changes; rows before and behind those of the plain setting */
    size_t *plain;        /* of each part the row that it begins in, its empty rows included */
    struct way *ways;     /* by part, row and changes */
    struct bm_setting *settings; /* by part, row and looseness */
};

static uint32_t width_of(const struct bm_mending *m)
{
    return 2 * m->reach + 1;
}

static struct way *ways_at(struct bm_mending *m, size_t part, uint32_t at)
{
    return &m->ways[(part * width_of(m) + at) * (m->most + 1)];
}

static struct bm_row_measures slots_of(struct bm_arena *arena, const struct bm_slots *slots)
{
    const size_t n = slots->alike && slots->n ? 1 : slots->n;
    bm_len *widths = BM_NEW_N(arena, n + 1, bm_len);
    for (size_t i = 0; i < n; i++)
        widths[i] = slots->v[i].w;
    return (struct bm_row_measures){widths, n, slots->stops, slots->stop_count, NULL, 0, false};
}

struct bm_mending *bm_fit_mending_new(struct bm_arena *arena, const struct bm_flow *flow,
                                      const struct bm_slots *slots, const struct bm_variant *spaces,
                                      uint32_t most, struct bm_galley_lines *cache)
{
    const struct bm_galley *g = flow->galley;
    for (size_t i = 0; i < g->part_count; i++)
        if (g->parts[i].kind == BM_PART_QUOTE || g->parts[i].kind == BM_PART_TABLE)
            return NULL;
    if (!slots->n || bm_galley_is_rigid(g))
        return NULL;
    struct bm_mending *m = BM_NEW(arena, struct bm_mending);
    *m = (struct bm_mending){.flow = flow,
                             .cache = cache,
                             .arena = arena,
                             .spaces = spaces,
                             .most = most,
                             .reach = most + DRIFT_MOST};
    m->plain = BM_NEW_N(arena, g->part_count + 1, size_t);
    m->ways = BM_NEW_N(arena, (g->part_count + 1) * width_of(m) * (most + 1), struct way);
    m->settings = bm_arena_array(arena, g->part_count * width_of(m) * 3, sizeof *m->settings);
    const struct bm_row_measures given = slots_of(arena, slots);
    size_t row = 0;
    for (uint32_t i = 0; i < g->part_count; i++) {
        struct bm_setting s;
        m->plain[i] = row;
        if (!bm_galley_flows(&g->parts[i]))
            continue;
        row += bm_galley_space_before(g, spaces, i, row);
        bm_galley_set_part(arena, g, i, row, &given, 0, cache, &s);
        row += s.row_count;
    }
    m->plain[g->part_count] = row;
    return m;
}

size_t bm_fit_mending_rows(const struct bm_mending *m)
{
    return m->plain[m->flow->galley->part_count];
}

/* The columns, as far as they are of concern. */
struct legs {
    struct bm_row_measures slots;
    const bool *begins; /* by row: whether a column begins with it */
    size_t n;
};

static bool begins(const struct legs *legs, size_t row)
{
    return row < legs->n && legs->begins[row];
}

/* Breaks against the rule in the rows of a part, and in the empty rows before it. */
static uint32_t widows_in(const struct legs *legs, size_t row, uint32_t space, bool held,
                          const struct bm_setting *s)
{
    uint32_t found = 0;
    for (size_t i = 0; i < space; i++)
        found += begins(legs, row + i);
    for (size_t i = 0; i < s->row_count; i++) {
        if (!begins(legs, row + space + i))
            continue;
        found += (!i && held) || s->rows[i].no_break_before;
    }
    return found;
}

static const struct bm_setting *setting_at(struct bm_mending *m, uint32_t part, uint32_t at,
                                           size_t row, int looseness, const struct legs *legs)
{
    struct bm_setting *s =
        &m->settings[((size_t)part * width_of(m) + at) * 3 + (size_t)(looseness + 1)];
    if (!s->row_count)
        bm_galley_set_part(m->arena, m->flow->galley, part, row, &legs->slots, looseness, m->cache,
                           s);
    return s;
}

/* Goes on from one row through a part, set as it likes, and a line longer or shorter. */
static void go_through(struct bm_mending *m, uint32_t part, uint32_t at, bool held,
                       const struct legs *legs)
{
    const struct bm_part *p = &m->flow->galley->parts[part];
    const struct way *from = ways_at(m, part, at);
    const size_t start = m->plain[part] + at;
    bool any = false;
    for (uint32_t c = 0; c <= m->most; c++)
        any = any || from[c].cost < INT64_MAX;
    if (!any || start < m->reach)
        return;
    const size_t row = start - m->reach;
    const uint32_t space = bm_galley_space_before(m->flow->galley, m->spaces, part, row);
    for (int d = -1; d <= 1; d++) {
        if (d && p->kind != BM_PART_PARAGRAPH)
            continue;
        const struct bm_setting *s = setting_at(m, part, at, row + space, d, legs);
        const size_t end = start + space + s->row_count;
        if (end < m->plain[part + 1] || end - m->plain[part + 1] >= width_of(m))
            continue;
        const uint32_t to = (uint32_t)(end - m->plain[part + 1]);
        const int64_t cost = bm_fit_tally_cost(&(struct bm_tally){
            .lines = s->cost, .changes = d != 0, .widows = widows_in(legs, row, space, held, s)});
        struct way *ways = ways_at(m, part + 1, to);
        for (uint32_t c = 0; c + (d != 0) <= m->most; c++) {
            struct way *way = &ways[c + (d != 0)];
            if (from[c].cost < INT64_MAX && from[c].cost + cost < way->cost)
                *way = (struct way){from[c].cost + cost, at, (int8_t)d};
        }
    }
}

static void pass_by(struct bm_mending *m, uint32_t part)
{
    for (uint32_t at = 0; at < width_of(m); at++)
        for (uint32_t c = 0; c <= m->most; c++) {
            struct way *way = &ways_at(m, part + 1, at)[c];
            *way = ways_at(m, part, at)[c];
            way->from = at;
            way->looseness = 0;
        }
}

static void find_ways(struct bm_mending *m, const struct legs *legs)
{
    const struct bm_galley *g = m->flow->galley;
    const size_t n = (g->part_count + 1) * width_of(m) * (m->most + 1);
    bool held = false;
    for (size_t i = 0; i < n; i++)
        m->ways[i].cost = INT64_MAX;
    ways_at(m, 0, m->reach)->cost = 0;
    for (uint32_t i = 0; i < g->part_count; i++) {
        if (!bm_galley_flows(&g->parts[i])) {
            pass_by(m, i);
            continue;
        }
        for (uint32_t at = 0; at < width_of(m); at++)
            go_through(m, i, at, held, legs);
        held = !bm_galley_may_part(&g->parts[i], 1, 1);
    }
}

bool bm_fit_mending_find(struct bm_mending *m, const struct bm_slots *slots, size_t rows,
                         int8_t *looseness, uint32_t *changes, int64_t *cost)
{
    const size_t parts = m->flow->galley->part_count;
    bool *starts = BM_NEW_N(m->arena, slots->n + 1, bool);
    for (size_t i = 1; i < slots->n; i++)
        starts[i] = slots->v[i].leg != slots->v[i - 1].leg;
    const struct legs legs = {slots_of(m->arena, slots), starts, slots->n};
    /* In slots of many widths a part depends on where the last frame ends. */
    if (!slots->alike)
        memset(m->settings, 0, parts * width_of(m) * 3 * sizeof *m->settings);
    find_ways(m, &legs);
    const size_t end = rows + m->reach;
    if (end < m->plain[parts] || end - m->plain[parts] >= width_of(m))
        return false;
    uint32_t at = (uint32_t)(end - m->plain[parts]), best = 0;
    const struct way *last = ways_at(m, parts, at);
    for (uint32_t c = 1; c <= m->most; c++)
        best = last[c].cost < last[best].cost ? c : best;
    if (last[best].cost == INT64_MAX)
        return false;
    *changes = best;
    *cost = last[best].cost;
    for (size_t i = parts; i-- > 0;) {
        const struct way *way = &ways_at(m, i + 1, at)[best];
        looseness[i] = way->looseness;
        best -= way->looseness != 0;
        at = way->from;
    }
    return true;
}
