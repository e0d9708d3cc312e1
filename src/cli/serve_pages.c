#include "cli/serve.h"

#include "wire/wire.h"

#include <stdlib.h>

#define REVISIONS 8                  /* of a page, that differences are told from … */
#define BYTES     ((size_t)12 << 20) /* … with so many bytes in all, but for the last ones */

struct page {
    struct bm_wire_page *v[REVISIONS]; /* the last first */
};

struct bm_serve_pages {
    struct bm_wire *wire;
    struct page *pages;
    size_t n, bytes;
};

void bm_serve_pages_open(struct bm_serve *s)
{
    s->pages = calloc(1, sizeof *s->pages);
    if (!s->pages)
        bm_out_of_memory();
    s->pages->wire = bm_wire_open();
}

static void drop(struct bm_serve_pages *p, struct bm_wire_page **page)
{
    if (*page)
        p->bytes -= bm_wire_page_size(*page);
    bm_wire_page_drop(*page);
    *page = NULL;
}

void bm_serve_pages_close(struct bm_serve *s)
{
    struct bm_serve_pages *p = s->pages;
    for (size_t i = 0; p && i < p->n; i++)
        for (size_t k = 0; k < REVISIONS; k++)
            drop(p, &p->pages[i].v[k]);
    if (p) {
        free(p->pages);
        bm_wire_close(p->wire);
    }
    free(p);
    s->pages = NULL;
}

/* Room for n pages; those that are no more go. */
static void resize(struct bm_serve_pages *p, size_t n)
{
    for (size_t i = n; i < p->n; i++)
        for (size_t k = 0; k < REVISIONS; k++)
            drop(p, &p->pages[i].v[k]);
    struct page *pages = realloc(p->pages, (n ? n : 1) * sizeof *pages);
    if (!pages)
        bm_out_of_memory();
    for (size_t i = p->n; i < n; i++)
        pages[i] = (struct page){0};
    p->pages = pages;
    p->n = n;
}

/* Forgets old ones while all of them take more than they may. */
static void trim(struct bm_serve_pages *p)
{
    for (size_t k = REVISIONS - 1; k > 0 && p->bytes > BYTES; k--)
        for (size_t i = 0; i < p->n && p->bytes > BYTES; i++)
            drop(p, &p->pages[i].v[k]);
}

static void take(struct bm_serve_pages *p, const struct bm_pages *pages, size_t i,
                 uint64_t revision)
{
    struct page *page = &p->pages[i];
    drop(p, &page->v[REVISIONS - 1]);
    for (size_t k = REVISIONS - 1; k > 0; k--)
        page->v[k] = page->v[k - 1];
    page->v[0] = bm_wire_page_make(p->wire, pages, &pages->pages[i], revision);
    p->bytes += bm_wire_page_size(page->v[0]);
}

void bm_serve_pages_take(struct bm_serve *s)
{
    struct bm_serve_pages *p = s->pages;
    const struct bm_revision *r = s->session->revision;
    if (p->n != r->pages->page_count)
        resize(p, r->pages->page_count);
    for (size_t i = 0; i < r->changed_count; i++)
        if (r->changed[i].page >= 1 && r->changed[i].page <= p->n)
            take(p, r->pages, r->changed[i].page - 1, r->number);
    for (size_t i = 0; i < p->n; i++)
        if (!p->pages[i].v[0])
            take(p, r->pages, i, r->number);
    trim(p);
}

static const struct page *page_of(const struct bm_serve *s, uint64_t page)
{
    return page >= 1 && page <= s->pages->n ? &s->pages->pages[page - 1] : NULL;
}

uint64_t bm_serve_page_revision(const struct bm_serve *s, uint32_t page)
{
    const struct page *p = page_of(s, page);
    return p && p->v[0] ? bm_wire_page_revision(p->v[0]) : 0;
}

bool bm_serve_pages_put(struct bm_serve *s, const struct bm_web_call *call, uint64_t page,
                        struct bm_buf *out)
{
    const struct page *p = page_of(s, page);
    const uint64_t have = bm_web_decimal(bm_web_query(call, "have"), 0);
    const uint64_t glyphs = bm_web_decimal(bm_web_query(call, "glyphs"), 0);
    const struct bm_wire_page *base = NULL;
    if (!p || !p->v[0])
        return false;
    for (size_t k = 0; have && k < REVISIONS; k++)
        if (p->v[k] && bm_wire_page_revision(p->v[k]) == have)
            base = p->v[k];
    struct bm_wire_outlines outlines = bm_wire_outlines(s->pages->wire);
    bm_wire_put_outlines(out, &outlines, glyphs > UINT32_MAX ? 0 : (uint32_t)glyphs);
    bm_wire_outlines_drop(&outlines);
    if (base != p->v[0])
        bm_wire_put_page(out, p->v[0], base);
    return true;
}

bool bm_serve_same_run(const struct bm_serve *s, const struct bm_web_call *call)
{
    const struct bm_str run = bm_web_query(call, "run");
    return !run.n || bm_str_is(run, s->run);
}

struct bm_wire_page *bm_serve_page_with(const struct bm_serve *s, struct bm_str hash)
{
    /* Of earlier revisions too: a page that is painted may be one of them. */
    for (size_t k = 0; k < REVISIONS; k++)
        for (size_t i = 0; i < s->pages->n; i++) {
            struct bm_wire_page *page = s->pages->pages[i].v[k];
            if (page && bm_wire_picture(page, hash))
                return bm_wire_page_hold(page);
        }
    return NULL;
}
