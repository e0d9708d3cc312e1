/* Galleys: an article, itemised and shaped once, ready to be set to any measure.
 *
 * In come an article and the styles of its kind; out come a head as one block of whole grid lines,
 * and body and tail as rows of one leading, each with its line of text, its place, and whether a
 * column may begin with it. bm_galley_make() comes first, once an article and choice of styles; it
 * alone can fail, with messages, when a font is missing. After that everything here is a pure
 * function of (galley, measures, variant), called as often as one likes, by many threads at a time:
 * bm_galley_set_head(), then bm_galley_set_body() into the same setting, or bm_galley_set() for
 * both. Who counts rows and does not set them asks the same rules: bm_galley_part_lines(),
 * bm_galley_flows(), bm_galley_space_before(), bm_galley_may_part().
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
    uint32_t tier;          /* HEAD: the kind's tier; UINT32_MAX: it has none for the field */
    bool rule_below;        /* HEAD: a thin rule stands under it */
    const struct bm_line_style *beside; /* HEAD: stands at both sides of it; NULL: none */
    const struct bm_table *table;
    struct bm_para **cells; /* TABLE: of each cell, NULL: empty */
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
};

/* The styles of a galley: the kind's, with the overrides of its frame. */
struct bm_galley_styles {
    const struct bm_kind *kind;
    const struct bm_override *overrides;
    size_t override_count;
    size_t
        smaller; /* head tiers in their smaller-th smaller style, or their last; 0: as they are */
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
};

/* Shapes an article in the styles given. NULL only when a font is missing. */
struct bm_galley *bm_galley_make(const struct bm_galley_maker *maker,
                                 const struct bm_article *article,
                                 const struct bm_galley_styles *styles);

/* The section banner as a galley of one head. */
struct bm_galley *bm_galley_banner(const struct bm_galley_maker *maker, const struct bm_text *text,
                                   struct bm_span span, uint32_t file,
                                   const struct bm_style *style);

/* A line of a cell of a table. */
struct bm_cell_line {
    const struct bm_para *para;
    const struct bm_line *line;
    bm_len x, y;   /* from the left edge and the top of its row of leading */
    uint32_t cell; /* index in the table, row by row: the order of reading */
    uint32_t down; /* which row of leading of the table's row, from 0 */
};

/* A table set to a measure: of each of its rows the lines of its cells in reading order, and how
 * many rows of leading it takes. */
struct bm_table_setting {
    struct bm_table_row {
        struct bm_cell_line *lines;
        size_t n;
        uint32_t height; /* in rows of leading */
    } * rows;
    uint32_t height; /* of all rows */
    bool fits;       /* every column has room for a character */
};

/* Sets the cells of a part: columns as wide as they like while there is room, else the widest are
 * narrowed and their cells broken; together they are as wide as the measure. Numbers that stand at
 * the right, with or without a sign of percent, end at one decimal point (rule 9.1). above:
 * the galley's, since cells stand on the baselines of the body. */
void bm_table_set(struct bm_arena *arena, const struct bm_part *part, bm_len measure, bm_len above,
                  struct bm_table_setting *setting);
/* The same from those that were set before, or added to them: all in the arena. */
struct bm_table_kept;
void bm_table_set_once(struct bm_arena *arena, struct bm_table_kept **kept,
                       const struct bm_part *part, bm_len measure, bm_len above,
                       struct bm_table_setting *setting);

/* A line of a galley set to a measure. */
struct bm_row {
    uint32_t part; /* index into parts; UINT32_MAX: an empty row */
    bool empty;
    const struct bm_para *para;
    const struct bm_line *line;
    bm_len x; /* of the line's start from the column's edge */
    bm_len y; /* baseline from the top of its row (heads: of the head) */
    /* a list number at the start of this line: its own paragraph and line */
    const struct bm_para *number;
    const struct bm_line *number_line;
    bm_len number_x;
    /* TABLE: the lines of cells that stand in this row of leading; none: it is empty */
    const struct bm_cell_line *cells;
    size_t cell_count;
    bm_len rule_width;              /* TABLE: of the whole table */
    uint8_t rule_above, rule_below; /* TABLE: 1: the inner rule, 2: the outer one */
    bool no_break_before;           /* a column must not begin with the row: empty, or 孤行 */
};

/* How copyfitting varies a setting. Zero is the natural setting. */
struct bm_variant {
    const int8_t *looseness;                       /* a part: -1, 0, 1; NULL: all 0 */
    uint32_t head_above, head_below;               /* further grid lines */
    uint32_t before_list, after_list, before_tail; /* further empty rows */
};

