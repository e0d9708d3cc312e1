/* Which breaks are best, over the whole paragraph, in the manner of Knuth and Plass: the cheapest
 * way through a graph whose nodes are (break, line number where it matters, tone of the line that
 * ends there) and whose edges are lines. Nothing is left out that could be cheaper, so the result
 * is the least cost there is; a test compares it with all ways of short paragraphs.
 *
 * A search is told what the whole way may cost at most, and leaves out what costs more before its
 * end: most stops are then reached by no line. When nothing is found it may cost more. */
#include "text/linebreak.h"

#define NEVER INT64_MAX

/* What ways may cost at first: so much a line, and more for looseness; then more. */
#define MOST_LINE   3
#define MOST_LOOSE  500
#define MOST_FACTOR 8

/* The best way to a node: its cost, and the node and the stop before it. */
struct node {
    int64_t cost;
    uint32_t from, from_stop;
};

/* The nodes of a stop in one row (line number). */
struct row {
    struct node tones[BM_TONE_COUNT];
    int64_t least; /* of them */
};

/* A stop that a way leads to, with rows from number `low` on. */
struct place {
    uint32_t stop, row, low, rows;
    bool only;     /* a line that starts here starts its paragraph */
    int64_t least; /* of its rows */
};

struct search {
    struct bm_arena *arena;
    const struct bm_para *para;
    const struct bm_breaking *how;
    struct bm_stops stops;
    bool counted;      /* line numbers are told apart … */
    uint32_t row_most; /* … up to this one */
    bm_len widest;     /* the most room of any line */
    bm_len narrowest;  /* the least */
    uint32_t want;     /* looseness: the number of lines wanted; 0: any */
    bm_len opened;     /* then: the most that a gap may be opened */
    uint32_t *left;    /* then: how many lines at the least follow each stop */
    int64_t most;      /* that the whole way may cost */
    struct place *places;
    size_t place_count, low; /* low: the first whose line may fit */
    struct row *rows;
    size_t row_count, row_cap;
    int64_t *reach; /* of each row of a stop: the least of the ways that a line may lead on from */
    int64_t least_way; /* of all of them */
};

/* What a break costs apart from the line: its penalty, a part by force. */
static int64_t stop_cost(const struct bm_para *para, const struct bm_breaking *how,
                         const struct bm_stop *stop)
{
    if (bm_segment_ends(para, how, stop->cluster))
        return 0;
    return stop->penalty + (stop->forced ? BM_COST_FORCED : 0);
}

static uint32_t row_after(const struct search *s, uint32_t row)
{
    return s->counted ? (row < s->row_most ? row + 1 : row) : 0;
}

/* Tells rows apart up to this one. */
static void count_rows(struct search *s, uint32_t most)
{
    s->counted = true;
    s->row_most = most;
    s->reach = BM_NEW_N(s->arena, s->stops.n, int64_t);
}

/* How many lines at the least the text takes from each stop to the end, everything squeezed. */
static void count_lines(struct search *s)
{
    uint32_t far = s->stops.n - 1;
    s->left = BM_NEW_N(s->arena, s->stops.n, uint32_t);
    s->left[far] = 0;
    for (uint32_t j = far; j-- > 0;) {
        if (bm_segment_ends(s->para, s->how, s->stops.v[j + 1].cluster))
            far = j + 1;
        while (far > j + 1 && bm_least_width(s->para, &s->stops.v[j], &s->stops.v[far]) > s->widest)
            far--;
        s->left[j] = s->left[far] + 1;
    }
}

/* Makes room for n more rows, all of them reached by no way yet. */
static void add_rows(struct search *s, uint32_t n)
{
    while (s->row_count + n > s->row_cap) {
        size_t cap = s->row_cap * 2;
        struct row *more = bm_arena_array(s->arena, cap, sizeof *more);
        memcpy(more, s->rows, s->row_count * sizeof *more);
        s->rows = more;
        s->row_cap = cap;
    }
    for (uint32_t k = 0; k < n; k++) {
        struct row *r = &s->rows[s->row_count++];
        for (unsigned t = 0; t < BM_TONE_COUNT; t++)
            r->tones[t].cost = NEVER;
        r->least = NEVER;
    }
}

