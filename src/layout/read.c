/* Values of a layout file: lengths, counts, words, ranges. */
#include "layout/read.h"

#define OFFER_MOST 12 /* names listed when none is near */

struct bm_units bm_units_of(const struct bm_layout *layout, bm_len em)
{
    return (struct bm_units){em, layout->leading, layout->sizes, layout->size_count};
}

bool bm_layout_say(struct bm_layout_reader *reader, enum bm_message message, struct bm_span span,
                   const struct bm_str *args, size_t n)
{
    return !bm_diag_said(reader->diags, message, span, args, n ? 1 : 0) &&
           bm_diag_add(reader->diags, message, span, args, n);
}

struct bm_str bm_layout_offer(struct bm_layout_reader *reader, struct bm_str s,
                              const char *const *names, size_t n)
{
    return bm_suggestion(reader->arena, s, names, n, OFFER_MOST);
}

const struct bm_yaml *bm_layout_require(struct bm_layout_reader *reader, const struct bm_yaml *map,
                                        const char *key)
{
    const struct bm_yaml *node = bm_yaml_get(map, key);
    if (!node && map && map->kind == BM_YAML_MAP)
        bm_say(reader, BM_MSG_MISSING_KEY, map->span, bm_str_c(key));
    return node;
}

struct bm_str bm_layout_points(struct bm_layout_reader *reader, bm_len length)
{
    struct bm_buf b = {0};
    bm_buf_pt(&b, length, 2);
    bm_buf_c(&b, "pt");
    return bm_buf_keep(&b, reader->arena);
}

static void unknown_size(struct bm_layout_reader *reader, const struct bm_yaml *node,
                         const struct bm_units *units)
{
    const char **names = BM_NEW_N(reader->arena, units->size_count, const char *);
    for (size_t i = 0; i < units->size_count; i++)
        names[i] = units->sizes[i].name;
    bm_say(reader, BM_MSG_UNKNOWN_SIZE, node->span, node->text,
           bm_layout_offer(reader, node->text, names, units->size_count));
}

/* What is wrong with an inherited value its base has said. */
static bool fine_here(struct bm_layout_reader *reader, bool fine, size_t before)
{
    if (!fine && reader->inherited)
        bm_diags_cut(reader->diags, before);
    return fine;
}

bool bm_read_scalar(struct bm_layout_reader *reader, const struct bm_yaml *node)
{
    size_t before = reader->diags->n;
    return node && fine_here(reader, bm_yaml_want(node, BM_YAML_SCALAR, reader->diags), before);
}

bool bm_read_length(struct bm_layout_reader *reader, const struct bm_yaml *node,
                    const struct bm_units *units, bm_len least, bm_len most, bm_len *out)
{
    bm_len length = 0;
    struct bm_str unit;
    if (!bm_read_scalar(reader, node))
        return false;
    switch (bm_length_read(node->text, units, &length, &unit)) {
    case BM_LENGTH_NO_NUMBER:
        return bm_say(reader, BM_MSG_BAD_LENGTH, node->span, node->text);
    case BM_LENGTH_NO_UNIT:
        return bm_say(reader, BM_MSG_NO_UNIT, node->span, node->text);
    case BM_LENGTH_UNKNOWN_UNIT: {
        struct bm_span span = node->span;
        if (node->verbatim) {
            span.offset += (uint32_t)(unit.p - node->text.p);
            span.length = (uint32_t)unit.n;
        }
        return bm_say(reader, BM_MSG_UNKNOWN_UNIT, span, unit);
    }
    case BM_LENGTH_UNKNOWN_SIZE:
        unknown_size(reader, node, units);
        return false;
    case BM_LENGTH_NOT_HERE:
        return bm_say(reader, BM_MSG_UNIT_NOT_HERE, node->span, unit);
    case BM_LENGTH_FINE:
        if (length >= least && length <= most) {
            *out = length;
            return true;
        }
        break;
    case BM_LENGTH_TOO_LONG:
        break;
    }
    return bm_say(reader, BM_MSG_LENGTH_RANGE, node->span, node->text,
                  bm_layout_points(reader, least), bm_layout_points(reader, most));
}

bool bm_read_count(struct bm_layout_reader *reader, const struct bm_yaml *node, uint32_t least,
                   uint32_t most, uint32_t *out)
{
    int64_t value;
    size_t before = reader->diags->n;
    if (!node || !fine_here(reader, bm_yaml_int(node, least, most, &value, reader->diags), before))
        return false;
    *out = (uint32_t)value;
    return true;
}

bool bm_read_flag(struct bm_layout_reader *reader, const struct bm_yaml *node, bool *out)
{
    size_t before = reader->diags->n;
    return node && fine_here(reader, bm_yaml_flag(node, out, reader->diags), before);
}

bool bm_read_word(struct bm_layout_reader *reader, const struct bm_yaml *node,
                  const char *const *words, size_t n, uint8_t *out)
{
    if (!bm_read_scalar(reader, node))
        return false;
    for (size_t i = 0; i < n; i++)
        if (bm_str_is(node->text, words[i])) {
            *out = (uint8_t)i;
            return true;
        }
    return bm_say(reader, BM_MSG_UNKNOWN_WORD, node->span, node->text,
                  bm_layout_offer(reader, node->text, words, n));
}

/* A whole number from 1 at p[*i], or 0. */
static uint32_t ordinal(struct bm_str s, size_t *i)
{
    uint32_t v = 0;
    for (; *i < s.n && s.p[*i] >= '0' && s.p[*i] <= '9'; ++*i) {
        v = v * 10 + (uint32_t)(s.p[*i] - '0');
        if (v > BM_LINES_MOST)
            return 0;
    }
    return v;
}

bool bm_read_range(struct bm_layout_reader *reader, const struct bm_yaml *node, uint32_t *first,
                   uint32_t *last)
{
    uint32_t a = 0, b = 0;
    size_t i = 0;
    if (!node)
        return false;
    if (node->kind == BM_YAML_LIST && node->n == 2) {
        if (!bm_read_count(reader, node->values[0], 1, BM_LINES_MOST, &a) ||
            !bm_read_count(reader, node->values[1], 1, BM_LINES_MOST, &b))
            return false;
    } else if (node->kind == BM_YAML_SCALAR) {
        a = b = ordinal(node->text, &i);
        if (i < node->text.n && node->text.p[i] == '-') {
            i++;
            b = ordinal(node->text, &i);
        }
        if (i < node->text.n)
            a = 0;
    }
    if (a && a <= b) {
        *first = a;
        *last = b;
        return true;
    }
    return bm_say(reader, BM_MSG_BAD_RANGE, node->span,
                  node->kind == BM_YAML_SCALAR ? node->text : BM_STR("[…]"));
}

bool bm_read_string(struct bm_layout_reader *reader, const struct bm_yaml *node, struct bm_str *out)
{
    if (!bm_read_scalar(reader, node))
        return false;
    *out = bm_str_copy(reader->arena, node->text);
    return true;
}
