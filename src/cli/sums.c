#include "cli/sums.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/lock.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

bool bm_sum_file(const char *path, char hex[65])
{
    char part[1 << 16];
    struct bm_file file;
    struct bm_sha256 sum;
    ssize_t n = 1;
    if (!bm_file_open(path, &file))
        return false;
    bm_sha256_start(&sum);
    while (n > 0 || (n < 0 && errno == EINTR)) {
        n = read(file.fd, part, sizeof part);
        if (n > 0)
            bm_sha256_add(&sum, part, (size_t)n);
    }
    close(file.fd);
    bm_sha256_end(&sum, hex);
    return n == 0;
}

/* An input, as it is listed. */
struct input {
    const char *kind;
    struct bm_str name;
    char sha[65];
};

struct inputs {
    struct input *v;
    size_t n, cap;
};

static const char *behind(const char *path, const char *folder)
{
    const size_t n = folder ? strlen(folder) : 0;
    if (!n || strncmp(path, folder, n) != 0 || path[n] != '/')
        return NULL;
    const char *rest = path + n;
    while (*rest == '/')
        rest++;
    return strstr(rest, "../") ? NULL : rest;
}

static void add(struct bm_session *session, struct inputs *list, const char *kind, const char *name,
                const char *sha)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->v[i].kind, kind) == 0 && bm_str_is(list->v[i].name, name))
            return;
    list->v = bm_arena_grow(session->arena, list->v, list->n, &list->cap, sizeof *list->v);
    struct input *input = &list->v[list->n++];
    input->kind = kind;
    input->name = bm_str_c(name);
    memcpy(input->sha, sha, strlen(sha) + 1);
}

/* The text of a path that was read; p NULL: it is no text. */
static struct bm_str text_of(const struct bm_session *session, const char *path)
{
    for (size_t i = 0; i < session->sources.n; i++)
        if (bm_str_is(session->sources.v[i].path, path))
            return session->sources.v[i].text;
    return (struct bm_str){NULL, 0};
}

/* A file that was read: what was read, if it is still that. */
static bool add_read(struct bm_session *session, struct inputs *list, const char *path)
{
    const char *folder = session->inputs.folder;
    const char *own = behind(path, folder), *data = own ? NULL : behind(path, session->data);
    const struct bm_str text = text_of(session, path);
    char sha[65], then[65];
    if (access(path, F_OK) != 0)
        return true;
    if (!bm_sum_file(path, sha))
        return bm_diag(&session->diags, BM_MSG_CANNOT_READ, bm_span_none(), bm_str_c(path),
                       bm_str_c(strerror(errno)));
    if (text.p) {
        bm_sha256_of(text, then);
        if (strcmp(sha, then) != 0)
            return bm_diag(&session->diags, BM_MSG_FILE_CHANGED, bm_span_none(), bm_str_c(path));
    }
    add(session, list,
        own    ? "edition"
        : data ? "data"
               : "outside",
        own    ? own
        : data ? data
               : path,
        sha);
    return true;
}

/* What would have been read in place of something, or beside it, if it were there. */
static void add_absent(struct bm_session *session, struct inputs *list)
{
    const char *folder = session->inputs.folder;
    const size_t n = list->n;
    if (access(bm_format(session, "%s/" BM_LOCK_NAME, folder), F_OK) != 0)
        add(session, list, "edition", BM_LOCK_NAME, "-");
    for (size_t i = 0; i < n; i++) {
        const char *name = list->v[i].name.p;
        if (strcmp(list->v[i].kind, "data") != 0 || strncmp(name, "layouts/", 8) != 0)
            continue;
        if (access(bm_format(session, "%s/%s", folder, name + 8), F_OK) != 0)
            add(session, list, "edition", name + 8, "-");
    }
}

