/* The ways of a part, the cheapest first (Huang and Chiang, “Better k-best parsing”, 2005, with
 * bounds from below in place of parts that are not settled yet). */
#include "plan/divide.h"

#include "plan/blocks.h"
#include "plan/limits.h"
#include "plan/pinwheels.h"

#include <string.h>

/* Adds the node's ways that cost less, but for those that it has. */
static void open_node(struct bm_plan_search *s, struct node *node, int32_t to)
{
    node->first = node->opened ? node->first : node->bound;
    node->opened_from = node->opened ? node->opened_to : 0;
    node->opened_to = to;
    node->opened = true;
    node->missed = bm_plan_limit_of(s, node);
    switch (node->kind) {
    case NODE_CELL:
        bm_plan_open_cell(s, (struct cell *)node);
        break;
    case NODE_ROOT:
        bm_plan_open_root(s, (struct region *)node);
        break;
    case NODE_DEAL:
        bm_plan_open_deal(s, (struct onward *)node);
        break;
    }
    node->opened_to = node->missed > to ? node->missed : to;
}

static bool is_single(const struct node *node)
{
    const struct cell *cell = (const struct cell *)node;
    return node->kind == NODE_CELL && cell->pool->lots[cell->lot].count == 1;
}

static bool opens_at_once(const struct node *node)
{
    return node->kind == NODE_DEAL || is_single(node);
}

/* The price of a single article's cell made what it costs, or not below the budget: false. */
static bool settle_price(struct bm_plan_search *s, struct cell *cell, int32_t budget)
{
    const struct bm_plan_task *task = s->task;
    const uint32_t article = cell->pool->members[cell->pool->lots[cell->lot].first];
    const struct bm_plan_rect rect = {cell->x, cell->w, 0, cell->h};
    if (!task->oracle.settle || task->oracle.settle(task->oracle.context, article, &rect, budget))
        return true;
    cell->node.bound =
        task->articles.prices[bm_plan_index(task, article, cell->x, cell->w, cell->h)];
    return false;
}

/* What a part costs as far as it is known. */
static int32_t known(const struct node *part, uint32_t rank)
{
    return part->n > rank ? part->found[rank].cost : part->bound;
}

/* Settles the parts of a way, as long as it stays below the budget. */
static void settle_way(struct bm_plan_search *s, struct node *node, struct way *way, int32_t budget)
{
    struct node *parts[WAY_PARTS];
    int64_t cost = way->own;
    for (uint32_t k = 0; k < WAY_PARTS; k++) {
        parts[k] = bm_plan_part(s, node, way, k);
        cost += parts[k] ? known(parts[k], way->ranks[k]) : 0;
    }
    way->settled = true;
    for (uint32_t k = 0; k < WAY_PARTS; k++) {
        if (!parts[k] || parts[k]->n > way->ranks[k])
            continue;
        if (cost >= budget) {
            way->settled = false;
            break;
        }
        const int32_t was = known(parts[k], way->ranks[k]);
        const int32_t is =
            bm_plan_settle(s, parts[k], way->ranks[k], (int32_t)(budget - (cost - was)));
        cost += is - was;
        way->settled = way->settled && parts[k]->n > way->ranks[k];
    }
    way->cost = cost < NEVER ? (int32_t)cost : NEVER;
}

/* Whether a way like this one, but for lines, was found before. */
static bool is_variant(const struct node *node, const struct way *way)
{
    for (size_t i = 0; i < node->n; i++) {
        const struct way *f = &node->found[i];
        if (f->kind == way->kind && f->which == way->which &&
            (way->kind != WAY_BESIDE || f->a == way->a))
            return true;
    }
    return false;
}

