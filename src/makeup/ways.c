/* The ways of a part, the cheapest first (Huang and Chiang, “Better k-best parsing”, 2005, with
 * bounds from below in place of parts that are not settled yet). */
#include "makeup/plan_steps.h"

#include <string.h>

#define ROOT_STEP   1600
#define FURTHER     100     /* so much further than the next best way is a way settled at once */
#define JUDGED_MOST 1000000 /* a guard: ways of one region; those after them pass unjudged */

void bm_plan_grow_table(struct bm_plan_search *s, struct node_table *t,
                        uint32_t (*hash)(const struct node *))
{
    if (t->slots && t->n * 2 < t->slots)
        return;
    struct node **old = t->v;
    const uint32_t slots = t->slots;
    t->slots = slots ? 2 * slots : 64;
    t->v = bm_arena_array(s->arena, t->slots, sizeof *t->v);
    for (uint32_t i = 0; i < slots; i++) {
        if (!old[i])
            continue;
        uint32_t h = hash(old[i]);
        while (t->v[h % t->slots])
            h++;
        t->v[h % t->slots] = old[i];
    }
}

struct node *bm_plan_cell(struct bm_plan_search *s, const struct universe *u, uint32_t set,
                          uint32_t top, uint32_t x, uint32_t w, uint32_t h)
{
    struct table *t = &u->sets[set].tables[span_index(s->task->columns, x, w)];
    const uint32_t heights = t->end - t->from;
    if (!t->nodes)
        t->nodes = bm_arena_array(s->arena, (size_t)TOPS * heights, sizeof *t->nodes);
    struct node **at = &t->nodes[top * heights + h - 1 - t->from];
    if (!*at) {
        *at = BM_NEW(s->arena, struct node);
        **at = (struct node){.kind = NODE_CELL,
                             .u = u,
                             .set = set,
                             .top = (uint8_t)top,
                             .x = x,
                             .w = w,
                             .h = h,
                             .bound = cost_at(t, top, h)};
    }
    return *at;
}

struct node *bm_plan_part(struct bm_plan_search *s, const struct node *node, const struct way *way,
                          uint32_t part)
{
    const struct universe *u = node->u;
    const uint32_t x = node->x, w = node->w, h = node->h;
    if (way->kind == WAY_DEAL) {
        const struct deal *d = &node->deals[way->which];
        const struct deal_part *p = part < d->part_count ? &d->parts[part] : NULL;
        if (p && p->straight)
            return bm_plan_cell(s, d->u, p->set, way->tops[part], p->rect.column, p->rect.columns,
                                p->rect.lines);
        if (p)
            return bm_plan_root(s, d->u, p->set, &p->rect);
        if (part == PART_FOOT && d->foot.columns)
            return bm_plan_cell(s, s->foot_of[node->region], 0, way->tops[part], d->foot.column,
                                d->foot.columns, d->foot.lines);
        if (part == PART_NEXT && node->region + 1 < s->task->region_count)
            return bm_plan_deal(s, node->region + 1, d->downset, d->rest);
        return NULL;
    }
    if (way->kind == WAY_PINWHEEL) {
        const struct pinwheel *wheel = &node->wheels[way->which];
        struct bm_plan_rect b[5];
        bm_plan_blocks(wheel, &(struct bm_plan_rect){x, w, 0, h}, way->a, way->b, b);
        return bm_plan_cell(s, u, wheel->sets[part], way->tops[part], b[part].column,
                            b[part].columns, b[part].lines);
    }
    if (way->kind == WAY_SINGLE)
        return node->kind == NODE_ROOT && part == 0
                   ? bm_plan_cell(s, u, node->set, way->tops[0], x, w, h)
                   : NULL;
    if (part > 1)
        return NULL;
    const struct split *split = &u->splits[way->which];
    if (way->kind == WAY_BELOW)
        return part ? bm_plan_cell(s, u, split->later, way->tops[1], x, w, h - way->a)
                    : bm_plan_cell(s, u, split->earlier, way->tops[0], x, w, way->a);
    return part ? bm_plan_cell(s, u, split->later, way->tops[1], x + way->a, w - way->a, h)
                : bm_plan_cell(s, u, split->earlier, way->tops[0], x, way->a, h);
}

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

