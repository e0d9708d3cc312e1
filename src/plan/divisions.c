/* The ways of a part, the cheapest first (Huang and Chiang, “Better k-best parsing”, 2005, with
 * bounds from below in place of parts that are not settled yet). */
#include "plan/divide.h"

#include "plan/blocks.h"
#include "plan/limits.h"
#include "plan/pinwheels.h"

#include <string.h>

/* Adds the part's ways that cost less, but for those that it has. */
static void open_part(struct bm_plan_search *s, struct part *part, int32_t to)
{
    part->first = part->opened ? part->first : part->bound;
    part->opened_from = part->opened ? part->opened_to : 0;
    part->opened_to = to;
    part->opened = true;
    part->missed = bm_plan_limit_of(s, part);
    switch (part->kind) {
    case PART_CELL:
        bm_plan_open_cell(s, (struct cell *)part);
        break;
    case PART_REGION:
        bm_plan_open_region(s, (struct region *)part);
        break;
    case PART_ONWARD:
        bm_plan_open_onward(s, (struct onward *)part);
        break;
    }
    part->opened_to = part->missed > to ? part->missed : to;
}

static bool is_single(const struct part *part)
{
    const struct cell *cell = (const struct cell *)part;
    return part->kind == PART_CELL && cell->pool->lots[cell->lot].count == 1;
}

static bool opens_at_once(const struct part *part)
{
    return part->kind == PART_ONWARD || is_single(part);
}

/* The price of a single article's cell made what it costs, or not below the budget: false. */
static bool settle_price(struct bm_plan_search *s, struct cell *cell, int32_t budget)
{
    const struct bm_plan_task *task = s->task;
    const uint32_t article = cell->pool->members[cell->pool->lots[cell->lot].first];
    const struct bm_plan_rect rect = {cell->x, cell->w, 0, cell->h};
    if (!task->oracle.settle || task->oracle.settle(task->oracle.context, article, &rect, budget))
        return true;
    cell->part.bound =
        task->articles.prices[bm_plan_index(task, article, cell->x, cell->w, cell->h)];
    return false;
}

/* What a part costs as far as it is known. */
static int32_t known(const struct part *part, uint32_t rank)
{
    return part->n > rank ? part->found[rank].cost : part->bound;
}

/* Settles the parts of a way, as long as it stays below the budget. */
static void settle_way(struct bm_plan_search *s, struct part *part, struct way *way, int32_t budget)
{
    struct part *parts[WAY_PARTS];
    int64_t cost = way->own;
    for (uint32_t k = 0; k < WAY_PARTS; k++) {
        parts[k] = bm_plan_part(s, part, way, k);
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
static bool is_variant(const struct part *part, const struct way *way)
{
    for (size_t i = 0; i < part->n; i++) {
        const struct way *f = &part->found[i];
        if (f->kind == way->kind && f->which == way->which &&
            (way->kind != WAY_BESIDE || f->a == way->a))
            return true;
    }
    return false;
}

/* The ways that come after this one: one part in its next way. */
static void add_next(struct bm_plan_search *s, struct part *part, const struct way *way)
{
    for (uint32_t k = way->turned; k < WAY_PARTS; k++) {
        if (!bm_plan_part(s, part, way, k) || way->ranks[k] == UINT16_MAX)
            continue;
        struct way next = *way;
        next.cost -= way->together;
        next.own -= way->together;
        next.together = 0;
        next.settled = next.judged = false;
        next.turned = (uint8_t)k;
        next.ranks[k]++;
        bm_plan_push(s, part, &next);
    }
}

/* Whether what the blocks of the region's cheapest way cost together makes it dearer: then it takes
 * its place anew, and the ways after it are there. */
static bool judge_way(struct bm_plan_search *s, struct region *region)
{
    struct part *part = &region->cell.part;
    struct way way = part->heap[0];
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
    part->heap[0] = way;
    bm_plan_sift_down(part, 0);
    if (!s->task->varied)
        add_next(s, part, &way);
    return true;
}

int32_t bm_plan_settle(struct bm_plan_search *s, struct part *part, uint32_t rank, int32_t budget)
{
    const int32_t limit = bm_plan_limit_of(s, part);
    while (part->n <= rank) {
        const int32_t opened = part->opened ? part->opened_to : part->bound;
        if (opened < limit && (!part->heap_n || part->heap[0].cost >= opened)) {
            part->bound = opened;
            if (opened >= budget)
                return opened;
            if (is_single(part) && !settle_price(s, (struct cell *)part, budget))
                return part->bound;
            const int32_t step = part->opened && opened > part->first ? opened - part->first : 0;
            const int32_t least = part->kind == PART_REGION ? REGION_STEP : OPEN_STEP;
            const int32_t more = opened + (step > least ? step : least);
            const int32_t to = more > budget ? more : budget;
            open_part(s, part, to < limit && !opens_at_once(part) ? to : limit);
            continue;
        }
        if (!part->heap_n || part->heap[0].cost >= limit)
            return part->bound = NEVER;
        const struct way *top = &part->heap[0];
        part->bound = top->cost;
        if (top->cost >= budget)
            return part->bound;
        if (top->kind == WAY_PINWHEELS) {
            const struct way pinwheels = bm_plan_pop(part);
            bm_plan_expand_pinwheel(s, (struct region *)part, &pinwheels);
            continue;
        }
        if (!top->settled) {
            int32_t enough = budget;
            for (size_t k = 1; k <= 2 && k < part->heap_n; k++)
                enough =
                    part->heap[k].cost + FURTHER < enough ? part->heap[k].cost + FURTHER : enough;
            enough = opened < limit && opened + FURTHER < enough ? opened + FURTHER : enough;
            struct way way = *top;
            settle_way(s, part, &way, enough);
            part->heap[0] = way;
            bm_plan_sift_down(part, 0);
            continue;
        }
        if (part->kind == PART_REGION && judge_way(s, (struct region *)part))
            continue;
        const struct way way = bm_plan_pop(part);
        const bool varied = s->task->varied && part->kind != PART_ONWARD;
        if (varied && is_variant(part, &way))
            continue;
        if (s->task->varied && s->flows && part->kind == PART_ONWARD &&
            !bm_plan_is_new_form(s, (struct onward *)part, &way)) {
            add_next(s, part, &way);
            continue;
        }
        part->found =
            bm_arena_grow(s->arena, part->found, part->n, &part->cap, sizeof *part->found);
        part->found[part->n++] = way;
        if (!varied && !way.together)
            add_next(s, part, &way);
    }
    return part->found[rank].cost;
}
