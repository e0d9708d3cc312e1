/* The divisions of a part in a heap, the cheapest first. */
#include "plan/limits.h"
#include "plan/parts.h"

/* The division that is taken first. */
static bool before(const struct division *a, const struct division *b)
{
    if (a->cost != b->cost)
        return a->cost < b->cost;
    if (a->order != b->order)
        return a->order < b->order;
    for (uint32_t k = 0; k < DIVISION_PARTS; k++)
        if (a->ranks[k] != b->ranks[k])
            return a->ranks[k] < b->ranks[k];
    return false;
}

void bm_plan_sift_down(struct part *part, size_t i)
{
    struct division *heap = part->heap;
    for (;;) {
        size_t least = i;
        for (size_t k = 2 * i + 1; k <= 2 * i + 2 && k < part->heap_n; k++)
            least = before(&heap[k], &heap[least]) ? k : least;
        if (least == i)
            return;
        struct division moved = heap[i];
        heap[i] = heap[least];
        heap[least] = moved;
        i = least;
    }
}

void bm_plan_push(struct bm_plan_search *s, struct part *part, const struct division *division)
{
    part->heap =
        bm_arena_grow(s->arena, part->heap, part->heap_n, &part->heap_cap, sizeof *part->heap);
    spend(s, turn(part));
    size_t i = part->heap_n++;
    for (; i && before(division, &part->heap[(i - 1) / 2]); i = (i - 1) / 2)
        part->heap[i] = part->heap[(i - 1) / 2];
    part->heap[i] = *division;
}

struct division bm_plan_pop(struct part *part)
{
    struct division top = part->heap[0];
    part->heap[0] = part->heap[--part->heap_n];
    bm_plan_sift_down(part, 0);
    return top;
}

int32_t bm_plan_limit_of(const struct bm_plan_search *s, const struct part *part)
{
    const struct cell *cell = (const struct cell *)part;
    return part->kind == PART_ONWARD ? s->task->limit : cell->pool->lots[cell->lot].limit;
}

void bm_plan_add_division(struct bm_plan_search *s, struct part *part, struct division division)
{
    if (!bm_plan_pass_over(part, division.cost) && division.cost >= part->opened_from)
        bm_plan_push(s, part, &division);
}
