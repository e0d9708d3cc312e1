/* What extraction must give: the page's characters in painting order, cut where the article
 * changes (invariant 1). */
#include "page/page.h"

static uint32_t article_of(const struct bm_pages *pages, uint32_t node)
{
    if (node >= pages->node_count || pages->nodes[node].role == BM_ROLE_ARTEFACT)
        return UINT32_MAX;
    return pages->nodes[node].article;
}

void bm_page_pieces(const struct bm_pages *pages, const struct bm_page *page,
                    void (*piece)(void *context, uint32_t article, struct bm_str text),
                    void *context)
{
    struct bm_buf text = {0};
    uint32_t article = UINT32_MAX;
    for (size_t i = 0; i < page->n; i++) {
        const struct bm_item *item = &page->items[i];
        if (item->kind != BM_ITEM_RUN)
            continue;
        uint32_t its = article_of(pages, item->node);
        struct bm_str s = item->run.text;
        for (size_t at = 0; at < s.n;) {
            size_t from = at;
            if (bm_is_white(bm_utf8_next(s.p, s.n, &at)))
                continue;
            /* Looked at here, so that a run of spaces alone cuts nothing. */
            if (its != article && text.n) {
                piece(context, article, bm_buf_view(&text));
                text.n = 0;
            }
            article = its;
            bm_buf_put(&text, s.p + from, at - from);
        }
    }
    if (text.n)
        piece(context, article, bm_buf_view(&text));
    bm_buf_free(&text);
}
