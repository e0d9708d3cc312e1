/* The inside of frames: where text may stand, in bm_len from the top left of the trim. File:
 * area.c. */
#pragma once

#include "galley/galley.h"
#include "layout/frames.h"

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
    bm_len over;  /* `head: over`: how far above the body the box begins, below its head; else 0 */
    bm_len clear; /* what must be left between ink and the box's line */
};

/* Room at the top of each frame of a kind for what the machine writes there; kind may be NULL. */
bm_len bm_fit_label_height(const struct bm_layout *layout, const struct bm_kind *kind);

/* Finds it for a galley of the leading and size given. */
void bm_fit_area(const struct bm_layout *layout, const struct bm_frame *frame,
                 const struct bm_box_style *box, const struct bm_galley *galley,
                 struct bm_area *area);
/* Whether it holds a line of text, the head's or the body's, inside its box and gutters. */
bool bm_fit_has_room(const struct bm_layout *layout, const struct bm_frame *frame,
                     const struct bm_box_style *box, const struct bm_galley *galley);
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

/* The rectangle of a place inside the frame; lines: what it takes when the place does not say, as
 * far as the area goes. */
struct bm_rect bm_fit_place(const struct bm_area *area, const struct bm_place *place,
                            uint32_t lines);

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