/* Opens stop j with a row for every number that a line from the places left can lead to, and finds
 * the least of the ways that lead to each. */
static struct place *open_place(struct search *s, uint32_t j)
{
    uint32_t least = UINT32_MAX, most = 0;
    struct place *to = &s->places[s->place_count];
    for (size_t i = s->low; s->counted && i < s->place_count; i++) {
        const struct place *p = &s->places[i];
        uint32_t a = row_after(s, p->low), b = row_after(s, p->low + p->rows - 1);
        least = a < least ? a : least;
        most = b > most ? b : most;
    }
    if (s->want) {
        /* No row from which the paragraph cannot end in the wanted number of lines any more. */
        const uint32_t limit = s->want > s->left[j] ? s->want - s->left[j] : 0;
        most = limit < most ? limit : most;
    }
    least = s->counted ? least : 0;
    *to = (struct place){.stop = j,
                         .row = (uint32_t)s->row_count,
                         .low = least,
                         .rows = least <= most ? most - least + 1 : 0,
                         .only = bm_segment_starts(s->para, s->how, s->stops.v[j].cluster),
                         .least = NEVER};
    add_rows(s, to->rows);
    for (uint32_t r = 0; s->counted && r < to->rows; r++)
        s->reach[r] = NEVER;
    for (size_t i = s->low; s->counted && i < s->place_count; i++) {
        const struct place *p = &s->places[i];
        for (uint32_t r = 0; r < p->rows; r++) {
            const uint32_t at = row_after(s, p->low + r) - to->low;
            if (at < to->rows && s->rows[p->row + r].least < s->reach[at])
                s->reach[at] = s->rows[p->row + r].least;
        }
    }
    return to;
}

/* Extends the ways to row r of a place by a line of that cost and tone. */
static void extend(struct search *s, const struct place *from, uint32_t r, struct place *to,
                   int64_t cost, enum bm_tone tone)
{
    uint32_t row = row_after(s, from->low + r);
    if (row >= to->low + to->rows)
        return;
    const struct row *ways = &s->rows[from->row + r];
    struct row *best = &s->rows[to->row + row - to->low];
    if (ways->least == NEVER || ways->least + cost > s->most)
        return;
    for (unsigned t = 0; t < BM_TONE_COUNT; t++) {
        int64_t way = ways->tones[t].cost;
        if (way == NEVER)
            continue;
        way += cost + bm_tone_cost((enum bm_tone)t, tone);
        if (way > s->most || way >= best->tones[tone].cost)
            continue;
        best->tones[tone] = (struct node){way, (from->row + r) * BM_TONE_COUNT + t, from->stop};
        best->least = way < best->least ? way : best->least;
        to->least = way < to->least ? way : to->least;
    }
}

/* Whether no line that costs `floor` or more can better a way to the place. */
static bool is_settled(const struct search *s, const struct place *to, int64_t floor)
{
    if (!s->counted)
        return to->least != NEVER && s->least_way + floor >= to->least + BM_TONE_COST_MOST;
    for (uint32_t r = 0; r < to->rows; r++) {
        const int64_t least = s->rows[to->row + r].least;
        if (s->reach[r] != NEVER && s->reach[r] + floor <= s->most &&
            (least == NEVER || s->reach[r] + floor <= least + BM_TONE_COST_MOST))
            return false;
    }
    return true;
}

/* What a line from the place to the stop, and all that start further right, cost at the least. */
static int64_t floor_of(const struct search *s, const struct place *from,
                        const struct bm_stop *stop)
{
    const struct bm_stop *start = &s->stops.v[from->stop];
    const bool alike = s->how->measures.n == 1 && start->cluster;
    return bm_stops_floor(s->para, start, stop,
                          alike ? bm_measure_of(s->how, start->cluster, 0) : s->narrowest);
}

