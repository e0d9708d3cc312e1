/* Advice for pages that are too full: which article to hold, or how much of one to cut, so that all
 * the rest is set. */
#include "makeup/judge.h"

#include <string.h>

#define CUT_STEP 10 /* characters */
#define HELD     UINT32_MAX

/* Whether all is set when the article is shorter by so many characters, or held. */
static bool would_fit(struct planner *p, struct bm_arena *arena, uint32_t article, uint32_t cut)
{
    const size_t each = bm_plan_index(&p->task, 1, 0, 1, 1);
    const uint32_t n = p->task.articles;
    struct bm_plan_task task = p->task;
    bm_arena_clear(arena);
    struct bm_plan_article *list = BM_NEW_N(arena, n, struct bm_plan_article);
    int32_t *prices = bm_arena_array(arena, each * n, sizeof *prices);
    uint32_t to = 0;
    for (uint32_t a = 0; a < n; a++) {
        if (a == article && cut == HELD)
            continue;
        list[to] = p->list[a];
        if (a == article)
            bm_price_shorter(p, a, cut, prices + each * to);
        else
            memcpy(prices + each * to, p->prices + each * a, each * sizeof *prices);
        to++;
    }
    task.list = list;
    task.articles = to;
    task.prices = prices;
    task.spare = BM_PRICE_OVERSET;
    task.butting = task.through = 0;
    task.settle = NULL;
    task.judge = NULL;
    struct bm_plan plan;
    return to && bm_plan_next(bm_plan_open(arena, &task), &plan);
}

static uint32_t characters_of(const struct bm_galley *g)
{
    uint32_t n = 0;
    for (size_t i = 0; i < g->part_count; i++)
        if (g->parts[i].kind == BM_PART_PARAGRAPH)
            n += g->parts[i].para->character_count;
    return n;
}

/* The least cut of an article that makes the rest fit; 0: no cut of four fifths of it does. */
static uint32_t least_cut(struct planner *p, struct bm_arena *arena, uint32_t article,
                          uint32_t below)
{
    uint32_t most = characters_of(p->candidates[article].job->galley) * 4 / 5 / CUT_STEP;
    uint32_t least = 1;
    if (below && most >= below / CUT_STEP)
        most = below / CUT_STEP - 1;
    if (!most || !would_fit(p, arena, article, most * CUT_STEP))
        return 0;
    while (least < most) {
        const uint32_t middle = (least + most) / 2;
        if (would_fit(p, arena, article, middle * CUT_STEP))
            most = middle;
        else
            least = middle + 1;
    }
    return most * CUT_STEP;
}

void bm_advise(struct planner *p, const struct judged *best)
{
    struct bm_pages *pages = p->m->emit.pages;
    struct bm_plan_ledger *ledger = (struct bm_plan_ledger *)pages->plan;
    const uint32_t n = p->task.articles;
    uint32_t held = HELD, cut = 0, shorter = 0;
    struct bm_arena *arena = bm_arena_new();
    bool over = ledger->costs[BM_PENALTY_OVERSET] > 0 && !best->plan.strip_count;
    for (uint32_t a = n; over && n > 1 && held == HELD && a-- > 0;)
        held = would_fit(p, arena, a, HELD) ? a : HELD;
    for (uint32_t a = n; over && held != HELD && a-- > 0;) {
        const uint32_t least = least_cut(p, arena, a, cut);
        cut = least ? least : cut;
        shorter = least ? a : shorter;
    }
    ledger->advice = bm_arena_array(pages->arena, 2, sizeof *ledger->advice);
    if (held != HELD) {
        const struct bm_galley *g = p->candidates[held].job->galley;
        bm_diag(p->m->diags, BM_MSG_HOLD_ARTICLE, ((struct bm_span){g->file, 0, 0}), g->name);
        ledger->advice[ledger->advice_count++] =
            (struct bm_plan_advice){ledger->articles[held].name, 0};
    }
    if (cut) {
        const struct bm_galley *g = p->candidates[shorter].job->galley;
        bm_diag(p->m->diags, BM_MSG_CUT_ARTICLE, ((struct bm_span){g->file, 0, 0}), g->name,
                bm_diag_number(p->m->diags, cut));
        ledger->advice[ledger->advice_count++] =
            (struct bm_plan_advice){ledger->articles[shorter].name, cut};
    }
    bm_arena_drop(arena);
}
