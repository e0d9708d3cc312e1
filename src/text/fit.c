/* Which breaks are best, over the whole paragraph: dynamic programming on the places where a line
 * may end, with the adjustments of a line as its elasticity (first squeeze, then stretch, clreq's
 * procedures for line adjustment). Costs are integers, so every machine chooses the same lines. */
#include "text/steps.h"

/* Scale: a line stretched by 0.1 em a gap costs 100, growing with the square. */
#define COST_LONE     4000000 /* 孤字: a last line of fewer than two Han (rule 8.3) */
#define COST_OVERFULL 100000000
#define COST_NO_GAP   20000 /* short, and no gap to open */
#define COST_HANG     10    /* a mark that hangs over the edge */
#define COST_HOPELESS 30000 /* stretched by 1.7 em a gap */
#define COST_MOST     1000000
#define COST_LINE     1 /* fewer lines win ties */
#define NEVER         INT64_MAX

/* Cost of using a squeeze up to its whole capacity: base when touched, full when exhausted. */
static const struct {
    int32_t base, full;
} squeeze_cost[BM_STEP_STRETCH_SPACES] = {
    [BM_STEP_SQUEEZE_SPACES] = {0, 10},  [BM_STEP_SQUEEZE_BRACKETS] = {2, 20},
    [BM_STEP_SQUEEZE_PAUSES] = {6, 40},  [BM_STEP_SQUEEZE_GAPS] = {8, 40},
    [BM_STEP_SQUEEZE_STOPS] = {30, 120},
};

struct search {
    const struct bm_para *para;
    const struct bm_fit *fit;
    uint32_t *breaks; /* breaks[k]: cluster that a line may start with; breaks[0] = 0 */
    uint32_t count;
    uint32_t rows;  /* 1, or lines that are told apart */
    int64_t *best;  /* rows × count: cost of the best way to there … */
    uint32_t *from; /* … and the break before it */
};

static bool ends_segment(const struct bm_para *p, uint32_t end)
{
    return end == p->cluster_count || p->clusters[end - 1].cls == BM_CLASS_BREAK;
}

static bool starts_segment(const struct bm_para *p, uint32_t first)
{
    return first == 0 || p->clusters[first - 1].cls == BM_CLASS_BREAK;
}

static bm_len line_indent(const struct search *s, uint32_t first)
{
    return first == 0 ? s->fit->measures.indent : s->fit->measures.turnover;
}

static bm_len line_measure(const struct search *s, uint32_t first, uint32_t row)
{
    const struct bm_measures *m = &s->fit->measures;
    return m->widths[row < m->n ? row : m->n - 1] - line_indent(s, first);
}

static int64_t square_cost(bm_len amount, bm_len em)
{
    int64_t t = (int64_t)amount * 1000 / em;
    int64_t c = t * t / 100;
    return c < COST_MOST ? c : COST_MOST;
}

static bm_len reserves(const struct bm_figures *f)
{
    bm_len sum = 0;
    for (int k = 0; k < BM_STEP_STRETCH_SPACES; k++)
        sum += f->squeeze[k];
    return sum;
}

