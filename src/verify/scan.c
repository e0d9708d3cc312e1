/* Tokens (ISO 32000-1, 7.2, 7.3), of content streams and of CMaps alike. */
#include "verify/parts.h"

static bool is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool is_delimiter(char c)
{
    return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' ||
           c == '}' || c == '/' || c == '%';
}

static int digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static void skip(struct bm_scanner *s)
{
    while (s->at < s->text.n) {
        const char c = s->text.p[s->at];
        if (c == '%')
            while (s->at < s->text.n && s->text.p[s->at] != '\n' && s->text.p[s->at] != '\r')
                s->at++;
        else if (is_white(c))
            s->at++;
        else
            return;
    }
}

static void hexadecimal(struct bm_scanner *s)
{
    int high = -1;
    for (; s->at < s->text.n && s->text.p[s->at] != '>'; s->at++) {
        const int d = digit(s->text.p[s->at]);
        if (d < 0)
            continue;
        if (high < 0) {
            high = d;
            continue;
        }
        bm_buf_char(&s->buffer, (char)(high << 4 | d));
        high = -1;
    }
    if (high >= 0)
        bm_buf_char(&s->buffer, (char)(high << 4));
    s->at += s->at < s->text.n;
}

/* What stands behind a backslash. */
static void escaped(struct bm_scanner *s)
{
    static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
    const char c = s->text.p[s->at];
    const char *named = c ? strchr(from, c) : NULL;
    if (c >= '0' && c <= '7') {
        int v = 0;
        for (int i = 0; i < 3 && s->at < s->text.n; i++, s->at++) {
            const char d = s->text.p[s->at];
            if (d < '0' || d > '7')
                break;
            v = v * 8 + (d - '0');
        }
        bm_buf_char(&s->buffer, (char)(v & 0xFF));
        return;
    }
    s->at++;
    if (c == '\r' && s->at < s->text.n && s->text.p[s->at] == '\n')
        s->at++;
    if (c != '\n' && c != '\r')
        bm_buf_char(&s->buffer, named ? to[named - from] : c);
}

static void literal(struct bm_scanner *s)
{
    for (size_t depth = 1; s->at < s->text.n;) {
        const char c = s->text.p[s->at++];
        if (c == '\\') {
            if (s->at < s->text.n)
                escaped(s);
            continue;
        }
        depth += c == '(';
        if (c == ')' && --depth == 0)
            return;
        bm_buf_char(&s->buffer, c);
    }
}

static void name(struct bm_scanner *s)
{
    while (s->at < s->text.n && !is_white(s->text.p[s->at]) && !is_delimiter(s->text.p[s->at])) {
        const char c = s->text.p[s->at++];
        const bool hex = c == '#' && s->at + 1 < s->text.n && digit(s->text.p[s->at]) >= 0 &&
                         digit(s->text.p[s->at + 1]) >= 0;
        if (!hex) {
            bm_buf_char(&s->buffer, c);
            continue;
        }
        bm_buf_char(&s->buffer, (char)(digit(s->text.p[s->at]) << 4 | digit(s->text.p[s->at + 1])));
        s->at += 2;
    }
}

/* A word, or the number that it is. */
static struct bm_token word(struct bm_scanner *s)
{
    const size_t from = s->at;
    double v = 0, unit = 1;
    bool number = true, point = false, any = false, minus = false;
    for (; s->at < s->text.n && !is_white(s->text.p[s->at]) && !is_delimiter(s->text.p[s->at]);
         s->at++) {
        const char c = s->text.p[s->at];
        if ((c == '-' || c == '+') && s->at == from) {
            minus = c == '-';
        } else if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            any = true;
            unit *= point ? 10 : 1;
            v = v * 10 + (c - '0');
        } else {
            number = false;
        }
    }
    s->at += s->at == from; /* a brace, or a bracket that is alone */
    if (number && any)
        return (struct bm_token){BM_TOKEN_NUMBER, (minus ? -v : v) / unit, {NULL, 0}};
    return (struct bm_token){BM_TOKEN_WORD, 0, {s->text.p + from, s->at - from}};
}

struct bm_token bm_scan(struct bm_scanner *s)
{
    skip(s);
    if (s->at >= s->text.n)
        return (struct bm_token){.kind = BM_TOKEN_END};
    const char c = s->text.p[s->at], next = s->at + 1 < s->text.n ? s->text.p[s->at + 1] : 0;
    s->buffer.n = 0;
    if (c == '[' || c == ']') {
        s->at++;
        return (struct bm_token){.kind = c == '[' ? BM_TOKEN_OPEN : BM_TOKEN_CLOSE};
    }
    if ((c == '<' && next == '<') || (c == '>' && next == '>')) {
        s->at += 2;
        return (struct bm_token){.kind = c == '<' ? BM_TOKEN_DICT : BM_TOKEN_DICT_END};
    }
    if (c != '<' && c != '(' && c != '/')
        return word(s);
    s->at++;
    if (c == '<')
        hexadecimal(s);
    else if (c == '(')
        literal(s);
    else
        name(s);
    return (struct bm_token){c == '/' ? BM_TOKEN_NAME : BM_TOKEN_STRING, 0,
                             bm_buf_view(&s->buffer)};
}
