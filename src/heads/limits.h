/* Limits of the room. */
#pragma once

#define LINES_MOST 12 /* of a head */
#define LINES_MORE 2  /* lines more than must be, to save a bad break */
