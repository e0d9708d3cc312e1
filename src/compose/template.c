/* A plan becomes frames: from here on nothing knows that there was one. */
#include "compose/frames.h"
#include "compose/needs.h"

const struct bm_template *bm_compose_fill_template(struct planner *p, const struct bm_plan *plan)
{
    const struct bm_template *t = p->in->template_;
    struct bm_arena *work = p->work;
    struct bm_template *out = BM_NEW(work, struct bm_template);
    uint32_t region = 0;
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
                page->frames[page->n++] = *f;
                continue;
            }
            const size_t from = page->n;
            for (uint32_t a = 0; a < p->task.articles.n; a++) {
                const struct bm_plan_rect *r = &plan->blocks[a];
                if (plan->regions[a] == region && !bm_plan_goes_on(plan, a))
                    page->frames[page->n++] =
                        bm_compose_block_frame(p, &p->candidates[a], r->column, r->columns, r->line,
                                               r->lines, bm_compose_cheapest_legs(p, a, r)->legs);
            }
            for (size_t s = 0; s < plan->strip_count; s++)
                if (plan->strips[s].region == region)
                    page->frames[page->n++] = bm_compose_strip_frame(p, &plan->strips[s]);
            for (size_t s = from; s < page->n; s++)
                page->frames[s].span = page->frames[s].article_span = f->span;
            region++;
        }
    }
    return out;
}
