/* Every limit of setting text, with what happens when it is hit. */
#pragma once

enum {
    MARKS_MOST = 30, /* on one character (UAX #15, stream-safe text): TOO_MANY; a face places each
                        by the others, so that work grows with the square */
};
