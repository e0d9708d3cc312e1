#include "bag/lines.h"

bool bm_tag_line(struct bm_str text, size_t *at, struct bm_str *line)
{
    if (*at >= text.n)
        return false;
    const size_t start = *at;
    size_t end = start;
    while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r')
        end++;
    *line = (struct bm_str){text.p + start, end - start};
    *at = end + 1;
    if (end + 1 < text.n && text.p[end] == '\r' && text.p[end + 1] == '\n')
        *at = end + 2;
    return true;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct bm_str trimmed(struct bm_str s)
{
    while (s.n && blank(s.p[0]))
        s = (struct bm_str){s.p + 1, s.n - 1};
    while (s.n && blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

static bool begins(struct bm_str s, const char *start)
{
    const size_t n = strlen(start);
    return s.n >= n && memcmp(s.p, start, n) == 0;
}

/* A number of at most 18 digits at the start of s, which goes on behind it. */
static bool number(struct bm_str *s, uint64_t *value)
{
    size_t i = 0;
    *value = 0;
    for (; i < s->n && i < 18 && s->p[i] >= '0' && s->p[i] <= '9'; i++)
        *value = *value * 10 + (unsigned)(s->p[i] - '0');
    *s = (struct bm_str){s->p + i, s->n - i};
    return i > 0 && !(s->n && s->p[0] >= '0' && s->p[0] <= '9');
}

/* Two numbers with a point between them. */
static bool pair(struct bm_str s, uint64_t *a, uint64_t *b)
{
    if (!number(&s, a) || !s.n || s.p[0] != '.')
        return false;
    s = (struct bm_str){s.p + 1, s.n - 1};
    return number(&s, b) && !s.n;
}

const char *bm_bag_version_read(struct bm_str text, struct bm_bag_version *out)
{
    static const char version[] = "BagIt-Version: ";
    static const char encoding[] = "Tag-File-Character-Encoding: ";
    struct bm_str line;
    size_t at = 0;
    uint64_t major, minor;
    if (begins(text, "\xEF\xBB\xBF"))
        return "a byte order mark, which it may not have";
    if (!bm_tag_line(text, &at, &line) || !begins(line, version))
        return "its first line is not the version, as a package has it";
    line = (struct bm_str){line.p + sizeof version - 1, line.n - sizeof version + 1};
    if (!pair(line, &major, &minor) || major > 999 || minor > 999)
        return "its first line is not the version, as a package has it";
    if (major > 1 || (major == 1 && minor > 0) || (major == 0 && (minor < 93 || minor > 97)))
        return "a version that is not known; 0.93 to 0.97 and 1.0 are";
    *out = (struct bm_bag_version){.major = (unsigned)major, .minor = (unsigned)minor};
    if (!bm_tag_line(text, &at, &line) || !begins(line, encoding))
        return "its second line is not the encoding, as a package has it";
    out->encoding = (struct bm_str){line.p + sizeof encoding - 1, line.n - sizeof encoding + 1};
    if (bm_bag_strict(out) && !bm_str_is(out->encoding, "UTF-8"))
        return "its second line is not the encoding, as a package has it";
    while (bm_tag_line(text, &at, &line))
        if (bm_bag_strict(out) || trimmed(line).n)
            return "more than two lines";
    return NULL;
}

static bool hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

const char *bm_manifest_read(struct bm_str line, enum bm_sum kind, struct bm_manifest_line *out)
{
    size_t n = 0;
    *out = (struct bm_manifest_line){0};
    for (; n < line.n && hex(line.p[n]); n++) {
        out->upper |= line.p[n] >= 'A' && line.p[n] <= 'F';
        out->lower |= line.p[n] >= 'a';
    }
    if (n != bm_sum_digits(kind) || n == line.n || !blank(line.p[n]))
        return "the line does not begin with a sum of this kind and a blank";
    out->sum = (struct bm_str){line.p, n};
    while (n < line.n && blank(line.p[n]))
        n++;
    out->star = n < line.n && line.p[n] == '*';
    n += out->star;
    out->path = (struct bm_str){line.p + n, line.n - n};
    return out->path.n ? NULL : "the line has no path";
}

/* A word, and the blanks behind it. */
static struct bm_str word(struct bm_str *s)
{
    struct bm_str w = {s->p, 0};
    while (w.n < s->n && !blank(s->p[w.n]))
        w.n++;
    *s = (struct bm_str){s->p + w.n, s->n - w.n};
    while (s->n && blank(s->p[0]))
        *s = (struct bm_str){s->p + 1, s->n - 1};
    return w;
}

const char *bm_fetch_read(struct bm_str line, struct bm_fetch_line *out)
{
    uint64_t length;
    out->url = word(&line);
    out->length = word(&line);
    out->path = line;
    struct bm_str digits = out->length;
    if (!out->url.n || !memchr(out->url.p, ':', out->url.n) || !out->path.n)
        return "the line is not a URL, a length and a path";
    if (!bm_str_is(digits, "-") && (!number(&digits, &length) || digits.n))
        return "the length is neither a number nor a hyphen";
    return NULL;
}

bool bm_bag_field_next(struct bm_arena *arena, struct bm_str text, size_t *at,
                       struct bm_bag_field *out, const char **wrong)
{
    struct bm_str line;
    *wrong = NULL;
    *out = (struct bm_bag_field){0};
    do
        if (!bm_tag_line(text, at, &line))
            return false;
    while (!trimmed(line).n);
    const char *colon = memchr(line.p, ':', line.n);
    if (blank(line.p[0]) || !colon || colon == line.p) {
        *wrong = "a line that is neither a field nor the rest of one";
        return false;
    }
    const struct bm_str before = {line.p, (size_t)(colon - line.p)};
    out->label = trimmed(before);
    out->spaced = out->label.n != before.n;
    out->value = trimmed((struct bm_str){colon + 1, line.n - before.n - 1});
    struct bm_buf b = {0};
    size_t next = *at;
    while (bm_tag_line(text, &next, &line) && line.n && blank(line.p[0]) && trimmed(line).n) {
        if (!b.n)
            bm_buf_str(&b, out->value);
        bm_buf_char(&b, ' ');
        bm_buf_str(&b, trimmed(line));
        *at = next;
    }
    if (b.n)
        out->value = bm_buf_keep(&b, arena);
    return true;
}

bool bm_oxum_read(struct bm_str value, uint64_t *bytes, uint64_t *files)
{
    return pair(trimmed(value), bytes, files);
}

static const struct escape {
    char code[3], c;
} escapes[] = {{"0A", '\n'}, {"0D", '\r'}, {"25", '%'}};

static char escaped(const char *p, size_t n)
{
    for (size_t i = 0; i < BM_COUNT(escapes) && n > 2; i++)
        if (p[0] == '%' && p[1] == escapes[i].code[0] &&
            (p[2] == escapes[i].code[1] || p[2] == escapes[i].code[1] + ('a' - 'A')))
            return escapes[i].c;
    return 0;
}

struct bm_str bm_bag_path_plain(struct bm_arena *arena, struct bm_str path)
{
    if (!path.n || !memchr(path.p, '%', path.n))
        return path;
    char *p = bm_arena_alloc(arena, path.n);
    size_t n = 0;
    for (size_t i = 0; i < path.n; i++) {
        const char c = escaped(path.p + i, path.n - i);
        p[n++] = c ? c : path.p[i];
        i += c ? 2 : 0;
    }
    return (struct bm_str){p, n};
}

void bm_bag_path_put(struct bm_buf *out, struct bm_str path)
{
    for (size_t i = 0; i < path.n; i++) {
        size_t k = 0;
        while (k < BM_COUNT(escapes) && escapes[k].c != path.p[i])
            k++;
        if (k < BM_COUNT(escapes))
            bm_buf_printf(out, "%%%.2s", escapes[k].code);
        else
            bm_buf_char(out, path.p[i]);
    }
}

struct bm_str bm_bag_path_short(struct bm_str path)
{
    while (path.n > 1 && path.p[0] == '.' && path.p[1] == '/')
        path = (struct bm_str){path.p + 2, path.n - 2};
    return path;
}

const char *bm_bag_path_wrong(struct bm_str path)
{
    const char first = path.n ? path.p[0] : '\0';
    if (!path.n || memchr(path.p, '\0', path.n))
        return "a path that is none";
    if (first == '/' || first == '\\')
        return "an absolute path, which leads out of the package";
    if (first == '~')
        return "a path to someone's home, which leads out of the package";
    if (path.n > 1 && path.p[1] == ':' && ((first | 32) >= 'a' && (first | 32) <= 'z'))
        return "a path on a drive, which leads out of the package";
    for (size_t i = 0, start = 0; i <= path.n; i++) {
        if (i < path.n && path.p[i] != '/' && path.p[i] != '\\')
            continue;
        const struct bm_str name = {path.p + start, i - start};
        if (bm_str_is(name, ".."))
            return "two points as a name, which lead out of a folder";
        if (i < path.n && path.p[i] == '/' && !name.n)
            return "a path that is none";
        start = i + 1;
    }
    return NULL;
}
