/* Types the copy as an editor would: a head of YAML, then paragraphs with an empty line between,
 * items line by line, tables with bars, pictures on lines of their own. */
#include "import/write.h"

#include "import/limits.h"

#define CELL_LONGEST                                                                               \
    200 /* characters of a cell: a table with a longer one is a way to lay out a page */

static void put_empty_line(struct writer *w)
{
    bm_buf_c(&w->out, "\n");
}

/* Says of what part the origins are that were added since. */
static void origins_part(struct writer *w, size_t first, struct bm_str part)
{
    for (size_t i = first; i < w->n; i++)
        w->origins[i].part = part;
}

static void put_unit_line(struct writer *w, const struct paragraph *p, size_t from, size_t to,
                          const char *before, enum place place, const char *end)
{
    struct unit u = {0};
    const size_t first = w->n, at = w->out.n;
    if (from == to)
        return;
    unit_add(&u, p->v + from, to - from, end);
    bm_buf_c(&w->out, before);
    if (unit_put(w, &u, place))
        bm_buf_char(&w->out, '\n');
    else
        w->out.n = at;
    origins_part(w, first, p->part);
    unit_free(&u);
}

static void put_alt(struct writer *w, struct bm_str alt)
{
    struct bm_buf b = {0};
    bool changed = false, text = false;
    for (size_t i = 0; i < alt.n;) {
        const size_t at = i;
        const uint32_t cp = bm_utf8_next(alt.p, alt.n, &i);
        const bool bad = cp < ' ' || cp == '{' || cp == '}' || cp == 0x2028 || cp == 0x2029 ||
                         (cp >= 0x7F && cp < 0xA0) || cp == 0x202B || cp == 0x202E || cp == 0x2067;
        changed |= bad && cp != '\n';
        text |= !bad && !bm_is_white(cp);
        if (bad)
            bm_buf_char(&b, ' ');
        else
            bm_buf_put(&b, alt.p + at, i - at);
    }
    if (changed)
        note_add(w->copy, NOTE_ALT, NULL, 0, alt);
    if (text && b.n < 4000)
        bm_buf_printf(&w->out, "{alt: %.*s}", (int)b.n, b.p);
    bm_buf_free(&b);
}

static void put_picture(struct writer *w, const struct picture *picture,
                        const struct paragraph *caption)
{
    struct unit u = {0};
    const size_t first = w->n;
    bm_buf_c(&w->out, "![");
    if (caption) {
        unit_add(&u, caption->v, caption->n, " ");
        unit_put(w, &u, PLACE_CAPTION);
        origins_part(w, first, caption->part);
        unit_free(&u);
    }
    bm_buf_c(&w->out, "](");
    bm_buf_str(&w->out, picture->path);
    bm_buf_c(&w->out, ")");
    put_alt(w, picture->alt);
    bm_buf_c(&w->out, "\n");
}

/* A paragraph: each of its lines, and each picture in it, stands by itself. */
static void put_paragraph(struct writer *w, const struct paragraph *p,
                          const struct paragraph *caption)
{
    const char *const before = p->role == ROLE_SUBHEAD ? "## " : p->role == ROLE_QUOTE ? "> " : "";
    const enum place place = p->role == ROLE_SUBHEAD ? PLACE_SUBHEAD
                             : p->role == ROLE_QUOTE ? PLACE_INSIDE
                                                     : PLACE_LINE;
    size_t from = 0;
    const char *end = p->role == ROLE_SUBHEAD ? " " : "";
    for (size_t i = 0; i <= p->n; i++) {
        const bool cut = i == p->n || p->v[i].kind == PIECE_PICTURE ||
                         (p->v[i].kind == PIECE_BREAK && p->role != ROLE_SUBHEAD);
        if (!cut)
            continue;
        const size_t at = w->out.n;
        put_unit_line(w, p, from, i, before, place, end);
        if (w->out.n > at)
            put_empty_line(w);
        if (i < p->n && p->v[i].kind == PIECE_PICTURE) {
            bool last = true;
            for (size_t k = i + 1; k < p->n; k++)
                last &= p->v[k].kind != PIECE_PICTURE;
            put_picture(w, p->v[i].picture, last ? caption : NULL);
            put_empty_line(w);
        }
        from = i + 1;
    }
}

