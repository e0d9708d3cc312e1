/* archive --replay: an archived edition is set again from what its package holds, and compared. */
#include "base/digest.h"
#include "base/file.h"
#include "cli/load.h"
#include "cli/package.h"
#include "cli/sums.h"
#include "page/trace.h"

#include <unistd.h>

#define QUOTE_MOST 12 /* characters of a line that are shown */
#define PLANS_MOST 10 /* as --plan has it */

static bool cannot(struct bm_session *session, const char *why)
{
    return bm_diag(&session->diags, BM_MSG_REPLAY_NONE, bm_span_none(),
                   bm_str_c(session->args.input), bm_str_c(why));
}

static bool text_of(struct bm_session *session, const char *name, struct bm_str *text)
{
    const char *path = bm_format(session, "%s/%s", session->archived, name);
    return bm_file_read_kind(session->arena, path, BM_FILE_PICTURE, bm_span_none(), &session->diags,
                             text);
}

static struct bm_str value(const struct bm_yaml *map, const char *key)
{
    const struct bm_yaml *v = bm_yaml_get(map, key);
    return v && v->kind == BM_YAML_SCALAR ? v->text : (struct bm_str){NULL, 0};
}

/* A number of the options; what is not there is 0. */
static bool count(struct bm_session *session, const struct bm_yaml *map, const char *key,
                  unsigned most, unsigned *out)
{
    const struct bm_yaml *v = bm_yaml_get(map, key);
    int64_t n = 0;
    const bool fine = !v || bm_yaml_int(v, 0, most, &n, &session->diags);
    *out = (unsigned)n;
    return fine;
}

static bool profile(struct bm_session *session, const struct bm_yaml *map)
{
    const struct bm_yaml *v = bm_yaml_get(map, "profile");
    const struct bm_str s = value(map, "profile");
    session->args.record = bm_str_is(s, "a4");
    if (!v || bm_str_is(s, "a4") || bm_str_is(s, "a2a"))
        return true;
    return bm_diag(&session->diags, BM_MSG_UNKNOWN_WORD, v->span, s, BM_STR("a2a, a4"));
}

/* The options that it was set with. False: some are none, which is said. */
static bool take_options(struct bm_session *session, const struct bm_yaml *map)
{
    const struct bm_str edition = value(map, "edition"), layout = value(map, "layout");
    const struct bm_yaml *replan = bm_yaml_get(map, "replan"), *fonts = bm_yaml_get(map, "fonts");
    struct bm_args *args = &session->args;
    args->input = bm_format(session, "%s/" BM_PACKAGE_SOURCE "%.*s", session->archived,
                            (int)edition.n, edition.p);
    args->layout = bm_format(session, "%.*s", (int)layout.n, layout.p);
    args->replan = false;
    bool fine = profile(session, map);
    fine &= count(session, map, "plan", PLANS_MOST, &args->plan);
    fine &= count(session, map, "budget", BM_STEPS_MOST, &args->budget);
    fine &= !replan || bm_yaml_flag(replan, &args->replan, &session->diags);
    fine &= !fonts || bm_yaml_want(fonts, BM_YAML_LIST, &session->diags);
    return fine;
}

static const struct bm_face *face_of(const struct bm_session *session, struct bm_str id)
{
    for (size_t i = 0; i < bm_fonts_count(session->fonts); i++)
        if (bm_str_eq(bm_fonts_face(session->fonts, i)->id, id))
            return bm_fonts_face(session->fonts, i);
    return NULL;
}

/* The fonts that were used: is each of them here? */
static bool check_fonts(struct bm_session *session, const struct bm_yaml *map)
{
    const struct bm_yaml *list = bm_yaml_get(map, "fonts");
    char hex[65];
    bool fine = true;
    if (!bm_read_fonts(session))
        return false;
    for (size_t i = 0; list && list->kind == BM_YAML_LIST && i < list->n; i++) {
        const struct bm_yaml *font = list->values[i];
        const struct bm_str wanted = value(font, "sha256"), package = value(font, "package");
        const struct bm_face *face = face_of(session, value(font, "face"));
        if (!face || !bm_sum_file(face->path.p, hex))
            fine = bm_diag(&session->diags, BM_MSG_REPLAY_NO_FONT, bm_span_none(),
                           value(font, "face"), value(font, "file"), package, wanted);
        else if (!bm_str_is(wanted, hex))
            fine = bm_diag(&session->diags, BM_MSG_REPLAY_FONT, bm_span_none(), face->path,
                           bm_str_c(hex), wanted, package);
    }
    bm_fonts_close(session->fonts);
    session->fonts = NULL;
    return fine;
}

