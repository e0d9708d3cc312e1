/* Plans made better part by part: a large neighbourhood search. A window is a rectangle that whole
 * blocks fill; the articles in it are divided anew by the exact search, which is quick for a few.
 */
#include "compose/refine.h"

#include "base/index.h"
#include "compose/jumps.h"
#include "compose/limits.h"
#include "compose/prices.h"

#include <stdlib.h>

/* Blocks that fill a rectangle of a region. */
struct window {
    struct bm_plan_rect rect;
    uint32_t region, count;
    uint32_t members[WINDOW_MOST]; /* ascending */
    int64_t cost;                  /* of its articles and faults now */
    int64_t above;                 /* what they cost at their best */
};

/* A window, or two of regions that follow one another, being divided anew. */
struct part {
    struct planner *p;
    struct bm_plan_task task;
    struct bm_plan_region regions[2];
    uint32_t of[2]; /* the planner's regions */
    uint32_t members[WINDOW_MOST];
    struct bm_plan_article list[WINDOW_MOST];
    int32_t *prices;
};

struct refining {
    struct planner *p;
    struct bm_arena *arena; /* of searches */
    struct judged *best;
    int64_t *least; /* of each article, at its best */
    struct window *windows;
    uint32_t n;
    size_t cap;
    struct bm_index tried; /* windows, by what was tried in them */
    uint64_t *keys;
    size_t key_count, key_cap;
};

static bool overlap(const struct bm_plan_rect *a, const struct bm_plan_rect *b)
{
    return a->column < b->column + b->columns && b->column < a->column + a->columns &&
           a->line < b->line + b->lines && b->line < a->line + a->lines;
}

static struct bm_plan_rect hull(const struct bm_plan_rect *a, const struct bm_plan_rect *b)
{
    const uint32_t x = a->column < b->column ? a->column : b->column;
    const uint32_t y = a->line < b->line ? a->line : b->line;
    const uint32_t right = a->column + a->columns > b->column + b->columns ? a->column + a->columns
                                                                           : b->column + b->columns;
    const uint32_t foot =
        a->line + a->lines > b->line + b->lines ? a->line + a->lines : b->line + b->lines;
    return (struct bm_plan_rect){x, right - x, y, foot - y};
}

static bool is_free(const struct planner *p, const struct bm_plan *plan, uint32_t article)
{
    return !bm_plan_goes_on(plan, article) && !p->list[article].foot;
}

/* The smallest window that holds the rectangle; false: whole blocks do not fill it, or it is too
 * large. */
static bool find_window(const struct refining *r, uint32_t region, struct bm_plan_rect rect,
                        struct window *w)
{
    const struct bm_plan *plan = &r->best->plan;
    for (bool grown = true; grown;) {
        uint64_t filled = 0;
        grown = false;
        *w = (struct window){.rect = rect, .region = region};
        for (uint32_t a = 0; a < r->p->task.articles.n && !grown; a++) {
            const struct bm_plan_rect *b = &plan->blocks[a];
            if (plan->regions[a] != region || !overlap(b, &rect))
                continue;
            if (w->count == WINDOW_MOST || !is_free(r->p, plan, a))
                return false;
            const struct bm_plan_rect with = hull(&rect, b);
            grown = memcmp(&with, &rect, sizeof with) != 0;
            rect = with;
            filled += (uint64_t)b->columns * b->lines;
            w->members[w->count++] = a;
        }
        if (!grown && filled != (uint64_t)rect.columns * rect.lines)
            return false; /* a strip, or a foot */
    }
    return true;
}

static int32_t price_at(const struct planner *p, uint32_t article, const struct bm_plan_rect *r)
{
    return p->prices[bm_plan_index(&p->task, article, r->column, r->columns, r->lines)];
}

