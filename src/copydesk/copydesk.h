/* The copy desk: what a copy chief sees in a text without understanding it. Rules on forms read one
 * article; rules on facts compare what all articles of an edition say. Every rule is a row of
 * rules/desk.yaml with its level, its words, its source and an example of wrong and of right; what
 * no pattern can say is a function that the row names. What only a house knows (posts, words of its
 * own, phrases, what it does not print) stands in lists of its own, and none comes with the
 * program. A rule reports: it changes no character.
 *
 * bm_copydesk_open() reads rules and lists once. bm_copydesk_article() is for each keystroke,
 * bm_copydesk_edition() for a check or when nobody types. What they find is in the order of the
 * files and, in a file, of its bytes. The same bytes give the same findings on every machine: all
 * limits (limits.h) are counted in steps.
 *
 * Files: rules.c, house.c, lists.c (what is read), words.c (all words of all lists as one
 * automaton), lines.c (articles as lines of text without marks), found.c (what is found, and
 * {{ok}}), form.c, patterns.c, pairs.c, doubled.c, dates.c (one article); the rest compares:
 * numbering.c, counts.c, names.c, titles.c, siblings.c, people.c, orders.c, figures.c, heads.c,
 * paper.c. */
#pragma once

#include "base/ruling.h"
#include "manuscript/manuscript.h"
#include "words/lexicon.h"

struct bm_copydesk;

/* Sources of what is read; BM_NO_FILE: there is none. Only rules must be there. */
struct bm_copydesk_files {
    uint32_t rules, slips, variants;                       /* of the data: rules/ */
    uint32_t levels, people, usage, phrases, taboo, paper; /* of the house */
};

/* Reads rules and lists. levels: the layout's section `copydesk`, or NULL; the house's have the
 * last word. What is wrong in any file is said with its place (BAD_YAML, UNKNOWN_KEY, UNKNOWN_RULE,
 * RULE_PATTERN …), and NULL is returned. Lives in arena, as do its sources, but for patterns:
 * bm_copydesk_close(). */
struct bm_copydesk *bm_copydesk_open(struct bm_arena *arena, const struct bm_sources *sources,
                                     const struct bm_copydesk_files *files,
                                     const struct bm_yaml *levels, struct bm_diags *diags);
void bm_copydesk_close(struct bm_copydesk *desk);

/* What a rule found. */
struct bm_finding {
    uint32_t article;    /* index of its article; UINT32_MAX: of edition.yaml */
    struct bm_span span; /* in the manuscript: where the quote stands, marks inside it included */
    struct bm_str quote; /* the characters it is about, as printed */
    enum bm_level level;
    const struct bm_ruling *ruling;
};

struct bm_findings {
    struct bm_arena *arena; /* the findings live in it */
    struct bm_finding *v;
    size_t n, cap;
};

/* What is read. */
struct bm_copydesk_input {
    const struct bm_sources *sources;
    const struct bm_lexicon
        *lexicon; /* what may be a name, where a word ends; NULL: anything may */
    const struct bm_edition *edition; /* NULL: none */
    const struct bm_article *const *articles;
    size_t article_count;
};

/* What rules on forms find in one article, which is number `index` of its edition; {{ok RULE}} is
 * obeyed. */
void bm_copydesk_article(const struct bm_copydesk *desk, const struct bm_lexicon *lexicon,
                         const struct bm_article *article, uint32_t index,
                         struct bm_findings *findings);

/* What all rules find in an edition: those on forms in each article, those on facts in all. What
 * {{ok RULE}} accepts is left out; a mark that accepts nothing is a finding of its own (stale-ok),
 * one of a rule that there is not an error in diags (UNKNOWN_RULE). */
void bm_copydesk_edition(const struct bm_copydesk *desk, const struct bm_copydesk_input *input,
                         struct bm_findings *findings, struct bm_diags *diags);

/* A rule, for lists of them. */
struct bm_copydesk_rule {
    struct bm_str id;
    int level; /* enum bm_level as it is set, or -1: off */
    bool fact; /* compares; else it reads one article */
    struct bm_str says[2], help[2], source, wrong, right;
};
size_t bm_copydesk_rule_count(const struct bm_copydesk *desk);
struct bm_copydesk_rule bm_copydesk_rule_at(const struct bm_copydesk *desk, size_t i);
