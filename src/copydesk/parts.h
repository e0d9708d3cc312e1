/* What the files of copydesk/ share with each other only. */
#pragma once

#include "base/index.h"
#include "copydesk/copydesk.h"

#define LEVEL_OFF (-1)

/* What a line of text is in its article; a rule names those that it reads. */
enum role {
    ROLE_HEAD,   /* title, kicker, deck, tag, number, adopted */
    ROLE_LEAD,   /* a field of the head that is text: lead, addressee */
    ROLE_BYLINE, /* byline */
    ROLE_BODY,   /* a paragraph, a pull quote */
    ROLE_SUBHEAD,
    ROLE_ITEM,    /* of a list, without its number */
    ROLE_CELL,    /* of a table */
    ROLE_TAIL,    /* signed, dated, issued */
    ROLE_CAPTION, /* and credit */
    ROLES
};

/* A place of a line's text where marks stand. */
struct spot {
    uint32_t at; /* byte of the text */
    struct bm_span span;
    enum bm_piece_kind kind; /* GAP, JOIN, QUERY, OK */
    struct bm_str rule;      /* OK */
};

/* A line of an article: a field, a paragraph, an item, a cell. */
struct line {
    enum role role;
    uint32_t article;     /* index */
    uint32_t block;       /* of the body; UINT32_MAX: a field */
    const char *field;    /* of the head or tail; else NULL */
    struct bm_str text;   /* without marks */
    struct bm_str number; /* ITEM: the number or sign before it, as typed */
    struct bm_span number_span;
    bool typed;   /* verse, or names alone */
    bool ordered; /* ITEM: it has a number */
    const struct bm_text *pieces;
    const uint32_t *starts; /* of each piece in text */
    struct spot *spots;
    size_t spot_count;
    bool gap, join; /* it has such a mark */
};

struct lines {
    struct line *v;
    size_t n, cap;
};

/* The lines of an article, in reading order, added to lines. */
void lines_of(struct bm_arena *arena, const struct bm_article *article, uint32_t index,
              struct lines *lines);
/* Where bytes [from, to) of a line stand in the manuscript. */
struct bm_span line_span(const struct line *line, uint32_t from, uint32_t to);
/* Whether a gap or a seam stands at byte `at`, or within so many bytes of it. */
bool line_torn(const struct line *line, uint32_t at, uint32_t reach);

struct work;
typedef void (*read_line)(struct work *work, uint32_t rule, const struct line *line);
typedef void (*read_all)(struct work *work, uint32_t rule);

/* A function that a row may name: reads line after line, or all of them. */
struct function {
    const char *name;
    read_line line;
    read_all all;
};

#define FUNCTIONS_MOST 64
const struct function *function_named(struct bm_str name);
size_t function_names(const char *names[FUNCTIONS_MOST]);

struct pattern; /* compiled */

struct words_list {
    struct bm_str *v;
    size_t n;
};

struct rule {
    struct bm_str id;
    int level;
    unsigned roles; /* bits of enum role */
    const struct function *function;
    struct pattern *pattern;
    struct words_list words, not_before, not_after, kinds;
    struct words_list has; /* the pattern is for lines that have one of these; none: for all */
    bool once;             /* one finding an article */
    struct bm_str says[2], help[2], source, wrong, right;
    struct bm_span span;
};

/* A row of a list of words: a slip, a variant, a word of the house, a part of a phrase. */
struct word {
    uint32_t rule;
    struct bm_str wrong, right, why; /* why: of the house; may be empty */
    struct words_list not_before, not_after;
    struct words_list with, unless; /* one of these stands in its sentence; none of these does */
    const struct phrase *phrase;    /* it is a part of that, which begins so many bytes before */
    uint32_t offset;
};

struct phrase {
    struct bm_str text, source;
};

/* All words of all lists as one automaton (Aho and Corasick), over bytes. */
struct automaton {
    struct node {
        uint32_t fail, out; /* out: 1 + its last word; 0: none */
        uint32_t next_out;  /* the nearest node by fails that has a word; 0: none */
    } * nodes;
    uint32_t n;
    size_t cap;
    struct edge {
        uint32_t from, to;
        uint8_t byte;
    } * edges;
    size_t edge_count, edge_cap;
    struct bm_index index; /* of edges */
    uint32_t root[256];
    struct word *words;
    uint32_t *same; /* of each word the one before it that ends at the same node, and 1 */
    size_t word_count, word_cap, same_cap;
};

