/* The text of lines becomes pieces. Nothing in it is markup but marks and, where the source says
 * so,
 * **…** and " / ". */
#include "manuscript/parts.h"

struct inliner {
    const struct text_source *source;
    struct pieces pieces;
    uint32_t *stars; /* where a ** stands that is markup, by pairs, in order */
    size_t star_count, star_cap, star;
    bool strong;
    bool ended, ended_strong; /* a line has ended since the last text */
    struct stretch end;       /* where it ended */
};

static struct bm_span span_of(const struct inliner *w, struct bm_str text)
{
    const struct text_source *s = w->source;
    if (s->resolved)
        return s->span;
    return (struct bm_span){s->reading->file, (uint32_t)(text.p - s->text.p), (uint32_t)text.n};
}

/* A line end between letters is a space; beside Han characters and their marks it is nothing. */
static bool joins_without_space(uint32_t cp)
{
    return bm_is_white(cp) || (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0xFE30 && cp <= 0xFE4F) || (cp >= 0xFF00 && cp <= 0xFFEF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF) || (cp >= 0x2014 && cp <= 0x2026);
}

/* A blank, if there is none before it. */
static uint32_t last_character(const struct pieces *pieces)
{
    for (size_t i = pieces->n; i-- > 0;) {
        const struct bm_str s = pieces->v[i].text;
        if (pieces->v[i].kind != BM_PIECE_TEXT || !s.n)
            continue;
        size_t at = s.n - 1;
        while (at && ((unsigned char)s.p[at] & 0xC0) == 0x80)
            at--;
        return bm_utf8_next(s.p, s.n, &at);
    }
    return ' ';
}

static void add(struct inliner *w, struct bm_str text)
{
    size_t i = 0;
    if (!text.n)
        return;
    if (w->ended &&
        (w->source->blanks || (!joins_without_space(last_character(&w->pieces)) &&
                               !joins_without_space(bm_utf8_next(text.p, text.n, &i))))) {
        const struct bm_span end = {w->source->reading->file, w->end.from, w->end.to - w->end.from};
        piece_add_text(&w->pieces, BM_STR(" "), w->source->resolved ? w->source->span : end,
                       w->strong && w->ended_strong ? BM_EMPHASIS_STRONG : 0);
    }
    w->ended = false;
    piece_add_text(&w->pieces, text, span_of(w, text), w->strong ? BM_EMPHASIS_STRONG : 0);
}

/* The white space in which a line ends: its line end alone, if there is one. */
static void end_line(struct inliner *w, struct stretch white)
{
    const char *p = w->source->text.p;
    const char *end = memchr(p + white.from, '\n', white.to - white.from);
    if (end)
        white = (struct stretch){(uint32_t)(end - p), (uint32_t)(end - p) + 1};
    w->ended = true;
    w->end = white;
    w->ended_strong = w->strong;
}

static void add_tab(struct inliner *w, struct bm_str tab)
{
    struct reading *r = w->source->reading;
    const struct bm_span span = span_of(w, tab);
    const uint32_t tabs = 1u << DOUBT_COUNT;
    if (!(r->said & tabs) && !w->source->rows)
        bm_diag0(r->diags, BM_MSG_TAB, span);
    r->said |= w->source->rows ? 0 : tabs;
    piece_add_text(&w->pieces, BM_STR(" "), span, w->strong ? BM_EMPHASIS_STRONG : 0);
}

/* Text without marks or stars. breaks: " / " in it is a line break. */
static void add_run(struct inliner *w, struct bm_str text, bool breaks)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n;) {
        const bool tab = text.p[i] == '\t';
        const bool ends = breaks && text.n - i >= 3 && memcmp(text.p + i, " / ", 3) == 0;
        if (!tab && !ends) {
            i++;
            continue;
        }
        const struct bm_str here = {text.p + i, tab ? 1 : 3};
        add(w, (struct bm_str){text.p + from, i - from});
        if (tab)
            add_tab(w, here);
        else
            piece_add(&w->pieces, BM_PIECE_BREAK, span_of(w, here));
        from = i += here.n;
    }
    add(w, (struct bm_str){text.p + from, text.n - from});
}