/* Lines from a place to another, in all its rows. */
static void add_lines(struct search *s, const struct place *from, struct place *to, bool last)
{
    const struct bm_stop *start = &s->stops.v[from->stop], *stop = &s->stops.v[to->stop];
    int64_t at_break = stop_cost(s->para, s->how, stop), cost = NEVER;
    enum bm_tone tone = BM_TONE_EVEN;
    struct bm_room room = {.last = last, .only = from->only, .justify = s->how->justify};
    struct bm_figures f;
    bm_measure_stops(s->para, start, stop, &f);
    if (start->hyphen && stop->hyphen)
        at_break += BM_COST_HYPHENS;
    for (uint32_t r = 0; r < from->rows; r++) {
        const bm_len measure = bm_measure_of(s->how, start->cluster, from->low + r);
        if (cost == NEVER || room.measure != measure) {
            room.measure = measure;
            cost = bm_adjust_line(s->para, &f, &room, NULL, &tone);
        }
        if (s->want && bm_line_opened(&f, &room) > s->opened)
            continue;
        /* A line too full only where there is no shorter one. */
        if (cost < BM_COST_OVERFULL || from->stop + 1 == to->stop)
            extend(s, from, r, to, cost + at_break, tone);
    }
}

/* Leaves out the rows of a place that no way leads to; the place, if there is no other. */
static void close_place(struct search *s, struct place *p)
{
    while (p->rows && s->rows[p->row + p->rows - 1].least == NEVER)
        p->rows--;
    s->row_count = p->row + p->rows;
    while (p->rows && s->rows[p->row].least == NEVER) {
        p->rows--;
        p->row++;
        p->low++;
    }
    s->place_count += p->rows > 0;
}

/* All lines that end at stop j. last: a stretch ends there, parted: one ends at the stop before.
 * Returns whether a line may still lead on. */
static bool search_stop(struct search *s, uint32_t j, bool last, bool parted)
{
    const struct bm_stop *stop = &s->stops.v[j];
    const bool stretches = !last && s->how->justify;
    struct place *to = NULL;
    /* No line passes the author's break. */
    for (; s->low < s->place_count && s->places[s->low].stop + 1 < j; s->low++)
        if (!parted &&
            bm_least_width(s->para, &s->stops.v[s->places[s->low].stop], stop) <= s->widest)
            break;
    if (s->low == s->place_count)
        return false;
    s->least_way = NEVER;
    for (size_t i = s->low; i < s->place_count; i++)
        s->least_way = s->places[i].least < s->least_way ? s->places[i].least : s->least_way;
    for (size_t i = s->low; i < s->place_count; i++) {
        /* Starts further right only stretch the line more. */
        const int64_t floor = stretches ? floor_of(s, &s->places[i], stop) : 0;
        if (stretches && s->least_way + floor > s->most)
            break;
        to = to ? to : open_place(s, j);
        add_lines(s, &s->places[i], to, last);
        if (stretches && is_settled(s, to, floor))
            break;
    }
    if (to)
        close_place(s, to);
    return true;
}

/* The last stop, if a way leads there that costs no more than `most`; else NULL. */
static const struct place *search(struct search *s, int64_t most)
{
    s->most = most;
    s->places[0] = (struct place){.rows = 1, .only = true};
    for (unsigned t = 0; t < BM_TONE_COUNT; t++)
        s->rows[0].tones[t].cost = t == BM_TONE_EVEN ? 0 : NEVER;
    s->rows[0].least = 0;
    s->place_count = s->row_count = 1;
    s->low = 0;
    bool parted = false;
    for (uint32_t j = 1; j < s->stops.n; j++) {
        const bool last = bm_segment_ends(s->para, s->how, s->stops.v[j].cluster);
        if (!search_stop(s, j, last, parted))
            return NULL;
        parted = last;
    }
    const struct place *end = &s->places[s->place_count - 1];
    return end->stop + 1 == s->stops.n ? end : NULL;
}

