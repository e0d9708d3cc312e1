/* The articles of plans, their galleys and bounds. */
#include "base/crew.h"
#include "compose/fill.h"
#include "compose/frames.h"
#include "compose/limits.h"
#include "compose/sections.h"

#include <stdatomic.h>

static uint32_t rank_of(const struct bm_article *a, uint32_t place)
{
    return a->place.rank ? a->place.rank : BM_RANK_NONE + place;
}

/* Short items, and what has no head, lead no page. */
static bool may_head(const struct bm_kind *kind)
{
    return kind->tier_count && !kind->roundup.kind.n;
}

/* Where no editor has said what leads the first page the first that may does, before 简讯 that are
 * listed ahead of it: they would fill that page, and news would begin on the next. */
static void put_news_first(const struct bm_compose_input *in, uint32_t *order, uint32_t n)
{
    uint32_t first = n, lead = n;
    for (uint32_t i = n; i-- > 0;) {
        const struct bm_article *a = in->articles[order[i]];
        const struct bm_edition_place *place = &a->place;
        const bool leads = may_head(bm_layout_kind(in->layout, a->kind));
        const bool free = !place->rank && !place->page && !place->section.n && !place->foot;
        if (leads && !free && !place->foot && place->page < 2)
            return;
        lead = free && leads ? i : lead;
        first = free ? i : first;
    }
    if (lead == n)
        return;
    const uint32_t article = order[lead];
    memmove(order + first + 1, order + first, (lead - first) * sizeof *order);
    order[first] = article;
}

/* The page of all regions; 0: they stand on several. */
static uint32_t only_page(const struct bm_template *t)
{
    uint32_t page = 0;
    for (uint32_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            if (!t->pages[p].frames[i].automatic)
                continue;
            if (page && page != p + 1)
                return 0;
            page = p + 1;
        }
    return page;
}

/* Where those without a rank change places on their page, its lead comes before what is too short
 * to be one: nothing can pass it. */
static void put_leads_first(const struct bm_compose_input *in, struct bm_arena *work,
                            uint32_t *order, uint32_t n)
{
    const uint32_t only = only_page(in->template_);
    struct listed {
        uint32_t article, length, page;
        const struct bm_kind *kind;
    } *list = BM_NEW_N(work, n + 1, struct listed), lead;
    for (uint32_t i = 0; i < n; i++) {
        const struct bm_article *a = in->articles[order[i]];
        list[i] = (struct listed){order[i], bm_article_length(a), only ? only : a->place.page,
                                  bm_layout_kind(in->layout, a->kind)};
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t longest = 0, at = i;
        bool first = list[i].page && !in->articles[list[i].article]->place.rank;
        for (uint32_t k = 0; k < n && first; k++) {
            first = k >= i || list[k].page != list[i].page;
            if (list[k].page == list[i].page && may_head(list[k].kind) && list[k].length > longest)
                longest = list[k].length;
        }
        while (first && at < n &&
               (list[at].page != list[i].page || in->articles[list[at].article]->place.foot ||
                !may_head(list[at].kind) || SHORT_PART * list[at].length < longest))
            at++;
        for (uint32_t k = i; first && k < n; k++)
            if (list[k].page == list[i].page && bm_kind_only_leads(list[k].kind) &&
                !in->articles[list[k].article]->place.foot) {
                at = k;
                break;
            }
        if (!first || at == n)
            continue;
        lead = list[at];
        memmove(list + i + 1, list + i, (at - i) * sizeof lead);
        list[i] = lead;
    }
    for (uint32_t i = 0; i < n; i++)
        order[i] = list[i].article;
}

uint32_t bm_compose_find_candidates(const struct bm_compose_input *in, struct bm_arena *work,
                                    uint32_t *order)
{
    const struct bm_template *t = in->template_;
    uint32_t n = 0;
    for (uint32_t a = 0; a < in->article_count; a++) {
        bool placed = !bm_layout_kind(in->layout, in->articles[a]->kind);
        for (size_t p = 0; p < t->n; p++)
            for (size_t i = 0; i < t->pages[p].n; i++)
                placed |= bm_str_eq(t->pages[p].frames[i].article, in->articles[a]->name);
        if (placed)
            continue;
        uint32_t k = n++;
        for (; k && rank_of(in->articles[order[k - 1]], order[k - 1]) > rank_of(in->articles[a], a);
             k--)
            order[k] = order[k - 1];
        order[k] = a;
    }
    put_news_first(in, order, n);
    if (in->layout->planning.order_free)
        put_leads_first(in, work, order, n);
    return n;
}

