/* What every part costs at least: lots in stretches of columns, by lines. */
#include "plan/bounds.h"

#include "plan/limits.h"

#include <string.h>

#define JOINED 12 /* places, that looking at two parts takes */

/* Bounds being made: NEVER but where something was joined. */
struct scratch {
    int32_t *v[TOP_BOXES];
    uint32_t from[TOP_BOXES], end[TOP_BOXES];
    uint64_t places; /* looked at, not yet taken from the budget */
};

static void touch(struct scratch *out, uint32_t top, uint32_t from, uint32_t end)
{
    out->from[top] = from < out->from[top] ? from : out->from[top];
    out->end[top] = end > out->end[top] ? end : out->end[top];
}

static int32_t lesser(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* One part below the other: heights add. */
static void join_below(const struct bm_plan_search *s, const struct bounds *upper,
                       const struct bounds *lower, int32_t own, int32_t limit, struct scratch *out)
{
    const uint32_t lines = s->task->grid.lines;
    out->places += JOINED;
    if (upper->least >= NEVER || lower->least >= NEVER ||
        upper->least + lower->least + own >= limit)
        return;
    for (uint32_t f = 0; f < TOP_BOXES; f++)
        for (uint32_t h = upper->from; upper->v[f] && h < upper->end && h + 1 < lines; h++) {
            const int32_t c = upper->v[f][h - upper->from] + own;
            const uint32_t end = lower->end < lines - h - 1 ? lower->end : lines - h - 1;
            if (c + lower->least >= limit)
                continue;
            if (end <= lower->from)
                continue;
            touch(out, f, h + 1 + lower->from, h + 1 + end);
            const uint32_t n = end - lower->from;
            out->places += n + 4;
            int32_t *restrict to = out->v[f] + h + 1 + lower->from;
            const int32_t *restrict any = lower->any;
            for (uint32_t rest = 0; rest < n; rest++)
                to[rest] = lesser(to[rest], c + any[rest]);
        }
}

/* Side by side: widths add to w, heights are equal. */
static void join_beside(const struct bm_plan_search *s, const struct bounds *left,
                        const struct bounds *right, uint32_t w, int32_t limit, struct scratch *out)
{
    const uint32_t from = left->from > right->from ? left->from : right->from;
    const uint32_t end = left->end < right->end ? left->end : right->end;
    const uint32_t full = s->task->grid.full_lines - 1;
    const int32_t through = seam_price(s, 0, is_through_down(s, w, full + 1));
    out->places += JOINED;
    if (left->least >= NEVER || right->least >= NEVER || left->least + right->least >= limit ||
        from >= end)
        return;
    for (uint32_t l = 0; l < TOP_BOXES; l++)
        for (uint32_t r = 0; r < TOP_BOXES; r++) {
            if (!left->v[l] || !right->v[r])
                continue;
            const int32_t cost = seam_price(s, halves_of(s, l, r), 0);
            touch(out, (l & 1) | (r & 2), from, end);
            int32_t *restrict to = out->v[(l & 1) | (r & 2)];
            const int32_t *restrict a = left->v[l] - left->from;
            const int32_t *restrict b = right->v[r] - right->from;
            out->places += end - from + 4;
            const int32_t kept = full >= from && full < end ? to[full] : 0;
            for (uint32_t h = from; h < end; h++)
                to[h] = lesser(to[h], cost + a[h] + b[h]);
            if (full >= from && full < end)
                to[full] = lesser(kept, cost + through + a[full] + b[full]);
        }
}

/* Keeps what is below the limit, and clears the scratch. */
static void keep(struct bm_plan_search *s, struct scratch *in, int32_t limit, struct bounds *t)
{
    bool any[TOP_BOXES] = {false}, several = false;
    *t = (struct bounds){.from = s->task->grid.lines, .least = NEVER};
    for (uint32_t f = 0; f < TOP_BOXES; f++) {
        const int32_t *v = in->v[f];
        uint32_t from = in->from[f], end = in->end[f];
        while (from < end && v[from] >= limit)
            from++;
        while (end > from && v[end - 1] >= limit)
            end--;
        if (from >= end)
            continue;
        any[f] = true;
        t->from = from < t->from ? from : t->from;
        t->end = end > t->end ? end : t->end;
        int32_t least = t->least;
        for (uint32_t h = from; h < end; h++)
            least = lesser(least, v[h]);
        t->least = least;
    }
    for (uint32_t f = 0; f < TOP_BOXES; f++) {
        if (any[f]) {
            t->v[f] = BM_NEW_N(s->arena, t->end - t->from, int32_t);
            for (uint32_t h = t->from; h < t->end; h++)
                t->v[f][h - t->from] = in->v[f][h] < limit ? in->v[f][h] : NEVER;
            s->states += t->end - t->from;
            several = several || t->any;
            t->any = t->any ? t->any : t->v[f];
        }
        for (uint32_t h = in->from[f]; h < in->end[f]; h++)
            in->v[f][h] = NEVER;
        in->from[f] = s->task->grid.lines;
        in->end[f] = 0;
    }
    if (!several)
        return;
    t->any = BM_NEW_N(s->arena, t->end - t->from, int32_t);
    for (uint32_t h = 0; h < t->end - t->from; h++) {
        t->any[h] = NEVER;
        for (uint32_t f = 0; f < TOP_BOXES; f++)
            t->any[h] = t->v[f] ? lesser(t->any[h], t->v[f][h]) : t->any[h];
    }
}

static void make_bounds(struct bm_plan_search *s, struct pool *pool, uint32_t lot, uint32_t x,
                        uint32_t w, struct scratch *scratch)
{
    const struct bm_plan_task *task = s->task;
    const struct lot *members = &pool->lots[lot];
    if (members->count == 1) {
        const uint32_t article = pool->members[members->first];
        const uint32_t top = tops_of(s, article);
        memcpy(scratch->v[top], task->articles.prices + bm_plan_index(task, article, x, w, 1),
               task->grid.lines * sizeof *task->articles.prices);
        touch(scratch, top, 0, task->grid.lines);
    }
    const int32_t below = seam_price(s, 0, is_through_across(s, w)), limit = members->limit;
    for (uint32_t k = members->split; k < members->split + members->splits; k++) {
        const struct split *p = &pool->splits[k];
        join_below(s, bounds_at(s, pool, p->earlier, x, w), bounds_at(s, pool, p->later, x, w),
                   below, limit, scratch);
        for (uint32_t v = 1; v < w; v++)
            join_beside(s, bounds_at(s, pool, p->earlier, x, v),
                        bounds_at(s, pool, p->later, x + v, w - v), w, limit, scratch);
    }
    keep(s, scratch, limit, &pool->lots[lot].bounds[bm_plan_span(task->grid.columns, x, w)]);
}

static void find_limit(const struct bm_plan_search *s, const struct pool *pool, struct lot *lot)
{
    int64_t least = 0;
    for (uint32_t k = 0; k < 64; k++)
        if (lot->mask >> k & 1)
            least += s->least[pool->members[lot->first + k]];
    lot->least = least < NEVER ? (int32_t)least : NEVER;
    lot->limit = least + s->margin < NEVER ? (int32_t)least + s->margin : NEVER;
}

static void take_places(const struct bm_plan_search *s, struct scratch *scratch)
{
    spend(s, scratch->places / PART_PLACES);
    scratch->places %= PART_PLACES;
}

bool bm_plan_find_bounds(struct bm_plan_search *s, struct pool *pool, const struct bm_budget *most)
{
    const struct bm_plan_task *task = s->task;
    struct scratch scratch = {.places = 0};
    for (uint32_t f = 0; f < TOP_BOXES; f++) {
        scratch.v[f] = BM_NEW_N(s->arena, task->grid.lines, int32_t);
        for (uint32_t h = 0; h < task->grid.lines; h++)
            scratch.v[f][h] = NEVER;
        scratch.from[f] = task->grid.lines;
        scratch.end[f] = 0;
    }
    for (uint32_t i = 0; i < pool->lot_count; i++) {
        find_limit(s, pool, &pool->lots[i]);
        pool->lots[i].bounds = BM_NEW_N(s->arena, s->spans, struct bounds);
        for (uint32_t w = 1; w <= task->grid.columns; w++)
            for (uint32_t x = 0; x + w <= task->grid.columns; x++) {
                make_bounds(s, pool, i, x, w, &scratch);
                take_places(s, &scratch);
            }
        if (task->budget && (task->budget->parts >= most->parts_most ||
                             bm_arena_used(s->arena) >= most->bytes_most))
            return false;
    }
    return true;
}
