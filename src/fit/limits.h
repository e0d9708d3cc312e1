/* Every limit of fitting, with its unit and what happens when it is hit. */
#pragma once

#include "base/len.h"
#include "base/limits.h"

/* These may lose the best fit. They grow with the fitter's limits_scale, but no more than … */
#define SCALE_MOST 4 /* … fold: pairs grow with the square of it, tables of 孤行 with the cube */
#define PAIRS_MOST                                                                                 \
    12                 /* paragraphs: of a longer article not all pairs are tried, but paragraphs  \
                          are changed one after the other, the best first: BM_LIMIT_PAIRS */
#define CHANGES_MOST 6 /* paragraphs of a longer article that are changed: BM_LIMIT_CHANGES */
#define CHANGES_FEW  2 /* of a shorter one: the same */
#define SETTINGS_MOST                                                                              \
    3000000 /* parts set while an article's paragraphs are changed: the best so far is taken       \
                then: BM_LIMIT_CHANGES */

/* These do not grow: what lies beyond them costs more than a change can save. */
#define REACH       4 /* rows for each change: with more left over none is tried */
#define DRIFT_MOST  4 /* rows that sentences at page ends may take or give besides */
#define PIECES_MOST 8 /* stretches of a row beside obstacles; further ones stay empty */

/* A picture, or its caption, is reckoned no higher: no frame holds it, and it is said to have no
 * place. Nor is a picture shown so large a part of which would be as large. */
#define HEIGHT_MOST (12000 * BM_PT)

#define RATIO 10000 /* parts of a picture's height in which its width is reckoned, side by side */

/* Pace only. */
#define WIDTHS_TRIED 3 /* of the main picture, that are fitted where text is left over */
#define HEADS_KEPT   8 /* heads whose slots are kept; the last one gives way */

/* Taste. In percent of a picture's height: what it may grow, what it may lose to text, and what is
 * left of one that is cropped to fit. */
#define GIVE_MOST    15
#define LOSE_MOST    25
#define HEIGHT_LEAST 50
#define WHOLE_LEAST                                                                                \
    85                /* percent of it that one has which is not cropped: it is smaller instead    \
                       */
#define LINES_LEAST 4 /* of a picture */
/* In percent of the page's width: between which the main picture of an article is as wide as it
 * should be, and what one twice as wide as high should have at the least. In percent of its text
 * columns what the next one has at the most. */
#define MAIN_LEAST     38
#define MAIN_MOST      52
#define PANORAMA_LEAST 60
#define NEXT_MOST      75
/* Times the layout's `picture` that a stamp costs, where its article is wide enough for more, or
 * where its whole block is too narrow; and another width than an editor asks for, or one that does
 * not fill the block of 图片新闻. */
#define STAMP        10
#define STAMP_OTHER  3 /* the same of one that is not the main one */
#define CROPPED      1 /* each tenth of its height beyond GIVE_MOST that one is cropped; … */
#define CROPPED_UP   3 /* … of an upright one, which has people's heads: it is rather narrower */
#define ASKED        40
#define UNPLACED     40 /* rows left over that a picture is worth for which there is no place */
#define COARSE       40 /* the same of one with too few pixels that no block shows smaller */
#define STAMP_BLOCK  4
#define HEAD_PERCENT 45 /* of its measure that a head should fill; at the side of its height … */
#define SIDE_HOLLOW  4  /* … where what it leaves counts so many times: it is white on the page */
#define LINES_MOST   3  /* of a tier of a head … */
#define LINES_WIDE   2  /* … of one by a ladder, in more than one column */
#define LINES_SIDE   5  /* … of one at the side of its text */
#define SIDE_LEAST   4  /* characters that its measure holds at least */
#define HEAD_MORE    2  /* lines of a vertical head beyond those of its longest line */
