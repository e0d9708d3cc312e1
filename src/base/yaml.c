#include "base/yaml.h"

#include <libfyaml.h>
#include <stdlib.h>

#define DEPTH_MAX 64

/* A list or map whose end has not been read. */
struct level {
    struct bm_yaml *node;
    struct bm_yaml *key; /* map: the key whose value comes next */
    size_t key_cap, value_cap;
};

struct reader {
    struct bm_arena *arena;
    struct bm_diags *diags;
    uint32_t file, base;
    struct bm_str text;
    struct fy_parser *parser;
    struct bm_yaml *root;
    struct level stack[DEPTH_MAX];
    size_t depth;
    size_t documents;
    bool failed;
};

static void bad(struct reader *r, size_t offset, size_t length, struct bm_str what)
{
    if (offset > r->text.n)
        offset = r->text.n;
    if (length > r->text.n - offset)
        length = r->text.n - offset;
    struct bm_span span = {r->file, r->base + (uint32_t)offset, (uint32_t)length};
    bm_diag(r->diags, BM_MSG_BAD_YAML, span, what);
    r->failed = true;
}

static void bad_token(struct reader *r, struct fy_token *token, const char *what)
{
    const struct fy_mark *a = token ? fy_token_start_mark(token) : NULL;
    const struct fy_mark *b = token ? fy_token_end_mark(token) : NULL;
    size_t at = a ? a->input_pos : r->text.n;
    bad(r, at, b && b->input_pos > at ? b->input_pos - at : 0, bm_str_c(what));
}

static size_t place_offset(struct bm_str text, int line, int column)
{
    size_t i = 0;
    for (; line > 1 && i < text.n; i++)
        if (text.p[i] == '\n')
            line--;
    for (; column > 1 && i < text.n && text.p[i] != '\n'; column--)
        bm_utf8_next(text.p, text.n, &i);
    return i;
}

static void report_collected(struct reader *r, struct fy_diag *diag)
{
    void *at = NULL;
    struct fy_diag_error *e = fy_diag_errors_iterate(diag, &at);
    if (!e) {
        bad(r, 0, 0, BM_STR("it is broken"));
        return;
    }
    /* Only the first: what follows is mostly its consequence. */
    struct bm_str what = bm_str_c(e->msg ? e->msg : "it is broken");
    while (what.n > 0 && (what.p[what.n - 1] == '\n' || what.p[what.n - 1] == ' '))
        what.n--;
    size_t offset = place_offset(r->text, e->line, e->column);
    /* What was not closed is found at the end only; the place to look is where it opened. */
    if (offset == r->text.n && r->depth > 0) {
        size_t open = r->stack[r->depth - 1].node->span.offset - r->base;
        if (open < r->text.n && (r->text.p[open] == '[' || r->text.p[open] == '{'))
            offset = open;
    }
    bad(r, offset, 1, what);
}

static struct bm_yaml *node_new(struct reader *r, enum bm_yaml_kind kind, struct fy_token *token)
{
    struct bm_yaml *node = BM_NEW(r->arena, struct bm_yaml);
    const struct fy_mark *m = token ? fy_token_start_mark(token) : NULL;
    node->kind = kind;
    node->span = (struct bm_span){r->file, r->base + (uint32_t)(m ? m->input_pos : 0), 0};
    return node;
}

/* The value of `key:` with nothing after it has no token of its own; it stands where the text
 * before it ended. */
static uint32_t place_of_nothing(const struct reader *r)
{
    if (r->depth == 0)
        return r->base;
    const struct level *top = &r->stack[r->depth - 1];
    return top->key ? top->key->span.offset + top->key->span.length : top->node->span.offset;
}

static struct bm_yaml *scalar_new(struct reader *r, struct fy_token *token)
{
    struct bm_yaml *node = node_new(r, BM_YAML_SCALAR, token);
    const struct fy_mark *a = token ? fy_token_start_mark(token) : NULL;
    const struct fy_mark *b = token ? fy_token_end_mark(token) : NULL;
    size_t n = 0;
    const char *p = token ? fy_token_get_text(token, &n) : NULL;
    enum fy_scalar_style style = token ? fy_token_scalar_style(token) : FYSS_PLAIN;
    node->plain = style == FYSS_PLAIN;
    node->text = BM_STR("");
    if (!a || !b || b->input_pos > r->text.n || b->input_pos < a->input_pos) {
        node->span.offset = place_of_nothing(r);
        node->verbatim = true;
        return node;
    }
    size_t from = a->input_pos, to = b->input_pos;
    if (from == to)
        node->span.offset = place_of_nothing(r);
    const char *s = r->text.p;
    if ((style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) && to - from >= 2 &&
        (s[from] == '"' || s[from] == '\'') && s[to - 1] == s[from]) {
        from++;
        to--;
        node->span.offset++;
    }
    node->span.length = (uint32_t)(to - from);
    node->verbatim = p && n == to - from && memcmp(p, s + from, n) == 0;
    if (node->verbatim)
        node->text = (struct bm_str){s + from, n};
    else if (p)
        node->text = (struct bm_str){bm_arena_copy(r->arena, p, n), n};
    return node;
}

