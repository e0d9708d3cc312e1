/* Faults of pages as a whole. */
#include "compose/faults.h"

#include "compose/limits.h"

#include <assert.h>

/* An article's block, or a strip of one that goes on. */
struct block {
    uint32_t article, region;
    struct bm_plan_rect rect;
    bool head;
};

static size_t find_blocks(const struct planner *p, const struct bm_plan *plan, struct block *out)
{
    size_t n = 0;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        if (!bm_plan_goes_on(plan, a))
            out[n++] = (struct block){a, plan->regions[a], plan->blocks[a],
                                      p->candidates[a].subject->galley->tier_count > 0};
    for (size_t i = 0; i < plan->strip_count; i++) {
        const struct bm_plan_strip *s = &plan->strips[i];
        bool first = true;
        for (size_t k = 0; k < i; k++)
            first = first && plan->strips[k].article != s->article;
        out[n++] = (struct block){s->article, s->region, s->rect, first};
    }
    return n;
}

static bool beside(const struct block *a, const struct block *b)
{
    return a->rect.column + a->rect.columns == b->rect.column &&
           a->rect.line < b->rect.line + b->rect.lines &&
           b->rect.line < a->rect.line + a->rect.lines;
}

static bool above(const struct block *a, const struct block *b)
{
    return a->rect.line + a->rect.lines == b->rect.line &&
           a->rect.column < b->rect.column + b->rect.columns &&
           b->rect.column < a->rect.column + a->rect.columns;
}

static const struct bm_box_style *box_of(const struct planner *p, const struct block *b)
{
    return p->candidates[b->article].subject->box;
}

static bool has_double_rule(const struct bm_box_style *box)
{
    return box && (box->inner || (box->line && box->line->kind != BM_LINE_SINGLE));
}

/* Whether columns of one article stand on both sides of a line. */
static bool is_within(const struct block *blocks, size_t n, bool across, uint32_t at)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            const struct block *a = &blocks[i], *b = &blocks[k];
            if (a->article == b->article && (across ? above(a, b) : beside(a, b)) &&
                at == (across ? b->rect.line : b->rect.column))
                return true;
        }
    return false;
}

/* Straight lines through the part of a page, from edge to edge. */
static uint32_t lines_through(const struct bm_plan_rect *part, const struct block *blocks, size_t n,
                              bool across)
{
    uint32_t found = 0;
    const uint32_t from = across ? part->line : part->column;
    const uint32_t size = across ? part->lines : part->columns;
    for (uint32_t at = from + 1; at < from + size; at++) {
        bool free = true, edge = false;
        for (size_t i = 0; i < n && free; i++) {
            const struct bm_plan_rect *r = &blocks[i].rect;
            const uint32_t first = across ? r->line : r->column;
            const uint32_t end = first + (across ? r->lines : r->columns);
            free = at <= first || at >= end;
            edge = edge || at == first;
        }
        found += free && edge && !is_within(blocks, n, across, at);
    }
    return found;
}

/* Tenths of the lead's area by which the largest other that does not end at the foot is larger than
 * LARGEST_SHARE of it; blocks fill the region. */
static uint32_t largest_over(const struct planner *p, const struct bm_plan_rect *region,
                             const struct block *blocks, size_t n)
{
    const uint32_t foot = region->line + region->lines;
    uint64_t lead = 0, other = 0;
    for (size_t i = 0; i < n; i++) {
        const struct bm_plan_rect *r = &blocks[i].rect;
        const uint64_t area = (uint64_t)r->columns * r->lines;
        if (p->candidates[blocks[i].article].stand.heads)
            lead = area;
        else if (r->line + r->lines < foot && area > other)
            other = area;
    }
    if (!lead || 100 * other <= LARGEST_SHARE * lead)
        return 0;
    return (uint32_t)((100 * other - LARGEST_SHARE * lead + 10 * lead - 1) / (10 * lead));
}

/* Tenths by which the lead's head is less than CONTRAST_LEAST of the next largest. */
static uint32_t contrast_lacking(struct planner *p, const struct block *blocks, size_t n)
{
    bm_len lead = 0, next = 0;
    for (size_t i = 0; i < n; i++) {
        const struct block *b = &blocks[i];
        const struct leg_choice *legs = bm_compose_cheapest_legs(p, b->article, &b->rect);
        const bm_len head = legs->exact[b->rect.lines - 1] ? legs->heads[b->rect.lines - 1] : 0;
        if (p->candidates[b->article].stand.heads)
            lead = head;
        else if (head > next)
            next = head;
    }
    if (!lead || !next || bm_len_ratio(lead, 100, next) >= CONTRAST_LEAST)
        return 0;
    const uint32_t lacking = (uint32_t)(CONTRAST_LEAST + 9 - bm_len_ratio(lead, 100, next)) / 10;
    return lacking + (lead < next ? CONTRAST_LESS : 0);
}

/* The search counts a region's lines from its top. */
static bool is_region(const struct planner *p, const struct bm_plan_rect *part)
{
    bool found = false;
    for (uint32_t r = 0; r < p->task.grid.region_count; r++) {
        const struct bm_plan_rect *g = &p->task.grid.regions[r].rect;
        found = found || (g->column == part->column && g->columns == part->columns &&
                          g->lines == part->lines);
    }
    return found;
}

