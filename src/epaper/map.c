/* Pages as maps: the picture, over it the areas of its articles, and lists of the same. The first
 * page once more is the start, with the contents of all pages. */
#include "epaper/html.h"

#include "base/labels.h"

#include <stdio.h>

void bm_epaper_put_polygons(struct bm_buf *out, const struct bm_epaper_area *area, size_t page)
{
    for (size_t i = 0; i < area->n; i++) {
        const struct bm_epaper_polygon *p = &area->polygons[i];
        bm_buf_printf(out,
                      "<polygon class=\"area%s\" data-pageid=\"node_%02zu\" "
                      "data-contentid=\"content_%03u\" points=\"",
                      area->guide ? " guide" : "", page + 1, area->article + 1);
        for (size_t k = 0; k < p->n; k++)
            bm_buf_printf(out, "%s%d,%d", k ? " " : "", p->v[k].x, p->v[k].y);
        bm_buf_c(out, "\"/>");
    }
}

static void put_name(struct bm_buf *out, const struct bm_epaper_article *a)
{
    if (a->kicker.n) {
        bm_html_text(out, a->kicker);
        bm_buf_c(out, "　");
    }
    bm_html_text(out, a->name);
}

static int32_t hundredths(bm_len length)
{
    return (int32_t)((bm_len_to_um(length) + 5) / 10);
}

static void put_areas(const struct bm_epaper *e, size_t index, struct bm_buf *out)
{
    const struct bm_epaper_page *page = &e->page[index];
    if (!page->n)
        return;
    bm_buf_printf(out,
                  "<svg class=\"areas\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
                  "role=\"group\" aria-label=\"",
                  hundredths(e->pages->pages[index].width),
                  hundredths(e->pages->pages[index].height));
    bm_buf_printf(out, BM_WORD(e, EP_MAP), e->pages->pages[index].number);
    bm_buf_c(out, "\"");
    bm_html_lang(e, out);
    bm_buf_c(out, ">\n");
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_epaper_area *area = &page->areas[i];
        const struct bm_epaper_article *a = &e->articles[area->article];
        if (!area->n)
            continue;
        bm_buf_printf(out, "<a id=\"%s_%03u\" href=\"content_%03u.html\" aria-label=\"",
                      area->guide ? "guide" : "area", area->article + 1, area->article + 1);
        put_name(out, a);
        bm_buf_c(out, "\"><title>");
        put_name(out, a);
        bm_buf_c(out, "</title>");
        bm_epaper_put_polygons(out, area, index);
        bm_buf_c(out, "</a>\n");
    }
    bm_buf_c(out, "</svg>\n");
}

static void put_figure(const struct bm_epaper *e, size_t index, struct bm_buf *out)
{
    const struct bm_epaper_page *page = &e->page[index];
    const unsigned number = e->pages->pages[index].number;
    bm_buf_printf(out,
                  "<div class=\"map\">\n<img src=\"page_%02u.png\" "
                  "srcset=\"page_%02u.png %uw, page_%02u_large.png %uw\" "
                  "sizes=\"(min-width: 60em) 55rem, 20rem\" width=\"%u\" height=\"%u\" alt=\"",
                  number, number, page->widths[0], number, page->widths[1], page->widths[0],
                  page->heights[0]);
    bm_buf_printf(out, BM_WORD(e, EP_PICTURE), number);
    bm_buf_c(out, "\">\n");
    put_areas(e, index, out);
    bm_buf_c(out, "</div>\n");
}

static void put_step(const struct bm_epaper *e, struct bm_buf *out, size_t to, const char *relation,
                     const char *word)
{
    if (to >= e->pages->page_count) {
        bm_buf_printf(out, "<span class=\"%s off\"></span>\n", relation);
        return;
    }
    bm_buf_printf(out, "<a class=\"%s\" rel=\"%s\" href=\"node_%02u.html\"", relation, relation,
                  e->pages->pages[to].number);
    bm_html_lang(e, out);
    bm_buf_printf(out, ">%s</a>\n", word);
}

