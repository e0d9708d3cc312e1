/* An article fitted to its frames: galleys and frames in; rows in slots out, with what the fit
 * costs.
 *
 * The article is set in the variants that the layout's copyfit allows (whole lines about the head,
 * the list and the tail, a paragraph a line longer or shorter, a smaller head), its pictures as
 * high and as low as they may be, and of all that the cheapest is kept; its columns are balanced so
 * that their feet meet. Of equal costs the first tried wins. No page is known here and nothing is
 * painted.
 *
 * bm_fit_galleys() makes a subject of an article once; bm_fit_article() fits it to its frames;
 * bm_fit_price() and bm_fit_slots() ask what a fit would cost, and what room there is, many times.
 * Everything lives in the fitter's arena; a result is good until that is cleared. */
#pragma once

#include "fit/area.h"
#include "fit/subject.h"

/* The frames of an article in the order of the pages. */
struct bm_frames {
    const struct bm_frame *const *v;
    const uint32_t *pages; /* of each, from 1 */
    size_t n;
};

/* A place for the vertical head of a galley in a frame that gives none: at the left, where the text
 * begins, no higher than its longest line asks for if enough text can stand under it. */
struct bm_place bm_fit_head_in_block(struct bm_arena *scratch, const struct bm_layout *layout,
                                     const struct bm_galley *galley, const struct bm_area *area);

/* Base columns of the frame that its head stands over, and the measure that it has there. */
uint32_t bm_fit_head_columns(const struct bm_frame *frame);
/* Text columns of an area, without those of a head at the side of its text. */
uint32_t bm_fit_text_legs(const struct bm_area *area);
bm_len bm_fit_head_measure(const struct bm_area *area);
/* Grid lines that stay free over text beside such a head, for the line between two articles. */
uint32_t bm_fit_free_beside_head(const struct bm_layout *layout, const struct bm_galley *galley,
                                 const struct bm_frame *frame);

/* A place for one row of the body, in reading order. */
struct bm_slot {
    bm_len x, y, w;      /* y: of its top */
    uint32_t frame, leg; /* frame of the article; leg, counted through all its frames */
    uint32_t row;        /* of its frame, from its top */
};

/* A line that says where the article goes on, or where it comes from: the slot it takes. */
struct bm_jump_line {
    struct bm_slot slot;
    uint32_t page; /* the other one */
    bool to;       /* 下转, else 上接 */
};

/* A picture or QR code in its place. */
struct bm_placed_figure {
    uint32_t part;
    size_t frame; /* of the article */
    uint8_t wrap;
    struct bm_rect rect;          /* with its caption: text keeps away */
    struct bm_rect shown;         /* the picture */
    struct bm_rect whole;         /* what all of it would fill */
    const struct bm_image *image; /* NULL: a QR code */
    struct bm_qr qr;
    struct bm_lines caption, credit;
    bool one_line;         /* the credit stands at the end of the caption's one line */
    bm_len text_x, text_w; /* of the caption */
    uint32_t row;          /* as of its place, before it has one */
    const struct bm_figure_place *place;
};
/* Height that its caption and credit take; that is kept under it for the highest of its row. */
bm_len bm_fit_caption_height(const struct bm_part *part, const struct bm_placed_figure *figure);
bm_len bm_fit_caption_room(const struct bm_part *part, const struct bm_placed_figure *figure);

/* Percent of a picture that are seen; less than the layouts' `lose` may leave is said. 100: a code,
 * or one that bleeds. */
uint32_t bm_fit_figure_percent(const struct bm_placed_figure *figure);
#define BM_FIGURE_PERCENT 75

/* The figures of an article, in manuscript order. */
struct bm_placed_figures {
    struct bm_placed_figure *v;
    size_t n;
    const struct bm_figure **unplaced; /* for which there is no place */
    size_t unplaced_count;
    const struct bm_figure **unshown; /* codes that cannot be made */
    size_t unshown_count;
    bool under_head; /* one stands under the head */
};

/* What the form of a horizontal head costs, in points of make-up: columns too narrow for its size,
 * more lines than a head should have, and a text much shorter than its measure. */
struct bm_head_form {
    int64_t narrow, hollow;
};

/* The most widths that an article's main picture is tried in. */
#define BM_WIDTHS_MOST 8

/* An article fitted to its frames: row i of the setting stands in slots[i]. */
struct bm_fitted {
    const struct bm_galley *galley; /* with the head that was chosen */
    const struct bm_area *areas;    /* of each frame */
    struct bm_placed_figures figures;
    struct bm_setting setting;
    struct bm_rect head; /* where the head stands */
    struct bm_slot *slots;
    size_t slot_count;
    struct bm_jump_line *jump_lines;
    size_t jump_line_count;
    uint32_t legs; /* that the last frame has */
    int64_t cost;
    struct bm_head_form form; /* what that costs; not a part of cost */
    int64_t picture;          /* what the sizes of its pictures cost; not a part of cost */
    uint32_t short_lines, overset_rows;
    uint32_t head_over; /* grid lines that the head is higher than its place */
    uint32_t limits;    /* that were hit and may have lost a better fit: bits of enum bm_limit */
    uint64_t worked;    /* what the fit took: clusters broken to measures that change, parts set */
};
void bm_fit_article(const struct bm_fitter *fitter, const struct bm_subject *subject,
                    const struct bm_frames *frames, struct bm_fitted *fitted);

