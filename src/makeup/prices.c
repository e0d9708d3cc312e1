/* Prices in earnest: the article fitted where it would stand. */
#include "makeup/prices.h"

#include "makeup/frames.h"
#include "makeup/needs.h"

int64_t bm_fit_price(const struct planner *p, const struct job *job, int64_t costs[BM_PENALTIES])
{
    const struct bm_planning *w = &p->m->in->layout->planning;
    const struct bm_fitted *f = &job->fitted;
    const struct bm_field_area *last = &job->areas[job->frame_count - 1];
    const size_t rows = f->setting.row_count;
    const uint32_t over = f->overset_rows + f->head_over + (uint32_t)job->unplaced_count;
    costs[BM_PENALTY_LINES] += f->setting.cost;
    costs[BM_PENALTY_COPYFIT] += f->cost - f->setting.cost - (int64_t)BM_COST_OVERSET * over;
    if (rows)
        costs[BM_PENALTY_SPACE] += bm_price_space(p, f->setting.head_room, job->frames[0]->columns);
    costs[BM_PENALTY_OVERSET] += (int64_t)BM_PRICE_OVERSET * over;
    if (rows && !over) {
        uint32_t rest = (uint32_t)(f->slot_count > rows ? f->slot_count - rows : 0);
        rest += f->short_lines * f->columns;
        costs[BM_PENALTY_SLACK] += bm_price_slack(p, rest, f->columns);
        if (rows < f->columns && job->frame_count == 1)
            costs[BM_PENALTY_WIDE] += (int64_t)(f->columns - rows) * w->wide;
    }
    if (rows && job->frame_count == 1)
        costs[BM_PENALTY_LEGS] += bm_price_leg(p, (uint32_t)((rows + f->columns - 1) / f->columns));
    if (!rows && !over)
        costs[BM_PENALTY_SLACK] +=
            bm_price_slack(p, (last->h - f->setting.head_height) / last->grid, 1);
    bm_price_head(p, job->galley, &f->setting, job->areas[0].head_measure, costs);
    int64_t sum = 0;
    for (int k = 0; k < BM_PENALTIES; k++)
        sum += costs[k];
    return sum;
}

void bm_choose_for_price(struct planner *p, struct job *job)
{
    struct makeup trial = p->trial;
    bm_arena_clear(p->fitting);
    trial.emit.work = p->fitting;
    bm_choose_fit(&trial, job);
}

/* Fits the article in a form there. */
static int64_t fit_block(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                         uint32_t set, int64_t costs[BM_PENALTIES])
{
    struct candidate *c = &p->candidates[article];
    const uint32_t line = bm_price_line(p, article, r->line);
    const struct bm_frame frame = bm_block_frame(p, c, r->column, r->columns, line, r->lines, set);
    const struct bm_frame *frames[] = {&frame};
    uint32_t page = 1;
    struct job job = *c->job;
    job.frames = frames;
    job.pages = &page;
    job.frame_count = 1;
    job.price = true;
    bm_choose_for_price(p, &job);
    bm_price_block(p, article, r->columns, r->lines, costs);
    return bm_fit_price(p, &job, costs);
}

static bool has_obstacles(const struct bm_galley *g)
{
    return bm_galley_has(g, BM_PART_FIGURE) || bm_galley_has(g, BM_PART_TABLE) ||
           bm_galley_head_is_vertical(g);
}

#define NARROW_ROWS                                                                                \
    3 /* that paragraphs in slots of several widths may differ when one is moved                   \
       */

/* With one of the galleys. */
static int64_t count_galley(struct planner *p, struct candidate *c, struct bodies *bodies,
                            const struct bm_frame *frame)
{
    const struct bm_frame *frames[] = {frame};
    uint32_t page = 1;
    struct bm_field_area a;
    struct bm_slot_count low, high;
    struct makeup trial = p->trial;
    struct job job = *c->job;
    job.galley = bodies->galley;
    job.frames = frames;
    job.pages = &page;
    job.frame_count = 1;
    bm_arena_clear(p->fitting);
    trial.emit.work = p->fitting;
    bm_frame_area(p->m->in->layout, frame, bm_job_box(&job, frame), bodies->galley, &a);
    bm_count_slots(&trial, &job, true, -1, &low);
    bm_count_slots(&trial, &job, true, 1, &high);
    if (job.unplaced_count)
        return 0;
    const struct body *body = bm_price_body(c, bodies, a.measure);
    const bool alike = !low.rows && !high.rows;
    const int64_t margin = alike ? 0 : NARROW_ROWS;
    const int64_t over = (int64_t)low.slots + margin - (alike ? body->rows : (int64_t)low.rows);
    /* A table is as narrow as the narrowest slot that it meets. */
    const size_t rows = high.narrow_rows > high.rows ? high.narrow_rows : high.rows;
    const int64_t under = (int64_t)high.slots - margin - (alike ? body->rows : (int64_t)rows);
    const int64_t rest = over < 0 ? over : under > 0 ? under : 0;
    return (alike ? body->cost : 0) +
           bm_price_fill(p, c, frame->columns, a.columns, 0, rest, bm_price_loose(p, c));
}

/* A bound of the article's price there in so many text columns, from the slots that it has; 0 where
 * nothing but text stands in them. Far cheaper than a fit, and most blocks that are too low or too
 * high are seen by it. */
static int32_t price_counted(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                             uint32_t set)
{
    struct candidate *c = &p->candidates[article];
    if (!has_obstacles(c->job->galley))
        return 0;
    const uint32_t line = bm_price_line(p, article, r->line);
    const struct bm_frame frame = bm_block_frame(p, c, r->column, r->columns, line, r->lines, set);
    int64_t best = BM_PRICE_MOST;
    for (size_t k = 0; k < c->body_count; k++) {
        const int64_t price =
            (int64_t)k * BM_COST_SMALLER + count_galley(p, c, &c->bodies[k], &frame);
        best = price < best ? price : best;
    }
    return bm_price_limited(best + bm_price_block(p, article, r->columns, r->lines, NULL));
}

/* One step for the form that is cheapest so far: counted where other things than text stand in the
 * way, then fitted. False: there is none. */
static bool settle_form(struct planner *p, uint32_t article, const struct bm_plan_rect *r)
{
    struct form *form = bm_cheapest_form(p, article, r);
    int64_t costs[BM_PENALTIES] = {0};
    if (form->measured[r->lines - 1])
        return false;
    if (!form->counted[r->lines - 1]) {
        const int32_t least = price_counted(p, article, r, form->set);
        int32_t *price = &form->prices[r->lines - 1];
        form->counted[r->lines - 1] = true;
        *price = least > *price ? least : *price;
        return true;
    }
    const int32_t price = bm_price_limited(fit_block(p, article, r, form->set, costs));
    p->fits++;
    p->missed += price < form->prices[r->lines - 1];
    form->measured[r->lines - 1] = true;
    form->prices[r->lines - 1] = price;
    return true;
}

bool bm_price_settle(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                     int32_t budget)
{
    int32_t *price = &p->prices[bm_plan_index(&p->task, article, r->column, r->columns, r->lines)];
    bool settled = false;
    do {
        settled = !settle_form(p, article, r);
        *price = bm_cheapest_form(p, article, r)->prices[r->lines - 1];
    } while (!settled && *price < budget);
    return settled;
}

int64_t bm_price_parts(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                       int64_t costs[BM_PENALTIES])
{
    return fit_block(p, article, r, bm_cheapest_form(p, article, r)->set, costs);
}
