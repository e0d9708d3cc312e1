/* What the items of a page speak of by index. */
#include "wire/list.h"

/* The first of the table that is equal, or SIZE_MAX. */
static size_t find(const struct bm_wire_table *t, uint64_t hash, const void *what, size_t size,
                   bool (*equal)(const void *, const void *))
{
    size_t at = 0;
    uint32_t i;
    while ((i = bm_index_next(&t->index, hash, &at)) != BM_INDEX_NONE)
        if (equal((const char *)t->v + i * size, what))
            return i;
    return SIZE_MAX;
}

static size_t add(struct bm_wire_making *m, struct bm_wire_table *t, uint64_t hash,
                  const void *what, size_t size)
{
    t->v = bm_arena_grow(m->arena, t->v, t->n, &t->cap, size);
    memcpy((char *)t->v + t->n * size, what, size);
    bm_index_add(m->arena, &t->index, hash, t->n);
    return t->n++;
}

static bool inks_equal(const void *a, const void *b)
{
    const struct bm_ink *x = a, *y = b;
    return x->c == y->c && x->m == y->m && x->y == y->y && x->k == y->k &&
           x->overprint == y->overprint && x->spot == y->spot && x->tint == y->tint;
}

uint32_t bm_wire_ink(struct bm_wire_making *m, struct bm_ink ink)
{
    const uint32_t parts[] = {ink.c, ink.m, ink.y, ink.k, ink.overprint, ink.spot, ink.tint};
    const uint64_t hash = bm_hash(BM_HASH_START, parts, sizeof parts);
    const size_t i = find(&m->inks, hash, &ink, sizeof ink, inks_equal);
    return (uint32_t)(i != SIZE_MAX ? i : add(m, &m->inks, hash, &ink, sizeof ink));
}

static bool files_equal(const void *a, const void *b)
{
    return *(const uint32_t *)a == *(const uint32_t *)b;
}

uint32_t bm_wire_file(struct bm_wire_making *m, uint32_t file)
{
    const uint64_t hash = bm_hash(BM_HASH_START, &file, sizeof file);
    const size_t i = find(&m->files, hash, &file, sizeof file, files_equal);
    return (uint32_t)(i != SIZE_MAX ? i : add(m, &m->files, hash, &file, sizeof file));
}

static bool nodes_equal(const void *a, const void *b)
{
    const struct bm_wire_node *x = a, *y = b;
    return x->node == y->node && x->file == y->file;
}

static void put_node(struct bm_wire_making *m, const struct bm_node *n, uint32_t file)
{
    enum {
        HEADER = 1,
        ORDERED = 2,
        VERSE = 4,
        STANZA = 8,
        NAMES = 16,
        ALIGN = 32
    };
    struct bm_buf *out = m->out;
    bm_wire_u(out, n->role);
    bm_wire_u(out, n->article == UINT32_MAX ? 0 : (uint64_t)n->article + 1);
    bm_wire_u(out, file == BM_NO_FILE ? 0 : (uint64_t)bm_wire_file(m, file) + 1);
    bm_wire_u(out, n->level);
    bm_wire_u(out, (n->header ? HEADER : 0u) | (n->ordered ? ORDERED : 0u) |
                       (n->verse ? VERSE : 0u) | (n->stanza ? STANZA : 0u) |
                       (n->names ? NAMES : 0u) | (unsigned)n->align * ALIGN);
    bm_wire_u(out, n->about);
    bm_wire_u(out, n->to_page);
    bm_wire_string(out, bm_str_c(n->field ? n->field : ""));
}