/* What the head of a galley of the subject costs, as it is set. */
struct bm_head_form bm_fit_head_form(const struct bm_layout *layout,
                                     const struct bm_subject *subject,
                                     const struct bm_galley *galley,
                                     const struct bm_setting *setting, const struct bm_area *area);

/* What such a fit costs, and what planning has to know of it. */
struct bm_fit_cost {
    int64_t lines;   /* of the lines alone */
    int64_t copyfit; /* of all else but what is left over */
    uint32_t over;   /* rows, lines of the head, figures that are left over */
    uint32_t overset_rows;
    uint32_t unplaced; /* figures among them */
    bool head_over;    /* the head is larger than its place, or than the first frame */
    size_t rows;       /* of the body */
    uint32_t left;     /* slots that stay empty in the last frame's legs, below them included */
    uint32_t legs;     /* of the last frame */
    uint32_t limits;   /* as in struct bm_fitted */
    uint64_t worked;   /* the same */
    const struct bm_galley *galley; /* with the head that was chosen */
    struct bm_setting head;         /* as it is set; of its body only the number of rows */
    struct bm_head_form form;       /* what that costs; not a part of the above */
    int64_t picture;                /* the same of its pictures' sizes */
    bm_len below; /* grid lines of the last frame that stay empty where there is no text */
    struct bm_frame_room {
        size_t slots;
        uint32_t legs;
    } * frames;
};
void bm_fit_price(const struct bm_fitter *fitter, const struct bm_subject *subject,
                  const struct bm_frames *frames, struct bm_fit_cost *cost);

/* Whether a picture of the galley has too few pixels an inch even over a single leg of the area. */
bool bm_fit_coarse_in_leg(const struct bm_fitter *fitter, const struct bm_galley *galley,
                          const struct bm_area *area);

/* Numbers of text columns that the main picture of the galley may take in the frame, with what each
 * costs, the cheapest first, at most BM_WIDTHS_MOST; 0: it has none, or is tried in no other than
 * that which it likes. */
struct bm_picture_width {
    uint32_t columns;
    int64_t price;
    uint32_t lines, least, most; /* grid lines that it takes; cropped where the frame is too low;
                                    as high as copyfitting may make it */
    bool only;                   /* nothing else of the article has a place beside its text */
    int64_t crop;                /* what each percent costs that it is cropped beyond GIVE_MOST */
};
/* At least what it costs that it is cropped where it has no more than so many lines. */
int64_t bm_fit_crop_price(const struct bm_picture_width *width, uint32_t lines);
size_t bm_fit_picture_widths(const struct bm_fitter *fitter, const struct bm_subject *subject,
                             const struct bm_galley *galley, const struct bm_frame *frame,
                             struct bm_picture_width widths[BM_WIDTHS_MOST]);

/* Slots of a galley of the subject in one frame. first: under its head, and around its figures,
 * which are as low (-1) or as high (1) as copyfitting may make them, or as they are (0). */
struct bm_slot_count {
    size_t slots;
    size_t rows;        /* that the body takes in them as it likes; 0: all are legs whole */
    size_t narrow_rows; /* that it takes in the narrowest of them; 0: it has no table */
    bool unplaced;      /* a figure has no place */
    uint32_t alone;     /* lines that a picture takes which stands in it without text; 0: none */
};
void bm_fit_slots(const struct bm_fitter *fitter, const struct bm_subject *subject,
                  const struct bm_galley *galley, const struct bm_frame *frame, bool first,
                  int pictures, struct bm_slot_count *out);
/* The same under its head, around figures that are as low as they may be, and as high; its main
 * picture over so many text columns (0: as many as it likes). Returns at least what the sizes of
 * its pictures cost beside the main one's width. */
int64_t bm_fit_slot_range(const struct bm_fitter *fitter, const struct bm_subject *subject,
                          const struct bm_galley *galley, const struct bm_frame *frame,
                          uint32_t columns, struct bm_slot_count range[2]);

/* A picture without text and head: how many of the frame's lines it must have to find a place, at
 * most all and one; how many it takes in a frame so high. 1 and 0: the galley is something else.
 * arena: for what is tried. */
struct bm_alone {
    uint32_t least, lines;
};
void bm_fit_alone(const struct bm_fitter *fitter, struct bm_arena *arena,
                  const struct bm_subject *subject, const struct bm_galley *galley,
                  const struct bm_frame *frame, struct bm_alone *alone);
