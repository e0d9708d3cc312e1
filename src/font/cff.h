/* Compact Font Format (Adobe Technical Note 5176), as far as it has to be read here. Every offset
 * is looked at before it is followed. Private to this room. */
#pragma once

#include "font/steps.h"

/* An INDEX: objects one after the other, and where each begins. */
struct bm_cff_index {
    const char *offsets; /* one more than there are objects, counted from 1 … */
    struct bm_str data;  /* … in this */
    uint32_t n;
    uint8_t size; /* bytes of an offset */
};

/* The INDEX at *at, and *at moved past it. False when it is cut off. */
bool bm_cff_index(struct bm_str cff, size_t *at, struct bm_cff_index *index);
/* The object i; false when there is none, or it does not lie inside the data. */
bool bm_cff_object(const struct bm_cff_index *index, uint32_t i, struct bm_str *object);

/* An entry of a DICT. */
struct bm_cff_entry {
    unsigned op;            /* 12 and x: 1200 + x */
    struct bm_str operands; /* as they stand */
    int64_t last[2];        /* the last two of them, the last at [1]; of a real number 0 */
};

/* The entry at *at, *at < dict.n, and *at moved past it. False when the DICT is broken. */
bool bm_cff_entry(struct bm_str dict, size_t *at, struct bm_cff_entry *entry);

enum {
    BM_CFF_CHARSET = 15,
    BM_CFF_OUTLINES = 17, /* CharStrings */
    BM_CFF_PRIVATE = 18,
    BM_CFF_SUBROUTINES = 19,
    BM_CFF_KIND = 1206, /* CharstringType */
    BM_CFF_MATRIX = 1207,
    BM_CFF_KEYED = 1230, /* ROS */
    BM_CFF_DICTS = 1236, /* FDArray */
    BM_CFF_SELECT = 1237 /* FDSelect */
};

/* What matters of a Top DICT. Places count from the beginning of the table; 0: not given. */
struct bm_cff {
    bool keyed;                                     /* by CID, else by name */
    size_t charset, outlines, dicts, select, after; /* after: behind the Top DICT INDEX */
    size_t private_at, private_size;                /* of a font that is keyed by name */
    int64_t kind;                                   /* of charstrings: 2 */
    struct bm_str matrix;                           /* its operands; empty: 1/1000 */
};

/* False when the font does not begin as one does. */
bool bm_cff_read(struct bm_str font, struct bm_cff *cff);
