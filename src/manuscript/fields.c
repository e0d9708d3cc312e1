/* Values of a YAML head, and the banner: text of one line, or of several that YAML folds. */
#include "manuscript/limits.h"
#include "manuscript/parts.h"

bool field_within(struct bm_str text, struct bm_span span, struct bm_diags *diags)
{
    const size_t n = text.n > FIELD_MOST ? bm_utf8_count(text.p, text.n) : 0;
    return n <= FIELD_MOST ||
           bm_diag_too_many(diags, span, "characters of this field", n, FIELD_MOST);
}

bool field_has_line_end(struct bm_str s)
{
    while (s.n && s.p[s.n - 1] == '\n')
        s.n--;
    for (size_t i = 0; i < s.n;) {
        const uint32_t cp = bm_utf8_next(s.p, s.n, &i);
        if (cp == '\n' || cp == 0x2028 || cp == 0x2029)
            return true;
    }
    return false;
}

/* A scalar that begins with | or > on the line of its key. */
static bool is_block(const struct reading *r, const struct bm_yaml *node)
{
    const uint32_t from = node->span.offset;
    return !node->plain && node->span.length && strchr("|>", r->source.p[from]) &&
           !strchr("\"'", r->source.p[from - 1]);
}

/* The lines of the source that a value stands on; of a block scalar without its first. */
static void lines_of(struct reading *r, const struct bm_yaml *node, const struct marks *marks,
                     struct stretches *lines)
{
    const uint32_t from = node->span.offset, to = from + node->span.length;
    const bool block = is_block(r, node);
    for (uint32_t at = from; at < to;) {
        struct line l = line_read(r->source, marks, at);
        if (l.next > to)
            l = line_part(r->source, at, to);
        if (l.from < l.to && !(block && at == from)) {
            lines->v = bm_arena_grow(r->arena, lines->v, lines->n, &lines->cap, sizeof *lines->v);
            lines->v[lines->n++] = (struct stretch){l.from, l.to};
        }
        at = l.next;
    }
}

struct bm_text field_text(struct reading *reading, const struct bm_yaml *node,
                          const struct marks *marks, bool breaks)
{
    struct reading *r = reading;
    const uint32_t from = node->span.offset, to = from + node->span.length;
    const struct bm_str typed = {r->source.p + from, node->span.length};
    struct text_source source = {
        .reading = r, .text = r->source, .marks = marks, .span = node->span, .breaks = breaks};
    struct stretches lines = {0};
    if (!field_within(node->text, node->span, r->diags))
        return (struct bm_text){0};
    if (field_has_line_end(node->text)) {
        bm_diag0(r->diags, BM_MSG_LINE_END, node->span);
        return (struct bm_text){0};
    }
    if (node->verbatim) {
        const struct stretch line = {from, to};
        return text_read(&source, &line, 1);
    }
    const bool escapes = !node->plain && !is_block(r, node) &&
                         (memchr(typed.p, '\\', typed.n) || memchr(typed.p, '\'', typed.n));
    if (!escapes && memchr(typed.p, '\n', typed.n)) {
        lines_of(r, node, marks, &lines);
        return text_read(&source, lines.v, lines.n);
    }
    if (memchr(typed.p, '\n', typed.n)) {
        bm_diag(r->diags, BM_MSG_BAD_YAML, node->span,
                BM_STR("a value on several lines must be without escapes"));
        return (struct bm_text){0};
    }
    /* Escapes were resolved: the marks are looked for again, in the value. What is wrong with them
     * has been said when the source was searched. */
    struct marks own = {0};
    const struct stretch line = {0, (uint32_t)node->text.n};
    marks_find(r->arena, node->text, r->file, 0, line.to, &own, NULL);
    source.text = node->text;
    source.marks = &own;
    source.resolved = true;
    return text_read(&source, &line, 1);
}
