/* versions: each proof has a number and is a list of the files that it was made of, with their
 * sums; the log keeps the list and the files. */
#include "base/digest.h"
#include "desk/limits.h"
#include "desk/parts.h"

#include <stdlib.h>

static int by_name(const void *a, const void *b)
{
    const struct bm_desk_file *x = *(const struct bm_desk_file *const *)a;
    const struct bm_desk_file *y = *(const struct bm_desk_file *const *)b;
    const int order = memcmp(x->name.p, y->name.p, x->name.n < y->name.n ? x->name.n : y->name.n);
    return order ? order : (x->name.n > y->name.n) - (x->name.n < y->name.n);
}

/* The list of a version, in the order of names. */
static struct bm_str tree_of(struct bm_asked *a)
{
    const struct bm_desk_world *world = a->world;
    const struct bm_desk_file **v = BM_NEW_N(a->arena, world->n, const struct bm_desk_file *);
    struct bm_buf b = {0};
    struct bm_json json = {.out = &b};
    for (size_t i = 0; i < world->n; i++)
        v[i] = &world->files[i];
    if (world->n)
        qsort(v, world->n, sizeof *v, by_name);
    bm_json_object(&json, NULL);
    bm_json_text(&json, "layout", world->layout);
    bm_json_text(&json, "program", world->program);
    bm_json_list(&json, "files");
    for (size_t i = 0; i < world->n; i++) {
        bm_json_object(&json, NULL);
        bm_json_text(&json, "name", v[i]->name);
        bm_json_text(&json, "sha256", bm_str_c(v[i]->sha));
        bm_json_bool(&json, "article", v[i]->article);
        bm_json_close(&json);
    }
    bm_json_close(&json);
    bm_json_close(&json);
    return bm_buf_keep(&b, a->arena);
}

/* The files that the log lacks, and the list. without: the names of those of which it will have the
 * sum alone. */
static bool blobs_of(struct bm_asked *a, struct bm_str tree, struct bm_blob *blobs, size_t *n,
                     struct bm_json *without)
{
    const struct bm_desk_world *world = a->world;
    *n = 0;
    for (size_t i = 0; i < world->n; i++) {
        const struct bm_desk_file *file = &world->files[i];
        struct bm_buf bytes = {0};
        if (bm_log_has(a->desk->log, file->sha))
            continue;
        struct bm_blob *blob = &blobs[(*n)++];
        memcpy(blob->sha, file->sha, sizeof blob->sha);
        blob->bytes = file->text;
        if (file->text.p)
            continue;
        if (!world->bytes || !world->bytes(world->context, file->name, &bytes) ||
            bytes.n > BM_BLOB_MOST) {
            bm_buf_free(&bytes);
            --*n;
            bm_json_text(without, NULL, file->name);
            continue;
        }
        blob->bytes = bm_buf_keep(&bytes, a->arena);
        bm_sha256_of(blob->bytes, blob->sha);
        if (strcmp(blob->sha, file->sha) != 0)
            return bm_refuse(a, 409, "changing");
    }
    blobs[*n].bytes = tree;
    bm_sha256_of(tree, blobs[*n].sha);
    ++*n;
    return true;
}

bool bm_make_version(struct bm_asked *a, struct bm_str why, size_t *n)
{
    const struct bm_desk *desk = a->desk;
    const struct bm_str tree = tree_of(a);
    struct bm_blob *blobs = BM_NEW_N(a->arena, a->world->n + 1, struct bm_blob);
    struct bm_buf body = {0};
    struct bm_json json = {.out = &body};
    size_t count;
    bm_json_object(&json, NULL);
    bm_json_list(&json, "without");
    const bool fine = blobs_of(a, tree, blobs, &count, &json);
    bm_json_close(&json);
    *n = desk->version_count;
    if (!fine || (*n && bm_str_is(desk->versions[*n - 1].tree, blobs[count - 1].sha))) {
        bm_buf_free(&body);
        return fine;
    }
    bm_json_text(&json, "why", why);
    bm_json_text(&json, "tree", bm_str_c(blobs[count - 1].sha));
    bm_json_close(&json);
    if (!bm_put_event(a, "version", 0, &body, blobs, count))
        return false;
    *n = desk->version_count;
    return true;
}

