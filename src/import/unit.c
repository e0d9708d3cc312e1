/* Text that would read as markup is put into {{text: …}}, and no more of it than must be:
 * manuscript/lines.c and inline.c say what that is. Bold letters become **…** where those can
 * stand. */
#include "import/write.h"

#include "import/limits.h"

enum {
    STRONG = 1,
    DOTS = 2,
    HELD = 4 /* stands in {{text: …}} */
};

void unit_add(struct unit *u, const struct piece *pieces, size_t n, const char *end)
{
    for (size_t i = 0; i < n; i++) {
        const struct piece *p = &pieces[i];
        const bool text = p->kind == PIECE_TEXT;
        const struct bm_str s = p->kind == PIECE_BREAK ? bm_str_c(end) : p->text;
        const uint8_t look = (uint8_t)(text ? (p->strong ? STRONG : 0) | (p->dots ? DOTS : 0) : 0);
        const struct piece *from = text ? p : NULL;
        const bool joined = u->text.n && u->from[u->text.n - 1];
        if (p->kind == PIECE_BREAK && !joined) /* nothing before it, or another */
            continue;
        for (size_t k = 0; k < s.n; k++) {
            bm_buf_put(&u->pieces, &from, sizeof from);
            bm_buf_put(&u->looks, &look, 1);
        }
        bm_buf_str(&u->text, s);
        u->from = (const struct piece *const *)(const void *)u->pieces.p;
        u->flags = (uint8_t *)u->looks.p;
    }
}

