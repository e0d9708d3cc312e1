/* A rough plan, by the room that articles need alone. */
#include "compose/rough.h"

/* Articles that share a rectangle. */
struct sharing {
    const struct bm_plan_task *task;
    struct bm_plan *plan;
    const uint64_t *needs; /* of each article: base columns × lines */
    const uint32_t *members;
    uint32_t region;
    uint32_t manner; /* of the first cut */
};

/* How the first cut is made; all others as in the first of these. */
static const struct manner {
    uint32_t part, of; /* of the room that articles need, before it */
    bool turned;       /* the other way */
} manners[ROUGH_MANNERS] = {{1, 2, false}, {1, 2, true},  {1, 3, false},
                            {1, 3, true},  {2, 3, false}, {2, 3, true}};

uint64_t bm_compose_need(const struct bm_plan_task *t, uint32_t article)
{
    int32_t least = BM_PLAN_NEVER;
    uint64_t need = 1;
    for (uint32_t x = 0; x < t->grid.columns; x++)
        for (uint32_t w = 1; x + w <= t->grid.columns; w++)
            for (uint32_t h = 1; h <= t->grid.lines; h++) {
                const int32_t price = t->articles.prices[bm_plan_index(t, article, x, w, h)];
                if (price < least) {
                    least = price;
                    need = (uint64_t)w * h;
                }
            }
    return need;
}

static uint64_t sum_of(const struct sharing *s, uint32_t from, uint32_t end)
{
    uint64_t sum = 0;
    for (uint32_t i = from; i < end; i++)
        sum += s->needs[s->members[i]];
    return sum;
}

/* So much of a length is the share's, so that `least` are left on either side. */
static uint32_t part_of(uint32_t length, uint64_t share, uint64_t all, uint32_t least,
                        uint32_t least_after)
{
    uint64_t n = (2 * length * share + all) / (2 * all);
    n = n < least ? least : n;
    return (uint32_t)(n + least_after > length ? length - least_after : n);
}

static uint32_t rounded_up(uint32_t a, uint32_t b)
{
    return (a + b - 1) / b;
}

/* Divides the rectangle, which has a place for each, among members [from, end): halves by need, and
 * again each half. A part that is wider than the grid is for its height is cut down. */
static void share_out(const struct sharing *s, const struct bm_plan_rect *r, uint32_t from,
                      uint32_t end)
{
    if (end - from == 1) {
        s->plan->blocks[s->members[from]] = *r;
        s->plan->regions[s->members[from]] = s->region;
        return;
    }
    const uint64_t all = sum_of(s, from, end);
    uint32_t middle = from + 1;
    const struct manner *manner = &manners[s->manner];
    while (middle + 1 < end && sum_of(s, from, middle) * manner->of < all * manner->part)
        middle++;
    const uint64_t share = sum_of(s, from, middle);
    struct bm_plan_rect first = *r, second = *r;
    const bool wide = ((uint64_t)r->columns * s->task->grid.lines >=
                       (uint64_t)r->lines * s->task->grid.columns) != manner->turned;
    const uint32_t before = middle - from, after = end - middle;
    const uint32_t columns_before = rounded_up(before, r->lines);
    const uint32_t columns_after = rounded_up(after, r->lines);
    const bool down = r->columns >= columns_before + columns_after;
    const uint32_t lines_before = rounded_up(before, r->columns);
    const uint32_t lines_after = rounded_up(after, r->columns);
    const bool across = r->lines >= lines_before + lines_after;
    if (!down && !across) {
        /* Nearly as many articles as places: a line's are cut off. */
        middle = from + r->columns;
        first.lines = 1;
        second.line++;
        second.lines--;
    } else if (down && (wide || !across)) {
        first.columns = part_of(r->columns, share, all, columns_before, columns_after);
        second.column += first.columns;
        second.columns -= first.columns;
    } else {
        first.lines = part_of(r->lines, share, all, lines_before, lines_after);
        second.line += first.lines;
        second.lines -= first.lines;
    }
    struct sharing inner = *s;
    inner.manner = 0;
    share_out(&inner, &first, from, middle);
    share_out(&inner, &second, middle, end);
}

/* The height at which it is cheapest across the rectangle. */
static uint32_t foot_lines(const struct sharing *s, uint32_t article, const struct bm_plan_rect *r)
{
    const struct bm_plan_task *t = s->task;
    const int32_t *prices =
        &t->articles.prices[bm_plan_index(t, article, r->column, r->columns, 1)];
    uint32_t best = 0;
    for (uint32_t h = 1; h < r->lines; h++)
        best = prices[h] < prices[best] ? h : best;
    return best + 1;
}

/* The strip at the foot of the rectangle for the article that must stand there. */
static void place_foot(const struct sharing *s, uint32_t article, uint32_t others,
                       struct bm_plan_rect *r)
{
    const uint32_t n =
        part_of(r->lines, foot_lines(s, article, r), r->lines, 1, rounded_up(others, r->columns));
    s->plan->blocks[article] =
        (struct bm_plan_rect){r->column, r->columns, r->line + r->lines - n, n};
    s->plan->regions[article] = s->region;
    r->lines -= n;
}

