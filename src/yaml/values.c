/* What trees of YAML are asked for: keys, kinds of values, numbers, words that are near. */
#include "yaml/yaml.h"

#include <stdlib.h>

const struct bm_yaml *bm_yaml_get(const struct bm_yaml *map, const char *key)
{
    if (!map || map->kind != BM_YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++)
        if (bm_str_is(map->keys[i]->text, key))
            return map->values[i];
    return NULL;
}

/* As many edits are needed at the least as one is longer than the other. */
static bool within_reach(size_t length, const char *name, size_t least)
{
    const size_t n = bm_utf8_count(name, strlen(name));
    return (n > length ? n - length : length - n) < least;
}

struct bm_str bm_nearest(struct bm_str s, const char *const *names, size_t n)
{
    struct bm_str best = BM_STR("");
    const size_t length = bm_utf8_count(s.p, s.n);
    size_t least = (length > 3 ? length / 3 : 1) + 1;
    for (size_t i = 0; i < n; i++) {
        if (!within_reach(length, names[i], least))
            continue;
        size_t d = bm_str_distance(s, bm_str_c(names[i]));
        if (d < least) {
            least = d;
            best = bm_str_c(names[i]);
        }
    }
    return best;
}

struct bm_str bm_suggestion(struct bm_arena *arena, struct bm_str s, const char *const *names,
                            size_t n, size_t most)
{
    struct bm_str near = bm_nearest(s, names, n);
    struct bm_buf all = {0};
    if (near.n || !n)
        return near.n ? near : BM_STR("—");
    for (size_t i = 0; i < n && i < most; i++) {
        bm_buf_c(&all, i ? ", " : "");
        bm_buf_c(&all, names[i]);
    }
    if (n > most)
        bm_buf_c(&all, " …");
    return bm_buf_keep(&all, arena);
}

bool bm_yaml_within(const struct bm_yaml *node, size_t entries, size_t characters,
                    struct bm_diags *diags)
{
    if (node->n > entries)
        return bm_diag_too_many(diags, node->span, "entries of this list", node->n, entries);
    if (node->text.n > characters) {
        const size_t n = bm_utf8_count(node->text.p, node->text.n);
        if (n > characters)
            return bm_diag_too_many(diags, node->span, "characters of this value", n, characters);
    }
    for (size_t i = 0; i < node->n; i++)
        if ((node->kind == BM_YAML_MAP &&
             !bm_yaml_within(node->keys[i], entries, characters, diags)) ||
            !bm_yaml_within(node->values[i], entries, characters, diags))
            return false;
    return true;
}

/* Says the full-width colon in a key. */
static bool say_wide_colon(const struct bm_yaml *key, struct bm_diags *diags)
{
    for (size_t i = 1; i + 3 <= key->text.n; i++) {
        if (memcmp(key->text.p + i, "\xEF\xBC\x9A", 3) != 0)
            continue;
        struct bm_span span = key->span;
        if (key->verbatim)
            span = (struct bm_span){span.file, span.offset + (uint32_t)i, 3};
        bm_diag0(diags, BM_MSG_WIDE_COLON, span);
        return true;
    }
    return false;
}

bool bm_yaml_uncut(const struct bm_yaml *node, const struct bm_sources *sources,
                   struct bm_diags *diags)
{
    const struct bm_str s = sources->v[node->span.file].text;
    const uint32_t end = node->span.offset + node->span.length;
    uint32_t i = end;
    if (!node->plain)
        return true;
    while (i < s.n && strchr(node->span.length ? " \t" : " \t:", s.p[i]))
        i++;
    if (i == end || i >= s.n || s.p[i] != '#')
        return true;
    uint32_t stop = i;
    while (stop < s.n && s.p[stop] != '\n' && s.p[stop] != '\r')
        stop++;
    return bm_diag0(diags, BM_MSG_CUT_BY_COMMENT, (struct bm_span){node->span.file, i, stop - i});
}

bool bm_yaml_check_keys(const struct bm_yaml *map, const char *const *known, size_t n,
                        struct bm_diags *diags)
{
    bool good = true;
    if (!map || map->kind != BM_YAML_MAP)
        return good;
    for (size_t i = 0; i < map->n; i++) {
        bool found = false;
        for (size_t k = 0; k < n && !found; k++)
            found = bm_str_is(map->keys[i]->text, known[k]);
        if (found)
            continue;
        good = false;
        if (say_wide_colon(map->keys[i], diags))
            continue;
        const struct bm_str near =
            bm_diags_full(diags, BM_MSG_UNKNOWN_KEY)
                ? BM_STR("")
                : bm_suggestion(diags->arena, map->keys[i]->text, known, n, n);
        bm_diag(diags, BM_MSG_UNKNOWN_KEY, map->keys[i]->span, map->keys[i]->text, near);
    }
    return good;
}

