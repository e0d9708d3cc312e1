/* Paragraphs and tables of a part, in their order. */
#include "import/docx.h"

static void append(struct docx *d, struct paragraph *to, struct paragraph *p)
{
    if (paragraph_blank(p))
        return;
    if (!paragraph_blank(to)) {
        note_once(d->copy, NOTE_CELL_BREAK, p, 0, BM_STR(""));
        paragraph_break(d->copy, to, NULL);
    }
    for (size_t i = 0; i < p->n; i++) {
        to->v = bm_arena_grow(d->arena, to->v, to->n, &to->cap, sizeof *to->v);
        to->v[to->n++] = p->v[i];
    }
    to->align = p->align;
    to->number = to->number ? to->number : p->number;
}

/* Boxes that hang on the paragraph that ended. */
static void walk_boxes(struct docx *d)
{
    const struct node **boxes = d->boxes;
    const size_t n = d->box_count;
    const bool aside = d->aside;
    d->boxes = NULL;
    d->box_count = d->box_cap = 0;
    d->aside = true;
    for (size_t i = 0; i < n; i++) {
        struct docx *here = d;
        note_add(d->copy, NOTE_TEXT_BOX, NULL, 0, BM_STR(""));
        d->copy->notes[d->copy->note_count - 1].part = d->part;
        d->copy->notes[d->copy->note_count - 1].paragraph = d->paragraphs + 1;
        blocks_walk(here, boxes[i]);
    }
    d->aside = aside;
}

/* The label goes before all else. */
static void put_label(struct docx *d, const struct node *properties, const struct style *style)
{
    struct paragraph *p = d->paragraph;
    struct bm_str label;
    bool bullet;
    char suffix;
    if (!numbering_label(d, properties, style, &label, &bullet, &suffix))
        return;
    struct paragraph front = {.part = p->part, .number = p->number};
    struct piece like = {.label = true, .paragraph = d->paragraphs};
    paragraph_text(d->copy, &front, label, &like);
    /* A blank goes between where the number would run into the words. */
    const unsigned char last = (unsigned char)label.p[label.n - 1];
    const bool han = label.n > 2 && (unsigned char)label.p[label.n - 3] >= 0xE4 &&
                     (unsigned char)label.p[label.n - 3] <= 0xE9;
    if (suffix != 'n' && p->n && (last < 0x80 || bullet))
        paragraph_text(d->copy, &front, BM_STR(" "), &like);
    else if (suffix != 'n' && p->n && han)
        paragraph_text(d->copy, &front, BM_STR("　"), &like);
    for (size_t i = 0; i < p->n; i++) {
        front.v = bm_arena_grow(d->arena, front.v, front.n, &front.cap, sizeof *front.v);
        front.v[front.n++] = p->v[i];
    }
    p->v = front.v;
    p->n = front.n;
    p->cap = front.cap;
    p->bullet = bullet;
    if (!bullet)
        note_add(d->copy, NOTE_LABEL, p, 0, label);
}

static enum align align_of(const struct docx *d, const struct node *own, const struct style *style)
{
    const struct bm_str jc = node_get(style_property(d, own, style, "jc"), "val");
    return bm_str_is(jc, "center")                          ? ALIGN_CENTRE
           : bm_str_is(jc, "right") || bm_str_is(jc, "end") ? ALIGN_END
                                                            : ALIGN_START;
}

static void end_paragraph(struct docx *d, const struct node *properties, const struct style *style)
{
    struct paragraph *p = d->paragraph;
    const struct node *mark = node_child(properties, "rPr");
    const struct bm_str drop = node_get(node_child(properties, "framePr"), "dropCap");
    d->pending = node_child(mark, "del") || node_child(mark, "moveFrom");
    if (d->pending)
        note_add(d->copy, NOTE_DELETED, p, 0, BM_STR("¶"));
    if (node_child(mark, "ins"))
        note_add(d->copy, NOTE_INSERTED, p, 0, BM_STR("¶"));
    d->pending |= drop.n && !bm_str_is(drop, "none");
    if (d->pending)
        return;
    struct look look = look_read(mark);
    const bool hidden = look.hidden ? look.hidden > 0 : d->under.hidden > 0;
    if (!(hidden && paragraph_blank(p)))
        put_label(d, properties, style);
    p->align = align_of(d, properties, style);
    p->style = style_class(d, style, &p->level);
    p->aside = d->aside;
    d->paragraph = NULL;
    if (d->cell)
        append(d, d->cell, p);
    else
        copy_add(d->copy, p);
    walk_boxes(d);
}

