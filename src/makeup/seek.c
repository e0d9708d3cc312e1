#include "makeup/seek.h"

#include "compose/standing.h"
#include "makeup/roundup.h"
#include "page/ledger.h"

/* Whether the held template has just this frame for its article. */
static bool stands_there(const struct bm_template *held, const struct bm_planned *f)
{
    const struct bm_page_template *page = &held->pages[f->number - 1];
    bool found = false;
    for (size_t i = 0; i < page->n && !found; i++) {
        const struct bm_frame *h = &page->frames[i];
        found = bm_str_eq(h->article, f->name) && h->column == f->column &&
                h->columns == f->columns && h->line == f->line && h->lines == f->lines;
    }
    return found;
}

static void find_moves(const struct bm_plan_ledger *plan, const struct bm_template *held,
                       struct bm_arena *arena, struct bm_sought *out)
{
    out->moves = BM_NEW_N(arena, plan->frame_count, struct bm_sought_move);
    for (size_t i = 0; i < plan->frame_count; i++) {
        const struct bm_planned *f = &plan->frames[i];
        bool known = !f->name.n || stands_there(held, f);
        for (size_t k = 0; k < out->n && !known; k++)
            known = bm_str_eq(out->moves[k].article, f->name);
        if (!known)
            out->moves[out->n++] = (struct bm_sought_move){
                bm_str_copy(arena, f->name), f->number, f->column, f->columns, f->line, f->lines};
    }
}

/* Divides the regions, and judges the held frames beside what was found. */
static bool compare(const struct bm_compose_input *input, const struct bm_fitter *fitter,
                    const struct bm_template *held, struct bm_arena *arena, struct bm_sought *out)
{
    struct bm_arena *ledger = bm_arena_new();
    struct bm_composed composed;
    bool cheaper = false;
    *out = (struct bm_sought){0};
    if (bm_compose(input, fitter, ledger, &composed) && composed.ledger &&
        !bm_progress_is_stopped(input->progress)) {
        out->cost = composed.ledger->cost;
        find_moves(composed.ledger, held, arena, out);
        memcpy(out->costs[1], composed.ledger->costs, sizeof out->costs[1]);
        memcpy(out->counts[1], composed.ledger->counts, sizeof out->counts[1]);
        struct bm_standing_cost standing = {0};
        cheaper = bm_compose_price_standing(&composed, held, &standing) && out->n &&
                  out->cost < standing.cost && !bm_progress_is_stopped(input->progress);
        out->held = standing.cost;
        memcpy(out->costs[0], standing.costs, sizeof out->costs[0]);
        memcpy(out->counts[0], standing.counts, sizeof out->counts[0]);
    }
    bm_compose_close(&composed);
    bm_arena_drop(ledger);
    return cheaper;
}

bool bm_makeup_seek(const struct bm_makeup_input *in, const struct bm_template *held,
                    struct bm_arena *arena, struct bm_sought *out)
{
    struct bm_arena *work = bm_arena_new();
    struct bm_diags said = {.arena = work}; /* it was said when the pages were made */
    const struct bm_roundups all =
        bm_makeup_roundups(work, in->layout, in->template_, in->articles, in->article_count, &said);
    struct bm_shaper *shaper = bm_shaper_new(work, in->fonts);
    const struct bm_fitter fitter = {.layout = in->layout,
                                     .images = in->images,
                                     .image_count = in->image_count,
                                     .arena = work,
                                     .limits_scale = in->copyfit_scale};
    const struct bm_compose_input input = {
        .layout = in->layout,
        .template_ = in->template_,
        .articles = all.articles,
        .article_count = all.n,
        .maker = {.arena = work,
                  .layout = in->layout,
                  .fonts = in->fonts,
                  .shaper = shaper,
                  .sources = in->sources,
                  .diags = &said,
                  .phrases = in->phrases},
        .jobs = in->jobs,
        .budget = in->budget,
        .progress = in->progress,
        .kept = in->kept,
        .limits_scale = in->limits_scale,
    };
    const bool cheaper = compare(&input, &fitter, held, arena, out);
    bm_shaper_free(shaper);
    bm_arena_drop(work);
    return cheaper;
}
