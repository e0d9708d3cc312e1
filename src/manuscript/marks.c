/* Marks are found in the bytes as typed, before YAML or Markdown has seen them, so that a note
 * may hold any character. */
#include "manuscript/limits.h"
#include "manuscript/parts.h"

#define NESTED_REACH 300 /* bytes in which a mark inside a mark, and both ends, are looked for */

static bool blank_line_at(struct bm_str text, uint32_t i, uint32_t to)
{
    if (text.p[i] != '\n')
        return false;
    for (i++; i < to && (text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\r'); i++)
        continue;
    return i < to && text.p[i] == '\n';
}

/* Length of "text:" with what stands before it and one blank after it, when the mark that holds
 * this is one of text; else 0. */
static size_t text_begins(struct bm_str s)
{
    size_t i = 0;
    while (i < s.n && s.p[i] == ' ')
        i++;
    if (s.n - i < 5 || memcmp(s.p + i, "text", 4) != 0)
        return 0;
    i += 4;
    if (s.p[i] == ':')
        i++;
    else if (s.n - i >= 3 && memcmp(s.p + i, "\xEF\xBC\x9A", 3) == 0) /* ： */
        i += 3;
    else
        return 0;
    return i + (i < s.n && s.p[i] == ' ');
}

/* Offset after the }} that closes the mark opened at `from`, or 0: then *stop is where the search
 * for it ended. Text may hold {{. */
static uint32_t mark_end(struct bm_str text, uint32_t from, uint32_t to, uint32_t *stop)
{
    const size_t verbatim = text_begins((struct bm_str){text.p + from + 2, to - from - 2});
    uint32_t i = from + 2;
    for (; i + 1 < to; i++) {
        if (text.p[i] == '}' && text.p[i + 1] == '}')
            return i + 2;
        if ((text.p[i] == '{' && text.p[i + 1] == '{' && !verbatim) || blank_line_at(text, i, to))
            break;
    }
    *stop = i;
    return 0;
}

static struct bm_str trim(struct bm_str s)
{
    while (s.n > 0 && strchr(" \t\r\n", s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && strchr(" \t\r\n", s.p[s.n - 1]))
        s.n--;
    return s;
}

/* "name N", "title N", "dot N"; NULL when it is well, else what is wrong. */
static const char *parse_name(struct bm_str s, struct bm_piece *piece)
{
    s = trim(s);
    uint32_t count = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || i == 6)
            return "the number of characters is no whole number in figures 0 to 9";
        count = count * 10 + (uint32_t)(s.p[i] - '0');
    }
    piece->count = count;
    return count ? NULL
           : s.n ? "the number of characters is 0"
                 : "the number of characters is missing";
}

/* "query N: note"; NULL when it is well, else what is wrong. */
static const char *parse_query(struct bm_str s, struct bm_piece *piece)
{
    size_t i = 0;
    uint32_t count = 0;
    while (i < s.n && s.p[i] == ' ')
        i++;
    size_t digits = i;
    if (i < s.n && s.p[i] == '-')
        return "the number of characters is no whole number in figures 0 to 9";
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && i - digits < 6; i++)
        count = count * 10 + (uint32_t)(s.p[i] - '0');
    if (i == digits)
        return "the number of characters is missing";
    while (i < s.n && s.p[i] == ' ')
        i++;
    if (i < s.n && s.p[i] == ':')
        i++;
    else if (s.n - i >= 3 && memcmp(s.p + i, "\xEF\xBC\x9A", 3) == 0) /* ： */
        i += 3;
    else
        return "a colon is missing after the number";
    if (count > QUERY_MOST)
        return "it is about more than 1,000 characters";
    piece->kind = BM_PIECE_QUERY;
    piece->count = count;
    piece->note = trim((struct bm_str){s.p + i, s.n - i});
    return piece->note.n ? NULL : "the note is missing";
}

/* "ok RULE"; NULL when it is well. Which rules there are the copy desk knows. */
static const char *parse_ok(struct bm_str s, struct bm_piece *piece)
{
    piece->kind = BM_PIECE_OK;
    piece->note = trim(s);
    return piece->note.n ? NULL : "the rule is missing";
}

