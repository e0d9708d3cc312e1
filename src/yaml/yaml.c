#include "yaml/yaml.h"

#include "base/check.h"

#include <stdlib.h>
#include <yaml.h>

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
    size_t at, characters; /* a place in the text: bytes and characters before it */
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

/* Bytes before a mark, which counts characters. Marks come mostly in their order. */
static size_t offset_of(struct reader *r, yaml_mark_t mark)
{
    const char *p = r->text.p;
    for (; r->characters < mark.index && r->at < r->text.n; r->characters++)
        do
            r->at++;
        while (r->at < r->text.n && (p[r->at] & 0xC0) == 0x80);
    for (; r->characters > mark.index && r->at > 0; r->characters--)
        do
            r->at--;
        while (r->at > 0 && (p[r->at] & 0xC0) == 0x80);
    return r->at;
}

static char byte_at(const struct reader *r, size_t offset)
{
    return offset < r->text.n ? r->text.p[offset] : 0;
}

static void bad_event(struct reader *r, const yaml_event_t *e, const char *what)
{
    const size_t at = offset_of(r, e->start_mark), end = offset_of(r, e->end_mark);
    bad(r, at, end - at, bm_str_c(what));
}

/* A word that begins with a sign: an anchor or alias without it, or a tag. */
static void bad_word(struct reader *r, const yaml_event_t *e, const char *what)
{
    size_t at = offset_of(r, e->start_mark), n = 0;
    at += byte_at(r, at) != '!';
    while (byte_at(r, at + n) && !strchr(" \t\r\n,]}", byte_at(r, at + n)))
        n++;
    bad(r, at, n, bm_str_c(what));
}

/* The parser finds a colon where none may stand. Where it is the first of its line, the line was
 * taken for the end of the one before, which lacks a colon: that is the place to look. */
static size_t colon_or_line_before(const struct reader *r, size_t colon)
{
    const char *p = r->text.p;
    size_t line = colon, end, from;
    for (; line > 0 && p[line - 1] != '\n'; line--)
        if (p[line - 1] == ':' && p[line] == ' ')
            return colon;
    for (end = line; end > 0 && strchr(" \t\r\n", p[end - 1]);)
        end--;
    for (from = end; from > 0 && p[from - 1] != '\n';)
        from--;
    for (; from < end && p[from] == ' ';)
        from++;
    return from < end ? from : colon;
}

static bool is_wide_colon(const char *p, size_t n)
{
    return n >= 3 && memcmp(p, "\xEF\xBC\x9A", 3) == 0;
}

/* Whether the line [from, to) begins with a key that no colon of YAML ends: with ： after it, or
 * with a colon that no blank follows. */
static bool say_colon(struct reader *r, size_t from, size_t to)
{
    const char *p = r->text.p;
    size_t i = from, key;
    while (i < to && strchr(" -{", p[i]))
        i++;
    for (key = i; i < to && !strchr(" \t\"':#", p[i]) && !is_wide_colon(p + i, to - i);)
        i++;
    size_t wide = i;
    while (wide < to && p[wide] == ' ')
        wide++;
    if (i > key && is_wide_colon(p + wide, to - wide)) {
        bm_diag0(r->diags, BM_MSG_WIDE_COLON,
                 (struct bm_span){r->file, r->base + (uint32_t)wide, 3});
        return r->failed = true;
    }
    if (i == key || i + 1 >= to || p[i] != ':' || strchr(" \t\r/", p[i + 1]))
        return false;
    bm_diag0(r->diags, BM_MSG_CLOSE_COLON, (struct bm_span){r->file, r->base + (uint32_t)i, 1});
    return r->failed = true;
}

/* The line at a place. */
static void line_at(const struct reader *r, size_t at, size_t *from, size_t *to)
{
    const char *p = r->text.p;
    *from = *to = at < r->text.n ? at : r->text.n;
    while (*from > 0 && p[*from - 1] != '\n')
        --*from;
    while (*to < r->text.n && p[*to] != '\n')
        ++*to;
}

/* The same of the line at a place, and of the one before it. */
static bool say_colon_at(struct reader *r, size_t at)
{
    for (int tries = 0; tries < 2; tries++) {
        size_t from, to;
        line_at(r, at, &from, &to);
        if (say_colon(r, from, to))
            return true;
        if (from == 0)
            break;
        at = from - 1;
    }
    return false;
}

/* Where what opens at `at` is closed in the line, or `to`. */
static size_t closed_at(const char *p, size_t at, size_t to)
{
    const char open = p[at], close = open == '[' ? ']' : open == '{' ? '}' : open;
    for (at++; at < to; at++) {
        const bool pair = open == '\'' && at + 1 < to && p[at] == open && p[at + 1] == open;
        if (p[at] == close && !pair)
            break;
        at += pair || (open == '"' && p[at] == '\\');
    }
    return at < to ? at : to;
}

