/* What makeup.c and frame.c share: the articles on their way to the pages. */
#ifndef BM_MAKEUP_JOBS_H
#define BM_MAKEUP_JOBS_H

#include "image/image.h"
#include "makeup/emit.h"

/* A picture or QR code in its place. */
struct placed_figure {
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
    bool emitted;
};

/* Kept between fits: lines by galley and measure, QR codes by figure. */
struct tried_lines {
    struct bm_arena *arena; /* that they live in */
    struct tried_measures {
        const struct bm_galley *galley;
        bm_len measure;
        struct bm_galley_lines *kept;
    } * v;
    size_t n, cap;
    struct tried_code {
        const struct bm_figure *figure;
        struct bm_qr qr;
    } * codes;
    size_t code_count, code_cap;
};

/* An article, or the banner, on its way. */
struct job {
    const struct bm_galley *galley;
    const struct bm_galley **smaller; /* the same with smaller heads, to be tried in this order */
    size_t smaller_count;
    const struct bm_box_style *kind_box; /* of frames that say nothing else; NULL: none */
    struct tried_lines *tried;           /* of an article that is tried in many frames, or NULL */
    uint32_t ledger;
    const struct bm_frame **frames; /* in the order of the pages */
    uint32_t *pages;                /* of each frame, from 1 */
    size_t frame_count;
    struct bm_field_area *areas; /* of each frame */
    struct bm_fitted fitted;
    bool fit;        /* fitted is valid */
    bool price;      /* only what the fit costs is asked */
    size_t next_row; /* first row not yet placed */
    uint32_t *part_nodes;
    size_t next_frame;
    struct placed_figure *figures;
    size_t figure_count;
    const struct bm_figure **unplaced; /* figures that have no place */
    size_t unplaced_count;
    bool hung; /* a figure stands under the head */
};

/* A line that the machine writes, painted when all articles of its page are. */
struct machine_line {
    const struct bm_galley *galley;
    struct bm_setting setting;
    bm_len x, y;
    const char *name; /* of its node */
};

struct makeup {
    const struct bm_makeup_input *in;
    struct bm_diags *diags;
    struct bm_emit emit;
    struct bm_arena *trying; /* what copyfitting tries and takes back; NULL: it has its own */
    struct bm_shaper *shaper;
    struct job *jobs; /* the banner first, if there is one, then the articles */
    size_t job_count;
    size_t banner;            /* 1 when jobs[0] is the banner */
    struct job *ready;        /* of each article, galleys made before its frames were known */
    struct bm_arena **arenas; /* of articles that were planned: their lines are used again */
    size_t arena_count;
    struct machine_line *lines; /* of the page being made */
    size_t line_count, line_cap;
};

struct bm_ink bm_style_ink(const struct bm_style *style);

/* The box of a frame of the article, or NULL. */
const struct bm_box_style *bm_job_box(const struct job *job, const struct bm_frame *frame);

/* Where the box of an article begins whose head stands above it: half a line over the body's first
 * row. */
bm_len bm_job_body_top(struct makeup *m, struct job *job, const struct bm_field_area *area);

/* The lines of the galley broken to this measure so far; NULL for a job that keeps none. */
struct bm_galley_lines *bm_tried(struct job *job, const struct bm_galley *galley, bm_len measure);

#define BM_COST_SMALLER 2000 /* a head in its next smaller style */
#define BM_RANK_NONE    1000 /* ranks from here on are places in the list */

/* What galleys are made with, in make-up's own thread. */
struct bm_galley_maker bm_maker(const struct makeup *m);

/* Galleys of an article in its kind's styles and a frame's, and the kind's box, into job. False
 * when a font is missing. May be called in threads, each with a maker of its own arena, shaper and
 * messages. */
bool bm_make_galleys(const struct bm_galley_maker *maker, const struct bm_article *article,
                     const struct bm_override *overrides, size_t override_count, struct job *job);

/* Slots of the body in the job's one frame; first: under the head, and around pictures, which are
 * as low (-1) or as high (1) as copyfitting may make them, or as they are (0). */
struct bm_slot_count {
    size_t slots;
    size_t rows; /* that the body takes in them as it likes; 0: all is alike, one count does */
    size_t narrow_rows; /* that it takes in the narrowest of them; 0: it has no table */
};
void bm_count_slots(struct makeup *m, struct job *job, bool first, int pictures,
                    struct bm_slot_count *count);

/* Fits the article to its frames, with the head that suits them best. */
void bm_choose_fit(struct makeup *m, struct job *job);

/* Divides the template's auto regions among the articles that have no frame: `planned` becomes m's
 * input, with a template without such regions. The plan is kept with the pages. False when there
 * are too many articles (TOO_MANY_ARTICLES) or a font is missing. */
bool bm_plan_pages(struct makeup *m, struct bm_makeup_input *planned);

/* Paints what of the article stands in its next frame, in manuscript order. */
void bm_emit_frame(struct makeup *m, struct bm_builder *b, struct job *job);
/* Places the article's figures by its frames' `pictures` or, when none of them has any, where it
 * finds room; those for which there is none are counted in the job. */
void bm_place_figures(struct makeup *m, struct job *job);
/* Finds a place, in one of the job's frames, for each of its figures; NULL where there is no room.
 */
void bm_seek_places(struct makeup *m, struct job *job);
/* Grid lines that all of the figure takes, `width` wide, its caption included. */
uint32_t bm_figure_lines(struct makeup *m, const struct job *job,
                         const struct placed_figure *figure, const struct bm_field_area *area,
                         bm_len width);
/* Makes the figure `more` lines higher than its place says. */
void bm_resize_figure(struct makeup *m, struct job *job, struct placed_figure *figure, int more);
/* Moves it to the top of a slot. */
void bm_anchor_figure(struct makeup *m, struct job *job, struct placed_figure *figure,
                      const struct bm_slot *slot);
/* Paints the figure of a part if it stands on the page of that frame of the article and is due: the
 * text of the frame goes past it, or the page has no further frame of the article. Returns the
 * characters of its caption. */
uint32_t bm_emit_figure(struct makeup *m, struct bm_builder *b, struct job *job, uint32_t part,
                        size_t frame, bool passed);

/* Keeps a text that the machine writes, set to a width, for the end of the page; returns its
 * height. */
bm_len bm_write_line(struct makeup *m, struct bm_str text, const struct bm_style *style, bm_len x,
                     bm_len y, bm_len width, const char *name);
/* What the machine writes on the page: lines kept so far, furniture, guides, the folio. All of it
 * stands after the articles. */
void bm_emit_furniture(struct makeup *m, struct bm_builder *b, const struct bm_page_template *page);
/* The inside of a frame of furniture. */
void bm_furniture_area(const struct bm_layout *layout, const struct bm_frame *frame,
                       const struct bm_box_style *box, struct bm_field_area *area);

#endif
