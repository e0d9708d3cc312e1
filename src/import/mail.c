/* Mail: RFC 5322 headers, MIME parts (RFC 2045 to 2047, 2231). */
#include "import/formats.h"
#include "import/limits.h"

#define WORD_MOST 1000 /* bytes of an encoded word; 75 are allowed */

struct header {
    struct bm_str type, encoding, disposition, subject;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Whether s begins with the word, without regard to capitals. */
static bool begins(struct bm_str s, const char *word)
{
    const size_t n = strlen(word);
    for (size_t i = 0; i < n; i++)
        if (i >= s.n || lower(s.p[i]) != word[i])
            return false;
    return true;
}

static int digit64(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

static int digit16(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static struct bm_str base64(struct bm_arena *arena, struct bm_str s)
{
    struct bm_buf b = {0};
    uint32_t bits = 0, n = 0;
    for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
        const int d = digit64(s.p[i]);
        if (d < 0)
            continue;
        bits = bits << 6 | (uint32_t)d;
        n += 6;
        if (n >= 8) {
            n -= 8;
            bm_buf_char(&b, (char)(bits >> n & 0xFF));
        }
    }
    return bm_buf_keep(&b, arena);
}

/* word: that of a header, where _ is a blank. */
static struct bm_str quoted(struct bm_arena *arena, struct bm_str s, bool word)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < s.n; i++) {
        const bool hex =
            s.p[i] == '=' && i + 2 < s.n && digit16(s.p[i + 1]) >= 0 && digit16(s.p[i + 2]) >= 0;
        if (hex) {
            bm_buf_char(&b, (char)(digit16(s.p[i + 1]) * 16 + digit16(s.p[i + 2])));
            i += 2;
        } else if (s.p[i] == '=' && !word) { /* a line end that is none */
            size_t k = i + 1;
            while (k < s.n && strchr(" \t\r", s.p[k]))
                k++;
            if (k < s.n && s.p[k] == '\n')
                i = k;
            else if (k < s.n)
                bm_buf_char(&b, '=');
        } else {
            bm_buf_char(&b, word && s.p[i] == '_' ? ' ' : s.p[i]);
        }
    }
    return bm_buf_keep(&b, arena);
}

static size_t find(struct bm_str s, size_t from, const char *word)
{
    const size_t n = strlen(word);
    for (size_t i = from; i + n <= s.n; i++)
        if (memcmp(s.p + i, word, n) == 0)
            return i;
    return s.n;
}

static void put_text(struct bm_arena *arena, struct bm_str bytes, struct bm_str charset,
                     struct bm_buf *out)
{
    struct bm_str text;
    const char *name;
    size_t at;
    if (charset_decode(arena, bytes, charset, &text, &name, &at))
        bm_buf_str(out, text);
    else
        bm_buf_legible(out, bytes);
}

/* A header's value with its encoded words, =?utf-8?B?…?=, as text. */
static struct bm_str words_of(struct bm_arena *arena, struct bm_str s)
{
    struct bm_buf b = {0}, raw = {0};
    struct bm_str charset = {0};
    for (size_t i = 0; i < s.n;) {
        const bool starts = i + 2 < s.n && s.p[i] == '=' && s.p[i + 1] == '?';
        const struct bm_str near = {s.p, i + WORD_MOST < s.n ? i + WORD_MOST : s.n};
        const size_t c = starts ? find(near, i + 2, "?") : near.n;
        const size_t e = c < near.n ? find(near, c + 1, "?") : near.n;
        const size_t end = e < near.n ? find(near, e + 1, "?=") : near.n;
        const bool word = starts && end < near.n && e == c + 2;
        if (!word) {
            size_t k = i; /* a blank between two words is none */
            while (k < s.n && strchr(" \t\r\n", s.p[k]))
                k++;
            if (raw.n && k > i && k + 1 < s.n && s.p[k] == '=' && s.p[k + 1] == '?') {
                i = k;
                continue;
            }
            put_text(arena, bm_buf_view(&raw), charset, &b);
            raw.n = 0;
            if (s.p[i] != '\r' && s.p[i] != '\n')
                bm_buf_char(&b, s.p[i]);
            i++;
            continue;
        }
        const struct bm_str inside = {s.p + e + 1, end - e - 1};
        charset = (struct bm_str){s.p + i + 2, c - i - 2};
        const struct bm_str bytes =
            lower(s.p[c + 1]) == 'b' ? base64(arena, inside) : quoted(arena, inside, true);
        bm_buf_str(&raw, bytes);
        i = end + 2;
    }
    put_text(arena, bm_buf_view(&raw), charset, &b);
    bm_buf_free(&raw);
    if (bm_utf8_check(b.p, b.n) != b.n) {
        struct bm_buf fine = {0};
        bm_buf_legible(&fine, bm_buf_view(&b));
        bm_buf_free(&b);
        b = fine;
    }
    return bm_buf_keep(&b, arena);
}

