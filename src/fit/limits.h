/* Every limit of fitting, with its unit and what happens when it is hit. */
#ifndef BM_FIT_LIMITS_H
#define BM_FIT_LIMITS_H

/* These may lose the best fit. */
#define BM_FIT_PAIRS_MOST   12 /* paragraphs: of a longer article not all pairs are tried, but … */
#define BM_FIT_CHANGES_MOST 6  /* … so many paragraphs are changed, one after the other */
#define REACH               4  /* rows for each change: with more left over none is tried */
#define DRIFT_MOST          4  /* rows that sentences at page ends may take or give besides */
#define PIECES_MOST         8  /* stretches of a row beside obstacles; further ones stay empty */

/* Pace only. */
#define HEADS_KEPT 8 /* heads whose slots are kept; the last one gives way */

/* Taste. In percent of a picture's height: what it may grow, what it may lose to text, and what is
 * left of one that is cropped to fit. */
#define GIVE_MOST    15
#define LOSE_MOST    25
#define HEIGHT_LEAST 50
#define LINES_LEAST  4 /* of a picture */
#define HEAD_MORE    2 /* lines of a vertical head beyond those of its longest line */

#endif
