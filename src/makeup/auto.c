/* `auto` regions: the articles without a frame get theirs here.
 *
 * Prices begin as bounds from below, reckoned from the rows that an article takes in each measure;
 * the articles of the cheapest plan are then fitted in earnest where they stand and priced by that,
 * and the search is repeated until the cheapest plan has no price that is only a bound. No other
 * plan can then be cheaper. */
#include "makeup/jobs.h"
#include "makeup/plan.h"

#include <stdlib.h>

#define PRICE_EMPTY_ROW 400   /* as copyfitting counts it */
#define PRICE_SPACE     8     /* likewise */
#define PRICE_OVERSET   20000 /* a row left over */
#define PRICE_MOST      (BM_PLAN_NEVER / 64)
#define LOOSE_FEW       2 /* paragraphs that copyfitting changes in a short article */
#define LOOSE_MANY      6 /* and in a long one */
#define PARAGRAPHS_FEW  12
#define HEAD_PERCENT    45 /* of its measure that a head should fill */
#define ROUNDS_MOST     200
#define OTHERS_MORE     20000 /* than twice the best plan's cost: alternatives are not dearer */
#define LIMIT_FIRST     1000  /* what an article costs in a plan that is worth a look, at first */

/* A number of text columns that an article may be set in, in a stretch of base columns. */
struct form {
    uint32_t set;
    int32_t *prices; /* by lines, from 1 */
    bool *measured;
};

struct candidate {
    struct job *job;
    uint32_t paragraphs;
    struct form *forms; /* of all stretches */
    size_t *first;      /* of each stretch, and the end */
    size_t n, cap;
};

struct planner {
    struct makeup *m;
    struct makeup trial; /* the same with messages of its own */
    struct bm_diags said;
    struct candidate *candidates;
    struct bm_plan_task task;
    int32_t *prices;
    uint64_t fits, missed;  /* missed: fits cheaper than the bound, which must not be */
    struct bm_plan *others; /* the best that differ from it */
    size_t other_count;
};

static uint32_t paragraphs_of(const struct bm_galley *g)
{
    uint32_t n = 0;
    for (size_t i = 0; i < g->part_count; i++)
        n += g->parts[i].kind == BM_PART_PARAGRAPH;
    return n;
}

static uint32_t loose_most(const struct planner *p, const struct candidate *c)
{
    uint32_t most = c->paragraphs > PARAGRAPHS_FEW ? LOOSE_MANY : LOOSE_FEW;
    if (!p->m->in->layout->copyfit.looseness)
        return 0;
    return c->paragraphs < most ? c->paragraphs : most;
}

static int32_t squared(uint32_t weight, int64_t rows, uint32_t columns)
{
    int64_t price = (int64_t)weight * rows * rows / ((int64_t)columns * columns);
    return price < PRICE_MOST ? (int32_t)price : PRICE_MOST;
}

static int32_t limited(int64_t price)
{
    return price < PRICE_MOST ? (int32_t)price : PRICE_MOST;
}

/* Legs that are too short or too long to read well. */
static int32_t leg_price(const struct planner *p, uint32_t rows)
{
    const struct bm_planning *w = &p->m->in->layout->planning;
    uint32_t off = rows < w->leg_least  ? w->leg_least - rows
                   : rows > w->leg_most ? rows - w->leg_most
                                        : 0;
    return rows ? limited((int64_t)off * w->leg) : 0;
}

/* Copyfitting may add rows to the body and take some. */
static int32_t least_leg_price(const struct planner *p, const struct candidate *c, int64_t rows,
                               uint32_t columns)
{
    const struct bm_copyfit *f = &p->m->in->layout->copyfit;
    const int64_t loose = loose_most(p, c), more = loose + 2 * f->list + f->before_tail;
    int32_t best = PRICE_MOST;
    for (int64_t r = rows > loose ? rows - loose : 1; r <= rows + more; r++) {
        int32_t price = leg_price(p, (uint32_t)((r + columns - 1) / columns));
        best = price < best ? price : best;
    }
    return best;
}