/* The cheapest node of a row; UINT32_MAX when there is no way. */
static uint32_t best_of_row(const struct search *s, const struct place *p, uint32_t row)
{
    uint32_t best = UINT32_MAX;
    if (row < p->low || row >= p->low + p->rows)
        return best;
    const uint32_t at = p->row + row - p->low;
    const struct node *tones = s->rows[at].tones;
    int64_t least = NEVER;
    for (uint32_t t = 0; t < BM_TONE_COUNT; t++)
        if (tones[t].cost < least) {
            least = tones[t].cost;
            best = at * BM_TONE_COUNT + t;
        }
    return best;
}

static const struct node *node_at(const struct search *s, uint32_t node)
{
    return &s->rows[node / BM_TONE_COUNT].tones[node % BM_TONE_COUNT];
}

static uint32_t best_of_all(const struct search *s, const struct place *p)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t r = p->low; r < p->low + p->rows; r++) {
        uint32_t node = best_of_row(s, p, r);
        if (node != UINT32_MAX &&
            (best == UINT32_MAX || node_at(s, node)->cost < node_at(s, best)->cost))
            best = node;
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
        stop = node_at(s, node)->from_stop;
        node = node_at(s, node)->from;
        breaks[++n] = stop;
    }
    for (size_t i = 0, k = n; i < k; i++, k--) {
        uint32_t swap = breaks[i];
        breaks[i] = breaks[k];
        breaks[k] = swap;
    }
    return n;
}

int64_t bm_breaks_cost(const struct bm_para *para, const struct bm_breaking *how,
                       const struct bm_stops *stops, const uint32_t *breaks, size_t n)
{
    int64_t cost = 0;
    enum bm_tone before = BM_TONE_EVEN, tone;
    for (size_t i = 0; i < n; i++, before = tone) {
        const struct bm_stop *start = &stops->v[breaks[i]], *stop = &stops->v[breaks[i + 1]];
        struct bm_room room = bm_room_of(para, how, start->cluster, stop->cluster, (uint32_t)i);
        struct bm_figures f;
        bm_measure_stops(para, start, stop, &f);
        cost += bm_adjust_line(para, &f, &room, NULL, &tone) + stop_cost(para, how, stop);
        cost += bm_tone_cost(before, tone);
        if (start->hyphen && stop->hyphen)
            cost += BM_COST_HYPHENS;
    }
    return cost;
}

/* Lines of the breaks breaks[0 … n], in arena. */
static void emit_lines(struct bm_arena *arena, const struct bm_para *para,
                       const struct bm_breaking *how, const struct bm_stops *stops,
                       const uint32_t *breaks, size_t n, struct bm_lines *lines)
{
    *lines = (struct bm_lines){.v = BM_NEW_N(arena, n, struct bm_line), .n = n};
    lines->cost = bm_breaks_cost(para, how, stops, breaks, n);
    for (size_t i = 0; i < n; i++) {
        const struct bm_stop *start = &stops->v[breaks[i]], *stop = &stops->v[breaks[i + 1]];
        struct bm_room room = bm_room_of(para, how, start->cluster, stop->cluster, (uint32_t)i);
        struct bm_line *line = &lines->v[i];
        struct bm_figures f;
        enum bm_tone tone;
        bm_measure_stops(para, start, stop, &f);
        bm_adjust_line(para, &f, &room, line, &tone);
        line->first = start->cluster;
        line->end = stop->cluster;
        line->hyphen = stop->hyphen;
        line->forced = stop->forced;
        line->x = bm_indent_of(how, start->cluster);
        lines->forced += stop->forced;
    }
}

/* The breaks of the best way; returns the number of lines. */
static size_t best_breaks(struct search *s, uint32_t *breaks, int64_t *cost)
{
    const struct place *end = NULL;
    const struct bm_sums *all = &s->para->sums[s->para->cluster_count];
    const int64_t room = s->widest > 0 ? s->widest : 1;
    /* Never nothing: it grows by a factor. */
    int64_t most = MOST_LINE * ((all->width > 0 ? all->width / room : 0) + 2);
    while (!(end = search(s, most)))
        most = most < NEVER / MOST_FACTOR ? most * MOST_FACTOR : NEVER;
    const uint32_t node = best_of_all(s, end);
    *cost = node_at(s, node)->cost;
    return trace_back(s, node, breaks);
}

