/* What plan.h promises of articles that go on, without any pruning: the costs of the cheapest plans
 * among all ways to divide regions and to put strips into them. */
#pragma once

#include "plan_bench.h"

enum {
    ARTICLES_MOST = 5,
    REGIONS_MOST = 3,
    COLUMNS_MOST = 3, /* of a region */
    LINES_MOST = 5,
    ROWS_MOST = 320, /* of an article */
    KEPT = 20,       /* plans */
    PARTS_MOST = 3   /* beside the strip in which an article begins */
};

/* The least costs of many, ascending. */
struct costs {
    int64_t v[KEPT];
    uint32_t n, order; /* order: number of the one for which it is known */
};

/* By whether the head at the top right is boxed. */
struct cell {
    struct costs by[2];
};

struct oracle {
    const struct bm_plan_task *t;
    uint32_t n, chain_n;
    uint32_t number;               /* of the order */
    uint32_t order[ARTICLES_MOST]; /* articles in the order of reading */
    uint32_t chain[ARTICLES_MOST]; /* places in it of those that no page has to itself */
    struct cell *cells;            /* of the places in a mask, by columns and lines */
    struct costs *deals;
};

static inline void add_cost(struct costs *c, int64_t cost)
{
    if (cost >= BM_PLAN_NEVER || (c->n == KEPT && cost >= c->v[KEPT - 1]))
        return;
    uint32_t i = c->n < KEPT ? c->n++ : KEPT - 1;
    for (; i && c->v[i - 1] > cost; i--)
        c->v[i] = c->v[i - 1];
    c->v[i] = cost;
}

static inline void add_all(struct costs *out, const struct costs *a, int64_t more)
{
    for (uint32_t i = 0; i < a->n; i++)
        add_cost(out, a->v[i] + more);
}

static inline void add_pairs(struct costs *out, const struct costs *a, const struct costs *b,
                             int64_t more)
{
    for (uint32_t i = 0; i < a->n; i++)
        add_all(out, b, a->v[i] + more);
}

static inline const struct bm_plan_article *article_at(const struct oracle *o, uint32_t place)
{
    return &o->t->articles.list[o->order[place]];
}

static inline bool begins_boxed(const struct oracle *o, uint32_t mask)
{
    return article_at(o, (uint32_t)__builtin_ctz(mask))->boxed;
}

static inline int64_t through_across(const struct oracle *o, const struct bm_plan_rect *r)
{
    return r->columns == o->t->grid.columns ? o->t->weights.through : 0;
}

static inline int64_t through_down(const struct oracle *o, const struct bm_plan_rect *r)
{
    const bool spine = o->t->weights.spine_free && r->columns == o->t->grid.columns;
    return r->lines == o->t->grid.full_lines && !spine ? o->t->weights.through : 0;
}

static inline int64_t heads_meet(const struct oracle *o, bool left, bool right)
{
    return left || right ? o->t->weights.butting / 2 : o->t->weights.butting;
}

/* A rectangle cut in two. */
struct halves {
    struct bm_plan_rect a, b;
};

static inline struct halves cut_across(const struct bm_plan_rect *r, uint32_t lines)
{
    return (struct halves){{r->column, r->columns, r->line, lines},
                           {r->column, r->columns, r->line + lines, r->lines - lines}};
}

static inline struct halves cut_down(const struct bm_plan_rect *r, uint32_t columns)
{
    return (struct halves){{r->column, columns, r->line, r->lines},
                           {r->column + columns, r->columns - columns, r->line, r->lines}};
}

/* The first `count` articles of a mask. */
static inline uint32_t first_of(uint32_t mask, uint32_t count)
{
    uint32_t out = 0;
    for (; count; count--, mask &= mask - 1)
        out |= mask & (~mask + 1);
    return out;
}

static inline const struct cell *cell_of(struct oracle *o, uint32_t mask,
                                         const struct bm_plan_rect *r);

