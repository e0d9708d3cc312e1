/* The plan, written out: the edition's own file with frames in place of its `auto` regions, so that
 * a person can read what make-up chose, nudge it, and keep it. All other bytes stay. */
#pragma once

#include "page/ledger.h"
#include "page/page.h"

/* Appends the text of the edition's file. Set with it, the pages are the same. A page whose frames
 * are the layout's gets them all. */
enum bm_frames_written {
    BM_FRAMES_WRITTEN,
    BM_FRAMES_NONE, /* there is no auto region, or the edition came from no file */
    BM_FRAMES_BLOCK /* the layout has the frames of a page in lines, the edition that page in braces
                     */
};
enum bm_frames_written bm_report_frames(const struct bm_pages *pages, struct bm_buf *out);

/* What plans are written with, here and in plan.lock (lock.h): a planned frame, as a map in braces
 * (held: with what a plan.lock alone has);
 * the text of a frame that stands in a file, its further lines indented from its first as they were
 * there. */
void bm_report_frame(struct bm_buf *out, const struct bm_planned *f, bool held);
void bm_report_given(struct bm_buf *out, struct bm_str text, struct bm_span at, size_t indent);
