/* Characters: runs of a paragraph, and what stands among them. */
#include "import/docx.h"

static bool is_shown(const struct docx *d)
{
    for (size_t i = 0; i < d->field_count; i++)
        if (!d->fields[i].result)
            return false;
    return true;
}

/* Notes about how the run looks, where that says more than its characters. */
static void note_look(struct docx *d, struct bm_str text)
{
    const struct look *l = &d->look;
    if (l->struck > 0)
        note_add(d->copy, NOTE_STRUCK, d->paragraph, d->run, text);
    if (l->raised > 0)
        note_add(d->copy, NOTE_RAISED, d->paragraph, d->run, text);
    if (l->capitals > 0)
        note_add(d->copy, NOTE_CAPITALS, d->paragraph, d->run, text);
}

/* Text of an element t: line ends in it are blanks, and in a symbol font letters are signs. */
static void put_text(struct docx *d, struct bm_str text)
{
    const bool symbols = symbol_font(d->look.font);
    size_t from = 0;
    if (!is_shown(d)) {
        note_add(d->copy, NOTE_FIELD, d->paragraph, d->run, text);
        return;
    }
    if (d->look.hidden > 0) {
        note_add(d->copy, NOTE_HIDDEN, d->paragraph, d->run, text);
        return;
    }
    note_look(d, text);
    for (size_t i = 0; i < text.n;) {
        const size_t at = i;
        const uint32_t cp = bm_utf8_next(text.p, text.n, &i);
        const bool line = cp == '\n' || cp == '\r';
        const bool sign = symbols && ((cp > ' ' && cp < 0x7F) || (cp >= 0xF000 && cp <= 0xF0FF));
        if (!line && !sign)
            continue;
        runs_put(d, (struct bm_str){text.p + from, at - from});
        from = i;
        if (line)
            runs_put(d, BM_STR(" "));
        else
            runs_symbol(d, d->look.font, cp);
    }
    runs_put(d, (struct bm_str){text.p + from, text.n - from});
}

static struct look look_of(const struct docx *d, const struct node *properties)
{
    struct look own = look_read(properties);
    const struct style *style = style_of(d, node_val(properties, "rStyle"), true);
    const struct look named =
        node_child(properties, "rStyle") ? style_look(d, style) : (struct look){0};
    const struct look *p = &d->under, *all = &d->defaults;
#define TOGGLE(name)                                                                               \
    own.name =                                                                                     \
        (signed char)(own.name ? own.name : ((named.name > 0) != (p->name > 0)) || all->name > 0)
    TOGGLE(strong);
    TOGGLE(hidden);
    TOGGLE(struck);
    TOGGLE(capitals);
#undef TOGGLE
#define FIRST(name, has)                                                                           \
    own.name = own has ? own.name : named has ? named.name : (*p)has ? p->name : all->name
    FIRST(raised, .raised);
    FIRST(dots, .dots);
    FIRST(size, .size);
    FIRST(font, .font.n);
#undef FIRST
    return own;
}

static bool code_is(struct bm_str code, const char *word)
{
    const size_t n = strlen(word);
    while (code.n && (code.p[0] == ' ' || code.p[0] == '\\')) {
        code.p++;
        code.n--;
    }
    return code.n >= n && memcmp(code.p, word, n) == 0 && (code.n == n || code.p[n] == ' ');
}

static void note_field(struct docx *d, struct bm_str code)
{
    static const char *const dates[] = {"DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE"};
    for (size_t i = 0; i < BM_COUNT(dates); i++)
        if (code_is(code, dates[i]))
            note_add(d->copy, NOTE_DATE, d->paragraph, d->run, code);
    if (code_is(code, "HYPERLINK"))
        note_add(d->copy, NOTE_LINK, d->paragraph, d->run, code);
}

/* What a field without a saved result shows, where that is one character. */
static bool take_circled(struct docx *d, struct bm_str code)
{
    const uint32_t cp = circled_of(code);
    char bytes[4];
    if (!cp || !is_shown(d) || d->look.hidden > 0)
        return false;
    note_add(d->copy, NOTE_CIRCLED, d->paragraph, d->run, code);
    runs_put(d, bm_str_copy(d->arena, (struct bm_str){bytes, bm_utf8_put(cp, bytes)}));
    return true;
}

static void take_field_char(struct docx *d, const struct node *n)
{
    static const char *const silent[] = {"XE", "TC", "TA", "RD", "SET"};
    const struct bm_str type = node_get(n, "fldCharType");
    struct field *top = d->field_count ? &d->fields[d->field_count - 1] : NULL;
    if (bm_str_is(type, "begin") && d->field_count < FIELDS_DEEP) {
        d->fields[d->field_count++] = (struct field){.run = d->run};
    } else if (bm_str_is(type, "separate") && top) {
        top->result = top->separated = true;
        note_field(d, bm_buf_view(&top->code));
    } else if (bm_str_is(type, "end") && top) {
        bool quiet = top->separated;
        for (size_t i = 0; i < BM_COUNT(silent); i++)
            quiet |= code_is(bm_buf_view(&top->code), silent[i]);
        d->field_count--;
        if (!quiet && !take_circled(d, bm_buf_view(&top->code)))
            note_add(d->copy, NOTE_FIELD, d->paragraph, top->run, bm_buf_view(&top->code));
        bm_buf_free(&top->code);
    }
}

