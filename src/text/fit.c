/* Which breaks are best, over the whole paragraph, in the manner of Knuth and Plass: the cheapest
 * way through a graph whose nodes are (break, line number where it matters, tone of the line that
 * ends there) and whose edges are lines. Nothing is left out that could be cheaper, so the result
 * is the least cost there is; a test compares it with all ways of short paragraphs. */
#include "text/steps.h"

#define NEVER INT64_MAX

/* The best way to a node: its cost, and the node and the stop before it. */
struct node {
    int64_t cost;
    uint32_t from, from_stop;
};

/* Nodes of a stop: for each row (line number) from `low` on, one a tone. */
struct place {
    uint32_t node, low, rows;
    int64_t least; /* of its nodes */
};

struct search {
    struct bm_arena *arena;
    const struct bm_para *para;
    const struct bm_fit *fit;
    struct bm_stops stops;
    bool counted;      /* line numbers are told apart … */
    uint32_t row_most; /* … up to this one */
    bm_len widest;     /* the most room of any line */
    int64_t want;      /* looseness: the number of lines wanted; 0: any */
    struct place *places;
    struct node *nodes;
    size_t node_count, node_cap;
};

bool bm_segment_ends(const struct bm_para *p, const struct bm_fit *fit, uint32_t end)
{
    return end == p->cluster_count || p->clusters[end - 1].cls == BM_CLASS_BREAK || end == fit->cut;
}

bool bm_segment_starts(const struct bm_para *p, const struct bm_fit *fit, uint32_t first)
{
    return first == 0 || p->clusters[first - 1].cls == BM_CLASS_BREAK || first == fit->cut;
}

static bm_len indent_of(const struct bm_fit *fit, uint32_t first)
{
    return first == 0 ? fit->measures.indent : fit->measures.turnover;
}

static bm_len measure_of(const struct bm_fit *fit, uint32_t first, uint32_t row)
{
    const struct bm_measures *m = &fit->measures;
    return m->widths[row < m->n ? row : m->n - 1] - indent_of(fit, first);
}

struct bm_room bm_room_of(const struct bm_para *para, const struct bm_fit *fit, uint32_t first,
                          uint32_t end, uint32_t row)
{
    return (struct bm_room){
        .measure = measure_of(fit, first, row),
        .last = bm_segment_ends(para, fit, end),
        .only = bm_segment_starts(para, fit, first),
        .justify = fit->justify,
    };
}

int64_t bm_stop_cost(const struct bm_para *para, const struct bm_fit *fit,
                     const struct bm_stop *stop)
{
    if (bm_segment_ends(para, fit, stop->cluster))
        return 0;
    return stop->penalty + (stop->forced ? BM_COST_FORCED : 0);
}

/* Inside a word that no line holds a line may end anywhere; after a thousands separator it costs
 * less (rules 3.2 and 7.5). */
static void force_stops(const struct bm_para *p, uint32_t from, uint32_t to, bm_len narrowest,
                        struct bm_stops *stops)
{
    struct bm_figures f;
    bm_measure_line(p, from, to, false, &f);
    if (f.natural - f.reserve <= narrowest)
        return;
    for (uint32_t i = from; i + 1 < to; i++) {
        const struct bm_cluster *c = &p->clusters[i];
        if (c->cls == BM_CLASS_WESTERN && c[1].cls == BM_CLASS_WESTERN)
            stops->v[stops->n++] = (struct bm_stop){
                i + 1, false, true, p->characters[c->character].cp == ',' ? 0 : 1000};
    }
}

void bm_stops_collect(struct bm_arena *arena, const struct bm_para *para, bm_len narrowest,
                      struct bm_stops *stops)
{
    stops->v = BM_NEW_N(arena, (size_t)para->cluster_count + 1, struct bm_stop);
    stops->n = 1;
    for (uint32_t i = 0, from = 0; i < para->cluster_count; i++) {
        const struct bm_cluster *c = &para->clusters[i];
        if (!c->break_after)
            continue;
        if (i > from + 1)
            force_stops(para, from, i + 1, narrowest, stops);
        stops->v[stops->n++] =
            (struct bm_stop){i + 1, c->break_after == BM_BREAK_HYPHEN, false, c->penalty};
        from = i + 1;
    }
}

static uint32_t row_after(const struct search *s, uint32_t row)
{
    return s->counted ? (row < s->row_most ? row + 1 : row) : 0;
}

/* The last row of stop j from which the paragraph can still end in the wanted number of lines: so
 * many lines the rest takes at the least, everything squeezed, with what vanishes at line edges. */
