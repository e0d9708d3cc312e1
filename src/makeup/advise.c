/* Advice for pages that are too full: which article to hold, or how much of one to cut, so that all
 * the rest is set. */
#include "makeup/judge.h"

#include <string.h>

#define CUT_STEP 10 /* characters */
#define CHEAPER  16 /* times cheaper is all but what is left over */
#define HELD     UINT32_MAX

/* The articles without one, or with one that is shorter. */
struct trial {
    struct planner *p;
    struct bm_plan_task task;
    struct bm_plan_article *list;
    uint32_t *from; /* of each of its articles: its number on the page as it is */
    int32_t *prices;
    uint32_t cut; /* the shorter one: nothing of it is set yet, it is reckoned on the safe side */
};

/* What is overset costs what it does, all else little: it only leads the way. */
static int32_t price_of_fit(int32_t price)
{
    return price >= BM_PRICE_OVERSET ? price : price / CHEAPER;
}

static void settle(void *context, uint32_t article, const struct bm_plan_rect *r)
{
    struct trial *t = context;
    const uint32_t from = t->from[article];
    if (from == t->cut)
        return;
    bm_price_settle(t->p, from, r);
    t->prices[bm_plan_index(&t->task, article, r->column, r->columns, r->lines)] = price_of_fit(
        t->p->prices[bm_plan_index(&t->p->task, from, r->column, r->columns, r->lines)]);
}

static uint32_t capacity(void *context, uint32_t article, uint32_t region,
                         const struct bm_plan_rect *strip, bool first)
{
    const struct trial *t = context;
    return t->p->task.capacity(t->p->task.context, t->from[article], region, strip, first);
}

/* Whether all is set when the article is shorter by so many characters, or held. */
static bool would_fit(struct planner *p, struct bm_arena *arena, uint32_t article, uint32_t cut)
{
    const size_t each = bm_plan_index(&p->task, 1, 0, 1, 1);
    const uint32_t n = p->task.articles;
    bm_arena_clear(arena);
    struct trial t = {.p = p, .task = p->task, .cut = cut == HELD ? HELD : article};
    t.list = BM_NEW_N(arena, n, struct bm_plan_article);
    t.from = BM_NEW_N(arena, n, uint32_t);
    t.prices = bm_arena_array(arena, each * n, sizeof *t.prices);
    uint32_t to = 0;
    for (uint32_t a = 0; a < n; a++) {
        int32_t *prices = t.prices + each * to;
        if (a == article && cut == HELD)
            continue;
        if (a == t.cut)
            bm_price_shorter(p, a, cut, prices);
        else
            memcpy(prices, p->prices + each * a, each * sizeof *prices);
        for (size_t k = 0; k < each; k++)
            prices[k] = price_of_fit(prices[k]);
        t.list[to] = p->list[a];
        t.from[to++] = a;
    }
    t.task.list = t.list;
    t.task.articles = to;
    t.task.prices = t.prices;
    t.task.spare = BM_PRICE_OVERSET;
    t.task.butting = t.task.through = 0;
    t.task.settle = settle;
    t.task.capacity = capacity;
    t.task.context = &t;
    t.task.judge = NULL;
    struct bm_plan plan;
    return to && bm_plan_next(bm_plan_open(arena, &t.task), &plan);
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
