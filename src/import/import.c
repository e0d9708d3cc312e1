/* A file into articles: what it is, who reads it, what is guessed of it, how it is typed. */
#include "import/import.h"

#include "base/json.h"
#include "import/formats.h"
#include "import/limits.h"

static bool ends_with(struct bm_str s, const char *end)
{
    const size_t n = strlen(end);
    if (s.n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        const char c = s.p[s.n - n + i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != end[i])
            return false;
    }
    return true;
}

static bool begins(struct bm_str s, const char *word, size_t n)
{
    return s.n >= n && memcmp(s.p, word, n) == 0;
}

bool bm_import_format_of(struct bm_str name, struct bm_str bytes, enum bm_import_format *format,
                         bool *old)
{
    static const struct {
        const char *end;
        enum bm_import_format format;
    } ends[] = {{".docx", BM_IMPORT_DOCX}, {".docm", BM_IMPORT_DOCX},  {".dotx", BM_IMPORT_DOCX},
                {".dotm", BM_IMPORT_DOCX}, {".txt", BM_IMPORT_TEXT},   {".html", BM_IMPORT_HTML},
                {".htm", BM_IMPORT_HTML},  {".xhtml", BM_IMPORT_HTML}, {".eml", BM_IMPORT_MAIL},
                {".xml", BM_IMPORT_XML}};
    static const char *const others[] = {".doc", ".wps", ".wpt", ".odt", ".rtf",
                                         ".dot", ".uot", ".uof", ".fodt"};
    *old = begins(bytes, "\xD0\xCF\x11\xE0", 4) || begins(bytes, "{\\rtf", 5);
    for (size_t i = 0; i < BM_COUNT(others); i++)
        *old |= ends_with(name, others[i]);
    for (size_t i = 0; i < BM_COUNT(ends) && !*old; i++)
        if (ends_with(name, ends[i].end)) {
            *format = ends[i].format;
            return true;
        }
    return false;
}

static bool is_kept(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') ||
           cp == '_' || (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0x20000 && cp <= 0x3FFFF);
}

struct bm_str bm_import_stem(struct bm_arena *arena, struct bm_str name)
{
    struct bm_buf b = {0}, legible = {0};
    size_t from = name.n, to = name.n;
    while (from && name.p[from - 1] != '/')
        from--;
    for (size_t i = from + 1; i < name.n; i++)
        to = name.p[i] == '.' ? i : to;
    bm_buf_legible(&legible, (struct bm_str){name.p + from, to - from});
    for (size_t i = 0; i < legible.n;) {
        const size_t at = i;
        const bool kept = is_kept(bm_utf8_next(legible.p, legible.n, &i));
        if (b.n + (i - at) > STEM_MOST)
            break;
        if (kept)
            bm_buf_put(&b, legible.p + at, i - at);
        else if (b.n && b.p[b.n - 1] != '-')
            bm_buf_char(&b, '-');
    }
    while (b.n && b.p[b.n - 1] == '-')
        b.n--;
    bm_buf_free(&legible);
    if (!b.n)
        bm_buf_c(&b, "article");
    return bm_buf_keep(&b, arena);
}

/* A file that is read. */
struct work {
    struct bm_arena *arena;
    struct bm_str name, stem;
    const struct bm_import_options *options;
    struct bm_imports *out;
    struct bm_diags *diags;
};

static bool broken(struct work *w, const char *why)
{
    return bm_diag(w->diags, BM_MSG_IMPORT_BROKEN, bm_span_none(), w->name, bm_str_c(why));
}

static bool empty(struct work *w)
{
    return bm_diag(w->diags, BM_MSG_IMPORT_EMPTY, bm_span_none(), w->name);
}

static struct copy *begin(struct work *w)
{
    struct copy *c = BM_NEW(w->arena, struct copy);
    struct bm_buf b = {0};
    bm_buf_str(&b, w->stem);
    if (w->out->n)
        bm_buf_printf(&b, "-%zu", w->out->n + 1);
    c->arena = c->pictures.arena = w->arena;
    c->name = w->name;
    c->stem = bm_buf_keep(&b, w->arena);
    return c;
}

