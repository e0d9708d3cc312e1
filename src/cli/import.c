/* import: copy as it comes in becomes an edition. The module reads and types it; here files are
 * found, what was typed is read back and compared, and the folder is written. */
#include "cli/copies.h"

#include "base/file.h"
#include "base/labels.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/module.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define LAYOUT_DEFAULT "daily"
#define LOG            "import.ndjson"
#define SORTS_MOST     64

struct module {
    bool (*file)(struct bm_arena *arena, struct bm_str name, struct bm_str stem,
                 struct bm_str bytes, enum bm_import_format format,
                 const struct bm_import_options *options, struct bm_imports *out,
                 struct bm_diags *diags);
    bool (*format_of)(struct bm_str name, struct bm_str bytes, enum bm_import_format *format,
                      bool *old);
    void (*log)(const struct bm_imported *imported, struct bm_str file, struct bm_str source,
                struct bm_buf *out);
    struct bm_str (*root)(struct bm_arena *arena, struct bm_str bytes);
    struct bm_str (*stem)(struct bm_arena *arena, struct bm_str name);
};

static bool open_module(struct bm_session *session, struct module *m)
{
    const struct bm_module_function functions[] = {{"bm_import_file", &m->file},
                                                   {"bm_import_format_of", &m->format_of},
                                                   {"bm_import_log", &m->log},
                                                   {"bm_import_root", &m->root},
                                                   {"bm_import_stem", &m->stem}};
    return bm_module_open(session, "banmian-import.so", functions, BM_COUNT(functions));
}

/* An import while it is made. */
struct work {
    struct bm_session *session;
    struct module module;
    struct bm_import_options options;
    struct bm_layout_facts layout;
    struct bm_leaves leaves;
    struct bm_diags said;    /* of articles: true only when the folder comes to be */
    struct bm_buf log, list; /* import.ndjson; the articles of edition.yaml */
    size_t articles, characters, pictures, doubts;
};

/* What of the manuscript is read must be what it shows. */
static bool reads_back(struct work *w, const struct bm_imported *m, const char *name)
{
    struct bm_session *s = w->session;
    struct bm_arena *arena = bm_arena_new();
    struct bm_sources sources = {.arena = arena};
    struct bm_diags diags = {.arena = arena};
    struct bm_buf plain = {0};
    const uint32_t file = bm_sources_add(&sources, bm_str_c(name), bm_str_c(name), m->markdown);
    const struct bm_article *a = bm_article_read(arena, &sources, file, NULL, 0, &diags);
    size_t at = 0;
    if (a)
        bm_article_plain(a, &plain);
    while (at < plain.n && at < m->shown.n && plain.p[at] == m->shown.p[at])
        at++;
    const bool good = a && at == plain.n && at == m->shown.n;
    while (at && at < m->shown.n && ((unsigned char)m->shown.p[at] & 0xC0) == 0x80)
        at--;
    if (!good)
        bm_diag(&s->diags, BM_MSG_IMPORT_UNFAITHFUL, bm_span_none(), m->name,
                bm_diag_number(&s->diags, (int64_t)bm_utf8_count(m->shown.p, at) + 1));
    bm_buf_free(&plain);
    bm_arena_drop(arena);
    return good;
}

/* One sort of doubt about an article: where it is first, and how often. */
static void say_doubt(struct work *w, const struct bm_imported *m, const struct bm_import_note *n,
                      size_t count)
{
    struct bm_session *s = w->session;
    const enum bm_lang lang = (enum bm_lang)s->args.lang;
    struct bm_buf place = {0}, text = {0};
    if (n->paragraph)
        bm_buf_printf(&place, BM_LABEL(IMPORT_PARAGRAPH, lang), (unsigned)n->paragraph);
    else
        bm_buf_c(&place, BM_LABEL(IMPORT_ALL, lang));
    if (count > 1)
        bm_buf_printf(&place, BM_LABEL(IMPORT_MORE, lang), lang == BM_LANG_EN ? count - 1 : count);
    if (n->text.n)
        bm_buf_printf(&text, BM_LABEL(IMPORT_QUOTED, lang), (int)n->text.n, n->text.p);
    bm_diag(&w->said, BM_MSG_IMPORT_DOUBT, bm_span_none(), m->name, bm_buf_view(&place),
            bm_str_c(n->what), bm_buf_view(&text));
    bm_buf_free(&place);
    bm_buf_free(&text);
}

/* Ids of notes are few: all of one sort are counted when the first is met. */
static void say_doubts(struct work *w, const struct bm_imported *m)
{
    const char *said[SORTS_MOST];
    size_t sorts = 0;
    for (size_t i = 0; i < m->note_count; i++) {
        const struct bm_import_note *n = &m->notes[i];
        size_t k = 0, count = 0;
        while (k < sorts && said[k] != n->id)
            k++;
        w->doubts += n->doubt;
        if (!n->doubt || k < sorts || sorts == SORTS_MOST)
            continue;
        said[sorts++] = n->id;
        for (size_t at = i; at < m->note_count; at++)
            count += m->notes[at].id == n->id;
        say_doubt(w, m, n, count);
    }
}

