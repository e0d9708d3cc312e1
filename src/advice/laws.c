#include "advice/laws.h"

#include "compose/frames.h"
#include "compose/needs.h"

/* Law 2: hundredths of the region's columns; 6: a tenth; 7: tenths of its width; 8: lines of a head
 * in one column, and in more. */
#define WIDTH_LEAST 48
#define HIGH_LEAST  10
#define FLATTEST    3
#define TALLEST     30
#define LINES_ONE   3
#define LINES_MORE  2
#define LINES_SIDE  5 /* of one at the side of its text */

enum law {
#define LAW(number, id, said) LAW_##id,
    BM_LAWS(LAW)
#undef LAW
    LAWS
};

static const struct {
    uint32_t number;
    const char *said;
} laws[LAWS] = {
#define LAW(number, id, said) {number, said},
    BM_LAWS(LAW)
#undef LAW
};

/* An article on its page. */
struct standing {
    const struct bm_plan_rect *rect;
    const struct bm_galley *galley;
    bm_len head;                  /* size of its largest type; 0: it has none */
    uint32_t lines;               /* most of a tier */
    bool text, foot, boxed, side; /* side: its head stands there */
};

/* The articles of one region that stand in one piece. */
struct region {
    const struct planner *p;
    const struct bm_plan_rect *rect;
    struct standing *v;
    size_t n, lead; /* lead: SIZE_MAX: it has none */
    bool said[LAWS];
};

static uint32_t page_of(const struct region *g)
{
    uint32_t page = 0;
    for (uint32_t r = 0; r < g->p->task.grid.region_count; r++)
        if (&g->p->task.grid.regions[r].rect == g->rect)
            page = g->p->task.grid.regions[r].page;
    return page;
}

static void say(struct region *g, enum law law, const struct standing *s)
{
    struct bm_diags *diags = g->p->maker.diags;
    if (g->said[law])
        return;
    g->said[law] = true;
    bm_diag(diags, BM_MSG_LAW_DROPPED, ((struct bm_span){s->galley->file, 0, 0}),
            bm_diag_number(diags, page_of(g)), bm_diag_number(diags, laws[law].number),
            bm_str_c(laws[law].said), s->galley->name);
}

/* Head and text of an article in its block, as it is fitted there. */
static struct standing stand(struct planner *p, uint32_t article, const struct bm_plan_rect *r,
                             const struct bm_plan_rect *region)
{
    const struct candidate *c = &p->candidates[article];
    const uint32_t page = 1;
    const struct bm_frame frame =
        bm_compose_block_frame(p, c, r->column, r->columns, r->line, r->lines,
                               bm_compose_cheapest_legs(p, article, r)->how);
    const struct bm_frame *const v[] = {&frame};
    struct bm_fit_cost fit;
    bm_arena_clear(p->fitter.arena);
    bm_fit_price(&p->fitter, c->subject, &(struct bm_frames){v, &page, 1}, &fit);
    struct standing s = {.rect = r,
                         .galley = fit.galley,
                         .text = fit.rows > 0,
                         .foot = r->line + r->lines == region->line + region->lines,
                         .boxed = c->subject->box != NULL,
                         .side = frame.head.side};
    uint32_t lines = 0;
    for (size_t i = 0; i < fit.head.head_count; i++) {
        const struct bm_row *row = &fit.head.head[i];
        const bm_len size = fit.galley->parts[row->part].style->size;
        lines = i && fit.head.head[i - 1].part == row->part ? lines + 1 : 1;
        s.head = size > s.head ? size : s.head;
        s.lines = lines > s.lines && !fit.head.head_width ? lines : s.lines;
    }
    return s;
}

/* An article that begins here and goes on elsewhere: of its head nothing is asked. */
static void add_long(struct region *g, const struct judged *best, uint32_t r)
{
    const struct bm_plan *plan = &best->plan;
    for (size_t i = 0; i < plan->strip_count; i++) {
        const struct bm_plan_strip *strip = &plan->strips[i];
        const struct candidate *c = &g->p->candidates[strip->article];
        const bool begins = !i || plan->strips[i - 1].article != strip->article;
        if (!begins || strip->region != r || !(c->stand.heads || c->stand.lead))
            continue;
        g->lead = g->n;
        g->v[g->n++] = (struct standing){
            .rect = &strip->rect, .galley = c->subject->galley, .head = INT32_MAX};
    }
}