static bool end(struct work *w, struct copy *c)
{
    if (c->wrong)
        return broken(w, c->wrong);
    w->out->v = bm_arena_grow(w->arena, w->out->v, w->out->n, &w->out->cap, sizeof *w->out->v);
    copy_suggest(c, w->options);
    copy_write(c, &w->out->v[w->out->n]);
    if (c->wrong)
        return broken(w, c->wrong);
    if (!w->out->v[w->out->n].shown.n && !c->figures)
        return empty(w);
    w->out->n++;
    return true;
}

/* Bytes as text; what is none is refused with its place. */
static bool decode(struct work *w, struct bm_str bytes, struct bm_str label, struct copy *c,
                   struct bm_str *text)
{
    const char *name;
    size_t at;
    uint32_t line = 1;
    struct bm_buf b = {0};
    if (charset_decode(w->arena, bytes, label, text, &name, &at)) {
        if (strcmp(name, "UTF-8") != 0)
            note_add(c, NOTE_ENCODING, NULL, 0, bm_str_c(name));
        return true;
    }
    for (size_t i = 0; i < at && i < bytes.n; i++)
        line += bytes.p[i] == '\n';
    if (at < bytes.n)
        bm_buf_printf(&b, "0x%02X", (unsigned)(unsigned char)bytes.p[at]);
    bm_diag(w->diags, BM_MSG_IMPORT_ENCODING, bm_span_none(), w->name,
            bm_diag_number(w->diags, (int64_t)at + 1), bm_diag_number(w->diags, line),
            b.n ? bm_buf_view(&b) : BM_STR("-"));
    bm_buf_free(&b);
    return false;
}

/* The encoding that a page names in its head: charset=… in the first bytes. */
static struct bm_str html_charset(struct bm_str bytes)
{
    const size_t most = bytes.n < 2048 ? bytes.n : 2048;
    for (size_t i = 0; i + 8 < most; i++) {
        if (memcmp(bytes.p + i, "charset=", 8) != 0)
            continue;
        size_t from = i + 8, to;
        from += from < most && strchr("\"'", bytes.p[from]);
        to = from;
        while (to < most && !strchr("\"' />;", bytes.p[to]))
            to++;
        return (struct bm_str){bytes.p + from, to - from};
    }
    return (struct bm_str){0};
}

static bool has_nul(struct bm_str s)
{
    return s.n && memchr(s.p, '\0', s.n);
}

static bool take_text(struct work *w, struct bm_str bytes, struct bm_str label, bool html)
{
    struct copy *c = begin(w);
    struct bm_str text;
    const struct bm_str said = html && !label.n ? html_charset(bytes) : label;
    if (!decode(w, bytes, said, c, &text))
        return false;
    if (has_nul(text))
        return broken(w, "it is no text");
    const char *why = NULL;
    if (html)
        why = html_read(c, text);
    else
        plain_read(c, text);
    return why ? broken(w, why) : end(w, c);
}

static bool take_docx(struct work *w, struct bm_str bytes)
{
    struct copy *c = begin(w);
    const char *why = docx_read(c, bytes);
    return why ? broken(w, why) : end(w, c);
}

static const struct node *next_article(const struct node *n, const struct node *root,
                                       struct bm_str name)
{
    for (; n; n = n->first ? n->first : node_after(n, root))
        if (n->name && bm_str_is(name, n->name))
            return n;
    return NULL;
}

static bool take_xml(struct work *w, struct bm_str bytes)
{
    const struct bm_import_map *map = w->options->map;
    const char *why;
    uint32_t line;
    struct node *root = tree_read(w->arena, bytes, true, &why, &line);
    if (!root)
        return broken(w, why);
    if (!map)
        return bm_diag(w->diags, BM_MSG_IMPORT_NO_MAP, bm_span_none(), w->name,
                       bm_str_c(root->name));
    const struct node *n = next_article(root, root, map->article);
    bool good =
        n || bm_diag(w->diags, BM_MSG_IMPORT_NO_MAP, bm_span_none(), w->name, bm_str_c(root->name));
    while (n && good) {
        struct copy *c = begin(w);
        news_read(c, n, map);
        good = end(w, c);
        const struct node *after = node_after(n, root);
        n = after ? next_article(after, root, map->article) : NULL;
    }
    return good;
}

