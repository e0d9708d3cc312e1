#include "advice/laws.h"

/* Law 2: hundredths of the region's columns; 6: a tenth; 7: tenths of its width; 8: lines of a head
 * in one column, and in more. */
#define WIDTH_LEAST 48
#define HIGH_LEAST  10
#define FLATTEST    3
#define TALLEST     30
#define LINES_ONE   3
#define LINES_MORE  2
#define LINES_SIDE  5 /* of one at the side of its text */

enum law {
#define LAW(number, id, said) LAW_##id,
    BM_LAWS(LAW)
#undef LAW
    LAWS
};

static const struct {
    uint32_t number;
    const char *said;
} laws[LAWS] = {
#define LAW(number, id, said) {number, said},
    BM_LAWS(LAW)
#undef LAW
};

/* An article on its page. */
struct standing {
    const struct bm_frame *rect;
    const struct bm_galley *galley;
    bm_len head;     /* size of its largest type; 0: it has none */
    uint32_t lines;  /* most of a tier */
    bool text, foot; /* foot: it ends there */
    bool side;       /* its head stands there */
};

/* The articles of one region that stand in one piece. */
struct region {
    const struct bm_layout *layout;
    struct bm_diags *diags;
    const struct bm_frame *rect;
    uint32_t page;
    struct standing *v;
    size_t n, lead; /* lead: SIZE_MAX: it has none */
    bool said[LAWS];
};

static void say(struct region *g, enum law law, const struct standing *s)
{
    struct bm_diags *diags = g->diags;
    if (g->said[law])
        return;
    g->said[law] = true;
    bm_diag(diags, BM_MSG_LAW_DROPPED, ((struct bm_span){s->galley->file, 0, 0}),
            bm_diag_number(diags, g->page), bm_diag_number(diags, laws[law].number),
            bm_str_c(laws[law].said), s->galley->name);
}

/* Head and text of an article in its block, as it was fitted there. */
static struct standing stand(const struct bm_fitted *fitted, const struct bm_frame *f,
                             const struct bm_frame *region)
{
    const struct bm_setting *set = &fitted->setting;
    struct standing s = {.rect = f,
                         .galley = fitted->galley,
                         .text = set->row_count > 0,
                         .foot = f->line + f->lines == region->line + region->lines,
                         .side = f->head.side};
    uint32_t lines = 0;
    for (size_t i = 0; i < set->head_count; i++) {
        const struct bm_row *row = &set->head[i];
        const bm_len size = fitted->galley->parts[row->part].style->size;
        lines = i && set->head[i - 1].part == row->part ? lines + 1 : 1;
        s.head = size > s.head ? size : s.head;
        s.lines = lines > s.lines && !set->head_width ? lines : s.lines;
    }
    return s;
}

static uint64_t area(const struct standing *s)
{
    return (uint64_t)s->rect->columns * s->rect->lines;
}

/* Laws of the lead and of the others beside it. */
static void hold_to_lead(struct region *g)
{
    const struct standing *lead = &g->v[g->lead];
    size_t wide_feet = 0;
    if (lead->rect->column != g->rect->column || lead->rect->line != g->rect->line)
        say(g, LAW_CORNER, lead);
    if (100 * lead->rect->columns < WIDTH_LEAST * g->rect->columns)
        say(g, LAW_WIDTH, lead);
    for (size_t i = 0; i < g->n; i++) {
        const struct standing *s = &g->v[i];
        if (i == g->lead)
            continue;
        wide_feet += s->foot && s->rect->columns > lead->rect->columns;
        if (s->rect->columns > lead->rect->columns && (!s->foot || wide_feet > 1))
            say(g, LAW_WIDER, s);
        if (s->head > lead->head && s->text)
            say(g, LAW_HEAD, s);
        if (!s->foot && area(s) > area(lead))
            say(g, LAW_LARGEST, s);
    }
}

/* Laws of each block, and of all together. */
static void hold_to_shape(struct region *g)
{
    const struct bm_layout *layout = g->layout;
    size_t strips = 0;
    for (size_t i = 0; i < g->n; i++) {
        const struct standing *s = &g->v[i];
        const int64_t w = bm_layout_columns_width(layout, s->rect->columns),
                      h = (int64_t)s->rect->lines * layout->leading;
        /* The one at the top is the lead, or stands where it would. */
        const bool top = s->rect->line == g->rect->line && s->rect->column == g->rect->column;
        strips +=
            i != g->lead && !(top && g->lead == SIZE_MAX) && s->rect->columns == g->layout->columns;
        if (strips > 1)
            say(g, LAW_STRIPS, s);
        if (s->text && HIGH_LEAST * s->rect->lines < g->rect->lines)
            say(g, LAW_LOW, s);
        if (s->text && (10 * h < FLATTEST * w || 10 * h > TALLEST * w))
            say(g, LAW_SHAPE, s);
        const uint32_t most = s->rect->columns > 1 ? LINES_MORE : LINES_ONE;
        if (s->lines > (s->side ? LINES_SIDE : most))
            say(g, LAW_LINES, s);
    }
}

/* Two that might lead a page, and nobody knows which. */
static void say_no_lead(const struct region *g)
{
    struct bm_diags *diags = g->diags;
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        n += bm_kind_may_lead(g->v[i].galley->kind);
    if (n > 1)
        bm_diag(diags, BM_MSG_NO_LEAD, ((struct bm_span){g->v[0].galley->file, 0, 0}),
                bm_diag_number(diags, g->page));
}

static const struct bm_law_article *find(const struct bm_law_article *articles, size_t n,
                                         struct bm_str name)
{
    size_t i = 0;
    while (i < n && !bm_str_eq(articles[i].name, name))
        i++;
    return name.n && i < n ? &articles[i] : NULL;
}

static bool stands_in(const struct bm_frame *region, const struct bm_frame *f)
{
    return f->column >= region->column && f->column < region->column + region->columns &&
           f->line >= region->line && f->line < region->line + region->lines;
}

/* What stands in the region. Of one that begins here and goes on elsewhere only whether it leads is
 * asked, nothing of its head. */
static void gather(struct region *g, const struct bm_page_template *page,
                   const struct bm_law_article *articles, size_t n)
{
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_frame *f = &page->frames[i];
        const struct bm_law_article *a = find(articles, n, f->article);
        if (!a || !stands_in(g->rect, f) || (a->frame_count > 1 && !f->lead))
            continue;
        if (f->lead)
            g->lead = g->n;
        g->v[g->n++] =
            a->frame_count > 1
                ? (struct standing){.rect = f, .galley = a->fitted->galley, .head = INT32_MAX}
                : stand(a->fitted, f, g->rect);
    }
}

void bm_advise_laws(const struct bm_layout *layout, const struct bm_template *t,
                    const struct bm_law_article *articles, size_t n, struct bm_diags *diags)
{
    for (size_t p = 0; p < t->n && layout->planning.laws; p++) {
        const struct bm_page_template *page = &t->pages[p];
        struct standing *v = BM_NEW_N(diags->arena, page->n + 1, struct standing);
        for (size_t r = 0; r < page->region_count; r++) {
            struct region g = {.layout = layout,
                               .diags = diags,
                               .rect = &page->regions[r],
                               .page = (uint32_t)p + 1,
                               .v = v,
                               .lead = SIZE_MAX};
            gather(&g, page, articles, n);
            if (g.lead != SIZE_MAX)
                hold_to_lead(&g);
            else
                say_no_lead(&g);
            hold_to_shape(&g);
        }
    }
}