void bm_compose_reckon_jump(struct planner *p, uint32_t article)
{
    struct candidate *c = &p->candidates[article];
    const struct bm_layout *layout = p->in->layout;
    uint32_t cells = 0;
    int64_t best = INT64_MAX;
    for (uint32_t r = 0; r < p->task.grid.region_count; r++) {
        const struct bm_plan_rect *g = &p->task.grid.regions[r].rect;
        cells = g->columns * g->lines > cells ? g->columns * g->lines : cells;
    }
    if (!layout->jump.style || p->task.grid.region_count < 2)
        return;
    for (uint32_t step = 1; step <= 3; step++) {
        const struct bm_frame f = bm_compose_block_frame(p, c, 0, step, 0, p->task.grid.lines,
                                                         (struct arrangement){1, 0, false});
        struct bm_area a;
        bm_fit_area(layout, &f, NULL, c->subject->galley, &a);
        if (a.measure < layout->planning.measure_least ||
            a.measure > layout->planning.measure_most || p->task.grid.columns % step)
            continue;
        const struct body_need s = *bm_compose_body(p, c, a.measure);
        const uint64_t area = (uint64_t)s.rows * step * (uint64_t)a.leading;
        if (s.cost >= best || area * 100 < (uint64_t)cells * JUMP_PERCENT * (uint64_t)a.grid)
            continue;
        best = c->jump_cost = s.cost;
        p->list[article].rows = c->jump_rows = (uint32_t)s.rows;
        p->list[article].step = step;
    }
}

/* Pages that articles must stand on have a region, and one foot. */
static bool check_pins(const struct planner *p, const uint32_t *order)
{
    const struct bm_compose_input *in = p->in;
    bool good = true;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        good &= bm_compose_check_section(p, in->articles[order[a]]);
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const struct bm_article *article = in->articles[order[a]];
        bool there = !p->list[a].page, taken = false;
        for (uint32_t r = 0; r < p->task.grid.region_count; r++)
            there = there || p->task.grid.regions[r].page == p->list[a].page;
        for (uint32_t b = 0; b < a; b++)
            taken =
                taken || (p->list[a].foot && p->list[b].foot && p->list[a].page == p->list[b].page);
        if (!there || taken)
            bm_diag(p->maker.diags, there ? BM_MSG_PIN_TWICE : BM_MSG_NO_REGION,
                    article->place.span, article->name,
                    bm_diag_number(p->maker.diags, p->list[a].page));
        good = good && there && !taken;
    }
    return good;
}

/* Its styles are the lead's. */
static const struct bm_frame *first_region(const struct bm_compose_input *in)
{
    const struct bm_template *t = in->template_;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++)
            if (t->pages[p].frames[i].automatic)
                return &t->pages[p].frames[i];
    return NULL;
}

bool bm_compose_make_candidate(struct planner *p, uint32_t candidate,
                               const struct bm_article *article,
                               const struct bm_galley_maker *maker)
{
    struct candidate *c = &p->candidates[candidate];
    const struct bm_frame *region = c->stand.opens ? first_region(p->in) : NULL;
    if (!bm_fit_galleys(maker, article, region ? region->overrides : NULL,
                        region ? region->override_count : 0, c->stand.standing, c->subject))
        return false;
    c->subject->cache = bm_fit_line_cache_new(c->arena);
    p->list[candidate].boxed = c->subject->box != NULL;
    p->list[candidate].headless = !c->subject->galley->tier_count;
    return true;
}

bool bm_compose_same_stand(const struct stand *a, const struct stand *b)
{
    return a->standing == b->standing && a->lead == b->lead && a->second == b->second &&
           a->heads == b->heads && a->follows == b->follows && a->opens == b->opens;
}

