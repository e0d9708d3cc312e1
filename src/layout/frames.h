/* Frames: which article stands where on the pages of an edition, for one layout. They are read
 * after the layout (layout.h), and live as long as what they were read from. */
#pragma once

#include "yaml/yaml.h"

struct bm_layout;

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
    /* Of a head alone: it stands at the side of its text (边题): no text under it, and its place is
     * as high as the frame. */
    bool side;
    const struct bm_box_style
        *box; /* round such a place: its rules, tint and padding; NULL: none */
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
    /* Of pictures that make-up sets side by side. */
    uint32_t row;                /* those of one row have one number; 0: it stands alone */
    bm_len below;                /* height that is kept for the highest caption of the row */
    bm_len caption_x, captioned; /* where a caption that all of a row share stands, and its width;
                                   0: under its picture */
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
    bool planned;   /* a part of such a region: what it has no room for is left over */
    bool held;      /* of a plan that is held: short items stay together as it has them */
    bool lead;      /* its article leads the region that it is a part of */
    struct bm_machine_text *texts; /* furniture, from the top */
    size_t text_count;
    uint32_t column, columns; /* first base column from 0, number */
    uint32_t line, lines;     /* first grid line from 0, number */
    uint32_t legs;            /* text columns inside; 0: as many as base columns */
    bm_len measure;           /* of a text column; 0: by set */
    bm_len *shares;           /* widths of unequal text columns, or their shares */
    uint32_t share_count;     /* 0: the columns are equal */
    bool shares_relative;
    enum bm_rest rest;
    struct bm_figure_place *figures; /* of the article's figures, in their order */
    size_t figure_count;
    struct bm_place head;           /* not given: over all columns, at the top */
    bm_len gutter;                  /* between them; 0: the layout's */
    const struct bm_box_style *box; /* NULL: the kind's */
    bool bleed;   /* pictures that reach the type area's edge go on over the trim, into the bleed */
    bool boxless; /* box: none */
    const struct bm_line_style *column_rule; /* in the gutters; NULL: none */
    struct bm_override *overrides;
    size_t override_count;
};

struct bm_page_template {
    struct bm_span span;
    struct bm_str section, editor, designer, proofreader; /* 版名, 责编, 版式, 校对; may be empty */
    struct bm_span section_span;
    struct bm_frame *frames;
    size_t n;
    const struct bm_frame *regions; /* that were divided, where frames stand in their place */
    size_t region_count;
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

/* Notes the regions of a page in one that has frames in their place. */
void bm_template_note_regions(struct bm_arena *arena, const struct bm_page_template *page,
                              struct bm_page_template *filled);

/* Layouts do not know which fields a manuscript's head may have. Whoever knows both (cli/) has the
 * tiers of the kinds, and the styles that frames override, checked against the n names: one
 * UNKNOWN_FIELD for each that is not among them (nor, in a frame, body, item, subhead or banner).
 * frames may be NULL. False if there was any. */
bool bm_layout_check_fields(const struct bm_layout *layout, const struct bm_template *frames,
                            const char *const *names, size_t n, struct bm_diags *diags);