static inline void divide_cell(struct oracle *o, uint32_t first, uint32_t later,
                               const struct bm_plan_rect *r, struct cell *out)
{
    for (uint32_t at = 1; at < r->lines; at++) {
        const struct halves h = cut_across(r, at);
        const struct cell *a = cell_of(o, first, &h.a), *b = cell_of(o, later, &h.b);
        for (int f = 0; f < 4; f++)
            add_pairs(&out->by[f & 1], &a->by[f & 1], &b->by[f >> 1], through_across(o, r));
    }
    for (uint32_t at = 1; at < r->columns; at++) {
        const struct halves h = cut_down(r, at);
        const struct cell *a = cell_of(o, first, &h.a), *b = cell_of(o, later, &h.b);
        for (int f = 0; f < 4; f++)
            add_pairs(&out->by[f >> 1], &a->by[f & 1], &b->by[f >> 1],
                      through_down(o, r) + heads_meet(o, f & 1, begins_boxed(o, later)));
    }
}

static inline const struct cell *cell_of(struct oracle *o, uint32_t mask,
                                         const struct bm_plan_rect *r)
{
    const size_t at =
        ((mask * COLUMNS_MOST + r->column) * COLUMNS_MOST + r->columns - 1) * LINES_MOST +
        r->lines - 1;
    struct cell *out = &o->cells[at];
    const uint32_t count = (uint32_t)__builtin_popcount(mask);
    if (out->by[0].order == o->number)
        return out;
    out->by[0].order = o->number;
    out->by[0].n = out->by[1].n = 0;
    if (count == 1) {
        const uint32_t article = o->order[__builtin_ctz(mask)];
        add_cost(
            &out->by[o->t->articles.list[article].boxed],
            o->t->articles.prices[bm_plan_index(o->t, article, r->column, r->columns, r->lines)]);
    }
    for (uint32_t k = 1; k < count; k++)
        divide_cell(o, first_of(mask, k), mask & ~first_of(mask, k), r, out);
    return out;
}

/* A region, and what it gives to the next one. */
struct spot {
    uint32_t region, next; /* next: of the chain, the first that is not dealt out yet */
    int64_t cost;          /* so far */
};

static inline const struct costs *deals_from(struct oracle *o, uint32_t region, uint32_t next,
                                             uint32_t rest);

static inline void add_cell(struct oracle *o, const struct spot *s, uint32_t mask,
                            const struct bm_plan_rect *r, struct costs *out)
{
    const struct costs *next = deals_from(o, s->region + 1, s->next, 0);
    const struct cell *cell = cell_of(o, mask, r);
    for (int f = 0; f < 2; f++)
        add_pairs(out, &cell->by[f], next, s->cost);
}

static inline bool is_last(const struct oracle *o, const struct spot *s)
{
    return s->region + 1 == o->t->grid.region_count;
}

static inline bool starts_page(const struct oracle *o, uint32_t region)
{
    const struct bm_plan_region *r = &o->t->grid.regions[region];
    return !region || r[-1].page != r->page;
}

/* The articles that must stand there. */
static inline uint32_t own_of(const struct oracle *o, uint32_t region)
{
    uint32_t mask = 0;
    for (uint32_t k = 0; k < o->n; k++)
        if (starts_page(o, region) && article_at(o, k)->page == o->t->grid.regions[region].page &&
            !article_at(o, k)->foot)
            mask |= 1u << k;
    return mask;
}

static inline bool regions_may_be_empty(const struct oracle *o)
{
    uint32_t bare = 0;
    for (uint32_t r = 0; r < o->t->grid.region_count; r++)
        bare += !own_of(o, r);
    return o->chain_n < bare;
}

static inline bool goes_on(const struct oracle *o, uint32_t k)
{
    return k < o->chain_n && article_at(o, o->chain[k])->rows;
}

