/* Items of lists: names that change places, items that move. */
#include "base/buf.h"
#include "base/scalar.h"
#include "edits/places.h"

/* A scalar's text as it may be written in brackets, or in a line. */
static struct bm_str rewrite(const struct bm_editing *e, const struct bm_yaml *node, bool flow)
{
    struct bm_buf b = {0};
    if (!flow || !node->plain || bm_scalar_is_plain(node->text))
        return bm_edit_written(e, node);
    bm_scalar_put(&b, node->text);
    return bm_buf_keep(&b, e->arena);
}

bool bm_edit_exchange(struct bm_editing *e, struct bm_yaml *a, bool a_flow, struct bm_yaml *b,
                      bool b_flow)
{
    const struct bm_str is_a = bm_edit_written(e, a), is_b = bm_edit_written(e, b);
    if (bm_edit_is_nothing(a) || bm_edit_is_nothing(b) || memchr(is_a.p, '\n', is_a.n) ||
        memchr(is_b.p, '\n', is_b.n))
        return bm_editing_refuse(e);
    bm_edit_put(e, bm_edit_begin(e, a), is_a.n, rewrite(e, b, a_flow));
    bm_edit_put(e, bm_edit_begin(e, b), is_b.n, rewrite(e, a, b_flow));
    const struct bm_str text = a->text;
    a->text = b->text;
    b->text = text;
    return true;
}

/* Moves the item of the tree. */
static void move_value(struct bm_yaml *list, size_t from, size_t to)
{
    struct bm_yaml *moved = list->values[from];
    for (; from < to; from++)
        list->values[from] = list->values[from + 1];
    for (; from > to; from--)
        list->values[from] = list->values[from - 1];
    list->values[to] = moved;
}

static struct bm_str join(const struct bm_editing *e, struct bm_str a, struct bm_str b)
{
    struct bm_buf buf = {0};
    bm_buf_str(&buf, a);
    bm_buf_str(&buf, b);
    return bm_buf_keep(&buf, e->arena);
}

/* In brackets. */
static bool move_flow(struct bm_editing *e, const struct bm_yaml *list, size_t from, size_t to)
{
    struct bm_yaml **v = list->values;
    const struct bm_str item = bm_edit_written(e, v[from]), part = BM_STR(", ");
    const size_t begin = from ? bm_edit_end(e, v[from - 1]) : bm_edit_begin(e, v[0]);
    const size_t end = from ? bm_edit_end(e, v[from]) : bm_edit_begin(e, v[1]);
    if (memchr(e->text.p + begin, '#', end - begin) || memchr(item.p, '\n', item.n))
        return bm_editing_refuse(e);
    bm_edit_put(e, begin, end - begin, BM_STR(""));
    if (to > from)
        bm_edit_put(e, bm_edit_end(e, v[to]), 0, join(e, part, item));
    else
        bm_edit_put(e, bm_edit_begin(e, v[to]), 0, join(e, item, part));
    return true;
}

/* The lines of an item of a list in lines: from its dash's line to the end of its last, without the
 * line end. False: the dash is not the first thing in its line. */
static bool lines_of(const struct bm_editing *e, const struct bm_yaml *item, size_t *from,
                     size_t *to)
{
    size_t dashes = 0;
    const size_t begin = bm_edit_begin(e, item);
    *from = bm_edit_line_begin(e, begin);
    *to = bm_edit_line_end(e, bm_edit_end(e, item));
    for (size_t i = *from; i < begin; i++) {
        if (e->text.p[i] != ' ' && e->text.p[i] != '-')
            return false;
        dashes += e->text.p[i] == '-';
    }
    return dashes == 1 && !bm_edit_is_nothing(item);
}

static bool move_block(struct bm_editing *e, const struct bm_yaml *list, size_t from, size_t to)
{
    size_t begin, end, at, past;
    if (!lines_of(e, list->values[from], &begin, &end) ||
        !lines_of(e, list->values[to], &at, &past))
        return bm_editing_refuse(e);
    const struct bm_str lines = {e->text.p + begin, end - begin}, eol = bm_edit_eol(e);
    const size_t next = bm_edit_past_line(e, end);
    if (next > end) { /* with the end of its last line */
        bm_edit_put(e, begin, next - begin, BM_STR(""));
    } else { /* the last of the text, which has none: with that of the line before */
        const size_t before = bm_edit_line_end(e, begin - 1);
        bm_edit_put(e, before, end - before, BM_STR(""));
    }
    if (to < from)
        bm_edit_put(e, at, 0, join(e, lines, eol));
    else
        bm_edit_put(e, past, 0, join(e, eol, lines));
    return true;
}

bool bm_edit_move_item(struct bm_editing *e, struct bm_yaml *list, size_t from, size_t to)
{
    if (from == to)
        return true;
    const bool good =
        bm_edit_is_flow(e, list) ? move_flow(e, list, from, to) : move_block(e, list, from, to);
    move_value(list, from, to);
    return good;
}