static void put_number(struct docx *d, bool end, uint32_t number, struct bm_buf *out)
{
    const struct bm_str form = d->note_forms[end].n ? d->note_forms[end]
                               : end                ? BM_STR("lowerRoman")
                                                    : BM_STR("decimal");
    number_put(out, form, (int32_t)number);
}

static void take_note_reference(struct docx *d, const struct node *n, bool end)
{
    const struct bm_str own = node_get(n, "customMarkFollows");
    const bool marked = own.n && !bm_str_is(own, "0") && !bm_str_is(own, "false");
    const uint32_t number = marked ? 0 : ++d->note_numbers[end];
    d->refs = bm_arena_grow(d->arena, d->refs, d->ref_count, &d->ref_cap, sizeof *d->refs);
    d->refs[d->ref_count++] = (struct note_ref){node_get(n, "id"), end, number};
    if (marked)
        return;
    struct bm_buf b = {0};
    put_number(d, end, number, &b);
    note_add(d->copy, NOTE_FOOTNOTE_MARK, d->paragraph, d->run, bm_buf_view(&b));
    bm_buf_free(&b);
}

static void take_own_number(struct docx *d, bool end)
{
    struct bm_buf b = {0};
    note_add(d->copy, NOTE_FOOTNOTE, d->paragraph, d->run, BM_STR(""));
    if (!d->note_number)
        return;
    put_number(d, end, d->note_number, &b);
    runs_put(d, bm_buf_keep(&b, d->arena));
}

static void take_comment(struct docx *d, struct bm_str id)
{
    const struct id *found = ids_find(&d->comments, id);
    struct bm_buf b = {0};
    if (!found)
        return;
    gather_text(found->item, &b);
    note_add(d->copy, NOTE_COMMENT, d->paragraph, d->run, bm_buf_view(&b));
    bm_buf_free(&b);
}

static void take_symbol(struct docx *d, const struct node *n)
{
    const struct bm_str s = node_get(n, "char");
    uint32_t code = 0;
    for (size_t i = 0; i < s.n && i < 6; i++) {
        const char c = s.p[i];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                 : 0;
        code = code * 16 + (uint32_t)digit;
    }
    if (d->look.hidden <= 0 && is_shown(d))
        runs_symbol(d, node_get(n, "font"), code);
    else
        note_add(d->copy, NOTE_HIDDEN, d->paragraph, d->run, s);
}

static void take_break(struct docx *d, const struct node *n)
{
    const struct bm_str type = node_get(n, "type");
    const struct piece like = runs_like(d);
    if (d->look.hidden > 0 || !is_shown(d) || bm_str_is(type, "page") || bm_str_is(type, "column"))
        return;
    if (!paragraph_blank(d->paragraph))
        note_once(d->copy, d->cell ? NOTE_CELL_BREAK : NOTE_BREAK, d->paragraph, d->run,
                  BM_STR(""));
    paragraph_break(d->copy, d->paragraph, &like);
    d->offset++;
}

static void take_ruby(struct docx *d, const struct node *n)
{
    for (const struct node *c = n->first; c; c = c->next)
        if (node_is(c, "rt"))
            leave_out(d, NOTE_RUBY, c);
        else if (node_is(c, "rubyBase"))
            runs_walk(d, c);
}

/* What else than text may stand in a run; false: it is none of these. */
static bool take_more(struct docx *d, const struct node *n)
{
    if (node_is(n, "footnoteReference") || node_is(n, "endnoteReference"))
        take_note_reference(d, n, n->name[0] == 'e');
    else if (node_is(n, "footnoteRef") || node_is(n, "endnoteRef"))
        take_own_number(d, n->name[0] == 'e');
    else if (node_is(n, "commentReference"))
        take_comment(d, node_get(n, "id"));
    else if (node_is(n, "drawing") || node_is(n, "pict") || node_is(n, "object"))
        d->look.hidden > 0 ? leave_out(d, NOTE_HIDDEN, n) : drawings_walk(d, n);
    else if (node_is(n, "ruby"))
        take_ruby(d, n);
    else if (node_is(n, "pgNum") || node_is(n, "dayLong") || node_is(n, "dayShort") ||
             node_is(n, "monthLong") || node_is(n, "monthShort") || node_is(n, "yearLong") ||
             node_is(n, "yearShort"))
        note_add(d->copy, NOTE_FIELD, d->paragraph, d->run, bm_str_c(n->name));
    else
        return false;
    return true;
}