/* A value that begins with a quote or a bracket and goes on after it is closed. */
static bool say_goes_on(struct reader *r, size_t place)
{
    const char *p = r->text.p;
    size_t from, to, next;
    line_at(r, place, &from, &to);
    while (from < to && p[from] == ' ')
        from++;
    for (size_t i = from; i < to; i = next) {
        const bool begins =
            i == from || strchr("[{", p[i - 1]) || (p[i - 1] == ' ' && strchr(" :-,{[", p[i - 2]));
        const bool quote = p[i] == '"' || p[i] == '\'';
        next = i + 1;
        if (!begins || !(quote || p[i] == '[' || p[i] == '{'))
            continue;
        size_t after = closed_at(p, i, to);
        if (after == to)
            continue;
        const char first[2] = {p[i]}, last[2] = {p[after]};
        next = quote ? after + 1 : next;
        for (after++; after < to && strchr(" \t\r", p[after]);)
            after++;
        if (after == to || strchr(",]}:#'", p[after]))
            continue;
        const struct bm_span span = {r->file, r->base + (uint32_t)i, 1};
        bm_diag(r->diags, BM_MSG_VALUE_GOES_ON, span, bm_str_c(first), bm_str_c(last));
        return r->failed = true;
    }
    return false;
}

/* A full-width comma before the place in its line, where half-width ones part values. */
static bool say_wide_comma(struct reader *r, size_t at)
{
    size_t from, to;
    line_at(r, at, &from, &to);
    for (to = at < to ? at : to; from + 3 <= to; from++)
        if (memcmp(r->text.p + from, "\xEF\xBC\x8C", 3) == 0) {
            bm_diag0(r->diags, BM_MSG_WIDE_COMMA,
                     (struct bm_span){r->file, r->base + (uint32_t)from, 3});
            return r->failed = true;
        }
    return false;
}

/* The code point of the escape whose backslash stands at `at`, and its bytes; a blank for those
 * that stand for no character with a fault. */
static uint32_t escaped(const struct reader *r, size_t at, size_t *length)
{
    static const struct {
        char letter;
        uint32_t cp;
    } controls[] = {{'a', 0x07}, {'b', 0x08}, {'v', 0x0B}, {'f', 0x0C},
                    {'r', 0x0D}, {'e', 0x1B}, {'N', 0x85}};
    const char letter = byte_at(r, at + 1);
    const size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    uint32_t cp = 0;
    *length = 2 + digits;
    for (size_t i = 0; i < BM_COUNT(controls); i++)
        if (letter == controls[i].letter)
            return controls[i].cp;
    for (size_t i = 0; i < digits; i++) {
        const char c = byte_at(r, at + 2 + i);
        cp = cp << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return digits || letter == '0' ? cp : ' ';
}

/* The escape as a character with a fault: said, at its place. */
static bool refuse_escape(struct reader *r, size_t at, size_t *length)
{
    const uint32_t cp = escaped(r, at, length);
    const bool refused = bm_character_refused(
        r->diags, cp, (struct bm_span){r->file, r->base + (uint32_t)at, (uint32_t)*length});
    r->failed |= refused;
    return refused;
}

/* What may not be typed may not be written as an escape either. */
static void check_escapes(struct reader *r, size_t from, size_t to)
{
    for (size_t i = from, length; i < to && !r->failed; i += length) {
        length = 1;
        if (byte_at(r, i) == '\\')
            refuse_escape(r, i, &length);
    }
}

static void report_error(struct reader *r, const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR)
        bm_out_of_memory();
    struct bm_str what = bm_str_c(parser->problem ? parser->problem : "it is broken");
    if (bm_str_is(what, "found invalid Unicode character escape code")) {
        size_t length, digits = offset_of(r, parser->problem_mark);
        if (digits >= 2 && refuse_escape(r, digits - 2, &length))
            return;
    }
    if (parser->error == YAML_READER_ERROR) {
        bad(r, parser->problem_offset, 1, what);
        return;
    }
    /* What was not closed is found out much later; the place to look is where it opened. */
    yaml_mark_t mark = parser->problem_mark;
    const yaml_mark_t open = parser->context_mark;
    const char first = byte_at(r, offset_of(r, open));
    const bool flow = parser->error == YAML_PARSER_ERROR && (first == '[' || first == '{');
    const bool quoted = bm_str_is(what, "found unexpected end of stream");
    if ((flow && mark.line > open.line) || quoted || bm_str_is(what, "could not find expected ':'"))
        mark = open;
    size_t at = offset_of(r, mark) + quoted;
    if (bm_str_is(what, "mapping values are not allowed in this context"))
        at = colon_or_line_before(r, at);
    if (say_goes_on(r, at) || (flow && say_wide_comma(r, offset_of(r, parser->problem_mark))) ||
        say_colon_at(r, at))
        return;
    if (byte_at(r, at) == '\t' && bm_str_is(what, "found character that cannot start any token"))
        what = BM_STR("found a tab character that violates indentation");
    bad(r, at, 1, what);
}

