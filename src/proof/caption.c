/* Captions of the contact sheet: a plan's figures, and its articles. */
#include "proof/caption.h"

#include "base/labels.h"

#define SIZE       7.6
#define LEADING    10.6
#define BAR        5.0
#define SWATCH     5.0
#define INDENT     9.0 /* of words beside a swatch */
#define ABOVE      7.0 /* a list's heading */
#define NAMES_MOST 24  /* in a list */

static const struct bm_rgb black = {0.1, 0.1, 0.1}, grey = {0.42, 0.42, 0.42},
                           red = {0.80, 0.08, 0.12};
/* What makes up a cost: articles, 碰题, 断版. */
static const struct bm_rgb parts[] = {{0.55, 0.58, 0.62}, {0.86, 0.07, 0.12}, {0.93, 0.45, 0.00}};
#define PARTS (BM_COUNT(parts))

struct line {
    struct bm_str text, aside; /* aside: at the right end */
    struct bm_rgb colour, aside_colour, swatch_colour;
    double size, above, leading, indent;
    enum {
        NO_SWATCH,
        FULL,
        HOLLOW
    } swatch;
    bool bar;
};

struct bm_caption {
    struct line *v;
    size_t n, cap;
    size_t figures; /* lines before the lists */
    int64_t costs[PARTS];
    int64_t full; /* the cost that a bar of full width stands for */
};

static void add(const struct bm_labels *labels, struct bm_caption *c, struct line line)
{
    c->v = bm_arena_grow(labels->arena, c->v, c->n, &c->cap, sizeof *c->v);
    c->v[c->n++] = line;
}

static struct bm_str keep(const struct bm_labels *labels, struct bm_buf *buf)
{
    struct bm_str s = {bm_arena_copy(labels->arena, buf->p, buf->n), buf->n};
    buf->n = 0;
    return s;
}

static struct bm_str number(const struct bm_labels *labels, int64_t value, struct bm_buf *buf)
{
    bm_buf_printf(buf, "%lld", (long long)value);
    return keep(labels, buf);
}

/* A text on as many lines as it needs; the aside stands on the first, or on one of its own where
 * it would part the text. */
static void paragraph(const struct bm_labels *labels, struct bm_caption *c, struct line like)
{
    double room = BM_CAPTION_WIDTH - like.indent,
           text = bm_label_width(labels, like.text, like.size);
    double aside = like.aside.n ? bm_label_width(labels, like.aside, like.size) + 6 : 0;
    struct line below = like;
    bool apart = aside > 0 && text + aside > room;
    struct bm_label_lines lines = bm_label_wrap(labels, like.text, like.size, room);
    if (apart)
        like.aside = (struct bm_str){0};
    for (size_t i = 0; i < lines.n; i++) {
        like.text = lines.v[i];
        add(labels, c, like);
        like.aside = (struct bm_str){0};
        like.swatch = NO_SWATCH;
        like.above = 0;
    }
    if (!apart)
        return;
    below.text = (struct bm_str){0};
    below.swatch = NO_SWATCH;
    below.above = 0;
    add(labels, c, below);
}

static int64_t price(const struct bm_plan_ledger *plan, struct bm_str name)
{
    for (uint32_t i = 0; i < plan->article_count; i++)
        if (bm_str_eq(plan->articles[i].name, name))
            return plan->articles[i].cost;
    return 0;
}

static void difference(const struct bm_plans *plans, size_t plan, struct bm_buf *buf)
{
    int64_t best = plans->v[0]->plan->cost, more = plans->v[plan]->plan->cost - best;
    bm_buf_printf(buf, "%s%lld", more < 0 ? "" : "+", (long long)more);
    if (best > 0) {
        int64_t tenths = (more * 2000 / best + (more < 0 ? -1 : 1)) / 2;
        int64_t size = tenths < 0 ? -tenths : tenths;
        bm_buf_printf(buf, " (%c%lld.%lld %%)", tenths < 0 ? '-' : '+', (long long)(size / 10),
                      (long long)(size % 10));
    }
}