/* A head in columns too narrow for its size, or much narrower than its text. */
static int64_t head_price(const struct planner *p, const struct bm_galley *g,
                          const struct bm_setting *s, bm_len measure)
{
    const struct bm_planning *w = &p->m->in->layout->planning;
    int64_t price = 0;
    bm_len widest = 0;
    if (s->head_width || measure <= 0)
        return 0;
    for (size_t i = 0; i < s->head_count; i++) {
        const struct bm_row *r = &s->head[i];
        bm_len size = g->parts[r->part].style->size, fits = measure / size;
        bool broken = i && s->head[i - 1].part == r->part;
        if (broken && fits < (bm_len)w->head_least)
            price += (int64_t)((bm_len)w->head_least - fits) * w->narrow;
        widest = r->line->set > widest ? r->line->set : widest;
    }
    bm_len percent = bm_len_ratio(widest, 100, measure);
    if (s->head_count && s->row_count && percent < HEAD_PERCENT)
        price += (int64_t)(HEAD_PERCENT - percent) * w->hollow;
    return price;
}

/* At least so much does it cost to fill what is left, or to tighten what is too long. */
static int64_t least_fill(const struct planner *p, const struct candidate *c, uint32_t columns,
                          int64_t rest)
{
    const struct bm_copyfit *f = &p->m->in->layout->copyfit;
    const uint32_t loose = loose_most(p, c);
    if (rest < 0) {
        int64_t over = -rest > loose ? -rest - loose : 0;
        return over * PRICE_OVERSET + (-rest - over) * PRICE_EMPTY_ROW;
    }
    bool head = c->job->galley->tier_count > 0;
    int64_t best = INT64_MAX;
    for (uint32_t a = 0; a <= (head ? f->head_above : 0); a++)
        for (uint32_t b = 0; b <= (head ? f->head_below : 0); b++) {
            int64_t left = rest - (int64_t)(a + b) * columns, rows = 2 * f->list + f->before_tail;
            left = left > 0 ? left : 0;
            rows = left < rows ? left : rows;
            left -= rows;
            int64_t price = (a + 2ll * b * b + 2 * rows) * PRICE_SPACE + left * PRICE_EMPTY_ROW;
            price += (a + 2ll * b * b) * p->m->in->layout->planning.space;
            left = left > loose ? left - loose : 0;
            price += squared(p->m->in->layout->planning.slack, left, columns);
            best = price < best ? price : best;
        }
    return best;
}

/* What the body takes in a measure; kept, for many stretches have the same. */
struct body {
    bm_len measure;
    int64_t rows, cost;
};

struct head {
    bm_len measure;
    struct bm_galley_lines *kept;
};

struct bodies {
    const struct bm_galley *galley;
    struct head *heads;
    size_t head_count, head_cap;
    struct body *v;
    size_t n, cap;
};

/* Lines of heads as wide as one that was set before. */
static struct bm_galley_lines *head_lines(const struct planner *p, struct bodies *known,
                                          bm_len measure)
{
    struct bm_arena *work = p->m->emit.work;
    for (size_t i = 0; i < known->head_count; i++)
        if (known->heads[i].measure == measure)
            return known->heads[i].kept;
    known->heads = bm_arena_grow(work, known->heads, known->head_count, &known->head_cap,
                                 sizeof *known->heads);
    known->heads[known->head_count] =
        (struct head){measure, bm_galley_lines_new(work, known->galley)};
    return known->heads[known->head_count++].kept;
}

static const struct body *body_in(const struct planner *p, struct bodies *known, bm_len measure)
{
    for (size_t i = 0; i < known->n; i++)
        if (known->v[i].measure == measure)
            return &known->v[i];
    struct bm_arena *work = p->m->emit.work;
    static const struct bm_variant plain;
    const struct bm_slots slots = {.widths = &measure, .n = 1};
    struct bm_setting s = {0};
    bm_galley_set_body(work, known->galley, &slots, &plain, NULL, &s);
    known->v = bm_arena_grow(work, known->v, known->n, &known->cap, sizeof *known->v);
    known->v[known->n] = (struct body){measure, (int64_t)s.row_count, s.cost};
    return &known->v[known->n++];
}