bool bm_yaml_want(const struct bm_yaml *node, enum bm_yaml_kind kind, struct bm_diags *diags)
{
    static const char *const words[] = {"a scalar", "a list", "a map"};
    static const char *const remedies[] = {
        [BM_YAML_SCALAR] = "Write text on one line, without brackets or a list's hyphens",
        [BM_YAML_LIST] = ("Write it as a list in brackets, or each on a line of its own after a "
                          "hyphen and a blank"),
        [BM_YAML_MAP] = "Write its entries below it, indented, each a key, a colon and a value"};
    if (!node)
        return false;
    if (node->kind == kind)
        return true;
    const bool nothing = node->kind == BM_YAML_SCALAR && node->plain && !node->text.n;
    return bm_diag(diags, BM_MSG_WRONG_YAML_KIND, node->span, bm_str_c(words[kind]),
                   nothing ? BM_STR("nothing") : bm_str_c(words[node->kind]),
                   bm_str_c(remedies[kind]));
}

static bool parse_int(struct bm_str s, int64_t *out)
{
    size_t i = s.n > 0 && s.p[0] == '-';
    if (i == s.n || s.n - i > 18)
        return false;
    int64_t v = 0;
    for (size_t k = i; k < s.n; k++) {
        if (s.p[k] < '0' || s.p[k] > '9')
            return false;
        v = v * 10 + (s.p[k] - '0');
    }
    *out = i ? -v : v;
    return true;
}

bool bm_yaml_int(const struct bm_yaml *node, int64_t lo, int64_t hi, int64_t *out,
                 struct bm_diags *diags)
{
    int64_t v;
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
        return false;
    if (parse_int(node->text, &v) && v >= lo && v <= hi) {
        *out = v;
        return true;
    }
    return bm_diag(diags, BM_MSG_BAD_NUMBER, node->span, node->text, bm_diag_number(diags, lo),
                   bm_diag_number(diags, hi));
}

bool bm_yaml_flag(const struct bm_yaml *node, bool *out, struct bm_diags *diags)
{
    if (!bm_yaml_want(node, BM_YAML_SCALAR, diags))
        return false;
    bool yes = bm_str_is(node->text, "true"), no = bm_str_is(node->text, "false");
    if (!yes && !no)
        bm_diag(diags, BM_MSG_BAD_FLAG, node->span, node->text);
    else
        *out = yes;
    return yes || no;
}

/* An entry of a map, on its way into the order of keys. */
struct entry {
    const struct bm_yaml *key, *value;
};

static int by_key(const void *pa, const void *pb)
{
    const struct bm_str a = ((const struct entry *)pa)->key->text;
    const struct bm_str b = ((const struct entry *)pb)->key->text;
    const size_t n = a.n < b.n ? a.n : b.n;
    const int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static void put_canonical(const struct bm_yaml *node, struct bm_arena *work, struct bm_buf *out)
{
    bm_buf_printf(out, "%c%zu:", "slm"[node->kind],
                  node -> kind == BM_YAML_SCALAR ? node -> text.n : node->n);
    if (node->kind == BM_YAML_SCALAR)
        bm_buf_str(out, node->text);
    if (node->kind == BM_YAML_LIST)
        for (size_t i = 0; i < node->n; i++)
            put_canonical(node->values[i], work, out);
    if (node->kind != BM_YAML_MAP || !node->n)
        return;
    struct entry *entries = bm_arena_array(work, node->n, sizeof *entries);
    for (size_t i = 0; i < node->n; i++)
        entries[i] = (struct entry){node->keys[i], node->values[i]};
    qsort(entries, node->n, sizeof *entries, by_key);
    for (size_t i = 0; i < node->n; i++) {
        put_canonical(entries[i].key, work, out);
        put_canonical(entries[i].value, work, out);
    }
}

void bm_yaml_canonical(const struct bm_yaml *node, struct bm_buf *out)
{
    struct bm_arena *work = bm_arena_new();
    put_canonical(node, work, out);
    bm_arena_drop(work);
}
