/* Prices: bounds by rows and heads, and fits in earnest. */
#include "makeup/price.h"

#define PRICE_MOST   (BM_PLAN_NEVER / 64)
#define HEAD_PERCENT 45 /* of its measure that a head should fill */

static uint32_t paragraphs_of(const struct bm_galley *g)
{
    uint32_t n = 0;
    for (size_t i = 0; i < g->part_count; i++)
        n += g->parts[i].kind == BM_PART_PARAGRAPH;
    return n;
}

/* Paragraphs that copyfitting changes: pairs of a short article's, more of a long one's. */
static uint32_t loose_most(const struct planner *p, const struct candidate *c)
{
    uint32_t most = c->paragraphs > BM_FIT_PAIRS_MOST ? BM_FIT_CHANGES_MOST : 2;
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
        return over * BM_PRICE_OVERSET + (-rest - over) * BM_COST_LOOSENESS;
    }
    bool head = c->job->galley->tier_count > 0;
    int64_t best = INT64_MAX;
    for (uint32_t a = 0; a <= (head ? f->head_above : 0); a++)
        for (uint32_t b = 0; b <= (head ? f->head_below : 0); b++) {
            int64_t left = rest - (int64_t)(a + b) * columns, rows = 2 * f->list + f->before_tail;
            left = left > 0 ? left : 0;
            rows = left < rows ? left : rows;
            left -= rows;
            int64_t price = (a + 2ll * b * b + 2 * rows) * BM_COST_SPACE + left * BM_COST_SHORT_ROW;
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
            price += BM_PRICE_OVERSET * (over > 1 ? over : 1);
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

struct bm_frame bm_block_frame(const struct candidate *c, uint32_t x, uint32_t w, uint32_t line,
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
        const struct bm_frame f = bm_block_frame(c, x, w, 0, p->task.lines, set);
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

void bm_price_candidate(struct planner *p, uint32_t article)
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
                const struct bm_frame frame = bm_block_frame(c, x, w, 0, lines, c->forms[f].set);
                for (size_t k = 0; k < galleys; k++)
                    bound_prices(p, c, &bodies[k], &frame, (int64_t)k * BM_COST_SMALLER,
                                 &c->forms[f]);
            }
            for (uint32_t h = 1; h <= lines; h++)
                set_price(p, article, x, w, h);
        }
}

struct form *bm_cheapest_form(struct planner *p, uint32_t article, const struct bm_plan_rect *r)
{
    struct candidate *c = &p->candidates[article];
    const size_t span = span_of(p, r->column, r->columns);
    struct form *best = &c->forms[c->first[span]];
    for (size_t f = c->first[span]; f < c->first[span + 1]; f++)
        if (c->forms[f].prices[r->lines - 1] < best->prices[r->lines - 1])
            best = &c->forms[f];
    return best;
}

bool bm_measure_block(struct planner *p, uint32_t article, const struct bm_plan_rect *r)
{
    struct candidate *c = &p->candidates[article];
    struct form *form = bm_cheapest_form(p, article, r);
    if (form->measured[r->lines - 1])
        return false;
    const struct bm_frame frame =
        bm_block_frame(c, r->column, r->columns, r->line, r->lines, form->set);
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
        price -= (int64_t)(BM_COST_OVERSET - BM_PRICE_OVERSET) * (f->overset_rows + f->head_over);
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