void automaton_add(struct bm_arena *arena, struct automaton *a, const struct word *word);
/* To be called once, when all words are in. */
void automaton_end(struct bm_arena *arena, struct automaton *a);
/* Calls hit for every word of the text, by where it ends. */
void automaton_run(const struct automaton *a, struct bm_str text,
                   void (*hit)(void *context, const struct word *word, uint32_t from, uint32_t to),
                   void *context);

/* A person of people.yaml. */
struct person {
    struct bm_str name, post, sex, nationality;
    uint32_t from, to; /* dates as numbers, 20260514; 0: open */
    int64_t order;     /* 0: none */
    struct bm_span span;
};

/* paper.yaml: what the paper is called, and its last edition. */
struct paper {
    struct bm_str name, cn, last_number;
    uint32_t last_date;
};

struct bm_copydesk {
    struct rule *rules;
    size_t rule_count;
    struct automaton words;
    struct person *people;
    size_t person_count;
    struct paper paper;
    bool has_paper;
    struct words_list allowed;                                  /* beside taboo words */
    uint32_t slip, variant, usage, phrase, taboo, limit, stale; /* rules of lists; UINT32_MAX */
};

#define NO_RULE UINT32_MAX
uint32_t rule_named(const struct bm_copydesk *desk, struct bm_str id);
/* Says that there is no such rule, with the nearest. */
void rule_unknown(const struct bm_copydesk *desk, struct bm_arena *arena, struct bm_span span,
                  struct bm_str id, struct bm_diags *diags);

/* Reading of rows. */
struct reader {
    struct bm_arena *arena;
    const struct bm_sources *sources;
    struct bm_diags *diags;
    struct bm_copydesk *desk;
};
bool rules_read(struct reader *r, uint32_t file);
bool levels_read(struct reader *r, const struct bm_yaml *map);
bool house_read(struct reader *r, const struct bm_copydesk_files *files);
/* The root of a file: a map, or a list; NULL where it is neither, and said. */
const struct bm_yaml *file_root(struct reader *r, uint32_t file, enum bm_yaml_kind kind);
bool word_read(struct reader *r, const struct bm_yaml *map, const char *key, struct bm_str *out);
bool list_read(struct reader *r, const struct bm_yaml *map, const char *key,
               struct words_list *out);
/* 2026-05-14 as 20260514; 0: it is none. */
uint32_t date_number(struct bm_str s);

/* A pattern, as PCRE2 reads it; NULL: it is wrong, and said. */
struct pattern *pattern_make(struct bm_arena *arena, const struct bm_yaml *node,
                             struct bm_diags *diags);
/* A pattern of the room's own, which is right. */
struct pattern *pattern_own(const char *text);
void pattern_free(struct pattern *pattern);
/* One match from byte *at on: groups[2 * i], groups[2 * i + 1]; UINT32_MAX: the group is not in it.
 * *at moves behind it. 1, 0, or -1: the limit was hit. */
#define GROUPS_MOST 12
int pattern_next(const struct pattern *pattern, struct bm_str text, uint32_t *at,
                 uint32_t groups[2 * GROUPS_MOST]);

/* What one run works on. */
struct work {
    const struct bm_copydesk *desk;
    const struct bm_sources *sources;
    const struct bm_lexicon *lexicon; /* or NULL */
    struct bm_arena *arena;           /* of findings */
    struct bm_arena *scratch;         /* of the run */
    const struct bm_edition *edition; /* NULL: one article alone */
    const struct bm_article *const *articles;
    size_t article_count;
    struct lines lines;
    struct bm_findings *out;
    uint32_t *counts; /* of findings, by rule, of the present article */
    struct own_pattern {
        const char *text;
        struct pattern *pattern;
    } * own; /* work_pattern() */
    size_t own_count, own_cap;
    uint32_t date; /* of the edition; 0: none */
};

/* A pattern of the room's own, a constant, which lives as long as the run. */
const struct pattern *work_pattern(struct work *work, const char *text);

/* Adds a finding about bytes [from, to) of a line; where the editor asks about them already, a
 * note. {1} to {4} of the rule's words are the arguments,
 * {0} is the quote. */
void found(struct work *work, uint32_t rule, const struct line *line, uint32_t from, uint32_t to,
           const struct bm_str *args, size_t n);
#define FOUND(work, rule, line, from, to, ...)                                                     \
    found((work), (rule), (line), (from), (to), (const struct bm_str[]){__VA_ARGS__},              \
          sizeof((const struct bm_str[]){__VA_ARGS__}) / sizeof(struct bm_str))
