/* Notes: everything in the ledger that wants a person's eye, in one order and under one number, so
 * that `check` and the marked proof speak of the same thing. A note is made of each mark (gap,
 * join, query, finding), of all that preflight found, and of each article that is too long
 * (overset) or too short for its frames. bm_notes_make() first; then the words of each note, for a
 * line of `check` or for the margin of a proof. */
#pragma once

#include "page/ledger.h"
#include "page/page.h"

struct bm_note {
    uint32_t number; /* from 1 through the edition */
    enum bm_mark_kind kind;
    uint32_t article;    /* index into bm_pages.articles, or UINT32_MAX */
    struct bm_span span; /* in the manuscript; OVERSET: what does not fit, from its first character;
                            SHORT: the article */
    struct bm_str text;  /* QUERY: the question; FINDING: the rule */
    struct bm_str about; /* QUERY, FINDING of the copy desk: the characters it is about */
    const struct bm_diag *finding;  /* FINDING of preflight/, else NULL … */
    const struct bm_ruling *ruling; /* FINDING of the copy desk, else NULL */
    enum bm_level level;            /* of either: how bad it is */
    uint32_t characters, lines;     /* OVERSET, SHORT: how much; SHORT: about so many characters */
    uint32_t page;                  /* number, 0: stands on no page */
    const struct bm_rect *rects; /* on the page, in order; OVERSET, SHORT: the foot of the article's
                                    last frame, of height 0 */
    size_t rect_count;
};

/* The notes of all pages, in arena: by page, on a page by article and then as the manuscript
 * reads; those that stand on no page last. Strings and rectangles still belong to the pages. */
struct bm_note *bm_notes_make(const struct bm_pages *pages, struct bm_arena *arena, size_t *n);

/* The kind in a word: gap, join, query … or 缺文, 接缝, 存疑 … */
const char *bm_note_kind(enum bm_mark_kind kind, enum bm_lang lang);

/* What stands before the sentence: the kind in a word; for what preflight finds level and rule,
 * "error [thin-rule]". */
void bm_note_label(struct bm_buf *out, const struct bm_note *note, enum bm_lang lang);

/* What is to be done or decided, without the kind: "text is missing here …", "多 37 字 / 多 2 行",
 * the editor's question. */
void bm_note_sentence(struct bm_buf *out, const struct bm_note *note, enum bm_lang lang);

/* The rule that a note is of, or an empty string: "thin-rule", "double-mark". */
struct bm_str bm_note_rule(const struct bm_note *note);

/* What to do about what a rule finds; nothing for all else. */
void bm_note_help(struct bm_buf *out, const struct bm_note *note, enum bm_lang lang);

/* The place on paper: "page 1, 12.3 mm from the left, 45.6 mm from the top",
 * "第 1 版，距左 12.3 毫米，距上 45.6 毫米"; "on no page", "未上版". */
void bm_note_place(struct bm_buf *out, const struct bm_note *note, enum bm_lang lang);
