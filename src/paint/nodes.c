/* The nodes of an article: what each of its parts is to a reader of structure. */
#include "paint/article.h"

#include "page/ledger.h"
#include "paint/items.h"

static bool is_numbered(const struct bm_part *item)
{
    return item->number && bm_is_digit(item->number->characters[0].cp);
}

/* Whether an item begins another list than the one before it: one has a number, the other a sign.
 */
static bool starts_list(const struct bm_part *before, const struct bm_part *item)
{
    return is_numbered(before) != is_numbered(item);
}

static enum bm_node_align align_of(uint8_t align)
{
    static const enum bm_node_align aligns[] = {
        [BM_CELL_CENTRE] = BM_NODE_CENTRE, [BM_CELL_RIGHT] = BM_NODE_END};
    return align < BM_COUNT(aligns) ? aligns[align] : BM_NODE_START;
}

/* The rows of a table and all of their cells: a part's cell c has the node `cells` and c. Rows come
 * first, so that cells stand one behind the other. */
static void make_cells(struct bm_painter *painter, struct bm_painting *article, uint32_t part)
{
    const struct bm_part *p = &article->fitted.galley->parts[part];
    const uint32_t table = article->part_nodes[part].node;
    const uint32_t first = (uint32_t)painter->pages->node_count;
    struct bm_node node = {
        .role = BM_ROLE_ROW, .parent = table, .article = article->ledger, .span = p->span};
    for (uint32_t r = 0; r < p->table->rows; r++)
        bm_paint_node(painter, node);
    article->part_nodes[part].cells = (uint32_t)painter->pages->node_count;
    node.role = BM_ROLE_CELL;
    for (uint32_t r = 0; r < p->table->rows; r++)
        for (uint32_t c = 0; c < p->table->columns; c++) {
            node.parent = first + r;
            node.header = r < p->table->head_rows;
            node.align = (uint8_t)align_of(p->table->aligns[c]);
            bm_paint_node(painter, node);
        }
}

/* What a picture shows, as far as that is said. */
static struct bm_str alt_of(struct bm_painter *painter, const struct bm_part *p)
{
    const struct bm_figure *f = p->figure;
    struct bm_buf b = {0};
    if (f->alt.n)
        bm_buf_str(&b, f->alt);
    else if (f->qr)
        bm_buf_c(&b, "二维码：");
    else if (p->para)
        bm_buf_str(&b, p->para->text);
    if (f->qr && !f->alt.n)
        bm_buf_str(&b, f->source);
    return bm_buf_keep(&b, painter->arena);
}

/* That of a title, or of what stands under one; where there is none (round-ups) it is the first. */
static uint8_t level_of(const struct bm_galley *g, const struct bm_part *part)
{
    if (part->kind == BM_PART_HEAD)
        return strcmp(part->field, "title") == 0;
    if (part->kind != BM_PART_SUBHEAD)
        return 0;
    for (size_t i = 0; i < g->part_count && g->parts[i].kind == BM_PART_HEAD; i++)
        if (strcmp(g->parts[i].field, "title") == 0)
            return 2;
    return 1;
}

void bm_paint_nodes(struct bm_painter *painter, struct bm_painting *article)
{
    const struct bm_galley *g = article->fitted.galley;
    const uint32_t parent = painter->pages->articles[article->ledger].node;
    uint32_t list = BM_NO_NODE;
    article->part_nodes = BM_NEW_N(painter->work, g->part_count, struct bm_part_node);
    article->shown = BM_NEW_N(painter->work, article->fitted.figures.n, bool);
    for (uint32_t i = 0; i < g->part_count; i++) {
        static const enum bm_role roles[] = {
            [BM_PART_HEAD] = BM_ROLE_HEAD,     [BM_PART_PARAGRAPH] = BM_ROLE_PARAGRAPH,
            [BM_PART_ITEM] = BM_ROLE_ITEM,     [BM_PART_SUBHEAD] = BM_ROLE_SUBHEAD,
            [BM_PART_QUOTE] = BM_ROLE_QUOTE,   [BM_PART_TABLE] = BM_ROLE_TABLE,
            [BM_PART_FIGURE] = BM_ROLE_FIGURE, [BM_PART_TAIL] = BM_ROLE_TAIL};
        const struct bm_part *p = &g->parts[i];
        struct bm_part_node *made = &article->part_nodes[i];
        struct bm_node node = {.role = roles[p->kind],
                               .parent = parent,
                               .article = article->ledger,
                               .field = p->field,
                               .level = level_of(g, p),
                               .verse = p->verse,
                               .stanza = p->stanza,
                               .names = p->para && p->para->style.names,
                               .span = p->span};
        if (p->kind == BM_PART_FIGURE) {
            node.alt = alt_of(painter, p);
            if (p->figure->qr)
                node.code = bm_str_copy(painter->arena, p->figure->source);
        }
        if (p->kind != BM_PART_ITEM) {
            list = BM_NO_NODE;
        } else if (list == BM_NO_NODE || starts_list(&g->parts[i - 1], p)) {
            list = bm_paint_node(painter, (struct bm_node){.role = BM_ROLE_LIST,
                                                           .parent = parent,
                                                           .article = article->ledger,
                                                           .span = p->span,
                                                           .ordered = is_numbered(p)});
        }
        if (p->kind == BM_PART_ITEM)
            node.parent = list;
        made->node = bm_paint_node(painter, node);
        if (p->kind == BM_PART_ITEM) {
            node.parent = made->node;
            node.role = BM_ROLE_LABEL;
            if (p->number)
                made->label = bm_paint_node(painter, node);
            node.role = BM_ROLE_BODY;
            made->node = bm_paint_node(painter, node);
        }
        if (p->table)
            make_cells(painter, article, i);
    }
}