/* The value of a parameter, name="…", name*=utf-8''…, name*0*=…; empty: there is none. */
static struct bm_str parameter(struct bm_arena *arena, struct bm_str s, const char *name)
{
    struct bm_buf b = {0};
    struct bm_str charset = {0};
    bool percent = false;
    const size_t length = strlen(name);
    for (size_t i = 0; i + length < s.n; i++) {
        if ((i && !strchr("; \t\r\n", s.p[i - 1])) ||
            !begins((struct bm_str){s.p + i, s.n - i}, name))
            continue;
        size_t k = i + length;
        bool star = false;
        while (k < s.n && (s.p[k] == '*' || (s.p[k] >= '0' && s.p[k] <= '9'))) {
            star |= s.p[k] == '*';
            k++;
        }
        if (k >= s.n || s.p[k] != '=')
            continue;
        k++;
        const bool quotes = k < s.n && s.p[k] == '"';
        const size_t from = k + quotes;
        size_t to = from;
        while (to < s.n && (quotes ? s.p[to] != '"' : !strchr("; \t\r\n", s.p[to])))
            to++;
        struct bm_str value = {s.p + from, to - from};
        const size_t first = find(value, 0, "'"), second = find(value, first + 1, "'");
        if (star && !b.n && second < value.n) {
            charset = (struct bm_str){value.p, first};
            value = (struct bm_str){value.p + second + 1, value.n - second - 1};
            percent = true;
        }
        for (size_t c = 0; c < value.n; c++)
            if (percent && value.p[c] == '%' && c + 2 < value.n && digit16(value.p[c + 1]) >= 0 &&
                digit16(value.p[c + 2]) >= 0) {
                bm_buf_char(&b, (char)(digit16(value.p[c + 1]) * 16 + digit16(value.p[c + 2])));
                c += 2;
            } else {
                bm_buf_char(&b, value.p[c]);
            }
        i = to;
    }
    struct bm_str raw = bm_buf_keep(&b, arena);
    if (percent) {
        put_text(arena, raw, charset, &b);
        return bm_buf_keep(&b, arena);
    }
    return words_of(arena, raw);
}

/* Where the body begins; the headers that matter go into h. */
static size_t read_header(struct bm_str s, size_t from, size_t to, struct header *h)
{
    *h = (struct header){0};
    while (from < to) {
        size_t end = from;
        for (;;) {
            const char *line = memchr(s.p + end, '\n', to - end);
            end = line ? (size_t)(line - s.p) + 1 : to;
            if (end >= to || (s.p[end] != ' ' && s.p[end] != '\t'))
                break;
        }
        const struct bm_str field = {s.p + from, end - from};
        if (s.p[from] == '\n' || (s.p[from] == '\r' && from + 1 < to && s.p[from + 1] == '\n'))
            return end;
        static const char *const names[] = {
            "content-type:", "content-transfer-encoding:", "content-disposition:", "subject:"};
        struct bm_str *const values[] = {&h->type, &h->encoding, &h->disposition, &h->subject};
        for (size_t i = 0; i < BM_COUNT(names); i++)
            if (begins(field, names[i]) && !values[i]->n) {
                struct bm_str v = {field.p + strlen(names[i]), field.n - strlen(names[i])};
                while (v.n && strchr(" \t\r\n", v.p[0])) {
                    v.p++;
                    v.n--;
                }
                while (v.n && strchr(" \t\r\n", v.p[v.n - 1]))
                    v.n--;
                v.n = v.n < HEADER_MOST ? v.n : HEADER_MOST;
                *values[i] = v;
            }
        from = end;
    }
    return to;
}