static void attach(struct reader *r, struct bm_yaml *node)
{
    if (r->depth == 0) {
        r->root = node;
        return;
    }
    struct level *top = &r->stack[r->depth - 1];
    struct bm_yaml *in = top->node;
    if (in->kind == BM_YAML_MAP && !top->key) {
        top->key = node;
        return;
    }
    if (in->kind == BM_YAML_MAP) {
        in->keys = bm_arena_grow(r->arena, in->keys, in->n, &top->key_cap, sizeof *in->keys);
        in->keys[in->n] = top->key;
        top->key = NULL;
    }
    in->values = bm_arena_grow(r->arena, in->values, in->n, &top->value_cap, sizeof *in->values);
    in->values[in->n++] = node;
}

static bool wants_key(const struct reader *r)
{
    return r->depth > 0 && r->stack[r->depth - 1].node->kind == BM_YAML_MAP &&
           !r->stack[r->depth - 1].key;
}

static void open_level(struct reader *r, enum bm_yaml_kind kind, struct fy_token *token)
{
    if (wants_key(r)) {
        bad_token(r, token, "a key must be one word or text");
        return;
    }
    if (r->depth == DEPTH_MAX) {
        bad_token(r, token, "it is nested too deep");
        return;
    }
    struct bm_yaml *node = node_new(r, kind, token);
    attach(r, node);
    r->stack[r->depth++] = (struct level){.node = node};
}

static int by_text_then_place(const void *a, const void *b)
{
    const struct bm_yaml *x = *(struct bm_yaml *const *)a, *y = *(struct bm_yaml *const *)b;
    size_t n = x->text.n < y->text.n ? x->text.n : y->text.n;
    int c = n ? memcmp(x->text.p, y->text.p, n) : 0;
    if (c == 0)
        c = (x->text.n > y->text.n) - (x->text.n < y->text.n);
    return c ? c : (x->span.offset > y->span.offset) - (x->span.offset < y->span.offset);
}

static void check_duplicates(struct reader *r, const struct bm_yaml *map)
{
    if (map->n < 2)
        return;
    struct bm_yaml **sorted = BM_NEW_N(r->arena, map->n, struct bm_yaml *);
    memcpy(sorted, map->keys, map->n * sizeof *sorted);
    qsort(sorted, map->n, sizeof *sorted, by_text_then_place);
    for (size_t i = 1; i < map->n; i++)
        if (bm_str_eq(sorted[i]->text, sorted[i - 1]->text))
            bad(r, sorted[i]->span.offset - r->base, sorted[i]->span.length,
                BM_STR("this key stands here for the second time"));
}

static void close_level(struct reader *r, struct fy_token *token)
{
    struct bm_yaml *node = r->stack[--r->depth].node;
    const struct fy_mark *m = token ? fy_token_end_mark(token) : NULL;
    /* A list or map in block style ends with its last item; the parser's end mark stands where
     * the next thing begins. */
    uint32_t end = node->span.offset;
    if (node->n > 0)
        end = node->values[node->n - 1]->span.offset + node->values[node->n - 1]->span.length;
    char first = r->text.p[node->span.offset - r->base];
    if (m && (first == '[' || first == '{') && r->base + m->input_pos > end)
        end = r->base + (uint32_t)m->input_pos;
    if (end > node->span.offset)
        node->span.length = end - node->span.offset;
    if (node->kind == BM_YAML_MAP)
        check_duplicates(r, node);
}

static void refuse_extras(struct reader *r, struct fy_token *anchor, struct fy_token *tag)
{
    if (anchor)
        bad_token(r, anchor, "anchors are not used here");
    else if (tag)
        bad_token(r, tag, "tags are not used here");
}

