/* The articles: those that the reading has, in its order. */
#include "epaper/parts.h"

static const struct bm_node *node_of(const struct bm_epaper *e, uint32_t at)
{
    const uint32_t node = e->reading->nodes[at].node;
    return node == BM_NO_NODE ? NULL : &e->pages->nodes[node];
}

/* The first characters of a text, white space not at its ends, with … where there are more. */
static struct bm_str shorten(struct bm_arena *arena, struct bm_str text)
{
    struct bm_buf b = {0};
    size_t i = 0, n = 0, end = 0;
    while (i < text.n && n < BM_EPAPER_NAME) {
        const size_t from = i;
        const bool white = bm_is_white(bm_utf8_next(text.p, text.n, &i));
        if (white && !b.n)
            continue;
        bm_buf_put(&b, text.p + from, i - from);
        end = white ? end : b.n;
        n++;
    }
    b.n = end;
    if (i < text.n)
        bm_buf_c(&b, "…");
    return bm_buf_keep(&b, arena);
}

/* What an article without a title is called: how its text begins, or what its picture shows. */
static struct bm_str opening(const struct bm_epaper *e, const struct bm_epaper_article *a)
{
    struct bm_buf b = {0};
    for (uint32_t i = a->node; i < a->end && !b.n; i++) {
        const struct bm_node *n = node_of(e, i);
        bm_reading_text(e->reading, i, &b);
        if (!b.n && n && n->role == BM_ROLE_FIGURE)
            bm_buf_str(&b, n->alt);
    }
    const struct bm_str name = shorten(e->arena, bm_buf_view(&b));
    bm_buf_free(&b);
    return name.n ? name : e->pages->articles[a->ledger].name;
}

static struct bm_str text_of(const struct bm_epaper *e, uint32_t at)
{
    struct bm_buf b = {0};
    bm_reading_line(e->reading, at, &b);
    return bm_buf_keep(&b, e->arena);
}

static void name_article(const struct bm_epaper *e, struct bm_epaper_article *a)
{
    for (uint32_t i = a->node; i < a->end; i++) {
        const struct bm_node *n = node_of(e, i);
        if (!n || n->role != BM_ROLE_HEAD)
            continue;
        if (bm_epaper_is_title(n)) {
            a->name = text_of(e, i);
            a->titled = true;
        } else if (strcmp(n->field, "kicker") == 0) {
            a->kicker = text_of(e, i);
        } else if (strcmp(n->field, "deck") == 0) {
            a->deck = text_of(e, i);
        }
    }
    if (!a->name.n)
        a->name = e->pages->articles[a->ledger].title;
    if (!a->name.n)
        a->name = opening(e, a);
}

void bm_epaper_articles(struct bm_epaper *e)
{
    const struct bm_reading *r = e->reading;
    size_t cap = 0;
    e->of_ledger = bm_arena_array(e->arena, e->pages->article_count, sizeof *e->of_ledger);
    for (uint32_t i = 0; i < r->node_count; i++) {
        const struct bm_node *n = node_of(e, i);
        if (!n || n->role != BM_ROLE_ARTICLE || n->article >= e->pages->article_count)
            continue;
        e->articles =
            bm_arena_grow(e->arena, e->articles, e->article_count, &cap, sizeof *e->articles);
        struct bm_epaper_article *a = &e->articles[e->article_count++];
        *a = (struct bm_epaper_article){
            .ledger = n->article, .node = i, .end = i + 1, .page = r->nodes[i].page};
        while (a->end < r->node_count && r->nodes[a->end].parent >= i &&
               r->nodes[a->end].parent != BM_NO_NODE)
            a->end++;
        e->of_ledger[n->article] = (uint32_t)e->article_count;
        name_article(e, a);
    }
}

const struct bm_epaper_area *bm_epaper_area_of(const struct bm_epaper *e, size_t page,
                                               size_t article)
{
    const struct bm_epaper_page *p = &e->page[page];
    for (size_t i = 0; i < p->n; i++)
        if (p->areas[i].article == article && !p->areas[i].guide)
            return &p->areas[i];
    return NULL;
}
