/* The body: lines become blocks. Markup is what content/README.md names, in forms that ordinary
 * text has not; a line that looks like more begins a paragraph of its own, printed as it is typed.
 */
#include "manuscript/limits.h"
#include "manuscript/openings.h"
#include "manuscript/parts.h"

#define PASTED_LEAST                                                                               \
    3 /* lines of a paragraph, each of them a sentence, that look like paragraphs */

struct body {
    struct reading *reading;
    struct bm_article *article;
    struct text_source source;
    struct marks marks;
    size_t block_cap, figures;
    /* the block that is open, and its lines */
    struct bm_block block;
    struct stretches lines;
    bool open;
    bool doubted;         /* one of its lines looks like markup: enough is said of them */
    bool quote;           /* since the last empty line there was a quote */
    char list;            /* the last block is an item: its sign, or 1 for a number; 0: none */
    uint32_t list_indent; /* of the list's first item */
    bool tabs;            /* the line before has tabs inside */
    bool rows;            /* rows of tabs were said */
    bool blank, lines_of_verse; /* since the last line of verse; there was one */
    /* lines of paragraphs, and of those that look like pasted paragraphs */
    size_t typed, pasted, pasted_most;
    struct bm_span pasted_at;
    struct stretch short_at, short_pasted_at; /* short lines; those that look pasted too */
};

static void add_block(struct body *b, const struct bm_block *block)
{
    struct bm_article *a = b->article;
    a->blocks =
        bm_arena_grow(b->reading->arena, a->blocks, a->block_count, &b->block_cap, sizeof *block);
    a->blocks[a->block_count++] = *block;
}

/* Says which lines of a block look as if they were not to be joined; all_sentences: what
 * pasted-lines may say of them. */
static void look_at_lines(struct body *b, bool all_sentences)
{
    const struct stretches *s = &b->lines;
    struct stretch where, *at = all_sentences ? &b->short_pasted_at : &b->short_at;
    if (s->n > 1 && joined_find(&b->source, s->v, s->n, b->block.kind == BM_BLOCK_ITEM, &where) &&
        at->to == 0 && !b->doubted)
        *at = where;
}

/* Counts a paragraph's lines, and whether they look like paragraphs that were pasted. */
static void count_lines(struct body *b)
{
    const struct stretches *s = &b->lines;
    size_t sentences = 0;
    for (size_t i = 0; i < s->n; i++)
        sentences += line_ends_sentence(b->source.text, s->v[i]);
    const bool all = sentences == s->n;
    look_at_lines(b, all && b->block.kind == BM_BLOCK_PARAGRAPH);
    if (b->block.kind != BM_BLOCK_PARAGRAPH)
        return;
    b->typed += s->n;
    if (s->n < 2 || !all)
        return;
    if (!b->pasted)
        b->pasted_at = (struct bm_span){b->reading->file, s->v[0].from, s->v[0].to - s->v[0].from};
    b->pasted += s->n;
    b->pasted_most = s->n > b->pasted_most ? s->n : b->pasted_most;
}

static void end(struct body *b)
{
    struct bm_block *block = &b->block;
    if (!b->open)
        return;
    b->open = false;
    const struct stretch first = b->lines.v[0], last = b->lines.v[b->lines.n - 1];
    const uint32_t from = block->number.n ? block->number.v[0].span.offset : first.from;
    block->span = (struct bm_span){b->reading->file, from, last.to - from};
    b->source.blanks = b->reading->names;
    block->text = text_read(&b->source, b->lines.v, b->lines.n);
    if (b->source.blanks && !bm_opening_is_names(&block->text)) {
        b->source.blanks = false;
        block->text = text_read(&b->source, b->lines.v, b->lines.n);
    }
    /* Lines of verse, and names, are meant to stand as they are typed. */
    block->typed = b->reading->verse || b->source.blanks;
    if (!block->typed)
        count_lines(b);
    b->source.blanks = false;
    if (block->text.n)
        add_block(b, block);
}