/* Bounds for one galley of the article (its head may have smaller ones), by lines. */
static void bound_prices(const struct planner *p, const struct candidate *c, struct bodies *bodies,
                         const struct bm_frame *frame, int64_t extra, struct form *form)
{
    const struct bm_layout *layout = p->m->in->layout;
    const struct bm_galley *g = bodies->galley;
    static const struct bm_variant plain;
    struct bm_field_area a;
    struct bm_setting s = {0};
    bm_frame_area(layout, frame, bm_job_box(c->job, frame), g, &a);
    bm_galley_set_head(p->m->emit.work, g, a.head_measure, a.h, a.grid, &plain,
                       head_lines(p, bodies, a.head_measure), &s);
    const struct body *body = body_in(p, bodies, a.measure);
    /* A vertical head takes part of the width: a bound from below may leave it out. */
    bm_len head = s.head_width ? 0 : s.head_height;
    bm_len around = (bm_len)frame->lines * a.grid - a.h;
    s.row_count = (size_t)body->rows;
    extra += head_price(p, g, &s, a.head_measure);
    for (uint32_t h = 1; h <= p->task.lines; h++) {
        bm_len room = (bm_len)h * a.grid - around;
        int64_t price = extra + body->cost;
        if (room < head || room <= 0) {
            int64_t over = body->rows - loose_most(p, c);
            price += PRICE_OVERSET * (over > 1 ? over : 1);
        } else if (!body->rows) {
            price += squared(layout->planning.slack, (room - head) / a.grid, 1);
        } else {
            bm_len under = (head + a.leading - 1) / a.leading;
            int64_t rows = room / a.leading - under;
            price += least_fill(p, c, a.columns, (rows > 0 ? rows : 0) * a.columns - body->rows);
            price += least_leg_price(p, c, body->rows, a.columns);
        }
        if (limited(price) < form->prices[h - 1])
            form->prices[h - 1] = limited(price);
    }
}

static struct bm_frame frame_of(const struct candidate *c, uint32_t x, uint32_t w, uint32_t line,
                                uint32_t lines, uint32_t set)
{
    return (struct bm_frame){.span = bm_span_none(),
                             .article = c->job->galley->name,
                             .article_span = bm_span_none(),
                             .column = x,
                             .columns = w,
                             .line = line,
                             .lines = lines,
                             .set = set};
}

static void add_form(struct planner *p, struct candidate *c, uint32_t set)
{
    struct bm_arena *work = p->m->emit.work;
    const uint32_t lines = p->task.lines;
    c->forms = bm_arena_grow(work, c->forms, c->n, &c->cap, sizeof *c->forms);
    struct form *f = &c->forms[c->n++];
    *f = (struct form){.set = set,
                       .prices = bm_arena_array(work, lines, sizeof *f->prices),
                       .measured = BM_NEW_N(work, lines, bool)};
    for (uint32_t h = 0; h < lines; h++)
        f->prices[h] = PRICE_MOST;
}

/* The numbers of text columns whose measure is within the layout's limits; if none is, the nearest.
 */
static void find_forms(struct planner *p, struct candidate *c, uint32_t x, uint32_t w)
{
    const struct bm_planning *weights = &p->m->in->layout->planning;
    uint32_t nearest = 1;
    bm_len off = INT32_MAX;
    bool any = false;
    for (uint32_t set = 1; set <= w; set++) {
        const struct bm_frame f = frame_of(c, x, w, 0, p->task.lines, set);
        struct bm_field_area a;
        bm_frame_area(p->m->in->layout, &f, bm_job_box(c->job, &f), c->job->galley, &a);
        bm_len less = weights->measure_least - a.measure, more = a.measure - weights->measure_most;
        bm_len by = less > more ? less : more;
        if (by <= 0) {
            add_form(p, c, set);
            any = true;
            /* A head alone has one column however many are asked for. */
            if (c->job->galley->tier_count == c->job->galley->part_count)
                return;
        } else if (by < off) {
            off = by;
            nearest = set;
        }
    }
    if (!any)
        add_form(p, c, nearest);
}

static size_t span_of(const struct planner *p, uint32_t x, uint32_t w)
{
    return bm_plan_index(&p->task, 0, x, w, 1) / p->task.lines;
}

/* The article's price in a rectangle is that of its best form. */
static void set_price(struct planner *p, uint32_t article, uint32_t x, uint32_t w, uint32_t h)
{
    const struct candidate *c = &p->candidates[article];
    const size_t span = span_of(p, x, w);
    int32_t best = PRICE_MOST;
    for (size_t f = c->first[span]; f < c->first[span + 1]; f++)
        best = c->forms[f].prices[h - 1] < best ? c->forms[f].prices[h - 1] : best;
    /* The lead shows its rank by its width. */
    if (article == 0 && 2 * w < p->task.columns)
        best += (int32_t)p->m->in->layout->planning.lead;
    p->prices[bm_plan_index(&p->task, article, x, w, h)] = best;
}

