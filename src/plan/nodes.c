/* The ways of a node in a heap, the cheapest first. */
#include "plan/nodes.h"

/* The way that is taken first. */
static bool before(const struct way *a, const struct way *b)
{
    if (a->cost != b->cost)
        return a->cost < b->cost;
    if (a->order != b->order)
        return a->order < b->order;
    for (uint32_t k = 0; k < WAY_PARTS; k++)
        if (a->ranks[k] != b->ranks[k])
            return a->ranks[k] < b->ranks[k];
    return false;
}

void bm_plan_sift_down(struct node *node, size_t i)
{
    struct way *heap = node->heap;
    for (;;) {
        size_t least = i;
        for (size_t k = 2 * i + 1; k <= 2 * i + 2 && k < node->heap_n; k++)
            least = before(&heap[k], &heap[least]) ? k : least;
        if (least == i)
            return;
        struct way moved = heap[i];
        heap[i] = heap[least];
        heap[least] = moved;
        i = least;
    }
}

void bm_plan_push(struct bm_plan_search *s, struct node *node, const struct way *way)
{
    node->heap =
        bm_arena_grow(s->arena, node->heap, node->heap_n, &node->heap_cap, sizeof *node->heap);
    size_t i = node->heap_n++;
    for (; i && before(way, &node->heap[(i - 1) / 2]); i = (i - 1) / 2)
        node->heap[i] = node->heap[(i - 1) / 2];
    node->heap[i] = *way;
}

struct way bm_plan_pop(struct node *node)
{
    struct way top = node->heap[0];
    node->heap[0] = node->heap[--node->heap_n];
    bm_plan_sift_down(node, 0);
    return top;
}

int32_t bm_plan_limit_of(const struct bm_plan_search *s, const struct node *node)
{
    const struct cell *cell = (const struct cell *)node;
    return node->kind == NODE_DEAL ? s->task->limit : cell->pool->lots[cell->lot].limit;
}

void bm_plan_add_way(struct bm_plan_search *s, struct node *node, struct way way)
{
    if (!bm_plan_pass_over(node, way.cost) && way.cost >= node->opened_from)
        bm_plan_push(s, node, &way);
}
