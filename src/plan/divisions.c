/* The divisions of a part, the cheapest first (Huang and Chiang, “Better k-best parsing”, 2005,
 * with bounds from below in place of parts that are not settled yet). */
#include "plan/divide.h"

#include "plan/blocks.h"
#include "plan/limits.h"
#include "plan/pinwheels.h"

/* Adds the part's divisions that cost less, but for those that it has. */
static void open_part(struct bm_plan_search *s, struct part *part, int32_t to)
{
    part->first = part->opened ? part->first : part->bound;
    part->opened_from = part->opened ? part->opened_to : 0;
    part->opened_to = to;
    part->opened = true;
    part->next_dearer = bm_plan_limit_of(s, part);
    spend(s, PART_OPEN);
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
    part->opened_to = part->next_dearer > to ? part->next_dearer : to;
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

/* Settles the parts of a division, as long as it stays below the budget. */
static void settle_division(struct bm_plan_search *s, struct part *part, struct division *division,
                            int32_t budget)
{
    struct part *parts[DIVISION_PARTS];
    int64_t cost = division->own;
    for (uint32_t k = 0; k < DIVISION_PARTS; k++) {
        parts[k] = bm_plan_part(s, part, division, k);
        cost += parts[k] ? known(parts[k], division->ranks[k]) : 0;
    }
    division->settled = true;
    for (uint32_t k = 0; k < DIVISION_PARTS; k++) {
        if (!parts[k] || parts[k]->n > division->ranks[k])
            continue;
        if (cost >= budget) {
            division->settled = false;
            break;
        }
        const int32_t was = known(parts[k], division->ranks[k]);
        const int32_t is =
            bm_plan_settle(s, parts[k], division->ranks[k], (int32_t)(budget - (cost - was)));
        cost += is - was;
        division->settled = division->settled && parts[k]->n > division->ranks[k];
    }
    division->cost = cost < NEVER ? (int32_t)cost : NEVER;
}

/* Whether a division like this one, but for lines, was found before. */
static bool is_variant(const struct part *part, const struct division *division)
{
    for (size_t i = 0; i < part->n; i++) {
        const struct division *f = &part->found[i];
        if (f->kind == division->kind && f->which == division->which &&
            (division->kind != DIVISION_BESIDE || f->a == division->a))
            return true;
    }
    return false;
}

/* The divisions that come after this one: one part in its next division. */
static void add_next(struct bm_plan_search *s, struct part *part, const struct division *division)
{
    for (uint32_t k = division->turned; k < DIVISION_PARTS; k++) {
        if (!bm_plan_part(s, part, division, k) || division->ranks[k] == UINT16_MAX)
            continue;
        struct division next = *division;
        next.cost -= division->together;
        next.own -= division->together;
        next.together = 0;
        next.settled = next.judged = false;
        next.turned = (uint8_t)k;
        next.ranks[k]++;
        bm_plan_push(s, part, &next);
    }
}

/* Whether what the blocks of the region's cheapest division cost together makes it dearer: then it
 * takes its place anew, and the divisions after it are there. Where too many were judged it is
 * left out: among those that were judged one is better than one that only looks cheap. */
static bool judge_division(struct bm_plan_search *s, struct region *region)
{
    struct part *part = &region->cell.part;
    struct division division = part->heap[0];
    if (!s->task->oracle.judge || division.judged)
        return false;
    if (region->judged >= scaled(s, JUDGED_MOST)) {
        s->limits_hit |= BM_LIMIT_BIT(DIVISIONS);
        /* What is left out costs no less than all that is still to come. */
        if (bound_of_rest(s) < s->left_out)
            s->left_out = bound_of_rest(s);
        bm_plan_pop(part);
        return true;
    }
    region->judged++;
    spend(s, PART_JUDGE);
    division.judged = true;
    division.together = bm_plan_judge(s, region, &division);
    if (!division.together)
        return false;
    division.own += division.together;
    division.cost =
        division.cost + division.together < NEVER ? division.cost + division.together : NEVER;
    part->heap[0] = division;
    bm_plan_sift_down(part, 0);
    if (!s->task->varied)
        add_next(s, part, &division);
    return true;
}

/* The division on top is the part's, with what its blocks cost together. */
static int32_t take_in_haste(struct bm_plan_search *s, struct part *part)
{
    struct division division = bm_plan_pop(part);
    if (part->kind == PART_REGION && s->task->oracle.judge && !division.judged) {
        division.judged = true;
        division.together = bm_plan_judge(s, (struct region *)part, &division);
        division.own += division.together;
        division.cost =
            (int32_t)bm_plan_lesser((int64_t)division.cost + division.together, NEVER - 1);
    }
    part->found = bm_arena_grow(s->arena, part->found, part->n, &part->cap, sizeof *part->found);
    part->found[part->n++] = division;
    return division.cost;
}

int32_t bm_plan_settle(struct bm_plan_search *s, struct part *part, uint32_t rank, int32_t budget)
{
    const int32_t limit = bm_plan_limit_of(s, part);
    while (part->n <= rank) {
        if (is_spent(s))
            return part->bound;
        spend(s, turn(part));
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
        const struct division *top = &part->heap[0];
        part->bound = top->cost;
        if (top->cost >= budget && !s->haste.on)
            return part->bound;
        if (top->kind == DIVISION_PINWHEELS) {
            const struct division pinwheels = bm_plan_pop(part);
            if (s->haste.on)
                continue;
            bm_plan_expand_pinwheel(s, (struct region *)part, &pinwheels);
            continue;
        }
        if (!top->settled) {
            int32_t enough = budget;
            for (size_t k = 1; k <= 2 && k < part->heap_n; k++)
                enough =
                    part->heap[k].cost + FURTHER < enough ? part->heap[k].cost + FURTHER : enough;
            enough = opened < limit && opened + FURTHER < enough ? opened + FURTHER : enough;
            enough = s->haste.on ? limit : enough;
            struct division division = *top;
            settle_division(s, part, &division, enough);
            part->heap[0] = division;
            if (s->haste.on && division.settled && division.cost < limit)
                return take_in_haste(s, part);
            bm_plan_sift_down(part, 0);
            continue;
        }
        if (s->haste.on)
            return take_in_haste(s, part);
        if (part->kind == PART_REGION && judge_division(s, (struct region *)part))
            continue;
        const struct division division = bm_plan_pop(part);
        const bool varied = s->task->varied && part->kind != PART_ONWARD;
        if (varied && is_variant(part, &division))
            continue;
        if (s->task->varied && s->jumps && part->kind == PART_ONWARD &&
            !bm_plan_is_new_shape(s, (struct onward *)part, &division)) {
            add_next(s, part, &division);
            continue;
        }
        part->found =
            bm_arena_grow(s->arena, part->found, part->n, &part->cap, sizeof *part->found);
        part->found[part->n++] = division;
        if (!varied && !division.together)
            add_next(s, part, &division);
    }
    return part->found[rank].cost;
}
