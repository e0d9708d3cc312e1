/* The places where lines of a paragraph may end, as a search wants them: each with what it adds to
 * a line that begins or ends there, so that a line's figures are a subtraction. bm_set_stops()
 * comes first, once a paragraph, after breaks.h; bm_stops_collect() gives them for a measure. The
 * segments of a paragraph, which no line passes, are told here too. */
#pragma once

#include "text/measure.h"

/* What a line's start or end adds to the sums of all that stands before it: a line's figures are
 * the difference of its edges. cluster: the first, or the end of the last, without spaces. */
struct bm_edge {
    uint32_t cluster;
    struct bm_sums sums;
};
/* Of a line that begins with a cluster; of one that ends before it, without a hyphen. */
void bm_edge_start(const struct bm_para *para, uint32_t cluster, struct bm_edge *edge);
void bm_edge_end(const struct bm_para *para, uint32_t cluster, struct bm_edge *edge);

/* Where lines may end: stops[0] is the paragraph's start, the last one its end. */
struct bm_stop {
    uint32_t cluster;
    bool hyphen, forced;
    uint16_t penalty;
    struct bm_edge start, end; /* of a line that begins here, that ends here */
};
struct bm_stops {
    struct bm_stop *v;
    uint32_t n;
};
/* Finds the stops of a paragraph that has a line for every word, and keeps them with it. */
void bm_set_stops(struct bm_arena *arena, struct bm_para *para);
/* narrowest: the least room of a line; words wider than it may be parted anywhere (rule 7.5). */
void bm_stops_collect(struct bm_arena *arena, const struct bm_para *para, bm_len narrowest,
                      struct bm_stops *stops);
/* The figures of a line between two stops, as bm_measure_line() has them. */
void bm_measure_stops(const struct bm_para *para, const struct bm_stop *start,
                      const struct bm_stop *stop, struct bm_figures *figures);
/* Its width with everything squeezed and its last mark hanging, without a hyphen. */
int64_t bm_least_width(const struct bm_para *para, const struct bm_stop *start,
                       const struct bm_stop *stop);
/* bm_stretch_floor() of a line between them. */
int64_t bm_stops_floor(const struct bm_para *para, const struct bm_stop *start,
                       const struct bm_stop *stop, bm_len measure);

static inline bm_len bm_indent_of(const struct bm_breaking *how, uint32_t first)
{
    return first == 0 ? how->measures.indent : how->measures.turnover;
}

static inline bm_len bm_measure_of(const struct bm_breaking *how, uint32_t first, uint32_t row)
{
    const struct bm_measures *m = &how->measures;
    return m->widths[row < m->n ? row : m->n - 1] - bm_indent_of(how, first);
}

/* Room of a line that starts at cluster first and is the row-th of the paragraph. */
struct bm_room bm_room_of(const struct bm_para *para, const struct bm_breaking *how, uint32_t first,
                          uint32_t end, uint32_t row);
/* Whether a paragraph, a stretch up to an author's break or up to the break's cut ends or starts
 * there. */
bool bm_segment_ends(const struct bm_para *para, const struct bm_breaking *how, uint32_t end);
bool bm_segment_starts(const struct bm_para *para, const struct bm_breaking *how, uint32_t first);
