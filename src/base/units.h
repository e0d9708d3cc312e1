/* Units: decimal numbers and lengths as people write them. Everything is converted with integers,
 * so that neither the locale nor a rounding unit of the machine moves a position. */
#pragma once

#include "base/len.h"
#include "base/str.h"

/* Decimals are held in 1/BM_DECIMAL: five digits before the point and five after it. */
#define BM_DECIMAL 100000

/* Reads -?digits[.digits] at the start of s; *used gets the bytes taken. False when there is no
 * number, or one of more than five digits on either side of the point. */
bool bm_decimal_read(struct bm_str s, int64_t *value, size_t *used);

/* A size with a name (小五: 9pt). */
struct bm_size_name {
    const char *name;
    bm_len size;
};

/* What the units that depend on their place stand for there. */
struct bm_units {
    bm_len em;                        /* 字; 0: may not be used here */
    bm_len line;                      /* 行; 0: may not be used here */
    const struct bm_size_name *sizes; /* 号 */
    size_t size_count;
};

enum bm_length_fault {
    BM_LENGTH_FINE,
    BM_LENGTH_NO_NUMBER,    /* neither a number with a unit nor a word: 1.2.3pt, an empty value */
    BM_LENGTH_NO_UNIT,      /* a number alone; only 0 needs none */
    BM_LENGTH_UNKNOWN_UNIT, /* 12px */
    BM_LENGTH_UNKNOWN_SIZE, /* a word that is no 号 */
    BM_LENGTH_NOT_HERE,     /* 字 or 行 where they have no meaning */
    BM_LENGTH_TOO_LONG      /* above what bm_len holds */
};

/* The length that s says: a number with pt, mm, 字 or 行, the bare number 0, or the name of a size.
 * Rounded once, to the nearest bm_len. *unit gets the part of s that is the unit. */
enum bm_length_fault bm_length_read(struct bm_str s, const struct bm_units *units, bm_len *length,
                                    struct bm_str *unit);
