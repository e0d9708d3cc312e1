/* The body. md4c reads a copy of it of the same length in which marks are masked, so that what
 * stands in a note is no markup; the places it reports are those of the source. */
#include "manuscript/limits.h"
#include "manuscript/parts.h"

#include "base/check.h"

#include <md4c.h>

#define MASK    '\x1A' /* stands for a mark's bytes; bm_text_check() keeps it out of manuscripts */
#define BRACKET '\x1B' /* stands for [, which begins links only */
#define NO_LINE UINT32_MAX

struct body {
    struct bm_arena *arena;
    struct bm_diags *diags;
    struct bm_article *article;
    struct bm_str source;
    const char *copy;        /* of source from `from` on */
    uint32_t file, from, at; /* at: where the last text ended */
    struct marks marks;
    struct pieces pieces;
    size_t block_cap;
    struct bm_block block;
    bool open, ordered, in_item, item_filled, bad;
    unsigned strong, dotted, lists, refused;
    struct figures figures;
    bool quote;
    /* the table being read; cells grow row by row */
    struct bm_table *table;
    size_t cell_cap;
    uint32_t cell;     /* of the row */
    uint32_t row_line; /* where the row's line begins; NO_LINE: not known */
};

static void refuse(struct body *b, uint32_t offset, uint32_t length, const char *what)
{
    if (length > b->source.n - offset)
        length = (uint32_t)b->source.n - offset;
    bm_diag(b->diags, BM_MSG_UNSUPPORTED_MARKUP, ((struct bm_span){b->file, offset, length}),
            bm_str_c(what));
    b->bad = true;
}

/* md4c does not say where a block begins: it is the next line that is not empty, the > of a quote
 * aside. */
static uint32_t next_line(const struct body *b)
{
    uint32_t i = b->at, start = i;
    bool fresh = i == b->from;
    for (; i < b->source.n; i++) {
        char c = b->source.p[i];
        if (c == '\n') {
            fresh = true;
            start = i + 1;
        } else if (fresh && c != ' ' && c != '\t' && c != '\r' && !(b->quote && c == '>')) {
            return b->quote ? start : i;
        }
    }
    return start < b->source.n ? start : (uint32_t)b->source.n;
}

static void refuse_block(struct body *b, const char *what)
{
    uint32_t at = next_line(b), end = at;
    while (end < b->source.n && b->source.p[end] != '\n' && b->source.p[end] != '\r')
        end++;
    refuse(b, at, end - at, what);
    b->at = end;
}

static void begin(struct body *b, enum bm_block_kind kind)
{
    b->pieces = (struct pieces){.arena = b->arena};
    b->block = (struct bm_block){.kind = kind, .span = {b->file, b->at, 0}};
    b->open = true;
}

static uint32_t line_start(const struct body *b, uint32_t at)
{
    while (at > b->from && b->source.p[at - 1] != '\n')
        at--;
    return at;
}

/* The line that begins at `from`, as md4c reads it, without the blanks at both ends. */
static struct bm_str line_at(const struct body *b, uint32_t from)
{
    const char *p = b->copy + (from - b->from);
    size_t most = b->source.n - from, n = 0;
    while (n < most && p[n] != '\n')
        n++;
    while (n && strchr(" \t\r", p[n - 1]))
        n--;
    while (n && strchr(" \t", *p)) {
        p++;
        n--;
    }
    return (struct bm_str){p, n};
}

static uint32_t line_after(const struct body *b, uint32_t from)
{
    while (from < b->source.n && b->source.p[from] != '\n')
        from++;
    return from < b->source.n ? from + 1 : from;
}

static void refuse_line(struct body *b, struct bm_str line, const char *what)
{
    refuse(b, b->from + (uint32_t)(line.p - b->copy), (uint32_t)line.n, what);
}

/* A table that md4c took for text would be printed with its bars. */
static void refuse_bars(struct body *b, struct bm_span span)
{
    uint32_t end = span.offset + span.length;
    for (uint32_t at = line_start(b, span.offset); at < end; at = line_after(b, at)) {
        struct bm_str line = line_at(b, at);
        bool bar = false, hyphen = false, other = false;
        for (size_t i = 0; i < line.n; i++) {
            bar |= line.p[i] == '|';
            hyphen |= line.p[i] == '-';
            other |= !strchr("|-: \t>", line.p[i]);
        }
        if (bar && hyphen && !other)
            refuse_line(b, line,
                        "a table without an empty line before it, or with fewer than three "
                        "hyphens a column,");
    }
}

