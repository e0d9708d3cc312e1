/* Advice for pages that are too full: which articles to hold, or how much to cut of which, so that
 * all the rest is set. Nothing is said that was not tried. Where articles stay in their regions
 * each region that is too full is asked by itself, and then all together. First of all is said what
 * keeps an article from going on. */
#include "advice/advise.h"

#include "advice/limits.h"
#include "compose/rough.h"

/* What is being asked of the pages, or of a region. */
struct question {
    struct planner *p;
    struct bm_trial_scope scope;
    uint32_t *less;  /* of each article: characters, or BM_HELD */
    uint32_t *most;  /* that can be cut of it */
    uint64_t *needs; /* base columns × lines that it takes */
    uint32_t *named; /* articles that may be named, by rank */
    uint32_t n;
    bool lead, paid;     /* the lead is among them, though it is not alone; advertisements are */
    uint32_t over;       /* rows left over: what frees fewer is not tried */
    uint32_t characters; /* about as many as those rows hold */
};

static void ask_nothing(struct question *q)
{
    memset(q->less, 0, q->p->task.articles.n * sizeof *q->less);
}

static bool is_set(struct question *q)
{
    return bm_advice_is_set(q->p, &q->scope, q->less);
}

static bool may_be_set(struct question *q)
{
    return bm_advice_may_be_set(q->p, &q->scope, q->less);
}

/* Whether so many items of several under one head, from one on, may free what is left over. */
static bool may_do(const struct question *q, const struct bm_article *a, size_t first, size_t count)
{
    const size_t end = first + count;
    const size_t to = end < a->joined_count ? a->joined[end].block : a->block_count;
    uint64_t characters = 0;
    for (size_t m = first; m < end; m++)
        characters += bm_article_length(a->joined[m].article);
    /* About: a title is a row or two. */
    return to > a->joined[first].block &&
           characters + 2 * count * CHARACTERS_A_ROW >= q->characters / 2;
}

/* Of several under one head a few: the last ones; or one of them, the later ones first. */
static bool find_items_to_hold(struct question *q)
{
    const struct bm_trial_scope *s = &q->scope;
    for (size_t count = 1; count <= ITEMS_MOST; count++)
        for (uint32_t a = q->p->task.articles.n; a-- > 0;) {
            const struct bm_article *article = q->p->candidates[a].subject->galley->article;
            const size_t n = article->joined_count;
            if (n <= count || n > BM_HELD_ITEMS_MOST ||
                (s->plan && s->plan->regions[a] != s->region))
                continue;
            for (size_t first = n - count + 1; first-- > (count > 1 ? n - count : 0);) {
                ask_nothing(q);
                q->less[a] = bm_held_part(first, count);
                if (may_do(q, article, first, count) && is_set(q))
                    return true;
            }
        }
    return false;
}

static bool find_one_to_hold(struct question *q)
{
    for (uint32_t k = q->n; k-- > 0;) {
        ask_nothing(q);
        q->less[q->named[k]] = BM_HELD;
        if (q->needs[q->named[k]] >= q->over && is_set(q))
            return true;
    }
    return false;
}

static bool find_two_to_hold(struct question *q)
{
    for (uint32_t i = q->n; i-- > 0;)
        for (uint32_t k = q->n; k-- > i + 1;) {
            const uint32_t a = q->named[i], b = q->named[k];
            ask_nothing(q);
            q->less[a] = q->less[b] = BM_HELD;
            if (q->needs[a] + q->needs[b] >= q->over && is_set(q))
                return true;
        }
    return false;
}

/* The last ones, less those among them that need not be held. */
static bool find_many_to_hold(struct question *q)
{
    bool found = false;
    uint64_t freed = 0;
    ask_nothing(q);
    for (uint32_t k = q->n; !found && k-- > 0;) {
        q->less[q->named[k]] = BM_HELD;
        freed += q->needs[q->named[k]];
        found = freed >= q->over && is_set(q);
    }
    for (uint32_t k = 0; found && k < q->n; k++) {
        const uint32_t a = q->named[k];
        if (!q->less[a] || freed - q->needs[a] < q->over)
            continue;
        q->less[a] = 0;
        if (is_set(q))
            freed -= q->needs[a];
        else
            q->less[a] = BM_HELD;
    }
    return found;
}