static struct bm_yaml *node_new(struct reader *r, enum bm_yaml_kind kind, size_t offset)
{
    struct bm_yaml *node = BM_NEW(r->arena, struct bm_yaml);
    node->kind = kind;
    node->span = (struct bm_span){r->file, r->base + (uint32_t)offset, 0};
    return node;
}

/* A value with nothing in it has no token of its own: it stands where the text of its key ended, or
 * behind the sign of its row in a list. */
static uint32_t place_of_nothing(const struct reader *r, size_t from)
{
    if (r->depth == 0)
        return r->base;
    const struct level *top = &r->stack[r->depth - 1];
    return top->key ? top->key->span.offset + top->key->span.length : r->base + (uint32_t)from;
}

static struct bm_yaml *scalar_new(struct reader *r, const yaml_event_t *e)
{
    size_t from = offset_of(r, e->start_mark), to = offset_of(r, e->end_mark);
    struct bm_yaml *node = node_new(r, BM_YAML_SCALAR, from);
    const char *p = (const char *)e->data.scalar.value, *s = r->text.p;
    const size_t n = e->data.scalar.length;
    const yaml_scalar_style_t style = e->data.scalar.style;
    node->plain = style == YAML_PLAIN_SCALAR_STYLE;
    if (from == to)
        node->span.offset = place_of_nothing(r, from);
    if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) {
        from++;
        to--;
        node->span.offset++;
    }
    if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        check_escapes(r, from, to);
    node->span.length = (uint32_t)(to - from);
    node->verbatim = n == to - from && memcmp(p, s + from, n) == 0;
    node->text = (struct bm_str){node->verbatim ? s + from : bm_arena_copy(r->arena, p, n), n};
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

static void open_level(struct reader *r, enum bm_yaml_kind kind, const yaml_event_t *e)
{
    if (wants_key(r)) {
        bad_event(r, e, "a key must be one word or text");
        return;
    }
    if (r->depth == DEPTH_MAX) {
        bad_event(r, e, "it is nested too deep");
        return;
    }
    struct bm_yaml *node = node_new(r, kind, offset_of(r, e->start_mark));
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

static void close_level(struct reader *r, const yaml_event_t *e)
{
    struct bm_yaml *node = r->stack[--r->depth].node;
    const char first = byte_at(r, node->span.offset - r->base);
    /* A list or map in block style ends with its last item; the parser's end mark stands where
     * the next thing begins. */
    uint32_t end = node->span.offset;
    if (first == '[' || first == '{')
        end = r->base + (uint32_t)offset_of(r, e->end_mark);
    else if (node->n > 0)
        end = node->values[node->n - 1]->span.offset + node->values[node->n - 1]->span.length;
    if (end > node->span.offset)
        node->span.length = end - node->span.offset;
    if (node->kind == BM_YAML_MAP)
        check_duplicates(r, node);
}

static void refuse_extras(struct reader *r, const yaml_event_t *e, const void *anchor,
                          const void *tag)
{
    if (anchor)
        bad_word(r, e, "anchors are not used here");
    else if (tag)
        bad_word(r, e, "tags are not used here");
}

static void take(struct reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (r->documents++ > 0)
            bad_event(r, e, "there is a second document");
        break;
    case YAML_ALIAS_EVENT:
        bad_word(r, e, "aliases are not used here");
        break;
    case YAML_SCALAR_EVENT:
        refuse_extras(r, e, e->data.scalar.anchor, e->data.scalar.tag);
        if (!r->failed)
            attach(r, scalar_new(r, e));
        break;
    case YAML_SEQUENCE_START_EVENT:
        refuse_extras(r, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
        if (!r->failed)
            open_level(r, BM_YAML_LIST, e);
        break;
    case YAML_MAPPING_START_EVENT:
        refuse_extras(r, e, e->data.mapping_start.anchor, e->data.mapping_start.tag);
        if (!r->failed)
            open_level(r, BM_YAML_MAP, e);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_level(r, e);
        break;
    default:
        break;
    }
}

static void read_events(struct reader *r)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        bm_out_of_memory();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)r->text.p, r->text.n);
    for (bool end = false; !end && !r->failed;) {
        yaml_event_t event;
        if (yaml_parser_parse(&parser, &event)) {
            end = event.type == YAML_STREAM_END_EVENT;
            take(r, &event);
            yaml_event_delete(&event);
        } else {
            report_error(r, &parser);
        }
    }
    yaml_parser_delete(&parser);
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
    if (r.root && r.root->kind == BM_YAML_SCALAR && r.root->plain && !r.failed)
        say_colon(&r, r.root->span.offset - offset,
                  r.root->span.offset - offset + r.root->span.length);
    if (r.failed)
        return NULL;
    bool nothing =
        !r.root || (r.root->kind == BM_YAML_SCALAR && r.root->plain && r.root->text.n == 0);
    if (nothing) {
        r.root = node_new(&r, BM_YAML_MAP, 0);
        r.root->span.length = length;
    }
    return r.root;
}