static void add_block(struct body *b)
{
    struct bm_article *a = b->article;
    a->blocks = bm_arena_grow(b->arena, a->blocks, a->block_count, &b->block_cap, sizeof b->block);
    a->blocks[a->block_count++] = b->block;
}

static void end(struct body *b)
{
    if (!b->open)
        return;
    b->open = false;
    size_t before = b->diags->errors;
    b->block.text = pieces_end(&b->pieces, b->diags);
    b->bad |= b->diags->errors != before;
    if (b->block.text.n == 0)
        return;
    if (b->block.text.v[0].kind == BM_PIECE_FIGURE) {
        b->block.kind = BM_BLOCK_FIGURE;
        b->block.figure = &b->figures.v[b->block.text.v[0].count];
        b->block.span = b->block.text.v[0].span;
        b->block.text = (struct bm_text){0};
        add_block(b);
        return;
    }
    const struct bm_span first =
        b->block.number.n ? b->block.number.v[0].span : b->block.text.v[0].span;
    const struct bm_span last = b->block.text.v[b->block.text.n - 1].span;
    b->block.span =
        (struct bm_span){b->file, first.offset, last.offset + last.length - first.offset};
    refuse_bars(b, b->block.span);
    add_block(b);
    if (b->block.kind == BM_BLOCK_ITEM)
        b->item_filled = true;
}

static void begin_table(struct body *b, uint32_t columns)
{
    if (b->in_item || b->quote)
        refuse_block(b, "a table inside a list or a quote");
    begin(b, BM_BLOCK_TABLE);
    if (columns > COLUMNS_MOST) {
        const uint32_t at = next_line(b);
        b->bad = true;
        bm_diag_too_many(b->diags, (struct bm_span){b->file, at, 1}, "columns of this table",
                         columns, COLUMNS_MOST);
    }
    b->table = BM_NEW(b->arena, struct bm_table);
    b->table->columns = columns;
    b->table->aligns = BM_NEW_N(b->arena, columns, uint8_t);
    b->cell_cap = 0;
    b->row_line = NO_LINE;
}

static void end_table(struct body *b)
{
    b->open = false;
    b->block.table = b->table;
    b->table = NULL;
    add_block(b);
}

/* Cells that are typed in a line: bars that are not escaped part them, those at its ends apart. */
static uint32_t count_cells(struct bm_str line)
{
    uint32_t n = 1;
    for (size_t i = line.n && line.p[0] == '|'; i < line.n; i++) {
        if (line.p[i] == '\\')
            i++;
        else
            n += line.p[i] == '|' && i + 1 < line.n;
    }
    return n;
}

/* Rows are lines one after another, the second of which is the rule under the head. md4c drops
 * cells that the head has no column for, and says nothing of a row without text. */
static void end_row(struct body *b)
{
    struct bm_table *t = b->table;
    bool text = false, simple = !b->in_item && !b->quote;
    for (uint32_t c = 0; c < t->columns; c++)
        text |= t->cells[(size_t)t->rows * t->columns + c].n > 0;
    if (t->rows++ == 0) {
        if (text)
            b->row_line = line_start(b, b->at);
        else if (simple)
            refuse_block(b, "a table whose head has no text");
    }
    b->cell = 0;
    if (b->row_line == NO_LINE || !simple)
        return;
    struct bm_str line = line_at(b, b->row_line);
    struct bm_span span = {b->file, b->from + (uint32_t)(line.p - b->copy), (uint32_t)line.n};
    uint32_t typed = count_cells(line);
    if (t->rows == 1)
        b->block.span = span;
    b->block.span.length = span.offset + span.length - b->block.span.offset;
    if (typed != t->columns) {
        bm_diag(b->diags, BM_MSG_RAGGED_TABLE, span, bm_diag_number(b->diags, typed),
                bm_diag_number(b->diags, t->columns));
        b->bad = true;
    }
    b->row_line = line_after(b, b->row_line);
    if (t->rows == 1)
        b->row_line = line_after(b, b->row_line);
}