/* What the window costs now, and above what its articles cost at their best. */
static void reckon_window(const struct refining *r, struct window *w)
{
    const struct bm_plan *plan = &r->best->plan;
    struct bm_plan_block blocks[WINDOW_MOST];
    for (uint32_t k = 0; k < w->count; k++) {
        const uint32_t a = w->members[k];
        blocks[k] = (struct bm_plan_block){a, plan->blocks[a]};
        w->cost += price_at(r->p, a, &plan->blocks[a]);
        w->above -= r->least[a];
    }
    w->cost += bm_compose_judge_part(r->p, &w->rect, blocks, w->count);
    w->above += w->cost;
}

static bool has_window(const struct refining *r, const struct window *w)
{
    for (uint32_t i = r->n; i-- > 0 && r->windows[i].region == w->region;)
        if (memcmp(&r->windows[i].rect, &w->rect, sizeof w->rect) == 0)
            return true;
    return false;
}

/* All windows of so many blocks at most. */
static void find_windows(struct refining *r, uint32_t most)
{
    const struct bm_plan *plan = &r->best->plan;
    const uint32_t n = r->p->task.articles.n;
    r->n = 0;
    for (uint32_t region = 0; region < r->p->task.grid.region_count; region++)
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = a; b < n; b++) {
                struct window w;
                if (plan->regions[a] != region || plan->regions[b] != region ||
                    !is_free(r->p, plan, a) || !is_free(r->p, plan, b) ||
                    !find_window(r, region, hull(&plan->blocks[a], &plan->blocks[b]), &w) ||
                    w.count > most || has_window(r, &w))
                    continue;
                reckon_window(r, &w);
                r->windows = bm_arena_grow(r->p->work, r->windows, r->n, &r->cap, sizeof w);
                r->windows[r->n++] = w;
            }
}

static bool settle(void *context, uint32_t article, const struct bm_plan_rect *rect, int32_t budget)
{
    struct part *part = context;
    const uint32_t a = part->members[article];
    const bool settled = bm_compose_price_exactly(part->p, a, rect, budget);
    part->prices[bm_plan_index(&part->task, article, rect->column, rect->columns, rect->lines)] =
        price_at(part->p, a, rect);
    return settled;
}

static int32_t judge(void *context, const struct bm_plan_rect *rect,
                     const struct bm_plan_block *blocks, uint32_t count)
{
    struct part *part = context;
    struct bm_plan_block own[WINDOW_MOST];
    for (uint32_t k = 0; k < count; k++)
        own[k] = (struct bm_plan_block){part->members[blocks[k].article], blocks[k].rect};
    return bm_compose_judge_part(part->p, rect, own, count);
}

/* Where one of a window's articles must stand: in the window of its region, or, where both are of
 * that, in either. */
static void place_in_windows(struct part *part, uint32_t i, uint32_t count)
{
    struct bm_plan_article *a = &part->list[i];
    uint32_t of = 0, last = 0;
    for (uint32_t k = 0; k < count && a->page; k++)
        if (bm_plan_is_own(&part->p->task, part->members[i], part->of[k])) {
            of++;
            last = k;
        }
    a->region = last + 1;
    if (of == count && !a->foot)
        a->page = 0;
}

/* A task of its own for one window, or two: prices are those of the planner where they may be
 * needed. */
static void open_part(struct part *part, struct planner *p, struct bm_arena *arena,
                      const struct window *const *windows, uint32_t count, int64_t limit)
{
    *part = (struct part){.p = p, .task = p->task};
    uint32_t n = 0, lines = 0;
    for (uint32_t k = 0; k < count; k++) {
        part->of[k] = windows[k]->region;
        part->regions[k] = (struct bm_plan_region){
            windows[k]->rect, p->task.grid.regions[windows[k]->region].page, 0};
        lines = windows[k]->rect.lines > lines ? windows[k]->rect.lines : lines;
        for (uint32_t i = 0; i < windows[k]->count; i++) {
            uint32_t at = n++;
            for (; at && part->members[at - 1] > windows[k]->members[i]; at--)
                part->members[at] = part->members[at - 1];
            part->members[at] = windows[k]->members[i];
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        part->list[i] = p->list[part->members[i]];
        part->list[i].rows = 0;
        place_in_windows(part, i, count);
    }
    part->task.grid.lines = lines;
    part->task.grid.regions = part->regions;
    part->task.grid.region_count = count;
    part->task.limit = (int32_t)bm_plan_lesser(limit, BM_PLAN_NEVER);
    part->task.margin = 0;
    const size_t all = bm_plan_index(&part->task, n, 0, 1, 1);
    part->prices = bm_arena_array(arena, all, sizeof *part->prices);
    for (size_t i = 0; i < all; i++)
        part->prices[i] = BM_PLAN_NEVER;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < count; k++) {
            const struct bm_plan_rect *g = &windows[k]->rect;
            for (uint32_t x = g->column; x < g->column + g->columns; x++)
                for (uint32_t w = 1; x + w <= g->column + g->columns; w++)
                    memcpy(&part->prices[bm_plan_index(&part->task, i, x, w, 1)],
                           &p->prices[bm_plan_index(&p->task, part->members[i], x, w, 1)],
                           lines * sizeof *part->prices);
        }
    part->task.articles = (struct bm_plan_articles){part->list, n, part->prices};
    part->task.oracle = (struct bm_plan_oracle){.settle = settle, .judge = judge, .context = part};
}

