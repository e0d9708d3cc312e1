/* Articles that change pages, two at a time. */
#include "compose/exchange.h"

#include "compose/limits.h"

#include <stdlib.h>

struct exchange {
    struct planner *p;
    struct bm_arena *arena;
    bm_compose_chooser *choose, *quick;
    struct page_choice *pages;
    size_t count;
};

/* An article of the dear page, and one of another. */
struct swap {
    uint32_t a, b;
    size_t page;    /* of b */
    uint32_t apart; /* characters */
};

static bool has_picture(const struct planner *p, uint32_t a)
{
    return bm_galley_has(p->candidates[a].subject->galley, BM_PART_FIGURE);
}

/* Where it stands in the edition's list; its number among the candidates is another. */
static uint32_t listed_at(const struct planner *p, uint32_t a)
{
    return p->candidates[a].subject->galley->article->place.span.offset;
}

static bool may_change(const struct planner *p, uint32_t a)
{
    const struct candidate *c = &p->candidates[a];
    const struct bm_edition_place *place = &c->subject->galley->article->place;
    const bool fixed = place->foot || place->section.n || place->page || (c->kind && c->kind->paid);
    return c->stand.standing == BM_STANDING_MIDDLE && !fixed && !p->list[a].rows;
}

static void change_places(struct planner *p, uint32_t a, uint32_t b)
{
    struct bm_plan_article *x = &p->list[a], *y = &p->list[b];
    const struct bm_plan_article was = *x;
    const uint32_t page = p->candidates[a].page;
    x->page = y->page;
    x->region = y->region;
    x->rank = y->rank;
    y->page = was.page;
    y->region = was.region;
    y->rank = was.rank;
    p->candidates[a].page = p->candidates[b].page;
    p->candidates[b].page = page;
}

/* Whether an article may come to the page of another: whoever leads there by its place in the list
 * alone is still listed before it. */
static bool may_come(const struct planner *p, uint32_t article, uint32_t to_page_of)
{
    const uint32_t lead = bm_compose_lead_of(p, to_page_of);
    if (lead == p->task.articles.n)
        return true;
    const struct candidate *c = &p->candidates[lead];
    return c->rank || bm_kind_only_leads(c->kind) || listed_at(p, lead) < listed_at(p, article);
}

static int by_length(const void *pa, const void *pb)
{
    const struct swap *a = pa, *b = pb;
    if (a->apart != b->apart)
        return a->apart < b->apart ? -1 : 1;
    return a->a != b->a ? (a->a > b->a) - (a->a < b->a) : (a->b > b->b) - (a->b < b->b);
}

/* Of about one length, the nearest first; their number. */
static size_t find_swaps(const struct exchange *x, size_t dear, struct swap *swaps)
{
    const struct planner *p = x->p;
    const struct page_choice *from = &x->pages[dear];
    size_t n = 0, kept = 0;
    for (uint32_t i = 0; i < from->n; i++) {
        const uint32_t a = from->members[i], length = p->candidates[a].length;
        for (size_t k = 0; k < x->count; k++) {
            const struct page_choice *to = &x->pages[k];
            for (uint32_t j = 0; k != dear && j < to->n; j++) {
                const uint32_t b = to->members[j], other = p->candidates[b].length;
                const uint32_t apart = length > other ? length - other : other - length;
                if (may_change(p, a) && may_change(p, b) &&
                    has_picture(p, a) == has_picture(p, b) &&
                    (uint64_t)apart * 100 <= (uint64_t)length * APART_MOST)
                    swaps[n++] = (struct swap){a, b, k, apart};
            }
        }
    }
    qsort(swaps, n, sizeof *swaps, by_length);
    for (size_t k = 0; k < n && kept < SWAPS_TRIED && !bm_budget_is_spent(p->budget, 0); k++) {
        bm_budget_take(p->budget, p->task.articles.n / JUDGED_PARTS + 1);
        if (may_come(p, swaps[k].a, swaps[k].b) && may_come(p, swaps[k].b, swaps[k].a))
            swaps[kept++] = swaps[k];
    }
    return kept;
}