static bool put_article(struct work *w, const struct bm_imported *m, const char *stem,
                        struct bm_str source)
{
    struct bm_session *s = w->session;
    const char *name = bm_format(s, "%02zu-%s.md", w->articles + 1, stem);
    if (!reads_back(w, m, name))
        return false;
    w->articles++;
    w->characters += m->characters;
    w->pictures += m->pictures.n;
    bm_leaf_add(&w->leaves, bm_str_c(name), m->markdown);
    for (size_t i = 0; i < m->pictures.n; i++)
        bm_leaf_add(&w->leaves, m->pictures.v[i].path, m->pictures.v[i].bytes);
    bm_buf_printf(&w->list, "  - %s\n", name);
    w->module.log(m, bm_str_c(name), source, &w->log);
    bm_diag(&w->said, BM_MSG_IMPORT_ARTICLE, bm_span_none(), m->name, bm_str_c(name), m->kind,
            m->title.n ? m->title : BM_STR("—"));
    say_doubts(w, m);
    return true;
}

/* The map of an XML, that of the command line or one of the data's for its first element. */
static bool find_map(struct work *w, struct bm_str bytes, const struct bm_import_map **map)
{
    struct bm_session *s = w->session;
    if (s->args.map)
        return *map || (*map = bm_read_map(s, s->args.map));
    *map = bm_read_map_of(s, w->module.root(s->arena, bytes));
    return true;
}

static bool put_copy(struct work *w, const struct bm_copy_file *file)
{
    struct bm_session *s = w->session;
    enum bm_import_format format = BM_IMPORT_DOCX;
    bool old;
    struct bm_str bytes;
    struct bm_imports imports = {0};
    if (!bm_file_read_kind(s->arena, file->path, BM_FILE_COPY, bm_span_none(), &s->diags, &bytes))
        return false;
    const struct bm_str name = bm_str_c(file->name);
    if (!w->module.format_of(name, bytes, &format, &old) && !old)
        return bm_diag(&s->diags, BM_MSG_IMPORT_UNKNOWN, bm_span_none(), name);
    if (old && !s->args.via)
        return bm_diag(&s->diags, BM_MSG_IMPORT_OLD, bm_span_none(), name);
    if (old && !bm_convert(s, s->args.via, file->path, &bytes))
        return false;
    if (format == BM_IMPORT_XML && !find_map(w, bytes, &w->options.map))
        return false;
    const char *stem = w->module.stem(s->arena, name).p;
    const struct bm_str photos = bm_str_c(bm_format(s, "%02zu-%s", w->articles + 1, stem));
    if (!w->module.file(s->arena, name, photos, bytes, format, &w->options, &imports, &s->diags))
        return false;
    for (size_t i = 0; i < imports.n; i++) {
        const bool own = i && !bm_str_eq(imports.v[i].name, name);
        const char *last = own ? w->module.stem(s->arena, imports.v[i].name).p : stem;
        if (!put_article(w, &imports.v[i], last, name))
            return false;
    }
    return true;
}

/* A manuscript that is one already. */
static bool put_manuscript(struct work *w, const struct bm_copy_file *file)
{
    struct bm_session *s = w->session;
    struct bm_imported m = {
        .name = bm_str_c(file->name), .kind = BM_STR("—"), .title = BM_STR("—")};
    uint32_t index;
    if (!bm_read_text(s, BM_FILE_MANUSCRIPT, file->path, file->name, bm_span_none(), &index))
        return false;
    m.markdown = s->sources.v[index].text;
    const struct bm_article *a = bm_article_read(s->arena, &s->sources, index, NULL, 0, &s->diags);
    struct bm_buf plain = {0};
    if (!a)
        return false;
    bm_article_plain(a, &plain);
    m.kind = a->kind;
    m.characters = bm_utf8_count(plain.p, plain.n);
    m.shown = bm_buf_keep(&plain, s->arena);
    return put_article(w, &m, w->module.stem(s->arena, m.name).p, m.name);
}

static bool put_picture(struct work *w, const struct bm_copy_file *file)
{
    struct bm_session *s = w->session;
    struct bm_str bytes;
    const size_t n = strlen(file->name);
    const bool png = file->name[n - 1] == 'g' && file->name[n - 2] == 'n';
    if (!bm_file_read_kind(s->arena, file->path, BM_FILE_PICTURE, bm_span_none(), &s->diags,
                           &bytes))
        return false;
    const char *path =
        bm_format(s, "photos/%02zu-%s.%s", ++w->pictures,
                  w->module.stem(s->arena, bm_str_c(file->name)).p, png ? "png" : "jpg");
    bm_leaf_add(&w->leaves, bm_str_c(path), bytes);
    bm_diag(&w->said, BM_MSG_IMPORT_LOOSE, bm_span_none(), bm_str_c(file->name), bm_str_c(path));
    return true;
}

