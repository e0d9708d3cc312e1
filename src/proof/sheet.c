/* The contact sheet: plans of the same pages side by side. */
#include "proof/proof.h"

#include "base/labels.h"
#include "proof/document.h"
#include "proof/grid.h"
#include "proof/picture.h"
#include "proof/types.h"

#include <cairo-pdf.h>

#define DPI_MOST 1200

static const struct bm_rgb black = {0.1, 0.1, 0.1}, grey = {0.42, 0.42, 0.42},
                           red = {0.80, 0.08, 0.12}, white = {1, 1, 1};

struct contact {
    struct bm_plans plans;
    struct bm_grid grid;
    struct bm_caption **captions;
};

/* Sheet coordinates of a page: its corner, and points of the sheet for one of the page. */
struct view {
    double x, y, scale;
};

static void set(cairo_t *cr, struct bm_rgb c, double alpha)
{
    cairo_set_source_rgba(cr, c.r, c.g, c.b, alpha);
}

/* The article's name in the block's lower left corner, as large as it can be; on several lines
 * where the block is narrow, cut where it has no room for them. */
static void tag(const struct bm_labels *labels, struct bm_str name, struct bm_rgb colour, bool firm,
                double x, double y, double w, double h)
{
    cairo_t *cr = labels->cr;
    const double pad = 2, least = 4.4;
    double size = 6.4, widest = 0;
    while (size > least && bm_label_width(labels, name, size) > w - 2 * pad)
        size -= 0.2;
    struct bm_label_lines lines = bm_label_wrap(labels, name, size, w - 2 * pad);
    double leading = size * 1.15;
    size_t most = (size_t)((h - 2) / leading), n = lines.n < most ? lines.n : most;
    for (size_t i = 0; i < n; i++) {
        double line = bm_label_width(labels, lines.v[i], size);
        widest = line > widest ? line : widest;
    }
    double height = (double)n * leading + 1, top = y + h - height;
    cairo_new_path(cr);
    cairo_rectangle(cr, x, top, widest + 2 * pad, height);
    set(cr, firm ? colour : white, firm ? 1 : 0.88);
    cairo_fill(cr);
    for (size_t i = 0; i < n; i++)
        bm_label_set(labels, lines.v[i], size, firm ? white : colour, x + pad,
                     top + 0.5 + (double)i * leading + size * 0.94);
}

/* How a block looks by where it stands. */
static const struct {
    double tint, weight;
} looks[] = {
    [BM_STAYS] = {0, 0.7}, [BM_OTHER_LINES] = {0.07, 0.9}, [BM_OTHER_COLUMNS] = {0.15, 1.7}};
#define BEST_TINT 0.1

static void block(const struct bm_labels *labels, const struct bm_plans *plans, size_t plan,
                  uint32_t article, struct bm_rect rect, struct view v)
{
    cairo_t *cr = labels->cr;
    struct bm_rgb colour = bm_article_colour(article);
    enum bm_move move = bm_plans_move(plans, plan, article);
    double tint = plan ? looks[move].tint : BEST_TINT, weight = looks[move].weight,
           in = 0.6 + weight / 2;
    double x = v.x + bm_pt(rect.x) * v.scale + in, y = v.y + bm_pt(rect.y) * v.scale + in;
    double w = bm_pt(rect.w) * v.scale - 2 * in, h = bm_pt(rect.h) * v.scale - 2 * in;
    if (w <= 0 || h <= 0)
        return;
    cairo_new_path(cr);
    cairo_rectangle(cr, x, y, w, h);
    set(cr, colour, tint);
    cairo_fill_preserve(cr);
    set(cr, colour, 1);
    cairo_set_line_width(cr, weight);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
    cairo_stroke(cr);
    tag(labels, plans->names[article], colour, move == BM_OTHER_COLUMNS, x, y, w, h);
}

static void page_with_blocks(const struct bm_labels *labels, const struct bm_plans *plans,
                             size_t plan, const struct bm_page *page, struct view v)
{
    cairo_t *cr = labels->cr;
    double w = bm_pt(page->width) * v.scale, h = bm_pt(page->height) * v.scale;
    cairo_new_path(cr);
    cairo_rectangle(cr, v.x, v.y, w, h);
    set(cr, white, 1);
    cairo_fill(cr);
    cairo_save(cr);
    cairo_translate(cr, v.x, v.y);
    cairo_scale(cr, v.scale, v.scale);
    bm_draw_page(cr, labels->types, labels->screen, page);
    cairo_restore(cr);
    for (uint32_t a = 0; a < plans->articles; a++) {
        const struct bm_ledger *l = bm_plans_article(plans, plan, a);
        for (size_t i = 0; l && i < l->frame_count; i++)
            if (l->frames[i].page == page->number)
                block(labels, plans, plan, a, l->frames[i].rect, v);
    }
    cairo_new_path(cr);
    cairo_rectangle(cr, v.x, v.y, w, h);
    set(cr, (struct bm_rgb){0.55, 0.55, 0.55}, 1);
    cairo_set_line_width(cr, 0.5);
    cairo_stroke(cr);
}

