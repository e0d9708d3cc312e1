#include "compose/pages.h"

#include "compose/choose.h"
#include "compose/jumps.h"

bool bm_compose_pages_stand_alone(const struct planner *p)
{
    const struct bm_plan_grid *grid = &p->task.grid;
    bool alone = p->task.articles.n > 0, several = false;
    for (uint32_t r = 1; r < grid->region_count; r++)
        several = several || grid->regions[r].page != grid->regions[0].page;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        alone = alone && p->list[a].page;
    return alone && several;
}

/* A page by itself: its planner, and which articles of all its own are. */
struct page {
    struct planner p;
    uint32_t region; /* its first */
    uint32_t *members;
};

static void copy_prices(struct page *page, struct planner *from, bool back)
{
    const size_t each = bm_plan_index(&from->task, 1, 0, 1, 1);
    for (uint32_t i = 0; i < page->p.task.articles.n; i++) {
        int32_t *own = page->p.prices + i * each, *all = from->prices + page->members[i] * each;
        memcpy(back ? all : own, back ? own : all, each * sizeof *own);
    }
}

/* The page of that region, and all its regions. */
static void open_page(struct page *page, struct planner *from, uint32_t region)
{
    const struct bm_plan_region *regions = from->task.grid.regions;
    const uint32_t number = regions[region].page, all = from->task.articles.n;
    struct bm_arena *work = from->work;
    uint32_t n = 0, count = 0, lead = all;
    *page = (struct page){*from, region, BM_NEW_N(work, all + 1, uint32_t)};
    struct planner *p = &page->p;
    p->candidates = BM_NEW_N(work, all + 1, struct candidate);
    p->list = BM_NEW_N(work, all + 1, struct bm_plan_article);
    /* Nothing may pass the lead, wherever it is listed. */
    for (uint32_t a = 0; a < all && from->in->layout->planning.order_free; a++)
        if (from->list[a].page == number && from->candidates[a].stand.heads)
            lead = a;
    for (uint32_t k = 0; k < all; k++) {
        const uint32_t a = lead == all || k > lead ? k : k ? k - 1 : lead;
        if (from->list[a].page != number)
            continue;
        page->members[n] = a;
        p->candidates[n] = from->candidates[a];
        p->list[n] = from->list[a];
        p->list[n].region -= p->list[n].region ? region : 0;
        n++;
    }
    while (region + count < from->task.grid.region_count && regions[region + count].page == number)
        count++;
    p->prices = BM_NEW_N(work, bm_plan_index(&p->task, n, 0, 1, 1), int32_t);
    p->task.articles = (struct bm_plan_articles){p->list, n, p->prices};
    p->task.grid.regions = regions + region;
    p->task.grid.region_count = count;
    p->task.limit = BM_PLAN_NEVER;
    p->limits = 0;
    p->reserve = 0;
    copy_prices(page, from, false);
    bm_compose_choose_by(p);
}

/* What was done for the page was done for all. */
static void close_page(struct page *page, struct planner *from)
{
    const struct planner *p = &page->p;
    copy_prices(page, from, true);
    for (uint32_t i = 0; i < p->task.articles.n; i++)
        from->candidates[page->members[i]] = p->candidates[i];
    from->fits = p->fits;
    from->bounds_broken = p->bounds_broken;
    from->states = p->states;
    from->states_now = p->states_now;
    from->limits |= p->limits;
}

static uint32_t pages_left(const struct bm_plan_grid *grid, uint32_t region)
{
    uint32_t left = 1;
    for (; region + 1 < grid->region_count; region++)
        left += grid->regions[region + 1].page != grid->regions[region].page;
    return left;
}

void bm_compose_divide_page(struct planner *p, struct bm_arena *arena, uint32_t region,
                            int64_t limit, bm_compose_chooser *choose, struct page_choice *out)
{
    struct page page;
    open_page(&page, p, region);
    page.p.task.limit = (int32_t)bm_plan_lesser(limit, BM_PLAN_NEVER);
    *out = (struct page_choice){.region = region,
                                .regions = page.p.task.grid.region_count,
                                .n = page.p.task.articles.n,
                                .members = page.members};
    bm_arena_clear(arena);
    if (out->n)
        choose(&page.p, arena, &out->own);
    close_page(&page, p);
}

size_t bm_compose_divide_pages(struct planner *p, struct bm_arena *arena,
                               bm_compose_chooser *choose, struct page_choice **pages)
{
    const struct bm_budget all = *p->budget;
    size_t count = 0;
    *pages = BM_NEW_N(p->work, p->task.grid.region_count + 1, struct page_choice);
    for (uint32_t r = 0; r < p->task.grid.region_count; r += (*pages)[count++].regions) {
        *p->budget = bm_budget_share(p->budget, 1, pages_left(&p->task.grid, r));
        p->budget->bytes_most = all.bytes_most;
        bm_compose_divide_page(p, arena, r, BM_PLAN_NEVER, choose, &(*pages)[count]);
        p->budget->parts_most = all.parts_most;
    }
    return count;
}

void bm_compose_join_pages(struct planner *p, const struct page_choice *pages, size_t count,
                           struct judged *best)
{
    const uint32_t n = p->task.articles.n;
    struct bm_plan plan = {.blocks = BM_NEW_N(p->work, n + 1, struct bm_plan_rect),
                           .regions = BM_NEW_N(p->work, n + 1, uint32_t)};
    int64_t bound = 0;
    bool found = true;
    for (size_t k = 0; k < count; k++) {
        const struct page_choice *page = &pages[k];
        found = found && page->own.cost < BM_PLAN_NEVER;
        bound += page->own.bound;
        for (uint32_t i = 0; i < page->n && found; i++) {
            plan.blocks[page->members[i]] = page->own.plan.blocks[i];
            plan.regions[page->members[i]] = page->own.plan.regions[i] + page->region;
        }
    }
    *best = (struct judged){.cost = BM_PLAN_NEVER};
    if (found)
        bm_compose_judge_anew(p, &plan, best);
    best->bound = found ? bm_plan_lesser(bound, best->cost) : 0;
    best->unseen_bound = best->bound;
}
