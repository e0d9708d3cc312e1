/* Ways to deal the articles out to the regions, in order. */
#include "makeup/plan_steps.h"

#include <string.h>

static uint64_t low_bits(uint32_t n)
{
    return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

/* All that may be dealt out before a region: whole groups, and a part of the next one. */
static void make_downsets(struct bm_plan_search *s)
{
    const struct universe *u = s->chain;
    size_t cap = 0;
    for (uint32_t first = 0; first <= u->n;) {
        uint32_t end = first;
        while (end < u->n && u->groups[end] == u->groups[first])
            end++;
        for (uint32_t count = 0; count < (end > first ? end - first : 1); count++)
            for (uint64_t mask = 0; mask <= low_bits(end - first); mask++) {
                if ((uint32_t)__builtin_popcountll(mask) != count)
                    continue;
                s->downsets = bm_arena_grow(s->arena, s->downsets, s->downset_count, &cap,
                                            sizeof *s->downsets);
                s->downsets[s->downset_count++] = (struct downset){first, mask, first + count};
            }
        first = end > first ? end : first + 1;
    }
}

/* The articles of one downset that are not in the other, as bits from that one's `first`; false:
 * it does not hold the other, or they are too far apart. */
static bool difference(const struct downset *less, const struct downset *more, uint64_t *mask)
{
    const uint32_t apart = more->first - less->first;
    if (more->first < less->first || more->count < less->count || apart > 48 ||
        more->count - less->count > BM_PLAN_SPAN_MOST)
        return false;
    const uint64_t all = low_bits(apart) | more->mask << apart;
    *mask = all & ~less->mask;
    return (less->mask & ~all) == 0;
}

/* Members of the region's universe that a stretch of the chain is: those of its page as well. */
static uint64_t members_of(const struct bm_plan_search *s, uint32_t region,
                           const struct downset *less, uint64_t mask, uint32_t *first)
{
    const struct universe *u = s->of[region];
    uint32_t next = 0;
    uint64_t found = 0;
    *first = less->first;
    if (u == s->chain)
        return mask;
    *first = UINT32_MAX;
    for (uint32_t i = 0; i < u->n; i++) {
        bool in = true;
        if (!s->task->list[u->members[i]].page) {
            in = next >= less->first && next - less->first < 64 &&
                 (mask >> (next - less->first) & 1);
            next++;
        }
        *first = in && *first == UINT32_MAX ? i : *first;
        if (in && i - *first >= 64)
            return 0;
        found |= in ? UINT64_C(1) << (i - *first) : 0;
    }
    return found;
}

/* The set of a region: what the chain gives, and the articles that must stand on its page. */
static uint32_t set_of(const struct bm_plan_search *s, uint32_t region, const struct downset *less,
                       uint64_t mask)
{
    uint32_t first = 0;
    mask = members_of(s, region, less, mask, &first);
    return bm_plan_find_set(s->of[region], first, mask);
}

bool bm_plan_has_own(const struct bm_plan_search *s, uint32_t region)
{
    return s->of[region]->n > s->chain->n;
}

static uint32_t deal_hash(uint32_t region, uint32_t downset, uint32_t rest)
{
    const uint64_t h = (((uint64_t)region << 40) + ((uint64_t)downset << 20) + rest) *
                       UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h >> 32);
}

static uint32_t deal_hash_of(const struct node *n)
{
    return deal_hash(n->region, n->downset, n->rest);
}

struct node *bm_plan_deal(struct bm_plan_search *s, uint32_t region, uint32_t downset,
                          uint32_t rest)
{
    bm_plan_grow_table(s, &s->deals, deal_hash_of);
    uint32_t h = deal_hash(region, downset, rest);
    for (; s->deals.v[h % s->deals.slots]; h++) {
        struct node *n = s->deals.v[h % s->deals.slots];
        if (n->region == region && n->downset == downset && n->rest == rest)
            return n;
    }
    struct node *node = BM_NEW(s->arena, struct node);
    *node = (struct node){
        .kind = NODE_DEAL,
        .u = s->chain,
        .region = region,
        .downset = downset,
        .rest = rest,
        .bound = s->deal_bounds ? s->deal_bounds[region * s->downset_count + downset] : 0};
    s->deals.v[h % s->deals.slots] = node;
    s->deals.n++;
    return node;
}

