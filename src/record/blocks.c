/* Node by node as they are read, each line where it belongs; then what is drawn with lines; then
 * what is not read; at last the blocks are listed by page. */
#include "record/blocks.h"

#include "record/ink.h"

struct finder {
    struct bm_record *r;
    size_t block_cap, line_cap, piece_cap, table_cap;
    struct bm_rect em;          /* em boxes of the last line */
    const struct bm_item *last; /* item of the last piece */
    uint32_t row;               /* of the reading: that of the last cell */
};

static const struct bm_node *node_of(const struct bm_record *r, uint32_t node)
{
    const struct bm_pages *pages = r->reading->pages;
    return node < pages->node_count ? &pages->nodes[node] : NULL;
}

/* What an item that is no text covers: a stroke has its weight on both sides. */
static struct bm_rect drawn(const struct bm_item *item)
{
    struct bm_rect r = item->rect;
    if (item->kind == BM_ITEM_STROKE || (item->kind == BM_ITEM_RULE && r.w && r.h)) {
        r.x -= item->weight / 2;
        r.y -= item->weight / 2;
        r.w += item->weight;
        r.h += item->weight;
    } else if (item->kind == BM_ITEM_RULE) {
        *(r.w ? &r.y : &r.x) -= item->weight / 2;
        *(r.w ? &r.h : &r.w) += item->weight;
    }
    return r;
}

static struct bm_record_block *last_block(const struct finder *f)
{
    return f->r->block_count ? &f->r->blocks[f->r->block_count - 1] : NULL;
}

static struct bm_record_block *add_block(struct finder *f, enum bm_record_block_kind kind,
                                         uint32_t page, uint32_t node, uint32_t reading)
{
    struct bm_record *r = f->r;
    r->blocks =
        bm_arena_grow(r->arena, r->blocks, r->block_count, &f->block_cap, sizeof *r->blocks);
    struct bm_record_block *b = &r->blocks[r->block_count++];
    *b = (struct bm_record_block){.kind = kind,
                                  .page = page,
                                  .node = node,
                                  .reading = reading,
                                  .line = (uint32_t)r->line_count};
    f->last = NULL;
    return b;
}

/* A cell's table goes on in another column where a row stands beside it or above. */
static bool goes_on_below(const struct bm_record_table *t, struct bm_rect cell)
{
    return cell.y >= t->rect.y && cell.x < t->rect.x + t->rect.w && t->rect.x < cell.x + cell.w;
}

static void join_table(struct finder *f, struct bm_record_block *block, struct bm_rect em)
{
    struct bm_record *r = f->r;
    const uint32_t row = r->reading->nodes[block->reading].parent;
    const uint32_t table = r->reading->nodes[row].parent;
    struct bm_record_table *t = r->table_count ? &r->tables[r->table_count - 1] : NULL;
    if (!t || t->reading != table || t->page != block->page ||
        (row != f->row && !goes_on_below(t, em))) {
        r->tables =
            bm_arena_grow(r->arena, r->tables, r->table_count, &f->table_cap, sizeof *r->tables);
        t = &r->tables[r->table_count++];
        *t = (struct bm_record_table){
            .page = block->page, .reading = table, .first = (uint32_t)r->block_count - 1};
    }
    f->row = row;
    t->last = (uint32_t)r->block_count - 1;
    t->rect = bm_rects_joined(t->rect, em);
    block->table = (uint32_t)r->table_count;
}

/* Whether a line stands in the column of the last one, below it (in vertical text left of it). */
static bool follows(const struct finder *f, const struct bm_record_block *b, struct bm_rect em)
{
    static const bool whole[BM_ROLE_ARTEFACT + 1] = {
        [BM_ROLE_HEAD] = true, [BM_ROLE_CAPTION] = true, [BM_ROLE_CELL] = true};
    const struct bm_node *node = node_of(f->r, b->node);
    const struct bm_rect *a = &f->em;
    if (node && whole[node->role])
        return true;
    if (b->vertical)
        return em.x + em.w <= a->x + a->w / 2 && a->x - em.x - em.w <= 3 * a->w &&
               em.y < a->y + a->h && a->y < em.y + em.h;
    return em.y >= a->y + a->h / 2 && em.y - a->y - a->h <= 3 * a->h && em.x < a->x + a->w &&
           a->x < em.x + em.w;
}

/* Whether a piece stands on the line of the last one. Those that stand across a vertical line end
 * a run that runs along it. */
