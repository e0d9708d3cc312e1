/* The figures of an article (pictures, codes) on their way to their places: how they fill them, and
 * where they find one. */
#pragma once

#include "fit/flow.h"

/* An article in whose frames figures are being placed. */
struct placing {
    const struct bm_fitter *fitter;
    const struct bm_galley *galley;
    struct bm_line_cache *cache; /* or NULL */
    const struct bm_frames *frames;
    const struct bm_area *areas; /* of each frame */
    struct bm_placed_figures figures;
    uint32_t over;    /* text columns that the main picture takes; 0: as many as it likes */
    bool price;       /* what a fit costs is asked, not the setting */
    uint64_t *worked; /* as in struct bm_flow */
};

/* Places the figures by their frames' `pictures` or, when none of them has any, where there is
 * room. */
void bm_fit_place_figures(struct placing *at);
/* Opens the figures, each with the place that its frame gives it, and finds those that stand side
 * by side where it gives none; those that cannot be shown, or have no place left, are listed. */
void bm_fit_open_figures(struct placing *at);
/* Finds a place, in one of the frames, for each figure; NULL where there is no room: places.c. */
void bm_fit_seek_places(struct placing *at);
/* Makes the figure `more` lines higher than its place says. */
void bm_fit_resize_figure(struct placing *at, struct bm_placed_figure *figure, int more);
/* Whether its caption leaves it a line or more of its place. */
bool bm_fit_figure_seen(const struct placing *at, const struct bm_placed_figure *figure);
/* Moves it to the top of a slot. */
void bm_fit_anchor_figure(struct placing *at, struct bm_placed_figure *figure,
                          const struct bm_slot *slot);

/* Lines of a caption or credit that were broken to that width before, and those that are from now
 * on kept in the arena of the second; without a cache there are none, and it is the arena given. */
bool bm_fit_kept_caption(const struct bm_line_cache *cache, const struct bm_para *para,
                         bm_len width, struct bm_lines *lines);
struct bm_arena *bm_fit_cache_arena(struct bm_line_cache *cache, struct bm_arena *otherwise);
void bm_fit_keep_caption(struct bm_line_cache *cache, const struct bm_para *para, bm_len width,
                         const struct bm_lines *lines);

/* The code of a figure, made once for all fits of its article; false when it cannot be made. */
bool bm_fit_make_code(const struct placing *at, const struct bm_figure *figure, struct bm_qr *qr);