static int64_t row_limit(const struct search *s, uint32_t j)
{
    const struct bm_para *p = s->para;
    uint32_t from = s->stops.v[j].cluster;
    bm_len em = p->style.size, space = p->style.space > em ? p->style.space : em;
    const struct bm_sums *a = &p->sums[from], *b = &p->sums[p->cluster_count];
    int64_t rest = b->width - a->width - (bm_len)(b->reserve - a->reserve) -
                   (int64_t)(b->spaces - a->spaces) * space;
    int64_t line = (int64_t)s->widest + em + em / 2;
    return s->want - (rest > 0 ? (rest + line - 1) / line : 0);
}

/* Makes the nodes of stop j for every row that a line from [low, j) can lead to. */
static void open_place(struct search *s, uint32_t low, uint32_t j)
{
    uint32_t least = UINT32_MAX, most = 0;
    for (uint32_t i = s->counted ? low : j - 1; i < j; i++) {
        const struct place *p = &s->places[i];
        if (!p->rows)
            continue;
        uint32_t a = row_after(s, p->low), b = row_after(s, p->low + p->rows - 1);
        least = a < least ? a : least;
        most = b > most ? b : most;
    }
    if (s->want) {
        int64_t limit = row_limit(s, j);
        most = limit < most ? (uint32_t)(limit > 0 ? limit : 0) : most;
    }
    uint32_t rows = least <= most ? most - least + 1 : 0;
    size_t n = (size_t)rows * BM_TONE_COUNT;
    while (s->node_count + n > s->node_cap) {
        size_t cap = s->node_cap * 2;
        struct node *more = BM_NEW_N(s->arena, cap, struct node);
        memcpy(more, s->nodes, s->node_count * sizeof *more);
        s->nodes = more;
        s->node_cap = cap;
    }
    s->places[j] = (struct place){(uint32_t)s->node_count, least, rows, NEVER};
    for (size_t k = 0; k < n; k++)
        s->nodes[s->node_count++].cost = NEVER;
}

/* Extends the ways to row r of stop i by a line of that cost and tone. */
static void extend(struct search *s, uint32_t i, uint32_t r, uint32_t j, int64_t cost,
                   enum bm_tone tone)
{
    const struct place *from = &s->places[i];
    struct place *to = &s->places[j];
    uint32_t row = row_after(s, from->low + r);
    if (row >= to->low + to->rows)
        return;
    uint32_t at = from->node + r * BM_TONE_COUNT;
    struct node *best = &s->nodes[to->node + (row - to->low) * BM_TONE_COUNT + tone];
    for (unsigned t = 0; t < BM_TONE_COUNT; t++) {
        int64_t way = s->nodes[at + t].cost;
        if (way == NEVER)
            continue;
        way += cost + bm_tone_cost((enum bm_tone)t, tone);
        if (way < best->cost) {
            *best = (struct node){way, at + t, i};
            if (way < to->least)
                to->least = way;
        }
    }
}

/* A bound from below for the width of a line with everything squeezed and its last mark hanging,
 * without a hyphen. */
static int64_t least_width(const struct bm_para *para, uint32_t first, uint32_t end)
{
    const struct bm_sums *s = &para->sums[first], *e = &para->sums[end];
    const struct bm_cluster *c = &para->clusters[first], *l = &para->clusters[end - 1];
    if (l->cls == BM_CLASS_SPACE || c->cls == BM_CLASS_SPACE || para->style.hang) {
        struct bm_figures f;
        bm_measure_line(para, first, end, false, &f);
        return (int64_t)f.natural - f.reserve - f.hang;
    }
    int64_t width = e->width - s->width - (bm_len)(e->reserve - s->reserve) - c->gap;
    return width - (c->squeeze ? 0 : c->opening) - (l->squeeze ? 0 : l->blank);
}

