/* An article: its nodes as they are read, each as what HTML has for it. Inside a block there is no
 * white space but the manuscript's, which the style keeps. */
#include "epaper/html.h"

#include "base/labels.h"

#include <stdio.h>

struct content {
    const struct bm_epaper *e;
    const struct bm_epaper_article *article;
    struct bm_buf *out;
};

static const struct bm_node *node_of(const struct content *c, uint32_t at)
{
    return &c->e->pages->nodes[c->e->reading->nodes[at].node];
}

/* The sign of a gap, which is no character of the manuscript's. */
static void put_gap(const struct content *c)
{
    bm_buf_c(c->out, "<span class=\"gap\" role=\"img\"");
    bm_html_lang(c->e, c->out);
    bm_buf_c(c->out, " aria-label=\"");
    bm_html_c(c->out, BM_WORD(c->e, EP_GAP));
    bm_buf_c(c->out, "\">□</span>");
}

#define LINES (BM_EMPHASIS_NAME | BM_EMPHASIS_TITLE)

/* What is open in the text of a node. */
struct open {
    bool credit;
    bool names, one; /* it is names in columns; one of them */
    bool broken;     /* the author broke the line here */
    unsigned marks;  /* flags of base/emphasis.h */
};

/* Ends what is marked out in one way, and begins what is in another. */
static void set_marks(const struct content *c, struct open *open, unsigned flags)
{
    const unsigned was = open->marks;
    flags &= BM_EMPHASIS_STRONG | BM_EMPHASIS_DOTS | LINES | BM_EMPHASIS_SECOND;
    if (!(flags & LINES))
        flags &= ~BM_EMPHASIS_SECOND;
    if (flags == was)
        return;
    bm_buf_c(c->out, was & BM_EMPHASIS_DOTS ? "</em>" : "");
    bm_buf_c(c->out, was & LINES ? "</span>" : "");
    bm_buf_c(c->out, was & BM_EMPHASIS_STRONG ? "</strong>" : "");
    bm_buf_c(c->out, flags & BM_EMPHASIS_STRONG ? "<strong>" : "");
    if (flags & LINES)
        bm_buf_c(c->out,
                 flags & BM_EMPHASIS_TITLE ? "<span class=\"title\">" : "<span class=\"name\">");
    bm_buf_c(c->out, flags & BM_EMPHASIS_DOTS ? "<em class=\"dot\">" : "");
    open->marks = flags;
}

/* Begins one of the names in columns, or ends it. */
static void set_one(const struct content *c, struct open *open, bool one)
{
    if (open->one == one)
        return;
    set_marks(c, open, 0);
    bm_buf_c(c->out, one ? "<span class=\"one\">" : "</span>");
    open->one = one;
}

static void put_segment(const struct content *c, const struct bm_segment *s, struct open *open)
{
    const struct bm_item *item = &c->e->pages->pages[s->page].items[s->item];
    if (bm_segment_is_gap(c->e->reading, s))
        put_gap(c);
    if (item->kind != BM_ITEM_RUN)
        return; /* what is drawn at the characters */
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        const struct bm_glyph *g = &item->run.glyphs[i];
        const struct bm_str text = {item->run.text.p + g->text, g->text_length};
        size_t at = 0;
        if (!text.n)
            continue;
        if (open->broken)
            bm_buf_c(c->out, "<br>");
        open->broken = false;
        if (open->names)
            set_one(c, open, !bm_is_white(bm_utf8_next(text.p, text.n, &at)));
        set_marks(c, open, item->run.emphasis ? item->run.emphasis[i] : 0);
        bm_html_text(c->out, text);
    }
    open->broken |= bm_segment_is_broken(c->e->reading, s);
}

static void end_marks(const struct content *c, struct open *open)
{
    set_marks(c, open, 0);
    set_one(c, open, false);
}

/* The credit begins where the text has come to it. */
static void open_credit(const struct content *c, struct open *open, size_t at, uint32_t credit)
{
    if (open->credit || !credit || at != credit)
        return;
    end_marks(c, open);
    bm_buf_c(c->out, "<span class=\"credit\">");
    open->credit = true;
}

