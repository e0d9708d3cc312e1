/* What the steps of makeup/ hand to each other; no other room includes this. */
#ifndef BM_MAKEUP_FIT_H
#define BM_MAKEUP_FIT_H

#include "makeup/makeup.h"

/* The inside of a frame: where text may stand. */
struct bm_field_area {
    const struct bm_frame *frame;
    bm_len x, y, w, h;                                   /* content, without rules and padding */
    bm_len rule_left, rule_right, rule_top, rule_bottom; /* where the box's rules stand */
    uint32_t columns;
    bm_len measure; /* of a text column, whole characters; of the narrowest, when they differ */
    bm_len gutter;
    bm_len size, leading; /* of the body */
    bm_len grid;          /* of the page */
    bm_len head_x, head_measure;
};

/* Finds it for a galley of the leading and size given. */
void bm_frame_area(const struct bm_layout *layout, const struct bm_frame *frame,
                   const struct bm_box_style *box, const struct bm_galley *galley,
                   struct bm_field_area *area);

/* Left edge and measure of text column c. */
void bm_area_column(const struct bm_field_area *area, uint32_t c, bm_len *x, bm_len *w);

/* The line in its gutters, of its frame or else of the article's kind; NULL: none. */
const struct bm_line_style *bm_area_column_rule(const struct bm_field_area *area,
                                                const struct bm_galley *galley);

/* The rectangle of a place inside the frame; lines: what it takes when the place does not say. */
struct bm_rect bm_area_place(const struct bm_field_area *area, const struct bm_place *place,
                             uint32_t lines);

/* What stands in the way of text: a head that does not take the whole width, a picture. */
struct bm_obstacle {
    struct bm_rect rect;
    uint8_t wrap;    /* enum bm_wrap */
    bool under_head; /* rect is where it would stand if the head had no height */
};

/* A place for one row of the body, in reading order. */
struct bm_slot {
    bm_len x, y, w;      /* y: of its top */
    uint32_t frame, leg; /* frame of the article; column, counted through all its frames */
    uint32_t row;        /* of its frame, from its top */
};

/* An article on its way through its frames. */
struct bm_flow {
    const struct bm_layout *layout;
    const struct bm_galley *galley;
    const struct bm_field_area *areas;
    const uint32_t *pages; /* of each frame */
    size_t frame_count;
    const struct bm_obstacle *const *obstacles; /* of each frame */
    const size_t *obstacle_counts;
    /* lines from earlier fits, of the body and of the head; NULL: none */
    struct bm_galley_lines *kept, *kept_head;
    struct bm_arena *trying; /* scratch, cleared; NULL: it has its own */
    bool quick;              /* as every paragraph likes it, to compare ways to place a picture */
    bool by_rows; /* every variant is set row by row, though it could be counted: for tests */
    bool price;   /* what it costs is asked, not the setting: rows and slots may be missing */
};

/* A line that says where the article goes on, or where it comes from: the slot it takes. */
struct bm_jump {
    struct bm_slot slot;
    uint32_t page; /* the other one */
    bool to;       /* 下转, else 上接 */
};

/* An article fitted to its frames: row i of the setting stands in slots[i]. */
struct bm_fitted {
    struct bm_setting setting;
    struct bm_rect head; /* where the head stands */
    struct bm_slot *slots;
    size_t slot_count;
    struct bm_jump *jumps;
    size_t jump_count;
    uint32_t columns; /* that the last frame has */
    int64_t cost;
    uint32_t short_lines, overset_rows;
    uint32_t head_over; /* grid lines that the head is higher than its place */
};

/* What a fit's cost counts, as far as a plan's bounds must know it. */
#define BM_COST_OVERSET   100000 /* a row left over, a line that a head is too high */
#define BM_COST_SHORT_ROW 400    /* an empty row at the foot of the last column */
#define BM_COST_LOOSENESS 400    /* a paragraph set longer or shorter than it likes */
#define BM_COST_SPACE     8      /* a line of space added, squared */
#define BM_COST_UNEVEN    3000   /* an empty row at the foot of another column */
#define BM_COST_WIDOW     20000  /* a column broken against 孤行 */

#define BM_FIT_PAIRS_MOST   12 /* paragraphs of an article whose pairs are all tried */
#define BM_FIT_CHANGES_MOST 6  /* of a longer one that are changed */

/* Sets the head (lines kept: or NULL), and returns where it stands: in its place, or over all
 * columns. */
struct bm_rect bm_place_head(struct bm_arena *arena, const struct bm_flow *flow,
                             const struct bm_variant *variant, struct bm_galley_lines *kept,
                             struct bm_setting *setting);