/* What {{text: …}} prints; it may run over line ends. */
static void add_verbatim(struct inliner *w, struct bm_str text)
{
    for (size_t i = 0; i <= text.n;) {
        const char *end = i < text.n ? memchr(text.p + i, '\n', text.n - i) : NULL;
        size_t from = i, to = end ? (size_t)(end - text.p) : text.n;
        i = to + 1;
        while (from && from < to && strchr(" \t\r", text.p[from]))
            from++;
        while (end && to > from && strchr(" \t\r", text.p[to - 1]))
            to--;
        add_run(w, (struct bm_str){text.p + from, to - from}, false);
        if (end)
            end_line(w, (struct stretch){(uint32_t)(end - w->source->text.p),
                                         (uint32_t)(end - w->source->text.p) + 1});
    }
}

static void add_mark(struct inliner *w, const struct mark *m)
{
    const struct bm_str typed = {w->source->text.p + m->from, m->to - m->from};
    if (m->piece.kind == BM_PIECE_TEXT) {
        add_verbatim(w, m->piece.text);
        return;
    }
    struct bm_piece *p = piece_add(&w->pieces, m->piece.kind, span_of(w, typed));
    p->count = m->piece.count;
    p->note = m->piece.note;
}

/* Text between marks, in which stars are. */
static void add_stretch(struct inliner *w, uint32_t from, uint32_t to)
{
    const char *p = w->source->text.p;
    for (; w->star < w->star_count && w->stars[w->star] < to; w->star++) {
        add_run(w, (struct bm_str){p + from, w->stars[w->star] - from}, w->source->breaks);
        w->strong = w->star % 2 == 0;
        from = w->stars[w->star] + 2;
    }
    add_run(w, (struct bm_str){p + from, to - from}, w->source->breaks);
}

static void add_line(struct inliner *w, struct stretch line)
{
    const struct marks *marks = w->source->marks;
    uint32_t at = line.from;
    for (size_t k = marks_at(marks, at); at < line.to; k++) {
        const bool more = k < marks->n && marks->v[k].from < line.to;
        add_stretch(w, at, more ? marks->v[k].from : line.to);
        if (!more)
            break;
        add_mark(w, &marks->v[k]);
        at = marks->v[k].to;
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void keep_star(struct inliner *w, uint32_t at)
{
    w->stars =
        bm_arena_grow(w->pieces.arena, w->stars, w->star_count, &w->star_cap, sizeof *w->stars);
    w->stars[w->star_count++] = at;
}

/* A ** at `at`: pairs it with the one that is open, or opens; *open is 1 + its place, 0: none. */
static void pair_star(struct inliner *w, uint32_t at, struct stretch line, uint32_t *open)
{
    const struct text_source *s = w->source;
    const char *p = s->text.p;
    if (!s->strong) {
        doubt_say(s, DOUBT_STRONG, (struct stretch){at, at + 2});
        return;
    }
    if (!*open && at > line.from && at + 2 < line.to && is_digit(p[at - 1]) &&
        is_digit(p[at + 2])) {
        doubt_say(s, DOUBT_LONE, (struct stretch){at, at + 2}); /* 2**3 */
        return;
    }
    if (*open && words_end(s->text, at, line)) {
        keep_star(w, *open - 1);
        keep_star(w, at);
        *open = 0;
        return;
    }
    const bool opens = words_begin(s->text, at + 2, line);
    if (*open && opens)
        doubt_say(s, DOUBT_LONE, (struct stretch){*open - 1, *open + 1});
    if (opens)
        *open = at + 1;
    else
        doubt_say(s, DOUBT_LONE, (struct stretch){at, at + 2});
}

static void find_stars(struct inliner *w, const struct stretch *lines, size_t n)
{
    const struct text_source *s = w->source;
    uint32_t open = 0;
    for (size_t i = 0; i < n; i++)
        for (uint32_t at = lines[i].from, end;
             (at = find_outside(s->text, s->marks, at, lines[i].to, '*')) < lines[i].to; at = end) {
            for (end = at; end < lines[i].to && s->text.p[end] == '*';)
                end++;
            if (end - at == 2)
                pair_star(w, at, lines[i], &open);
        }
    if (open)
        doubt_say(s, DOUBT_LONE, (struct stretch){open - 1, open + 1});
}

struct bm_text text_read(const struct text_source *source, const struct stretch *lines, size_t n)
{
    struct inliner w = {.source = source, .pieces = {.arena = source->reading->arena}};
    find_stars(&w, lines, n);
    for (size_t i = 0; i < n; i++) {
        doubts_find(source, lines[i]);
        add_line(&w, lines[i]);
        if (i + 1 < n)
            end_line(&w, (struct stretch){lines[i].to, lines[i + 1].from});
    }
    return pieces_end(&w.pieces, source->reading->diags);
}
