/* How a manuscript is typed: units of text with what must stand in marks, and where each character
 * came from. For write.c and unit.c. */
#pragma once

#include "import/copy.h"

/* Where a unit stands, which decides what in it would be read as markup. */
enum place {
    PLACE_LINE,    /* begins a line of the body */
    PLACE_INSIDE,  /* behind the number of an item, ## or > */
    PLACE_SUBHEAD, /* the same, and bold letters say nothing */
    PLACE_CELL,
    PLACE_CAPTION,
    PLACE_FIELD, /* of the head */
    PLACE_BROKEN /* of the head, where " / " is a line end */
};

struct writer {
    struct copy *copy;
    struct bm_buf out;
    struct bm_buf head, body, tail; /* characters shown, as they are read */
    struct bm_buf *shown;           /* one of these three */
    struct bm_import_origin *origins;
    size_t n, cap;
    /* the piece that is typed: where it begins in its unit, and its characters so far */
    const struct piece *piece;
    size_t begin;
    uint32_t characters;
};

/* A stretch of characters that is typed as one: bytes, and of each the piece that it comes from. */
struct unit {
    struct bm_buf text, pieces, looks;
    const struct piece *const *from; /* of each byte, in `pieces` */
    uint8_t *flags;                  /* of each byte, in `looks` */
};

/* Adds pieces; a line end becomes `end` ("" or " / " or a blank). */
void unit_add(struct unit *unit, const struct piece *pieces, size_t n, const char *end);
/* Types it, without white space at both ends. False: there was nothing else. */
bool unit_put(struct writer *w, struct unit *unit, enum place place);
void unit_free(struct unit *unit);
/* What is typed and read as text, though it is nobody's. */
void shown_put(struct writer *w, struct bm_str text);
