/* Lists of messages as they are printed: in the order found, and of one kind no more than a reader
 * can use (BM_DIAGS_SHOWN, BM_DIAGS_JSON in base/limits.h): the first by place. How many more there
 * are of it is said after its last. */
#pragma once

#include "base/diag.h"

struct bm_listing {
    enum bm_lang lang;
    enum bm_level least; /* none below this level */
    bool json;           /* NDJSON; what is left out of a kind: {"type":"left-out","level":…,
                            "code":…,"count":…} */
};

void bm_diags_list(struct bm_buf *out, const struct bm_diags *diags,
                   const struct bm_sources *sources, const struct bm_listing *how);
