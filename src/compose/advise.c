/* Advice for pages that are too full: which articles to hold, or how much to cut of which, so that
 * all the rest is set. Nothing is said that was not tried. */
#include "compose/advise.h"

#include "compose/limits.h"

/* What is being asked of the page. */
struct question {
    struct planner *p;
    uint32_t n;
    uint32_t *less; /* of each article: characters, or BM_HELD */
    uint32_t *most; /* that can be cut of it */
};

static void ask_nothing(struct question *q)
{
    memset(q->less, 0, q->n * sizeof *q->less);
}

static bool is_set(struct question *q)
{
    return bm_compose_all_is_set(q->p, q->less);
}

static bool find_one_to_hold(struct question *q)
{
    for (uint32_t a = q->n; a-- > 0;) {
        ask_nothing(q);
        q->less[a] = BM_HELD;
        if (is_set(q))
            return true;
    }
    return false;
}

static bool find_two_to_hold(struct question *q)
{
    for (uint32_t a = q->n - 1; a-- > 0;)
        for (uint32_t b = q->n; b-- > a + 1;) {
            ask_nothing(q);
            q->less[a] = q->less[b] = BM_HELD;
            if (is_set(q))
                return true;
        }
    return false;
}

/* The last ones, less those among them that need not be held. */
static bool find_many_to_hold(struct question *q)
{
    bool found = false;
    ask_nothing(q);
    for (uint32_t a = q->n; !found && a-- > 1;) {
        q->less[a] = BM_HELD;
        found = is_set(q);
    }
    for (uint32_t a = 1; found && a < q->n; a++) {
        const uint32_t held = q->less[a];
        q->less[a] = 0;
        if (held && !is_set(q))
            q->less[a] = held;
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

/* The least cut of these articles together, in steps, below so many; 0: none of them does. */
static uint32_t least_cut(struct question *q, const uint32_t *articles, uint32_t count,
                          uint32_t below)
{
    uint32_t most = 0, least = 1;
    for (uint32_t k = 0; k < count; k++)
        most += q->most[articles[k]] / CUT_STEP;
    const uint32_t end = most < below ? most : below - 1;
    most = end;
    if (!most)
        return 0;
    share(q, articles, count, most);
    if (!bm_compose_all_may_be_set(q->p, q->less))
        return 0;
    while (least < most) {
        const uint32_t middle = (least + most) / 2;
        share(q, articles, count, middle);
        if (bm_compose_all_may_be_set(q->p, q->less))
            most = middle;
        else
            least = middle + 1;
    }
    for (; most <= end; most++) {
        share(q, articles, count, most);
        if (is_set(q))
            return most;
    }
    return 0;
}

static bool find_one_to_cut(struct question *q)
{
    uint32_t steps = UINT32_MAX, shortened = 0;
    for (uint32_t a = q->n; a-- > 0;) {
        const uint32_t found = least_cut(q, &a, 1, steps);
        if (!found)
            continue;
        steps = found;
        shortened = a;
    }
    if (steps < UINT32_MAX)
        share(q, &shortened, 1, steps);
    return steps < UINT32_MAX;
}

/* Those that have most to cut first, the less important before the others. */
static uint32_t *find_longest(const struct question *q)
{
    uint32_t *longest = BM_NEW_N(q->p->work, q->n, uint32_t);
    for (uint32_t a = 0; a < q->n; a++) {
        uint32_t k = a;
        for (; k && q->most[longest[k - 1]] <= q->most[a]; k--)
            longest[k] = longest[k - 1];
        longest[k] = a;
    }
    return longest;
}

static bool find_two_to_cut(struct question *q, const uint32_t *longest)
{
    uint32_t n = PAIRED, steps = UINT32_MAX, shortened[2] = {0};
    for (uint32_t a = 0; a < q->n; a++)
        n = q->p->list[a].rows ? PAIRED_ON : n;
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
        share(q, shortened, 2, steps);
    return steps < UINT32_MAX;
}

static bool find_many_to_cut(struct question *q, const uint32_t *longest)
{
    for (uint32_t count = 3; count <= q->n; count++) {
        const uint32_t steps = least_cut(q, longest, count, UINT32_MAX);
        if (!steps)
            continue;
        share(q, longest, count, steps);
        return true;
    }
    return false;
}

/* “first” 120 + “second” 200 */
static struct bm_str listed(const struct question *q)
{
    struct bm_buf list = {0};
    for (uint32_t a = 0; a < q->n; a++) {
        const struct bm_str name = q->p->candidates[a].subject->galley->name;
        if (!q->less[a])
            continue;
        bm_buf_printf(&list, "%s“%.*s”", list.n ? " + " : "", (int)name.n, name.p);
        if (q->less[a] != BM_HELD)
            bm_buf_printf(&list, " %u", (unsigned)q->less[a]);
    }
    return bm_buf_keep(&list, q->p->work);
}

/* Puts the answer into the ledger, and into words. */
static void say(const struct question *q, bool hold)
{
    struct bm_plan_ledger *ledger = q->p->out->ledger;
    struct bm_diags *diags = q->p->maker.diags;
    const struct bm_galley *first = NULL;
    uint32_t count = 0, cut = 0;
    for (uint32_t a = 0; a < q->n; a++) {
        if (!q->less[a])
            continue;
        count++;
        first = first ? first : q->p->candidates[a].subject->galley;
        cut = hold ? 0 : q->less[a];
        ledger->advice[ledger->advice_count++] =
            (struct bm_plan_advice){ledger->articles[a].name, cut};
    }
    const struct bm_span span = {first->file, 0, 0};
    if (count > 1)
        bm_diag(diags, hold ? BM_MSG_HOLD_ARTICLES : BM_MSG_CUT_ARTICLES, span, listed(q));
    else if (hold)
        bm_diag(diags, BM_MSG_HOLD_ARTICLE, span, first->name);
    else
        bm_diag(diags, BM_MSG_CUT_ARTICLE, span, first->name, bm_diag_number(diags, cut));
}

void bm_compose_advise(struct planner *p)
{
    struct bm_plan_ledger *ledger = p->out->ledger;
    const uint32_t n = p->task.articles.n;
    struct question q = {p, n, BM_NEW_N(p->work, n, uint32_t), BM_NEW_N(p->work, n, uint32_t)};
    ledger->advice = bm_arena_array(p->ledger, 2ul * n, sizeof *ledger->advice);
    if (!ledger->costs[BM_PENALTY_OVERSET])
        return;
    for (uint32_t a = 0; a < n; a++)
        q.most[a] = bm_article_length(p->candidates[a].subject->galley->article) * CUT_MOST / 100 /
                    CUT_STEP * CUT_STEP;
    if (n > 1 && (find_one_to_hold(&q) || find_two_to_hold(&q) || find_many_to_hold(&q)))
        say(&q, true);
    const uint32_t *longest = find_longest(&q);
    if (find_one_to_cut(&q) || find_two_to_cut(&q, longest) || find_many_to_cut(&q, longest))
        say(&q, false);
}