static void price_candidate(struct planner *p, uint32_t article)
{
    struct candidate *c = &p->candidates[article];
    struct bm_arena *work = p->m->emit.work;
    const uint32_t columns = p->task.columns, lines = p->task.lines;
    const size_t galleys = 1 + c->job->smaller_count;
    struct bodies *bodies = BM_NEW_N(work, galleys, struct bodies);
    for (size_t k = 0; k < galleys; k++)
        bodies[k].galley = k ? c->job->smaller[k - 1] : c->job->galley;
    c->paragraphs = paragraphs_of(c->job->galley);
    c->first = BM_NEW_N(work, (size_t)columns * (columns + 1) / 2 + 1, size_t);
    for (uint32_t x = 0; x < columns; x++)
        for (uint32_t w = 1; x + w <= columns; w++) {
            c->first[span_of(p, x, w)] = c->n;
            find_forms(p, c, x, w);
            c->first[span_of(p, x, w) + 1] = c->n;
            for (size_t f = c->first[span_of(p, x, w)]; f < c->n; f++) {
                const struct bm_frame frame = frame_of(c, x, w, 0, lines, c->forms[f].set);
                for (size_t k = 0; k < galleys; k++)
                    bound_prices(p, c, &bodies[k], &frame, (int64_t)k * BM_COST_SMALLER,
                                 &c->forms[f]);
            }
            for (uint32_t h = 1; h <= lines; h++)
                set_price(p, article, x, w, h);
        }
}

static struct form *cheapest_form(struct planner *p, uint32_t article, const struct bm_plan_rect *r)
{
    struct candidate *c = &p->candidates[article];
    const size_t span = span_of(p, r->column, r->columns);
    struct form *best = &c->forms[c->first[span]];
    for (size_t f = c->first[span]; f < c->first[span + 1]; f++)
        if (c->forms[f].prices[r->lines - 1] < best->prices[r->lines - 1])
            best = &c->forms[f];
    return best;
}

/* Fits the article where the plan has it; false when that was done before. */
static bool measure(struct planner *p, uint32_t article, const struct bm_plan_rect *r)
{
    struct candidate *c = &p->candidates[article];
    struct form *form = cheapest_form(p, article, r);
    if (form->measured[r->lines - 1])
        return false;
    const struct bm_frame frame = frame_of(c, r->column, r->columns, r->line, r->lines, form->set);
    const struct bm_frame *frames[] = {&frame};
    uint32_t page = 1;
    struct job job = *c->job;
    job.frames = frames;
    job.pages = &page;
    job.frame_count = 1;
    bm_choose_fit(&p->trial, &job);
    p->fits++;
    const struct bm_fitted *f = &job.fitted;
    int64_t price = f->cost + (int64_t)f->head_space * p->m->in->layout->planning.space;
    size_t rows = f->setting.row_count;
    if (f->overset_rows || f->head_over) {
        price -= (int64_t)(BM_COST_OVERSET - PRICE_OVERSET) * (f->overset_rows + f->head_over);
        price += leg_price(p, (uint32_t)((rows + f->columns - 1) / f->columns));
    } else if (rows) {
        uint32_t rest = (uint32_t)(f->slot_count > rows ? f->slot_count - rows : 0);
        rest += f->short_lines * f->columns;
        price += squared(p->m->in->layout->planning.slack, rest, f->columns);
        price += leg_price(p, (uint32_t)((rows + f->columns - 1) / f->columns));
    } else {
        bm_len room = job.areas[0].h - f->setting.head_height;
        price += squared(p->m->in->layout->planning.slack, room / job.areas[0].grid, 1);
    }
    price += head_price(p, job.galley, &f->setting, job.areas[0].head_measure);
    p->missed += limited(price) < form->prices[r->lines - 1];
    form->measured[r->lines - 1] = true;
    form->prices[r->lines - 1] = limited(price);
    set_price(p, article, r->column, r->columns, r->lines);
    return true;
}

static bool measure_plan(struct planner *p, const struct bm_plan *plan)
{
    bool any = false;
    for (uint32_t a = 0; a < p->task.articles; a++) {
        int32_t *price = &p->prices[bm_plan_index(&p->task, a, plan->blocks[a].column,
                                                  plan->blocks[a].columns, plan->blocks[a].lines)];
        int32_t before = *price;
        while (measure(p, a, &plan->blocks[a]))
            any |= *price != before;
    }
    return any;
}