/* The text of a node: passages with their languages and links, the credit of a caption apart. */
static void put_text(const struct content *c, uint32_t at)
{
    const struct bm_reading *r = c->e->reading;
    const struct bm_reading_node *n = &r->nodes[at];
    const struct bm_str foreign = c->e->pages->foreign;
    const uint32_t credit = node_of(c, at)->credit;
    struct open open = {.names = node_of(c, at)->names};
    size_t done = 0;
    for (uint32_t i = n->passage; i < n->passage + n->passage_count; i++) {
        const struct bm_passage *p = &r->passages[i];
        const bool link = p->kind == BM_PASSAGE_LINK && p->address.n;
        const bool other = p->kind == BM_PASSAGE_FOREIGN && foreign.n;
        open_credit(c, &open, done, credit);
        if (link || other) {
            bm_buf_c(c->out, link ? "<a href=\"" : "<span lang=\"");
            bm_html_text(c->out, link ? p->address : foreign);
            bm_buf_c(c->out, "\">");
        }
        for (uint32_t k = p->segment; k < p->segment + p->segment_count; k++) {
            if (!link && !other)
                open_credit(c, &open, done, credit);
            put_segment(c, &r->segments[k], &open);
            done += bm_segment_text(r, &r->segments[k]).n;
        }
        end_marks(c, &open);
        if (link || other)
            bm_buf_c(c->out, link ? "</a>" : "</span>");
    }
    bm_buf_c(c->out, open.credit ? "</span>" : "");
}

/* Where the nodes below one end. */
static uint32_t end_of(const struct content *c, uint32_t at)
{
    uint32_t end = at + 1;
    while (end < c->article->end && c->e->reading->nodes[end].parent >= at)
        end++;
    return end;
}

/* The next node below `at` that stands in it itself, from i on. */
static uint32_t child(const struct content *c, uint32_t at, uint32_t i, uint32_t end)
{
    while (i < end && c->e->reading->nodes[i].parent != at)
        i++;
    return i;
}

static void put_figure(const struct content *c, uint32_t at, uint32_t end)
{
    const struct bm_node *n = node_of(c, at);
    const struct bm_epaper_image *image = bm_epaper_image_of(c->e, at);
    const struct bm_reading_node *r = &c->e->reading->nodes[at];
    const struct bm_str address = n->code.n && r->passage_count
                                      ? c->e->reading->passages[r->passage].address
                                      : (struct bm_str){0};
    bm_buf_c(c->out, n->code.n ? "<figure class=\"code\">" : "<figure>");
    if (address.n) {
        bm_buf_c(c->out, "<a href=\"");
        bm_html_text(c->out, address);
        bm_buf_c(c->out, "\">");
    }
    if (image) {
        bm_buf_printf(c->out, "<img src=\"%.*s\" width=\"%u\" height=\"%u\" alt=\"",
                      (int)image->name.n, image->name.p, image->width, image->height);
        if (n->alt.n)
            bm_html_text(c->out, n->alt);
        else
            bm_html_c(c->out, BM_WORD(c->e, EP_UNSEEN));
        bm_buf_c(c->out, "\">");
    }
    if (address.n)
        bm_buf_c(c->out, "</a>");
    for (uint32_t i = child(c, at, at + 1, end); i < end; i = child(c, at, i + 1, end)) {
        bm_buf_c(c->out, "<figcaption>");
        put_text(c, i);
        bm_buf_c(c->out, "</figcaption>");
    }
    bm_buf_c(c->out, "</figure>\n");
}

static void put_list(const struct content *c, uint32_t at, uint32_t end)
{
    const char *name = node_of(c, at)->ordered ? "ol" : "ul";
    bm_buf_printf(c->out, "<%s role=\"list\">\n", name);
    for (uint32_t i = child(c, at, at + 1, end); i < end; i = child(c, at, i + 1, end)) {
        const uint32_t last = end_of(c, i);
        bm_buf_c(c->out, "<li>");
        for (uint32_t k = i + 1; k < last; k++) {
            const bool label = node_of(c, k)->role == BM_ROLE_LABEL;
            bm_buf_c(c->out, label ? "<span class=\"label\">" : "<span class=\"body\">");
            put_text(c, k);
            bm_buf_c(c->out, "</span>");
        }
        bm_buf_c(c->out, "</li>\n");
    }
    bm_buf_printf(c->out, "</%s>\n", name);
}

