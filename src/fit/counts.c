/* Variants counted, not set: in equal columns a fit is arithmetic once the lines of each paragraph
 * are known. The figures are those of evaluate() in fit.c; test_fit_counts compares them. */
#include "fit/flow.h"

/* Empty rows, or the rows of a part. */
struct stretch {
    size_t from;
    uint32_t part; /* UINT32_MAX: empty */
    uint32_t rows;
};

struct bm_counts {
    const struct bm_flow *flow;
    struct bm_galley_lines *kept;
    struct bm_arena *arena;
    struct bm_setting head; /* as it is without space about it */
    struct {
        uint32_t lines[3]; /* by looseness and 1; 0: not known */
        int64_t cost[3];
    } * parts;
    struct stretch *stretches;
    size_t n;
};

struct bm_counts *bm_counts_new(struct bm_arena *arena, const struct bm_flow *flow,
                                struct bm_galley_lines *kept)
{
    const struct bm_galley *g = flow->galley;
    const struct bm_area *a = flow->areas;
    static const struct bm_variant plain;
    bool body = false;
    if (flow->frame_count != 1 || flow->obstacle_counts[0] || a->frame->head.given ||
        a->frame->share_count || bm_galley_head_is_vertical(g))
        return NULL;
    for (size_t i = 0; i < g->part_count; i++) {
        const enum bm_part_kind kind = g->parts[i].kind;
        if (kind == BM_PART_QUOTE || kind == BM_PART_TABLE || kind == BM_PART_FIGURE)
            return NULL;
        body = body || kind != BM_PART_HEAD;
    }
    if (!body)
        return NULL;
    struct bm_counts *c = BM_NEW(arena, struct bm_counts);
    *c = (struct bm_counts){.flow = flow, .kept = kept, .arena = arena};
    c->parts = bm_arena_array(arena, g->part_count, sizeof *c->parts);
    c->stretches = BM_NEW_N(arena, 2 * g->part_count + 2, struct stretch);
    bm_galley_set_head(arena, g, a->head_measure, a->h, a->grid, &plain,
                       flow->kept_head ? flow->kept_head : kept, &c->head);
    return c;
}

static uint32_t lines_of(struct bm_counts *c, uint32_t part, int looseness, int64_t *cost)
{
    const size_t at = (size_t)(looseness + 1);
    if (!c->parts[part].lines[at]) {
        const struct bm_lines lines = bm_galley_part_lines(
            c->arena, c->flow->galley, part, c->flow->areas[0].measure, looseness, c->kept);
        c->parts[part].lines[at] = (uint32_t)lines.n;
        const struct bm_part *p = &c->flow->galley->parts[part];
        c->parts[part].cost[at] = p->kind == BM_PART_TAIL || p->style->sense ? 0 : lines.cost;
    }
    *cost += c->parts[part].cost[at];
    return c->parts[part].lines[at];
}

int64_t bm_counts_lines(struct bm_counts *c, const int8_t *looseness)
{
    const struct bm_galley *g = c->flow->galley;
    int64_t cost = 0;
    for (uint32_t i = 0; i < g->part_count; i++)
        if (g->parts[i].kind != BM_PART_HEAD)
            lines_of(c, i, g->parts[i].kind == BM_PART_TAIL ? 0 : looseness[i], &cost);
    return cost;
}

static size_t add_stretch(struct bm_counts *c, size_t from, uint32_t part, uint32_t rows)
{
    if (rows)
        c->stretches[c->n++] = (struct stretch){from, part, rows};
    return from + rows;
}

/* Paragraphs whose lines are not known as the variant wants them: how many, and by how many lines
 * each would be longer than it likes. */
struct guess {
    uint32_t open;
    int longer;
};

/* The stretches of the body, as bm_galley_set_body() makes them. guess: nothing is broken anew,
 * what is not known stands as it likes; or NULL. Returns the rows. */
static size_t make_stretches(struct bm_counts *c, const struct bm_variant *v, struct guess *guess,
                             int64_t *cost)
{
    const struct bm_galley *g = c->flow->galley;
    size_t row = 0;
    c->n = 0;
    for (uint32_t i = 0; i < g->part_count; i++) {
        if (!bm_galley_flows(&g->parts[i]))
            continue;
        row = add_stretch(c, row, UINT32_MAX, bm_galley_space_before(g, v, i, row));
        const bool tail = g->parts[i].kind == BM_PART_TAIL;
        int looseness = tail || !v->looseness ? 0 : v->looseness[i];
        if (guess && !c->parts[i].lines[looseness + 1]) {
            guess->open++;
            guess->longer = looseness;
            looseness = 0;
        }
        row = add_stretch(c, row, i, lines_of(c, i, looseness, cost));
    }
    return row;
}