/* How many pieces of a paragraph are its label. */
static size_t label_pieces(const struct paragraph *p)
{
    size_t n = 0;
    while (n < p->n && p->v[n].label)
        n++;
    return n;
}

static void put_item(struct writer *w, const struct paragraph *p)
{
    const size_t label = label_pieces(p), first = w->n;
    if (p->bullet) {
        bm_buf_c(&w->out, "- ");
        shown_put(w, BM_STR("-"));
    } else {
        struct unit u = {0};
        unit_add(&u, p->v, label, "");
        unit_put(w, &u, PLACE_INSIDE);
        bm_buf_char(&w->out, ' ');
        origins_part(w, first, p->part);
        unit_free(&u);
    }
    put_unit_line(w, p, label, p->n, "", PLACE_INSIDE, " ");
}

static size_t characters_of(const struct paragraph *p)
{
    size_t n = 0;
    for (size_t i = 0; p && i < p->n; i++)
        n += bm_utf8_count(p->v[i].text.p, p->v[i].text.n);
    return n;
}

static bool has_picture(const struct paragraph *p)
{
    for (size_t i = 0; p && i < p->n; i++)
        if (p->v[i].kind == PIECE_PICTURE)
            return true;
    return false;
}

static bool row_blank(const struct table *t, uint32_t row)
{
    for (uint32_t c = 0; c < t->columns; c++) {
        const struct paragraph *p = t->cells[row * t->columns + c].text;
        if (p && !paragraph_blank(p))
            return false;
    }
    return true;
}

static bool is_grid(const struct table *t)
{
    uint32_t rows = 0;
    for (uint32_t r = 0; r < t->rows; r++)
        rows += !row_blank(t, r);
    for (size_t i = 0; i < (size_t)t->rows * t->columns; i++)
        if (has_picture(t->cells[i].text) || characters_of(t->cells[i].text) > CELL_LONGEST)
            return false;
    return rows > 1 && t->columns > 1 && t->columns < CELLS_MOST;
}

static void put_row(struct writer *w, const struct table *t, uint32_t row)
{
    for (uint32_t c = 0; c < t->columns; c++) {
        const struct paragraph *p = t->cells[row * t->columns + c].text;
        struct unit u = {0};
        const size_t first = w->n;
        bm_buf_c(&w->out, c ? " " : "| ");
        if (p)
            unit_add(&u, p->v, p->n, " ");
        if (p && unit_put(w, &u, PLACE_CELL))
            origins_part(w, first, p->part);
        bm_buf_c(&w->out, " |");
        unit_free(&u);
    }
    bm_buf_c(&w->out, "\n");
}

static void put_table(struct writer *w, const struct table *t)
{
    bool head = true, text = false, said = false;
    const bool grid = is_grid(t);
    for (uint32_t r = 0; r < t->rows; r++) {
        if (row_blank(t, r)) {
            if (!said)
                note_add(w->copy, NOTE_TABLE_HEAD, NULL, 0, BM_STR(""));
            said = true;
            continue;
        }
        text = true;
        for (uint32_t c = 0; c < t->columns && !grid; c++)
            if (t->cells[r * t->columns + c].text)
                put_paragraph(w, t->cells[r * t->columns + c].text, NULL);
        if (!grid)
            continue;
        put_row(w, t, r);
        for (uint32_t c = 0; c < t->columns && head; c++)
            bm_buf_c(&w->out, c ? "---|" : "|---|");
        bm_buf_c(&w->out, head ? "\n" : "");
        head = false;
    }
    if (grid)
        put_empty_line(w);
    else if (text)
        note_add(w->copy, NOTE_TABLE_TEXT, NULL, 0, BM_STR(""));
}

