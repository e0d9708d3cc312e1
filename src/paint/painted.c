#include "paint/painted.h"

#include "page/ledger.h"
#include "paint/items.h"

/* How far an article has been painted, and what the ledger has of it. */
struct progress {
    bool open;
    uint32_t node, first_part; /* its node, and that of its first part */
    size_t frame, row, slot;
    struct bm_gap_place gap;
    struct bm_ledger ledger; /* its frames in the record's arena */
};

struct painted_article {
    uint64_t fit;
    uint32_t ledger;
    struct progress before, after;
    struct bm_part_node *part_nodes; /* after it */
    bool *shown;
};

static struct progress progress_of(const struct bm_painter *painter, const struct bm_painting *a)
{
    const struct bm_ledger *l = &painter->pages->articles[a->ledger];
    const bool parts = a->part_nodes && a->fitted.galley->part_count;
    return (struct progress){.open = a->part_nodes != NULL,
                             .node = l->node,
                             .first_part = parts ? a->part_nodes[0].node : 0,
                             .frame = a->next_frame,
                             .row = a->next_row,
                             .slot = a->next_slot,
                             .gap = a->gap,
                             .ledger = *l};
}

/* The figures that painting adds to. */
static bool same_figures(const struct bm_ledger *a, const struct bm_ledger *b)
{
    return a->frame_count == b->frame_count && a->characters == b->characters &&
           a->loose_lines == b->loose_lines && a->short_lines == b->short_lines &&
           a->overset_lines == b->overset_lines && a->overset_characters == b->overset_characters;
}

static bool same_progress(const struct progress *a, const struct progress *b)
{
    return a->open == b->open && a->node == b->node && a->first_part == b->first_part &&
           a->frame == b->frame && a->row == b->row && a->slot == b->slot &&
           a->gap.part == b->gap.part && a->gap.cluster == b->gap.cluster &&
           a->gap.piece == b->gap.piece && same_figures(&a->ledger, &b->ledger);
}

/* All that guides say of the edition's articles; 0: the page has none. */
static uint64_t guided(struct bm_painter *painter, const struct bm_page_template *page)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < page->n && !hash; i++)
        hash = page->frames[i].guide ? BM_HASH_START : 0;
    for (size_t i = 0; hash && i < painter->article_count; i++) {
        const struct bm_painting *a = &painter->articles[i];
        const struct bm_galley *g = a->fitted.galley;
        const struct bm_str title = bm_galley_title(painter->work, g);
        const uint64_t facts[] = {a->frames.pages[0], g->article != NULL, g->tier_count, title.n};
        hash = bm_hash(hash, facts, sizeof facts);
        hash = bm_hash(hash, title.p, title.n);
    }
    return hash;
}

/* The articles that stand on the page, each once, in work; n: how many. */
static struct bm_painting **articles_on(struct bm_painter *painter,
                                        const struct bm_page_template *page, size_t *n)
{
    struct bm_painting **v = BM_NEW_N(painter->work, page->n, struct bm_painting *);
    *n = 0;
    for (size_t i = 0; i < page->n; i++) {
        struct bm_painting *a = bm_paint_article_in(painter, &page->frames[i]);
        bool known = !a;
        for (size_t k = 0; k < *n && !known; k++)
            known = v[k] == a;
        if (!known)
            v[(*n)++] = a;
    }
    return v;
}

static bool is_same(struct bm_painter *painter, const struct bm_painted *kept,
                    const struct bm_page_template *page, struct bm_painting **articles, size_t n)
{
    bool same = kept->good && n == kept->article_count &&
                painter->pages->node_count == kept->first_node &&
                guided(painter, page) == kept->guided;
    for (size_t i = 0; i < n && same; i++) {
        const struct painted_article *k = &kept->articles[i];
        const struct progress now = progress_of(painter, articles[i]);
        same = k->fit && k->fit == articles[i]->fit && k->ledger == articles[i]->ledger &&
               same_progress(&now, &k->before);
    }
    return same;
}

/* Brings an article to where painting the page has left it. */
static void bring(struct bm_painter *painter, const struct painted_article *k,
                  struct bm_painting *a)
{
    struct bm_ledger *l = &painter->pages->articles[a->ledger];
    const struct bm_ledger *after = &k->after.ledger;
    const size_t parts = a->fitted.galley->part_count, figures = a->fitted.figures.n;
    a->part_nodes = BM_NEW_N(painter->work, parts, struct bm_part_node);
    a->shown = BM_NEW_N(painter->work, figures, bool);
    if (parts)
        memcpy(a->part_nodes, k->part_nodes, parts * sizeof *a->part_nodes);
    if (figures)
        memcpy(a->shown, k->shown, figures * sizeof *a->shown);
    a->next_frame = k->after.frame;
    a->next_row = k->after.row;
    a->next_slot = k->after.slot;
    a->gap = k->after.gap;
    if (after->frame_count && !l->frames)
        l->frames = BM_NEW_N(painter->arena, a->frames.n, struct bm_placed_frame);
    if (after->frame_count)
        memcpy(l->frames, after->frames, after->frame_count * sizeof *l->frames);
    l->frame_count = after->frame_count;
    l->characters = after->characters;
    l->loose_lines = after->loose_lines;
    l->short_lines = after->short_lines;
    l->overset_lines = after->overset_lines;
    l->overset_characters = after->overset_characters;
    l->overset = after->overset;
    memcpy(l->left_over, after->left_over, sizeof l->left_over);
    l->left_over_count = after->left_over_count;
}

