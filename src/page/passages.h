/* Passages of a text that are read in their own way. For page/ alone. */
#pragma once

#include "page/reading.h"

/* Bytes [from, to) of a text. */
struct bm_found_passage {
    enum bm_passage_kind kind; /* LINK or FOREIGN */
    size_t from, to;
};

/* The next such passage of the text from *at on; *at is moved behind it. False when there is none.
 *
 * A link is `http://` or `https://` and what may stand in an address behind it, but for marks at
 * its end. Chinese marks and blanks end it. Chinese letters are a part of its path, query or
 * fragment (RFC 3987) directly behind / = # _ or -, with the letters and digits that follow; behind
 * anything else they are text that runs on, and a host has none. Foreign is what begins and ends
 * with a Latin letter or digit, has between them nothing but those, blanks and ASCII marks, and has
 * two words of two letters or more: a name or an abbreviation in a Chinese line is read as Chinese
 * readers do. */
bool bm_passage_next(struct bm_str text, size_t *at, struct bm_found_passage *found);