/* Cuts shares of so many characters from the articles, in proportion to what they have. */
static void share(struct question *q, const uint32_t *articles, uint32_t count, uint32_t steps)
{
    uint64_t all = 0;
    ask_nothing(q);
    for (uint32_t k = 0; k < count; k++)
        all += q->most[articles[k]];
    for (uint32_t k = 0; k < count; k++) {
        const uint64_t exact = (uint64_t)steps * q->most[articles[k]];
        q->less[articles[k]] = (uint32_t)((exact + all - 1) / all) * CUT_STEP;
    }
}

/* Halves what lies between the least cut that may do and one that does, so often; returns one that
 * does. */
static uint32_t halve(struct question *q, const uint32_t *articles, uint32_t count, uint32_t least,
                      uint32_t most, uint32_t times, bool (*does)(struct question *))
{
    for (; times && least < most; times--) {
        const uint32_t middle = (least + most) / 2;
        share(q, articles, count, middle);
        if (does(q))
            most = middle;
        else
            least = middle + 1;
    }
    return most;
}

/* The least cut of these articles together, in steps, below so many; 0: none of them does. */
static uint32_t least_cut(struct question *q, const uint32_t *articles, uint32_t count,
                          uint32_t below)
{
    uint32_t most = 0, least = 1;
    for (uint32_t k = 0; k < count; k++)
        most += q->most[articles[k]] / CUT_STEP;
    const uint32_t end = most < below ? most : below - 1;
    if (!end)
        return 0;
    /* Twice as many from about what is left over on, until it does. */
    most = 0;
    for (uint32_t guess = (q->characters + CUT_STEP - 1) / CUT_STEP; !most; guess *= 2) {
        const uint32_t tried = guess && guess < end ? guess : end;
        share(q, articles, count, tried);
        if (may_be_set(q))
            most = tried;
        else if (tried == end)
            return 0;
        else
            least = tried + 1;
    }
    most = halve(q, articles, count, least, most, UINT32_MAX, may_be_set);
    for (; most <= end && !bm_budget_is_spent(q->p->budget, 0); most++) {
        share(q, articles, count, most);
        if (is_set(q))
            return most;
    }
    return 0;
}

/* The search for all plans knows straight cuts and pinwheels; make-up may find one of less order
 * that does with a smaller cut. A few are tried; the least that does stays asked for. */
static void tighten(struct question *q, const uint32_t *articles, uint32_t count, uint32_t most)
{
    const struct bm_trial_scope scope = q->scope;
    q->scope.known = true;
    most = halve(q, articles, count, 1, most, TIGHTENED, is_set);
    q->scope = scope;
    share(q, articles, count, most);
}

static bool find_one_to_cut(struct question *q)
{
    uint32_t steps = UINT32_MAX, shortened = 0;
    for (uint32_t k = q->n; k-- > 0;) {
        const uint32_t found = least_cut(q, &q->named[k], 1, steps);
        if (!found)
            continue;
        steps = found;
        shortened = q->named[k];
    }
    if (steps < UINT32_MAX)
        tighten(q, &shortened, 1, steps);
    return steps < UINT32_MAX;
}

/* Those that have most to cut first, the less important before the others. */
static uint32_t *find_longest(const struct question *q)
{
    uint32_t *longest = BM_NEW_N(q->p->work, q->n + 1, uint32_t);
    for (uint32_t i = 0; i < q->n; i++) {
        uint32_t k = i;
        for (; k && q->most[longest[k - 1]] <= q->most[q->named[i]]; k--)
            longest[k] = longest[k - 1];
        longest[k] = q->named[i];
    }
    return longest;
}

static bool find_two_to_cut(struct question *q, const uint32_t *longest)
{
    uint32_t n = PAIRED, steps = UINT32_MAX, shortened[2] = {0};
    for (uint32_t k = 0; k < q->n; k++)
        n = q->p->list[q->named[k]].rows ? PAIRED_ON : n;
    n = q->n < n ? q->n : n;
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++) {
            const uint32_t pair[] = {longest[a], longest[b]};
            const uint32_t found = least_cut(q, pair, 2, steps);
            if (!found)
                continue;
            steps = found;
            memcpy(shortened, pair, sizeof pair);
        }
    if (steps < UINT32_MAX)
        tighten(q, shortened, 2, steps);
    return steps < UINT32_MAX;
}

static bool find_many_to_cut(struct question *q, const uint32_t *longest)
{
    for (uint32_t count = 3; count <= q->n; count++) {
        const uint32_t steps = least_cut(q, longest, count, UINT32_MAX);
        if (!steps)
            continue;
        tighten(q, longest, count, steps);
        return true;
    }
    return false;
}

