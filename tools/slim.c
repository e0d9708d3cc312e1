#include "slim.h"

#include "base/arena.h"

#include <string.h>

#define DEPTH_MOST 16 /* of templates within templates */

struct slim {
    struct bm_str text;
    size_t at;
    struct bm_buf *out;
    size_t start; /* of out */
    bool blank;   /* blanks or a comment stand before what comes next */
    bool line;    /* and a line's end */
    bool script;
    unsigned braces[DEPTH_MOST]; /* open in each template's ${ … } */
    size_t depth;
};

static char peek(const struct slim *s, size_t n)
{
    return s->at + n < s->text.n ? s->text.p[s->at + n] : '\0';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || c == '#' || (unsigned char)c >= 128;
}

/* What was left out before the next byte: a line's end, or a blank. */
static void settle(struct slim *s)
{
    if (s->out->n > s->start && s->line)
        bm_buf_char(s->out, '\n');
    else if (s->out->n > s->start && s->blank)
        bm_buf_char(s->out, ' ');
    s->line = s->blank = false;
}

static void copy(struct slim *s, size_t n)
{
    for (; n && s->at < s->text.n; n--)
        bm_buf_char(s->out, s->text.p[s->at++]);
}

/* Over a comment of either kind; false: it does not end. */
static bool pass_comment(struct slim *s, bool block)
{
    for (s->at += 2; s->at < s->text.n; s->at++) {
        if (!block && peek(s, 0) == '\n')
            return true;
        s->line = s->line || peek(s, 0) == '\n';
        if (block && peek(s, 0) == '*' && peek(s, 1) == '/') {
            s->at += 2;
            s->blank = true;
            return true;
        }
    }
    return !block;
}

static bool copy_string(struct slim *s)
{
    const char quote = peek(s, 0);
    copy(s, 1);
    while (s->at < s->text.n && peek(s, 0) != '\n') {
        const char c = peek(s, 0);
        copy(s, c == '\\' ? 2 : 1);
        if (c == quote)
            return true;
    }
    return false;
}

static bool copy_pattern(struct slim *s)
{
    bool set = false;
    copy(s, 1);
    while (s->at < s->text.n && peek(s, 0) != '\n') {
        const char c = peek(s, 0);
        set = c == '[' || (set && c != ']');
        copy(s, c == '\\' ? 2 : 1);
        if (c == '/' && !set)
            return true;
    }
    return false;
}

/* The rest of a template up to its end, or to a ${, which is left open. */
static bool copy_template(struct slim *s)
{
    while (s->at < s->text.n) {
        const char c = peek(s, 0);
        if (c == '$' && peek(s, 1) == '{') {
            copy(s, 2);
            if (s->depth == DEPTH_MOST)
                return false;
            s->braces[s->depth++] = 0;
            return true;
        }
        copy(s, c == '\\' ? 2 : 1);
        if (c == '`')
            return true;
    }
    return false;
}

/* Whether a slash begins a regular expression here: where no value stands before it. */
static bool wants_value(const struct slim *s)
{
    static const char *const words[] = {"return", "typeof", "case", "in",    "of",   "delete",
                                        "void",   "throw",  "new",  "await", "else", "yield"};
    const char *p = s->out->p;
    size_t n = s->out->n, from;
    while (n > s->start && (p[n - 1] == ' ' || p[n - 1] == '\n'))
        n--;
    if (n == s->start)
        return true;
    if (!is_word(p[n - 1]))
        return !strchr(")]}\"'`", p[n - 1]);
    for (from = n; from > s->start && is_word(p[from - 1]);)
        from--;
    for (size_t i = 0; i < BM_COUNT(words); i++)
        if (strlen(words[i]) == n - from && memcmp(words[i], p + from, n - from) == 0 &&
            (from == s->start || p[from - 1] != '.'))
            return true;
    return false;
}

/* A brace: whether a template goes on behind it. */
static bool copy_brace(struct slim *s)
{
    const bool open = peek(s, 0) == '{';
    unsigned *braces = s->depth ? &s->braces[s->depth - 1] : NULL;
    copy(s, 1);
    if (!braces)
        return true;
    if (!open && *braces == 0) {
        s->depth--;
        return copy_template(s);
    }
    *braces = open ? *braces + 1 : *braces - 1;
    return true;
}

static bool slim(struct slim *s)
{
    while (s->at < s->text.n) {
        const char c = peek(s, 0), d = peek(s, 1);
        bool fine = true;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            s->line = s->line || c == '\n';
            s->blank = true;
            s->at++;
        } else if (c == '/' && (d == '*' || (d == '/' && s->script))) {
            fine = pass_comment(s, d == '*');
        } else {
            settle(s);
            if (c == '"' || c == '\'')
                fine = copy_string(s);
            else if (s->script && c == '/' && wants_value(s))
                fine = copy_pattern(s);
            else if (s->script && c == '`') {
                copy(s, 1);
                fine = copy_template(s);
            } else if (s->script && (c == '{' || c == '}'))
                fine = copy_brace(s);
            else
                copy(s, 1);
        }
        if (!fine)
            return false;
    }
    bm_buf_char(s->out, '\n');
    return !s->depth;
}

bool slim_script(struct bm_str text, struct bm_buf *out)
{
    struct slim s = {.text = text, .out = out, .start = out->n, .script = true};
    return slim(&s);
}

bool slim_style(struct bm_str text, struct bm_buf *out)
{
    struct slim s = {.text = text, .out = out, .start = out->n};
    return slim(&s);
}