static void append(struct body *b, uint32_t from, uint32_t to)
{
    struct stretches *s = &b->lines;
    s->v = bm_arena_grow(b->reading->arena, s->v, s->n, &s->cap, sizeof *s->v);
    s->v[s->n++] = (struct stretch){from, to};
}

/* Ends what is open and begins a block with its first line. */
static void begin(struct body *b, enum bm_block_kind kind, uint32_t from, uint32_t to)
{
    end(b);
    b->block = (struct bm_block){.kind = kind};
    b->lines.n = 0;
    b->open = true;
    b->doubted = false;
    if (kind != BM_BLOCK_ITEM)
        b->list = 0;
    if (kind != BM_BLOCK_QUOTE)
        b->quote = false;
    append(b, from, to);
}

static void begin_item(struct body *b, const struct line *l)
{
    const char sign = b->source.text.p[l->from];
    const bool number = l->kind == LINE_NUMBER;
    uint32_t to = l->text;
    while (strchr(" \t", b->source.text.p[to - 1]))
        to--;
    struct pieces pieces = {.arena = b->reading->arena};
    piece_add_text(&pieces, (struct bm_str){b->source.text.p + l->from, to - l->from},
                   (struct bm_span){b->reading->file, l->from, to - l->from}, 0);
    if (!b->list)
        b->list_indent = l->indent;
    begin(b, BM_BLOCK_ITEM, l->text, l->to);
    b->list = number ? '1' : sign;
    b->block.number = (struct bm_text){pieces.v, pieces.n};
    b->block.sign = !number;
}

static void doubt(struct body *b, enum doubt what, const struct line *l)
{
    b->doubted = true;
    doubt_say(&b->source, what, (struct stretch){l->from, l->to});
}

/* A paragraph that this line alone is. */
static void add_alone(struct body *b, const struct line *l)
{
    begin(b, BM_BLOCK_PARAGRAPH, l->from, l->to);
    end(b);
}

/* Whether another item with the sign of this line follows, so that both are a list: after lines of
 * its text, and after empty ones. */
static bool list_follows(const struct body *b, const struct line *first)
{
    const char sign = b->source.text.p[first->from];
    bool blank = false;
    struct line l = *first;
    for (;;) {
        l = line_read(b->source.text, &b->marks, l.next);
        const bool nested = l.indent >= first->indent + 2;
        if (l.kind == LINE_SIGN && !nested)
            return b->source.text.p[l.from] == sign;
        if (l.kind == LINE_BLANK)
            blank = true;
        else if (l.kind != LINE_TEXT && !nested)
            return false;
        else if (blank && !nested)
            return false;
        if (l.kind == LINE_END)
            return false;
    }
}

/* A line of running text: goes on with what is open, or begins a paragraph. */
static void take_text(struct body *b, const struct line *l)
{
    const bool verse = b->reading->verse;
    if (verse || l->opens || !b->open)
        begin(b, BM_BLOCK_PARAGRAPH, l->from, l->to);
    else
        append(b, l->from, l->to);
    if (verse) {
        b->block.stanza = b->blank && b->lines_of_verse;
        b->blank = false;
        b->lines_of_verse = true;
    }
}

static bool is_row(const struct body *b, const struct line *l)
{
    if (!l->tabs)
        return false;
    const struct line next = line_read(b->source.text, &b->marks, l->next);
    return b->tabs || (next.tabs && next.kind != LINE_BLANK);
}

static bool has_bar(const struct body *b, const struct line *l)
{
    return find_outside(b->source.text, &b->marks, l->from, l->to, '|') < l->to;
}

static bool line_begins(const struct body *b, const struct line *l, const char *word)
{
    const size_t n = strlen(word);
    return l->to - l->from > n && memcmp(b->source.text.p + l->from, word, n) == 0;
}