/* What is named of article a: all of it, or some that stand under its head. */
static size_t names_of(const struct question *q, uint32_t a, const struct bm_article **named)
{
    const struct bm_article *article = q->p->candidates[a].subject->galley->article;
    const uint32_t less = q->less[a];
    if (!less || less == BM_HELD || less < BM_HELD_PART) {
        named[0] = article;
        return less > 0;
    }
    for (size_t m = 0; m < BM_HELD_N(less); m++)
        named[m] = article->joined[BM_HELD_FROM(less) + m].article;
    return BM_HELD_N(less);
}

/* “first” 120 + “second” 200 */
static struct bm_str listed(const struct question *q, const struct bm_article **named)
{
    struct bm_buf list = {0};
    for (uint32_t a = 0; a < q->p->task.articles.n; a++) {
        const size_t n = names_of(q, a, named);
        for (size_t m = 0; m < n; m++) {
            const struct bm_str name = named[m]->name;
            bm_buf_printf(&list, "%s“%.*s”", list.n ? " + " : "", (int)name.n, name.p);
        }
        if (n && q->less[a] < BM_HELD_PART)
            bm_buf_printf(&list, " %u", (unsigned)q->less[a]);
    }
    return bm_buf_keep(&list, q->p->work);
}

/* An advertisement was paid for. */
static bool is_paid(const struct question *q, uint32_t a)
{
    const struct bm_kind *kind = q->p->candidates[a].kind;
    return kind && kind->paid;
}

/* Puts the answer into the ledger, and into words. */
static void say(const struct question *q, bool hold)
{
    struct planner *p = q->p;
    struct bm_plan_ledger *ledger = p->out->ledger;
    struct bm_diags *diags = p->maker.diags;
    const struct bm_article *first = NULL;
    size_t count = 0, most = 1, cap = ledger->advice_count;
    uint32_t cut = 0;
    bool paid = false;
    for (uint32_t a = 0; a < p->task.articles.n; a++)
        most += p->candidates[a].subject->galley->article->joined_count;
    const struct bm_article **named = BM_NEW_N(p->work, most, const struct bm_article *);
    for (uint32_t a = 0; a < p->task.articles.n; a++) {
        const size_t n = names_of(q, a, named);
        paid = paid || (n && hold && is_paid(q, a));
        cut = n && !hold ? q->less[a] : cut;
        for (size_t m = 0; m < n; m++) {
            first = count++ ? first : named[m];
            ledger->advice = bm_arena_grow(p->ledger, ledger->advice, ledger->advice_count, &cap,
                                           sizeof *ledger->advice);
            ledger->advice[ledger->advice_count++] = (struct bm_plan_advice){
                bm_str_copy(p->ledger, named[m]->name), hold ? 0 : q->less[a]};
        }
    }
    const struct bm_span span = {first->file, 0, 0};
    if (paid)
        bm_diag(diags, BM_MSG_HOLD_PAID, span, listed(q, named));
    else if (count > 1)
        bm_diag(diags, hold ? BM_MSG_HOLD_ARTICLES : BM_MSG_CUT_ARTICLES, span, listed(q, named));
    else if (hold)
        bm_diag(diags, BM_MSG_HOLD_ARTICLE, span, first->name);
    else
        bm_diag(diags, BM_MSG_CUT_ARTICLE, span, first->name, bm_diag_number(diags, cut));
}

/* What keeps articles that are left over from going on elsewhere, before others are cut for them.
 */
static void say_causes(struct planner *p, const struct bm_plan_ledger *ledger)
{
    struct bm_diags *diags = p->maker.diags;
    const struct bm_layout *layout = p->in->layout;
    for (uint32_t a = 0; a < p->task.articles.n && p->task.grid.region_count > 1; a++) {
        const struct bm_galley *g = p->candidates[a].subject->galley;
        const struct bm_edition_place *place = &g->article->place;
        if (!ledger->articles[a].costs[BM_PENALTY_OVERSET])
            continue;
        if (place->page || place->foot || place->section.n) {
            const struct bm_str number = bm_diag_number(diags, p->candidates[a].page);
            struct bm_buf key = {0};
            bm_buf_c(&key, place->page ? "page: " : place->section.n ? "section: " : "pin: foot");
            bm_buf_str(&key, place->page ? number : place->section);
            bm_diag(diags, BM_MSG_STAYS_ON_PAGE, place->span, g->name, bm_buf_view(&key), number);
            bm_buf_free(&key);
        }
        if (!layout->jump.style)
            bm_diag(diags, BM_MSG_STAYS_NO_JUMP, ((struct bm_span){g->file, 0, 0}), g->name,
                    layout->name);
    }
}