/* All lines that end at stop j. low: the first stop whose line may fit; moves on with j. */
static void search_stop(struct search *s, uint32_t *low, uint32_t j)
{
    const struct bm_stop *stop = &s->stops.v[j];
    bool last = bm_segment_ends(s->para, s->fit, stop->cluster);
    int64_t end_cost = bm_stop_cost(s->para, s->fit, stop);
    struct bm_figures f;
    for (; *low + 1 < j; ++*low)
        if (least_width(s->para, s->stops.v[*low].cluster, stop->cluster) <= s->widest)
            break;
    open_place(s, *low, j);
    /* Ways do not get cheaper by much further right: the least of all is a bound for the rest. */
    int64_t least_way = NEVER;
    for (uint32_t i = *low; i < j; i++)
        least_way = s->places[i].least < least_way ? s->places[i].least : least_way;
    for (uint32_t i = *low; i < j; i++) {
        const struct bm_stop *start = &s->stops.v[i];
        const struct place *p = &s->places[i];
        bm_measure_line(s->para, start->cluster, stop->cluster, stop->hyphen, &f);
        int64_t at_break = end_cost;
        if (start->hyphen && stop->hyphen)
            at_break += BM_COST_HYPHENS;
        bm_len measure = 0;
        int64_t cost = NEVER;
        enum bm_tone tone = BM_TONE_EVEN;
        struct bm_room room = {.last = last,
                               .only = bm_segment_starts(s->para, s->fit, start->cluster),
                               .justify = s->fit->justify};
        for (uint32_t r = 0; r < p->rows; r++) {
            room.measure = measure_of(s->fit, start->cluster, p->low + r);
            if (cost == NEVER || room.measure != measure) {
                measure = room.measure;
                cost = bm_adjust_line(s->para, &f, &room, NULL, &tone);
            }
            /* A line too full only where there is no shorter one. */
            if (cost < BM_COST_OVERFULL || i + 1 == j)
                extend(s, i, r, j, cost + at_break, tone);
        }
        /* Starts further right only stretch the line more: none of them can win any more. */
        if (!s->counted && !last && s->fit->justify && s->places[j].least != NEVER &&
            least_way + bm_stretch_floor(s->para, &f, measure) >=
                s->places[j].least + BM_TONE_COST_MOST)
            break;
    }
}

static void search(struct search *s)
{
    uint32_t n = s->stops.n, low = 0;
    s->places = BM_NEW_N(s->arena, n, struct place);
    s->node_cap = (size_t)n * BM_TONE_COUNT;
    s->nodes = BM_NEW_N(s->arena, s->node_cap, struct node);
    s->places[0] = (struct place){0, 0, 1, 0};
    for (unsigned t = 0; t < BM_TONE_COUNT; t++)
        s->nodes[t].cost = t == BM_TONE_EVEN ? 0 : NEVER;
    s->node_count = BM_TONE_COUNT;
    for (uint32_t j = 1; j < n; j++) {
        if (j > 1 && bm_segment_ends(s->para, s->fit, s->stops.v[j - 1].cluster))
            low = j - 1; /* no line passes the author's break */
        search_stop(s, &low, j);
    }
}

/* The cheapest node of the last stop in a row; UINT32_MAX when there is no way. */
static uint32_t best_of_row(const struct search *s, uint32_t row)
{
    const struct place *p = &s->places[s->stops.n - 1];
    uint32_t best = UINT32_MAX;
    if (row < p->low || row >= p->low + p->rows)
        return best;
    uint32_t at = p->node + (row - p->low) * BM_TONE_COUNT;
    for (uint32_t t = at; t < at + BM_TONE_COUNT; t++)
        if (s->nodes[t].cost != NEVER &&
            (best == UINT32_MAX || s->nodes[t].cost < s->nodes[best].cost))
            best = t;
    return best;
}

static uint32_t best_of_all(const struct search *s, uint32_t *row)
{
    const struct place *p = &s->places[s->stops.n - 1];
    uint32_t best = UINT32_MAX;
    for (uint32_t r = p->low; r < p->low + p->rows; r++) {
        uint32_t node = best_of_row(s, r);
        if (node != UINT32_MAX &&
            (best == UINT32_MAX || s->nodes[node].cost < s->nodes[best].cost)) {
            best = node;
            *row = r;
        }
    }
    return best;
}

/* The breaks of the way to node, from the paragraph's start. */
static size_t trace_back(const struct search *s, uint32_t node, uint32_t *breaks)
{
    size_t n = 0;
    uint32_t stop = s->stops.n - 1;
    breaks[0] = stop;
    while (stop) {
        uint32_t before = s->nodes[node].from_stop;
        node = s->nodes[node].from;
        stop = before;
        breaks[++n] = stop;
    }
    for (size_t i = 0, k = n; i < k; i++, k--) {
        uint32_t swap = breaks[i];
        breaks[i] = breaks[k];
        breaks[k] = swap;
    }
    return n;
}

