/* Where the blocks of a division stand, and what those of a region cost together. */
#include "plan/blocks.h"

#include "plan/allot.h"

#include <string.h>

/* Where a division's blocks stand. */
struct trace {
    struct bm_plan_search *s;
    struct bm_plan *plan;
    size_t strip_cap;
    uint32_t region;
};

static void place(struct trace *t, struct part *part, uint32_t rank, uint32_t line);

static void add_seam(struct trace *t, uint32_t halves, uint32_t through)
{
    t->plan->seams.halves += halves;
    t->plan->seams.through += through;
}

static void place_strip(struct trace *t, uint32_t article, const struct bm_plan_rect *rect)
{
    struct bm_plan *p = t->plan;
    if (!rect->columns)
        return;
    bool first = true;
    for (size_t i = 0; i < p->strip_count; i++)
        first = first && p->strips[i].article != article;
    if (first) {
        p->blocks[article] = *rect;
        p->regions[article] = t->region;
    }
    p->strips =
        bm_arena_grow(t->s->arena, p->strips, p->strip_count, &t->strip_cap, sizeof *p->strips);
    p->strips[p->strip_count++] = (struct bm_plan_strip){article, t->region, *rect};
}

static void place_allotment(struct trace *t, struct onward *onward, const struct division *division)
{
    const struct allotment *d = &onward->allotments[division->which];
    struct part *next = bm_plan_part(t->s, &onward->part, division, NEXT_PART);
    struct part *foot = bm_plan_part(t->s, &onward->part, division, FOOT_PART);
    t->region = onward->region;
    t->plan->strip_cost += d->strip_cost;
    add_seam(t, d->seams.halves, d->seams.through);
    place_strip(t, d->ending, &d->ended[0]);
    place_strip(t, d->ending, &d->ended[1]);
    for (uint32_t k = 0; k < d->part_count; k++)
        place(t, bm_plan_part(t->s, &onward->part, division, k), division->ranks[k],
              d->parts[k].rect.line);
    if (foot)
        place(t, foot, division->ranks[FOOT_PART], d->foot.line);
    place_strip(t, d->beginning, &d->begun);
    if (next)
        place(t, next, division->ranks[NEXT_PART], 0);
}

static void place_division(struct trace *t, struct part *part, const struct division *division,
                           uint32_t line)
{
    if (division->kind == DIVISION_ALLOTMENT) {
        place_allotment(t, (struct onward *)part, division);
        return;
    }
    const struct cell *cell = (const struct cell *)part;
    if (division->kind == DIVISION_SINGLE && part->kind == PART_CELL) {
        const uint32_t article = cell->pool->members[cell->pool->lots[cell->lot].first];
        t->plan->blocks[article] = (struct bm_plan_rect){cell->x, cell->w, line, cell->h};
        t->plan->regions[article] = t->region;
        t->plan->article_cost += division->cost;
        return;
    }
    uint32_t lines[DIVISION_PARTS] = {line, line, line, line, line};
    t->plan->together += division->together;
    if (division->kind == DIVISION_BELOW) {
        lines[1] += division->a;
        add_seam(t, 0, is_through_across(t->s, cell->w));
    } else if (division->kind == DIVISION_BESIDE) {
        add_seam(t, halves_of(t->s, division->top_boxes[0], division->top_boxes[1]),
                 is_through_down(t->s, cell->w, cell->h));
    } else if (division->kind == DIVISION_PINWHEEL) {
        struct bm_plan_rect b[5];
        bm_plan_pinwheel_blocks(&((const struct region *)part)->pinwheels[division->which],
                                &(struct bm_plan_rect){cell->x, cell->w, line, cell->h},
                                division->a, division->b, b);
        for (uint32_t k = 0; k < 5; k++)
            lines[k] = b[k].line;
        add_seam(t,
                 halves_of(t->s, division->top_boxes[0], division->top_boxes[1]) +
                     halves_of(t->s, division->top_boxes[2], division->top_boxes[3]),
                 0);
    }
    for (uint32_t k = 0; k < DIVISION_PARTS; k++) {
        struct part *inner = bm_plan_part(t->s, part, division, k);
        if (inner)
            place(t, inner, division->ranks[k], lines[k]);
    }
}

static void place(struct trace *t, struct part *part, uint32_t rank, uint32_t line)
{
    place_division(t, part, &part->found[rank], line);
}

int32_t bm_plan_judge(struct bm_plan_search *s, struct region *region,
                      const struct division *division)
{
    const struct bm_plan_task *task = s->task;
    const struct cell *cell = &region->cell;
    const struct lot *lot = &cell->pool->lots[cell->lot];
    const struct bm_plan_rect part = {cell->x, cell->w, 0, cell->h};
    struct bm_plan plan = s->judged;
    struct trace t = {.s = s, .plan = &plan};
    uint32_t n = 0;
    place_division(&t, &region->cell.part, division, 0);
    for (uint32_t k = 0; k < 64; k++)
        if (lot->mask >> k & 1) {
            const uint32_t article = cell->pool->members[lot->first + k];
            s->judged_blocks[n++] = (struct bm_plan_block){article, plan.blocks[article]};
        }
    const int64_t more = task->oracle.judge(task->oracle.context, &part, s->judged_blocks, n) -
                         bm_plan_seam_price(&task->weights, plan.seams);
    return more < 0 ? 0 : more < NEVER ? (int32_t)more : NEVER;
}

void bm_plan_trace(struct bm_plan_search *s, struct onward *onward, const struct division *division,
                   struct bm_plan *plan)
{
    const uint32_t n = s->task->articles.n;
    struct trace t = {.s = s, .plan = plan};
    *plan = (struct bm_plan){.blocks = BM_NEW_N(s->arena, n, struct bm_plan_rect),
                             .regions = BM_NEW_N(s->arena, n, uint32_t)};
    memset(plan->regions, 0xff, n * sizeof *plan->regions);
    place_division(&t, &onward->part, division, 0);
}