static inline uint32_t rows_of(const struct oracle *o, const struct spot *s, uint32_t place,
                               const struct bm_plan_rect *strip, bool first, int64_t *cost)
{
    const uint32_t step = article_at(o, place)->step;
    const bool whole = strip->columns == o->t->grid.regions[s->region].rect.columns;
    int32_t shape = 0;
    if (strip->columns < step || (strip->columns % step && !whole))
        return 0;
    const uint32_t rows = o->t->oracle.capacity(o->t->oracle.context, o->order[place], s->region,
                                                strip, first, &shape);
    *cost += shape;
    return rows;
}

/* What the strip and all regions after this one cost. */
static inline void begin_in(struct oracle *o, const struct spot *s,
                            const struct bm_plan_rect *strip, struct costs *out)
{
    const uint32_t place = o->chain[s->next];
    const struct bm_plan_article *a = article_at(o, place);
    int64_t cost = s->cost + o->t->weights.jump;
    const uint32_t rows = rows_of(o, s, place, strip, true, &cost);
    if (rows >= BM_PLAN_ROWS_LEAST && rows >= strip->columns / a->step * BM_PLAN_LEG_LEAST &&
        rows + BM_PLAN_ROWS_LEAST <= a->rows)
        add_all(out, deals_from(o, s->region + 1, s->next, a->rows - rows), cost);
}

/* The articles of the mask in parts of the rectangle, and the strip in the last one. */
static inline void begin_beside_parts(struct oracle *o, const struct spot *s, uint32_t mask,
                                      const struct bm_plan_rect *r, uint32_t parts,
                                      struct costs *out)
{
    const struct bm_plan_article *a = article_at(o, o->chain[s->next]);
    for (uint32_t at = 1; at < r->lines; at++) {
        const struct halves h = cut_across(r, at);
        struct costs strip = {0}, inside = {0};
        begin_in(o, s, &h.b, &strip);
        for (uint32_t k = 1; k < (uint32_t)__builtin_popcount(mask) && parts < PARTS_MOST; k++) {
            const uint32_t first = first_of(mask, k);
            inside.n = 0;
            begin_beside_parts(o, s, mask & ~first, &h.b, parts + 1, &inside);
            for (int f = 0; f < 2; f++)
                add_pairs(out, &cell_of(o, first, &h.a)->by[f], &inside, through_across(o, r));
        }
        for (int f = 0; f < 2; f++)
            add_pairs(out, &cell_of(o, mask, &h.a)->by[f], &strip, through_across(o, r));
    }
    for (uint32_t at = 1; at < r->columns; at++) {
        const struct halves h = cut_down(r, at);
        struct costs strip = {0}, inside = {0};
        if (h.b.columns % a->step == 0)
            begin_in(o, s, &h.b, &strip);
        for (uint32_t k = 1; k < (uint32_t)__builtin_popcount(mask) && parts < PARTS_MOST; k++) {
            const uint32_t first = first_of(mask, k), later = mask & ~first;
            inside.n = 0;
            begin_beside_parts(o, s, later, &h.b, parts + 1, &inside);
            for (int f = 0; f < 2; f++)
                add_pairs(out, &cell_of(o, first, &h.a)->by[f], &inside,
                          through_down(o, r) + heads_meet(o, f, begins_boxed(o, later)));
        }
        for (int f = 0; f < 2; f++)
            add_pairs(out, &cell_of(o, mask, &h.a)->by[f], &strip,
                      through_down(o, r) + heads_meet(o, f, a->boxed));
    }
}

/* The next `given` articles of the chain, and the region's own. */
static inline uint32_t mask_of(const struct oracle *o, const struct spot *s, uint32_t given)
{
    uint32_t mask = own_of(o, s->region);
    for (uint32_t k = s->next; k < s->next + given; k++)
        mask |= 1u << o->chain[k];
    return mask;
}