/* Number and cost, and how it compares. */
static void head(const struct bm_labels *labels, const struct bm_plans *plans, size_t plan,
                 struct bm_caption *c, struct bm_buf *buf)
{
    const struct bm_plan_ledger *l = plans->v[plan]->plan;
    const enum bm_lang lang = labels->lang;
    struct line line = {.size = 16, .leading = 19, .colour = plan ? black : red};
    bm_buf_printf(buf, BM_LABEL(PLAN, lang), plan + 1);
    line.text = keep(labels, buf);
    add(labels, c, line);
    line = (struct line){
        .size = 9, .leading = 13, .colour = black, .aside_colour = plan ? black : red};
    bm_buf_printf(buf, BM_LABEL(PLAN_COST, lang), (long long)l->cost);
    line.text = keep(labels, buf);
    if (plan)
        difference(plans, plan, buf);
    else if (l->bound == l->cost && !l->bounds_missed)
        bm_buf_c(buf, BM_LABEL(PLAN_PROVED, lang));
    else
        bm_buf_c(buf, BM_LABEL(PLAN_BEST, lang));
    line.aside = keep(labels, buf);
    add(labels, c, line);
    if (!plan && l->limits && l->bound < l->cost)
        add(labels, c,
            (struct line){.size = SIZE,
                          .leading = LEADING,
                          .colour = grey,
                          .text = bm_str_c(BM_LABEL(PLAN_LIMIT, lang))});
    add(labels, c, (struct line){.bar = true, .leading = BAR + 4, .above = 1});
}

static void figures(const struct bm_labels *labels, const struct bm_plans *plans, size_t plan,
                    struct bm_caption *c, struct bm_buf *buf)
{
    const struct bm_pages *pages = plans->v[plan];
    const struct bm_plan_ledger *l = pages->plan;
    const enum bm_lang lang = labels->lang;
    uint32_t overset = 0, missing = 0;
    struct line line = {.size = SIZE,
                        .leading = LEADING,
                        .indent = INDENT,
                        .colour = black,
                        .aside_colour = grey,
                        .swatch = FULL};
    c->costs[1] = l->costs[BM_PENALTY_BUTTING];
    c->costs[2] = l->costs[BM_PENALTY_THROUGH];
    c->costs[0] = l->cost - c->costs[1] - c->costs[2];
    for (size_t i = 0; i < PARTS; i++) {
        if (i == 0)
            bm_buf_printf(buf, BM_LABEL(PLAN_ARTICLES, lang), l->article_count);
        if (i == 1) {
            bm_buf_c(buf, BM_LABEL(PLAN_BUTTING, lang));
            bm_buf_decimal(buf, (int64_t)l->counts[BM_PENALTY_BUTTING] * 5, 1);
            bm_buf_c(buf, BM_LABEL(PLAN_BUTTING_END, lang));
        }
        if (i == 2)
            bm_buf_printf(buf, BM_LABEL(PLAN_THROUGH, lang), l->counts[BM_PENALTY_THROUGH]);
        line.text = keep(labels, buf);
        line.aside = number(labels, c->costs[i], buf);
        line.swatch_colour = parts[i];
        add(labels, c, line);
    }
    for (uint32_t i = 0; i < plans->articles; i++) {
        const struct bm_ledger *a = bm_plans_article(plans, plan, i);
        overset += a ? a->overset_characters : 0;
        missing += a ? a->short_lines : 0;
    }
    line = (struct line){.size = SIZE, .leading = LEADING, .indent = INDENT, .colour = red};
    if (overset) {
        bm_buf_printf(buf, BM_LABEL(PLAN_OVERSET, lang), overset);
        line.text = keep(labels, buf);
        paragraph(labels, c, line);
    }
    if (missing) {
        bm_buf_printf(buf, BM_LABEL(PLAN_SHORT, lang), missing);
        line.text = keep(labels, buf);
        line.colour = black;
        paragraph(labels, c, line);
    }
}

/* The articles of one kind of move, under a heading that counts them. */
static void list(const struct bm_labels *labels, const struct bm_plans *plans, size_t plan,
                 enum bm_move move, const char *heading, struct bm_caption *c, struct bm_buf *buf)
{
    const enum bm_lang lang = labels->lang;
    uint32_t n = 0, named = 0;
    for (uint32_t i = 0; i < plans->articles; i++)
        n += bm_plans_move(plans, plan, i) == move;
    if (!n)
        return;
    bm_buf_printf(buf, BM_LABEL(PLAN_LIST, lang), heading, n);
    struct line line = {.size = SIZE,
                        .leading = LEADING,
                        .above = ABOVE,
                        .colour = move == BM_OTHER_COLUMNS ? red : grey};
    line.text = keep(labels, buf);
    paragraph(labels, c, line);
    if (plan && move == BM_STAYS)
        return;
    line = (struct line){.size = SIZE,
                         .leading = LEADING,
                         .indent = INDENT,
                         .colour = black,
                         .aside_colour = grey,
                         .swatch = move == BM_OTHER_LINES ? HOLLOW : FULL};
    for (uint32_t i = 0; i < plans->articles && named < NAMES_MOST; i++) {
        if (bm_plans_move(plans, plan, i) != move)
            continue;
        named++;
        line.text = plans->names[i];
        line.swatch_colour = bm_article_colour(i);
        if (plan) {
            bm_place_words(plans, plan, i, labels->lang, buf);
            line.aside = keep(labels, buf);
        } else {
            line.aside = number(labels, price(plans->v[0]->plan, plans->names[i]), buf);
        }
        paragraph(labels, c, line);
    }
    if (named < n) {
        bm_buf_printf(buf, BM_LABEL(PLAN_AND_MORE, lang), n - named);
        line.text = keep(labels, buf);
        line.colour = grey;
        line.swatch = NO_SWATCH;
        line.aside = (struct bm_str){0};
        paragraph(labels, c, line);
    }
}

