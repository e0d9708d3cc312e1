#include "compose/sections.h"

#include "compose/limits.h"

/* The pages of that section that have a region, into pages (room for all of them); their number. */
static uint32_t pages_of(const struct planner *p, struct bm_str section, uint32_t *pages)
{
    const struct bm_plan_grid *g = &p->task.grid;
    uint32_t n = 0;
    for (uint32_t r = 0; r < g->region_count; r++)
        if (bm_str_eq(p->in->template_->pages[g->regions[r].page - 1].section, section) &&
            (!n || pages[n - 1] != g->regions[r].page))
            pages[n++] = g->regions[r].page;
    return n;
}

/* Room that an article takes beside others of its section: its text, and a head. */
static uint64_t room_of(const struct candidate *c)
{
    return c->length + HEAD_ROOM;
}

void bm_compose_share_sections(struct planner *p, const uint32_t *order)
{
    const uint32_t n = p->task.articles.n;
    uint32_t *pages = BM_NEW_N(p->work, p->task.grid.region_count, uint32_t);
    for (uint32_t a = 0; a < n; a++) {
        const struct bm_edition_place *mine = &p->in->articles[order[a]]->place;
        const uint32_t count = mine->section.n ? pages_of(p, mine->section, pages) : 0;
        uint64_t all = 0, before = 0;
        if (!count || mine->page)
            continue;
        for (uint32_t b = 0; b < n; b++) {
            const struct bm_edition_place *other = &p->in->articles[order[b]]->place;
            if (other->page || !bm_str_eq(other->section, mine->section))
                continue;
            all += room_of(&p->candidates[b]);
            before += b < a ? room_of(&p->candidates[b]) : 0;
        }
        before += room_of(&p->candidates[a]) / 2;
        p->list[a].page = pages[before * count / all];
    }
}

/* Of the regions of that page the one that ends lowest; region_count: it has none. */
static uint32_t lowest_of(const struct bm_plan_grid *g, uint32_t page)
{
    uint32_t lowest = g->region_count;
    for (uint32_t r = 0; r < g->region_count; r++) {
        const struct bm_plan_rect *rect = &g->regions[r].rect;
        const struct bm_plan_rect *best = &g->regions[lowest < g->region_count ? lowest : r].rect;
        if (g->regions[r].page == page &&
            (lowest == g->region_count || rect->line + rect->lines > best->line + best->lines))
            lowest = r;
    }
    return lowest;
}

static uint64_t area_of(const struct bm_plan_region *region)
{
    return (uint64_t)region->rect.columns * region->rect.lines;
}

/* The region of its page that an article stands in: by rank, each with its share of the text. */
static uint32_t share_of(const struct planner *p, uint32_t a)
{
    const struct bm_plan_grid *g = &p->task.grid;
    uint64_t all = 0, before = 0, area = 0, passed = 0;
    uint32_t last = 0;
    for (uint32_t b = 0; b < p->task.articles.n; b++) {
        if (p->list[b].page != p->list[a].page || p->list[b].foot)
            continue;
        all += 2 * room_of(&p->candidates[b]);
        before += b < a ? 2 * room_of(&p->candidates[b]) : 0;
    }
    before += room_of(&p->candidates[a]); /* its middle */
    for (uint32_t r = 0; r < g->region_count; r++)
        area += g->regions[r].page == p->list[a].page ? area_of(&g->regions[r]) : 0;
    for (uint32_t r = 0; r < g->region_count; r++) {
        if (g->regions[r].page != p->list[a].page)
            continue;
        last = r + 1;
        passed += area_of(&g->regions[r]);
        if (before * area < passed * all)
            break;
    }
    return last;
}

void bm_compose_share_regions(struct planner *p)
{
    const struct bm_plan_grid *g = &p->task.grid;
    bool one = true;
    for (uint32_t r = 1; r < g->region_count; r++)
        one = one && g->regions[r].page == g->regions[0].page;
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        struct bm_plan_article *article = &p->list[a];
        p->candidates[a].page = one ? g->regions[0].page : article->page;
        if (article->foot)
            article->region = lowest_of(g, article->page) + 1;
        else if (!one && article->page)
            article->region = share_of(p, a);
    }
    for (uint32_t a = 0; a < p->task.articles.n && one; a++)
        if (!p->list[a].foot && p->list[a].page == g->regions[0].page)
            p->list[a].page = 0;
}

bool bm_compose_check_section(const struct planner *p, const struct bm_article *article)
{
    const struct bm_template *t = p->in->template_;
    uint32_t *pages = BM_NEW_N(p->work, p->task.grid.region_count, uint32_t);
    if (!article->place.section.n || article->place.page ||
        pages_of(p, article->place.section, pages))
        return true;
    const char **names = BM_NEW_N(p->work, t->n, const char *);
    for (size_t k = 0; k < t->n; k++)
        names[k] = bm_arena_copy(p->work, t->pages[k].section.p, t->pages[k].section.n);
    return bm_diag(p->maker.diags, BM_MSG_NO_SECTION, article->place.span, article->name,
                   article->place.section, bm_nearest(article->place.section, names, t->n));
}
