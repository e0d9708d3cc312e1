/* The report: one JSON object a line (NDJSON) on the pages, articles, frames in mm, pieces in
 * painting order, gaps left, overset in characters and lines. Reads finished pages only. */
#ifndef BM_REPORT_REPORT_H
#define BM_REPORT_REPORT_H

#include "base/diag.h"
#include "page/page.h"

/* Appends the report. Objects, in this order:
 *   {"type":"edition","name":…,"layout":…,"pages":N,"articles":N}
 *   {"type":"page","page":1,"width_mm":…,"height_mm":…,"pieces":[{"article":name,"file":…,
 *     "characters":N,"text":…}…]}      pieces in painting order, artefacts last as
 *                                      {"artefact":true,"text":…}
 *   {"type":"article","article":…,"kind":…,"file":…,"characters":N,"overset_characters":N,
 *     "overset_lines":N,"short_lines":N,"loose_lines":N,"frames":[{"page":1,"x_mm":…,"y_mm":…,
 *     "width_mm":…,"height_mm":…,"columns":N,"lines":N,"spare_lines":N}…]}
 *   {"type":"mark","kind":"gap","article":…,"file":…,"line":N,"column":N,"note":…,"page":N,
 *     "x_mm":…,"y_mm":…} */
void bm_report_write(const struct bm_pages *pages, struct bm_buf *out);

/* The marks and fits of the ledger as a person reads them, one line each, for `check`:
 * file:line:column: kind: sentence (page, mm). */
void bm_report_check(const struct bm_pages *pages, enum bm_lang lang, struct bm_buf *out);

#endif