static bool find_held(struct question *q)
{
    return find_items_to_hold(q) || find_one_to_hold(q) || find_two_to_hold(q) ||
           find_many_to_hold(q);
}

static bool find_cut(struct question *q)
{
    const uint32_t *longest = find_longest(q);
    return find_one_to_cut(q) || find_two_to_cut(q, longest) || find_many_to_cut(q, longest);
}

/* The articles of the scope, of those that may be named; the rows left over there. */
static void ask_about(struct question *q, const struct bm_plan *plan, uint32_t region)
{
    const struct bm_plan_ledger *ledger = q->p->out->ledger;
    q->scope = (struct bm_trial_scope){.plan = plan, .region = region};
    q->n = q->over = 0;
    for (uint32_t a = 0; a < q->p->task.articles.n; a++) {
        if (plan && plan->regions[a] != region)
            continue;
        q->over += (uint32_t)(ledger->articles[a].costs[BM_PENALTY_OVERSET] / BM_PRICE_OVERSET);
        if ((a || q->lead || q->p->task.articles.n == 1) && (q->paid || !is_paid(q, a)))
            q->named[q->n++] = a;
    }
    if (!plan)
        q->over = (uint32_t)(ledger->costs[BM_PENALTY_OVERSET] / BM_PRICE_OVERSET);
    q->characters = q->over * CHARACTERS_A_ROW;
}

/* An answer for each region that is too full, which together are one for all; false: there is none,
 * or they are no answer together. */
static bool find_by_regions(struct question *q, const struct bm_plan *plan,
                            bool (*find)(struct question *))
{
    const uint32_t n = q->p->task.articles.n;
    uint32_t *all = BM_NEW_N(q->p->work, n, uint32_t);
    for (uint32_t r = 0; r < q->p->task.grid.region_count; r++) {
        ask_about(q, plan, r);
        if (!q->over)
            continue;
        if (!find(q))
            return false;
        for (uint32_t a = 0; a < n; a++)
            all[a] = q->less[a] ? q->less[a] : all[a];
    }
    ask_about(q, NULL, 0);
    q->scope.known = true;
    memcpy(q->less, all, n * sizeof *all);
    return is_set(q);
}

static bool find_answer(struct question *q, const struct judged *best, uint32_t percent,
                        bool (*find)(struct question *))
{
    struct planner *p = q->p;
    const struct bm_budget all = *p->budget;
    bool found = false;
    *p->budget = bm_budget_share(p->budget, percent, 100);
    if (p->task.grid.region_count > 1 && !bm_compose_may_go_on(p))
        found = find_by_regions(q, &best->plan, find);
    if (!found) {
        ask_about(q, NULL, 0);
        found = find(q);
    }
    p->budget->parts_most = all.parts_most;
    return found;
}

void bm_advise(struct bm_composed *composed)
{
    struct planner *p = composed->planner;
    const struct judged *best = composed->best;
    struct bm_plan_ledger *ledger = composed->ledger;
    if (!ledger || !ledger->costs[BM_PENALTY_OVERSET])
        return;
    const uint32_t n = p->task.articles.n;
    struct question q = {.p = p,
                         .less = BM_NEW_N(p->work, n, uint32_t),
                         .most = BM_NEW_N(p->work, n, uint32_t),
                         .needs = BM_NEW_N(p->work, n, uint64_t),
                         .named = BM_NEW_N(p->work, n, uint32_t)};
    for (uint32_t a = 0; a < n; a++) {
        q.most[a] = bm_article_can_lose(p->candidates[a].subject->galley->article) * CUT_MOST /
                    100 / CUT_STEP * CUT_STEP;
        q.needs[a] = bm_compose_need(&p->task, a);
    }
    say_causes(p, ledger);
    bool held = find_answer(&q, best, HOLD_SHARE, find_held);
    if (held)
        say(&q, true);
    bool cut = find_answer(&q, best, 100, find_cut);
    /* Rather than an advertisement the lead is cut. */
    q.lead = true;
    cut = cut || (!held && n > 1 && find_answer(&q, best, 100, find_cut));
    if (cut)
        say(&q, false);
    q.lead = false;
    q.paid = true;
    if (!held && !cut && n > 1 && (held = find_answer(&q, best, 100, find_held)))
        say(&q, true);
    if (!held && !cut)
        bm_diag(
            p->maker.diags, BM_MSG_NO_REMEDY, bm_span_none(),
            bm_diag_number(p->maker.diags, ledger->costs[BM_PENALTY_OVERSET] / BM_PRICE_OVERSET));
}
