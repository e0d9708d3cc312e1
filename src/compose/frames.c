/* Rectangles of plans as frames. */
#include "compose/frames.h"

static struct bm_place head_place(const struct planner *p, const struct candidate *c,
                                  const struct bm_frame *frame)
{
    const struct bm_layout *layout = p->in->layout;
    const struct bm_galley *g = c->subject->galley;
    struct bm_area a;
    bm_fit_area(layout, frame, bm_fit_box(frame, c->subject->box), g, &a);
    return bm_fit_head_in_block(c->work, layout, g, &a);
}

struct bm_frame bm_compose_block_frame(const struct planner *p, const struct candidate *c,
                                       uint32_t x, uint32_t w, uint32_t line, uint32_t lines,
                                       struct arrangement how)
{
    struct bm_frame frame = {.span = bm_span_none(),
                             .article = c->subject->galley->name,
                             .article_span = bm_span_none(),
                             .column = x,
                             .columns = w,
                             .line = line,
                             .lines = lines,
                             .legs = how.legs,
                             .rest = BM_REST_EVEN};
    if (bm_galley_head_is_vertical(c->subject->galley))
        frame.head = head_place(p, c, &frame);
    else if (how.head)
        frame.head = (struct bm_place){.given = true, .columns = how.head, .side = how.side};
    return frame;
}

uint32_t bm_compose_price_line(const struct planner *p, uint32_t article, uint32_t line)
{
    const struct bm_plan_article *a = &p->list[article];
    if (p->candidates[article].subject->galley->leading == p->in->layout->leading)
        return line;
    for (uint32_t r = 0; r < p->task.grid.region_count; r++)
        if (!a->page || bm_plan_is_own(&p->task, article, r))
            return p->task.grid.regions[r].rect.line;
    return line;
}

struct bm_frame bm_compose_strip_frame(const struct planner *p, const struct bm_plan_strip *strip)
{
    const struct bm_plan_rect *r = &strip->rect;
    return bm_compose_block_frame(
        p, &p->candidates[strip->article], r->column, r->columns, r->line, r->lines,
        (struct arrangement){r->columns / p->list[strip->article].step, 0, false});
}