static void take(struct reader *r, struct fy_event *e)
{
    switch (e->type) {
    case FYET_DOCUMENT_START:
        if (r->documents++ > 0)
            bad_token(r, e->document_start.document_start, "there is a second document");
        break;
    case FYET_ALIAS:
        bad_token(r, e->alias.anchor, "aliases are not used here");
        break;
    case FYET_SCALAR:
        refuse_extras(r, e->scalar.anchor, e->scalar.tag);
        if (!r->failed)
            attach(r, scalar_new(r, e->scalar.value));
        break;
    case FYET_SEQUENCE_START:
        refuse_extras(r, e->sequence_start.anchor, e->sequence_start.tag);
        if (!r->failed)
            open_level(r, BM_YAML_LIST, e->sequence_start.sequence_start);
        break;
    case FYET_MAPPING_START:
        refuse_extras(r, e->mapping_start.anchor, e->mapping_start.tag);
        if (!r->failed)
            open_level(r, BM_YAML_MAP, e->mapping_start.mapping_start);
        break;
    case FYET_SEQUENCE_END:
        close_level(r, e->sequence_end.sequence_end);
        break;
    case FYET_MAPPING_END:
        close_level(r, e->mapping_end.mapping_end);
        break;
    default:
        break;
    }
}

static void no_output(struct fy_diag *diag, void *user, const char *bytes, size_t n)
{
    (void)diag, (void)user, (void)bytes, (void)n;
}

static void read_events(struct reader *r)
{
    struct fy_diag_cfg cfg;
    fy_diag_cfg_default(&cfg);
    cfg.fp = NULL;
    cfg.output_fn = no_output;
    struct fy_diag *diag = fy_diag_create(&cfg);
    if (diag)
        fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg parse = {
        .search_path = "", .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG, .diag = diag};
    r->parser = diag ? fy_parser_create(&parse) : NULL;
    if (!r->parser || fy_parser_set_string(r->parser, r->text.p, r->text.n) != 0) {
        bm_diag0(r->diags, BM_MSG_OUT_OF_MEMORY, bm_span_none());
        r->failed = true;
    }
    while (!r->failed) {
        struct fy_event *e = fy_parser_parse(r->parser);
        if (!e)
            break;
        take(r, e);
        fy_parser_event_free(r->parser, e);
    }
    if (!r->failed && fy_parser_get_stream_error(r->parser))
        report_collected(r, diag);
    if (r->parser)
        fy_parser_destroy(r->parser);
    if (diag)
        fy_diag_destroy(diag);
}

struct bm_yaml *bm_yaml_read(struct bm_arena *arena, const struct bm_sources *sources,
                             uint32_t file, uint32_t offset, uint32_t length,
                             struct bm_diags *diags)
{
    const char *p = sources->v[file].text.p + offset;
    if (length >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
        p += 3;
        offset += 3;
        length -= 3;
    }
    struct reader r = {
        .arena = arena, .diags = diags, .file = file, .base = offset, .text = {p, length}};
    if (length > 0)
        read_events(&r);
    if (r.failed)
        return NULL;
    bool nothing =
        !r.root || (r.root->kind == BM_YAML_SCALAR && r.root->plain && r.root->text.n == 0);
    if (nothing) {
        r.root = node_new(&r, BM_YAML_MAP, NULL);
        r.root->span.length = length;
    }
    return r.root;
}

const struct bm_yaml *bm_yaml_get(const struct bm_yaml *map, const char *key)
{
    if (!map || map->kind != BM_YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++)
        if (bm_str_is(map->keys[i]->text, key))
            return map->values[i];
    return NULL;
}

struct bm_str bm_nearest(struct bm_str s, const char *const *names, size_t n)
{
    struct bm_str best = BM_STR("");
    size_t most = bm_utf8_count(s.p, s.n) / 3;
    size_t least = (most > 0 ? most : 1) + 1;
    for (size_t i = 0; i < n; i++) {
        size_t d = bm_str_distance(s, bm_str_c(names[i]));
        if (d < least) {
            least = d;
            best = bm_str_c(names[i]);
        }
    }
    return best;
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
        struct bm_str near = bm_nearest(map->keys[i]->text, known, n);
        struct bm_buf all = {0};
        /* Nothing near: the advice lists what there is. */
        for (size_t k = 0; k < n && near.n == 0; k++) {
            bm_buf_c(&all, k ? ", " : "");
            bm_buf_c(&all, known[k]);
        }
        bm_diag(diags, BM_MSG_UNKNOWN_KEY, map->keys[i]->span, map->keys[i]->text,
                near.n ? near : bm_buf_view(&all));
        bm_buf_free(&all);
    }
    return good;
}

bool bm_yaml_want(const struct bm_yaml *node, enum bm_yaml_kind kind, struct bm_diags *diags)
{
    static const char *const words[] = {"a scalar", "a list", "a map"};
    if (!node)
        return false;
    if (node->kind == kind)
        return true;
    bm_diag(diags, BM_MSG_WRONG_YAML_KIND, node->span, bm_str_c(words[kind]),
            bm_str_c(words[node->kind]));
    return false;
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
    bm_diag(diags, BM_MSG_BAD_NUMBER, node->span, node->text, bm_diag_number(diags, lo),
            bm_diag_number(diags, hi));
    return false;
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
