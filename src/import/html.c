/* HTML: what a browser shows of it. Scripts, styles and what is hidden are no text. */
#include "import/formats.h"
#include "import/limits.h"

struct html {
    struct copy *copy;
    struct paragraph *p; /* that is open, or NULL */
    uint32_t paragraphs, runs;
    unsigned strong, pre;
    enum style_class style;
    uint32_t level;
    enum align align;
    bool blank; /* a blank is due before the next character */
    struct paragraph *cell;
    struct list {
        bool ordered;
        int32_t next, step;
        struct bm_str form; /* of its numbers, as number_put() names them */
    } lists[16];
    size_t list_count;
    bool item; /* the label of an item is due */
};

static bool one_of(const struct node *n, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (node_is(n, names[i]))
            return true;
    return false;
}

static void end_paragraph(struct html *h)
{
    struct paragraph *p = h->p;
    h->p = NULL;
    h->blank = false;
    if (!p || paragraph_blank(p))
        return;
    if (!h->cell) {
        copy_add(h->copy, p);
        return;
    }
    if (!paragraph_blank(h->cell)) {
        note_once(h->copy, NOTE_CELL_BREAK, NULL, 0, BM_STR(""));
        paragraph_break(h->copy, h->cell, NULL);
    }
    for (size_t i = 0; i < p->n; i++) {
        h->cell->v =
            bm_arena_grow(h->copy->arena, h->cell->v, h->cell->n, &h->cell->cap, sizeof *p->v);
        h->cell->v[h->cell->n++] = p->v[i];
    }
}

static void put_label(struct html *h)
{
    struct list *l = h->list_count ? &h->lists[h->list_count - 1] : NULL;
    struct bm_buf b = {0};
    const struct piece like = {.label = true, .paragraph = h->p->number};
    h->item = false;
    if (!l)
        return;
    if (l->ordered) {
        number_put(&b, l->form, l->next);
        bm_buf_char(&b, '.');
        l->next += l->step;
    } else {
        bm_buf_c(&b, "•");
    }
    h->p->bullet = !l->ordered;
    paragraph_text(h->copy, h->p, bm_buf_keep(&b, h->copy->arena), &like);
    paragraph_text(h->copy, h->p, BM_STR(" "), &like);
}

static struct paragraph *open_paragraph(struct html *h)
{
    if (h->p)
        return h->p;
    h->p = paragraph_new(h->copy, BM_STR(""), ++h->paragraphs);
    h->p->style = h->style;
    h->p->level = h->level;
    h->p->align = h->align;
    h->runs = 0;
    if (h->item)
        put_label(h);
    return h->p;
}

static struct piece like_of(struct html *h)
{
    return (struct piece){.strong = h->strong > 0, .paragraph = h->p->number, .run = h->runs};
}

static bool is_space(char c)
{
    return strchr(" \t\n\r\f", c) != NULL;
}

static bool is_han(uint32_t cp)
{
    return cp >= 0x2E80 && cp < 0x10000;
}

/* The last character of the paragraph, or 0. */
static uint32_t last_of(const struct paragraph *p)
{
    const struct bm_str s = p->n ? p->v[p->n - 1].text : BM_STR("");
    size_t i = s.n;
    while (i && ((unsigned char)s.p[--i] & 0xC0) == 0x80)
        continue;
    return s.n ? bm_utf8_next(s.p, s.n, &i) : 0;
}

/* White space between characters is one blank; a line end between Han is none. */
static void put_text(struct html *h, struct bm_str s)
{
    bool line = false;
    if (h->pre) {
        struct piece like = (open_paragraph(h), like_of(h));
        paragraph_text(h->copy, h->p, s, &like);
        return;
    }
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        for (; i < s.n && is_space(s.p[i]); i++)
            line |= s.p[i] == '\n';
        h->blank |= i > from;
        if (i == s.n)
            break;
        open_paragraph(h);
        h->runs += from == 0;
        from = i;
        while (i < s.n && !is_space(s.p[i]))
            i++;
        const struct bm_str word = {s.p + from, i - from};
        struct piece like = like_of(h);
        like.offset = (uint32_t)bm_utf8_count(s.p, from);
        size_t k = 0;
        const uint32_t before = last_of(h->p), after = bm_utf8_next(word.p, word.n, &k);
        if (h->blank && before && !(line && is_han(before) && is_han(after)))
            paragraph_text(h->copy, h->p, BM_STR(" "), &like);
        h->blank = line = false;
        paragraph_text(h->copy, h->p, word, &like);
    }
}

