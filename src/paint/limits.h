/* Every limit of painting, with what happens when it is hit. */
#pragma once

#include "base/len.h"

#define FURNITURE_MOST                                                                             \
    (8000 * BM_PT)       /* of lines in a frame: FURNITURE_FULL, the rest is left out */
#define LEADER_MOST 1000 /* dots of an entry of a guide: they stand wider apart */