static uint64_t area(const struct standing *s)
{
    return (uint64_t)s->rect->columns * s->rect->lines;
}

/* Laws of the lead and of the others beside it. */
static void hold_to_lead(struct region *g)
{
    const struct standing *lead = &g->v[g->lead];
    size_t wide_feet = 0;
    if (lead->rect->column != g->rect->column || lead->rect->line != g->rect->line)
        say(g, LAW_CORNER, lead);
    if (100 * lead->rect->columns < WIDTH_LEAST * g->rect->columns)
        say(g, LAW_WIDTH, lead);
    for (size_t i = 0; i < g->n; i++) {
        const struct standing *s = &g->v[i];
        if (i == g->lead)
            continue;
        wide_feet += s->foot && s->rect->columns > lead->rect->columns;
        if (s->rect->columns > lead->rect->columns && (!s->foot || wide_feet > 1))
            say(g, LAW_WIDER, s);
        if (s->head > lead->head && s->text)
            say(g, LAW_HEAD, s);
        if (!s->foot && area(s) > area(lead))
            say(g, LAW_LARGEST, s);
    }
}

/* Laws of each block, and of all together. */
static void hold_to_shape(struct region *g)
{
    const struct bm_layout *layout = g->p->in->layout;
    size_t strips = 0;
    for (size_t i = 0; i < g->n; i++) {
        const struct standing *s = &g->v[i];
        const int64_t w = bm_layout_columns_width(layout, s->rect->columns),
                      h = (int64_t)s->rect->lines * layout->leading;
        /* The one at the top is the lead, or stands where it would. */
        const bool top = s->rect->line == g->rect->line && s->rect->column == g->rect->column;
        strips += i != g->lead && !(top && g->lead == SIZE_MAX) &&
                  s->rect->columns == g->p->task.grid.columns;
        if (strips > 1)
            say(g, LAW_STRIPS, s);
        if (s->text && HIGH_LEAST * s->rect->lines < g->rect->lines)
            say(g, LAW_LOW, s);
        if (s->text && (10 * h < FLATTEST * w || 10 * h > TALLEST * w))
            say(g, LAW_SHAPE, s);
        const uint32_t most = s->rect->columns > 1 ? LINES_MORE : LINES_ONE;
        if (s->lines > (s->side ? LINES_SIDE : most))
            say(g, LAW_LINES, s);
    }
}

/* Two that might lead a page, and nobody knows which. */
static void say_no_lead(const struct region *g)
{
    struct bm_diags *diags = g->p->maker.diags;
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        n += bm_kind_may_lead(g->v[i].galley->kind);
    if (n > 1)
        bm_diag(diags, BM_MSG_NO_LEAD, ((struct bm_span){g->v[0].galley->file, 0, 0}),
                bm_diag_number(diags, page_of(g)));
}

void bm_advise_laws(struct bm_composed *composed)
{
    struct planner *p = composed->planner;
    const struct judged *best = composed->best;
    if (!composed->ledger || !p->in->layout->planning.laws)
        return;
    struct standing *v = BM_NEW_N(p->work, p->task.articles.n + 1, struct standing);
    for (uint32_t r = 0; r < p->task.grid.region_count; r++) {
        struct region g = {.p = p, .rect = &p->task.grid.regions[r].rect, .v = v, .lead = SIZE_MAX};
        for (uint32_t a = 0; a < p->task.articles.n; a++) {
            if (best->plan.regions[a] != r || bm_plan_goes_on(&best->plan, a))
                continue;
            if (p->candidates[a].stand.heads || p->candidates[a].stand.lead)
                g.lead = g.n;
            v[g.n++] = stand(p, a, &best->plan.blocks[a], g.rect);
        }
        add_long(&g, best, r);
        if (g.lead != SIZE_MAX)
            hold_to_lead(&g);
        else
            say_no_lead(&g);
        hold_to_shape(&g);
    }
}
