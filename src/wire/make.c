/* A page as a list. */
#include "wire/list.h"

struct bm_wire *bm_wire_open(void)
{
    struct bm_wire *wire = calloc(1, sizeof *wire);
    if (!wire)
        bm_out_of_memory();
    wire->store = bm_wire_store_new(0);
    wire->pen = bm_wire_pen_new();
    wire->arena = bm_arena_new();
    return wire;
}

void bm_wire_close(struct bm_wire *wire)
{
    if (!wire)
        return;
    for (size_t i = 0; i < wire->picture_count; i++)
        bm_wire_picture_drop(wire->pictures[i]);
    bm_wire_store_drop(wire->store);
    bm_wire_colours_drop(wire->colours);
    hb_draw_funcs_destroy(wire->pen);
    bm_arena_drop(wire->arena);
    bm_buf_free(&wire->bytes);
    bm_buf_free(&wire->tables);
    bm_buf_free(&wire->scratch);
    free(wire);
}

struct bm_wire_outlines bm_wire_outlines(struct bm_wire *wire)
{
    struct bm_wire_store *s = wire->store;
    atomic_fetch_add(&s->references, 1);
    return (struct bm_wire_outlines){s, s->first, s->first + s->n, s->face_count};
}

static void *copied(char **at, const void *p, size_t n)
{
    void *copy = *at;
    if (n)
        memcpy(copy, p, n);
    *at += n;
    return copy;
}

/* The page in one piece of memory. */
static struct bm_wire_page *settle(struct bm_wire_making *m, struct bm_wire_entry *nodes,
                                   uint64_t revision)
{
    struct bm_wire *wire = m->wire;
    const size_t items = m->page->n * sizeof *m->items, heads = m->nodes.n * sizeof *nodes;
    const size_t pictures = m->picture_count * sizeof(struct bm_wire_picture *);
    const size_t size =
        sizeof(struct bm_wire_page) + items + heads + pictures + wire->tables.n + wire->bytes.n;
    struct bm_wire_page *page = malloc(size);
    if (!page)
        bm_out_of_memory();
    char *at = (char *)(page + 1);
    *page = (struct bm_wire_page){.number = m->page->number,
                                  .revision = revision,
                                  .size = size,
                                  .tables = wire->tables.n,
                                  .node_count = m->nodes.n,
                                  .item_count = m->page->n,
                                  .picture_count = m->picture_count};
    atomic_init(&page->references, 1);
    page->items = copied(&at, m->items, items);
    page->nodes = copied(&at, nodes, heads);
    page->pictures = copied(&at, m->pictures, pictures);
    page->bytes = copied(&at, wire->tables.p, wire->tables.n);
    copied(&at, wire->bytes.p, wire->bytes.n);
    return page;
}

/* Where the entry's bytes are in the page's, and what they are, now that all are there. */
static void seal(const struct bm_wire *wire, struct bm_wire_entry *e)
{
    e->hash = bm_hash_bulk(wire->bytes.p + e->at, e->n);
    e->at += (uint32_t)wire->tables.n;
}

struct bm_wire_page *bm_wire_page_make(struct bm_wire *wire, const struct bm_pages *pages,
                                       const struct bm_page *page, uint64_t revision)
{
    if (bm_wire_store_full(wire->store)) {
        const uint32_t next = wire->store->first + wire->store->n;
        bm_wire_store_drop(wire->store);
        wire->store = bm_wire_store_new(next);
    }
    struct bm_wire_colours *colours = bm_wire_colours_of(pages, wire->colours);
    bm_wire_colours_drop(wire->colours);
    wire->colours = colours;
    bm_arena_reset(wire->arena);
    wire->bytes.n = wire->tables.n = 0;
    struct bm_wire_making m = {.wire = wire,
                               .pages = pages,
                               .page = page,
                               .arena = wire->arena,
                               .out = &wire->scratch,
                               .items = BM_NEW_N(wire->arena, page->n, struct bm_wire_entry)};
    m.out = &wire->bytes;
    for (size_t i = 0; i < page->n; i++) {
        const size_t nodes = m.nodes.n;
        m.items[i].at = (uint32_t)wire->bytes.n;
        bm_wire_shape(&m, &page->items[i], m.items[i].place);
        const struct bm_wire_node *n = m.nodes.v;
        const size_t end = m.nodes.n > nodes ? n[nodes].entry.at : wire->bytes.n;
        m.items[i].n = (uint32_t)end - m.items[i].at;
    }
    bm_wire_tables_put(&wire->tables, &m);
    struct bm_wire_entry *nodes = BM_NEW_N(wire->arena, m.nodes.n, struct bm_wire_entry);
    for (size_t i = 0; i < m.nodes.n; i++) {
        nodes[i] = ((const struct bm_wire_node *)m.nodes.v)[i].entry;
        seal(wire, &nodes[i]);
    }
    for (size_t i = 0; i < page->n; i++)
        seal(wire, &m.items[i]);
    return settle(&m, nodes, revision);
}

struct bm_wire_page *bm_wire_page_hold(struct bm_wire_page *page)
{
    atomic_fetch_add(&page->references, 1);
    return page;
}

void bm_wire_page_drop(struct bm_wire_page *page)
{
    if (!page || atomic_fetch_sub(&page->references, 1) != 1)
        return;
    for (size_t i = 0; i < page->picture_count; i++)
        bm_wire_picture_drop(page->pictures[i]);
    free(page);
}

uint32_t bm_wire_page_number(const struct bm_wire_page *page)
{
    return page->number;
}

uint64_t bm_wire_page_revision(const struct bm_wire_page *page)
{
    return page->revision;
}

size_t bm_wire_page_size(const struct bm_wire_page *page)
{
    return page->size;
}

const struct bm_wire_picture *bm_wire_picture(const struct bm_wire_page *page, struct bm_str hash)
{
    for (size_t i = 0; i < page->picture_count; i++)
        if (bm_str_is(hash, page->pictures[i]->hash))
            return page->pictures[i];
    return NULL;
}