/* Whether it was tried before; from now on it was. */
static bool was_tried(struct refining *r, const struct window *const *windows, uint32_t count)
{
    uint64_t key = BM_HASH_START;
    size_t at = 0;
    uint32_t i;
    for (uint32_t k = 0; k < count; k++) {
        key = bm_hash(key, &windows[k]->rect, sizeof windows[k]->rect);
        key = bm_hash(key, &windows[k]->region, sizeof windows[k]->region);
        key = bm_hash(key, windows[k]->members, windows[k]->count * sizeof(uint32_t));
        key = bm_hash(key, &windows[k]->cost, sizeof windows[k]->cost);
    }
    while ((i = bm_index_next(&r->tried, key, &at)) != BM_INDEX_NONE)
        if (r->keys[i] == key)
            return true;
    r->keys = bm_arena_grow(r->p->work, r->keys, r->key_count, &r->key_cap, sizeof *r->keys);
    r->keys[r->key_count] = key;
    bm_index_add(r->p->work, &r->tried, key, r->key_count++);
    return false;
}

/* Articles of one rank, the most that may change places. */
static uint32_t longest_rank(const struct part *part)
{
    uint32_t longest = 0, run = 0;
    for (uint32_t i = 0; i < part->task.articles.n; i++) {
        run = i && part->list[i].rank == part->list[i - 1].rank ? run + 1 : 1;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* Divides it anew; true: the whole plan is cheaper so. */
static bool better_part(struct refining *r, const struct window *const *windows, uint32_t count)
{
    struct planner *p = r->p;
    struct part part;
    struct bm_plan found;
    int64_t limit = 0;
    bool better = false;
    if (was_tried(r, windows, count))
        return false;
    for (uint32_t k = 0; k < count; k++)
        limit += windows[k]->cost;
    bm_arena_clear(r->arena);
    open_part(&part, p, r->arena, windows, count, limit);
    /* Where too many could change places they keep to the list. */
    for (uint32_t i = 0; i < part.task.articles.n && longest_rank(&part) > WINDOW_RANK; i++)
        part.list[i].rank = i + 1;
    const struct bm_budget all = *p->budget;
    *p->budget = bm_budget_share(p->budget, WINDOW_SHARE, 100);
    struct bm_plan_search *search = bm_plan_open(r->arena, &part.task);
    for (uint32_t k = 0; k < WINDOW_PLANS && !better && bm_plan_next(search, &found); k++) {
        struct judged tried, kept;
        bm_compose_keep_judged(p, r->best, &kept);
        for (uint32_t i = 0; i < part.task.articles.n; i++) {
            kept.plan.blocks[part.members[i]] = found.blocks[i];
            kept.plan.regions[part.members[i]] = part.of[found.regions[i]];
        }
        bm_compose_judge_anew(p, &kept.plan, &tried);
        bm_budget_take(p->budget, (uint64_t)p->task.articles.n * p->task.articles.n / JUDGED_PARTS);
        better = tried.cost < r->best->cost;
        if (!better)
            continue;
        tried.bound = r->best->bound;
        tried.unseen_bound = r->best->unseen_bound;
        bm_compose_keep_judged(p, &tried, r->best);
    }
    p->states += bm_plan_states(search);
    p->budget->parts_most = all.parts_most;
    p->budget->bytes_most = all.bytes_most;
    return better;
}

/* As it is now; false: it is no window any more. */
static bool renew(const struct refining *r, const struct window *from, struct window *w)
{
    if (!find_window(r, from->region, from->rect, w) ||
        memcmp(&w->rect, &from->rect, sizeof w->rect) != 0)
        return false;
    reckon_window(r, w);
    return true;
}

/* What may be gained most stands first. */
static int by_gain(const void *a, const void *b)
{
    const struct window *x = a, *y = b;
    if (x->above != y->above)
        return x->above < y->above ? 1 : -1;
    if (x->region != y->region)
        return x->region < y->region ? -1 : 1;
    return memcmp(&x->rect, &y->rect, sizeof x->rect);
}

static bool is_over(const struct refining *r)
{
    return bm_budget_is_spent(r->p->budget, 0);
}

/* Windows by themselves; those with more than so much to gain. */
static bool try_windows(struct refining *r)
{
    bool better = false;
    for (uint32_t i = 0; i < r->n && !is_over(r); i++) {
        struct window w;
        const struct window *const one[] = {&w};
        if (r->windows[i].count > 1 && renew(r, &r->windows[i], &w))
            better |= better_part(r, one, 1);
    }
    return better;
}

/* Whether articles may change places between two windows: of regions that follow one another, or
 * one before the other in one region. */
static bool are_mates(const struct window *a, const struct window *b)
{
    if (a->region != b->region)
        return b->region == a->region + 1;
    return !overlap(&a->rect, &b->rect) && (a->rect.column + a->rect.columns <= b->rect.column ||
                                            (a->rect.line + a->rect.lines <= b->rect.line &&
                                             b->rect.column + b->rect.columns > a->rect.column));
}

/* Two windows together. */
static bool try_pairs(struct refining *r, uint32_t most)
{
    bool better = false;
    for (uint32_t i = 0; i < r->n && !is_over(r); i++) {
        uint32_t mates = 0;
        for (uint32_t k = 0; k < r->n && mates < WINDOW_MATES && !is_over(r); k++) {
            struct window first, second;
            const struct window *const both[] = {&first, &second};
            if (r->windows[k].count + r->windows[i].count > most ||
                !are_mates(&r->windows[i], &r->windows[k]))
                continue;
            mates++;
            /* They may hold more since the plan became better. */
            if (renew(r, &r->windows[i], &first) && renew(r, &r->windows[k], &second) &&
                first.count + second.count <= most)
                better |= better_part(r, both, 2);
        }
    }
    return better;
}

void bm_compose_refine(struct planner *p, struct bm_arena *arena, uint32_t most,
                       struct judged *best)
{
    const uint32_t n = p->task.articles.n;
    const uint64_t looking = (uint64_t)n * n * (PART_WINDOW + n / WINDOW_PARTS);
    const size_t each = bm_plan_index(&p->task, 1, 0, 1, 1);
    struct refining r = {
        .p = p, .arena = arena, .best = best, .least = BM_NEW_N(p->work, n + 1, int64_t)};
    for (uint32_t a = 0; a < n; a++) {
        r.least[a] = BM_PRICE_MOST;
        for (size_t k = 0; k < each; k++)
            r.least[a] = bm_plan_lesser(r.least[a], p->prices[a * each + k]);
    }
    for (uint32_t blocks = WINDOW_FIRST; blocks <= most && !is_over(&r); blocks++) {
        bool better = true;
        while (better && bm_budget_affords(p->budget, looking)) {
            find_windows(&r, blocks);
            bm_budget_take(p->budget, looking);
            qsort(r.windows, r.n, sizeof *r.windows, by_gain);
            better = try_windows(&r);
            better |= try_pairs(&r, blocks);
        }
    }
    bm_arena_clear(arena);
}