/* What the node costs at least, or costs once it is settled. */
static int32_t known_least(const struct node *node)
{
    return node->n ? node->found[0].cost : node->bound;
}

static void add_deal(struct dealing *d, const uint8_t tops[WAY_PARTS], int64_t sets_cost)
{
    struct bm_plan_search *s = d->s;
    struct node *node = d->node;
    const bool last = node->region + 1 == s->task->region_count;
    int64_t own = d->own + (int64_t)d->deal.butting * (s->task->butting / 2);
    int64_t cost = own + sets_cost;
    if (cost >= s->task->limit ||
        (last && (d->deal.rest || d->deal.downset + 1 != s->downset_count)))
        return;
    node->deals =
        bm_arena_grow(s->arena, node->deals, node->deal_count, &node->deal_cap, sizeof d->deal);
    node->deals[node->deal_count] = d->deal;
    struct way way = {.own = (int32_t)own, .kind = WAY_DEAL, .which = (uint32_t)node->deal_count++};
    memcpy(way.tops, tops, sizeof way.tops);
    way.order = way.which;
    if (d->deal.foot.columns) {
        const struct universe *u = s->foot_of[node->region];
        const struct bm_plan_rect *f = &d->deal.foot;
        way.tops[PART_FOOT] = s->task->list[u->members[0]].boxed ? TOPS - 1 : 0;
        cost += cost_at(table_of(s, u, 0, f->column, f->columns), way.tops[PART_FOOT], f->lines);
    }
    if (!last)
        cost += known_least(bm_plan_deal(s, node->region + 1, d->deal.downset, d->deal.rest));
    way.cost = cost < NEVER ? (int32_t)cost : NEVER;
    bm_plan_add_way(s, node, way);
}

/* 碰题 between the heads at the tops of the parts, and at that of the beginning strip; in half
 * ones. */
static uint32_t count_butting(const struct dealing *d, const uint8_t tops[WAY_PARTS])
{
    const uint32_t begun = d->s->task->list[d->deal.beginning].boxed ? TOPS - 1 : 0;
    uint32_t found = 0;
    for (uint32_t k = 0; k < d->deal.part_count; k++) {
        const uint32_t next = k + 1 < d->deal.part_count ? tops[k + 1] : begun;
        if (d->meets[k])
            found += (tops[k] & 2) || (next & 1) ? 1 : 2;
    }
    return found;
}

/* With all tops that the parts from `part` on may have. */
static void add_tops(struct dealing *d, uint32_t part, uint8_t tops[WAY_PARTS], int64_t cost)
{
    if (part == d->deal.part_count) {
        d->deal.butting = count_butting(d, tops);
        add_deal(d, tops, cost);
        return;
    }
    const struct deal_part *p = &d->deal.parts[part];
    const struct table *t = table_of(d->s, d->deal.u, p->set, p->rect.column, p->rect.columns);
    for (uint32_t f = 0; f < TOPS; f++) {
        tops[part] = (uint8_t)f;
        if (cost_at(t, f, p->rect.lines) < NEVER)
            add_tops(d, part + 1, tops, cost + cost_at(t, f, p->rect.lines));
    }
    tops[part] = 0;
}

void bm_plan_add_part(struct dealing *d, uint32_t set, const struct bm_plan_rect *rect)
{
    d->deal.u = d->s->of[d->node->region];
    d->deal.parts[d->deal.part_count++] = (struct deal_part){set, true, *rect};
}

void bm_plan_fill(struct dealing *d)
{
    uint8_t tops[WAY_PARTS] = {0};
    d->deal.butting = 0;
    add_tops(d, 0, tops, 0);
}

