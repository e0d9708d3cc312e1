/* Galleys set: head and rows for any measures. Files: head.c, body.c, rows.c. */
#pragma once

#include "galley/lines.h"
#include "galley/table.h"

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
    bool repeated;                  /* TABLE: its head once more, at the top of a column */
    bool no_break_before;           /* a column must not begin with the row: empty, or 孤行 */
    bool held;                      /* it goes with the subhead before it */
};

/* How copyfitting varies a setting. Zero is the natural setting. */
struct bm_variant {
    const int8_t *looseness;                       /* a part: -1, 0, 1; NULL: all 0 */
    uint32_t head_above, head_below;               /* further grid lines */
    uint32_t before_list, after_list, before_tail; /* further empty rows */
};

/* The measures that the rows of a body are set to, from the first row on: row i is
 * widths[min(i, n - 1)] wide. After row stops[k] (ascending) the article goes on on another page:
 * the text is parted at the end of a sentence if one can be had there. Where columns begin, lines
 * of several rows and rows of tables stand whole below the break, and a table has its head again.
 */
struct bm_row_measures {
    const bm_len *widths;
    size_t n;
    const size_t *stops;
    size_t stop_count;
    const bool *begins; /* of begin_count rows: whether a column begins with it; none: not known */
    size_t begin_count;
    bool keep; /* rows stay empty before a subhead or a couplet that a column's foot would part */
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
    const struct bm_part *parted_table; /* the first with a row higher than any column, or NULL */
    bm_len table_least;                 /* what it would fit */
};

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

/* Whether a column that begins with the row leaves a subhead, or a part of it, at the foot of the
 * one before. */
bool bm_galley_strands(const struct bm_galley *galley, const struct bm_row *row);