static void begin_cell(struct body *b, MD_ALIGN align)
{
    static const uint8_t aligns[] = {[MD_ALIGN_DEFAULT] = BM_CELL_DEFAULT,
                                     [MD_ALIGN_LEFT] = BM_CELL_LEFT,
                                     [MD_ALIGN_CENTER] = BM_CELL_CENTRE,
                                     [MD_ALIGN_RIGHT] = BM_CELL_RIGHT};
    if (b->cell < b->table->columns)
        b->table->aligns[b->cell] = aligns[align];
    b->pieces = (struct pieces){.arena = b->arena};
}

static void end_cell(struct body *b)
{
    struct bm_table *t = b->table;
    size_t n = (size_t)t->rows * t->columns + b->cell++;
    size_t before = b->diags->errors;
    t->cells = bm_arena_grow(b->arena, t->cells, n, &b->cell_cap, sizeof *t->cells);
    t->cells[n] = pieces_end(&b->pieces, b->diags);
    /* The ledger knows marks of paragraphs only. */
    for (size_t i = 0; i < t->cells[n].n; i++)
        if (t->cells[n].v[i].kind != BM_PIECE_TEXT && t->cells[n].v[i].kind != BM_PIECE_BREAK)
            refuse(b, t->cells[n].v[i].span.offset, t->cells[n].v[i].span.length,
                   "a mark in a table");
    b->bad |= b->diags->errors != before;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct body *b = user;
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        end(b);
        if (b->lists++ > 0)
            refuse_block(b, "a list inside a list");
        else if (b->quote)
            refuse_block(b, "a list inside a quote");
        b->ordered = type == MD_BLOCK_OL;
        break;
    case MD_BLOCK_LI:
        b->in_item = true;
        b->item_filled = false;
        begin(b, BM_BLOCK_ITEM);
        break;
    case MD_BLOCK_P:
        if (!(b->in_item && b->open)) {
            begin(b, b->quote ? BM_BLOCK_QUOTE : BM_BLOCK_PARAGRAPH);
        }
        break;
    case MD_BLOCK_H:
        if (((const MD_BLOCK_H_DETAIL *)detail)->level != 2)
            refuse_block(b, "a heading other than ##");
        else if (b->in_item)
            refuse_block(b, "a heading inside a list");
        else if (b->quote)
            refuse_block(b, "a heading inside a quote");
        begin(b, BM_BLOCK_SUBHEAD);
        break;
    case MD_BLOCK_HR:
        refuse_block(b, "a rule");
        break;
    case MD_BLOCK_QUOTE:
        if (b->lists || b->quote)
            refuse_block(b, "a block quote inside a list or a quote");
        b->quote = true;
        break;
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
        refuse_block(b, "a block of code");
        b->refused++;
        break;
    case MD_BLOCK_TABLE:
        begin_table(b, ((const MD_BLOCK_TABLE_DETAIL *)detail)->col_count);
        b->table->head_rows = ((const MD_BLOCK_TABLE_DETAIL *)detail)->head_row_count;
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        begin_cell(b, ((const MD_BLOCK_TD_DETAIL *)detail)->align);
        break;
    default:
        break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct body *b = user;
    (void)detail;
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        b->lists--;
        break;
    case MD_BLOCK_LI:
        end(b);
        if (!b->item_filled && !b->bad)
            refuse_block(b, "a list item without text");
        b->in_item = false;
        break;
    case MD_BLOCK_P:
    case MD_BLOCK_H:
        end(b);
        break;
    case MD_BLOCK_QUOTE:
        b->quote = false;
        break;
    case MD_BLOCK_TABLE:
        end_table(b);
        break;
    case MD_BLOCK_TR:
        end_row(b);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        end_cell(b);
        break;
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
        b->refused--;
        break;
    default:
        break;
    }
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct body *b = user;
    (void)detail;
    uint32_t at = b->pieces.n ? b->at : next_line(b);
    switch (type) {
    case MD_SPAN_STRONG:
        b->strong++;
        break;
    case MD_SPAN_EM:
        b->dotted++;
        break;
    case MD_SPAN_CODE:
        refuse(b, at, 1, "code");
        break;
    default:
        refuse(b, at, 1, "a link");
        break;
    }
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct body *b = user;
    (void)detail;
    if (type == MD_SPAN_STRONG)
        b->strong--;
    else if (type == MD_SPAN_EM)
        b->dotted--;
    return 0;
}

