/* Layouts: how a page is built. A layout file names the paper, the grid, the styles of each role,
 * the kinds of article, boxes and furniture, in mm, pt, 号, 字 and 行; this room reads it once,
 * checks every key and unit, and converts all to bm_len. Nothing in the code knows a figure or a
 * name of a layout.
 *
 * Units: 10pt, 270mm, a size by its 号 (a name of the layout's `sizes`), 2字 (em: of the style's
 * own size in a style, of the grid's size elsewhere), 3行 (lines of the grid); 0 needs no unit. A
 * style takes what it does not say from its `base`, as it is written there: 2字 is then 2字 of its
 * own size.
 *
 * Files: read.c (values of a layout file: lengths, words, ranges, names), variant.c (a file laid
 * over its base), colours.c (colours and the press), styles.c, kinds.c (boxes and kinds), layout.c
 * (paper, grid, furniture; the whole), frames.c (an edition's frames). */
#ifndef BM_LAYOUT_LAYOUT_H
#define BM_LAYOUT_LAYOUT_H

#include "base/diag.h"
#include "base/len.h"
#include "base/units.h"
#include "base/yaml.h"

enum bm_align {
    BM_ALIGN_JUSTIFY,
    BM_ALIGN_START,
    BM_ALIGN_CENTRE,
    BM_ALIGN_END
};

/* A colour in process inks, each in 1/10000; written in percent: {k: 10}. A spot colour has its
 * alternate there, already tinted. */
struct bm_colour {
    uint16_t c, m, y, k;
    uint8_t spot;  /* 0: none; else 1 + index into the layout's spots */
    uint16_t tint; /* of the spot ink, in 1/10000 */
};
bool bm_colour_given(const struct bm_colour *colour); /* not all 0 */

/* A colour that the layout names. */
struct bm_named_colour {
    struct bm_str name;
    struct bm_span span;
    struct bm_colour colour;
    bool broken; /* an error was said about it */
};

/* An ink of its own beside the four: its name at the printer's, and what stands for it where there
 * is no such ink. */
struct bm_spot_ink {
    struct bm_str name;
    struct bm_colour alternate;
};
#define BM_SPOTS_MOST                                                                              \
    27 /* with the four process inks no more than a DeviceN space of PDF 1.6 has */