/* Adjusts figures to the measure: fills line (steps, shares) and returns its cost. */
static int64_t adjust(const struct search *s, const struct bm_figures *f, bm_len measure, bool last,
                      struct bm_line *line)
{
    bm_len em = s->para->style.size, left = measure - f->natural;
    *line = (struct bm_line){
        .measure = measure, .natural = f->natural, .set = f->natural, .last = last};
    int64_t cost = last && f->han == 1 ? COST_LONE : 0;
    if (f->hang && left + reserves(f) < 0) {
        /* Squeezing does not bring the last mark in: it hangs (clreq, line adjustment). */
        measure += f->hang;
        left += f->hang;
        cost += COST_HANG;
    }
    if (left < 0) {
        bm_len need = -left;
        for (int k = BM_STEP_SQUEEZE_SPACES; k < BM_STEP_STRETCH_SPACES && need > 0; k++) {
            bm_len capacity = f->squeeze[k];
            if (capacity <= 0)
                continue;
            bm_len used = need < capacity ? need : capacity;
            line->squeeze[k] = bm_len_ratio(65536, used, capacity);
            line->step = (enum bm_step)k;
            int64_t share = (int64_t)used * 1000 / capacity;
            cost += squeeze_cost[k].base + squeeze_cost[k].full * share / 1000;
            need -= used;
        }
        line->set = measure + need;
        if (need > 0) {
            line->step = BM_STEP_OVERFULL;
            cost += COST_OVERFULL + (int64_t)need * 1000 / em;
        }
        return cost;
    }
    if (last || !s->fit->justify)
        return cost + (s->fit->justify ? 0 : square_cost(left, em * 4));
    if (left && f->spaces) {
        bm_len used = left < f->stretch_spaces ? left : f->stretch_spaces;
        if (f->stretch_spaces > 0)
            line->space = bm_len_ratio(65536, used, f->stretch_spaces);
        line->step = BM_STEP_STRETCH_SPACES;
        left -= used;
    }
    if (left && f->gaps) {
        bm_len used = left < f->stretch_gaps ? left : f->stretch_gaps;
        line->gap = used / (bm_len)f->gaps;
        line->step = BM_STEP_STRETCH_GAPS;
        cost += square_cost(line->gap, em) / 4;
        left -= used;
    }
    if (left) {
        if (!f->all)
            return cost + COST_NO_GAP + square_cost(left, em);
        line->all = left / (bm_len)f->all;
        line->step = BM_STEP_STRETCH_ALL;
        cost += square_cost(line->all, em);
    }
    line->set = measure;
    return cost;
}

static int64_t line_cost(const struct search *s, uint32_t start, uint32_t end, uint32_t row,
                         bool *overfull)
{
    uint32_t first = s->breaks[start], stop = s->breaks[end];
    struct bm_figures f;
    struct bm_line line;
    bm_measure_line(s->para, first, stop, &f);
    bm_len measure = line_measure(s, first, row);
    *overfull = f.natural - reserves(&f) - f.hang > measure;
    int64_t cost = adjust(s, &f, measure, ends_segment(s->para, stop), &line);
    /* A segment that holds one line only cannot do better than its one character. */
    if (cost >= COST_LONE && starts_segment(s->para, first))
        cost -= COST_LONE;
    if (stop < s->para->cluster_count && s->para->clusters[stop - 1].cls != BM_CLASS_BREAK)
        cost += s->para->clusters[stop - 1].penalty;
    return cost + COST_LINE;
}

static int64_t *best_at(const struct search *s, uint32_t row, uint32_t k)
{
    return &s->best[(size_t)row * s->count + k];
}

static uint32_t *from_at(const struct search *s, uint32_t row, uint32_t k)
{
    return &s->from[(size_t)row * s->count + k];
}

/* One row of the table: ways to reach every break with a line that starts at a break of row
 * `before`. With one row only, before == row and ways are extended in order. */
static void search_row(struct search *s, uint32_t before, uint32_t row)
{
    uint32_t low = 0;             /* earliest start whose line still fits */
    uint32_t high = s->count - 1; /* last start that a way leads to */
    while (low < high && *best_at(s, before, low) == NEVER)
        low++;
    while (before != row && high > low && *best_at(s, before, high) == NEVER)
        high--;
    for (uint32_t j = low + 1; j < s->count && low <= high; j++) {
        if (s->breaks[j - 1] && s->para->clusters[s->breaks[j - 1] - 1].cls == BM_CLASS_BREAK)
            low = low > j - 1 ? low : j - 1; /* no line passes the author's break */
        bool fits_yet = false;
        for (uint32_t i = low; i < j && i <= high; i++) {
            int64_t way = *best_at(s, before, i);
            if (way == NEVER)
                continue;
            bool overfull;
            int64_t cost = line_cost(s, i, j, before, &overfull);
            if (overfull && i + 1 < j) {
                if (i == low)
                    low = i + 1;
                continue;
            }
            if (way + cost < *best_at(s, row, j)) {
                *best_at(s, row, j) = way + cost;
                *from_at(s, row, j) = i;
            }
            /* Starts further right only make the line shorter: stop when it is hopelessly so. */
            if (fits_yet && cost >= COST_HOPELESS && !ends_segment(s->para, s->breaks[j]))
                break;
            fits_yet = true;
        }
    }
}