static void sift_down(struct node *node, size_t i)
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

static void push(struct bm_plan_search *s, struct node *node, const struct way *way)
{
    node->heap =
        bm_arena_grow(s->arena, node->heap, node->heap_n, &node->heap_cap, sizeof *node->heap);
    size_t i = node->heap_n++;
    for (; i && before(way, &node->heap[(i - 1) / 2]); i = (i - 1) / 2)
        node->heap[i] = node->heap[(i - 1) / 2];
    node->heap[i] = *way;
}

static struct way pop(struct node *node)
{
    struct way top = node->heap[0];
    node->heap[0] = node->heap[--node->heap_n];
    sift_down(node, 0);
    return top;
}

static int32_t limit_of(const struct bm_plan_search *s, const struct node *node)
{
    return node->kind == NODE_DEAL ? s->task->limit : node->u->sets[node->set].limit;
}

void bm_plan_add_way(struct bm_plan_search *s, struct node *node, struct way way)
{
    if (!bm_plan_pass_over(node, way.cost) && way.cost >= node->opened_from)
        push(s, node, &way);
}

void bm_plan_add_turned(struct bm_plan_search *s, struct node *node, struct way way)
{
    way.order = way_order(WAY_PINWHEEL, 0, 0, 0) + node->turned++;
    push(s, node, &way);
}

/* Whether a division with these heads at its top left and top right is one of the node: a region
 * may have any. */
static bool has_tops(const struct node *node, uint32_t left, uint32_t right)
{
    return node->kind == NODE_ROOT || ((left & 1) | (right & 2)) == node->top;
}

/* One set below the other, cut at every line. */
static void cuts_across(struct bm_plan_search *s, struct node *node, uint32_t k)
{
    const struct split *split = &node->u->splits[node->u->sets[node->set].split + k];
    const struct table *upper = table_of(s, node->u, split->earlier, node->x, node->w);
    const struct table *lower = table_of(s, node->u, split->later, node->x, node->w);
    const int32_t own = through_cost(s, is_through_across(s, node->w));
    if (bm_plan_pass_over(node, upper->least + lower->least + own))
        return;
    for (uint32_t f = 0; f < TOPS * TOPS; f++) {
        const uint32_t top = f / TOPS, under = f % TOPS;
        if (!upper->v[top] || !lower->v[under] || !has_tops(node, top, top))
            continue;
        for (uint32_t a = upper->from + 1; a <= upper->end && a < node->h; a++)
            bm_plan_add_way(s, node,
                            (struct way){.cost = cost_at(upper, top, a) +
                                                 cost_at(lower, under, node->h - a) + own,
                                         .own = own,
                                         .order = way_order(WAY_BELOW, k, a, f),
                                         .kind = WAY_BELOW,
                                         .which = (uint32_t)(split - node->u->splits),
                                         .a = (uint16_t)a,
                                         .tops = {(uint8_t)top, (uint8_t)under}});
    }
}

/* One set beside the other, cut after v columns. */
static void cuts_down(struct bm_plan_search *s, struct node *node, uint32_t k, uint32_t v)
{
    const struct split *split = &node->u->splits[node->u->sets[node->set].split + k];
    const struct table *left = table_of(s, node->u, split->earlier, node->x, v);
    const struct table *right = table_of(s, node->u, split->later, node->x + v, node->w - v);
    const int32_t through = through_cost(s, is_through_down(s, node->h));
    for (uint32_t f = 0; f < TOPS * TOPS; f++) {
        const uint32_t l = f / TOPS, r = f % TOPS;
        const int32_t own = through + butting_of(s, l, r);
        if (left->v[l] && right->v[r] && has_tops(node, l, r))
            bm_plan_add_way(
                s, node,
                (struct way){.cost = cost_at(left, l, node->h) + cost_at(right, r, node->h) + own,
                             .own = own,
                             .order = way_order(WAY_BESIDE, k, v, f),
                             .kind = WAY_BESIDE,
                             .which = (uint32_t)(split - node->u->splits),
                             .a = (uint16_t)v,
                             .tops = {(uint8_t)l, (uint8_t)r}});
    }
}

