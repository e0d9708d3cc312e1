/* Where lines of a paragraph may end, and what its lines measure between two such places: found
 * once a paragraph, so that a search subtracts one edge from another. */
#include "text/stops.h"

/* Of a break by force, beside BM_COST_FORCED: inside a word; inside a row of marks. */
#define COST_WORD  1000
#define COST_MARKS 30000

void bm_edge_start(const struct bm_para *p, uint32_t cluster, struct bm_edge *e)
{
    uint32_t first = cluster;
    while (first < p->cluster_count && p->clusters[first].cls == BM_CLASS_SPACE)
        first++;
    const struct bm_cluster *c = &p->clusters[first];
    *e = (struct bm_edge){.cluster = first, .sums = p->sums[first]};
    if (first == p->cluster_count)
        return;
    e->sums.width += c->gap + c->opening;
    if (c->gap) {
        e->sums.squeeze[BM_STEP_SQUEEZE_GAPS] += (uint32_t)(c->gap / 2);
        e->sums.reserve += (uint32_t)(c->gap / 2);
        e->sums.stretch_gaps += (uint32_t)(p->style.size / 2 - c->gap);
        e->sums.gaps++;
    }
    if (c->squeeze) {
        e->sums.squeeze[c->squeeze] += (uint32_t)c->opening;
        e->sums.reserve += (uint32_t)c->opening;
    }
}

void bm_edge_end(const struct bm_para *p, uint32_t cluster, struct bm_edge *e)
{
    const uint32_t end = bm_line_end(p, 0, cluster);
    *e = (struct bm_edge){.cluster = end, .sums = p->sums[end]};
    if (!end)
        return;
    const struct bm_cluster *c = &p->clusters[end - 1];
    e->sums.width -= c->blank;
    e->sums.all -= c->stretch_after;
    if (c->squeeze) {
        e->sums.squeeze[c->squeeze] -= (uint32_t)c->blank;
        e->sums.reserve -= (uint32_t)c->blank;
    }
}

void bm_measure_stops(const struct bm_para *para, const struct bm_stop *start,
                      const struct bm_stop *stop, struct bm_figures *f)
{
    const struct bm_sums *s = &start->start.sums, *e = &stop->end.sums;
    if (para->style.hang || start->start.cluster >= stop->end.cluster) {
        bm_measure_line(para, start->cluster, stop->cluster, stop->hyphen, f);
        return;
    }
    const int64_t natural = e->width - s->width + (stop->hyphen ? para->hyphen.advance : 0);
    f->first = start->start.cluster;
    f->end = stop->end.cluster;
    if (bm_figures_endless(natural, f))
        return;
    f->natural = (bm_len)natural;
    bm_figures_between(s, e, f);
}

int64_t bm_least_width(const struct bm_para *para, const struct bm_stop *start,
                       const struct bm_stop *stop)
{
    const struct bm_sums *s = &start->start.sums, *e = &stop->end.sums;
    if (para->style.hang || start->start.cluster >= stop->end.cluster) {
        struct bm_figures f;
        bm_measure_line(para, start->cluster, stop->cluster, false, &f);
        return (int64_t)f.natural - f.reserve - f.hang;
    }
    const int64_t width = e->width - s->width;
    return width > BM_WIDTH_MOST ? width : width - (bm_len)(e->reserve - s->reserve);
}

int64_t bm_stops_floor(const struct bm_para *para, const struct bm_stop *start,
                       const struct bm_stop *stop, bm_len measure)
{
    const struct bm_sums *s = &start->start.sums, *e = &stop->end.sums;
    struct bm_figures f;
    if (para->style.hang || stop->hyphen || start->start.cluster >= stop->end.cluster) {
        bm_measure_stops(para, start, stop, &f);
        return bm_stretch_floor(para, &f, measure);
    }
    /* Only what the floor asks for. */
    const int64_t natural = e->width - s->width;
    if (bm_figures_endless(natural, &f))
        return 0; /* nothing is stretched */
    f = (struct bm_figures){.natural = (bm_len)natural,
                            .stretch_spaces = (bm_len)(e->stretch_spaces - s->stretch_spaces),
                            .stretch_gaps = (bm_len)(e->stretch_gaps - s->stretch_gaps),
                            .all = e->all - s->all,
                            .spaces = e->spaces - s->spaces};
    return bm_stretch_floor(para, &f, measure);
}

static void add_stop(const struct bm_para *p, struct bm_stops *stops, uint32_t cluster, bool hyphen,
                     bool forced, uint16_t penalty)
{
    struct bm_stop *stop = &stops->v[stops->n++];
    *stop = (struct bm_stop){
        .cluster = cluster, .hyphen = hyphen, .forced = forced, .penalty = penalty};
    bm_edge_start(p, cluster, &stop->start);
    bm_edge_end(p, cluster, &stop->end);
}

