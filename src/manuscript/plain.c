#include "manuscript/parts.h"

struct bm_piece *piece_add(struct pieces *pieces, enum bm_piece_kind kind, struct bm_span span)
{
    pieces->v = bm_arena_grow(pieces->arena, pieces->v, pieces->n, &pieces->cap, sizeof *pieces->v);
    struct bm_piece *p = &pieces->v[pieces->n++];
    *p = (struct bm_piece){.kind = kind, .span = span, .text = BM_STR(""), .note = BM_STR("")};
    return p;
}

void piece_add_text(struct pieces *pieces, struct bm_str text, struct bm_span span,
                    unsigned emphasis)
{
    if (text.n == 0)
        return;
    struct bm_piece *last = pieces->n ? &pieces->v[pieces->n - 1] : NULL;
    if (last && last->kind == BM_PIECE_TEXT && last->emphasis == emphasis &&
        last->text.p + last->text.n == text.p && last->span.length == last->text.n &&
        span.length == text.n && last->span.offset + last->span.length == span.offset) {
        last->text.n += text.n;
        last->span.length += span.length;
        return;
    }
    struct bm_piece *p = piece_add(pieces, BM_PIECE_TEXT, span);
    p->text = text;
    p->emphasis = (uint8_t)emphasis;
}

static size_t white_before(struct bm_str s)
{
    size_t i = 0;
    while (i < s.n) {
        size_t next = i;
        if (!bm_is_white(bm_utf8_next(s.p, s.n, &next)))
            break;
        i = next;
    }
    return i;
}

/* Length without the white space at its end. */
static size_t without_white_after(struct bm_str s)
{
    size_t keep = s.n;
    while (keep > 0) {
        size_t i = keep - 1;
        while (i > 0 && ((unsigned char)s.p[i] & 0xC0) == 0x80)
            i--;
        size_t next = i;
        if (!bm_is_white(bm_utf8_next(s.p, s.n, &next)))
            break;
        keep = i;
    }
    return keep;
}

static void cut_front(struct bm_piece *p, size_t n)
{
    if (p->span.length == p->text.n) {
        p->span.offset += (uint32_t)n;
        p->span.length -= (uint32_t)n;
    }
    p->text.p += n;
    p->text.n -= n;
}

static void cut_back(struct bm_piece *p, size_t keep)
{
    if (p->span.length == p->text.n)
        p->span.length = (uint32_t)keep;
    p->text.n = keep;
}

static uint32_t count_dark(struct bm_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n;)
        n += !bm_is_white(bm_utf8_next(s.p, s.n, &i));
    return n;
}

/* The ways in which names and dots emphasise what they cover. */
static const uint8_t ways[] = {BM_EMPHASIS_NAME, BM_EMPHASIS_TITLE, BM_EMPHASIS_SECOND,
                               BM_EMPHASIS_DOTS};

/* That of a mark about the characters before it; 0: it is none of these. */
static unsigned way_of(const struct bm_piece *p)
{
    return p->kind == BM_PIECE_NAME    ? BM_EMPHASIS_NAME
           : p->kind == BM_PIECE_TITLE ? BM_EMPHASIS_TITLE
           : p->kind == BM_PIECE_DOT   ? BM_EMPHASIS_DOTS
                                       : 0;
}

/* At a place between two characters, white space not counted: how many names begin and end there,
 * by way. */
struct names_at {
    uint32_t begin[BM_COUNT(ways)], end[BM_COUNT(ways)];
};

static void add_name(struct names_at *at, uint32_t from, uint32_t to, unsigned emphasis)
{
    for (size_t w = 0; w < BM_COUNT(ways); w++)
        if (emphasis & ways[w]) {
            at[from].begin[w]++;
            at[to].end[w]++;
        }
}

static struct names_at *collect_names(struct bm_arena *arena, const struct bm_text *text)
{
    uint32_t before = 0, last_to = 0;
    unsigned last = 0;
    for (size_t i = 0; i < text->n; i++)
        before += text->v[i].kind == BM_PIECE_TEXT ? count_dark(text->v[i].text) : 0;
    struct names_at *at = bm_arena_array(arena, (size_t)before + 1, sizeof *at);
    before = 0;
    for (size_t i = 0; i < text->n; i++) {
        const struct bm_piece *p = &text->v[i];
        if (p->kind == BM_PIECE_TEXT)
            before += count_dark(p->text);
        unsigned emphasis = way_of(p);
        if (!emphasis)
            continue;
        const uint32_t from = p->count < before ? before - p->count : 0;
        const bool dots = emphasis == BM_EMPHASIS_DOTS;
        if (!dots && last && last_to == from && !(last & BM_EMPHASIS_SECOND))
            emphasis |= BM_EMPHASIS_SECOND;
        if (from < before)
            add_name(at, from, before, emphasis);
        if (dots)
            continue;
        last = emphasis;
        last_to = before;
    }
    return at;
}

