/* compare: the texts of two versions. */
#include "desk/compare.h"
#include "desk/limits.h"
#include "desk/parts.h"

static const char *const kinds[] = {"same", "changed", "added", "removed", "from", "to"};

static void put_piece(struct bm_json *json, const char *how, struct bm_str text, size_t from,
                      size_t to)
{
    if (from >= to)
        return;
    bm_json_list(json, NULL);
    bm_json_text(json, NULL, bm_str_c(how));
    bm_json_text(json, NULL, (struct bm_str){text.p + from, to - from});
    bm_json_close(json);
}

/* "pieces": [["=", text], ["-", text], ["+", text], …] */
static void put_pieces(struct bm_json *json, const struct bm_part *part, struct bm_str a,
                       struct bm_str b)
{
    size_t i = part->a.offset, j = part->b.offset;
    bm_json_list(json, "pieces");
    for (size_t k = 0; k < part->run_count; k++) {
        const struct bm_diff_run *run = &part->runs[k];
        put_piece(json, "-", a, i, run->a);
        put_piece(json, "+", b, j, run->b);
        put_piece(json, "=", b, run->b, (size_t)run->b + run->n);
        i = (size_t)run->a + run->n;
        j = (size_t)run->b + run->n;
    }
    put_piece(json, "-", a, i, (size_t)part->a.offset + part->a.text);
    put_piece(json, "+", b, j, (size_t)part->b.offset + part->b.text);
    bm_json_close(json);
}

void bm_json_part(struct bm_json *json, const struct bm_part *part, struct bm_str a,
                  struct bm_str b)
{
    bm_json_text(json, "kind", bm_str_c(kinds[part->kind]));
    if (part->pair)
        bm_json_number(json, "pair", part->pair);
    if (part->kind != BM_PART_ADDED) {
        bm_json_number(json, "from", part->a.offset);
        bm_json_number(json, "had", part->a.text);
    }
    if (part->kind != BM_PART_REMOVED) {
        bm_json_number(json, "offset", part->b.offset);
        bm_json_number(json, "length", part->b.text);
    }
    if (part->run_count)
        put_pieces(json, part, a, b);
    else if (part->kind == BM_PART_REMOVED || part->kind == BM_PART_FROM)
        bm_json_text(json, "text", (struct bm_str){a.p + part->a.offset, part->a.text});
    else
        bm_json_text(json, "text", (struct bm_str){b.p + part->b.offset, part->b.text});
}

static void add_name(struct bm_asked *a, struct bm_str **v, size_t *n, size_t *cap,
                     struct bm_str name)
{
    for (size_t i = 0; i < *n; i++)
        if (bm_str_eq((*v)[i], name))
            return;
    *v = bm_arena_grow(a->arena, *v, *n, cap, sizeof **v);
    (*v)[(*n)++] = name;
}

const struct bm_str *bm_articles_of(struct bm_asked *a, size_t from, size_t to, size_t *n)
{
    const size_t versions[] = {from, to};
    struct bm_str *v = NULL;
    size_t cap = 0;
    *n = 0;
    for (size_t k = 0; k < BM_COUNT(versions); k++) {
        const struct bm_yaml *files =
            versions[k] ? bm_yaml_get(bm_version_tree(a, versions[k]), "files") : NULL;
        for (size_t i = 0; files && files->kind == BM_YAML_LIST && i < files->n; i++)
            if (bm_json_flag(files->values[i], "article"))
                add_name(a, &v, n, &cap, bm_json_str(files->values[i], "name"));
        for (size_t i = 0; !versions[k] && i < a->world->n; i++)
            if (a->world->files[i].article)
                add_name(a, &v, n, &cap, a->world->files[i].name);
    }
    return v;
}

static void put_file(struct bm_asked *a, struct bm_json *json, struct bm_str name, size_t from,
                     size_t to)
{
    const struct bm_str then = bm_version_text(a, from, name), now = bm_version_text(a, to, name);
    size_t n = 0;
    bm_json_object(json, NULL);
    bm_json_text(json, "file", name);
    bm_json_text(json, "state",
                 bm_str_c(!then.p                ? "added"
                          : !now.p               ? "removed"
                          : bm_str_eq(then, now) ? "same"
                                                 : "changed"));
    bm_json_list(json, "parts");
    const struct bm_part *parts =
        then.p && now.p && bm_str_eq(then, now) ? NULL : bm_compare(a->arena, then, now, &n);
    for (size_t i = 0; i < n; i++) {
        bm_json_object(json, NULL);
        bm_json_part(json, &parts[i], then, now);
        bm_json_close(json);
    }
    bm_json_close(json);
    bm_json_close(json);
}

/* A number of a version; "now" or nothing: 0. False: there is none. */
static bool version_asked(struct bm_asked *a, const char *key, size_t *n)
{
    const struct bm_str s = bm_asked_for(a, key);
    *n = 0;
    if (!s.n || bm_str_is(s, "now"))
        return true;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || i > 8)
            return false;
        *n = *n * 10 + (size_t)(s.p[i] - '0');
    }
    return *n && *n <= a->desk->version_count;
}

bool bm_answer_compare(struct bm_asked *a)
{
    const struct bm_str file = bm_asked_for(a, "file");
    size_t from, to, n;
    if (!version_asked(a, "a", &from) || !version_asked(a, "b", &to))
        return bm_refuse(a, 404, "version");
    const struct bm_str *names = bm_articles_of(a, from, to, &n);
    struct bm_json json = bm_answer(a, 200);
    bm_json_number(&json, "a", from);
    bm_json_number(&json, "b", to);
    bm_json_list(&json, "files");
    for (size_t i = 0; i < n; i++)
        if (!file.n || bm_str_eq(names[i], file))
            put_file(a, &json, names[i], from, to);
    bm_json_close(&json);
    bm_json_close(&json);
    return true;
}
