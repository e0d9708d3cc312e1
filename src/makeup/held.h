/* The plan held in memory (plan.lock is one in a file: layout/held.h): frames in the place of auto
 * regions, as make-up chose them, so that pages are set again in the same ones while their text
 * changes. Taken of pages that were planned, it points into nothing of theirs and may outlive
 * layout and edition; laid over the edition's template it gives one without regions. Set in that,
 * the text that was planned makes the pages that were planned: each frame carries what its article
 * had of the region's styles and the head that was chosen for it on a ladder. */
#pragma once

#include "layout/frames.h"
#include "layout/layout.h"
#include "page/page.h"

struct bm_standing_frame {
    uint32_t region; /* which auto frame of the template, in its order, it is a part of */
    struct bm_str article;
    uint32_t column, columns, line, lines; /* base columns and grid lines, from 0 */
    uint32_t legs;
    bool lead;            /* of the region */
    struct bm_place head; /* of a vertical head, or of one over a part of the legs */
    struct bm_standing_style {
        struct bm_str role, style;
    } * styles; /* the region's, where it opens that, and those of heads chosen on ladders */
    size_t style_count;
};

struct bm_standing_plan {
    struct bm_standing_frame *frames; /* region by region */
    size_t n;
    uint32_t regions; /* that the template had */
};

/* The plan of pages that were made up with the template, in arena; NULL: nothing was planned. */
struct bm_standing_plan *bm_makeup_hold(struct bm_arena *arena, const struct bm_template *t,
                                        const struct bm_pages *pages);

/* The template with frames for regions, in arena; it points into layout and template. NULL: the
 * plan is one of another template or layout. */
struct bm_template *bm_makeup_held_template(struct bm_arena *arena,
                                            const struct bm_standing_plan *held,
                                            const struct bm_layout *layout,
                                            const struct bm_template *t);
