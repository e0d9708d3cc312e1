/* Where a note stands: bytes of one version of a manuscript, with the text that stood there and
 * what stood before and after it. It is moved to another version by the difference of the two; what
 * no longer stands is looked for by its quote; nothing is ever dropped. */
#pragma once

#include "desk/diff.h"

struct bm_anchor {
    uint32_t offset, length;            /* in the version that the note was made on */
    struct bm_str quote, before, after; /* the last two: BM_CONTEXT characters at most */
};

enum bm_anchored {
    BM_ANCHORED_SAME,  /* the same bytes at the same place */
    BM_ANCHORED_MOVED, /* the same bytes elsewhere: nothing in the span was touched, or all that
                          stood about it went with it */
    BM_ANCHORED_DONE,  /* what was wanted stands there */
    BM_ANCHORED_NEAR,  /* the quote was found again by what stands about it; or what took its
                          place, between neighbours that did not change */
    BM_ANCHORED_LINE,  /* only its paragraph: that is the place */
    BM_ANCHORED_LOST   /* an orphan: offset and length mean nothing */
};

/* Where it stands now. */
struct bm_placed_anchor {
    enum bm_anchored how;
    uint32_t offset, length;
};

/* The next place of some bytes, of which there is one at least, in a text from *at on. */
bool bm_text_find(struct bm_str text, struct bm_str bytes, size_t *at);

/* The anchor of a span of a text; strings point into it. */
struct bm_anchor bm_anchor_make(struct bm_str text, uint32_t offset, uint32_t length);

/* Whether all of the context stands about so many bytes at an offset of a text. */
bool bm_anchor_whole(const struct bm_anchor *anchor, struct bm_str text, uint32_t at,
                     uint32_t length);

/* Moves it from text a, which has it, to text b; runs: their difference. want: what the note wants
 * to stand there; p NULL: nothing that bytes could prove. *steps are taken from and may end:
 * then a quote is not looked for. */
struct bm_placed_anchor bm_anchor_move(const struct bm_anchor *anchor, struct bm_str want,
                                       struct bm_str a, struct bm_str b, const struct bm_diff *runs,
                                       uint64_t *steps);