static void walk_paragraph(struct docx *d, const struct node *node)
{
    const struct node *properties = node_child(node, "pPr");
    const struct style *style = style_of(d, node_val(properties, "pStyle"), false);
    d->paragraphs++;
    d->runs = 0;
    if (!d->paragraph || !d->pending)
        d->paragraph = paragraph_new(d->copy, d->part, d->paragraphs);
    d->pending = false;
    d->under = style_look(d, style);
    runs_walk(d, node);
    end_paragraph(d, properties, style);
}

/* A paragraph whose end was deleted, and after which nothing comes. */
static void end_pending(struct docx *d)
{
    if (!d->pending || !d->paragraph)
        return;
    struct paragraph *p = d->paragraph;
    d->paragraph = NULL;
    d->pending = false;
    if (d->cell)
        append(d, d->cell, p);
    else
        copy_add(d->copy, p);
    walk_boxes(d);
}

struct grid {
    struct table table;
    size_t cap;
    bool merged;
};

static void put_cell(struct docx *d, struct grid *g, uint32_t column, struct paragraph *text)
{
    const size_t at = (size_t)(g->table.rows - 1) * CELLS_MOST + column;
    if (column < CELLS_MOST) {
        g->table.cells[at].text = text;
        g->table.columns = column + 1 > g->table.columns ? column + 1 : g->table.columns;
    } else if (!paragraph_blank(text)) {
        append(d,
               g->table.cells[at - column + CELLS_MOST - 1].text
                   ? g->table.cells[at - column + CELLS_MOST - 1].text
                   : (g->table.cells[at - column + CELLS_MOST - 1].text =
                          paragraph_new(d->copy, d->part, 0)),
               text);
    }
}

static void walk_cell(struct docx *d, struct grid *g, const struct node *tc, uint32_t *column)
{
    const struct node *properties = node_child(tc, "tcPr");
    const struct node *down = node_child(properties, "vMerge");
    const int32_t span = node_number(node_val(properties, "gridSpan"), 1);
    struct paragraph *outer = d->paragraph;
    d->cell = paragraph_new(d->copy, d->part, 0);
    d->paragraph = NULL;
    blocks_walk(d, tc);
    struct paragraph *text = d->cell;
    d->cell = NULL;
    d->paragraph = outer;
    g->merged |= span > 1 || down;
    if (down && !bm_str_is(node_get(down, "val"), "restart") && !paragraph_blank(text)) {
        struct bm_buf b = {0};
        paragraph_plain(text, &b);
        note_add(d->copy, NOTE_HIDDEN, text, 0, bm_buf_view(&b));
        bm_buf_free(&b);
        text = paragraph_new(d->copy, d->part, 0);
    }
    put_cell(d, g, *column, text);
    *column += span > 1 && span < CELLS_MOST ? (uint32_t)span : 1;
    if (*column > g->table.columns && *column <= CELLS_MOST)
        g->table.columns = *column;
}

static void walk_cells(struct docx *d, struct grid *g, const struct node *parent, uint32_t *column)
{
    for (const struct node *n = parent->first; n; n = n->next)
        if (node_is(n, "tc"))
            walk_cell(d, g, n, column);
        else if (n->name && !node_is(n, "trPr") && !node_is(n, "sdtPr"))
            walk_cells(d, g, n, column);
}