static bool take_mail(struct work *w, struct bm_str bytes);

/* A part of a mail; a picture or another file becomes none, which is noted with what comes first.
 */
static bool take_part(struct work *w, const struct mail_part *p, struct copy *notes)
{
    enum bm_import_format format;
    bool old;
    struct work inner = *w;
    if (p->file.n) {
        inner.name = p->file;
        inner.stem = bm_import_stem(w->arena, p->file);
    }
    if (bm_str_is(p->type, "text/plain") && (!p->attached || !p->file.n))
        return take_text(w, p->bytes, p->charset, false);
    if (bm_str_is(p->type, "text/html") && !p->attached)
        return take_text(w, p->bytes, p->charset, true);
    if (p->file.n && bm_import_format_of(p->file, p->bytes, &format, &old) &&
        format != BM_IMPORT_MAIL && (format != BM_IMPORT_XML || w->options->map)) {
        const size_t before = w->out->n;
        const bool good = format == BM_IMPORT_DOCX ? take_docx(&inner, p->bytes)
                          : format == BM_IMPORT_XML
                              ? take_xml(&inner, p->bytes)
                              : take_text(&inner, p->bytes, p->charset, format == BM_IMPORT_HTML);
        for (size_t i = before; i < w->out->n; i++)
            w->out->v[i].name = p->file;
        return good;
    }
    note_add(notes, NOTE_ATTACHMENT, NULL, 0, p->file.n ? p->file : p->type);
    return true;
}

static bool blank(struct bm_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(" \t\r\n", s.p[i]))
            return false;
    return true;
}

/* Whether a part of an alternative gives way to another: text goes before HTML, and both before all
 * else. */
static bool gives_way(const struct mail *m, size_t i)
{
    const struct mail_part *p = &m->v[i];
    const bool plain = bm_str_is(p->type, "text/plain"), html = bm_str_is(p->type, "text/html");
    if (!p->group || plain || p->attached)
        return false;
    for (size_t k = 0; k < m->n; k++)
        if (k != i && m->v[k].group == p->group && !blank(m->v[k].bytes) &&
            (bm_str_is(m->v[k].type, "text/plain") ||
             (!html && bm_str_is(m->v[k].type, "text/html"))))
            return !p->file.n;
    return false;
}

/* What a part of a mail shows; empty: it cannot be read. */
static struct bm_str shown_of(struct work *w, const struct mail_part *p)
{
    struct copy *c = begin(w);
    struct bm_imported m = {0};
    struct bm_str text;
    const char *name;
    size_t at;
    const bool html = bm_str_is(p->type, "text/html");
    const struct bm_str label = html && !p->charset.n ? html_charset(p->bytes) : p->charset;
    if (!charset_decode(w->arena, p->bytes, label, &text, &name, &at) || has_nul(text))
        return (struct bm_str){0};
    if (!html)
        plain_read(c, text);
    else if (html_read(c, text))
        return (struct bm_str){0};
    copy_suggest(c, w->options);
    copy_write(c, &m);
    return m.shown;
}

/* A mail's text as a web page that gave way to the plain one: whether it reads alike. */
static void compare_alternatives(struct work *w, const struct mail *m, struct copy *notes)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct mail_part *page = &m->v[i];
        if (!bm_str_is(page->type, "text/html") || blank(page->bytes) || !gives_way(m, i))
            continue;
        for (size_t k = 0; k < m->n; k++)
            if (m->v[k].group == page->group && bm_str_is(m->v[k].type, "text/plain") &&
                !bm_str_eq(shown_of(w, page), shown_of(w, &m->v[k])))
                note_add(notes, NOTE_ALTERNATIVE, NULL, 0, BM_STR(""));
    }
}