/* The ways that come after this one: one part in its next way. */
static void add_next(struct bm_plan_search *s, struct node *node, const struct way *way)
{
    for (uint32_t k = way->turned; k < WAY_PARTS; k++) {
        if (!bm_plan_part(s, node, way, k) || way->ranks[k] == UINT16_MAX)
            continue;
        struct way next = *way;
        next.cost -= way->together;
        next.own -= way->together;
        next.together = 0;
        next.settled = next.judged = false;
        next.turned = (uint8_t)k;
        next.ranks[k]++;
        bm_plan_push(s, node, &next);
    }
}

/* Whether what the blocks of the root's cheapest way cost together makes it dearer: then it takes
 * its place anew, and the ways after it are there. */
static bool judge_way(struct bm_plan_search *s, struct region *region)
{
    struct node *node = &region->cell.node;
    struct way way = node->heap[0];
    if (!s->task->oracle.judge || way.judged)
        return false;
    if (region->judged >= scaled(s, JUDGED_MOST)) {
        s->limits_hit |= BM_PLAN_LIMIT_JUDGED;
        return false;
    }
    region->judged++;
    way.judged = true;
    way.together = bm_plan_judge(s, region, &way);
    if (!way.together)
        return false;
    way.own += way.together;
    way.cost = way.cost + way.together < NEVER ? way.cost + way.together : NEVER;
    node->heap[0] = way;
    bm_plan_sift_down(node, 0);
    if (!s->task->varied)
        add_next(s, node, &way);
    return true;
}

int32_t bm_plan_settle(struct bm_plan_search *s, struct node *node, uint32_t rank, int32_t budget)
{
    const int32_t limit = bm_plan_limit_of(s, node);
    while (node->n <= rank) {
        const int32_t opened = node->opened ? node->opened_to : node->bound;
        if (opened < limit && (!node->heap_n || node->heap[0].cost >= opened)) {
            node->bound = opened;
            if (opened >= budget)
                return opened;
            if (is_single(node) && !settle_price(s, (struct cell *)node, budget))
                return node->bound;
            const int32_t step = node->opened && opened > node->first ? opened - node->first : 0;
            const int32_t least = node->kind == NODE_ROOT ? ROOT_STEP : OPEN_STEP;
            const int32_t more = opened + (step > least ? step : least);
            const int32_t to = more > budget ? more : budget;
            open_node(s, node, to < limit && !opens_at_once(node) ? to : limit);
            continue;
        }
        if (!node->heap_n || node->heap[0].cost >= limit)
            return node->bound = NEVER;
        const struct way *top = &node->heap[0];
        node->bound = top->cost;
        if (top->cost >= budget)
            return node->bound;
        if (top->kind == WAY_PINWHEELS) {
            const struct way pinwheels = bm_plan_pop(node);
            bm_plan_expand_pinwheel(s, (struct region *)node, &pinwheels);
            continue;
        }
        if (!top->settled) {
            int32_t enough = budget;
            for (size_t k = 1; k <= 2 && k < node->heap_n; k++)
                enough =
                    node->heap[k].cost + FURTHER < enough ? node->heap[k].cost + FURTHER : enough;
            enough = opened < limit && opened + FURTHER < enough ? opened + FURTHER : enough;
            struct way way = *top;
            settle_way(s, node, &way, enough);
            node->heap[0] = way;
            bm_plan_sift_down(node, 0);
            continue;
        }
        if (node->kind == NODE_ROOT && judge_way(s, (struct region *)node))
            continue;
        const struct way way = bm_plan_pop(node);
        const bool varied = s->task->varied && node->kind != NODE_DEAL;
        if (varied && is_variant(node, &way))
            continue;
        if (s->task->varied && s->flows && node->kind == NODE_DEAL &&
            !bm_plan_is_new_form(s, (struct onward *)node, &way)) {
            add_next(s, node, &way);
            continue;
        }
        node->found =
            bm_arena_grow(s->arena, node->found, node->n, &node->cap, sizeof *node->found);
        node->found[node->n++] = way;
        if (!varied && !way.together)
            add_next(s, node, &way);
    }
    return node->found[rank].cost;
}
