/* Limits of preflight. */
#pragma once

enum {
    COMPARED_MOST = 10000000, /* boxes of a page that are held against one another; what is not
                                 compared then is said (INK_NOT_COMPARED) */
    CURVE_PARTS = 4,          /* of a curve, each of which has a box of its own */
    FOUND_MOST = 64           /* places of a page where ink is over ink; there may be more */
};
