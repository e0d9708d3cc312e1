/* Bounds from the slots of a block: pictures and vertical heads take some, and make others narrow.
 * Far cheaper than a fit, and most blocks that are too low or too high are seen by it. */
#include "makeup/price.h"

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

int32_t bm_price_counted(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
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