/* md4c counts list items on; what was typed stands before the item's first text. */
static void find_number(struct body *b, uint32_t offset)
{
    const char *s = b->source.p;
    uint32_t i = offset;
    while (i > b->from && strchr(" \t\r\n*_\\", s[i - 1]))
        i--;
    uint32_t stop = i;
    if (i == b->from || (s[i - 1] != '.' && s[i - 1] != ')'))
        return;
    for (i--; i > b->from && s[i - 1] >= '0' && s[i - 1] <= '9'; i--)
        continue;
    struct pieces number = {.arena = b->arena};
    piece_add_text(&number, (struct bm_str){s + i, stop - i},
                   (struct bm_span){b->file, i, stop - i}, 0);
    b->block.number = (struct bm_text){number.v, number.n};
}

static unsigned emphasis(const struct body *b)
{
    return (b->strong ? BM_EMPHASIS_STRONG : 0) | (b->dotted ? BM_EMPHASIS_DOTS : 0);
}

static void add_source(struct body *b, uint32_t at, uint32_t stop)
{
    for (size_t k = marks_at(&b->marks, at); at < stop; k++) {
        bool more = k < b->marks.n && b->marks.v[k].from < stop;
        uint32_t text_end = more ? b->marks.v[k].from : stop;
        if (text_end > at) {
            piece_add_text(&b->pieces, (struct bm_str){b->source.p + at, text_end - at},
                           (struct bm_span){b->file, at, text_end - at}, emphasis(b));
            at = text_end;
        }
        if (!more)
            break;
        const struct mark *m = &b->marks.v[k];
        if (m->from == at) {
            struct bm_piece *p = piece_add(&b->pieces, m->piece.kind,
                                           (struct bm_span){b->file, m->from, m->to - m->from});
            p->count = m->piece.count;
            p->note = m->piece.note;
        }
        at = m->to < stop ? m->to : stop;
    }
}

/* A line end between letters is a space; beside Han characters and their marks it is nothing. */
static bool joins_without_space(uint32_t cp)
{
    return bm_is_white(cp) || (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0xFE30 && cp <= 0xFE4F) || (cp >= 0xFF00 && cp <= 0xFFEF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF) || (cp >= 0x2014 && cp <= 0x2026);
}

static uint32_t line_end(struct body *b)
{
    uint32_t i = b->at;
    while (i < b->source.n && b->source.p[i] != '\n')
        i++;
    return i;
}

static void soft_break(struct body *b)
{
    uint32_t i = line_end(b), before = i;
    const char *s = b->source.p;
    while (before > b->at && strchr(" \t\r", s[before - 1]))
        before--;
    uint32_t last = before;
    while (last > b->from && ((unsigned char)s[last - 1] & 0xC0) == 0x80)
        last--;
    size_t j = last > b->from ? last - 1 : last, next = (size_t)i + 1;
    while (next < b->source.n &&
           (s[next] == ' ' || s[next] == '\t' || (b->quote && s[next] == '>')))
        next++;
    uint32_t left = bm_utf8_next(s, b->source.n, &j);
    uint32_t right = next < b->source.n ? bm_utf8_next(s, b->source.n, &next) : ' ';
    if (!joins_without_space(left) && !joins_without_space(right))
        piece_add_text(&b->pieces, BM_STR(" "), (struct bm_span){b->file, i, 1}, emphasis(b));
    b->at = i < b->source.n ? i + 1 : i;
}

static bool begins_line(const struct body *b, uint32_t at)
{
    while (b->quote && at > b->from && strchr("> ", b->source.p[at - 1]))
        at--;
    return at > b->from && b->source.p[at - 1] == '\n';
}

