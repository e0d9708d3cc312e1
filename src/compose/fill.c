/* How a body fills its legs, reckoned from below. */
#include "compose/fill.h"

#include "fit/cost.h"

#include <stdlib.h>

int32_t bm_compose_limited(int64_t price)
{
    return price < BM_PRICE_MOST ? (int32_t)price : BM_PRICE_MOST;
}

int64_t bm_compose_slack_price(const struct planner *p, int64_t rows, uint32_t columns)
{
    const uint32_t weight = p->in->layout->planning.slack;
    return bm_compose_limited((int64_t)weight * rows * rows / ((int64_t)columns * columns));
}

int64_t bm_compose_space_price(const struct planner *p, bm_len room, uint32_t columns)
{
    const struct bm_layout *layout = p->in->layout;
    const int64_t hundredths = (int64_t)room * 100 / layout->leading;
    return hundredths * hundredths * layout->planning.space * columns /
           ((int64_t)layout->columns * 10000);
}

struct reach bm_compose_reach(const struct planner *p, const struct candidate *c)
{
    const uint32_t most = bm_fit_changes_most(c->paragraphs, p->fitter.limits_scale);
    const uint32_t loose = !p->in->layout->copyfit.looseness ? 0
                           : c->paragraphs < most            ? c->paragraphs
                                                             : most;
    return (struct reach){loose, loose, NULL};
}

static int ascending(const void *pa, const void *pb)
{
    const int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;
    return (a > b) - (a < b);
}

/* The cheapest k of n, added up: for each k up to most, or n. */
static const int64_t *add_up(struct bm_arena *arena, int64_t *v, uint32_t n, uint32_t *most)
{
    *most = n < *most ? n : *most;
    int64_t *sums = BM_NEW_N(arena, *most + 1, int64_t);
    if (n)
        qsort(v, n, sizeof *v, ascending);
    for (uint32_t k = 0; k < *most; k++)
        sums[k + 1] = sums[k] + v[k];
    return sums;
}

/* Which paragraphs can have a line less in that measure, and for what. One more each may have: what
 * is left empty costs little more than that. */
static struct reach find_reach(const struct planner *p, const struct candidate *c, bm_len measure,
                               struct bm_galley_lines *lines)
{
    const struct bm_galley *g = c->subject->galley;
    struct reach reach = bm_compose_reach(p, c);
    int64_t *costs = BM_NEW_N(c->work, g->part_count + 1, int64_t);
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->part_count && reach.less; i++) {
        if (g->parts[i].kind != BM_PART_PARAGRAPH)
            continue;
        const struct bm_lines plain = bm_galley_part_lines(c->work, g, i, measure, 0, lines);
        const struct bm_lines less = bm_galley_part_lines(c->work, g, i, measure, -1, lines);
        if (less.n < plain.n)
            costs[n++] = less.cost - plain.cost;
    }
    reach.less_lines = add_up(c->arena, costs, n, &reach.less);
    return reach;
}

const struct body_need *bm_compose_body(const struct planner *p, const struct candidate *c,
                                        bm_len measure)
{
    struct body_needs *known = c->bodies;
    const struct bm_galley *galley = c->subject->galley;
    for (size_t i = 0; i < known->n; i++)
        if (known->v[i].measure == measure)
            return &known->v[i];
    static const struct bm_variant plain;
    const struct bm_row_measures slots = {.widths = &measure, .n = 1};
    struct bm_galley_lines *lines = bm_fit_cached_lines(c->subject->cache, galley, measure);
    struct bm_setting s = {0};
    bm_galley_set_body(c->work, galley, &slots, &plain, lines, &s);
    known->v = bm_arena_grow(c->arena, known->v, known->n, &known->cap, sizeof *known->v);
    known->v[known->n] =
        (struct body_need){measure, (int64_t)s.row_count, s.cost, find_reach(p, c, measure, lines)};
    return &known->v[known->n++];
}

struct headroom bm_compose_headroom(const struct planner *p, const struct candidate *c,
                                    uint32_t base, bm_len room, uint32_t legs)
{
    const struct bm_layout *layout = p->in->layout;
    const struct bm_copyfit *f = &layout->copyfit;
    const bool head =
        c->subject->galley->tier_count > 0 && !bm_galley_head_is_vertical(c->subject->galley);
    const uint32_t above = head ? f->head_above : 0, below = head ? f->head_below : 0;
    const struct headroom found = {BM_NEW_N(c->work, above + below + 1, int64_t), above + below + 1,
                                   legs};
    for (uint32_t k = 0; k < found.n; k++) {
        int64_t least = INT64_MAX;
        for (uint32_t b = k > above ? k - above : 0; b <= below && b <= k; b++) {
            const int64_t cost =
                bm_fit_tally_cost(&(struct bm_tally){.space = bm_fit_space_of(&(struct bm_variant){
                                                         .head_above = k - b, .head_below = b})});
            least = cost < least ? cost : least;
        }
        found.lines[k] =
            least + bm_compose_space_price(p, room + (bm_len)k * layout->leading, base);
    }
    return found;
}

/* Rows that are too many: some paragraphs lose a line, what then is too many is left over. */
static int64_t least_tightening(int64_t rows, struct reach reach)
{
    int64_t best = INT64_MAX;
    for (uint32_t k = 0; k <= reach.less && k <= rows; k++) {
        const int64_t price =
            (rows - k) * BM_PRICE_OVERSET +
            bm_fit_tally_cost(&(struct bm_tally){
                .changes = k, .lines = reach.less_lines ? reach.less_lines[k] : 0});
        best = price < best ? price : best;
    }
    return best;
}

/* Rows that stay empty, but for paragraphs that get a line more: each of those costs no less than
 * its row. A row less in some legs is no slack. */
static int64_t least_slack(const struct planner *p, int64_t rows, uint32_t legs, struct reach reach)
{
    const int64_t left = rows > reach.more ? rows - reach.more : 0;
    return bm_fit_tally_cost(&(struct bm_tally){.short_rows = (uint64_t)rows}) +
           bm_compose_slack_price(p, left - left % legs, legs);
}

int64_t bm_compose_least_fill(const struct planner *p, const struct candidate *c,
                              const struct headroom *head, uint32_t legs, int64_t rest,
                              struct reach reach)
{
    const struct bm_copyfit *f = &p->in->layout->copyfit;
    if (rest < 0)
        return least_tightening(-rest, reach);
    const int64_t most = 2ll * f->list * c->lists + (c->tail ? f->before_tail : 0);
    int64_t best = INT64_MAX;
    for (uint32_t k = 0; k < head->n; k++) {
        int64_t left = rest - (int64_t)k * head->legs;
        left = left > 0 ? left : 0;
        const int64_t rows = left < most ? left : most;
        /* Space is given before, or after, all lists at once. */
        const int64_t given = c->lists > 1 ? rows / c->lists : rows;
        const int64_t price = bm_fit_tally_cost(
            &(struct bm_tally){.lines = head->lines[k], .space = 2 * (uint32_t)given});
        if (price < best) {
            const int64_t filled = price + least_slack(p, left - rows, legs, reach);
            best = filled < best ? filled : best;
        }
    }
    return best;
}

int64_t bm_compose_fill_price(const struct planner *p, const struct candidate *c, uint32_t base,
                              uint32_t legs, bm_len room, int64_t rest, struct reach reach)
{
    const struct headroom head = bm_compose_headroom(p, c, base, room, legs);
    return bm_compose_least_fill(p, c, &head, legs, rest, reach);
}