/* What is left is filled with the set, or with its earlier and later parts. */
static void fill_region(const struct dealing *d, uint32_t set)
{
    struct bm_plan_search *s = d->s;
    const struct universe *u = s->of[d->node->region];
    struct dealing with = *d;
    if (set == UINT32_MAX) {
        bm_plan_fill(&with);
        return;
    }
    if (!d->left.lines || !d->left.columns)
        return;
    if (!d->other.columns) {
        static const uint8_t any[WAY_PARTS];
        bm_plan_add_part(&with, set, &d->left);
        with.deal.parts[0].straight = d->ended;
        if (d->ended)
            bm_plan_fill(&with);
        else
            add_deal(&with, any, known_least(bm_plan_root(s, u, set, &d->left)));
        return;
    }
    for (uint32_t k = 0; k < u->sets[set].splits; k++) {
        const struct split *split = &u->splits[u->sets[set].split + k];
        with = *d;
        bm_plan_add_part(&with, split->earlier, &d->left);
        bm_plan_add_part(&with, split->later, &d->other);
        bm_plan_fill(&with);
    }
}

/* Regions from one on that get nothing unless it is dealt to them. */
static uint32_t bare_regions(const struct bm_plan_search *s, uint32_t from)
{
    uint32_t n = 0;
    for (uint32_t r = from; r < s->task->region_count; r++)
        n += !bm_plan_has_own(s, r);
    return n;
}

void bm_plan_deal_sets(struct dealing *d, uint32_t from)
{
    struct bm_plan_search *s = d->s;
    const bool last = d->node->region + 1 == s->task->region_count;
    const bool own = bm_plan_has_own(s, d->node->region);
    const uint32_t remain = s->chain->n - s->downsets[from].count;
    const uint32_t bare = bare_regions(s, d->node->region + 1);
    for (uint32_t k = from; k < s->downset_count; k++) {
        uint64_t mask = 0;
        const uint32_t given = s->downsets[k].count - s->downsets[from].count;
        if (!difference(&s->downsets[from], &s->downsets[k], &mask))
            continue;
        if (!s->flows && !s->few && given + bare > remain)
            continue;
        d->deal.downset = k;
        d->deal.rest = 0;
        d->deal.begun.columns = 0;
        const uint32_t set =
            given || own ? set_of(s, d->node->region, &s->downsets[from], mask) : UINT32_MAX;
        if (set == UINT32_MAX && (given || own))
            continue;
        const bool full = !d->left.lines || !d->left.columns;
        if (set != UINT32_MAX || (d->ended ? full : s->few))
            fill_region(d, set);
        if (!last && s->flows && !d->other.columns)
            bm_plan_begin_article(d, set, &s->downsets[k]);
    }
}

static void deal_region(struct dealing *d)
{
    if (d->node->rest)
        bm_plan_end_article(d);
    else
        bm_plan_deal_sets(d, d->node->downset);
}

void bm_plan_open_deal(struct bm_plan_search *s, struct node *node)
{
    const struct bm_plan_region *region = &s->task->regions[node->region];
    const struct universe *foot = s->foot_of[node->region];
    struct dealing d = {.s = s, .node = node, .left = region->rect};
    if (!foot) {
        deal_region(&d);
        return;
    }
    const struct table *t = table_of(s, foot, 0, region->rect.column, region->rect.columns);
    for (uint32_t n = t->from + 1; n <= t->end && n < region->rect.lines; n++) {
        struct dealing with = d;
        with.own += bm_plan_take_strip(&with, &with.left, &with.deal.foot, true, false, n);
        deal_region(&with);
    }
}

/* What a region costs at least with the articles between two downsets; at_limit: what it costs then
 * if it is not looked into. False: it cannot have them. */
static bool region_least(struct bm_plan_search *s, uint32_t region, const struct downset *less,
                         const struct downset *more, int64_t *least, int64_t *at_limit)
{
    const struct bm_plan_rect *r = &s->task->regions[region].rect;
    const struct universe *foot = s->foot_of[region];
    uint64_t mask = 0;
    *least = foot ? table_of(s, foot, 0, r->column, r->columns)->least : 0;
    *at_limit = NEVER;
    if (!difference(less, more, &mask))
        return false;
    if (!mask && !bm_plan_has_own(s, region))
        return true;
    const uint32_t set = set_of(s, region, less, mask);
    if (set == UINT32_MAX)
        return false;
    *at_limit = *least + s->of[region]->sets[set].limit;
    *least += foot ? bm_plan_least(s, s->of[region], set, r->column, r->columns)
                   : known_least(bm_plan_root(s, s->of[region], set, r));
    return true;
}

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What the regions from each one on cost at least, whatever was dealt out before; and what all of
 * them cost at least when one is not looked into. */