static void check_program(struct bm_session *session, const struct bm_yaml *map)
{
    const struct bm_str version = value(map, "version");
    struct bm_phrases phrases;
    char hex[65];
    if (!bm_str_is(version, BM_VERSION))
        bm_diag(&session->diags, BM_MSG_REPLAY_VERSION, bm_span_none(), version,
                BM_STR(BM_VERSION));
    if (!bm_read_words(session, &phrases))
        return;
    bm_sha256_of((struct bm_str){session->lexicon.map, session->lexicon.size}, hex);
    if (!bm_str_is(value(map, "words-sha256"), hex))
        bm_diag(&session->diags, BM_MSG_REPLAY_WORDS, bm_span_none(), version);
}

static bool leads_out(struct bm_str path)
{
    for (size_t i = 0; i + 1 < path.n; i++)
        if (path.p[i] == '.' && path.p[i + 1] == '.')
            return true;
    return false;
}

bool bm_replay_begin(struct bm_session *session, const struct bm_bag_module *module)
{
    struct bm_bag_checked checked;
    struct bm_str text;
    const size_t before = session->diags.n;
    session->archived = session->args.input;
    if (!module->check(session->archived, session->arena, &checked, &session->diags))
        return false;
    bm_diags_cut(&session->diags, before); /* that it is whole need not be said */
    const char *path = bm_format(session, "%s/" BM_PACKAGE_REPLAY, session->archived);
    if (access(path, R_OK) != 0 || !text_of(session, BM_PACKAGE_REPLAY, &text))
        return cannot(session, "it has no replay.json");
    const uint32_t file =
        bm_sources_add(&session->sources, bm_str_c(path), BM_STR("replay.json"), text);
    const struct bm_yaml *map =
        bm_yaml_read(session->arena, &session->sources, file, 0, (uint32_t)text.n, &session->diags);
    const struct bm_str edition = value(map, "edition");
    if (!map || !edition.n || !value(map, "layout").n || leads_out(edition) ||
        leads_out(value(map, "layout")))
        return cannot(session, "its replay.json is broken");
    if (!bm_find_data(session))
        return false;
    session->machine = session->data;
    session->data = bm_format(session, "%s/" BM_PACKAGE_SHARED, session->archived);
    session->archived_files = checked.files;
    if (!take_options(session, map))
        return false;
    check_program(session, map);
    return check_fonts(session, map);
}

static bool next_line(struct bm_str text, size_t *at, struct bm_str *line)
{
    const char *end = *at < text.n ? memchr(text.p + *at, '\n', text.n - *at) : NULL;
    if (*at >= text.n)
        return false;
    const size_t n = end ? (size_t)(end - text.p) - *at : text.n - *at;
    *line = (struct bm_str){text.p + *at, n};
    *at += n + 1;
    return true;
}

/* The text of a run's line, without its quotes; empty: it has none. */
static struct bm_str quoted(struct bm_str line)
{
    if (!line.n || line.p[line.n - 1] != '"')
        return (struct bm_str){NULL, 0};
    const char *start = memchr(line.p, '"', line.n - 1);
    if (!start)
        return (struct bm_str){NULL, 0};
    return (struct bm_str){start + 1, (size_t)(line.p + line.n - start) - 2};
}

/* Where two texts part: offset of the first character that differs. */
static size_t parting(struct bm_str a, struct bm_str b)
{
    size_t i = 0;
    while (i < a.n && i < b.n && a.p[i] == b.p[i])
        i++;
    while (i > 0 && i < a.n && ((unsigned char)a.p[i] & 0xC0) == 0x80)
        i--;
    return i;
}

/* A line for a person: from the character that differs on, and where it stands. */
static struct bm_str shown(struct bm_session *session, struct bm_str line, size_t from)
{
    struct bm_buf b = {0};
    const struct bm_str text = quoted(line);
    size_t to = from < text.n ? from : 0, shorter = 0;
    from = to;
    for (size_t k = 0; k < QUOTE_MOST && to < text.n; k++)
        bm_utf8_next(text.p, text.n, &to);
    if (text.n)
        bm_buf_printf(&b, "“%.*s%s” ", (int)(to - from), text.p + from, to < text.n ? "…" : "");
    for (size_t i = 0, blanks = 0; i < line.n && blanks < 5; i++, shorter = i)
        blanks += line.p[i] == ' ' && (i == 0 || line.p[i - 1] != ' ');
    bm_buf_printf(&b, "(%.*s)", (int)shorter, line.p);
    return bm_buf_keep(&b, session->arena);
}