bool bm_put_version(struct bm_asked *a)
{
    const size_t had = a->desk->version_count;
    struct bm_str why;
    size_t n;
    if (!bm_text_given(a, "why", &why) || !bm_make_version(a, why.n ? why : BM_STR("proof"), &n))
        return false;
    struct bm_json json = bm_answer(a, n > had ? 201 : 200);
    bm_json_number(&json, "version", n);
    bm_json_bool(&json, "made", n > had);
    bm_json_close(&json);
    return true;
}

static void put_version(struct bm_json *json, const struct bm_desk *desk, size_t n)
{
    const struct bm_version *v = &desk->versions[n - 1];
    bm_json_number(json, "n", n);
    bm_json_event(json, v->event);
    bm_json_text(json, "why", v->why);
    bm_json_text(json, "tree", v->tree);
}

const struct bm_yaml *bm_version_tree(struct bm_asked *a, size_t version)
{
    struct bm_str text;
    char sha[65] = "";
    if (!version || version > a->desk->version_count || a->desk->versions[version - 1].tree.n != 64)
        return NULL;
    memcpy(sha, a->desk->versions[version - 1].tree.p, 64);
    return bm_log_blob(a->desk->log, sha, a->arena, &text) ? bm_json_read(a->arena, text) : NULL;
}

/* A file's sum in the list of a version. */
static struct bm_str sum_in(const struct bm_yaml *tree, struct bm_str file)
{
    const struct bm_yaml *files = bm_yaml_get(tree, "files");
    for (size_t i = 0; files && files->kind == BM_YAML_LIST && i < files->n; i++)
        if (bm_str_eq(bm_json_str(files->values[i], "name"), file))
            return bm_json_str(files->values[i], "sha256");
    return (struct bm_str){NULL, 0};
}

struct bm_str bm_version_text(struct bm_asked *a, size_t version, struct bm_str file)
{
    const struct bm_str none = {NULL, 0};
    if (!version) {
        const struct bm_desk_file *now = bm_world_file(a->world, file);
        return now ? now->text : none;
    }
    struct bm_str text, sum = sum_in(bm_version_tree(a, version), file);
    char sha[65] = "";
    if (sum.n != 64)
        return none;
    memcpy(sha, sum.p, 64);
    return bm_log_blob(a->desk->log, sha, a->arena, &text) ? text : none;
}

/* The number at the start of a path, which has nothing else or goes on with a slash. */
static size_t number_of(struct bm_str path, struct bm_str *rest)
{
    size_t n = 0, i = 0;
    for (; i < path.n && i < 9 && path.p[i] >= '0' && path.p[i] <= '9'; i++)
        n = n * 10 + (size_t)(path.p[i] - '0');
    if (i < path.n && path.p[i] != '/')
        return 0;
    *rest = i < path.n ? (struct bm_str){path.p + i + 1, path.n - i - 1} : (struct bm_str){"", 0};
    return n;
}

static bool answer_one(struct bm_asked *a, size_t n, struct bm_str rest)
{
    if (bm_str_is(rest, "text")) {
        const struct bm_str text = bm_version_text(a, n, bm_asked_for(a, "file"));
        if (!text.p)
            return bm_refuse(a, 404, "file");
        a->reply->status = 200;
        a->reply->type = "text/markdown; charset=utf-8";
        a->reply->body.n = 0;
        bm_buf_str(&a->reply->body, text);
        return true;
    }
    const struct bm_yaml *files = bm_yaml_get(bm_version_tree(a, n), "files");
    if (rest.n || !files || files->kind != BM_YAML_LIST)
        return bm_refuse(a, 404, "name");
    struct bm_json json = bm_answer(a, 200);
    put_version(&json, a->desk, n);
    bm_json_list(&json, "files");
    for (size_t i = 0; i < files->n; i++) {
        bm_json_object(&json, NULL);
        bm_json_text(&json, "name", bm_json_str(files->values[i], "name"));
        bm_json_text(&json, "sha256", bm_json_str(files->values[i], "sha256"));
        bm_json_bool(&json, "article", bm_json_flag(files->values[i], "article"));
        bm_json_close(&json);
    }
    bm_json_close(&json);
    bm_json_close(&json);
    return true;
}

