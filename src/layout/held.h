/* A plan that is held: frames in place of an edition's `auto` regions, as plan.lock has them, a
 * section a layout:
 *
 *   tabloid:
 *     layout: 3b8f…              what the plan was made for, as sums (SHA-256, hexadecimal): the
 *     frames: 77a0…              layout with its bases, the edition's frames for it, and the list
 *     articles: c51e…            of its articles
 *     pages:
 *       - page: 1                a page that has a region; those that have none are not named
 *         frames:                of articles alone, written as those of edition.yaml (frames.h)
 *           - {article: 01-a, columns: 1-6, lines: 10-40, set: 6, lead: true, locked: true}
 *       - page: 2
 *         locked: true
 *         frames: […]
 *
 * `lead`: the article leads its region, which laws of pages ask for.
 * What is `locked`, a page, or an article in one of its frames, stays when the plan is made anew.
 */
#pragma once

#include "layout/frames.h"

/* A section as it stands in the file. */
struct bm_held {
    const struct bm_yaml *map;
    struct bm_str sums[3]; /* by enum bm_held_of */
    struct bm_span spans[3];
    const struct bm_yaml *pages;
};

/* What a plan is bound to. */
enum bm_held_of {
    BM_HELD_LAYOUT,
    BM_HELD_FRAMES,
    BM_HELD_ARTICLES
};

/* Reads a section but for its pages. False and messages when it is unusable. */
bool bm_held_open(const struct bm_yaml *section, struct bm_held *out, struct bm_diags *diags);

/* Which frames of a section are taken: all; or those that are locked, and for the others the
 * rectangles that these leave of the regions, as regions: the largest, the tallest or the widest
 * first. Which of the three is best is seen when they are planned. */
enum bm_hold {
    BM_HOLD_ALL,
    BM_HOLD_LARGEST,
    BM_HOLD_TALLEST,
    BM_HOLD_WIDEST,
    BM_HOLD_COUNT
};

/* The template with the held frames in place of its regions. Pages that
 * there are not, or that have no region (HELD_PAGE), that are named twice, and frames that stand in
 * no region of their page (HELD_OUTSIDE) are errors, as is all that is wrong with frames
 * (bm_template_read()). NULL on errors. */
struct bm_template *bm_template_hold(struct bm_arena *arena, const struct bm_layout *layout,
                                     const struct bm_template *t, const struct bm_held *held,
                                     enum bm_hold how, struct bm_diags *diags);

/* Whether that page of the section is locked as a whole. */
bool bm_held_page_locked(const struct bm_held *held, uint32_t number);
