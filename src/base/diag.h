/* Diagnostics: errors are values with places. A stage adds what it finds to the
 * list it is given and goes on as far as sense allows; cli/ prints the list and
 * derives the exit status. Every message stands in messages.def, in English and
 * in Chinese, with the advice that follows it. */
#pragma once

#include "base/buf.h"
#include "base/index.h"
#include "base/source.h"

enum bm_level {
    BM_NOTE,
    BM_WARNING,
    BM_ERROR
};

/* Exit statuses of the program. */
enum bm_exit {
    BM_EXIT_DONE = 0,
    BM_EXIT_USAGE = 2,
    BM_EXIT_INPUT = 3,  /* bad input */
    BM_EXIT_UNFIT = 4,  /* set, but not fit to print */
    BM_EXIT_VERIFY = 5, /* preflight or verify failed */
    BM_EXIT_AGAIN = 75  /* try again: disk full, busy */
};

/* One constant a message: BM_MSG_MISSING_GLYPH is [missing-glyph]. */
enum bm_message {
#define M(name, code, level, status, en, en_help, zh, zh_help) BM_MSG_##name,
#include "base/messages.def"
#undef M
    BM_MSG_COUNT
};

enum bm_lang {
    BM_LANG_EN,
    BM_LANG_ZH
};

#define BM_DIAG_ARGS 4

struct bm_diag {
    enum bm_message message;
    struct bm_span span;
    struct bm_str args[BM_DIAG_ARGS]; /* fill {1} … {4} of the sentence and the advice */
};

/* A list of diagnostics in the order found. Lives in `arena`. Of one kind it keeps BM_DIAGS_KEPT
 * (base/limits.h); all are counted. */
struct bm_diags {
    struct bm_arena *arena;
    struct bm_diag *v;
    size_t n, cap;
    size_t errors;                 /* messages of level BM_ERROR, those that are not kept too */
    uint32_t counts[BM_MSG_COUNT]; /* the same of each kind */
    struct bm_index index;         /* of those kept, by kind and place */
};

/* Adds a message at span; the arguments, up to four, are copied, of long ones the start and the
 * end. Use the macro: bm_diag(diags, BM_MSG_UNKNOWN_KEY, span, key, nearest). False, for those that
 * fail with it. */
bool bm_diag_add(struct bm_diags *diags, enum bm_message message, struct bm_span span,
                 const struct bm_str *args, size_t n);
#define bm_diag(diags, message, span, ...)                                                         \
    bm_diag_add((diags), (message), (span), (const struct bm_str[]){__VA_ARGS__},                  \
                sizeof((const struct bm_str[]){__VA_ARGS__}) / sizeof(struct bm_str))
/* The same for a message without arguments. */
static inline bool bm_diag0(struct bm_diags *diags, enum bm_message message, struct bm_span span)
{
    return bm_diag_add(diags, message, span, NULL, 0);
}

/* Whether one more of that kind would only be counted: whoever needs long to find its words may
 * leave them out. */
bool bm_diags_full(const struct bm_diags *diags, enum bm_message message);

/* Whether the list has that message at the place where span begins, its first n arguments alike. */
bool bm_diag_said(const struct bm_diags *diags, enum bm_message message, struct bm_span span,
                  const struct bm_str *args, size_t n);

/* Adds it unless the list has it. */
bool bm_diag_once(struct bm_diags *diags, enum bm_message message, struct bm_span span,
                  const struct bm_str *args, size_t n);

/* Forgets the messages after the first n. */
void bm_diags_cut(struct bm_diags *diags, size_t n);

/* Adds the messages of another list in their order. What is wrong with the machine (a font, a
 * dictionary) and would be said by every list is said once. */
void bm_diags_append(struct bm_diags *diags, const struct bm_diags *more);

/* A decimal number as an argument, in the list's arena. */
/* What an argument begins with that is a word of base/words.def, or one and figures. */
#define BM_DIAG_WORD "\x1F"

struct bm_str bm_diag_number(struct bm_diags *diags, int64_t value);

/* Says at span that there are more of `what` (a row of base/reasons.def) than there may be. False,
 * for those that fail with it. */
bool bm_diag_too_many(struct bm_diags *diags, struct bm_span span, const char *what, size_t n,
                      size_t most);

enum bm_level bm_diag_level(enum bm_message message);
const char *bm_diag_code(enum bm_message message);
/* "error", "警告" … */
const char *bm_level_name(enum bm_level level, enum bm_lang lang);

/* The worst exit status of the list; with strict, warnings count as BM_EXIT_UNFIT. */
enum bm_exit bm_diags_exit(const struct bm_diags *diags, bool strict);

/* The sentence alone, with its arguments. */
void bm_diag_sentence(struct bm_buf *out, const struct bm_diag *diag, enum bm_lang lang);

/* The advice alone. */
void bm_diag_help(struct bm_buf *out, const struct bm_diag *diag, enum bm_lang lang);

/* The whole message for a person:
 *   file:line:column: error [code]: sentence
 *       the source line
 *       ^~~~
 *     advice
 * The caret counts East Asian wide characters as two cells. */
void bm_diag_format(struct bm_buf *out, const struct bm_diag *diag,
                    const struct bm_sources *sources, enum bm_lang lang);

/* The line of the source where span begins, and a caret below what it covers; nothing for a span
 * without a place. */
void bm_diag_excerpt(struct bm_buf *out, const struct bm_sources *sources, struct bm_span span);

/* The message as one NDJSON object on one line:
 * {"type":"diagnostic","level":…,"code":…,"file":…,"line":…,"column":…,"text":…,"help":…} */
void bm_diag_json(struct bm_buf *out, const struct bm_diag *diag, const struct bm_sources *sources,
                  enum bm_lang lang);
