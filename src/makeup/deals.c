/* Ways to deal the articles out to the regions, in order. */
#include "makeup/plan_steps.h"

#define ROWS_LEAST 8 /* of a long article on either side of a jump */
#define LEG_LEAST  4 /* rows of a column under its head, before a jump */

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

static bool has_own(const struct bm_plan_search *s, uint32_t region)
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

/* A region being dealt: what of it is taken already. */
struct dealing {
    struct bm_plan_search *s;
    struct node *node;
    struct deal deal;
    int64_t own;
    struct bm_plan_rect left; /* without its strips */
    bool ended;               /* a strip stands in it */
};

static void add_deal(struct dealing *d, uint32_t top, int32_t set_cost)
{
    struct bm_plan_search *s = d->s;
    struct node *node = d->node;
    int64_t cost = d->own + set_cost;
    if (cost >= s->task->limit)
        return;
    const bool last = node->region + 1 == s->task->region_count;
    if (last && (d->deal.rest || d->deal.downset + 1 != s->downset_count))
        return;
    node->deals =
        bm_arena_grow(s->arena, node->deals, node->deal_count, &node->deal_cap, sizeof d->deal);
    node->deals[node->deal_count] = d->deal;
    struct way way = {.own = (int32_t)d->own,
                      .kind = WAY_DEAL,
                      .which = (uint32_t)node->deal_count++,
                      .tops = {(uint8_t)top}};
    way.order = way.which;
    if (d->deal.foot.columns) {
        const struct universe *u = s->foot_of[node->region];
        const struct bm_plan_rect *f = &d->deal.foot;
        way.tops[1] = s->task->list[u->members[0]].boxed ? 3 : 0;
        cost += cost_at(table_of(s, u, 0, f->column, f->columns), way.tops[1], f->lines);
    }
    if (!last)
        cost += bm_plan_deal(s, node->region + 1, d->deal.downset, d->deal.rest)->bound;
    way.cost = cost < NEVER ? (int32_t)cost : NEVER;
    bm_plan_add_way(s, node, way);
}

/* The set fills what is left of the region. */
static void fill_region(struct dealing *d, uint32_t set)
{
    struct bm_plan_search *s = d->s;
    const struct bm_plan_rect *r = &d->left;
    d->deal.u = s->of[d->node->region];
    d->deal.set = set;
    d->deal.rect = *r;
    d->deal.straight = d->ended;
    if (set == UINT32_MAX) {
        add_deal(d, 0, 0);
        return;
    }
    if (!r->lines || !r->columns)
        return;
    if (!d->ended) {
        add_deal(d, 0, bm_plan_root(s, d->deal.u, set, r)->bound);
        return;
    }
    const struct table *t = table_of(s, d->deal.u, set, r->column, r->columns);
    for (uint32_t f = 0; f < TOPS; f++)
        if (t->v[f])
            add_deal(d, f, cost_at(t, f, r->lines));
}

static void add_through(struct dealing *d)
{
    d->own += d->s->task->no_through ? NEVER : d->s->task->through;
    d->deal.through++;
}

/* Takes a strip off an edge of what is left; 断版 where something else stands beside it. */
static void take_strip(struct dealing *d, struct bm_plan_rect *strip, bool below, bool first,
                       uint32_t n)
{
    struct bm_plan_rect *left = &d->left;
    *strip = *left;
    if (below) {
        if (n < left->lines && is_through_across(d->s, left->columns))
            add_through(d);
        strip->lines = n;
        strip->line += first ? 0 : left->lines - n;
        left->line += first ? n : 0;
        left->lines -= n;
    } else {
        if (n < left->columns && is_through_down(d->s, left->lines))
            add_through(d);
        strip->columns = n;
        strip->column += first ? 0 : left->columns - n;
        left->column += first ? n : 0;
        left->columns -= n;
    }
    d->ended = true;
}

/* The article that follows a downset, if it may go on in further regions. */
static uint32_t follower(const struct bm_plan_search *s, const struct downset *d)
{
    const struct universe *u = s->chain;
    if (d->mask || d->first >= u->n)
        return UINT32_MAX;
    if (d->first + 1 < u->n && u->groups[d->first + 1] == u->groups[d->first])
        return UINT32_MAX;
    return s->task->list[u->members[d->first]].rows ? u->members[d->first] : UINT32_MAX;
}

static uint32_t capacity(const struct dealing *d, uint32_t article, const struct bm_plan_rect *r,
                         bool first)
{
    return d->s->task->capacity(d->s->task->context, article, d->node->region, r, first);
}

/* One way for a long article to begin in what is left, and go on in the next region. */
static void begin_in(struct dealing *d, uint32_t set, uint32_t article, bool below, uint32_t n)
{
    struct dealing with = *d;
    const uint32_t rows = d->s->task->list[article].rows;
    take_strip(&with, &with.deal.begun, below, false, n);
    const uint32_t held = capacity(d, article, &with.deal.begun, true);
    const uint32_t columns = with.deal.begun.columns / d->s->task->list[article].step;
    if (held < ROWS_LEAST || held < columns * LEG_LEAST || held + ROWS_LEAST > rows)
        return;
    with.own += d->s->task->jump;
    with.deal.beginning = article;
    with.deal.rest = rows - held;
    fill_region(&with, set);
}

