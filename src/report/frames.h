/* The plan, written out: the edition's own file with frames in place of its `auto` regions, so that
 * a person can read what make-up chose, nudge it, and keep it. All other bytes stay. */
#pragma once

#include "page/page.h"

/* Appends the text of the edition's file. Set with it, the pages are the same. True when there was
 * an auto region and all of them could be written; of a plan that there is not the text stays as it
 * was. False: the file is not there (the edition came from no file). */
bool bm_report_frames(const struct bm_pages *pages, struct bm_buf *out);