/* Fits by the layout's copyfit: whole lines about the head, the list and the tail, a paragraph one
 * line longer or shorter, so that the columns' feet meet on the last frame's foot. */
void bm_fit_flow(struct bm_arena *arena, const struct bm_flow *flow, struct bm_fitted *fitted);

/* What copyfitting gives a variant, and what it costs apart from its lines. */
int64_t bm_variant_cost(const struct bm_variant *variant, uint32_t changes);

/* Counts of a flow whose rows need not be set to be counted: one frame, equal columns, nothing in
 * the way of text, paragraphs and lists only. */
struct bm_counts;
/* NULL: it is none such. */
struct bm_counts *bm_counts_new(struct bm_arena *arena, const struct bm_flow *flow,
                                struct bm_galley_lines *kept);
/* What the lines of a choice of looseness cost. */
int64_t bm_counts_lines(struct bm_counts *counts, const int8_t *looseness);
/* The cost of a variant, and all figures of its fit; of its setting only row_count and cost. */
void bm_counts_fit(struct bm_counts *counts, const struct bm_variant *variant, uint32_t changes,
                   struct bm_fitted *fitted);

/* What the variant costs at the least, before the lines of further paragraphs are broken: all that
 * are not known take as many lines as asked, or some of them do. A variant in which none of them
 * does costs more than one without. */
int64_t bm_counts_least(struct bm_counts *counts, const struct bm_variant *variant,
                        uint32_t changes);

/* Counts of a flow through several frames, in which nothing but paragraphs and lists stands, in
 * columns of one measure. */
struct bm_slots_of;
struct bm_passages;
/* NULL: it is none such. */
struct bm_passages *bm_passages_new(struct bm_arena *arena, const struct bm_flow *flow,
                                    struct bm_galley_lines *kept);
/* The cost of a variant's body in the slots at full depth: of its lines, into *lines as well, and
 * of its columns. -1: it does not come to the last frame, and is not counted. */
int64_t bm_passages_cost(struct bm_passages *passages, struct bm_arena *arena,
                         const struct bm_variant *variant, const struct bm_slots_of *slots,
                         int64_t *lines);

/* The slots of the flow under a head as high as head_h (in rect's columns), the last frame cut
 * after `cut` rows; jumps get the slots that 转版 lines take. stops: the last slot before each. */
struct bm_slots_of {
    struct bm_slot *v;
    size_t n;
    struct bm_jump *jumps;
    size_t jump_count;
    size_t *stops;
    size_t stop_count;
    bool alike;       /* all of one width */
    uint32_t dropped; /* slots taken from the feet of the last columns, one each */
};
void bm_flow_slots(struct bm_arena *arena, const struct bm_flow *flow, const struct bm_rect *head,
                   uint32_t cut, struct bm_slots_of *slots);
/* The same for many variants: slots at full depth are kept by their head, in the arena. */
struct bm_slots_kept;
struct bm_slots_kept *bm_slots_kept_new(struct bm_arena *arena, const struct bm_flow *flow);
/* At full depth; not to be changed. */
const struct bm_slots_of *bm_slots_full(struct bm_slots_kept *kept, const struct bm_rect *head);
/* Cut, into the arena; jumps and stops are those that are kept. */
void bm_slots_cut(struct bm_arena *arena, struct bm_slots_kept *kept, const struct bm_rect *head,
                  uint32_t cut, struct bm_slots_of *slots);
/* Choices of looseness that break no column against 孤行, if such can be had. Slots: those at full
 * depth. NULL: there are parts in the way that know their neighbours (quotes), or tables. */
struct bm_mending;
struct bm_mending *bm_mending_new(struct bm_arena *arena, const struct bm_flow *flow,
                                  const struct bm_slots_of *slots, const struct bm_variant *spaces,
                                  uint32_t changes_most, struct bm_galley_lines *kept);
/* Rows with every paragraph as it likes. */
size_t bm_mending_rows(const struct bm_mending *mending);
/* The cheapest choice that takes so many rows of the slots, and the cost of its lines, changes and
 * columns; false: there is none. */
bool bm_mending_find(struct bm_mending *mending, const struct bm_slots_of *slots, size_t rows,
                     int8_t *looseness, uint32_t *changes, int64_t *cost);

/* Room between a head that ends at foot and the first row of a body of a leading of its own. */
bm_len bm_room_to_body(const struct bm_flow *flow, bm_len foot);
/* Rows from the top of the body's grid to the foot of the last frame. */
uint32_t bm_flow_depth(const struct bm_flow *flow);

#endif