/* One sample of the legend; returns the x after it. */
static double sample(const struct bm_labels *labels, enum bm_move move, const char *words, double x,
                     double base)
{
    cairo_t *cr = labels->cr;
    struct bm_rgb c = bm_article_colour(1);
    cairo_new_path(cr);
    cairo_rectangle(cr, x + 1, base - 6.6, 13, 7.4);
    set(cr, c, looks[move].tint);
    cairo_fill_preserve(cr);
    set(cr, c, 1);
    cairo_set_line_width(cr, looks[move].weight);
    cairo_stroke(cr);
    return x + 18 + bm_label_set(labels, bm_str_c(words), 8, grey, x + 18, base) + 14;
}

static void heading(const struct bm_labels *labels, const struct contact *c)
{
    const struct bm_pages *pages = c->plans.v[0];
    const enum bm_lang lang = labels->lang;
    double base = BM_SHEET_MARGIN + 16, right = bm_pt(c->grid.paper_width) - BM_SHEET_MARGIN;
    double x = BM_SHEET_MARGIN;
    struct bm_buf words = {0};
    x += bm_label_set(labels, bm_str_c(BM_LABEL(SHEET, lang)), 20, red, x, base) + 14;
    bm_buf_printf(&words, BM_LABEL(SHEET_PLANS, lang), c->plans.n);
    if (c->plans.shown_count > 1)
        bm_buf_printf(&words, BM_LABEL(SHEET_PAGES, lang), c->plans.shown_count);
    double w = bm_label_width(labels, bm_buf_view(&words), 10);
    bm_label_set(labels, bm_buf_view(&words), 10, black, right - w, base);
    words.n = 0;
    struct bm_label_lines title = bm_label_wrap(
        labels, pages->title.n ? pages->title : pages->edition, 11, right - w - 120 - x);
    if (title.n)
        x += bm_label_set(labels, title.v[0], 11, black, x, base) + 12;
    bm_buf_str(&words, pages->date);
    if (pages->date.n && pages->layout.n)
        bm_buf_c(&words, "  ");
    bm_buf_str(&words, pages->layout);
    if (x + bm_label_width(labels, bm_buf_view(&words), 8) < right - w - 14)
        bm_label_set(labels, bm_buf_view(&words), 8, grey, x, base);
    bm_buf_free(&words);
    x = BM_SHEET_MARGIN;
    base += 18;
    x = sample(labels, BM_OTHER_COLUMNS, BM_LABEL(SHEET_OTHER_COLUMNS, lang), x, base);
    x = sample(labels, BM_OTHER_LINES, BM_LABEL(PLAN_OTHER_LINES, lang), x, base);
    x = sample(labels, BM_STAYS, BM_LABEL(PLAN_STAYS, lang), x, base);
    bm_label_set(labels, bm_str_c(BM_LABEL(SHEET_USE, lang)), 8, grey, x, base);
    cairo_t *cr = labels->cr;
    cairo_new_path(cr);
    cairo_move_to(cr, BM_SHEET_MARGIN, base + 8);
    cairo_line_to(cr, right, base + 8);
    set(cr, black, 1);
    cairo_set_line_width(cr, 0.6);
    cairo_stroke(cr);
}

static void draw(const struct bm_labels *labels, const struct contact *c)
{
    const struct bm_grid *g = &c->grid;
    heading(labels, c);
    for (size_t k = 0; k < c->plans.n; k++) {
        double x = g->left + (double)(k % g->across) * g->step_x;
        double y = g->top + (double)(k / g->across) * g->step_y;
        double caption_x = g->beside ? x + g->pages_width + 12 : x;
        bm_caption_draw(labels, c->captions[k], g->columns, caption_x, y);
        for (size_t i = 0; i < c->plans.shown_count; i++) {
            const struct bm_page *page = bm_plans_page(&c->plans, k, i);
            struct view v = {x + (double)(i % g->pages_across) * g->page_x,
                             y + g->pages_top + (double)(i / g->pages_across) * g->page_y,
                             g->scale};
            if (page)
                page_with_blocks(labels, &c->plans, k, page, v);
        }
    }
}