static void walk_run_child(struct docx *d, const struct node *n)
{
    if (node_is(n, "t")) {
        for (const struct node *t = n->first; t; t = t->next)
            if (!t->name)
                put_text(d, t->text);
    } else if (node_is(n, "tab") || node_is(n, "ptab")) {
        if (d->look.hidden <= 0 && is_shown(d))
            runs_put(d, BM_STR("\t"));
    } else if (node_is(n, "br") || node_is(n, "cr")) {
        take_break(d, n);
    } else if (node_is(n, "noBreakHyphen")) {
        if (d->look.hidden <= 0 && is_shown(d))
            runs_put(d, BM_STR("‑"));
    } else if (node_is(n, "softHyphen")) {
        note_add(d->copy, NOTE_SOFT_HYPHEN, d->paragraph, d->run, BM_STR(""));
    } else if (node_is(n, "sym")) {
        take_symbol(d, n);
    } else if (node_is(n, "fldChar")) {
        take_field_char(d, n);
    } else if (node_is(n, "instrText")) {
        if (d->field_count && !d->fields[d->field_count - 1].result)
            node_text(n, &d->fields[d->field_count - 1].code);
    } else if (node_is(n, "delText")) {
        leave_out(d, NOTE_DELETED, n);
    } else if (node_is(n, "AlternateContent")) {
        for (const struct node *c = alternative_of(n) ? alternative_of(n)->first : NULL; c;
             c = c->next)
            walk_run_child(d, c);
    } else if (!take_more(d, n) && n->first && !node_is(n, "rPr") && !node_is(n, "delInstrText")) {
        runs_walk(d, n);
    }
}

static void walk_run(struct docx *d, const struct node *run)
{
    const uint32_t outer = d->run, offset = d->offset;
    const struct look look = d->look;
    d->run = ++d->runs;
    d->offset = 0;
    d->look = look_of(d, node_child(run, "rPr"));
    for (const struct node *n = run->first; n; n = n->next)
        if (n->name)
            walk_run_child(d, n);
    d->run = outer;
    d->offset = offset;
    d->look = look;
}

/* A formula: its letters, one after another. */
static void walk_formula(struct docx *d, const struct node *top)
{
    struct bm_buf b = {0};
    const uint32_t outer = d->run;
    d->run = ++d->runs;
    d->offset = 0;
    for (const struct node *n = top; n; n = n->first ? n->first : node_after(n, top))
        if (!n->name && n->up && node_is(n->up, "t"))
            bm_buf_str(&b, n->text);
    const struct bm_str text = bm_buf_keep(&b, d->arena);
    note_add(d->copy, NOTE_FORMULA, d->paragraph, d->run, text);
    runs_put(d, text);
    d->run = outer;
}

static void note_link(struct docx *d, const struct node *n)
{
    const struct relation *r = docx_relation(d, node_get(n, "id"));
    if (r && r->external)
        note_add(d->copy, NOTE_LINK, d->paragraph, d->runs + 1, r->target);
}

/* Text whose order on the screen is another than in the file. */
static void note_order(struct docx *d, const struct node *n)
{
    struct bm_buf b = {0};
    gather_text(n, &b);
    note_add(d->copy, NOTE_RIGHT_TO_LEFT, d->paragraph, d->runs + 1, bm_buf_view(&b));
    bm_buf_free(&b);
}

static void walk_inline(struct docx *d, const struct node *n)
{
    if (node_is(n, "r") && n->space != SPACE_MATH) {
        walk_run(d, n);
    } else if (node_is(n, "del") || node_is(n, "moveFrom")) {
        leave_out(d, node_is(n, "del") ? NOTE_DELETED : NOTE_MOVED, n);
    } else if (node_is(n, "oMath") || node_is(n, "oMathPara")) {
        walk_formula(d, n);
    } else if (node_is(n, "AlternateContent")) {
        if (alternative_of(n))
            runs_walk(d, alternative_of(n));
    } else if (node_is(n, "fldSimple")) {
        note_field(d, node_get(n, "instr"));
        runs_walk(d, n);
    } else if (n->first && !node_is(n, "pPr") && !node_is(n, "rPr") && !node_is(n, "sdtPr") &&
               !node_is(n, "smartTagPr") && !node_is(n, "customXmlPr") && !node_is(n, "sdtEndPr")) {
        if (node_is(n, "ins"))
            note_add(d->copy, NOTE_INSERTED, d->paragraph, d->runs + 1, BM_STR(""));
        else if (node_is(n, "moveTo"))
            note_add(d->copy, NOTE_MOVED, d->paragraph, d->runs + 1, BM_STR(""));
        else if (node_is(n, "hyperlink"))
            note_link(d, n);
        else if ((node_is(n, "bdo") || node_is(n, "dir")) && bm_str_is(node_get(n, "val"), "rtl"))
            note_order(d, n);
        else if (node_is(n, "sdt") && node_on(node_child(n, "sdtPr"), "showingPlcHdr", NULL))
            note_add(d->copy, NOTE_PLACEHOLDER, d->paragraph, d->runs + 1, BM_STR(""));
        runs_walk(d, n);
    }
}

void runs_walk(struct docx *d, const struct node *parent)
{
    for (const struct node *n = parent->first; n; n = n->next)
        if (n->name)
            walk_inline(d, n);
}