/* What is left of the region in one piece: articles, and perhaps one that begins. */
static inline void fill_rest(struct oracle *o, const struct spot *from,
                             const struct bm_plan_rect *r, bool ended, struct costs *out)
{
    for (uint32_t given = 0; from->next + given <= o->chain_n; given++) {
        const struct spot s = {from->region, from->next + given, from->cost};
        const uint32_t mask = mask_of(o, from, given);
        if (mask)
            add_cell(o, &s, mask, r, out);
        else if (!ended && regions_may_be_empty(o))
            add_all(out, deals_from(o, s.region + 1, s.next, 0),
                    s.cost + o->t->grid.regions[s.region].empty);
        if (is_last(o, &s) || !goes_on(o, s.next))
            continue;
        if (mask)
            begin_beside_parts(o, &s, mask, r, 1, out);
        else
            begin_in(o, &s, r, out);
    }
}

/* What is left of the region in two pieces. */
static inline void fill_both(struct oracle *o, const struct spot *from,
                             const struct bm_plan_rect *first, const struct bm_plan_rect *second,
                             struct costs *out)
{
    for (uint32_t given = 0; from->next + given <= o->chain_n; given++) {
        const struct spot s = {from->region, from->next + given, from->cost};
        const uint32_t mask = mask_of(o, from, given);
        for (uint32_t k = 1; k < (uint32_t)__builtin_popcount(mask); k++) {
            const uint32_t earlier = first_of(mask, k);
            const struct cell *a = cell_of(o, earlier, first);
            for (int f = 0; f < 2; f++) {
                struct costs both = {0};
                add_cell(o, &s, mask & ~earlier, second, &both);
                add_pairs(out, &a->by[f], &both, 0);
            }
        }
    }
}

/* An article on its way to its end. */
struct ending_spot {
    struct spot s; /* next: the article after it */
    uint32_t place, rest;
};

/* Rows that the article may do with, of those that it takes yet. */
static inline uint32_t enough(const struct oracle *o, const struct ending_spot *e, uint32_t held)
{
    const int64_t rows = (int64_t)e->rest - held - article_at(o, e->place)->fewer;
    return rows > BM_PLAN_ROWS_LEAST ? (uint32_t)rows : BM_PLAN_ROWS_LEAST;
}

/* Rows in all, of which `before` are in another strip. Lines left over in each of a strip's
 * columns, squared; false: it does not hold what is enough. */
static inline bool price_end(const struct oracle *o, const struct ending_spot *e, uint32_t before,
                             const struct bm_plan_rect *strip, int64_t *cost)
{
    const uint32_t step = article_at(o, e->place)->step;
    const uint32_t rows = rows_of(o, &e->s, e->place, strip, false, cost);
    if (rows < enough(o, e, before))
        return false;
    const int64_t over = (int64_t)rows + before - e->rest;
    const int64_t spare = over > 0 ? over / (strip->columns / step) : 0;
    if (o->t->oracle.filled)
        *cost += o->t->oracle.filled(o->t->oracle.context, o->order[e->place],
                                     (uint32_t)(article_at(o, e->place)->rows + over));
    else
        *cost += o->t->weights.slack * spare * spare;
    return true;
}

struct end {
    struct halves h;
    int64_t cost;
};

/* Strips across or down that are the smallest for one number of rows or another, and leave
 * something. */
static inline uint32_t find_ends(const struct oracle *o, const struct ending_spot *e,
                                 uint32_t before, const struct bm_plan_rect *r, bool across,
                                 int64_t cost, struct end ends[LINES_MOST + COLUMNS_MOST])
{
    const uint32_t step = across ? 1 : article_at(o, e->place)->step;
    uint32_t n = 0;
    bool all_hold = false;
    for (uint32_t at = step; at < (across ? r->lines : r->columns) && !all_hold; at += step) {
        struct end end = {across ? cut_across(r, at) : cut_down(r, at), cost};
        int64_t unused = 0;
        if (price_end(o, e, before, &end.h.a, &end.cost))
            ends[n++] = end;
        all_hold = rows_of(o, &e->s, e->place, &end.h.a, false, &unused) + before >= e->rest;
    }
    return n;
}

