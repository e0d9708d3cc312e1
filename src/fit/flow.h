/* The flow of an article through its frames: what stands in its way, the slots that its rows have,
 * and the variants that copyfitting tries. */
#ifndef BM_FIT_FLOW_H
#define BM_FIT_FLOW_H

#include "fit/fit.h"

/* What stands in the way of text: a head that does not take the whole width, a picture. */
struct bm_obstacle {
    struct bm_rect rect;
    uint8_t wrap;    /* enum bm_wrap */
    bool under_head; /* rect is where it would stand if the head had no height */
};

/* An article on its way through its frames. */
struct bm_flow {
    const struct bm_layout *layout;
    const struct bm_galley *galley;
    const struct bm_area *areas;
    const uint32_t *pages; /* of each frame */
    size_t frame_count;
    const struct bm_obstacle *const *obstacles; /* of each frame */
    const size_t *obstacle_counts;
    /* lines from earlier fits, of the body and of the head; NULL: none */
    struct bm_galley_lines *cache, *head_cache;
    struct bm_arena *trying; /* scratch, cleared; NULL: it has its own */
    bool quick;              /* as every paragraph likes it, to compare ways to place a picture */
    bool by_rows; /* every variant is set row by row, though it could be counted: for tests */
    bool price;   /* what it costs is asked, not the setting: rows and slots may be missing */
};

/* Sets the head (cache: its lines, or NULL), and returns where it stands: in its place, or over all
 * legs: head.c. */
struct bm_rect bm_fit_place_head(struct bm_arena *arena, const struct bm_galley *galley,
                                 const struct bm_area *area, const struct bm_variant *variant,
                                 struct bm_galley_lines *cache, struct bm_setting *setting);
/* Where it stands when it is as high as copyfitting may make it. */
struct bm_rect bm_fit_highest_head(struct bm_arena *arena, const struct bm_layout *layout,
                                   const struct bm_galley *galley, const struct bm_area *area);

/* Fits by the layout's copyfit: whole lines about the head, the list and the tail, a paragraph one
 * line longer or shorter, so that the columns' feet meet on the last frame's foot. */
void bm_fit_flow(struct bm_arena *arena, const struct bm_flow *flow, struct bm_fitted *fitted);

/* The slots of the flow under a head as high as head_h (in rect's columns), the last frame cut
 * after `cut` rows; jump_lines get the slots that 转版 lines take. stops: the last slot before
 * each. */
struct bm_slots {
    struct bm_slot *v;
    size_t n;
    struct bm_jump_line *jump_lines;
    size_t jump_line_count;
    size_t *stops;
    size_t stop_count;
    bool alike;       /* all of one width */
    uint32_t dropped; /* slots taken from the feet of the last columns, one each */
};
void bm_fit_flow_slots(struct bm_arena *arena, const struct bm_flow *flow,
                       const struct bm_rect *head, uint32_t cut, struct bm_slots *slots);
/* The same for many variants: slots at full depth are kept by their head, in the arena. */
struct bm_slot_cache;
struct bm_slot_cache *bm_fit_slot_cache_new(struct bm_arena *arena, const struct bm_flow *flow);
/* At full depth; not to be changed. */
const struct bm_slots *bm_fit_slots_full(struct bm_slot_cache *cache, const struct bm_rect *head);
/* Cut, into the arena; jump lines and stops are those at full depth. */
void bm_fit_slots_cut(struct bm_arena *arena, struct bm_slot_cache *cache,
                      const struct bm_rect *head, uint32_t cut, struct bm_slots *slots);
/* Choices of looseness that break no column against 孤行, if such can be had. Slots: those at full
 * depth. NULL: there are parts in the way that know their neighbours (quotes), or tables. */
struct bm_mending;
struct bm_mending *bm_fit_mending_new(struct bm_arena *arena, const struct bm_flow *flow,
                                      const struct bm_slots *slots, const struct bm_variant *spaces,
                                      uint32_t changes_most, struct bm_galley_lines *cache);
/* Rows with every paragraph as it likes. */
size_t bm_fit_mending_rows(const struct bm_mending *mending);
/* The cheapest choice that takes so many rows of the slots, and the cost of its lines, changes and
 * columns; false: there is none. */
bool bm_fit_mending_find(struct bm_mending *mending, const struct bm_slots *slots, size_t rows,
                         int8_t *looseness, uint32_t *changes, int64_t *cost);

/* Room between a head that ends at foot and the first row of a body of a leading of its own. */
bm_len bm_fit_room_to_body(const struct bm_flow *flow, bm_len foot);
/* Rows from the top of the body's grid to the foot of the last frame. */
uint32_t bm_fit_depth(const struct bm_flow *flow);

#endif