static bool put_file(struct work *w, const struct bm_copy_file *file)
{
    switch (file->kind) {
    case BM_COPY_MANUSCRIPT:
        return put_manuscript(w, file);
    case BM_COPY_PICTURE:
        return put_picture(w, file);
    case BM_COPY_OTHER:
        bm_diag(&w->session->diags, BM_MSG_IMPORT_SKIPPED, bm_span_none(), bm_str_c(file->name));
        return true;
    default:
        return put_copy(w, file);
    }
}

/* edition.yaml, with as many pages as the copy may need where the layout has pages of its own. */
static void put_edition(struct work *w)
{
    struct bm_session *s = w->session;
    struct bm_buf b = {0};
    const enum bm_lang lang = (enum bm_lang)s->args.lang;
    bm_buf_c(&b, BM_LABEL(IMPORT_EDITION, lang));
    if (s->args.date)
        bm_buf_printf(&b, "date: %s\n", s->args.date);
    bm_buf_printf(&b, "layout: %s\narticles:\n", w->layout.name);
    bm_buf_str(&b, bm_buf_view(&w->list));
    if (w->layout.pages) {
        const size_t most = BM_ROOM_PAGES_MOST;
        size_t pages =
            1 + (w->characters + BM_ROOM_ARTICLE * w->articles + BM_ROOM_PICTURE * w->pictures) /
                    BM_ROOM_PAGE;
        pages = pages > most ? most : pages;
        bm_buf_printf(&b, "frames:\n  %s:\n", w->layout.name);
        for (size_t i = 0; i < pages; i++)
            bm_buf_c(&b, "    - {}\n");
    }
    bm_leaf_put(&w->leaves, &b, "edition.yaml");
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* Nothing is written over but what an import has made, if that is asked for. */
static bool may_write(struct bm_session *session, const char *folder)
{
    const bool ours = is_there(bm_format(session, "%s/" LOG, folder));
    if (!is_there(folder) || (ours && session->args.replace))
        return bm_copies_apart(session, folder) &&
               (!ours || bm_copies_untouched(session, folder, LOG));
    return bm_diag(&session->diags, BM_MSG_IMPORT_EXISTS, bm_span_none(), bm_str_c(folder));
}

static const char *folder_of(struct bm_session *session)
{
    size_t n = strlen(session->args.output);
    while (n > 1 && session->args.output[n - 1] == '/')
        n--;
    return bm_format(session, "%.*s", (int)n, session->args.output);
}

static bool make(struct work *w, const char *folder)
{
    struct bm_session *s = w->session;
    struct bm_copy_files files = {0};
    bool good = bm_copies_find(s, &files);
    const size_t before = s->diags.errors;
    int64_t bad = 0, all = 0;
    for (size_t i = 0; good && i < files.n; i++) {
        bad += !put_file(w, &files.v[i]); /* all that is wrong is said at once */
        all += files.v[i].kind != BM_COPY_OTHER;
    }
    good = good && s->diags.errors == before;
    if (!good && bad && all > 1)
        bm_diag(&s->diags, BM_MSG_IMPORT_NOTHING, bm_span_none(), bm_diag_number(&s->diags, bad),
                bm_diag_number(&s->diags, all));
    if (good && !w->articles)
        good = bm_diag(&s->diags, BM_MSG_IMPORT_UNKNOWN, bm_span_none(), bm_str_c(s->args.input));
    if (!good)
        return false;
    bm_diags_append(&s->diags, &w->said);
    put_edition(w);
    bm_copies_sums(&w->leaves, &w->log);
    bm_leaf_put(&w->leaves, &w->log, LOG);
    return bm_outputs_whole_folder(s->outputs, folder, &w->leaves, &s->diags) &&
           bm_outputs_commit(s->outputs, &s->diags);
}

void bm_run_import(struct bm_session *session)
{
    struct work w = {
        .session = session, .leaves = {.arena = session->arena}, .said = {.arena = session->arena}};
    struct bm_diags *diags = &session->diags;
    const char *folder = folder_of(session);
    w.layout.name = session->args.layout ? session->args.layout : LAYOUT_DEFAULT;
    bool good = may_write(session, folder) && bm_read_layout_facts(session, &w.layout) &&
                open_module(session, &w.module);
    w.options.kinds = w.layout.kinds;
    w.options.kind_count = w.layout.kind_count;
    good = good && make(&w, folder);
    bm_buf_free(&w.list);
    bm_buf_free(&w.log);
    if (good)
        bm_diag(diags, BM_MSG_IMPORT_DONE, bm_span_none(), bm_str_c(folder),
                bm_diag_number(diags, (int64_t)w.articles),
                bm_diag_number(diags, (int64_t)w.characters),
                bm_diag_number(diags, (int64_t)w.doubts));
}
