/* Galleys: an article, itemised and shaped once, ready to be set to any measure.
 *
 * In come an article and the styles of its kind; out come a head as one block of whole grid lines,
 * and body and tail as rows of one leading, each with its line of text, its place, and whether a
 * column may begin with it. bm_galley_make() comes first, once an article and choice of styles; it
 * alone can fail, with messages, when a font is missing. After that everything here is a pure
 * function of (galley, measures, variant), called as often as one likes, by many threads at a time:
 * bm_galley_set_head(), then bm_galley_set_body() into the same setting, or bm_galley_set() for
 * both. Who counts rows and does not set them asks the same rules: bm_galley_part_lines(),
 * bm_galley_flows(), bm_galley_line_rows(), bm_galley_space_before(), bm_galley_may_part().
 *
 * All lengths are bm_len; x runs from the column's edge, y down from the top of the head or of the
 * row. A row (of the body's leading) is no line of the page's grid: of that the galley knows only
 * the multiple that heads are rounded to. Galleys and settings live in the arena that they are made
 * in and point into the article, the layout and the fonts; lines kept between settings
 * (bm_galley_lines) have an arena of their own and serve one thread at a time. */
#pragma once

#include "layout/layout.h"
#include "manuscript/manuscript.h"
#include "text/text.h"

/* What a part of an article is; `field` of bm_part names head and tail fields. */
enum bm_part_kind {
    BM_PART_HEAD,
    BM_PART_PARAGRAPH,
    BM_PART_ITEM,
    BM_PART_SUBHEAD,
    BM_PART_QUOTE,
    BM_PART_TABLE,
    BM_PART_FIGURE, /* stands where make-up puts it, not in the flow */
    BM_PART_TAIL
};

/* A part, in reading order: one field, paragraph, item. */
struct bm_part {
    enum bm_part_kind kind;
    const char *field;
    const struct bm_style *style;
    const struct bm_text *text; /* the manuscript's, for its marks */
    struct bm_span span;
    struct bm_para *para;
    struct bm_para *number; /* ITEM: its number, or NULL */
    bool verse, stanza;     /* PARAGRAPH: a line of verse; the first of a stanza after another */
    bool second;            /* the same: the second of a couplet, two lines of a stanza */
    uint32_t tier;          /* HEAD: the kind's tier; UINT32_MAX: it has none for the field */
    bool rule_below;        /* HEAD: a thin rule stands under it */
    const struct bm_line_style *beside; /* HEAD: stands at both sides of it; NULL: none */
    const struct bm_table *table;
    struct bm_para **cells; /* TABLE: of each cell, NULL: empty */
    bool fold;              /* TABLE: it may stand in panels side by side */
    const struct bm_figure *figure;
    struct bm_para *credit; /* FIGURE: para is its caption; each may be NULL */
};

struct bm_galley {
    const struct bm_article *article; /* NULL: the banner */
    const struct bm_kind *kind;       /* NULL: the banner */
    struct bm_str name;
    uint32_t file;
    struct bm_part *parts;
    size_t part_count;
    uint32_t *tiers; /* indices of head parts, from the top of the page */
    size_t tier_count;
    bm_len leading, size; /* of the body */
    bm_len above;         /* of the body's em box above the baseline */
    bm_len number_width;  /* of the widest list number, with its mark and blank */
    bm_len verse_width;   /* of the longest line of verse, unbroken */
    bool goes_on;         /* as it stands in a further frame, where it has no head */
    const struct bm_galley
        *body_of; /* another whose body it shares, and its lines; NULL: its own */
};

/* The styles of a galley: the kind's, with the overrides of its frame. */
struct bm_galley_styles {
    const struct bm_kind *kind;
    const struct bm_override *overrides;
    size_t override_count;
    size_t
        smaller; /* head tiers in their smaller-th smaller style, or their last; 0: as they are */
    const struct bm_style *grade; /* of tiers that have a ladder; NULL: their own style */
};

/* Rows that may stay empty before a page ends, so that it ends with a sentence. */
#define BM_EMPTY_MOST 2

/* What all galleys of an edition share while they are made. */
struct bm_galley_maker {
    struct bm_arena *arena;
    const struct bm_layout *layout;
    struct bm_fonts *fonts;
    struct bm_shaper *shaper;
    const struct bm_sources *sources;
    struct bm_diags *diags;
    const struct bm_phrases *phrases; /* that heads are not parted inside; NULL: none */
    struct bm_paras *paras;           /* kept from run to run (paras.h), or NULL; … */
    struct bm_paras_user *user;       /* … and who has those of its galleys */
};

/* Shapes an article in the styles given. NULL only when a font is missing. */
struct bm_galley *bm_galley_make(const struct bm_galley_maker *maker,
                                 const struct bm_article *article,
                                 const struct bm_galley_styles *styles);

/* The same article with its head in other styles: body and tail are the galley's own. */
struct bm_galley *bm_galley_restyle(const struct bm_galley_maker *maker,
                                    const struct bm_galley *galley,
                                    const struct bm_galley_styles *styles);

/* The section banner as a galley of one head. */
struct bm_galley *bm_galley_banner(const struct bm_galley_maker *maker, const struct bm_text *text,
                                   struct bm_span span, uint32_t file,
                                   const struct bm_style *style);

/* Whether a part has rows in the body: heads stand above it, figures where make-up puts them. */
bool bm_galley_flows(const struct bm_part *part);
/* Whether any does: else there are but a head and figures. */
bool bm_galley_has_text(const struct bm_galley *galley);

/* Rows of the body's leading that each line of a part takes: the leading of its style in whole
 * rows, among which its text stands in the middle. */
uint32_t bm_galley_line_rows(const struct bm_galley *galley, const struct bm_part *part);

/* Whether the body has what no column may part, tables or lines of several rows: then the rows that
 * it takes depend on where columns begin. */
bool bm_galley_is_rigid(const struct bm_galley *galley);

struct bm_variant;

/* The empty rows that stand before a part of body or tail which begins in that row: what the styles
 * give as `before` and `after`, in whole rows, one at the least behind a table, and what
 * copyfitting adds. */
uint32_t bm_galley_space_before(const struct bm_galley *galley, const struct bm_variant *variant,
                                uint32_t part, size_t row);

/* 孤行 (rule 8.4): whether a column may end before that line of a part of so many; before line 0
 * it ends before the part, as far as that is concerned, and before line `lines` after it. */
bool bm_galley_may_part(const struct bm_part *part, size_t line, size_t lines);

/* Whether a sentence ends before the cluster: after 。？！ and the quotes that close it. */
bool bm_galley_sentence_ends(const struct bm_para *para, uint32_t cluster);

/* Whether the galley has a part of the kind. */
bool bm_galley_has(const struct bm_galley *galley, enum bm_part_kind kind);

/* Whether the head's lines are vertical (its first tier's are). */
bool bm_galley_head_is_vertical(const struct bm_galley *galley);

/* The article's title as one text, for outlines, guides and ledgers, in arena; of one that has none
 * its kind, with the first of those that were joined (简讯栏：…). */
struct bm_str bm_galley_title(struct bm_arena *arena, const struct bm_galley *galley);