uint32_t bm_wire_node(struct bm_wire_making *m, uint32_t node, uint32_t file, uint32_t source)
{
    static const struct bm_node none = {.role = BM_ROLE_ARTEFACT, .article = UINT32_MAX};
    const struct bm_node *n = node < m->pages->node_count ? &m->pages->nodes[node] : &none;
    const bool own = file == BM_NO_FILE || n->span.file == file;
    struct bm_wire_node what = {.node = node, .file = own ? n->span.file : file};
    const uint64_t hash = bm_hash(BM_HASH_START, &what, 2 * sizeof(uint32_t));
    const size_t i = find(&m->nodes, hash, &what, sizeof what, nodes_equal);
    if (i != SIZE_MAX)
        return (uint32_t)i;
    what.entry.at = (uint32_t)m->out->n;
    put_node(m, n, what.file);
    what.entry.n = (uint32_t)m->out->n - what.entry.at;
    what.entry.place[BM_WIRE_START] = !own ? source : what.file == BM_NO_FILE ? 0 : n->span.offset;
    return (uint32_t)add(m, &m->nodes, hash, &what, sizeof what);
}

uint32_t bm_wire_picture_index(struct bm_wire_making *m, const struct bm_picture *placed)
{
    struct bm_wire *wire = m->wire;
    struct bm_wire_picture *p =
        bm_wire_picture_of(placed, wire->colours, wire->pictures, wire->picture_count);
    bool known = false;
    for (size_t i = 0; i < wire->picture_count; i++)
        known |= wire->pictures[i] == p;
    if (!known) {
        const size_t at = wire->picture_next++ % PICTURES_KEPT;
        if (at < wire->picture_count)
            bm_wire_picture_drop(wire->pictures[at]);
        else
            wire->picture_count++;
        wire->pictures[at] = p;
        atomic_fetch_add(&p->references, 1);
    }
    for (size_t i = 0; i < m->picture_count; i++)
        if (m->pictures[i] == p) {
            bm_wire_picture_drop(p);
            return (uint32_t)i;
        }
    m->pictures = bm_arena_grow(m->arena, m->pictures, m->picture_count, &m->picture_cap,
                                sizeof *m->pictures);
    m->pictures[m->picture_count] = p;
    return (uint32_t)m->picture_count++;
}

static void put_inks(struct bm_buf *out, const struct bm_wire_making *m)
{
    const struct bm_ink *inks = m->inks.v;
    bm_wire_u(out, m->inks.n);
    for (size_t i = 0; i < m->inks.n; i++) {
        const uint16_t v[] = {inks[i].c, inks[i].m, inks[i].y, inks[i].k, inks[i].overprint};
        const bool spot = inks[i].spot && inks[i].spot <= m->pages->spot_count;
        uint8_t rgb[3];
        for (size_t k = 0; k < BM_COUNT(v); k++)
            bm_wire_u(out, v[k]);
        bm_wire_colours_rgb(m->wire->colours, inks[i], rgb);
        bm_buf_put(out, rgb, 3);
        bm_wire_string(out, spot ? m->pages->spots[inks[i].spot - 1].name : (struct bm_str){"", 0});
        if (spot)
            bm_wire_u(out, inks[i].tint);
    }
}

void bm_wire_tables_put(struct bm_buf *out, const struct bm_wire_making *m)
{
    const struct bm_page *page = m->page;
    const uint32_t *files = m->files.v;
    const struct bm_sources *sources = m->pages->sources;
    bm_wire_u(out, (uint64_t)bm_wire_hundredths(page->width));
    bm_wire_u(out, (uint64_t)bm_wire_hundredths(page->height));
    bm_wire_u(out, (uint64_t)bm_wire_hundredths(page->bleed));
    bm_wire_u(out, m->pages->limits.ink);
    bm_wire_u(out, m->pages->limits.warn);
    bm_wire_u(out, m->files.n);
    for (size_t i = 0; i < m->files.n; i++) {
        const struct bm_source *s =
            sources ? bm_sources_of(sources, (struct bm_span){files[i], 0, 0}) : NULL;
        bm_wire_string(out, s ? s->name : (struct bm_str){"", 0});
    }
    put_inks(out, m);
    bm_wire_u(out, m->picture_count);
    for (size_t i = 0; i < m->picture_count; i++)
        bm_wire_string(out, (struct bm_str){m->pictures[i]->hash, BM_WIRE_HASH});
}