/* Counts what blocks that fill a part of a page cost together. */
static void count_faults(struct planner *p, const struct bm_plan_rect *part,
                         const struct block *blocks, size_t n, struct judged *out)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            const struct block *a = &blocks[i], *b = &blocks[k];
            const bool side = beside(a, b);
            const bool boxed = box_of(p, a) || box_of(p, b);
            if (side && a->head && b->head && a->rect.line == b->rect.line)
                out->counts[BM_PENALTY_BUTTING] += boxed ? 1 : 2;
            if ((side || above(a, b)) && box_of(p, a) && box_of(p, b))
                out->counts[BM_PENALTY_DOUBLED] +=
                    has_double_rule(box_of(p, a)) && has_double_rule(box_of(p, b));
        }
    if (is_region(p, part)) {
        out->counts[BM_PENALTY_LARGEST] += largest_over(p, part, blocks, n);
        out->counts[BM_PENALTY_CONTRAST] += contrast_lacking(p, blocks, n);
    }
    if (part->columns == p->task.grid.columns)
        out->counts[BM_PENALTY_THROUGH] += lines_through(part, blocks, n, true);
    if (part->lines == p->task.grid.full_lines) {
        const uint32_t down = lines_through(part, blocks, n, false);
        const bool spine = p->task.weights.spine_free && part->columns == p->task.grid.columns;
        out->counts[BM_PENALTY_THROUGH] += down - (down && spine);
    }
}

static void price_faults(const struct planner *p, struct judged *out)
{
    const struct bm_planning *w = &p->in->layout->planning;
#define WEIGHT(field, key, value, most, id)                                                        \
    if (out->counts[BM_PENALTY_##id])                                                              \
        out->costs[BM_PENALTY_##id] = (int64_t)out->counts[BM_PENALTY_##id] *                      \
                                      (w->field / bm_penalty_parts(BM_PENALTY_##id));
#include "base/penalties.def"
}

int32_t bm_compose_judge_part(void *context, const struct bm_plan_rect *part,
                              const struct bm_plan_block *placed, uint32_t n)
{
    struct planner *p = context;
    struct block blocks[BM_PLAN_SPAN_MOST];
    struct judged found = {0};
    int64_t sum = 0;
    assert(n <= BM_PLAN_SPAN_MOST);
    for (uint32_t i = 0; i < n; i++)
        blocks[i] = (struct block){
            .article = placed[i].article,
            .rect = placed[i].rect,
            .head = p->candidates[placed[i].article].subject->galley->tier_count > 0};
    count_faults(p, part, blocks, n, &found);
    price_faults(p, &found);
    for (int k = 0; k < BM_PENALTIES; k++)
        sum += found.costs[k];
    return sum < BM_PLAN_NEVER ? (int32_t)sum : BM_PLAN_NEVER;
}

/* More than a third of a page's items in boxes that an editor asked for. */
static uint32_t crowded_pages(const struct planner *p, const struct block *blocks, size_t n)
{
    const struct bm_template *t = p->in->template_;
    uint32_t found = 0;
    for (size_t k = 0; k < t->n; k++) {
        size_t items = 0, boxes = 0;
        for (size_t i = 0; i < t->pages[k].n; i++) {
            const struct bm_frame *f = &t->pages[k].frames[i];
            if (f->automatic || f->banner || f->guide || f->text_count)
                continue;
            items++;
            boxes += f->box && f->box->rule;
        }
        for (size_t i = 0; i < n; i++)
            items += p->task.grid.regions[blocks[i].region].page == k + 1;
        found += 3 * boxes > items;
    }
    return found;
}

void bm_compose_judge_plan(struct planner *p, const struct bm_plan *plan,
                           const int64_t jumps[BM_PENALTIES], struct judged *out)
{
    const size_t most = p->task.articles.n + plan->strip_count;
    struct block *blocks = BM_NEW_N(p->work, 2 * most, struct block), *of = blocks + most;
    const size_t n = find_blocks(p, plan, blocks);
    int64_t empty = 0;
    *out = (struct judged){.plan = *plan};
    for (uint32_t r = 0; r < p->task.grid.region_count; r++) {
        size_t count = 0;
        for (size_t i = 0; i < n; i++)
            if (blocks[i].region == r)
                of[count++] = blocks[i];
        count_faults(p, &p->task.grid.regions[r].rect, of, count, out);
        empty += count ? 0 : p->task.grid.regions[r].empty;
    }
    out->counts[BM_PENALTY_BOXES] = crowded_pages(p, blocks, n);
    price_faults(p, out);
    out->costs[BM_PENALTY_SLACK] += empty;
    for (int k = 0; k < BM_PENALTIES; k++)
        out->costs[k] += jumps ? jumps[k] : 0;
    out->cost = plan->article_cost + (jumps ? 0 : plan->strip_cost);
    for (int k = 0; k < BM_PENALTIES; k++)
        out->cost += out->costs[k];
}

void bm_compose_keep_judged(const struct planner *p, const struct judged *from, struct judged *to)
{
    struct bm_arena *work = p->work;
    const size_t n = p->task.articles.n;
    const struct bm_plan *plan = &from->plan;
    *to = *from;
    to->plan.blocks = BM_NEW_N(work, n, struct bm_plan_rect);
    to->plan.regions = BM_NEW_N(work, n, uint32_t);
    to->plan.strips = BM_NEW_N(work, plan->strip_count + 1, struct bm_plan_strip);
    memcpy(to->plan.blocks, plan->blocks, n * sizeof *plan->blocks);
    memcpy(to->plan.regions, plan->regions, n * sizeof *plan->regions);
    if (plan->strip_count)
        memcpy(to->plan.strips, plan->strips, plan->strip_count * sizeof *plan->strips);
}