static bool on_line(const struct finder *f, const struct bm_record_block *b,
                    const struct bm_item *item)
{
    if (!f->last || item == f->last || f->last->run.goes_on)
        return f->last != NULL;
    const bm_len end = f->em.y + f->em.h;
    return b->vertical && item->rect.x == f->last->rect.x && item->rect.w == f->last->rect.w &&
           item->rect.y >= f->last->rect.y && item->rect.y - end < item->rect.w;
}

static struct bm_rect ink_of(const struct finder *f, const struct bm_item *item, uint32_t first,
                             uint32_t n)
{
    struct bm_rect all = {0}, ink;
    for (uint32_t i = first; i < first + n; i++)
        if (bm_glyph_ink(f->r->inks, &item->run, &item->run.glyphs[i], &ink))
            all = bm_rects_joined(all, ink);
    return all;
}

/* Adds glyphs to the block of their node, or to a new one. */
static void add_piece(struct finder *f, uint32_t page, uint32_t reading, bool vertical,
                      const struct bm_record_piece *piece)
{
    struct bm_record *r = f->r;
    const struct bm_item *item = &r->reading->pages->pages[page].items[piece->item];
    struct bm_record_block *b = last_block(f);
    const bool same = b && b->kind == BM_RECORD_LINES && b->page == page && b->node == item->node &&
                      b->reading == reading && f->last;
    const bool joins = same && on_line(f, b, item);
    if (!same || (!joins && !follows(f, b, item->rect))) {
        b = add_block(f, BM_RECORD_LINES, page, item->node, reading);
        b->vertical = vertical;
        const struct bm_node *node = node_of(r, item->node);
        if (node && node->role == BM_ROLE_CELL && reading != BM_NO_NODE)
            join_table(f, b, item->rect);
    }
    if (!joins) {
        r->lines = bm_arena_grow(r->arena, r->lines, r->line_count, &f->line_cap, sizeof *r->lines);
        r->lines[r->line_count++] = (struct bm_record_line){.piece = (uint32_t)r->piece_count};
        b->line_count++;
        f->em = (struct bm_rect){0};
    }
    r->pieces =
        bm_arena_grow(r->arena, r->pieces, r->piece_count, &f->piece_cap, sizeof *r->pieces);
    r->pieces[r->piece_count++] = *piece;
    struct bm_record_line *line = &r->lines[r->line_count - 1];
    line->piece_count++;
    line->rect = bm_rects_joined(line->rect, item->rect);
    line->rect = bm_rects_joined(line->rect, ink_of(f, item, piece->first, piece->n));
    b->rect = bm_rects_joined(b->rect, line->rect);
    f->em = bm_rects_joined(f->em, item->rect);
    f->last = item;
}

/* Where a node's runs go down on a page. */
static bool runs_down(const struct bm_record *r, const struct bm_reading_node *n, uint32_t page)
{
    for (uint32_t p = n->passage; p < n->passage + n->passage_count; p++) {
        const struct bm_passage *passage = &r->reading->passages[p];
        for (uint32_t k = 0; k < passage->segment_count; k++) {
            const struct bm_segment *s = &r->reading->segments[passage->segment + k];
            const struct bm_item *item = &r->reading->pages->pages[s->page].items[s->item];
            if (s->page == page && item->kind == BM_ITEM_RUN && item->run.mode != BM_HORIZONTAL)
                return true;
        }
    }
    return false;
}

static bm_len apart(bm_len a, bm_len a_size, bm_len b, bm_len b_size)
{
    return b >= a + a_size ? b - a - a_size : a >= b + b_size ? a - b - b_size : 0;
}

/* What is drawn with a node's text belongs to the block that is nearest; a picture is a block. */
static void add_drawing(struct finder *f, uint32_t first, uint32_t reading,
                        const struct bm_segment *s)
{
    struct bm_record *r = f->r;
    const struct bm_item *item = &r->reading->pages->pages[s->page].items[s->item];
    const struct bm_rect rect = drawn(item);
    struct bm_record_block *best = NULL;
    int64_t least = INT64_MAX;
    for (size_t i = first; i < r->block_count; i++) {
        struct bm_record_block *b = &r->blocks[i];
        const int64_t far = (int64_t)apart(b->rect.x, b->rect.w, rect.x, rect.w) +
                            apart(b->rect.y, b->rect.h, rect.y, rect.h);
        if (b->page != s->page || far >= least)
            continue;
        least = far;
        best = b;
    }
    if (!best) {
        const struct bm_node *node = node_of(r, item->node);
        const bool picture = node && node->role == BM_ROLE_FIGURE;
        best = add_block(f, picture ? BM_RECORD_PICTURE : BM_RECORD_GRAPHIC, s->page, item->node,
                         reading);
    }
    best->rect = bm_rects_joined(best->rect, rect);
}