static int64_t true_cost(const struct planner *p, const struct bm_plan *plan)
{
    int64_t cost =
        (int64_t)plan->through * p->task.through + (int64_t)plan->butting * (p->task.butting / 2);
    for (uint32_t a = 0; a < p->task.articles; a++)
        cost += p->prices[bm_plan_index(&p->task, a, plan->blocks[a].column,
                                        plan->blocks[a].columns, plan->blocks[a].lines)];
    return cost;
}

static void keep_plan(const struct planner *p, const struct bm_plan *plan, struct bm_plan *out)
{
    struct bm_arena *work = p->m->emit.work;
    const size_t n = p->task.articles;
    *out = *plan;
    out->cost = true_cost(p, plan);
    out->blocks = BM_NEW_N(work, n, struct bm_plan_rect);
    out->regions = BM_NEW_N(work, n, uint32_t);
    memcpy(out->blocks, plan->blocks, n * sizeof *plan->blocks);
    memcpy(out->regions, plan->regions, n * sizeof *plan->regions);
}

/* Other plans than the best one, all of their articles fitted in earnest. */
static void find_others(struct planner *p, const struct bm_plan *best, size_t wanted)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_plan_found found = {0};
    bool changed = wanted > 0;
    p->task.limit = 2 * best->cost + OTHERS_MORE;
    for (uint32_t round = 0; changed && round < ROUNDS_MOST; round++) {
        bm_arena_clear(arena);
        bm_plan_search(arena, &p->task, wanted, &found);
        changed = false;
        for (size_t k = 0; k < found.other_count; k++)
            changed |= measure_plan(p, &found.others[k]);
    }
    p->others = BM_NEW_N(p->m->emit.work, found.other_count + 1, struct bm_plan);
    for (size_t k = 0; k < found.other_count; k++)
        if (memcmp(found.others[k].blocks, best->blocks, p->task.articles * sizeof *best->blocks) !=
            0)
            keep_plan(p, &found.others[k], &p->others[p->other_count++]);
    bm_arena_drop(arena);
}

/* What is too long for the best plan: whether all would be set without one of the articles, the
 * least important first. */
static void advise(struct planner *p, const struct bm_plan *best)
{
    const uint32_t n = p->task.articles;
    const size_t each = bm_plan_index(&p->task, 1, 0, 1, 1);
    bool over = false;
    for (uint32_t a = 0; a < n; a++) {
        const struct bm_plan_rect *r = &best->blocks[a];
        over |=
            p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)] >= PRICE_OVERSET;
    }
    struct bm_arena *arena = bm_arena_new();
    for (uint32_t a = n; over && n > 1 && a-- > 0;) {
        struct bm_plan_task task = p->task;
        bm_arena_clear(arena);
        int32_t *prices = bm_arena_array(arena, each * (n - 1), sizeof *prices);
        bool *boxed = BM_NEW_N(arena, n, bool);
        for (uint32_t k = 0, to = 0; k < n; k++) {
            if (k == a)
                continue;
            memcpy(prices + each * to, p->prices + each * k, each * sizeof *prices);
            boxed[to++] = p->task.boxed[k];
        }
        task.articles = n - 1;
        task.prices = prices;
        task.boxed = boxed;
        task.limit = PRICE_OVERSET;
        struct bm_plan_found found;
        bm_plan_search(arena, &task, 0, &found);
        if (found.best.cost < PRICE_OVERSET) {
            const struct bm_galley *g = p->candidates[a].job->galley;
            bm_diag(p->m->diags, BM_MSG_HOLD_ARTICLE, ((struct bm_span){g->file, 0, 0}), g->name);
            break;
        }
    }
    bm_arena_drop(arena);
}

/* Searches until no price in the best plan is only a bound. */
static void find_plan(struct planner *p, struct bm_plan *best, int64_t *bound,
                      struct bm_plan_found *found)
{
    struct bm_arena *arena = bm_arena_new();
    int64_t least = INT64_MAX;
    p->task.limit = (int64_t)p->task.articles * LIMIT_FIRST;
    for (uint32_t round = 0; round < ROUNDS_MOST; round++) {
        bm_arena_clear(arena);
        bm_plan_search(arena, &p->task, 0, found);
        if (found->best.cost >= p->task.limit && p->task.limit < BM_PLAN_NEVER) {
            p->task.limit *= 8;
            continue;
        }
        *bound = found->best.cost;
        bool changed = found->best.cost < least && measure_plan(p, &found->best);
        int64_t cost = true_cost(p, &found->best);
        if (cost < least) {
            least = cost;
            /* The search goes on for what is cheaper, and must find this one at least. */
            p->task.limit = cost + 1;
            keep_plan(p, &found->best, best);
        }
        if (!changed)
            break;
    }
    bm_arena_drop(arena);
}