static void put_tools(const struct bm_epaper *e, size_t index, struct bm_buf *out)
{
    bm_buf_c(out, "<span class=\"tools\"");
    bm_html_lang(e, out);
    bm_buf_printf(out, "><a href=\"page_%02u_large.png\">%s</a>", e->pages->pages[index].number,
                  BM_WORD(e, EP_LARGE));
    if (e->options->pdf.n) {
        bm_buf_c(out, "<a class=\"pdf\" type=\"application/pdf\" href=\"");
        bm_html_text(out, e->options->pdf);
        bm_buf_printf(out, "\">%s</a>", BM_WORD(e, EP_PDF));
    }
    bm_buf_c(out, "</span>\n");
}

static void put_heading(const struct bm_epaper *e, struct bm_buf *out, int level, const char *id,
                        const char *word)
{
    bm_buf_printf(out, "<h%d id=\"%s\"", level, id);
    bm_html_lang(e, out);
    bm_buf_printf(out, ">%s</h%d>\n", word, level);
}

/* The titles of a page as links. */
static void put_titles(const struct bm_epaper *e, size_t index, struct bm_buf *out)
{
    bm_buf_c(out, "<ol class=\"titles\">\n");
    for (size_t i = 0; i < e->page[index].n; i++) {
        const struct bm_epaper_area *area = &e->page[index].areas[i];
        if (area->guide)
            continue;
        const struct bm_epaper_article *a = &e->articles[area->article];
        bm_buf_printf(out, "<li><a href=\"content_%03u.html\">", area->article + 1);
        if (a->kicker.n) {
            bm_buf_c(out, "<span class=\"over\">");
            bm_html_text(out, a->kicker);
            bm_buf_c(out, "</span> ");
        }
        bm_buf_c(out, "<span class=\"name\">");
        bm_html_text(out, a->name);
        bm_buf_c(out, "</span>");
        if (a->page != index) {
            bm_buf_c(out, " <span class=\"on\"");
            bm_html_lang(e, out);
            bm_buf_printf(out, ">%s</span>", BM_WORD(e, EP_GOES_ON));
        }
        bm_buf_c(out, "</a></li>\n");
    }
    bm_buf_c(out, "</ol>\n");
}

/* The section's banner, which stands on the page and belongs to no article. */
static void put_banner(const struct bm_epaper *e, size_t index, struct bm_buf *out)
{
    const struct bm_reading *r = e->reading;
    for (size_t i = 0; i < r->node_count; i++) {
        const struct bm_reading_node *n = &r->nodes[i];
        if (n->node == BM_NO_NODE || n->page != index)
            continue;
        const struct bm_node *parent = e->pages->nodes[n->node].parent < e->pages->node_count
                                           ? &e->pages->nodes[e->pages->nodes[n->node].parent]
                                           : NULL;
        const bool in = e->pages->nodes[n->node].role == BM_ROLE_BANNER ||
                        (parent && parent->role == BM_ROLE_BANNER);
        if (!in || !n->passage_count)
            continue;
        struct bm_buf b = {0};
        bm_reading_line(r, i, &b);
        bm_buf_c(out, "<p class=\"banner\">");
        bm_html_text(out, bm_buf_view(&b));
        bm_buf_c(out, "</p>\n");
        bm_buf_free(&b);
    }
}

static void put_pages(const struct bm_epaper *e, size_t index, struct bm_buf *out)
{
    bm_buf_c(out, "<nav class=\"pages\" aria-labelledby=\"pages\">\n");
    put_heading(e, out, 2, "pages", BM_WORD(e, EP_PAGES));
    bm_buf_c(out, "<ol>\n");
    for (size_t i = 0; i < e->pages->page_count; i++) {
        bm_buf_printf(out, "<li><a href=\"node_%02u.html\"%s>", e->pages->pages[i].number,
                      i == index ? " aria-current=\"page\"" : "");
        bm_html_page_name(e, i, out);
        bm_buf_c(out, "</a></li>\n");
    }
    bm_buf_c(out, "</ol>\n</nav>\n");
}

