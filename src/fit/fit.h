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

#include "galley/galley.h"
#include "image/image.h"
#include "layout/frames.h"

/* A picture of the edition by the name of its file. */
struct bm_named_image {
    struct bm_str name;
    const struct bm_image *image;
};

/* What articles are fitted with. */
struct bm_fitter {
    const struct bm_layout *layout;
    const struct bm_named_image *images; /* of all figures */
    size_t image_count;
    struct bm_arena *arena;  /* of what is fitted */
    struct bm_arena *trying; /* what copyfitting tries and takes back; NULL: it has its own */
    uint32_t limits_scale;   /* limits that may lose the best fit are so many times wider; 0: 1 */
};

/* Lines already broken, and codes, of an article that is fitted to many frames. */
struct bm_line_cache;
struct bm_line_cache *bm_fit_line_cache_new(struct bm_arena *arena);
/* The lines of the galley broken to this measure so far; NULL where cache is. */
struct bm_galley_lines *bm_fit_cached_lines(struct bm_line_cache *cache,
                                            const struct bm_galley *galley, bm_len measure);

/* An article, or the banner, wherever it may stand. */
struct bm_subject {
    const struct bm_galley *galley;
    const struct bm_galley **smaller; /* the same with smaller heads, to be tried in this order */
    size_t smaller_count;
    const struct bm_box_style *box; /* of frames that say nothing else; NULL: none */
    struct bm_line_cache *cache;    /* NULL: none, for it is fitted but once */
};

/* Makes the galleys of an article in its kind's styles and a frame's, without a cache. False when a
 * font is missing. May be called in threads, each with a maker of its own. */
bool bm_fit_galleys(const struct bm_galley_maker *maker, const struct bm_article *article,
                    const struct bm_override *overrides, size_t override_count,
                    struct bm_subject *subject);

/* The frames of an article in the order of the pages. */
struct bm_frames {
    const struct bm_frame *const *v;
    const uint32_t *pages; /* of each, from 1 */
    size_t n;
};

/* The inside of a frame: where text may stand. */
struct bm_area {
    const struct bm_frame *frame;
    bm_len x, y, w, h;                                   /* content, without rules and padding */
    bm_len rule_left, rule_right, rule_top, rule_bottom; /* where the box's rules stand */
    uint32_t legs;
    bm_len measure; /* of a leg, whole characters; of the narrowest, when they differ */
    bm_len gutter;
    bm_len size, leading; /* of the body */
    bm_len grid;          /* of the page */
    bm_len head_x, head_measure;
};

/* Finds it for a galley of the leading and size given. */
void bm_fit_area(const struct bm_layout *layout, const struct bm_frame *frame,
                 const struct bm_box_style *box, const struct bm_galley *galley,
                 struct bm_area *area);
/* The inside of a frame of furniture. */
void bm_fit_furniture_area(const struct bm_layout *layout, const struct bm_frame *frame,
                           const struct bm_box_style *box, struct bm_area *area);
/* The box of a frame whose article has the box given, or none; NULL: none. */
const struct bm_box_style *bm_fit_box(const struct bm_frame *frame, const struct bm_box_style *box);
/* Left edge and measure of a leg, from 0. */
void bm_fit_leg(const struct bm_area *area, uint32_t leg, bm_len *x, bm_len *w);
/* The line in its gutters, of its frame or else of the article's kind; NULL: none. */
const struct bm_line_style *bm_fit_leg_rule(const struct bm_area *area,
                                            const struct bm_galley *galley);

/* The rectangle of a place inside the frame; lines: what it takes when the place does not say. */
struct bm_rect bm_fit_place(const struct bm_area *area, const struct bm_place *place,
                            uint32_t lines);

/* A place for the vertical head of a galley in a frame that gives none: at the left, where the text
 * begins, no higher than its longest line asks for if enough text can stand under it. */
struct bm_place bm_fit_head_in_block(struct bm_arena *scratch, const struct bm_layout *layout,
                                     const struct bm_galley *galley, const struct bm_area *area);

/* What a frame is for an article of a kind (NULL: the banner), on paper. */
struct bm_frame_facts {
    struct bm_rect rect; /* between the box's rules, or of the text where there is none */
    uint32_t legs;
    bm_len measure; /* of the narrowest */
    bm_len gutter;
    uint32_t rows;       /* that a leg has without a head */
    uint32_t characters; /* Han that they hold */
    bm_len rest;         /* of the width, that no leg takes */
};
void bm_fit_frame_facts(const struct bm_layout *layout, const struct bm_frame *frame,
                        const struct bm_kind *kind, struct bm_frame_facts *facts);

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
    const struct bm_figure_place *place;
};
/* Height that its caption and credit take. */
bm_len bm_fit_caption_height(const struct bm_part *part, const struct bm_placed_figure *figure);

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
    uint32_t short_lines, overset_rows;
    uint32_t head_over; /* grid lines that the head is higher than its place */
    uint32_t limits;    /* that were hit and may have lost a better fit: bits of enum bm_limit */
};
void bm_fit_article(const struct bm_fitter *fitter, const struct bm_subject *subject,
                    const struct bm_frames *frames, struct bm_fitted *fitted);

/* What such a fit costs, and what planning has to know of it. */
struct bm_fit_cost {
    int64_t lines;   /* of the lines alone */
    int64_t copyfit; /* of all else but what is left over */
    uint32_t over;   /* rows, lines of the head, figures that are left over */
    uint32_t overset_rows;
    size_t rows;     /* of the body */
    uint32_t left;   /* slots that stay empty in the last frame's legs, below them included */
    uint32_t legs;   /* of the last frame */
    uint32_t limits; /* as in struct bm_fitted */
    const struct bm_galley *galley; /* with the head that was chosen */
    struct bm_setting head;         /* as it is set; of its body only the number of rows */
    bm_len head_measure;
    bm_len below; /* grid lines of the last frame that a head leaves which stands alone */
    struct bm_frame_room {
        size_t slots;
        uint32_t legs;
    } * frames;
};
void bm_fit_price(const struct bm_fitter *fitter, const struct bm_subject *subject,
                  const struct bm_frames *frames, struct bm_fit_cost *cost);

/* How many of an article's paragraphs a fit may set longer or shorter than they like. */
uint32_t bm_fit_changes_most(const struct bm_fitter *fitter, uint32_t paragraphs);

/* Slots of a galley of the subject in one frame. first: under its head, and around its figures,
 * which are as low (-1) or as high (1) as copyfitting may make them, or as they are (0). */
struct bm_slot_count {
    size_t slots;
    size_t rows; /* that the body takes in them as it likes; 0: all is alike, one count does */
    size_t narrow_rows; /* that it takes in the narrowest of them; 0: it has no table */
    bool unplaced;      /* a figure has no place */
};
void bm_fit_slots(const struct bm_fitter *fitter, const struct bm_subject *subject,
                  const struct bm_galley *galley, const struct bm_frame *frame, bool first,
                  int figures, struct bm_slot_count *count);
