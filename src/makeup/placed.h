/* The frames of a template, found by who stands in them. File: placed.c. */
#pragma once

#include "fit/fit.h"

struct bm_frame_list {
    struct bm_arena *arena;
    struct bm_listed_frame {
        const struct bm_frame *frame;
        uint32_t page; /* from 1 */
    } * v;             /* of articles and banner: by article, in the order of the pages */
    size_t n;
};

/* Sorts the frames of the template; they and the list live in the arena or longer. */
struct bm_frame_list bm_makeup_place(struct bm_arena *arena, const struct bm_template *t);

/* The frames of an article, or of the banner, in the order of the pages; the first of them, or NULL
 * when it has none. */
const struct bm_frame *bm_makeup_frames_of(const struct bm_frame_list *placed, struct bm_str name,
                                           bool banner, struct bm_frames *out);