void bm_lines_emit(struct bm_arena *arena, const struct bm_para *para, const struct bm_fit *fit,
                   const struct bm_stops *stops, const uint32_t *breaks, size_t n,
                   struct bm_lines *lines)
{
    *lines = (struct bm_lines){.v = BM_NEW_N(arena, n, struct bm_line), .n = n};
    lines->cost = bm_breaks_cost(para, fit, stops, breaks, n);
    for (size_t i = 0; i < n; i++) {
        const struct bm_stop *start = &stops->v[breaks[i]], *stop = &stops->v[breaks[i + 1]];
        struct bm_room room = bm_room_of(para, fit, start->cluster, stop->cluster, (uint32_t)i);
        struct bm_line *line = &lines->v[i];
        struct bm_figures f;
        enum bm_tone tone;
        bm_measure_line(para, start->cluster, stop->cluster, stop->hyphen, &f);
        bm_adjust_line(para, &f, &room, line, &tone);
        line->first = start->cluster;
        line->end = stop->cluster;
        line->hyphen = stop->hyphen;
        line->forced = stop->forced;
        line->x = indent_of(fit, start->cluster);
        lines->forced += stop->forced;
    }
}

int64_t bm_breaks_cost(const struct bm_para *para, const struct bm_fit *fit,
                       const struct bm_stops *stops, const uint32_t *breaks, size_t n)
{
    int64_t cost = 0;
    enum bm_tone before = BM_TONE_EVEN, tone;
    for (size_t i = 0; i < n; i++, before = tone) {
        const struct bm_stop *start = &stops->v[breaks[i]], *stop = &stops->v[breaks[i + 1]];
        struct bm_room room = bm_room_of(para, fit, start->cluster, stop->cluster, (uint32_t)i);
        struct bm_figures f;
        bm_measure_line(para, start->cluster, stop->cluster, stop->hyphen, &f);
        cost += bm_adjust_line(para, &f, &room, NULL, &tone) + bm_stop_cost(para, fit, stop);
        cost += bm_tone_cost(before, tone);
        if (start->hyphen && stop->hyphen)
            cost += BM_COST_HYPHENS;
    }
    return cost;
}

/* The breaks of the best way; returns the number of lines. */
static size_t best_breaks(struct search *s, uint32_t *breaks, int64_t *cost)
{
    uint32_t row = 0;
    search(s);
    uint32_t node = best_of_all(s, &row);
    *cost = s->nodes[node].cost;
    return trace_back(s, node, breaks);
}

/* The same with the number of lines that looseness asks for, unless that costs 孤字, a line too
 * full or a break inside a word that the best way has not. */
static size_t loosened(struct search *s, size_t n, int64_t cost, uint32_t *breaks)
{
    s->counted = true;
    s->row_most = UINT32_MAX;
    s->want = (int64_t)n + s->fit->looseness;
    if (s->want <= 0)
        return n;
    s->node_count = 0;
    search(s);
    uint32_t node = best_of_row(s, (uint32_t)s->want);
    if (node == UINT32_MAX || s->nodes[node].cost / BM_COST_FORCED > cost / BM_COST_FORCED)
        return n;
    return trace_back(s, node, breaks);
}

void bm_para_fit(struct bm_arena *arena, const struct bm_para *para, const struct bm_fit *fit,
                 struct bm_lines *lines)
{
    *lines = (struct bm_lines){0};
    if (!para->cluster_count)
        return;
    const struct bm_measures *m = &fit->measures;
    struct search s = {.arena = bm_arena_new(), .para = para, .fit = fit};
    bm_len narrowest = m->widths[0], widest = m->widths[0];
    for (size_t i = 1; i < m->n; i++) {
        narrowest = m->widths[i] < narrowest ? m->widths[i] : narrowest;
        widest = m->widths[i] > widest ? m->widths[i] : widest;
    }
    s.widest = widest - (m->indent < m->turnover ? m->indent : m->turnover);
    bm_stops_collect(s.arena, para, narrowest - (m->indent > m->turnover ? m->indent : m->turnover),
                     &s.stops);
    uint32_t *breaks = BM_NEW_N(s.arena, s.stops.n, uint32_t);
    size_t n;
    if (fit->method == BM_METHOD_FIRST) {
        n = bm_first_fit(para, fit, &s.stops, breaks);
    } else {
        int64_t cost;
        s.counted = m->n > 1;
        s.row_most = (uint32_t)m->n - 1;
        n = best_breaks(&s, breaks, &cost);
        if (fit->looseness)
            n = loosened(&s, n, cost, breaks);
    }
    bm_lines_emit(arena, para, fit, &s.stops, breaks, n, lines);
    bm_arena_drop(s.arena);
}
