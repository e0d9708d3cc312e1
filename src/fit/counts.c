/* One frame counted. */
#include "fit/counted.h"

struct bm_counts {
    const struct bm_flow *flow;
    struct bm_galley_lines *cache;
    struct bm_arena *arena;
    struct bm_setting head; /* as it is without space about it */
    struct {
        uint32_t lines[3]; /* by looseness and 1; 0: not known */
        int64_t cost[3];
    } * parts;
    struct stretches rows;
};

struct bm_counts *bm_fit_counts_new(struct bm_arena *arena, const struct bm_flow *flow,
                                    struct bm_galley_lines *cache)
{
    static const struct bm_variant plain;
    const struct bm_galley *g = flow->galley;
    const struct bm_area *a = flow->areas;
    if (flow->frame_count != 1 || !bm_fit_is_counted(flow))
        return NULL;
    struct bm_counts *c = BM_NEW(arena, struct bm_counts);
    *c = (struct bm_counts){.flow = flow, .cache = cache, .arena = arena};
    c->parts = bm_arena_array(arena, g->part_count, sizeof *c->parts);
    c->rows = bm_fit_stretches(arena, g);
    bm_galley_set_head(arena, g, a->head_measure, a->h, a->grid, &plain,
                       flow->head_cache ? flow->head_cache : cache, &c->head);
    return c;
}

static uint32_t lines_of(struct bm_counts *c, uint32_t part, int looseness, int64_t *cost)
{
    const size_t at = (size_t)(looseness + 1);
    if (!c->parts[part].lines[at]) {
        const struct bm_lines lines = bm_galley_part_lines(
            c->arena, c->flow->galley, part, c->flow->areas[0].measure, looseness, c->cache);
        c->parts[part].lines[at] = (uint32_t)lines.n;
        const struct bm_part *p = &c->flow->galley->parts[part];
        c->parts[part].cost[at] = p->kind == BM_PART_TAIL || p->style->sense ? 0 : lines.cost;
    }
    *cost += c->parts[part].cost[at];
    return c->parts[part].lines[at];
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
    c->rows.n = 0;
    for (uint32_t i = 0; i < g->part_count; i++) {
        if (!bm_galley_flows(&g->parts[i]))
            continue;
        row = bm_fit_add_stretch(&c->rows, row, bm_galley_space_before(g, v, i, row), UINT32_MAX,
                                 NULL);
        const bool tail = g->parts[i].kind == BM_PART_TAIL;
        int looseness = tail || !v->looseness ? 0 : v->looseness[i];
        if (guess && !c->parts[i].lines[looseness + 1]) {
            guess->open++;
            guess->longer = looseness;
            looseness = 0;
        }
        row = bm_fit_add_stretch(&c->rows, row, lines_of(c, i, looseness, cost), i, NULL);
    }
    return row;
}

/* Rows of the frame that the head stands over. */
static uint32_t rows_under_head(const struct bm_counts *c, bm_len head, uint32_t depth)
{
    const struct bm_area *a = c->flow->areas;
    const bm_len leading = c->flow->galley->leading;
    const bm_len first = bm_fit_room_to_body(c->flow, a, a->y);
    const bm_len covered = head > first ? (head - first + leading - 1) / leading : 0;
    return covered < (bm_len)depth ? (uint32_t)covered : depth;
}

/* How the rows fill the legs under a head; false: some are left over. */
static bool fill_legs(const struct bm_counts *c, bm_len head, size_t rows, struct feet *f,
                      struct bm_tally *t)
{
    const uint32_t depth = bm_fit_depth(c->flow), under = rows_under_head(c, head, depth);
    *f = (struct feet){.legs = c->flow->areas->legs};
    f->slots = (size_t)f->legs * (depth - under);
    if (rows > f->slots) {
        t->over += rows - f->slots;
        return false;
    }
    return bm_fit_find_feet(f, depth - under, rows, t);
}

static bm_len head_height(const struct bm_counts *c, const struct bm_variant *v)
{
    const bm_len more = (bm_len)(v->head_above + v->head_below) * c->flow->areas->grid;
    return c->head.head_count ? c->head.head_height + more : 0;
}

void bm_fit_counts_fit(struct bm_counts *c, const struct bm_variant *v, uint32_t changes,
                       struct bm_fitted *out)
{
    const struct bm_area *a = c->flow->areas;
    const bm_len head = head_height(c, v);
    struct bm_tally t = {.changes = changes, .space = bm_fit_space_of(v)};
    struct feet f;
    const size_t rows = make_stretches(c, v, NULL, &t.lines);
    const bool all = fill_legs(c, head, rows, &f, &t);
    *out = (struct bm_fitted){.setting = c->head, .legs = a->legs};
    out->setting.head_height = head;
    out->setting.row_count = rows;
    out->setting.cost = t.lines;
    if (head) {
        const uint32_t depth = bm_fit_depth(c->flow);
        const bool room = depth > rows_under_head(c, head, depth);
        out->setting.head_room += (bm_len)(v->head_above + v->head_below) * a->grid;
        out->setting.head_room += room ? bm_fit_room_to_body(c->flow, a, a->y + head) : 0;
    }
    out->overset_rows = (uint32_t)t.over;
    out->short_lines = f.short_lines;
    out->slot_count = f.slots;
    t.widows = all ? bm_fit_widows_at_feet(&f, &c->rows, rows) : 0;
    out->cost = bm_fit_tally_cost(&t);
}

int64_t bm_fit_counts_least(struct bm_counts *c, const struct bm_variant *v, uint32_t changes)
{
    struct guess guess = {0};
    int64_t lines = 0, least = INT64_MAX;
    const int64_t rows = (int64_t)make_stretches(c, v, &guess, &lines);
    /* A variant that does not change the number of lines costs more than the one without the
     * change. */
    for (uint32_t k = guess.open ? 1 : 0; k <= guess.open; k++) {
        const int64_t n = rows + (int64_t)k * guess.longer;
        struct bm_tally t = {.lines = lines, .changes = changes, .space = bm_fit_space_of(v)};
        struct feet f;
        fill_legs(c, head_height(c, v), n > 0 ? (size_t)n : 0, &f, &t);
        const int64_t cost = bm_fit_tally_cost(&t);
        least = cost < least ? cost : least;
    }
    return least;
}