/* The titles of all pages but the one that is shown. */
static void put_contents(const struct bm_epaper *e, size_t index, struct bm_buf *out)
{
    if (e->pages->page_count < 2)
        return;
    bm_buf_c(out, "<section class=\"contents\" aria-labelledby=\"contents\">\n");
    put_heading(e, out, 2, "contents", BM_WORD(e, EP_CONTENTS));
    for (size_t i = 0; i < e->pages->page_count; i++) {
        if (i == index)
            continue;
        bm_buf_printf(out, "<section>\n<h3><a href=\"node_%02u.html\">", e->pages->pages[i].number);
        bm_html_page_name(e, i, out);
        bm_buf_c(out, "</a></h3>\n");
        put_titles(e, i, out);
        bm_buf_c(out, "</section>\n");
    }
    bm_buf_c(out, "</section>\n");
}

static void put_map(struct bm_epaper *e, size_t index, bool start)
{
    struct bm_buf b = {0}, title = {0};
    char file[FILE_MOST], previous[FILE_MOST] = "", next[FILE_MOST] = "";
    const struct bm_page *pages = e->pages->pages;
    snprintf(file, sizeof file, "node_%02u.html", pages[index].number);
    if (index)
        snprintf(previous, sizeof previous, "node_%02u.html", pages[index - 1].number);
    if (index + 1 < e->pages->page_count)
        snprintf(next, sizeof next, "node_%02u.html", pages[index + 1].number);
    bm_buf_printf(&title, BM_WORD(e, EP_PAGE), pages[index].number);
    if (pages[index].section.n)
        bm_buf_printf(&title, " %.*s", (int)pages[index].section.n, pages[index].section.p);
    bm_buf_printf(&title, "_%.*s", (int)e->paper.n, e->paper.p);
    if (e->pages->date.n)
        bm_buf_printf(&title, "_%.*s", (int)e->pages->date.n, e->pages->date.p);
    bm_html_begin(e,
                  &(struct bm_html_page){.kind = "node",
                                         .title = bm_buf_view(&title),
                                         .file = bm_str_c(file),
                                         .previous = previous,
                                         .next = next},
                  &b);
    bm_buf_c(&b, "<div class=\"spread\">\n<section class=\"sheet\">\n<h1>");
    bm_html_page_name(e, index, &b);
    bm_buf_c(&b, "</h1>\n");
    put_banner(e, index, &b);
    put_figure(e, index, &b);
    bm_buf_c(&b, "<p class=\"steps\">\n");
    put_step(e, &b, index - 1, "prev", BM_WORD(e, EP_PREVIOUS_PAGE));
    put_tools(e, index, &b);
    put_step(e, &b, index + 1, "next", BM_WORD(e, EP_NEXT_PAGE));
    bm_buf_c(&b, "</p>\n</section>\n<div class=\"lists\">\n");
    if (e->page[index].n && !e->page[index].areas[0].guide) {
        bm_buf_c(&b, "<nav class=\"here\" aria-labelledby=\"titles\">\n");
        put_heading(e, &b, 2, "titles", BM_WORD(e, EP_TITLES));
        put_titles(e, index, &b);
        bm_buf_c(&b, "</nav>\n");
    }
    put_pages(e, index, &b);
    bm_buf_c(&b, "</div>\n</div>\n");
    if (start)
        put_contents(e, index, &b);
    bm_html_end(e, &b);
    bm_buf_free(&title);
    bm_leaf_put(e->leaves, &b, "%s", start ? "index.html" : file);
}

void bm_epaper_maps(struct bm_epaper *e)
{
    if (e->pages->page_count)
        put_map(e, 0, true);
    for (size_t i = 0; i < e->pages->page_count; i++)
        put_map(e, i, false);
}
