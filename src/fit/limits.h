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

/* Pace only. */
#define HEADS_KEPT 8 /* heads whose slots are kept; the last one gives way */

/* Taste. In percent of a picture's height: what it may grow, what it may lose to text, and what is
 * left of one that is cropped to fit. */
#define GIVE_MOST    15
#define LOSE_MOST    25
#define HEIGHT_LEAST 50
#define WHOLE_LEAST                                                                                \
    85                  /* percent of it that one has which is not cropped: it is smaller instead  \
                         */
#define LINES_LEAST  4  /* of a picture */
#define HEAD_PERCENT 45 /* of its measure that a head should fill */
#define LINES_MOST   3  /* of a tier of a head … */
#define LINES_WIDE   2  /* … of one by a ladder, in more than one column */
#define HEAD_MORE    2  /* lines of a vertical head beyond those of its longest line */