/* A line that begins with > or ＞ but no blank after a half-width one; >80% is a figure. */
static void doubt_quote(struct body *b, const struct line *l)
{
    const bool wide = line_begins(b, l, "＞");
    if (!wide && !line_begins(b, l, ">"))
        return;
    const char after = b->source.text.p[l->from + (wide ? 3 : 1)];
    if (!strchr("0123456789=.-", after) && (wide || after != ' '))
        doubt(b, DOUBT_QUOTE_SIGN, l);
}

/* Two lines of text with bars are a table to many. */
static void doubt_bars(struct body *b, const struct line *l)
{
    static const char wide[] = "｜";
    uint32_t bars = 0;
    for (uint32_t i = l->from; i + 3 <= l->to && line_begins(b, l, wide); i++)
        bars += memcmp(b->source.text.p + i, wide, 3) == 0;
    if (bars > 1)
        doubt(b, DOUBT_WIDE_TABLE, l);
    if (line_begins(b, l, "＃＃") || line_begins(b, l, "＃ "))
        doubt(b, DOUBT_HEADING, l);
    if (!has_bar(b, l))
        return;
    const struct line next = line_read(b->source.text, &b->marks, l->next);
    if (next.kind == LINE_TEXT && has_bar(b, &next))
        doubt(b, DOUBT_TABLE, l);
}

/* Cells that tabs part: a paragraph a row, so that it can be read. */
static void add_tab_row(struct body *b, const struct line *l)
{
    if (!b->rows)
        bm_diag0(b->reading->diags, BM_MSG_TAB_TABLE,
                 ((struct bm_span){b->reading->file, l->from, l->to - l->from}));
    b->rows = true;
    end(b);
    b->source.rows = true;
    add_alone(b, l);
    b->source.rows = false;
}

/* What stands after the sign of a quote. */
static void take_quoted(struct body *b, const struct line *l)
{
    const struct line inner = line_part(b->source.text, l->text, l->to);
    if (inner.kind == LINE_BLANK) {
        end(b);
        return;
    }
    if (inner.kind == LINE_NUMBER || inner.kind == LINE_SIGN)
        doubt(b, DOUBT_LIST, &inner);
    else if (inner.kind == LINE_QUOTE)
        doubt(b, DOUBT_QUOTE, &inner);
    else if (inner.kind == LINE_SUBHEAD)
        doubt(b, DOUBT_QUOTED_HEADING, &inner);
    else if (inner.kind == LINE_ALONE)
        doubt(b, inner.doubt, &inner);
    b->quote = true;
    if (!b->open || inner.opens || (inner.kind != LINE_TEXT && inner.kind != LINE_QUOTE))
        begin(b, BM_BLOCK_QUOTE, inner.from, inner.to);
    else
        append(b, inner.from, inner.to);
}

static void take_quote(struct body *b, const struct line *l)
{
    const bool bare = l->text == l->to;
    if (b->quote || (!b->open && !bare && !l->opens)) {
        take_quoted(b, l);
        return;
    }
    doubt(b, DOUBT_QUOTE, l);
    take_text(b, l);
}

/* A line that begins like an item of a list. */
static void take_item(struct body *b, const struct line *l)
{
    const char sign = b->source.text.p[l->from];
    const bool number = l->kind == LINE_NUMBER, star = sign == '*';
    const bool nested = b->list && l->indent >= b->list_indent + 2;
    if (nested || (l->opens && !number && list_follows(b, l)) ||
        (star && !nested && (b->list == '*' || list_follows(b, l)))) {
        const char list = b->list;
        doubt(b, DOUBT_LIST, l);
        begin(b, BM_BLOCK_PARAGRAPH, l->from, l->to);
        b->list = nested ? list : star ? '*' : 0;
        b->list_indent = nested ? b->list_indent : l->indent;
        return;
    }
    const bool first = number && sign == '1' && strchr(".)", b->source.text.p[l->from + 1]);
    const bool item = number ? !b->open || b->list == '1' || first
                             : !star && (b->list == sign || list_follows(b, l));
    if (item && !l->opens)
        begin_item(b, l);
    else
        take_text(b, l);
}