bool bm_paint_again(struct bm_painter *painter, struct bm_painted *kept,
                    const struct bm_page_template *page, struct bm_diags *diags)
{
    size_t n;
    struct bm_painting **articles = articles_on(painter, page, &n);
    if (!is_same(painter, kept, page, articles, n))
        return false;
    for (size_t i = 0; i < kept->node_count; i++)
        bm_paint_node(painter, kept->nodes[i]);
    for (size_t i = 0; i < n; i++)
        bring(painter, &kept->articles[i], articles[i]);
    for (size_t i = 0; i < kept->cell_count; i++) {
        painter->cells = bm_arena_grow(painter->work, painter->cells, painter->cell_count,
                                       &painter->cell_cap, sizeof *painter->cells);
        painter->cells[painter->cell_count++] = kept->cells[i];
    }
    bm_diags_append(diags, &kept->said);
    const struct bm_str section = painter->page->section; /* in the memory of these pages */
    *painter->page = kept->page;
    painter->page->section = section;
    return true;
}

void bm_paint_begin(struct bm_painter *painter, struct bm_painted *kept,
                    const struct bm_page_template *page)
{
    struct bm_arena **arena = &kept->arenas[++kept->turn % 2];
    size_t n;
    struct bm_painting **articles = articles_on(painter, page, &n);
    if (!*arena)
        *arena = bm_arena_new();
    bm_arena_reset(*arena);
    painter->items = *arena;
    kept->good = false;
    kept->first_node = (uint32_t)painter->pages->node_count;
    kept->first_cell = painter->cell_count;
    kept->guided = guided(painter, page);
    kept->articles = bm_arena_array(*arena, n, sizeof *kept->articles);
    kept->article_count = n;
    for (size_t i = 0; i < n; i++)
        kept->articles[i] = (struct painted_article){.fit = articles[i]->fit,
                                                     .ledger = articles[i]->ledger,
                                                     .before = progress_of(painter, articles[i])};
}

static void *copy(struct bm_arena *arena, const void *from, size_t n, size_t size)
{
    void *to = bm_arena_array(arena, n, size);
    if (n)
        memcpy(to, from, n * size);
    return to;
}

void bm_paint_end(struct bm_painter *painter, struct bm_painted *kept, const struct bm_diags *said)
{
    struct bm_arena *arena = painter->items;
    const struct bm_pages *pages = painter->pages;
    kept->good = true;
    kept->node_count = pages->node_count - kept->first_node;
    kept->nodes =
        copy(arena, pages->nodes + kept->first_node, kept->node_count, sizeof *kept->nodes);
    for (size_t i = 0; i < kept->node_count; i++) {
        kept->nodes[i].alt = bm_str_copy(arena, kept->nodes[i].alt);
        kept->nodes[i].code = bm_str_copy(arena, kept->nodes[i].code);
    }
    kept->cell_count = painter->cell_count - kept->first_cell;
    kept->cells =
        copy(arena, painter->cells + kept->first_cell, kept->cell_count, sizeof *kept->cells);
    for (size_t i = 0; i < kept->article_count; i++) {
        struct painted_article *k = &kept->articles[i];
        const struct bm_painting *a = &painter->articles[k->ledger];
        k->after = progress_of(painter, a);
        k->after.ledger.frames = copy(arena, k->after.ledger.frames, k->after.ledger.frame_count,
                                      sizeof *k->after.ledger.frames);
        k->part_nodes = copy(arena, a->part_nodes, a->part_nodes ? a->fitted.galley->part_count : 0,
                             sizeof *k->part_nodes);
        k->shown = copy(arena, a->shown, a->shown ? a->fitted.figures.n : 0, sizeof *k->shown);
    }
    kept->said = (struct bm_diags){.arena = arena};
    bm_diags_append(&kept->said, said);
    kept->page = *painter->page;
}

void bm_painted_drop(struct bm_painted *kept)
{
    bm_arena_drop(kept->arenas[0]);
    bm_arena_drop(kept->arenas[1]);
}
