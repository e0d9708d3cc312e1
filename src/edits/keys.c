/* Entries of maps: values that change, keys that come and go. */
#include "base/buf.h"
#include "base/scalar.h"
#include "edits/places.h"

static struct bm_str write_value(const struct bm_editing *e, const struct bm_edit_key *key)
{
    struct bm_buf b = {0};
    if (key->written.n)
        bm_buf_str(&b, key->written);
    else
        bm_scalar_put(&b, key->value->text);
    return bm_buf_keep(&b, e->arena);
}

static struct bm_str write_entry(const struct bm_editing *e, const char *before,
                                 const struct bm_edit_key *key, const char *after)
{
    const struct bm_str value = write_value(e, key);
    struct bm_buf b = {0};
    bm_buf_c(&b, before);
    bm_buf_c(&b, key->key);
    bm_buf_c(&b, ": ");
    bm_buf_str(&b, value);
    bm_buf_c(&b, after);
    return bm_buf_keep(&b, e->arena);
}

static size_t find_key(const struct bm_yaml *map, const char *key)
{
    size_t i = 0;
    while (i < map->n && !(key && bm_str_is(map->keys[i]->text, key)))
        i++;
    return i;
}

static bool is_same(const struct bm_yaml *a, const struct bm_yaml *b)
{
    struct bm_buf x = {0}, y = {0};
    bm_yaml_canonical(a, &x);
    bm_yaml_canonical(b, &y);
    const bool same = bm_str_eq(bm_buf_view(&x), bm_buf_view(&y));
    bm_buf_free(&x);
    bm_buf_free(&y);
    return same;
}

/* Another value of a key. */
static void change(struct bm_editing *e, struct bm_yaml *map, size_t i,
                   const struct bm_edit_key *key)
{
    const struct bm_yaml *old = map->values[i];
    struct bm_str text = write_value(e, key);
    const size_t at = bm_edit_value_end(e, map, i);
    if (bm_edit_is_nothing(old)) {
        struct bm_buf b = {0};
        bm_buf_char(&b, ' ');
        bm_buf_str(&b, text);
        bm_edit_put(e, at, 0, bm_buf_keep(&b, e->arena));
    } else {
        const size_t from = bm_edit_begin(e, old);
        bm_edit_put(e, from, at - from, text);
    }
}

/* The blanks that the keys of a map in lines stand behind; tabs and all else are no indentation. */
static bool indentation(const struct bm_editing *e, const struct bm_yaml *map, struct bm_buf *out)
{
    const size_t key = bm_edit_begin(e, map->keys[0]);
    for (size_t i = bm_edit_line_begin(e, key); i < key; i++) {
        if (e->text.p[i] != ' ' && e->text.p[i] != '-')
            return false;
        bm_buf_char(out, ' ');
    }
    return true;
}

/* A new key, behind entry `after` of a map. */
static bool add(struct bm_editing *e, const struct bm_yaml *map, size_t after,
                const struct bm_edit_key *key)
{
    if (bm_edit_is_flow(e, map)) {
        const size_t at = map->n ? bm_edit_value_end(e, map, after) : map->span.offset + 1u;
        bm_edit_put(e, at, 0, write_entry(e, map->n ? ", " : "", key, ""));
        return true;
    }
    struct bm_buf b = {0};
    if (!map->n)
        return bm_editing_refuse(e);
    const size_t at = bm_edit_line_end(e, bm_edit_value_end(e, map, after));
    bm_buf_str(&b, bm_edit_eol(e));
    const bool fine = indentation(e, map, &b);
    bm_buf_str(&b, write_entry(e, "", key, ""));
    bm_edit_put(e, at, 0, bm_buf_keep(&b, e->arena));
    return fine || bm_editing_refuse(e);
}

static bool remove_flow(struct bm_editing *e, const struct bm_yaml *map, size_t i)
{
    size_t from = bm_edit_begin(e, map->keys[i]), to = bm_edit_value_end(e, map, i);
    if (i)
        from = bm_edit_value_end(e, map, i - 1);
    else if (map->n > 1)
        to = bm_edit_begin(e, map->keys[1]);
    bm_edit_put(e, from, to - from, BM_STR(""));
    return true;
}

/* The line of a key goes, but for a comment; of one behind a dash only what is the key's. */
static bool remove_block(struct bm_editing *e, const struct bm_yaml *map, size_t i)
{
    const char *p = e->text.p;
    size_t from = bm_edit_begin(e, map->keys[i]), to = bm_edit_value_end(e, map, i);
    const size_t line = bm_edit_line_begin(e, from);
    size_t blank = from, rest = to;
    while (blank > line && p[blank - 1] == ' ')
        blank--;
    while (rest < e->text.n && p[rest] == ' ')
        rest++;
    const bool comment = rest < e->text.n && p[rest] == '#', alone = blank == line;
    if (map->n < 2 || memchr(p + from, '\n', to - from))
        return bm_editing_refuse(e);
    if (comment) {
        to = rest;
    } else if (alone) {
        from = line;
        to = bm_edit_past_line(e, to);
        if (to == e->text.n && from && p[to - 1] != '\n') /* the last line, which has no end */
            from -= from > 1 && p[from - 2] == '\r' ? 2 : 1;
    } else {
        to = i + 1 < map->n ? bm_edit_begin(e, map->keys[i + 1]) : to;
        for (size_t k = rest; k < to; k++)
            if (p[k] == '#')
                return bm_editing_refuse(e);
    }
    bm_edit_put(e, from, to - from, BM_STR(""));
    return true;
}

