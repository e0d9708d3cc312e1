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
 * What it reads is described in colours.h, styles.h and here, which has the whole; an edition's
 * frames in frames.h. bm_layout_open() each file, then bm_layout_read(), then bm_template_read().
 */
#pragma once

#include "base/budget.h"
#include "base/units.h"
#include "layout/styles.h"
#include "yaml/yaml.h"

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
    uint32_t flat, tall;                /* tenths of its width that a block should be high */
    bool laws;       /* what the plan breaks of them is said: advice/laws.h */
    bool spine_free; /* the first line down a page is none that goes through it */
    bool order_free; /* articles change places on their page, but for its lead */
    uint32_t budget; /* steps that dividing the regions may take (base/budget.h) */
#define WEIGHT(field, key, value, most, id) uint32_t field;
#include "base/penalties.def"
};

enum bm_sign {
    BM_SIGN_NONE,
    BM_SIGN_FRAME, /* hollow square 缺字框 */
    BM_SIGN_DOTS   /* a row of small dots */
};

/* Furniture may hold placeholders in braces, of those in layout.c. Two spaces part a text into
 * pieces; a piece with a placeholder that has no value is left out. */

/* The folio of every page, as wide as the type area. `text` stands where its style aligns it, the
 * others at the left and in the middle. */
struct bm_folio {
    bool shown;
    bool mirror; /* on even pages `text` and `left` change places: both stand outside and inside */
    bool not_first; /* page 1 has none: its nameplate says all that */
    const struct bm_style *style;
    struct bm_str text, left, centre;
    struct bm_span text_span;
    uint32_t first_line, last_line; /* grid lines it takes, from 1, both inclusive */
    bm_len rule;                    /* weight of the rule at its foot, 0: none */
};

/* What stands between articles that have no box. NULL: nothing but space. */
struct bm_between {
    const struct bm_line_style *across;  /* above one that stands under another: half a grid line
                                            over its head's room (head-above), or on its top */
    const struct bm_line_style *upright; /* in the gutter between two side by side */
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
    struct bm_ladder *ladders;
    size_t ladder_count;
    struct bm_kind *kinds;
    size_t kind_count;
    struct bm_folio folio;
    struct bm_between between;
    uint32_t list_sign; /* the character whose glyph stands before an item typed with - or + */
    enum bm_sign gap_sign;
    bm_len gap_width, gap_rule; /* of the sign: its cell, and the weight of its strokes */
    struct bm_jump_text {
        const struct bm_style *style; /* NULL: no 转版 lines, and no articles that go on */
        bool silent;                  /* articles go on from page to page without a word of it */
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
    /* Pages of editions that give a page no frames of its own: page 1, even and odd ones; each a
     * map as in an edition, for frames.c; NULL: none */
    const struct bm_yaml *pages[3];
#define BM_PAGE_FIRST 0
#define BM_PAGE_LEFT  1
#define BM_PAGE_RIGHT 2
    const struct bm_yaml *preflight; /* the section as it stands, for preflight/; NULL: none */
    const struct bm_yaml *copydesk;  /* the same for copydesk/ */
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
 * and so on, n >= 1. Sections merge key by key; `styles`, `lines`, `boxes`, `ladders` and `kinds`
 * merge name by name and each of their entries key by key; a value, be it a list or a colour, takes
 * the other's place whole. NULL and diagnostics, each in the file that wrote what is wrong, when it
 * is unusable. */
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
