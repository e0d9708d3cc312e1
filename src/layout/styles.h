/* How text, lines and boxes look, and which of it the parts of each kind of article take. All of it
 * is read with its layout and lives as long. */
#pragma once

#include "layout/colours.h"

enum bm_align {
    BM_ALIGN_JUSTIFY,
    BM_ALIGN_START,
    BM_ALIGN_CENTRE,
    BM_ALIGN_END
};

/* A style of text. `base` is resolved when read: every field has its value. */
struct bm_style {
    struct bm_str name;
    struct bm_span span;
    struct bm_str strong;       /* weight of **strong** text; empty: as the rest */
    struct bm_str face, weight; /* role and weight in fonts.yaml: 宋, bold; regular if not given */
    struct bm_span face_span;   /* where the face was given, for messages */
    bm_len size, leading;
    enum bm_align align;
    bm_len indent;           /* first line, from the start edge */
    bm_len turnover;         /* further lines */
    bm_len inset;            /* from the end edge, all lines (a signature: 2字) */
    bm_len before, after;    /* space above and below; of a body in whole rows */
    bm_len space;            /* width of a typed space between Han; 0: ¼ em */
    uint8_t kinsoku;         /* none basic gb strict: 0 … 3 */
    uint8_t punctuation;     /* none quanjiao kaiming banjiao: 0 … 3 */
    uint8_t autospace;       /* none alpha all: 0 … 2 */
    uint8_t digits;          /* font half: 0, 1 */
    struct bm_str hyphenate; /* language of Western words (en-US); empty: not hyphenated */
    bool vertical;           /* lines run downwards, from right to left (竖题) */
    bool fullwidth, hang;
    bool sense;              /* broken by sense, as a head */
    uint32_t lines;          /* by sense: at least so many lines; 0: as many as it takes */
    struct bm_colour colour; /* black (k: 100) if not given */
    bool reverse;            /* white on a solid panel of `colour` */
    bool spread;             /* a short head is spread over the measure (rule 8.12) */
    bool used;               /* something in the layout, or a frame, refers to it */
};

/* A line of boxes and gutters. */
enum bm_line_kind {
    BM_LINE_SINGLE, /* 正线, 反线 */
    BM_LINE_DOUBLE, /* 双线, 文武线: the outer line and an inner one */
    BM_LINE_DOTTED, /* 点线 */
    BM_LINE_FRET,   /* 花边: 回纹 */
    BM_LINE_WAVE,   /* 花边: 水波 */
    BM_LINE_DIAMOND /* 花边: 菱花 */
};

struct bm_line_style {
    struct bm_str name;
    uint8_t kind; /* enum bm_line_kind */
    bm_len weight;
    bm_len inner, gap;       /* DOUBLE: weight and distance of the inner line */
    struct bm_colour colour; /* black (k: 100) if not given */
    bm_len pitch; /* DOTTED and ornaments: of their tiles, about; a side holds whole ones */
};

/* A box: what is drawn around a frame. */
struct bm_box_style {
    struct bm_str name;
    bm_len rule;                      /* weight of its rules; 0: none */
    bool top, right, bottom, left;    /* sides that are ruled */
    bm_len inner;                     /* second, inner rule (文武线): weight, 0: none … */
    bm_len inner_gap;                 /* … and its distance */
    bm_len padding;                   /* least distance of text from a rule at the sides */
    uint32_t above, below;            /* grid lines kept free at top and foot, inside */
    const struct bm_line_style *line; /* NULL: rule and inner alone */
    bm_len radius;                    /* of its corners, 0: square */
    bool head_over;                   /* the head stands above the box */
    struct bm_colour tint;            /* of the panel; all 0: none */
    struct bm_colour colour;          /* of its rules: its line's, or black, if not given */
};

/* How heavy an article is on its page: a row of a ladder of heads. */
enum bm_standing {
    BM_STANDING_LEAD,   /* 头条 */
    BM_STANDING_SECOND, /* 二条 */
    BM_STANDING_MIDDLE, /* all others */
    BM_STANDINGS
};

