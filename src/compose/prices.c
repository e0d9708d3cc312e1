/* Prices in earnest: the article fitted where it would stand. */
#include "compose/prices.h"

#include "compose/fill.h"
#include "compose/frames.h"
#include "compose/limits.h"
#include "fit/cost.h"

int64_t bm_compose_frames_price(struct planner *p, const struct bm_subject *subject,
                                const struct bm_frames *frames, int64_t costs[BM_PENALTIES],
                                struct bm_fit_cost *fit)
{
    const struct bm_planning *w = &p->in->layout->planning;
    bm_arena_clear(p->fitter.arena);
    bm_fit_price(&p->fitter, subject, frames, fit);
    bm_budget_take(p->budget, fit->worked * PART_WORK);
    costs[BM_PENALTY_LINES] += fit->lines;
    costs[BM_PENALTY_COPYFIT] += fit->copyfit;
    costs[BM_PENALTY_OVERSET] +=
        BM_PRICE_OVERSET * ((int64_t)fit->over + (fit->head_over ? HEAD_OVER : 0) +
                            (int64_t)fit->unplaced * (fit->rows ? FIGURE_OVER : FIGURE_ALONE));
    if (fit->rows)
        costs[BM_PENALTY_SPACE] +=
            bm_compose_space_price(p, fit->head.head_room, bm_fit_head_columns(frames->v[0]));
    if (fit->rows && !fit->over) {
        costs[BM_PENALTY_SLACK] += bm_compose_slack_price(p, fit->left, fit->legs);
        if (fit->rows < fit->legs && frames->n == 1)
            costs[BM_PENALTY_WIDE] += (int64_t)(fit->legs - fit->rows) * w->wide;
    }
    if (fit->rows && frames->n == 1)
        costs[BM_PENALTY_LEGS] +=
            bm_compose_leg_price(p, (uint32_t)((fit->rows + fit->legs - 1) / fit->legs));
    if (!fit->rows && !fit->over)
        costs[BM_PENALTY_SLACK] += bm_compose_slack_price(p, fit->below, 1);
    costs[BM_PENALTY_NARROW] += fit->form.narrow;
    costs[BM_PENALTY_HOLLOW] += fit->form.hollow;
    costs[BM_PENALTY_PICTURE] += fit->picture;
    int64_t sum = 0;
    for (int k = 0; k < BM_PENALTIES; k++)
        sum += costs[k];
    return sum;
}

/* The size of the largest type of its head; 0: it has none. */
static bm_len head_size(const struct bm_galley *g)
{
    bm_len size = 0;
    for (size_t i = 0; i < g->part_count; i++)
        if (g->parts[i].kind == BM_PART_HEAD && g->parts[i].style->size > size)
            size = g->parts[i].style->size;
    return size;
}

/* Fits the article there in so many legs, with its first line on that line of the page. */
static int64_t fit_on_line(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                           struct arrangement how, uint32_t line, int64_t costs[BM_PENALTIES],
                           bm_len *head)
{
    struct candidate *c = &p->candidates[article];
    const uint32_t page = 1;
    const struct bm_frame frame =
        bm_compose_block_frame(p, c, r->column, r->columns, line, r->lines, how);
    const struct bm_frame *const v[] = {&frame};
    struct bm_fit_cost fit;
    bm_compose_block_price(p, article, r->columns, r->lines, costs);
    if (how.side)
        costs[BM_PENALTY_SIDE_HEAD] += p->in->layout->planning.side_head;
    else if (how.head)
        costs[BM_PENALTY_RAW_WRAP] += p->in->layout->planning.raw_wrap;
    const int64_t price =
        bm_compose_frames_price(p, c->subject, &(struct bm_frames){v, &page, 1}, costs, &fit);
    c->limits |= fit.limits;
    *head = head_size(fit.galley);
    return price;
}

/* Fits the article there. Where it will stand is not known: a body of a leading of its own, whose
 * rows keep to one grid on the whole page, may have a row less on one line than on another, and
 * where text would be left over for that it is priced on the worst. */
static int64_t fit_block(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                         struct arrangement how, int64_t costs[BM_PENALTIES], bm_len *head)
{
    const uint32_t line = bm_compose_price_line(p, article, r->line);
    const bm_len leading = p->candidates[article].subject->galley->leading,
                 grid = p->in->layout->leading;
    int64_t worst = fit_on_line(p, article, r, how, line, costs, head);
    for (uint32_t k = 1; k < LINES_TRIED && (int64_t)k * grid % leading; k++) {
        int64_t tried[BM_PENALTIES] = {0};
        bm_len other;
        const int64_t price = fit_on_line(p, article, r, how, line + k, tried, &other);
        bm_budget_take(p->budget, PART_FIT);
        if (tried[BM_PENALTY_OVERSET] <= costs[BM_PENALTY_OVERSET] || price <= worst)
            continue;
        memcpy(costs, tried, sizeof tried);
        worst = price;
        *head = other;
    }
    return worst;
}

static bool has_obstacles(const struct bm_galley *g)
{
    return bm_galley_has(g, BM_PART_FIGURE) || bm_galley_has(g, BM_PART_TABLE) ||
           bm_galley_head_is_vertical(g);
}

/* With one of the galleys, its main picture over so many text columns (0: as many as it likes). -1:
 * a picture has no place. */