static bool add_fonts(struct bm_session *session, struct inputs *list)
{
    const char *last = NULL; /* the faces of a collection follow each other */
    char sha[65];
    for (size_t i = 0; i < bm_fonts_count(session->fonts); i++) {
        const struct bm_face *face = bm_fonts_face(session->fonts, i);
        if (!face->hb_face)
            continue; /* nobody asked for it */
        if ((!last || strcmp(last, face->path.p) != 0) && !bm_sum_file(face->path.p, sha))
            return bm_diag(&session->diags, BM_MSG_CANNOT_READ, bm_span_none(), face->path,
                           bm_str_c(strerror(errno)));
        last = face->path.p;
        add(session, list, "font", bm_format(session, "%.*s", (int)face->id.n, face->id.p), sha);
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct input *x = a, *y = b;
    const int order = strcmp(x->kind, y->kind);
    return order ? order : strcmp(x->name.p, y->name.p);
}

static bool find_inputs(struct bm_session *session, struct inputs *list)
{
    char sha[65];
    for (size_t i = 0; i < session->read.n; i++)
        if (!add_read(session, list, session->read.v[i]))
            return false;
    add_absent(session, list);
    bm_sha256_of((struct bm_str){session->lexicon.map, session->lexicon.size}, sha);
    add(session, list, "words", "words.map", sha);
    if (!add_fonts(session, list))
        return false;
    qsort(list->v, list->n, sizeof *list->v, by_name);
    return true;
}

bool bm_sums_write(struct bm_session *session, struct bm_str pdf, struct bm_buf *out)
{
    static const char *const profiles[] = {"x4", "x1a", "plain"};
    const struct bm_args *args = &session->args;
    struct inputs list = {0};
    struct bm_json json = {.out = out};
    char sha[65];
    if (!find_inputs(session, &list))
        return false;
    bm_json_record(&json, "sums");
    bm_json_text(&json, "program", BM_STR(BM_VERSION));
    bm_json_text(&json, "edition", session->inputs.edition->name);
    bm_json_text(&json, "layout", session->inputs.layout->name);
    bm_json_text(&json, "profile", bm_str_c(profiles[args->profile]));
    bm_json_bool(&json, "marks", args->marks);
    bm_json_number(&json, "plan", args->plan);
    bm_json_number(&json, "budget", args->budget);
    bm_json_bool(&json, "replan", args->replan);
    bm_json_number(&json, "first", args->first_page);
    bm_json_number(&json, "last", args->last_page);
    bm_json_object(&json, "pdf");
    bm_sha256_of(pdf, sha);
    bm_json_text(&json, "sha256", bm_str_c(sha));
    bm_json_number(&json, "bytes", pdf.n);
    bm_json_close(&json);
    bm_json_list(&json, "inputs");
    for (size_t i = 0; i < list.n; i++) {
        bm_json_object(&json, NULL);
        bm_json_text(&json, "kind", bm_str_c(list.v[i].kind));
        bm_json_text(&json, "name", list.v[i].name);
        bm_json_text(&json, "sha256", bm_str_c(list.v[i].sha));
        bm_json_close(&json);
    }
    bm_json_close(&json);
    bm_json_close(&json);
    return true;
}

struct bm_sum_places bm_sum_places(struct bm_session *session)
{
    const char *program = bm_program_folder(session);
    const char *data = session->machine ? session->machine : session->data;
    const char *words = data ? bm_format(session, "%s/words/words.map", data) : NULL;
    /* As load/data.c looks for it. */
    if (words && program && access(words, F_OK) != 0)
        words = bm_format(session, "%s/words.map", program);
    return (struct bm_sum_places){session->inputs.folder, session->data, words, session->fonts};
}

static bool leads_out(struct bm_str name)
{
    for (size_t i = 0; i + 1 < name.n; i++)
        if (name.p[i] == '.' && name.p[i + 1] == '.')
            return true;
    return !name.n || name.p[0] == '/' || memchr(name.p, '\0', name.n);
}

const char *bm_sum_path(struct bm_session *session, const struct bm_sum_places *places,
                        struct bm_str kind, struct bm_str name)
{
    const char *folder = bm_str_is(kind, "edition") ? places->folder
                         : bm_str_is(kind, "data")  ? places->data
                                                    : NULL;
    if (bm_str_is(kind, "words"))
        return places->words;
    if (bm_str_is(kind, "outside"))
        return name.n && !memchr(name.p, '\0', name.n)
                   ? bm_format(session, "%.*s", (int)name.n, name.p)
                   : NULL;
    if (bm_str_is(kind, "font")) {
        for (size_t i = 0; places->fonts && i < bm_fonts_count(places->fonts); i++)
            if (bm_str_eq(bm_fonts_face(places->fonts, i)->id, name))
                return bm_fonts_face(places->fonts, i)->path.p;
        return NULL;
    }
    return folder && !leads_out(name) ? bm_format(session, "%s/%.*s", folder, (int)name.n, name.p)
                                      : NULL;
}
