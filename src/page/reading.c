/* The walk: first what each node has on the pages, then the tree from its top. */
#include "page/reading.h"

#include "base/index.h"
#include "page/ledger.h"
#include "page/passages.h"

/* What of a node stands on the pages, and its place in the tree. */
struct known {
    uint32_t item, item_count; /* in the list of items by node */
    uint32_t child, next;      /* nodes: the first child, the next of the same parent; or none */
    uint32_t page;             /* index of the first on which it or a child stands; UINT32_MAX */
};

struct placed_item {
    uint32_t page, item;
};

struct walk {
    struct bm_arena *arena;
    const struct bm_pages *pages;
    struct bm_reading *out;
    size_t first, end;
    struct known *known;
    struct placed_item *items; /* node by node, each in painting order */
    size_t node_cap, passage_cap, segment_cap;
    struct bm_buf text; /* of the node at work */
    uint32_t *labels;   /* of each article, the first; known.next leads to the others */
    struct bm_index said;
    struct bm_str *sayings; /* of furniture, that were read */
    size_t saying_count, saying_cap;
};

static const struct bm_item *item_of(const struct bm_pages *pages, uint32_t page, uint32_t item)
{
    return &pages->pages[page].items[item];
}

/* Items by node, by counting. */
static void sort_items(struct walk *w)
{
    const struct bm_pages *p = w->pages;
    uint32_t n = 0;
    for (size_t i = w->first; i < w->end; i++)
        for (size_t k = 0; k < p->pages[i].n; k++)
            if (p->pages[i].items[k].node < p->node_count)
                w->known[p->pages[i].items[k].node].item_count++;
    for (size_t i = 0; i < p->node_count; i++) {
        w->known[i].item = n;
        n += w->known[i].item_count;
        w->known[i].item_count = 0;
    }
    w->items = BM_NEW_N(w->arena, n, struct placed_item);
    for (uint32_t i = (uint32_t)w->first; i < w->end; i++)
        for (uint32_t k = 0; k < p->pages[i].n; k++) {
            const uint32_t node = p->pages[i].items[k].node;
            if (node >= p->node_count)
                continue;
            struct known *known = &w->known[node];
            if (!known->item_count)
                known->page = i;
            w->items[known->item + known->item_count++] = (struct placed_item){i, k};
        }
}

static bool is_field(const struct bm_node *node, const char *field)
{
    return node->role == BM_ROLE_ARTEFACT && node->field && strcmp(node->field, field) == 0;
}

/* Children by parent, the last first, so that they stand in order; parents are made before them. */
static void find_tree(struct walk *w)
{
    const struct bm_pages *p = w->pages;
    for (size_t i = p->node_count; i-- > 1;) {
        struct known *known = &w->known[i];
        const uint32_t parent = p->nodes[i].parent, about = p->nodes[i].about;
        if (is_field(&p->nodes[i], "label") && about && about <= p->article_count) {
            known->next = w->labels[about - 1];
            w->labels[about - 1] = (uint32_t)i;
        }
        if (parent >= i || p->nodes[i].role == BM_ROLE_ARTEFACT)
            continue;
        known->next = w->known[parent].child;
        w->known[parent].child = (uint32_t)i;
        if (known->page < w->known[parent].page)
            w->known[parent].page = known->page;
    }
    /* Of a table all rows and cells are read. */
    for (size_t i = 1; i < p->node_count; i++)
        if ((p->nodes[i].role == BM_ROLE_ROW || p->nodes[i].role == BM_ROLE_CELL) &&
            w->known[i].page == UINT32_MAX)
            w->known[i].page = w->known[p->nodes[i].parent].page;
}

static uint32_t add_node(struct walk *w, uint32_t node, uint32_t page, uint32_t parent)
{
    struct bm_reading *r = w->out;
    r->nodes = bm_arena_grow(w->arena, r->nodes, r->node_count, &w->node_cap, sizeof *r->nodes);
    r->nodes[r->node_count] = (struct bm_reading_node){
        .node = node, .page = page, .parent = parent, .passage = (uint32_t)r->passage_count};
    return (uint32_t)r->node_count++;
}

static void add_passage(struct walk *w, uint32_t at, enum bm_passage_kind kind,
                        struct bm_str address)
{
    struct bm_reading *r = w->out;
    r->passages = bm_arena_grow(w->arena, r->passages, r->passage_count, &w->passage_cap,
                                sizeof *r->passages);
    r->passages[r->passage_count++] = (struct bm_passage){
        .kind = kind, .node = at, .segment = (uint32_t)r->segment_count, .address = address};
    r->nodes[at].passage_count++;
}