static bool parse_mark(struct bm_str inside, struct bm_span span, struct bm_piece *piece,
                       struct bm_diags *diags)
{
    struct bm_str s = trim(inside);
    const char *wrong = NULL;
    const size_t verbatim = text_begins(inside);
    if (verbatim && verbatim < inside.n) {
        piece->kind = BM_PIECE_TEXT;
        piece->text = (struct bm_str){inside.p + verbatim, inside.n - verbatim};
        return true;
    }
    if (bm_str_is(s, "gap")) {
        piece->kind = BM_PIECE_GAP;
        return true;
    }
    if (bm_str_is(s, "join")) {
        piece->kind = BM_PIECE_JOIN;
        return true;
    }
    static const struct {
        const char *word;
        size_t n;
        enum bm_piece_kind kind;
    } names[] = {
        {"name", 4, BM_PIECE_NAME}, {"title", 5, BM_PIECE_TITLE}, {"dot", 3, BM_PIECE_DOT}};
    for (size_t i = 0; i < BM_COUNT(names); i++) {
        size_t n = names[i].n;
        if (s.n < n || memcmp(s.p, names[i].word, n) != 0 ||
            (s.n > n && !strchr(" 0123456789", s.p[n])))
            continue;
        piece->kind = names[i].kind;
        piece->note = s;
        wrong = parse_name((struct bm_str){s.p + n, s.n - n}, piece);
        if (wrong && diags)
            bm_diag(diags, BM_MSG_NAME_MARK, span, s, bm_str_c(wrong));
        return !wrong;
    }
    if (s.n >= 2 && memcmp(s.p, "ok", 2) == 0 && (s.n == 2 || s.p[2] == ' ')) {
        wrong = parse_ok((struct bm_str){s.p + 2, s.n - 2}, piece);
        if (wrong && diags)
            bm_diag(diags, BM_MSG_OK_MARK, span, s, bm_str_c(wrong));
        return !wrong;
    }
    bool query =
        s.n >= 5 && memcmp(s.p, "query", 5) == 0 && (s.n == 5 || strchr(" :0123456789", s.p[5]));
    if (query)
        wrong = parse_query((struct bm_str){s.p + 5, s.n - 5}, piece);
    if (query && !wrong)
        return true;
    if (diags && verbatim)
        bm_diag0(diags, BM_MSG_EMPTY_TEXT_MARK, span);
    else if (diags && query)
        bm_diag(diags, BM_MSG_BAD_QUERY, span, s, bm_str_c(wrong));
    else if (diags)
        bm_diag(diags, BM_MSG_UNKNOWN_MARK, span, s);
    return false;
}

/* Whether the mark at `from`, whose search ended at the {{ at `stop`, is closed after the one that
 * begins there. */
static bool holds_mark(struct bm_str text, uint32_t stop, uint32_t to)
{
    const uint32_t most = to - stop < NESTED_REACH ? to : stop + NESTED_REACH;
    uint32_t end = stop, ignored;
    if (stop + 2 >= to || memcmp(text.p + stop, "{{", 2) != 0)
        return false;
    end = mark_end(text, stop, most, &ignored);
    for (uint32_t i = end; end && i + 1 < most; i++) {
        if (memcmp(text.p + i, "}}", 2) == 0)
            return true;
        if (memcmp(text.p + i, "{{", 2) == 0 || blank_line_at(text, i, most))
            break;
    }
    return false;
}

bool marks_find(struct bm_arena *arena, struct bm_str text, uint32_t file, uint32_t from,
                uint32_t to, struct marks *marks, struct bm_diags *diags)
{
    bool good = true;
    for (uint32_t i = from; i + 1 < to;) {
        if (text.p[i] != '{' || text.p[i + 1] != '{') {
            i++;
            continue;
        }
        uint32_t stop = i, end = mark_end(text, i, to, &stop);
        if (!end) {
            if (diags)
                bm_diag0(diags,
                         holds_mark(text, stop, to) ? BM_MSG_NESTED_MARK : BM_MSG_UNCLOSED_MARK,
                         (struct bm_span){file, i, 2});
            good = false;
            i = stop;
            continue;
        }
        struct mark m = {.from = i, .to = end};
        struct bm_str inside = {text.p + i + 2, end - i - 4};
        if (parse_mark(inside, (struct bm_span){file, i, end - i}, &m.piece, diags)) {
            marks->v = bm_arena_grow(arena, marks->v, marks->n, &marks->cap, sizeof m);
            marks->v[marks->n++] = m;
        } else {
            good = false;
        }
        i = end;
    }
    return good;
}

size_t marks_at(const struct marks *marks, uint32_t offset)
{
    size_t lo = 0, hi = marks->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (marks->v[mid].to > offset)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

uint32_t find_outside(struct bm_str text, const struct marks *marks, uint32_t from, uint32_t to,
                      char c)
{
    for (size_t k = marks_at(marks, from); from < to; k++) {
        const bool more = k < marks->n && marks->v[k].from < to;
        const uint32_t end = more ? marks->v[k].from : to;
        const char *found = end > from ? memchr(text.p + from, c, end - from) : NULL;
        if (found)
            return (uint32_t)(found - text.p);
        from = more ? marks->v[k].to : to;
    }
    return to;
}