static void walk_rows(struct docx *d, struct grid *g, const struct node *parent)
{
    for (const struct node *n = parent->first; n; n = n->next) {
        const struct node *properties = node_child(n, "trPr");
        if (node_is(n, "tr") && node_child(properties, "del")) {
            leave_out(d, NOTE_DELETED, n);
        } else if (node_is(n, "tr")) {
            if (node_child(properties, "ins"))
                note_add(d->copy, NOTE_INSERTED, NULL, 0, BM_STR("▦"));
            const size_t row = (size_t)g->table.rows * CELLS_MOST;
            uint32_t column = (uint32_t)node_number(node_val(properties, "gridBefore"), 0);
            for (size_t i = 0; i < CELLS_MOST; i++) {
                g->table.cells = bm_arena_grow(d->arena, g->table.cells, row + i, &g->cap,
                                               sizeof *g->table.cells);
                g->table.cells[row + i] = (struct cell){0};
            }
            g->table.rows++;
            column = column < CELLS_MOST ? column : 0;
            walk_cells(d, g, n, &column);
        } else if (n->name && !node_is(n, "tblPr") && !node_is(n, "tblGrid") &&
                   !node_is(n, "sdtPr")) {
            walk_rows(d, g, n);
        }
    }
}

/* The text of a table inside a cell. */
static void walk_nested(struct docx *d, const struct node *parent)
{
    for (const struct node *n = parent->first; n; n = n->next)
        if (node_is(n, "tc"))
            blocks_walk(d, n);
        else if (node_is(n, "tr") && node_child(node_child(n, "trPr"), "del"))
            leave_out(d, NOTE_DELETED, n);
        else if (n->name && !node_is(n, "tblPr") && !node_is(n, "trPr") && !node_is(n, "sdtPr"))
            walk_nested(d, n);
}

static void walk_table(struct docx *d, const struct node *node)
{
    if (d->cell) {
        note_add(d->copy, NOTE_NESTED, NULL, 0, BM_STR(""));
        d->copy->notes[d->copy->note_count - 1].part = d->part;
        walk_nested(d, node);
        return;
    }
    struct grid g = {0};
    walk_rows(d, &g, node);
    struct table *t = BM_NEW(d->arena, struct table);
    *t = (struct table){.rows = g.table.rows, .columns = g.table.columns};
    t->cells = BM_NEW_N(d->arena, (size_t)t->rows * t->columns, struct cell);
    for (uint32_t r = 0; r < t->rows; r++)
        for (uint32_t c = 0; c < t->columns; c++)
            t->cells[r * t->columns + c] = g.table.cells[(size_t)r * CELLS_MOST + c];
    if (g.merged)
        note_add(d->copy, NOTE_MERGED, NULL, 0, BM_STR(""));
    copy_add_table(d->copy, t);
}

static void walk_block(struct docx *d, const struct node *n)
{
    if (node_is(n, "p") && n->space == SPACE_WORD) {
        walk_paragraph(d, n);
    } else if (node_is(n, "tbl")) {
        end_pending(d);
        walk_table(d, n);
    } else if (node_is(n, "AlternateContent")) {
        if (alternative_of(n))
            blocks_walk(d, alternative_of(n));
    } else if (node_is(n, "del") || node_is(n, "moveFrom")) {
        leave_out(d, node_is(n, "del") ? NOTE_DELETED : NOTE_MOVED, n);
    } else if (node_is(n, "altChunk")) {
        note_add(d->copy, NOTE_EMBEDDED, NULL, 0, BM_STR(""));
    } else if (node_is(n, "oMathPara") || node_is(n, "r")) { /* no block, yet some write it so */
        struct node p = {.name = "p", .space = SPACE_WORD, .first = (struct node *)(uintptr_t)n};
        struct node alone = *n;
        alone.next = NULL;
        p.first = &alone;
        walk_paragraph(d, &p);
    } else if (n->name && !node_is(n, "sdtPr") && !node_is(n, "sectPr") && !node_is(n, "tcPr") &&
               !node_is(n, "sdtEndPr")) {
        blocks_walk(d, n);
    }
}

void blocks_walk(struct docx *d, const struct node *parent)
{
    for (const struct node *n = parent->first; n; n = n->next)
        walk_block(d, n);
    if (node_is(parent, "body") || node_is(parent, "tc") || node_is(parent, "txbxContent") ||
        node_is(parent, "footnote") || node_is(parent, "endnote"))
        end_pending(d);
}
