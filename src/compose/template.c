/* A plan becomes frames: from here on nothing knows that there was one. */
#include "compose/frames.h"
#include "compose/needs.h"
#include "page/ledger.h"

/* A frame of the layout's page that is no region: who writes the page out needs it too. */
static void note_given(const struct planner *p, const struct bm_page_template *page,
                       const struct bm_frame *frame, size_t *cap)
{
    struct bm_plan_ledger *l = p->out->ledger;
    if (!l || frame->span.file == page->span.file)
        return;
    l->frames = bm_arena_grow(p->ledger, l->frames, l->frame_count, cap, sizeof *l->frames);
    l->frames[l->frame_count++] = (struct bm_planned){.region = frame->span, .page = page->span};
}

/* For who wants to read it, and write it by hand. */
static void note_frame(const struct planner *p, const struct bm_page_template *page,
                       const struct bm_frame *frame, size_t *cap)
{
    struct bm_plan_ledger *l = p->out->ledger;
    if (!l)
        return;
    bool opens = false, again = false;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        if (bm_str_eq(p->candidates[a].subject->galley->name, frame->article))
            opens = p->candidates[a].stand.opens;
    for (size_t i = 0; i < l->frame_count; i++)
        again = again || bm_str_eq(l->frames[i].name, frame->article);
    l->frames = bm_arena_grow(p->ledger, l->frames, l->frame_count, cap, sizeof *l->frames);
    l->frames[l->frame_count++] =
        (struct bm_planned){.name = bm_str_copy(p->ledger, frame->article),
                            .region = frame->span,
                            .page = page->span,
                            .column = frame->column,
                            .columns = frame->columns,
                            .line = frame->line,
                            .lines = frame->lines,
                            .legs = frame->legs,
                            .opens = opens && !again,
                            .head_lines = frame->head.lines,
                            .head_legs = frame->head.columns,
                            .head_width = frame->head.given ? frame->head.width : 0};
}

const struct bm_template *bm_compose_fill_template(struct planner *p, const struct bm_plan *plan)
{
    const struct bm_template *t = p->in->template_;
    struct bm_arena *work = p->work;
    struct bm_template *out = BM_NEW(work, struct bm_template);
    uint32_t region = 0;
    size_t cap = 0;
    *out = *t;
    out->pages = BM_NEW_N(work, t->n, struct bm_page_template);
    for (size_t k = 0; k < t->n; k++) {
        struct bm_page_template *page = &out->pages[k];
        *page = t->pages[k];
        page->frames =
            BM_NEW_N(work, t->pages[k].n + p->task.articles.n + plan->strip_count, struct bm_frame);
        page->n = 0;
        for (size_t i = 0; i < t->pages[k].n; i++) {
            const struct bm_frame *f = &t->pages[k].frames[i];
            if (!f->automatic) {
                note_given(p, page, f, &cap);
                page->frames[page->n++] = *f;
                continue;
            }
            const size_t from = page->n;
            for (uint32_t a = 0; a < p->task.articles.n; a++) {
                const struct bm_plan_rect *r = &plan->blocks[a];
                if (plan->regions[a] == region && !bm_plan_goes_on(plan, a))
                    page->frames[page->n++] =
                        bm_compose_block_frame(p, &p->candidates[a], r->column, r->columns, r->line,
                                               r->lines, bm_compose_cheapest_legs(p, a, r)->how);
            }
            for (size_t s = 0; s < plan->strip_count; s++)
                if (plan->strips[s].region == region)
                    page->frames[page->n++] = bm_compose_strip_frame(p, &plan->strips[s]);
            for (size_t s = from; s < page->n; s++) {
                page->frames[s].span = page->frames[s].article_span = f->span;
                note_frame(p, page, &page->frames[s], &cap);
            }
            region++;
        }
    }
    return out;
}