/* The next from there on that may be the lead of article a's page, or the second on it, after the
 * one to be passed over: of those without a rank none that is short beside the longest, nor of a
 * kind that leads no page. n: there is none. */
static uint32_t next_of_page(const struct planner *p, uint32_t a, uint32_t over)
{
    const uint32_t n = p->task.articles.n;
    const struct candidate *v = p->candidates;
    uint32_t longest = 1, at = 0;
    for (uint32_t b = 0; b < n; b++) {
        if (v[b].page == v[a].page && may_head(v[b].kind) && v[b].length > longest)
            longest = v[b].length;
    }
    while (at < n &&
           (at == over || v[at].page != v[a].page || p->list[at].foot ||
            !(v[at].rank || (may_head(v[at].kind) && SHORT_PART * v[at].length >= longest))))
        at++;
    return at;
}

/* An editor's rank says who leads, or a kind that does nothing else (头条). */
uint32_t bm_compose_lead_of(const struct planner *p, uint32_t a)
{
    const uint32_t n = p->task.articles.n, first = next_of_page(p, a, n);
    const struct candidate *v = p->candidates;
    for (uint32_t b = 0; b < n && (first == n || !v[first].rank); b++)
        if (v[b].page == v[a].page && !p->list[b].foot && bm_kind_only_leads(v[b].kind))
            return b;
    return first;
}

/* Whether another on its page has the rank that an editor gave it. */
static bool shares_rank(const struct planner *p, uint32_t a)
{
    const struct candidate *list = p->candidates;
    bool shared = false;
    for (uint32_t b = 0; b < p->task.articles.n && list[a].rank && !shared; b++)
        shared = b != a && list[b].rank == list[a].rank && list[b].page == list[a].page;
    return shared;
}

/* Once all pages are known articles stand where they will, but not before the lead of their page:
 * their ranks are shown by their heads. */
static void free_order(struct planner *p)
{
    bool known = p->in->layout->planning.order_free;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        known = known && p->candidates[a].page;
    for (uint32_t a = 0; a < p->task.articles.n && known; a++) {
        const uint32_t lead = bm_compose_lead_of(p, a);
        if (a > lead && lead < p->task.articles.n)
            p->list[a].rank = BM_RANK_FREE + p->candidates[a].page;
    }
}

bool bm_compose_is_order_free(const struct planner *p)
{
    bool found = false;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        found = found || p->list[a].rank >= BM_RANK_FREE;
    return found;
}

/* Whether a plan that is held, and locked there, has the lead of that page. */
static bool is_led_already(const struct planner *p, uint32_t page)
{
    const struct bm_template *t = p->in->template_;
    bool led = false;
    for (size_t i = 0; page && page <= t->n && i < t->pages[page - 1].n; i++)
        led = led || (t->pages[page - 1].frames[i].lead && !t->pages[page - 1].frames[i].automatic);
    return led;
}

void bm_compose_rank_candidates(struct planner *p)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        struct stand *s = &p->candidates[a].stand;
        /* The first two show their ranks by their widths, if no other has the same rank. */
        const bool shared = shares_rank(p, a);
        const bool known = p->candidates[a].page;
        const uint32_t lead = known ? bm_compose_lead_of(p, a) : 0;
        const uint32_t second = known ? next_of_page(p, a, lead) : 1;
        const bool led = is_led_already(p, known ? p->candidates[a].page : 1);
        s->lead = a == 0 && !shared && !led && may_head(p->candidates[a].kind);
        s->second = a == 1 && !shared && p->candidates[a].rank;
        s->heads = known && a == lead && !shared && !led;
        s->follows = known && (a != lead || led) && !p->list[a].foot;
        s->standing = a == lead && !shared && !led                     ? BM_STANDING_LEAD
                      : (a == lead || a == second) && !p->list[a].foot ? BM_STANDING_SECOND
                                                                       : BM_STANDING_MIDDLE;
    }
    free_order(p);
}