static inline void end_in_strips(struct oracle *o, const struct ending_spot *e,
                                 const struct bm_plan_rect *r, struct costs *out)
{
    struct end ends[LINES_MOST + COLUMNS_MOST];
    for (int across = 0; across < 2; across++) {
        const int64_t cost = e->s.cost + (across ? through_across(o, r) : through_down(o, r));
        const uint32_t n = find_ends(o, e, 0, r, across, cost, ends);
        for (uint32_t i = 0; i < n; i++) {
            const struct spot s = {e->s.region, e->s.next, ends[i].cost};
            fill_rest(o, &s, &ends[i].h.b, true, out);
        }
    }
}

static inline void end_in_ls(struct oracle *o, const struct ending_spot *e,
                             const struct bm_plan_rect *r, struct costs *out)
{
    const uint32_t step = article_at(o, e->place)->step;
    for (uint32_t at = step; at < r->columns; at += step) {
        const struct halves legs = cut_down(r, at);
        struct end ends[LINES_MOST + COLUMNS_MOST];
        int64_t cost = e->s.cost;
        const uint32_t rows = rows_of(o, &e->s, e->place, &legs.a, false, &cost);
        if (rows < BM_PLAN_ROWS_LEAST || rows + BM_PLAN_ROWS_LEAST > e->rest)
            continue;
        const uint32_t n = find_ends(o, e, rows, &legs.b, true, cost, ends);
        for (uint32_t i = 0; i < n; i++) {
            const struct spot s = {e->s.region, e->s.next, ends[i].cost};
            fill_rest(o, &s, &ends[i].h.b, true, out);
        }
    }
}

static inline void end_in_corners(struct oracle *o, const struct ending_spot *e,
                                  const struct bm_plan_rect *r, struct costs *out)
{
    const uint32_t step = article_at(o, e->place)->step;
    for (int across = 0; across < 2; across++)
        for (uint32_t at = across ? 1 : step; at < (across ? r->lines : r->columns);
             at += across ? 1 : step) {
            const struct halves parts = across ? cut_across(r, at) : cut_down(r, at);
            struct end ends[LINES_MOST + COLUMNS_MOST];
            const int64_t cost = e->s.cost + (across ? through_across(o, r) : through_down(o, r));
            const uint32_t n = find_ends(o, e, 0, &parts.a, !across, cost, ends);
            for (uint32_t i = 0; i < n; i++) {
                const struct spot s = {e->s.region, e->s.next, ends[i].cost};
                fill_both(o, &s, &ends[i].h.b, &parts.b, out);
            }
        }
}

static inline void end_somewhere(struct oracle *o, const struct spot *from, uint32_t rest,
                                 const struct bm_plan_rect *r, struct costs *out)
{
    struct ending_spot e = {*from, o->chain[from->next], rest};
    int64_t cost = from->cost + o->t->weights.jump;
    const uint32_t all = rows_of(o, from, e.place, r, false, &cost);
    const bool alone = !own_of(o, from->region);
    if (alone && !is_last(o, from) && all >= BM_PLAN_ROWS_LEAST && all + BM_PLAN_ROWS_LEAST <= rest)
        add_all(out, deals_from(o, from->region + 1, from->next, rest - all), cost);
    if (alone && !is_last(o, from) && all < BM_PLAN_ROWS_LEAST)
        add_all(out, deals_from(o, from->region + 1, from->next, rest),
                from->cost + o->t->grid.regions[from->region].empty);
    e.s.next++;
    cost = from->cost;
    if (alone && price_end(o, &e, 0, r, &cost))
        add_all(out, deals_from(o, from->region + 1, e.s.next, 0), cost);
    end_in_strips(o, &e, r, out);
    end_in_ls(o, &e, r, out);
    end_in_corners(o, &e, r, out);
}

/* The region, but for the strip across its foot. */
static inline void deal_region_out(struct oracle *o, const struct spot *s, uint32_t rest,
                                   const struct bm_plan_rect *r, struct costs *out)
{
    if (rest)
        end_somewhere(o, s, rest, r, out);
    else
        fill_rest(o, s, r, false, out);
}