/* The measures that the rows of a body are set to, from the first row on: row i is
 * widths[min(i, n - 1)] wide. After row stops[k] (ascending) the article goes on on another page:
 * the text is parted at the end of a sentence if one can be had there. */
struct bm_row_measures {
    const bm_len *widths;
    size_t n;
    const size_t *stops;
    size_t stop_count;
};

/* A galley set to measures. */
struct bm_setting {
    struct bm_row *head; /* lines of the head, y from the head's top; of a vertical head x is the
                            middle of the line, y its top */
    size_t head_count;
    bm_len head_height; /* a whole number of grid lines; 0: no head */
    bm_len head_room;   /* of that height what its lines do not need, or further down to the body */
    bm_len head_width;  /* of a vertical head: what its lines take; 0: the head is horizontal */
    struct bm_tier_rule {
        bm_len x, y, w; /* from the head's left top */
        size_t line;    /* of the head: it stands under that or, if beside, on its height */
        const struct bm_line_style *beside;
    } * rules;
    size_t rule_count;
    struct bm_row *rows; /* body and tail: one a line of `leading` */
    size_t row_count;
    int64_t cost;   /* of the lines; of tables, of each line of a row beyond its first */
    uint32_t loose; /* lines stretched beyond the limit */
    const struct bm_part *narrow_table; /* the first one that does not fit the measure, or NULL */
};

/* Lines already broken, kept between settings of one galley to the same measures: copyfitting tries
 * many variants that differ in a few paragraphs only. */
struct bm_galley_lines;
struct bm_galley_lines *bm_galley_lines_new(struct bm_arena *arena, const struct bm_galley *galley);

/* The lines of a paragraph, list item, subhead or tail part in rows of one measure; kept may be
 * NULL. */
struct bm_lines bm_galley_part_lines(struct bm_arena *arena, const struct bm_galley *galley,
                                     uint32_t part, bm_len measure, int looseness,
                                     struct bm_galley_lines *kept);

/* Whether a part has rows in the body: heads stand above it, figures where make-up puts them. */
bool bm_galley_flows(const struct bm_part *part);

/* The empty rows that stand before a part of body or tail which begins in that row. */
uint32_t bm_galley_space_before(const struct bm_galley *galley, const struct bm_variant *variant,
                                uint32_t part, size_t row);

/* 孤行 (rule 8.4): whether a column may end before that line of a part of so many; before line 0
 * it ends before the part, as far as that is concerned, and before line `lines` after it. */
bool bm_galley_may_part(const struct bm_part *part, size_t line, size_t lines);

/* Whether the galley has a part of the kind. */
bool bm_galley_has(const struct bm_galley *galley, enum bm_part_kind kind);

/* Whether the head's lines are vertical (its first tier's are). */
bool bm_galley_head_is_vertical(const struct bm_galley *galley);

/* Sets the head into setting, which is emptied: horizontal lines to `width`, the height rounded up
 * to whole lines of `grid`; vertical ones to `height`, from right to left. kept may be NULL.
 * Everything else lives in arena. */
void bm_galley_set_head(struct bm_arena *arena, const struct bm_galley *galley, bm_len width,
                        bm_len height, bm_len grid, const struct bm_variant *variant,
                        struct bm_galley_lines *kept, struct bm_setting *setting);

/* Moves the lines of a horizontal head apart by so much room in all, its foot included: as much
 * above it as below, half of that between two tiers. */
void bm_galley_open_head(struct bm_setting *setting, bm_len room);

/* Sets body and tail into setting, which has its head. kept may be NULL; it is used
 * for paragraphs whose rows are of one width. */
void bm_galley_set_body(struct bm_arena *arena, const struct bm_galley *galley,
                        const struct bm_row_measures *measures, const struct bm_variant *variant,
                        struct bm_galley_lines *kept, struct bm_setting *setting);

/* Sets one paragraph, list item, subhead or tail part alone, as it stands from that row of the body
 * on. */
void bm_galley_set_part(struct bm_arena *arena, const struct bm_galley *galley, uint32_t part,
                        size_t row, const struct bm_row_measures *measures, int looseness,
                        struct bm_galley_lines *kept, struct bm_setting *setting);

/* Both, to one measure each. */
void bm_galley_set(struct bm_arena *arena, const struct bm_galley *galley, bm_len head_measure,
                   bm_len measure, bm_len grid, const struct bm_variant *variant,
                   struct bm_galley_lines *kept, struct bm_setting *setting);

/* The article's head as one text, for outlines and ledgers, in arena. */
struct bm_str bm_galley_title(struct bm_arena *arena, const struct bm_galley *galley);