/* What of the candidates needs no galley. */
static void list_candidates(struct planner *p, const uint32_t *order)
{
    const struct bm_compose_input *in = p->in;
    struct bm_composed *out = p->out;
    const uint32_t n = p->task.articles.n;
    for (uint32_t a = 0; a < n; a++) {
        const struct bm_article *article = in->articles[order[a]];
        struct candidate *c = &p->candidates[a];
        c->arena = out->arenas[out->arena_count++] = bm_arena_new();
        c->said.arena = c->arena;
        c->stand.opens = a == 0;
        c->length = bm_article_length(article);
        c->rank = article->place.rank;
        c->kind = bm_layout_kind(in->layout, article->kind);
        c->subject = &out->subjects[order[a]];
        p->list[a] = (struct bm_plan_article){.rank = rank_of(article, order[a]),
                                              .page = article->place.page,
                                              .foot = article->place.foot};
    }
    bm_compose_share_sections(p, order);
    for (uint32_t a = 0; a < n; a++)
        if (p->list[a].foot && !p->list[a].page)
            p->list[a].page = p->task.grid.regions[p->task.grid.region_count - 1].page;
    bm_compose_share_regions(p);
    bm_compose_rank_candidates(p);
}

/* Galleys and prices of an article. False when a font is missing. */
static bool make_candidate(struct planner *p, uint32_t article, const struct bm_article *from,
                           struct bm_shaper *shaper, struct bm_arena *work)
{
    struct candidate *c = &p->candidates[article];
    struct bm_galley_maker maker = p->maker;
    c->work = work;
    maker.arena = c->arena;
    maker.shaper = shaper;
    maker.diags = &c->said;
    if (!bm_compose_make_candidate(p, article, from, &maker))
        return false;
    c->kept = bm_compose_kept_needs_find(p, article);
    bm_compose_bound(p, article);
    bm_compose_reckon_jump(p, article);
    return true;
}

/* Articles made and priced by several threads, each article by one. */
struct making {
    struct planner *p;
    const uint32_t *order;
    struct maker_hand {
        struct bm_arena *arena, *work; /* arena: of the shaper */
        struct bm_shaper *shaper;
    } hands[BM_CREW_MOST];
    atomic_uint failed; /* the first that could not be made, or the number of all */
};

static void make_one(void *context, unsigned number, size_t i)
{
    struct making *making = context;
    struct planner *p = making->p;
    const uint32_t article = (uint32_t)i;
    struct maker_hand *hand = &making->hands[number];
    uint32_t first = atomic_load(&making->failed);
    if (article > first)
        return;
    if (!hand->shaper) {
        hand->arena = bm_arena_new();
        hand->work = bm_arena_new();
        hand->shaper = bm_shaper_new(hand->arena, p->maker.fonts);
    }
    if (bm_progress_is_stopped(p->in->progress) ||
        !make_candidate(p, article, p->in->articles[making->order[i]], hand->shaper, hand->work))
        while (article < first && !atomic_compare_exchange_weak(&making->failed, &first, article))
            ;
}

/* Messages come in the order of the articles, up to the first that cannot be made. */
bool bm_compose_make_candidates(struct planner *p, const uint32_t *order)
{
    const uint32_t n = p->task.articles.n;
    struct bm_arena *own = p->out->arenas[p->out->arena_count++] = bm_arena_new();
    struct making making = {.p = p, .order = order, .failed = n};
    making.hands[0] = (struct maker_hand){.work = own, .shaper = p->maker.shaper};
    list_candidates(p, order);
    bm_crew_run(p->in->jobs, n, make_one, &making);
    for (unsigned h = 1; h < BM_CREW_MOST; h++) {
        bm_shaper_free(making.hands[h].shaper);
        bm_arena_drop(making.hands[h].work);
        bm_arena_drop(making.hands[h].arena);
    }
    const uint32_t failed = making.failed;
    for (uint32_t a = 0; a < n && a <= failed; a++)
        bm_diags_append(p->maker.diags, &p->candidates[a].said);
    for (uint32_t a = 0; a < n; a++)
        p->candidates[a].work = own;
    return failed == n && check_pins(p, order);
}

bool bm_compose_may_go_on(const struct planner *p)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        if (p->list[a].rows)
            return true;
    return false;
}

void bm_compose_set_rows(struct planner *p, const uint32_t *rows)
{
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        p->list[a].rows = rows[a];
}