/* The least room of a line that holds clusters [from, to), and perhaps a hyphen. */
static bm_len least_of(const struct bm_para *p, uint32_t from, uint32_t to, bool hyphen)
{
    struct bm_figures f;
    bm_measure_line(p, from, to, hyphen, &f);
    return f.natural - f.reserve;
}

/* What no line holds may be parted anywhere: a word inside, after a thousands separator at less
 * cost (rules 3.2 and 7.5); a row of marks before any of them, where a line could not begin
 * otherwise. */
static void force_stops(const struct bm_para *p, uint32_t from, uint32_t to, bm_len narrowest,
                        bool hyphen, struct bm_stops *stops)
{
    if (least_of(p, from, to, hyphen) <= narrowest)
        return;
    for (uint32_t i = from, next; i < to; i = next) {
        for (next = i + 1; next < to && !(p->clusters[next - 1].cls == BM_CLASS_WESTERN &&
                                          p->clusters[next].cls == BM_CLASS_WESTERN);)
            next++;
        if (next > i + 1 && least_of(p, i, next, hyphen && next == to) > narrowest)
            for (uint32_t k = i + 1; k < next; k++)
                if (p->clusters[k].cls != BM_CLASS_SPACE && p->clusters[k].cls != BM_CLASS_BREAK)
                    add_stop(p, stops, k, false, true, COST_MARKS);
        if (next < to)
            add_stop(p, stops, next, false, true,
                     p->characters[p->clusters[next - 1].character].cp == ',' ? 0 : COST_WORD);
    }
}

/* Stops for lines as wide as `narrowest` or wider. */
static void collect(struct bm_arena *arena, const struct bm_para *p, bm_len narrowest,
                    struct bm_stops *stops)
{
    /* Once more when something is parted by force: that is rare, and stops are large. */
    uint32_t most = 1;
    for (uint32_t i = 0; i < p->cluster_count; i++)
        most += p->clusters[i].break_after || narrowest < p->unbroken;
    *stops = (struct bm_stops){.v = BM_NEW_N(arena, (size_t)most, struct bm_stop)};
    add_stop(p, stops, 0, false, false, 0);
    for (uint32_t i = 0, from = 0; i < p->cluster_count; i++) {
        const struct bm_cluster *c = &p->clusters[i];
        if (!c->break_after)
            continue;
        const bool hyphen = c->break_after == BM_BREAK_HYPHEN;
        if (i + hyphen > from + 1)
            force_stops(p, from, i + 1, narrowest, hyphen, stops);
        add_stop(p, stops, i + 1, hyphen, false, c->penalty);
        from = i + 1;
    }
}

void bm_set_stops(struct bm_arena *arena, struct bm_para *para)
{
    struct bm_stops *stops = BM_NEW(arena, struct bm_stops);
    collect(arena, para, INT32_MAX, stops);
    for (uint32_t k = 0; k + 1 < stops->n; k++) {
        const uint32_t from = stops->v[k].cluster, to = stops->v[k + 1].cluster;
        const bool hyphen = stops->v[k + 1].hyphen;
        const bm_len least = to + hyphen > from + 2 ? least_of(para, from, to, hyphen) : 0;
        para->unbroken = least > para->unbroken ? least : para->unbroken;
    }
    para->stops = stops;
}

void bm_stops_collect(struct bm_arena *arena, const struct bm_para *para, bm_len narrowest,
                      struct bm_stops *stops)
{
    if (para->unbroken <= narrowest)
        *stops = *para->stops;
    else
        collect(arena, para, narrowest, stops);
}

bool bm_segment_ends(const struct bm_para *p, const struct bm_breaking *how, uint32_t end)
{
    return end == p->cluster_count || p->clusters[end - 1].cls == BM_CLASS_BREAK || end == how->cut;
}

bool bm_segment_starts(const struct bm_para *p, const struct bm_breaking *how, uint32_t first)
{
    return first == 0 || p->clusters[first - 1].cls == BM_CLASS_BREAK || first == how->cut;
}

struct bm_room bm_room_of(const struct bm_para *para, const struct bm_breaking *how, uint32_t first,
                          uint32_t end, uint32_t row)
{
    return (struct bm_room){
        .measure = bm_measure_of(how, first, row),
        .last = bm_segment_ends(para, how, end),
        .only = bm_segment_starts(para, how, first),
        .justify = how->justify,
    };
}