/* The text again, its pieces cut where a name begins or ends. A blank belongs to a name that has
 * characters at both its sides. */
static struct bm_text with_names(struct bm_arena *arena, const struct bm_text *text)
{
    const struct names_at *at = collect_names(arena, text);
    struct pieces out = {.arena = arena};
    uint32_t open[BM_COUNT(ways)] = {0}; /* names that cover the character before */
    uint32_t dark = 0;
    for (size_t i = 0; i < text->n; i++) {
        struct bm_piece p = text->v[i];
        if (way_of(&p))
            continue;
        if (p.kind != BM_PIECE_TEXT) {
            *piece_add(&out, p.kind, p.span) = p;
            continue;
        }
        bool verbatim = p.span.length == p.text.n;
        for (size_t k = 0; k < p.text.n;) {
            size_t from = k;
            bool white = bm_is_white(bm_utf8_next(p.text.p, p.text.n, &k));
            unsigned emphasis = p.emphasis;
            for (size_t w = 0; w < BM_COUNT(ways); w++) {
                const uint32_t through = open[w] - at[dark].end[w];
                const uint32_t here = through + at[dark].begin[w];
                emphasis |= (white ? through : here) ? ways[w] : 0u;
                open[w] = white ? open[w] : here;
            }
            struct bm_span span = p.span;
            if (verbatim)
                span = (struct bm_span){p.span.file, p.span.offset + (uint32_t)from,
                                        (uint32_t)(k - from)};
            piece_add_text(&out, (struct bm_str){p.text.p + from, k - from}, span, emphasis);
            dark += !white;
        }
    }
    return (struct bm_text){out.v, out.n};
}

static struct bm_str query_typed(struct bm_arena *arena, const struct bm_piece *query)
{
    struct bm_buf b = {0};
    bm_buf_printf(&b, "query %u: ", query->count);
    bm_buf_put(&b, query->note.p, query->note.n);
    return bm_buf_keep(&b, arena);
}

struct bm_text pieces_end(struct pieces *pieces, struct bm_diags *diags)
{
    size_t first = 0, end = pieces->n;
    while (first < end && pieces->v[first].kind == BM_PIECE_TEXT) {
        cut_front(&pieces->v[first], white_before(pieces->v[first].text));
        if (pieces->v[first].text.n > 0)
            break;
        first++;
    }
    while (end > first && pieces->v[end - 1].kind == BM_PIECE_TEXT) {
        cut_back(&pieces->v[end - 1], without_white_after(pieces->v[end - 1].text));
        if (pieces->v[end - 1].text.n > 0)
            break;
        end--;
    }
    uint32_t before = 0;
    size_t names = 0;
    for (size_t i = first; i < end; i++) {
        const struct bm_piece *p = &pieces->v[i];
        const bool name = way_of(p) != 0;
        names += name;
        if (p->kind == BM_PIECE_TEXT)
            before += count_dark(p->text);
        else if ((name || p->kind == BM_PIECE_QUERY) && p->count > before)
            bm_diag(diags, name ? BM_MSG_NAME_MARK : BM_MSG_BAD_QUERY, p->span,
                    name ? p->note : query_typed(pieces->arena, p),
                    BM_STR("there are not so many characters before it"));
    }
    struct bm_text text = {end > first ? pieces->v + first : NULL, end - first};
    return names ? with_names(pieces->arena, &text) : text;
}

static void plain_text(const struct bm_text *text, struct bm_buf *out)
{
    for (size_t k = 0; k < text->n; k++) {
        if (text->v[k].kind != BM_PIECE_TEXT)
            continue;
        struct bm_str s = text->v[k].text;
        for (size_t i = 0; i < s.n;) {
            size_t from = i;
            if (!bm_is_white(bm_utf8_next(s.p, s.n, &i)))
                bm_buf_put(out, s.p + from, i - from);
        }
    }
}

void bm_article_plain(const struct bm_article *article, struct bm_buf *out)
{
    for (size_t i = 0; i < article->field_count; i++)
        if (!article->fields[i].tail)
            plain_text(&article->fields[i].text, out);
    for (size_t i = 0; i < article->block_count; i++) {
        plain_text(&article->blocks[i].number, out);
        plain_text(&article->blocks[i].text, out);
        const struct bm_table *t = article->blocks[i].table;
        for (size_t k = 0; t && k < (size_t)t->rows * t->columns; k++)
            plain_text(&t->cells[k], out);
        const struct bm_figure *f = article->blocks[i].figure;
        if (f) {
            plain_text(&f->caption, out);
            plain_text(&f->credit, out);
        }
    }
    for (size_t i = 0; i < article->field_count; i++)
        if (article->fields[i].tail)
            plain_text(&article->fields[i].text, out);
}