static void find_node(struct finder *f, uint32_t i)
{
    const struct bm_reading *reading = f->r->reading;
    const struct bm_reading_node *n = &reading->nodes[i];
    const uint32_t first = (uint32_t)f->r->block_count;
    f->r->of_nodes[i] = first;
    for (int drawings = 0; drawings < 2; drawings++) {
        uint32_t page = UINT32_MAX;
        bool down = false;
        for (uint32_t p = n->passage; p < n->passage + n->passage_count; p++) {
            const struct bm_passage *passage = &reading->passages[p];
            for (uint32_t k = 0; k < passage->segment_count; k++) {
                const struct bm_segment *s = &reading->segments[passage->segment + k];
                if (s->page != page)
                    down = runs_down(f->r, n, s->page);
                page = s->page;
                const bool run = reading->pages->pages[page].items[s->item].kind == BM_ITEM_RUN;
                if (run && s->n && !drawings)
                    add_piece(f, page, i, down,
                              &(struct bm_record_piece){s->item, s->first, s->n,
                                                        passage->kind == BM_PASSAGE_FOREIGN});
                else if (!run && drawings)
                    add_drawing(f, first, i, s);
            }
        }
    }
}

/* Furniture that is not read, rules, boxes, panels. */
static void find_rest(struct finder *f, uint32_t page)
{
    const struct bm_page *p = &f->r->reading->pages->pages[page];
    f->last = NULL;
    for (uint32_t i = 0; i < p->n; i++) {
        const struct bm_item *item = &p->items[i];
        if (f->r->reading->of_items[page][i])
            continue;
        if (item->kind == BM_ITEM_RUN) {
            if (item->run.n)
                add_piece(f, page, BM_NO_NODE, item->run.mode != BM_HORIZONTAL,
                          &(struct bm_record_piece){i, 0, (uint32_t)item->run.n, false});
            continue;
        }
        add_block(f, item->kind == BM_ITEM_PICTURE ? BM_RECORD_PICTURE : BM_RECORD_GRAPHIC, page,
                  item->node, BM_NO_NODE)
            ->rect = drawn(item);
    }
}

/* By page, by counting; and the numbers. */
static void list_by_page(struct bm_record *r)
{
    const size_t pages = r->reading->pages->page_count;
    r->on_pages = BM_NEW_N(r->arena, r->block_count, uint32_t);
    r->starts = bm_arena_array(r->arena, pages + 2, sizeof *r->starts);
    for (size_t i = 0; i < r->block_count; i++)
        r->starts[r->blocks[i].page + 2]++;
    for (size_t i = 2; i < pages + 2; i++)
        r->starts[i] += r->starts[i - 1];
    for (uint32_t i = 0; i < r->block_count; i++) {
        uint32_t *at = &r->starts[r->blocks[i].page + 1];
        r->on_pages[(*at)++] = i;
    }
    for (size_t page = 0; page < pages; page++)
        for (uint32_t k = r->starts[page]; k < r->starts[page + 1]; k++)
            r->blocks[r->on_pages[k]].number = k - r->starts[page] + 1;
    uint32_t *tables = bm_arena_array(r->arena, pages, sizeof *tables);
    for (size_t i = 0; i < r->table_count; i++) {
        struct bm_record_table *t = &r->tables[i];
        t->number = ++tables[t->page];
        for (uint32_t k = t->first; k <= t->last; k++)
            t->rect = bm_rects_joined(t->rect, r->blocks[k].rect);
    }
}

void bm_blocks_find(struct bm_record *record)
{
    struct finder f = {.r = record};
    const struct bm_reading *reading = record->reading;
    record->of_nodes = BM_NEW_N(record->arena, reading->node_count + 1, uint32_t);
    for (uint32_t i = 0; i < reading->node_count; i++)
        find_node(&f, i);
    record->of_nodes[reading->node_count] = (uint32_t)record->block_count;
    for (uint32_t page = 0; page < reading->pages->page_count; page++)
        if (reading->of_items[page])
            find_rest(&f, page);
    list_by_page(record);
}
