/* The marked proof: each page in its true size on a larger sheet, the marks on it, the list of
 * notes at its right, on further sheets when it is long. */
#include "proof/proof.h"

#include "base/labels.h"
#include "proof/document.h"
#include "proof/list.h"
#include "proof/types.h"

#include <cairo-pdf.h>

/* The sheet around the page, in points. */
#define MARGIN 30.0
#define STRIP  40.0  /* the line that says what this is */
#define GUTTER 20.0  /* between page and list */
#define COLUMN 204.0 /* the list */

static const struct bm_rgb black = {0.1, 0.1, 0.1}, grey = {0.42, 0.42, 0.42};

struct sheet {
    struct bm_labels labels;
    const struct bm_pages *pages;
    const struct bm_page *page;
    double width, height;
};

static double inner_width(const struct sheet *s)
{
    return s->width - 2 * MARGIN;
}

/* What a proof is must be seen on every sheet, so that none is taken for the print. */
static void strip(const struct sheet *s, bool continued)
{
    const struct bm_labels *labels = &s->labels;
    const struct bm_pages *pages = s->pages;
    const enum bm_lang lang = labels->lang;
    double base = MARGIN + 18, right = MARGIN + inner_width(s), x = MARGIN;
    x += bm_label_set(labels, bm_str_c(BM_LABEL(PROOF, lang)), 20, bm_note_colour(BM_MARK_GAP), x,
                      base) +
         14;
    struct bm_buf words = {0};
    bm_buf_printf(&words, BM_LABEL(PROOF_PAGE, lang), s->page->number, pages->page_count);
    if (continued)
        bm_buf_c(&words, BM_LABEL(PROOF_CONTINUED, lang));
    double w = bm_label_width(labels, bm_buf_view(&words), 10);
    bm_label_set(labels, bm_buf_view(&words), 10, black, right - w, base);
    double room = right - w - 14 - x;
    words.n = 0;
    bm_buf_str(&words, pages->title.n ? pages->title : pages->edition);
    struct bm_label_lines title = bm_label_wrap(labels, bm_buf_view(&words), 11, room);
    if (title.n)
        x += bm_label_set(labels, title.v[0], 11, black, x, base) + 12;
    words.n = 0;
    bm_buf_str(&words, pages->date);
    if (pages->date.n && pages->layout.n)
        bm_buf_c(&words, "  ");
    bm_buf_str(&words, pages->layout);
    if (words.n && x + bm_label_width(labels, bm_buf_view(&words), 8) < right - w - 14)
        bm_label_set(labels, bm_buf_view(&words), 8, grey, x, base);
    bm_buf_free(&words);
}

/* The trim as a hairline, since the paper goes on beyond it. */
static void trim(cairo_t *cr, const struct bm_page *page)
{
    cairo_new_path(cr);
    cairo_rectangle(cr, 0, 0, bm_pt(page->width), bm_pt(page->height));
    cairo_set_source_rgb(cr, 0.6, 0.6, 0.6);
    cairo_set_line_width(cr, 0.4);
    cairo_stroke(cr);
}

static void further_sheets(struct sheet *s, struct bm_list *list)
{
    double top = MARGIN + STRIP, height = s->height - top - MARGIN;
    double right = MARGIN + inner_width(s);
    bool more = true;
    while (more) {
        strip(s, true);
        for (double x = MARGIN; more && x + COLUMN <= right + 0.5; x += COLUMN + GUTTER)
            more = bm_list_column(list, x, top, height);
        cairo_show_page(s->labels.cr);
    }
}

static void draw(struct sheet *s, const struct bm_note *notes, size_t n, bool last)
{
    cairo_t *cr = s->labels.cr;
    const struct bm_page *page = s->page;
    double w = bm_pt(page->width), h = bm_pt(page->height), top = MARGIN + STRIP;
    s->width = MARGIN + w + GUTTER + COLUMN + MARGIN;
    s->height = top + h + MARGIN;
    cairo_pdf_surface_set_size(cairo_get_target(cr), s->width, s->height);
    strip(s, false);
    cairo_save(cr);
    cairo_translate(cr, MARGIN, top);
    trim(cr, page);
    bm_draw_page(cr, s->labels.types, s->labels.screen, page);
    bm_marks_draw(&s->labels, page, notes, n);
    cairo_restore(cr);
    struct bm_list *list = bm_list_make(&s->labels, s->pages, notes, n, page->number, last, COLUMN);
    double x = MARGIN + w + GUTTER, used = bm_list_legend(list, x, top) + 4;
    bool more = bm_list_column(list, x, top + used, h - used);
    cairo_show_page(cr);
    if (more)
        further_sheets(s, list);
}

bool bm_proof_marked(const struct bm_pages *pages, uint32_t first, uint32_t last, enum bm_lang lang,
                     const struct bm_face *face, struct bm_buf *out, struct bm_diags *diags)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_buf pdf = {0};
    size_t n, drawn = 0;
    struct bm_note *notes = bm_notes_make(pages, arena, &n);
    uint32_t from = first, to = last;
    if (!first && !last)
        to = UINT32_MAX;
    const struct bm_page *end = NULL;
    for (size_t i = 0; i < pages->page_count; i++)
        if (pages->pages[i].number >= from && pages->pages[i].number <= to)
            end = &pages->pages[i];
    struct sheet s = {.pages = pages};
    struct bm_types *types = bm_types_new(arena);
    cairo_t *cr = bm_document_open(&pdf, pages->title.n ? pages->title : pages->edition, arena);
    struct bm_screen screen = bm_screen_open(pages);
    s.labels = (struct bm_labels){cr, types, face, lang, arena, &screen};
    for (size_t i = 0; i < pages->page_count; i++) {
        s.page = &pages->pages[i];
        if (s.page->number < from || s.page->number > to)
            continue;
        draw(&s, notes, n, s.page == end);
        drawn++;
    }
    cairo_status_t status = bm_document_close(cr);
    bm_screen_close(&screen);
    bm_types_drop(types);
    bool done = !status && drawn;
    if (done)
        bm_buf_put(out, pdf.p, pdf.n);
    else
        bm_diag(diags, BM_MSG_PROOF_FAILED, bm_span_none(),
                bm_diag_number(diags, first ? first : 1),
                bm_str_c(status ? bm_draw_why(status) : "no such page"));
    bm_buf_free(&pdf);
    bm_arena_drop(arena);
    return done;
}