static void put_row(const struct content *c, uint32_t at)
{
    const uint32_t end = end_of(c, at);
    bm_buf_c(c->out, "<tr>");
    for (uint32_t i = child(c, at, at + 1, end); i < end; i = child(c, at, i + 1, end)) {
        static const char *const aligns[] = {[BM_NODE_START] = "",
                                             [BM_NODE_CENTRE] = " class=\"centre\"",
                                             [BM_NODE_END] = " class=\"end\""};
        const bool header = node_of(c, i)->header;
        bm_buf_c(c->out, header ? "<th scope=\"col\"" : "<td");
        bm_buf_printf(c->out, "%s>", aligns[node_of(c, i)->align]);
        put_text(c, i);
        bm_buf_c(c->out, header ? "</th>" : "</td>");
    }
    bm_buf_c(c->out, "</tr>\n");
}

static bool is_head_row(const struct content *c, uint32_t at)
{
    const uint32_t cell = child(c, at, at + 1, end_of(c, at));
    return cell < end_of(c, at) && node_of(c, cell)->header;
}

/* A table that is wider than the screen is moved in a place of its own. */
static void put_table(const struct content *c, uint32_t at, uint32_t end)
{
    bm_buf_c(c->out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
    bm_html_text(c->out, c->article->name);
    bm_buf_c(c->out, "\"><table>\n");
    int part = 0; /* 1: in the head, 2: in the body */
    for (uint32_t i = child(c, at, at + 1, end); i < end; i = child(c, at, i + 1, end)) {
        const int wanted = is_head_row(c, i) && part < 2 ? 1 : 2;
        if (wanted != part)
            bm_buf_c(c->out, part == 0 && wanted == 1 ? "<thead>"
                             : part == 0              ? "<tbody>"
                                                      : "</thead><tbody>");
        part = wanted;
        put_row(c, i);
    }
    bm_buf_c(c->out, part == 1 ? "</thead>" : part == 2 ? "</tbody>" : "");
    bm_buf_c(c->out, "</table></div>\n");
}

static void put_block(const struct content *c, uint32_t at, const char *tag, const char *kind)
{
    bm_buf_printf(c->out, kind ? "<%s class=\"%s\">" : "<%s>", tag, kind);
    put_text(c, at);
    bm_buf_printf(c->out, "</%s>\n", tag);
}

/* A node of the article and what is below it. */
static void put_node(const struct content *c, uint32_t at, uint32_t end)
{
    const struct bm_node *n = node_of(c, at);
    switch (n->role) {
    case BM_ROLE_HEAD:
        put_block(c, at, n->level == 1 ? "h1" : "p", n->field);
        break;
    case BM_ROLE_SUBHEAD:
        put_block(c, at, "h2", NULL);
        break;
    case BM_ROLE_TAIL:
        put_block(c, at, "p", "tail");
        break;
    case BM_ROLE_QUOTE:
        bm_buf_c(c->out, "<blockquote>");
        put_block(c, at, "p", NULL);
        bm_buf_c(c->out, "</blockquote>\n");
        break;
    case BM_ROLE_LIST:
        put_list(c, at, end);
        break;
    case BM_ROLE_TABLE:
        put_table(c, at, end);
        break;
    case BM_ROLE_FIGURE:
        put_figure(c, at, end);
        break;
    default:
        put_block(c, at, "p", n->stanza ? "stanza" : n->verse ? "verse" : NULL);
    }
}

/* What is said above the article on its page: 广告, 简讯. */
static void put_rubrics(const struct content *c)
{
    const struct bm_pages *pages = c->e->pages;
    for (uint32_t i = c->article->node; i-- > 0;) {
        const uint32_t node = c->e->reading->nodes[i].node;
        if (node == BM_NO_NODE || pages->nodes[node].role != BM_ROLE_ARTEFACT ||
            strcmp(pages->nodes[node].field, "label") != 0)
            return;
        put_block(c, i, "p", "rubric");
    }
}

/* The page where it stands, small, with its place on it. */
static void put_place(const struct content *c)
{
    const struct bm_epaper *e = c->e;
    const struct bm_epaper_article *a = c->article;
    const size_t number = (size_t)(a - e->articles) + 1;
    bm_buf_c(c->out, "<aside class=\"place\" aria-label=\"");
    bm_html_c(c->out, BM_WORD(e, EP_PLACE));
    bm_buf_c(c->out, "\">\n");
    for (size_t i = a->page; i < e->pages->page_count; i++) {
        const struct bm_epaper_area *area = bm_epaper_area_of(e, i, number - 1);
        if (!area && i != a->page)
            continue;
        const struct bm_page *page = &e->pages->pages[i];
        bm_buf_printf(c->out, "<a href=\"node_%02u.html", page->number);
        if (area && area->n)
            bm_buf_printf(c->out, "#area_%03zu", number);
        bm_buf_printf(c->out,
                      "\"><span class=\"thumb\"><img src=\"page_%02u_small.png\" alt=\"\" "
                      "width=\"%u\" height=\"%u\" loading=\"lazy\">",
                      page->number, e->page[i].widths[2], e->page[i].heights[2]);
        if (area) {
            bm_buf_printf(c->out,
                          "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
                          "aria-hidden=\"true\">",
                          (int)((bm_len_to_um(page->width) + 5) / 10),
                          (int)((bm_len_to_um(page->height) + 5) / 10));
            bm_epaper_put_polygons(c->out, area, i);
            bm_buf_c(c->out, "</svg>");
        }
        bm_buf_c(c->out, "</span> <span class=\"back\"");
        bm_html_lang(e, c->out);
        bm_buf_c(c->out, ">");
        bm_buf_printf(c->out, BM_WORD(e, EP_BACK), page->number);
        bm_buf_c(c->out, "</span></a>\n");
    }
    bm_buf_c(c->out, "</aside>\n");
}

static void put_step(const struct content *c, size_t to, const char *relation, const char *word)
{
    if (to >= c->e->article_count)
        return;
    bm_buf_printf(c->out,
                  "<a class=\"%s\" rel=\"%s\" href=\"content_%03zu.html\"><span class=\"word\"",
                  relation, relation, to + 1);
    bm_html_lang(c->e, c->out);
    bm_buf_printf(c->out, ">%s</span> <span class=\"name\">", word);
    bm_html_text(c->out, c->e->articles[to].name);
    bm_buf_c(c->out, "</span></a>\n");
}

static void put_article(const struct content *c)
{
    const struct bm_epaper_article *a = c->article;
    bm_buf_c(c->out, "<p class=\"crumbs\"><a href=\"");
    bm_buf_printf(c->out, "node_%02u.html\">", c->e->pages->pages[a->page].number);
    bm_html_page_name(c->e, a->page, c->out);
    bm_buf_c(c->out, "</a></p>\n<article class=\"article\">\n");
    put_rubrics(c);
    if (!a->titled) {
        bm_buf_c(c->out, "<h1 class=\"unseen\">");
        bm_html_text(c->out, a->name);
        bm_buf_c(c->out, "</h1>\n");
    }
    bm_buf_c(c->out, "<div class=\"text\">\n");
    for (uint32_t i = child(c, a->node, a->node + 1, a->end); i < a->end;
         i = child(c, a->node, i + 1, a->end))
        put_node(c, i, end_of(c, i));
    bm_buf_c(c->out, "</div>\n</article>\n");
}

static void put_content(struct bm_epaper *e, size_t index)
{
    struct bm_buf b = {0}, title = {0}, data = {0};
    char file[FILE_MOST], previous[FILE_MOST] = "", next[FILE_MOST] = "";
    const struct content c = {e, &e->articles[index], &b};
    snprintf(file, sizeof file, "content_%03zu.html", index + 1);
    if (index)
        snprintf(previous, sizeof previous, "content_%03zu.html", index);
    if (index + 1 < e->article_count)
        snprintf(next, sizeof next, "content_%03zu.html", index + 2);
    bm_buf_printf(&title, "%.*s_%.*s", (int)c.article->name.n, c.article->name.p, (int)e->paper.n,
                  e->paper.p);
    bm_epaper_put_data(e, c.article, &data);
    bm_html_begin(e,
                  &(struct bm_html_page){.kind = "content",
                                         .title = bm_buf_view(&title),
                                         .description = c.article->deck,
                                         .file = bm_str_c(file),
                                         .previous = previous,
                                         .next = next,
                                         .data = bm_buf_view(&data)},
                  &b);
    put_article(&c);
    put_place(&c);
    bm_buf_c(&b, "<nav class=\"steps\" aria-label=\"");
    bm_html_c(&b, BM_WORD(e, EP_MORE));
    bm_buf_c(&b, "\">\n");
    put_step(&c, index - 1, "prev", BM_WORD(e, EP_PREVIOUS));
    put_step(&c, index + 1, "next", BM_WORD(e, EP_NEXT));
    bm_buf_c(&b, "</nav>\n");
    bm_html_end(e, &b);
    bm_buf_free(&title);
    bm_buf_free(&data);
    bm_leaf_put(e->leaves, &b, "%s", file);
}

void bm_epaper_contents(struct bm_epaper *e)
{
    for (size_t i = 0; i < e->article_count; i++)
        put_content(e, i);
}