struct reader {
    struct bm_arena *arena;
    struct bm_str s;
    struct mail *mail;
    unsigned groups;
    size_t parts;
    const char *why;
};

static void read_part(struct reader *r, size_t from, size_t to, unsigned depth, unsigned group);

static bool is_boundary(struct bm_str s, size_t at, size_t to, struct bm_str boundary, bool *last)
{
    if (to - at < boundary.n + 2 || memcmp(s.p + at, "--", 2) != 0 ||
        memcmp(s.p + at + 2, boundary.p, boundary.n) != 0)
        return false;
    const size_t end = at + 2 + boundary.n;
    *last = to - end >= 2 && memcmp(s.p + end, "--", 2) == 0;
    return end == to || *last || strchr(" \t\r\n", s.p[end]);
}

static void read_parts(struct reader *r, size_t from, size_t to, struct bm_str boundary,
                       unsigned depth, unsigned group)
{
    size_t begin = 0;
    bool open = false, last = false;
    for (size_t at = from; at < to && !last;) {
        const char *line = memchr(r->s.p + at, '\n', to - at);
        const size_t next = line ? (size_t)(line - r->s.p) + 1 : to;
        if (is_boundary(r->s, at, to, boundary, &last)) {
            size_t end = at; /* the line end before it is its own */
            end -= end > begin && r->s.p[end - 1] == '\n';
            end -= end > begin && r->s.p[end - 1] == '\r';
            if (open)
                read_part(r, begin, end, depth + 1, group);
            begin = next;
            open = true;
        }
        at = next;
    }
    if (open && !last && begin < to)
        read_part(r, begin, to, depth + 1, group);
}

static struct bm_str type_of(struct bm_arena *arena, struct bm_str s)
{
    size_t n = 0;
    while (n < s.n && !strchr("; \t\r\n", s.p[n]))
        n++;
    char *p = bm_arena_copy(arena, s.p ? s.p : "", n);
    for (size_t i = 0; i < n; i++)
        p[i] = lower(p[i]);
    return n ? (struct bm_str){p, n} : BM_STR("text/plain");
}

static void read_part(struct reader *r, size_t from, size_t to, unsigned depth, unsigned group)
{
    struct header h;
    if (depth > MAIL_DEEP || ++r->parts > MAIL_PARTS) {
        r->why = "it has too many parts";
        return;
    }
    const size_t body = read_header(r->s, from, to, &h);
    const struct bm_str type = type_of(r->arena, h.type);
    const struct bm_str boundary = parameter(r->arena, h.type, "boundary");
    if (begins(type, "multipart/") && boundary.n) {
        group = bm_str_is(type, "multipart/alternative") ? ++r->groups : group;
        read_parts(r, body, to, boundary, depth, group);
        return;
    }
    const struct bm_str raw = {r->s.p + body, to - body};
    struct mail *m = r->mail;
    m->v = bm_arena_grow(r->arena, m->v, m->n, &m->cap, sizeof *m->v);
    struct mail_part *p = &m->v[m->n++];
    const struct bm_str file = parameter(r->arena, h.disposition, "filename");
    *p = (struct mail_part){.type = type,
                            .charset = parameter(r->arena, h.type, "charset"),
                            .file = file.n ? file : parameter(r->arena, h.type, "name"),
                            .attached = begins(h.disposition, "attachment"),
                            .group = group};
    p->bytes = begins(h.encoding, "base64")             ? base64(r->arena, raw)
               : begins(h.encoding, "quoted-printable") ? quoted(r->arena, raw, false)
                                                        : raw;
}

const char *mail_read(struct bm_arena *arena, struct bm_str bytes, struct mail *mail)
{
    struct reader r = {.arena = arena, .s = bytes, .mail = mail};
    struct header h;
    *mail = (struct mail){0};
    read_header(bytes, 0, bytes.n, &h);
    mail->subject = words_of(arena, h.subject);
    read_part(&r, 0, bytes.n, 0, 0);
    return r.why;
}