static void add_segment(struct walk *w, const struct placed_item *place, uint32_t first, uint32_t n)
{
    struct bm_reading *r = w->out;
    uint32_t *of_item = &r->of_items[place->page][place->item];
    r->segments = bm_arena_grow(w->arena, r->segments, r->segment_count, &w->segment_cap,
                                sizeof *r->segments);
    r->segments[r->segment_count++] =
        (struct bm_segment){place->page, place->item, first, n, (uint32_t)r->passage_count - 1};
    if (!*of_item)
        *of_item = (uint32_t)r->segment_count;
    r->passages[r->passage_count - 1].segment_count++;
}

static void collect_text(struct walk *w, const struct known *known)
{
    w->text.n = 0;
    for (uint32_t i = 0; i < known->item_count; i++) {
        const struct placed_item *place = &w->items[known->item + i];
        const struct bm_item *item = item_of(w->pages, place->page, place->item);
        if (item->kind == BM_ITEM_RUN)
            bm_buf_str(&w->text, item->run.text);
    }
}

/* The passages of a text one behind the other. */
struct cutter {
    struct bm_str text;
    size_t at;                     /* where the search goes on */
    size_t change;                 /* where the next passage begins */
    struct bm_found_passage found; /* the next or present one */
};

/* Begins a passage wherever the text has come to the next one. */
static void come_to(struct walk *w, uint32_t node, struct cutter *c, size_t at)
{
    while (at >= c->change) {
        const bool begins = c->change == c->found.from && c->found.to;
        struct bm_str address = {0};
        if (begins && c->found.kind == BM_PASSAGE_LINK)
            address = bm_str_copy(
                w->arena, (struct bm_str){c->text.p + c->found.from, c->found.to - c->found.from});
        if (begins) {
            add_passage(w, node, c->found.kind, address);
            c->change = c->found.to;
            continue;
        }
        if (!bm_passage_next(c->text, &c->at, &c->found))
            c->found = (struct bm_found_passage){.from = SIZE_MAX};
        if (c->found.from > c->change)
            add_passage(w, node, BM_PASSAGE_PLAIN, (struct bm_str){0});
        c->change = c->found.from;
    }
}

/* The passages of a node with their segments: runs are cut where a passage begins. */
static void read_items(struct walk *w, uint32_t at, const struct known *known)
{
    size_t offset = 0;
    collect_text(w, known);
    struct cutter c = {.text = bm_buf_view(&w->text)};
    const struct bm_node *node = &w->pages->nodes[w->out->nodes[at].node];
    const struct bm_str code = node->code;
    const bool leads = node->role == BM_ROLE_ARTEFACT && node->to_page;
    struct bm_found_passage whole;
    size_t from = 0;
    if (leads || (bm_passage_next(code, &from, &whole) && whole.kind == BM_PASSAGE_LINK &&
                  whole.to - whole.from == code.n)) {
        add_passage(w, at, BM_PASSAGE_LINK, code);
        c.change = SIZE_MAX;
    }
    for (uint32_t i = 0; i < known->item_count; i++) {
        const struct placed_item *place = &w->items[known->item + i];
        const struct bm_item *item = item_of(w->pages, place->page, place->item);
        uint32_t first = 0;
        const uint32_t n = item->kind == BM_ITEM_RUN ? (uint32_t)item->run.n : 0;
        if (!w->out->nodes[at].passage_count)
            come_to(w, at, &c, offset);
        for (uint32_t g = 0; g < n; g++) {
            const struct bm_glyph *glyph = &item->run.glyphs[g];
            if (!glyph->text_length || offset + glyph->text < c.change)
                continue;
            if (g > first)
                add_segment(w, place, first, g - first);
            first = g;
            come_to(w, at, &c, offset + glyph->text);
        }
        add_segment(w, place, first, n - first);
        offset += item->kind == BM_ITEM_RUN ? item->run.text.n : 0;
    }
}

/* A node and what is below it. */
static void read_node(struct walk *w, uint32_t node, uint32_t parent)
{
    const struct known *known = &w->known[node];
    if (known->page == UINT32_MAX)
        return;
    const uint32_t at = add_node(w, node, known->page, parent);
    if (known->item_count)
        read_items(w, at, known);
    for (uint32_t child = known->child; child; child = w->known[child].next)
        read_node(w, child, at);
}

/* Whether furniture says something for the first time. */
static bool is_new(struct walk *w, uint32_t node)
{
    uint32_t i;
    collect_text(w, &w->known[node]);
    const struct bm_str text = bm_buf_view(&w->text);
    const uint64_t hash = bm_hash(BM_HASH_START, text.p, text.n);
    for (size_t at = 0; (i = bm_index_next(&w->said, hash, &at)) != BM_INDEX_NONE;)
        if (bm_str_eq(w->sayings[i], text))
            return false;
    w->sayings =
        bm_arena_grow(w->arena, w->sayings, w->saying_count, &w->saying_cap, sizeof *w->sayings);
    bm_index_add(w->arena, &w->said, hash, w->saying_count);
    w->sayings[w->saying_count++] = bm_str_copy(w->arena, text);
    return text.n > 0;
}

