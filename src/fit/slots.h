/* The rows that a flow's frames have for its body, around its head and its figures. */
#pragma once

#include "fit/flow.h"

/* The slots of the flow under a head that stands in the rectangle, the last frame cut
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
    uint32_t dropped; /* slots taken from the feet of the last legs, one each */
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

/* Room between a head that ends at foot and the first row of a body of a leading of its own: its
 * rows are counted from the top of the area, wherever that stands, or, where the leading is the
 * page's second one (grid: secondary), from the top of the type area, so that they are level across
 * the page. */
bm_len bm_fit_room_to_body(const struct bm_flow *flow, const struct bm_area *a, bm_len foot);
/* Rows from the top of the body's grid to the foot of the last frame. */
uint32_t bm_fit_depth(const struct bm_flow *flow);
