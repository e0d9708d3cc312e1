/* Bytes of YAML: where values begin and end, and what is put there. */
#include "edits/editing.h"

#include "base/buf.h"
#include "base/scalar.h"
#include "edits/places.h"

#include <stdlib.h>

bool bm_editing_open(struct bm_editing *e, struct bm_arena *arena, struct bm_sources *sources,
                     const char *name, struct bm_str text, struct bm_diags *diags)
{
    *e = (struct bm_editing){
        .arena = arena, .sources = sources, .diags = diags, .where = bm_span_none()};
    e->file = bm_sources_add(sources, bm_str_c(name), bm_str_c(name), text);
    e->text = sources->v[e->file].text;
    e->root = bm_yaml_read(arena, sources, e->file, 0, (uint32_t)e->text.n, diags);
    return e->root && bm_yaml_want(e->root, BM_YAML_MAP, diags);
}

bool bm_editing_refuse(struct bm_editing *e)
{
    return bm_diag(e->diags, BM_MSG_EDIT_FORM, e->where, e->wanted);
}

static int by_place(const void *pa, const void *pb)
{
    const struct bm_edit *const *a = pa, *const *b = pb;
    if ((*a)->at != (*b)->at)
        return (*a)->at < (*b)->at ? -1 : 1;
    /* What is put in stands before what goes; two of them in the order in which they came. */
    if (!(*a)->n != !(*b)->n)
        return (*a)->n ? 1 : -1;
    return *a < *b ? -1 : *a > *b;
}

/* The edited text. False: two edits meet. */
static bool apply(const struct bm_editing *e, struct bm_str *out)
{
    struct bm_buf b = {0};
    size_t at = 0;
    const struct bm_edit **order = BM_NEW_N(e->arena, e->n + 1, const struct bm_edit *);
    bool apart = true;
    for (size_t i = 0; i < e->n; i++)
        order[i] = &e->edits[i];
    qsort(order, e->n, sizeof *order, by_place);
    for (size_t i = 0; i < e->n && apart; i++) {
        apart = order[i]->at >= at && order[i]->at + order[i]->n <= e->text.n;
        if (!apart)
            break;
        bm_buf_str(&b, (struct bm_str){e->text.p + at, order[i]->at - at});
        bm_buf_str(&b, order[i]->text);
        at = order[i]->at + order[i]->n;
    }
    bm_buf_str(&b, (struct bm_str){e->text.p + at, e->text.n - at});
    *out = bm_buf_keep(&b, e->arena);
    return apart;
}

/* Comments and what they say, in order: none may be lost. */
static size_t count_comments(const struct bm_editing *e, struct bm_str s)
{
    (void)e;
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '#';
    return n;
}

bool bm_editing_close(struct bm_editing *e, struct bm_str *out)
{
    struct bm_diags said = {.arena = e->arena};
    struct bm_buf is = {0}, want = {0};
    bool same = apply(e, out);
    if (same) {
        struct bm_sources sources = {.arena = e->arena};
        bm_sources_add(&sources, BM_STR(""), BM_STR(""), *out);
        const struct bm_yaml *root =
            bm_yaml_read(e->arena, &sources, 0, 0, (uint32_t)out->n, &said);
        same = root && root->kind == BM_YAML_MAP &&
               count_comments(e, *out) >= count_comments(e, e->text);
        if (same) {
            bm_yaml_canonical(root, &is);
            bm_yaml_canonical(e->root, &want);
            same = bm_str_eq(bm_buf_view(&is), bm_buf_view(&want));
        }
    }
    bm_buf_free(&is);
    bm_buf_free(&want);
    return same || bm_editing_refuse(e);
}

void bm_edit_put(struct bm_editing *e, size_t at, size_t n, struct bm_str text)
{
    e->edits = bm_arena_grow(e->arena, e->edits, e->n, &e->cap, sizeof *e->edits);
    e->edits[e->n++] = (struct bm_edit){at, n, text};
}

struct bm_yaml *bm_edit_scalar(struct bm_arena *arena, struct bm_str text)
{
    struct bm_yaml *node = BM_NEW(arena, struct bm_yaml);
    *node = (struct bm_yaml){.kind = BM_YAML_SCALAR, .span = bm_span_none(), .text = text};
    return node;
}

bool bm_edit_is_flow(const struct bm_editing *e, const struct bm_yaml *node)
{
    return node->kind != BM_YAML_SCALAR && node->span.offset < e->text.n &&
           strchr("[{", e->text.p[node->span.offset]) != NULL;
}

size_t bm_edit_begin(const struct bm_editing *e, const struct bm_yaml *node)
{
    const size_t at = node->span.offset;
    const bool quoted =
        node->kind == BM_YAML_SCALAR && !node->plain && at && strchr("\"'", e->text.p[at - 1]);
    return at - quoted;
}

size_t bm_edit_end(const struct bm_editing *e, const struct bm_yaml *node)
{
    const size_t end = (size_t)node->span.offset + node->span.length;
    if (node->kind == BM_YAML_SCALAR)
        return end + (bm_edit_begin(e, node) < node->span.offset);
    if (bm_edit_is_flow(e, node) || !node->n)
        return end;
    return node->kind == BM_YAML_MAP ? bm_edit_value_end(e, node, node->n - 1)
                                     : bm_edit_end(e, node->values[node->n - 1]);
}

bool bm_edit_is_nothing(const struct bm_yaml *node)
{
    return node->kind == BM_YAML_SCALAR && node->plain && !node->span.length;
}

size_t bm_edit_value_end(const struct bm_editing *e, const struct bm_yaml *map, size_t i)
{
    if (!bm_edit_is_nothing(map->values[i]))
        return bm_edit_end(e, map->values[i]);
    size_t at = bm_edit_end(e, map->keys[i]);
    while (at < e->text.n && e->text.p[at] == ' ')
        at++;
    return at + (at < e->text.n && e->text.p[at] == ':');
}

struct bm_str bm_edit_written(const struct bm_editing *e, const struct bm_yaml *node)
{
    const size_t from = bm_edit_begin(e, node);
    return (struct bm_str){e->text.p + from, bm_edit_end(e, node) - from};
}

size_t bm_edit_line_begin(const struct bm_editing *e, size_t at)
{
    while (at && e->text.p[at - 1] != '\n')
        at--;
    const bool mark = !at && e->text.n >= 3 && memcmp(e->text.p, "\xEF\xBB\xBF", 3) == 0;
    return mark ? 3 : at;
}

size_t bm_edit_line_end(const struct bm_editing *e, size_t at)
{
    while (at < e->text.n && e->text.p[at] != '\n')
        at++;
    return at && at < e->text.n && e->text.p[at - 1] == '\r' ? at - 1 : at;
}

size_t bm_edit_past_line(const struct bm_editing *e, size_t at)
{
    while (at < e->text.n && e->text.p[at] != '\n')
        at++;
    return at + (at < e->text.n);
}

struct bm_str bm_edit_eol(const struct bm_editing *e)
{
    const char *end = memchr(e->text.p, '\n', e->text.n);
    return end && end > e->text.p && end[-1] == '\r' ? BM_STR("\r\n") : BM_STR("\n");
}