static void drop_entry(struct bm_yaml *map, size_t i)
{
    map->n--;
    for (; i < map->n; i++) {
        map->keys[i] = map->keys[i + 1];
        map->values[i] = map->values[i + 1];
    }
}

/* The tree's own entry; `at` is where it stands among the others. */
static void put_entry(struct bm_editing *e, struct bm_yaml *map, const struct bm_edit_key *key)
{
    const size_t n = map->n;
    struct bm_yaml **keys = BM_NEW_N(e->arena, n + 1, struct bm_yaml *);
    struct bm_yaml **values = BM_NEW_N(e->arena, n + 1, struct bm_yaml *);
    if (n) {
        memcpy(keys, map->keys, n * sizeof *keys);
        memcpy(values, map->values, n * sizeof *values);
    }
    keys[n] = bm_edit_scalar(e->arena, bm_str_c(key->key));
    values[n] = (struct bm_yaml *)key->value;
    map->keys = keys;
    map->values = values;
    map->n++;
}

/* The entry of the text behind which a new key stands: one that stays. */
static size_t find_after(const struct bm_yaml *text, const struct bm_yaml *map, const char *key)
{
    size_t at = find_key(text, key), left = map->n;
    if (at < text->n && find_key(map, key) < map->n)
        return at;
    for (at = text->n; at-- > 0;)
        for (left = 0; left < map->n; left++)
            if (map->keys[left] == text->keys[at])
                return at;
    return text->n;
}

bool bm_edit_keys(struct bm_editing *e, struct bm_yaml *map, const struct bm_edit_key *keys,
                  size_t n)
{
    struct bm_yaml text = *map; /* as it is written */
    bool good = true;
    text.keys = BM_NEW_N(e->arena, map->n + 1, struct bm_yaml *);
    text.values = BM_NEW_N(e->arena, map->n + 1, struct bm_yaml *);
    for (size_t i = 0; i < map->n; i++) {
        text.keys[i] = map->keys[i];
        text.values[i] = map->values[i];
    }
    for (size_t k = 0; k < n; k++) { /* first what goes, so that nothing is put behind it */
        const size_t i = find_key(map, keys[k].key);
        if (i == map->n || keys[k].value)
            continue;
        const size_t at = find_key(&text, keys[k].key);
        good &= bm_edit_is_flow(e, map) ? remove_flow(e, &text, at) : remove_block(e, &text, at);
        drop_entry(map, i);
    }
    for (size_t k = 0; k < n && good; k++) {
        const size_t i = find_key(map, keys[k].key);
        if (!keys[k].value)
            continue;
        if (i == map->n) {
            good = add(e, &text, find_after(&text, map, keys[k].after), &keys[k]);
            put_entry(e, map, &keys[k]);
        } else if (!is_same(map->values[i], keys[k].value)) {
            change(e, &text, find_key(&text, keys[k].key), &keys[k]);
            map->values[i] = (struct bm_yaml *)keys[k].value;
        }
    }
    return good;
}

/* A map in braces around a scalar. */
bool bm_edit_wrap(struct bm_editing *e, struct bm_yaml *list, size_t item, const char *key,
                  const struct bm_edit_key *keys, size_t n)
{
    struct bm_yaml *scalar = list->values[item], *map = BM_NEW(e->arena, struct bm_yaml);
    const size_t from = bm_edit_begin(e, scalar), to = bm_edit_end(e, scalar);
    const struct bm_edit_key first = {.key = key, .value = scalar};
    const bool raw = !scalar->plain || bm_scalar_is_plain(scalar->text);
    if (memchr(e->text.p + from, '\n', to - from) ||
        (!scalar->plain && from == scalar->span.offset))
        return bm_editing_refuse(e);
    struct bm_buf b = {0};
    bm_buf_printf(&b, "{%s: ", key);
    if (!raw)
        bm_scalar_put(&b, scalar->text);
    bm_edit_put(e, from, raw ? 0 : to - from, bm_buf_keep(&b, e->arena));
    *map = (struct bm_yaml){.kind = BM_YAML_MAP, .span = scalar->span};
    put_entry(e, map, &first);
    for (size_t i = 0; i < n; i++) {
        bm_edit_put(e, to, 0, write_entry(e, ", ", &keys[i], i + 1 == n ? "}" : ""));
        put_entry(e, map, &keys[i]);
    }
    list->values[item] = map;
    return true;
}