/* The artefacts of a page that are read, of one field. */
static void read_artefacts(struct walk *w, uint32_t page, const char *field, uint32_t parent)
{
    const struct bm_page *p = &w->pages->pages[page];
    for (size_t i = 0; i < p->n; i++) {
        const uint32_t node = p->items[i].node;
        if (p->items[i].kind != BM_ITEM_RUN || w->out->of_items[page][i] ||
            node >= w->pages->node_count || !is_field(&w->pages->nodes[node], field))
            continue;
        if (strcmp(field, "furniture") != 0 || is_new(w, node))
            read_node(w, node, parent);
    }
}

static void read_labels(struct walk *w, uint32_t page, uint32_t article, uint32_t parent)
{
    uint32_t node = article < w->pages->article_count ? w->labels[article] : 0;
    for (; node; node = w->known[node].next)
        if (w->known[node].page == page)
            read_node(w, node, parent);
}

/* What begins on a page. */
static void read_page(struct walk *w, uint32_t page)
{
    const uint32_t at = add_node(w, BM_NO_NODE, page, 0);
    read_artefacts(w, page, "furniture", at);
    for (uint32_t node = w->known[0].child; node; node = w->known[node].next)
        if (w->known[node].page == page) {
            read_labels(w, page, w->pages->nodes[node].article, at);
            read_node(w, node, at);
        }
    read_artefacts(w, page, "guide", at);
    read_artefacts(w, page, "jump", at);
    if (w->out->node_count == at + 1u)
        w->out->node_count--; /* nothing begins there */
}

struct bm_reading *bm_reading_make(struct bm_arena *arena, const struct bm_pages *pages,
                                   size_t first, size_t end)
{
    struct bm_reading *reading = BM_NEW(arena, struct bm_reading);
    struct walk w = {.arena = arena, .pages = pages, .out = reading, .first = first, .end = end};
    reading->pages = pages;
    reading->of_items = BM_NEW_N(arena, pages->page_count, uint32_t *);
    for (size_t i = first; i < end; i++)
        reading->of_items[i] = bm_arena_array(arena, pages->pages[i].n, sizeof(uint32_t));
    w.labels = bm_arena_array(arena, pages->article_count, sizeof *w.labels);
    w.known = bm_arena_array(arena, pages->node_count, sizeof *w.known);
    for (size_t i = 0; i < pages->node_count; i++)
        w.known[i].page = UINT32_MAX;
    if (!pages->node_count)
        return reading;
    sort_items(&w);
    find_tree(&w);
    add_node(&w, 0, (uint32_t)first, BM_NO_NODE);
    for (size_t i = first; i < end; i++)
        read_page(&w, (uint32_t)i);
    bm_buf_free(&w.text);
    return reading;
}

struct bm_str bm_segment_text(const struct bm_reading *reading, const struct bm_segment *segment)
{
    const struct bm_item *item = item_of(reading->pages, segment->page, segment->item);
    if (item->kind != BM_ITEM_RUN || !segment->n)
        return (struct bm_str){0};
    const struct bm_glyph *g = &item->run.glyphs[segment->first];
    const struct bm_glyph *last = g + segment->n - 1;
    return (struct bm_str){item->run.text.p + g->text, last->text + last->text_length - g->text};
}

bool bm_segment_is_gap(const struct bm_reading *reading, const struct bm_segment *segment)
{
    const struct bm_item *item = item_of(reading->pages, segment->page, segment->item);
    return item->kind == BM_ITEM_STROKE && item->span.file != BM_NO_FILE;
}

bool bm_segment_is_broken(const struct bm_reading *reading, const struct bm_segment *segment)
{
    const struct bm_item *item = item_of(reading->pages, segment->page, segment->item);
    return item->kind == BM_ITEM_RUN && item->run.broken &&
           segment->first + segment->n == item->run.n;
}

static void put_text(const struct bm_reading *reading, size_t node, bool line, struct bm_buf *out)
{
    bool broken = false;
    const struct bm_reading_node *n = &reading->nodes[node];
    for (uint32_t i = n->passage; i < n->passage + n->passage_count; i++) {
        const struct bm_passage *p = &reading->passages[i];
        for (uint32_t k = p->segment; k < p->segment + p->segment_count; k++) {
            const struct bm_segment *s = &reading->segments[k];
            const struct bm_str text = bm_segment_text(reading, s);
            if (broken && line && text.n)
                bm_buf_char(out, ' ');
            broken = text.n ? bm_segment_is_broken(reading, s) : broken;
            bm_buf_str(out, text);
        }
    }
}

void bm_reading_text(const struct bm_reading *reading, size_t node, struct bm_buf *out)
{
    put_text(reading, node, false, out);
}

void bm_reading_line(const struct bm_reading *reading, size_t node, struct bm_buf *out)
{
    put_text(reading, node, true, out);
}
