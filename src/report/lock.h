/* The plan as a section of plan.lock (layout/held.h has its grammar). */
#pragma once

#include "page/page.h"

/* What the section says beside the frames. */
struct bm_lock_section {
    struct bm_str layout;
    const char *sums[3];  /* of the layout, the edition's frames, the list of articles */
    uint32_t file;        /* of the plan.lock that frames are taken over from; BM_NO_FILE: none */
    const bool *locked;   /* of each page: it is, as a whole */
    struct bm_span pages; /* of the old section: kept where all that it has is locked */
};

/* Appends it, a line end after it; plan: of the pages, or NULL. The same plan gives the same bytes.
 * False, and nothing is appended: no article stands in a region, and no frame is locked. */
bool bm_report_lock(const struct bm_sources *sources, const struct bm_plan_ledger *plan,
                    const struct bm_lock_section *section, struct bm_buf *out);