/* The page without the one and with the other, if that costs less than the limit. */
static bool divide_below(const struct exchange *x, const struct page_choice *old, int64_t limit,
                         struct page_choice *out)
{
    struct planner *p = x->p;
    const struct bm_budget all = *p->budget;
    const uint32_t limits = p->limits;
    *p->budget = bm_budget_share(p->budget, SWAP_SHARE, 100);
    bm_compose_divide_page(p, x->arena, old->region, limit, x->quick, out);
    p->budget->parts_most = all.parts_most;
    p->limits = limits;
    return out->own.plan.blocks && out->own.cost < limit;
}

/* By all that is known of searching; what that finds stands if it is cheaper. */
static void divide_well(const struct exchange *x, struct page_choice *page)
{
    struct planner *p = x->p;
    struct page_choice found;
    const struct bm_budget all = *p->budget;
    page->own.bound = 0;
    *p->budget = bm_budget_share(p->budget, WELL_SHARE, 100);
    bm_compose_divide_page(p, x->arena, page->region, BM_PLAN_NEVER, x->choose, &found);
    p->budget->parts_most = all.parts_most;
    if (found.own.cost <= page->own.cost)
        *page = found;
}

static bool try_swap(const struct exchange *x, size_t dear, const struct swap *s)
{
    struct page_choice *from = &x->pages[dear], *to = &x->pages[s->page], here, there;
    const int64_t both = from->own.cost + to->own.cost - GAIN_LEAST;
    change_places(x->p, s->a, s->b);
    if (!divide_below(x, from, from->own.cost - GAIN_LEAST, &here) ||
        !divide_below(x, to, both - here.own.cost, &there)) {
        change_places(x->p, s->a, s->b);
        return false;
    }
    *from = here;
    *to = there;
    divide_well(x, from);
    divide_well(x, to);
    return true;
}

/* The dearest that was not tried: much dearer than all on the average. */
static size_t find_dear(const struct exchange *x, const bool *tried)
{
    size_t dear = x->count;
    int64_t sum = 0;
    for (size_t k = 0; k < x->count; k++)
        sum += x->pages[k].own.cost;
    for (size_t k = 0; k < x->count; k++) {
        const int64_t cost = x->pages[k].own.cost;
        if (!tried[k] && cost * 100 * (int64_t)x->count > sum * DEAR &&
            (dear == x->count || cost > x->pages[dear].own.cost))
            dear = k;
    }
    return dear;
}

static bool are_divided(const struct exchange *x)
{
    bool all = x->count > 1;
    for (size_t k = 0; k < x->count; k++)
        all = all && x->pages[k].own.cost < BM_PRICE_MOST;
    return all;
}

void bm_compose_exchange(struct planner *p, struct bm_arena *arena, bm_compose_chooser *choose,
                         bm_compose_chooser *quick, struct page_choice *pages, size_t count)
{
    const struct exchange x = {p, arena, choose, quick, pages, count};
    const struct bm_budget all = *p->budget;
    size_t most = 0;
    if (!are_divided(&x))
        return;
    for (size_t k = 0; k < count; k++)
        most = pages[k].n > most ? pages[k].n : most;
    bool *tried = BM_NEW_N(p->work, count, bool);
    struct swap *swaps = bm_arena_array(p->work, most * p->task.articles.n, sizeof *swaps);
    *p->budget = bm_budget_share(p->budget, EXCHANGE_SHARE, 100);
    for (size_t dear; (dear = find_dear(&x, tried)) < count;) {
        const size_t found = find_swaps(&x, dear, swaps);
        bool better = false;
        tried[dear] = true;
        for (size_t k = 0; k < found && !better && !bm_budget_is_spent(p->budget, 0); k++)
            better = try_swap(&x, dear, &swaps[k]);
        if (better)
            memset(tried, 0, count * sizeof *tried);
        if (bm_budget_is_spent(p->budget, 0))
            break;
    }
    p->budget->parts_most = all.parts_most;
}