static bool take_figure(struct body *b, const struct line *l)
{
    struct reading *r = b->reading;
    struct bm_figure figure;
    if (b->open || b->quote || l->to - l->from < 2 ||
        memcmp(b->source.text.p + l->from, "![", 2) != 0 ||
        line_read(b->source.text, &b->marks, l->next).kind > LINE_BLANK ||
        !figure_read(&b->source, (struct stretch){l->from, l->to}, &figure))
        return false;
    struct bm_figure *kept = BM_NEW(r->arena, struct bm_figure);
    *kept = figure;
    const struct bm_block block = {
        .kind = BM_BLOCK_FIGURE, .figure = kept, .span = {r->file, l->from, l->to - l->from}};
    b->list = 0;
    add_block(b, &block);
    if (++b->figures > FIGURES_MOST)
        bm_diag_too_many(r->diags, block.span, "pictures and codes of an article", b->figures,
                         FIGURES_MOST);
    return true;
}

static void take(struct body *b, const struct line *l)
{
    switch (l->kind) {
    case LINE_BLANK:
        end(b);
        b->blank = true;
        b->quote = false;
        break;
    case LINE_SUBHEAD:
        if (l->opens) {
            doubt(b, DOUBT_HEADING, l);
            add_alone(b, l);
            break;
        }
        begin(b, BM_BLOCK_SUBHEAD, l->text, l->to);
        end(b);
        break;
    case LINE_QUOTE:
        take_quote(b, l);
        break;
    case LINE_NUMBER:
    case LINE_SIGN:
        take_item(b, l);
        break;
    case LINE_ALONE:
        doubt(b, l->doubt, l);
        add_alone(b, l);
        break;
    default:
        if (take_figure(b, l))
            break;
        take_text(b, l);
        doubt_bars(b, l);
        doubt_quote(b, l);
        break;
    }
}

/* Takes the table that begins with the line, if one does, or the line; returns the next. */
static uint32_t take_next(struct body *b, const struct line *l)
{
    const bool plain = l->kind == LINE_TEXT || l->kind == LINE_ALONE;
    if (plain && !l->opens && table_begins(&b->source, l)) {
        struct bm_block table;
        end(b);
        b->quote = b->tabs = false;
        b->list = 0;
        const uint32_t next = table_read(&b->source, l, &table);
        add_block(b, &table);
        return next;
    }
    if (l->kind == LINE_TEXT && is_row(b, l))
        add_tab_row(b, l);
    else
        take(b, l);
    b->tabs = l->tabs;
    return l->next;
}

bool body_read(struct reading *reading, uint32_t from, struct bm_article *article)
{
    struct body b = {.reading = reading, .article = article};
    const size_t before = reading->diags->errors;
    if (!marks_find(reading->arena, reading->source, reading->file, from,
                    (uint32_t)reading->source.n, &b.marks, reading->diags))
        return false;
    b.source = (struct text_source){
        .reading = reading, .text = reading->source, .marks = &b.marks, .strong = true};
    struct line l = line_read(reading->source, &b.marks, from);
    while (l.kind != LINE_END)
        l = line_read(reading->source, &b.marks, take_next(&b, &l));
    end(&b);
    const bool pasted = b.pasted && (b.pasted_most >= PASTED_LEAST || 2 * b.pasted > b.typed);
    if (pasted)
        bm_diag0(reading->diags, BM_MSG_PASTED_LINES, b.pasted_at);
    if (b.short_at.to)
        joined_say(reading, JOIN_SHORT, b.short_at);
    else if (b.short_pasted_at.to && !pasted)
        joined_say(reading, JOIN_SHORT, b.short_pasted_at);
    return reading->diags->errors == before;
}