struct bm_caption *bm_caption_make(const struct bm_labels *labels, const struct bm_plans *plans,
                                   size_t plan)
{
    struct bm_caption *c = BM_NEW(labels->arena, struct bm_caption);
    const enum bm_lang lang = labels->lang;
    struct bm_buf buf = {0};
    for (size_t i = 0; i < plans->n; i++)
        if (plans->v[i]->plan->cost > c->full)
            c->full = plans->v[i]->plan->cost;
    head(labels, plans, plan, c, &buf);
    figures(labels, plans, plan, c, &buf);
    c->figures = c->n;
    if (plan) {
        list(labels, plans, plan, BM_OTHER_COLUMNS, BM_LABEL(PLAN_OTHER_COLUMNS, lang), c, &buf);
        list(labels, plans, plan, BM_OTHER_LINES, BM_LABEL(PLAN_OTHER_LINES, lang), c, &buf);
        list(labels, plans, plan, BM_STAYS, BM_LABEL(PLAN_STAYS, lang), c, &buf);
    } else {
        list(labels, plans, plan, BM_STAYS, BM_LABEL(PLAN_COSTS, lang), c, &buf);
    }
    bm_buf_free(&buf);
    return c;
}

/* Lines from, … up to the place where a column of the lists ends. */
static size_t column_end(const struct bm_caption *c, size_t columns, size_t from)
{
    size_t lines = c->n - c->figures, each;
    if (columns == 1)
        return c->n;
    if (from == 0)
        return c->figures;
    each = (lines + columns - 2) / (columns - 1);
    return from + each < c->n ? from + each : c->n;
}

double bm_caption_height(const struct bm_caption *c, size_t columns)
{
    double most = 0;
    for (size_t from = 0; from < c->n;) {
        size_t end = column_end(c, columns, from);
        double h = 0;
        for (; from < end; from++)
            h += c->v[from].above + c->v[from].leading;
        most = h > most ? h : most;
    }
    return most;
}

static void draw_bar(cairo_t *cr, const struct bm_caption *c, double x, double y)
{
    cairo_set_source_rgb(cr, 0.92, 0.92, 0.92);
    cairo_rectangle(cr, x, y, BM_CAPTION_WIDTH, BAR);
    cairo_fill(cr);
    for (size_t i = 0; i < PARTS && c->full > 0; i++) {
        double w = BM_CAPTION_WIDTH * (double)c->costs[i] / (double)c->full;
        cairo_set_source_rgb(cr, parts[i].r, parts[i].g, parts[i].b);
        cairo_rectangle(cr, x, y, w, BAR);
        cairo_fill(cr);
        x += w;
    }
}

static void draw_swatch(cairo_t *cr, const struct line *line, double x, double y)
{
    struct bm_rgb k = line->swatch_colour;
    cairo_set_source_rgb(cr, k.r, k.g, k.b);
    if (line->swatch == FULL) {
        cairo_rectangle(cr, x, y, SWATCH, SWATCH);
        cairo_fill(cr);
        return;
    }
    cairo_set_line_width(cr, 0.8);
    cairo_rectangle(cr, x + 0.4, y + 0.4, SWATCH - 0.8, SWATCH - 0.8);
    cairo_stroke(cr);
}

void bm_caption_draw(const struct bm_labels *labels, const struct bm_caption *c, size_t columns,
                     double x, double top)
{
    cairo_t *cr = labels->cr;
    for (size_t from = 0; from < c->n; x += BM_CAPTION_WIDTH + BM_CAPTION_GAP) {
        double y = top;
        for (size_t end = column_end(c, columns, from); from < end; from++) {
            const struct line *line = &c->v[from];
            y += line->above;
            double middle = y + line->leading / 2;
            double base = middle - line->size / 2 + bm_label_above(labels, line->size);
            cairo_new_path(cr);
            if (line->bar)
                draw_bar(cr, c, x, y);
            if (line->swatch)
                draw_swatch(cr, line, x, middle - SWATCH / 2);
            if (line->text.n)
                bm_label_set(labels, line->text, line->size, line->colour, x + line->indent, base);
            if (line->aside.n)
                bm_label_set(labels, line->aside, line->size, line->aside_colour,
                             x + BM_CAPTION_WIDTH - bm_label_width(labels, line->aside, line->size),
                             base);
            y += line->leading;
        }
    }
}
