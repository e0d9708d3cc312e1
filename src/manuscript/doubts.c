/* Looks for what other programs read as markup. The text is printed as it is typed in any case, so
 * that a doubt too many costs a word and one too few costs a page: forms that running text has of
 * itself (3*5*2, A_1, $8, <, &) are none. */
#include "manuscript/parts.h"

#include <assert.h>

#define EXCERPT_MOST 60  /* bytes of it that are shown */
#define REACH        300 /* bytes in which a tag or an entity ends */

static const struct {
    const char *what, *remedy;
} doubts[] = {
#define DOUBT(id, what, remedy) {what, remedy},
#include "manuscript/doubts.def"
};

/* Each has a bit of reading.said, and tabs have the one above. */
static_assert(DOUBT_COUNT < 31, "said");

void doubt_say(const struct text_source *source, enum doubt what, struct stretch where)
{
    struct reading *r = source->reading;
    if (r->said & 1u << what)
        return;
    r->said |= 1u << what;
    struct bm_str words = {source->text.p + where.from, where.to - where.from};
    if (words.n > EXCERPT_MOST) {
        words.n = EXCERPT_MOST;
        while (words.n && ((unsigned char)words.p[words.n] & 0xC0) == 0x80)
            words.n--;
    }
    const struct bm_span span = source->resolved
                                    ? source->span
                                    : (struct bm_span){r->file, where.from, where.to - where.from};
    bm_diag(r->diags, BM_MSG_NOT_MARKUP, span, words, bm_str_c(doubts[what].what),
            bm_str_c(doubts[what].remedy));
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_alpha(c) || is_digit(c) || c == '_';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool among(struct bm_str c, const char *const *marks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (c.n >= strlen(marks[i]) && memcmp(c.p, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

bool words_begin(struct bm_str text, uint32_t at, struct stretch line)
{
    static const char *const closing[] = {"、", "，", "。", "；", "：", "！", "？", "）", "】",
                                          "》", "〉", "」", "』", "〕", "”",  "’",  ",",  ".",
                                          ";",  ":",  "!",  "?",  ")",  "]",  "}"};
    size_t i = at;
    const struct bm_str after = {text.p + i, line.to - i};
    return after.n && !bm_is_white(bm_utf8_next(text.p, line.to, &i)) &&
           !among(after, closing, BM_COUNT(closing));
}

bool words_end(struct bm_str text, uint32_t at, struct stretch line)
{
    static const char *const opening[] = {"（", "【", "《", "〈", "「", "『",
                                          "〔", "“",  "‘",  "(",  "["};
    uint32_t i = at;
    if (i == line.from)
        return false;
    for (i--; i > line.from && ((unsigned char)text.p[i] & 0xC0) == 0x80;)
        i--;
    const struct bm_str before = {text.p + i, at - i};
    size_t next = i;
    return !bm_is_white(bm_utf8_next(text.p, at, &next)) &&
           !among(before, opening, BM_COUNT(opening));
}

/* A line outside of marks that is looked through. */
struct search {
    const struct text_source *source;
    const char *p;
    uint32_t from, to;
    uint32_t bracket; /* 1 + the last [ */
    bool first;       /* it begins the line */
};

static uint32_t run_of(const struct search *s, uint32_t at)
{
    uint32_t end = at;
    while (end < s->to && s->p[end] == s->p[at])
        end++;
    return end - at;
}

static void say(const struct search *s, enum doubt what, uint32_t from, uint32_t to)
{
    doubt_say(s->source, what, (struct stretch){from, to});
}

static bool begins(const struct search *s, uint32_t at, const char *word)
{
    const size_t n = strlen(word);
    return s->to - at >= n && memcmp(s->p + at, word, n) == 0;
}

/* Where the next run of so many of the same byte begins that closes one at `at`; 0: none. */
static uint32_t closing(const struct search *s, uint32_t at, uint32_t length)
{
    const uint32_t open = at + length;
    const struct stretch line = {s->from, s->to};
    for (uint32_t i = open; i < s->to;) {
        if (s->p[i] != s->p[at]) {
            i++;
            continue;
        }
        const uint32_t n = run_of(s, i);
        if (n == length)
            return i > open && words_begin(s->source->text, open, line) &&
                           words_end(s->source->text, i, line)
                       ? i
                       : 0;
        i += n;
    }
    return 0;
}

/* Words between marks of emphasis; figures between them are a product or a name with a number. */
static bool holds(const struct search *s, uint32_t from, uint32_t to, bool (*what)(char))
{
    for (uint32_t i = from; i < to; i++)
        if (what(s->p[i]))
            return true;
    return false;
}

static bool beyond_ascii(char c)
{
    return (unsigned char)c >= 0x80;
}

/* Runs of one, two or three marks that enclose words. */
static void find_pair(const struct search *s, uint32_t at, uint32_t length)
{
    const char c = s->p[at];
    const uint32_t close = length <= 3 ? closing(s, at, length) : 0, end = close + length;
    if (!close)
        return;
    const bool inside =
        (at > s->from && is_word(s->p[at - 1])) || (end < s->to && is_word(s->p[end]));
    if (c == '*' && length == 1 && !holds(s, at + 1, close, is_digit))
        say(s, DOUBT_STAR, at, end);
    else if (c == '*' && length == 3)
        say(s, DOUBT_LONE, at, end);
    else if (c == '_' && length <= 2 && !inside && !holds(s, at + length, close, is_digit))
        say(s, DOUBT_UNDERSCORE, at, end);
    else if (c == '~' && length == 2)
        say(s, DOUBT_STRIKE, at, end);
    else if (c == '=' && length == 2)
        say(s, DOUBT_HIGHLIGHT, at, end);
    else if (c == '`' && !holds(s, at + length, close, beyond_ascii))
        say(s, DOUBT_CODE, at, end);
    else if (c == '$' && !is_digit(s->p[at + length]) && !(end < s->to && is_digit(s->p[end])))
        say(s, DOUBT_MATH, at, end);
}

static void find_tag(const struct search *s, uint32_t at)
{
    if (begins(s, at, "<!--")) {
        say(s, DOUBT_COMMENT, at, at + 4);
        return;
    }
    uint32_t i = at + 1, most = s->to - at < REACH ? s->to : at + REACH;
    i += i < most && s->p[i] == '/';
    if (i >= most || !is_alpha(s->p[i]))
        return;
    while (i < most && (is_alpha(s->p[i]) || is_digit(s->p[i])))
        i++;
    if (i >= most || (s->p[i] != '>' && s->p[i] != '/' && !is_blank(s->p[i])))
        return;
    while (i < most && s->p[i] != '>' && s->p[i] != '<')
        i++;
    if (i < most && s->p[i] == '>')
        say(s, DOUBT_TAG, at, i + 1);
}

static void find_entity(const struct search *s, uint32_t at)
{
    uint32_t i = at + 1, most = s->to - at < 12 ? s->to : at + 12;
    i += i < most && s->p[i] == '#';
    const uint32_t first = i;
    while (i < most && (is_alpha(s->p[i]) || is_digit(s->p[i])))
        i++;
    if (i > first && i < most && s->p[i] == ';')
        say(s, DOUBT_ENTITY, at, i + 1);
}

/* Where a picture begins whose [ stands at `open` and ] at `at`, with what follows it in the forms
 * that are given to one: (…), （…）, [1], ![[…]]; s->to: it is none. */
static uint32_t image_at(const struct search *s, uint32_t open, uint32_t at)
{
    static const char *const after[] = {"(", "[", "（", " (", " （", "]", ":"};
    static const char wide[] = "！";
    const uint32_t first = open > s->from && s->p[open - 1] == '[' ? open - 1 : open;
    const struct bm_str rest = {s->p + at + 1, s->to - at - 1};
    if (!among(rest, after, BM_COUNT(after)))
        return s->to;
    if (first > s->from && s->p[first - 1] == '!')
        return first - 1;
    return first >= s->from + 3 && memcmp(s->p + first - 3, wide, 3) == 0 ? first - 3 : s->to;
}

static void find_link(struct search *s, uint32_t at)
{
    if (s->p[at] == '[') {
        s->bracket = at + 1;
        s->first = at == s->from;
        return;
    }
    if (!s->bracket)
        return;
    const uint32_t open = s->bracket - 1;
    const char after = at + 1 < s->to ? s->p[at + 1] : '\0';
    s->bracket = 0;
    if (at > open + 2 && s->p[open + 1] == '^')
        say(s, DOUBT_NOTE, open, at + 1);
    else if (image_at(s, open, at) < s->to)
        say(s, DOUBT_IMAGE, image_at(s, open, at), at + 1);
    else if (at > open + 1 && (after == '(' || after == '[' || (after == ':' && s->first)))
        say(s, DOUBT_LINK, open, at + 1);
}

static void find_escape(const struct search *s, uint32_t at)
{
    const bool last = at + 1 == s->to;
    if (last || strchr("*_`#[]<>|~&$", s->p[at + 1]))
        say(s, DOUBT_ESCAPE, at, last ? at + 1 : at + 2);
}

/* Words of a mark in one brace, or in full-width ones. */
static void find_braces(const struct search *s, uint32_t at)
{
    static const char *const words[] = {"gap}",  "join}", "query ", "name ",   "title ", "dot ",
                                        "text:", "gap｝", "join｝", "query：", "text："};
    static const char wide[] = "｛";
    const bool full = begins(s, at, wide);
    uint32_t to = at + (full ? 3 : 1);
    const bool two = full && begins(s, to, wide);
    to += two ? 3 : 0;
    const struct bm_str inside = {s->p + to, s->to - to};
    if (two || among(inside, words, BM_COUNT(words)))
        say(s, DOUBT_BRACES, at, to);
}

/* ＊＊…＊＊ */
static void find_wide_stars(const struct search *s, uint32_t at)
{
    static const char star[] = "＊";
    const struct stretch line = {s->from, s->to};
    uint32_t from = at;
    while (from >= s->from + 3 && memcmp(s->p + from - 3, star, 3) == 0)
        from -= 3;
    if (at - from != 0 || !begins(s, at + 3, star) || begins(s, at + 6, star) ||
        !words_begin(s->source->text, at + 6, line))
        return;
    for (uint32_t i = at + 9; i + 6 <= s->to; i++)
        if (begins(s, i, star)) {
            if (begins(s, i + 3, star) && words_end(s->source->text, i, line))
                say(s, DOUBT_WIDE_STARS, at, i + 6);
            return;
        }
}

static void find_in(struct search *s)
{
    for (uint32_t i = s->from; i < s->to;) {
        uint32_t n = 1;
        switch (s->p[i]) {
        case '*':
        case '_':
        case '~':
        case '=':
        case '`':
        case '$':
            n = run_of(s, i);
            find_pair(s, i, n);
            break;
        case '<':
            find_tag(s, i);
            break;
        case '&':
            find_entity(s, i);
            break;
        case '[':
        case ']':
            find_link(s, i);
            break;
        case '\\':
            find_escape(s, i);
            break;
        case '{':
            find_braces(s, i);
            break;
        case '\xEF': /* ｛ and ＊ */
            if (begins(s, i, "｛"))
                find_braces(s, i);
            else if (begins(s, i, "＊"))
                find_wide_stars(s, i);
            break;
        default:
            break;
        }
        i += n;
    }
}

void doubts_find(const struct text_source *source, struct stretch line)
{
    size_t k = marks_at(source->marks, line.from);
    for (uint32_t at = line.from; at < line.to; k++) {
        const bool more = k < source->marks->n && source->marks->v[k].from < line.to;
        struct search s = {.source = source,
                           .p = source->text.p,
                           .from = at,
                           .to = more ? source->marks->v[k].from : line.to};
        find_in(&s);
        if (!more)
            break;
        at = source->marks->v[k].to;
    }
}
