/* Figures are found in the bytes, before Markdown is read: their brackets are no links. */
#include "manuscript/limits.h"
#include "manuscript/parts.h"

static struct bm_str trim(struct bm_str s)
{
    while (s.n && strchr(" \t\r", s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && strchr(" \t\r", s.p[s.n - 1]))
        s.n--;
    return s;
}

/* A backslash before a mark of ASCII, as in Markdown. */
static bool is_escape(struct bm_str s, size_t i)
{
    return s.p[i] == '\\' && i + 1 < s.n &&
           strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s.p[i + 1]);
}

static struct bm_text text_of(struct bm_arena *arena, struct bm_str source, struct bm_str s,
                              uint32_t file, struct bm_diags *diags)
{
    struct pieces pieces = {.arena = arena};
    if (!field_within(s, (struct bm_span){file, (uint32_t)(s.p - source.p), (uint32_t)s.n}, diags))
        return (struct bm_text){0};
    for (size_t i = 0, end; i < s.n; i = end) {
        i += is_escape(s, i);
        for (end = i + 1; end < s.n && !is_escape(s, end);)
            end++;
        piece_add_text(&pieces, (struct bm_str){s.p + i, end - i},
                       (struct bm_span){file, (uint32_t)(s.p + i - source.p), (uint32_t)(end - i)},
                       0);
    }
    return pieces_end(&pieces, diags);
}

/* Index of the byte c at or after i that is not escaped, or s.n. */
static size_t find(struct bm_str s, size_t i, char c)
{
    while (i < s.n && s.p[i] != c)
        i += is_escape(s, i) ? 2 : 1;
    return i < s.n ? i : s.n;
}

/* Reads a line; false when it is no figure. */
static bool read_figure(struct bm_arena *arena, struct bm_str source, struct bm_str line,
                        uint32_t file, struct bm_figure *figure, struct bm_diags *diags)
{
    if (line.n < 5 || memcmp(line.p, "![", 2) != 0 || line.p[line.n - 1] != ')')
        return false;
    size_t close = find(line, 2, ']');
    if (close + 1 >= line.n || line.p[close + 1] != '(')
        return false;
    size_t from = close + 2, end = line.n - 1, quote = find(line, from, '"');
    struct bm_str credit = {line.p + end, 0}, where = {line.p + from, end - from};
    if (quote < end) {
        size_t last = end - 1;
        while (last > quote && line.p[last] == ' ')
            last--;
        if (last == quote || line.p[last] != '"' || find(line, quote + 1, '"') != last)
            return false;
        credit = (struct bm_str){line.p + quote + 1, last - quote - 1};
        where.n = quote - from;
    }
    where = trim(where);
    *figure = (struct bm_figure){
        .source = where,
        .source_span = {file, (uint32_t)(where.p - source.p), (uint32_t)where.n},
        .caption = text_of(arena, source, (struct bm_str){line.p + 2, close - 2}, file, diags),
        .credit = text_of(arena, source, credit, file, diags)};
    figure->qr = where.n >= 3 && memcmp(where.p, "qr:", 3) == 0;
    if (figure->qr) {
        figure->source.p += 3;
        figure->source.n -= 3;
    }
    return true;
}

/* Of a file or a folder; a dot alone is the folder itself. */
static bool plain_name(struct bm_str s, bool folder)
{
    return s.n > 0 && s.n <= NAME_MOST && (s.p[0] != '.' || (folder && s.n == 1)) &&
           !memchr(s.p, '\\', s.n);
}

/* Why a picture cannot have this path, seen from the edition's folder: it leads out of it, or one
 * of its names is none. BM_MSG_COUNT: it can. */
static enum bm_message path_wrong(struct bm_str path)
{
    enum bm_message wrong = path.n <= PATH_MOST ? BM_MSG_COUNT : BM_MSG_BAD_NAME;
    if (path.n && path.p[0] == '/')
        return BM_MSG_PICTURE_OUTSIDE;
    for (size_t i = 0, end; i <= path.n; i = end + 1) {
        const char *slash = memchr(path.p + i, '/', path.n - i);
        end = slash ? (size_t)(slash - path.p) : path.n;
        const struct bm_str name = {path.p + i, end - i};
        if (bm_str_is(name, ".."))
            return BM_MSG_PICTURE_OUTSIDE;
        if (!plain_name(name, end < path.n))
            wrong = BM_MSG_BAD_NAME;
    }
    return wrong;
}

static void add_mark(struct bm_arena *arena, struct marks *marks, struct mark m)
{
    marks->v = bm_arena_grow(arena, marks->v, marks->n, &marks->cap, sizeof m);
    size_t i = marks->n++;
    for (; i && marks->v[i - 1].from > m.from; i--)
        marks->v[i] = marks->v[i - 1];
    marks->v[i] = m;
}

/* Marks inside a caption would stand inside its figure's. */
static bool no_mark_within(const struct marks *marks, uint32_t file, const struct mark *figure,
                           struct bm_diags *diags)
{
    bool good = true;
    for (size_t k = marks_at(marks, figure->from); k < marks->n && marks->v[k].from < figure->to;
         k++)
        if (marks->v[k].from >= figure->from)
            good = bm_diag(
                diags, BM_MSG_UNSUPPORTED_MARKUP,
                ((struct bm_span){file, marks->v[k].from, marks->v[k].to - marks->v[k].from}),
                BM_STR("a mark in a caption"));
    return good;
}

bool figures_find(struct bm_arena *arena, struct bm_str source, uint32_t file, uint32_t from,
                  struct marks *marks, struct figures *figures, struct bm_diags *diags)
{
    const size_t before = diags->errors;
    bool blank = true, good = true;
    for (size_t i = from, end; i < source.n; i = end + 1) {
        end = find(source, i, '\n');
        struct bm_str line = trim((struct bm_str){source.p + i, end - i});
        size_t next = end + 1 < source.n ? end + 1 : source.n;
        bool last = trim((struct bm_str){source.p + next, find(source, next, '\n') - next}).n == 0;
        struct bm_figure figure;
        if (blank && last && read_figure(arena, source, line, file, &figure, diags)) {
            const enum bm_message wrong = figure.qr ? BM_MSG_COUNT : path_wrong(figure.source);
            if (wrong != BM_MSG_COUNT) {
                bm_diag(diags, wrong, figure.source_span, figure.source);
                good = false;
            } else if (figure.qr && !figure.source.n) {
                bm_diag(diags, BM_MSG_UNSUPPORTED_MARKUP, figure.source_span,
                        BM_STR("a QR code without text"));
                good = false;
            }
            uint32_t at = (uint32_t)(line.p - source.p);
            struct mark m = {.from = at, .to = at + (uint32_t)line.n};
            m.piece.kind = BM_PIECE_FIGURE;
            m.piece.count = (uint32_t)figures->n;
            figures->v = bm_arena_grow(arena, figures->v, figures->n, &figures->cap, sizeof figure);
            figures->v[figures->n++] = figure;
            good &= no_mark_within(marks, file, &m, diags);
            add_mark(arena, marks, m);
            if (figures->n > FIGURES_MOST)
                return bm_diag_too_many(diags, (struct bm_span){file, m.from, m.to - m.from},
                                        "pictures and codes of an article", figures->n,
                                        FIGURES_MOST);
        }
        blank = line.n == 0;
    }
    return good && diags->errors == before;
}