static uint32_t count_own(const struct bm_plan_task *t, uint32_t region, uint32_t *feet)
{
    uint32_t own = 0;
    *feet = 0;
    for (uint32_t a = 0; a < t->articles.n; a++) {
        own += bm_plan_is_own(t, a, region);
        *feet += bm_plan_is_own(t, a, region) && t->articles.list[a].foot;
    }
    return own;
}

/* Places of a region, a base column and a line each, that are free for the chain; false: those that
 * must stand there have none. */
static bool count_places(const struct bm_plan_task *t, uint32_t region, uint64_t *places)
{
    const struct bm_plan_rect *g = &t->grid.regions[region].rect;
    uint32_t feet;
    const uint32_t own = count_own(t, region, &feet);
    *places = g->lines > feet ? (uint64_t)g->columns * (g->lines - feet) : 0;
    if (own - feet > *places || feet > g->lines)
        return false;
    *places -= own - feet;
    return true;
}

bool bm_compose_has_room(const struct bm_plan_task *t)
{
    uint64_t all = 0, places = 0, chained = 0;
    for (uint32_t r = 0; r < t->grid.region_count; r++) {
        if (!count_places(t, r, &places))
            return false;
        all += places;
    }
    for (uint32_t a = 0; a < t->articles.n; a++)
        chained += !t->articles.list[a].page;
    return chained <= all;
}

/* Articles without a page of their own, and how far they were given out. */
struct chain {
    const uint64_t *needs;
    uint32_t *v;
    uint32_t n, next;
};

/* How many of them the region gets: those whose needs come to its share of all room that is left;
 * one at least, and one for each region after it. */
static uint32_t count_for(const struct bm_plan_task *t, const struct chain *c, uint32_t region)
{
    const uint32_t m = t->grid.region_count, after = m - region - 1, left = c->n - c->next;
    uint64_t room = 0, own = 0, all = 0, sum = 0, places = 0, places_after = 0;
    uint32_t count = 0;
    for (uint32_t r = region; r < m; r++) {
        const struct bm_plan_rect *g = &t->grid.regions[r].rect;
        uint64_t of_region;
        count_places(t, r, &of_region);
        *(r == region ? &places : &places_after) += of_region;
        room += (uint64_t)g->columns * g->lines;
        own = r == region ? room : own;
    }
    for (uint32_t i = c->next; i < c->n; i++)
        all += c->needs[c->v[i]];
    while (count < left && count < places &&
           (!after || left - count > places_after ||
            (left - count > after &&
             (!count || (2 * sum + c->needs[c->v[c->next + count]]) * room <= 2 * all * own))))
        sum += c->needs[c->v[c->next + count++]];
    return count;
}

/* Members of a region, by the list. */
static uint32_t gather(const struct bm_plan_task *t, struct chain *c, uint32_t region,
                       uint32_t count, uint32_t *in)
{
    const uint32_t end = c->next + count;
    uint32_t n = 0;
    for (uint32_t a = 0; a < t->articles.n; a++) {
        const bool given = c->next < end && c->v[c->next] == a;
        if (given || (bm_plan_is_own(t, a, region) && !t->articles.list[a].foot))
            in[n++] = a;
        c->next += given;
    }
    return n;
}

void bm_compose_rough(struct bm_arena *arena, const struct bm_plan_task *t, uint32_t manner,
                      struct bm_plan *plan)
{
    const uint32_t n = t->articles.n;
    uint64_t *needs = BM_NEW_N(arena, n + 1, uint64_t);
    uint32_t *in = BM_NEW_N(arena, n + 1, uint32_t);
    struct chain c = {.needs = needs, .v = BM_NEW_N(arena, n + 1, uint32_t)};
    *plan = (struct bm_plan){.cost = BM_PLAN_NEVER,
                             .blocks = BM_NEW_N(arena, n, struct bm_plan_rect),
                             .regions = BM_NEW_N(arena, n, uint32_t)};
    for (uint32_t a = 0; a < n; a++) {
        needs[a] = bm_compose_need(t, a);
        if (!t->articles.list[a].page)
            c.v[c.n++] = a;
    }
    for (uint32_t r = 0; r < t->grid.region_count; r++) {
        struct sharing s = {t, plan, needs, in, r, manner};
        struct bm_plan_rect rect = t->grid.regions[r].rect;
        const uint32_t count = gather(t, &c, r, count_for(t, &c, r), in);
        for (uint32_t a = 0; a < n; a++)
            if (bm_plan_is_own(t, a, r) && t->articles.list[a].foot)
                place_foot(&s, a, count, &rect);
        if (count)
            share_out(&s, &rect, 0, count);
    }
}