/* Pages on which make-up placed an article in any of the plans. */
static void find_pages(struct bm_plans *plans, struct bm_arena *arena)
{
    const struct bm_pages *best = plans->v[0];
    uint32_t *shown = BM_NEW_N(arena, best->page_count, uint32_t);
    for (size_t p = 0; p < best->page_count; p++) {
        bool any = false;
        for (size_t k = 0; k < plans->n; k++)
            for (uint32_t a = 0; a < plans->articles; a++) {
                const struct bm_ledger *l = bm_plans_article(plans, k, a);
                for (size_t i = 0; l && i < l->frame_count; i++)
                    any |= l->frames[i].page == best->pages[p].number;
            }
        if (any)
            shown[plans->shown_count++] = best->pages[p].number;
    }
    plans->shown = shown;
}

/* Everything but the drawing; the labels measure only. NULL or why it cannot be. */
static const char *prepare(struct contact *c, const struct bm_labels *labels)
{
    struct bm_plans *plans = &c->plans;
    double width = 0, height = 0;
    for (size_t k = 0; k < plans->n; k++)
        if (!plans->v[k]->plan)
            return "a plan without a ledger";
    if (!plans->n)
        return "no plan";
    plans->articles = plans->v[0]->plan->article_count;
    struct bm_str *names = BM_NEW_N(labels->arena, plans->articles + 1, struct bm_str);
    for (uint32_t i = 0; i < plans->articles; i++)
        names[i] = plans->v[0]->plan->articles[i].name;
    plans->names = names;
    find_pages(plans, labels->arena);
    if (!plans->shown_count)
        return "no page with an auto region";
    for (size_t i = 0; i < plans->shown_count; i++) {
        const struct bm_page *page = bm_plans_page(plans, 0, i);
        width = bm_pt(page->width) > width ? bm_pt(page->width) : width;
        height = bm_pt(page->height) > height ? bm_pt(page->height) : height;
    }
    c->captions = bm_arena_array(labels->arena, plans->n, sizeof(struct bm_caption *));
    for (size_t k = 0; k < plans->n; k++)
        c->captions[k] = bm_caption_make(labels, plans, k);
    c->grid = bm_grid_make(plans->n, plans->shown_count, width, height, c->captions);
    return c->grid.scale > 0 ? NULL : "too many pages for one sheet";
}

static cairo_status_t draw_pdf(const struct contact *c, struct bm_labels labels, struct bm_buf *pdf)
{
    const struct bm_pages *best = c->plans.v[0];
    cairo_t *cr = bm_document_open(pdf, best->title.n ? best->title : best->edition, labels.arena);
    cairo_pdf_surface_set_size(cairo_get_target(cr), bm_pt(c->grid.paper_width),
                               bm_pt(c->grid.paper_height));
    labels.cr = cr;
    labels.types = bm_types_new(labels.arena);
    draw(&labels, c);
    cairo_show_page(cr);
    cairo_status_t status = bm_document_close(cr);
    bm_types_drop(labels.types);
    return status;
}

static cairo_status_t draw_png(const struct contact *c, struct bm_labels labels, unsigned dpi,
                               struct bm_buf *png)
{
    labels.cr = bm_picture_open(c->grid.paper_width, c->grid.paper_height, dpi);
    labels.types = NULL;
    draw(&labels, c);
    return bm_picture_close(labels.cr, dpi, png);
}

bool bm_proof_sheet(const struct bm_pages *const *plans, size_t n, enum bm_lang lang,
                    const struct bm_face *face, unsigned dpi, struct bm_buf *pdf,
                    struct bm_buf *png, struct bm_diags *diags)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_buf drawn[2] = {{0}};
    struct contact c = {.plans = {.v = plans, .n = n}};
    struct bm_screen screen = n ? bm_screen_open(plans[0]) : (struct bm_screen){0};
    const struct bm_labels labels = {.face = face, .lang = lang, .arena = arena, .screen = &screen};
    const char *why = dpi < 1 || dpi > DPI_MOST ? "dpi out of range" : prepare(&c, &labels);
    cairo_status_t status = CAIRO_STATUS_SUCCESS;
    if (!why)
        status = draw_pdf(&c, labels, &drawn[0]);
    if (!why && !status)
        status = draw_png(&c, labels, dpi, &drawn[1]);
    if (status)
        why = bm_draw_why(status);
    if (why) {
        bm_diag(diags, BM_MSG_SHEET_FAILED, bm_span_none(), bm_str_c(why));
    } else {
        bm_buf_put(pdf, drawn[0].p, drawn[0].n);
        bm_buf_put(png, drawn[1].p, drawn[1].n);
    }
    bm_buf_free(&drawn[0]);
    bm_buf_free(&drawn[1]);
    bm_screen_close(&screen);
    bm_arena_drop(arena);
    return !why;
}
