/* Facts of an article for search engines: schema.org's NewsArticle as JSON-LD. */
#include "epaper/html.h"

#include "base/json.h"

static const struct bm_node *node_of(const struct bm_epaper *e, uint32_t at)
{
    return &e->pages->nodes[e->reading->nodes[at].node];
}

static void put_if(struct bm_json *json, const char *key, struct bm_str text)
{
    if (text.n)
        bm_json_text(json, key, text);
}

static void put_organisation(const struct bm_epaper *e, struct bm_json *json, const char *key)
{
    bm_json_object(json, key);
    bm_json_text(json, "@type", BM_STR("Organization"));
    bm_json_text(json, "name", e->pages->publisher.n ? e->pages->publisher : e->paper);
    bm_json_close(json);
}

/* The issue and the paper. */
static void put_issue(const struct bm_epaper *e, struct bm_json *json)
{
    const struct bm_pages *p = e->pages;
    bm_json_object(json, "isPartOf");
    bm_json_text(json, "@type", BM_STR("PublicationIssue"));
    put_if(json, "issueNumber", p->number);
    if (bm_html_is_date(p->date))
        bm_json_text(json, "datePublished", p->date);
    bm_json_object(json, "isPartOf");
    bm_json_text(json, "@type", BM_STR("Newspaper"));
    bm_json_text(json, "name", e->paper);
    put_if(json, "identifier", p->cn);
    bm_json_close(json);
    bm_json_close(json);
}

/* The text below the head, paragraph by paragraph; and who wrote it. */
static void put_body(const struct bm_epaper *e, const struct bm_epaper_article *a,
                     struct bm_json *json)
{
    struct bm_buf body = {0}, one = {0};
    size_t characters = 0;
    for (uint32_t i = a->node + 1; i < a->end; i++) {
        const struct bm_node *n = node_of(e, i);
        one.n = 0;
        bm_reading_text(e->reading, i, &one);
        if (!one.n)
            continue;
        for (size_t k = 0; k < one.n;)
            characters += !bm_is_white(bm_utf8_next(one.p, one.n, &k));
        if (n->role == BM_ROLE_HEAD && strcmp(n->field, "byline") == 0) {
            bm_json_object(json, "author");
            bm_json_text(json, "@type", BM_STR("Person"));
            bm_json_text(json, "name", bm_buf_view(&one));
            bm_json_close(json);
        }
        if (n->role == BM_ROLE_HEAD)
            continue;
        if (body.n)
            bm_buf_char(&body, n->role == BM_ROLE_BODY ? ' ' : '\n');
        bm_buf_str(&body, bm_buf_view(&one));
    }
    bm_json_number(json, "wordCount", characters);
    put_if(json, "articleBody", bm_buf_view(&body));
    bm_buf_free(&body);
    bm_buf_free(&one);
}

static void put_url(const struct bm_epaper *e, struct bm_json *json, const char *key,
                    struct bm_str file)
{
    struct bm_buf b = {0};
    bm_buf_str(&b, e->options->address);
    bm_buf_str(&b, file);
    bm_json_text(json, key, bm_buf_view(&b));
    bm_buf_free(&b);
}

static void put_images(const struct bm_epaper *e, const struct bm_epaper_article *a,
                       struct bm_json *json)
{
    bool open = false;
    for (uint32_t i = a->node + 1; i < a->end; i++) {
        const struct bm_node *n = node_of(e, i);
        const struct bm_epaper_image *image =
            n->role == BM_ROLE_FIGURE && !n->code.n ? bm_epaper_image_of(e, i) : NULL;
        if (!image)
            continue;
        if (!open)
            bm_json_list(json, "image");
        open = true;
        put_url(e, json, NULL, image->name);
    }
    if (open)
        bm_json_close(json);
}

void bm_epaper_put_data(const struct bm_epaper *e, const struct bm_epaper_article *a,
                        struct bm_buf *out)
{
    struct bm_buf b = {0}, page = {0};
    struct bm_json json = {.out = &b};
    const struct bm_pages *p = e->pages;
    bm_json_object(&json, NULL);
    bm_json_text(&json, "@context", BM_STR("https://schema.org"));
    bm_json_text(&json, "@type", BM_STR("NewsArticle"));
    bm_json_text(&json, "headline", a->name);
    put_if(&json, "alternativeHeadline", a->deck.n ? a->deck : a->kicker);
    if (bm_html_is_date(p->date))
        bm_json_text(&json, "datePublished", p->date);
    bm_json_text(&json, "inLanguage", p->language.n ? p->language : BM_STR("zh-Hans"));
    put_if(&json, "articleSection", p->pages[a->page].section);
    bm_buf_printf(&page, "%u", p->pages[a->page].number);
    bm_json_text(&json, "pagination", bm_buf_view(&page));
    page.n = 0;
    bm_buf_printf(&page, "content_%03zu.html", (size_t)(a - e->articles) + 1);
    if (e->options->address.n)
        put_url(e, &json, "url", bm_buf_view(&page));
    put_organisation(e, &json, "publisher");
    put_issue(e, &json);
    put_images(e, a, &json);
    put_body(e, a, &json);
    bm_json_close(&json);
    bm_buf_c(out, "<script type=\"application/ld+json\">");
    for (size_t i = 0; i < b.n; i++) /* nothing in it may end the script */
        if (b.p[i] == '<' || b.p[i] == '>' || b.p[i] == '&')
            bm_buf_printf(out, "\\u%04x", (unsigned)b.p[i]);
        else if (b.p[i] != '\n')
            bm_buf_char(out, b.p[i]);
    bm_buf_c(out, "</script>\n");
    bm_buf_free(&b);
    bm_buf_free(&page);
}