/* The article of a line: its name, as the trace has it before the first '/'. */
static struct bm_str article_of(struct bm_str line)
{
    for (size_t i = 0, start = 0; i < line.n && line.p[i] != '"'; i++) {
        if (line.p[i] == ' ')
            start = i + 1;
        else if (line.p[i] == '/' && i > start && !memchr(line.p + start, '=', i - start))
            return (struct bm_str){line.p + start, i - start};
    }
    return BM_STR("–");
}

/* Says where two pages part, if they do. */
static bool same_page(struct bm_session *session, uint32_t number, struct bm_str then,
                      struct bm_str now)
{
    struct bm_str a = {NULL, 0}, b = {NULL, 0};
    size_t at = 0, there = 0;
    bool more = true, less = true;
    while (more && less) {
        more = next_line(then, &at, &a);
        less = next_line(now, &there, &b);
        if (!more && !less)
            return true;
        if (!more || !less || !bm_str_eq(a, b))
            break;
    }
    const struct bm_str none = BM_STR("–");
    a = more ? a : none;
    b = less ? b : none;
    const size_t from = parting(quoted(a), quoted(b));
    return bm_diag(&session->diags, BM_MSG_REPLAY_DIFFERS, bm_span_none(),
                   bm_diag_number(&session->diags, number), article_of(less ? b : a),
                   shown(session, b, from), shown(session, a, from));
}

static bool same_pages(struct bm_session *session)
{
    bool same = true;
    for (size_t i = 0; i < session->pages->page_count && same; i++) {
        const struct bm_page *page = &session->pages->pages[i];
        struct bm_buf now = {0};
        struct bm_str then;
        const char *name = bm_format(session, BM_PACKAGE_TRACE, page->number);
        const char *path = bm_format(session, "%s/%s", session->archived, name);
        bm_page_trace(session->pages, page, &now);
        if (access(path, F_OK) != 0)
            then = (struct bm_str){NULL, 0}; /* it had no such page */
        else
            same = text_of(session, name, &then);
        same = same && same_page(session, page->number, then, bm_buf_view(&now));
        bm_buf_free(&now);
    }
    return same;
}

static bool names(const struct bm_yaml *list, struct bm_str face)
{
    for (size_t i = 0; list && list->kind == BM_YAML_LIST && i < list->n; i++)
        if (bm_str_eq(value(list->values[i], "face"), face))
            return true;
    return false;
}

/* Fonts that were used now and of which replay.json says nothing: the first is named. */
static void say_unchecked(struct bm_session *session, struct bm_str text)
{
    const char *path = bm_format(session, "%s/" BM_PACKAGE_REPLAY, session->archived);
    const uint32_t file =
        bm_sources_add(&session->sources, bm_str_c(path), BM_STR("replay.json"), text);
    const struct bm_yaml *map =
        bm_yaml_read(session->arena, &session->sources, file, 0, (uint32_t)text.n, &session->diags);
    const struct bm_yaml *list = bm_yaml_get(map, "fonts");
    struct bm_str first = {NULL, 0};
    int64_t n = 0;
    for (size_t i = 0; i < bm_fonts_count(session->fonts); i++) {
        const struct bm_face *face = bm_fonts_face(session->fonts, i);
        if (!face->hb_face || names(list, face->id))
            continue;
        if (!n++)
            first = face->id;
    }
    if (n)
        bm_diag(&session->diags, BM_MSG_REPLAY_UNCHECKED, list ? list->span : bm_span_none(),
                bm_diag_number(&session->diags, n), first);
}

bool bm_replay_compare(struct bm_session *session, struct bm_str pdf)
{
    const struct bm_str edition = session->inputs.edition->name;
    const char *name = bm_format(session, "data/%.*s.pdf", (int)edition.n, edition.p);
    struct bm_str then, replay;
    size_t files;
    if (!text_of(session, name, &then) || !text_of(session, BM_PACKAGE_REPLAY, &replay))
        return false;
    say_unchecked(session, replay);
    if (!bm_str_eq(then, pdf)) {
        if (same_pages(session))
            bm_diag(&session->diags, BM_MSG_REPLAY_FILE, bm_span_none(), bm_str_c(name));
        return false;
    }
    if (!bm_replay_remade(session, pdf, replay, &files))
        return false;
    bm_diag(&session->diags, BM_MSG_REPLAY_SAME, bm_span_none(), bm_str_c(name),
            bm_diag_number(&session->diags, (int64_t)session->pages->page_count),
            bm_diag_number(&session->diags, (int64_t)files));
    return true;
}