void bm_plan_add_cuts(struct bm_plan_search *s, struct node *node)
{
    const uint32_t splits = node->u->sets[node->set].splits;
    for (uint32_t k = 0; k < splits; k++)
        cuts_across(s, node, k);
    for (uint32_t k = 0; k < splits; k++)
        for (uint32_t v = 1; v < node->w; v++)
            cuts_down(s, node, k, v);
}

static void open_cell(struct bm_plan_search *s, struct node *node)
{
    const struct universe *u = node->u;
    const struct set *set = &u->sets[node->set];
    const uint32_t x = node->x, w = node->w, h = node->h;
    if (set->count == 1) {
        const size_t price = bm_plan_index(s->task, u->members[set->first], x, w, h);
        bm_plan_add_way(
            s, node,
            (struct way){.cost = s->task->prices[price], .kind = WAY_SINGLE, .settled = true});
        return;
    }
    bm_plan_add_cuts(s, node);
}

/* Adds the node's ways that cost less, but for those that it has. */
static void open_node(struct bm_plan_search *s, struct node *node, int32_t to)
{
    node->first = node->opened ? node->first : node->bound;
    node->opened_from = node->opened ? node->opened_to : 0;
    node->opened_to = to;
    node->opened = true;
    node->missed = limit_of(s, node);
    switch (node->kind) {
    case NODE_CELL:
        open_cell(s, node);
        break;
    case NODE_ROOT:
        bm_plan_open_root(s, node);
        break;
    case NODE_DEAL:
        bm_plan_open_deal(s, node);
        break;
    }
    node->opened_to = node->missed > to ? node->missed : to;
}

static bool is_single(const struct node *node)
{
    return node->kind == NODE_CELL && node->u->sets[node->set].count == 1;
}

static bool opens_at_once(const struct node *node)
{
    return node->kind == NODE_DEAL || is_single(node);
}

/* The price of a single article's cell made what it costs, or not below the budget: false. */
static bool settle_price(struct bm_plan_search *s, struct node *node, int32_t budget)
{
    const struct bm_plan_task *task = s->task;
    const uint32_t article = node->u->members[node->u->sets[node->set].first];
    const struct bm_plan_rect rect = {node->x, node->w, 0, node->h};
    if (!task->settle || task->settle(task->context, article, &rect, budget))
        return true;
    node->bound = task->prices[bm_plan_index(task, article, node->x, node->w, node->h)];
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
        push(s, node, &next);
    }
}

/* Whether what the blocks of the root's cheapest way cost together makes it dearer: then it takes
 * its place anew, and the ways after it are there. */
static bool judge_way(struct bm_plan_search *s, struct node *node)
{
    struct way way = node->heap[0];
    if (node->kind != NODE_ROOT || !s->task->judge || way.judged || node->judged >= JUDGED_MOST)
        return false;
    node->judged++;
    way.judged = true;
    way.together = bm_plan_judge(s, node, &way);
    if (!way.together)
        return false;
    way.own += way.together;
    way.cost = way.cost + way.together < NEVER ? way.cost + way.together : NEVER;
    node->heap[0] = way;
    sift_down(node, 0);
    if (!s->task->varied)
        add_next(s, node, &way);
    return true;
}

int32_t bm_plan_settle(struct bm_plan_search *s, struct node *node, uint32_t rank, int32_t budget)
{
    const int32_t limit = limit_of(s, node);
    while (node->n <= rank) {
        const int32_t opened = node->opened ? node->opened_to : node->bound;
        if (opened < limit && (!node->heap_n || node->heap[0].cost >= opened)) {
            node->bound = opened;
            if (opened >= budget)
                return opened;
            if (is_single(node) && !settle_price(s, node, budget))
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
            const struct way wheels = pop(node);
            bm_plan_expand(s, node, &wheels);
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
            sift_down(node, 0);
            continue;
        }
        if (judge_way(s, node))
            continue;
        const struct way way = pop(node);
        const bool varied = s->task->varied && node->kind != NODE_DEAL;
        if (varied && is_variant(node, &way))
            continue;
        if (s->task->varied && s->flows && node->kind == NODE_DEAL &&
            !bm_plan_is_new_form(s, node, &way)) {
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