static uint32_t rank_of(const struct bm_article *a, uint32_t place)
{
    return a->rank ? a->rank : 1000 + place;
}

/* The articles that no frame names, the most important first. */
static uint32_t find_candidates(struct makeup *m, uint32_t *order)
{
    const struct bm_template *t = m->in->template_;
    uint32_t n = 0;
    for (uint32_t a = 0; a < m->in->article_count; a++) {
        bool placed = !bm_layout_kind(m->in->layout, m->in->articles[a]->kind);
        for (size_t p = 0; p < t->n; p++)
            for (size_t i = 0; i < t->pages[p].n; i++)
                placed |= bm_str_eq(t->pages[p].frames[i].article, m->in->articles[a]->name);
        if (placed)
            continue;
        uint32_t k = n++;
        for (; k && rank_of(m->in->articles[order[k - 1]], order[k - 1]) >
                        rank_of(m->in->articles[a], a);
             k--)
            order[k] = order[k - 1];
        order[k] = a;
    }
    return n;
}

/* The template with the regions replaced by the frames found. */
static const struct bm_template *fill_template(struct planner *p, const struct bm_plan *plan)
{
    const struct bm_template *t = p->m->in->template_;
    struct bm_arena *work = p->m->emit.work;
    struct bm_template *out = BM_NEW(work, struct bm_template);
    uint32_t region = 0;
    *out = *t;
    out->pages = BM_NEW_N(work, t->n, struct bm_page_template);
    for (size_t k = 0; k < t->n; k++) {
        struct bm_page_template *page = &out->pages[k];
        *page = t->pages[k];
        page->frames = BM_NEW_N(work, t->pages[k].n + p->task.articles, struct bm_frame);
        page->n = 0;
        for (size_t i = 0; i < t->pages[k].n; i++) {
            const struct bm_frame *f = &t->pages[k].frames[i];
            if (!f->automatic) {
                page->frames[page->n++] = *f;
                continue;
            }
            for (uint32_t a = 0; a < p->task.articles; a++) {
                const struct bm_plan_rect *r = &plan->blocks[a];
                if (plan->regions[a] != region)
                    continue;
                struct bm_frame *frame = &page->frames[page->n++];
                *frame = frame_of(&p->candidates[a], r->column, r->columns, r->line, r->lines,
                                  cheapest_form(p, a, r)->set);
                frame->span = frame->article_span = f->span;
            }
            region++;
        }
    }
    return out;
}

static void report_plan(struct planner *p, const struct bm_plan *plan, int64_t bound,
                        const struct bm_plan_found *found)
{
    struct bm_pages *pages = p->m->emit.pages;
    struct bm_plan_ledger *l = BM_NEW(pages->arena, struct bm_plan_ledger);
    const uint32_t n = p->task.articles;
    *l = (struct bm_plan_ledger){.cost = plan->cost,
                                 .bound = p->task.region_count > 1 ? -1
                                          : bound < plan->cost     ? bound
                                                                   : plan->cost,
                                 .without_through = found->without_through,
                                 .butting = plan->butting,
                                 .butting_cost = (int64_t)plan->butting * (p->task.butting / 2),
                                 .through = plan->through,
                                 .through_cost = (int64_t)plan->through * p->task.through,
                                 .states = found->states,
                                 .fits = p->fits,
                                 .bounds_missed = p->missed,
                                 .articles = n};
    l->others = BM_NEW_N(pages->arena, p->other_count, int64_t);
    l->other_count = p->other_count;
    for (size_t k = 0; k < p->other_count; k++)
        l->others[k] = p->others[k].cost;
    l->names = bm_arena_array(pages->arena, n, sizeof *l->names);
    l->prices = BM_NEW_N(pages->arena, n, int64_t);
    for (uint32_t a = 0; a < n; a++) {
        const struct bm_str name = p->candidates[a].job->galley->name;
        const struct bm_plan_rect *r = &plan->blocks[a];
        l->names[a] = (struct bm_str){bm_arena_copy(pages->arena, name.p, name.n), name.n};
        l->prices[a] = p->prices[bm_plan_index(&p->task, a, r->column, r->columns, r->lines)];
    }
    pages->plan = l;
}