bool bm_answer_versions(struct bm_asked *a, struct bm_str path)
{
    struct bm_str rest;
    char now[65];
    if (path.n) {
        const size_t n = number_of(path, &rest);
        return n && n <= a->desk->version_count ? answer_one(a, n, rest)
                                                : bm_refuse(a, 404, "name");
    }
    bm_sha256_of(tree_of(a), now);
    struct bm_json json = bm_answer(a, 200);
    bm_json_text(&json, "now", bm_str_c(now));
    bm_json_list(&json, "versions");
    for (size_t n = 1; n <= a->desk->version_count; n++) {
        bm_json_object(&json, NULL);
        put_version(&json, a->desk, n);
        bm_json_bool(&json, "same", bm_str_is(a->desk->versions[n - 1].tree, now));
        bm_json_close(&json);
    }
    bm_json_close(&json);
    bm_json_close(&json);
    return true;
}

bool bm_desk_checkout(struct bm_desk *desk, size_t version,
                      bool (*put)(void *context, struct bm_str name, struct bm_str bytes),
                      void *context)
{
    struct bm_asked a = {.desk = desk, .arena = bm_arena_new()};
    const struct bm_yaml *files =
        bm_notes_take(desk) ? bm_yaml_get(bm_version_tree(&a, version), "files") : NULL;
    bool fine = files && files->kind == BM_YAML_LIST;
    for (size_t i = 0; fine && i < files->n; i++) {
        const struct bm_str name = bm_json_str(files->values[i], "name"),
                            sum = bm_json_str(files->values[i], "sha256");
        struct bm_str bytes;
        char sha[65] = "";
        fine = sum.n == 64;
        if (fine)
            memcpy(sha, sum.p, 64);
        fine = fine && bm_log_blob(desk->log, sha, a.arena, &bytes) && put(context, name, bytes);
    }
    bm_arena_drop(a.arena);
    return fine;
}

static bool lacks(struct bm_desk *desk, struct bm_str sum)
{
    char sha[65] = "";
    if (sum.n == 64)
        memcpy(sha, sum.p, 64);
    if (bm_log_has(desk->log, sha))
        return false;
    desk->fault.kind = BM_LOG_LACKS;
    memcpy(desk->fault.sha, sha, sizeof sha);
    return true;
}

static bool is_without(const struct bm_yaml *body, struct bm_str name)
{
    const struct bm_yaml *v = bm_yaml_get(body, "without");
    for (size_t i = 0; v && v->kind == BM_YAML_LIST && i < v->n; i++)
        if (v->values[i]->kind == BM_YAML_SCALAR && bm_str_eq(v->values[i]->text, name))
            return true;
    return false;
}

/* A version: its list, and each file of it but those that were never kept. */
static bool lacks_of_version(struct bm_desk *desk, struct bm_arena *arena,
                             const struct bm_yaml *body)
{
    struct bm_str text;
    char sha[65] = "";
    const struct bm_str tree = bm_json_str(body, "tree");
    if (lacks(desk, tree))
        return true;
    memcpy(sha, tree.p, 64);
    const struct bm_yaml *files = bm_log_blob(desk->log, sha, arena, &text)
                                      ? bm_yaml_get(bm_json_read(arena, text), "files")
                                      : NULL;
    for (size_t i = 0; files && files->kind == BM_YAML_LIST && i < files->n; i++)
        if (!is_without(body, bm_json_str(files->values[i], "name")) &&
            lacks(desk, bm_json_str(files->values[i], "sha256")))
            return true;
    return false;
}

/* Those of events that were undone too. */
bool bm_desk_whole(struct bm_desk *desk, bool bytes)
{
    struct bm_arena *arena = bm_arena_new();
    struct bm_log_fault now = {.kind = BM_LOG_CUT};
    bool whole = bm_notes_take(desk) && (bytes ? bm_log_check(desk->log, arena, &now)
                                               : bm_log_check_events(desk->log, arena, &now));
    desk->fault = now;
    for (size_t i = 0; whole && i < desk->event_count; i++) {
        const struct bm_event *e = &desk->events[i];
        const bool version = bm_str_is(e->kind, "version");
        if (!version && !bm_str_is(e->kind, "note"))
            continue;
        const struct bm_yaml *body = bm_json_read(arena, e->body);
        whole =
            version ? !lacks_of_version(desk, arena, body) : !lacks(desk, bm_json_str(body, "sha"));
    }
    bm_arena_drop(arena);
    return whole;
}
