/* Tables: a head with bars, a rule |---|---| under it, and rows to the next empty line. */
#include "manuscript/limits.h"
#include "manuscript/parts.h"

static struct stretch trimmed(struct bm_str text, uint32_t from, uint32_t to)
{
    const struct line l = line_part(text, from, to);
    return (struct stretch){l.from, l.to};
}

/* Cells of a line: bars part them, those at its ends apart. The first `most` go into out. */
static uint32_t cells_of(const struct text_source *s, const struct line *line, struct stretch *out,
                         uint32_t most)
{
    uint32_t n = 0, at = line->from;
    at += s->text.p[at] == '|';
    do {
        const uint32_t bar = find_outside(s->text, s->marks, at, line->to, '|');
        if (n < most)
            out[n] = trimmed(s->text, at, bar);
        n++;
        at = bar + 1;
    } while (at < line->to);
    return n;
}

/* A rule: bars, and cells of hyphens, each with a colon at the ends that its column is aligned to.
 */
static bool is_rule(const struct text_source *s, const struct line *line)
{
    const char *p = s->text.p;
    uint32_t at = line->from, bars = 0;
    bars += p[at] == '|';
    at += p[at] == '|';
    while (at < line->to) {
        while (at < line->to && strchr(" \t", p[at]))
            at++;
        at += at < line->to && p[at] == ':';
        const uint32_t hyphens = at;
        while (at < line->to && p[at] == '-')
            at++;
        if (at == hyphens)
            return false;
        at += at < line->to && p[at] == ':';
        while (at < line->to && strchr(" \t", p[at]))
            at++;
        if (at < line->to && p[at] != '|')
            return false;
        bars += at < line->to;
        at++;
    }
    return bars && at > line->from + 1;
}

static bool has_bar(const struct text_source *s, const struct line *line)
{
    return find_outside(s->text, s->marks, line->from, line->to, '|') < line->to;
}

bool table_begins(const struct text_source *source, const struct line *line)
{
    if (!has_bar(source, line) || is_rule(source, line))
        return false;
    const struct line next = line_read(source->text, source->marks, line->next);
    return next.from < next.to && is_rule(source, &next);
}

static void read_aligns(const struct text_source *s, const struct stretch *cells,
                        struct bm_table *table)
{
    for (uint32_t c = 0; c < table->columns; c++) {
        const bool left = s->text.p[cells[c].from] == ':';
        const bool right = s->text.p[cells[c].to - 1] == ':';
        table->aligns[c] = left && right ? BM_CELL_CENTRE
                           : left        ? BM_CELL_LEFT
                           : right       ? BM_CELL_RIGHT
                                         : BM_CELL_DEFAULT;
    }
}

void refuse_marks(struct reading *reading, const struct bm_text *text, const char *what)
{
    for (size_t i = 0; i < text->n; i++)
        if (text->v[i].kind != BM_PIECE_TEXT && text->v[i].kind != BM_PIECE_BREAK &&
            text->v[i].kind != BM_PIECE_OK)
            bm_diag(reading->diags, BM_MSG_UNSUPPORTED_MARKUP, text->v[i].span, bm_str_c(what),
                    BM_STR("Delete it, or put it into the text"));
}

/* A row with as many cells as the table has columns; else it is said, and none is added. */
static void read_row(const struct text_source *s, const struct line *line, struct stretch *cells,
                     size_t *cap, struct bm_table *table)
{
    struct reading *r = s->reading;
    const uint32_t n = cells_of(s, line, cells, table->columns);
    const size_t first = (size_t)table->rows * table->columns;
    if (n != table->columns) {
        bm_diag(r->diags, BM_MSG_RAGGED_TABLE,
                ((struct bm_span){r->file, line->from, line->to - line->from}),
                bm_diag_number(r->diags, n), bm_diag_number(r->diags, table->columns));
        return;
    }
    for (uint32_t c = 0; c < n; c++) {
        table->cells = bm_arena_grow(r->arena, table->cells, first + c, cap, sizeof *table->cells);
        table->cells[first + c] = text_read(s, &cells[c], 1);
        refuse_marks(r, &table->cells[first + c], "a mark in a table");
    }
    table->rows++;
}

uint32_t table_read(const struct text_source *source, const struct line *head,
                    struct bm_block *block)
{
    struct reading *r = source->reading;
    struct bm_table *table = BM_NEW(r->arena, struct bm_table);
    const struct line rule = line_read(source->text, source->marks, head->next);
    struct line line = rule;
    struct stretch cells[COLUMNS_MOST];
    size_t cap = 0;
    bool text = false;
    table->columns = cells_of(source, &rule, cells, COLUMNS_MOST);
    table->head_rows = 1;
    if (table->columns > COLUMNS_MOST) {
        bm_diag_too_many(r->diags, (struct bm_span){r->file, head->from, 1},
                         "columns of this table", table->columns, COLUMNS_MOST);
        table->columns = COLUMNS_MOST;
    }
    table->aligns = BM_NEW_N(r->arena, table->columns, uint8_t);
    read_aligns(source, cells, table);
    read_row(source, head, cells, &cap, table);
    for (uint32_t c = 0; c < table->columns && table->rows; c++)
        text |= table->cells[c].n > 0;
    if (table->rows && !text)
        bm_diag(r->diags, BM_MSG_UNSUPPORTED_MARKUP,
                ((struct bm_span){r->file, head->from, head->to - head->from}),
                BM_STR("a table whose head has no text"),
                BM_STR("Write the names of its columns into its first row"));
    uint32_t next = rule.next, end = rule.to;
    for (;;) {
        line = line_read(source->text, source->marks, next);
        if (line.kind <= LINE_BLANK || line.kind == LINE_SUBHEAD)
            break;
        read_row(source, &line, cells, &cap, table);
        end = line.to;
        next = line.next;
    }
    *block = (struct bm_block){
        .kind = BM_BLOCK_TABLE, .table = table, .span = {r->file, head->from, end - head->from}};
    return next;
}
