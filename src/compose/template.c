/* A plan becomes frames: from here on nothing knows that there was one. */
#include "compose/frames.h"
#include "compose/needs.h"
#include "page/ledger.h"

/* What is noted of the frames of a page, for who wants to read them, and write them by hand. */
struct noting {
    const struct planner *p;
    struct bm_plan_ledger *ledger; /* NULL: nobody wants to */
    const struct bm_frame *first;  /* region of all: its styles are the lead's */
    const struct bm_page_template *page;
    uint32_t number;
    size_t cap;
};

static struct bm_planned *note(struct noting *n, struct bm_span region)
{
    struct bm_plan_ledger *l = n->ledger;
    l->frames = bm_arena_grow(n->p->ledger, l->frames, l->frame_count, &n->cap, sizeof *l->frames);
    struct bm_planned *planned = &l->frames[l->frame_count++];
    *planned = (struct bm_planned){.region = region, .page = n->page->span, .number = n->number};
    return planned;
}

/* A frame that is no region and stands in another file, the layout's or that of a plan that is
 * held: who writes the page out needs it too. */
static void note_given(struct noting *n, const struct bm_frame *frame)
{
    if (n->ledger && frame->span.file != n->page->span.file)
        note(n, frame->span);
}

static void note_styles(const struct noting *n, struct bm_planned *out)
{
    struct bm_arena *arena = n->p->ledger;
    out->style_count = n->first->override_count;
    out->styles = bm_arena_array(arena, out->style_count, sizeof *out->styles);
    for (size_t i = 0; i < out->style_count; i++) {
        const struct bm_override *o = &n->first->overrides[i];
        out->styles[i] = (struct bm_planned_style){bm_str_copy(arena, o->role),
                                                   bm_str_copy(arena, o->style->name)};
    }
}

static void note_frame(struct noting *n, struct bm_frame *frame)
{
    const struct planner *p = n->p;
    const struct bm_plan_ledger *l = n->ledger;
    if (!l)
        return;
    bool opens = false, again = false, leads = false;
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const struct stand *s = &p->candidates[a].stand;
        if (!bm_str_eq(p->candidates[a].subject->galley->name, frame->article))
            continue;
        opens = s->opens;
        leads = s->heads || s->lead;
    }
    for (size_t i = 0; i < l->frame_count; i++)
        again = again || bm_str_eq(l->frames[i].name, frame->article);
    struct bm_planned *planned = note(n, frame->span);
    planned->name = bm_str_copy(p->ledger, frame->article);
    planned->column = frame->column;
    planned->columns = frame->columns;
    planned->line = frame->line;
    planned->lines = frame->lines;
    planned->legs = frame->legs;
    planned->head_lines = frame->head.lines;
    planned->head_legs = frame->head.columns;
    planned->head_side = frame->head.side;
    planned->lead = frame->lead = leads && !again;
    planned->head_width = frame->head.given ? frame->head.width : 0;
    if (opens && !again)
        note_styles(n, planned);
}

const struct bm_template *bm_compose_fill_template(struct planner *p, const struct bm_plan *plan,
                                                   struct bm_plan_ledger *ledger)
{
    const struct bm_template *t = p->in->template_;
    struct bm_arena *work = p->work;
    struct bm_template *out = BM_NEW(work, struct bm_template);
    struct noting noting = {.p = p, .ledger = ledger};
    uint32_t region = 0;
    *out = *t;
    out->pages = BM_NEW_N(work, t->n, struct bm_page_template);
    for (size_t k = 0; k < t->n; k++) {
        struct bm_page_template *page = &out->pages[k];
        *page = t->pages[k];
        page->frames =
            BM_NEW_N(work, t->pages[k].n + p->task.articles.n + plan->strip_count, struct bm_frame);
        page->n = 0;
        bm_template_note_regions(work, &t->pages[k], page);
        noting.page = page;
        noting.number = (uint32_t)k + 1;
        for (size_t i = 0; i < t->pages[k].n; i++) {
            const struct bm_frame *f = &t->pages[k].frames[i];
            if (!f->automatic) {
                note_given(&noting, f);
                page->frames[page->n++] = *f;
                continue;
            }
            const size_t from = page->n;
            noting.first = noting.first ? noting.first : f;
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
                note_frame(&noting, &page->frames[s]);
            }
            region++;
        }
    }
    return out;
}
