/* The flow of an article through its frames, and what stands in its way. Files: head.c, variants.c.
 */
#pragma once

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
    uint32_t limits_scale;   /* as the fitter's */
    bool quick;              /* as every paragraph likes it, to compare ways to place a picture */
    bool by_rows;     /* every variant is set row by row, though it could be counted: for tests */
    bool price;       /* what it costs is asked, not the setting: rows and slots may be missing */
    uint64_t *worked; /* what it takes (bm_fitted.worked) is added to it; NULL: not counted */
};

/* Sets the head (cache: its lines, or NULL), and returns where it stands: in its place, or over all
 * legs: head.c. */
struct bm_rect bm_fit_place_head(struct bm_arena *arena, const struct bm_galley *galley,
                                 const struct bm_area *area, const struct bm_variant *variant,
                                 struct bm_galley_lines *cache, struct bm_setting *setting);
/* A head that is larger than its place takes more of its frame; text is pushed aside, for nothing
 * stands over it. */
void bm_fit_grow_head(const struct bm_area *area, const struct bm_setting *setting,
                      struct bm_rect *place);
/* Where it stands when it is as high as copyfitting may make it. */
struct bm_rect bm_fit_highest_head(struct bm_arena *arena, const struct bm_layout *layout,
                                   const struct bm_galley *galley, const struct bm_area *area);

/* Fits by the layout's copyfit: whole lines about the head, the list and the tail, a paragraph one
 * line longer or shorter, so that the columns' feet meet on the last frame's foot. */
void bm_fit_flow(struct bm_arena *arena, const struct bm_flow *flow, struct bm_fitted *fitted);