/* The same about a place of edition.yaml, or an item's number. */
void found_at(struct work *work, uint32_t rule, uint32_t article, struct bm_span span,
              struct bm_str quote, const struct bm_str *args, size_t n);
/* Whether the rule is on and reads such a line. */
bool rule_reads(const struct work *work, uint32_t rule, const struct line *line);
/* Order, {{ok}}. */
void found_end(struct work *work, struct bm_diags *diags);
struct bm_str number_str(struct work *work, int64_t value);
struct bm_str work_printf(struct work *work, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Rules on forms read lines [from, to). */
void forms_read(struct work *work, size_t from, size_t to);

/* Characters. */
bool is_han(uint32_t cp);
static inline bool str_begins(struct bm_str s, const char *with)
{
    const size_t n = strlen(with);
    return s.n >= n && memcmp(s.p, with, n) == 0;
}
static inline bool str_ends(struct bm_str s, struct bm_str with)
{
    return s.n >= with.n && memcmp(s.p + s.n - with.n, with.p, with.n) == 0;
}
static inline struct bm_str str_part(struct bm_str s, size_t from, size_t to)
{
    return (struct bm_str){s.p + from, to - from};
}
/* Where `what` stands in s from byte `from` on, or s.n. */
size_t str_find(struct bm_str s, struct bm_str what, size_t from);
/* The character before byte i, and where it begins; 0 at the beginning. */
uint32_t char_before(struct bm_str s, size_t i, size_t *from);
uint32_t char_at(struct bm_str s, size_t i);
/* Byte offset of so many characters before (after) byte i, within s. */
size_t chars_back(struct bm_str s, size_t i, size_t n);
size_t chars_on(struct bm_str s, size_t i, size_t n);
/* The sentence about byte i: between 。！？ and line ends. */
void sentence_of(struct bm_str s, size_t i, size_t *from, size_t *to);
/* 一 to 九十九, 零; or figures; -1: it is no number. */
int64_t number_of(struct bm_str s);

/* Functions, by file. */
void form_pairs(struct work *, uint32_t, const struct line *);        /* pairs.c */
void form_doubled(struct work *, uint32_t, const struct line *);      /* doubled.c */
void form_opens_closed(struct work *, uint32_t, const struct line *); /* pairs.c */
void form_no_end(struct work *, uint32_t, const struct line *);       /* pairs.c */
void form_bad_date(struct work *, uint32_t, const struct line *);     /* dates.c */
void form_weekday(struct work *, uint32_t, const struct line *);      /* dates.c */
void fact_weekday(struct work *, uint32_t);                           /* dates.c */
void fact_days(struct work *, uint32_t);                              /* dates.c */
void fact_future(struct work *, uint32_t);                            /* dates.c */
void fact_plan_years(struct work *, uint32_t);                        /* dates.c */
void fact_numbering(struct work *, uint32_t);                         /* numbering.c */
void fact_inline_numbering(struct work *, uint32_t);                  /* numbering.c */
void fact_series(struct work *, uint32_t);                            /* numbering.c */
void fact_series_twice(struct work *, uint32_t);                      /* numbering.c */
void fact_counts(struct work *, uint32_t);                            /* counts.c */
void fact_sittings(struct work *, uint32_t);                          /* names.c */
void fact_titles(struct work *, uint32_t);                            /* titles.c */
void fact_with_de(struct work *, uint32_t);                           /* titles.c */
void fact_siblings(struct work *, uint32_t);                          /* siblings.c */
void fact_sibling_fields(struct work *, uint32_t);                    /* siblings.c */
void fact_name_apart(struct work *, uint32_t);                        /* people.c */
void fact_post_twice(struct work *, uint32_t);                        /* people.c */
void fact_post_list(struct work *, uint32_t);                         /* people.c */
void fact_people_order(struct work *, uint32_t);                      /* people.c */
void fact_orders(struct work *, uint32_t);                            /* orders.c */
void fact_figures(struct work *, uint32_t);                           /* figures.c */
void fact_percents(struct work *, uint32_t);                          /* figures.c */
void fact_heads(struct work *, uint32_t);                             /* heads.c */
void fact_head_words(struct work *, uint32_t);                        /* heads.c */
void fact_folio(struct work *, uint32_t);                             /* paper.c */

/* Weekday of a date, 0 Monday; -1: no calendar has it. */
int weekday_of(int64_t year, int64_t month, int64_t day);
int64_t days_of(int64_t year, int64_t month, int64_t day);
