/* METS at work: its files, sorted, and the two maps of its structure. */
#pragma once

#include "record/parts.h"

#define ID_FILE        "F%04zu"
#define ID_DESCRIPTION "DMD_" BM_ID_ARTICLE

struct mets {
    const struct bm_record *r;
    const struct bm_record_file *files;
    size_t n;
    struct bm_xml xml;
    struct bm_arena *arena;
    uint32_t *uses;       /* of each file */
    struct bm_str *other; /* folders of other files */
    size_t other_count, other_cap;
    struct bm_str label; /* what the issue is called */
    /* Files of pages and articles, and 1; 0: none. */
    size_t pdf, *alto, *image, *thumbnail, *text, *json;
};

/* The structMaps, of pages and of articles, and the links between them. */
void bm_mets_structure(struct mets *m);