/* A long article begins beside or below the set. */
static void begin_article(struct dealing *d, uint32_t set, const struct downset *next)
{
    const uint32_t article = follower(d->s, next);
    if (article == UINT32_MAX || !d->left.lines || !d->left.columns)
        return;
    if (set == UINT32_MAX) {
        begin_in(d, set, article, true, d->left.lines);
        return;
    }
    for (uint32_t n = 1; n < d->left.lines; n++)
        begin_in(d, set, article, true, n);
    for (uint32_t n = d->s->task->list[article].step; n < d->left.columns;
         n += d->s->task->list[article].step)
        begin_in(d, set, article, false, n);
}

/* The sets that may fill what is left, from the downset on. */
static void deal_sets(struct dealing *d, uint32_t from)
{
    struct bm_plan_search *s = d->s;
    const uint32_t regions = s->task->region_count - d->node->region;
    const uint32_t remain = s->chain->n - s->downsets[from].count;
    /* Regions to come that get nothing unless it is dealt to them. */
    uint32_t bare = 0;
    for (uint32_t r = d->node->region + 1; r < s->task->region_count; r++)
        bare += !has_own(s, r);
    const bool few = remain < bare + !has_own(s, d->node->region);
    for (uint32_t k = from; k < s->downset_count; k++) {
        uint64_t mask = 0;
        const uint32_t given = s->downsets[k].count - s->downsets[from].count;
        if (!difference(&s->downsets[from], &s->downsets[k], &mask))
            continue;
        if (!s->flows && !few && given + bare > remain)
            continue;
        d->deal.downset = k;
        d->deal.rest = 0;
        d->deal.begun.columns = 0;
        const bool own = has_own(s, d->node->region);
        const uint32_t set =
            given || own ? set_of(s, d->node->region, &s->downsets[from], mask) : UINT32_MAX;
        if (set == UINT32_MAX && (given || own))
            continue;
        bool full = d->ended && (!d->left.lines || !d->left.columns);
        if (set != UINT32_MAX || full || (s->flows ? !remain : few))
            fill_region(d, set);
        if (regions > 1 && s->flows)
            begin_article(d, set, &s->downsets[k]);
    }
}

/* The article that came from the region before ends here, in a strip across or down, or it goes
 * through. */
static void end_article(struct dealing *d)
{
    const struct bm_plan_search *s = d->s;
    const uint32_t rest = d->node->rest, downset = d->node->downset;
    const uint32_t article = s->chain->members[s->downsets[downset].first];
    const uint32_t step = s->task->list[article].step;
    const bool more = d->node->region + 1 < s->task->region_count;
    uint32_t after = downset + 1;
    while (s->downsets[after].first != s->downsets[downset].first + 1 || s->downsets[after].mask)
        after++;
    d->deal.ending = article;
    for (int below = 1; below >= 0; below--) {
        const uint32_t most = below ? d->left.lines : d->left.columns;
        for (uint32_t n = below ? 1 : step; n <= most; n += below ? 1 : step) {
            struct dealing with = *d;
            take_strip(&with, &with.deal.ended, below == 1, true, n);
            const uint32_t held = capacity(d, article, &with.deal.ended, false);
            if (n == most && more && held + ROWS_LEAST <= rest && below) {
                with.own += s->task->jump;
                with.deal.set = UINT32_MAX;
                with.deal.downset = downset;
                with.deal.rest = rest - held;
                with.deal.begun.columns = 0;
                add_deal(&with, 0, 0);
            }
            if (held < rest || (n == most && !below))
                continue;
            const int64_t spare = (held - rest) * step / with.deal.ended.columns;
            with.own += s->task->slack * spare * spare;
            deal_sets(&with, after);
            break;
        }
    }
}

static void deal_region(struct dealing *d)
{
    if (d->node->rest)
        end_article(d);
    else
        deal_sets(d, d->node->downset);
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
        take_strip(&with, &with.deal.foot, true, false, n);
        with.ended = false;
        deal_region(&with);
    }
}

/* What the node costs at least, or costs once it is settled. */
static int32_t known_least(const struct node *node)
{
    return node->n ? node->found[0].cost : node->bound;
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
    if (!mask && !has_own(s, region))
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

void bm_plan_make_bounds(struct bm_plan_search *s)
{
    s->blind = lesser(NEVER, s->least_sum + s->spare);
    if (s->flows || s->task->region_count < 2)
        return;
    int32_t *bounds = BM_NEW_N(s->arena, (size_t)s->task->region_count * s->downset_count, int32_t);
    find_bounds(s, bounds);
    s->deal_bounds = bounds;
}

int64_t bm_plan_blind(struct bm_plan_search *s)
{
    /* The regions that were settled cost more than was known before. */
    if (s->deal_bounds)
        find_bounds(s, NULL);
    return s->blind;
}

bool bm_plan_make_sets(struct bm_plan_search *s)
{
    const uint32_t m = s->task->region_count;
    bool fine = true;
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