/* Whether a column may not begin with this row (rule 8.4, as the galley's rows say it). */
static bool is_widow(const struct bm_counts *c, size_t row)
{
    const struct bm_galley *g = c->flow->galley;
    size_t k = 0;
    while (k + 1 < c->n && c->stretches[k + 1].from <= row)
        k++;
    const struct stretch *s = &c->stretches[k];
    const size_t line = row - s->from;
    if (s->part == UINT32_MAX)
        return true;
    const struct stretch *before = k ? s - 1 : s;
    if (line || !k || before->part == UINT32_MAX)
        return !bm_galley_may_part(&g->parts[s->part], line, s->rows);
    return !bm_galley_may_part(&g->parts[s->part], 0, s->rows) ||
           !bm_galley_may_part(&g->parts[before->part], before->rows, before->rows);
}

/* Rows of the frame that the head stands over. */
static uint32_t rows_under_head(const struct bm_counts *c, bm_len head, uint32_t depth)
{
    const struct bm_area *a = c->flow->areas;
    const bm_len leading = c->flow->galley->leading;
    const bm_len past = (a->y - c->flow->layout->top) % leading;
    const bm_len first = past ? leading - past : 0;
    const bm_len covered = head > first ? (head - first + leading - 1) / leading : 0;
    return covered < (bm_len)depth ? (uint32_t)covered : depth;
}

/* How many rows stand in the columns: the first `whole` of them hold `each`, the others one less.
 */
struct columns {
    size_t slots, each, whole;
    bool room; /* under the head */
    uint32_t overset, short_lines;
    int64_t cost; /* of rows left over, and of those that stay empty */
};

static struct columns fill_columns(const struct bm_counts *c, bm_len head, size_t rows)
{
    const uint32_t columns = c->flow->areas->legs, depth = bm_flow_depth(c->flow);
    const uint32_t under = rows_under_head(c, head, depth);
    struct columns f = {.each = depth - under, .whole = columns, .room = depth > under};
    f.slots = columns * f.each;
    if (rows > f.slots) {
        f.overset = (uint32_t)(rows - f.slots);
        f.cost = (int64_t)f.overset * BM_COST_OVERSET;
        return f;
    }
    f.each = (rows + columns - 1) / columns;
    f.short_lines = (uint32_t)(depth - under - f.each);
    f.slots = columns * f.each;
    /* A row less in as many of the last columns as rows are left over. */
    size_t rest = f.slots - rows, last = f.each;
    if (rest >= 2 && rest < columns && rest < f.each) {
        f.whole = columns - rest;
        f.slots -= rest;
        last--;
        f.cost += (int64_t)rest * BM_COST_SHORT_ROW;
        rest = 0;
    }
    f.cost += (int64_t)(rest < last ? rest : last) * BM_COST_SHORT_ROW;
    f.cost += (int64_t)(rest > last ? rest - last : 0) * BM_COST_UNEVEN;
    f.cost += (int64_t)f.short_lines * columns * BM_COST_SHORT_ROW;
    return f;
}

static bm_len head_height(const struct bm_counts *c, const struct bm_variant *v)
{
    const bm_len more = (bm_len)(v->head_above + v->head_below) * c->flow->areas->grid;
    return c->head.head_count ? c->head.head_height + more : 0;
}

void bm_counts_fit(struct bm_counts *c, const struct bm_variant *v, uint32_t changes,
                   struct bm_fitted *out)
{
    const uint32_t columns = c->flow->areas->legs;
    const bm_len head = head_height(c, v);
    int64_t cost = 0;
    const size_t rows = make_stretches(c, v, NULL, &cost);
    *out = (struct bm_fitted){.setting = c->head, .legs = columns};
    out->setting.head_height = head;
    out->setting.row_count = rows;
    out->setting.cost = cost;
    const struct columns f = fill_columns(c, head, rows);
    if (head) {
        const struct bm_area *a = c->flow->areas;
        out->setting.head_room += (bm_len)(v->head_above + v->head_below) * a->grid;
        out->setting.head_room += f.room ? bm_room_to_body(c->flow, a->y + head) : 0;
    }
    out->overset_rows = f.overset;
    out->short_lines = f.short_lines;
    out->slot_count = f.slots;
    cost += bm_variant_cost(v, changes) + f.cost;
    for (size_t k = 1; k < columns && !f.overset; k++) {
        const size_t row =
            k <= f.whole ? k * f.each : f.whole * f.each + (k - f.whole) * (f.each - 1);
        if (row && row < rows && row < f.slots)
            cost += is_widow(c, row) ? BM_COST_WIDOW : 0;
    }
    out->cost = cost;
}

int64_t bm_counts_least(struct bm_counts *c, const struct bm_variant *v, uint32_t changes)
{
    struct guess guess = {0};
    int64_t lines = 0, least = INT64_MAX;
    const int64_t rows = (int64_t)make_stretches(c, v, &guess, &lines);
    /* A variant that does not change the number of lines costs more than the one without the
     * change.
     */
    for (uint32_t k = guess.open ? 1 : 0; k <= guess.open; k++) {
        const int64_t n = rows + (int64_t)k * guess.longer;
        const struct columns f = fill_columns(c, head_height(c, v), n > 0 ? (size_t)n : 0);
        least = f.cost < least ? f.cost : least;
    }
    return lines + least + bm_variant_cost(v, changes);
}