static int text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *user)
{
    struct body *b = user;
    if (type == MD_TEXT_SOFTBR) {
        soft_break(b);
        return 0;
    }
    if (type == MD_TEXT_BR) {
        uint32_t i = line_end(b);
        piece_add(&b->pieces, BM_PIECE_BREAK, (struct bm_span){b->file, i, i < b->source.n});
        b->at = i < b->source.n ? i + 1 : i;
        return 0;
    }
    uintptr_t low = (uintptr_t)b->copy, here = (uintptr_t)p;
    if (here < low || here + n > low + (b->source.n - b->from))
        return 0; /* blanks that md4c adds to code, which is refused anyway */
    uint32_t at = b->from + (uint32_t)(here - low);
    b->at = at + n;
    if (b->refused)
        return 0;
    if (!b->open)
        begin(b, BM_BLOCK_PARAGRAPH);
    if (b->block.kind == BM_BLOCK_ITEM && b->ordered && b->pieces.n == 0)
        find_number(b, at);
    /* Spaces of a new line, which a text indents in Chinese fashion. */
    if (b->pieces.n > 0 && begins_line(b, at))
        while (b->at - at >= 3 && memcmp(b->source.p + at, "\xE3\x80\x80", 3) == 0)
            at += 3;
    struct bm_str raw = {b->source.p + at, b->at - at};
    uint32_t cp;
    if (type == MD_TEXT_ENTITY && entity_read(raw, &cp)) {
        const struct bm_span span = {b->file, at, (uint32_t)raw.n};
        if (bm_character_refused(b->diags, cp, span)) {
            b->bad = true;
            return 0;
        }
        char *out = bm_arena_alloc(b->arena, 4);
        size_t size = bm_utf8_put(cp, out);
        piece_add_text(&b->pieces, (struct bm_str){out, size}, span, emphasis(b));
    } else {
        add_source(b, at, b->at);
    }
    return 0;
}

/* Links are looked for here and [ is masked, for md4c would drop the text of a link definition
 * without a word. An escaped \[ stays: it is a plain bracket to md4c too. */
static void mask_brackets(struct body *b, char *copy)
{
    size_t n = b->source.n - b->from;
    size_t opened = 0; /* 1 + offset of the last [ of this line */
    bool first = false;
    for (size_t i = 0; i < n; i++) {
        char c = copy[i];
        if (c == '\\' && i + 1 < n && copy[i + 1] != '\n') {
            i++;
        } else if (c == '\n') {
            opened = 0;
        } else if (c == '[') {
            first = true;
            for (size_t k = i; k > 0 && copy[k - 1] != '\n' && first; k--)
                first = copy[k - 1] == ' ';
            opened = i + 1;
            copy[i] = BRACKET;
        } else if (c == ']' && opened) {
            char after = i + 1 < n ? copy[i + 1] : '\0';
            bool image = opened > 1 && copy[opened - 2] == '!';
            if (after == '(' || after == '[' || (after == ':' && first))
                refuse(b, b->from + (uint32_t)opened - 1, (uint32_t)(i + 2 - opened),
                       image ? "an image" : "a link");
            opened = 0;
        }
    }
}

bool body_read(struct bm_arena *arena, const struct bm_sources *sources, uint32_t from,
               struct bm_article *article, struct bm_diags *diags)
{
    struct body b = {.arena = arena,
                     .diags = diags,
                     .article = article,
                     .source = sources->v[article->file].text,
                     .file = article->file,
                     .from = from,
                     .at = from};
    uint32_t n = (uint32_t)b.source.n - from;
    if (!marks_find(arena, b.source, b.file, from, (uint32_t)b.source.n, &b.marks, diags) ||
        !figures_find(arena, b.source, b.file, from, &b.marks, &b.figures, diags))
        return false;
    char *copy = bm_arena_copy(arena, b.source.p + from, n);
    b.copy = copy;
    for (size_t i = 0; i < b.marks.n; i++)
        memset(copy + (b.marks.v[i].from - from), MASK, b.marks.v[i].to - b.marks.v[i].from);
    mask_brackets(&b, copy);
    const MD_PARSER parser = {.flags =
                                  MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_TABLES,
                              .enter_block = enter_block,
                              .leave_block = leave_block,
                              .enter_span = enter_span,
                              .leave_span = leave_span,
                              .text = text};
    if (md_parse(copy, n, &parser, &b) != 0)
        return bm_diag0(diags, BM_MSG_OUT_OF_MEMORY, bm_span_none());
    return !b.bad;
}
