#include "base/diag.h"

#include "base/characters.h"
#include "base/json.h"
#include "base/labels.h"
#include "base/limits.h"

#include <errno.h>

static const struct message {
    const char *code;
    enum bm_level level;
    enum bm_exit status;
    const char *sentence[2], *help[2];
} messages[BM_MSG_COUNT] = {
#define M(name, code, level, status, en, en_help, zh, zh_help)                                     \
    [BM_MSG_##name] = {code, level, status, {en, zh}, {en_help, zh_help}},
#include "base/messages.def"
#undef M
};

static const char *const level_names[2][3] = {{"note", "warning", "error"},
                                              {"提示", "警告", "错误"}};

static bool inside_character(struct bm_str s, size_t i)
{
    return i && i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;
}

/* A word as messages quote it, in the arena if it is shortened. */
static struct bm_str quoted(struct bm_arena *arena, struct bm_str s)
{
    static const char between[] = " … ";
    size_t from = BM_WORD_START, to = s.n;
    if (s.n <= BM_WORD_START + BM_WORD_END)
        return s;
    for (to -= BM_WORD_END; inside_character(s, from);)
        from--;
    while (inside_character(s, to))
        to++;
    const size_t n = from + sizeof between - 1 + s.n - to;
    char *p = bm_arena_alloc(arena, n + 1);
    memcpy(p, s.p, from);
    memcpy(p + from, between, sizeof between - 1);
    memcpy(p + from + sizeof between - 1, s.p + to, s.n - to);
    return (struct bm_str){p, n};
}

static uint64_t hash_of(enum bm_message message, struct bm_span span)
{
    const uint32_t key[] = {(uint32_t)message, span.file, span.offset};
    return bm_hash(BM_HASH_START, key, sizeof key);
}

bool bm_diags_full(const struct bm_diags *diags, enum bm_message message)
{
    return diags->counts[message] >= BM_DIAGS_KEPT;
}

static void count(struct bm_diags *diags, enum bm_message message, uint32_t n)
{
    diags->counts[message] += n;
    diags->errors += messages[message].level == BM_ERROR ? n : 0;
}

bool bm_diag_add(struct bm_diags *diags, enum bm_message message, struct bm_span span,
                 const struct bm_str *args, size_t n)
{
    const bool full = bm_diags_full(diags, message);
    count(diags, message, 1);
    if (full)
        return false;
    diags->v = bm_arena_grow(diags->arena, diags->v, diags->n, &diags->cap, sizeof *diags->v);
    bm_index_add(diags->arena, &diags->index, hash_of(message, span), diags->n);
    struct bm_diag *d = &diags->v[diags->n++];
    *d = (struct bm_diag){.message = message, .span = span};
    for (size_t i = 0; i < n && i < BM_DIAG_ARGS; i++)
        d->args[i] = bm_str_copy(diags->arena, quoted(diags->arena, args[i]));
    return false;
}

bool bm_diag_said(const struct bm_diags *diags, enum bm_message message, struct bm_span span,
                  const struct bm_str *args, size_t n)
{
    const uint64_t hash = hash_of(message, span);
    uint32_t i;
    for (size_t at = 0; (i = bm_index_next(&diags->index, hash, &at)) != BM_INDEX_NONE;) {
        const struct bm_diag *d = &diags->v[i];
        bool same = i < diags->n && d->message == message && d->span.file == span.file &&
                    d->span.offset == span.offset;
        for (size_t k = 0; same && k < n && k < BM_DIAG_ARGS; k++)
            same = bm_str_eq(d->args[k], quoted(diags->arena, args[k]));
        if (same)
            return true;
    }
    return false;
}

bool bm_diag_once(struct bm_diags *diags, enum bm_message message, struct bm_span span,
                  const struct bm_str *args, size_t n)
{
    return !bm_diag_said(diags, message, span, args, n) &&
           bm_diag_add(diags, message, span, args, n);
}

void bm_diags_cut(struct bm_diags *diags, size_t n)
{
    while (diags->n > n) {
        const enum bm_message message = diags->v[--diags->n].message;
        diags->counts[message]--;
        diags->errors -= messages[message].level == BM_ERROR;
    }
}

void bm_diags_append(struct bm_diags *diags, const struct bm_diags *more)
{
    uint32_t left_out[BM_MSG_COUNT];
    memcpy(left_out, more->counts, sizeof left_out);
    for (size_t i = 0; i < more->n; i++) {
        const struct bm_diag *d = &more->v[i];
        const bool machine =
            d->message == BM_MSG_MISSING_FONT || d->message == BM_MSG_FONT_DIFFERS ||
            d->message == BM_MSG_BROKEN_FONT || d->message == BM_MSG_UNSOUND_FONT ||
            d->message == BM_MSG_NO_HYPHENATION || d->message == BM_MSG_OUT_OF_FILES ||
            d->message == BM_MSG_OPEN_NO_MEMORY || d->message == BM_MSG_FILE_CHANGED;
        (machine ? bm_diag_once : bm_diag_add)(diags, d->message, d->span, d->args, BM_DIAG_ARGS);
        left_out[d->message]--;
    }
    for (size_t k = 0; k < BM_MSG_COUNT; k++)
        count(diags, (enum bm_message)k, left_out[k]);
}

struct bm_str bm_diag_number(struct bm_diags *diags, int64_t value)
{
    struct bm_buf b = {0};
    bm_buf_decimal(&b, value, 0);
    return bm_buf_keep(&b, diags->arena);
}

bool bm_diag_too_many(struct bm_diags *diags, struct bm_span span, const char *what, size_t n,
                      size_t most)
{
    return bm_diag(diags, BM_MSG_TOO_MANY, span, bm_str_c(what), bm_diag_number(diags, (int64_t)n),
                   bm_diag_number(diags, (int64_t)most));
}

enum bm_level bm_diag_level(enum bm_message message)
{
    return messages[message].level;
}

const char *bm_diag_code(enum bm_message message)
{
    return messages[message].code;
}

const char *bm_level_name(enum bm_level level, enum bm_lang lang)
{
    return level_names[lang][level];
}

enum bm_exit bm_diags_exit(const struct bm_diags *diags, bool strict)
{
    /* The worst kind wins: what must be repeated later, then bad input, then the rest. */
    static const enum bm_exit order[] = {BM_EXIT_USAGE, BM_EXIT_AGAIN, BM_EXIT_INPUT,
                                         BM_EXIT_VERIFY, BM_EXIT_UNFIT};
    bool seen[BM_EXIT_AGAIN + 1] = {false};
    for (size_t i = 0; i < diags->n; i++) {
        const struct message *m = &messages[diags->v[i].message];
        if (m->level == BM_ERROR)
            seen[m->status] = true;
        else if (m->level == BM_WARNING && strict)
            seen[BM_EXIT_UNFIT] = true;
    }
    for (size_t i = 0; i < BM_COUNT(order); i++)
        if (seen[order[i]])
            return order[i];
    return BM_EXIT_DONE;
}

static const char *const reasons[][2] = {
#define R(en, zh) {en, zh},
#include "base/reasons.def"
#undef R
#define FILE_KIND(id, most, en, zh) {en, zh},
#include "base/files.def"
};

/* What the system says: its words are its own. */
static const struct {
    int error;
    const char *zh;
} errors[] = {
#define E(error, zh) {error, zh},
#include "base/errors.def"
#undef E
};

static struct bm_str in_language(struct bm_str word, enum bm_lang lang)
{
    for (size_t i = 0; lang == BM_LANG_ZH && i < BM_COUNT(reasons); i++)
        if (bm_str_is(word, reasons[i][0]))
            return bm_str_c(reasons[i][1]);
    for (size_t i = 0; lang == BM_LANG_ZH && i < BM_COUNT(errors); i++) {
        char said[256];
        if (strerror_r(errors[i].error, said, sizeof said) == 0 && bm_str_is(word, said))
            return bm_str_c(errors[i].zh);
    }
    return word;
}

/* A word of the program, with figures behind it or not: the word in the language. */
static void put_word(struct bm_buf *out, struct bm_str arg, enum bm_lang lang)
{
    static const char *const words[][2] = {
#define W(en, zh) {en, zh},
#include "base/words.def"
    };
    struct bm_str word = {arg.p, 0};
    while (word.n < arg.n && word.p[word.n] != ' ')
        word.n++;
    const struct bm_str rest = {arg.p + word.n, arg.n - word.n};
    for (size_t i = 0; lang == BM_LANG_ZH && i < BM_COUNT(words); i++)
        if (bm_str_is(word, words[i][0])) {
            word = bm_str_c(words[i][1]);
            break;
        }
    bm_buf_legible(out, word);
    bm_buf_legible(out, rest);
}

static bool ends_with(const struct bm_buf *out, const char *end)
{
    const size_t n = strlen(end);
    return out->n >= n && memcmp(out->p + out->n - n, end, n) == 0;
}

/* An argument; names that are suggested stand in a list, which Chinese parts by 、. */
static void put_argument(struct bm_buf *out, struct bm_str arg, enum bm_lang lang)
{
    const bool list = ends_with(out, "是否为：") || ends_with(out, "已有版框的版式：");
    size_t from = 0;
    if (arg.n && arg.p[0] == BM_DIAG_WORD[0]) {
        put_word(out, (struct bm_str){arg.p + 1, arg.n - 1}, lang);
        return;
    }
    for (size_t i = 0; list && i + 1 < arg.n; i++)
        if (memcmp(arg.p + i, ", ", 2) == 0) {
            bm_buf_legible(out, (struct bm_str){arg.p + from, i - from});
            bm_buf_c(out, "、");
            from = i + 2;
        }
    bm_buf_legible(out,
                   from ? (struct bm_str){arg.p + from, arg.n - from} : in_language(arg, lang));
}

static void fill(struct bm_buf *out, const char *s, const struct bm_diag *d, enum bm_lang lang)
{
    for (; *s; s++) {
        if (s[0] == '{' && s[1] >= '1' && s[1] < '1' + BM_DIAG_ARGS && s[2] == '}') {
            put_argument(out, d->args[s[1] - '1'], lang);
            s += 2;
        } else {
            bm_buf_char(out, *s);
        }
    }
}

void bm_diag_sentence(struct bm_buf *out, const struct bm_diag *diag, enum bm_lang lang)
{
    fill(out, messages[diag->message].sentence[lang], diag, lang);
}

void bm_diag_help(struct bm_buf *out, const struct bm_diag *diag, enum bm_lang lang)
{
    fill(out, messages[diag->message].help[lang], diag, lang);
}

/* Cells of a terminal: enough for a caret to stand under Chinese text. */
static int cells(uint32_t cp)
{
    if (cp == '\t')
        return 1;
    return (cp >= 0x1100 && cp <= 0x115F) || (cp >= 0x2E80 && cp <= 0xA4CF) ||
                   (cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0xF900 && cp <= 0xFAFF) ||
                   (cp >= 0xFE30 && cp <= 0xFE6F) || (cp >= 0xFF00 && cp <= 0xFF60) ||
                   (cp >= 0xFFE0 && cp <= 0xFFE6) || (cp >= 0x20000 && cp <= 0x3FFFD)
               ? 2
               : 1;
}

#define LINE_MOST   96 /* cells of the source line that are shown */
#define LINE_BEFORE 40 /* cells before the place, when the line is long */

static void show_line(struct bm_buf *out, struct bm_str line, size_t at, size_t length)
{
    size_t start = at;
    int before = 0;
    for (size_t i = at; i > 0; start = i) {
        do
            i--;
        while (inside_character(line, i));
        size_t next = i;
        const int more = cells(bm_utf8_next(line.p, line.n, &next));
        if (before + more > LINE_BEFORE)
            break;
        before += more;
    }
    bm_buf_c(out, "    ");
    int width = 0, caret = 0;
    for (size_t i = start; i < line.n;) {
        size_t from = i;
        uint32_t cp = bm_utf8_next(line.p, line.n, &i);
        if (width + cells(cp) > LINE_MOST)
            break;
        if (bm_character_fault(cp) || cp == '\t')
            bm_buf_char(out, ' ');
        else
            bm_buf_put(out, line.p + from, i - from);
        if (from >= at && from < at + length)
            caret += cells(cp);
        width += cells(cp);
    }
    bm_buf_c(out, "\n    ");
    for (int i = 0; i < before; i++)
        bm_buf_char(out, ' ');
    bm_buf_char(out, '^');
    for (int i = 1; i < caret; i++)
        bm_buf_char(out, '~');
    bm_buf_char(out, '\n');
}

void bm_diag_excerpt(struct bm_buf *out, const struct bm_sources *sources, struct bm_span span)
{
    const struct bm_source *s = bm_sources_of(sources, span);
    struct bm_str text = {0};
    uint32_t line, column;
    if (!s)
        return;
    bm_source_place(s, span.offset, &line, &column, &text);
    if (bm_utf8_check(text.p, text.n) != text.n)
        return;
    const size_t at = (size_t)(s->text.p + span.offset - text.p);
    show_line(out, text, at > text.n ? text.n : at, span.length);
}

void bm_diag_format(struct bm_buf *out, const struct bm_diag *diag,
                    const struct bm_sources *sources, enum bm_lang lang)
{
    const struct message *m = &messages[diag->message];
    const struct bm_source *s = sources ? bm_sources_of(sources, diag->span) : NULL;
    uint32_t line = 0, column = 0;
    if (s) {
        bm_source_place(s, diag->span.offset, &line, &column, NULL);
        bm_buf_legible(out, s->path);
        bm_buf_printf(out, ":%u:%u: ", line, column);
    } else {
        bm_buf_c(out, "banmian: ");
    }
    bm_buf_printf(out, "%s [%s]%s", level_names[lang][m->level], m->code, BM_LABEL(COLON, lang));
    fill(out, m->sentence[lang], diag, lang);
    bm_buf_char(out, '\n');
    if (s)
        bm_diag_excerpt(out, sources, diag->span);
    if (*m->help[lang]) {
        bm_buf_c(out, "  ");
        fill(out, m->help[lang], diag, lang);
        bm_buf_char(out, '\n');
    }
}

void bm_diag_json(struct bm_buf *out, const struct bm_diag *diag, const struct bm_sources *sources,
                  enum bm_lang lang)
{
    const struct message *m = &messages[diag->message];
    const struct bm_source *s = sources ? bm_sources_of(sources, diag->span) : NULL;
    struct bm_buf t = {0};
    struct bm_json json = {.out = out};
    bm_json_record(&json, "diagnostic");
    bm_json_text(&json, "level", bm_str_c(level_names[BM_LANG_EN][m->level]));
    bm_json_text(&json, "code", bm_str_c(m->code));
    if (s) {
        uint32_t line, column;
        bm_source_place(s, diag->span.offset, &line, &column, NULL);
        bm_json_text(&json, "file", s->name);
        bm_json_number(&json, "line", line);
        bm_json_number(&json, "column", column);
    }
    fill(&t, m->sentence[lang], diag, lang);
    bm_json_text(&json, "text", bm_buf_view(&t));
    t.n = 0;
    fill(&t, m->help[lang], diag, lang);
    bm_json_text(&json, "help", bm_buf_view(&t));
    bm_json_close(&json);
    bm_buf_free(&t);
}