static int64_t count_slots(struct planner *p, struct candidate *c, const struct bm_galley *galley,
                           const struct bm_frame *frame, uint32_t columns)
{
    struct bm_area a;
    struct bm_slot_count range[2];
    bm_arena_clear(p->fitter.arena);
    bm_fit_area(p->in->layout, frame, bm_fit_box(frame, c->subject->box), galley, &a);
    const int64_t sizes = bm_fit_slot_range(&p->fitter, c->subject, galley, frame, columns, range);
    const struct bm_slot_count low = range[0], high = range[1];
    const struct body_need *body = bm_compose_body(p, c, a.measure);
    if (high.unplaced)
        return -1;
    if (!body->rows)
        return 0;
    const bool alike = !low.rows && !high.rows;
    const int64_t margin = alike ? 0 : NARROW_MOVED;
    const int64_t over = (int64_t)low.slots + margin - (alike ? body->rows : (int64_t)low.rows);
    /* A table is as narrow as the narrowest slot that it meets. */
    const size_t rows = high.narrow_rows > high.rows ? high.narrow_rows : high.rows;
    /* A table that goes on in another leg has its head again there. */
    const bool heads = bm_galley_has(galley, BM_PART_TABLE) && a.legs > 1;
    const int64_t under = (int64_t)high.slots - margin - (alike ? body->rows : (int64_t)rows);
    const int64_t rest = over < 0 ? over : under > 0 && !heads ? under : 0;
    return sizes + (alike ? body->cost : 0) +
           bm_compose_fill_price(p, c, frame->columns, a.legs, 0, rest,
                                 alike ? body->reach : bm_compose_reach(p, c));
}

/* With the picture in the width that leaves the least price. */
static int64_t count_galley(struct planner *p, struct candidate *c, const struct bm_galley *galley,
                            const struct bm_frame *frame)
{
    struct bm_picture_width widths[BM_WIDTHS_MOST];
    bm_arena_clear(p->fitter.arena);
    const size_t n = bm_fit_picture_widths(&p->fitter, c->subject, galley, frame, widths);
    int64_t best = INT64_MAX;
    for (size_t i = 0; i < n && widths[i].price < best; i++) {
        const int64_t counted = count_slots(p, c, galley, frame, widths[i].columns);
        const int64_t price = counted + widths[i].price;
        const int64_t least = counted < 0 ? (int64_t)FIGURE_OVER * BM_PRICE_OVERSET : price;
        best = least < best ? least : best;
    }
    const int64_t counted = n ? best : count_slots(p, c, galley, frame, 0);
    return counted < 0 ? 0 : counted;
}

/* A bound of the article's price there in so many legs, from the slots that it has; 0 where
 * nothing but text stands in them. Far cheaper than a fit, and most blocks that are too low or too
 * high are seen by it. */
static int32_t price_counted(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                             struct arrangement how)
{
    struct candidate *c = &p->candidates[article];
    if (!has_obstacles(c->subject->galley))
        return 0;
    const uint32_t line = bm_compose_price_line(p, article, r->line);
    const struct bm_frame frame =
        bm_compose_block_frame(p, c, r->column, r->columns, line, r->lines, how);
    int64_t best = BM_PRICE_MOST;
    for (size_t k = 0; k < c->galley_count; k++) {
        const int64_t head =
            bm_fit_head_cost(p->in->layout, c->subject, k, bm_fit_head_columns(&frame));
        if (head == INT64_MAX)
            continue;
        const int64_t price = head + count_galley(p, c, bm_fit_galley(c->subject, k), &frame);
        best = price < best ? price : best;
    }
    return bm_compose_limited(best +
                              bm_compose_block_price(p, article, r->columns, r->lines, NULL));
}

/* One step for the choice that is cheapest so far: counted where other things than text stand in
 * the way, then fitted. False: there is none. */
static bool price_step(struct planner *p, uint32_t article, const struct bm_plan_rect *r)
{
    struct leg_choice *choice = bm_compose_cheapest_legs(p, article, r);
    int64_t costs[BM_PENALTIES] = {0};
    if (choice->exact[r->lines - 1])
        return false;
    bm_budget_take(p->budget, PART_PRICE);
    if (!choice->slot_bound[r->lines - 1]) {
        const int32_t least = price_counted(p, article, r, choice->how);
        int32_t *price = &choice->prices[r->lines - 1];
        choice->slot_bound[r->lines - 1] = true;
        *price = least > *price ? least : *price;
        return true;
    }
    bm_budget_take(p->budget, PART_FIT);
    const int32_t price = bm_compose_limited(
        fit_block(p, article, r, choice->how, costs, &choice->heads[r->lines - 1]));
    p->fits++;
    p->bounds_broken += price < choice->prices[r->lines - 1];
    choice->exact[r->lines - 1] = true;
    choice->prices[r->lines - 1] = price;
    return true;
}

bool bm_compose_price_exactly(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                              int32_t budget)
{
    int32_t *price = &p->prices[bm_plan_index(&p->task, article, r->column, r->columns, r->lines)];
    bool settled = false;
    do {
        settled = !price_step(p, article, r);
        *price = bm_compose_cheapest_legs(p, article, r)->prices[r->lines - 1];
    } while (!settled && *price < budget);
    return settled;
}

int64_t bm_compose_price_penalties(struct planner *p, uint32_t article,
                                   const struct bm_plan_rect *r, int64_t costs[BM_PENALTIES])
{
    bm_len head;
    return fit_block(p, article, r, bm_compose_cheapest_legs(p, article, r)->how, costs, &head);
}
