/* Every limit of galleys, with what happens when it is hit. */
#pragma once

#include "base/len.h"

/* A head as high (or, if it is vertical, as wide) is set no further: no sheet holds it, and who
 * fits it says that it is too large. */
#define HEAD_MOST (8000 * BM_PT)

/* Pace only. */
#define PARTED_MOST                                                                                \
    10000 /* paragraphs parted at a sentence that are kept; more are parted anew                   \
           */

/* Ways in which a kept paragraph's lines are kept: about pictures, measures change with every line
 * that comes before it. What is beyond is broken each time. Pace alone. */
#define BROKEN_MOST 64