void unit_free(struct unit *u)
{
    bm_buf_free(&u->text);
    bm_buf_free(&u->pieces);
    bm_buf_free(&u->looks);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t run_of(const char *p, size_t n, char c)
{
    size_t i = 0;
    while (i < n && p[i] == c)
        i++;
    return i;
}

static void hold(struct unit *u, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        u->flags[i] |= HELD;
}

static bool all_of(const char *p, size_t n, const char *signs)
{
    size_t i = 0;
    while (i < n && strchr(signs, p[i]))
        i++;
    return n && i == n;
}

/* What a line may not begin with. */
static void hold_start(struct unit *u, size_t from, size_t to)
{
    const char *p = u->text.p + from;
    const size_t n = to - from;
    size_t digits = 0;
    const size_t hashes = run_of(p, n, '#');
    while (digits < n && is_digit(p[digits]))
        digits++;
    if (all_of(p, n, "-*_= \t")) {
        hold(u, from, to);
    } else if (hashes && (hashes > 1 || hashes == n || is_blank(p[1]))) {
        hold(u, from, from + hashes);
    } else if (p[0] == '>') {
        hold(u, from, from + run_of(p, n, '>'));
    } else if (digits && digits <= 3 && digits + 1 < n && (p[digits] == '.' || p[digits] == ')') &&
               is_blank(p[digits + 1])) {
        hold(u, from, from + digits + 1);
    } else if (n > 1 && strchr("-+*", p[0]) && is_blank(p[1])) {
        hold(u, from, from + 1);
    } else if (n > 1 && memcmp(p, "![", 2) == 0) {
        hold(u, from, from + 2);
    } else if (n > 2 && strchr("`~", p[0]) && run_of(p, n, p[0]) > 2) {
        hold(u, from, from + run_of(p, n, p[0]));
    } else if (p[0] == '|') {
        hold(u, from, from + run_of(p, n, '|'));
    }
}

/* Stars beside those that are markup, or that would be. */
static void hold_stars(struct unit *u, size_t from, size_t to)
{
    for (size_t i = from, n; i < to; i += n) {
        n = run_of(u->text.p + i, to - i, '*');
        const bool before = i > from && ((u->flags[i - 1] ^ u->flags[i]) & STRONG);
        const bool edge = i == from && (u->flags[i] & STRONG);
        bool after = i + n < to ? ((u->flags[i + n] ^ u->flags[i + (n ? n - 1 : 0)]) & STRONG) != 0
                                : n && (u->flags[i + n - 1] & STRONG);
        bool within = false;
        for (size_t k = i + 1; k < i + n; k++)
            within |= ((u->flags[k - 1] ^ u->flags[k]) & STRONG) != 0;
        if (n > 1 || (n && (before || edge || after || within)))
            hold(u, i, i + n);
        n = n ? n : 1;
    }
}

static void hold_all(struct unit *u, size_t from, size_t to, enum place place)
{
    const char *p = u->text.p;
    for (size_t i = from; i < to; i++) {
        const size_t braces = run_of(p + i, to - i, '{');
        if (braces > 1) {
            hold(u, i, i + braces);
            i += braces - 1;
            continue;
        }
        if (place == PLACE_CELL && p[i] == '|')
            hold(u, i, i + 1);
        if (place == PLACE_CAPTION && p[i] == ']' && i + 1 < to && p[i + 1] == '(')
            hold(u, i, i + 1);
        if (place == PLACE_BROKEN && p[i] == '/' && u->from[i] && i > from && i + 1 < to &&
            p[i - 1] == ' ' && p[i + 1] == ' ')
            hold(u, i, i + 1);
    }
    if (place == PLACE_CELL && all_of(p + from, to - from, "-: \t"))
        hold(u, from, to);
    if (place == PLACE_LINE)
        hold_start(u, from, to);
    if (place != PLACE_FIELD && place != PLACE_BROKEN)
        hold_stars(u, from, to);
    /* A brace before a mark would be one of its braces. */
    for (size_t i = to; i-- > from + 1;)
        if (p[i - 1] == '{' && (((u->flags[i] & HELD) && !(u->flags[i - 1] & HELD)) ||
                                ((u->flags[i - 1] & DOTS) && !(u->flags[i] & DOTS))))
            u->flags[i - 1] |= HELD;
    if (to > from && p[to - 1] == '{' && (u->flags[to - 1] & DOTS))
        u->flags[to - 1] |= HELD;
}

static bool begins_with_one(const char *p, size_t n, const char *const *marks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (n >= strlen(marks[i]) && memcmp(p, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

static bool closes(const char *p, size_t n)
{
    static const char *const closing[] = {"、", "，", "。", "；", "：", "！", "？", "）", "】",
                                          "》", "〉", "」", "』", "〕", "”",  "’",  ",",  ".",
                                          ";",  ":",  "!",  "?",  ")",  "]",  "}"};
    size_t i = 0;
    return bm_is_white(bm_utf8_next(p, n, &i)) || begins_with_one(p, n, closing, BM_COUNT(closing));
}

static bool opens(const char *p, size_t n)
{
    static const char *const opening[] = {"（", "【", "《", "〈", "「", "『",
                                          "〔", "“",  "‘",  "(",  "["};
    size_t i = 0;
    return bm_is_white(bm_utf8_next(p, n, &i)) || begins_with_one(p, n, opening, BM_COUNT(opening));
}

static size_t character_before(const char *p, size_t i)
{
    for (i--; i && ((unsigned char)p[i] & 0xC0) == 0x80;)
        i--;
    return i;
}

/* Bold stretches as ** can hold them: without blanks at their ends, no mark that closes first, none
 * that opens last. */
static void trim_strong(struct writer *w, struct unit *u, size_t from, size_t to)
{
    const char *p = u->text.p;
    for (size_t a = from, b; a < to; a = b) {
        for (b = a; b < to && (u->flags[b] & STRONG);)
            b++;
        const size_t end = b;
        size_t first = a, last = b;
        if (a == b) {
            b++;
            continue;
        }
        while (first < last && closes(p + first, last - first)) {
            bm_utf8_next(p, last, &first);
        }
        while (last > first &&
               opens(p + character_before(p, last), last - character_before(p, last)))
            last = character_before(p, last);
        if (first < last && first > from && is_digit(p[first - 1]) && is_digit(p[first])) {
            note_add(w->copy, NOTE_STRONG, NULL, u->from[first] ? u->from[first]->run : 0,
                     (struct bm_str){p + first, last - first});
            if (u->from[first])
                w->copy->notes[w->copy->note_count - 1].paragraph = u->from[first]->paragraph;
            last = first;
        }
        for (size_t i = a; i < end; i++)
            if (i < first || i >= last)
                u->flags[i] &= (uint8_t)~STRONG;
    }
}

static void add_origin(struct writer *w, const struct unit *u, size_t i, size_t n)
{
    const struct piece *p = u->from[i];
    struct bm_import_origin *last = w->n ? &w->origins[w->n - 1] : NULL;
    const uint32_t at = (uint32_t)w->out.n;
    if (!p)
        return;
    if (w->piece != p) {
        w->piece = p;
        for (w->begin = i; w->begin && u->from[w->begin - 1] == p;)
            w->begin--;
        w->characters = (uint32_t)bm_utf8_count(p->text.p, i - w->begin);
    }
    const size_t inside = i - w->begin;
    const struct bm_str here = {p->text.p + inside, n};
    const uint32_t offset = p->offset + w->characters++;
    if (last && inside && last->at + last->length == at && last->text.p + last->text.n == here.p) {
        last->length += (uint32_t)n;
        last->text.n += n;
        return;
    }
    w->origins = bm_arena_grow(w->copy->arena, w->origins, w->n, &w->cap, sizeof *w->origins);
    w->origins[w->n++] = (struct bm_import_origin){.at = at,
                                                   .length = (uint32_t)n,
                                                   .paragraph = p->paragraph,
                                                   .run = p->run,
                                                   .offset = offset,
                                                   .text = here};
}

void shown_put(struct writer *w, struct bm_str text)
{
    for (size_t i = 0; i < text.n;) {
        const size_t at = i;
        if (!bm_is_white(bm_utf8_next(text.p, text.n, &i)))
            bm_buf_put(w->shown, text.p + at, i - at);
    }
}

/* Quotes of YAML: which, if any, a value needs. 'd': double with escapes. */
static char quotes_of(const char *p, size_t n)
{
    bool plain = n && !strchr("-?:,[]{}#&*!|>'\"%@`~ \t=<", p[0]) && p[n - 1] != ':';
    bool single = false, both = false, back = false;
    for (size_t i = 0; i < n; i++) {
        plain &= !(p[i] == ':' && i + 1 < n && is_blank(p[i + 1])) &&
                 !(p[i] == '#' && i && is_blank(p[i - 1])) && p[i] != '{' && p[i] != '}' &&
                 p[i] != '\t' && p[i] != '\\' && p[i] != '"' && p[i] != '\'';
        single |= p[i] == '\'';
        both |= p[i] == '"';
        back |= p[i] == '\\';
    }
    static const char *const words[] = {"true", "false", "null", "yes", "no", "on", "off"};
    for (size_t i = 0; i < BM_COUNT(words); i++)
        plain &= !(n == strlen(words[i]) && memcmp(p, words[i], n) == 0);
    return plain ? 0 : !both && !back ? '"' : !single ? '\'' : 'd';
}

static void put_character(struct writer *w, const struct unit *u, size_t i, size_t n, char quotes)
{
    const char c = u->text.p[i];
    if (quotes == 'd' && (c == '"' || c == '\\'))
        bm_buf_char(&w->out, '\\');
    add_origin(w, u, i, n);
    bm_buf_put(&w->out, u->text.p + i, n);
    if (u->from[i])
        shown_put(w, (struct bm_str){u->text.p + i, n});
}

static void put_dots(struct writer *w, uint32_t *dots)
{
    if (*dots)
        bm_buf_printf(&w->out, "{{dot %u}}", (unsigned)*dots);
    *dots = 0;
}

static void put_characters(struct writer *w, const struct unit *u, size_t from, size_t to,
                           char quotes)
{
    unsigned now = 0;
    uint32_t dots = 0;
    for (size_t i = from; i <= to;) {
        const unsigned next = i < to ? u->flags[i] : 0;
        if ((now & HELD) && !(next & HELD))
            bm_buf_c(&w->out, "}}");
        if ((now & DOTS) && !(next & DOTS)) {
            if (next & now & HELD)
                bm_buf_c(&w->out, "}}");
            put_dots(w, &dots);
            now &= ~(next & HELD ? (unsigned)HELD : 0u);
        }
        if ((now ^ next) & STRONG) {
            if (now & next & HELD)
                bm_buf_c(&w->out, "}}");
            bm_buf_c(&w->out, "**");
            now &= ~(unsigned)HELD;
        }
        if (i == to)
            break;
        if ((next & HELD) && !(now & HELD))
            bm_buf_c(&w->out, "{{text: ");
        const size_t at = i;
        const uint32_t cp = bm_utf8_next(u->text.p, to, &i);
        put_character(w, u, at, i - at, quotes);
        dots += (next & DOTS) && !bm_is_white(cp);
        now = next;
    }
}

bool unit_put(struct writer *w, struct unit *u, enum place place)
{
    size_t from = 0, to = u->text.n;
    const bool field = place == PLACE_FIELD || place == PLACE_BROKEN;
    const bool plain = field || place == PLACE_SUBHEAD;
    while (from < to) {
        size_t next = from;
        if (u->from[from] && !bm_is_white(bm_utf8_next(u->text.p, to, &next)))
            break;
        from = u->from[from] ? next : from + 1;
    }
    while (to > from) {
        size_t last = character_before(u->text.p, to), next = last;
        if (u->from[last] && !bm_is_white(bm_utf8_next(u->text.p, to, &next)))
            break;
        to = last;
    }
    for (size_t i = from; i < to; i++) {
        u->flags[i] &= (uint8_t) ~(plain ? STRONG : 0);
        if (plain || place == PLACE_CELL || place == PLACE_CAPTION)
            u->flags[i] &= (uint8_t)~DOTS;
    }
    if (from == to)
        return false;
    w->piece = NULL;
    trim_strong(w, u, from, to);
    hold_all(u, from, to, place);
    bool held = false;
    for (size_t i = from; i < to; i++)
        held |= (u->flags[i] & HELD) != 0;
    char quotes = field ? quotes_of(u->text.p + from, to - from) : 0;
    quotes = field && held && !quotes ? '"' : quotes;
    if (quotes)
        bm_buf_char(&w->out, quotes == '\'' ? '\'' : '"');
    put_characters(w, u, from, to, quotes);
    if (quotes)
        bm_buf_char(&w->out, quotes == '\'' ? '\'' : '"');
    return true;
}