/* How the paper is printed. */
struct bm_press {
    struct bm_str profile; /* of the output condition, a name of colour/profiles.yaml; or empty */
    struct bm_span profile_span;
    uint32_t ink, warn;     /* total ink in percent: never above, better not above */
    bm_len black_text;      /* smaller type is never black in several inks */
    bm_len black_large;     /* solid black as large as this both ways … ; 0: none is */
    struct bm_colour black; /* … is printed in this; black (k: 100) if not given */
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
    bm_len before, after;    /* space above and below (tiers of a head only) */
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

/* A tier of a head: which field, in which style. */
struct bm_tier {
    struct bm_str field; /* a key of the manuscripts' head */
    struct bm_span field_span;
    const struct bm_style *style;
    bool rule_below;                    /* a thin rule under it */
    const struct bm_line_style *beside; /* at both sides of it, if it has one line; NULL: none */
    const struct bm_style **smaller; /* styles that copyfitting may take instead, in this order */
    size_t smaller_count;
};

/* A kind of article: which styles its parts take. */
struct bm_kind {
    struct bm_str name;
    bool complete;         /* a title alone makes it complete */
    struct bm_tier *tiers; /* head, from the top */
    size_t tier_count;
    size_t smaller_most;             /* of any tier */
    uint32_t head_above, head_below; /* grid lines kept free above and below the head */
    const struct bm_style *body;
    const struct bm_style *item, *subhead, *signed_, *dated; /* body if not given */
    const struct bm_style *quote, *table, *caption;          /* body if not given */
    const struct bm_style *table_head;                       /* NULL: as table */
    const struct bm_line_style *column_rule; /* in the gutters of its frames; NULL: none */
    const struct bm_box_style *box;          /* NULL: none */
};

/* Where copyfitting may put whole lines, and at most how many; in this order they are used. */
struct bm_copyfit {
    uint32_t head_above, head_below; /* above and below the head */
    uint32_t before_tail;            /* between the body and the tail (signature, date) */
    uint32_t list;                   /* before a list, and after it */
    int looseness;                   /* lines a paragraph may gain or lose: 0 or 1 */
};

/* How make-up composes `auto` regions: which columns of text it may use, and what is bad by how
 * much (base/penalties.def). 400 is what copyfitting counts for one row left empty at an article's
 * foot. */
struct bm_planning {
    bm_len measure_least, measure_most; /* of a text column */
    uint32_t leg_least, leg_most;       /* rows of a text column that read well */
#define WEIGHT(field, key, value, most, id) uint32_t field;
#include "base/penalties.def"
};

enum bm_sign {
    BM_SIGN_NONE,
    BM_SIGN_FRAME, /* hollow square 缺字框 */
    BM_SIGN_DOTS   /* a row of small dots */
};

/* Furniture may hold placeholders in braces (bm_placeholders). Two spaces part a text into pieces;
 * a piece with a placeholder that has no value is left out. */
extern const char *const bm_placeholders[]; /* ended by NULL */
bool bm_is_placeholder(struct bm_str name);

/* The folio of every page, as wide as the type area. `text` stands where its style aligns it, the
 * others at the left and in the middle. */
struct bm_folio {
    bool shown;
    const struct bm_style *style;
    struct bm_str text, left, centre;
    struct bm_span text_span;
    uint32_t first_line, last_line; /* grid lines it takes, from 1, both inclusive */
    bm_len rule;                    /* weight of the rule at its foot, 0: none */
};

struct bm_layout {
    uint32_t file;         /* its own, not its base's */
    const uint32_t *bases; /* files of the layouts that it begins from, the nearest first */
    size_t base_count;
    struct bm_str name;
    bm_len trim_width, trim_height, bleed;
    bm_len left, top; /* of the type area; not given: it stands in the middle of the trim */
    uint32_t columns; /* base columns … */
    uint32_t measure; /* … of so many characters … */
    bm_len gutter;    /* … so far apart */
    bm_len size;      /* of the body: the em of 字 */
    bm_len leading;   /* of the page grid: the height of 行 */
    uint32_t lines;   /* of the type area */
    bm_len secondary; /* leading of the secondary grid, 0: none */
    struct bm_size_name *sizes; /* 号, as the layout names them */
    size_t size_count;
    struct bm_press press;
    struct bm_named_colour *colours;
    size_t colour_count;
    struct bm_spot_ink *spots;
    size_t spot_count;
    struct bm_style *styles;
    size_t style_count;
    struct bm_line_style *line_styles;
    size_t line_style_count;
    struct bm_box_style *boxes;
    size_t box_count;
    struct bm_kind *kinds;
    size_t kind_count;
    struct bm_folio folio;
    enum bm_sign gap_sign;
    bm_len gap_width, gap_rule; /* of the sign: its cell, and the weight of its strokes */
    struct bm_jump_text {
        const struct bm_style *style; /* NULL: no 转版 lines */
        struct bm_str to, from;       /* {page}: the other page's number */
        struct bm_span to_span, from_span;
    } jump;
    struct bm_guide {
        const struct bm_style *head, *item; /* item NULL: no guides */
        struct bm_str text, page;           /* 导读; 第{page}版 */
    } guide;
    bm_len table_rule, table_inner; /* weights: above and below a table, under its head */
    bm_len wrap_least;              /* text beside a picture is at least so wide */
    struct bm_picture_sizes {
        uint32_t share; /* percent of the text columns, about, that a picture takes */
        uint32_t ppi;   /* no picture is so large that it has fewer pixels an inch; 0: any */
        uint32_t give;  /* lines that its height may grow, and 15 % of it at most */
        uint32_t lose;  /* that it may lose, and 25 % at most */
        uint32_t rows;  /* of text that stay under it at least */
        bm_len code;    /* width of a QR code with its quiet zone */
    } picture;          /* where frames give figures no place */
    const struct bm_style *banner; /* default style of the section banner; NULL: none */
    struct bm_copyfit copyfit;
    struct bm_planning planning;
    const struct bm_yaml *preflight; /* the section as it stands, for preflight/; NULL: none */
};

/* A layout file as it stands. Who opens files (cli/) finds the base and opens it in turn. */
struct bm_layout_file {
    uint32_t file;
    struct bm_yaml *map;
    struct bm_str base; /* name of the layout that it begins from; p NULL: none */
    struct bm_span base_span;
};

/* Parses a layout file (sources->v[file]) and checks the names of its sections. False and
 * diagnostics when it is unusable. */
bool bm_layout_open(struct bm_arena *arena, const struct bm_sources *sources, uint32_t file,
                    struct bm_layout_file *out, struct bm_diags *diags);

/* Reads a layout called name: files[0], laid over its base files[1], laid over the base of that,
 * and so on, n >= 1. Sections merge key by key; `styles`, `lines`, `boxes` and `kinds` merge name
 * by name and each of their entries key by key; a value, be it a list or a colour, takes the
 * other's place whole. NULL and diagnostics, each in the file that wrote what is wrong, when it is
 * unusable. */
struct bm_layout *bm_layout_read(struct bm_arena *arena, const struct bm_layout_file *files,
                                 size_t n, struct bm_str name, struct bm_diags *diags);

/* A note for each style of files[0] that neither the layout nor the frames read so far refer to. */
void bm_layout_check_use(const struct bm_layout *layout, struct bm_diags *diags);

const struct bm_style *bm_layout_style(const struct bm_layout *layout, struct bm_str name);
const struct bm_box_style *bm_layout_box(const struct bm_layout *layout, struct bm_str name);
const struct bm_kind *bm_layout_kind(const struct bm_layout *layout, struct bm_str name);

/* Left edge of base column c (from 0), and the width of n joined columns (长栏). */
bm_len bm_layout_column_x(const struct bm_layout *layout, uint32_t c);
bm_len bm_layout_columns_width(const struct bm_layout *layout, uint32_t n);
/* Top of grid line l (from 0): line 0 starts at the top of the type area. */
bm_len bm_layout_line_y(const struct bm_layout *layout, uint32_t l);

/* A style of a role that a frame gives its article instead of the kind's. */
struct bm_override {
    struct bm_str role; /* body, item, subhead, signed, dated, banner or a head field */
    struct bm_span role_span;
    const struct bm_style *style;
};

/* A place inside a frame: text columns and grid lines of it, from 0, or a stretch of its width. */
struct bm_place {
    bool given;
    uint32_t column, columns; /* columns 0: all */
    uint32_t line, lines;     /* lines 0: as many as it takes */
    bm_len left, width;       /* from the left edge of the frame's text; width 0: by columns */
};

/* On which sides of a picture text may stand. */
enum bm_wrap {
    BM_WRAP_BOTH,
    BM_WRAP_LEFT,
    BM_WRAP_RIGHT,
    BM_WRAP_NONE
};

/* Where what is left of a frame's width goes when columns have whole characters (破栏). */
enum bm_rest {
    BM_REST_SIDES,
    BM_REST_GUTTERS,
    BM_REST_NONE, /* at the right */
    BM_REST_EVEN  /* sides and gutters alike; gutters alone where no box stands round them */
};

/* Where a picture or QR code of the article stands in the frame. */
struct bm_figure_place {
    struct bm_place at;
    uint8_t wrap;              /* enum bm_wrap */
    bool whole;                /* all of it is seen, else it is cropped to its place … */
    uint16_t focus_x, focus_y; /* … about this point of it, in 1/10000 */
    uint32_t give, lose;       /* lines that copyfitting may add to its height, or take from it */
    bool anchored;   /* it stands where the paragraph after it begins, whatever `line` says */
    bool under_head; /* of places that make-up finds: lines count from the head's foot */
};

/* A line of furniture: 报头, 报眼, 标语. */
struct bm_machine_text {
    struct bm_str text; /* with placeholders */
    const struct bm_style *style;
};

/* A frame: the base columns and grid lines that an article (or the banner) takes on a page. An
 * article that has several frames threads through them in the order given; the banner has one. */
struct bm_frame {
    struct bm_span span;
    struct bm_str article; /* name, or empty: the banner */
    struct bm_span article_span;
    bool banner;
    bool guide;     /* 导读: written by the machine */
    bool automatic; /* a region that make-up divides among articles without a frame */
    struct bm_machine_text *texts; /* furniture, from the top */
    size_t text_count;
    uint32_t column, columns; /* first base column from 0, number */
    uint32_t line, lines;     /* first grid line from 0, number */
    uint32_t set;             /* text columns inside; 0: as many as base columns */
    bm_len measure;           /* of a text column; 0: by set */
    bm_len *shares;           /* widths of unequal text columns, or their shares */
    uint32_t share_count;     /* 0: the columns are equal */
    bool shares_relative;
    enum bm_rest rest;
    struct bm_figure_place *figures; /* of the article's figures, in their order */
    size_t figure_count;
    struct bm_place head;                    /* not given: over all columns, at the top */
    bm_len gutter;                           /* between them; 0: the layout's */
    const struct bm_box_style *box;          /* NULL: the kind's */
    bool boxless;                            /* box: none */
    const struct bm_line_style *column_rule; /* in the gutters; NULL: none */
    struct bm_override *overrides;
    size_t override_count;
};

struct bm_page_template {
    struct bm_span span;
    struct bm_str section, editor, designer, proofreader; /* 版名, 责编, 版式, 校对; may be empty */
    struct bm_frame *frames;
    size_t n;
};

/* Pages of frames, for one layout. */
struct bm_template {
    struct bm_page_template *pages;
    size_t n;
};

/* Reads the frames that an edition gives for this layout: a list of pages, each {frames: [...]}.
 * Frames outside the type area (FRAME_OUTSIDE), frames that overlap each other or the folio
 * (FRAMES_OVERLAP, naming both and where), unknown styles and boxes are errors; whether the
 * articles exist is make-up's question. NULL on errors. */
struct bm_template *bm_template_read(struct bm_arena *arena, const struct bm_layout *layout,
                                     const struct bm_yaml *pages, struct bm_diags *diags);

/* Layouts do not know which fields a manuscript's head may have. Whoever knows both (cli/) has the
 * tiers of the kinds, and the styles that frames override, checked against the n names: one
 * UNKNOWN_FIELD for each that is not among them (nor, in a frame, body, item, subhead or banner).
 * frames may be NULL. False if there was any. */
bool bm_layout_check_fields(const struct bm_layout *layout, const struct bm_template *frames,
                            const char *const *names, size_t n, struct bm_diags *diags);

#endif
