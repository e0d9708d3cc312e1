/* The project's own profiles, packed when the program is built (tools/pack.c): harder than a press
 * run has time for, and at no time of its own. For pdf/ and its tests alone. */
#pragma once

#include "base/str.h"

/* A file that goes into PDFs as it is. It is known by its bytes, not by its name. */
struct bm_pdf_packed {
    uint64_t hash;    /* bm_hash_bulk() of its bytes */
    size_t size, n;   /* of its bytes; of the zlib stream */
    const char *zlib; /* stream of them */
};

extern const struct bm_pdf_packed bm_pdf_packed[];
extern const size_t bm_pdf_packed_count;