static void collect_breaks(struct bm_arena *arena, struct search *s, bool anywhere)
{
    const struct bm_para *p = s->para;
    s->breaks = BM_NEW_N(arena, (size_t)p->cluster_count + 1, uint32_t);
    s->count = 1;
    for (uint32_t i = 0; i < p->cluster_count; i++)
        if (p->clusters[i].break_after || (anywhere && p->clusters[i].cls == BM_CLASS_WESTERN &&
                                           p->clusters[i + 1].cls == BM_CLASS_WESTERN))
            s->breaks[s->count++] = i + 1;
}

static void run(struct bm_arena *arena, struct search *s, uint32_t rows)
{
    s->rows = rows;
    s->best = BM_NEW_N(arena, (size_t)rows * s->count, int64_t);
    s->from = BM_NEW_N(arena, (size_t)rows * s->count, uint32_t);
    for (size_t i = 0; i < (size_t)rows * s->count; i++)
        s->best[i] = NEVER;
    s->best[0] = 0;
    if (rows == 1) {
        search_row(s, 0, 0);
        return;
    }
    for (uint32_t r = 1; r < rows; r++)
        search_row(s, r - 1, r);
}

static void emit_lines(struct bm_arena *arena, const struct search *s, uint32_t row,
                       struct bm_lines *lines)
{
    uint32_t n = 0, r = row;
    for (uint32_t k = s->count - 1; k; k = *from_at(s, r, k), r -= s->rows > 1)
        n++;
    lines->v = BM_NEW_N(arena, n, struct bm_line);
    lines->n = n;
    lines->cost = *best_at(s, row, s->count - 1);
    r = row;
    uint32_t at = n;
    for (uint32_t k = s->count - 1, i; k; k = i, r -= s->rows > 1) {
        i = *from_at(s, r, k);
        struct bm_figures f;
        uint32_t first = s->breaks[i], end = s->breaks[k];
        struct bm_line *line = &lines->v[--at];
        bm_measure_line(s->para, first, end, &f);
        bm_len measure = line_measure(s, first, s->rows > 1 ? r - 1 : 0);
        adjust(s, &f, measure, ends_segment(s->para, end), line);
        line->first = first;
        line->end = end;
        line->x = line_indent(s, first);
    }
}

void bm_para_fit(struct bm_arena *arena, const struct bm_para *para, const struct bm_fit *fit,
                 struct bm_lines *lines)
{
    *lines = (struct bm_lines){0};
    if (!para->cluster_count)
        return;
    struct bm_arena *work = bm_arena_new();
    struct search s = {.para = para, .fit = fit};
    collect_breaks(work, &s, false);
    run(work, &s, 1);
    if (*best_at(&s, 0, s.count - 1) >= COST_OVERFULL) {
        /* A word is wider than its line: break it anywhere, as a last resort (rule 7.5). */
        collect_breaks(work, &s, true);
        run(work, &s, 1);
    }
    emit_lines(arena, &s, 0, lines);
    for (size_t i = 0; i < lines->n; i++)
        lines->forced += lines->v[i].end < para->cluster_count &&
                         !para->clusters[lines->v[i].end - 1].break_after;
    if (fit->looseness || fit->measures.n > 1) {
        /* Tell lines apart: as many rows as the widest wish can need. */
        uint32_t most = (uint32_t)lines->n + 2 + (fit->measures.n > 1 ? (uint32_t)lines->n : 0);
        run(work, &s, most + 1);
        uint32_t best = 0;
        for (uint32_t r = 1; r <= most; r++)
            if (*best_at(&s, r, s.count - 1) != NEVER &&
                (!best || *best_at(&s, r, s.count - 1) < *best_at(&s, best, s.count - 1)))
                best = r;
        uint32_t want = best;
        if (fit->looseness > 0 || (int64_t)best + fit->looseness > 0)
            want = (uint32_t)((int64_t)best + fit->looseness);
        if (best && want <= most && *best_at(&s, want, s.count - 1) < COST_OVERFULL)
            best = want;
        if (best)
            emit_lines(arena, &s, best, lines);
    }
    bm_arena_drop(work);
}