static uint32_t find_regions(struct makeup *m, struct bm_plan_region *regions, uint32_t *lines)
{
    const struct bm_layout *layout = m->in->layout;
    const struct bm_template *t = m->in->template_;
    uint32_t n = 0;
    for (size_t p = 0; p < t->n; p++)
        for (size_t i = 0; i < t->pages[p].n; i++) {
            const struct bm_frame *f = &t->pages[p].frames[i];
            if (!f->automatic)
                continue;
            if (regions)
                regions[n] =
                    (struct bm_plan_region){{f->column, f->columns, f->line, f->lines},
                                            f->columns == layout->columns,
                                            f->lines + layout->folio.last_line >= layout->lines};
            *lines = f->lines > *lines ? f->lines : *lines;
            n++;
        }
    return n;
}

bool bm_plan_pages(struct makeup *m, struct bm_makeup_input *planned)
{
    struct bm_arena *work = m->emit.work;
    const struct bm_planning *weights = &m->in->layout->planning;
    uint32_t lines = 0, region_count = find_regions(m, NULL, &lines);
    if (!region_count)
        return true;
    struct bm_plan_region *regions = BM_NEW_N(work, region_count, struct bm_plan_region);
    find_regions(m, regions, &lines);
    uint32_t *order = BM_NEW_N(work, m->in->article_count + 1, uint32_t);
    struct planner p = {.m = m, .trial = *m, .said = {.arena = work}};
    p.trial.diags = &p.said;
    p.task = (struct bm_plan_task){.articles = find_candidates(m, order),
                                   .columns = m->in->layout->columns,
                                   .lines = lines,
                                   .regions = regions,
                                   .region_count = region_count,
                                   .butting = (int32_t)weights->butting,
                                   .through = (int32_t)weights->through};
    const uint32_t n = p.task.articles;
    uint32_t most = 0;
    for (uint32_t r = 0; r < region_count; r++) {
        uint32_t cells = regions[r].rect.columns * regions[r].rect.lines;
        most += cells < BM_PLAN_SPAN_MOST ? cells : BM_PLAN_SPAN_MOST;
    }
    if (n > most) {
        bm_diag(m->diags, BM_MSG_TOO_MANY_ARTICLES, bm_span_none(), bm_diag_number(m->diags, n),
                bm_diag_number(m->diags, region_count), bm_diag_number(m->diags, most));
        return false;
    }
    bool *boxed = BM_NEW_N(work, n, bool);
    p.candidates = BM_NEW_N(work, n, struct candidate);
    p.prices =
        BM_NEW_N(work, (size_t)n * p.task.columns * (p.task.columns + 1) / 2 * lines, int32_t);
    p.task.prices = p.prices;
    p.task.boxed = boxed;
    for (uint32_t a = 0; a < n; a++) {
        struct job *job = &m->ready[order[a]];
        if (!bm_make_galleys(m, m->in->articles[order[a]], NULL, 0, job))
            return false;
        job->tried = BM_NEW(work, struct tried_lines);
        p.candidates[a].job = job;
        boxed[a] = job->kind_box != NULL;
        price_candidate(&p, a);
    }
    struct bm_plan best = {0};
    struct bm_plan_found found = {0};
    int64_t bound = 0;
    if (n) {
        find_plan(&p, &best, &bound, &found);
        advise(&p, &best);
        const size_t chosen = m->in->plan > 1 ? m->in->plan - 1 : 0;
        find_others(&p, &best, m->in->alternatives > chosen ? m->in->alternatives : chosen);
        if (chosen > p.other_count) {
            bm_diag(m->diags, BM_MSG_NO_SUCH_PLAN, bm_span_none(),
                    bm_diag_number(m->diags, (int64_t)chosen + 1),
                    bm_diag_number(m->diags, (int64_t)p.other_count + 1));
            return false;
        }
        if (chosen)
            best = p.others[chosen - 1];
        report_plan(&p, &best, bound, &found);
    }
    *planned = *m->in;
    planned->template_ = fill_template(&p, &best);
    m->in = planned;
    return true;
}