static void find_bounds(struct bm_plan_search *s, int32_t *bounds)
{
    const uint32_t n = s->downset_count, m = s->task->region_count;
    int64_t *seen = BM_NEW_N(s->arena, (size_t)(m + 1) * n, int64_t);
    int64_t *blind = BM_NEW_N(s->arena, (size_t)(m + 1) * n, int64_t);
    for (uint32_t i = 0; i < n; i++) {
        seen[m * n + i] = i + 1 < n ? NEVER : 0;
        blind[m * n + i] = NEVER;
    }
    for (uint32_t r = m; r-- > 0;)
        for (uint32_t i = 0; i < n; i++) {
            int64_t best = NEVER, worst = NEVER;
            for (uint32_t k = i; k < n; k++) {
                const int64_t next = seen[(r + 1) * n + k], dark = blind[(r + 1) * n + k];
                int64_t least, at_limit;
                if ((next >= NEVER && dark >= NEVER) ||
                    !region_least(s, r, &s->downsets[i], &s->downsets[k], &least, &at_limit))
                    continue;
                best = lesser(best, least + next);
                worst = lesser(worst, lesser(least, at_limit) + dark);
                worst = lesser(worst, at_limit + next);
            }
            seen[r * n + i] = best;
            blind[r * n + i] = worst;
            if (bounds)
                bounds[r * n + i] = (int32_t)best;
        }
    s->blind = blind[0];
}

/* The same where articles go on: all that are not dealt out yet at their best. */
static void find_flow_bounds(const struct bm_plan_search *s, int32_t *bounds)
{
    const struct universe *u = s->chain;
    for (uint32_t i = 0; i < s->downset_count; i++) {
        const struct downset *d = &s->downsets[i];
        int64_t sum = 0;
        for (uint32_t k = d->first; k < u->n; k++)
            if (k - d->first >= 64 || !(d->mask >> (k - d->first) & 1))
                sum += s->least[u->members[k]];
        for (uint32_t r = 0; r < s->task->region_count; r++)
            bounds[r * s->downset_count + i] = (int32_t)lesser(sum, NEVER);
    }
}

void bm_plan_make_bounds(struct bm_plan_search *s)
{
    s->blind = lesser(NEVER, s->least_sum + s->spare);
    if (s->task->region_count < 2)
        return;
    int32_t *bounds = BM_NEW_N(s->arena, (size_t)s->task->region_count * s->downset_count, int32_t);
    if (s->flows)
        find_flow_bounds(s, bounds);
    else
        find_bounds(s, bounds);
    s->deal_bounds = bounds;
}

int64_t bm_plan_blind(struct bm_plan_search *s)
{
    /* The regions that were settled cost more than was known before. */
    if (s->deal_bounds && !s->flows)
        find_bounds(s, NULL);
    return s->blind;
}

bool bm_plan_make_sets(struct bm_plan_search *s)
{
    const uint32_t m = s->task->region_count;
    bool fine = true;
    s->few = s->chain->n < bare_regions(s, 0);
    s->downsets = NULL;
    s->downset_count = 0;
    make_downsets(s);
    for (uint32_t i = 0; i < s->downset_count; i++)
        for (uint32_t k = i; k < s->downset_count; k++) {
            uint64_t mask = 0;
            if ((m == 1 && (i || k + 1 < s->downset_count)) ||
                !difference(&s->downsets[i], &s->downsets[k], &mask))
                continue;
            for (uint32_t r = 0; r < m; r++) {
                uint32_t first = 0;
                if (r && s->of[r] == s->of[r - 1])
                    continue;
                mask = members_of(s, r, &s->downsets[i], mask, &first);
                bm_plan_add_set(s->arena, s->of[r], first, mask);
                difference(&s->downsets[i], &s->downsets[k], &mask);
            }
        }
    for (uint32_t r = 0; r < m; r++)
        if (!s->of[r]->splits && fine)
            fine = bm_plan_close_sets(s->arena, s->of[r]);
    if (s->chain->set_count && !s->chain->splits && fine)
        fine = bm_plan_close_sets(s->arena, s->chain);
    return fine;
}