/* Heads of an article by the base columns that it takes (page measures of dailies: the wider and
 * the heavier, the larger). A row without cells has those of the next one that has. */
struct bm_ladder {
    struct bm_str name;
    struct bm_ladder_row {
        struct bm_ladder_cell {
            uint32_t columns; /* from so many on, to the next cell's; the first also for fewer */
            const struct bm_style **styles; /* the one that is wanted, then what may stand for it */
            size_t n;
        } * cells; /* by columns */
        size_t n;
        const struct bm_style **grades; /* all styles of the cells, the largest first */
        size_t grade_count;
    } rows[BM_STANDINGS];
    bool leads;      /* it has heads for who leads a page … */
    bool leads_only; /* … and no others: 头条 */
};
const struct bm_ladder_cell *bm_ladder_cell(const struct bm_ladder_row *row, uint32_t columns);

/* A tier of a head: which field, in which style. */
struct bm_tier {
    struct bm_str field; /* a key of the manuscripts' head */
    struct bm_span field_span;
    const struct bm_style *style;
    bool rule_below;                    /* a thin rule under it */
    const struct bm_line_style *beside; /* at both sides of it, if it has one line; NULL: none */
    const struct bm_style **smaller; /* styles that copyfitting may take instead, in this order */
    size_t smaller_count;
    uint32_t share; /* percent of the title's size that it has at least, in sizes of the layout */
    const struct bm_ladder *ladder; /* whose styles it has instead, by place; NULL: none */
};

struct bm_kind;
/* Whether the kind has heads for who leads a page: 简讯 have none. */
bool bm_kind_may_lead(const struct bm_kind *kind);
/* Whether it has heads for nobody else: an editor who chose it has said who leads (头条). */
bool bm_kind_only_leads(const struct bm_kind *kind);

/* A kind of article: which styles its parts take. */
struct bm_kind {
    struct bm_str name;
    bool complete; /* a title alone makes it complete */
    bool verse; /* the body is verse: its lines are kept, turned over where they must be, and stand
                   in the middle by the longest of them if their style is centred */
    struct bm_tier *tiers; /* head, from the top */
    size_t tier_count;
    size_t smaller_most;             /* of any tier */
    uint32_t head_above, head_below; /* grid lines kept free above and below the head */
    const struct bm_style *body;
    const struct bm_style *item, *subhead, *signed_, *dated, *issued; /* body if not given */
    const struct bm_style *quote, *table, *caption;                   /* body if not given */
    struct bm_str bare[3]; /* which of subhead, quote and caption were not given */
    size_t bare_count;
    const struct bm_style *table_head; /* NULL: as table */
    /* NULL: as all other paragraphs of the body */
    const struct bm_style *names;    /* of paragraphs that are names alone (名单) */
    const struct bm_style *question; /* of those that begin with who asks (问：, 记者：) */
    /* Of what opens a paragraph, face and weight alone; NULL: as the rest of it */
    const struct bm_style *dateline; /* 电头 of the first (本报讯) */
    const struct bm_style *speaker;  /* who asks or answers, with the colon */
    bool whole;     /* pictures are never cropped where make-up places them: an advertisement */
    bool paid;      /* an advertisement: no advice to cut it, nor to hold it while there is other */
    uint32_t share; /* percent of its text columns that a picture takes; 0: the layout's */
    bool fold;      /* tables that are narrow enough stand beside themselves, in panels */
    struct bm_kind_label {
        const struct bm_style *style; /* NULL: none */
        struct bm_str text;           /* 广告: a line of the machine's at the top of its frames */
    } label;
    struct bm_kind_roundup {
        struct bm_str kind; /* of several together under one head; empty: none */
        struct bm_span span;
        uint32_t most; /* items of one */
    } roundup;
    const struct bm_line_style *column_rule; /* in the gutters of its frames; NULL: none */
    const struct bm_box_style *box;          /* NULL: none */
};