static int digit64(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

/* The bytes of a picture that stands in the page itself. */
static struct bm_str data_of(struct html *h, struct bm_str source)
{
    struct bm_buf b = {0};
    size_t i = 0;
    uint32_t bits = 0, n = 0;
    while (i + 7 < source.n && memcmp(source.p + i, "base64,", 7) != 0)
        i++;
    for (i += 7; i < source.n; i++) {
        const int d = digit64(source.p[i]);
        if (d < 0)
            continue;
        bits = bits << 6 | (uint32_t)d;
        n += 6;
        if (n >= 8) {
            n -= 8;
            bm_buf_char(&b, (char)(bits >> n & 0xFF));
        }
    }
    return bm_buf_keep(&b, h->copy->arena);
}

static void put_picture(struct html *h, const struct node *n)
{
    const struct bm_str source = node_get(n, "src"), alt = node_get(n, "alt");
    open_paragraph(h);
    if (source.n < 5 || memcmp(source.p, "data:", 5) != 0) {
        note_add(h->copy, NOTE_PICTURE_GONE, h->p, 0, source.n ? source : alt);
        return;
    }
    const struct piece like = like_of(h);
    struct picture *p = copy_picture(h->copy, h->p, data_of(h, source), BM_STR("data:"), alt);
    if (p)
        paragraph_picture(h->copy, h->p, p, &like);
}

static bool has_attribute(const struct node *n, const char *name)
{
    for (const struct attribute *a = n->attributes; a; a = a->next)
        if (strcmp(a->name, name) == 0)
            return true;
    return false;
}

static bool is_hidden(const struct node *n)
{
    const struct bm_str style = node_get(n, "style");
    if (has_attribute(n, "hidden"))
        return true;
    for (size_t i = 0; i + 12 <= style.n; i++)
        if (memcmp(style.p + i, "display:none", 12) == 0 ||
            (i + 13 <= style.n && memcmp(style.p + i, "display: none", 13) == 0))
            return true;
    return false;
}

static void walk(struct html *h, const struct node *parent);

struct rows {
    struct table *table;
    struct paragraph **cells;
    size_t cap;
    uint32_t busy[CELLS_MOST]; /* the row before which a cell from above stands in the column */
    bool merged;
};

/* The next column in which no cell from above stands. */
static uint32_t free_column(const struct rows *r, uint32_t column)
{
    while (column < CELLS_MOST && r->busy[column] > r->table->rows)
        column++;
    return column;
}

static void keep_busy(struct rows *r, uint32_t from, uint32_t to, int32_t rows)
{
    const uint32_t below = rows == 0  ? UINT32_MAX - r->table->rows /* to the table's end */
                           : rows > 0 ? (uint32_t)rows
                                      : 1;
    for (uint32_t i = from; i < to; i++)
        r->busy[i] = r->table->rows + below;
}

/* What stands in a table and in none of its cells. */
static void walk_stray(struct html *h, const struct node *n);

static void walk_row(struct html *h, struct rows *r, const struct node *tr)
{
    uint32_t column = 0;
    for (uint32_t i = 0; i < CELLS_MOST; i++) {
        const size_t at = (size_t)r->table->rows * CELLS_MOST + i;
        r->cells = bm_arena_grow(h->copy->arena, r->cells, at, &r->cap, sizeof *r->cells);
        r->cells[at] = NULL;
    }
    for (const struct node *n = tr->first; n; n = n->next) {
        if (!node_is(n, "td") && !node_is(n, "th")) { /* a browser shows it before the table */
            walk_stray(h, n);
            continue;
        }
        const int32_t span = node_number(node_get(n, "colspan"), 1);
        const int32_t rows = node_number(node_get(n, "rowspan"), 1);
        column = free_column(r, column);
        const uint32_t from = column;
        struct paragraph *cell = paragraph_new(h->copy, BM_STR(""), 0);
        r->merged |= span > 1 || rows > 1 || rows == 0;
        end_paragraph(h);
        h->cell = cell;
        walk(h, n);
        end_paragraph(h);
        h->cell = NULL;
        if (column >= CELLS_MOST && !paragraph_blank(cell))
            copy_add(h->copy, cell);
        else if (column < CELLS_MOST)
            r->cells[(size_t)r->table->rows * CELLS_MOST + column] = cell;
        column += span > 0 && span < CELLS_MOST ? (uint32_t)span : 1;
        column = column > CELLS_MOST ? CELLS_MOST : column;
        keep_busy(r, from, column, rows);
        r->table->columns = column > r->table->columns ? column : r->table->columns;
    }
    r->table->rows++;
}

static void walk_rows(struct html *h, struct rows *r, const struct node *parent)
{
    static const char *const groups[] = {"thead", "tbody", "tfoot", "colgroup"};
    for (const struct node *n = parent->first; n; n = n->next)
        if (node_is(n, "tr"))
            walk_row(h, r, n);
        else if (n->name && one_of(n, groups, BM_COUNT(groups)))
            walk_rows(h, r, n);
        else
            walk_stray(h, n);
}

static void walk_table(struct html *h, const struct node *n)
{
    end_paragraph(h);
    if (h->cell) {
        note_add(h->copy, NOTE_NESTED, NULL, 0, BM_STR(""));
        walk(h, n);
        return;
    }
    struct rows r = {.table = BM_NEW(h->copy->arena, struct table)};
    walk_rows(h, &r, n);
    end_paragraph(h);
    struct table *t = r.table;
    t->cells = BM_NEW_N(h->copy->arena, (size_t)t->rows * t->columns, struct cell);
    for (uint32_t i = 0; i < t->rows; i++)
        for (uint32_t k = 0; k < t->columns; k++)
            t->cells[i * t->columns + k].text = r.cells[(size_t)i * CELLS_MOST + k];
    if (r.merged)
        note_add(h->copy, NOTE_MERGED, NULL, 0, BM_STR(""));
    copy_add_table(h->copy, t);
}

/* The form of an ordered list's numbers: type="a". */
static struct bm_str form_of(const struct node *n)
{
    const struct bm_str type = node_get(n, "type");
    return bm_str_is(type, "a")   ? BM_STR("lowerLetter")
           : bm_str_is(type, "A") ? BM_STR("upperLetter")
           : bm_str_is(type, "i") ? BM_STR("lowerRoman")
           : bm_str_is(type, "I") ? BM_STR("upperRoman")
                                  : BM_STR("decimal");
}

static struct list list_of(const struct node *n)
{
    const bool back = has_attribute(n, "reversed");
    int32_t items = 0;
    for (const struct node *c = n->first; c; c = c->next)
        items += node_is(c, "li");
    return (struct list){node_is(n, "ol"), node_number(node_get(n, "start"), back ? items : 1),
                         back ? -1 : 1, form_of(n)};
}

static void walk_list(struct html *h, const struct node *n)
{
    end_paragraph(h);
    if (h->list_count < BM_COUNT(h->lists))
        h->lists[h->list_count++] = list_of(n);
    else
        note_add(h->copy, NOTE_NUMBER_FORM, NULL, 0, BM_STR(""));
    walk(h, n);
    end_paragraph(h);
    h->list_count -= h->list_count > 0;
    h->item = false;
}

static void walk_block(struct html *h, const struct node *n)
{
    const struct bm_str align = node_get(n, "align");
    const enum style_class style = h->style;
    const enum align was = h->align;
    const bool heading = n->name[0] == 'h' && n->name[1] >= '1' && n->name[1] <= '6' && !n->name[2];
    end_paragraph(h);
    if (heading) {
        h->level = (uint32_t)(n->name[1] - '0');
        h->style = h->level == 1 ? STYLE_TITLE : STYLE_HEADING;
    } else if (node_is(n, "figcaption")) {
        h->style = STYLE_CAPTION;
    }
    if (bm_str_is(align, "center") || node_is(n, "center"))
        h->align = ALIGN_CENTRE;
    else if (bm_str_is(align, "right"))
        h->align = ALIGN_END;
    h->item |= node_is(n, "li");
    if (node_is(n, "li") && h->list_count && node_get(n, "value").n)
        h->lists[h->list_count - 1].next =
            node_number(node_get(n, "value"), h->lists[h->list_count - 1].next);
    h->pre += node_is(n, "pre");
    walk(h, n);
    end_paragraph(h);
    h->pre -= node_is(n, "pre");
    h->item &= !node_is(n, "li");
    h->style = style;
    h->align = was;
}

static void note_text(struct html *h, enum note note, const struct node *n)
{
    struct bm_buf b = {0};
    node_text(n, &b);
    note_add(h->copy, note, h->p, 0, bm_buf_view(&b));
    bm_buf_free(&b);
}

/* How words look, where that says more than their characters. */
static void note_look(struct html *h, const struct node *n)
{
    static const char *const struck[] = {"del", "s", "strike"};
    static const char *const raised[] = {"sub", "sup"};
    if (one_of(n, struck, BM_COUNT(struck)))
        note_text(h, NOTE_STRUCK, n);
    else if (one_of(n, raised, BM_COUNT(raised)))
        note_text(h, NOTE_RAISED, n);
    else if (node_is(n, "math"))
        note_text(h, NOTE_FORMULA, n);
}

static void walk_element(struct html *h, const struct node *n)
{
    static const char *const none[] = {"script", "style", "template", "head",   "object",
                                       "iframe", "audio", "video",    "canvas", "title"};
    static const char *const blocks[] = {
        "p",          "div",     "h1",     "h2",      "h3",         "h4",      "h5",
        "h6",         "li",      "dd",     "dt",      "section",    "article", "header",
        "footer",     "main",    "aside",  "nav",     "blockquote", "pre",     "figure",
        "figcaption", "address", "center", "form",    "fieldset",   "dl",      "body",
        "html",       "hr",      "tr",     "td",      "th",         "caption", "thead",
        "tbody",      "tfoot",   "legend", "details", "summary"};
    static const char *const forms[] = {"input", "select", "textarea", "button"};
    static const char *const bold[] = {"b", "strong"};
    if (one_of(n, none, BM_COUNT(none)))
        return;
    if (node_is(n, "rt") || node_is(n, "rp")) {
        note_text(h, NOTE_RUBY, n);
    } else if (is_hidden(n) || node_is(n, "noscript")) {
        note_text(h, NOTE_HIDDEN, n);
    } else if (node_is(n, "svg")) {
        note_text(h, NOTE_DRAWING, n);
    } else if (one_of(n, forms, BM_COUNT(forms))) {
        note_text(h, NOTE_FORM, n);
    } else if (node_is(n, "br")) {
        if (h->cell) {
            h->blank = true;
        } else {
            struct paragraph *p = h->p;
            if (p && !paragraph_blank(p))
                note_once(h->copy, NOTE_BREAK, p, 0, BM_STR(""));
            end_paragraph(h);
        }
    } else if (node_is(n, "img")) {
        put_picture(h, n);
    } else if (node_is(n, "table")) {
        walk_table(h, n);
    } else if (node_is(n, "ul") || node_is(n, "ol") || node_is(n, "menu")) {
        walk_list(h, n);
    } else if (one_of(n, blocks, BM_COUNT(blocks))) {
        walk_block(h, n);
    } else {
        const bool strong = one_of(n, bold, BM_COUNT(bold)), quoted = node_is(n, "q");
        note_look(h, n);
        if (node_is(n, "a") && node_get(n, "href").n)
            note_add(h->copy, NOTE_LINK, h->p, 0, node_get(n, "href"));
        h->strong += strong;
        if (quoted)
            put_text(h, BM_STR("“"));
        walk(h, n);
        if (quoted)
            put_text(h, BM_STR("”"));
        h->strong -= strong;
    }
}

static void walk_stray(struct html *h, const struct node *n)
{
    if (n->name)
        walk_element(h, n);
    else
        put_text(h, n->text);
}

static void walk(struct html *h, const struct node *parent)
{
    for (const struct node *n = parent->first; n; n = n->next)
        if (n->name)
            walk_element(h, n);
        else
            put_text(h, n->text);
}

/* Without <![if …]> and <![endif]> of Word's pages: a browser takes them for comments. */
static struct bm_str without_conditions(struct copy *copy, struct bm_str s)
{
    struct bm_buf b = {0};
    bool comment = false;
    for (size_t i = 0; i < s.n;) {
        const struct bm_str rest = {s.p + i, s.n - i};
        comment |= rest.n >= 4 && memcmp(rest.p, "<!--", 4) == 0;
        comment &= !(rest.n >= 3 && memcmp(rest.p, "-->", 3) == 0);
        const char *end = !comment && rest.n >= 3 && memcmp(rest.p, "<![", 3) == 0
                              ? memchr(rest.p, '>', rest.n < 200 ? rest.n : 200)
                              : NULL;
        if (!end)
            bm_buf_char(&b, s.p[i]);
        i += end ? (size_t)(end - rest.p) + 1 : 1;
    }
    return bm_buf_keep(&b, copy->arena);
}

const char *html_read(struct copy *copy, struct bm_str text)
{
    struct html h = {.copy = copy};
    const char *why = NULL;
    const struct node *root =
        text.n <= HTML_MOST ? tree_read_html(copy->arena, without_conditions(copy, text), &why)
                            : NULL;
    why = text.n <= HTML_MOST ? why : "it is too long for an article";
    if (!root)
        return why;
    walk_element(&h, root);
    end_paragraph(&h);
    return NULL;
}