/* The same with the number of lines that looseness asks for, unless that costs 孤字, a line too
 * full, a looser one than those of the best way and than rule 6.5 calls good, or a break inside a
 * word that the best way has not. 0: it does. */
static size_t loosened(struct search *s, const struct bm_lines *plain, uint32_t *breaks)
{
    const int64_t cost = plain->cost, n = (int64_t)plain->n;
    const int64_t limit = (cost / BM_COST_FORCED + 1) * BM_COST_FORCED - 1;
    count_rows(s, UINT32_MAX);
    count_lines(s);
    if (n + s->how->looseness < (int64_t)s->left[0])
        return 0;
    s->want = (uint32_t)(n + s->how->looseness);
    s->opened = BM_OPENED_GOOD(s->para->style.size);
    for (size_t i = 0; i < plain->n; i++)
        s->opened = plain->v[i].opened > s->opened ? plain->v[i].opened : s->opened;
    for (int64_t more = MOST_LOOSE;; more *= MOST_FACTOR) {
        const int64_t most = cost + more < limit ? cost + more : limit;
        const struct place *end = search(s, most);
        const uint32_t node = end ? best_of_row(s, end, s->want) : UINT32_MAX;
        if (node != UINT32_MAX)
            return trace_back(s, node, breaks);
        if (most == limit)
            return 0;
    }
}

static void open_search(struct search *s)
{
    const struct bm_measures *m = &s->how->measures;
    bm_len narrowest = m->widths[0], widest = m->widths[0];
    for (size_t i = 1; i < m->n; i++) {
        narrowest = m->widths[i] < narrowest ? m->widths[i] : narrowest;
        widest = m->widths[i] > widest ? m->widths[i] : widest;
    }
    s->widest = widest - (m->indent < m->turnover ? m->indent : m->turnover);
    s->narrowest = narrowest - (m->indent > m->turnover ? m->indent : m->turnover);
    bm_stops_collect(s->arena, s->para, s->narrowest, &s->stops);
    s->places = BM_NEW_N(s->arena, s->stops.n, struct place);
    s->row_cap = s->stops.n / 2 + 1;
    s->rows = BM_NEW_N(s->arena, s->row_cap, struct row);
    if (m->n > 1)
        count_rows(s, (uint32_t)m->n - 1);
}

static void break_total(struct bm_arena *arena, struct search *s, struct bm_lines *lines)
{
    const struct bm_breaking *how = s->how;
    uint32_t *breaks = BM_NEW_N(s->arena, s->stops.n, uint32_t);
    if (how->looseness && how->plain) {
        *lines = *how->plain;
    } else {
        int64_t cost;
        const size_t n = best_breaks(s, breaks, &cost);
        emit_lines(arena, s->para, how, &s->stops, breaks, n, lines);
    }
    const size_t n = how->looseness ? loosened(s, lines, breaks) : 0;
    if (n)
        emit_lines(arena, s->para, how, &s->stops, breaks, n, lines);
}

void bm_para_break(struct bm_arena *arena, const struct bm_para *para,
                   const struct bm_breaking *how, struct bm_lines *lines)
{
    *lines = (struct bm_lines){0};
    if (!para->cluster_count)
        return;
    struct search s = {.arena = bm_arena_new_raw(), .para = para, .how = how};
    open_search(&s);
    if (how->method == BM_METHOD_FIRST) {
        uint32_t *breaks = BM_NEW_N(s.arena, s.stops.n, uint32_t);
        const size_t n = bm_first_breaks(para, how, &s.stops, breaks);
        emit_lines(arena, para, how, &s.stops, breaks, n, lines);
    } else {
        break_total(arena, &s, lines);
    }
    bm_arena_drop(s.arena);
}