/* A field: all paragraphs in a row that are it. Returns the first block behind them. */
static size_t put_field(struct writer *w, size_t i)
{
    const struct copy *c = w->copy;
    const char *field = c->v[i].paragraph->field;
    static const char *const broken[] = {"kicker", "tag", "title", "deck"};
    bool breaks = false;
    for (size_t k = 0; k < BM_COUNT(broken); k++)
        breaks |= strcmp(field, broken[k]) == 0;
    struct unit u = {0};
    const size_t first = w->n;
    struct bm_str part = c->v[i].paragraph->part;
    const struct piece end = {.kind = PIECE_BREAK, .text = BM_STR("")};
    const char *joint = breaks ? " / " : " ";
    bm_buf_printf(&w->out, "%s: ", field);
    for (size_t k = i; i < c->n && c->v[i].kind == BLOCK_PARAGRAPH && c->v[i].paragraph->field &&
                       strcmp(c->v[i].paragraph->field, field) == 0;
         i++) {
        if (i > k)
            unit_add(&u, &end, 1, joint);
        unit_add(&u, c->v[i].paragraph->v, c->v[i].paragraph->n, joint);
    }
    unit_put(w, &u, breaks ? PLACE_BROKEN : PLACE_FIELD);
    bm_buf_c(&w->out, "\n");
    origins_part(w, first, part);
    unit_free(&u);
    return i;
}

static bool is_tail(const char *field)
{
    return strcmp(field, "signed") == 0 || strcmp(field, "dated") == 0;
}

static void put_head(struct writer *w)
{
    const struct copy *c = w->copy;
    bm_buf_c(&w->out, "---\nkind: ");
    bm_buf_c(&w->out, c->kind);
    bm_buf_c(&w->out, "\n");
    for (size_t i = 0; i < c->n;) {
        if (c->v[i].kind != BLOCK_PARAGRAPH || !c->v[i].paragraph->field) {
            i++;
            continue;
        }
        w->shown = is_tail(c->v[i].paragraph->field) ? &w->tail : &w->head;
        i = put_field(w, i);
    }
    bm_buf_c(&w->out, "---\n\n");
    w->shown = &w->body;
}

static void put_body(struct writer *w)
{
    const struct copy *c = w->copy;
    for (size_t i = 0; i < c->n; i++) {
        const struct block *b = &c->v[i], *next = i + 1 < c->n ? b + 1 : NULL;
        const struct paragraph *p = b->paragraph, *after = next ? next->paragraph : NULL;
        if (b->kind == BLOCK_TABLE) {
            put_table(w, b->table);
        } else if (p->role == ROLE_ITEM) {
            put_item(w, p);
            if (!after || after->role != ROLE_ITEM || after->bullet != p->bullet)
                put_empty_line(w);
        } else if (p->role != ROLE_FIELD && p->role != ROLE_CAPTION) {
            put_paragraph(w, p, after && after->role == ROLE_CAPTION ? after : NULL);
        }
    }
    while (w->out.n > 1 && w->out.p[w->out.n - 1] == '\n' && w->out.p[w->out.n - 2] == '\n')
        w->out.n--;
}

static struct bm_str title_of(const struct copy *c)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < c->n && !b.n; i++)
        if (c->v[i].kind == BLOCK_PARAGRAPH && c->v[i].paragraph->field &&
            strcmp(c->v[i].paragraph->field, "title") == 0)
            paragraph_plain(c->v[i].paragraph, &b);
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] == '\n')
            b.p[i] = ' ';
    return bm_buf_keep(&b, c->arena);
}

void copy_write(struct copy *copy, struct bm_imported *out)
{
    struct writer w = {.copy = copy};
    put_head(&w);
    put_body(&w);
    bm_buf_put(&w.head, w.body.p, w.body.n);
    bm_buf_put(&w.head, w.tail.p, w.tail.n);
    bm_buf_free(&w.body);
    bm_buf_free(&w.tail);
    *out = (struct bm_imported){.name = copy->name,
                                .kind = bm_str_c(copy->kind),
                                .title = title_of(copy),
                                .origins = w.origins,
                                .origin_count = w.n,
                                .notes = copy->notes,
                                .note_count = copy->note_count,
                                .pictures = copy->pictures,
                                .characters = bm_utf8_count(w.head.p, w.head.n)};
    out->markdown = bm_buf_keep(&w.out, copy->arena);
    out->shown = bm_buf_keep(&w.head, copy->arena);
}