static bool take_mail(struct work *w, struct bm_str bytes)
{
    struct mail m;
    const size_t before = w->out->n;
    const char *why = mail_read(w->arena, bytes, &m);
    struct copy *notes = begin(w);
    if (why)
        return broken(w, why);
    if (m.subject.n)
        note_add(notes, NOTE_SUBJECT, NULL, 0, m.subject);
    for (size_t i = 0; i < m.n; i++)
        if (!blank(m.v[i].bytes) && !gives_way(&m, i) && !take_part(w, &m.v[i], notes))
            return false;
    if (w->out->n == before)
        return empty(w);
    compare_alternatives(w, &m, notes);
    /* What was left out of the mail stands with its first article. */
    struct bm_imported *first = &w->out->v[before];
    for (size_t i = 0; i < first->note_count; i++)
        notes->notes = bm_arena_grow(w->arena, notes->notes, notes->note_count, &notes->note_cap,
                                     sizeof *notes->notes),
        notes->notes[notes->note_count++] = first->notes[i];
    first->notes = notes->notes;
    first->note_count = notes->note_count;
    return true;
}

struct bm_str bm_import_root(struct bm_arena *arena, struct bm_str bytes)
{
    const char *why;
    uint32_t line;
    const struct node *root = tree_read(arena, bytes, true, &why, &line);
    return root ? bm_str_c(root->name) : BM_STR("");
}

bool bm_import_file(struct bm_arena *arena, struct bm_str name, struct bm_str stem,
                    struct bm_str bytes, enum bm_import_format format,
                    const struct bm_import_options *options, struct bm_imports *out,
                    struct bm_diags *diags)
{
    struct bm_imports own = {0};
    struct work w = {arena, name, stem, options, &own, diags};
    bool good = false;
    if (!bytes.n)
        return empty(&w);
    switch (format) {
    case BM_IMPORT_DOCX:
        good = take_docx(&w, bytes);
        break;
    case BM_IMPORT_TEXT:
        good = take_text(&w, bytes, BM_STR(""), false);
        break;
    case BM_IMPORT_HTML:
        good = take_text(&w, bytes, BM_STR(""), true);
        break;
    case BM_IMPORT_MAIL:
        good = take_mail(&w, bytes);
        break;
    case BM_IMPORT_XML:
        good = take_xml(&w, bytes);
        break;
    }
    for (size_t i = 0; good && i < own.n; i++) {
        out->v = bm_arena_grow(arena, out->v, out->n, &out->cap, sizeof *out->v);
        out->v[out->n++] = own.v[i];
    }
    return good;
}

static void put_place(struct bm_json *json, struct bm_str part, uint32_t paragraph, uint32_t run)
{
    if (part.n)
        bm_json_text(json, "part", part);
    if (paragraph)
        bm_json_number(json, "paragraph", paragraph);
    if (run)
        bm_json_number(json, "run", run);
}

void bm_import_log(const struct bm_imported *m, struct bm_str file, struct bm_str source,
                   struct bm_buf *out)
{
    struct bm_json json = {.out = out};
    bm_json_record(&json, "article");
    bm_json_text(&json, "article", file);
    bm_json_text(&json, "source", source);
    if (!bm_str_eq(m->name, source))
        bm_json_text(&json, "name", m->name);
    bm_json_text(&json, "kind", m->kind);
    bm_json_number(&json, "characters", m->characters);
    bm_json_close(&json);
    for (size_t i = 0; i < m->origin_count; i++) {
        const struct bm_import_origin *o = &m->origins[i];
        bm_json_record(&json, "text");
        bm_json_text(&json, "article", file);
        bm_json_number(&json, "at", o->at);
        bm_json_number(&json, "length", o->length);
        put_place(&json, o->part, o->paragraph, o->run);
        bm_json_number(&json, "offset", o->offset);
        bm_json_text(&json, "text", o->text);
        bm_json_close(&json);
    }
    for (size_t i = 0; i < m->note_count; i++) {
        const struct bm_import_note *n = &m->notes[i];
        bm_json_record(&json, "note");
        bm_json_text(&json, "article", file);
        bm_json_text(&json, "note", bm_str_c(n->id));
        bm_json_bool(&json, "doubt", n->doubt);
        put_place(&json, n->part, n->paragraph, n->run);
        if (n->text.n)
            bm_json_text(&json, "text", n->text);
        bm_json_close(&json);
    }
}