static inline void deal_out(struct oracle *o, const struct spot *from, uint32_t rest,
                            struct costs *out)
{
    const struct bm_plan_rect *r = &o->t->grid.regions[from->region].rect;
    bool has_foot = false;
    for (uint32_t a = 0; a < o->t->articles.n; a++) {
        const struct bm_plan_article *foot = &o->t->articles.list[a];
        if (!foot->foot || !starts_page(o, from->region) ||
            foot->page != o->t->grid.regions[from->region].page)
            continue;
        has_foot = true;
        for (uint32_t n = 1; n < r->lines; n++) {
            const struct halves h = cut_across(r, r->lines - n);
            struct spot s = *from;
            s.cost += o->t->articles.prices[bm_plan_index(o->t, a, r->column, r->columns, n)] +
                      through_across(o, r);
            deal_region_out(o, &s, rest, &h.a, out);
        }
    }
    if (!has_foot)
        deal_region_out(o, from, rest, r, out);
}

static inline const struct costs *deals_from(struct oracle *o, uint32_t region, uint32_t next,
                                             uint32_t rest)
{
    struct costs *out = &o->deals[((size_t)region * (ARTICLES_MOST + 1) + next) * ROWS_MOST + rest];
    if (out->order == o->number)
        return out;
    const struct spot s = {region, next, 0};
    out->order = o->number;
    out->n = 0;
    if (region < o->t->grid.region_count)
        deal_out(o, &s, rest, out);
    else if (next == o->chain_n && !rest)
        add_cost(out, 0);
    return out;
}

static inline struct oracle *oracle_new(struct bm_arena *arena)
{
    struct oracle *o = BM_NEW(arena, struct oracle);
    *o = (struct oracle){0};
    o->cells =
        bm_arena_array(arena, (size_t)(COLUMNS_MOST * COLUMNS_MOST * LINES_MOST) << ARTICLES_MOST,
                       sizeof *o->cells);
    o->deals = bm_arena_array(arena, (size_t)(REGIONS_MOST + 1) * (ARTICLES_MOST + 1) * ROWS_MOST,
                              sizeof *o->deals);
    return o;
}

/* All plans with the articles in the order that it has. */
static inline void oracle_add_order(struct oracle *o, struct costs *out)
{
    o->number++;
    o->chain_n = 0;
    for (uint32_t k = 0; k < o->n; k++)
        if (!article_at(o, k)->page)
            o->chain[o->chain_n++] = k;
    add_all(out, deals_from(o, 0, 0, 0), 0);
}

/* Whether the articles in two places may change them: no rank descends, and none that may go on is
 * moved, or passed. */
static inline bool may_change(const struct oracle *o, uint32_t at, uint32_t k)
{
    bool may = article_at(o, at)->rank == article_at(o, k)->rank;
    for (uint32_t i = at; at != k && i <= k; i++)
        may = may && (!article_at(o, i)->rows || article_at(o, i)->page);
    return may;
}

/* All orders from that place on that may be. */
static inline void oracle_add_orders(struct oracle *o, uint32_t at, struct costs *out)
{
    if (at == o->n)
        oracle_add_order(o, out);
    for (uint32_t k = at; k < o->n && k < ARTICLES_MOST; k++) {
        const uint32_t chosen = o->order[k], here = o->order[at];
        if (!may_change(o, at, k))
            continue;
        o->order[at] = chosen;
        o->order[k] = here;
        oracle_add_orders(o, at + 1, out);
        o->order[k] = chosen;
        o->order[at] = here;
    }
}

static inline void oracle_find(struct oracle *o, const struct bm_plan_task *t, struct costs *out)
{
    o->t = t;
    o->n = t->articles.n;
    for (uint32_t a = 0; a < ARTICLES_MOST; a++)
        o->order[a] = a;
    oracle_add_orders(o, 0, out);
}
